use std::path::{Component, Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::{Competency, CompetencyIx, Framework, FrameworkIx, Level, Strand, UnresolvedWhy};
use super::lookup::Site;
use super::{Builder, amount, items};
use crate::model::{Kind, Node, NodeRef, Role, schema};
use crate::tr;

/// What a plan may name as a framework.
struct Source<'t> {
    name: &'t str,
    path: PathBuf,
    stem: &'t str,
    id: Option<&'t str>,
    /// None where nothing could be read from it.
    framework: Option<FrameworkIx>,
    /// It has problems of its own, which are reported where they stand.
    troubled: bool,
}

#[derive(Default)]
pub(super) struct Sources<'t> {
    /// Relative paths start here.
    folder: PathBuf,
    all: Vec<Source<'t>>,
}

impl<'t> Sources<'t> {
    /// The most exact way of naming wins: a path, then a name, an id, and a file's name without its ending.
    fn find(&self, entry: &str) -> Option<&Source<'t>> {
        let path = normalised(&self.folder.join(entry));
        let stem = entry.strip_suffix(".toml");
        let below = normalised(Path::new(entry));
        let first = |matches: &dyn Fn(&Source<'t>) -> bool| self.all.iter().find(|source| matches(source));
        first(&|source| source.path == path)
            .or_else(|| first(&|source| source.name == entry))
            .or_else(|| first(&|source| source.id == Some(entry)))
            .or_else(|| first(&|source| source.stem == entry || (!source.stem.is_empty() && stem == Some(source.stem))))
            .or_else(|| first(&|source| is_end_of(&below, &source.path)))
    }

    fn names(&self) -> Vec<String> {
        self.all.iter().flat_map(|source| [source.id.unwrap_or(source.stem), source.name]).map(str::to_owned).collect()
    }
}

impl<'t> Builder<'t> {
    pub(super) fn read_frameworks(&mut self) {
        let main = self.tree.files.iter().find(|file| file.role == Role::Main).or(self.tree.files.first());
        self.sources.folder = main.and_then(|file| file.path.parent()).map(Path::to_path_buf).unwrap_or_default();
        let own = self.read_own_framework();
        for file in 0..self.tree.files.len() as u32 {
            if self.tree.file(file).role == Role::Framework {
                self.read_framework_file(file);
            }
        }
        self.read_replacements();
        if let Some(at) = self.made.at {
            self.made.plan_frameworks = self.frameworks_named_in(at);
        }
        if let Some(own) = own
            && !self.made.plan_frameworks.contains(&own)
        {
            self.made.plan_frameworks.push(own);
        }
    }

    /// The framework that the plan's own files hold, or that was opened by itself.
    fn read_own_framework(&mut self) -> Option<FrameworkIx> {
        let strands = self.roots_of_kind(Kind::Strand);
        let heads = self.roots_of_kind(Kind::Framework);
        let at = *heads.first().or(strands.first())?;
        let framework = self.add_framework(at, "", &strands);
        self.sources.all.push(Source {
            name: "",
            path: PathBuf::new(),
            stem: "",
            id: Some(self.made.framework(framework).id),
            framework: Some(framework),
            troubled: false,
        });
        Some(framework)
    }

    fn read_framework_file(&mut self, file: u32) {
        let contents = self.tree.file(file);
        let mut ids: FxHashMap<&'t str, NodeRef> = FxHashMap::default();
        let mut head = None;
        let mut strands = Vec::new();
        for at in self.tree.roots_of(file) {
            let node = self.node(at);
            match node.kind {
                Kind::Framework => head = head.or(Some(at)),
                Kind::Strand => strands.push(at),
                Kind::Requirement => self.made.requirements.push(at),
                _ => {}
            }
            if let (Kind::Strand | Kind::Requirement, Some(id)) = (node.kind, node.id()) {
                let first = *ids.entry(id).or_insert(at);
                if first == at {
                    self.lookup.framework_roots.entry(id).or_insert(at);
                } else {
                    self.duplicate(at, first, id);
                }
            }
        }
        let stem = contents.path.file_stem().and_then(|stem| stem.to_str()).unwrap_or(&contents.name);
        let framework = head.or(strands.first().copied()).map(|at| self.add_framework(at, stem, &strands));
        self.sources.all.push(Source {
            name: &contents.name,
            path: normalised(&contents.path),
            stem,
            id: framework.map(|framework| self.made.framework(framework).id),
            framework,
            troubled: !contents.problems.is_empty() || contents.blocks.iter().any(|block| !block.problems.is_empty()),
        });
    }

