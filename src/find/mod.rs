//! Finding lines of a plan: the language of filters (`stage:bachelor level:apply uncovered`), what each of its
//! words means for a line, and the ranking of whatever is looked for by a few letters.
//!
//! [`Query::parse`] is pure text; a [`Scan`] holds a query against the outline of a tree, in steps, so that
//! it never keeps a key waiting. `docs/filter.md` is for its users.

mod changed;
mod complete;
mod facts;
mod holds;
mod named;
mod parse;
mod query;
mod rank;
mod scan;
#[cfg(test)]
mod tests;
mod words;

pub use changed::changed_nodes;
pub use complete::{Suggestion, completed, suggestions};
pub use facts::Facts;
pub use query::{Atom, Flag, Has, Query, QueryError, Test};
pub use rank::{Ranking, Score, Searched};
pub use scan::{Scan, Sources};
pub use words::Field;
