//! Coverage through a crosswalk against a plan in which every outcome names the other framework itself: the
//! mappings are worked out anew here, from random plans, entry by entry.

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use gradus::coverage::{Coverage, Scope, carry_over, ways_into};
use gradus::model::curriculum::{CompetencyIx, FrameworkIx, StageIx};
use gradus::model::{Curriculum, Role, Tree};
use gradus::parse;
use proptest::prelude::*;

const HOME: [&str; 4] = ["one", "two", "three", "four"];
const AWAY: [&str; 3] = ["low", "middle", "high"];
const COMPETENCIES: usize = 4;

/// An outcome: its course, and the competencies of home that it covers with the place of their level.
type Outcome = (usize, Vec<(usize, usize)>);
/// From home's competency to away's: whether it is written the other way round, what the one is to the other, and
/// the cap, as a place on one of the two scales.
type Entry = (usize, usize, bool, usize, Option<usize>);

const RELATIONS: [&str; 4] = ["equal", "broader", "narrower", "related"];
const REVERSED: [&str; 4] = ["equal", "narrower", "broader", "related"];

fn words() -> Vec<&'static str> {
    AWAY.into_iter().chain(HOME).collect()
}

fn framework(id: &str, prefix: &str, levels: &[&str]) -> String {
    let mut text = format!("[framework]\nid = \"{id}\"\ntitle = \"{id}\"\nlevels = {levels:?}\n");
    write!(text, "[[strand]]\nid = \"{prefix}\"\ntitle = \"All\"\n").unwrap();
    for number in 0..COMPETENCIES {
        write!(text, "[[strand.competency]]\nid = \"{prefix}-{number}\"\nstatement = \"S {number}\"\n").unwrap();
        writeln!(text, "expect = {{ second = \"{}\" }}", levels[0]).unwrap();
    }
    text
}

/// Two stages; courses for all, for one of two tracks, and in a group of which a learner takes one.
const FRAME: &str = r#"
gradus = 1
[curriculum]
id = "plan"
title = "Plan"
[[stage]]
id = "first"
title = "First"
[[stage]]
id = "second"
title = "Second"
after = ["first"]
[[stage.elective]]
id = "group"
title = "Group"
pick = 1
[[track]]
id = "left"
title = "Left"
stage = "second"
[[track]]
id = "right"
title = "Right"
stage = "second"
"#;

const COURSES: [&str; 6] = [
    "stage = \"first\"",
    "stage = \"second\"",
    "stage = \"second\"\ntracks = [\"left\"]",
    "stage = \"second\"\ntracks = [\"right\"]",
    "stage = \"second\"\nelective = \"group\"",
    "stage = \"second\"\nelective = \"group\"",
];

fn plan(covers: &[(usize, Vec<String>)]) -> String {
    let mut text = FRAME.to_owned();
    for (number, place) in COURSES.iter().enumerate() {
        write!(text, "[[course]]\nid = \"C{number}\"\ntitle = \"Course {number}\"\n{place}\n").unwrap();
        for (_, covers) in covers.iter().filter(|(course, _)| *course == number) {
            let covers = covers.join(", ");
            write!(text, "[[course.outcome]]\ntext = \"Do something\"\ncovers = [{covers}]\n").unwrap();
        }
    }
    text
}

fn tree(plan: &str, framework: &str) -> Tree {
    let mut tree = parse::tree_from_text("curriculum.toml", plan);
    tree.files.push(Arc::new(parse::file("other.toml", Path::new("other.toml"), Role::Framework, framework)));
    tree
}

