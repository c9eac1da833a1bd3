//! What the classes of shapes look like on paper, read from the style that pages and pictures have: there is one.

use std::sync::OnceLock;

use super::palette::COLOURS;
use super::picture::STYLE;

/// Red, green and blue.
pub(crate) type Rgb = (u8, u8, u8);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Anchor {
    #[default]
    Start,
    Middle,
    End,
}

/// How a shape is drawn, in units of its picture.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Style {
    pub(crate) fill: Option<Rgb>,
    pub(crate) stroke: Option<Rgb>,
    pub(crate) stroke_width: f32,
    /// Lengths of dashes and of what lies between them; none: a line without end.
    pub(crate) dashes: Vec<f32>,
    pub(crate) anchor: Anchor,
    pub(crate) bold: bool,
    /// Of writing.
    pub(crate) size: f32,
}

/// A class with what is said of it.
type Rule = (&'static str, Vec<(&'static str, &'static str)>);

/// Rules for one class each, in their order.
fn rules() -> &'static [Rule] {
    static RULES: OnceLock<Vec<Rule>> = OnceLock::new();
    RULES.get_or_init(|| {
        let rule = |line: &'static str| {
            let (class, said) = line.strip_prefix(".chart .")?.strip_suffix('}')?.split_once('{')?;
            Some((class, said.split(';').filter_map(|part| part.split_once(':')).collect()))
        };
        STYLE.lines().filter_map(rule).collect()
    })
}

/// The style of something that has these classes.
pub(crate) fn style_of(classes: &str) -> Style {
    let mut style = Style {
        fill: colour("var(--ink)"),
        stroke: None,
        stroke_width: 1.0,
        dashes: Vec::new(),
        anchor: Anchor::Start,
        bold: false,
        size: 11.0,
    };
    for (_, said) in rules().iter().filter(|(class, _)| classes.split(' ').any(|own| own == *class)) {
        for (property, value) in said {
            match *property {
                "fill" => style.fill = colour(value),
                "stroke" => style.stroke = colour(value),
                "stroke-width" => style.stroke_width = value.parse().unwrap_or(1.0),
                "stroke-dasharray" => style.dashes = value.split(' ').filter_map(|dash| dash.parse().ok()).collect(),
                "text-anchor" if *value == "middle" => style.anchor = Anchor::Middle,
                "text-anchor" => style.anchor = Anchor::End,
                "font-weight" => style.bold = true,
                "font-size" => style.size = value.trim_end_matches("px").parse().unwrap_or(style.size),
                _ => {}
            }
        }
    }
    style
}

/// `var(--name)` on light paper; none for `none`.
fn colour(value: &str) -> Option<Rgb> {
    let name = value.strip_prefix("var(--")?.strip_suffix(')')?;
    let (_, light, _) = COLOURS.iter().find(|(other, ..)| *other == name)?;
    let part = |at: usize| light.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
    Some((part(1)?, part(3)?, part(5)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_read_and_every_word_of_it_is_understood() {
        let written = STYLE.lines().filter(|line| line.starts_with(".chart .")).count();
        assert!(written > 30 && rules().len() == written);
        let known = ["fill", "stroke", "stroke-width", "stroke-dasharray", "text-anchor", "font-weight", "font-size"];
        for (class, said) in rules() {
            assert!(!said.is_empty(), "{class}");
            for (property, value) in said {
                assert!(known.contains(property), "{class}: {property}");
                if matches!(*property, "fill" | "stroke") && *value != "none" {
                    assert!(colour(value).is_some(), "{class}: {value}");
                }
            }
        }
    }

    #[test]
    fn classes_add_up() {
        assert_eq!(style_of("").fill, Some((0x1b, 0x1f, 0x24)));
        let style = style_of("choice heavy");
        assert_eq!((style.dashes.as_slice(), style.stroke_width), (&[4.0, 2.0][..], 2.0));
        assert_eq!(style.stroke, style_of("thread").stroke);
        assert_eq!(style_of("onbad mid").anchor, Anchor::Middle);
        assert!(style_of("onbad mid").bold && !style_of("ongood").bold);
        assert_eq!((style_of("line").fill, style_of("big").size), (None, 13.0));
    }
}
