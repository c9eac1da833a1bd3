#![allow(clippy::float_cmp, reason = "these figures are exact")]

use std::time::{Duration, Instant};

use super::*;
use crate::model::Curriculum;
use crate::parse;

fn edge(from: u32, to: u32, kind: Kind) -> Requisite {
    Requisite { from, to, kind, certain: true }
}

fn graph(courses: usize, edges: impl IntoIterator<Item = (u32, u32)>) -> Graph {
    let courses = (0..courses).map(|index| Vertex::new(format!("C{index}"), "")).collect();
    Graph::new(courses, edges.into_iter().map(|(from, to)| edge(from, to, Kind::Prerequisite)))
}

fn ids(graph: &Graph, courses: &[u32]) -> String {
    courses.iter().map(|course| graph.course(*course).id.as_str()).collect::<Vec<_>>().join(" ")
}

/// A ladder: two courses per rung, each requiring both of the rung below.
fn ladder(rungs: u32) -> Graph {
    let edges = (1..rungs)
        .flat_map(|rung| [(0, 0), (0, 1), (1, 0), (1, 1)].map(|(from, to)| ((rung - 1) * 2 + from, rung * 2 + to)));
    graph(rungs as usize * 2, edges)
}

fn quickly(figures: impl FnOnce() -> Analysis) -> Analysis {
    let start = Instant::now();
    let analysis = figures();
    let taken = start.elapsed();
    assert!(taken < Duration::from_secs(2), "{taken:?}");
    analysis
}

/// A→C, B→C, D→C (co-requisite), C→E, D→F; G and H by themselves.
fn eight() -> Graph {
    let courses = "ABCDEFGH".chars().map(|id| Vertex::new(id, "")).collect();
    let edges = [(0, 2), (1, 2), (2, 4), (3, 5)].map(|(from, to)| edge(from, to, Kind::Prerequisite));
    Graph::new(courses, edges.into_iter().chain([edge(3, 2, Kind::Corequisite)]))
}

#[test]
fn eight_courses_worked_out_by_hand() {
    let analysis = Analysis::of(&eight());
    let totals = &analysis.totals;
    assert_eq!((totals.blocking, totals.delay, totals.complexity), (8, 19, 27.0));
    assert_eq!((totals.centrality, totals.requisites, totals.rigidity), (9.0, 5, 0.625));
    // A, B, D reach C and E; D reaches F; C reaches E: 8 of 28 pairs.
    assert!((totals.reachability - 8.0 / 28.0).abs() < 1e-12);
    let of = |index: usize| {
        let course = &analysis.courses[index];
        (course.blocking, course.delay, course.reachable_to, course.reach, course.requires, course.required_by)
    };
    assert_eq!(of(0), (2, 3, 0, 2, 0, 1));
    assert_eq!(of(2), (1, 3, 3, 4, 3, 1));
    assert_eq!(of(3), (3, 3, 0, 3, 0, 2));
    assert_eq!(of(6), (0, 1, 0, 0, 0, 0));
    assert_eq!((analysis.longest.length, analysis.longest.count), (3, 3.0));
    assert_eq!(analysis.longest.paths, [[0, 2, 4], [1, 2, 4], [3, 2, 4]]);
    assert_eq!(analysis.bottlenecks, [2]);
    assert!(analysis.redundant.is_empty() && analysis.cycles.is_empty() && analysis.together.is_empty());
}

#[test]
fn a_quarter_system_counts_two_thirds_of_each_course() {
    let mut graph = eight();
    graph.system = System::Quarter;
    let analysis = Analysis::of(&graph);
    // 5, 5, 4, 6, 3, 2, 1, 1 by course.
    let complexities: Vec<f64> = analysis.courses.iter().map(|course| course.complexity).collect();
    assert_eq!(complexities, [3.3, 3.3, 2.7, 4.0, 2.0, 1.3, 0.7, 0.7]);
    assert_eq!(analysis.totals.complexity, 18.0);
    assert_eq!(analysis.totals.delay, 19);
}