/// The level that one mapping gives across one entry, by its place on away's scale: none where it does not count.
fn level_across(entry: &Entry, place: usize) -> Option<usize> {
    let &(_, _, reversed, relation, cap) = entry;
    // What home's is to away's, whichever way it was written.
    let word = if reversed { REVERSED[relation] } else { RELATIONS[relation] };
    if word != "equal" && word != "narrower" {
        return None;
    }
    // The share of the scale that is climbed, rounded down, and no less than the first step.
    let climb = |place: usize| {
        let steps = (1..=AWAY.len()).rev().find(|steps| steps * HOME.len() <= (place + 1) * AWAY.len());
        steps.unwrap_or(1) - 1
    };
    let most = cap.map_or(AWAY.len() - 1, |word| if word < AWAY.len() { word } else { climb(word - AWAY.len()) });
    Some(climb(place).min(most))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_crosswalk_gives_what_direct_mappings_would(
        outcomes in prop::collection::vec(
            (0..COURSES.len(), prop::collection::vec((0..COMPETENCIES, 0..HOME.len()), 0..3)), 0..10),
        entries in prop::collection::vec(
            (0..COMPETENCIES, 0..COMPETENCIES, any::<bool>(), 0..4usize,
             prop::option::of(0..AWAY.len() + HOME.len())), 0..8),
    ) {
        let outcomes: Vec<Outcome> = outcomes;
        let home: Vec<(usize, Vec<String>)> = outcomes.iter().map(|(course, covers)| {
            let covers = covers.iter().map(|(at, level)| format!("{{ id = \"H-{at}\", level = \"{}\" }}", HOME[*level]));
            (*course, covers.collect())
        }).collect();
        let mut crossed = plan(&home) + &framework("home", "H", &HOME);
        for (from, to, reversed, relation, cap) in &entries {
            let (from, to) = (format!("H-{from}"), format!("away:A-{to}"));
            let (from, to) = if *reversed { (to, from) } else { (from, to) };
            let relation = RELATIONS[*relation];
            write!(crossed, "[[crosswalk]]\nfrom = \"{from}\"\nto = \"{to}\"\nrelation = \"{relation}\"\n").unwrap();
            if let Some(cap) = cap {
                writeln!(crossed, "level = \"{}\"", words()[*cap]).unwrap();
            }
        }
        let crossed = tree(&crossed, &framework("away", "A", &AWAY));
        let mut crossed = Curriculum::beside(&crossed, None, 1);
        prop_assert!(crossed.unresolved.is_empty(), "{:?}", crossed.unresolved);
        let away = FrameworkIx(1);
        let ways = ways_into(&crossed, away);
        prop_assert_eq!(ways.len(), entries.len());
        carry_over(&mut crossed, &ways);

        let direct: Vec<(usize, Vec<String>)> = outcomes.iter().map(|(course, covers)| {
            let mut named = Vec::new();
            for (competency, level) in covers {
                for entry in entries.iter().filter(|entry| entry.0 == *competency) {
                    if let Some(level) = level_across(entry, *level) {
                        named.push(format!("{{ id = \"A-{}\", level = \"{}\" }}", entry.1, AWAY[level]));
                    }
                }
            }
            (*course, named)
        }).collect();
        let direct = parse::tree_from_text("curriculum.toml", &(plan(&direct) + &framework("away", "A", &AWAY)));
        let direct = Curriculum::of(&direct);
        prop_assert!(direct.unresolved.is_empty(), "{:?}", direct.unresolved);

        let (through, straight) = (Coverage::of(&crossed, Scope::Plan), Coverage::of(&direct, Scope::Plan));
        for number in 0..COMPETENCIES as u32 {
            for stage in 0..2 {
                prop_assert_eq!(
                    through.at_end(CompetencyIx(COMPETENCIES as u32 + number), StageIx(stage)),
                    straight.at_end(CompetencyIx(number), StageIx(stage)),
                    "A-{} at the end of stage {}", number, stage
                );
            }
        }
        prop_assert_eq!(through.share(&crossed, away, None, 1), straight.share(&direct, FrameworkIx(0), None, 1));
    }
}

fn unresolved(curriculum: &Curriculum<'_>) -> Vec<(String, String)> {
    curriculum.unresolved.iter().map(|missed| (missed.key.clone(), missed.text.clone())).collect()
}

const PLAN: &str = r#"
gradus = 1
[curriculum]
id = "plan"
title = "Plan"
[framework]
id = "home"
title = "Home"
[[strand]]
id = "S"
title = "S"
[[strand.competency]]
id = "X"
statement = "In both"
"#;

const OTHER: &str = r#"
gradus = 1
[framework]
id = "other"
title = "Other"
levels = ["some", "all"]
[[strand]]
id = "T"
title = "T"
[[strand.competency]]
id = "X"
statement = "In both"
[[strand.competency]]
id = "Y"
statement = "Only here"
[[crosswalk]]
from = "X"
to = "home:X"
relation = "equal"
"#;

#[test]
fn what_leads_nowhere_is_reported_and_what_nobody_can_tell_is_not() {
    let entry = |from: &str, to: &str, more: &str| {
        let text = format!("[[crosswalk]]\nfrom = \"{from}\"\nto = \"{to}\"\nrelation = \"equal\"\n{more}\n");
        let tree = parse::tree_from_text("curriculum.toml", &(PLAN.to_owned() + &text));
        let curriculum = Curriculum::of(&tree);
        (unresolved(&curriculum), curriculum.crosswalk.len())
    };
    let missed = |key: &str, text: &str| vec![(key.to_owned(), text.to_owned())];
    assert_eq!(entry("X", "elsewhere:A", ""), (vec![], 0));
    assert_eq!(entry("X", "elsewhere:A", "level = \"some\""), (vec![], 0));
    assert_eq!(entry("home:Z", "elsewhere:A", ""), (missed("from", "home:Z"), 0));
    assert_eq!(entry("Z", "X", ""), (missed("from", "Z"), 0));
    assert_eq!(entry("X", "X", "level = \"some\""), (missed("level", "some"), 1));
}

#[test]
fn a_framework_beside_a_plan_changes_nothing_of_what_the_plan_says() {
    let plan = format!(
        "{PLAN}[[stage]]\nid = \"s\"\ntitle = \"S\"\n[[course]]\nid = \"C\"\ntitle = \"C\"\nstage = \"s\"\n[[course.outcome]]\ntext = \"Do it\"\ncovers = [\"X\", \"Y\"]\n"
    );
    let tree = tree(&plan, OTHER);
    let beside = Curriculum::beside(&tree, None, 1);
    // `X` is the plan's own, and `Y` is still nobody's.
    assert_eq!(unresolved(&beside), [("covers".to_owned(), "Y".to_owned())]);
    let covers = &beside.outcomes[0].covers;
    assert_eq!(covers.iter().map(|cover| cover.competency).collect::<Vec<_>>(), [CompetencyIx(0)]);
    // The entry in the framework's own file: its own `X` first.
    let crossing = &beside.crosswalk[0];
    assert_eq!((crossing.from, crossing.to), (CompetencyIx(1), CompetencyIx(0)));
}
