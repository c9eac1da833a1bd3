use std::time::{Duration, Instant};

use crossterm::event::{MouseButton, MouseEventKind};
use ratatui::layout::Position;

use crate::tui::effect::Input;

/// How soon a second click follows the first one of a double click.
const SOON: Duration = Duration::from_millis(400);

/// Tells double clicks from single ones.
#[derive(Debug, Default)]
pub(super) struct Clicks {
    last: Option<(Position, Instant)>,
}

impl Clicks {
    /// The second of two clicks at one place is a double click; a third begins anew.
    pub(super) fn of(&mut self, input: Input, now: Instant) -> Input {
        let Input::Mouse(event) = &input else { return input };
        if event.kind != MouseEventKind::Down(MouseButton::Left) {
            return input;
        }
        let at = Position { x: event.column, y: event.row };
        let is_second = self.last.is_some_and(|(place, time)| place == at && now.duration_since(time) <= SOON);
        self.last = if is_second { None } else { Some((at, now)) };
        if is_second { Input::DoubleClick(at) } else { input }
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyModifiers, MouseEvent};

    use super::*;

    fn click(clicks: &mut Clicks, column: u16, now: Instant) -> bool {
        let kind = MouseEventKind::Down(MouseButton::Left);
        let event = MouseEvent { kind, column, row: 3, modifiers: KeyModifiers::NONE };
        matches!(clicks.of(Input::Mouse(event), now), Input::DoubleClick(_))
    }

    #[test]
    fn two_clicks_are_one_double_click_when_they_are_near() {
        let start = Instant::now();
        let mut clicks = Clicks::default();
        assert!(!click(&mut clicks, 1, start));
        assert!(click(&mut clicks, 1, start + SOON / 2));
        assert!(!click(&mut clicks, 1, start + SOON / 2), "the third is a first one again");
        assert!(!click(&mut clicks, 2, start + SOON / 2), "another place");
        assert!(!click(&mut clicks, 2, start + SOON * 3), "too late");
    }
}
