//! Keys of one's own, other keyboards, themes, the mouse, the clipboard, ASCII, help and the tour.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;
use unicode_width::UnicodeWidthStr;

use super::bench::Bench;
use crate::language::{Language, speaking};
use crate::tui::effect::{Effect, Input};
use crate::tui::keymap::Keymap;
use crate::tui::preferences::{OwnFile, Preferences, Settings, Sources};
use crate::tui::state::{Modal, Pane, View};
use crate::tui::update::tour::Tour;
use crate::tui::view::breadcrumb;

const SIZES: [(u16, u16); 2] = [(120, 40), (80, 24)];

fn with_keys(keys: &str, width: u16, height: u16) -> Bench {
    let mut bench = Bench::new(width, height);
    let (keymap, troubles) = Keymap::patched("keys.toml", keys);
    assert_eq!(troubles, []);
    bench.state.preferences.keymap = keymap;
    bench
}

fn snapshots(name: &str, prepare: impl Fn(&mut Bench)) {
    for (width, height) in SIZES {
        let mut bench = Bench::new(width, height);
        prepare(&mut bench);
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), bench.screen());
    }
}

fn in_chinese(name: &str, prepare: impl Fn(&mut Bench)) {
    speaking(Language::Chinese, || snapshots(&format!("{name}_zh"), prepare));
}

// --- keys ---

#[test]
fn patched_keys_work_and_are_shown_everywhere() {
    let keys = "[everywhere]\nF5 = \"save\"\ns = \"\"\n\"ctrl-s\" = \"\"\nu = \"\"\n\"F9\" = \"undo\"\n\"F1\" = \"help\"\n[tree]\nx = \"cut\"\nd = \"\"\n";
    let mut bench = with_keys(keys, 120, 40);
    bench.keys("/VC-101<enter>d");
    assert!(!bench.state.session.is_dirty(), "d means nothing now");
    bench.keys("x");
    assert_eq!(bench.message(), "Removed VC-101 — F9 undoes");
    bench.keys("j");
    let shown = bench.text();
    assert!(shown.lines().last().unwrap().contains("F5 save"), "{shown}");
    assert!(shown.lines().last().unwrap().contains("F1 help"), "{shown}");
    bench.keys(":cut");
    assert!(bench.text().contains(" x│"), "{}", bench.text());
    bench.keys("<esc>?undo");
    assert!(bench.text().contains("│F9"), "{}", bench.text());
    bench.keys("<esc>s");
    assert!(bench.effects.iter().all(|effect| !matches!(effect, Effect::Save { .. })));
    bench.feed(Input::Key(KeyEvent::new(KeyCode::F(9), KeyModifiers::NONE)));
    assert!(!bench.state.session.is_dirty());
}

#[test]
fn the_form_asks_the_keymap_too() {
    let mut bench = with_keys("[form]\nj = \"up\"\nk = \"down\"\nz = \"edit-field\"\nenter = \"\"\n", 120, 40);
    bench.keys("/PD-101<enter><enter>");
    assert_eq!(bench.state.pane, Pane::Detail);
    let focused = |bench: &Bench| bench.state.form.as_ref().unwrap().focused_key().unwrap().to_owned();
    let first = focused(&bench);
    bench.keys("k");
    assert_ne!(focused(&bench), first);
    bench.keys("j");
    assert_eq!(focused(&bench), first);
    bench.keys("k<enter>");
    assert!(!bench.state.is_typing_in_form());
    assert!(bench.text().contains("z edits") || bench.text().contains("z picks"), "{}", bench.text());
    bench.keys("z");
    assert!(bench.state.is_typing_in_form());
    bench.keys("jk");
    assert!(bench.text().contains("jk"), "what is typed is typed:\n{}", bench.text());
}

#[test]
fn a_key_of_another_keyboard_means_its_place() {
    for (script, what) in [
        ("ооо", "ЙЦУКЕН"),
        ("ξξξ", "Greek"),
        ("חחח", "Hebrew"),
        ("تتت", "Arabic"),
        ("ㅓㅓㅓ", "Korean"),
        ("ｊｊｊ", "full width"),
    ] {
        let mut bench = Bench::new(80, 24);
        bench.keys(script);
        assert_eq!(bench.state.rows.scroll.selected, 3, "{what}");
    }
    let mut bench = Bench::new(80, 24);
    bench.keys("？");
    assert!(matches!(bench.state.modals.last(), Some(Modal::Help(_))));
    bench.keys("<esc>：");
    assert!(matches!(bench.state.modals.last(), Some(Modal::Palette(_))));
    bench.keys("й");
    assert!(bench.text().contains("й"), "typing is typing:\n{}", bench.text());
    bench.keys("<esc>/PD-101<enter>вй");
    assert!(matches!(bench.state.modals.last(), Some(Modal::Dialog(_))), "cut, and quit asks");
    bench.keys("в");
    assert!(bench.has_quit(), "d of the question");
}

