//! The grammar of format version 1 as one table: which tables there are, what may stand in each, of
//! which type, and what it means.
//!
//! Parsing, editing, the detail form, the JSON Schema and the reference documentation all read this
//! table; none of them knows a key by itself.

mod json;
mod reference;
mod tables;

use super::Kind;
use crate::language;
use crate::tr;
pub use json::json_schema;
pub use reference::reference;
pub use tables::spec;

/// A table of the format.
#[derive(Debug)]
pub struct KindSpec {
    pub kind: Kind,
    /// What it is, for the reader of the documentation.
    pub doc: &'static str,
    /// In the order in which they are best written.
    pub keys: &'static [KeySpec],
    /// Tables that stand inside it, in the order in which they are best written.
    pub children: &'static [Kind],
    /// Whether there may be several (`[[course]]`) or one (`[curriculum]`).
    pub many: bool,
}

impl KindSpec {
    pub fn key(&self, name: &str) -> Option<&'static KeySpec> {
        self.keys.iter().find(|key| key.name == name)
    }

    pub fn child(&self, name: &str) -> Option<Kind> {
        self.children.iter().copied().find(|kind| kind.key() == name)
    }

    /// Place of a key in the order of writing; unknown keys come last.
    pub fn rank(&self, name: &str) -> usize {
        self.keys.iter().position(|key| key.name == name).unwrap_or(self.keys.len())
    }
}

/// A key of a table.
#[derive(Debug)]
pub struct KeySpec {
    pub name: &'static str,
    pub ty: Type,
    pub required: bool,
    pub doc: &'static str,
}

impl KeySpec {
    /// What it says, in the language spoken.
    pub fn shown_doc(&self) -> &'static str {
        language::translated(self.doc)
    }
}

/// Bounds of each number of [`Type::Ints`], both included.
pub const INTS: (i64, i64) = (0, 1_000);

