//! A plan held against an earlier state of itself. Nothing here reads a disk: trees come in.

use super::{Against, Model};
use crate::check::{self, Context};
use crate::diff::{Altered, Diff, Pairing, Part, Side, revert};
use crate::edit::Op;
use crate::model::{Curriculum, Date, Tree};
use crate::tr;

/// A revision as it was read.
#[derive(Debug, Clone)]
pub(crate) struct Base {
    /// In full.
    pub(crate) commit: String,
    pub(crate) tree: Tree,
}

/// What the background is to compare.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) generation: u64,
    pub(crate) against: Against,
    pub(crate) now: Tree,
    pub(crate) saved: Tree,
    /// Revisions that were read already.
    pub(crate) known: Vec<Base>,
    /// That titles are shown in.
    pub(crate) language: Option<String>,
}

/// What came of a request.
#[derive(Debug)]
pub(crate) struct Compared {
    pub(crate) against: Against,
    pub(crate) outcome: Result<Box<Comparison>, String>,
    /// The revision that was read for it.
    pub(crate) base: Option<Base>,
}

/// All that changed, with what it takes to take it back.
#[derive(Debug)]
pub(crate) struct Comparison {
    /// Of the plan as it is now.
    pub(crate) generation: u64,
    pub(crate) model: Model,
    base: Tree,
    pairs: Pairing,
    altered: Vec<Altered>,
}

impl Request {
    /// Compares with the saved files, or with the revision read.
    pub(crate) fn compared(self, base: Result<Option<Base>, String>, today: Option<Date>) -> Compared {
        let against = self.against.clone();
        match base {
            Ok(base) => {
                let tree = base.as_ref().map_or_else(|| self.saved.clone(), |base| base.tree.clone());
                let outcome =
                    Ok(Box::new(Comparison::of(self.generation, tree, &self.now, self.language.as_deref(), today)));
                Compared { against, outcome, base }
            }
            Err(why) => Compared { against, outcome: Err(why), base: None },
        }
    }
}

impl Comparison {
    pub(crate) fn of(generation: u64, base: Tree, now: &Tree, language: Option<&str>, today: Option<Date>) -> Self {
        let (model, altered, pairs) = {
            let (old, new) = (Curriculum::of(&base), Curriculum::of(now));
            let (mut old, mut new) = (Context::new(&old), Context::new(&new));
            (old.today, new.today) = (today, today);
            let (old_findings, new_findings) = (check::run(&old), check::run(&new));
            let diff = Diff::of(
                Side { context: &old, findings: &old_findings },
                Side { context: &new, findings: &new_findings },
            );
            let language = language.or_else(|| now.language());
            let altered: Vec<Altered> = diff.changes.iter().map(Altered::of).collect();
            (Model::of(&diff, &base, now, language), altered, diff.pairs)
        };
        Self { generation, model, base, pairs, altered }
    }

    /// The operation that takes a change back, or a part of it, on the tree that was compared.
    pub(crate) fn revert(&self, now: &Tree, change: usize, part: &super::Part, label: String) -> Result<Op, String> {
        let altered = self.altered.get(change).ok_or_else(|| tr!("it is not there any more").to_owned())?;
        let part = match part {
            super::Part::Whole => Part::Whole,
            super::Part::Field(key) => Part::Field(key),
            super::Part::Name => Part::Name,
            super::Part::Place => Part::Place,
        };
        revert(&self.base, now, &self.pairs, altered, part, label)
    }
}
