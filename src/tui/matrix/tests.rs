use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::model::Of;
use super::*;
use crate::check::Context;
use crate::coverage::{Coverage, Scope};
use crate::model::{Curriculum, Tree};
use crate::tui::dump::dump;
use crate::tui::theme::Theme;
use crate::workspace::Workspace;

/// Four stages, two tracks, a framework of the plan.
const PLAN: &str = r#"
gradus = 1
[curriculum]
id = "small"
language = "en"
[framework]
id = "f"
title = "Design education"
levels = ["notice", "try", "apply", "manage"]
[[strand]]
id = "GEN"
title = "Generating ideas"
  [[strand.competency]]
  id = "GEN-1"
  statement = "Sketch clearly different ideas"
  expect = { low = "notice", general = "try", vocational = "apply", bachelor = "apply" }
  [[strand.competency]]
  id = "GEN-2"
  statement = "Choose among them"
  expect = { bachelor = "apply" }
  [[strand.competency]]
  id = "GEN-3"
  statement = "用草图画出三个明显不同的想法"
[[strand]]
id = "INQ"
title = "人与探究"
  [[strand.competency]]
  id = "INQ-1"
  statement = "Ask people\u202e"
  expect = { low = "notice" }
[[stage]]
id = "low"
title = "Primary school"
period-minutes = 40
[[stage]]
id = "general"
title = "General upper secondary"
after = ["low"]
[[stage.elective]]
id = "options"
pick = 1
[[stage]]
id = "vocational"
title = "Vocational upper secondary"
after = ["low"]
[[stage]]
id = "bachelor"
title = "Bachelor"
after = ["general", "vocational"]
[[track]]
id = "graphic"
title = "Visual communication"
stage = "bachelor"
[[track]]
id = "product"
title = "Product design"
stage = "bachelor"
[[course]]
id = "ART-1"
title = "Art"
stage = "low"
hours = 30
  [[course.outcome]]
  id = "draw"
  text = "Draws what is meant"
  covers = ["GEN-1", "INQ-1"]
  level = "notice"
  [[course.outcome]]
  id = "name"
  text = "Names things"
  [[course.assessment]]
  id = "folder"
  kind = "portfolio"
  purpose = "summative"
  weight = 100
  outcomes = ["draw"]
[[course]]
id = "GT-1"
title = "General technology"
stage = "general"
elective = "options"
  [[course.outcome]]
  id = "two"
  text = "Sketches two ideas"
  covers = ["GEN-1"]
  level = "try"
[[course]]
id = "GT-2"
title = "Another option"
stage = "general"
elective = "options"
[[course]]
id = "PD-101"
title = "Design studio 1"
stage = "bachelor"
tracks = ["product"]
  [[course.unit]]
  id = "form"
  hours = 12
    [[course.unit.outcome]]
    id = "three"
    text = "在选定方案之前画出三个明显不同的想法"
    covers = ["GEN-1", "GEN-2"]
    level = "apply"
    [[course.unit.outcome]]
    id = "choose"
    text = "Chooses among clearly different sketches"
[[course]]
id = "VC-101"
title = "Typography"
stage = "bachelor"
tracks = ["graphic"]
  [[course.outcome]]
  id = "type"
  text = "Sets type"
  covers = [{ id = "GEN-2", level = "try" }]
  level = "notice"
"#;

pub(super) fn model_of(tree: &Tree) -> Model {
    let curriculum = Curriculum::of(tree);
    let tracks: Vec<_> = curriculum.track_ids().collect();
    let scopes: Vec<Scope> = tracks.iter().map(|track| Scope::Track(*track)).collect();
    let tracks: Vec<_> = tracks.into_iter().zip(Coverage::of_all(&curriculum, &scopes)).collect();
    Model::of(&Context::new(&curriculum), &tracks)
}

struct Desk {
    tree: Tree,
    model: Model,
    view: View,
}

impl Desk {
    fn new() -> Self {
        Self::of(Workspace::from_text("plan.toml", PLAN).1)
    }

