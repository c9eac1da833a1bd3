//! The registry of commands. Keymap, footer, help, palette, mouse and `docs/keys.md` all read it; a
//! command that is not in it does not exist.

#[cfg(test)]
mod docs;
mod table;

use crate::language::translated;
use crate::tr;
use std::borrow::Cow;

#[cfg(test)]
pub(crate) use docs::reference;
pub(crate) use table::COMMANDS;

use super::effect::Effect;
use super::keymap::Key;
use super::state::State;

/// Where the keys go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    Tree,
    Form,
    Matrix,
    Problems,
    Pathway,
    Thread,
    Changes,
}

impl Place {
    pub(crate) const ALL: [Self; 7] =
        [Self::Tree, Self::Form, Self::Matrix, Self::Problems, Self::Pathway, Self::Thread, Self::Changes];

    pub(crate) fn name(self) -> &'static str {
        translated(match self {
            Self::Tree => "the tree",
            Self::Form => "the detail form",
            Self::Matrix => "the coverage matrix",
            Self::Problems => "the list of problems",
            Self::Changes => "the list of changes",
            Self::Pathway => "the pathway",
            Self::Thread => "the competency thread",
        })
    }
}

/// Why a command cannot be carried out now.
pub(crate) type Unavailable = Cow<'static, str>;

/// Something the user can do.
pub(crate) struct Command {
    /// Its name in the documentation and the palette, never changed.
    pub(crate) name: &'static str,
    /// In a few words, for footer and palette.
    pub(crate) label: &'static str,
    /// One sentence, for help.
    pub(crate) doc: &'static str,
    pub(crate) group: Group,
    /// The keys it has where the user binds no others: the keymap of the state knows which hold.
    pub(crate) keys: &'static [Key],
    pub(crate) places: &'static [Place],
    /// Its rank in the footer: the lowest come first, and `None` never.
    pub(crate) footer: Option<u8>,
    pub(crate) enabled: fn(&State) -> Result<(), Unavailable>,
    pub(crate) run: fn(&mut State) -> Vec<Effect>,
}

/// What a command is about, for help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    Walk,
    Edit,
    Find,
    Form,
    Problems,
    Matrix,
    View,
    Plan,
    Changes,
    Pathway,
    Thread,
}

impl Group {
    pub(crate) const ALL: [Self; 11] = [
        Self::Walk,
        Self::Edit,
        Self::Form,
        Self::Find,
        Self::Problems,
        Self::Matrix,
        Self::Pathway,
        Self::Changes,
        Self::Thread,
        Self::View,
        Self::Plan,
    ];

    pub(crate) fn title(self) -> &'static str {
        translated(match self {
            Self::Walk => "Walk",
            Self::Edit => "Edit",
            Self::Form => "Detail form",
            Self::Find => "Find",
            Self::Matrix => "Coverage matrix",
            Self::Problems => "Problems",
            Self::View => "Views",
            Self::Plan => "Plan",
            Self::Changes => "Changes",
            Self::Pathway => "Pathway",
            Self::Thread => "Thread and suggestions",
        })
    }
}

impl Command {
    pub(crate) fn applies_in(&self, place: Place) -> bool {
        self.places.contains(&place)
    }

    /// Its label in the language spoken now.
    pub(crate) fn label_shown(&self) -> &'static str {
        translated(self.label)
    }

    /// Its documentation in the language spoken now.
    pub(crate) fn doc_shown(&self) -> &'static str {
        translated(self.doc)
    }

    /// Where it works, in words.
    pub(crate) fn places_shown(&self) -> String {
        self.places.iter().map(|place| place.name()).collect::<Vec<_>>().join(tr!(" and "))
    }

    /// Why it cannot be carried out now, if so.
    pub(crate) fn obstacle(&self, state: &State) -> Option<Unavailable> {
        if !self.applies_in(state.place()) {
            return Some(tr!("works in {places}", places = self.places_shown()).into());
        }
        (self.enabled)(state).err()
    }
}
