use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Panel;
use crate::suggest::{Choice, Effect, Item};
use crate::text::visible;
use crate::tr;
use crate::tui::layout::{centred, inside};
use crate::tui::theme::Theme;
use crate::tui::widget::{Pen, Scroll, framed, row};
use crate::tui::wrap::wrap;

/// Parts of the panel, from top to bottom.
struct Parts {
    about: Rect,
    list: Rect,
    why: Rect,
    keys: Rect,
}

fn area(screen: Rect) -> Rect {
    centred(screen, 112, screen.height.saturating_sub(4).min(34))
}

fn parts(screen: Rect) -> Parts {
    let inner = inside(area(screen));
    let about = inner.height.min(if inner.height >= 14 { 2 } else { 1 });
    let keys = u16::from(inner.height >= 6);
    let why = match inner.height {
        0..=7 => 0,
        8..=13 => 4,
        14..=19 => 9,
        _ => 12,
    };
    let about = Rect { height: about, ..inner };
    let keys = Rect { y: inner.bottom().saturating_sub(keys), height: keys, ..inner };
    let why = Rect { y: keys.y.saturating_sub(why), height: why, ..inner };
    // A rule stands above the list; the one above the reasons is theirs.
    let top = about.bottom().saturating_add(1);
    let list = Rect { y: top, height: why.y.saturating_sub(top), ..inner };
    Parts { about, list, why, keys }
}

/// Rows that the list has.
pub(crate) fn page(screen: Rect) -> usize {
    usize::from(parts(screen).list.height)
}

pub(crate) fn draw(panel: &Panel, buffer: &mut Buffer, screen: Rect, theme: &Theme) {
    let title = match &panel.answer {
        Some(answer) if !answer.what.is_empty() => tr!("Suggestions — {what}", what = answer.what),
        _ => tr!("Suggestions").to_owned(),
    };
    let inner = framed(buffer, area(screen), &title, theme, true);
    let parts = parts(screen);
    let Some(answer) = &panel.answer else {
        Pen::new(buffer, inner).put(tr!("Looking for what fits…"), theme.dim);
        return;
    };
    let about = lines_of(&answer.about, inner.width);
    for (index, line) in about.iter().take(usize::from(parts.about.height)).enumerate() {
        let is_last = index + 1 == usize::from(parts.about.height) && about.len() > index + 1;
        let line = if is_last { about[index..].join(" ") } else { line.clone() };
        Pen::new(buffer, row(parts.about, index)).put(&line, theme.title);
    }
    rule(buffer, Rect { y: parts.about.bottom(), height: 1, ..inner }.intersection(inner), theme);
    match (panel.choosing, panel.item()) {
        (_, None) => {
            Pen::new(buffer, row(parts.list, 0)).put(tr!("Nothing in the plan comes close"), theme.dim);
        }
        (Some(scroll), Some(item)) => choices(&item.choices, scroll, buffer, parts.list, theme),
        (None, Some(_)) => items(&answer.items, panel.scroll, buffer, parts.list, theme),
    }
    if let Some(item) = panel.item() {
        why(item, panel.choice(), buffer, parts.why, theme);
    }
    keys(panel, buffer, parts.keys, theme);
}

fn items(items: &[Item], scroll: Scroll, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let window = scroll.window(items.len(), usize::from(area.height));
    let shown = items.get(window.clone()).unwrap_or_default();
    let place = shown.iter().map(|item| Pen::width_of(&item.place)).max().unwrap_or(0).min(usize::from(area.width) / 3);
    for (offset, item) in shown.iter().enumerate() {
        let index = window.start + offset;
        let line = row(area, offset);
        let mut pen = Pen::new(buffer, line);
        let number = if index < 9 { (index + 1).to_string() } else { " ".to_owned() };
        let (mark, style) = effect(item.effect, theme);
        pen.skip(1).put(&number, theme.key).skip(1).put(mark, style).skip(1);
        pen.put_in(&item.place, place, theme.title);
        pen.skip(place.saturating_sub(Pen::width_of(&item.place).min(place)) + 1).put(&item.title, theme.text);
        select(buffer, line, index == scroll.selected, theme);
    }
}

