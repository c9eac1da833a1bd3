use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tr;
use crate::tui::layout::centred;
use crate::tui::theme::Theme;
use crate::tui::widget::{Pen, row};

/// The widest bar.
const WIDEST: u16 = 60;

/// The screen while a plan is being read: what is being done, how far it is, and the way out.
pub(crate) fn opening(text: &str, (done, of): (usize, usize), buffer: &mut Buffer, theme: &Theme) {
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
