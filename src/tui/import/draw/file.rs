//! The step in which a file is chosen.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::select;
use crate::language::translated;
use crate::tr;
use crate::tui::import::Wizard;
use crate::tui::import::layout::FileAreas;
use crate::tui::import::path::{ENCODINGS, PathChoice};
use crate::tui::theme::Theme;
use crate::tui::widget::{Pen, row};

pub(super) fn draw(wizard: &Wizard, buffer: &mut Buffer, body: Rect, theme: &Theme) -> Option<Position> {
    let path = &wizard.path;
    let areas = FileAreas::of(wizard, body);
    let label = tr!("File: ");
    let mut pen = Pen::new(buffer, areas.input);
    pen.put(label, theme.key);
    let taken = (Pen::width_of(label) as u16).min(areas.input.width);
    let input = Rect { x: areas.input.x + taken, width: areas.input.width - taken, ..areas.input };
    let cursor = path.input.draw(buffer, input, theme.text);
    if path.input.text().is_empty() {
        Pen::new(buffer, input).skip(1).put(tr!("CSV, TSV or XLSX; ~/ is your home"), theme.dim);
    }
    let style = if path.refusal.is_some() { theme.error } else { theme.dim };
    for (index, line) in areas.said.iter().enumerate() {
        Pen::new(buffer, row(areas.said_area, index)).put(line, style);
    }
    match &path.encodings {
        Some(scroll) => {
            let window = scroll.window(ENCODINGS.len(), usize::from(areas.list.height));
            for (line, (name, also)) in ENCODINGS.iter().enumerate().skip(window.start).take(window.len()) {
                let area = row(areas.list, line - window.start);
                Pen::new(buffer, area).skip(2).put(name, theme.title).skip(2).put(translated(also), theme.dim);
                if line == scroll.selected {
                    select(buffer, area, theme);
                }
            }
        }
        None => entries(path, buffer, areas.list, theme),
    }
    cursor.filter(|_| wizard.running.is_none())
}

fn entries(path: &PathChoice, buffer: &mut Buffer, list: Rect, theme: &Theme) {
    let Some(listing) = &path.listing else { return };
    if path.matches.is_empty() && path.refusal.is_none() && listing.remark.is_none() {
        Pen::new(buffer, list).skip(2).put(tr!("no sheet or folder here is called so"), theme.dim);
    }
    let window = path.scroll.window(path.matches.len(), usize::from(list.height));
    for (line, index) in path.matches.iter().enumerate().skip(window.start).take(window.len()) {
        let Some(entry) = listing.entries.get(*index) else { continue };
        let area = row(list, line - window.start);
        let mut pen = Pen::new(buffer, area);
        pen.skip(2).put(&entry.name, if entry.is_folder { theme.key } else { theme.text });
        if entry.is_folder {
            pen.put("/", theme.key);
        }
        if path.is_chosen && line == path.scroll.selected {
            select(buffer, area, theme);
        }
    }
}
