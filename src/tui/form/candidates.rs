//! What can be picked for a field, collected when its picker opens.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::editor::covers::Scale;
use super::editor::picker::Entry;
use crate::check;
use crate::model::{Kind, NodeRef, Tree, Value, schema};
use crate::tr;

/// Nodes that are named by their id, of some kinds; those of `stage` first.
pub(super) fn named(tree: &Tree, language: Option<&str>, kinds: &[Kind], stage: Option<&str>) -> Vec<Entry> {
    let mut near = Vec::new();
    let mut far = Vec::new();
    let mut add = |at: NodeRef, owner: Option<&str>, of_stage: Option<&str>| {
        let node = tree.node(at);
        let Some(id) = node.id().filter(|_| kinds.contains(&node.kind)) else { return };
        let note = owner.or(of_stage).unwrap_or_else(|| if kinds.len() > 1 { node.kind.label() } else { "" });
        let entry = Entry { also: also(tree, at, language), ..Entry::new(id, title(tree, at, language), note) };
        if stage.is_some() && of_stage == stage { near.push(entry) } else { far.push(entry) }
    };
    for root in tree.roots() {
        let node = tree.node(root);
        let of_stage = match node.kind {
            Kind::Stage => node.id(),
            _ => node.str("stage"),
        };
        add(root, None, if node.kind == Kind::Stage { None } else { of_stage });
        if kinds.contains(&Kind::Elective) {
            for child in tree.children(root) {
                add(child, node.id(), of_stage);
            }
        }
    }
    near.append(&mut far);
    near
}

/// Competencies of all frameworks; qualified where two frameworks share an id.
pub(super) fn competencies(tree: &Tree, language: Option<&str>) -> Vec<Entry> {
    struct Found {
        at: NodeRef,
        framework: Arc<str>,
        words: Arc<[String]>,
        strand: Arc<str>,
    }
    let mut found: Vec<Found> = Vec::new();
    let mut count: FxHashMap<&str, usize> = FxHashMap::default();
    for file in 0..tree.files.len() as u32 {
        let framework = tree.roots_of(file).find(|at| tree.node(*at).kind == Kind::Framework);
        let name: Arc<str> = framework.and_then(|at| tree.node(at).id()).unwrap_or_default().into();
        let words: Arc<[String]> = scale(tree, framework).into();
        for strand in tree.roots_of(file).filter(|at| tree.node(*at).kind == Kind::Strand) {
            let note: Arc<str> = title(tree, strand, language).into();
            for at in tree.children(strand) {
                if let Some(id) = tree.node(at).id() {
                    *count.entry(id).or_default() += 1;
                    let (framework, words, strand) = (name.clone(), words.clone(), note.clone());
                    found.push(Found { at, framework, words, strand });
                }
            }
        }
    }
    let entry = |found: Found| {
        let id = tree.node(found.at).id()?;
        let shared = count.get(id).is_some_and(|count| *count > 1) && !found.framework.is_empty();
        let written = if shared { format!("{}:{id}", found.framework) } else { id.to_owned() };
        Some(Entry {
            also: also(tree, found.at, language),
            scale: Some(Scale::new(found.words)),
            ..Entry::new(written, title(tree, found.at, language), &*found.strand)
        })
    };
    found.into_iter().filter_map(entry).collect()
}

/// The words of a framework's scale.
fn scale(tree: &Tree, framework: Option<NodeRef>) -> Vec<String> {
    let own = framework.and_then(|at| tree.node(at).value("levels")).and_then(|levels| levels.value.as_array());
    match own {
        Some(levels) => levels.iter().filter_map(|level| level.value.as_str()).map(str::to_owned).collect(),
        None => schema::DEFAULT_LEVELS.map(str::to_owned).to_vec(),
    }
}

/// The words of all frameworks' scales, each once.
pub(super) fn levels(tree: &Tree) -> Vec<Entry> {
    let mut words: Vec<Entry> = Vec::new();
    for at in tree.roots().filter(|at| tree.node(*at).kind == Kind::Framework) {
        let name = tree.node(at).id().unwrap_or_default();
        let scale = scale(tree, Some(at));
        let count = scale.len();
        for (place, word) in scale.into_iter().enumerate() {
            if !words.iter().any(|entry| entry.id == word) {
                words.push(Entry::new(word, tr!("{place} of {count}", place = place + 1, count), name));
            }
        }
    }
    words
}

