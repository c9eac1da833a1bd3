//! The wizard that takes outcomes and courses from spreadsheets.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Position;
use rust_xlsxwriter::{Format, Workbook};

use super::bench::Bench;
use crate::language::{Language, speaking};
use crate::tui::effect::{Effect, Input};
use crate::tui::import::{Step, Wizard, Work};
use crate::tui::state::Modal;
use crate::tui::update::update;

const OUTCOMES: &str = "Itests/fixtures/sheets/outcomes.csv";
/// Gives the column with Chinese texts its field.
const CHINESE_TEXTS: &str = "jjjj<space>text.zh<enter>";

/// The screen after a script, wide and narrow, in English and in Chinese.
fn everywhere(name: &str, script: &str) {
    for (language, mark) in [(Language::English, ""), (Language::Chinese, "zh_")] {
        for (width, height) in [(120, 40), (80, 24)] {
            speaking(language, || {
                let mut bench = Bench::new(width, height);
                bench.keys(script);
                insta::assert_snapshot!(format!("import_{name}_{mark}{width}x{height}"), bench.screen());
            });
        }
    }
}

fn wizard(bench: &Bench) -> &Wizard {
    match bench.state.modals.last() {
        Some(Modal::Import(wizard)) => wizard,
        _ => panic!("no wizard:\n{}", bench.text()),
    }
}

fn step(bench: &Bench) -> Step {
    wizard(bench).step
}

fn texts(bench: &Bench) -> Vec<String> {
    bench.state.tree().files.iter().map(|file| file.text()).collect()
}

/// A workbook of two sheets, courses on the second.
fn workbook(folder: &std::path::Path) -> String {
    let mut book = Workbook::new();
    let notes = book.add_worksheet();
    notes.set_name("Notes").unwrap().write_string(0, 0, "Modules of the second year").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("Modules 2027").unwrap();
    let rows = [
        ["Module code", "Module title", "Stage", "Credits", "Prerequisites"],
        ["DF-200", "Design history", "Bachelor", "2", "DF-100"],
        ["PD 101", "Design studio 1", "本科", "8", ""],
        ["DF-201", "Colour", "Master", "2", ""],
    ];
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write_string(row as u32, column as u16, *cell).unwrap();
        }
    }
    sheet.merge_range(5, 1, 6, 1, "Exchange", &Format::new()).unwrap();
    sheet.write_string(5, 0, "EX-1").unwrap().write_string(6, 0, "EX-2").unwrap();
    let path = folder.join("modules.xlsx");
    book.save(&path).unwrap();
    path.display().to_string()
}

