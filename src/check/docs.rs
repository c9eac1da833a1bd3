//! The documentation of checks, in the language that is spoken: what `gradus explain` prints and
//! `docs/checks.md` holds.

use std::fmt::Write;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::registry::{self, Check, Family, Setting};
use super::severity_word;
use crate::language::{self, Language};
use crate::text::visible;
use crate::tr;

/// What stands in English in a check's own file, in another language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Translation {
    summary: String,
    what: String,
    why: String,
    mend: String,
    /// By name.
    #[serde(default)]
    settings: FxHashMap<String, String>,
}

/// By name of the check.
type Translations = FxHashMap<String, Translation>;

const CHINESE: &str = include_str!("../../locales/zh/check-docs.toml");

fn translation(check: &Check) -> Option<&'static Translation> {
    static READ: OnceLock<Translations> = OnceLock::new();
    match language::current() {
        Language::English => None,
        // What cannot be read is shown in English: a test reads it.
        Language::Chinese => READ.get_or_init(|| toml::from_str(CHINESE).unwrap_or_default()).get(check.name),
    }
}

impl Check {
    /// [`summary`](Self::summary) in the language spoken.
    pub fn shown_summary(&self) -> &'static str {
        translation(self).map_or(self.summary, |translation| &translation.summary)
    }

    /// [`what`](Self::what) in the language spoken.
    pub fn shown_what(&self) -> &'static str {
        translation(self).map_or(self.what, |translation| &translation.what)
    }

    /// [`why`](Self::why) in the language spoken.
    pub fn shown_why(&self) -> &'static str {
        translation(self).map_or(self.why, |translation| &translation.why)
    }

    /// [`mend`](Self::mend) in the language spoken.
    pub fn shown_mend(&self) -> &'static str {
        translation(self).map_or(self.mend, |translation| &translation.mend)
    }

    /// What a setting says, in the language spoken.
    pub fn shown_setting(&self, setting: &'static Setting) -> &'static str {
        let translated = translation(self).and_then(|translation| translation.settings.get(setting.name));
        translated.map_or(setting.doc, String::as_str)
    }

    /// Its documentation, in Markdown, without a heading.
    fn doc(&self) -> String {
        let fence = if self.example.starts_with("gradus") { "text" } else { "toml" };
        let other = if self.severity == Some(super::Severity::Warning) { "error" } else { "warning" };
        let parts = [
            tr!("{summary}.", summary = self.shown_summary()),
            tr!(
                "Severity: {severity}. Family: {family}.",
                severity = severity_word(self.severity),
                family = self.family.shown()
            ),
            self.shown_what().trim().to_owned(),
            tr!("**Why.** {why}", why = self.shown_why().trim()),
            tr!("**Example**").to_owned(),
            format!("```{fence}\n{}\n```", self.example.trim_matches('\n')),
            tr!("**How to mend it.** {mend}", mend = self.shown_mend().trim()),
        ];
        let mut doc = parts.join("\n\n");
        let line = format!("`{} = \"{other}\"`", self.name);
        if self.settings.is_empty() {
            doc.push_str("\n\n");
            doc.push_str(&tr!("**Settings.** In `[checks]`: {line}, or `\"off\"`.", line));
            doc.push('\n');
            return doc;
        }
        doc.push_str("\n\n");
        doc.push_str(&tr!("**Settings.** In `[checks]`: {line}, or `\"off\"`, or a table with `severity` and:", line));
        doc.push_str("\n\n");
        for setting in self.settings {
            let (name, default) = (format!("`{}`", setting.name), setting.default);
            doc.push_str(&tr!(
                "- {name} ({default} unless set): {doc}.",
                name,
                default,
                doc = self.shown_setting(setting)
            ));
            doc.push('\n');
        }
        doc
    }
}

/// The documentation of a check, in Markdown.
pub fn explain(name: &str) -> Option<String> {
    registry::named(name).map(|check| format!("# {}\n\n{}", check.name, check.doc()))
}

/// The documentation of all checks, in Markdown: `docs/checks.md`.
pub fn reference() -> String {
    let mut text = String::from(match language::current() {
        Language::English => INTRODUCTION,
        Language::Chinese => CHINESE_INTRODUCTION,
    });
    let of_family = |family: Family| registry::all().iter().filter(move |check| check.family == family);
    for check in Family::ALL.into_iter().flat_map(of_family) {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "| [{name}](#{name}) | {} | {} | {} |",
            check.family.shown(),
            severity_word(check.severity),
            visible(check.shown_summary()),
            name = check.name
        );
    }
    for family in Family::ALL {
        if of_family(family).next().is_none() {
            continue;
        }
        let _ = write!(text, "\n## {}\n\n{}\n", capital(family.shown()), family.doc());
        for check in of_family(family) {
            let _ = write!(text, "\n### {}\n\n{}", check.name, check.doc());
        }
    }
    text
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

const CHINESE_INTRODUCTION: &str = include_str!("../../locales/zh/checks.md");

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
