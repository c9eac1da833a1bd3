//! Styles by meaning. Colour never speaks alone: whatever it says, a glyph or a word says too.

use ratatui::style::{Color, Modifier, Style};

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
}

/// One glyph per level, `·` for none: bars that grow with the level.
pub fn level_glyph(level: u8, scale: usize) -> &'static str {
    const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
    match (usize::from(level), scale) {
        (0, _) | (_, 0) => "·",
        (level, scale) => BARS[(level.min(scale) * BARS.len() / scale).saturating_sub(1)],
    }
}