    fn of(tree: Tree) -> Self {
        Self { model: model_of(&tree), tree, view: View::default() }
    }

    fn go(&mut self, ways: &[Go]) -> &mut Self {
        for way in ways {
            self.view.go(&self.model, *way);
        }
        self
    }

    /// To a competency, and to a column by its id.
    fn to(&mut self, competency: &str, column: &str) -> &mut Self {
        let (line, section) = lines::rows(&self.model)
            .find(|(line, section)| section.rows[line.row.unwrap()].id == competency)
            .unwrap_or_else(|| panic!("no {competency}"));
        let columns = &section.sheet(self.view.axis).columns;
        let shown = self.view.shown(section);
        let place =
            shown.iter().position(|place| columns[*place].id == column).unwrap_or_else(|| panic!("no {column}"));
        self.view.show(&self.model, line);
        self.view.columns[self.view.axis as usize] = place;
        self
    }

    /// The id of the row under the cursor, or of the strand, and the column.
    fn cursor(&self) -> (String, usize) {
        let Line { section, strand, row } = self.view.cursor;
        let section = &self.model.sections[section];
        let name = match (row, strand) {
            (Some(row), _) => section.rows[row].id.clone(),
            (None, Some(strand)) => section.strands[strand].id.clone(),
            (None, None) => section.title.clone(),
        };
        (name, self.view.columns[self.view.axis as usize])
    }

    fn offer(&self, change: Change) -> Offer {
        self.model.offer(&self.tree, self.view.cell(&self.model).unwrap(), change)
    }

    fn refusal(&self, change: Change) -> String {
        match self.offer(change) {
            Offer::Refused(why) => why,
            Offer::Done(edit) => panic!("{}", edit.label),
            Offer::Ask(_) => panic!("it asks"),
        }
    }

    fn done(&self, change: Change) -> Edit {
        match self.offer(change) {
            Offer::Done(edit) => edit,
            Offer::Refused(why) => panic!("{why}"),
            Offer::Ask(_) => panic!("it asks"),
        }
    }

    /// The outcomes that are asked for, by the ends of their paths.
    fn asked(&self, change: Change) -> Vec<String> {
        let Offer::Ask(List { kind: list::Kind::Outcomes { candidates, .. }, .. }) = self.offer(change) else {
            panic!("it does not ask")
        };
        let id = |at: u32| self.tree.segment(self.model.outcomes[at as usize].at);
        candidates.iter().map(|item| id(item.outcome.0)).collect()
    }

    fn tally(&self) -> Option<model::Tally> {
        let at = self.view.cell(&self.model)?;
        let section = &self.model.sections[at.section];
        tally_of(section, at.axis, self.view.cursor, at.column as u32).copied()
    }

    fn screen(&self, width: u16, height: u16) -> Buffer {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        self.view.draw(&self.model, false, "f", &mut buffer, area, &Theme::ansi());
        buffer
    }
}

fn on(name: &str, column: usize) -> (String, usize) {
    (name.to_owned(), column)
}

const DOWN: Go = Go::Down;

#[test]
fn the_cursor_goes_by_cells_and_stops_at_the_edges() {
    let mut desk = Desk::new();
    assert_eq!(desk.go(&[Go::Up]).cursor(), on("Design education", 0));
    assert_eq!(desk.go(&[DOWN, DOWN, Go::Right, Go::Right]).cursor(), on("GEN-1", 2));
    assert_eq!(desk.go(&[Go::LastColumn, Go::Right, Go::Left]).cursor(), on("GEN-1", 2));
    assert_eq!(desk.go(&[Go::Last, Go::FirstColumn]).cursor(), on("INQ-1", 0));
    assert_eq!(desk.go(&[Go::First]).cursor(), on("Design education", 0));
}

