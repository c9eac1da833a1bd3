use std::fmt;

use crate::language::{self, Language, translated};

/// What a node of a plan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A file's own root: holds `gradus` and a user's own keys.
    Root,
    Curriculum,
    Checks,
    Stage,
    Track,
    Elective,
    Course,
    Place,
    Unit,
    Outcome,
    Assessment,
    Partner,
    Talent,
    Award,
    Waiver,
    Framework,
    Strand,
    Competency,
    Requirement,
    Crosswalk,
}

impl Kind {
    pub const ALL: [Self; 20] = [
        Self::Root,
        Self::Curriculum,
        Self::Checks,
        Self::Stage,
        Self::Track,
        Self::Elective,
        Self::Course,
        Self::Place,
        Self::Unit,
        Self::Outcome,
        Self::Assessment,
        Self::Partner,
        Self::Talent,
        Self::Award,
        Self::Waiver,
        Self::Framework,
        Self::Strand,
        Self::Competency,
        Self::Requirement,
        Self::Crosswalk,
    ];

    /// The key of its table, as in `[[course]]`; also its name on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Root => "file",
            Self::Curriculum => "curriculum",
            Self::Checks => "checks",
            Self::Stage => "stage",
            Self::Track => "track",
            Self::Elective => "elective",
            Self::Course => "course",
            Self::Place => "place",
            Self::Unit => "unit",
            Self::Outcome => "outcome",
            Self::Assessment => "assessment",
            Self::Partner => "partner",
            Self::Talent => "talent",
            Self::Award => "award",
            Self::Waiver => "waiver",
            Self::Framework => "framework",
            Self::Strand => "strand",
            Self::Competency => "competency",
            Self::Requirement => "requirement",
            Self::Crosswalk => "crosswalk",
        }
    }

    /// What a sentence calls it.
    pub fn label(self) -> &'static str {
        translated(self.english())
    }

    fn english(self) -> &'static str {
        match self {
            Self::Outcome => "learning outcome",
            Self::Elective => "elective group",
            Self::Place => "placement",
            Self::Checks => "check settings",
            Self::Crosswalk => "crosswalk entry",
            other => other.key(),
        }
    }

    /// Whether a word that is typed means it: as files write it, in English or in the language spoken now.
    pub fn is_called(self, word: &str) -> bool {
        [self.key(), self.english(), self.label()].iter().any(|name| name.eq_ignore_ascii_case(word))
    }

    /// As a sentence introduces it: `a course`, `an assessment`.
    pub fn with_article(self) -> String {
        let label = self.label();
        if language::current() != Language::English {
            return label.to_owned();
        }
        let article = if label.starts_with(['a', 'e', 'i', 'o', 'u']) && self != Self::Unit { "an" } else { "a" };
        format!("{article} {label}")
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind != Self::Root && kind.key() == key)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}
