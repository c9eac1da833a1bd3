//! The whole pathway without a terminal: layouts at any size, what a learner reaches, what would be.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::*;
use crate::model::Tree;
use crate::parse::tree_from_text;
use crate::tui::theme::Theme;

/// A stage of two years of two terms with a track, electives, a course of both years and one without any.
pub(crate) const PLAN: &str = r#"
gradus = 1
[curriculum]
id = "p"
title = "P"
frameworks = ["f"]
[framework]
id = "f"
title = "F"
levels = ["try", "apply"]
[[strand]]
id = "S"
title = "S"
[[strand.competency]]
id = "S-1"
statement = "One"
expect = { s = "apply" }
[[strand.competency]]
id = "S-2"
statement = "Two"
expect = { s = "try" }
[[stage]]
id = "s"
title = "Stage"
years = 2
terms = 2
hours = 400
[[track]]
id = "t"
title = "Track"
stage = "s"
[[track.elective]]
id = "choice"
pick = 1
[[track]]
id = "u"
title = "Other"
stage = "s"
[[course]]
id = "A"
title = "First"
stage = "s"
year = 1
term = 1
hours = 100
[[course.outcome]]
text = "o"
covers = ["S-1"]
level = "try"
[[course]]
id = "B"
title = "Second"
stage = "s"
tracks = ["t"]
year = 1
term = 2
hours = 60
requires = ["A"]
[[course.outcome]]
text = "o"
covers = ["S-1"]
level = "apply"
[[course]]
id = "C"
title = "Third"
stage = "s"
tracks = ["t"]
year = 2
term = 1
requires = ["B"]
alongside = ["W"]
[[course]]
id = "W"
title = "Whole"
stage = "s"
year = [1, 2]
hours = 80
[[course]]
id = "E1"
title = "Elective one"
stage = "s"
tracks = ["t"]
elective = "choice"
year = 2
term = 2
hours = 40
requires = [{ pick = 1, of = ["B", "C"] }]
[[course.outcome]]
text = "o"
covers = ["S-2"]
level = "apply"
[[course]]
id = "E2"
title = "Elective two"
stage = "s"
tracks = ["t"]
elective = "choice"
year = 2
term = 2
hours = 40
[[course]]
id = "N"
title = "Nowhere"
stage = "s"
tracks = ["t"]
requires = [{ credits = 10 }]
"#;

/// A view that has what it asks for.
fn view(tree: &Tree, way: &str) -> View {
    let mut view = View::default();
    view.open(Some(way.to_owned()), None);
    settle(&mut view, tree);
    view
}

fn settle(view: &mut View, tree: &Tree) {
    while let Some(ask) = view.next_ask(0, None) {
        view.take_up(answer(tree, ask)).unwrap();
    }
}

fn place(view: &View, id: &str) -> usize {
    view.model().unwrap().courses.iter().position(|course| course.id == id).unwrap()
}

fn select(view: &mut View, id: &str) {
    let course = place(view, id);
    view.go_to_course(course);
}

#[test]
fn a_track_with_what_its_courses_ask_for() {
    let tree = tree_from_text("p.toml", PLAN);
    let view = view(&tree, "t");
    let model = view.model().unwrap();
    let links: Vec<(&str, &str, bool, bool)> = model
        .links
        .iter()
        .map(|link| {
            let id = |index: usize| model.courses[index].id.as_str();
            (id(link.from), id(link.to), link.is_certain, link.on_longest)
        })
        .collect();
    let expected = [
        ("A", "B", true, true),
        ("B", "C", true, true),
        ("B", "E1", false, false),
        ("C", "E1", false, false),
        ("W", "C", true, false),
    ];
    assert_eq!(links, expected);
    assert_eq!(model.longest, 3);
    assert_eq!(model.courses[place(&view, "N")].also, ["10 credits"]);
    assert_eq!(model.budget, Some(100.0));
    // Half of either elective; the course of both years in every term.
    let hours: Vec<(f64, f64)> = model.loads(&|_| false).iter().map(|load| (load.hours, load.open_hours)).collect();
    assert_eq!(hours, [(120.0, 0.0), (80.0, 0.0), (20.0, 0.0), (20.0, 40.0)]);
    let one = place(&view, "E1");
    let hours: Vec<(f64, f64)> =
        model.loads(&|course| course == one).iter().map(|load| (load.hours, load.open_hours)).collect();
    assert_eq!(hours[3], (60.0, 0.0));
}

