//! Waivers: findings that the plan accepts, each with its reason.

use std::cell::RefCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::words::quoted;
use super::{Context, registry};
use crate::model::curriculum::Waiver;
use crate::model::{Kind, NodeRef, Problem, Suggestion, Tree};
use crate::text::closest;
use crate::tr;

/// Place in the curriculum's waivers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct WaiverIx(usize);

/// The plan's waivers by what they excuse, so that a finding looks up its own path and those above it.
pub(super) struct Waivers<'a> {
    context: &'a Context<'a>,
    by_target: FxHashMap<Target<'a>, Excuses>,
    /// Per file, the id of the framework it holds.
    frameworks: Vec<Option<&'a str>>,
    /// Those that some finding fell under, whether or not they still hold.
    used: RefCell<FxHashSet<WaiverIx>>,
    /// Waivers that name no check there is.
    pub(super) problems: Vec<(NodeRef, Problem)>,
}

#[derive(PartialEq, Eq, Hash)]
struct Target<'a> {
    check: &'a str,
    /// Empty: the whole plan.
    path: String,
    /// By id; none: everywhere.
    stage: Option<&'a str>,
}

/// The first waiver of a target that is in force, and the first that has ended.
#[derive(Default)]
struct Excuses {
    in_force: Option<WaiverIx>,
    ended: Option<WaiverIx>,
}

impl<'a> Waivers<'a> {
    pub(super) fn of(context: &'a Context<'a>) -> Self {
        let mut by_target: FxHashMap<Target<'_>, Excuses> = FxHashMap::default();
        let mut problems = Vec::new();
        for (index, waiver) in context.curriculum.waivers.iter().enumerate() {
            let node = context.tree.node(waiver.at);
            if registry::named(waiver.check).is_none() {
                problems.extend(unknown_check(context.tree, waiver));
                continue;
            }
            // What is written but leads nowhere must not widen the waiver to everything.
            let astray = (node.value("stage").is_some() && waiver.stage.is_none())
                || (node.value("at").is_some() && waiver.target.is_none());
            if astray {
                continue;
            }
            let path = plain(waiver.target.unwrap_or_default());
            let stage = waiver.stage.map(|stage| context.curriculum.stage(stage).id);
            let excuses = by_target.entry(Target { check: waiver.check, path, stage }).or_default();
            let ended = context.today.is_some_and(|today| waiver.until.is_some_and(|until| until < today));
            let place = if ended { &mut excuses.ended } else { &mut excuses.in_force };
            place.get_or_insert(WaiverIx(index));
        }
        let files = 0..context.tree.files.len() as u32;
        let frameworks = files.map(|file| context.tree.framework_id(file)).collect();
        Self { context, by_target, frameworks, used: RefCell::default(), problems }
    }

    /// The waiver in force that excuses a finding.
    pub(super) fn find(&self, check: &str, at: Option<NodeRef>, path: &str, stage: Option<&str>) -> Option<WaiverIx> {
        self.matching(check, at, path, stage).0
    }

    /// The reason that excuses a finding; or, where a waiver once did, a sentence that says so.
    pub(super) fn excuse(
        &self,
        check: &str,
        at: Option<NodeRef>,
        path: &str,
        stage: Option<&str>,
    ) -> (Option<String>, Option<String>) {
        let waiver = |index: WaiverIx| &self.context.curriculum.waivers[index.0];
        match self.matching(check, at, path, stage) {
            (Some(index), _) => (Some(waiver(index).why.unwrap_or(tr!("no reason given")).to_owned()), None),
            (None, ended) => {
                let until = ended.and_then(|index| waiver(index).until);
                (None, until.map(|until| tr!("a waiver for it ended on {until}", until)))
            }
        }
    }

    /// The first waiver in force, and the first that has ended.
    fn matching(
        &self,
        check: &str,
        at: Option<NodeRef>,
        path: &str,
        stage: Option<&str>,
    ) -> (Option<WaiverIx>, Option<WaiverIx>) {
        if self.by_target.is_empty() {
            return (None, None);
        }
        let earlier = |a: Option<WaiverIx>, b: Option<WaiverIx>| a.into_iter().chain(b).min();
        let mut found = (None, None);
        for path in self.targets(at, path) {
            let everywhere = Target { check, path, stage: None };
            let here = stage.map(|_| Target { check, path: everywhere.path.clone(), stage });
            for excuses in [Some(everywhere), here].into_iter().flatten().filter_map(|key| self.by_target.get(&key)) {
                found = (earlier(found.0, excuses.in_force), earlier(found.1, excuses.ended));
                self.used.borrow_mut().extend(excuses.in_force.into_iter().chain(excuses.ended));
            }
        }
        found
    }

    /// Whether a finding so far fell under the waiver at this place of the curriculum's.
    pub(super) fn is_used(&self, waiver: usize) -> bool {
        self.used.borrow().contains(&WaiverIx(waiver))
    }

    /// Every way to name a node or something it stands in.
    fn targets(&self, at: Option<NodeRef>, path: &str) -> Vec<String> {
        let tree = self.context.tree;
        let mut targets = vec![String::new()];
        targets.extend(path.match_indices('/').map(|(end, _)| path[..end].to_owned()));
        if !path.is_empty() {
            targets.push(path.to_owned());
        }
        let Some(at) = at.filter(|at| matches!(tree.node(*at).kind, Kind::Competency | Kind::Strand)) else {
            return targets;
        };
        if let Some(framework) = self.frameworks.get(at.file as usize).copied().flatten() {
            targets.push(framework.to_owned());
            targets.push(format!("{framework}:{path}"));
        }
        if let Some(strand) = tree.parent(at).and_then(|parent| tree.node(parent).id()) {
            targets.push(strand.to_owned());
            targets.push(format!("{strand}/{path}"));
        }
        targets
    }
}

/// A path without empty segments.
fn plain(path: &str) -> String {
    path.split('/').filter(|segment| !segment.is_empty()).collect::<Vec<_>>().join("/")
}

fn unknown_check(tree: &Tree, waiver: &Waiver<'_>) -> Option<(NodeRef, Problem)> {
    let value = tree.node(waiver.at).value("check").filter(|value| value.value.as_str().is_some())?;
    let nearest = closest(waiver.check, registry::all().iter().map(|check| check.name));
    let problem = Problem {
        check: "invalid-value",
        message: tr!("there is no check {name}", name = quoted(waiver.check)),
        span: value.span,
        node: Some(waiver.at.node),
        help: Some(match nearest {
            Some(nearest) => tr!("did you mean {nearest}?", nearest = quoted(nearest)),
            None => tr!("`gradus explain` lists all checks").into(),
        }),
        suggestion: nearest.map(|nearest| Suggestion { span: value.span, replacement: format!("\"{nearest}\"") }),
        detail: None,
    };
    Some((waiver.at, problem))
}
