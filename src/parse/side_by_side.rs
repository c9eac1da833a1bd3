//! Reading a long text on several threads.
//!
//! Where the text may be cut is guessed from how it looks; each thread reads its share for itself, and if every share
//! proves to end where a block ends, what they found together is what one thread would have found.

use std::sync::Arc;

use super::block;
use super::split::{Roots, cut};
use crate::model::{Block, Role};
use crate::progress::spread;

/// Texts shorter than this, in bytes, are read by one thread before a second one has found its feet.
const LONG: usize = 64 * 1024;
/// Bytes that a thread reads at a time.
const SHARE: usize = 32 * 1024;

/// What is found in a share.
struct Found<'t> {
    roots: Roots<'t>,
    blocks: Vec<Arc<Block>>,
}

/// The blocks of a text; none where it has to be read as a whole: it is short, or its blocks do not stand apart.
pub(super) fn blocks(text: &str, role: Role) -> Option<Vec<Arc<Block>>> {
    if text.len() < LONG { None } else { blocks_by(text, role, SHARE) }
}

fn blocks_by(text: &str, role: Role, share: usize) -> Option<Vec<Arc<Block>>> {
    let first = cut(text, share);
    let further = std::iter::successors(Some(first), |start| Some(cut(text, start + share)));
    let starts: Vec<usize> = [0].into_iter().chain(further.take_while(|start| *start < text.len())).collect();
    if starts.len() < 2 {
        return None;
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let shares: Vec<(usize, &str)> = starts.iter().zip(ends).map(|(start, end)| (*start, &text[*start..end])).collect();
    let found = spread(&shares, 0, |(_, share)| share.len(), |(start, share)| read(share, role, *start == 0));
    let mut found = found.into_iter().zip(starts);
    let (Some(Found { mut roots, mut blocks }), _) = found.next()? else { return None };
    for (next, start) in found {
        let next = next?;
        if !roots.follow(next.roots, start) {
            return None;
        }
        blocks.extend(next.blocks);
    }
    Some(blocks)
}

/// Reads a share. In all but the `first`, nothing stands before the first header.
fn read(text: &str, role: Role, first: bool) -> Option<Found<'_>> {
    let roots = Roots::of(text)?;
    let starts = if first { &roots.starts[..] } else { roots.starts.get(1..)? };
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let texts = starts.iter().zip(ends).map(|(start, end)| &text[*start..end]);
    let blocks = texts.enumerate().map(|(index, text)| Arc::new(block::read(text, first && index == 0, role)));
    Some(Found { blocks: blocks.collect(), roots })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    fn assert_same(text: &str) -> usize {
        let mut apart = 0;
        for share in 1..text.len() {
            let Some(blocks) = blocks_by(text, Role::Main, share) else { continue };
            apart += 1;
            let alone = parse::blocks(text, Role::Main);
            assert_eq!(format!("{blocks:?}"), format!("{alone:?}"), "in shares of {share}:\n{text}");
        }
        apart
    }

    #[test]
    fn several_threads_find_what_one_finds() {
        let courses = "\n# about\n[[course]]\nid = \"a\"\n\n  [[course.unit]]\n\n[[stage]]\nagess = 1\n".repeat(6);
        let plan = format!("gradus = 1\n\n[curriculum]\nid = \"a\"\n{courses}");
        assert!(assert_same(&plan) > 100);
        assert!(assert_same(&plan.replace('\n', "\r\n")) > 100);
    }

    #[test]
    fn what_does_not_stand_apart_is_left_to_one_thread() {
        let texts = [
            "[[course]]\na = \"\"\"\n\n[[course]]\n\n[[course]]\n\"\"\"\n",
            "[[course]]\na = [\n\n[[course]]\nb = 1\n\n[[course]]\n",
            "[[course]]\na = '''never closed\n\n[[course]]\n\n[[course]]\n",
            "[[course]]\n\n[[stage]]\n\n[[course.unit]]\n\n[[stage]]\n",
            "[course]\n\n[[stage]]\n\n[[course]]\n",
        ];
        for text in texts {
            assert_same(text);
        }
    }
}
