//! Pieces of screen that know nothing of plans.

mod input;
mod pen;
mod picker;
mod scroll;
mod search;

pub(crate) use input::TextInput;
pub(crate) use pen::{Pen, framed, row, rule};
pub(crate) use picker::Picker;
pub(crate) use scroll::Scroll;
pub(crate) use search::{list_area, search};
