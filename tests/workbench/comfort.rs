//! Settings, the mouse, the clipboard and the tour, as a terminal meets them.

use super::*;

/// The place of settings of a test.
struct Settings(tempfile::TempDir);

impl Settings {
    fn with(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("config.toml"), text).unwrap();
        Self(folder)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn path(&self) -> String {
        self.0.path().join("config.toml").display().to_string()
    }
}

#[test]
fn settings_keys_and_themes_hold_from_the_start() {
    let settings = Settings::with("theme = \"mine\"\nmouse = false\nascii = true\ntour = false\n");
    settings.write("keys.toml", "[everywhere]\nQ = \"quit\"\nq = \"\"\n");
    settings.write("themes/mine.toml", "inherits = \"dark\"\ntext = \"#e0e0e0 on #203040\"\n");
    let mut terminal = Terminal::start(&["--config", &settings.path(), &fixture()], &[]);
    terminal.shows("Secondary school");
    terminal.shows("covered");
    assert!(terminal.text().contains("Q quit") && terminal.text().is_ascii(), "{}", terminal.text());
    assert_eq!(terminal.screen.screen().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    let background = terminal.screen.screen().cell(12, 60).unwrap().bgcolor();
    assert_eq!(background, vt100::Color::Rgb(0x20, 0x30, 0x40));
    terminal.send("Q");
    assert!(terminal.end().success());
    terminal.is_restored();
}

#[test]
fn no_color_wins_over_any_theme() {
    let mut terminal = Terminal::start(&["--theme", "dark", &fixture()], &[("NO_COLOR", "1"), ("GRADUS_CONFIG", "")]);
    terminal.shows("covered");
    let screen = terminal.screen.screen();
    for (row, column) in (0..24).flat_map(|row| (0..80).map(move |column| (row, column))) {
        let cell = screen.cell(row, column).unwrap();
        assert_eq!((cell.fgcolor(), cell.bgcolor()), (vt100::Color::Default, vt100::Color::Default));
    }
    terminal.send("q");
    terminal.end();
}

#[test]
fn wrong_settings_are_told_and_hinder_nothing() {
    let settings = Settings::with("thme = \"dark\"\n");
    let mut terminal = Terminal::start(&["--config", &settings.path(), &fixture()], &[]);
    terminal.shows("unknown setting `thme`");
    terminal.send("q");
    assert!(terminal.end().success());
    assert!(terminal.text().contains("config.toml:1:1: unknown setting"), "it is still there to be read");
}

#[test]
fn the_mouse_is_given_back_and_taken_again() {
    let mut terminal = Terminal::start(&[&fixture()], &[("GRADUS_CONFIG", "")]);
    let mode = |screen: &vt100::Screen| screen.mouse_protocol_mode();
    terminal.until("took the mouse", |screen| mode(screen) != vt100::MouseProtocolMode::None);
    terminal.send(":toggle-mouse\r");
    terminal.until("gave the mouse back", |screen| mode(screen) == vt100::MouseProtocolMode::None);
    terminal.send(":toggle-mouse\r");
    terminal.until("took it again", |screen| mode(screen) != vt100::MouseProtocolMode::None);
    terminal.send("q");
    terminal.end();
    terminal.is_restored();
}

#[test]
fn a_copy_reaches_the_clipboard_of_the_terminal() {
    let mut terminal = Terminal::start(&[&fixture()], &[("GRADUS_CONFIG", "")]);
    terminal.shows("covered");
    terminal.send("jY");
    terminal.shows("Copied the path school");
    terminal.send("q");
    terminal.end();
    let written = String::from_utf8_lossy(&terminal.written).into_owned();
    // "school" in base64.
    assert!(written.contains("\u{1b}]52;c;c2Nob29s"), "{written:?}");
}

#[test]
fn the_tour_is_offered_once() {
    let state = tempfile::tempdir().unwrap();
    let environment = [("GRADUS_STATE", state.path().to_str().unwrap()), ("GRADUS_CONFIG", "")];
    let mut terminal = Terminal::start(&[&fixture()], &environment);
    terminal.shows("Welcome to gradus");
    terminal.send("\r");
    terminal.shows("Tour 1 of 5");
    terminal.send("j");
    terminal.shows("Tour 2 of 5");
    terminal.send("\u{1b}");
    terminal.shows("The tour was left");
    terminal.send("q");
    assert!(terminal.end().success());
    let mut terminal = Terminal::start(&[&fixture()], &environment);
    terminal.shows("covered");
    assert!(!terminal.text().contains("Welcome"));
    terminal.send("q");
    terminal.end();
}

#[test]
fn a_double_click_opens_the_form() {
    let mut terminal = Terminal::start(&[&fixture()], &[("GRADUS_CONFIG", "")]);
    terminal.shows("covered");
    // SGR mouse reports: the button goes down and up, twice, on the third row.
    terminal.send("\u{1b}[<0;20;3M\u{1b}[<0;20;3m\u{1b}[<0;20;3M\u{1b}[<0;20;3m");
    terminal.shows("stage school");
    terminal.send("q");
    terminal.end();
}
