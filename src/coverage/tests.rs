//! Plans whose figures can be worked out by hand.

use std::sync::Arc;
use std::time::Instant;

use super::offer::Offers;
use super::paths::Limits;
use super::*;
use crate::model::{Curriculum, Tree};
use crate::parse::tree_from_text;

/// A plan with one competency `C` on a scale from 1 to 5, and the given stages, tracks and courses.
fn plan(body: &str) -> Tree {
    let text = format!(
        "gradus = 1
[curriculum]
id = 'p'
title = 'P'
[framework]
id = 'f'
title = 'F'
levels = ['one', 'two', 'three', 'four', 'five']
{body}
[[strand]]
id = 'st'
title = 'S'
[[strand.competency]]
id = 'C'
statement = 'x'
"
    );
    let tree = tree_from_text("plan.toml", &text);
    let problems: Vec<_> = tree.files.iter().flat_map(|file| &file.blocks).flat_map(|block| &block.problems).collect();
    assert!(problems.is_empty(), "{problems:?}");
    tree
}

/// A course that covers `C` at a level, with further keys.
fn course(id: &str, stage: &str, level: &str, keys: &str) -> String {
    format!(
        "[[course]]\nid = '{id}'\ntitle = 'T'\nstage = '{stage}'\n{keys}\n[[course.outcome]]\ntext = 'o'\ncovers = ['C']\nlevel = '{level}'\n"
    )
}

/// Guaranteed, with electives, possible at a point of a plan.
fn at(tree: &Tree, scope: Option<&str>, point: &str) -> (u8, u8, u8) {
    let curriculum = Curriculum::of(tree);
    assert!(curriculum.unresolved.is_empty(), "{:?}", curriculum.unresolved);
    let scope = scope.map_or(Scope::Plan, |track| Scope::Track(curriculum.track_named(track).unwrap()));
    let coverage = Coverage::of(&curriculum, scope);
    let number = coverage.points.iter().position(|each| each.id == point).unwrap();
    let figures = coverage.at(CompetencyIx(0), number);
    (figures.guaranteed.0, figures.with_electives.0, figures.possible.0)
}

fn stage(id: &str, after: &str) -> String {
    format!("[[stage]]\nid = '{id}'\ntitle = 'S'\nafter = [{after}]\n")
}

fn track(id: &str, stage: &str, keys: &str) -> String {
    format!("[[track]]\nid = '{id}'\ntitle = 'T'\nstage = '{stage}'\n{keys}\n")
}

#[test]
fn alternative_stages_guarantee_what_both_give() {
    // School gives 1. Then the general way gives 4, the vocational one 2; whoever studies has come by one of
    // them: 2 for sure, 4 perhaps.
    let body = [
        stage("school", ""),
        stage("general", "'school'"),
        stage("vocational", "'school'"),
        stage("bachelor", "'general', 'vocational'"),
        course("a", "school", "one", ""),
        course("b", "general", "four", ""),
        course("c", "vocational", "two", ""),
    ];
    let tree = plan(&body.concat());
    assert_eq!(at(&tree, None, "school"), (1, 1, 1));
    assert_eq!(at(&tree, None, "general"), (4, 4, 4));
    assert_eq!(at(&tree, None, "vocational"), (2, 2, 2));
    assert_eq!(at(&tree, None, "bachelor"), (2, 2, 4));
}

#[test]
fn levels_never_fall_and_entry_brings_nothing_along() {
    // The second stage teaches less than the first: what was reached is held. The third may also be entered from
    // outside, and gives 1 itself.
    let body = [
        stage("a", ""),
        stage("b", "'a'"),
        stage("c", "'b'") + "entry = true\n",
        course("x", "a", "three", ""),
        course("y", "b", "two", ""),
        course("z", "c", "one", ""),
    ];
    let tree = plan(&body.concat());
    assert_eq!(at(&tree, None, "b"), (3, 3, 3));
    assert_eq!(at(&tree, None, "c"), (1, 1, 3));
}

