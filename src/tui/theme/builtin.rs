//! The themes that come along.

use ratatui::style::{Color, Modifier, Style};

use super::Theme;

/// A theme's name, and what makes it.
type BuiltIn = (&'static str, fn() -> Theme);

/// The built-in themes by name, in the order in which they are cycled through.
pub(crate) const BUILT_IN: [BuiltIn; 5] = [
    ("ansi", Theme::ansi),
    ("dark", dark),
    ("light", light),
    ("high-contrast", high_contrast),
    ("plain", Theme::plain),
];

/// Colours by what they are for; each is read on `background`.
struct Palette {
    background: u32,
    text: u32,
    dim: u32,
    accent: u32,
    error: u32,
    warning: u32,
    note: u32,
    good: u32,
    levels: [u32; 4],
}

fn colour(hex: u32) -> Color {
    Color::from_u32(hex)
}

impl Palette {
    fn theme(&self) -> Theme {
        let background = colour(self.background);
        let on = |hex: u32| Style::reset().fg(colour(hex)).bg(background);
        let bold = |hex: u32| on(hex).add_modifier(Modifier::BOLD);
        let mut theme = Theme::ansi();
        // Whatever has no colour of its own here stands on the same background.
        for (_, style) in theme.slots_mut() {
            *style = on(self.text).add_modifier(style.add_modifier);
        }
        theme.dim = on(self.dim);
        theme.border = on(self.dim);
        theme.border_focus = on(self.accent);
        theme.key = bold(self.accent);
        theme.error = bold(self.error);
        theme.warning = on(self.warning);
        theme.note = on(self.note);
        theme.good = on(self.good);
        theme.gap = bold(self.error);
        theme.levels = self.levels.map(on);
        theme.levels[3] = bold(self.levels[3]);
        theme
    }
}

/// True colours on a dark background.
fn dark() -> Theme {
    let palette = Palette {
        background: 0x0016_1b22,
        text: 0x00e6_edf3,
        dim: 0x009a_a5b1,
        accent: 0x006c_c7e8,
        error: 0x00ff_8c82,
        warning: 0x00e8_bd5a,
        note: 0x008a_b4f8,
        good: 0x007f_d493,
        levels: [0x009a_a5b1, 0x006c_c7e8, 0x007f_d493, 0x00b5_e853],
    };
    palette.theme()
}

/// True colours on a light background.
fn light() -> Theme {
    let palette = Palette {
        background: 0x00fb_faf7,
        text: 0x001f_2328,
        dim: 0x005c_6570,
        accent: 0x0000_5f87,
        error: 0x00b0_1f24,
        warning: 0x007a_5200,
        note: 0x001f_4fb0,
        good: 0x001b_6b34,
        levels: [0x005c_6570, 0x0000_5f87, 0x001b_6b34, 0x0014_5228],
    };
    palette.theme()
}

/// White on black, few and bright colours, and a modifier wherever one tells things apart.
fn high_contrast() -> Theme {
    let palette = Palette {
        background: 0x0000_0000,
        text: 0x00ff_ffff,
        dim: 0x00d0_d0d0,
        accent: 0x0000_ffff,
        error: 0x00ff_9c9c,
        warning: 0x00ff_ff00,
        note: 0x009f_d0ff,
        good: 0x0070_ff70,
        levels: [0x00d0_d0d0, 0x0000_ffff, 0x0070_ff70, 0x00ff_ff00],
    };
    let mut theme = palette.theme();
    theme.border_focus = theme.border_focus.add_modifier(Modifier::BOLD);
    theme.warning = theme.warning.add_modifier(Modifier::BOLD);
    theme.search = theme.search.fg(colour(palette.warning));
    theme
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contrast of two colours, from 1 to 21, as WCAG 2.2 defines it
    /// (<https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>, <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>).
    fn contrast(one: Color, other: Color) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn luminance(colour: Color) -> f64 {
        let Color::Rgb(red, green, blue) = colour else { panic!("{colour:?} is no true colour") };
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    #[test]
    fn the_formula_gives_what_is_known() {
        let ratio = |one, other| contrast(Color::from_u32(one), Color::from_u32(other));
        assert!((ratio(0x00ff_ffff, 0) - 21.0).abs() < 1e-9);
        assert!((ratio(0x0077_7777, 0x00ff_ffff) - 4.48).abs() < 0.01, "the well-known grey that just fails");
        assert!((ratio(0x0012_3456, 0x0012_3456) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn all_text_of_the_true_colour_themes_can_be_read() {
        for (theme, name, least) in [(dark(), "dark", 4.5), (light(), "light", 4.5), (high_contrast(), "high", 7.0)] {
            for (slot, style) in theme.slots() {
                let (Some(fg), Some(bg)) = (style.fg, style.bg) else { panic!("{name}: {slot} lacks a colour") };
                let ratio = contrast(fg, bg);
                assert!(ratio >= least, "{name}: {slot} has a contrast of {ratio:.2}");
            }
        }
    }

    #[test]
    fn without_colour_no_theme_is_plainer() {
        for (slot, style) in Theme::plain().slots() {
            assert_eq!((style.fg, style.bg), (Some(Color::Reset), Some(Color::Reset)), "{slot}");
        }
    }

    #[test]
    fn what_matters_is_told_without_colour_too() {
        let theme = Theme::plain();
        assert_ne!(theme.selected, theme.text);
        assert_ne!(theme.selected, theme.selected_away);
        assert_ne!(theme.border, theme.border_focus);
        assert_ne!(theme.error, theme.text);
    }
}
