use rustc_hash::{FxHashMap, FxHashSet};

use super::super::{CompetencyIx, Curriculum, FrameworkIx, Level, Unresolved, UnresolvedWhy};
use crate::model::{Kind, NodeRef, Span, Spanned, Value};
use crate::text::closest;
use crate::tr;

/// References without a target that are offered a near one; a file with thousands needs another cure.
const SUGGESTIONS: usize = 200;
/// Names compared for suggestions in all, so that a large plan with many bad references stays quick.
const COMPARISONS: usize = 50_000;

/// Where a reference stands.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    pub at: NodeRef,
    pub key: &'a str,
}

/// Names to things, and what was looked up in vain.
#[derive(Default)]
pub(super) struct Lookup<'t> {
    pub by_kind: FxHashMap<(Kind, &'t str), NodeRef>,
    /// Competencies by id, at most one per framework.
    pub competencies: FxHashMap<&'t str, Vec<CompetencyIx>>,
    pub framework_ids: FxHashMap<&'t str, FrameworkIx>,
    pub levels: FxHashMap<(FrameworkIx, &'t str), Level>,
    pub level_words: FxHashSet<&'t str>,
    /// Roots of framework files, which are in no namespace of the plan.
    pub framework_roots: FxHashMap<&'t str, NodeRef>,
    /// A framework that the plan names could not be read: what may stand in it is not called unknown.
    pub framework_missing: bool,
    pub unresolved: Vec<Unresolved>,
    suggestions: usize,
    comparisons: usize,
}

impl<'t> Lookup<'t> {
    /// Lists a reference that names nothing of the wanted kinds at the root of the plan.
    pub(super) fn miss(&mut self, made: &Curriculum<'t>, site: Site<'_>, reference: &Spanned<Value>, kinds: &[Kind]) {
        let Some(text) = reference.value.as_str() else { return };
        let wanted = kinds.iter().map(Kind::to_string).collect::<Vec<_>>().join(tr!(" or "));
        let found = made.ids.get(text).copied().or_else(|| self.framework_roots.get(text).copied());
        let why = if let Some(found) = found {
            UnresolvedWhy::WrongKind { wanted, found: made.tree.node(found).kind }
        } else {
            let suggestion = self.suggest(text, || ids_of_kinds(made, kinds));
            UnresolvedWhy::Unknown { wanted, suggestion }
        };
        self.list(site, reference.span, text, why);
    }

    pub(super) fn list(&mut self, site: Site<'_>, span: Span, text: &str, why: UnresolvedWhy) {
        self.unresolved.push(Unresolved { at: site.at, span, key: site.key.to_owned(), text: text.to_owned(), why });
    }

    /// The nearest of the candidates, as long as suggestions are still worth their time.
    pub(super) fn suggest<S: AsRef<str>>(&mut self, word: &str, candidates: impl FnOnce() -> Vec<S>) -> Option<String> {
        if self.suggestions >= SUGGESTIONS || self.comparisons >= COMPARISONS {
            return None;
        }
        let candidates = candidates();
        self.suggestions += 1;
        self.comparisons += candidates.len();
        closest(word, candidates.iter().map(AsRef::as_ref)).map(str::to_owned)
    }

    /// The competency that `GEN-1` or `framework:GEN-1` names; lists it where there is none.
    pub(super) fn competency(
        &mut self,
        made: &Curriculum<'t>,
        site: Site<'_>,
        reference: &Spanned<Value>,
    ) -> Option<CompetencyIx> {
        let text = reference.value.as_str()?;
        let why = match self.find_competency(made, text) {
            Ok(found) => return Some(found),
            Err(candidates) if !candidates.is_empty() => UnresolvedWhy::Ambiguous { candidates },
            Err(_) => {
                let found = made.ids.get(text).or_else(|| self.framework_roots.get(text)).copied();
                let wanted = Kind::Competency.label().to_owned();
                if let Some(found) = found {
                    UnresolvedWhy::WrongKind { wanted, found: made.tree.node(found).kind }
                } else if self.framework_missing {
                    return None;
                } else {
                    let suggestion = self.suggest_competency(made, text);
                    UnresolvedWhy::Unknown { wanted, suggestion }
                }
            }
        };
        self.list(site, reference.span, text, why);
        None
    }

    /// As [`Lookup::competency`], silently: the error names the candidates where there are several.
    pub(super) fn find_competency(&self, made: &Curriculum<'t>, text: &str) -> Result<CompetencyIx, Vec<String>> {
        if let Some((framework, id)) = text.split_once(':') {
            let framework = self.framework_ids.get(framework).ok_or_else(Vec::new)?;
            let found = self.competencies.get(id).into_iter().flatten();
            return found
                .copied()
                .find(|competency| made.competency(*competency).framework == *framework)
                .ok_or_else(Vec::new);
        }
        match self.competencies.get(text).map(Vec::as_slice) {
            Some([one]) => Ok(*one),
            Some(several) => Err(several.iter().map(|competency| qualified(made, *competency)).collect()),
            None => Err(Vec::new()),
        }
    }

    fn suggest_competency(&mut self, made: &Curriculum<'t>, text: &str) -> Option<String> {
        if text.contains(':') {
            return self.suggest(text, || made.competency_ids().map(|each| qualified(made, each)).collect());
        }
        let near = self.suggest(text, || made.competencies.iter().map(|each| each.id).collect())?;
        match self.competencies.get(near.as_str()).map(Vec::as_slice) {
            Some([first, _, ..]) => Some(qualified(made, *first)),
            _ => Some(near),
        }
    }

    /// Lists a word that is on no scale of the plan.
    pub(super) fn check_level(&mut self, made: &Curriculum<'t>, site: Site<'_>, word: &Spanned<Value>) {
        let Some(text) = word.value.as_str() else { return };
        if self.level_words.contains(text) || self.framework_missing || made.frameworks.is_empty() {
            return;
        }
        let suggestion = self
            .suggest(text, || made.frameworks.iter().flat_map(|framework| framework.levels.iter().copied()).collect());
        self.list(site, word.span, text, UnresolvedWhy::Unknown { wanted: tr!("level").into(), suggestion });
    }
}

fn qualified(made: &Curriculum<'_>, competency: CompetencyIx) -> String {
    let competency = made.competency(competency);
    format!("{}:{}", made.framework(competency.framework).id, competency.id)
}

/// Ids at the root of the plan, in the order of files and text.
fn ids_of_kinds<'t>(made: &Curriculum<'t>, kinds: &[Kind]) -> Vec<&'t str> {
    let mut found: Vec<(NodeRef, &str)> = made
        .ids
        .iter()
        .filter(|(_, at)| kinds.contains(&made.tree.node(**at).kind))
        .map(|(id, at)| (*at, *id))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, id)| id).collect()
}
