//! From a path to a tree: the main file, what it includes, the frameworks it names.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use globset::{GlobBuilder, GlobMatcher};

use super::read::{ReadError, Unfit};
use super::source::{Disk, Source, normal};
use super::{OpenError, builtin};
use crate::model::{Block, File, Kind, Problem, Role, Span, Tree, Value};
use crate::parse;
use crate::progress::Progress;
use crate::text::{closest, visible};
use crate::tr;

/// The file that makes a folder a plan.
pub const MAIN_FILE: &str = "curriculum.toml";
/// A plan has tens of files, not thousands.
const MOST_FILES: usize = 10_000;

/// The main file that a path means.
pub(super) fn main_file(path: &Path) -> Result<PathBuf, OpenError> {
    let shown = path.display().to_string();
    let about = std::fs::metadata(path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => OpenError::NoPlan { path: shown.clone() },
        _ => OpenError::Io { path: shown.clone(), source },
    })?;
    if !about.is_dir() {
        return Ok(path.to_owned());
    }
    let main = path.join(MAIN_FILE);
    if main.is_file() { Ok(main) } else { Err(OpenError::NoPlan { path: shown }) }
}

/// Reads a plan from where its files are: the disk, or a revision.
pub(super) fn from(source: &dyn Source, main: &Path, progress: &Progress) -> Result<Tree, OpenError> {
    progress.begin("Reading the plan…", 0);
    let shown = main.display().to_string();
    let text = source.text(main).map_err(|error| match error {
        ReadError::Io(source) => OpenError::Io { path: shown.clone(), source },
        ReadError::Unfit(why) => OpenError::Unreadable { path: shown.clone(), why: why.to_string() },
    })?;
    let folder = main.parent().unwrap_or(Path::new("")).to_owned();
    let name = main.file_name().map_or_else(|| shown.clone(), |name| name.to_string_lossy().into_owned());
    let mut files = vec![parse::file(name, main, Role::Main, &text)];
    includes(source, &mut files, &folder, progress);
    if progress.is_cancelled() {
        return Err(OpenError::Cancelled);
    }
    let mut tree = Tree { files: files.into_iter().map(Arc::new).collect() };
    frameworks(source, &mut tree, Some(&folder));
    Ok(tree)
}

/// Adds a framework that the plan does not name, by a built-in name or a path; gives its file.
pub(super) fn beside(tree: &mut Tree, name: &str) -> Result<u32, OpenError> {
    let file = if let Some(shipped) = builtin::framework(name) {
        shipped
    } else {
        let path = Path::new(name);
        let text = super::read::text(path).map_err(|error| match error {
            ReadError::Io(source) => OpenError::Io { path: name.to_owned(), source },
            ReadError::Unfit(why) => OpenError::Unreadable { path: name.to_owned(), why: why.to_string() },
        })?;
        Arc::new(parse::file(name, path, Role::Framework, &text))
    };
    tree.files.push(file);
    Ok(tree.files.len() as u32 - 1)
}

/// A plan of one text, with built-in frameworks at hand and no folder around it.
pub(super) fn from_text(name: &str, text: &str) -> Tree {
    let mut tree = parse::tree_from_text(name, text);
    frameworks(&Disk, &mut tree, None);
    tree
}

/// A plan of one text that is to stand in a folder: frameworks are found from there.
pub(super) fn to_begin(folder: &Path, text: &str) -> Tree {
    let mut tree = parse::tree_from_text(MAIN_FILE, text);
    frameworks(&Disk, &mut tree, Some(folder));
    tree
}

/// The built-in example.
pub(super) fn example() -> Tree {
    let files = builtin::EXAMPLE_FILES.iter().enumerate().map(|(index, (name, text))| {
        let role = if index == 0 { Role::Main } else { Role::Included };
        Arc::new(parse::file(*name, Path::new(builtin::EXAMPLE).join(name), role, text))
    });
    let mut tree = Tree { files: files.collect() };
    frameworks(&Disk, &mut tree, None);
    tree
}

/// A list of strings in a root table of a file, with the place of each in the file.
fn string_list(file: &File, kind: Kind, key: &str) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    for (index, block) in file.blocks.iter().enumerate() {
        let start = file.block_start(index as u32);
        for root in block.roots.iter().map(|root| &block.nodes[*root as usize]).filter(|node| node.kind == kind) {
            let Some(value) = root.value(key) else { continue };
            found.extend(Value::one_or_many(value).iter().filter_map(|item| {
                let text = item.value.as_str()?.to_owned();
                Some((text, Span::new(item.span.range().start + start, item.span.range().end + start)))
            }));
        }
    }
    found
}

