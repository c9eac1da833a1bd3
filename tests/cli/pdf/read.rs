//! As much of a reader of PDF as tests need: objects, texts of pages, bookmarks.

use std::collections::HashMap;

/// A file in which all text stands in one font.
pub(super) struct Pdf(Vec<u8>);

impl Pdf {
    pub(super) fn of(bytes: Vec<u8>) -> Self {
        assert!(bytes.starts_with(b"%PDF-1.7"), "no PDF");
        Self(bytes)
    }

    /// The file as text; what is none has become signs of replacement.
    pub(super) fn source(&self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }

    /// Dictionaries by the numbers of their objects.
    fn objects(&self) -> HashMap<usize, String> {
        let source = self.source();
        let mut objects = HashMap::new();
        for (at, _) in source.match_indices(" 0 obj\n") {
            let number = source[..at].rsplit(|character: char| !character.is_ascii_digit()).next().unwrap();
            let rest = &source[at + 7..];
            let end = rest.find("\nendobj").into_iter().chain(rest.find("\nstream")).min().unwrap();
            objects.insert(number.parse().unwrap(), rest[..end].to_owned());
        }
        objects
    }

    fn stream(&self, number: usize) -> Vec<u8> {
        let head = format!("\n{number} 0 obj\n");
        let at = self.0.windows(head.len()).position(|window| window == head.as_bytes()).unwrap();
        let rest = &self.0[at..];
        let start = rest.windows(8).position(|window| window == b"\nstream\n").unwrap();
        let dictionary = String::from_utf8_lossy(&rest[..start]).into_owned();
        let length: usize = number_after(&dictionary, "/Length ").unwrap();
        let bytes = &rest[start + 8..start + 8 + length];
        if dictionary.contains("FlateDecode") {
            miniz_oxide::inflate::decompress_to_vec_zlib(bytes).unwrap()
        } else {
            bytes.to_vec()
        }
    }

    /// The texts of all pages, as a search finds them; lines apart.
    pub(super) fn pages(&self) -> Vec<String> {
        let objects = self.objects();
        let fonts: Vec<usize> = objects.values().filter_map(|object| number_after(object, "/ToUnicode ")).collect();
        let [font] = fonts[..] else { panic!("{} fonts", fonts.len()) };
        let meanings = meanings(&String::from_utf8(self.stream(font)).unwrap());
        let root = objects.values().find(|object| object.contains("/Type/Pages")).unwrap();
        let kids = root.split("/Kids[").nth(1).unwrap().split(']').next().unwrap();
        let kids = kids.split(" 0 R").filter_map(|kid| kid.trim().parse::<usize>().ok());
        let contents = kids.map(|kid| number_after(&objects[&kid], "/Contents ").unwrap());
        contents.map(|contents| shown(&self.stream(contents), &meanings)).collect()
    }

    /// The titles of bookmarks, in the order of the file.
    pub(super) fn bookmarks(&self) -> Vec<String> {
        let source = self.source();
        let lines = source.lines().filter(|line| line.contains("/Dest ") && line.contains("/Title"));
        lines
            .map(|line| {
                let plain = line.split("/Title(").nth(1).and_then(|text| text.split(")/Dest").next());
                let hex = line.split("/Title<FEFF").nth(1).and_then(|text| text.split('>').next());
                plain.map_or_else(|| utf16(hex.unwrap()), str::to_owned)
            })
            .collect()
    }
}

fn number_after(text: &str, key: &str) -> Option<usize> {
    let rest = text.split(key).nth(1)?;
    rest.split(|character: char| !character.is_ascii_digit()).next()?.parse().ok()
}

fn utf16(hex: &str) -> String {
    let units: Vec<u16> =
        (0..hex.len() / 4).map(|at| u16::from_str_radix(&hex[at * 4..at * 4 + 4], 16).unwrap()).collect();
    String::from_utf16(&units).unwrap()
}

/// What glyphs stand for.
fn meanings(map: &str) -> HashMap<u16, String> {
    let pairs = map.lines().filter_map(|line| line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <"));
    pairs
        .filter(|(glyph, _)| *glyph != "0000")
        .map(|(glyph, text)| (u16::from_str_radix(glyph, 16).unwrap(), utf16(text)))
        .collect()
}

/// The text that a page shows: every string of its content.
fn shown(content: &[u8], meanings: &HashMap<u16, String>) -> String {
    let mut text = String::new();
    let mut bytes = content.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        let mut string = Vec::new();
        match byte {
            b'(' => {
                let mut depth = 1;
                while let Some(byte) = bytes.next() {
                    match byte {
                        b'\\' => string.push(match bytes.next().unwrap() {
                            b'n' => b'\n',
                            b'r' => b'\r',
                            b't' => b'\t',
                            b'b' => 8,
                            b'f' => 12,
                            digit @ b'0'..=b'7' => {
                                let mut code = u32::from(digit - b'0');
                                for _ in 0..2 {
                                    if let Some(digit) = bytes.next_if(|digit| (b'0'..=b'7').contains(digit)) {
                                        code = code * 8 + u32::from(digit - b'0');
                                    }
                                }
                                u8::try_from(code).unwrap()
                            }
                            other => other,
                        }),
                        b')' if depth == 1 => break,
                        other => {
                            depth += i32::from(other == b'(') - i32::from(other == b')');
                            string.push(other);
                        }
                    }
                }
            }
            b'<' if bytes.peek() != Some(&b'<') => {
                let hex: Vec<u8> = std::iter::from_fn(|| bytes.next_if(u8::is_ascii_hexdigit)).collect();
                let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
                string.extend(hex.chunks(2).map(pair));
            }
            b'E' if bytes.peek() == Some(&b'T') => text.push('\n'),
            b'<' => {
                bytes.next();
            }
            _ => {}
        }
        for glyph in string.chunks_exact(2) {
            text.push_str(meanings.get(&u16::from_be_bytes([glyph[0], glyph[1]])).map_or("\u{fffd}", String::as_str));
        }
    }
    text
}