#[test]
fn a_set_of_tracks_guarantees_its_lowest_track() {
    // Majors give 3 and 2; the course of both gives 2 to each; a minor may be left out.
    let body = [
        stage("s", ""),
        track("t1", "s", ""),
        track("t2", "s", ""),
        track("minor", "s", "set = 'minor'\noptional = true"),
        course("a", "s", "three", "tracks = ['t1']"),
        course("both", "s", "two", "tracks = ['t1', 't2']"),
        course("m", "s", "five", "tracks = ['minor']"),
    ];
    let tree = plan(&body.concat());
    assert_eq!(at(&tree, None, "s"), (2, 2, 5));
    assert_eq!(at(&tree, Some("t1"), "s"), (3, 3, 5));
    assert_eq!(at(&tree, Some("minor"), "s"), (5, 5, 5));
}

#[test]
fn a_set_that_must_be_chosen_from_counts_beside_another() {
    // One of each set: the first gives 1 or 2, the second 3 or 4. The least is 3, for 1 and 2 are below it.
    let body = [
        stage("s", ""),
        track("t1", "s", "set = 'a'"),
        track("t2", "s", "set = 'a'"),
        track("u1", "s", "set = 'b'"),
        track("u2", "s", "set = 'b'"),
        course("c1", "s", "one", "tracks = ['t1']"),
        course("c2", "s", "two", "tracks = ['t2']"),
        course("c3", "s", "three", "tracks = ['u1']"),
        course("c4", "s", "four", "tracks = ['u2']"),
    ];
    assert_eq!(at(&plan(&body.concat()), None, "s"), (3, 3, 4));
}

fn group_of(keys: &str) -> Tree {
    let body = [
        stage("s", ""),
        format!("[[stage.elective]]\nid = 'g'\n{keys}\n"),
        course("low", "s", "one", "elective = 'g'\ncredits = 2"),
        course("middle", "s", "two", "elective = 'g'\ncredits = 3"),
        course("high", "s", "four", "elective = 'g'\ncredits = 3"),
    ];
    plan(&body.concat())
}

#[test]
fn a_group_guarantees_what_the_lower_courses_cannot_fill() {
    // Levels 1, 2 and 4: whoever picks two has at least one of the upper two.
    assert_eq!(at(&group_of(""), None, "s"), (1, 4, 4));
    assert_eq!(at(&group_of("pick = 2"), None, "s"), (2, 4, 4));
    assert_eq!(at(&group_of("pick = 3"), None, "s"), (4, 4, 4));
    assert_eq!(at(&group_of("pick = 4"), None, "s"), (4, 4, 4));
    assert_eq!(at(&group_of("pick = 0"), None, "s"), (0, 4, 0));
    // 2, 3 and 3 credits: the lowest fills 2, the lower two fill 5.
    assert_eq!(at(&group_of("credits = 2"), None, "s"), (1, 4, 4));
    assert_eq!(at(&group_of("credits = 4"), None, "s"), (2, 4, 4));
    assert_eq!(at(&group_of("credits = 6"), None, "s"), (4, 4, 4));
    assert_eq!(at(&group_of("credits = 60"), None, "s"), (4, 4, 4));
    // Filled from elsewhere.
    assert_eq!(at(&group_of("pick = 3\nopen = true"), None, "s"), (0, 4, 4));
}

#[test]
fn a_stage_group_offers_a_track_its_own_courses_only() {
    // Learners of t1 choose among 3 and 5, those of t2 among 1 and 3.
    let body = [
        stage("s", ""),
        "[[stage.elective]]\nid = 'g'\n".to_owned(),
        track("t1", "s", ""),
        track("t2", "s", ""),
        course("a", "s", "three", "elective = 'g'"),
        course("b", "s", "five", "elective = 'g'\ntracks = ['t1']"),
        course("c", "s", "one", "elective = 'g'\ntracks = ['t2']"),
    ];
    let tree = plan(&body.concat());
    assert_eq!(at(&tree, Some("t1"), "s"), (3, 5, 5));
    assert_eq!(at(&tree, Some("t2"), "s"), (1, 3, 3));
    assert_eq!(at(&tree, None, "s"), (1, 3, 5));
}

#[test]
fn a_group_of_a_track_is_for_its_learners() {
    let body = [
        stage("s", ""),
        track("t1", "s", "[[track.elective]]\nid = 'g'"),
        track("t2", "s", ""),
        course("a", "s", "three", "elective = 'g'"),
    ];
    let tree = plan(&body.concat());
    assert_eq!(at(&tree, Some("t1"), "s"), (3, 3, 3));
    assert_eq!(at(&tree, Some("t2"), "s"), (0, 0, 0));
    assert_eq!(at(&tree, None, "s"), (0, 0, 3));
}

