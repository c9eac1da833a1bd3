//! As much of a reader of PDF as tests need: objects, texts of pages, bookmarks.

use std::collections::HashMap;
use std::ops::Range;

/// A file whose objects have been found.
pub(super) struct Pdf {
    bytes: Vec<u8>,
    /// Dictionaries, or whatever else an object is, by their numbers.
    objects: HashMap<usize, String>,
    streams: HashMap<usize, Range<usize>>,
}

impl Pdf {
    pub(super) fn of(bytes: Vec<u8>) -> Self {
        assert!(bytes.starts_with(b"%PDF-1.7"), "no PDF");
        let mut pdf = Self { bytes, objects: HashMap::new(), streams: HashMap::new() };
        for (number, at) in pdf.places() {
            pdf.read_object(number, at);
        }
        pdf
    }

    /// Where the table at the end says that objects begin.
    fn places(&self) -> Vec<(usize, usize)> {
        let tail = String::from_utf8_lossy(&self.bytes[self.bytes.len().saturating_sub(64)..]).into_owned();
        let start = number_after(&tail, "startxref\n").unwrap();
        let table = std::str::from_utf8(&self.bytes[start..]).unwrap();
        let entries = table.lines().skip(2).take_while(|line| !line.starts_with("trailer"));
        entries
            .enumerate()
            .filter(|(_, line)| line.contains(" n"))
            .map(|(number, line)| (number, line[..10].parse().unwrap()))
            .collect()
    }

    fn read_object(&mut self, number: usize, at: usize) {
        let rest = &self.bytes[at..];
        let head = format!("{number} 0 obj\n");
        assert!(rest.starts_with(head.as_bytes()), "object {number} is not where it should be");
        let find = |what: &[u8]| rest.windows(what.len()).position(|window| window == what);
        // A stream begins before its object ends.
        let end = find(b"\nendobj").unwrap();
        let stream = rest[..end].windows(8).position(|window| window == b"\nstream\n");
        let dictionary = String::from_utf8_lossy(&rest[head.len()..stream.unwrap_or(end)]).into_owned();
        if let Some(stream) = stream {
            let length = number_after(&dictionary, "/Length ").unwrap();
            self.streams.insert(number, at + stream + 8..at + stream + 8 + length);
        }
        self.objects.insert(number, dictionary);
    }

    /// All that is no stream, object after object.
    pub(super) fn source(&self) -> String {
        let mut numbers: Vec<&usize> = self.objects.keys().collect();
        numbers.sort_unstable();
        numbers.into_iter().map(|number| self.objects[number].as_str()).collect::<Vec<_>>().join("\n")
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn stream(&self, number: usize) -> Vec<u8> {
        let bytes = &self.bytes[self.streams[&number].clone()];
        if self.objects[&number].contains("FlateDecode") {
            miniz_oxide::inflate::decompress_to_vec_zlib(bytes).unwrap()
        } else {
            bytes.to_vec()
        }
    }

    /// The objects of pages, in their order.
    fn kids(&self) -> Vec<usize> {
        let root = self.objects.values().find(|object| object.contains("/Type/Pages")).unwrap();
        let kids = root.split("/Kids[").nth(1).unwrap().split(']').next().unwrap();
        kids.split(" 0 R").filter_map(|kid| kid.trim().parse().ok()).collect()
    }

    /// Widths and heights of pages, in points.
    pub(super) fn sizes(&self) -> Vec<(f32, f32)> {
        let size = |kid: &usize| {
            let corners = self.objects[kid].split("/MediaBox[").nth(1).unwrap().split(']').next().unwrap();
            let numbers: Vec<f32> = corners.split(' ').map(|number| number.parse().unwrap()).collect();
            (numbers[2], numbers[3])
        };
        self.kids().iter().map(size).collect()
    }

    /// What is drawn on each page, in operators.
    pub(super) fn drawn(&self) -> Vec<String> {
        let contents = self.kids().into_iter().map(|kid| number_after(&self.objects[&kid], "/Contents ").unwrap());
        contents.map(|contents| String::from_utf8_lossy(&self.stream(contents)).into_owned()).collect()
    }

    /// The texts of all pages, as a search finds them; lines apart. There must be one font.
    pub(super) fn pages(&self) -> Vec<String> {
        let fonts: Vec<usize> =
            self.objects.values().filter_map(|object| number_after(object, "/ToUnicode ")).collect();
        let [font] = fonts[..] else { panic!("{} fonts", fonts.len()) };
        let meanings = meanings(&String::from_utf8(self.stream(font)).unwrap());
        let contents = self.kids().into_iter().map(|kid| number_after(&self.objects[&kid], "/Contents ").unwrap());
        contents.map(|contents| shown(&self.stream(contents), &meanings)).collect()
    }

    /// The titles of bookmarks, in the order of the file.
    pub(super) fn bookmarks(&self) -> Vec<String> {
        let mut items: Vec<(&usize, &String)> = self
            .objects
            .iter()
            .filter(|(_, object)| object.contains("/Dest") && object.contains("/Title") && object.contains("/Parent"))
            .collect();
        items.sort_unstable();
        items.into_iter().map(|(_, object)| text_after(object, "/Title")).collect()
    }
}

fn number_after(text: &str, key: &str) -> Option<usize> {
    let rest = text.split(key).nth(1)?;
    rest.split(|character: char| !character.is_ascii_digit()).next()?.parse().ok()
}

/// The text after a key: in brackets, or in hexadecimal digits.
fn text_after(object: &str, key: &str) -> String {
    let rest = object.split(key).nth(1).unwrap().trim_start();
    let mut bytes = rest.bytes().peekable();
    match bytes.next().unwrap() {
        b'(' => {
            let string = string(&mut bytes);
            match string.strip_prefix(&[0xfe, 0xff]) {
                Some(wide) => String::from_utf16(
                    &wide.chunks(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]])).collect::<Vec<_>>(),
                )
                .unwrap(),
                None => string.into_iter().map(char::from).collect(),
            }
        }
        _ => utf16(rest[1..].split('>').next().unwrap().strip_prefix("FEFF").unwrap()),
    }
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

/// The rest of a string, up to the bracket that ends it.
fn string(bytes: &mut std::iter::Peekable<impl Iterator<Item = u8>>) -> Vec<u8> {
    let mut string = Vec::new();
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
    string
}

/// The text that a page shows: every string of its content that stands for glyphs.
fn shown(content: &[u8], meanings: &HashMap<u16, String>) -> String {
    let mut text = String::new();
    let mut bytes = content.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        let glyphs = match byte {
            b'(' => string(&mut bytes),
            b'<' if bytes.peek() != Some(&b'<') => {
                let hex: Vec<u8> = std::iter::from_fn(|| bytes.next_if(u8::is_ascii_hexdigit)).collect();
                let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
                hex.chunks(2).map(pair).collect()
            }
            b'E' if bytes.peek() == Some(&b'T') => {
                text.push('\n');
                continue;
            }
            b'<' => {
                bytes.next();
                continue;
            }
            _ => continue,
        };
        for glyph in glyphs.chunks_exact(2) {
            text.push_str(meanings.get(&u16::from_be_bytes([glyph[0], glyph[1]])).map_or("\u{fffd}", String::as_str));
        }
    }
    text
}
