//! Findings that are known: what was accepted once, so that only what is new counts.

use std::path::Path;

use anyhow::{Context, bail};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::checked::Checked;
use crate::check::Finding;
use crate::report::pretty;
use crate::tr;

const VERSION: u32 = 1;

/// A file of known findings. `gradus check --format json` writes more of each, which is not looked at.
#[derive(Debug, Serialize, Deserialize)]
struct Listing {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Entry {
    /// Id of the plan; none in an older file, or where the plan has none: then it stands for any.
    #[serde(default)]
    plan: Option<String>,
    /// For those who read the file: the fingerprint says it all.
    #[serde(default)]
    check: String,
    #[serde(default)]
    node: Option<String>,
    fingerprint: String,
}

#[derive(Debug)]
pub(super) struct Baseline {
    entries: Vec<Entry>,
    known: FxHashSet<(Option<String>, String)>,
}

impl Baseline {
    pub(super) fn of(all: &[Checked]) -> Self {
        Self::new(all.iter().flat_map(|checked| entries(checked.id.as_deref(), &checked.findings)).collect())
    }

    pub(super) fn of_one(plan: Option<&str>, findings: &[Finding]) -> Self {
        Self::new(entries(plan, findings).collect())
    }

    /// In an order that does not change when lines of the plan do, so that the file changes as little as
    /// the findings.
    fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort();
        let known = entries.iter().map(|entry| (entry.plan.clone(), entry.fingerprint.clone())).collect();
        Self { entries, known }
    }

    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let shown = path.display();
        let text = std::fs::read_to_string(path).with_context(|| format!("{shown}"))?;
        let listing: Listing = serde_json::from_str(&text).map_err(|why| {
            let message =
                tr!("{file}: {why}; a baseline is written by --write-baseline or --format json", file = shown, why);
            anyhow::anyhow!(message)
        })?;
        if listing.version != VERSION {
            bail!(tr!(
                "{file}: version {version} of a baseline is not known here; a baseline is written by --write-baseline or --format json",
                file = shown,
                version = listing.version
            ));
        }
        Ok(Self::new(listing.findings))
    }

    pub(super) fn write(&self, path: &Path) -> anyhow::Result<()> {
        let listing = Listing { version: VERSION, findings: self.entries.clone() };
        crate::workspace::write_output(path, pretty(&listing).as_bytes()).with_context(|| path.display().to_string())
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn knows(&self, plan: Option<&str>, finding: &Finding) -> bool {
        let knows = |plan: Option<&str>| self.known.contains(&(plan.map(str::to_owned), finding.fingerprint.clone()));
        knows(plan) || knows(None)
    }
}

fn entries<'f>(plan: Option<&'f str>, findings: &'f [Finding]) -> impl Iterator<Item = Entry> + use<'f> {
    findings.iter().map(move |finding| Entry {
        plan: plan.map(str::to_owned),
        check: finding.check.to_owned(),
        node: Some(finding.node.clone()).filter(|node| !node.is_empty()),
        fingerprint: finding.fingerprint.clone(),
    })
}