#[test]
fn only_one_thing_is_worked_out_at_a_time_and_nothing_twice() {
    let tree = tree_from_text("p.toml", PLAN);
    let mut view = View::default();
    let ask = view.next_ask(0, None).unwrap();
    assert!(ask.whole && view.next_ask(0, None).is_none());
    // What nobody asked for is passed over.
    view.take_up(answer(&tree, Ask { generation: 7, ..ask.clone() })).unwrap();
    assert!(view.model().is_none());
    view.take_up(answer(&tree, ask)).unwrap();
    assert!(view.model().is_some() && view.next_ask(0, None).is_none());
    select(&mut view, "E1");
    view.toggle_taken().unwrap();
    // The model need not be made again.
    assert!(!view.next_ask(0, None).unwrap().whole);
}

#[test]
fn a_learner_reaches_more_or_less_than_all_do() {
    let tree = tree_from_text("p.toml", PLAN);
    let mut view = view(&tree, "t");
    select(&mut view, "E1");
    assert_eq!(view.toggle_taken().unwrap(), "choice 1 of 1");
    settle(&mut view, &tree);
    let learner = view.found.learner.clone().unwrap();
    assert_eq!((learner.expected, learner.met), (2, (1, 2)));
    assert_eq!(learner.gained.len(), 1);
    assert_eq!((learner.gained[0].competency.as_str(), learner.gained[0].crosses), ("S-2", true));
    select(&mut view, "E2");
    assert_eq!(view.toggle_taken().unwrap(), "choice 2 of 1: too many");
    select(&mut view, "E1");
    assert_eq!(view.toggle_taken().unwrap(), "choice 1 of 1");
    settle(&mut view, &tree);
    assert_eq!(view.found.learner.clone().unwrap().met, (1, 1));
    view.forget_taken();
    settle(&mut view, &tree);
    assert!(view.found.learner.is_none());
}

#[test]
fn credits_may_be_more_than_asked_for_where_no_course_can_be_spared() {
    let text = PLAN.replace("pick = 1\n", "credits = 4\n").replace("hours = 40\n", "hours = 40\ncredits = 3\n");
    let tree = tree_from_text("p.toml", &text);
    let mut view = view(&tree, "t");
    select(&mut view, "E1");
    assert_eq!(view.toggle_taken().unwrap(), "choice 3 of 4 credits: too few");
    select(&mut view, "E2");
    assert_eq!(view.toggle_taken().unwrap(), "choice 6 of 4 credits");
}

#[test]
fn without_a_course_or_a_prerequisite() {
    let tree = tree_from_text("p.toml", PLAN);
    let mut view = view(&tree, "t");
    select(&mut view, "B");
    view.toggle_off();
    settle(&mut view, &tree);
    let what_if = view.found.what_if.clone().unwrap();
    assert_eq!((what_if.courses, what_if.longest), ((7, 6), (3, 3)));
    assert_eq!((what_if.coverage.met, what_if.coverage.lost.len()), ((1, 0), 1));
    assert!(what_if.complexity.1 < what_if.complexity.0);
    assert!(view.is_off(place(&view, "B")));
    view.toggle_off();
    // A requires nothing: the first of B's links is that it needs A.
    view.switch_to_links().unwrap();
    view.toggle_off();
    assert!(view.is_link_off(view.links()[0]) && !view.is_off(place(&view, "B")));
    settle(&mut view, &tree);
    let what_if = view.found.what_if.clone().unwrap();
    assert_eq!((what_if.courses, what_if.longest, what_if.coverage.met), ((7, 7), (3, 2), (1, 1)));
    assert!(view.leave() && view.is_what_if(), "the list is left first");
    assert!(view.leave() && !view.is_what_if());
    settle(&mut view, &tree);
    assert!(view.found.what_if.is_none());
}

