use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::Form;
use super::editor::Editor;
use super::field::{Field, Sort};
use super::show::{Shown, Tone};
use crate::language::translated;
use crate::model::schema::Type;
use crate::text::{Truncate, truncate, visible, width};
use crate::tr;
use crate::tui::command::Place;
use crate::tui::keymap::Keymap;
use crate::tui::pen::{put, rule};
use crate::tui::theme::Theme;
use crate::tui::wrap::wrap;

/// Rows that a value with titles may take; beyond them it is shown in short.
const FULL_ROWS: usize = 3;

/// Where the parts of a form stand.
struct Layout {
    list: Rect,
    foot: Rect,
    label: u16,
    value_x: u16,
    value: u16,
}

impl Form {
    /// Draws the form with the keys of the registry.
    #[cfg(test)]
    pub(super) fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme, focused: bool) -> Option<Position> {
        self.draw_with(buffer, area, theme, focused, &Keymap::default())
    }

    /// Draws the form; gives the place of the cursor while something is typed.
    pub(crate) fn draw_with(
        &self,
        buffer: &mut Buffer,
        area: Rect,
        theme: &Theme,
        focused: bool,
        keys: &Keymap,
    ) -> Option<Position> {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return None;
        }
        if self.fields.is_empty() {
            put(buffer, area, (area.x + 1, area.y), tr!("nothing is set here"), theme.dim);
            return None;
        }
        let layout = self.layout(area);
        let (rows, cursor) = self.draw_fields(buffer, &layout, theme, focused);
        match self.open.as_ref().map(|open| &open.editor) {
            None | Some(Editor::Line(_)) => {
                self.draw_foot(buffer, layout.foot, theme, keys);
                cursor
            }
            Some(Editor::Pick(picker)) => {
                let most = if area.height > 6 { area.height - 1 } else { area.height };
                let height = picker.rows().min(most);
                let y = rows.min(area.bottom().saturating_sub(height)).max(area.y);
                picker.draw(buffer, Rect { y, height, ..area }, theme)
            }
        }
    }

    fn layout(&self, area: Rect) -> Layout {
        let foot = if area.height >= 8 { (area.height / 3).min(9) } else { 0 };
        let list = Rect { height: area.height - foot, ..area };
        let widest = self.fields.iter().map(|field| width(&visible(&field.key))).max().unwrap_or(0);
        let label = u16::try_from(widest).unwrap_or(u16::MAX).min(area.width / 3);
        let value_x = area.x.saturating_add(label + 3).min(area.right());
        // The last column is for the marks of what is out of sight.
        let value = (area.right() - value_x).saturating_sub(1);
        Layout { list, foot: Rect { y: list.bottom(), height: foot, ..area }, label, value_x, value }
    }

    fn edited(&self, index: usize) -> Option<&Editor> {
        self.open.as_ref().filter(|_| index == self.focus).map(|open| &open.editor)
    }

    /// What stands beside each label.
    fn bodies(&self, layout: &Layout) -> Vec<Body<'_>> {
        let view = usize::from(layout.list.height);
        let columns = usize::from(layout.value);
        let of = |(index, field)| match self.edited(index) {
            Some(Editor::Line(editor)) => Body::Edited(usize::from(editor.rows(layout.value)).clamp(1, view.max(1))),
            _ => Body::of(field, columns),
        };
        self.fields.iter().enumerate().map(of).collect()
    }

    /// The first row of each field, and the row that stands at the top so that the focused one is in sight.
    fn starts(&self, bodies: &[Body<'_>], view: usize) -> (Vec<usize>, usize) {
        let mut row = 0;
        let starts: Vec<usize> = bodies
            .iter()
            .map(|body| {
                let start = row;
                row += body.rows();
                start
            })
            .collect();
        let start = starts.get(self.focus).copied().unwrap_or_default();
        let height = bodies.get(self.focus).map_or(0, Body::rows);
        let top = start.saturating_sub(view.saturating_sub(height) / 2).min(row.saturating_sub(view));
        (starts, top)
    }

    /// The field that stands at a place of the area that the form is drawn in.
    pub(crate) fn field_at(&self, area: Rect, at: Position) -> Option<usize> {
        if self.fields.is_empty() || self.is_editing() {
            return None;
        }
        let layout = self.layout(area);
        if !layout.list.contains(at) {
            return None;
        }
        let bodies = self.bodies(&layout);
        let (starts, top) = self.starts(&bodies, usize::from(layout.list.height));
        let row = top + usize::from(at.y - layout.list.y);
        let ends = starts.iter().zip(&bodies).map(|(start, body)| start + body.rows());
        ends.into_iter().position(|end| row < end)
    }

    /// Draws the fields around the focused one; gives the first row below it, and the cursor.
    fn draw_fields(
        &self,
        buffer: &mut Buffer,
        layout: &Layout,
        theme: &Theme,
        focused: bool,
    ) -> (u16, Option<Position>) {
        let list = layout.list;
        let view = usize::from(list.height);
        let bodies = self.bodies(layout);
        let (starts, top) = self.starts(&bodies, view);
        let total = bodies.iter().map(Body::rows).sum::<usize>();
        let (start, height) = (starts[self.focus], bodies[self.focus].rows());
        let mut cursor = None;
        for (index, (body, start)) in bodies.iter().zip(&starts).enumerate() {
            if start + body.rows() <= top || *start >= top + view {
                continue;
            }
            let field = &self.fields[index];
            if *start >= top {
                let y = list.y + (start - top) as u16;
                self.draw_label(buffer, layout, y, index, theme, focused);
            }
            match (body, self.edited(index)) {
                (Body::Edited(rows), Some(Editor::Line(editor))) => {
                    let y = list.y + start.saturating_sub(top) as u16;
                    let area = Rect { x: layout.value_x, y, width: layout.value, height: *rows as u16 };
                    put(buffer, list, (layout.value_x.saturating_sub(2), y), "›", theme.key);
                    cursor = editor.draw(buffer, area.intersection(list), theme);
                }
                (Body::Shown { shown, rows }, _) => {
                    for (offset, range) in rows.iter().enumerate() {
                        let row = start + offset;
                        if row >= top && row < top + view {
                            let y = list.y + (row - top) as u16;
                            draw_pieces(buffer, list, (layout.value_x, y), shown, range.clone(), field, theme);
                        }
                    }
                }
                _ => {}
            }
        }
        if top > 0 {
            put(buffer, list, (list.right() - 1, list.y), "↑", theme.dim);
        }
        if top + view < total {
            put(buffer, list, (list.right() - 1, list.bottom() - 1), "↓", theme.dim);
        }
        let below = (start + height).saturating_sub(top).min(view) as u16;
        (list.y + below, cursor)
    }

    fn draw_label(&self, buffer: &mut Buffer, layout: &Layout, y: u16, index: usize, theme: &Theme, focused: bool) {
        let field = &self.fields[index];
        let list = layout.list;
        let wrong = field.problem.is_some() || field.short.tones.iter().any(|(_, tone)| *tone == Tone::Bad);
        if wrong {
            put(buffer, list, (list.x, y), "!", theme.error);
        }
        let absent = field.value.is_none() || field.sort == Sort::Foreign;
        let style = if absent { theme.dim } else { theme.text };
        let name = visible(&field.key);
        let label = truncate(&name, usize::from(layout.label), Truncate::End);
        put(buffer, list, (list.x.saturating_add(1), y), &label, style);
        if index == self.focus {
            let style = if focused { theme.selected } else { theme.selected_away };
            let bar = Rect { x: list.x.saturating_add(1), y, width: layout.label + 1, height: 1 };
            buffer.set_style(bar.intersection(list), style);
        }
    }

    fn draw_foot(&self, buffer: &mut Buffer, area: Rect, theme: &Theme, keys: &Keymap) {
        let Some(field) = self.fields.get(self.focus).filter(|_| !area.is_empty()) else { return };
        rule(buffer, area, area.y, "", theme.border, theme.dim);
        let columns = usize::from(area.width).saturating_sub(2);
        let problem = field.problem.iter().map(|problem| (problem.as_str(), theme.error));
        let doc = std::iter::once((translated(field.doc), theme.text));
        let notes =
            (field.notes.iter()).map(|(note, good)| (note.as_str(), if *good { theme.dim } else { theme.error }));
        let hint_rows = usize::from(area.height > 2);
        let room = usize::from(area.height).saturating_sub(1 + hint_rows);
        let mut row = 0;
        'texts: for (text, style) in problem.chain(doc).chain(notes) {
            let text = visible(text);
            for range in wrap(&text, columns) {
                if row == room {
                    break 'texts;
                }
                put(buffer, area, (area.x + 1, area.y + 1 + row as u16), &text[range], style);
                row += 1;
            }
        }
        if hint_rows > 0 {
            let hint = self.hint(field, keys);
            put(buffer, area, (area.x + 1, area.bottom() - 1), &truncate(&hint, columns, Truncate::End), theme.dim);
        }
    }

    /// What keys do to a field.
    fn hint(&self, field: &Field, keys: &Keymap) -> String {
        if let Some(Editor::Line(_)) = self.edited(self.focus) {
            return if field.sort == Sort::Known(Type::Text) {
                tr!("Enter takes · Tab takes and goes on · Ctrl-J new line · Esc leaves").to_owned()
            } else {
                tr!("Enter takes · Tab takes and goes on · Esc leaves").to_owned()
            };
        }
        if self.locked.is_some() {
            return tr!("read only").to_owned();
        }
        let key = |name: &str| keys.named(name, Place::Form);
        let edit = key("edit-field");
        let enter = match field.sort {
            Sort::Foreign => return tr!("kept as it is").to_owned(),
            Sort::Known(Type::Text) => {
                tr!("{edit} edits · {more} adds a language", edit, more = key("field-languages"))
            }
            Sort::Known(Type::Bool) => tr!("{edit} switches", edit),
            Sort::Known(Type::Id) => tr!("{edit} renames, references follow", edit),
            Sort::Known(Type::Choice(_) | Type::OpenChoice(_) | Type::Level) => tr!("{edit} picks", edit),
            Sort::Known(
                Type::Ref(_)
                | Type::Refs(_)
                | Type::RefOrRefs(_)
                | Type::AnyRef
                | Type::Requires
                | Type::Alongside
                | Type::Covers
                | Type::OutcomePaths,
            ) => tr!(
                "{edit} picks · {follow} goes there · {toml} as TOML",
                edit,
                follow = key("follow-field"),
                toml = key("field-as-toml")
            ),
            _ => tr!("{edit} edits", edit),
        };
        let stays = field.required && field.sort == Sort::Known(Type::Id);
        if field.value.is_none() || stays {
            return enter;
        }
        tr!("{enter} · {unset} leaves out", enter, unset = key("unset-field"))
    }
}

