//! Fonts in the file: of each only the glyphs in use, with their widths and what they stand for.

use std::collections::BTreeMap;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, Str};
use rustybuzz::Face;
use rustybuzz::ttf_parser::{GlyphId, RawFace, Tag, name_id};
use subsetter::{GlyphRemapper, subset};

use super::super::fonts::Chosen;
use super::compressed;

const CID_INFO: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// A font as far as it is used.
pub(super) struct Embedded<'f> {
    bytes: &'f [u8],
    place: u32,
    face: Face<'f>,
    remapper: GlyphRemapper,
    /// By their new numbers.
    widths: BTreeMap<u16, f32>,
    meanings: BTreeMap<u16, String>,
}

/// Those of `chosen`, in their order, none of them used yet.
pub(super) fn of(chosen: &Chosen) -> Option<Vec<Embedded<'_>>> {
    chosen
        .files
        .iter()
        .map(|(bytes, place)| {
            let face = Face::from_slice(bytes, *place)?;
            Some(Embedded {
                bytes,
                place: *place,
                face,
                remapper: GlyphRemapper::new(),
                widths: BTreeMap::new(),
                meanings: BTreeMap::new(),
            })
        })
        .collect()
}

impl Embedded<'_> {
    pub(super) fn is_used(&self) -> bool {
        !self.widths.is_empty()
    }

    fn per_mille(&self) -> f32 {
        1000.0 / self.face.units_per_em().max(1) as f32
    }

    /// The number that a glyph has in the file, and its width in thousandths of an em.
    pub(super) fn code(&mut self, glyph: u32) -> (u16, f32) {
        let old = u16::try_from(glyph).unwrap_or_default();
        let new = self.remapper.remap(old);
        let scale = self.per_mille();
        let face = &self.face;
        let wide = || f32::from(face.glyph_hor_advance(GlyphId(old)).unwrap_or_default()) * scale;
        (new, *self.widths.entry(new).or_insert_with(wide))
    }

    /// That a glyph stands for `meaning`. Whether it stands for nothing else in this file.
    pub(super) fn learn(&mut self, glyph: u32, meaning: &str) -> bool {
        let (code, _) = self.code(glyph);
        // Blanks are blanks to those who search.
        let meaning = if meaning == "\u{a0}" { " " } else { meaning };
        self.meanings.entry(code).or_insert_with(|| meaning.to_owned()) == meaning
    }

    /// All of it; none where no part of the font can be put into a file.
    pub(super) fn write(&self, pdf: &mut Pdf, next: &mut Ref) -> Option<Ref> {
        let [font, cid, descriptor, meanings, file] = std::array::from_fn(|_| next.bump());
        let part = subset(self.bytes, self.place, &self.remapper).ok()?;
        let outlines = RawFace::parse(&part, 0).ok().and_then(|raw| raw.table(Tag::from_bytes(b"CFF ")));
        let name = self.name();
        let mut written = pdf.type0_font(font);
        written.base_font(Name(name.as_bytes())).encoding_predefined(Name(b"Identity-H"));
        written.descendant_font(cid).to_unicode(meanings);
        written.finish();
        let mut written = pdf.cid_font(cid);
        written.subtype(if outlines.is_some() { CidFontType::Type0 } else { CidFontType::Type2 });
        written.base_font(Name(name.as_bytes())).system_info(CID_INFO).font_descriptor(descriptor);
        written.default_width(0.0);
        if outlines.is_none() {
            written.cid_to_gid_map_predefined(Name(b"Identity"));
        }
        let mut widths = written.widths();
        let all: Vec<(u16, f32)> = self.widths.iter().map(|(code, width)| (*code, *width)).collect();
        for following in all.chunk_by(|one, other| other.0 == one.0 + 1) {
            widths.consecutive(following[0].0, following.iter().map(|(_, width)| *width));
        }
        widths.finish();
        written.finish();
        self.describe(pdf, descriptor, &name, (file, outlines.is_some()));
        let mut map = UnicodeCmap::new(Name(b"Custom"), CID_INFO);
        for (code, meaning) in self.meanings.iter().filter(|(_, meaning)| !meaning.is_empty()) {
            map.pair_with_multiple(*code, meaning.chars());
        }
        let map = compressed(&map.finish());
        pdf.cmap(meanings, &map).filter(Filter::FlateDecode);
        let data = compressed(outlines.unwrap_or(&part));
        let mut stream = pdf.stream(file, &data);
        stream.filter(Filter::FlateDecode);
        if outlines.is_some() {
            stream.pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
        } else {
            stream.pair(Name(b"Length1"), part.len() as i32);
        }
        Some(font)
    }

    fn describe(&self, pdf: &mut Pdf, id: Ref, name: &str, (file, is_cff): (Ref, bool)) {
        let scale = self.per_mille();
        let scaled = |units: i16| f32::from(units) * scale;
        let bounds = self.face.global_bounding_box();
        let mut written = pdf.font_descriptor(id);
        let italic = self.face.italic_angle();
        let mut flags = FontFlags::SYMBOLIC;
        flags.set(FontFlags::FIXED_PITCH, self.face.is_monospaced());
        flags.set(FontFlags::ITALIC, italic != 0.0);
        written.name(Name(name.as_bytes())).flags(flags).italic_angle(italic);
        written.bbox(Rect::new(scaled(bounds.x_min), scaled(bounds.y_min), scaled(bounds.x_max), scaled(bounds.y_max)));
        let ascent = scaled(self.face.ascender());
        written.ascent(ascent).descent(scaled(self.face.descender()));
        written.cap_height(self.face.capital_height().map_or(ascent, scaled));
        // Readers need it only to imitate a font that they do not have.
        written.stem_v(if self.face.is_bold() { 140.0 } else { 80.0 });
        if is_cff {
            written.font_file3(file);
        } else {
            written.font_file2(file);
        }
    }

    /// Its own name, after six letters that tell this part of it from others.
    fn name(&self) -> String {
        let mut digest: u64 = 0xcbf2_9ce4_8422_2325;
        for glyph in self.remapper.remapped_gids() {
            for byte in glyph.to_be_bytes() {
                digest = (digest ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
            }
        }
        let letters = (0..6).map(|place| char::from(b'A' + (digest / 26_u64.pow(place) % 26) as u8));
        let mut named = self.face.names().into_iter().filter(|name| name.name_id == name_id::POST_SCRIPT_NAME);
        let own = named.find_map(|name| name.to_string()).unwrap_or_default();
        let own: String = own.chars().filter(char::is_ascii_alphanumeric).take(60).collect();
        format!("{}+{}", letters.collect::<String>(), if own.is_empty() { "Font" } else { &own })
    }
}
