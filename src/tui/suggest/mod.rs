//! Suggestions over any view: a list with the reasons of the selected one.

mod draw;

pub(crate) use draw::{draw, page};

use super::widget::Scroll;
use crate::suggest::{Answer, Ask, Choice, Item};

pub(crate) struct Panel {
    pub(crate) ask: Ask,
    /// Of the tree that was asked about.
    pub(crate) generation: u64,
    /// None while it is being worked out.
    pub(crate) answer: Option<Answer>,
    pub(crate) scroll: Scroll,
    /// Choosing among the outcomes of the selected unit.
    pub(crate) choosing: Option<Scroll>,
}

impl Panel {
    pub(crate) fn new(ask: Ask, generation: u64) -> Self {
        Self { ask, generation, answer: None, scroll: Scroll::default(), choosing: None }
    }

    pub(crate) fn items(&self) -> &[Item] {
        self.answer.as_ref().map_or(&[], |answer| answer.items.as_slice())
    }

    pub(crate) fn item(&self) -> Option<&Item> {
        self.items().get(self.scroll.selected)
    }

    /// What Enter accepts.
    pub(crate) fn choice(&self) -> Option<&Choice> {
        self.item()?.choices.get(self.choosing.map_or(0, |scroll| scroll.selected))
    }
}