/// What stands beside a label.
enum Body<'f> {
    /// An editor, with the rows it is given.
    Edited(usize),
    Shown {
        shown: &'f Shown,
        rows: Vec<std::ops::Range<usize>>,
    },
}

impl<'f> Body<'f> {
    fn of(field: &'f Field, columns: usize) -> Self {
        if let Some(full) = &field.full {
            let rows = wrap(&full.text, columns);
            if rows.len() <= FULL_ROWS {
                return Self::Shown { shown: full, rows };
            }
        }
        Self::Shown { shown: &field.short, rows: wrap(&field.short.text, columns) }
    }

    fn rows(&self) -> usize {
        match self {
            Self::Edited(rows) => *rows,
            Self::Shown { rows, .. } => rows.len(),
        }
    }
}

fn draw_pieces(
    buffer: &mut Buffer,
    area: Rect,
    (x, y): (u16, u16),
    shown: &Shown,
    range: std::ops::Range<usize>,
    field: &Field,
    theme: &Theme,
) {
    let mut x = x;
    for (piece, tone) in shown.pieces(range) {
        let style: Style = match tone {
            Tone::Plain => theme.text,
            Tone::Dim => theme.dim,
            Tone::Bad if field.value.is_none() => theme.warning,
            Tone::Bad => theme.error,
        };
        x = put(buffer, area, (x, y), piece.trim_end_matches('\n'), style);
    }
}
