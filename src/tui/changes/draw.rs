use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::model::{Line, Sign, Tone};
use super::{Against, View};
use crate::text::visible;
use crate::tr;
use crate::tui::layout::inside;
use crate::tui::state::State;
use crate::tui::theme::Theme;
use crate::tui::view::marks;
use crate::tui::widget::{Pen, framed, row};
use crate::tui::wrap::wrap;

/// Columns that each level is moved in by.
const INDENT: usize = 2;

/// The rows of the list, and below them those in which the selected line is told whole.
pub(crate) fn areas(body: Rect) -> (Rect, Rect) {
    let inner = inside(body);
    let foot = (inner.height / 4).clamp(2, 6).min(inner.height);
    let rows = Rect { height: inner.height - foot, ..inner };
    (rows, Rect { y: rows.bottom(), height: foot, ..inner })
}

/// What the plan is held against, in words.
pub(crate) fn name_of(against: &Against, state: &State) -> String {
    match against {
        Against::Head => tr!("the last commit").to_owned(),
        Against::Revision(name) => visible(name).into_owned(),
        Against::Saved if state.plan.is_on_disk => tr!("the saved files").to_owned(),
        Against::Saved => tr!("the plan as it was opened").to_owned(),
    }
}

impl View {
    pub(crate) fn draw(&self, state: &State, buffer: &mut Buffer, body: Rect, theme: &Theme) {
        let mut title = tr!("Changes since {name}", name = name_of(&self.against, state));
        if self.comparison.is_some() && !state.is_compared() {
            title.push_str(tr!(" — comparing…"));
        }
        let inner = framed(buffer, body, &title, theme, true);
        let (rows, foot) = areas(body.intersection(buffer.area));
        if let Some(why) = &self.trouble {
            self.draw_trouble(why, buffer, inner, theme);
            return;
        }
        let Some(model) = self.model() else {
            Pen::new(buffer, inner).put(tr!("Comparing…"), theme.dim);
            return;
        };
        if model.is_empty() {
            let text = tr!("Nothing changed since {name}", name = name_of(&self.against, state));
            Pen::new(buffer, inner).put(&text, theme.good);
            Pen::new(buffer, row(inner, 1)).put(tr!("c compares with something else"), theme.dim);
            return;
        }
        let window = self.scroll.window(self.rows(), usize::from(rows.height));
        for (line, at) in window.enumerate() {
            let area = row(rows, line);
            let Some((index, entry)) = self.shown.get(at).and_then(|index| Some((*index, model.lines.get(*index)?)))
            else {
                continue;
            };
            let fold = match (model.has_inside(index), self.is_folded(entry)) {
                (false, _) => " ",
                (true, true) => "▸",
                (true, false) => "▾",
            };
            draw_line(entry, fold, buffer, area, theme);
            if at == self.scroll.selected {
                let style = Style::new().add_modifier(theme.selected.add_modifier);
                buffer.set_style(area.intersection(buffer.area), style);
            }
        }
        if let Some(entry) = self.selected() {
            draw_foot(entry, buffer, foot, theme);
        }
    }

    fn draw_trouble(&self, why: &str, buffer: &mut Buffer, inner: Rect, theme: &Theme) {
        let mut used = 0;
        let mut tell = |text: &str, style: Style, buffer: &mut Buffer| {
            let text = visible(text);
            for range in wrap(&text, usize::from(inner.width)) {
                Pen::new(buffer, row(inner, used)).put(text[range].trim_end(), style);
                used += 1;
            }
        };
        tell(&tr!("There is nothing to compare with: {why}", why), theme.warning, buffer);
        if self.against != Against::Saved {
            tell(tr!("Enter compares with the plan as it was last read or saved"), theme.text, buffer);
        }
        tell(tr!("c compares with something else"), theme.dim, buffer);
    }
}

fn draw_line(line: &Line, fold: &str, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let mut pen = Pen::new(buffer, area);
    pen.skip(line.depth * INDENT);
    if line.sign == Sign::Detail {
        pen.skip(2);
    } else {
        pen.put(fold, theme.dim).skip(1);
    }
    let (glyph, style) = glyph(line.sign, theme);
    if !glyph.is_empty() {
        pen.put(glyph, style).skip(1);
    }
    if let Some(kind) = line.kind.filter(|_| line.sign != Sign::Detail) {
        pen.put(marks::of_kind(kind), if line.sign == Sign::Context { theme.dim } else { theme.key }).skip(1);
    }
    for (text, tone) in &line.pieces {
        pen.put(text, styled(line, *tone, theme));
    }
}

fn styled(line: &Line, tone: Tone, theme: &Theme) -> Style {
    match tone {
        Tone::Name | Tone::Plain if line.sign == Sign::Context => theme.dim,
        Tone::Plain => theme.text,
        Tone::Name => theme.title,
        Tone::Dim => theme.dim,
        Tone::Came => theme.good,
        Tone::Went => theme.error.remove_modifier(Modifier::BOLD),
    }
}

/// A glyph that tells what happened without its colour.
fn glyph(sign: Sign, theme: &Theme) -> (&'static str, Style) {
    match sign {
        Sign::Heading | Sign::Context | Sign::Detail => ("", theme.text),
        Sign::Added => ("+", theme.good),
        Sign::Removed => ("-", theme.error),
        Sign::Moved => ("→", theme.note),
        Sign::Renamed => ("»", theme.note),
        Sign::Edited => ("~", theme.warning),
        Sign::Rose => ("▲", theme.good),
        Sign::Fell => ("▼", theme.error),
    }
}

/// All of the selected line, in as many rows as there are.
fn draw_foot(line: &Line, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    Pen::new(buffer, row(area, 0)).put(&"─".repeat(usize::from(area.width)), theme.border);
    let mut rows = 1;
    let mut styles: Vec<(usize, Style)> = Vec::new();
    let mut text = String::new();
    for (piece, tone) in &line.pieces {
        text.push_str(&visible(piece));
        styles.push((text.len(), styled(line, *tone, theme)));
    }
    for range in wrap(&text, usize::from(area.width)) {
        let mut pen = Pen::new(buffer, row(area, rows));
        let mut at = range.start;
        for (end, style) in styles.iter().filter(|(end, _)| *end > range.start) {
            let end = (*end).min(range.end);
            if let Some(part) = text.get(at..end) {
                pen.put(part, *style);
            }
            at = end;
            if at >= range.end {
                break;
            }
        }
        rows += 1;
    }
}
