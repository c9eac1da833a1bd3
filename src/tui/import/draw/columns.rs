//! The step in which is said what the columns are.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::{cell, select};
use crate::interchange::sheet::{Column, Field};
use crate::tr;
use crate::tui::import::columns::{Draft, Line, SAMPLES};
use crate::tui::import::layout::list;
use crate::tui::import::opened::Opened;
use crate::tui::import::value::ValueEntry;
use crate::tui::import::{Over, Wizard};
use crate::tui::state::State;
use crate::tui::theme::Theme;
use crate::tui::widget::{Pen, row};

/// Names that are offered for a value.
const OFFERED: usize = 12;

/// How many columns of the screen the columns of the table take.
struct Widths {
    letter: usize,
    header: usize,
    field: usize,
    sample: usize,
}

impl Widths {
    fn of(draft: &Draft, width: u16) -> Self {
        let width = usize::from(width);
        let letter = draft.mapping.columns.last().map_or(1, |column| Pen::width_of(&column.letters()));
        let headers = draft.mapping.columns.iter().map(|column| Pen::width_of(&column.header));
        let header = headers.max().unwrap_or_default().clamp(11, (width / 4).max(11));
        let field = (width / 5).clamp(14, 24);
        let room = width.saturating_sub(letter + header + field + 7);
        Self { letter, header, field, sample: (room / SAMPLES).saturating_sub(1) }
    }
}

pub(super) fn draw(wizard: &Wizard, buffer: &mut Buffer, body: Rect, theme: &Theme) -> Option<Position> {
    let draft = wizard.opened.as_ref()?.draft();
    let widths = Widths::of(draft, body.width);
    let rows = list(wizard, body);
    if rows.y > body.y {
        let mut pen = Pen::new(buffer, body);
        cell(pen.skip(1), "", widths.letter, theme.dim);
        cell(&mut pen, tr!("column"), widths.header, theme.dim);
        pen.skip(2);
        cell(&mut pen, tr!("field"), widths.field, theme.dim);
        pen.put(tr!("first values"), theme.dim);
    }
    let lines = draft.lines();
    let window = draft.scroll.window(lines.len(), usize::from(rows.height));
    let mut cursor = None;
    for (index, line) in lines.iter().enumerate().skip(window.start).take(window.len()) {
        let area = row(rows, index - window.start);
        let is_selected = index == draft.scroll.selected;
        match line {
            Line::Column(column) => draw_column(draft, *column, &widths, buffer, area, theme),
            Line::FillDown => {
                let now = if draft.fill_down { tr!("take that of the row above") } else { tr!("have none") };
                let mut pen = Pen::new(buffer, area);
                pen.skip(1).put(tr!("rows without course or unit"), theme.key).skip(1);
                pen.put("‹ ", theme.dim).put(now, theme.title).put(" ›", theme.dim);
            }
            Line::Value(field) => {
                let at = draw_value(draft, field, wizard, is_selected, buffer, area, theme);
                cursor = cursor.or(at);
            }
        }
        if is_selected && !(matches!(wizard.over, Some(Over::Value(_)))) {
            select(buffer, area, theme);
        }
    }
    cursor
}

fn draw_column(draft: &Draft, index: usize, widths: &Widths, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let Some(column) = draft.column(index) else { return };
    let mut pen = Pen::new(buffer, area);
    cell(pen.skip(1), &column.letters(), widths.letter, theme.dim);
    match column.header.as_str() {
        "" => cell(&mut pen, tr!("(no header)"), widths.header, theme.dim),
        header => cell(&mut pen, header, widths.header, theme.title),
    }
    pen.put("→ ", theme.key);
    match &column.field {
        None => cell(&mut pen, tr!("left out"), widths.field, theme.dim),
        Some(field) => {
            let name = field.name();
            let guessed = if column.guessed { tr!("guessed") } else { "" };
            pen.put_in(&name, widths.field, theme.good);
            let room = widths.field.saturating_sub(Pen::width_of(&name) + 1);
            // Said whole or not at all.
            let guessed = if Pen::width_of(guessed) <= room { guessed } else { "" };
            if Pen::width_of(&name) < widths.field {
                pen.skip(1).put(guessed, theme.dim).skip(room - Pen::width_of(guessed));
            }
            pen.skip(1);
        }
    }
    for sample in draft.samples(index) {
        if widths.sample >= 4 {
            cell(&mut pen, sample, widths.sample, theme.text);
        } else {
            pen.put(sample, theme.text).skip(2);
        }
    }
}

