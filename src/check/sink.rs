//! Where checks put what they find, and what every finding is given there.

use rustc_hash::FxHashMap;

use super::fingerprint::Fingerprint;
use super::places::Places;
use super::registry::Check;
use super::settings::Settings;
use super::shared::Shared;
use super::waive::{WaiverIx, Waivers};
use super::{Context, Finding, Fix, Severity, fix};
use crate::model::{Block, Location, NodeRef, Problem, Span, Tree};
use crate::text::Position;
use crate::tr;

/// What a check says; the sink adds the rest.
pub(super) struct Draft {
    place: Place,
    at: Option<NodeRef>,
    message: String,
    help: Option<String>,
    stage: Option<String>,
    path: Option<String>,
    detail: String,
    fix: Option<Fix>,
}

enum Place {
    Block { file: u32, block: u32, span: Span },
    File { file: u32, span: Span },
}

impl Draft {
    /// About a node, at a span of its block.
    pub(super) fn new(at: NodeRef, span: Span, message: impl Into<String>) -> Self {
        Self {
            place: Place::Block { file: at.file, block: at.block, span },
            at: Some(at),
            message: message.into(),
            help: None,
            stage: None,
            path: None,
            detail: String::new(),
            fix: None,
        }
    }

    /// About a node, shown at its header.
    pub(super) fn header(tree: &Tree, at: NodeRef, message: impl Into<String>) -> Self {
        Self::new(at, header_span(tree, at), message)
    }

    /// About a node, shown at one of its fields where it has it.
    pub(super) fn field(tree: &Tree, at: NodeRef, key: &str, message: impl Into<String>) -> Self {
        let span = tree.node(at).value(key).map_or_else(|| header_span(tree, at), |value| value.span);
        Self::new(at, span, message)
    }

    /// Shown at the header of another node.
    pub(super) fn shown_at(mut self, tree: &Tree, other: NodeRef) -> Self {
        self.place = Place::Block { file: other.file, block: other.block, span: header_span(tree, other) };
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(super) fn stage(mut self, stage: Option<&str>) -> Self {
        self.stage = stage.map(str::to_owned);
        self
    }

    pub(super) fn path(mut self, path: Option<String>) -> Self {
        self.path = path;
        self
    }

    /// What tells it from other findings of the same check about the same node; no place, no message.
    pub(super) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    pub(super) fn fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }
}

/// A header of its own, or the first line of what the node is written as.
fn header_span(tree: &Tree, at: NodeRef) -> Span {
    let span = tree.node(at).span;
    let text = tree.block(at).text.get(span.range()).unwrap_or_default();
    let line = text.lines().next().unwrap_or_default();
    Span { start: span.start, end: span.start + line.len() as u32 }
}

/// Where a block is not even TOML: that is reported, and nothing else about the same place. A handful at
/// most, for reading stops listing syntax errors after a few.
fn not_toml(block: &Block) -> Vec<Span> {
    let errors = block.problems.iter().filter(|problem| block.broken && problem.check == "syntax");
    errors.map(|problem| problem.span).collect()
}

pub(super) struct Sink<'a> {
    context: &'a Context<'a>,
    pub(super) settings: &'a Settings,
    pub(super) waivers: &'a Waivers<'a>,
    pub(super) shared: Shared,
    places: Places<'a>,
    current: Option<(&'static Check, Severity)>,
    begun: Vec<&'static str>,
    found: Vec<(Finding, Fingerprint)>,
}

impl<'a> Sink<'a> {
    pub(super) fn new(context: &'a Context<'a>, settings: &'a Settings, waivers: &'a Waivers<'a>) -> Self {
        Self {
            context,
            settings,
            waivers,
            shared: Shared::default(),
            places: Places::new(context.tree),
            current: None,
            begun: Vec::new(),
            found: Vec::new(),
        }
    }

    /// What is pushed from here on is found by this check.
    pub(super) fn begin(&mut self, check: &'static Check, severity: Severity) {
        self.current = Some((check, severity));
        if !check.compares() {
            self.begun.push(check.name);
        }
    }

    /// Whether a check has run before this one and has seen all that it is about.
    pub(super) fn has_run(&self, check: &str) -> bool {
        self.current.is_none_or(|(current, _)| current.name != check) && self.begun.contains(&check)
    }

    /// The waiver that excuses a finding of the running check about a node in a stage.
    pub(super) fn waiver(&self, at: NodeRef, stage: Option<&str>) -> Option<WaiverIx> {
        let (check, _) = self.current?;
        self.waivers.find(check.name, Some(at), &self.places.path(at), stage)
    }

    /// Where a node begins.
    pub(super) fn position(&mut self, at: NodeRef) -> Position {
        self.places.span(at.file, at.block, self.context.tree.node(at).span).0
    }

    /// The value of a setting of the running check.
    pub(super) fn setting(&self, name: &'static str) -> f64 {
        self.current.map_or(0.0, |(check, _)| self.settings.number(check, name))
    }

