//! From words to glyphs, each run of characters in the first font that shows it.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use rustybuzz::{Face, ShapePlan, UnicodeBuffer};
use unicode_segmentation::UnicodeSegmentation;

use super::fonts::{Chosen, draws, is_ideographic, is_ignorable};

/// A glyph, measured in ems.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub(super) id: u32,
    pub(super) advance: f32,
    pub(super) x_offset: f32,
    pub(super) y_offset: f32,
    /// The bytes of the word that it stands for.
    pub(super) stands_for: Range<u32>,
}

/// A piece of text in one font.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) font: usize,
    pub(super) glyphs: Vec<Glyph>,
}

/// What stands between two places where a line may be broken, with the blanks that follow.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) text: Box<str>,
    pub(super) runs: Vec<Run>,
    /// In ems.
    pub(super) width: f32,
    /// Without the blanks that follow.
    pub(super) ink: f32,
}

/// A face with what was worked out of it before.
struct Typeface<'f> {
    face: Face<'f>,
    plans: RefCell<Vec<(rustybuzz::Direction, rustybuzz::Script, Rc<ShapePlan>)>>,
}

/// Shapes words, each of them once.
pub(super) struct Shaper<'f> {
    faces: Vec<Typeface<'f>>,
    /// The order in which fonts are tried, regular and bold.
    orders: [&'f [usize]; 2],
    words: [RefCell<FxHashMap<Box<str>, Rc<Word>>>; 2],
    fonts: [RefCell<FxHashMap<char, Option<usize>>>; 2],
}

impl<'f> Shaper<'f> {
    pub(super) fn new(chosen: &'f Chosen) -> Self {
        let face = |(bytes, place): &'f (std::sync::Arc<Vec<u8>>, u32)| Face::from_slice(bytes, *place);
        // A face that was looked at before can be read again.
        let faces = chosen.files.iter().filter_map(face);
        Self {
            faces: faces.map(|face| Typeface { face, plans: RefCell::default() }).collect(),
            orders: [&chosen.regular, &chosen.bold],
            words: Default::default(),
            fonts: Default::default(),
        }
    }

    pub(super) fn word(&self, text: &str, bold: bool) -> Rc<Word> {
        let words = &self.words[usize::from(bold)];
        if let Some(word) = words.borrow().get(text) {
            return Rc::clone(word);
        }
        let word = Rc::new(self.shape(text, bold));
        words.borrow_mut().insert(text.into(), Rc::clone(&word));
        word
    }

    fn shape(&self, text: &str, bold: bool) -> Word {
        let mut runs: Vec<Run> = Vec::new();
        for (font, range) in self.spans(text, bold) {
            runs.push(Run { font, glyphs: self.glyphs(font, text, range) });
        }
        let advance = |glyph: &Glyph| glyph.advance;
        let width: f32 = runs.iter().flat_map(|run| &run.glyphs).map(advance).sum();
        let blank = text.trim_end().len() as u32;
        let trailing: f32 =
            runs.iter().flat_map(|run| &run.glyphs).filter(|glyph| glyph.stands_for.start >= blank).map(advance).sum();
        Word { text: text.into(), runs, width, ink: width - trailing }
    }

    /// The text cut where the font changes.
    fn spans(&self, text: &str, bold: bool) -> Vec<(usize, Range<usize>)> {
        let mut spans: Vec<(usize, Range<usize>)> = Vec::new();
        let is_east = text.chars().any(|character| is_ideographic(character) && character.is_alphanumeric());
        for (at, grapheme) in text.grapheme_indices(true) {
            let font = self.font_of(grapheme, bold, is_east);
            match spans.last_mut() {
                Some((last, range)) if *last == font => range.end = at + grapheme.len(),
                _ => spans.push((font, at..at + grapheme.len())),
            }
        }
        spans
    }

    fn font_of(&self, grapheme: &str, bold: bool, is_east: bool) -> usize {
        let mut characters = grapheme.chars().filter(|character| !is_ignorable(*character));
        let Some(first) = characters.next() else { return self.first(bold) };
        // Chinese quotes, dashes and dots are as wide as its characters.
        let like = if is_east && "“”‘’…—".contains(first) { '一' } else { first };
        let own = self.font_of_character(like, bold).filter(|font| draws(&self.faces[*font].face, first));
        let font = own.or_else(|| self.font_of_character(first, bold)).unwrap_or_else(|| self.first(bold));
        let has_all = |font: usize| {
            grapheme.chars().filter(|c| !is_ignorable(*c)).all(|c| self.faces[font].face.glyph_index(c).is_some())
        };
        if characters.next().is_none() || has_all(font) {
            return font;
        }
        let order = self.orders[usize::from(bold)];
        order.iter().copied().find(|font| has_all(*font)).unwrap_or(font)
    }

    fn font_of_character(&self, character: char, bold: bool) -> Option<usize> {
        let known = &self.fonts[usize::from(bold)];
        *known.borrow_mut().entry(character).or_insert_with(|| {
            let order = self.orders[usize::from(bold)];
            order.iter().copied().find(|font| draws(&self.faces[*font].face, character))
        })
    }

    fn first(&self, bold: bool) -> usize {
        self.orders[usize::from(bold)].first().copied().unwrap_or_default()
    }

    fn glyphs(&self, font: usize, text: &str, range: Range<usize>) -> Vec<Glyph> {
        let Some(typeface) = self.faces.get(font) else { return Vec::new() };
        let mut buffer = UnicodeBuffer::new();
        for (at, character) in text[range.clone()].char_indices() {
            buffer.add(character, (range.start + at) as u32);
        }
        buffer.guess_segment_properties();
        let plan = typeface.plan(buffer.direction(), buffer.script());
        let shaped = rustybuzz::shape_with_plan(&typeface.face, &plan, buffer);
        let em = typeface.face.units_per_em() as f32;
        let mut starts: Vec<u32> = shaped.glyph_infos().iter().map(|info| info.cluster).collect();
        starts.sort_unstable();
        starts.dedup();
        let end_of = |start: u32| {
            let next = starts.partition_point(|other| *other <= start);
            starts.get(next).copied().unwrap_or(range.end as u32)
        };
        let pairs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
        pairs
            .map(|(info, position)| Glyph {
                id: info.glyph_id,
                advance: position.x_advance as f32 / em,
                x_offset: position.x_offset as f32 / em,
                y_offset: position.y_offset as f32 / em,
                stands_for: info.cluster..end_of(info.cluster),
            })
            .collect()
    }
}

impl Typeface<'_> {
    fn plan(&self, direction: rustybuzz::Direction, script: rustybuzz::Script) -> Rc<ShapePlan> {
        let mut plans = self.plans.borrow_mut();
        if let Some((.., plan)) = plans.iter().find(|(d, s, _)| *d == direction && *s == script) {
            return Rc::clone(plan);
        }
        let plan = Rc::new(ShapePlan::new(&self.face, direction, Some(script), None, &[]));
        plans.push((direction, script, Rc::clone(&plan)));
        plan
    }
}
