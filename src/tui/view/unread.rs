//! That a file is broken, and that coverage is not checked because of it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tr;
use crate::tui::theme::Theme;
use crate::tui::widget::{Pen, row};

/// What is to be said of files that could not be read whole.
pub(super) fn sentence(unread: &[String]) -> Option<String> {
    match unread {
        [] => None,
        [file] => Some(tr!("coverage is not checked: {file} is broken", file)),
        [file, rest @ ..] => {
            Some(tr!("coverage is not checked: {file} and {more} more files are broken", file, more = rest.len()))
        }
    }
}

/// Says so in the first row of `area`, and gives the room that is left.
pub(super) fn line(unread: &[String], buffer: &mut Buffer, area: Rect, theme: &Theme) -> Rect {
    let Some(sentence) = sentence(unread) else { return area };
    Pen::new(buffer, row(area, 0)).put("! ", theme.error).put(&sentence, theme.warning);
    Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(1), ..area }
}
