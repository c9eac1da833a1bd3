//! Styles by meaning. Colour never speaks alone: whatever it says, a glyph or a word says too.

mod builtin;
mod file;
mod glyphs;

use ratatui::style::{Color, Modifier, Style};

pub(crate) use builtin::BUILT_IN;
pub(crate) use file::read as from_file;
pub use glyphs::level_glyph;
pub(crate) use glyphs::{draws_ascii, in_ascii};

/// The styles of the workbench.
#[derive(Debug, Clone)]
pub struct Theme {
    pub text: Style,
    pub dim: Style,
    pub title: Style,
    pub selected: Style,
    /// The selection of a pane that has not the focus.
    pub selected_away: Style,
    pub border: Style,
    pub border_focus: Style,
    pub key: Style,
    pub error: Style,
    pub warning: Style,
    pub note: Style,
    pub good: Style,
    pub gap: Style,
    pub search: Style,
    levels: [Style; 4],
}

impl Theme {
    /// The 16 colours of the terminal, so that light and dark ones both work.
    pub fn ansi() -> Self {
        let plain = Style::reset();
        let coloured = |colour| plain.fg(colour);
        Self {
            text: plain,
            dim: coloured(Color::DarkGray),
            title: plain.add_modifier(Modifier::BOLD),
            selected: plain.add_modifier(Modifier::REVERSED),
            selected_away: plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            border: coloured(Color::DarkGray),
            border_focus: coloured(Color::Cyan),
            key: coloured(Color::Cyan).add_modifier(Modifier::BOLD),
            error: coloured(Color::Red).add_modifier(Modifier::BOLD),
            warning: coloured(Color::Yellow),
            note: coloured(Color::Blue),
            good: coloured(Color::Green),
            gap: coloured(Color::Red).add_modifier(Modifier::BOLD),
            search: plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            levels: [
                coloured(Color::DarkGray),
                coloured(Color::Cyan),
                coloured(Color::Green),
                coloured(Color::Green).add_modifier(Modifier::BOLD),
            ],
        }
    }

    /// Modifiers only, for `NO_COLOR`.
    pub fn plain() -> Self {
        let bare = |style: Style| Style::reset().add_modifier(style.add_modifier);
        let ansi = Self::ansi();
        Self {
            text: bare(ansi.text),
            dim: bare(ansi.dim),
            title: bare(ansi.title),
            selected: bare(ansi.selected),
            selected_away: bare(ansi.selected_away),
            border: bare(ansi.border),
            border_focus: bare(ansi.border_focus).add_modifier(Modifier::BOLD),
            key: bare(ansi.key),
            error: bare(ansi.error),
            warning: bare(ansi.warning),
            note: bare(ansi.note),
            good: bare(ansi.good),
            gap: bare(ansi.gap),
            search: bare(ansi.search),
            levels: ansi.levels.map(bare),
        }
    }

    /// For `level` of a scale of `scale` words; 0 is none.
    pub fn level(&self, level: u8, scale: usize) -> Style {
        match (usize::from(level), scale) {
            (0, _) | (_, 0) => self.levels[0],
            (level, scale) => self.levels[(level * 3).div_ceil(scale).min(3)],
        }
    }

    /// Every style under the name that theme files give it.
    pub(crate) fn slots(&self) -> Vec<(&'static str, Style)> {
        let mut copy = self.clone();
        copy.slots_mut().into_iter().map(|(name, style)| (name, *style)).collect()
    }

    pub(crate) fn slots_mut(&mut self) -> Vec<(&'static str, &mut Style)> {
        let [none, low, middle, high] = &mut self.levels;
        vec![
            ("text", &mut self.text),
            ("dim", &mut self.dim),
            ("title", &mut self.title),
            ("selected", &mut self.selected),
            ("selected-away", &mut self.selected_away),
            ("border", &mut self.border),
            ("border-focus", &mut self.border_focus),
            ("key", &mut self.key),
            ("error", &mut self.error),
            ("warning", &mut self.warning),
            ("note", &mut self.note),
            ("good", &mut self.good),
            ("gap", &mut self.gap),
            ("search", &mut self.search),
            ("level-none", none),
            ("level-low", low),
            ("level-middle", middle),
            ("level-high", high),
        ]
    }

    /// What selecting a line does to the styles in it: colours stay where the theme gives the selection none.
    pub(crate) fn selection(&self) -> Style {
        as_patch(self.selected, self.text)
    }

    /// The same in a pane that has not the focus.
    pub(crate) fn selection_away(&self) -> Style {
        as_patch(self.selected_away, self.text)
    }
}

fn as_patch(style: Style, text: Style) -> Style {
    let mut patch = Style::new().add_modifier(style.add_modifier);
    patch.fg = style.fg.filter(|fg| Some(*fg) != text.fg);
    patch.bg = style.bg.filter(|bg| Some(*bg) != text.bg);
    patch
}