#[test]
fn moving_tells_what_is_too_late_and_for_whom_else() {
    let tree = tree_from_text("p.toml", PLAN);
    let view = view(&tree, "t");
    let model = view.model().unwrap();
    let step = |id: &str, later| move_step(&tree, model, place(&view, id), later);
    let moved = step("A", true).unwrap();
    let late = model.late_at(place(&view, "A"), moved.terms.unwrap());
    assert_eq!(late.len(), 1);
    assert_eq!((late[0].from, late[0].to), (place(&view, "A"), place(&view, "B")));
    let mut session = crate::edit::Session::new(tree.clone());
    session.apply(&moved.op).unwrap();
    let text = session.tree().files[0].text();
    assert!(text.contains("stage = \"s\"\nyear = 1\nterm = 2\nhours = 100"), "{text}");
    assert_eq!(moved.also_for, ["u"]);
    assert!(step("B", true).unwrap().also_for.is_empty());
    assert!(step("A", false).unwrap_err().contains("start"));
    assert!(step("W", true).is_err());
    let placed = step("N", true).unwrap();
    session.apply(&placed.op).unwrap();
    let text = session.tree().files[0].text();
    assert!(text.contains("year = 1\nterm = 1\nrequires = [{ credits = 10 }]"), "{text}");
}

#[test]
fn a_place_of_its_own_is_moved_alone() {
    let text = PLAN.replace(
        "hours = 100\n",
        "hours = 100\n[[course.place]]\ntracks = [\"t\"]\nterm = 2\n[[course.place]]\ntracks = [\"u\"]\nyear = 2\n",
    );
    let tree = tree_from_text("p.toml", &text);
    let view = view(&tree, "t");
    let moved = move_step(&tree, view.model().unwrap(), place(&view, "A"), true).unwrap();
    assert!(moved.also_for.is_empty());
    let mut session = crate::edit::Session::new(tree.clone());
    session.apply(&moved.op).unwrap();
    let text = session.tree().files[0].text();
    assert!(text.contains("tracks = [\"t\"]\nyear = 2\nterm = 1\n"), "{text}");
    assert!(text.contains("stage = \"s\"\nyear = 1\nterm = 1\nhours = 100"), "{text}");
}

#[test]
fn boxes_keep_apart_and_lines_out_of_them_at_every_size() {
    let plans = [
        tree_from_text("p.toml", PLAN),
        tree_from_text("p.toml", "gradus = 1\n[[stage]]\nid = \"s\"\n"),
        tree_from_text("p.toml", "gradus = 1\n"),
    ];
    for tree in &plans {
        let mut view = view(tree, "t");
        for (all, links) in [(false, false), (true, false), (false, true)] {
            view.all_lines = all;
            let ends = [true, false];
            for (width, height) in (0..=60).flat_map(|width| (0..=30).map(move |height| (width, height))) {
                view.in_links = links && !view.links().is_empty();
                if (width + height) % 7 == 0 {
                    view.go_to_end(ends[usize::from(width % 2 == 0)]);
                    view.in_links = links && !view.links().is_empty();
                }
                drawn(&mut view, width, height);
            }
            for (width, height) in [(100, 30), (120, 37), (260, 90), (14, 60), (300, 8)] {
                drawn(&mut view, width, height);
            }
        }
    }
}

/// Lays out and draws; whatever is wrong with it panics.
fn drawn(view: &mut View, width: u16, height: u16) {
    let area = Rect::new(0, 0, width, height);
    view.lay_out(area);
    let mut buffer = Buffer::empty(area);
    view.draw(&mut buffer, area, &Theme::ansi(), &Told { findings: Some((1, 2, 3)) });
    let Some(scene) = view.scene() else { return };
    let grid = Rect { y: scene.lanes.y, height: scene.lanes.height + scene.grid.height, ..scene.grid };
    for (place, one) in scene.boxes.iter().enumerate() {
        assert_eq!(one.area.intersection(scene.grid), one.area, "{width}x{height}");
        for other in &scene.boxes[place + 1..] {
            assert!(one.area.intersection(other.area).is_empty(), "{width}x{height}: {one:?} {other:?}");
        }
        for (x, y, ..) in &scene.lines {
            let at = ratatui::layout::Position { x: *x, y: *y };
            assert!(!one.area.contains(at) && grid.contains(at), "{width}x{height}: a line in {one:?}");
        }
    }
    let selected = scene.boxes.iter().any(|boxed| boxed.slot == view.selected);
    let has_room = scene.grid.height > 0 && view.model().is_some_and(|model| !model.slots.is_empty());
    assert_eq!(selected, has_room, "{width}x{height}");
}
