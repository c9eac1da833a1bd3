//! Reading a text share by share, a long one on several threads.
//!
//! Where the text may be cut is guessed from how it looks; each share is read for itself, and if every one proves to end
//! where a block ends, what was found in them together is what would have been found in one.

use std::sync::Arc;

use super::split::{Roots, cut};
use super::{at_once, block};
use crate::model::{Block, Role};
use crate::progress::spread;

/// Texts shorter than this, in bytes, are read by one thread before a second one has found its feet.
const LONG: usize = 64 * 1024;
/// Bytes of a share. What the parser makes of one stays in the cache while it is looked through; what it makes of a
/// whole file would not.
const SHARE: usize = 8 * 1024;

/// What is found in a share.
struct Found<'t> {
    roots: Roots<'t>,
    blocks: Vec<Arc<Block>>,
}

/// The blocks of a text; none where it has to be read as a whole, because its blocks do not stand apart.
pub(super) fn blocks(text: &str, role: Role) -> Option<Vec<Arc<Block>>> {
    blocks_by(text, role, SHARE)
}

fn blocks_by(text: &str, role: Role, share: usize) -> Option<Vec<Arc<Block>>> {
    let first = cut(text, share);
    let further = std::iter::successors(Some(first), |start| Some(cut(text, start + share)));
    let starts: Vec<usize> = [0].into_iter().chain(further.take_while(|start| *start < text.len())).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let shares: Vec<(usize, &str)> = starts.iter().zip(ends).map(|(start, end)| (*start, &text[*start..end])).collect();
    let found = spread(&shares, LONG, |(_, share)| share.len(), |(start, share)| read(share, role, *start == 0));
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
    if let Some((roots, blocks)) = at_once::read(text, role, first) {
        return Some(Found { roots, blocks });
    }
    let roots = Roots::of(text)?;
    let starts = if first { &roots.starts[..] } else { roots.starts.get(1..)? };
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let texts = starts.iter().zip(ends).map(|(start, end)| &text[*start..end]);
    let blocks = texts.enumerate().map(|(index, text)| Arc::new(block::read(text, first && index == 0, role)));
    Some(Found { blocks: blocks.collect(), roots })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use super::*;
    use crate::parse;

    fn assert_same(text: &str) -> usize {
        let mut apart = 0;
        for share in 1..=text.len() {
            let Some(blocks) = blocks_by(text, Role::Main, share) else { continue };
            apart += 1;
            let alone = parse::blocks_one_by_one(text, Role::Main);
            assert_eq!(format!("{blocks:?}"), format!("{alone:?}"), "in shares of {share}:\n{text}");
        }
        apart
    }

    #[test]
    fn shares_hold_what_the_whole_holds() {
        let courses = "\n# about\n[[course]]\nid = \"a\"\n\n  [[course.unit]]\n\n[[stage]]\nagess = 1\n".repeat(6);
        let plan = format!("gradus = 1\n\n[curriculum]\nid = \"a\"\n{courses}");
        assert!(assert_same(&plan) > 100);
        assert!(assert_same(&plan.replace('\n', "\r\n")) > 100);
    }

    #[test]
    fn what_does_not_stand_apart_is_left_as_one() {
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

    /// Runs of lines that stand in plans.
    const USUAL: [&str; 12] = [
        "",
        "# about",
        "  # more",
        "[[stage]]\nid = \"a\"\nhours = [1, 2]",
        "  [[stage]] # here\n  title = { en = \"A\", zh = \"甲\" }",
        "[[course]]\nid = 'b' # why\ncredits = \"many\"",
        "[[course]]\n\n  [[course.unit]]\n  title = \"甲\"\n\n    [[course.unit.outcome]]\n    level = 1",
        "[[course]]\ntext = \"\"\"\n\n[[course]]\n# inside\n\"\"\"",
        "[[course]]\nplace = [{ stage = \"a\" }, { year = 1_000_000_000_000_000_000_000 }]",
        "[[course]]\nunit.title = \"dotted\"\nids = [\n  [1],\n]",
        "[[talent]]\nagess = 1",
        "#:schema x.json",
    ];
    /// Runs of lines that hardly do.
    const ODD: [&str; 20] = [
        "gradus = 1",
        "[curriculum]",
        "[curriculum]\nid = \"c\"",
        "[[curriculum]]",
        "[stage]",
        "[course.unit]",
        "[[course.place]]",
        "[[stage.step]]",
        "[\"course\"]",
        "[[ stage ]]",
        "[x-own]\na = 1",
        "[[x-own]]",
        "[unknown.deep]",
        "text = \"\"\"",
        "# inside\"\"\"",
        "names = [",
        "]",
        "stage = [{ id = \"s\" }]",
        "course.title = \"dotted\"",
        "課 = 1",
    ];

    fn texts() -> impl Strategy<Value = String> {
        let head = prop_oneof![Just(""), Just("gradus = 1\n"), Just("gradus = 1\n\n[curriculum]\nid = \"c\"\n\n")];
        let odd = (0..ODD.len()).prop_map(|run| ODD[run]);
        let run = prop_oneof![12 => (0..USUAL.len()).prop_map(|run| USUAL[run]), 1 => odd];
        (head, proptest::collection::vec(run, 0..16), any::<bool>(), any::<bool>()).prop_map(
            |(head, runs, is_unix, is_closed)| {
                let text = format!("{head}{}{}", runs.join("\n"), if is_closed { "\n" } else { "" });
                if is_unix { text } else { text.replace('\n', "\r\n") }
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn any_lines_are_read_alike_in_shares_and_one_by_one(text in texts()) {
            let one_by_one = format!("{:?}", parse::blocks_one_by_one(&text, Role::Main));
            for share in [text.len().max(1), 1, 12, 40] {
                if let Some(blocks) = blocks_by(&text, Role::Main, share) {
                    prop_assert_eq!(format!("{blocks:?}"), one_by_one.clone(), "in shares of {}:\n{}", share, text);
                }
            }
        }
    }

    #[test]
    fn what_gradus_ships_is_written_the_plain_way() {
        let curricula = Path::new(env!("CARGO_MANIFEST_DIR")).join("curricula");
        let mut folders = vec![curricula];
        let mut count = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e == "toml") {
                    let text = std::fs::read_to_string(&path).unwrap();
                    let (_, blocks) = at_once::read(&text, Role::Main, true).unwrap_or_else(|| panic!("{path:?}"));
                    assert_eq!(
                        format!("{blocks:?}"),
                        format!("{:?}", parse::blocks_one_by_one(&text, Role::Main)),
                        "{path:?}"
                    );
                    count += 1;
                }
            }
        }
        assert!(count > 10);
    }
}
