//! Choosing the field that a column is.

use crate::interchange::sheet::{Field, SheetKind};
use crate::tr;
use crate::tui::widget::Picker;

pub(crate) struct FieldPicker {
    /// The place of the column.
    pub(crate) column: usize,
    /// None: the column is left out.
    pub(crate) choices: Vec<Option<Field>>,
    pub(crate) picker: Picker,
    kind: SheetKind,
}

impl std::fmt::Debug for FieldPicker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FieldPicker").field("column", &self.column).finish_non_exhaustive()
    }
}

impl FieldPicker {
    /// With what the column is now selected.
    pub(crate) fn new(column: usize, now: Option<&Field>, kind: SheetKind, languages: &[String]) -> Self {
        let choices: Vec<Option<Field>> =
            std::iter::once(None).chain(Field::all(kind, languages).into_iter().map(Some)).collect();
        let picker = Picker::new(choices.len());
        let mut this = Self { column, choices, picker, kind };
        this.search();
        let place = this.choices.iter().position(|choice| choice.as_ref() == now).unwrap_or_default();
        this.picker.scroll.select(place, this.choices.len(), 1);
        this
    }

    /// The name of a choice, and what it says.
    pub(crate) fn told(&self, choice: usize) -> (String, &'static str) {
        match self.choices.get(choice) {
            Some(Some(field)) => (field.name(), field.doc(self.kind)),
            _ => (tr!("left out").to_owned(), tr!("Nothing of the column is taken.")),
        }
    }

    /// Columns that the longest name takes.
    pub(crate) fn widest(&self) -> usize {
        (0..self.choices.len()).map(|choice| crate::text::width(&self.told(choice).0)).max().unwrap_or_default()
    }

    /// Narrows the list to what is typed.
    pub(crate) fn search(&mut self) {
        let texts: Vec<String> = (0..self.choices.len())
            .map(|choice| {
                let (name, doc) = self.told(choice);
                format!("{name}  {doc}")
            })
            .collect();
        self.picker.restart();
        self.picker.advance(|choice| texts.get(choice).cloned().unwrap_or_default());
    }
}