    fn add_framework(&mut self, at: NodeRef, fallback: &'t str, strands: &[NodeRef]) -> FrameworkIx {
        let index = FrameworkIx(self.made.frameworks.len() as u32);
        let node = self.node(at);
        let head = (node.kind == Kind::Framework).then_some(node);
        let id = head.and_then(Node::id).unwrap_or(fallback);
        let words: Vec<&'t str> = head
            .map(|head| items(head, "levels"))
            .unwrap_or_default()
            .iter()
            .filter_map(|word| word.value.as_str())
            .collect();
        let levels = if words.is_empty() { schema::DEFAULT_LEVELS.to_vec() } else { words };
        for (place, word) in levels.iter().enumerate() {
            self.lookup.levels.entry((index, word)).or_insert(level_at(place));
            self.lookup.level_words.insert(word);
        }
        let first = self.made.competencies.len() as u32;
        self.made.frameworks.push(Framework {
            at,
            id,
            title: head.map_or(id, |head| self.title(head)),
            levels,
            strands: Vec::new(),
            competencies: first..first,
        });
        match self.lookup.framework_ids.get(id).copied() {
            Some(other) => self.duplicate(at, self.made.framework(other).at, id),
            None => {
                self.lookup.framework_ids.insert(id, index);
            }
        }
        let mut seen: FxHashMap<&'t str, NodeRef> = FxHashMap::default();
        for (place, strand) in strands.iter().enumerate() {
            self.add_strand(index, place as u32, *strand, &mut seen);
        }
        self.made.frameworks[index.index()].competencies = first..self.made.competencies.len() as u32;
        index
    }

    fn add_strand(&mut self, framework: FrameworkIx, strand: u32, at: NodeRef, seen: &mut FxHashMap<&'t str, NodeRef>) {
        let first = self.made.competencies.len() as u32;
        for at in self.tree.children(at).filter(|at| self.tree.node(*at).kind == Kind::Competency) {
            let node = self.node(at);
            let id = node.id().unwrap_or_default();
            let index = CompetencyIx(self.made.competencies.len() as u32);
            if let Some(first) = seen.get(id).copied() {
                self.duplicate(at, first, id);
            } else if !id.is_empty() {
                seen.insert(id, at);
                self.lookup.competencies.entry(id).or_default().push(index);
            }
            let expect = self.expectations(framework, at);
            let statement = self.title(node);
            let until = node.value("until").and_then(|value| value.value.as_date());
            let competency = Competency { at, id, statement, framework, strand, expect, until, replaced_by: None };
            self.made.competencies.push(competency);
        }
        let node = self.node(at);
        let strand = Strand {
            at,
            id: node.id().unwrap_or_default(),
            title: self.title(node),
            weight: amount(node, "weight"),
            competencies: first..self.made.competencies.len() as u32,
        };
        self.made.frameworks[framework.index()].strands.push(strand);
    }

    fn expectations(&mut self, framework: FrameworkIx, at: NodeRef) -> Vec<(&'t str, Level)> {
        let table = self.node(at).value("expect").and_then(|value| value.value.as_table()).unwrap_or_default();
        let mut expectations = Vec::with_capacity(table.len());
        for (point, word) in table {
            let Some(text) = word.value.as_str() else { continue };
            if let Some(level) = self.lookup.levels.get(&(framework, text)) {
                expectations.push((point.value.as_str(), *level));
            } else {
                let suggestion = self.lookup.suggest(text, || self.made.framework(framework).levels.clone());
                let why = UnresolvedWhy::Unknown { wanted: tr!("level").into(), suggestion };
                self.lookup.list(Site { at, key: "expect" }, word.span, text, why);
            }
        }
        expectations
    }

    /// What has taken the place of competencies: once all of them are known.
    fn read_replacements(&mut self) {
        for index in 0..self.made.competencies.len() {
            let at = self.made.competencies[index].at;
            let Some(name) = self.node(at).value("replaced-by") else { continue };
            self.made.competencies[index].replaced_by =
                self.lookup.competency(&self.made, Site { at, key: "replaced-by" }, name);
        }
    }

    /// The frameworks that a plan or a track names.
    pub(super) fn frameworks_named_in(&mut self, at: NodeRef) -> Vec<FrameworkIx> {
        let mut named = Vec::new();
        let mut seen = FxHashSet::default();
        for entry in items(self.node(at), "frameworks") {
            let Some(text) = entry.value.as_str() else { continue };
            let source = self.sources.find(text);
            if let Some(framework) = source.and_then(|source| source.framework) {
                if seen.insert(framework) {
                    named.push(framework);
                }
                continue;
            }
            self.lookup.framework_missing = true;
            if source.is_none_or(|source| !source.troubled) {
                let suggestion = self.lookup.suggest(text, || self.sources.names());
                let why = UnresolvedWhy::Unknown { wanted: Kind::Framework.to_string(), suggestion };
                self.lookup.list(Site { at, key: "frameworks" }, entry.span, text, why);
            }
        }
        named
    }
}

/// The level of a word by its place on the scale; a scale longer than can be told apart ends level.
fn level_at(place: usize) -> Level {
    Level(u8::try_from(place + 1).unwrap_or(u8::MAX))
}

/// Without `.` and `..` as far as the text alone can tell.
fn normalised(path: &Path) -> PathBuf {
    let mut parts: Vec<Component<'_>> = Vec::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(parts.last(), Some(Component::Normal(_))) => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts.into_iter().collect()
}

/// Whether the named parts of `entry` are how `path` ends: files that were opened from elsewhere.
fn is_end_of(entry: &Path, path: &Path) -> bool {
    let named: PathBuf = entry.components().filter(|part| matches!(part, Component::Normal(_))).collect();
    named.components().count() > 0 && path.ends_with(named)
}
