//! The step in which is said what a sheet is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{cell, select};
use crate::interchange::sheet::Cell;
use crate::tr;
use crate::tui::import::Wizard;
use crate::tui::import::layout::settings;
use crate::tui::import::opened::{Opened, Setting};
use crate::tui::theme::Theme;
use crate::tui::widget::{Pen, row};

/// Columns that a cell of the sheet takes at most.
const WIDEST: usize = 24;
const NARROWEST: usize = 8;

fn name(setting: Setting) -> &'static str {
    match setting {
        Setting::Sheet => tr!("Sheet"),
        Setting::Kind => tr!("Its rows are"),
        Setting::Header => tr!("Headers in"),
        Setting::Encoding => tr!("Encoding"),
    }
}

pub(super) fn draw(wizard: &Wizard, buffer: &mut Buffer, body: Rect, theme: &Theme) {
    let Some(opened) = &wizard.opened else { return };
    let (above, below) = settings(wizard, body);
    let all = opened.settings();
    let names = all.iter().map(|setting| Pen::width_of(name(*setting))).max().unwrap_or_default();
    for (line, setting) in all.iter().enumerate() {
        let area = row(above, line);
        let is_selected = line == opened.scroll.selected;
        let (told, counted) = opened.told(*setting);
        let mut pen = Pen::new(buffer, area);
        cell(pen.skip(1), name(*setting), names, theme.key);
        pen.put("‹ ", theme.dim).put(&told, theme.title).put(" ›", theme.dim);
        if let Some((number, of)) = counted {
            pen.skip(2).put(&tr!("{number} of {of}", number, of), theme.dim);
        }
        if is_selected {
            select(buffer, area, theme);
        }
    }
    match &opened.refusal {
        Some(refusal) => {
            super::paragraph(buffer, below, refusal, theme.error);
        }
        None => table(opened, buffer, below, theme),
    }
}

/// The first rows as they stand in the file, the headers among them.
fn table(opened: &Opened, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let header = opened.draft().mapping.header;
    let height = usize::from(area.height);
    // A header further down is kept in sight.
    let start = header.saturating_sub(height / 2);
    let rows = opened.table.rows.iter().enumerate().skip(start).take(height);
    let count = opened.draft().mapping.columns.len().max(1);
    let numbers = rows.clone().map(|(_, row)| Pen::width_of(&row.number.to_string())).max().unwrap_or_default();
    let each = (usize::from(area.width).saturating_sub(numbers + 2) / count).clamp(NARROWEST, WIDEST);
    for (line, (index, cells)) in rows.enumerate() {
        let style = match index.cmp(&header) {
            std::cmp::Ordering::Less => theme.dim,
            std::cmp::Ordering::Equal => theme.title,
            std::cmp::Ordering::Greater => theme.text,
        };
        let mut pen = Pen::new(buffer, row(area, line));
        let number = cells.number.to_string();
        pen.skip(1 + numbers - Pen::width_of(&number)).put(&number, theme.dim).skip(1);
        for column in 0..count {
            if pen.room() == 0 {
                break;
            }
            let (text, style) = told(cells.cell(column), style, theme);
            cell(&mut pen, &text, each - 1, style);
        }
    }
}

/// So many letters of a cell are looked at to draw it.
const LETTERS: usize = 80;

fn told(cell: &Cell, style: Style, theme: &Theme) -> (String, Style) {
    match cell {
        Cell::Wrong(error) => (error.clone(), theme.error),
        other => (other.text().chars().take(LETTERS).collect(), style),
    }
}

/// What the selected setting means, and what was done so that the sheet could be read.
pub(super) fn note(wizard: &Wizard, theme: &Theme) -> Vec<(String, Style)> {
    let Some(opened) = &wizard.opened else { return Vec::new() };
    let meant = match opened.settings().get(opened.scroll.selected) {
        Some(Setting::Sheet) => tr!("The sheet of the workbook whose rows are taken."),
        Some(Setting::Kind) => tr!("Guessed from the headers: learning outcomes of courses, or courses themselves."),
        Some(Setting::Header) => tr!("Guessed: the row that names the columns. What stands above it is not taken."),
        Some(Setting::Encoding) => tr!("Where letters look wrong, the file has another: Excel in China saves gb18030."),
        None => "",
    };
    let count = opened.count();
    let counted = tr!("Rows below the headers: {count}", count);
    let said = std::iter::once(counted).chain(opened.table.remarks.iter().cloned()).chain([meant.to_owned()]);
    said.map(|text| (text, theme.dim)).collect()
}