#[test]
fn gaps_are_found_both_ways_and_round() {
    let mut desk = Desk::new();
    let mut found = Vec::new();
    for _ in 0..4 {
        assert_eq!(desk.view.next_gap(&desk.model, true), Ok(None));
        found.push(desk.cursor());
    }
    assert_eq!(found, [on("GEN-1", 1), on("GEN-1", 2), on("GEN-1", 3), on("GEN-2", 3)]);
    assert!(matches!(desk.view.next_gap(&desk.model, true), Ok(Some(_))), "it says that it began anew");
    assert_eq!(desk.cursor(), on("GEN-1", 1));
    assert!(matches!(desk.view.next_gap(&desk.model, false), Ok(Some(_))));
    assert_eq!(desk.cursor(), on("GEN-2", 3));
}

#[test]
fn among_courses_a_gap_is_a_competency_that_lacks_something() {
    let mut desk = Desk::new();
    desk.view.show_axis(&desk.model, Axis::Courses);
    desk.go(&[Go::Right]);
    desk.view.next_gap(&desk.model, true).unwrap();
    assert_eq!(desk.cursor(), on("GEN-1", 1));
    desk.view.next_gap(&desk.model, true).unwrap();
    assert_eq!(desk.cursor(), on("GEN-2", 1));
    let course = |desk: &Desk| {
        desk.model.sections[0].sheet(Axis::Courses).columns[desk.view.cell(&desk.model).unwrap().column].id.clone()
    };
    assert_eq!(course(&desk), "GT-1");
    desk.view.next_stage(&desk.model, true);
    assert_eq!(course(&desk), "GT-1", "the stage of the cursor's course comes first");
    desk.view.filter(&desk.model).unwrap();
    assert_eq!(desk.view.lines(&desk.model).len(), 3, "GEN-1 alone lacks something at the end of that stage");
    desk.view.next_stage(&desk.model, true);
    desk.view.next_stage(&desk.model, true);
    assert_eq!(desk.view.stage, None, "no course of the vocational stage: the bachelor, then all");
}

#[test]
fn a_gap_in_a_folded_strand_unfolds_it() {
    let mut desk = Desk::new();
    desk.go(&[DOWN]);
    desk.view.fold(&desk.model);
    assert_eq!(desk.view.lines(&desk.model).len(), 4);
    desk.view.next_gap(&desk.model, true).unwrap();
    assert_eq!(desk.cursor(), on("GEN-1", 1));
    assert_eq!(desk.view.lines(&desk.model).len(), 7);
}

#[test]
fn folding_keeps_the_cursor_on_the_strand() {
    let mut desk = Desk::new();
    desk.go(&[DOWN, DOWN, DOWN]);
    desk.view.fold(&desk.model);
    assert_eq!(desk.cursor(), on("GEN", 0));
    assert_eq!(desk.go(&[DOWN]).cursor(), on("INQ", 0));
    desk.view.fold_all(&desk.model);
    assert_eq!(desk.view.lines(&desk.model).len(), 3);
    desk.view.fold_all(&desk.model);
    assert_eq!(desk.view.lines(&desk.model).len(), 7);
}

#[test]
fn the_filter_shows_gaps_alone() {
    let mut desk = Desk::new();
    desk.view.filter(&desk.model).unwrap();
    assert_eq!(desk.view.lines(&desk.model).len(), 4, "a head, a strand, two competencies");
    let met = PLAN.replace("expect = ", "x-expect = ");
    desk.model = model_of(&Workspace::from_text("plan.toml", &met).1);
    assert_eq!(desk.view.lines(&desk.model).len(), 0);
    desk.screen(80, 20);
    desk.view.filter(&desk.model).unwrap();
    assert!(desk.view.filter(&desk.model).is_err());
    assert!(desk.view.next_gap(&desk.model, true).is_err());
}

