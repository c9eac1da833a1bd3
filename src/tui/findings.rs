//! The findings of a plan, with what every frame asks of them already looked up.

use std::ops::Deref;

use crate::check::Finding;
use crate::model::NodeRef;

/// Those that count first, in the order of files and places; then those that are waived.
pub(crate) struct Findings {
    all: Vec<Finding>,
    /// Places in the list, by the node that they are about.
    by_node: Vec<(NodeRef, u32)>,
    /// Places of those that count: errors, then warnings, then notes.
    gravest: Vec<u32>,
}

impl Findings {
    pub(crate) fn new(mut all: Vec<Finding>) -> Self {
        all.sort_by_key(|finding| finding.waived.is_some());
        let places = || (0u32..).zip(&all);
        let mut by_node: Vec<_> = places().filter_map(|(place, finding)| Some((finding.at?, place))).collect();
        by_node.sort_unstable();
        let mut gravest: Vec<_> = places().filter(|(_, finding)| finding.waived.is_none()).collect();
        gravest.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.severity));
        let gravest = gravest.into_iter().map(|(place, _)| place).collect();
        Self { all, by_node, gravest }
    }

    /// Places of the findings about a node of the tree that they were made from.
    pub(crate) fn about(&self, node: NodeRef) -> impl Iterator<Item = usize> {
        let first = self.by_node.partition_point(|(other, _)| *other < node);
        self.by_node[first..].iter().take_while(move |(other, _)| *other == node).map(|(_, place)| *place as usize)
    }

    /// Places of the findings that count, errors before warnings before notes.
    pub(crate) fn gravest(&self) -> impl Iterator<Item = usize> {
        self.gravest.iter().map(|place| *place as usize)
    }
}

impl Deref for Findings {
    type Target = [Finding];

    fn deref(&self) -> &[Finding] {
        &self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{self, Context, Severity};
    use crate::model::Curriculum;
    use crate::workspace::Workspace;

    #[test]
    fn what_is_looked_up_is_what_a_search_finds() {
        let waiver = "[[waiver]]\ncheck = 'schema'\nfor = 'c2'\nreason = 'tried out'\n";
        let courses = (1..4).map(|n| format!("[[course]]\nid = 'c{n}'\nstage = 's'\nhours = 'x'\nbogus = {n}\n"));
        let text = format!("gradus = 1\n[curriculum]\nid = 'p'\n{}{waiver}", courses.collect::<String>());
        let (_, tree) = Workspace::from_text("plan.toml", &text);
        let curriculum = Curriculum::of(&tree);
        let findings = Findings::new(check::run(&Context::new(&curriculum)));

        for node in tree.all() {
            let searched: Vec<usize> = (0..findings.len()).filter(|place| findings[*place].at == Some(node)).collect();
            assert_eq!(findings.about(node).collect::<Vec<_>>(), searched, "{node:?}");
        }
        assert!(tree.all().any(|node| findings.about(node).count() > 1));

        let open = findings.iter().filter(|finding| finding.waived.is_none()).count();
        let gravest: Vec<Severity> = findings.gravest().map(|place| findings[place].severity).collect();
        assert_eq!(gravest.len(), open);
        assert!(gravest.is_sorted_by(|a, b| a >= b), "{gravest:?}");
        assert!(gravest.first() != gravest.last());
    }
}
