use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};

use super::{FilterPrompt, is_unfinished};
use crate::language::translated;
use crate::tr;
use crate::tui::state::State;
use crate::tui::theme::Theme;
use crate::tui::widget::Pen;

/// What the tree is called while a filter narrows it.
pub(crate) fn title(state: &State) -> Option<String> {
    let filter = state.filter.as_ref()?;
    let query = filter.query.to_string();
    Some(if is_unfinished(state) {
        tr!("filter, looking…: {query}", query)
    } else {
        let count = filter.matches.len();
        tr!("filter, {count} lines: {query}", count, query)
    })
}

/// The line in which one types, in the place of the status line, and below it what may be typed or what is
/// wrong.
pub(crate) fn prompt(
    state: &State,
    prompt: &FilterPrompt,
    buffer: &mut Buffer,
    (line, hints): (Rect, Rect),
    theme: &Theme,
) -> Option<Position> {
    for area in [line, hints] {
        Clear.render(area.intersection(buffer.area), buffer);
        buffer.set_style(area.intersection(buffer.area), theme.text);
    }
    let count = match &state.filter {
        _ if prompt.error.is_some() => "?".to_owned(),
        None => String::new(),
        Some(_) if is_unfinished(state) => "…".to_owned(),
        Some(filter) => tr!("{count} lines", count = filter.matches.len()),
    };
    let mut pen = Pen::new(buffer, line);
    let end = pen.reserve(Pen::width_of(&count) + 1);
    let name = tr!("filter");
    pen.put(name, theme.key);
    let taken = (Pen::width_of(name) as u16 + 1).min(line.width);
    let input = Rect { x: line.x + taken, width: end.x.saturating_sub(line.x + taken), ..line };
    Pen::new(buffer, end).put_right(&count, if prompt.error.is_some() { theme.error } else { theme.dim });
    let cursor = prompt.input.draw(buffer, input, theme.text);
    hint(state, prompt, &mut Pen::new(buffer, hints), theme);
    cursor
}

fn hint(state: &State, prompt: &FilterPrompt, pen: &mut Pen<'_>, theme: &Theme) {
    let offers = !prompt.offered.is_empty();
    match &prompt.error {
        // A word that is only begun is helped along before it is blamed.
        Some(error) if !(offers && prompt.is_begun) => {
            pen.put(&error.to_string(), theme.error);
            return;
        }
        _ => {}
    }
    if let Some(unknown) = state.filter.as_ref().and_then(|filter| filter.unknown.as_ref())
        && !offers
    {
        pen.put(unknown, theme.warning);
        return;
    }
    if !offers {
        pen.put("Enter", theme.key).put(" ", theme.dim).put(tr!("keeps it"), theme.dim).put("  ", theme.dim);
        pen.put("Esc", theme.key).put(" ", theme.dim).put(tr!("leaves"), theme.dim).put("  ", theme.dim);
        pen.put(tr!("field:value  -not  a | b  \"two words\""), theme.dim);
        return;
    }
    pen.put("Tab", theme.key).skip(1);
    for (index, offered) in prompt.offered.iter().enumerate() {
        let doc = translated(&offered.doc);
        let columns = Pen::width_of(&offered.text) + if index == 0 { Pen::width_of(doc) + 1 } else { 0 };
        if index > 0 && columns > pen.room() {
            break;
        }
        pen.put(&offered.text, if index == 0 { theme.title } else { theme.text });
        if index == 0 && !doc.is_empty() {
            pen.skip(1).put(doc, theme.dim);
        }
        pen.skip(2);
    }
}
