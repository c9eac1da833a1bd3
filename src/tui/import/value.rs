//! A value for all rows, or for those without one, while it is being typed.

use crate::model::Tree;
use crate::model::schema::Type;
use crate::tui::form::candidates;
use crate::tui::widget::TextInput;

#[derive(Debug)]
pub(crate) struct ValueEntry {
    pub(crate) input: TextInput,
    /// Why what is typed will not do.
    pub(crate) refusal: Option<String>,
    /// What it may name, found once: plans hold many thousand names.
    names: Vec<Name>,
}

#[derive(Debug)]
struct Name {
    id: String,
    /// As they are looked for.
    plain_id: String,
    plain_title: String,
}

impl ValueEntry {
    pub(super) fn new(tree: &Tree, ty: Type, language: Option<&str>, value: &str) -> Self {
        let names = candidates::for_type(tree, ty, language).into_iter();
        let names =
            names.map(|(id, title)| Name { plain_id: id.to_lowercase(), plain_title: title.to_lowercase(), id });
        Self { input: TextInput::new(value), refusal: None, names: names.collect() }
    }

    /// The names that the last word may mean, in the order of the plan.
    pub(super) fn meant(&self) -> impl Iterator<Item = &str> {
        let word = self.input.text().rsplit(',').next().unwrap_or_default().trim().to_lowercase();
        let names = self.names.iter();
        let meant = names.filter(move |name| name.plain_id.starts_with(&word) || name.plain_title.contains(&word));
        meant.map(|name| name.id.as_str())
    }

    /// Completes the last word.
    pub(super) fn complete(&mut self) {
        let Some(name) = self.meant().next() else { return };
        let completed = match self.input.text().rsplit_once(',') {
            Some((before, _)) => format!("{before}, {name}"),
            None => name.to_owned(),
        };
        self.input = TextInput::new(completed);
        self.refusal = None;
    }
}
