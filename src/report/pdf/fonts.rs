//! Which fonts show the characters of a report.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use rustybuzz::Face;
use rustybuzz::ttf_parser::{Permissions, Tag};

use crate::tr;
use crate::workspace::{FontFace, Fonts};

/// Sans-serif families for alphabets, the best first.
const ALPHABETS: &[&str] = &[
    "Noto Sans",
    "Source Sans 3",
    "Source Sans Pro",
    "Liberation Sans",
    "Arial",
    "Helvetica Neue",
    "Helvetica",
    "Segoe UI",
    "DejaVu Sans",
];

/// Sans-serif families of Chinese, Japanese and Korean: the language they are drawn for, the best first.
const IDEOGRAPHS: &[(&str, &str)] = &[
    ("zh", "Noto Sans CJK SC"),
    ("zh", "Noto Sans SC"),
    ("zh", "Source Han Sans SC"),
    ("zh", "Source Han Sans CN"),
    ("zh", "PingFang SC"),
    ("zh", "Microsoft YaHei"),
    ("zh", "Hiragino Sans GB"),
    ("zh", "WenQuanYi Micro Hei"),
    ("zh", "WenQuanYi Zen Hei"),
    ("zh", "SimHei"),
    ("zh-hant", "Noto Sans CJK TC"),
    ("zh-hant", "Noto Sans TC"),
    ("zh-hant", "Source Han Sans TC"),
    ("zh-hant", "PingFang TC"),
    ("zh-hant", "Microsoft JhengHei"),
    ("ja", "Noto Sans CJK JP"),
    ("ja", "Noto Sans JP"),
    ("ja", "Source Han Sans"),
    ("ja", "Hiragino Sans"),
    ("ja", "Yu Gothic"),
    ("ko", "Noto Sans CJK KR"),
    ("ko", "Noto Sans KR"),
    ("ko", "Source Han Sans K"),
    ("ko", "Apple SD Gothic Neo"),
    ("ko", "Malgun Gothic"),
];

/// Signs of our own that few fonts have, and what stands for them there.
const STAND_INS: &[(char, &str)] = &[('⟨', "<"), ('⟩', ">"), ('⏎', "/"), ('→', "->")];

