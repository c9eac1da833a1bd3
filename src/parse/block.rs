use std::sync::OnceLock;

use toml::de::DeTable;

use super::{convert, syntax, validate};
use crate::model::{Block, Role};

/// Reads a block's text. `first`: it is the file's first block, which holds the file's own keys.
pub(super) fn read(text: &str, first: bool, role: Role) -> Block {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut block = Block { problems: syntax::problems(text, &errors), broken: !errors.is_empty(), ..of_text(text) };
    convert::nodes(&mut block, table.get_ref(), first);
    finished(block, role)
}

/// A block of which only the text is known.
pub(super) fn of_text(text: &str) -> Block {
    Block {
        text: text.to_owned(),
        line_breaks: text.bytes().filter(|byte| *byte == b'\n').count(),
        nodes: Vec::new(),
        roots: Vec::new(),
        problems: Vec::new(),
        broken: false,
        numbered: OnceLock::new(),
        shapes: OnceLock::new(),
    }
}

/// A block whose nodes are known, with all that is wrong with them.
pub(super) fn finished(mut block: Block, role: Role) -> Block {
    validate::nodes(&mut block, role);
    block.problems.sort_by(|a, b| (a.span, a.check).cmp(&(b.span, b.check)));
    block
}
