//! Whether blocks that were read one by one would be read as the same blocks from their text as a whole.

use std::borrow::Cow;
use std::sync::Arc;

use super::glance::{Opening, opening};
use super::split::Roots;
use crate::model::Block;

/// Of blocks that stood in the file before, it looks at nothing but where they begin and end, so that it says no where it
/// cannot be sure. `new` tells of those that came to it.
pub fn are_apart<'b>(blocks: &[Arc<Block>], mut new: impl Iterator<Item = &'b Arc<Block>>) -> bool {
    let [first, others @ ..] = blocks else { return false };
    let is_conflict = |text: &str| text.contains("<<<<<<<") || text.contains(">>>>>>>");
    let is_one = |text: &str| Roots::of(text).is_some_and(|roots| roots.starts == [0, 0]);
    let is_sound = |block: &Arc<Block>| !is_conflict(&block.text) && (Arc::ptr_eq(block, first) || is_one(&block.text));
    if !new.all(is_sound) || blocks.iter().any(|block| block.broken) {
        return false;
    }
    let Some(mut roots) = Roots::of(&first.text).filter(|roots| roots.starts == [0]) else { return false };
    let before_others = &blocks[..others.len()];
    before_others.iter().all(|block| block.text.is_empty() || ends_in_plain_line(&block.text))
        && others.iter().all(|block| {
            own_header(&block.text).is_some_and(|header| roots.meet(Cow::Borrowed(header.key), 1, header.is_element))
        })
}

/// The header that a block begins with, or that the comments touch which it begins with.
fn own_header(text: &str) -> Option<Opening<'_>> {
    let mut lines = text.lines().map(|line| line.trim_start_matches([' ', '\t']));
    let header = lines.find(|line| !line.starts_with('#') || line.starts_with("#:schema"))?;
    opening(header).filter(Opening::is_plain_root)
}

/// Whether a text ends with its line, and that is no comment, which the next block would take for its own.
fn ends_in_plain_line(text: &str) -> bool {
    let Some(lines) = text.strip_suffix('\n') else { return false };
    !lines.rsplit('\n').next().unwrap_or_default().trim_start_matches([' ', '\t']).starts_with('#')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Role;
    use crate::parse::{blocks, split};

    fn are_all_apart(blocks: &[Arc<Block>]) -> bool {
        are_apart(blocks, blocks.iter())
    }

    #[test]
    fn plain_blocks_are_apart() {
        let text = "gradus = 1\n\n[curriculum]\nid = \"p\"\n\n# about\n[[course]]\nid = \"a\"\n[[course.unit]]\n[[stage]]\n\
                    [[course]]";
        let read = blocks(text, Role::Main);
        assert_eq!(read.len(), 5);
        assert!(are_all_apart(&read));
    }

    /// Texts that an edit may put beside each other.
    const PARTS: [&str; 23] = [
        "",
        "gradus = 1\n",
        "gradus = 1\ncourse = []\n",
        "stage.id = 'a'\n",
        "# head\n",
        "# head\n\n",
        "[curriculum]\n",
        "[course]\n",
        "[[course]]\n",
        "[[course]]",
        "# about\n[[course]]\n[[course.unit]]\n",
        "# about\n\n[[course]]\n",
        "[[course]]\n# after\n",
        "[[course]]\r\n# after\r\n\r\n",
        "\n[[stage]]\n",
        "[[stage]]\n[[course.unit]]\n",
        "[[course]]\n[[stage]]\n[[course.unit]]\n",
        "[[stage]] # why\nx = '''\n[[course]]\n# '''\n",
        "[[ stage ]]\n",
        "[[\"course\"]]\n",
        "#:schema x\n[[stage]]\n",
        "[[stage]]\nx = '''\n<<<<<<< a\n'''\n",
        "[[stage]]\nx = '''\n>>>>>>> b\n'''\n",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

        #[test]
        fn what_is_apart_is_cut_there(parts in proptest::collection::vec(0..PARTS.len(), 0..7)) {
            let mut read: Vec<Arc<Block>> = Vec::new();
            for part in parts {
                let is_first = read.is_empty();
                read.extend(blocks(PARTS[part], Role::Main).into_iter().filter(|block| is_first || !block.text.is_empty()));
            }
            if are_all_apart(&read) {
                let texts = || read.iter().map(|block| block.text.as_str());
                let whole: String = texts().collect();
                let starts: Vec<usize> =
                    texts().scan(0, |at, text| Some(std::mem::replace(at, *at + text.len()))).collect();
                prop_assert_eq!(split(&whole), starts, "{:?}", whole);
            }
        }
    }
}
