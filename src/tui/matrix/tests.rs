use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::model::{Cell, Mapping, Outcome, Place, Point, Row, Section, Stage, Strand, Taught};
use super::*;
use crate::model::curriculum::{StageIx, TrackIx};
use crate::tui::dump::dump;
use crate::tui::form::keys::press;
use crate::tui::theme::Theme;

const STAGES: [&str; 4] = ["primary-lower", "upper-secondary-general", "upper-secondary-vocational", "bachelor"];

fn cell(text: &str) -> Cell {
    let number = |place: usize| text.as_bytes().get(place).map_or(0, |digit| digit - b'0');
    let expected = text.as_bytes().get(2).map(|_| number(2));
    Cell { guaranteed: number(0), with_electives: number(0), possible: number(1), expected }
}

fn row(id: &str, statement: &str, competency: usize, cells: [&str; 4]) -> Row {
    Row { id: id.to_owned(), statement: statement.to_owned(), competency, cells: cells.into_iter().map(cell).collect() }
}

fn strand(id: &str, title: &str, rows: std::ops::Range<usize>) -> Strand {
    Strand { id: id.to_owned(), title: title.to_owned(), rows }
}

fn at(node: u32) -> NodeRef {
    NodeRef { file: 0, block: 0, node }
}

fn point(stage: u32) -> Point {
    let id = STAGES[stage as usize].to_owned();
    Point { title: format!("Stage {stage}"), id, stage: StageIx(stage), year: None, reached: true }
}

/// Cells are guaranteed, possible and expected level, a digit each.
fn model() -> Model {
    let place = |stage: u32, tracks: &[u32], how: &str| Place {
        stage: StageIx(stage),
        year: None,
        tracks: tracks.iter().copied().map(TrackIx).collect(),
        except: Vec::new(),
        how: how.to_owned(),
    };
    let course = |id: &str, title: &str, places: Vec<Place>| Taught { id: id.into(), title: title.into(), places };
    let outcome =
        |node: u32, text: &str, course: u32| Outcome { at: at(node), text: text.to_owned(), course, year: None };
    Model {
        sections: vec![
            Section {
                title: "Design education".to_owned(),
                track: None,
                levels: ["notice", "try", "apply", "manage"].map(str::to_owned).to_vec(),
                points: (0..4).map(point).collect(),
                strands: vec![strand("GEN", "Generating ideas", 0..3), strand("INQ", "人与探究", 3..4)],
                rows: vec![
                    row("GEN-1", "Sketch clearly different ideas", 0, ["111", "223", "223", "344"]),
                    row("GEN-2", "Choose among them", 1, ["00", "020", "00", "333"]),
                    row("GEN-3", "用草图画出三个明显不同的想法", 2, ["111", "22", "012", "44"]),
                    row("INQ-1", "Ask people\u{202e}", 3, ["111", "222", "222", "333"]),
                ],
            },
            Section {
                title: "NASAD, for Product design".to_owned(),
                track: Some(TrackIx(1)),
                levels: ["introduce", "reinforce", "master"].map(str::to_owned).to_vec(),
                points: vec![point(3)],
                strands: vec![strand("N", "Studio", 0..1)],
                rows: vec![Row { cells: vec![cell("012")], ..row("N-1", "Work in a studio", 4, ["", "", "", ""]) }],
            },
        ],
        mappings: vec![
            vec![Mapping { outcome: 0, level: 1 }, Mapping { outcome: 1, level: 3 }, Mapping { outcome: 2, level: 2 }],
            vec![Mapping { outcome: 1, level: 3 }],
            Vec::new(),
            vec![Mapping { outcome: 0, level: 2 }],
            vec![Mapping { outcome: 1, level: 1 }, Mapping { outcome: 3, level: 1 }],
        ],
        outcomes: vec![
            outcome(10, "Draws what is meant", 0),
            outcome(11, "在选定方案之前画出三个明显不同的想法", 1),
            outcome(12, "Sketches two ideas", 2),
            outcome(13, "Sets type", 3),
        ],
        courses: vec![
            course("ART-1", "Art", vec![place(0, &[], "compulsory")]),
            course("PD-101", "Design studio 1", vec![place(3, &[1], "track product-design")]),
            course("GT-1", "General technology", vec![place(1, &[], "elective options")]),
            course("VC-101", "Typography", vec![place(3, &[0], "track visual-communication")]),
        ],
        stages: vec![
            Stage { id: STAGES[0].into(), after: vec![] },
            Stage { id: STAGES[1].into(), after: vec![StageIx(0)] },
            Stage { id: STAGES[2].into(), after: vec![StageIx(0)] },
            Stage { id: STAGES[3].into(), after: vec![StageIx(1), StageIx(2), StageIx(3)] },
        ],
    }
}

