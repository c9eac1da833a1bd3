//! What a buffer shows, as text for snapshots: the rows, then the runs of style in each.

use std::fmt::Write;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

pub(super) fn dump(buffer: &Buffer) -> String {
    let area = buffer.area;
    let mut text = String::new();
    let mut styles = String::new();
    for y in area.top()..area.bottom() {
        let mut row = String::new();
        let mut runs: Vec<(u16, u16, String)> = Vec::new();
        let mut x = area.left();
        while x < area.right() {
            let cell = &buffer[(x, y)];
            row.push_str(cell.symbol());
            let style = describe(cell.fg, cell.bg, cell.modifier);
            match runs.last_mut() {
                Some((_, end, last)) if *last == style && *end == x => *end = x + cell.symbol().width().max(1) as u16,
                _ => runs.push((x, x + cell.symbol().width().max(1) as u16, style)),
            }
            x += cell.symbol().width().max(1) as u16;
        }
        let _ = writeln!(text, "{y:>2}|{row}|");
        let shown: Vec<String> = runs
            .into_iter()
            .filter(|(_, _, style)| !style.is_empty())
            .map(|(start, end, style)| format!("{start}-{} {style}", end - 1))
            .collect();
        if !shown.is_empty() {
            let _ = writeln!(styles, "{y:>2} {}", shown.join(", "));
        }
    }
    format!("{text}{styles}")
}

fn describe(fg: Color, bg: Color, modifier: Modifier) -> String {
    let mut parts = Vec::new();
    if fg != Color::Reset {
        parts.push(format!("{fg:?}").to_lowercase());
    }
    if bg != Color::Reset {
        parts.push(format!("on {bg:?}").to_lowercase());
    }
    for (flag, word) in [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "faint"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::REVERSED, "reversed"),
    ] {
        if modifier.contains(flag) {
            parts.push(word.to_owned());
        }
    }
    parts.join(" ")
}