#[test]
fn a_key_of_another_keyboard_that_is_bound_means_that() {
    let mut bench = with_keys("[tree]\n\"о\" = \"last\"\n", 80, 24);
    bench.keys("о");
    assert_eq!(bench.selected(), "waivers");
}

// --- themes, ASCII ---

/// The theme of the name, with what is told of it.
fn themed(name: &str, no_colour: bool) -> Preferences {
    let mine = OwnFile {
        name: "themes/mine.toml".into(),
        text: "inherits = \"light\"\nselected = \"#ffffff on #00447a\"\n".into(),
    };
    let themes = [("mine".to_owned(), mine)];
    let settings = Settings::read("config.toml", &format!("theme = \"{name}\"\n"));
    Preferences::of(&Sources { settings: &settings, themes: &themes, no_colour, ..Sources::default() })
}

#[test]
fn each_theme_in_its_colours() {
    for name in ["dark", "light", "high-contrast", "plain", "mine"] {
        let mut bench = Bench::new(100, 30);
        bench.state.prefer(themed(name, false));
        bench.keys("+jj");
        insta::assert_snapshot!(format!("theme_{name}"), bench.screen());
    }
}

#[test]
fn themes_are_cycled_through_unless_no_colour_is_wanted() {
    let mut bench = Bench::new(80, 24);
    bench.state.prefer(themed("ansi", false));
    let mut seen = Vec::new();
    for _ in 0..6 {
        bench.keys("T");
        seen.push(bench.state.preferences.themes.name().to_owned());
    }
    assert_eq!(seen, ["dark", "light", "high-contrast", "plain", "mine", "ansi"]);
    bench.state.prefer(themed("dark", true));
    bench.keys("T");
    assert!(bench.message().contains("NO_COLOR"), "{}", bench.message());
    assert_eq!(bench.state.preferences.themes.name(), "plain");
}

#[test]
fn in_ascii_nothing_else_is_drawn() {
    let scripts = [
        "",
        "+jjj",
        "/studio",
        ":sav",
        "<ctrl-f>sketch",
        "?",
        "2jj<right>",
        "2jj<enter>",
        "3j",
        "jjo",
        "jjo1Master",
        "p",
        "L+",
        "/PD-101<enter><enter>",
        "/PD-101<enter>r",
        "/PD-101<enter><enter>jjjj<enter>",
        "/VC-101<enter>dq",
        ":tour<enter>",
    ];
    for (width, height) in SIZES {
        for script in scripts {
            let mut bench = Bench::new(width, height);
            bench.state.preferences.ascii = true;
            bench.keys(script);
            let (buffer, _) = bench.buffer();
            for cell in buffer.content() {
                let symbol = cell.symbol();
                let is_fit = symbol.is_ascii() || symbol.width() > 1 || symbol.chars().all(char::is_alphanumeric);
                assert!(is_fit, "{script}: {symbol:?}\n{}", bench.text());
            }
        }
    }
}

#[test]
fn drawn_in_ascii() {
    snapshots("ascii", |bench| {
        bench.state.preferences.ascii = true;
        bench.keys("+jjj");
    });
    let mut bench = Bench::new(100, 30);
    bench.state.preferences.ascii = true;
    bench.keys("2jj");
    insta::assert_snapshot!("ascii_matrix_100x30", bench.screen());
}

// --- mouse ---

