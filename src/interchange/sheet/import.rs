//! What a sheet brings to a plan: what is new, what was missing, what differs, what cannot be taken; and carrying it out.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::cell::{Cell, Sheet};
use super::columns::{Field, Mapping};
use super::planner;
use super::resolve::Names;
use crate::edit::{Destination, Op, Session, Subtree};
use crate::model::{Kind, NodeRef, Tree};
use crate::progress::Progress;
use crate::tr;

/// What the rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetKind {
    Course,
    Outcome,
}

impl SheetKind {
    pub fn node(self) -> Kind {
        match self {
            Self::Course => Kind::Course,
            Self::Outcome => Kind::Outcome,
        }
    }
}

#[derive(Debug, Clone)]
pub struct Options {
    pub kind: SheetKind,
    /// Whether the sheet's values take the place of those of the plan.
    pub overwrite: bool,
    /// Whether an empty cell of course or unit means the one above.
    pub fill_down: bool,
    /// Values of fields that no column has, or whose cell is empty.
    pub fixed: Vec<(Field, Cell)>,
}

/// A row that is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub row: u32,
    pub why: String,
}

/// A field that says one thing in the plan and another in the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub row: u32,
    pub path: String,
    pub key: String,
    pub plan: String,
    pub sheet: String,
}

impl Difference {
    /// In words, as the plan will have it where the sheet's values take the place of its own.
    pub fn told(&self, overwrite: bool) -> String {
        let Self { path, key, plan, sheet, .. } = self;
        if overwrite {
            format!("{path} {key}: {plan} → {sheet}")
        } else {
            tr!("{path} {key}: {plan} | in the sheet: {sheet}", path, key, plan, sheet)
        }
    }
}

/// What a sheet brings to a plan.
#[derive(Debug, Clone, Default)]
pub struct Import {
    /// Row and name of what is new.
    pub added: Vec<(u32, String)>,
    /// Row, path, and fields that were empty.
    pub filled: Vec<(u32, String, Vec<String>)>,
    /// Fields that differ: overwritten, or left as they are.
    pub different: Vec<Difference>,
    pub unchanged: usize,
    pub refused: Vec<Refusal>,
    /// Fields that rows were refused for want of, and that could be named for all rows.
    pub lacks: BTreeSet<&'static str>,
    pub(super) sets: Vec<(u32, Vec<Op>)>,
    pub(super) additions: Vec<Addition>,
    pub(super) overwrite: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Addition {
    pub(super) rows: Vec<u32>,
    pub(super) subtree: Subtree,
    /// None: at the root.
    pub(super) into: Option<NodeRef>,
}

impl Import {
    /// Holds the rows below the header against a plan.
    pub fn of(sheet: &Sheet, mapping: &Mapping, tree: &Tree, options: &Options) -> Self {
        Self::of_telling(sheet, mapping, tree, options, &Progress::default())
    }

    /// The same, telling how far it is; what is cancelled ends with the rows until then.
    pub fn of_telling(sheet: &Sheet, mapping: &Mapping, tree: &Tree, options: &Options, progress: &Progress) -> Self {
        planner::plan(sheet, mapping, tree, options, progress)
    }

    /// How many courses or outcomes become new or others by it.
    pub fn taken(&self) -> usize {
        let mut rows: FxHashSet<u32> = self.added.iter().map(|(row, _)| *row).collect();
        rows.extend(self.filled.iter().map(|(row, ..)| *row));
        if self.overwrite {
            rows.extend(self.different.iter().map(|difference| difference.row));
        }
        rows.len()
    }

    /// Whether the plan says all of it already.
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty() && self.additions.is_empty()
    }

    /// Carries the changes out, as one change of the session. A row that the plan cannot take becomes a refused one.
    pub fn carry_out(&mut self, session: &mut Session) {
        self.carry_out_telling(session, &Progress::default());
    }

    /// The same, telling how far it is; what is cancelled is done in part, in a session that nobody wants then.
    pub fn carry_out_telling(&mut self, session: &mut Session, progress: &Progress) {
        progress.begin("Trying it out… {done} of {of} changes", self.sets.len() + self.additions.len());
        let (sets, mut additions) = (std::mem::take(&mut self.sets), std::mem::take(&mut self.additions));
        if sets.is_empty() && additions.is_empty() {
            return;
        }
        let mut refused: FxHashMap<u32, String> = FxHashMap::default();
        let files = Files::of(session.tree());
        let label = tr!("Import").to_owned();
        let carried = session.apply_many(label.clone(), |steps| {
            // Fields leave every node where it is.
            for (row, ops) in sets.into_iter().take_while(|_| !progress.is_cancelled()) {
                progress.step();
                if let Err(error) = steps.apply(&Op::Batch { label: label.clone(), ops }) {
                    refused.insert(row, error.to_string());
                }
            }
            // What goes into a node moves only what stands after it: so from the end. At the root it moves nothing.
            additions.sort_by_key(|addition| std::cmp::Reverse(addition.into));
            for addition in additions.into_iter().take_while(|_| !progress.is_cancelled()) {
                progress.step();
                let to = match addition.into {
                    Some(at) => Destination::Into(at),
                    None => Destination::File(files.of_stage(&addition.subtree)),
                };
                if let Err(error) = steps.apply(&Op::Add { subtree: addition.subtree, to }) {
                    refused.extend(addition.rows.iter().map(|row| (*row, error.to_string())));
                }
            }
            Ok(())
        });
        if let Err(error) = carried {
            let rows = self.added.iter().map(|(row, _)| *row).chain(self.filled.iter().map(|(row, ..)| *row));
            refused.extend(rows.map(|row| (row, error.to_string())));
        }
        self.refuse(refused);
        self.refused.sort_by_key(|refusal| refusal.row);
    }

    fn refuse(&mut self, refused: FxHashMap<u32, String>) {
        self.added.retain(|(row, _)| !refused.contains_key(row));
        self.filled.retain(|(row, ..)| !refused.contains_key(row));
        self.different.retain(|difference| !refused.contains_key(&difference.row));
        self.refused.extend(refused.into_iter().map(|(row, why)| Refusal { row, why }));
    }
}

/// Why a value cannot be that of a field in every row, if so.
pub fn refused_value(tree: &Tree, kind: SheetKind, field: &Field, value: &str) -> Option<String> {
    let (names, cell) = (Names::of(tree), Cell::Text(value.to_owned()));
    match field {
        Field::Course if names.find(Kind::Course, value).is_none() => Some(names.unknown(Kind::Course, value)),
        Field::Course | Field::Unit => None,
        Field::Key(key, _) => names.value(kind.node(), key, &cell).err(),
    }
}

/// The files that courses stand in.
struct Files {
    of_stages: FxHashMap<Option<String>, u32>,
    last: u32,
}

impl Files {
    fn of(tree: &Tree) -> Self {
        let mut files = Self { of_stages: FxHashMap::default(), last: 0 };
        let courses = tree.roots().filter(|at| tree.node(*at).kind == Kind::Course && tree.file(at.file).editable());
        for at in courses {
            files.of_stages.insert(tree.node(at).str("stage").map(str::to_owned), at.file);
            files.last = at.file;
        }
        files
    }

    /// Where the courses of the same stage stand, or else any.
    fn of_stage(&self, subtree: &Subtree) -> u32 {
        let stage = subtree.fields.iter().find(|(key, _)| key == "stage").and_then(|(_, value)| value.as_str());
        self.of_stages.get(&stage.map(str::to_owned)).copied().unwrap_or(self.last)
    }
}