#[test]
fn the_outcomes_behind_a_cell_are_those_of_its_stage_and_those_before() {
    let mut desk = Desk::new();
    let behind = |desk: &Desk| -> Vec<(String, bool)> {
        let list = List::behind(&desk.model, desk.view.cell(&desk.model).unwrap()).unwrap();
        let named = |item: &behind::Behind| desk.tree.segment(desk.model.outcomes[item.outcome.index()].at);
        list.behind_list(&desk.model).iter().map(|item| (named(item), item.is_here)).collect()
    };
    let is = |list: &[(&str, bool)]| list.iter().map(|(id, here)| ((*id).to_owned(), *here)).collect::<Vec<_>>();
    assert_eq!(behind(desk.to("GEN-1", "bachelor")), is(&[("three", true), ("two", false), ("draw", false)]));
    assert_eq!(behind(desk.to("GEN-1", "vocational")), is(&[("draw", false)]));
    desk.view.show_axis(&desk.model, Axis::Tracks);
    assert_eq!(behind(desk.to("GEN-1", "graphic")), is(&[("two", false), ("draw", false)]), "not another track's");
    desk.view.show_axis(&desk.model, Axis::Courses);
    assert_eq!(behind(desk.to("GEN-2", "VC-101")), is(&[("type", true)]));
    desk.to("GEN-3", "VC-101");
    assert!(List::behind(&desk.model, desk.view.cell(&desk.model).unwrap()).is_err());
}

#[test]
fn what_stands_behind_a_cell_is_counted() {
    let mut desk = Desk::new();
    // 30 periods of 40 minutes for two outcomes; what one covers is shared between two competencies.
    let tally = desk.to("GEN-1", "low").tally().unwrap();
    assert_eq!((tally.outcomes, tally.untimed, tally.assessments, tally.summative), (1, 0, 1, 1));
    assert!((tally.hours - 5.0).abs() < 1e-9, "{}", tally.hours);
    let tally = desk.to("GEN-1", "general").tally().unwrap();
    assert_eq!((tally.outcomes, tally.untimed, tally.assessments), (1, 1, 0));
    assert!(desk.to("GEN-1", "vocational").tally().is_none());
    let section = &desk.model.sections[0];
    let sheet = section.sheet(Axis::Stages);
    let of_strand = model::Sheet::tally(&sheet.strands[0], 3).unwrap();
    assert_eq!(of_strand.outcomes, 2, "an outcome that covers two competencies of a strand counts once");
    assert!(
        (of_strand.hours - 6.0).abs() < 1e-9,
        "12 hours for two outcomes, of which one covers: {}",
        of_strand.hours
    );
    let all = model::Sheet::tally(sheet.strands.last().unwrap(), SUM).unwrap();
    assert_eq!((all.outcomes, all.untimed), (4, 2));
    assert!((all.hours - 16.0).abs() < 1e-9, "{}", all.hours);
}

#[test]
fn raising_takes_the_outcome_that_gives_the_level() {
    let mut desk = Desk::new();
    assert_eq!(desk.to("GEN-2", "bachelor").asked(Change::Raise), ["three", "type"], "the highest first");
    desk.view.show_axis(&desk.model, Axis::Tracks);
    let edit = desk.to("GEN-2", "graphic").done(Change::Raise);
    assert_eq!(edit.label, "GEN-2 in VC-101/type: try → apply");
    let edit = desk.to("GEN-1", "graphic").done(Change::Raise);
    assert_eq!(edit.label, "GEN-1 in VC-101/type: none → try", "one above what learners bring");
    let edit = desk.to("GEN-1", "product").done(Change::Raise);
    assert_eq!(edit.label, "GEN-1 in PD-101/form/three: apply → manage");
    assert!(desk.done(Change::Lower).label.ends_with("apply → try"));
}