/// What a main file includes.
pub(super) fn patterns(main: &File) -> Vec<String> {
    string_list(main, Kind::Curriculum, "include").into_iter().map(|(pattern, _)| pattern).collect()
}

fn problem(check: &'static str, span: Span, say: impl Fn() -> String, help: &str) -> Problem {
    Problem::of_file(check, span, say, (!help.is_empty()).then(|| help.to_owned()))
}

/// Adds the files that the main file includes.
fn includes(source: &dyn Source, files: &mut Vec<File>, folder: &Path, progress: &Progress) {
    let patterns = string_list(&files[0], Kind::Curriculum, "include");
    let main_name = files[0].name.clone();
    let is_plan_folder = main_name == MAIN_FILE;
    if patterns.is_empty() && !is_plan_folder {
        return;
    }
    let mut problems = Vec::new();
    let at_hand = source.toml_files(folder);
    let mut wanted: BTreeSet<&str> = BTreeSet::new();
    for (pattern, span) in &patterns {
        match matcher(pattern) {
            Err(_) => problems.push(problem(
                "invalid-value",
                *span,
                || {
                    let why = matcher(pattern).err().unwrap_or_default();
                    tr!("{pattern} cannot be included: {why}", pattern = format!("{:?}", visible(pattern)), why)
                },
                tr!("include files of the plan's own folder, such as \"stages/*.toml\""),
            )),
            Ok(matcher) => {
                let before = wanted.len();
                let mut only_main = false;
                for path in at_hand.iter().filter(|path| matcher.is_match(path)) {
                    if *path == main_name {
                        only_main = true;
                    } else {
                        wanted.insert(path);
                    }
                }
                let matched = wanted.len() > before || at_hand.iter().any(|path| matcher.is_match(path));
                if only_main && wanted.len() == before && !pattern.contains(['*', '?', '[', '{']) {
                    problems.push(problem(
                        "invalid-value",
                        *span,
                        || tr!("the file includes itself").into(),
                        tr!("remove this entry"),
                    ));
                } else if !matched {
                    let nearest = closest(pattern, at_hand.iter().map(String::as_str));
                    problems.push(problem(
                        "unknown-reference",
                        *span,
                        || {
                            let pattern = format!("{:?}", visible(pattern));
                            tr!("{pattern} matches no file in the plan's folder", pattern)
                        },
                        &nearest
                            .map(|nearest| tr!("did you mean {nearest}?", nearest = format!("{nearest:?}")))
                            .unwrap_or_default(),
                    ));
                }
            }
        }
    }
    if wanted.len() > MOST_FILES {
        let (_, span) = patterns[0];
        problems.push(problem(
            "invalid-value",
            span,
            || tr!("{count} files are included; the first {most} are read", count = wanted.len(), most = MOST_FILES),
            "",
        ));
    }
    let wanted_files = wanted.len().min(MOST_FILES);
    progress.begin("Reading… {done} of {of} files", wanted_files + 1);
    progress.step();
    let read = wanted.iter().take(wanted_files).take_while(|_| !progress.is_cancelled()).map(|name| {
        let file = included_file(source, folder, name);
        progress.step();
        file
    });
    let included: Vec<File> = read.collect();
    if progress.is_cancelled() {
        return;
    }
    if is_plan_folder {
        let unlisted = at_hand.iter().filter(|path| **path != main_name && !wanted.contains(path.as_str()));
        let named = frameworks_named(&files[0], included.iter());
        for path in unlisted.filter(|path| !named.iter().any(|name| normal(Path::new(name)) == normal(Path::new(path))))
        {
            if looks_like_ours(source, &folder.join(path)) {
                problems.push(problem(
                    "unlisted-file",
                    Span::default(),
                    || {
                        let file = format!("{:?}", visible(path));
                        tr!(
                            "{file} lies in the plan's folder, but no include lists it: it is not part of the plan",
                            file
                        )
                    },
                    tr!("add it to `include` in [curriculum], or move it elsewhere"),
                ));
            }
        }
    }
    files[0].problems.extend(problems);
    files.extend(included);
}

