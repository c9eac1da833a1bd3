use super::bench::Bench;

/// Scripts that each leave the workbench in another view or with another thing on top.
const SCENES: &[&str] = &[
    "",
    "+",
    "j<enter>",
    "2",
    "2jj<enter>",
    "3",
    "5",
    "5csaved<enter>",
    "5c",
    "4",
    "/PD-101<enter>4p<tab>x",
    ":",
    "<ctrl-f>o",
    "/stu",
    "?",
    "?undo",
    "?xyzzy",
    "jo",
    "jjo1",
    "jjr",
    "+jjjj<tab>",
    "/PD-101<enter>dq",
    "/PD-101<enter><enter><enter>",
    "/PD-101<enter><enter>jjj<enter>",
    ":tour<enter>jl",
    "I",
    "Itests/fixtures/sheets/<down>",
    "Itests/fixtures/sheets/broken.xlsx<enter>",
    "Itests/fixtures/sheets/gb18030.csv<enter>",
    "Itests/fixtures/sheets/outcomes.csv<enter>",
    "Itests/fixtures/sheets/outcomes.csv<enter><enter>jjj",
    "Itests/fixtures/sheets/outcomes.csv<enter><enter><space>te",
    "Itests/fixtures/sheets/outcomes.csv<enter><enter>G<space>app",
    "Itests/fixtures/sheets/outcomes.csv<enter><enter><enter>jjj",
];

#[test]
fn no_size_is_too_small_to_draw() {
    for (script, ascii) in SCENES.iter().flat_map(|script| [(script, false), (script, true)]) {
        let mut bench = Bench::new(80, 24);
        bench.keys(script);
        bench.state.preferences.ascii = ascii;
        for width in 0..=41 {
            for height in 0..=12 {
                bench.resize(width, height);
                let _ = bench.buffer();
            }
        }
        for (width, height) in [(99, 29), (100, 30), (120, 40), (300, 100), (100, 10), (40, 60)] {
            bench.resize(width, height);
            let _ = bench.buffer();
        }
    }
}

/// The mouse, wherever it clicks, and whatever stands there.
#[test]
fn every_place_can_be_clicked_at_every_size() {
    for script in SCENES {
        for (width, height) in [(40, 10), (41, 12), (80, 24), (120, 40)] {
            for (x, y) in [(0, 0), (3, 3), (20, 5), (39, 9), (60, 20), (100, 36), (119, 39), (30, 2), (54, 7)] {
                // A click may save.
                let mut bench = Bench::writable(width, height);
                bench.keys(script).click(x, y).click(x, y).wheel(x, y, true);
                let _ = bench.buffer();
            }
        }
    }
}

#[test]
fn every_key_can_be_pressed_everywhere_at_the_least_size() {
    for script in ["+jj", "j<enter>", "2", "3", "4", "5csaved<enter>", ":"] {
        for key in crate::tui::command::COMMANDS.iter().flat_map(|command| command.keys) {
            let name = key.to_string();
            let key = match name.strip_prefix("Ctrl-") {
                Some(letter) => format!("<ctrl-{}>", letter.to_lowercase()),
                None if name.chars().count() == 1 && name.is_ascii() => name,
                None => continue,
            };
            let mut bench = Bench::new(40, 10);
            bench.keys(script).keys(&key);
            let _ = bench.buffer();
        }
    }
}

#[test]
fn a_small_window_can_be_left() {
    let mut bench = Bench::new(20, 4);
    assert!(bench.text().contains("q quits"));
    assert!(bench.keys("j").effects.is_empty());
    assert!(bench.keys("q").has_quit());
}
