//! Where everything stands, for a size of the terminal. Drawing and the mouse both ask here.

use ratatui::layout::{Position, Rect};

use super::state::{Pane, State, View};

/// Below this the workbench only says that it needs more room.
pub(crate) const LEAST: (u16, u16) = (40, 10);
/// From here on tree and form stand side by side.
pub(crate) const WIDE: u16 = 100;
/// From here on the problems at hand are listed below.
const TALL: u16 = 30;
const STRIP: u16 = 5;

/// Areas of a frame; one that has no room in it is empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) screen: Rect,
    pub(crate) too_small: bool,
    pub(crate) breadcrumb: Rect,
    /// All between breadcrumb and status.
    pub(crate) body: Rect,
    pub(crate) tree: Rect,
    /// The rows within the tree's frame, where it has one.
    pub(crate) tree_rows: Rect,
    pub(crate) detail: Rect,
    /// One line about what is selected, where the form has no room.
    pub(crate) detail_line: Rect,
    pub(crate) problems: Rect,
    /// What the tree is narrowed by, where it has no frame to say so.
    pub(crate) filter_line: Rect,
    pub(crate) status: Rect,
    pub(crate) footer: Rect,
}

impl Layout {
    pub(crate) fn of(state: &State) -> Self {
        let (width, height) = state.size;
        let screen = Rect::new(0, 0, width, height);
        if width < LEAST.0 || height < LEAST.1 {
            return Self { screen, too_small: true, ..Self::default() };
        }
        let line = |y: u16| Rect { y, height: 1, ..screen };
        let body = Rect { y: 1, height: height - 3, ..screen };
        let mut layout = Self {
            screen,
            breadcrumb: line(0),
            body,
            status: line(height - 2),
            footer: line(height - 1),
            ..Self::default()
        };
        if state.view != View::Tree {
            return layout;
        }
        let wide = width >= WIDE;
        let strip = if wide && height >= TALL { STRIP } else { 0 };
        let main = Rect { height: body.height - strip, ..body };
        layout.problems = Rect { y: main.bottom(), height: strip, ..body };
        if wide {
            let left = (u32::from(width) * u32::from(state.preferences.divider) / 100) as u16;
            layout.tree = Rect { width: left, ..main };
            layout.tree_rows = inside(layout.tree);
            layout.detail = Rect { x: left, width: width - left, ..main };
        } else if state.pane == Pane::Detail {
            layout.detail = main;
            // Kept, so that the tree scrolls as before.
            layout.tree_rows = Rect { height: main.height - 1, width: 0, ..main };
        } else {
            layout.tree = Rect { height: main.height - 1, ..main };
            if state.filter.is_some() {
                layout.filter_line = Rect { height: 1, ..layout.tree };
                layout.tree = Rect { y: layout.tree.y + 1, height: layout.tree.height - 1, ..layout.tree };
            }
            layout.tree_rows = layout.tree;
            layout.detail_line = Rect { y: main.bottom() - 1, height: 1, ..main };
        }
        layout
    }

    /// The columns in which the mouse takes hold of the divider: the frames of tree and form that touch.
    pub(crate) fn is_divider(&self, at: Position) -> bool {
        let beside = !self.tree.is_empty() && !self.detail.is_empty();
        // The corners belong to the titles.
        let rows = self.tree.y + 1..self.tree.bottom().saturating_sub(1);
        beside && rows.contains(&at.y) && (at.x + 1 == self.detail.x || at.x == self.detail.x)
    }

    /// The rows of the list of problems; below them more is told of the selected one.
    pub(crate) fn problem_rows(&self) -> Rect {
        let inner = inside(self.body);
        let more = (inner.height / 3).clamp(5, 9);
        Rect { height: inner.height.saturating_sub(more), ..inner }
    }

    /// Where help scrolls.
    pub(crate) fn help(&self) -> Rect {
        centred(self.screen, 84, self.screen.height.saturating_sub(2))
    }

    pub(crate) fn picker(&self) -> Rect {
        let height = (self.screen.height * 3 / 4).clamp(8, 24);
        Rect { y: 1.min(self.screen.height), ..centred(self.screen, 84, height) }
    }
}

/// `area` without its frame.
pub(crate) fn inside(area: Rect) -> Rect {
    Rect {
        x: area.x + u16::from(area.width > 0),
        y: area.y + u16::from(area.height > 0),
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(2),
    }
}

/// An area of at most `width` by `height` in the middle of another.
pub(crate) fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let width = width.min(area.width);
    let height = height.min(area.height);
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}
