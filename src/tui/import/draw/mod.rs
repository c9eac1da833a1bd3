//! Drawing the wizard: from the state alone.

mod columns;
mod file;
mod preview;
mod sheet;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::layout::{Areas, tab};
use super::{Over, Step, Wizard};
use crate::interchange::sheet::Column;
use crate::text::{Truncate, truncate};
use crate::tr;
use crate::tui::state::State;
use crate::tui::theme::Theme;
use crate::tui::view::{lines, picker};
use crate::tui::widget::{Pen, framed, row, rule};

/// Gives the place of the cursor where something is typed.
pub(crate) fn draw(
    state: &State,
    wizard: &Wizard,
    buffer: &mut Buffer,
    screen: Rect,
    theme: &Theme,
) -> Option<Position> {
    let areas = Areas::of(wizard, screen);
    let (number, step) = (wizard.step.number(), wizard.step.name());
    let title = tr!("{number} of 4: {step} — import from a spreadsheet", number, step);
    framed(buffer, areas.frame, &title, theme, true);
    for (area, step) in &areas.steps {
        let is_here = *step == wizard.step;
        let style = match step.cmp(&wizard.step) {
            std::cmp::Ordering::Less => theme.text,
            std::cmp::Ordering::Equal => theme.title,
            std::cmp::Ordering::Greater => theme.dim,
        };
        Pen::new(buffer, *area).put(&tab(*step), style);
        if is_here {
            buffer.set_style(area.intersection(buffer.area), theme.selection());
        }
    }
    rule(buffer, areas.rule, theme);
    for (area, hint) in &areas.keys {
        let (key, label) = if hint.is_enabled { (theme.key, theme.text) } else { (theme.dim, theme.dim) };
        Pen::new(buffer, *area).put(hint.key, key).skip(1).put(&hint.label, label);
    }
    let cursor = match wizard.step {
        Step::File => file::draw(wizard, buffer, areas.body, theme),
        Step::Sheet => {
            sheet::draw(wizard, buffer, areas.body, theme);
            None
        }
        Step::Columns => columns::draw(wizard, buffer, areas.body, theme),
        Step::Preview => {
            preview::draw(wizard, buffer, areas.body, theme);
            None
        }
    };
    let mut rest = areas.note;
    for (said, style) in note(state, wizard, theme) {
        let taken = paragraph(buffer, rest, &said, style).min(rest.height);
        rest = Rect { y: rest.y + taken, height: rest.height - taken, ..rest };
    }
    match &wizard.over {
        Some(Over::Field(over)) => {
            let column = wizard.opened.as_ref().and_then(|opened| opened.draft().column(over.column));
            let title = tr!("The field of {column}", column = column.map(Column::shown).unwrap_or_default());
            picker::list(&over.picker, &title, buffer, state.layout().picker(), theme, |choice, buffer, area| {
                let (name, doc) = over.told(choice);
                let mut pen = Pen::new(buffer, area);
                cell(pen.skip(1), &name, over.widest(), theme.title);
                pen.put(doc, theme.dim);
            })
        }
        _ => cursor,
    }
}

/// What is under way, was said last, stands in the way, or else what is to be said of the selected line.
fn note(state: &State, wizard: &Wizard, theme: &Theme) -> Vec<(String, Style)> {
    if let Some(running) = &wizard.running {
        return running.progress.text_if_slow().map(|text| (text, theme.dim)).into_iter().collect();
    }
    if let Some(message) = &state.message {
        return vec![(message.text.clone(), if message.is_refusal { theme.warning } else { theme.title })];
    }
    match wizard.step {
        Step::File => {
            let text = tr!(
                "Outcomes or courses of a CSV or XLSX file become one change of the plan, once you have seen what would come of it."
            );
            vec![(text.to_owned(), theme.dim)]
        }
        Step::Sheet => sheet::note(wizard, theme),
        Step::Columns => columns::note(state, wizard, theme),
        Step::Preview => preview::note(wizard, theme),
    }
}

/// As many rows of a text as there are; where it has more, the last says so. Gives how many it takes.
fn paragraph(buffer: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    let all = lines(text, area.width);
    let room = usize::from(area.height);
    for (index, line) in all.iter().take(room).enumerate() {
        let is_cut = index + 1 == room && all.len() > room;
        let shown = if is_cut {
            let longer = format!("{line} …");
            truncate(&longer, usize::from(area.width), Truncate::End).into_owned()
        } else {
            line.clone()
        };
        Pen::new(buffer, row(area, index)).put(&shown, style);
    }
    all.len().min(room) as u16
}

/// Draws what is selected over a row.
fn select(buffer: &mut Buffer, area: Rect, theme: &Theme) {
    buffer.set_style(area.intersection(buffer.area), theme.selection());
}

/// A text in a column of a table, and a blank after it.
fn cell(pen: &mut Pen<'_>, text: &str, columns: usize, style: Style) {
    pen.put_in(text, columns, style).skip(columns.saturating_sub(Pen::width_of(text)) + 1);
}