#[test]
fn a_ladder_has_a_million_paths_and_is_not_walked() {
    let graph = ladder(20);
    let analysis = quickly(|| Analysis::of(&graph));
    assert_eq!(graph.courses.len(), 40);
    let paths = f64::from(1 << 20);
    assert_eq!(analysis.longest.count, paths);
    assert_eq!((analysis.longest.length, analysis.longest.paths.len()), (20, 5));
    // Half of all paths, of 20 courses each, lead through each course that is neither first nor last.
    assert!(analysis.courses[2..38].iter().all(|course| course.centrality == paths / 2.0 * 20.0));
    assert_eq!(analysis.courses[0].centrality, 0.0);
    assert_eq!(analysis.totals.delay, 800);
    assert_eq!(analysis.totals.blocking, (0..20).map(|rung| rung * 2 * 2).sum::<u64>());
    assert!(analysis.redundant.is_empty());
}

#[test]
fn figures_that_no_number_holds_stay_finite() {
    let analysis = Analysis::of(&ladder(2_000));
    assert!(analysis.courses.iter().all(|course| course.centrality.is_finite()));
    assert_eq!(analysis.totals.centrality, f64::MAX);
    assert_eq!(analysis.longest.count, f64::MAX);
}

#[test]
fn a_chain_of_five_thousand() {
    let graph = graph(5_000, (1..5_000).map(|index| (index - 1, index)));
    let analysis = quickly(|| Analysis::of(&graph));
    assert_eq!(analysis.totals.blocking, 5_000 * 4_999 / 2);
    assert_eq!(analysis.totals.delay, 5_000 * 5_000);
    assert_eq!(analysis.totals.centrality, 4_998.0 * 5_000.0);
    assert_eq!(analysis.courses[1_234].reachable_to, 1_234);
    assert_eq!(analysis.totals.reachability, 1.0);
    assert_eq!(analysis.longest.paths[0].len(), 5_000);
}

#[test]
fn a_cycle_is_told_of_and_counts_as_one_block() {
    // 0 → (1 ⇄ 2) → 3, and 4 requires itself.
    let graph = graph(5, [(0, 1), (1, 2), (2, 1), (2, 3), (4, 4)]);
    let analysis = Analysis::of(&graph);
    assert_eq!(analysis.cycles, [vec![1, 2], vec![4]]);
    assert!(analysis.together.is_empty());
    let blocking: Vec<u64> = analysis.courses.iter().map(|course| course.blocking).collect();
    assert_eq!(blocking, [3, 2, 2, 0, 0]);
    let delay: Vec<u64> = analysis.courses.iter().map(|course| course.delay).collect();
    assert_eq!(delay, [4, 4, 4, 4, 1]);
    assert_eq!((analysis.courses[1].centrality, analysis.courses[2].centrality), (4.0, 4.0));
    assert_eq!(analysis.longest.paths, [[0, 1, 2, 3]]);
    assert_eq!(analysis.totals.reachability, 0.6);
}

#[test]
fn courses_alongside_each_other_are_no_cycle() {
    let courses = (0..3).map(|index| Vertex::new(format!("C{index}"), "")).collect();
    let edges = [edge(0, 1, Kind::Corequisite), edge(1, 0, Kind::StrictCorequisite), edge(1, 2, Kind::Prerequisite)];
    let analysis = Analysis::of(&Graph::new(courses, edges));
    assert!(analysis.cycles.is_empty());
    assert_eq!(analysis.together, [[0, 1]]);
    assert_eq!(analysis.courses[0].blocking, 2);
}

#[test]
fn prerequisites_that_follow_from_others() {
    let redundant = |graph: &Graph| -> Vec<String> {
        let told = Analysis::of(graph).redundant;
        told.iter().map(|found| ids(graph, &[found.course, found.requires, found.via])).collect()
    };
    assert_eq!(redundant(&graph(3, [(0, 1), (1, 2), (0, 2)])), ["C2 C0 C1"]);
    assert!(redundant(&graph(4, [(0, 1), (0, 2), (1, 3), (2, 3)])).is_empty());
    // A long way round, over more than one word of bits.
    let long = graph(200, (1..200).map(|index| (index - 1, index)).chain([(3, 150), (70, 72)]));
    assert_eq!(redundant(&long), ["C150 C3 C4", "C72 C70 C71"]);
    // What may be left undone implies nothing, and co-requisites only let both be taken in one term.
    let three = || (0..3).map(|index| Vertex::new(format!("C{index}"), "")).collect();
    let direct = |kind| [edge(0, 1, Kind::Prerequisite), edge(1, 2, Kind::Prerequisite), edge(0, 2, kind)];
    let mut optional = direct(Kind::Prerequisite);
    optional[1].certain = false;
    assert!(redundant(&Graph::new(three(), optional)).is_empty());
    let mut weak = direct(Kind::Prerequisite);
    (weak[0].kind, weak[1].kind) = (Kind::Corequisite, Kind::Corequisite);
    assert!(redundant(&Graph::new(three(), weak)).is_empty());
    weak[1].kind = Kind::Prerequisite;
    assert_eq!(redundant(&Graph::new(three(), weak)), ["C2 C0 C1"]);
    assert_eq!(redundant(&Graph::new(three(), direct(Kind::Corequisite))), ["C2 C0 C1"]);
    assert!(redundant(&Graph::new(three(), direct(Kind::StrictCorequisite))).is_empty());
}

