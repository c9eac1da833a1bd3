//! Plain text: edits, places, line endings, what may reach a screen, and likeness of words.
//!
//! Nothing here knows TOML, plans or files.

mod cell;
mod display;
mod edit;
mod lines;
mod pinyin;
mod similar;
mod slug;
mod words;

pub use cell::inert_cell;
pub use display::{Truncate, is_hidden, truncate, visible, visible_block, width};
pub use edit::{TextEdit, apply_edits};
pub use lines::{LineEnding, Position, char_column, position};
pub use pinyin::Pinyin;
pub use similar::{closest, look_alike, surely_meant};
pub use slug::slug;
pub use words::{Piece, word_changes};