#[test]
fn a_course_of_a_group_is_one_course_however_it_stands_there() {
    // For learners of t and u the course stands in the group twice, by its own keys and by its place. Were it two
    // courses, picking two would be to take it alone: level 1. In truth the other one is taken too.
    let body = [
        stage("s", ""),
        "[[stage.elective]]\nid = 'g'\npick = 2\n".to_owned(),
        track("t", "s", "set = 'a'"),
        track("u", "s", "set = 'b'"),
        "[[course]]\nid = 'x'\ntitle = 'T'\nstage = 's'\ntracks = ['t']\nelective = 'g'\n[[course.place]]\ntracks = ['u']\n[[course.outcome]]\ntext = 'o'\ncovers = ['C']\nlevel = 'one'\n"
            .to_owned(),
        course("y", "s", "three", "elective = 'g'"),
    ];
    assert_eq!(at(&plan(&body.concat()), None, "s"), (3, 3, 3));
}

#[test]
fn points_in_the_middle_count_what_is_taught_by_then() {
    // Years 5 and 6 of the stage. The unit of year 5 gives 2, that of year 6 gives 3; a course without years
    // counts at the end only.
    let body = [
        "[[stage]]\nid = 's'\ntitle = 'S'\nfirst-year = 5\nyears = 2\nas = [{ id = 'mid', year = 5 }, 'end']\n".to_owned(),
        "[[course]]\nid = 'a'\ntitle = 'T'\nstage = 's'\nyear = [5, 6]\n[[course.unit]]\ntitle = 'U'\nyear = 5\n[[course.unit.outcome]]\ntext = 'o'\ncovers = ['C']\nlevel = 'two'\n[[course.unit]]\ntitle = 'V'\n[[course.unit.outcome]]\ntext = 'o'\ncovers = ['C']\nlevel = 'three'\n".to_owned(),
        course("b", "s", "four", ""),
    ];
    let tree = plan(&body.concat());
    assert_eq!(at(&tree, None, "mid"), (2, 2, 2));
    assert_eq!(at(&tree, None, "end"), (4, 4, 4));
}

#[test]
fn a_track_after_another_is_for_those_who_took_it() {
    // Art (4) leads to painting (1) or design (2), science (1) to design only; painting needs art.
    let body = [
        stage("school", ""),
        stage("college", "'school'"),
        track("art", "school", ""),
        track("science", "school", ""),
        track("painting", "college", "after = ['art']"),
        track("design", "college", ""),
        course("a", "school", "four", "tracks = ['art']"),
        course("b", "school", "one", "tracks = ['science']"),
        course("c", "college", "one", "tracks = ['painting']"),
        course("d", "college", "two", "tracks = ['design']"),
    ];
    let tree = plan(&body.concat());
    // The least is science with design: 2. Without the condition science with painting would give 1.
    assert_eq!(at(&tree, None, "college"), (2, 2, 4));
    // Painters have all been through art, and so have been at 4 in school already.
    assert_eq!(at(&tree, Some("painting"), "college"), (4, 4, 4));
    assert_eq!(at(&tree, Some("painting"), "school"), (4, 4, 4));
    assert_eq!(at(&tree, Some("design"), "school"), (1, 1, 4));
}

#[test]
fn a_place_stands_for_its_tracks_only() {
    // Compulsory for all but t2, whose learners may leave it for a course that gives nothing.
    let body = [
        stage("s", ""),
        "[[stage.elective]]\nid = 'g'\n".to_owned(),
        track("t1", "s", ""),
        track("t2", "s", ""),
        "[[course]]\nid = 'x'\ntitle = 'T'\nstage = 's'\n[[course.place]]\ntracks = ['t2']\nelective = 'g'\n[[course.outcome]]\ntext = 'o'\ncovers = ['C']\nlevel = 'three'\n".to_owned(),
        "[[course]]\nid = 'y'\ntitle = 'T'\nstage = 's'\nelective = 'g'\n".to_owned(),
    ];
    let tree = plan(&body.concat());
    assert_eq!(at(&tree, Some("t1"), "s"), (3, 3, 3));
    assert_eq!(at(&tree, Some("t2"), "s"), (0, 3, 3));
}

