//! The plan's `[checks]` table: severities and thresholds.

use rustc_hash::FxHashMap;

use super::Severity;
use super::registry::{self, Check};
use super::words::quoted;
use crate::model::{Kind, NodeField, NodeRef, Problem, Span, Spanned, Suggestion, Tree, Value, schema};
use crate::text::{closest, visible};
use crate::tr;

const OFF: &str = "off";
const SEVERITY: &str = "severity";

/// What the plan wants of its checks, and what is wrong with how it says so.
#[derive(Debug, Default)]
pub(super) struct Settings {
    severities: FxHashMap<&'static str, Option<Severity>>,
    numbers: FxHashMap<(&'static str, &'static str), f64>,
    pub(super) problems: Vec<(NodeRef, Problem)>,
}

impl Settings {
    pub(super) fn of(tree: &Tree) -> Self {
        let mut settings = Self::default();
        for at in tree.roots().filter(|at| tree.node(*at).kind == Kind::Checks && tree.file(at.file).editable()) {
            for field in &tree.node(at).fields {
                settings.field(at, field);
            }
        }
        settings
    }

    /// None where the check is switched off.
    pub(super) fn severity(&self, check: &Check) -> Option<Severity> {
        self.severities.get(check.name).copied().unwrap_or(check.severity)
    }

    pub(super) fn number(&self, check: &Check, name: &'static str) -> f64 {
        let default = check.settings.iter().find(|setting| setting.name == name).map_or(0.0, |setting| setting.default);
        self.numbers.get(&(check.name, name)).copied().unwrap_or(default)
    }

    fn field(&mut self, at: NodeRef, field: &NodeField) {
        let name = field.key.value.as_ref();
        if schema::is_users_own(name) {
            return;
        }
        let Some(check) = registry::named(name) else {
            let nearest = closest(name, registry::all().iter().map(|check| check.name));
            let message = tr!("there is no check {name}", name = format!("`{}`", visible(name)));
            let help = tr!("`gradus explain` lists all checks");
            self.problem("unknown-key", at, field.key.span, message, nearest, help);
            return;
        };
        match &field.value.value {
            Value::Str(word) => self.word(check, at, field.value.span, word),
            Value::Table(entries) => {
                // To set a threshold of a check that is off by default is to want it.
                if check.severity.is_none() {
                    self.severities.entry(check.name).or_insert(Some(Severity::Note));
                }
                for (key, value) in entries {
                    self.entry(check, at, key, value);
                }
            }
            other => {
                let found = other.type_name();
                let message = tr!("`{name}` takes a severity or a table, but {found} stands here", name, found);
                self.problem("wrong-type", at, field.value.span, message, None, severities());
            }
        }
    }

    fn entry(&mut self, check: &'static Check, at: NodeRef, key: &Spanned<String>, value: &Spanned<Value>) {
        let name = key.value.as_str();
        if name == SEVERITY {
            match &value.value {
                Value::Str(word) => self.word(check, at, value.span, word),
                other => {
                    let message = tr!("`severity` takes a word, but {found} stands here", found = other.type_name());
                    self.problem("wrong-type", at, value.span, message, None, severities());
                }
            }
        } else if let Some(setting) = check.settings.iter().find(|setting| setting.name == name) {
            match value.value.as_number() {
                Some(number) if number.is_finite() && number >= 0.0 => {
                    self.numbers.insert((check.name, setting.name), number);
                }
                Some(number) => {
                    let message = tr!(
                        "`{name}` of `{check}` is a number from 0 on, not {number}",
                        name,
                        check = check.name,
                        number
                    );
                    self.problem("invalid-value", at, value.span, message, None, check.shown_setting(setting));
                }
                None => {
                    let found = value.value.type_name();
                    let message = tr!(
                        "`{name}` of `{check}` takes a number, but {found} stands here",
                        name,
                        check = check.name,
                        found
                    );
                    self.problem("wrong-type", at, value.span, message, None, check.shown_setting(setting));
                }
            }
        } else if !schema::is_users_own(name) {
            let known = || [SEVERITY].into_iter().chain(check.settings.iter().map(|setting| setting.name));
            let help = tr!("it takes {keys}", keys = known().collect::<Vec<_>>().join(tr!(", ")));
            let message = tr!("`{name}` is not a setting of `{check}`", name = visible(name), check = check.name);
            self.problem("unknown-key", at, key.span, message, closest(name, known()), &help);
        }
    }

    fn word(&mut self, check: &'static Check, at: NodeRef, span: Span, word: &str) {
        let severity = Severity::parse(word);
        // A plan that cannot be read must not pass for one in which nothing is wrong.
        if matches!(check.name, "syntax" | "merge-conflict")
            && (word == OFF || severity.is_some_and(|s| s < Severity::Error))
        {
            let message =
                tr!("`{check}` is always an error: what cannot be read cannot be checked", check = check.name);
            self.problem("invalid-value", at, span, message, None, tr!("remove this line"));
            return;
        }
        if severity.is_some() || word == OFF {
            self.severities.insert(check.name, severity);
            return;
        }
        let words = Severity::ALL.into_iter().map(Severity::as_str).chain([OFF]);
        let nearest = closest(word, words).map(|word| format!("\"{word}\""));
        let message = tr!("{word} is not a severity", word = quoted(word));
        self.problem("invalid-value", at, span, message, nearest.as_deref(), severities());
    }

    fn problem(
        &mut self,
        check: &'static str,
        at: NodeRef,
        span: Span,
        message: String,
        nearest: Option<&str>,
        help: &str,
    ) {
        let help = match nearest {
            Some(nearest) => tr!("did you mean {nearest}? {help}", nearest = tick(nearest), help = sentence(help)),
            None => help.to_owned(),
        };
        let suggestion = nearest.map(|nearest| Suggestion { span, replacement: nearest.to_owned() });
        let problem = Problem { check, message, span, node: Some(at.node), help: Some(help), suggestion, detail: None };
        self.problems.push((at, problem));
    }
}

fn severities() -> &'static str {
    tr!("it takes \"error\", \"warning\", \"note\" or \"off\"")
}

fn tick(word: &str) -> String {
    if word.starts_with('"') { word.to_owned() } else { format!("`{word}`") }
}

fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}