fn drag(bench: &mut Bench, from: (u16, u16), to: (u16, u16)) {
    let left = MouseButton::Left;
    for (kind, (column, row)) in
        [(MouseEventKind::Down(left), from), (MouseEventKind::Drag(left), to), (MouseEventKind::Up(left), to)]
    {
        bench.feed(Input::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
    }
}

#[test]
fn the_divider_is_dragged_and_moved_by_keys() {
    let mut bench = Bench::new(120, 40);
    let before = bench.state.layout().detail.x;
    drag(&mut bench, (before, 10), (40, 10));
    assert_eq!(bench.state.layout().detail.x, 40);
    drag(&mut bench, (39, 10), (2, 10));
    assert_eq!(bench.state.layout().detail.x, 24, "some of the tree stays");
    drag(&mut bench, (60, 10), (90, 10));
    assert_eq!(bench.state.layout().detail.x, 24, "only the divider is dragged");
    bench.keys(">");
    assert_eq!(bench.state.layout().detail.x, 30);
    bench.keys("<lt>");
    let mut narrow = Bench::new(80, 24);
    narrow.keys(">");
    assert!(narrow.message().contains("wide window"), "{}", narrow.message());
}

#[test]
fn a_double_click_edits_and_a_click_focuses_a_field() {
    let mut bench = Bench::new(120, 40);
    bench.keys("/PD-101<enter>");
    let row = 2 + bench.state.rows.scroll.selected as u16;
    bench.click(20, row);
    bench.feed(Input::DoubleClick(Position { x: 20, y: row }));
    assert_eq!(bench.state.pane, Pane::Detail);
    let detail = bench.state.layout().detail;
    bench.click(detail.x + 4, detail.y + 3);
    let focused = bench.state.form.as_ref().unwrap().focused_key().unwrap().to_owned();
    let shown = bench.text();
    let line: String = shown.lines().nth(usize::from(detail.y) + 3).unwrap().chars().skip(54).collect();
    assert!(line.contains(&focused), "{focused} is not in {line}");
    bench.feed(Input::DoubleClick(Position { x: detail.x + 4, y: detail.y + 3 }));
    assert!(bench.state.is_typing_in_form());
}

#[test]
fn what_a_field_offers_is_clicked() {
    let mut bench = Bench::writable(120, 40);
    let detail = bench.state.layout().detail;
    let row_of = |bench: &Bench, what: &str| {
        let row = bench.text().lines().skip(usize::from(detail.y)).position(|line| {
            let shown: String = line.chars().skip(usize::from(detail.x)).collect();
            shown.contains(what)
        });
        detail.y + row.unwrap_or_else(|| panic!("{what} does not show:\n{}", bench.text())) as u16
    };
    bench.keys("/PD-101<enter><enter><esc>");
    let stage = row_of(&bench, "stage");
    bench.click(detail.x + 4, stage).feed(Input::DoubleClick(Position { x: detail.x + 4, y: stage }));
    let other = row_of(&bench, "school");
    bench.click(detail.x + 4, other);
    assert!(bench.state.is_typing_in_form(), "the first click only points at it: {}", bench.text());
    assert_eq!(row_of(&bench, "school"), other);
    bench.click(detail.x + 4, other);
    assert!(!bench.state.is_typing_in_form());
    row_of(&bench, "school");

    bench.keys("u");
    let tracks = row_of(&bench, "tracks");
    bench.click(detail.x + 4, tracks).feed(Input::DoubleClick(Position { x: detail.x + 4, y: tracks }));
    let other = row_of(&bench, "[ ] ");
    bench.click(detail.x + 4, other);
    assert!(bench.text().lines().nth(usize::from(other)).unwrap().contains("[x] "), "{}", bench.text());
    bench.click(detail.x + 4, detail.bottom() - 2);
    assert!(bench.state.is_typing_in_form());
}

#[test]
fn breadcrumb_tabs_and_strip_are_clicked() {
    let mut bench = Bench::new(120, 40);
    bench.keys("/PD-101<enter>");
    let area = bench.state.layout().breadcrumb;
    let (step, entry) = breadcrumb::steps(&bench.state, area)[1];
    bench.click(step.x, step.y);
    assert_eq!(bench.state.selected(), Some(entry));
    let tab = breadcrumb::tabs(&bench.state, area).into_iter().find(|tab| tab.command.name == "view-matrix").unwrap();
    bench.click(tab.area.x, tab.area.y);
    assert_eq!(bench.state.view, View::Matrix);
    bench.keys("1");
    let strip = bench.state.layout().problems;
    bench.keys("g");
    bench.click(strip.x + 4, strip.y + 2);
    let shown = bench.state.selected().unwrap();
    assert_ne!(shown, 0, "it went to the line of the problem: {}", bench.message());
    bench.click(strip.x + 4, strip.y);
    assert_eq!(bench.state.view, View::Problems);
}

#[test]
fn what_stands_on_top_is_clicked() {
    let mut bench = Bench::new(120, 40);
    bench.keys(":view-matrix");
    let area = bench.state.layout().picker();
    bench.click(area.x + 5, area.y + 3);
    assert_eq!(bench.state.view, View::Matrix, "a line of the palette");
    bench.keys("1:");
    bench.click(0, 39);
    assert!(bench.state.modals.is_empty(), "beside it");
    bench.keys("/VC-101<enter>dq");
    bench.click(0, 0);
    assert_eq!(bench.state.modals.len(), 1, "a question wants an answer");
    let row = bench.text().lines().position(|line| line.contains("discard them")).unwrap() as u16;
    bench.click(60, row);
    assert!(bench.has_quit());
    let mut bench = Bench::new(120, 40);
    bench.keys("jjo");
    let row = bench.text().lines().position(|line| line.contains("1 ▣ stage")).unwrap() as u16;
    bench.click(50, row);
    assert!(matches!(bench.state.modals.last(), Some(Modal::Prompt(_))), "{}", bench.text());
}

#[test]
fn the_mouse_can_be_left_to_the_terminal() {
    let mut bench = Bench::new(120, 40);
    bench.keys(":toggle-mouse<enter>");
    assert!(bench.effects.contains(&Effect::CaptureMouse(false)));
    bench.click(10, 5);
    assert_eq!(bench.state.rows.scroll.selected, 0);
    bench.keys(":toggle-mouse<enter>");
    assert!(bench.effects.contains(&Effect::CaptureMouse(true)));
    bench.click(10, 5);
    assert_eq!(bench.state.rows.scroll.selected, 3);
}

// --- clipboard ---

fn copied(bench: &Bench) -> Vec<&str> {
    let effects = bench.effects.iter();
    effects.filter_map(|effect| if let Effect::Copy(text) = effect { Some(text.as_str()) } else { None }).collect()
}

#[test]
fn a_copy_goes_to_the_clipboard_as_the_file_has_it() {
    let mut bench = Bench::new(120, 40);
    bench.keys("/PD-101<enter>yY");
    let copied = copied(&bench);
    assert!(copied[0].starts_with("[[course]]\nid = \"PD-101\"\n"), "{}", copied[0]);
    assert!(copied[0].contains("[[course.unit]]"), "with all that is in it");
    assert_eq!(copied[1], "PD-101");
    bench.state.preferences.clipboard = false;
    bench.effects.clear();
    bench.keys("yY");
    assert!(bench.message().contains("the clipboard is off"), "{}", bench.message());
    assert!(!bench.effects.iter().any(|effect| matches!(effect, Effect::Copy(_))));
}

#[test]
fn what_is_too_long_for_the_clipboard_is_kept_here_only() {
    let long = "x".repeat(80_000);
    let text =
        format!("gradus = 1\n[curriculum]\nid = \"p\"\ntitle = \"P\"\n[[stage]]\nid = \"s\"\ntitle = \"{long}\"\n");
    let mut bench = Bench::of_text(&text, 120, 40);
    bench.keys("jy");
    assert!(bench.message().contains("too long"), "{}", bench.message());
    assert!(bench.state.clip.is_some() && copied(&bench).is_empty());
}

// --- language ---

#[test]
fn the_interface_changes_its_language_at_once() {
    let mut bench = Bench::new(120, 40);
    bench.keys(":interface-language<enter>");
    assert!(bench.effects.contains(&Effect::Speak(Language::Chinese)));
    speaking(Language::Chinese, || {
        bench.feed(Input::Spoken(Language::Chinese));
        assert!(bench.message().contains("中文"), "{}", bench.message());
        assert!(bench.state.is_analysed(), "the checks speak anew");
    });
}

// --- help ---

#[test]
fn help_finds_as_one_types() {
    snapshots("help_search", |bench| {
        bench.keys("?past");
    });
    in_chinese("help_search", |bench| {
        bench.keys("?撤");
    });
}

#[test]
fn help_finds_by_key_name_and_words_and_carries_out() {
    let first = |query: &str| {
        let mut bench = Bench::new(120, 40);
        bench.keys("?").keys(query);
        let Some(Modal::Help(help)) = bench.state.modals.last() else { panic!() };
        help.selected().map(|command| command.name)
    };
    assert_eq!(first("u"), Some("undo"), "a key before all else");
    assert_eq!(first("ctrl-f"), Some("go-to"));
    assert_eq!(first("view matrix"), Some("view-matrix"));
    assert_eq!(first("sibling after"), Some("add-beside"));
    assert_eq!(first("xyzzy"), None);
    let mut bench = Bench::new(120, 40);
    bench.keys("?view-problems<enter>");
    assert_eq!((bench.state.view, bench.state.modals.len()), (View::Problems, 0));
    bench.keys("1?paste-beside<enter>");
    assert_eq!(bench.state.modals.len(), 1, "help stays where nothing was done");
    assert!(bench.message().contains("nothing was cut or copied yet"), "{}", bench.message());
    assert!(bench.text().contains("not now: nothing was cut"), "{}", bench.text());
}

#[test]
fn help_begins_with_what_works_here_and_moves_over_titles() {
    let mut bench = Bench::new(80, 24);
    bench.keys("3?");
    let Some(Modal::Help(help)) = bench.state.modals.last() else { panic!() };
    assert!(help.selected().unwrap().applies_in(crate::tui::command::Place::Problems));
    for _ in 0..200 {
        bench.keys("<down>");
        let Some(Modal::Help(help)) = bench.state.modals.last() else { panic!() };
        assert!(help.selected().is_some());
    }
    bench.keys("<pageup><up>");
    for _ in 0..200 {
        bench.keys("<up>");
        let Some(Modal::Help(help)) = bench.state.modals.last() else { panic!() };
        assert!(help.selected().is_some());
    }
    let Some(Modal::Help(help)) = bench.state.modals.last() else { panic!() };
    assert_eq!((help.scroll.selected, help.scroll.offset), (1, 0));
}

// --- tour ---

#[test]
fn the_tour_step_by_step() {
    snapshots("tour", |bench| {
        bench.keys(":tour<enter>jl");
    });
    in_chinese("tour", |bench| {
        bench.keys(":tour<enter>");
    });
    let mut bench = Bench::new(120, 40);
    bench.state.tour = Some(Tour::Offered);
    insta::assert_snapshot!("tour_offered_120x40", bench.screen());
}

#[test]
fn the_tour_goes_on_when_its_key_is_pressed_and_can_be_left() {
    let mut bench = Bench::new(120, 40);
    bench.keys(":tour<enter>");
    for (step, key) in ["j", "l", "<enter>", "2", "?"].into_iter().enumerate() {
        assert_eq!(bench.state.tour, Some(Tour::At(step)));
        bench.keys(key);
    }
    assert_eq!(bench.state.tour, None);
    assert!(bench.message().contains("That was the tour"), "{}", bench.message());
    for leave in ["q", "<esc>"] {
        let mut bench = Bench::new(120, 40);
        bench.keys(":tour<enter>jl<enter>");
        assert_eq!(bench.state.tour, Some(Tour::At(3)));
        bench.keys(leave);
        assert_eq!(bench.state.tour, None, "{leave}");
        assert!(!bench.has_quit());
        assert!(bench.message().contains("palette (:)"), "{}", bench.message());
    }
}

#[test]
fn the_offer_of_the_tour_is_in_nobodys_way() {
    let offered = |script: &str| {
        let mut bench = Bench::new(120, 40);
        bench.state.tour = Some(Tour::Offered);
        bench.keys(script);
        bench
    };
    assert_eq!(offered("<enter>").state.tour, Some(Tour::At(0)));
    let bench = offered("j");
    assert_eq!((bench.state.tour, bench.state.rows.scroll.selected), (None, 1));
    let bench = offered("<esc>");
    assert_eq!(bench.state.tour, None);
    assert!(bench.message().contains("starts it at any time"));
    assert!(offered("q").has_quit());
}

// --- troubles ---

#[test]
fn what_the_files_have_wrong_is_told_at_the_start() {
    let mut bench = Bench::new(120, 40);
    let settings = Settings::read("config.toml", "thme = 1\nmouse = 2\n");
    bench.state.prefer(Preferences::of(&Sources { settings: &settings, ..Sources::default() }));
    let told = "config.toml:1:1: unknown setting `thme`; did you mean `theme`? (and 1 more: `gradus config` tells all)";
    assert_eq!(bench.message(), told);
}

#[test]
fn every_input_shows_the_cursor() {
    for script in
        [":", "<ctrl-f>", "/", "?", "jjo1", "jjr", "/PD-101<enter><enter><enter>", "/PD-101<enter><enter>jjj<enter>"]
    {
        for (width, height) in [(120, 40), (80, 24), (40, 10)] {
            let mut bench = Bench::new(width, height);
            bench.keys(script);
            let (buffer, cursor) = bench.buffer();
            let cursor = cursor.unwrap_or_else(|| panic!("{script} at {width}x{height}:\n{}", bench.text()));
            assert!(buffer.area.contains(cursor));
        }
    }
}
