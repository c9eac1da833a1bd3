//! What a plan is: the grammar of the format as a table, the tree of nodes that the files hold, and
//! the curriculum that the tree means.
//!
//! Pure data. [`Tree`] is close to the text (every node knows its bytes); [`Curriculum`] is
//! close to the field (stages, tracks, courses, with every reference resolved).

pub mod curriculum;
mod kind;
pub mod outline;
mod path;
mod problem;
pub mod references;
pub mod schema;
mod tree;
mod value;

pub use curriculum::Curriculum;
pub use kind::Kind;
pub use path::PathError;
pub use problem::{Problem, Suggestion};
pub(crate) use tree::Replacement;
pub use tree::{Block, File, Form, Location, Node, NodeField, NodeRef, Role, Tree};
pub use value::{Date, Span, Spanned, Value};