fn included_file(source: &dyn Source, folder: &Path, name: &str) -> File {
    let path = folder.join(name);
    if source.leaves(folder, &path) {
        return unreadable(name, &path, Role::Included, &Unfit::LeavesThePlan);
    }
    match source.text(&path) {
        Ok(text) => parse::file(name, &path, Role::Included, &text),
        Err(ReadError::Io(error)) => unreadable(name, &path, Role::Included, &error),
        Err(ReadError::Unfit(why)) => unreadable(name, &path, Role::Included, &why),
    }
}

/// A file whose text cannot be had: it stands in the tree, empty, so that the plan shows why.
fn unreadable(name: &str, path: &Path, role: Role, why: &dyn Display) -> File {
    let empty = Block { broken: true, ..parse::block("", true, role) };
    let mut file =
        File::new(name.to_owned(), path.to_owned(), role, false, crate::text::LineEnding::Lf, vec![Arc::new(empty)]);
    file.problems.push(problem("syntax", Span::default(), || tr!("the file cannot be read: {why}", why), ""));
    file
}

pub(super) fn matcher(pattern: &str) -> Result<GlobMatcher, String> {
    if pattern.is_empty() {
        return Err(tr!("it is empty").into());
    }
    let path = Path::new(pattern);
    if path.is_absolute() || path.components().any(|part| matches!(part, Component::ParentDir | Component::Prefix(_))) {
        return Err(tr!("it leaves the plan's folder").into());
    }
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    GlobBuilder::new(pattern)
        .literal_separator(true)
        .build()
        .map(|glob| glob.compile_matcher())
        .map_err(|error| error.kind().to_string())
}

/// Whether a TOML file seems to be meant for gradus.
fn looks_like_ours(source: &dyn Source, path: &Path) -> bool {
    let Ok(text) = source.text(path) else { return false };
    text.lines().any(|line| {
        let line = line.trim_start();
        line.starts_with("gradus") && line.trim_start_matches("gradus").trim_start().starts_with('=')
            || line
                .strip_prefix("[[")
                .and_then(|rest| rest.split(['.', ']']).next())
                .is_some_and(|key| crate::model::schema::spec(Kind::Root).child(key.trim()).is_some())
    })
}

fn frameworks_named<'f>(main: &'f File, included: impl Iterator<Item = &'f File>) -> Vec<String> {
    let mut named: Vec<String> =
        string_list(main, Kind::Curriculum, "frameworks").into_iter().map(|(name, _)| name).collect();
    for file in std::iter::once(main).chain(included) {
        named.extend(string_list(file, Kind::Track, "frameworks").into_iter().map(|(name, _)| name));
    }
    named.sort();
    named.dedup();
    named
}

/// Adds the frameworks that the plan or one of its tracks names. One that cannot be found stays out:
/// the reference is reported as unknown.
fn frameworks(source: &dyn Source, tree: &mut Tree, folder: Option<&Path>) {
    const MOST: usize = 100;
    let plan: Vec<Arc<File>> = tree.files.clone();
    let Some((main, included)) = plan.split_first() else { return };
    for name in frameworks_named(main, included.iter().map(Arc::as_ref)).into_iter().take(MOST) {
        let is_path = name.contains(['/', '\\']) || Path::new(&name).extension().is_some_and(|e| e == "toml");
        if is_path {
            let (Some(folder), true) = (folder, Path::new(&name).is_relative()) else { continue };
            let path = source.beside(folder, &name);
            if tree.files.iter().any(|file| source.same(&file.path, &path)) {
                continue;
            }
            match source.text(&path) {
                Ok(text) => tree.files.push(Arc::new(parse::file(name, path, Role::Framework, &text))),
                Err(ReadError::Io(error)) if error.kind() == io::ErrorKind::NotFound => {}
                Err(ReadError::Io(error)) => {
                    tree.files.push(Arc::new(unreadable(&name, &path, Role::Framework, &error)));
                }
                Err(ReadError::Unfit(why)) => {
                    tree.files.push(Arc::new(unreadable(&name, &path, Role::Framework, &why)));
                }
            }
        } else if !(0..plan.len() as u32).any(|file| tree.framework_id(file) == Some(name.as_str())) {
            tree.files.extend(builtin::framework(&name));
        }
    }
}
