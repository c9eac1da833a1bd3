use super::super::{UnresolvedWhy, Waiver};
use super::Builder;
use super::lookup::Site;
use super::paths::segments;
use crate::model::{Kind, NodeRef, Spanned, Value, schema};
use crate::tr;

impl Builder<'_> {
    pub(super) fn read_waivers(&mut self) {
        let written = self.roots_of_kind(Kind::Waiver);
        if written.is_empty() {
            return;
        }
        let is_nameless =
            |at: &NodeRef| self.tree.node(*at).id().is_none() && schema::spec(self.tree.node(*at).kind).many;
        let nameless: Vec<NodeRef> = self.tree.roots().filter(is_nameless).collect();
        for at in written {
            let node = self.node(at);
            if let Some(target) = node.value("at") {
                self.check_target(at, target, &nameless);
            }
            let stage = self.stage_reference(at);
            if stage.is_none() && node.value("stage").is_some() {
                // It was meant for one stage; to let it hold everywhere would excuse what nobody excused.
                continue;
            }
            self.made.waivers.push(Waiver {
                at,
                check: node.str("check").unwrap_or_default(),
                target: node.str("at"),
                stage,
                why: node.value("why").and_then(|why| why.value.in_language(self.made.language)),
                until: node.value("until").and_then(|until| until.value.as_date()),
            });
        }
    }

    /// Lists what a waiver excuses where there is no such node and no such competency.
    fn check_target(&mut self, at: NodeRef, target: &Spanned<Value>, nameless: &[NodeRef]) {
        let Some(text) = target.value.as_str() else { return };
        let path = segments(text);
        let Some((first, rest)) = path.split_first() else { return };
        let suggestion = if let Some(root) = self.root_named(first, nameless) {
            let Some((parent, missed)) = self.descend(root, rest) else { return };
            let tree = self.tree;
            let near = || tree.children(parent).filter_map(|child| tree.node(child).id()).collect();
            self.lookup.suggest(missed, near).map(|found| (missed, found))
        } else {
            let competency = self.lookup.find_competency(&self.made, first);
            let is_competency = !matches!(&competency, Err(candidates) if candidates.is_empty());
            if (is_competency && rest.is_empty()) || self.lookup.framework_missing {
                return;
            }
            let near = || {
                let mut roots: Vec<(NodeRef, &str)> = self.made.ids.iter().map(|(id, at)| (*at, *id)).collect();
                roots.sort_unstable();
                let competencies = self.made.competencies.iter().map(|competency| competency.id);
                roots.into_iter().map(|(_, id)| id).chain(competencies).collect()
            };
            self.lookup.suggest(first, near).map(|found| (*first, found))
        };
        let suggestion = suggestion.map(|(missed, found)| {
            let mended = path.iter().map(|segment| if *segment == missed { found.as_str() } else { segment });
            mended.collect::<Vec<_>>().join("/")
        });
        let why = UnresolvedWhy::Unknown { wanted: tr!("node").into(), suggestion };
        self.lookup.list(Site { at, key: "at" }, target.span, text, why);
    }

    fn root_named(&self, segment: &str, nameless: &[NodeRef]) -> Option<NodeRef> {
        if let Some(number) = segment.strip_prefix('#').and_then(|number| number.parse::<usize>().ok()) {
            return nameless.get(number.checked_sub(1)?).copied();
        }
        let named = self.made.ids.get(segment).or_else(|| self.lookup.framework_roots.get(segment)).copied();
        named.or_else(|| {
            // A table that stands once goes by its own name, or by its id.
            let singles = [Kind::Curriculum, Kind::Checks, Kind::Framework];
            let own = singles.iter().filter_map(|kind| self.roots.get(kind)?.first().copied());
            let frameworks = self.made.frameworks.iter().map(|framework| framework.at);
            own.chain(frameworks).find(|at| {
                let node = self.tree.node(*at);
                node.id() == Some(segment) || (node.kind.key() == segment && !schema::spec(node.kind).many)
            })
        })
    }

    /// Follows the rest of a path; where it breaks off, the last node there is and the segment it lacks.
    fn descend<'s>(&self, root: NodeRef, rest: &[&'s str]) -> Option<(NodeRef, &'s str)> {
        let mut at = root;
        for segment in rest {
            let nth = segment.strip_prefix('#').and_then(|number| number.parse::<usize>().ok());
            let mut children = self.tree.children(at);
            let next = match nth {
                Some(nth) => nth
                    .checked_sub(1)
                    .and_then(|skip| children.filter(|child| self.tree.node(*child).id().is_none()).nth(skip)),
                None => children.find(|child| self.tree.node(*child).id() == Some(segment)),
            };
            match next {
                Some(next) => at = next,
                None => return Some((at, segment)),
            }
        }
        None
    }
}