#[test]
fn one_edge_from_one_course_to_another() {
    let two = (0..2).map(|index| Vertex::new(format!("C{index}"), "")).collect();
    let graph = Graph::new(
        two,
        [edge(0, 1, Kind::Corequisite), edge(0, 1, Kind::Prerequisite), edge(0, 9, Kind::Prerequisite)],
    );
    assert_eq!(graph.requisites(), [edge(0, 1, Kind::Prerequisite)]);
}

#[test]
fn distances_and_credits_per_term() {
    let mut graph = graph(4, [(0, 1), (1, 2), (0, 2)]);
    let stand = [(Some((1, 1)), 6.0), (Some((2, 3)), 4.0), (Some((5, 5)), 2.0), (None, 3.0)];
    for (course, (terms, credits)) in graph.courses.iter_mut().zip(stand) {
        course.terms = terms.map(|(first, last)| Stretch { first, last });
        course.credits = Some(credits);
    }
    let analysis = Analysis::of(&graph);
    let distances: Vec<Option<i64>> = analysis.courses.iter().map(|course| course.requisite_distance).collect();
    assert_eq!(distances, [Some(0), Some(1), Some(6), None]);
    assert_eq!(analysis.totals.requisite_distance, Some(7));
    let balance = analysis.balance.unwrap();
    assert_eq!(balance.credits, [6.0, 2.0, 2.0, 0.0, 2.0]);
    assert_eq!((balance.min(), balance.max(), balance.mean(), balance.unplaced), (0.0, 6.0, 2.4, 1));
    assert!((balance.deviation() - 3.84f64.sqrt()).abs() < 1e-12);
}

#[test]
fn taking_away_courses_and_requisites() {
    let graph = graph(4, [(0, 1), (1, 2), (2, 3)]);
    let without = graph.without_course(1);
    assert_eq!(without.courses.iter().map(|course| course.id.as_str()).collect::<Vec<_>>(), ["C0", "C2", "C3"]);
    assert_eq!(without.requisites(), [edge(1, 2, Kind::Prerequisite)]);
    assert_eq!(graph.without_requisite(1, 2).requisites().len(), 2);
}

const PLAN: &str = r#"
gradus = 1
[curriculum]
id = "p"
title = "P"
[[stage]]
id = "school"
years = 2
[[stage]]
id = "college"
after = ["school"]
years = 2
terms = 2
[[stage.elective]]
id = "either"
pick = 1
[[track]]
id = "product"
stage = "college"
[[track]]
id = "visual"
stage = "college"
[[course]]
id = "S"
stage = "school"
year = 1
[[course]]
id = "BASE"
stage = "college"
year = 1
term = 1
credits = 4
requires = ["S"]
[[course]]
id = "P1"
stage = "college"
tracks = ["product"]
year = 1
term = 2
credits = 3
requires = ["BASE"]
[[course]]
id = "V1"
stage = "college"
tracks = ["visual"]
requires = ["BASE"]
[[course]]
id = "NEXT"
stage = "college"
year = 2
requires = [{ pick = 1, of = ["P1", "V1", "S"] }]
  [[course.place]]
  tracks = ["visual"]
  requires = ["V1", "BASE"]
[[course]]
id = "E1"
stage = "college"
elective = "either"
year = 2
term = 2
credits = 2
alongside = [{ id = "NEXT", same-term = true }]
[[course]]
id = "E2"
stage = "college"
elective = "either"
year = 2
term = 2
credits = 4
"#;

fn edges(graph: &Graph) -> Vec<String> {
    graph.requisites().iter().map(|edge| ids(graph, &[edge.from, edge.to])).collect()
}

