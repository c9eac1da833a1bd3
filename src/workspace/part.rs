//! A file that is part of a plan, and the plan that it is part of.

use std::path::{Path, PathBuf};

use super::open::{self, MAIN_FILE};
use super::source::real;
use super::{read, source};
use crate::model::{Kind, Role, Tree};
use crate::parse;

/// The main file of the nearest plan upward that includes `path`; none where the file says itself what
/// plan or framework it is.
pub fn plan_of(path: &Path) -> Option<PathBuf> {
    if !path.is_file() || path.file_name().is_some_and(|name| name == MAIN_FILE) {
        return None;
    }
    let full = real(path);
    let (depth, main) = full.ancestors().enumerate().skip(1).find_map(|(depth, folder)| {
        let main = folder.join(MAIN_FILE);
        let inside = full.strip_prefix(folder).ok()?.components();
        let inside: Vec<_> = inside.map(|part| part.as_os_str().to_string_lossy()).collect();
        (main.is_file() && includes(&main, &inside.join("/"))).then_some((depth, main))
    })?;
    if is_whole(path) {
        return None;
    }
    // As the user spells it, where that leads there too.
    let spelled = path.ancestors().nth(depth).map(|folder| source::normal(&folder.join(MAIN_FILE)));
    Some(spelled.filter(|spelled| real(spelled) == main).unwrap_or(main))
}

/// The file of a tree that lies at `path`.
pub fn file_at(tree: &Tree, path: &Path) -> Option<u32> {
    let wanted = real(path);
    let found = tree.files.iter().position(|file| file.role != Role::Framework && real(&file.path) == wanted)?;
    u32::try_from(found).ok()
}

fn includes(main: &Path, name: &str) -> bool {
    let Ok(text) = read::text(main) else { return false };
    let file = parse::file(MAIN_FILE, main, Role::Main, &text);
    open::patterns(&file).iter().any(|pattern| open::matcher(pattern).is_ok_and(|matcher| matcher.is_match(name)))
}

/// Whether a file is a plan or a framework by itself.
fn is_whole(path: &Path) -> bool {
    let Ok(text) = read::text(path) else { return false };
    let file = parse::file("", source::normal(path), Role::Included, &text);
    let mut nodes = file.blocks.iter().flat_map(|block| &block.nodes);
    nodes.any(|node| matches!(node.kind, Kind::Curriculum | Kind::Framework))
}
