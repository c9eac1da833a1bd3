use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tr;
use crate::tui::layout::centred;
use crate::tui::preferences::Preferences;
use crate::tui::theme::{Theme, draws_ascii, in_ascii};
use crate::tui::widget::{Pen, row};

/// The widest bar.
const WIDEST: u16 = 60;

/// The screen while a plan is being read: what is being done, how far it is, and the way out.
pub(crate) fn opening(text: &str, steps: (usize, usize), buffer: &mut Buffer, preferences: &Preferences) {
    draws_ascii(preferences.ascii, || frame(text, steps, buffer, preferences.themes.current()));
    if preferences.ascii {
        in_ascii(buffer);
    }
}

fn frame(text: &str, (done, of): (usize, usize), buffer: &mut Buffer, theme: &Theme) {
    buffer.set_style(buffer.area, theme.text);
    let area = centred(buffer.area, WIDEST, 3);
    Pen::new(buffer, row(area, 0)).put(text, theme.title);
    if of > 0 && area.height > 1 {
        bar(buffer, row(area, 1), done, of, theme);
    }
    Pen::new(buffer, row(area, 2)).put("q", theme.key).skip(1).put(tr!("leaves"), theme.dim);
}

fn bar(buffer: &mut Buffer, area: Rect, done: usize, of: usize, theme: &Theme) {
    let percent = done.saturating_mul(100) / of.max(1);
    let mut pen = Pen::new(buffer, area);
    let end = pen.reserve(5);
    let cells = pen.room();
    let filled = cells * percent.min(100) / 100;
    pen.put(&"█".repeat(filled), theme.good).put(&"░".repeat(cells - filled), theme.dim);
    Pen::new(buffer, end).put(&format!("{percent:>4}%"), theme.text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(width: u16, height: u16, steps: (usize, usize)) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        opening("Reading… 3 of 12 files", steps, &mut buffer, &Preferences::default());
        buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn it_draws_at_every_size() {
        for (width, height) in (0..70).flat_map(|width| (0..8).map(move |height| (width, height))) {
            for steps in [(0, 0), (3, 12), (12, 12), (usize::MAX, 1)] {
                shown(width, height, steps);
            }
        }
        let shown = shown(80, 24, (3, 12));
        assert!(shown.contains("Reading… 3 of 12 files") && shown.contains(" 25%"), "{shown}");
    }
}