#[test]
fn a_plan_and_its_tracks() {
    let tree = parse::tree_from_text("p.toml", PLAN);
    let curriculum = Curriculum::of(&tree);
    let whole = of_plan(&curriculum, Options::First);
    assert_eq!(edges(&whole), ["S BASE", "BASE P1", "BASE V1", "BASE NEXT", "P1 NEXT", "V1 NEXT", "NEXT E1"]);
    // S runs through both years of one term; BASE stands in the first term after the school's two.
    assert_eq!(whole.courses[1].terms, Some(Stretch { first: 3, last: 3 }));
    assert!(Analysis::of(&whole).balance.is_none());

    let track = |id, options| of_track(&curriculum, curriculum.track_named(id).unwrap(), options).unwrap();
    let product = track("product", Options::First);
    assert_eq!(edges(&product), ["BASE P1", "P1 NEXT", "NEXT E1"]);
    assert_eq!(product.courses.iter().map(|course| course.share).collect::<Vec<_>>(), [1.0, 1.0, 1.0, 0.5, 0.5]);
    assert_eq!(product.term_name(3), "year 2, term 1");
    let balance = Analysis::of(&product).balance.unwrap();
    assert_eq!((balance.first_term, balance.credits), (1, vec![4.0, 3.0, 0.0, 3.0]));
    // For learners of the other track, the place of its own holds.
    let visual = track("visual", Options::First);
    assert_eq!(edges(&visual), ["BASE V1", "BASE NEXT", "V1 NEXT", "NEXT E1"]);
    assert_eq!(Analysis::of(&visual).redundant.len(), 1);
}

#[test]
fn all_options_or_the_first_that_learners_have() {
    let text = r#"
[[stage]]
id = "s"
[[track]]
id = "t"
stage = "s"
[[track]]
id = "u"
stage = "s"
[[course]]
id = "A"
stage = "s"
tracks = ["u"]
[[course]]
id = "B"
stage = "s"
[[course]]
id = "C"
stage = "s"
[[course]]
id = "D"
stage = "s"
requires = [{ pick = 1, of = ["A", { all = ["B", "C"] }] }]
"#;
    let tree = parse::tree_from_text("p.toml", text);
    let curriculum = Curriculum::of(&tree);
    assert_eq!(edges(&of_plan(&curriculum, Options::First)), ["A D"]);
    assert_eq!(edges(&of_plan(&curriculum, Options::All)), ["A D", "B D", "C D"]);
    let t = curriculum.track_named("t").unwrap();
    assert_eq!(edges(&of_track(&curriculum, t, Options::First).unwrap()), ["B D", "C D"]);
}

#[test]
fn absurd_years_do_no_harm() {
    for year in [i64::MIN, -1, 0, 9_000, i64::MAX] {
        let text = format!(
            "[[stage]]\nid = \"s\"\nfirst-year = {}\nyears = {year}\nterms = {year}\n[[course]]\nid = \"A\"\nstage = \"s\"\n\
             year = {year}\nterm = {year}\nterms = {year}\ncredits = 3\n[[course]]\nid = \"B\"\nstage = \"s\"\nyear = 1\n\
             credits = 1\nrequires = [\"A\"]\n[[track]]\nid = \"t\"\nstage = \"s\"\n",
            year.saturating_neg(),
        );
        let tree = parse::tree_from_text("p.toml", &text);
        let curriculum = Curriculum::of(&tree);
        let track = of_track(&curriculum, curriculum.track_named("t").unwrap(), Options::First).unwrap();
        for graph in [of_plan(&curriculum, Options::First), track] {
            let analysis = Analysis::of(&graph);
            assert_eq!(analysis.totals.blocking, 1, "{year}");
            if let Some(balance) = analysis.balance {
                let _: String = graph.term_name(balance.first_term);
            }
            let _: (String, String) = (graph.term_name(year), graph.term_name(i64::MIN));
        }
    }
}

#[test]
fn a_group_filled_by_credits_counts_in_shares() {
    let text = r#"
[[stage]]
id = "s"
[[stage.elective]]
id = "e"
credits = 6
[[stage.elective]]
id = "f"
pick = 1
[[course]]
id = "A"
stage = "s"
elective = "e"
credits = 3
[[course]]
id = "B"
stage = "s"
elective = ["e", "f"]
credits = 9
"#;
    let tree = parse::tree_from_text("p.toml", text);
    let graph = of_plan(&Curriculum::of(&tree), Options::First);
    // 6 of 12 credits; and B besides is the only one of its other group.
    assert_eq!(graph.courses.iter().map(|course| course.share).collect::<Vec<_>>(), [0.5, 1.0]);
    assert_eq!(Analysis::of(&graph).totals.credits, 10.5);
}

