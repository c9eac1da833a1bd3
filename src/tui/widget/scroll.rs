use std::ops::Range;

/// Which of many rows is selected, and which one stands at the top.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Scroll {
    pub(crate) selected: usize,
    pub(crate) offset: usize,
}

impl Scroll {
    /// Selects a row, keeping it within `len`, and brings it into a window of `height` rows.
    pub(crate) fn select(&mut self, row: usize, len: usize, height: usize) {
        self.selected = row.min(len.saturating_sub(1));
        self.offset = self.window(len, height).start;
    }

    pub(crate) fn move_by(&mut self, rows: isize, len: usize, height: usize) {
        self.select(self.selected.saturating_add_signed(rows), len, height);
    }

    /// Moves the window, taking the selection along only where it would leave it.
    pub(crate) fn wheel(&mut self, rows: isize, len: usize, height: usize) {
        let last = len.saturating_sub(height);
        self.offset = self.window(len, height).start.saturating_add_signed(rows).min(last);
        let bottom = (self.offset + height).min(len).saturating_sub(1);
        self.selected = self.selected.clamp(self.offset.min(bottom), bottom);
    }

    /// The rows to draw: as near to `offset` as shows the selection and leaves no room unused.
    pub(crate) fn window(&self, len: usize, height: usize) -> Range<usize> {
        let height = height.max(1);
        let selected = self.selected.min(len.saturating_sub(1));
        let least = (selected + 1).saturating_sub(height);
        let start = self.offset.clamp(least, selected).min(len.saturating_sub(height));
        start..(start + height).min(len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selection_stays_in_the_window() {
        let mut scroll = Scroll::default();
        scroll.select(50, 100, 10);
        assert_eq!(scroll.window(100, 10), 41..51);
        scroll.move_by(-3, 100, 10);
        assert_eq!(scroll.window(100, 10), 41..51);
        scroll.select(999, 100, 10);
        assert_eq!((scroll.selected, scroll.window(100, 10)), (99, 90..100));
        assert_eq!(scroll.window(3, 10), 0..3);
        assert_eq!(scroll.window(0, 10), 0..0);
        assert_eq!(scroll.window(100, 0).len(), 1);
    }

    #[test]
    fn the_wheel_drags_the_selection_only_at_the_edge() {
        let mut scroll = Scroll { selected: 5, offset: 0 };
        scroll.wheel(3, 100, 10);
        assert_eq!(scroll, Scroll { selected: 5, offset: 3 });
        scroll.wheel(3, 100, 10);
        assert_eq!(scroll, Scroll { selected: 6, offset: 6 });
        scroll.wheel(-100, 100, 10);
        assert_eq!(scroll, Scroll { selected: 6, offset: 0 });
        scroll.wheel(3, 0, 10);
        assert_eq!(scroll, Scroll { selected: 0, offset: 0 });
    }
}
