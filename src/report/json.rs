use std::io;

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use super::facts::{Counts, Facts, Target};

/// Of all JSON that gradus writes: raised where a field changes its meaning or goes.
pub(crate) const VERSION: u32 = 1;

#[derive(Serialize)]
pub(super) struct Versioned<T> {
    pub(super) version: u32,
    #[serde(flatten)]
    pub(super) contents: T,
}

#[derive(Serialize)]
struct CoverageReport<'a> {
    id: &'a str,
    title: &'a str,
    counts: &'a Counts,
    coverage: &'a [Target<'a>],
}

/// Levels per competency and point.
pub fn coverage_json(facts: &Facts<'_>) -> String {
    let Facts { id, title, counts, coverage, .. } = facts;
    pretty(&Versioned { version: VERSION, contents: CoverageReport { id, title, counts, coverage } })
}

/// Everything there is to tell.
pub fn report_json(facts: &Facts<'_>) -> String {
    pretty(&Versioned { version: VERSION, contents: facts })
}

/// `value` as indented JSON with a final line break, in which characters that a terminal would obey
/// or hide are escaped.
pub fn pretty(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut bytes, Inert(PrettyFormatter::new()));
    // Writing to memory cannot fail, and no map here has a key that is no string.
    let _ = value.serialize(&mut serializer);
    bytes.push(b'\n');
    String::from_utf8(bytes).unwrap_or_default()
}

/// Writes hidden characters as `\u202e`: the data stay as they are, the terminal sees nothing of them.
struct Inert<'a>(PrettyFormatter<'a>);

impl Formatter for Inert<'_> {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(crate::text::is_hidden) {
            let (plain, from) = rest.split_at(at);
            CompactFormatter.write_string_fragment(writer, plain)?;
            let hidden = from.chars().next().unwrap_or_default();
            for unit in hidden.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = &from[hidden.len_utf8()..];
        }
        CompactFormatter.write_string_fragment(writer, rest)
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_escaped_and_come_back() {
        let text = "a\u{1b}[31m\u{202e}b\u{9b}\"设\u{e0001}\n\u{200d}";
        let written = pretty(&text);
        assert!(!written.trim_end().chars().any(crate::text::is_hidden), "{written:?}");
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }
}
