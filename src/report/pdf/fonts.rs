//! Which fonts show the characters of a report.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustybuzz::Face;

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

/// The fonts that show `used` in a text of this language, or the characters that none shows.
pub(super) fn choose(fonts: &Fonts, used: &BTreeSet<char>, language: &str) -> Result<Chosen, BTreeSet<char>> {
    let mut wanted: BTreeSet<char> = used.iter().copied().filter(|character| !is_ignorable(*character)).collect();
    // What is put in where something else cannot be shown.
    wanted.extend("…/<>-".chars());
    let order = order(fonts.faces(), language);
    let mut chosen = Chosen { files: Vec::new(), regular: Vec::new(), bold: Vec::new(), stand_ins: Vec::new() };
    let mut missing = wanted.clone();
    for family in order.iter().map(|family| &fonts.faces()[*family]) {
        if missing.is_empty() {
            break;
        }
        let shown = shown(fonts, family, &missing);
        if shown.is_empty() {
            continue;
        }
        let Some(file) = fonts.file(family) else { continue };
        missing.retain(|character| !shown.contains(character));
        chosen.regular.push(chosen.files.len());
        chosen.files.push(file);
        if let Some(bold) = bold_of(fonts.faces(), family).and_then(|bold| fonts.file(bold)) {
            chosen.bold.push(chosen.files.len());
            chosen.files.push(bold);
        }
    }
    for (sign, stand_in) in STAND_INS {
        if missing.remove(sign) {
            chosen.stand_ins.push((*sign, stand_in));
        }
    }
    missing.remove(&'…');
    if !missing.is_empty() {
        return Err(missing);
    }
    // What no bold face has is shown in a regular one.
    let regular = chosen.regular.clone();
    chosen.bold.extend(regular);
    Ok(chosen)
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
    let mut order: Vec<usize> = (0..faces.len()).filter(|index| is_regular(faces, *index)).collect();
    order.sort_by_key(|index| (rank(&faces[*index]), *index));
    order
}

/// Whether a face is what its family shows plain text in: no other one is nearer to an upright 400.
fn is_regular(faces: &[FontFace], index: usize) -> bool {
    let face = &faces[index];
    if face.named {
        return true;
    }
    let away = |face: &FontFace| (!face.upright, face.weight.abs_diff(400), face.weight);
    let nearer = |other: (usize, &FontFace)| (away(other.1), other.0) < (away(face), index);
    !faces.iter().enumerate().any(|other| other.1.families.first() == face.families.first() && nearer(other))
}

fn bold_of<'a>(faces: &'a [FontFace], regular: &FontFace) -> Option<&'a FontFace> {
    faces
        .iter()
        .filter(|face| face.families.first() == regular.families.first() && face.named == regular.named)
        .filter(|face| face.upright && face.weight >= 600 && *face != regular)
        .min_by_key(|face| face.weight.abs_diff(700))
}

/// Those of `characters` that a face has a drawing of.
fn shown(fonts: &Fonts, face: &FontFace, characters: &BTreeSet<char>) -> BTreeSet<char> {
    let tell = |bytes: &[u8], place: u32| match Face::from_slice(bytes, place) {
        Some(face) => characters.iter().copied().filter(|character| draws(&face, *character)).collect(),
        None => BTreeSet::new(),
    };
    fonts.look(face, tell).unwrap_or_default()
}

/// Whether a face has more than an empty place for a character; pictures made of pixels are not drawn.
pub(super) fn draws(face: &Face<'_>, character: char) -> bool {
    face.glyph_index(character).is_some_and(|glyph| {
        character.is_whitespace() || face.glyph_bounding_box(glyph).is_some() || face.is_color_glyph(glyph)
    })
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