/// Words to choose from.
pub(super) fn words(words: &[&str]) -> Vec<Entry> {
    words.iter().map(|word| Entry::new(*word, "", "")).collect()
}

/// Names of checks.
pub(super) fn checks() -> Vec<Entry> {
    check::all().iter().map(|check| Entry::new(check.name, check.shown_summary(), check.family.as_str())).collect()
}

/// Languages of the plan's texts: its own, then others that its head and its stages use, then usual ones.
pub(super) fn languages(tree: &Tree, without: &[String]) -> Vec<Entry> {
    let mut tags: Vec<&str> = tree.language().into_iter().collect();
    for at in tree.roots() {
        for field in &tree.node(at).fields {
            let is_text = schema::spec(tree.node(at).kind).key(&field.key.value).map(|key| key.ty);
            if is_text == Some(schema::Type::Text) {
                let entries = field.value.value.as_table().unwrap_or_default();
                for (tag, _) in entries {
                    // A plan has a handful of languages: the list stays short whatever its size.
                    if tags.len() < 16 && !tags.contains(&tag.value.as_str()) {
                        tags.push(&tag.value);
                    }
                }
            }
        }
    }
    for usual in ["en", "zh", "de", "es", "fr", "ja", "ko", "pt"] {
        if !tags.contains(&usual) {
            tags.push(usual);
        }
    }
    tags.retain(|tag| !without.iter().any(|other| other == tag));
    tags.into_iter().map(|tag| Entry::new(tag, language_name(tag), "")).collect()
}

fn language_name(tag: &str) -> &'static str {
    match tag.split('-').next().unwrap_or_default() {
        "en" => "English",
        "zh" => "中文 Chinese",
        "de" => "Deutsch German",
        "es" => "español Spanish",
        "fr" => "français French",
        "ja" => "日本語 Japanese",
        "ko" => "한국어 Korean",
        "pt" => "português Portuguese",
        _ => "",
    }
}

/// Outcomes of a course and what holds them, by their paths within it.
pub(super) fn outcomes_within(tree: &Tree, course: NodeRef, language: Option<&str>) -> Vec<Entry> {
    let mut entries = Vec::new();
    below(tree, course, "", &mut |at, path| {
        if matches!(tree.node(at).kind, Kind::Unit | Kind::Outcome) {
            entries.push(entry_of(tree, at, path, language));
        }
    });
    entries
}

/// Outcomes of all courses and what holds them, by their full paths.
pub(super) fn outcomes(tree: &Tree, language: Option<&str>) -> Vec<Entry> {
    everything(tree, language, &[Kind::Course, Kind::Unit, Kind::Outcome])
}

/// Every node, by its path; competencies by their id.
pub(super) fn nodes(tree: &Tree, language: Option<&str>) -> Vec<Entry> {
    let mut kinds = Kind::ALL.to_vec();
    kinds.retain(|kind| !matches!(kind, Kind::Root | Kind::Checks | Kind::Curriculum | Kind::Framework | Kind::Waiver));
    everything(tree, language, &kinds)
}

fn everything(tree: &Tree, language: Option<&str>, kinds: &[Kind]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut nameless = 0;
    for root in tree.roots() {
        let path = segment(tree, root, &mut nameless);
        let mut add = |at: NodeRef, path: &str| {
            if kinds.contains(&tree.node(at).kind) {
                let path =
                    if tree.node(at).kind == Kind::Competency { tree.node(at).id().unwrap_or(path) } else { path };
                entries.push(entry_of(tree, at, path, language));
            }
        };
        add(root, &path);
        below(tree, root, &path, &mut add);
    }
    entries
}

fn entry_of(tree: &Tree, at: NodeRef, path: &str, language: Option<&str>) -> Entry {
    let note = tree.node(at).kind.label();
    Entry { also: also(tree, at, language), ..Entry::new(path, title(tree, at, language), note) }
}

