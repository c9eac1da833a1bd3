//! A font of boxes, made on the spot, so that tests need no font of the machine.

/// A TrueType font in which each of `characters`, and all of ASCII, is a box of its own.
pub(super) fn font(characters: &str) -> Vec<u8> {
    font_with_twins(characters, &[])
}

/// The same; of each pair the first is shown by the glyph of the second.
pub(super) fn font_with_twins(characters: &str, twins: &[(char, char)]) -> Vec<u8> {
    let mut all: Vec<u32> = (0x20..0x7f).chain(characters.chars().map(u32::from)).collect();
    all.sort_unstable();
    all.dedup();
    let mut shown: Vec<(u32, u32)> = all.iter().zip(1..).map(|(code, glyph)| (*code, glyph)).collect();
    for (one, other) in twins {
        let glyph = all.binary_search(&u32::from(*other)).unwrap() as u32 + 1;
        shown.push((u32::from(*one), glyph));
    }
    shown.sort_unstable();
    // Glyph 0 stands for what is missing, glyph 1 is the space.
    let glyphs = all.len() as u16 + 1;
    let mut glyf = Vec::new();
    let mut loca = Vec::new();
    for glyph in 0..glyphs {
        loca.extend(u16s(&[(glyf.len() / 2) as u16]));
        if glyph != 1 {
            glyf.extend(outline());
        }
    }
    loca.extend(u16s(&[(glyf.len() / 2) as u16]));
    let mut cmap = u16s(&[0, 1, 3, 10]);
    cmap.extend(u32s(&[12]));
    cmap.extend(u16s(&[12, 0]));
    cmap.extend(u32s(&[16 + 12 * shown.len() as u32, 0, shown.len() as u32]));
    for (code, glyph) in &shown {
        cmap.extend(u32s(&[*code, *code, *glyph]));
    }
    let mut os2 = u16s(&[4, 600, 400, 5, 0]);
    os2.extend(vec![0; 78 - os2.len()]);
    os2.extend(vec![0; 18]);
    let head = [
        u32s(&[0x0001_0000, 0x0001_0000, 0, 0x5f0f_3cf5]),
        u16s(&[3, 1000]),
        vec![0; 16],
        u16s(&[0, 0, 600, 800, 0, 8, 2, 0, 0]),
    ];
    let hhea = u16s(&[1, 0, 800, 0xff38, 0, 600, 0, 0, 600, 1, 0, 0, 0, 0, 0, 0, 0, glyphs]);
    let maxp = u16s(&[1, 0, glyphs, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    let hmtx: Vec<u8> = (0..glyphs).flat_map(|_| u16s(&[600, 0])).collect();
    let mut post = u32s(&[0x0003_0000]);
    post.extend(vec![0; 28]);
    file(&[
        (b"OS/2", os2),
        (b"cmap", cmap),
        (b"glyf", glyf),
        (b"head", head.concat()),
        (b"hhea", hhea),
        (b"hmtx", hmtx),
        (b"loca", loca),
        (b"maxp", maxp),
        (b"name", name()),
        (b"post", post),
    ])
}

fn u16s(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

fn u32s(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

/// A box of 500 by 700.
fn outline() -> Vec<u8> {
    let mut glyph = u16s(&[1, 50, 0, 550, 700, 3, 0]);
    glyph.extend([1, 1, 1, 1]);
    glyph.extend(u16s(&[50, 500, 0, 0_u16.wrapping_sub(500), 0, 0, 700, 0]));
    glyph
}

/// Family, style, whole name and the name for PDF, for Windows in English.
fn name() -> Vec<u8> {
    let names = [(1, "Boxes"), (2, "Regular"), (4, "Boxes Regular"), (6, "Boxes-Regular")];
    let mut records = u16s(&[0, names.len() as u16, 6 + 12 * names.len() as u16]);
    let mut texts = Vec::new();
    for (id, text) in names {
        let text: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        records.extend(u16s(&[3, 1, 0x409, id, text.len() as u16, texts.len() as u16]));
        texts.extend(text);
    }
    records.extend(texts);
    records
}

fn file(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut directory = u32s(&[0x0001_0000]);
    directory.extend(u16s(&[tables.len() as u16, 128, 3, tables.len() as u16 * 16 - 128]));
    let mut bodies = Vec::new();
    let first = 12 + 16 * tables.len();
    for (tag, body) in tables {
        let sum = body.chunks(4).fold(0_u32, |sum, four| {
            let mut word = [0; 4];
            word[..four.len()].copy_from_slice(four);
            sum.wrapping_add(u32::from_be_bytes(word))
        });
        directory.extend(*tag);
        directory.extend(u32s(&[sum, (first + bodies.len()) as u32, body.len() as u32]));
        bodies.extend(body);
        bodies.resize(bodies.len().next_multiple_of(4), 0);
    }
    directory.extend(bodies);
    directory
}
