//! The operation that takes one change back: a node, or one field of it, as it was before.

use super::carry::{Carrier, inside};
use super::pairing::Pairing;
use super::{Change, Move};
use crate::edit::Op;
use crate::model::{Kind, NodeRef, Tree, Value};
use crate::text::visible;
use crate::tr;

/// What happened to a node, kept apart from the comparison that found it.
#[derive(Debug, Clone, PartialEq)]
pub struct Altered {
    pub before: Option<NodeRef>,
    pub after: Option<NodeRef>,
    /// The fields that changed, each with the value to go back to.
    pub fields: Vec<(String, Option<Value>)>,
    pub renamed: bool,
    /// To another node, file or place among its siblings.
    pub moved: bool,
}

impl Altered {
    pub fn of(change: &Change<'_>) -> Self {
        let (before, after) = change.nodes;
        let fields = change.fields.iter().map(|field| {
            let value = field.followed.clone().or_else(|| field.before.map(|value| value.0.clone()));
            (field.key.clone(), value)
        });
        let moved = change.moved.iter().any(|how| !matches!(how, Move::Placement { .. }));
        Self { before, after, fields: fields.collect(), renamed: change.renamed.is_some(), moved }
    }
}

/// How much of a change is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'k> {
    Whole,
    Field(&'k str),
    Name,
    Place,
}

/// What makes a node of the plan now what it was before, as one operation; or why that cannot be.
pub fn revert(
    before: &Tree,
    now: &Tree,
    pairs: &Pairing,
    altered: &Altered,
    part: Part<'_>,
    label: String,
) -> Result<Op, String> {
    let mut carrier = Carrier::new(before, now.clone(), pairs);
    match (altered.before, altered.after) {
        (Some(was), None) => carrier.add(was, true)?,
        (None, Some(is)) => {
            if let Some(guest) = inside(now, is).find(|at| pairs.before(*at).is_some()) {
                let name = visible(&now.segment(guest)).into_owned();
                return Err(tr!("{name} moved into it and would go with it: revert that first", name));
            }
            carrier.remove(is)?;
        }
        (Some(was), Some(_)) => changed(&mut carrier, was, altered, part)?,
        (None, None) => {}
    }
    let ops = carrier.trail.into_ops();
    if ops.is_empty() {
        return Err(tr!("it is as it was already").to_owned());
    }
    Ok(Op::Batch { label, ops })
}

fn changed(carrier: &mut Carrier<'_>, was: NodeRef, altered: &Altered, part: Part<'_>) -> Result<(), String> {
    let is_file = carrier.source.node(was).kind == Kind::Root;
    let place = |carrier: &mut Carrier<'_>| {
        if is_file {
            return Err(tr!("a file gets its name outside of gradus").to_owned());
        }
        carrier.place(was)
    };
    match part {
        Part::Field(wanted) => {
            let field = altered.fields.iter().find(|(key, _)| key == wanted);
            let (key, value) = field.ok_or_else(|| tr!("it is as it was already").to_owned())?;
            carrier.set_field(was, key, value.as_ref())
        }
        Part::Name => carrier.rename(was),
        Part::Place => place(carrier),
        Part::Whole => {
            for (key, value) in &altered.fields {
                carrier.set_field(was, key, value.as_ref())?;
            }
            if altered.renamed && altered.moved {
                // The old name may be taken where it is now, or the new one where it goes.
                return carrier.rename(was).and_then(|()| place(carrier)).or_else(|_| {
                    place(carrier)?;
                    carrier.rename(was)
                });
            }
            if altered.renamed {
                carrier.rename(was)?;
            }
            if altered.moved {
                place(carrier)?;
            }
            Ok(())
        }
    }
}