/// What may stand behind a key.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Type {
    /// The node's own id: letters and digits of any script, `-`, `_`; for competencies also `.`.
    Id,
    /// Text for people: a string, or a table with a line per language.
    Text,
    /// A plain string.
    Plain,
    Bool,
    /// A whole number within the bounds, both included.
    Int(i64, i64),
    /// A number within the bounds, both included.
    Number(f64, f64),
    Date,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A kind in a registry: these words are usual, any other is welcome.
    OpenChoice(&'static [&'static str]),
    /// A word of a framework's scale of levels.
    Level,
    /// A whole number, or a list of them.
    Ints,
    /// Two whole numbers, from and to.
    IntPair,
    Strings,
    /// The id of a node of one of these kinds.
    Ref(&'static [Kind]),
    /// A list of them.
    Refs(&'static [Kind]),
    /// One, or a list of them.
    RefOrRefs(&'static [Kind]),
    /// Any node's id or path, or a competency.
    AnyRef,
    /// One competency: its id, or `framework:id`.
    Competency,
    /// Prerequisites: courses, `{ pick, of }`, `{ all }`, `{ credits }`, `{ external }`, `{ text }`.
    Requires,
    /// Co-requisites: courses, or `{ id, same-term }`.
    Alongside,
    /// Competencies: ids, `framework:id`, or `{ id, level }`.
    Covers,
    /// Outcomes of a course, as paths within it; of a shared assessment, as full paths.
    OutcomePaths,
    /// A stage's expectation points: one or a list of names or `{ id, year }`.
    Points,
    /// A number, or a number per course.
    Weight,
    /// Expectation point to level.
    Expect,
    /// What of a counted thing must hold: key to a value or a list of values.
    Where,
    /// Frameworks: relative paths, names of built-in ones, or ids of frameworks that the plan names.
    Frameworks,
    /// A list of these words.
    Words(&'static [&'static str]),
}

impl Type {
    /// What is expected, for messages, in the language spoken.
    pub fn expected(self) -> String {
        match self {
            Self::Id => tr!("an id: letters, digits, `-` or `_`").into(),
            Self::Text => tr!("text: a string, or one string per language").into(),
            Self::Plain => tr!("a string").into(),
            Self::Bool => tr!("true or false").into(),
            Self::Int(..) => tr!("a whole number").into(),
            Self::Number(..) => tr!("a number").into(),
            Self::Date => tr!("a date such as 2027-08-31 (no quotes)").into(),
            Self::Choice(words) => tr!("one of {words}", words = words.join(tr!(", "))),
            Self::OpenChoice(words) => tr!("a word such as {words}", words = words.join(tr!(", "))),
            Self::Level => tr!("a word of the scale of levels").into(),
            Self::Ints => tr!("a whole number or a list of them").into(),
            Self::IntPair => tr!("two whole numbers, [from, to]").into(),
            Self::Strings => tr!("a list of strings").into(),
            Self::Ref(kinds) => tr!("the id of a {kinds}", kinds = kind_list(kinds)),
            Self::Refs(kinds) => tr!("a list of ids, each of a {kinds}", kinds = kind_list(kinds)),
            Self::RefOrRefs(kinds) => tr!("the id of a {kinds}, or a list of them", kinds = kind_list(kinds)),
            Self::AnyRef => tr!("an id or a path").into(),
            Self::Competency => tr!("the id of a competency, or framework:id").into(),
            Self::Requires => {
                tr!("a list of course ids, { pick, of }, { all }, { credits }, { external } or { text }").into()
            }
            Self::Alongside => tr!("a list of course ids or { id, same-term }").into(),
            Self::Covers => tr!("a list of competency ids or { id, level }").into(),
            Self::OutcomePaths => tr!("a list of paths of outcomes").into(),
            Self::Points => tr!("the name of an expectation point, or a list of names or { id, year }").into(),
            Self::Weight => tr!("a number, or a table with a number per course").into(),
            Self::Expect => tr!("a table from expectation point to level").into(),
            Self::Where => tr!("a table from key to a value or a list of values").into(),
            Self::Frameworks => tr!("a list of relative paths or names of built-in frameworks").into(),
            Self::Words(words) => tr!("a list of words, each one of {words}", words = words.join(tr!(", "))),
        }
    }
}

fn kind_list(kinds: &[Kind]) -> String {
    kinds.iter().map(Kind::to_string).collect::<Vec<_>>().join(tr!(" or "))
}

/// The scale of a framework that gives none.
pub const DEFAULT_LEVELS: [&str; 3] = ["introduce", "reinforce", "master"];

/// What one competency of a crosswalk is to the other.
pub const RELATIONS: [&str; 4] = ["equal", "broader", "narrower", "related"];

/// What a report may be made of, as `report` of a framework names it.
pub const REPORT_SECTIONS: [&str; 15] = [
    "figures",
    "requirements",
    "coverage",
    "outcome-matrix",
    "gaps",
    "threads",
    "load",
    "terms",
    "prerequisites",
    "assessments",
    "partners",
    "talent",
    "awards",
    "waivers",
    "findings",
];

/// The version of the format that this program reads and writes.
pub const FORMAT_VERSION: i64 = 1;

/// A key that is the user's own and left alone.
pub fn is_users_own(key: &str) -> bool {
    key.starts_with("x-")
}

/// Whether `id` may be the id of a node of `kind`.
pub fn is_valid_id(kind: Kind, id: &str) -> bool {
    !id.is_empty()
        && id.chars().all(|character| {
            character.is_alphanumeric()
                || matches!(character, '-' | '_')
                || is_mark(character)
                || (kind == Kind::Competency && character == '.')
        })
}

/// Combining marks: Indic and Thai words cannot be written without them.
fn is_mark(character: char) -> bool {
    !character.is_ascii()
        && !character.is_control()
        && unicode_width::UnicodeWidthChar::width(character) == Some(0)
        && !matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{61c}' | '\u{ad}' | '\u{180e}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_child_is_described_and_every_kind_reachable() {
        let mut reached = vec![Kind::Root];
        let mut next = 0;
        while next < reached.len() {
            for child in spec(reached[next]).children {
                if !reached.contains(child) {
                    reached.push(*child);
                }
            }
            next += 1;
        }
        for kind in Kind::ALL {
            assert!(reached.contains(&kind), "{kind:?} stands in no table");
            assert_eq!(spec(kind).kind, kind);
            assert!(!spec(kind).doc.is_empty());
        }
    }

    #[test]
    fn ids_of_any_script() {
        assert!(is_valid_id(Kind::Course, "设计-1"));
        assert!(is_valid_id(Kind::Competency, "1.2"));
        assert!(!is_valid_id(Kind::Course, "1.2"));
        assert!(!is_valid_id(Kind::Course, "a b"));
        assert!(!is_valid_id(Kind::Course, "a\u{200b}b"));
        assert!(!is_valid_id(Kind::Course, ""));
    }
}