/// The files of the fonts in use, and which of them are tried for a character, in this order.
#[derive(Debug)]
pub(super) struct Chosen {
    pub(super) files: Vec<(Arc<Vec<u8>>, u32)>,
    pub(super) regular: Vec<usize>,
    pub(super) bold: Vec<usize>,
    /// Signs that no font has, with what is shown for them.
    pub(super) stand_ins: Vec<(char, &'static str)>,
}

/// Whether a character needs no glyph of its own.
pub(super) fn is_ignorable(character: char) -> bool {
    matches!(character, '\u{34f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether it is written in a square, with the punctuation that belongs there.
pub(super) fn is_ideographic(character: char) -> bool {
    matches!(character,
        '\u{2e80}'..='\u{303f}' | '\u{3041}'..='\u{33ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}'
        | '\u{20000}'..='\u{3ffff}')
}

/// The fonts that show `used` in a text of this language, or the characters that none shows. Those of the system
/// are looked for only where the named ones do not suffice.
pub(super) fn choose(fonts: &mut Fonts, used: &BTreeSet<char>, language: &str) -> Result<Chosen, BTreeSet<char>> {
    let mut missing: BTreeSet<char> = used.iter().copied().filter(|character| !is_ignorable(*character)).collect();
    // What is put in where something else cannot be shown.
    missing.extend("/<>-".chars());
    let mut chosen = Chosen { files: Vec::new(), regular: Vec::new(), bold: Vec::new(), stand_ins: Vec::new() };
    take(fonts, language, &mut missing, &mut chosen);
    if !missing.is_empty() && fonts.look_further() {
        take(fonts, language, &mut missing, &mut chosen);
    }
    for (sign, stand_in) in STAND_INS {
        if missing.remove(sign) {
            chosen.stand_ins.push((*sign, stand_in));
        }
    }
    if !missing.is_empty() {
        return Err(missing);
    }
    // What no bold face has is shown in a regular one.
    let regular = chosen.regular.clone();
    chosen.bold.extend(regular);
    Ok(chosen)
}

/// Takes families, the best first, for as long as something is missing that they have.
fn take(fonts: &Fonts, language: &str, missing: &mut BTreeSet<char>, chosen: &mut Chosen) {
    for family in order(fonts.faces(), language).into_iter().map(|family| &fonts.faces()[family]) {
        if missing.is_empty() {
            break;
        }
        let shown = shown(fonts, family, missing);
        if shown.is_empty() {
            continue;
        }
        let Some(file) = fonts.file(family) else { continue };
        missing.retain(|character| !shown.contains(character));
        chosen.regular.push(chosen.files.len());
        chosen.files.push(file);
        if let Some(bold) = bold_of(fonts, family).and_then(|bold| fonts.file(bold)) {
            chosen.bold.push(chosen.files.len());
            chosen.files.push(bold);
        }
    }
}

/// The regular faces, one a family, in the order in which they are tried.
fn order(faces: &[FontFace], language: &str) -> Vec<usize> {
    let language = language.to_ascii_lowercase();
    let is_traditional = ["zh-hant", "zh-tw", "zh-hk", "zh-mo"].iter().any(|tag| language.starts_with(tag));
    let own = if is_traditional { "zh-hant" } else { language.split('-').next().unwrap_or_default() };
    let rank = |face: &FontFace| {
        let is_it = |name: &str| face.families.iter().any(|family| family == name);
        if face.named {
            return (0, 0);
        }
        if let Some(place) = ALPHABETS.iter().position(|name| is_it(name)) {
            return (1, place);
        }
        if let Some(place) = IDEOGRAPHS.iter().position(|(_, name)| is_it(name)) {
            return (if IDEOGRAPHS[place].0 == own { 2 } else { 3 }, place);
        }
        let plain = face.families.iter().all(|family| !family.contains("Serif"));
        (if plain && !face.monospaced { 4 } else { 5 }, 0)
    };
    // Of each family what it shows plain text in: no other face of it is nearer to an upright 400.
    let away = |index: usize| {
        let face = &faces[index];
        (!face.upright, face.weight.abs_diff(400), face.weight, index)
    };
    let mut regular: FxHashMap<Option<&String>, usize> = FxHashMap::default();
    for (index, face) in faces.iter().enumerate().filter(|(_, face)| !face.named) {
        let best = regular.entry(face.families.first()).or_insert(index);
        if away(index) < away(*best) {
            *best = index;
        }
    }
    let named = (0..faces.len()).filter(|index| faces[*index].named);
    let mut order: Vec<usize> = named.chain(regular.into_values()).collect();
    order.sort_by_key(|index| (rank(&faces[*index]), *index));
    order
}

fn bold_of<'a>(fonts: &'a Fonts, regular: &FontFace) -> Option<&'a FontFace> {
    let like = |face: &&FontFace| {
        face.families.first() == regular.families.first() && face.named == regular.named && face.name != regular.name
    };
    let bold = fonts.faces().iter().filter(like).filter(|face| face.upright && face.weight >= 600);
    let can_be_put_in =
        |face: &&FontFace| fonts.look(face, |bytes, place| fit(face, bytes, place).is_some()) == Some(true);
    bold.filter(can_be_put_in).min_by_key(|face| face.weight.abs_diff(700))
}

/// A face whose outlines can be put into a file, and whose maker does not forbid it; of what the user names, the
/// user knows.
fn fit<'b>(font: &FontFace, bytes: &'b [u8], place: u32) -> Option<Face<'b>> {
    let face = Face::from_slice(bytes, place)?;
    let has = |table: &[u8; 4]| face.raw_face().table(Tag::from_bytes(table)).is_some();
    let is_allowed = font.named || face.permissions() != Some(Permissions::Restricted);
    (is_allowed && (has(b"glyf") || has(b"CFF "))).then_some(face)
}

/// Those of `characters` that a face has a drawing of.
fn shown(fonts: &Fonts, face: &FontFace, characters: &BTreeSet<char>) -> BTreeSet<char> {
    let tell = |bytes: &[u8], place: u32| match fit(face, bytes, place) {
        Some(face) => characters.iter().copied().filter(|character| draws(&face, *character)).collect(),
        None => BTreeSet::new(),
    };
    fonts.look(face, tell).unwrap_or_default()
}

/// Whether a face has more than an empty place for a character; pictures in colour are not drawn.
pub(super) fn draws(face: &Face<'_>, character: char) -> bool {
    face.glyph_index(character)
        .is_some_and(|glyph| character.is_whitespace() || face.glyph_bounding_box(glyph).is_some())
}

/// What to do about characters that no font shows.
pub(super) fn advice(missing: &BTreeSet<char>) -> String {
    const SHOWN: usize = 8;
    let mut named: Vec<String> = missing
        .iter()
        .take(SHOWN)
        .map(|character| {
            let sign = crate::text::visible(&character.to_string()).into_owned();
            format!("{sign} (U+{:04X})", u32::from(*character))
        })
        .collect();
    if missing.len() > SHOWN {
        named.push(tr!("{count} more", count = missing.len() - SHOWN));
    }
    let named = named.join(", ");
    let install = if missing.contains(&'a') {
        tr!("install a font, for example the package fonts-dejavu or fonts-noto-core")
    } else if missing.iter().any(|character| is_ideographic(*character)) {
        tr!(
            "install one for Chinese, Japanese and Korean, for example the package fonts-noto-cjk (Debian, Ubuntu), google-noto-sans-cjk-fonts (Fedora) or noto-fonts-cjk (Arch)"
        )
    } else {
        tr!("install one that has them, for example the packages fonts-noto-core and fonts-noto-extra")
    };
    tr!("no font here shows {named}: {install}, or name a file with --font", named, install)
}
