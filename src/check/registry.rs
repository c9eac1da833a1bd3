//! The list of checks, and their documentation.

use std::fmt::Write;

use super::rules;
use super::sink::Sink;
use super::{Context, Severity};
use crate::text::visible;

/// What a check is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    Format,
    Structure,
    Coverage,
    Progression,
    Alignment,
    Writing,
    Load,
    Prerequisites,
    Provision,
    Waivers,
}

impl Family {
    pub const ALL: [Self; 10] = [
        Self::Format,
        Self::Structure,
        Self::Coverage,
        Self::Progression,
        Self::Alignment,
        Self::Writing,
        Self::Load,
        Self::Prerequisites,
        Self::Provision,
        Self::Waivers,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Structure => "structure",
            Self::Coverage => "coverage",
            Self::Progression => "progression",
            Self::Alignment => "alignment",
            Self::Writing => "writing",
            Self::Load => "load",
            Self::Prerequisites => "prerequisites",
            Self::Provision => "provision",
            Self::Waivers => "waivers",
        }
    }

    fn doc(self) -> &'static str {
        match self {
            Self::Format => "Whether the files say what the format understands.",
            Self::Structure => "Whether everything in the plan has its place and its name.",
            Self::Coverage => "Whether learners reach what the frameworks expect, on every path through the plan.",
            Self::Progression => "Whether competencies are introduced, deepened and reached in a sensible order.",
            Self::Writing => "Whether outcomes are written so that they can be observed and read.",
            Self::Alignment => "Whether outcomes, competencies and assessments answer one another.",
            Self::Load => "Whether hours and weights add up.",
            Self::Provision => "Whether the plan provides the people, partners and amounts that are required.",
            Self::Waivers => "Whether what the plan excuses is still excused for a reason.",
            Self::Prerequisites => "Whether courses can be taken in the order that they ask for.",
        }
    }
}

/// A check: its documentation, and the function that runs it.
#[derive(Debug)]
pub struct Check {
    pub name: &'static str,
    pub family: Family,
    /// Unless the plan says otherwise; none: off unless the plan switches it on.
    pub severity: Option<Severity>,
    /// One sentence, without a final full stop.
    pub summary: &'static str,
    /// What exactly it reports, in Markdown.
    pub what: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// A piece of a plan that it reports.
    pub example: &'static str,
    /// What to do about it.
    pub mend: &'static str,
    pub settings: &'static [Setting],
    pub(super) run: fn(&Context<'_>, &mut Sink<'_>),
}

/// A threshold of a check, set in `[checks]`.
#[derive(Debug)]
pub struct Setting {
    pub name: &'static str,
    pub default: f64,
    /// One sentence, without a final full stop.
    pub doc: &'static str,
}

impl Check {
    /// Whether what it says of a node holds although the text around it could be read only in part. Most
    /// checks would miss what stands in the other part.
    pub(super) fn reads_broken_blocks(&self) -> bool {
        self.family == Family::Format
            || matches!(self.name, "duplicate-id" | "unknown-reference" | "wrong-reference-kind")
    }

    /// Whether it holds the plan against an earlier one, and so finds nothing in a plan alone.
    pub fn compares(&self) -> bool {
        self.name == "coverage-regression"
    }

    /// Its documentation, in Markdown, without a heading.
    fn doc(&self) -> String {
        let severity = self.severity.map_or("off", Severity::as_str);
        let mut doc = format!("{}.\n\nSeverity: {severity}. Family: {}.\n\n", self.summary, self.family.as_str());
        let fence = if self.example.starts_with("gradus") { "text" } else { "toml" };
        // Writing to a String cannot fail.
        let _ = write!(
            doc,
            "{}\n\n**Why.** {}\n\n**Example**\n\n```{fence}\n{}\n```\n\n**How to mend it.** {}\n\n",
            self.what.trim(),
            self.why.trim(),
            self.example.trim_matches('\n'),
            self.mend.trim()
        );
        let other = if self.severity == Some(Severity::Warning) { "error" } else { "warning" };
        let _ = write!(doc, "**Settings.** In `[checks]`: `{} = \"{other}\"`, or `\"off\"`", self.name);
        if self.settings.is_empty() {
            doc.push_str(".\n");
        } else {
            let _ = writeln!(doc, ", or a table with `severity` and:\n");
            for setting in self.settings {
                let _ = writeln!(doc, "- `{}` ({} unless set): {}.", setting.name, setting.default, setting.doc);
            }
        }
        doc
    }
}

/// Every check, by family.
pub fn all() -> &'static [&'static Check] {
    rules::ALL
}

pub fn named(name: &str) -> Option<&'static Check> {
    all().iter().copied().find(|check| check.name == name)
}

/// The documentation of a check, in Markdown.
pub fn explain(name: &str) -> Option<String> {
    named(name).map(|check| format!("# {}\n\n{}", check.name, check.doc()))
}

/// The documentation of all checks, in Markdown: `docs/checks.md`.
pub fn reference() -> String {
    let mut text = String::from(INTRODUCTION);
    for family in Family::ALL {
        for check in all().iter().filter(|check| check.family == family) {
            let severity = check.severity.map_or("off", Severity::as_str);
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "| [{name}](#{name}) | {} | {severity} | {} |",
                family.as_str(),
                visible(check.summary),
                name = check.name
            );
        }
    }
    for family in Family::ALL {
        if all().iter().all(|check| check.family != family) {
            continue;
        }
        let mut heading = family.as_str().to_owned();
        heading[..1].make_ascii_uppercase();
        let _ = write!(text, "\n## {heading}\n\n{}\n", family.doc());
        for check in all().iter().filter(|check| check.family == family) {
            let _ = write!(text, "\n### {}\n\n{}", check.name, check.doc());
        }
    }
    text
}

const INTRODUCTION: &str = r#"# Checks

`gradus check` runs all of these; the workbench runs them while you type. `gradus explain NAME` prints
what stands here about one of them. This page is generated from the checks themselves.

A plan sets severities and thresholds in its `[checks]` table:

```toml
[checks]
stage-gap = "error"                                       # error, warning, note or off
weights-not-100 = { severity = "note", tolerance = 0.5 }
```

and excuses single findings, each with its reason:

```toml
[[waiver]]
check = "stage-gap"
at = "GEN-1"               # an id, a path, a competency or a strand: also what is below it
stage = "primary-lower"    # left out: everywhere
why = "Taught in the labour course from 2027"
until = 2027-08-31         # the last day it holds
```

A waived finding is still listed, and no longer counts. A finding's fingerprint depends on the check and
on what it is about, never on its line or its wording.

While a file cannot be read as a whole, what seems to be missing may stand in the part that could not be
read. So the checks of the coverage and progression families keep silent then, and so do most others about
what stands close to the place.

| Check | Family | Severity | What it reports |
|---|---|---|---|
"#;
