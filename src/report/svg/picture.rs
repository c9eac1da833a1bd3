//! A picture while it is drawn. Whole numbers only, so that the same plan gives the same bytes.

use std::fmt::Write;

use super::palette;
use crate::report::markup::escaped;
use crate::text::{Truncate, truncate, visible, width};

/// How wide a column of small writing is, in units of a picture, times ten.
const TENTHS_OF_A_COLUMN: usize = 62;

/// What pictures are styled by; the page has it once, a picture by itself brings it along.
pub(crate) const STYLE: &str = include_str!("chart.css");

#[derive(Debug)]
pub(crate) struct Picture {
    /// What it shows.
    pub(crate) title: String,
    /// What can be seen in it, for those who cannot see it.
    pub(crate) about: String,
    pub(crate) width: i32,
    pub(crate) height: i32,
    pub(crate) shapes: Vec<Shape>,
}

/// What a picture is made of, each with the classes that [`STYLE`] knows it by.
#[derive(Debug, Clone)]
pub(crate) enum Shape {
    Rect {
        class: String,
        at: (i32, i32),
        size: (i32, i32),
    },
    Path {
        class: String,
        /// As SVG writes them, absolute: M, L, H, V, C, Q and Z.
        steps: String,
    },
    Circle {
        class: String,
        at: (i32, i32),
        radius: i32,
    },
    Text {
        class: String,
        at: (i32, i32),
        text: String,
    },
    /// What a pointer at rest tells something of.
    Told {
        tip: String,
        shapes: Vec<Shape>,
    },
    /// Another picture, so far to the right and down.
    Part {
        at: (i32, i32),
        shapes: Vec<Shape>,
    },
}

/// How many columns of small writing fit in a width.
pub(super) fn columns(width: i32) -> usize {
    usize::try_from(width).unwrap_or_default() * 10 / TENTHS_OF_A_COLUMN
}

/// How wide small writing comes out, at least about.
pub(super) fn span(text: &str) -> i32 {
    i32::try_from(width(&visible(text)) * TENTHS_OF_A_COLUMN / 10).unwrap_or(i32::MAX / 4)
}

/// `text` in at most so many lines of so many columns.
pub(super) fn wrapped(text: &str, columns: usize, lines: usize) -> Vec<String> {
    let text = visible(text);
    let mut rest = text.trim();
    let mut out = Vec::new();
    while !rest.is_empty() && out.len() < lines {
        if width(rest) <= columns || out.len() + 1 == lines {
            out.push(truncate(rest, columns, Truncate::End).into_owned());
            break;
        }
        let mut taken = 0;
        let mut end = rest.len();
        let mut break_at = None;
        for (at, character) in rest.char_indices() {
            let mut buffer = [0; 4];
            let piece = width(character.encode_utf8(&mut buffer));
            if character == ' ' || (piece > 1 && at > 0) {
                break_at = Some(at);
            }
            if taken + piece > columns {
                end = at;
                break;
            }
            taken += piece;
        }
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let at = break_at.filter(|at| *at > 0 && *at <= end).unwrap_or(end).max(first);
        out.push(rest[..at].trim_end().to_owned());
        rest = rest[at..].trim_start();
    }
    out
}

impl Picture {
    pub(super) fn new(title: impl Into<String>, about: impl Into<String>, width: i32, height: i32) -> Self {
        Self { title: title.into(), about: about.into(), width, height, shapes: Vec::new() }
    }

    /// With sentences below it.
    pub(super) fn with_notes(mut self, notes: &[String]) -> Self {
        let room = columns(self.width);
        for line in notes.iter().flat_map(|note| wrapped(note, room, 4)) {
            self.height += 16;
            let at = (0, self.height - 4);
            self.text("muted", at, &line);
        }
        self
    }

    pub(super) fn rect(&mut self, class: &str, at: (i32, i32), (width, height): (i32, i32)) {
        self.shapes.push(Shape::Rect { class: class.to_owned(), at, size: (width.max(0), height.max(0)) });
    }

    pub(super) fn path(&mut self, class: &str, steps: &str) {
        self.shapes.push(Shape::Path { class: class.to_owned(), steps: steps.to_owned() });
    }

    pub(super) fn circle(&mut self, class: &str, at: (i32, i32), radius: i32) {
        self.shapes.push(Shape::Circle { class: class.to_owned(), at, radius });
    }

    pub(super) fn text(&mut self, class: &str, at: (i32, i32), text: &str) {
        self.shapes.push(Shape::Text { class: class.to_owned(), at, text: visible(text).into_owned() });
    }

