//! Text to nodes, with every problem found on the way. Never fails.
//!
//! A file is read in shares (`shares`). In each, blocks begin at root headers: plain ones are seen by their lines
//! (`glance`) and read in one go (`at_once`), others are looked for by the parser's tokens ([`split`](mod@split)) and read
//! each by itself (`block`). Their tables become nodes (`convert`) and are held against the grammar (`validate`). A block
//! is read without regard to others, so that an edit costs one block; whether blocks still stand beside each other after it
//! is told by their headers (`apart`).

mod apart;
mod at_once;
mod block;
mod convert;
mod glance;
mod markers;
mod shares;
mod split;
mod syntax;
mod tokens;
mod validate;

use std::path::PathBuf;
use std::sync::Arc;

pub use apart::are_apart;
pub use split::split;
pub use tokens::{Events, events};

use crate::model::{Block, File, Kind, Problem, Role, Span, Tree};
use crate::text::LineEnding;
use crate::tr;

/// Reads the text of a file.
pub fn file(name: impl Into<String>, path: impl Into<PathBuf>, role: Role, text: &str) -> File {
    let (bom, text) = match text.strip_prefix('\u{feff}') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let blocks = blocks(text, role);
    let mut file = File::new(name.into(), path.into(), role, bom, LineEnding::of(text), blocks);
    find_own_problems(&mut file);
    file
}

/// A tree of one file, as the main file of a plan.
pub fn tree_from_text(name: &str, text: &str) -> Tree {
    Tree { files: vec![Arc::new(file(name, name, Role::Main, text))] }
}

/// A tree of several texts: the first is the main file, the others are included by it.
pub fn tree_from_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Tree {
    let files = texts.into_iter().enumerate().map(|(index, (name, text))| {
        let role = if index == 0 { Role::Main } else { Role::Included };
        Arc::new(file(name, name, role, text))
    });
    Tree { files: files.collect() }
}

/// Cuts a text into blocks and reads each.
pub fn blocks(text: &str, role: Role) -> Vec<Arc<Block>> {
    if let Some(conflicts) = markers::merge_conflicts(text) {
        let mut whole = block::read(text, true, role);
        whole.problems = conflicts;
        whole.broken = true;
        return vec![Arc::new(whole)];
    }
    shares::blocks(text, role).unwrap_or_else(|| blocks_one_by_one(text, role))
}

/// Looks at every token to cut a text into blocks, and then reads each.
fn blocks_one_by_one(text: &str, role: Role) -> Vec<Arc<Block>> {
    let starts = split(text);
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let texts = starts.iter().zip(ends).map(|(start, end)| &text[*start..end]);
    texts.enumerate().map(|(index, text)| Arc::new(block::read(text, index == 0, role))).collect()
}

/// Whether a text is TOML, and what is wrong with it where it is not.
pub fn check_syntax(text: &str) -> Result<(), String> {
    let (_, errors) = toml::de::DeTable::parse_recoverable(text);
    match syntax::problems(text, &errors).into_iter().next() {
        Some(problem) => Err(problem.message),
        None => Ok(()),
    }
}

/// Reads one block's text, where it is known to be a block.
pub fn block(text: &str, first: bool, role: Role) -> Block {
    block::read(text, first, role)
}

/// Finds anew what is wrong with a file as a whole; what the workspace found stays.
pub fn find_own_problems(file: &mut File) {
    file.problems.retain(|problem| problem.check != validate::MISSING_KEY);
    if file.role == Role::Main {
        let is_head = |block: &Block| {
            let mut roots = block.roots.iter().map(|root| block.nodes[*root as usize].kind);
            roots.any(|kind| matches!(kind, Kind::Curriculum | Kind::Framework))
        };
        if !file.broken() && !file.blocks.iter().any(|block| is_head(block)) {
            file.problems.push(Problem::of_file(
                validate::MISSING_KEY,
                Span::default(),
                || tr!("the file has neither a [curriculum] nor a [framework] table").into(),
                Some(tr!("begin it with `gradus = 1` and a [curriculum] table with an id and a title").into()),
            ));
        }
    }
}