#[test]
fn where_nothing_is_mapped_the_closest_words_come_first() {
    let mut desk = Desk::new();
    desk.view.show_axis(&desk.model, Axis::Courses);
    assert_eq!(desk.to("GEN-3", "PD-101").asked(Change::Raise), ["three", "choose"]);
    assert_eq!(desk.to("INQ-1", "PD-101").asked(Change::Set(2)), ["three", "choose"], "else as they stand");
    assert_eq!(desk.to("GEN-1", "PD-101").done(Change::Set(3)).label, "GEN-1 in PD-101/form/choose: none → apply");
    assert_eq!(desk.asked(Change::Set(2)), ["three", "choose"], "what has the level already is no choice");
    assert!(desk.to("GEN-1", "GT-1").refusal(Change::Set(2)).contains("already"));
    let edit = desk.to("GEN-3", "GT-1").done(Change::Raise);
    assert_eq!(edit.label, "GEN-3 in GT-1/two: none → notice");
    assert!(desk.to("GEN-3", "GT-2").refusal(Change::Raise).contains("no outcomes yet"));
}

#[test]
fn what_cannot_be_lowered_says_where_the_level_comes_from() {
    let mut desk = Desk::new();
    let why = desk.to("GEN-1", "vocational").refusal(Change::Lower);
    assert_eq!(why, "no outcome of vocational covers GEN-1: its level comes from ART-1 in low");
    assert!(desk.to("GEN-3", "low").refusal(Change::Remove).starts_with("no outcome of low covers"));
    let edit = desk.to("GEN-1", "low").done(Change::Lower);
    assert_eq!(edit.label, "GEN-1 in ART-1/draw: notice → none", "below the lowest there is none");
    // A level that an earlier stage gives is not lowered here.
    let higher = PLAN.replace("level = \"notice\"\n  [[course.outcome]]", "level = \"manage\"\n  [[course.outcome]]");
    let mut desk = Desk::of(Workspace::from_text("plan.toml", &higher).1);
    let why = desk.to("GEN-1", "bachelor").refusal(Change::Lower);
    assert_eq!(why, "the level of GEN-1 comes from ART-1 in low: lower it there");
    assert!(desk.to("GEN-1", "low").refusal(Change::Raise).contains("the highest level"));
}

#[test]
fn changing_a_cell_writes_just_these_lines() {
    let changed = |competency: &str, column: &str, change: Change| -> Vec<(String, String)> {
        let mut desk = Desk::new();
        desk.view.show_axis(&desk.model, Axis::Courses);
        let edit = desk.to(competency, column).done(change);
        let mut session = crate::edit::Session::new(desk.tree.clone());
        session.apply(&edit.op).unwrap();
        let after = session.tree().file(0).text();
        assert_eq!(session.history().0, [edit.label.as_str()]);
        session.undo().unwrap();
        assert_eq!(session.tree().file(0).text(), PLAN, "undone, the bytes are as before");
        let (before, after): (Vec<&str>, Vec<&str>) = (PLAN.lines().collect(), after.lines().collect());
        let same = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
        let end = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
        let end = end.min(before.len() - same).min(after.len() - same);
        vec![(before[same..before.len() - end].join("\n"), after[same..after.len() - end].join("\n"))]
    };
    let is = |before: &str, after: &str| vec![(before.to_owned(), after.to_owned())];
    // Its only competency: the outcome's own level is the level.
    assert_eq!(changed("GEN-1", "GT-1", Change::Raise), is("  level = \"try\"", "  level = \"apply\""));
    // One of two: the other keeps its level.
    assert_eq!(
        changed("GEN-1", "PD-101", Change::Raise),
        is("    covers = [\"GEN-1\", \"GEN-2\"]", "    covers = [{ id = \"GEN-1\", level = \"manage\" }, \"GEN-2\"]")
    );
    assert_eq!(
        changed("GEN-2", "VC-101", Change::Set(3)),
        is("  covers = [{ id = \"GEN-2\", level = \"try\" }]", "  covers = [{ id = \"GEN-2\", level = \"apply\" }]")
    );
    assert_eq!(
        changed("GEN-3", "GT-1", Change::Set(2)),
        is("  covers = [\"GEN-1\"]", "  covers = [\"GEN-1\", \"GEN-3\"]"),
        "where the outcome has that level"
    );
    assert_eq!(
        changed("GEN-2", "PD-101", Change::Remove),
        is("    covers = [\"GEN-1\", \"GEN-2\"]", "    covers = [\"GEN-1\"]")
    );
    assert_eq!(changed("GEN-2", "VC-101", Change::Remove), is("  covers = [{ id = \"GEN-2\", level = \"try\" }]", ""));
}