struct Desk {
    model: Model,
    view: View,
}

impl Desk {
    fn new() -> Self {
        Self { model: model(), view: View::default() }
    }

    fn press(&mut self, keys: &str) -> MatrixEvent {
        press(keys).into_iter().map(|key| self.view.key(&self.model, key)).last().unwrap()
    }

    fn after(keys: &str) -> Self {
        let mut desk = Self::new();
        desk.press(keys);
        desk
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
        (name, self.view.column)
    }

    fn screen(&mut self, width: u16, height: u16) -> Buffer {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        self.view.draw(&self.model, &mut buffer, area, &Theme::ansi());
        buffer
    }
}

fn on(name: &str, column: usize) -> (String, usize) {
    (name.to_owned(), column)
}

#[test]
fn the_cursor_goes_by_cells_and_stops_at_the_edges() {
    assert_eq!(Desk::after("k").cursor(), on("Design education", 0));
    assert_eq!(Desk::after("jjl<right>").cursor(), on("GEN-1", 2));
    assert_eq!(Desk::after("jj<end><right>h").cursor(), on("GEN-1", 2));
    assert_eq!(Desk::after("lllG").cursor(), on("N-1", 3), "the column is kept for the way back");
    assert_eq!(Desk::after("lllGg").cursor(), on("Design education", 0));
}

#[test]
fn gaps_are_found_both_ways_and_round() {
    let mut desk = Desk::new();
    desk.press("n");
    assert_eq!(desk.cursor(), on("GEN-1", 1));
    desk.press("n");
    assert_eq!(desk.cursor(), on("GEN-1", 2));
    desk.press("nn");
    assert_eq!(desk.cursor(), on("GEN-3", 2));
    desk.press("n");
    assert_eq!(desk.cursor(), on("N-1", 0));
    assert!(matches!(desk.press("n"), MatrixEvent::Message(_)), "it says that it began anew");
    assert_eq!(desk.cursor(), on("GEN-1", 1));
    desk.press("N");
    assert_eq!(desk.cursor(), on("N-1", 0));
}

#[test]
fn a_gap_in_a_folded_strand_unfolds_it() {
    let mut desk = Desk::after("jz");
    assert_eq!(desk.view.lines(&desk.model).len(), 7);
    desk.press("n");
    assert_eq!(desk.cursor(), on("GEN-1", 1));
    assert_eq!(desk.view.lines(&desk.model).len(), 10);
}

#[test]
fn folding_keeps_the_cursor_on_the_strand() {
    let mut desk = Desk::after("jjjz");
    assert_eq!(desk.cursor(), on("GEN", 0));
    desk.press("<down>");
    assert_eq!(desk.cursor(), on("INQ", 0));
    desk.press("k<enter>j");
    assert_eq!(desk.cursor(), on("GEN-1", 0));
}

#[test]
fn the_filter_shows_gaps_alone() {
    let mut desk = Desk::after("f");
    assert_eq!(desk.view.lines(&desk.model).len(), 7, "two heads, two strands, three competencies");
    desk.press("<down><down><down><down>");
    assert_eq!(desk.cursor(), on("NASAD, for Product design", 0));
    for row in desk.model.sections.iter_mut().flat_map(|section| &mut section.rows) {
        row.cells.fill(Cell::default());
    }
    assert_eq!(desk.press("j"), MatrixEvent::None);
    assert_eq!(desk.press("f"), MatrixEvent::Redraw);
    assert!(matches!(desk.press("f"), MatrixEvent::Message(_)));
    assert!(matches!(desk.press("n"), MatrixEvent::Message(_)));
}

#[test]
fn a_cell_opens_to_its_outcomes_and_on_to_their_place() {
    let mut desk = Desk::after("jj<end>");
    assert_eq!(desk.press("<enter>"), MatrixEvent::Redraw);
    assert!(desk.view.is_drilled());
    assert_eq!(desk.press("<enter>"), MatrixEvent::Jump(at(11)), "those of the stage come first");
    assert_eq!(desk.press("j<enter>"), MatrixEvent::Jump(at(12)));
    assert_eq!(desk.press("G<enter>"), MatrixEvent::Jump(at(10)));
    assert_eq!(desk.press("<esc>"), MatrixEvent::Redraw);
    assert_eq!(desk.cursor(), on("GEN-1", 3));
    let mut earlier = Desk::after("jjl");
    earlier.press("<enter>G");
    assert_eq!(earlier.press("<enter>"), MatrixEvent::Jump(at(10)));
    let mut nothing = Desk::after("jjjj");
    assert!(matches!(nothing.press("<enter>"), MatrixEvent::Message(_)));
    assert!(!nothing.view.is_drilled());
}

