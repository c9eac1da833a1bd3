//! What a report says, before it has a size: headings, paragraphs and tables.

use std::collections::BTreeSet;

use super::drawing::{Drawing, Piece};
use crate::text::visible;

/// A report from its title to its last table. All text is inert.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) title: String,
    /// What it is, below the title.
    pub(super) kind: String,
    /// What it tells of, line by line.
    pub(super) about: Vec<String>,
    pub(super) figures: Vec<Block>,
    pub(super) body: Vec<Block>,
}

#[derive(Debug)]
pub(super) enum Block {
    /// 1: of a part, which stands in the contents; 2: below that.
    Heading(u8, String),
    Paragraph(String),
    /// Samples of fills with what they mean.
    Legend(Vec<(Fill, String)>),
    Table(Table),
    /// As large as the page allows; lying, where that is larger.
    Figure(Drawing),
    /// Small pictures side by side.
    Tiles(Vec<Drawing>),
}

/// How a cell is filled; words or marks say the same.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) enum Fill {
    #[default]
    None,
    /// From 0, nothing, to 1, all.
    Shade(f32),
    /// Below what is expected, though some reach it.
    Partly,
    /// Below what is expected.
    Missed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// As wide as its texts need, at the cost of other texts.
    Text,
    /// As wide as it needs, at the right.
    Number,
    /// As wide as its like, centred.
    Level,
    /// A bar to scale.
    Bar,
}

#[derive(Debug, Default)]
pub(super) struct Table {
    /// What it shows, for those who hear it.
    pub(super) summary: String,
    pub(super) columns: Vec<Column>,
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<Row>,
}

#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
    /// A sum or a title over others.
    pub(super) strong: bool,
}

#[derive(Debug, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) fill: Fill,
    pub(super) bar: Option<Bar>,
}

/// Parts of the length of a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bar {
    pub(super) sure: f32,
    /// From the end of what is sure.
    pub(super) more: f32,
}

impl Cell {
    pub(super) fn filled(text: impl Into<String>, fill: Fill) -> Self {
        Self { text: text.into(), fill, bar: None }
    }

    pub(super) fn bar(bar: Bar) -> Self {
        Self { bar: Some(bar), ..Self::default() }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::filled(text, Fill::None)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl Table {
    pub(super) fn new(summary: impl Into<String>, columns: &[(&str, Column)]) -> Self {
        Self {
            summary: summary.into(),
            columns: columns.iter().map(|(_, column)| *column).collect(),
            head: columns.iter().map(|(head, _)| (*head).to_owned()).collect(),
            rows: Vec::new(),
        }
    }

    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(Row { cells: cells.into_iter().collect(), strong: false });
    }

    pub(super) fn strong_row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(Row { cells: cells.into_iter().collect(), strong: true });
    }
}

/// Text of a file as it is shown.
pub(super) fn shown(text: &str) -> String {
    visible(text.trim()).into_owned()
}

impl Document {
    /// Every text, for whatever is to be done with it.
    fn each_text(&mut self, act: &mut impl FnMut(&mut String)) {
        act(&mut self.title);
        act(&mut self.kind);
        self.about.iter_mut().for_each(&mut *act);
        for block in self.figures.iter_mut().chain(&mut self.body) {
            match block {
                Block::Heading(_, text) | Block::Paragraph(text) => act(text),
                Block::Legend(samples) => samples.iter_mut().for_each(|(_, text)| act(text)),
                Block::Table(table) => {
                    table.head.iter_mut().for_each(&mut *act);
                    table.rows.iter_mut().flat_map(|row| &mut row.cells).for_each(|cell| act(&mut cell.text));
                }
                Block::Figure(drawing) => each_writing(drawing, act),
                Block::Tiles(drawings) => drawings.iter_mut().for_each(|drawing| each_writing(drawing, act)),
            }
        }
    }

    /// All characters that need a glyph.
    pub(super) fn characters(&mut self) -> BTreeSet<char> {
        let mut seen = vec![false; 0x11_0000];
        self.each_text(&mut |text| text.chars().for_each(|character| seen[character as usize] = true));
        let seen = seen.into_iter().enumerate().filter(|(_, is_seen)| *is_seen);
        seen.filter_map(|(code, _)| char::from_u32(code as u32)).collect()
    }

    /// Puts what stands for signs that no font has in their place.
    pub(super) fn substitute(&mut self, stand_ins: &[(char, &'static str)]) {
        for (sign, stand_in) in stand_ins {
            self.each_text(&mut |text| {
                if text.contains(*sign) {
                    *text = text.replace(*sign, stand_in);
                }
            });
        }
    }
}

fn each_writing(drawing: &mut Drawing, act: &mut impl FnMut(&mut String)) {
    for piece in &mut drawing.pieces {
        if let Piece::Text(writing) = piece {
            act(&mut writing.text);
        }
    }
}