/// Calls `visit` for all nodes below `at` with their paths. Nodes nest only as deep as the grammar lets them.
pub(super) fn below(tree: &Tree, at: NodeRef, prefix: &str, visit: &mut dyn FnMut(NodeRef, &str)) {
    let mut nameless = 0;
    for child in tree.children(at) {
        let segment = segment(tree, child, &mut nameless);
        let path = if prefix.is_empty() { segment } else { format!("{prefix}/{segment}") };
        visit(child, &path);
        below(tree, child, &path, visit);
    }
}

/// As [`Tree::segment`], counting nameless siblings on the way instead of anew for each.
fn segment(tree: &Tree, at: NodeRef, nameless: &mut usize) -> String {
    let node = tree.node(at);
    match node.id() {
        Some(id) => id.to_owned(),
        None if schema::spec(node.kind).many => {
            *nameless += 1;
            format!("#{nameless}")
        }
        None => node.kind.key().to_owned(),
    }
}

fn title(tree: &Tree, at: NodeRef, language: Option<&str>) -> String {
    tree.node(at).title(language).unwrap_or_default().to_owned()
}

/// Its title in other languages, and its code.
fn also(tree: &Tree, at: NodeRef, language: Option<&str>) -> String {
    let node = tree.node(at);
    let shown = node.title(language);
    let mut also = node.str("code").unwrap_or_default().to_owned();
    for key in ["title", "text", "statement"] {
        for (_, text) in node.value(key).and_then(|value| value.value.as_table()).unwrap_or_default() {
            if let Some(text) = text.value.as_str().filter(|text| Some(*text) != shown) {
                also.push(' ');
                also.push_str(text);
            }
        }
    }
    also
}

/// Entries with those that stand in the field already: known ones as they are written there, unknown
/// ones added. Gives the entries and the places of those that stand there, in their order.
pub(super) fn with_present(mut entries: Vec<Entry>, present: Vec<Entry>) -> (Vec<Entry>, Vec<u32>) {
    let places: FxHashMap<String, u32> =
        entries.iter().enumerate().map(|(place, entry)| (entry.id.clone(), place as u32)).collect();
    let bare: FxHashMap<String, u32> =
        places.iter().filter_map(|(id, place)| id.split_once(':').map(|(_, bare)| (bare.to_owned(), *place))).collect();
    let mut picked: Vec<u32> = Vec::new();
    let mut taken = vec![false; entries.len()];
    for entry in present {
        let known = entry.value.as_str().or_else(|| id_of(&entry.value)).and_then(|id| {
            let unqualified = id.split_once(':').map_or(id, |(_, bare)| bare);
            places.get(id).or_else(|| places.get(unqualified)).or_else(|| bare.get(id))
        });
        match known {
            Some(place) if !std::mem::replace(&mut taken[*place as usize], true) => {
                let slot = &mut entries[*place as usize];
                slot.value = entry.value;
                slot.scale = match (slot.scale.take(), entry.scale) {
                    (Some(own), Some(written)) => Some(own.at(written.level())),
                    (own, _) => own,
                };
                slot.id = entry.id;
                picked.push(*place);
            }
            _ => {
                picked.push(entries.len() as u32);
                entries.push(entry);
            }
        }
    }
    (entries, picked)
}

/// The id that an entry names, where that is all it names but for a level or a term.
pub(super) fn id_of(value: &Value) -> Option<&str> {
    value.get("id")?.value.as_str()
}

/// Ids and titles that may stand in a field of this type, for typing them; none where they are not names.
pub(in crate::tui) fn for_type(tree: &Tree, ty: schema::Type, language: Option<&str>) -> Vec<(String, String)> {
    use schema::Type;
    let entries = match ty {
        Type::Choice(choices) | Type::OpenChoice(choices) => words(choices),
        Type::Level => levels(tree),
        Type::Covers => competencies(tree, language),
        Type::Ref(kinds) | Type::Refs(kinds) | Type::RefOrRefs(kinds) => named(tree, language, kinds, None),
        Type::Requires | Type::Alongside => named(tree, language, &[Kind::Course], None),
        Type::Bool => words(&["true", "false"]),
        _ => Vec::new(),
    };
    entries.into_iter().map(|entry| (entry.id, entry.title)).collect()
}
