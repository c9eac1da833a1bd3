//! Carrying out fixes: in passes, each on what the one before left, until none is left.

use std::collections::BTreeMap;

use anyhow::Context as _;
use rustc_hash::{FxHashMap, FxHashSet};
use similar::TextDiff;

use super::checked::{Checked, Checker};
use crate::check::{Finding, Fix};
use crate::cli::{Shell, plan, say};
use crate::edit::{Destination, EditError, Op, Session};
use crate::model::{File, NodeRef};
use crate::text::visible_block;
use crate::tr;
use crate::workspace::Origin;

/// What a fix brings to light is fixed in the next pass; nothing sensible takes so many.
const MOST_PASSES: usize = 100;
/// Lines of a diff around a change.
const CONTEXT: usize = 3;

/// Applies fixes, saves the plan, and looks at it again.
pub(super) fn fix(checked: &mut Checked, checker: &Checker, suggestions: bool) -> anyhow::Result<()> {
    let Origin::Disk(main) = checked.plan.workspace.origin.clone() else {
        anyhow::bail!(tr!(
            "{plan}: only a plan on disk can be fixed; --diff shows what would change",
            plan = checked.shown
        ));
    };
    let mended = Mended::of(checked, checker, suggestions);
    if !mended.done.is_empty() {
        checked.plan.workspace.save(mended.session.tree(), false).context(tr!("nothing was fixed"))?;
        for label in &mended.done {
            say(&tr!("fixed: {what}", what = label));
        }
        // What the plan includes and the frameworks it names may have changed with it.
        checked.look_again(plan::open_quietly(Some(&main))?, checker);
    }
    mended.tell_refused();
    Ok(())
}

/// What [`fix`] would write, as a unified diff.
pub(super) fn preview(checked: &Checked, checker: &Checker, suggestions: bool, shell: Shell) -> String {
    let mended = Mended::of(checked, checker, suggestions);
    let mut text = String::new();
    for index in mended.session.dirty_files() {
        let (old, new) = (bytes_of(checked.file(index)), bytes_of(mended.session.tree().file(index)));
        // A tab ends a name with spaces, as git writes it.
        let path = checked.path_of(index);
        let path = format!("{}{}", path.trim_start_matches('/'), if path.contains(' ') { "\t" } else { "" });
        let diff = TextDiff::from_lines(&old, &new);
        let mut unified = diff.unified_diff();
        unified.context_radius(CONTEXT).header(&format!("a/{path}"), &format!("b/{path}"));
        text.push_str(&unified.to_string());
    }
    mended.tell_refused();
    // Another program gets the very bytes, so that it can apply them.
    if shell.terminal { visible_block(&text).into_owned() } else { text }
}

fn bytes_of(file: &File) -> String {
    if file.bom { format!("\u{feff}{}", file.text()) } else { file.text() }
}

/// A plan with its fixes carried out, nothing of it saved.
struct Mended {
    session: Session,
    done: Vec<String>,
    refused: Vec<String>,
}

impl Mended {
    fn of(checked: &Checked, checker: &Checker, suggestions: bool) -> Self {
        let mut mended =
            Self { session: Session::new(checked.plan.tree.clone()), done: Vec::new(), refused: Vec::new() };
        let mut tried: FxHashSet<String> = FxHashSet::default();
        let mut findings = checked.findings.clone();
        for _ in 0..MOST_PASSES {
            let mut fixes: Vec<Candidate<'_>> = findings
                .iter()
                .enumerate()
                .filter(|(_, finding)| finding.waived.is_none() && !tried.contains(&finding.fingerprint))
                .filter_map(|(at, finding)| {
                    Some(Candidate { at, finding, fix: finding.fix.as_ref()?, touches: Vec::new() })
                })
                .filter(|candidate| candidate.fix.safe || suggestions)
                .map(|candidate| Candidate { touches: touches(&candidate.fix.op), ..candidate })
                .collect();
            if fixes.is_empty() {
                return mended;
            }
            // From the end, so that what is still to come stands where it stood.
            fixes.sort_by(|a, b| b.touches.cmp(&a.touches));
            let mut pass = Pass { checked, mended: &mut mended, tried: &mut tried, done: Vec::new() };
            pass.run(&fixes);
            let mut done = pass.done;
            done.sort_by_key(|(at, _)| *at);
            mended.done.extend(done.into_iter().map(|(_, label)| label));
            (findings, _) = checked.find(mended.session.tree(), checker);
        }
        mended
    }

    fn tell_refused(&self) {
        for refused in &self.refused {
            say(&tr!("not fixed: {what}", what = refused));
        }
    }
}

/// A fix that may be made in a pass.
struct Candidate<'f> {
    /// Place among the findings.
    at: usize,
    finding: &'f Finding,
    fix: &'f Fix,
    touches: Vec<Touch>,
}

/// As many fixes as do not get into each other's way, from the end of each file to its start.
struct Pass<'p> {
    checked: &'p Checked,
    mended: &'p mut Mended,
    tried: &'p mut FxHashSet<String>,
    done: Vec<(usize, String)>,
}