#[test]
fn another_tracks_courses_are_not_behind_a_tracks_cell() {
    let mut desk = Desk::after("G<enter>");
    assert_eq!(desk.press("G<enter>"), MatrixEvent::Jump(at(11)));
}

#[test]
fn keys_of_the_host_are_left_to_it() {
    let mut desk = Desk::new();
    for keys in ["q", "<esc>", "<ctrl-s>", "1", "?"] {
        assert_eq!(desk.press(keys), MatrixEvent::None, "{keys}");
    }
    let mut empty = Desk { model: Model::default(), view: View::default() };
    assert_eq!(empty.press("<enter>"), MatrixEvent::None);
}

#[test]
fn a_model_with_less_in_it_keeps_the_cursor_inside() {
    let mut desk = Desk::after("G<enter>");
    desk.model.sections.pop();
    desk.screen(80, 20);
    desk.press("<esc>j");
    desk.screen(80, 20);
    assert_eq!(desk.cursor(), on("INQ-1", 0));
    desk.model = Model::default();
    desk.screen(80, 20);
    assert_eq!(desk.press("j"), MatrixEvent::None);
}

#[test]
fn the_whole_matrix() {
    insta::assert_snapshot!(dump(&Desk::after("jjll").screen(100, 24)));
}

#[test]
fn a_small_terminal_scrolls_both_ways() {
    insta::assert_snapshot!(dump(&Desk::after("jjj<end>").screen(44, 12)));
    insta::assert_snapshot!(dump(&Desk::after("fz").screen(80, 18)));
}

#[test]
fn the_outcomes_behind_a_cell() {
    insta::assert_snapshot!(dump(&Desk::after("jj<end><enter>").screen(90, 14)));
    insta::assert_snapshot!(dump(&Desk::after("jj<end><enter>").screen(48, 10)));
}

#[test]
fn no_size_is_too_small() {
    for keys in ["jj<end>", "jj<end><enter>", "f", "G"] {
        let mut desk = Desk::after(keys);
        for width in 0..=40 {
            for height in 0..=12 {
                desk.screen(width, height);
            }
        }
        let mut small = Buffer::empty(Rect::new(0, 0, 20, 5));
        desk.view.draw(&desk.model, &mut small, Rect::new(10, 3, 40, 40), &Theme::plain());
    }
    let mut empty = Desk { model: Model::default(), view: View::default() };
    empty.screen(0, 0);
    empty.screen(9, 2);
}

#[test]
fn the_shipped_plan_reads_as_its_coverage_says() {
    let (_, tree) = crate::workspace::Workspace::open_example();
    let curriculum = crate::model::Curriculum::of(&tree);
    let context = crate::check::Context::new(&curriculum);
    let model = Model::of(&context);
    assert!(!model.sections.is_empty());
    for ((framework, coverage), section) in context.targets().zip(&model.sections) {
        for (column, point) in section.points.iter().enumerate() {
            let of_coverage = coverage.points.iter().position(|other| other.id == point.id).unwrap();
            let share = coverage.share(&curriculum, framework, None, of_coverage);
            let expected = section.rows.iter().filter(|row| row.cells[column].expected.is_some()).count();
            let met = expected - section.rows.iter().filter(|row| row.cells[column].is_gap()).count();
            assert_eq!((met, expected), share, "{}", point.id);
            for row in &section.rows {
                let competency = crate::model::curriculum::CompetencyIx(row.competency as u32);
                let mut ours: Vec<u32> =
                    model.behind(section, row, point).iter().map(|behind| behind.outcome.0).collect();
                let theirs = crate::coverage::behind(&curriculum, competency, point.stage);
                let mut theirs: Vec<u32> = theirs.iter().map(|behind| behind.outcome.0).collect();
                ours.sort_unstable();
                theirs.sort_unstable();
                assert_eq!(ours, theirs, "{} at {}", row.id, point.id);
                assert_eq!(row.cells[column].possible > 0, !ours.is_empty(), "{} at {}", row.id, point.id);
            }
        }
    }
}

#[test]
fn the_shipped_plan_fits_a_small_terminal() {
    let (_, tree) = crate::workspace::Workspace::open_example();
    let curriculum = crate::model::Curriculum::of(&tree);
    let model = Model::of(&crate::check::Context::new(&curriculum));
    let mut desk = Desk { model, view: View::default() };
    desk.press("n");
    let screen = dump(&desk.screen(80, 20));
    for stage in ["bachelor", "vocatio", "general", "guaranteed", "expected"] {
        assert!(screen.contains(stage), "{stage}\n{screen}");
    }
    let (name, column) = desk.cursor();
    assert!(desk.model.sections[0].rows.iter().any(|row| row.id == name && row.cells[column].is_gap()));
}
