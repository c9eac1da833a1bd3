//! Breaking text into lines, where Unicode allows it (UAX 14), and anywhere in what fits no line.

use std::rc::Rc;

use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation;

use super::shape::{Shaper, Word};

/// A size and weight of type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Type {
    pub(super) size: f32,
    pub(super) bold: bool,
}

impl Type {
    pub(super) const fn new(size: f32) -> Self {
        Self { size, bold: false }
    }

    pub(super) const fn bold(size: f32) -> Self {
        Self { size, bold: true }
    }

    /// From one baseline to the next.
    pub(super) fn leading(self) -> f32 {
        (self.size * 1.38).round()
    }

    /// From the top of a line to its baseline.
    pub(super) fn ascent(self) -> f32 {
        self.leading() / 2.0 + self.size * 0.35
    }
}

/// A line of words.
#[derive(Debug, Default, Clone)]
pub(super) struct Line {
    pub(super) words: Vec<Rc<Word>>,
    /// In points, without the blanks at its end.
    pub(super) width: f32,
}

/// The lines of `text` in a column; none where there is nothing.
pub(super) fn broken(shaper: &Shaper<'_>, text: &str, style: Type, room: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line = Line::default();
    // With the blanks that stand after the last word.
    let mut taken = 0.0;
    let mut take = |word: Rc<Word>| {
        if taken + word.ink * style.size > room + 0.01 && !line.words.is_empty() {
            lines.push(std::mem::take(&mut line));
            taken = 0.0;
        }
        line.width = taken + word.ink * style.size;
        taken += word.width * style.size;
        line.words.push(word);
    };
    for piece in pieces(text) {
        let word = shaper.word(piece, style.bold);
        if word.ink * style.size <= room {
            take(word);
            continue;
        }
        for part in torn(shaper, piece, style, room) {
            take(part);
        }
    }
    if !line.words.is_empty() {
        lines.push(line);
    }
    lines
}

/// The widths of the widest word and of the whole text on one line.
pub(super) fn measured(shaper: &Shaper<'_>, text: &str, style: Type) -> (f32, f32) {
    let mut widest: f32 = 0.0;
    let (mut whole, mut ink) = (0.0, 0.0);
    for piece in pieces(text) {
        let word = shaper.word(piece, style.bold);
        widest = widest.max(word.ink * style.size);
        ink = whole + word.ink * style.size;
        whole += word.width * style.size;
    }
    (widest, ink)
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    linebreaks(text).filter_map(move |(end, _)| {
        let piece = text.get(start..end).filter(|piece| !piece.is_empty());
        start = end;
        piece
    })
}

/// A word that is wider than a line, in parts that are not.
fn torn(shaper: &Shaper<'_>, piece: &str, style: Type, room: f32) -> Vec<Rc<Word>> {
    let mut parts = Vec::new();
    let (mut start, mut taken) = (0, 0.0);
    for (at, grapheme) in piece.grapheme_indices(true) {
        let width = shaper.word(grapheme, style.bold).ink * style.size;
        if taken + width > room && at > start {
            parts.push(shaper.word(&piece[start..at], style.bold));
            (start, taken) = (at, 0.0);
        }
        taken += width;
    }
    parts.push(shaper.word(&piece[start..], style.bold));
    parts
}