    pub(super) fn push(&mut self, draft: Draft) {
        let Some((check, severity)) = self.current else { return };
        if draft.at.is_some_and(|at| self.context.tree.block(at).broken) && !check.reads_broken_blocks() {
            return;
        }
        let (file, (start, end)) = match draft.place {
            Place::Block { file, block, span } => (file, self.places.span(file, block, span)),
            Place::File { file, span } => (file, self.places.file_span(file, span)),
        };
        let node = draft.at.map(|at| self.places.path(at)).unwrap_or_default();
        let subject = if draft.at.is_some() { &node } else { &self.context.tree.file(file).name };
        let fingerprint = Fingerprint::of(check.name, subject, &draft.detail);
        let (waived, expired) = self.waivers.excuse(check.name, draft.at, &node, draft.stage.as_deref());
        let help = match (draft.help, expired) {
            (Some(help), Some(expired)) => Some(tr!("{help}; {more}", help, more = expired)),
            (help, expired) => help.or(expired),
        };
        let finding = Finding {
            check: check.name,
            severity,
            message: draft.message,
            help,
            location: Location { file, start, end },
            at: draft.at,
            node,
            stage: draft.stage,
            path: draft.path,
            fingerprint: String::new(),
            waived,
            fix: draft.fix,
        };
        self.found.push((finding, fingerprint));
    }

    pub(super) fn push_all(&mut self, drafts: impl IntoIterator<Item = Draft>) {
        for draft in drafts {
            self.push(draft);
        }
    }

    /// Turns the problems of one name that reading the plan has found into findings.
    pub(super) fn push_problems(&mut self, name: &str) {
        let tree = self.context.tree;
        for (index, file) in tree.files.iter().enumerate() {
            let index = index as u32;
            for problem in file.problems.iter().filter(|problem| problem.check == name) {
                self.push(Draft {
                    place: Place::File { file: index, span: problem.span },
                    at: None,
                    message: problem.message.clone(),
                    help: problem.help.clone().filter(|help| !help.is_empty()),
                    stage: None,
                    path: None,
                    detail: problem.detail.clone().unwrap_or_default(),
                    fix: None,
                });
            }
            for (block, contents) in file.blocks.iter().enumerate() {
                let not_toml = if name == "syntax" { Vec::new() } else { not_toml(contents) };
                let is_wake = |span: Span| not_toml.iter().any(|at| at.start <= span.end && span.start <= at.end);
                let problems = contents.problems.iter().filter(|problem| problem.check == name);
                for problem in problems.filter(|problem| !is_wake(problem.span)) {
                    self.push_problem(index, block as u32, problem);
                }
            }
        }
        let (settings, waivers) = (self.settings, self.waivers);
        for (at, problem) in settings.problems.iter().chain(&waivers.problems) {
            if problem.check == name {
                self.push_problem(at.file, at.block, problem);
            }
        }
    }

    fn push_problem(&mut self, file: u32, block: u32, problem: &Problem) {
        let tree = self.context.tree;
        let within = &tree.file(file).blocks[block as usize];
        let node = problem.node.filter(|node| (*node as usize) < within.nodes.len());
        // A key that is there already cannot be what was meant.
        let is_taken = |key: &str| {
            problem.check == "unknown-key" && node.is_some_and(|node| within.nodes[node as usize].field(key).is_some())
        };
        let suggestion = problem.suggestion.as_ref().filter(|suggestion| !is_taken(&suggestion.replacement));
        let fix = suggestion.and_then(|meant| {
            let fix = fix::replace(tree, file, block, meant.span, &meant.replacement)?;
            Some(Fix { safe: fix::is_sure(within, meant), ..fix })
        });
        self.push(Draft {
            place: Place::Block { file, block, span: problem.span },
            at: node.map(|node| NodeRef { file, block, node }),
            message: problem.message.clone(),
            help: problem.help.clone().filter(|help| !help.is_empty()),
            stage: None,
            path: None,
            detail: within.text.get(problem.span.range()).unwrap_or_default().to_owned(),
            fix,
        });
    }

    /// Findings in the order of places, each with a fingerprint of its own.
    pub(super) fn finish(self) -> Vec<Finding> {
        let mut found = self.found;
        found.sort_by(|(a, _), (b, _)| {
            let key = |finding: &'_ Finding| (finding.location.file, finding.location.start);
            key(a).cmp(&key(b)).then_with(|| a.check.cmp(b.check)).then_with(|| a.node.cmp(&b.node))
        });
        let mut repeats: FxHashMap<Fingerprint, usize> = FxHashMap::default();
        let mut taken = rustc_hash::FxHashSet::default();
        found
            .into_iter()
            .map(|(mut finding, base)| {
                let count = repeats.entry(base).or_default();
                let mut fingerprint = if *count == 0 { base } else { base.repeated(*count) };
                *count += 1;
                while !taken.insert(fingerprint) {
                    fingerprint = base.repeated(*count);
                    *count += 1;
                }
                finding.fingerprint = fingerprint.to_string();
                finding
            })
            .collect()
    }
}
