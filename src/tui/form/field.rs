//! The fields of a node as the form lists them.

use super::editor::toml::one_line;
use super::names::{Found, Names};
use super::show::{Both, Reader, Shown, Tone};
use crate::check;
use crate::model::references::{self, Reference};
use crate::model::schema::{self, Type};
use crate::model::{Kind, Node, NodeField, NodeRef, Problem, Spanned, Tree, Value};
use crate::tr;

/// Lines of the foot beyond these are left out.
const NOTES: usize = 30;

/// What a field is to the form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Sort {
    /// A key of the format; for a text in one language of several, that line of it.
    Known(Type),
    /// The setting of a check.
    Setting,
    /// A key that the format does not know: shown and kept.
    Foreign,
}

#[derive(Debug)]
pub(super) struct Field {
    /// As an edit names it: `title`, `title.zh`.
    pub(super) key: String,
    /// The key of the node's table.
    pub(super) name: String,
    pub(super) sort: Sort,
    pub(super) required: bool,
    pub(super) doc: &'static str,
    pub(super) value: Option<Value>,
    pub(super) short: Shown,
    pub(super) full: Option<Shown>,
    /// What its references lead to; whether that is anything.
    pub(super) notes: Vec<(String, bool)>,
    /// What is wrong with it, as reading the file found.
    pub(super) problem: Option<String>,
}

/// All fields of a node: known ones in the order of writing, then the others as written.
pub(super) fn fields(tree: &Tree, at: NodeRef, language: Option<&str>) -> Vec<Field> {
    let node = tree.node(at);
    let spec = schema::spec(node.kind);
    let names = Names::of(tree, at, language);
    let reader = Reader {
        names: &names,
        own_level: node.str("level"),
        shared: node.kind == Kind::Assessment && node.parent.is_none(),
    };
    let mut references = Vec::new();
    references::each(node, &mut |reference| references.push(reference));
    let mut fields = Vec::new();
    let problems = Problems::of(tree, at);
    for key in spec.keys {
        let problem = problems.within(node.field(key.name));
        match node.value(key.name) {
            Some(Spanned { value: Value::Table(lines), .. }) if key.ty == Type::Text && !lines.is_empty() => {
                for (tag, text) in lines {
                    let Both { short, full } = reader.both(Type::Text, text);
                    fields.push(Field {
                        key: format!("{}.{}", key.name, tag.value),
                        name: key.name.to_owned(),
                        sort: Sort::Known(Type::Text),
                        required: key.required,
                        doc: key.doc,
                        value: Some(text.value.clone()),
                        short,
                        full,
                        notes: Vec::new(),
                        problem: problem.clone(),
                    });
                }
            }
            value => {
                let both = value.map(|value| reader.both(key.ty, value));
                let (short, full) = both.map_or_else(|| (absent(key.required), None), |both| (both.short, both.full));
                fields.push(Field {
                    key: key.name.to_owned(),
                    name: key.name.to_owned(),
                    sort: Sort::Known(key.ty),
                    required: key.required,
                    doc: key.doc,
                    value: value.map(|value| value.value.clone()),
                    short,
                    full,
                    notes: notes(&names, key.name, &references),
                    problem: problem.clone(),
                });
            }
        }
    }
    if node.kind == Kind::Checks {
        fields.extend(check::all().iter().map(|check| setting(check, node, &problems)));
    }
    fields.extend(foreign(node, &problems));
    fields
}

/// The setting of a check, set or not.
fn setting(check: &check::Check, node: &Node, problems: &Problems<'_>) -> Field {
    let field = node.field(check.name);
    let short = match field {
        Some(field) => Shown::of(&in_a_line(&field.value.value), Tone::Plain),
        None => Shown::of(&format!("— {}", check.severity.map_or("off", check::Severity::as_str)), Tone::Dim),
    };
    let thresholds = check.settings.iter().map(|setting| {
        (
            tr!(
                "{name}: {doc}; left out: {default}",
                name = setting.name,
                doc = setting.doc,
                default = setting.default
            ),
            true,
        )
    });
    Field {
        key: check.name.to_owned(),
        name: check.name.to_owned(),
        sort: Sort::Setting,
        required: false,
        doc: check.shown_summary(),
        value: field.map(|field| field.value.value.clone()),
        short,
        full: None,
        notes: thresholds.collect(),
        problem: problems.within(field),
    }
}

fn in_a_line(value: &Value) -> String {
    match value {
        Value::Str(text) => text.clone(),
        other => one_line(other),
    }
}

fn foreign<'t>(node: &'t Node, problems: &'t Problems<'t>) -> impl Iterator<Item = Field> + 't {
    let spec = schema::spec(node.kind);
    let is_shown =
        move |name: &str| spec.key(name).is_some() || (node.kind == Kind::Checks && check::named(name).is_some());
    node.fields.iter().filter(move |field| !is_shown(&field.key.value)).map(move |field| {
        let name = field.key.value.to_string();
        let own = schema::is_users_own(&name);
        let setting = node.kind == Kind::Checks && !own;
        let doc = match (own, setting) {
            (true, _) => tr!("A key of your own: kept as it is."),
            (false, true) => tr!("There is no check of this name."),
            (false, false) => tr!("The format has no such key. It is kept as it is."),
        };
        let text = in_a_line(&field.value.value);
        Field {
            problem: problems.within(Some(field)),
            key: name.clone(),
            name,
            sort: if setting { Sort::Setting } else { Sort::Foreign },
            required: false,
            doc,
            value: Some(field.value.value.clone()),
            short: Shown::of(&text, if setting { Tone::Plain } else { Tone::Dim }),
            full: None,
            notes: Vec::new(),
        }
    })
}

/// What the references of a field lead to, a line each: for the foot of the form.
fn notes(names: &Names, key: &str, references: &[Reference<'_>]) -> Vec<(String, bool)> {
    let note = |reference: &Reference<'_>| match names.of_reference(reference) {
        Found::Titled(title) if title.is_empty() => None,
        Found::Titled(title) => Some((format!("{} {title}", reference.text), true)),
        Found::Nothing => {
            Some((tr!("{reference}: there is no such thing in the plan", reference = reference.text), false))
        }
        Found::Unasked => None,
    };
    references.iter().filter(|reference| reference.key == key).filter_map(note).take(NOTES).collect()
}

fn absent(required: bool) -> Shown {
    if required { Shown::of(tr!("— needed"), Tone::Bad) } else { Shown::of("—", Tone::Dim) }
}

/// What reading the file found wrong with a node, to be looked up by place.
struct Problems<'t>(Vec<&'t Problem>);

impl<'t> Problems<'t> {
    fn of(tree: &'t Tree, at: NodeRef) -> Self {
        let mut found: Vec<&Problem> =
            tree.block(at).problems.iter().filter(|problem| problem.node == Some(at.node)).collect();
        found.sort_by_key(|problem| problem.span.start);
        Self(found)
    }

    /// The first one in a field.
    fn within(&self, field: Option<&NodeField>) -> Option<String> {
        let field = field?;
        let span = field.key.span.to(field.value.span);
        let first = self.0.partition_point(|problem| problem.span.start < span.start);
        let found = self.0.get(first).filter(|problem| problem.span.end <= span.end)?;
        Some(match &found.help {
            Some(help) => format!("{}: {help}", found.message),
            None => found.message.clone(),
        })
    }
}