/// Paths, listed: what must come out for graphs small enough.
mod oracle {
    use proptest::prelude::*;

    use super::*;

    /// Edges lead from lower to higher places, so there is no cycle.
    fn graphs() -> impl Strategy<Value = Graph> {
        let edge = (0u32..9, 1u32..9, 0..3, prop::bool::weighted(0.8)).prop_map(|(from, step, kind, certain)| {
            let kind = [Kind::Corequisite, Kind::StrictCorequisite, Kind::Prerequisite][kind as usize];
            Requisite { from, to: from + step, kind, certain }
        });
        prop::collection::vec(edge, 0..22)
            .prop_map(|edges| Graph::new((0..9).map(|index| Vertex::new(format!("C{index}"), "")).collect(), edges))
    }

    fn next(graph: &Graph, course: u32) -> impl Iterator<Item = Requisite> {
        graph.requisites().iter().copied().filter(move |edge| edge.from == course)
    }

    /// All paths from sources to sinks.
    fn paths(graph: &Graph) -> Vec<Vec<u32>> {
        let is_source = |course: &u32| graph.requisites().iter().all(|edge| edge.to != *course);
        let mut open: Vec<Vec<u32>> =
            (0..graph.courses.len() as u32).filter(is_source).map(|course| vec![course]).collect();
        let mut paths = Vec::new();
        while let Some(path) = open.pop() {
            let before = open.len();
            open.extend(next(graph, path[path.len() - 1]).map(|edge| [&path[..], &[edge.to]].concat()));
            if open.len() == before {
                paths.push(path);
            }
        }
        paths
    }

    /// Whether certain edges other than `edge` lead the same way, with a prerequisite among them where it is one.
    fn follows(graph: &Graph, edge: Requisite) -> bool {
        let mut open = vec![(edge.from, false, 0)];
        while let Some((course, strict, steps)) = open.pop() {
            if course == edge.to && steps > 1 && (strict || edge.kind != Kind::Prerequisite) {
                return true;
            }
            let certain = next(graph, course).filter(|step| step.certain);
            open.extend(certain.map(|step| (step.to, strict || step.kind == Kind::Prerequisite, steps + 1)));
        }
        false
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn figures_are_those_of_listed_paths(graph in graphs()) {
            let analysis = Analysis::of(&graph);
            let paths = paths(&graph);
            for (index, figures) in analysis.courses.iter().enumerate() {
                let course = index as u32;
                let through = || paths.iter().filter(move |path| path.contains(&course));
                let after = through().flat_map(|path| path.iter().skip_while(move |other| **other != course).skip(1));
                let blocking = after.collect::<std::collections::BTreeSet<_>>().len() as u64;
                let before = through().flat_map(|path| path.iter().take_while(move |other| **other != course));
                let needed = before.collect::<std::collections::BTreeSet<_>>().len() as u64;
                let inner = through().filter(|path| path[0] != course && path[path.len() - 1] != course);
                prop_assert_eq!(figures.blocking, blocking);
                prop_assert_eq!(figures.reachable_to, needed);
                prop_assert_eq!(figures.reach, blocking + needed);
                prop_assert_eq!(figures.delay, through().map(Vec::len).max().unwrap() as u64);
                prop_assert_eq!(figures.centrality, inner.map(Vec::len).sum::<usize>() as f64);
            }
            let longest = paths.iter().map(Vec::len).max().unwrap();
            prop_assert_eq!(analysis.longest.length, longest as u64);
            let mut longest: Vec<Vec<u32>> = paths.into_iter().filter(|path| path.len() == longest).collect();
            longest.sort();
            prop_assert_eq!(analysis.longest.count, longest.len() as f64);
            if longest[0].len() > 1 {
                longest.truncate(5);
                prop_assert_eq!(analysis.longest.paths, longest);
            }
            let told: Vec<(u32, u32)> = analysis.redundant.iter().map(|found| (found.requires, found.course)).collect();
            let expected: Vec<(u32, u32)> = graph
                .requisites()
                .iter()
                .filter(|edge| edge.certain && edge.kind != Kind::StrictCorequisite && follows(&graph, **edge))
                .map(|edge| (edge.from, edge.to))
                .collect();
            prop_assert_eq!(told, expected);
        }
    }
}
