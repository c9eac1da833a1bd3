//! Findings that appeared and went.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::{Matched, Side};
use crate::check::Finding;
use crate::model::NodeRef;

#[derive(Debug, Default, Serialize)]
pub struct FindingChanges<'a> {
    pub appeared: Vec<FindingChange<'a>>,
    pub gone: Vec<FindingChange<'a>>,
}

#[derive(Debug, Serialize)]
pub struct FindingChange<'a> {
    pub check: &'a str,
    pub severity: &'static str,
    pub message: &'a str,
    pub node: &'a str,
    pub file: &'a str,
    pub line: usize,
    pub fingerprint: &'a str,
    /// Of one that is gone because a waiver excuses it now: the waiver's reason.
    pub waived: Option<&'a str>,
}

/// A finding is the same where its fingerprint is; that of a renamed or moved node has another, so there it
/// is the same check about the same node. One that is waived counts as gone.
pub(super) fn of<'a>(matched: &Matched<'a>, before: Side<'a>, after: Side<'a>) -> FindingChanges<'a> {
    let standing = |side: Side<'a>| side.findings.iter().filter(|finding| finding.waived.is_none());
    let new: FxHashMap<&str, &Finding> =
        after.findings.iter().map(|finding| (finding.fingerprint.as_str(), finding)).collect();
    let old: FxHashMap<&str, &Finding> =
        standing(before).map(|finding| (finding.fingerprint.as_str(), finding)).collect();

    let stays = |finding: &Finding| new.get(finding.fingerprint.as_str()).is_some_and(|now| now.waived.is_none());
    let gone: Vec<&Finding> = standing(before).filter(|finding| !stays(finding)).collect();
    let appeared: Vec<&Finding> =
        standing(after).filter(|finding| !old.contains_key(finding.fingerprint.as_str())).collect();

    let mut followed: FxHashMap<(&str, NodeRef, Option<&str>), VecDeque<usize>> = FxHashMap::default();
    for (index, finding) in appeared.iter().enumerate() {
        if let Some(was) = finding.at.and_then(|at| matched.before(at)) {
            followed.entry((finding.check, was, finding.stage.as_deref())).or_default().push_back(index);
        }
    }
    let mut known = vec![false; appeared.len()];
    let mut changes = FindingChanges::default();
    for finding in gone {
        let waived = new.get(finding.fingerprint.as_str()).and_then(|now| now.waived.as_deref());
        let key = finding.at.map(|at| (finding.check, at, finding.stage.as_deref()));
        let same = key.and_then(|key| followed.get_mut(&key)).filter(|_| waived.is_none());
        match same.and_then(VecDeque::pop_front) {
            // The same check may find something else about a node of the same name.
            Some(index) if appeared[index].node != finding.node => known[index] = true,
            _ => changes.gone.push(told(before, finding, waived)),
        }
    }
    let appeared = appeared.into_iter().zip(known).filter(|(_, known)| !known);
    changes.appeared = appeared.map(|(finding, _)| told(after, finding, None)).collect();
    changes
}

fn told<'a>(side: Side<'a>, finding: &'a Finding, waived: Option<&'a str>) -> FindingChange<'a> {
    FindingChange {
        check: finding.check,
        severity: finding.severity.as_str(),
        message: &finding.message,
        node: &finding.node,
        file: &side.context.tree.file(finding.location.file).name,
        line: finding.location.start.line,
        fingerprint: &finding.fingerprint,
        waived,
    }
}
