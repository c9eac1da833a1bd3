//! Fixes that put one word in the place of another.

use toml_writer::{ToTomlValue, TomlStringBuilder};

use super::Fix;
use crate::edit::Op;
use crate::model::{Span, Tree};
use crate::text::{TextEdit, visible};

/// Replaces what stands at a span of a block by `word`; none where the file is not to be edited here.
///
/// The spelling of what stands there is kept: a quoted string stays quoted, a bare key bare where it can.
/// It is a suggestion, unless the caller knows better.
pub(super) fn replace(tree: &Tree, file: u32, block: u32, span: Span, word: &str) -> Option<Fix> {
    let contents = tree.file(file);
    let within = contents.blocks.get(block as usize)?;
    if !contents.editable() || within.broken {
        return None;
    }
    let text = within.text.get(span.range())?;
    let replacement = spelled(text, word);
    let start = contents.block_start(block);
    let range = start + span.start as usize..start + span.end as usize;
    Some(Fix {
        label: format!("Replace {} by {}", visible(text), visible(&replacement)),
        op: Op::Text { file, edits: vec![TextEdit::replace(range, replacement)] },
        safe: false,
    })
}

fn spelled(old: &str, word: &str) -> String {
    if word.starts_with(['"', '\'']) {
        return word.to_owned(); // spelled by whoever suggests it
    }
    let plain = |character: char| !character.is_control() && !matches!(character, '"' | '\'' | '\\');
    let quote = old.chars().next().filter(|first| matches!(first, '"' | '\''));
    match quote {
        Some(quote) if word.chars().all(plain) => format!("{quote}{word}{quote}"),
        None if !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) => {
            word.to_owned()
        }
        _ => TomlStringBuilder::new(word).as_basic().to_toml_value(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_spelling() {
        assert_eq!(spelled("\"PD-10\"", "PD-101"), "\"PD-101\"");
        assert_eq!(spelled("'PD-10'", "PD-101"), "'PD-101'");
        assert_eq!(spelled("titel", "title"), "title");
        assert_eq!(spelled("PD-10", "设计-1"), "\"设计-1\"");
        assert_eq!(spelled("'a'", "it's"), "\"it's\"");
        assert_eq!(spelled("\"exm\"", "\"exam\""), "\"exam\"");
    }
}
