//! Pictures of the views for `docs/`, drawn from what the program shows in a terminal. `docs/pictures/make.sh` makes
//! them anew; without it the test holds that each view still comes up and has its picture.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use crate::workbench::Terminal;

const ROWS: u16 = 36;
const COLUMNS: u16 = 120;
/// Pixels of a cell.
const WIDTH: u16 = 8;
const HEIGHT: u16 = 17;

/// A view, the keys that lead there, and words by which it is known.
const VIEWS: [(&str, &str, &str); 7] = [
    ("tree", "/LS-ART\rl", "course LS-ART"),
    ("matrix", "2jjj\x1b[C\x1b[C", "People and inquiry"),
    ("problems", "3jj", "learner path"),
    ("pathway", "/product-design\r4lll", "what it needs"),
    ("changes", "/PD-CAD\rd5n", "since the last commit"),
    ("thread", "/GEN-1\r6", "GEN-1"),
    ("import", "Ioutcomes.csv\r\rjj", "first values"),
];

/// A sheet as a committee may send it.
const SHEET: &str = "\
Course,Unit,Learning outcome,Learning outcome (zh),PLO,Level,Bloom level,Remarks
LS-ART,Looking,Draw a room in one-point perspective,用一点透视画房间,REP-1,try,apply,new since May
LS-ART,Looking,Name three ways of showing depth,说出三种表现空间的方法,REP-1,notice,remember,
LS-CRAFT,Joints,Compare three joints of card,比较三种纸板接合方式,MAK-5,apply,analyse,
";

/// The example in a repository of its own, whose commit is the same on every machine.
fn example(folder: &Path) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("curricula/design-cn");
    copy(&from, &folder.join("design-cn"));
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.arg("-C").arg(folder).args(["-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"]);
        for (key, value) in [("NAME", "Curriculum committee"), ("EMAIL", "committee@example.org")] {
            command.env(format!("GIT_AUTHOR_{key}"), value).env(format!("GIT_COMMITTER_{key}"), value);
        }
        for date in ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"] {
            command.env(date, "2026-09-01T08:00:00Z");
        }
        assert!(command.args(arguments).output().unwrap().status.success(), "git {arguments:?}");
    };
    git(&["init"]);
    git(&["add", "."]);
    git(&["commit", "-m", "The plan"]);
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            std::fs::copy(&path, &to).unwrap();
        }
    }
}

#[test]
fn pictures_of_the_views() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures");
    let bless = std::env::var_os("GRADUS_BLESS").is_some();
    let plans = tempfile::tempdir().unwrap();
    example(plans.path());
    // Nobody is shown round here.
    std::fs::write(plans.path().join("config.toml"), "tour = false\n").unwrap();
    std::fs::write(plans.path().join("outcomes.csv"), SHEET).unwrap();
    let config = plans.path().join("config.toml").display().to_string();
    for (name, keys, known_by) in VIEWS {
        let mut terminal =
            Terminal::start_in(plans.path(), &["design-cn"], &[("GRADUS_CONFIG", &config)], (ROWS, COLUMNS));
        terminal.shows("covered");
        for key in split(keys) {
            terminal.send(key);
            std::thread::sleep(std::time::Duration::from_millis(30));
        }
        terminal.shows(known_by);
        let drawn = drawing(terminal.settled(), name);
        let path = folder.join(format!("{name}.svg"));
        if bless {
            std::fs::write(&path, drawn).unwrap();
        }
        assert!(path.exists(), "{} is missing: docs/pictures/make.sh draws it", path.display());
    }
}

/// Keys one by one; a sequence of the terminal is one.
fn split(keys: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = keys;
    while !rest.is_empty() {
        let length = if rest.starts_with("\x1b[") { 3 } else { rest.chars().next().unwrap().len_utf8() };
        let (key, after) = rest.split_at(length);
        parts.push(key);
        rest = after;
    }
    parts
}

/// The screen as a picture: a rectangle where the ground is another, a run of text where the style is one.
fn drawing(screen: &vt100::Screen, name: &str) -> String {
    let (width, height) = (COLUMNS * WIDTH + 16, ROWS * HEIGHT + 16);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"The {name} \
         view of gradus\">\n<title>The {name} view of gradus</title>\n<rect width=\"{width}\" height=\"{height}\" rx=\"6\" \
         fill=\"#1c1f24\"/>\n<g font-family=\"ui-monospace,Menlo,Consolas,'DejaVu Sans Mono','Noto Sans Mono CJK SC',monospace\" \
         font-size=\"13\" xml:space=\"preserve\">\n"
    );
    for row in 0..ROWS {
        let mut column = 0;
        while column < COLUMNS {
            let cell = screen.cell(row, column).unwrap();
            let style = style(cell);
            let start = column;
            let mut text = String::new();
            while column < COLUMNS {
                let next = screen.cell(row, column).unwrap();
                if column > start && (self::style(next) != style || next.is_wide() != cell.is_wide()) {
                    break;
                }
                text.push_str(if next.has_contents() { next.contents() } else { " " });
                column += if next.is_wide() { 2 } else { 1 };
            }
            let (x, y) = (8 + start * WIDTH, 8 + row * HEIGHT);
            let length = (column - start) * WIDTH;
            if let Some(ground) = style.ground {
                let _ = writeln!(
                    svg,
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{length}\" height=\"{HEIGHT}\" fill=\"{ground}\"/>"
                );
            }
            // White space at the ends would be left out and the rest stretched to its place.
            let indent = text.len() - text.trim_start().len();
            let length = length - (text.len() - text.trim().len()) as u16 * WIDTH;
            let (x, text) = (x + indent as u16 * WIDTH, text.trim());
            if text.is_empty() {
                continue;
            }
            let weight = if style.bold { " font-weight=\"700\"" } else { "" };
            let line = if style.underlined { " text-decoration=\"underline\"" } else { "" };
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let _ = writeln!(
                svg,
                "<text x=\"{x}\" y=\"{}\" textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{}\"{weight}{line}>{text}</text>",
                y + 13,
                style.ink
            );
        }
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Style {
    ink: &'static str,
    ground: Option<&'static str>,
    bold: bool,
    underlined: bool,
}

fn style(cell: &vt100::Cell) -> Style {
    let colour = |colour: vt100::Color, default: &'static str| match colour {
        vt100::Color::Idx(1 | 9) => "#ff7b72",
        vt100::Color::Idx(2 | 10) => "#7ee787",
        vt100::Color::Idx(3 | 11) => "#e3b341",
        vt100::Color::Idx(4 | 12) => "#79c0ff",
        vt100::Color::Idx(5 | 13) => "#d2a8ff",
        vt100::Color::Idx(6 | 14) => "#56d4dd",
        vt100::Color::Idx(8) => "#8b949e",
        _ => default,
    };
    let (ink, ground) = (colour(cell.fgcolor(), "#e6edf3"), colour(cell.bgcolor(), "#1c1f24"));
    let (ink, ground) =
        if cell.inverse() { ("#1c1f24", Some(ink)) } else { (ink, Some(ground).filter(|c| *c != "#1c1f24")) };
    Style { ink, ground, bold: cell.bold(), underlined: cell.underline() }
}