impl Pass<'_> {
    fn run(&mut self, fixes: &[Candidate<'_>]) {
        let mut lowest: FxHashMap<u32, Touch> = FxHashMap::default();
        let mut texts: BTreeMap<u32, Vec<&Candidate<'_>>> = BTreeMap::new();
        for candidate in fixes.iter().filter(|candidate| matches!(candidate.fix.op, Op::Text { .. })) {
            for touch in &candidate.touches {
                if lowest.get(&touch.file).is_none_or(|lowest| touch.is_clear_of(lowest)) {
                    lowest.insert(touch.file, *touch);
                    texts.entry(touch.file).or_default().push(candidate);
                }
            }
        }
        for (file, candidates) in texts {
            self.words(file, &candidates);
        }
        for candidate in fixes.iter().filter(|candidate| !matches!(candidate.fix.op, Op::Text { .. })) {
            let clear = |touch: &Touch| lowest.get(&touch.file).is_none_or(|lowest| touch.is_clear_of(lowest));
            if candidate.touches.iter().all(clear) {
                let applied = self.mended.session.apply(&candidate.fix.op).map(drop);
                self.note(candidate, applied);
                for touch in &candidate.touches {
                    let lowest = lowest.entry(touch.file).or_insert(*touch);
                    *lowest = (*lowest).min(*touch);
                }
            }
        }
    }

    /// Makes fixes that replace words of a file in one go. A whole file is read to see that nothing else has
    /// changed, so they are not made one by one; but where all together cannot be, each half is tried.
    fn words(&mut self, file: u32, candidates: &[&Candidate<'_>]) {
        let edits = candidates.iter().filter_map(|candidate| match &candidate.fix.op {
            Op::Text { edits, .. } => Some(edits.clone()),
            _ => None,
        });
        let op = Op::Text { file, edits: edits.flatten().collect() };
        let all = Fix { label: String::new(), op, safe: true };
        let applied = match all.refusal(self.mended.session.tree()) {
            Some(refusal) => Err(refusal),
            None => self.mended.session.apply(&all.op).map(drop),
        };
        if applied.is_err() && candidates.len() > 1 {
            let (later, earlier) = candidates.split_at(candidates.len() / 2);
            self.words(file, later);
            self.words(file, earlier);
            return;
        }
        for candidate in candidates {
            self.note(candidate, applied.clone());
        }
    }

    fn note(&mut self, candidate: &Candidate<'_>, applied: Result<(), EditError>) {
        let Candidate { at, finding, fix, .. } = candidate;
        // One that does not help is not tried again.
        self.tried.insert(finding.fingerprint.clone());
        let place = format!("{}:{}", self.checked.path_of(finding.location.file), finding.location.start.line);
        match applied {
            Ok(()) => self.done.push((*at, format!("{place}: {}", fix.label))),
            Err(refused) => self.mended.refused.push(format!("{place}: {}: {refused}", fix.label)),
        }
    }
}

/// A part of a file that an operation names or changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Touch {
    file: u32,
    /// In blocks; where the operation is text, in bytes of the file.
    from: (u32, usize),
    to: (u32, usize),
    text: bool,
}

impl Touch {
    fn node(at: NodeRef) -> Self {
        let place = (at.block, at.node as usize);
        Self { file: at.file, from: place, to: place, text: false }
    }

    /// Whether it stands wholly before what was touched already. Places in bytes and places of nodes cannot
    /// be compared; what stands in one node may not be either.
    fn is_clear_of(&self, lowest: &Self) -> bool {
        self.text == lowest.text && self.to < lowest.from
    }
}

fn touches(op: &Op) -> Vec<Touch> {
    let mut touches = match op {
        Op::Text { file, edits } => {
            let from = edits.iter().map(|edit| edit.range.start).min().unwrap_or_default();
            let to = edits.iter().map(|edit| edit.range.end).max().unwrap_or_default();
            vec![Touch { file: *file, from: (0, from), to: (0, to), text: true }]
        }
        Op::Batch { ops, .. } => ops.iter().flat_map(touches).collect(),
        // A rename may reach anywhere.
        Op::Rename { at, .. } => vec![destination(Destination::File(at.file))],
        Op::Set { at, .. } | Op::Unset { at, .. } | Op::Remove { at } | Op::Map { at, .. } | Op::Unmap { at, .. } => {
            vec![Touch::node(*at)]
        }
        Op::Add { to, .. } | Op::Paste { to, .. } => vec![destination(*to)],
        Op::Move { at, to } => vec![Touch::node(*at), destination(*to)],
    };
    // The last first: that is where it stands in the order of fixes.
    touches.sort_by(|a, b| b.cmp(a));
    touches
}

fn destination(to: Destination) -> Touch {
    match to {
        Destination::Into(at) | Destination::Before(at) | Destination::After(at) => Touch::node(at),
        Destination::File(file) => Touch { file, from: (0, 0), to: (u32::MAX, usize::MAX), text: false },
    }
}