fn choices(choices: &[Choice], scroll: Scroll, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let window = scroll.window(choices.len(), usize::from(area.height));
    for (offset, choice) in choices.get(window.clone()).unwrap_or_default().iter().enumerate() {
        let index = window.start + offset;
        let line = row(area, offset);
        let mut pen = Pen::new(buffer, line);
        let number = if index < 9 { (index + 1).to_string() } else { " ".to_owned() };
        pen.skip(1).put(&number, theme.key).skip(1).put("•", theme.key).skip(1).put(&choice.text, theme.text);
        if let Some(level) = &choice.covers {
            pen.put(&tr!(" (at {level} already)", level), theme.dim);
        }
        select(buffer, line, index == scroll.selected, theme);
    }
}

/// What would follow, and why it is suggested.
fn why(item: &Item, choice: Option<&Choice>, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    rule(buffer, row(area, 0), theme);
    let mut used = 1;
    if let Some(choice) = choice {
        let maps = match &choice.covers {
            Some(level) => {
                tr!("raises “{text}” from {level} to {mapping}", text = choice.text, level, mapping = choice.mapping)
            }
            None => tr!("maps “{text}” to {mapping}", text = choice.text, mapping = choice.mapping),
        };
        used = paragraph(buffer, area, used, "→", &maps, (theme.key, theme.title));
    }
    for reason in choice.into_iter().flat_map(|choice| &choice.reasons).chain(&item.reasons) {
        used = paragraph(buffer, area, used, "·", reason, (theme.dim, theme.text));
    }
}

fn paragraph(
    buffer: &mut Buffer,
    area: Rect,
    mut used: usize,
    mark: &str,
    text: &str,
    (mark_style, style): (Style, Style),
) -> usize {
    for (index, line) in lines_of(text, area.width.saturating_sub(2)).iter().enumerate() {
        let mut pen = Pen::new(buffer, row(area, used));
        pen.put(if index == 0 { mark } else { " " }, mark_style).skip(1).put(line, style);
        used += 1;
    }
    used
}

fn keys(panel: &Panel, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let mut pen = Pen::new(buffer, area);
    let mut key = |key: &str, does: &str| {
        pen.put(key, theme.key).skip(1).put(does, theme.dim).skip(2);
    };
    if panel.choosing.is_some() {
        key("Enter", tr!("maps this outcome"));
        key("←", tr!("back to the units"));
    } else {
        if panel.item().is_some() {
            key("Enter 1–9", tr!("accepts"));
        }
        if panel.item().is_some_and(|item| item.choices.len() > 1) {
            key("→", tr!("another outcome of the unit"));
        }
    }
    key("Esc", tr!("leaves"));
    if panel.choosing.is_none() {
        for (mark, style) in [effect(Effect::Closes, theme), effect(Effect::Raises, theme), effect(Effect::Some, theme)]
        {
            let word = match mark {
                "✓" => tr!("closes the gap"),
                "↑" => tr!("raises"),
                _ => tr!("for some"),
            };
            pen.put(mark, style).skip(1).put(word, theme.dim).skip(2);
        }
    }
}

fn effect(effect: Effect, theme: &Theme) -> (&'static str, Style) {
    match effect {
        Effect::Closes => ("✓", theme.good),
        Effect::Raises => ("↑", theme.warning),
        Effect::Some => ("½", theme.warning),
        Effect::None => ("·", theme.dim),
    }
}

fn select(buffer: &mut Buffer, line: Rect, is_selected: bool, theme: &Theme) {
    if is_selected {
        buffer.set_style(line.intersection(buffer.area), Style::new().add_modifier(theme.selected.add_modifier));
    }
}

fn rule(buffer: &mut Buffer, area: Rect, theme: &Theme) {
    Pen::new(buffer, area).put(&"─".repeat(usize::from(area.width)), theme.border);
}

fn lines_of(text: &str, columns: u16) -> Vec<String> {
    let text = visible(text);
    wrap(&text, usize::from(columns)).into_iter().map(|line| text[line].trim_end().to_owned()).collect()
}
