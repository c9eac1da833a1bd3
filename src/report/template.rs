//! Reports by templates: the one that is built in, and those that users bring.

use std::borrow::Cow;
use std::error::Error as _;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior};

use super::html::digest;
use super::markdown::inert;
use super::markup::escaped;
use super::number::{percent, plain};
use crate::language::{filled, translated};
use crate::text::visible;
use crate::tr;

/// The name under which templates of users can extend the page that is built in.
pub(super) const BUILT_IN: &str = "gradus/report.html";

/// A folder of templates, read: names and texts. Empty: what is built in.
#[derive(Debug, Clone, Default)]
pub struct Templates {
    /// How the folder was named.
    pub folder: String,
    pub files: Vec<(String, String)>,
}

/// What is wrong with a template of a user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TemplateError(String);

impl Templates {
    pub fn has(&self, name: &str) -> bool {
        self.files.iter().any(|(other, _)| other == name)
    }

    /// Fills in a template.
    pub(super) fn render(&self, name: &str, context: Value) -> Result<String, TemplateError> {
        let mut environment = environment();
        environment.add_template(BUILT_IN, super::html::PAGE).map_err(|error| self.told(&error))?;
        for (name, text) in &self.files {
            environment.add_template(name, text).map_err(|error| self.told(&error))?;
        }
        let template = environment.get_template(name).map_err(|error| self.told(&error))?;
        template.render(context).map_err(|error| self.told(&error))
    }

    /// File, line, what is wrong, and what to do.
    fn told(&self, error: &Error) -> TemplateError {
        let error = innermost(error);
        let name = error.name().unwrap_or_default();
        let line = error.line().unwrap_or_default();
        let file = if self.has(name) { format!("{}/{name}", self.folder) } else { name.to_owned() };
        let what =
            error.detail().map_or_else(|| error.kind().to_string(), |detail| format!("{}: {detail}", error.kind()));
        let help = match error.kind() {
            ErrorKind::UndefinedError => tr!("the names of all facts stand in docs/report.md"),
            ErrorKind::SyntaxError => tr!("templates are written as for Jinja, see docs/report.md"),
            ErrorKind::TemplateNotFound => tr!("templates lie in the folder itself, not in folders below"),
            _ => tr!("what templates can use stands in docs/report.md"),
        };
        let place = if line > 0 { format!("{file}:{line}") } else { file };
        TemplateError(visible(&format!("{place}: {what}; {help}")).into_owned())
    }
}

/// What is wrong in an included template, rather than that it could not be included.
fn innermost(error: &Error) -> &Error {
    let mut error = error;
    while let Some(inner) = error.source().and_then(|source| source.downcast_ref::<Error>()) {
        error = inner;
    }
    error
}

/// What every template can use.
fn environment<'t>() -> Environment<'t> {
    let mut environment = Environment::new();
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    // These settings never contradict each other: without them, templates only keep more white space.
    if let Ok(syntax) = syntax.build() {
        environment.set_syntax(syntax);
    }
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_recursion_limit(64);
    // Whatever a template is for, its name tells how texts become inert in it.
    environment.set_auto_escape_callback(|name| match name.rsplit('.').next() {
        Some("md" | "markdown") => AutoEscape::Custom("markdown".into()),
        Some("txt" | "csv") => AutoEscape::None,
        _ => AutoEscape::Html,
    });
    environment.set_formatter(write_value);
    environment.add_function("tr", translate);
    environment.add_function("percent", percent);
    environment.add_filter("number", |number: f64| plain(number));
    environment.add_filter("named", |id: &Value, names: &Value| -> Result<Value, Error> {
        let name = names.get_item(id)?;
        Ok(if name.is_undefined() { id.clone() } else { name })
    });
    environment.add_filter("e", escape);
    environment.add_filter("escape", escape);
    environment.add_filter("csp_source", |text: &str| digest::source(text));
    environment
}

/// Nothing from a file reaches a report but as text.
fn write_value(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if value.is_undefined() && state.undefined_behavior() == UndefinedBehavior::Strict {
        return Err(Error::from(ErrorKind::UndefinedError));
    }
    if value.is_none() {
        return Ok(());
    }
    let written = match value.as_str() {
        Some(text) if value.is_safe() => out.write_str(text),
        Some(text) => out.write_str(&made_inert(text, state)),
        None => out.write_str(&made_inert(&value.to_string(), state)),
    };
    written.map_err(Error::from)
}

fn made_inert<'v>(text: &'v str, state: &State<'_, '_>) -> Cow<'v, str> {
    match state.auto_escape() {
        AutoEscape::Html => escaped(text),
        AutoEscape::Custom(_) => Cow::Owned(inert(text)),
        _ => visible(text),
    }
}

/// The filter that does by name what happens to every text anyway.
fn escape(state: &mut State<'_, '_>, value: &Value) -> Value {
    match value.as_str() {
        _ if value.is_safe() => value.clone(),
        Some(text) => Value::from_safe_string(made_inert(text, state).into_owned()),
        None => Value::from_safe_string(made_inert(&value.to_string(), state).into_owned()),
    }
}

/// A text of gradus in the language spoken, with what its braces name.
#[expect(clippy::needless_pass_by_value, reason = "functions of templates are given it so")]
fn translate(text: &str, arguments: Kwargs) -> Result<String, Error> {
    let names: Vec<&str> = arguments.args().collect();
    let values = names.iter().map(|name| arguments.get::<Value>(name)).collect::<Result<Vec<_>, _>>()?;
    let values: Vec<String> = values.iter().map(Value::to_string).collect();
    let pairs: Vec<(&str, &dyn std::fmt::Display)> =
        names.iter().zip(&values).map(|(name, value)| (*name, value as &dyn std::fmt::Display)).collect();
    Ok(filled(translated(text), &pairs))
}