/// What a key asks of the outside, without doing it.
fn asked(bench: &mut Bench, code: KeyCode) -> Option<Work> {
    let effects = update(&mut bench.state, Input::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    effects.into_iter().find_map(|effect| match effect {
        Effect::Import(work) => Some(*work),
        _ => None,
    })
}

#[test]
fn every_step() {
    everywhere("file", "Itests/fixtures/sheets/<down>");
    everywhere("sheet", &format!("{OUTCOMES}<enter>j"));
    everywhere("columns", &format!("{OUTCOMES}<enter><enter>jjj"));
    everywhere("field", &format!("{OUTCOMES}<enter><enter>jjjj<space>text"));
    everywhere("preview", &format!("{OUTCOMES}<enter><enter>{CHINESE_TEXTS}<enter>jj"));
}

#[test]
fn what_is_wrong_is_said_in_place() {
    everywhere("broken", "Itests/fixtures/sheets/broken.xlsx<enter>");
    everywhere("encoding", "Itests/fixtures/sheets/gb18030.csv<enter>");
    everywhere("needed", "Itests/fixtures/sheets/outcomes.csv<enter><enter>jjx");
    everywhere("value", "Itests/fixtures/sheets/outcomes.csv<enter><enter>GGkk<space>INQ-9<enter>");
}

#[test]
fn outcomes_of_a_text_file_are_one_change_and_undone_to_the_byte() {
    let mut bench = Bench::writable(120, 40);
    let before = texts(&bench);
    bench.keys(OUTCOMES).keys("<enter>");
    assert_eq!(step(&bench), Step::Sheet);
    bench.keys("<enter>").keys(CHINESE_TEXTS);
    // Rows without a course belong to that above.
    bench.keys("jjj<space><enter>");
    assert!(bench.text().contains("3 new") || bench.text().contains("2 new"), "{}", bench.text());
    assert_eq!(texts(&bench), before, "nothing is in the plan yet");
    bench.keys("<enter>");
    assert!(bench.state.modals.is_empty());
    assert_eq!(bench.state.session.history().0, ["Import 3 outcomes from outcomes.csv"]);
    assert!(bench.message().contains("u undoes"), "{}", bench.message());
    let after = texts(&bench).concat();
    for text in ["text.zh = \"把纸折成能承重的壳\"", "Compare three joints", "text.zh = \"说出物品的用途\""]
    {
        assert!(after.contains(text), "{after} lacks {text}");
    }
    assert!(!after.contains("Nobody teaches this") && !after.contains("Mix colours"));
    assert_eq!(bench.text_of("stages/university.toml"), before[2], "and not on disk before it is saved");
    bench.keys("u");
    assert_eq!(texts(&bench), before);
    assert!(!bench.state.session.is_dirty());
    bench.keys("<ctrl-r>");
    assert_eq!(texts(&bench).concat(), after);
}

#[test]
fn courses_of_a_workbook() {
    let mut bench = Bench::writable(120, 40);
    let before = texts(&bench);
    let path = workbook(bench.folder());
    bench.keys("I").keys(&path).keys("<enter>");
    bench.keys("<enter>");
    assert!(bench.message().contains("no rows below the headers"), "{}", bench.message());
    bench.keys("<right>");
    let text = bench.text();
    for part in ["Modules 2027", "2 of 2", "‹ courses ›", "merged cells"] {
        assert!(text.contains(part), "{text} lacks {part}");
    }
    bench.keys("<enter><enter>");
    let text = bench.text();
    for part in
        ["1 new", "1 different", "3 refused", "row 4 stage: there is no stage Master", "credits: 6 | in the sheet: 8"]
    {
        assert!(text.contains(part), "{text} lacks {part}");
    }
    // The stage of the rows that have none, said once and checked at once.
    bench.keys("<esc>");
    let line = |bench: &Bench| bench.text().lines().position(|line| line.contains("where stage is empty")).unwrap();
    let row = line(&bench) as u16;
    bench.click(10, row).click(10, row).keys("bachlor<enter>");
    assert!(bench.text().contains("did you mean bachelor?"), "{}", bench.text());
    bench.keys("<ctrl-u>ba<tab><enter><enter>");
    assert!(bench.text().contains("3 new"), "{}", bench.text());
    // What the sheet says takes the place of what the plan says, where that is wanted.
    bench.keys("o");
    assert!(bench.text().contains("credits: 6 → 8"), "{}", bench.text());
    bench.keys("<enter>");
    assert_eq!(bench.state.session.history().0, ["Import 4 courses from modules.xlsx"]);
    let after = texts(&bench).concat();
    assert!(after.contains("title = \"Exchange\"") && after.contains("credits = 8"), "{after}");
    bench.keys("u");
    assert_eq!(texts(&bench), before);
    // The file and how it was meant are there still.
    bench.keys("I<enter>");
    assert!(bench.text().contains("Modules 2027"), "{}", bench.text());
    bench.keys("<enter>");
    assert!(bench.text().contains("where stage is empty = bachelor"), "{}", bench.text());
    bench.keys("<enter>");
    assert!(bench.text().contains("1 different"), "what is in the plan is not overwritten unasked: {}", bench.text());
}

#[test]
fn esc_goes_one_step_back_and_nothing_is_lost() {
    let mut bench = Bench::new(120, 40);
    let before = bench.screen();
    bench.keys(OUTCOMES).keys("<enter><enter>").keys(CHINESE_TEXTS);
    let columns = bench.screen();
    bench.keys("<enter>");
    assert_eq!(step(&bench), Step::Preview);
    bench.keys("<esc>");
    assert_eq!(bench.screen(), columns);
    bench.keys("<esc><esc>");
    assert_eq!(step(&bench), Step::File);
    bench.keys("<esc>");
    assert_eq!(bench.screen(), before);
    bench.keys("I<enter><enter>");
    assert_eq!(bench.screen(), columns);
    // What stands over the table is left first.
    bench.keys("<space><esc>");
    assert_eq!(bench.screen(), columns);
    assert!(!bench.state.session.is_dirty());
}

#[test]
fn a_broken_file_is_followed_by_another() {
    let mut bench = Bench::new(80, 24);
    bench.keys("Itests/fixtures/sheets/broken.xlsx<enter>");
    assert_eq!(step(&bench), Step::File);
    let refusal = wizard(&bench).path.refusal.clone().unwrap();
    let bytes = std::fs::read("tests/fixtures/sheets/broken.xlsx").unwrap();
    let told = crate::interchange::sheet::Book::open(&bytes);
    assert_eq!(
        refusal,
        format!("tests/fixtures/sheets/broken.xlsx: {}", told.unwrap_err()),
        "as the command line says"
    );
    // All of the folder is offered below it.
    bench.keys("<down><down><down><enter>");
    assert_eq!(step(&bench), Step::Sheet, "{}", bench.text());
    bench.keys("<esc><ctrl-u>tests/fixtures/sheets/gb18030.csv<enter>");
    assert!(bench.text().contains("--encoding gb18030") && bench.text().contains("Simplified Chinese"));
    // A wrong one is seen, and another taken.
    bench.keys("<down><enter>");
    assert!(bench.text().contains("‹ big5 ›") && !bench.text().contains("设计史"), "{}", bench.text());
    bench.keys("G<left>");
    assert!(bench.text().contains("设计史") && bench.text().contains("‹ gb18030 ›"), "{}", bench.text());
    bench.keys("<left>");
    assert!(bench.text().contains("line 1: it is not UTF-8"), "{}", bench.text());
    bench.keys("<enter>");
    assert_eq!(step(&bench), Step::Sheet);
    bench.keys("<esc><ctrl-u>nowhere.csv<enter>");
    assert!(bench.text().contains("nowhere.csv: there is no such file"), "{}", bench.text());
}

#[test]
fn what_is_under_way_is_stopped_and_its_answer_not_taken() {
    let mut bench = Bench::new(80, 24);
    bench.keys(OUTCOMES);
    let reading = asked(&mut bench, KeyCode::Enter).unwrap();
    assert!(asked(&mut bench, KeyCode::Enter).is_none());
    assert!(bench.message().contains("Esc stops it"), "{}", bench.message());
    bench.only_update("x");
    assert!(wizard(&bench).path.input.text().ends_with("outcomes.csv"), "keys wait until it is read");
    bench.only_update("<esc>");
    assert!(reading.progress.is_cancelled());
    bench.feed(Input::Imported(Box::new(crate::tui::shell::import::run(reading))));
    assert_eq!(step(&bench), Step::File);
    bench.keys("<enter><enter>");
    let attempt = asked(&mut bench, KeyCode::Enter).unwrap();
    assert!(bench.text().contains("Working out what would come of it"), "{}", bench.text());
    bench.only_update("<esc>");
    assert!(attempt.progress.is_cancelled());
    assert_eq!(step(&bench), Step::Columns);
    bench.feed(Input::Imported(Box::new(crate::tui::shell::import::run(attempt))));
    assert_eq!(step(&bench), Step::Columns);
    assert!(wizard(&bench).outcome.is_none());
}

#[test]
fn a_key_that_does_nothing_says_why() {
    let mut bench = Bench::new(80, 24);
    bench.keys("I<enter>");
    assert!(bench.text().contains("name a file"), "{}", bench.text());
    bench.keys(&OUTCOMES[1..]).keys("<enter><enter>jjx<enter>");
    assert_eq!(step(&bench), Step::Columns);
    assert!(bench.message().contains("the text of the outcomes"), "{}", bench.message());
    bench.keys("<right><enter>");
    assert_eq!(step(&bench), Step::Columns, "the first free field is no text");
    let mut bench = Bench::new(80, 24);
    bench.keys(OUTCOMES).keys("<enter><enter>xgx<enter>");
    assert!(bench.message().contains("the course of the outcomes"), "{}", bench.message());
    let mut bench = Bench::of_text("gradus = 1\n[curriculum\n", 80, 24);
    bench.keys("I");
    assert!(bench.state.modals.is_empty());
    assert!(bench.message().contains("syntax error"), "{}", bench.message());
}

#[test]
fn the_mouse_takes_files_steps_columns_and_keys() {
    let mut bench = Bench::new(120, 40);
    bench.keys("Itests/fixtures/sheets/");
    let row = |bench: &Bench, text: &str| bench.text().lines().position(|line| line.contains(text)).unwrap() as u16;
    let file = row(&bench, "outcomes.csv");
    bench.click(6, file);
    assert_eq!(step(&bench), Step::Sheet);
    // The next tab goes on, one further says why not.
    bench.click(20, 1).click(30, 1);
    assert_eq!(step(&bench), Step::Preview);
    bench.click(3, 1);
    assert_eq!(step(&bench), Step::File);
    bench.click(30, 1);
    assert!(bench.message().contains("one step after the other"), "{}", bench.message());
    bench.keys("<enter><enter>");
    let remarks = row(&bench, "Remarks");
    bench.click(5, remarks).click(5, remarks);
    assert!(bench.text().contains("The field of G"), "{}", bench.text());
    bench.keys("<esc>");
    bench.click(5, remarks - 1);
    bench.feed(Input::DoubleClick(Position { x: 5, y: remarks - 1 }));
    assert!(bench.text().contains("The field of F"), "{}", bench.text());
    bench.keys("<esc>");
    let keys = row(&bench, "show what would come");
    bench.click(3, keys);
    assert_eq!(step(&bench), Step::Preview);
    let selected = |bench: &Bench| wizard(bench).outcome.as_ref().unwrap().preview.scroll.selected;
    assert_eq!(selected(&bench), 0);
    bench.click(5, 7);
    assert_eq!(selected(&bench), 3);
}

#[test]
fn nothing_from_a_sheet_is_obeyed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("evil.csv");
    let text = "course,outcome\u{202e},\u{1b}[31mred\nPD-101,Paint\u{7}\u{1b}[2J it,\u{200b}\nPD-1\u{202e},x,y\n";
    std::fs::write(&path, text).unwrap();
    let mut bench = Bench::new(120, 40);
    bench.keys("I").keys(&path.display().to_string());
    for script in ["<enter>", "<enter>", "jj<space>", "<esc><enter>", "jjj"] {
        bench.keys(script);
        let (buffer, _) = bench.buffer();
        let hidden = |c: char| c.is_control() || matches!(c, '\u{202e}' | '\u{200b}');
        assert!(!buffer.content().iter().any(|cell| cell.symbol().chars().any(hidden)), "{script}");
    }
    assert!(bench.text().contains("Paint⟨U+0007⟩⟨U+001B⟩[2J it"), "{}", bench.text());
}

#[test]
fn a_sheet_with_the_same_headers_is_meant_alike() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("one.csv"), "Kurs,Text\nPD-101,One\n").unwrap();
    std::fs::write(path("two.csv"), "Kurs,Text\nPD-102,Two\n").unwrap();
    let mut bench = Bench::new(120, 40);
    bench.keys("I").keys(&path("one.csv")).keys("<enter><enter><right><enter>");
    assert!(bench.text().contains("PD-101 One"), "{}", bench.text());
    bench.keys("<esc><esc><esc><ctrl-u>").keys(&path("two.csv")).keys("<enter><enter><enter>");
    assert!(bench.text().contains("PD-102 Two"), "{}", bench.text());
}