fn draw_value(
    draft: &Draft,
    field: &Field,
    wizard: &Wizard,
    is_selected: bool,
    buffer: &mut Buffer,
    area: Rect,
    theme: &Theme,
) -> Option<Position> {
    let value = draft.value(field);
    let mut pen = Pen::new(buffer, area);
    let has_column = draft.mapping.column(field).is_some();
    let name = field.name();
    let label =
        if has_column { tr!("where {field} is empty", field = name) } else { tr!("all rows: {field}", field = name) };
    pen.skip(1).put(&label, theme.key).skip(1).put("= ", theme.dim);
    if let (Some(Over::Value(entry)), true) = (&wizard.over, is_selected) {
        let width = pen.room() as u16;
        let input_area = Rect { x: area.right().saturating_sub(width), width, ..area };
        return entry.input.draw(buffer, input_area, theme.title);
    }
    if value.is_empty() {
        pen.put("—", theme.dim)
    } else {
        pen.put(value, theme.title)
    };
    None
}

/// What is needed, then what is to be said of the selected line.
pub(super) fn note(state: &State, wizard: &Wizard, theme: &Theme) -> Vec<(String, Style)> {
    let Some(opened) = &wizard.opened else { return Vec::new() };
    let draft = opened.draft();
    let selected = draft.selected();
    if let (Some(Over::Value(entry)), Some(Line::Value(field))) = (&wizard.over, &selected) {
        return vec![match &entry.refusal {
            Some(refusal) => (refusal.clone(), theme.error),
            None => (expected(opened, entry, field), theme.dim),
        }];
    }
    let needed = draft.lack().map(|lack| (lack, theme.warning));
    let advice = draft.advice(state.tree()).map(|advice| (advice, theme.warning));
    let mut said: Vec<(String, Style)> =
        needed.or(advice).map(|(text, style)| (text.to_owned(), style)).into_iter().collect();
    let of_line = match &selected {
        Some(Line::Column(index)) => of_column(draft, *index),
        Some(Line::FillDown) => tr!("Where cells were left empty, they mean what stands above.").to_owned(),
        Some(Line::Value(field)) => format!("{}: {}", field.name(), field.doc(draft.kind)),
        None => String::new(),
    };
    said.push((of_line, theme.dim));
    said
}

fn of_column(draft: &Draft, index: usize) -> String {
    let Some(column) = draft.column(index) else { return String::new() };
    if let Some(field) = &column.field {
        return format!("{}: {}", field.name(), field.doc(draft.kind));
    }
    let named_alike =
        |other: &&Column| !column.header.is_empty() && other.index != index && other.is_named_like(column);
    match draft.mapping.columns.iter().find(named_alike) {
        Some(other) => {
            tr!("Nothing of the column is taken; column {other} has the same header.", other = other.letters())
        }
        None => tr!("Nothing of the column is taken.").to_owned(),
    }
}

/// The names that a value may be, or what it is else.
fn expected(opened: &Opened, entry: &ValueEntry, field: &Field) -> String {
    let mut names: Vec<&str> = entry.meant().take(OFFERED + 1).collect();
    if names.is_empty() {
        return field.ty(opened.kind()).expected();
    }
    if names.len() > OFFERED {
        names[OFFERED] = "…";
    }
    tr!("There are {names}", names = names.join(", "))
}