    /// Cut to the room it has.
    pub(super) fn text_within(&mut self, class: &str, at: (i32, i32), room: i32, text: &str) {
        let shown = visible(text);
        let room = if class.contains("big") { room * 8 / 10 } else { room - room * i32::from(class == "bold") / 8 };
        self.text(class, at, &truncate(&shown, columns(room), Truncate::End));
    }

    /// Several things that a pointer at rest tells something of.
    pub(super) fn told(&mut self, tip: &str, draw: impl FnOnce(&mut Self)) {
        let before = self.shapes.len();
        draw(self);
        let shapes = self.shapes.split_off(before);
        self.shapes.push(Shape::Told { tip: tip.to_owned(), shapes });
    }

    /// Another picture as a part of this one.
    pub(super) fn put(&mut self, part: &Self, at: (i32, i32)) {
        self.shapes.push(Shape::Part { at, shapes: part.shapes.clone() });
    }

    /// As it stands in a page that has [`STYLE`].
    pub(crate) fn inline(&self) -> String {
        let Self { width, height, .. } = self;
        format!(
            "<svg class=\"chart\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{}\">\n{}</svg>",
            self.words(),
            markup(&self.shapes)
        )
    }

    /// As a file of its own.
    pub(crate) fn standalone(&self) -> String {
        const MARGIN: i32 = 16;
        let (width, height) = (self.width + 2 * MARGIN, self.height + 2 * MARGIN);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"{} {} {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{}\">\n<title>{}</title>\n<desc>{}</desc>\n<style>\n{}{STYLE}</style>\n<rect class=\"ground\" x=\"{}\" y=\"{}\" width=\"{width}\" height=\"{height}\"/>\n{}</svg>\n",
            -MARGIN,
            -MARGIN,
            self.words(),
            escaped(&self.title),
            escaped(&self.about),
            palette::variables(),
            -MARGIN,
            -MARGIN,
            markup(&self.shapes)
        )
    }

    fn words(&self) -> String {
        match (self.title.as_str(), self.about.as_str()) {
            (title, "") => escaped(title).into_owned(),
            (title, about) => format!("{}: {}", escaped(title), escaped(about)),
        }
    }
}

/// Shapes as SVG.
fn markup(shapes: &[Shape]) -> String {
    let mut out = String::new();
    write_shapes(&mut out, shapes);
    out
}

fn write_shapes(out: &mut String, shapes: &[Shape]) {
    for shape in shapes {
        // Writing to a String cannot fail.
        let _ = match shape {
            Shape::Rect { class, at: (x, y), size: (width, height) } => write!(
                out,
                "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"2\"/>"
            ),
            Shape::Path { class, steps } => write!(out, "<path class=\"{class}\" d=\"{steps}\"/>"),
            Shape::Circle { class, at: (x, y), radius } => {
                write!(out, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>")
            }
            Shape::Text { class, at: (x, y), text } => {
                let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
                write!(out, "<text{class} x=\"{x}\" y=\"{y}\">{}</text>", escaped(text))
            }
            Shape::Told { tip, shapes } => {
                let _ = write!(out, "<g><title>{}</title>", escaped(tip));
                write_shapes(out, shapes);
                writeln!(out, "</g>")
            }
            Shape::Part { at: (x, y), shapes } => {
                let _ = write!(out, "<g transform=\"translate({x} {y})\">");
                write_shapes(out, shapes);
                writeln!(out, "</g>")
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_is_wrapped_at_words_and_cut_at_the_end() {
        assert_eq!(wrapped("General upper secondary school", 10, 2), ["General", "upper sec…"]);
        assert_eq!(wrapped("General upper", 20, 2), ["General upper"]);
        assert_eq!(wrapped("设计教育课程", 6, 2), ["设计教", "育课程"]);
        assert_eq!(wrapped("abcdefghij", 4, 3), ["abcd", "efgh", "ij"]);
        assert_eq!(wrapped("设", 1, 3).len(), 1);
        assert_eq!(wrapped("", 4, 3), Vec::<String>::new());
    }

    #[test]
    fn a_picture_says_what_it_shows() {
        let mut picture = Picture::new("A <b>", "one & two", 10, 10);
        picture.text("", (0, 0), "\u{1b}<script>");
        assert!(picture.inline().contains("aria-label=\"A &lt;b&gt;: one &amp; two\""));
        assert!(picture.standalone().contains("⟨U+001B⟩&lt;script&gt;"));
    }
}