#[test]
fn stages_no_learner_of_the_scope_passes_are_not_reached() {
    let body = [
        stage("a", ""),
        stage("b", "'a'"),
        stage("c", "'a'"),
        stage("lost", "'lost'"),
        track("t", "b", ""),
        course("x", "c", "three", ""),
    ];
    let tree = plan(&body.concat());
    let curriculum = Curriculum::of(&tree);
    let reached = |scope| {
        let coverage = Coverage::of(&curriculum, scope);
        (0..coverage.points.len())
            .filter(|point| coverage.reached(*point))
            .map(|point| coverage.points[point].id.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(reached(Scope::Plan), ["a", "b", "c"]);
    assert_eq!(reached(Scope::Track(TrackIx(0))), ["a", "b"]);
    assert_eq!(at(&tree, Some("t"), "c"), (0, 0, 0));
}

#[test]
fn a_mapping_without_level_counts_as_the_lowest() {
    let tree = plan(
        &[
            stage("s", ""),
            "[[course]]\nid = 'x'\ntitle = 'T'\nstage = 's'\n[[course.outcome]]\ntext = 'o'\ncovers = ['C']\n"
                .to_owned(),
        ]
        .concat(),
    );
    assert_eq!(at(&tree, None, "s"), (1, 1, 1));
}

#[test]
fn a_witness_names_the_choices_that_matter() {
    let body = [
        stage("school", ""),
        stage("college", "'school'"),
        "[[stage.elective]]\nid = 'g'\n".to_owned(),
        track("t1", "college", ""),
        track("t2", "college", ""),
        course("a", "school", "one", ""),
        course("b", "college", "two", "elective = 'g'"),
        course("c", "college", "three", "elective = 'g'"),
        course("d", "college", "four", "tracks = ['t1']"),
    ];
    let tree = plan(&body.concat());
    let curriculum = Curriculum::of(&tree);
    let coverage = Coverage::of(&curriculum, Scope::Plan);
    let witness = coverage.witness(&curriculum, CompetencyIx(0), 1).unwrap();
    let step = |stage: &str, tracks: &[&str], electives: &[(&str, &[&str])]| Step {
        stage: stage.into(),
        tracks: tracks.iter().copied().map(String::from).collect(),
        electives: electives
            .iter()
            .map(|(group, courses)| ((*group).into(), courses.iter().copied().map(String::from).collect()))
            .collect(),
    };
    assert_eq!(witness.steps, [step("school", &[], &[]), step("college", &["t2"], &[("g", &["b"])])]);
}

#[test]
fn behind_a_cell_stand_its_outcomes_and_those_that_lead_to_it() {
    let body = [
        stage("school", ""),
        stage("college", "'school'"),
        stage("elsewhere", "'school'"),
        "[[stage.elective]]\nid = 'g'\n".to_owned(),
        track("t", "college", ""),
        course("a", "school", "one", ""),
        course("b", "college", "two", "tracks = ['t']"),
        course("c", "elsewhere", "three", "elective = 'g'"),
    ];
    let tree = plan(&body.concat());
    let curriculum = Curriculum::of(&tree);
    let college = curriculum.stage_named("college").unwrap();
    let found = behind(&curriculum, CompetencyIx(0), college);
    let levels: Vec<(u8, bool, bool)> =
        found.iter().map(|behind| (behind.level.0, behind.compulsory, behind.for_all())).collect();
    assert_eq!(levels, [(2, true, false), (1, true, true)]);
}

#[test]
fn shares_count_what_is_expected() {
    let text = "gradus = 1
[framework]
id = 'f'
title = 'F'
[curriculum]
id = 'p'
title = 'P'
[[stage]]
id = 's'
title = 'S'
[[course]]
id = 'x'
title = 'T'
stage = 's'
[[course.outcome]]
text = 'o'
covers = ['A', 'B', 'C']
level = 'reinforce'
[[strand]]
id = 'one'
title = 'O'
[[strand.competency]]
id = 'A'
statement = 'a'
expect = { s = 'introduce' }
[[strand.competency]]
id = 'B'
statement = 'b'
expect = { s = 'master' }
[[strand]]
id = 'two'
title = 'T'
[[strand.competency]]
id = 'C'
statement = 'c'
";
    let tree = tree_from_text("plan.toml", text);
    let curriculum = Curriculum::of(&tree);
    let coverage = Coverage::of(&curriculum, Scope::Plan);
    let share = |strand| coverage.share(&curriculum, FrameworkIx(0), strand, 0);
    assert_eq!((share(None), share(Some(0)), share(Some(1))), ((1, 2), (1, 2), (0, 0)));
}

/// Three stages, each with two sets of three tracks that ask for their like in the stage before.
fn entangled() -> Tree {
    // Whoever keeps to the first, second or third tracks meets a 5 in one of the stages.
    let levels = [["five", "one", "one"], ["one", "five", "one"], ["one", "one", "five"]];
    let mut body = String::new();
    for (number, levels) in levels.iter().enumerate() {
        let before = if number > 0 { format!("'s{}'", number - 1) } else { String::new() };
        body += &stage(&format!("s{number}"), &before);
        for set in ["a", "b"] {
            for (place, level) in levels.iter().enumerate() {
                let after = if number > 0 { format!("'{set}{}{place}'", number - 1) } else { String::new() };
                let id = format!("{set}{number}{place}");
                body += &track(&id, &format!("s{number}"), &format!("set = '{set}'\nafter = [{after}]"));
                body += &course(&format!("c{id}"), &format!("s{number}"), level, &format!("tracks = ['{id}']"));
            }
        }
    }
    plan(&body)
}

/// A group in which learners of each combination of tracks find other courses.
fn group_over_two_sets() -> Tree {
    let body = [
        stage("s", ""),
        "[[stage.elective]]\nid = 'g'\npick = 2\n".to_owned(),
        track("a1", "s", "set = 'a'"),
        track("a2", "s", "set = 'a'"),
        track("b1", "s", "set = 'b'"),
        course("x", "s", "two", "tracks = ['a1']\nelective = 'g'"),
        course("y", "s", "three", "tracks = ['a2']\nelective = 'g'"),
        course("z", "s", "one", "tracks = ['b1']\nelective = 'g'"),
    ];
    plan(&body.concat())
}

#[test]
fn where_too_much_would_have_to_be_told_apart_figures_are_bounds() {
    let figures_of = |tree: &Tree, limits| {
        let curriculum = Curriculum::of(tree);
        let coverage = Coverage::with_offers(&curriculum, Scope::Plan, Arc::new(Offers::new(&curriculum)), limits);
        let figures = coverage.at(CompetencyIx(0), coverage.points.len() - 1);
        (figures.guaranteed.0, figures.possible.0)
    };
    let (tree, usual) = (entangled(), Limits::USUAL);
    assert_eq!(figures_of(&tree, usual), (5, 5));
    // Taken together, learners seem free to go from any track to any other, and so past every 5.
    assert_eq!(figures_of(&tree, Limits { states: 1, ..usual }), (1, 5));
    assert_eq!(figures_of(&tree, Limits { ways: 1, ..usual }), (1, 5));
    assert_eq!(figures_of(&tree, Limits { classes: 1, ..usual }), (1, 5));
    // Who picks two of two takes both: 2 and 1, or 3 and 1.
    let tree = group_over_two_sets();
    assert_eq!(figures_of(&tree, usual), (2, 3));
    assert_eq!(figures_of(&tree, Limits { combinations: 1, ..usual }), (0, 3));
}

#[test]
fn a_long_chain_of_stages_and_tracks_is_no_harder_than_its_length() {
    let mut body = String::new();
    for number in 0..2_000 {
        let before = if number > 0 { format!("'s{}'", number - 1) } else { String::new() };
        body += &stage(&format!("s{number}"), &before);
        for place in 0..2 {
            let after = if number > 0 { format!("'t{}-{place}'", number - 1) } else { String::new() };
            body += &track(&format!("t{number}-{place}"), &format!("s{number}"), &format!("after = [{after}]"));
        }
    }
    body += &course("x", "s1999", "two", "tracks = ['t1999-1']");
    let tree = plan(&body);
    let started = Instant::now();
    assert_eq!(at(&tree, None, "s1999"), (0, 0, 2));
    assert_eq!(at(&tree, Some("t1999-1"), "s1999"), (2, 2, 2));
    assert!(started.elapsed().as_secs() < 20, "took {:?}", started.elapsed());
}
