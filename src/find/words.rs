//! The words that a filter knows: its fields and its flags.

use super::query::Flag;
use crate::check::{self, Severity};
use crate::model::schema::{self, Type};
use crate::model::{Kind, schema::KeySpec};

/// What stands before the colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    Kind,
    Stage,
    Track,
    Course,
    Strand,
    Elective,
    Year,
    Term,
    Teacher,
    Partner,
    Award,
    Level,
    Bloom,
    Covers,
    Check,
    Severity,
    /// Any other key of the format, on the lines that have it.
    Key(&'static str),
}

/// A field as users see it.
pub(super) struct FieldWord {
    pub(super) field: Field,
    pub(super) name: &'static str,
    /// What it may be called too.
    pub(super) also: &'static [&'static str],
    pub(super) doc: &'static str,
}

/// The fields with a meaning of their own, in the order in which they are offered.
pub(super) const FIELDS: &[FieldWord] = &[
    FieldWord { field: Field::Kind, name: "kind", also: &["类型"], doc: "what a line is" },
    FieldWord { field: Field::Stage, name: "stage", also: &["学段"], doc: "in this stage" },
    FieldWord { field: Field::Track, name: "track", also: &["专业方向", "方向"], doc: "in this track" },
    FieldWord { field: Field::Course, name: "course", also: &["课程"], doc: "in this course" },
    FieldWord { field: Field::Strand, name: "strand", also: &["领域"], doc: "in this strand of a framework" },
    FieldWord { field: Field::Level, name: "level", also: &["水平"], doc: "at this level" },
    FieldWord { field: Field::Covers, name: "covers", also: &["覆盖"], doc: "covers this competency or strand" },
    FieldWord { field: Field::Year, name: "year", also: &["年级", "学年"], doc: "in this year: 1, 1..2, >2" },
    FieldWord { field: Field::Term, name: "term", also: &["学期"], doc: "in this term" },
    FieldWord { field: Field::Bloom, name: "bloom", also: &["布鲁姆"], doc: "Bloom's level" },
    FieldWord { field: Field::Elective, name: "elective", also: &["选修"], doc: "in this elective group" },
    FieldWord { field: Field::Teacher, name: "teacher", also: &["teachers", "教师"], doc: "taught by" },
    FieldWord { field: Field::Partner, name: "partner", also: &["partners", "合作方"], doc: "with this partner" },
    FieldWord { field: Field::Award, name: "award", also: &["awards", "奖项"], doc: "entered for this award" },
    FieldWord { field: Field::Check, name: "check", also: &["检查"], doc: "with a finding of this check" },
    FieldWord {
        field: Field::Severity,
        name: "severity",
        also: &["严重程度"],
        doc: "with an error, a warning or a note",
    },
];

/// A flag as users see it.
pub(super) struct FlagWord {
    pub(super) flag: Flag,
    pub(super) name: &'static str,
    pub(super) also: &'static str,
    pub(super) doc: &'static str,
}

pub(super) const FLAGS: &[FlagWord] = &[
    FlagWord {
        flag: Flag::Uncovered,
        name: "uncovered",
        also: "未覆盖",
        doc: "no outcome covers it; of an outcome: covers nothing",
    },
    FlagWord {
        flag: Flag::Unassessed, name: "unassessed", also: "未评价", doc: "an outcome that no assessment names"
    },
    FlagWord { flag: Flag::Gap, name: "gap", also: "缺口", doc: "a competency not guaranteed where it is expected" },
    FlagWord { flag: Flag::Changed, name: "changed", also: "已修改", doc: "changed and not saved yet" },
];

impl Field {
    pub fn name(self) -> &'static str {
        match self {
            Self::Key(key) => key,
            field => FIELDS.iter().find(|word| word.field == field).map_or("", |word| word.name),
        }
    }

    pub(super) fn named(word: &str) -> Option<Self> {
        let lower = word.to_lowercase();
        let own = FIELDS.iter().find(|field| field.name == lower || field.also.contains(&lower.as_str()));
        own.map(|field| field.field).or_else(|| key_named(&lower).map(|key| Self::Key(key.name)))
    }

    /// Whether what stands inside a line that has it has it too.
    pub fn is_inherited(self) -> bool {
        matches!(
            self,
            Self::Stage
                | Self::Track
                | Self::Course
                | Self::Strand
                | Self::Elective
                | Self::Year
                | Self::Term
                | Self::Teacher
                | Self::Partner
                | Self::Award
        )
    }

    /// Whether it is compared as a number.
    pub(super) fn is_amount(self) -> bool {
        match self {
            Self::Year | Self::Term => true,
            Self::Key(key) => all_keys().any(|spec| {
                spec.name == key
                    && matches!(spec.ty, Type::Int(..) | Type::Number(..) | Type::Ints | Type::IntPair | Type::Weight)
            }),
            _ => false,
        }
    }

    /// The words that it takes, where they are a closed list.
    pub(super) fn words(self) -> Option<Vec<&'static str>> {
        Some(match self {
            Self::Kind => {
                let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Root).map(Kind::key);
                kinds.chain(choices("kind")).collect()
            }
            Self::Bloom => choices("bloom").collect(),
            Self::Check => check::all().iter().map(|check| check.name).collect(),
            Self::Severity => Severity::ALL.iter().map(|severity| severity.as_str()).collect(),
            _ => return None,
        })
    }
}

impl Flag {
    pub fn name(self) -> &'static str {
        FLAGS.iter().find(|word| word.flag == self).map_or("", |word| word.name)
    }

    pub(super) fn named(word: &str) -> Option<Self> {
        let lower = word.to_lowercase();
        FLAGS.iter().find(|flag| flag.name == lower || flag.also == lower).map(|flag| flag.flag)
    }
}

/// Every key of the format, with those of several kinds as often.
pub(super) fn all_keys() -> impl Iterator<Item = &'static KeySpec> {
    Kind::ALL.into_iter().flat_map(|kind| schema::spec(kind).keys)
}

pub(super) fn key_named(name: &str) -> Option<&'static KeySpec> {
    all_keys().find(|key| key.name == name)
}

/// The words of all keys of this name that are a choice.
fn choices(name: &'static str) -> impl Iterator<Item = &'static str> {
    all_keys()
        .filter(move |key| key.name == name)
        .flat_map(|key| match key.ty {
            Type::Choice(words) | Type::OpenChoice(words) => words,
            _ => &[],
        })
        .copied()
}
