use super::super::{CompetencyIx, Crossing, FrameworkIx, Relation, UnresolvedWhy};
use super::Builder;
use super::lookup::Site;
use crate::model::{Kind, NodeRef, Role, Spanned, Value};
use crate::tr;

/// Where an end of an entry leads.
enum End {
    Known(CompetencyIx),
    /// To a framework that is not at hand: nobody can tell whether it has such a competency.
    Elsewhere,
    /// Nowhere, and listed so.
    Nowhere,
}

impl Builder<'_> {
    pub(super) fn read_crosswalk(&mut self) {
        let written: Vec<NodeRef> =
            self.tree.roots().filter(|at| self.tree.node(*at).kind == Kind::Crosswalk).collect();
        for at in written {
            self.add_crossing(at);
        }
    }

    fn add_crossing(&mut self, at: NodeRef) {
        let node = self.node(at);
        let ends = ["from", "to"].map(|key| node.value(key).map(|value| self.end(at, key, value)));
        let [Some(End::Known(from)), Some(End::Known(to))] = ends else { return };
        if let Some(word) = node.value("level") {
            self.check_cap(at, word, [from, to]);
        }
        let Some(relation) = node.str("relation").and_then(Relation::parse) else { return };
        self.made.crosswalk.push(Crossing {
            at,
            from,
            to,
            relation,
            level: node.str("level"),
            note: node.value("note").and_then(|note| note.value.in_language(self.made.language)),
        });
    }

    fn end(&mut self, at: NodeRef, key: &str, value: &Spanned<Value>) -> End {
        let Some(text) = value.value.as_str() else { return End::Nowhere };
        if let Some((framework, _)) = text.split_once(':')
            && !self.lookup.framework_ids.contains_key(framework)
        {
            return End::Elsewhere;
        }
        if let Some(own) = self.own_competency(at, text) {
            return End::Known(own);
        }
        self.lookup.competency(&self.made, Site { at, key }, value).map_or(End::Nowhere, End::Known)
    }

    /// In the file of a framework, an id by itself is one of its own first.
    fn own_competency(&self, at: NodeRef, id: &str) -> Option<CompetencyIx> {
        if self.tree.file(at.file).role != Role::Framework {
            return None;
        }
        let own = self.made.frameworks.iter().position(|framework| framework.at.file == at.file)?;
        let named = self.lookup.competencies.get(id)?;
        named.iter().copied().find(|competency| self.made.competency(*competency).framework.index() == own)
    }

    /// Lists a level that neither scale has.
    fn check_cap(&mut self, at: NodeRef, word: &Spanned<Value>, ends: [CompetencyIx; 2]) {
        let Some(text) = word.value.as_str() else { return };
        let frameworks: [FrameworkIx; 2] = ends.map(|end| self.made.competency(end).framework);
        if frameworks.iter().any(|framework| self.lookup.levels.contains_key(&(*framework, text))) {
            return;
        }
        let words = || frameworks.iter().flat_map(|at| self.made.framework(*at).levels.iter().copied()).collect();
        let suggestion = self.lookup.suggest(text, words);
        let why = UnresolvedWhy::Unknown { wanted: tr!("level").into(), suggestion };
        self.lookup.list(Site { at, key: "level" }, word.span, text, why);
    }
}