#[test]
fn an_edit_is_known_before_the_plan_is_counted_anew() {
    let mut desk = Desk::new();
    desk.view.show_axis(&desk.model, Axis::Courses);
    let mut session = crate::edit::Session::new(desk.tree.clone());
    for (generation, label) in [(1, "none → notice"), (2, "notice → try")] {
        let edit = desk.to("GEN-3", "GT-1").done(Change::Raise);
        assert!(edit.label.ends_with(label), "{}", edit.label);
        session.apply(&edit.op).unwrap();
        desk.tree = session.tree().clone();
        desk.view.edited(&mut desk.model, &edit, generation);
        assert!(desk.view.is_patched_to(generation));
    }
    let text = session.tree().file(0).text();
    assert!(text.contains("covers = [\"GEN-1\", \"GEN-3\"]\n  level = \"try\""), "{text}");
}

#[test]
fn another_model_keeps_the_place_by_names() {
    let mut desk = Desk::new();
    desk.to("GEN-2", "bachelor");
    let more = PLAN.replacen("[[stage]]", "[[stage]]\nid = \"kindergarten\"\n[[stage]]", 1).replacen(
        "  [[strand.competency]]",
        "  [[strand.competency]]\n  id = \"GEN-0\"\n  statement = \"x\"\n  expect = { kindergarten = \"try\" }\n  [[strand.competency]]",
        1,
    );
    let new = model_of(&Workspace::from_text("plan.toml", &more).1);
    let old = std::mem::replace(&mut desk.model, new);
    desk.view.follow(&old, &desk.model);
    assert_eq!(desk.cursor(), on("GEN-2", 4));
    // With less in it, the cursor stays inside.
    let less = model_of(&Workspace::from_text("plan.toml", PLAN.split("[[strand]]").next().unwrap()).1);
    let old = std::mem::replace(&mut desk.model, less);
    desk.view.follow(&old, &desk.model);
    desk.screen(80, 20);
    desk.go(&[DOWN, Go::Right]);
    desk.screen(80, 20);
    desk.model = Model::default();
    desk.screen(80, 20);
    desk.go(&[DOWN]);
}

#[test]
fn a_click_selects_and_again_opens() {
    let mut desk = Desk::new();
    let area = Rect::new(0, 0, 100, 24);
    let find = |desk: &Desk, word: &str| -> Position {
        let screen = dump(&desk.screen(100, 24));
        let (y, line) = screen.lines().enumerate().find(|(_, line)| line.contains(word)).unwrap();
        let before = line.split(word).next().unwrap().split_once('|').unwrap().1;
        Position { x: crate::text::width(before) as u16, y: y as u16 }
    };
    let click = |desk: &mut Desk, at: Position| {
        let target = desk.view.target(&desk.model, area, at).unwrap();
        desk.view.click(&desk.model, target)
    };
    let row = find(&desk, "GEN-2 Choose");
    let head = find(&desk, "general");
    assert_eq!(click(&mut desk, Position { x: head.x, y: row.y }), Clicked::Done);
    assert_eq!(desk.cursor(), on("GEN-2", 1));
    assert_eq!(click(&mut desk, Position { x: head.x, y: row.y }), Clicked::Again);
    let bachelor = find(&desk, "bachelor");
    assert_eq!(click(&mut desk, bachelor), Clicked::Done);
    assert_eq!(desk.cursor(), on("GEN-2", 3));
    let tab = find(&desk, "courses");
    click(&mut desk, tab);
    assert_eq!(desk.view.axis, Axis::Courses);
    assert!(desk.view.target(&desk.model, area, Position { x: 5, y: 23 }).is_none());
    desk.view.page.set(3);
    desk.view.wheel(&desk.model, 3);
    assert!(desk.view.top.get() > 0);
}

