//! The colours of the page and of charts, light and dark, named by meaning.

use std::fmt::Write;

/// Name, on light paper, on dark paper.
pub(crate) const COLOURS: [(&str, &str, &str); 24] = [
    ("paper", "#ffffff", "#14171c"),
    ("ink", "#1b1f24", "#e8eaed"),
    ("muted", "#545b64", "#aab2bd"),
    ("band", "#eef1f5", "#20262e"),
    ("rule", "#c5ccd5", "#3b444f"),
    ("link", "#0b4f9e", "#8ab8f5"),
    ("accent", "#2c5fae", "#83aff0"),
    ("soft", "#cbdbf3", "#2b4266"),
    ("good", "#d3eeda", "#1d4a2b"),
    ("good-ink", "#0d3b1d", "#d8f5df"),
    ("warn", "#fde7b8", "#57400f"),
    ("warn-ink", "#4a2f00", "#ffeac2"),
    ("bad", "#fad2cc", "#6b211b"),
    ("bad-ink", "#5c0f08", "#ffdeda"),
    ("part-0", "#fad2cc", "#6b211b"),
    ("part-0-ink", "#5c0f08", "#ffdeda"),
    ("part-1", "#fde7b8", "#57400f"),
    ("part-1-ink", "#4a2f00", "#ffeac2"),
    ("part-2", "#d5e6f7", "#1f3d5c"),
    ("part-2-ink", "#0c2f52", "#d6e8fb"),
    ("part-3", "#a9cdf0", "#2a5684"),
    ("part-3-ink", "#06233f", "#eaf4ff"),
    ("part-4", "#2c5fae", "#83aff0"),
    ("part-4-ink", "#ffffff", "#0b1d36"),
];

/// What is written in one colour on another, and so must be told apart well.
#[cfg(test)]
pub(crate) const WRITTEN_ON: [(&str, &str); 17] = [
    ("ink", "paper"),
    ("ink", "band"),
    ("muted", "paper"),
    ("muted", "band"),
    ("link", "paper"),
    ("link", "band"),
    ("ink", "soft"),
    ("paper", "accent"),
    ("good-ink", "good"),
    ("warn-ink", "warn"),
    ("bad-ink", "bad"),
    ("part-0-ink", "part-0"),
    ("part-1-ink", "part-1"),
    ("part-2-ink", "part-2"),
    ("part-3-ink", "part-3"),
    ("part-4-ink", "part-4"),
    ("accent", "paper"),
];

/// The colours as variables: dark where the reader's screen is, light on paper.
pub(crate) fn variables() -> String {
    let mut css = String::from(":root{color-scheme:light dark;");
    for (name, light, _) in COLOURS {
        // Writing to a String cannot fail, here and below.
        let _ = write!(css, "--{name}:{light};");
    }
    css.push_str("}\n@media screen and (prefers-color-scheme:dark){:root{");
    for (name, _, dark) in COLOURS {
        let _ = write!(css, "--{name}:{dark};");
    }
    css.push_str("}}\n");
    css
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The relative luminance of WCAG 2.
    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn of(name: &str) -> (&'static str, &'static str) {
        let (_, light, dark) = COLOURS.iter().find(|(other, ..)| *other == name).unwrap();
        (light, dark)
    }

    #[test]
    fn contrast_is_worked_out_as_wcag_does() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 0.001);
        assert!((contrast("#767676", "#ffffff") - 4.54).abs() < 0.01);
    }

    #[test]
    fn writing_can_be_read_light_and_dark() {
        for (ink, ground) in WRITTEN_ON {
            let ((light_ink, dark_ink), (light, dark)) = (of(ink), of(ground));
            for (ink_colour, ground_colour) in [(light_ink, light), (dark_ink, dark)] {
                let contrast = contrast(ink_colour, ground_colour);
                assert!(contrast >= 4.5, "{ink} on {ground}: {contrast:.2}");
            }
        }
        // Every ink is held against something.
        for (name, ..) in COLOURS.iter().filter(|(name, ..)| name.contains("ink")) {
            assert!(WRITTEN_ON.iter().any(|(ink, _)| ink == name), "{name}");
        }
    }
}