#[test]
fn the_whole_matrix() {
    insta::assert_snapshot!(dump(&Desk::new().go(&[DOWN, DOWN, Go::Right, Go::Right]).screen(100, 24)));
}

#[test]
fn a_small_terminal_scrolls_both_ways() {
    insta::assert_snapshot!(dump(&Desk::new().go(&[DOWN, DOWN, DOWN, Go::LastColumn]).screen(44, 12)));
    let mut desk = Desk::new();
    desk.view.filter(&desk.model).unwrap();
    desk.view.show_axis(&desk.model, Axis::Courses);
    desk.view.next_metric(true);
    insta::assert_snapshot!(dump(&desk.go(&[Go::LastColumn]).screen(48, 18)));
}

#[test]
fn no_size_is_too_small() {
    for axis in Axis::ALL {
        for metric in Metric::ALL {
            let mut desk = Desk::new();
            desk.view.show_axis(&desk.model, axis);
            desk.view.metric = metric;
            desk.to("GEN-1", last_column(axis));
            let at = desk.view.cell(&desk.model).unwrap();
            let Offer::Ask(ask) = desk.offer(Change::Set(2)) else { panic!("two outcomes there") };
            let lists = [ask, List::levels(&desk.model, at).unwrap()].into_iter();
            let lists: Vec<List> = lists.chain(List::behind(&desk.model, at)).collect();
            for width in 0..=40 {
                for height in 0..=12 {
                    let mut buffer = desk.screen(width, height);
                    for list in &lists {
                        list.draw(&desk.model, &mut buffer, Rect::new(0, 0, width, height), &Theme::ansi());
                    }
                }
            }
            let mut small = Buffer::empty(Rect::new(0, 0, 20, 5));
            desk.view.draw(&desk.model, true, "f", &mut small, Rect::new(10, 3, 40, 40), &Theme::plain());
        }
    }
    let empty = Desk { tree: Tree::default(), model: Model::default(), view: View::default() };
    empty.screen(0, 0);
    empty.screen(9, 2);
}

fn last_column(axis: Axis) -> &'static str {
    match axis {
        Axis::Stages => "bachelor",
        Axis::Tracks => "product",
        Axis::Courses => "PD-101",
    }
}

#[test]
fn the_shipped_plan_reads_as_its_coverage_says() {
    let (_, tree) = Workspace::open_example();
    let curriculum = Curriculum::of(&tree);
    let context = Context::new(&curriculum);
    let model = model_of(&tree);
    assert!(!model.sections.is_empty());
    for ((framework, coverage), section) in context.targets().zip(&model.sections) {
        let sheet = section.sheet(Axis::Stages);
        for (place, column) in sheet.columns.iter().enumerate() {
            let of_coverage = coverage.points.iter().position(|other| other.id == column.id).unwrap();
            let share = coverage.share(&curriculum, framework, None, of_coverage);
            let ours = sheet.shares.last().unwrap()[place];
            assert_eq!((ours.met as usize, ours.of as usize), share, "{}", column.id);
            let Of::Point { stage, .. } = column.of else { panic!("a point") };
            for (number, row) in section.rows.iter().enumerate() {
                let competency = crate::model::curriculum::CompetencyIx(row.competency as u32);
                let mut ours: Vec<u32> =
                    model.behind(section, row, column).iter().map(|behind| behind.outcome.0).collect();
                let theirs = crate::coverage::behind(&curriculum, competency, stage);
                let mut theirs: Vec<u32> = theirs.iter().map(|behind| behind.outcome.0).collect();
                ours.sort_unstable();
                theirs.sort_unstable();
                assert_eq!(ours, theirs, "{} at {}", row.id, column.id);
                assert_eq!(sheet.cell(number, place).possible > 0, !ours.is_empty(), "{} at {}", row.id, column.id);
            }
        }
    }
}
