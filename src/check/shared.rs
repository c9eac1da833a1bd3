//! What several checks want to know, worked out once.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use super::Context;
use crate::model::curriculum::{CourseIx, Curriculum, UnresolvedWhy};

use super::order::Order;
use super::reach::Reach;
use super::taken::Ways;

#[derive(Default)]
pub(super) struct Shared {
    meant: OnceCell<FxHashSet<String>>,
    unreadable: OnceCell<bool>,
    reach: OnceCell<Reach>,
    order: OnceCell<Order>,
    ways: OnceCell<Ways>,
}

impl Shared {
    /// Whether a reference that leads nowhere probably means this id: what it seems to lack then
    /// follows from that reference.
    pub(super) fn is_meant(&self, context: &Context<'_>, id: &str) -> bool {
        let meant = self.meant.get_or_init(|| {
            let suggestions = context.curriculum.unresolved.iter().filter_map(|unresolved| match &unresolved.why {
                UnresolvedWhy::Unknown { suggestion, .. } => suggestion.as_deref(),
                _ => None,
            });
            suggestions.map(|id| id.rsplit_once(':').map_or(id, |(_, id)| id).to_owned()).collect()
        });
        meant.contains(id)
    }

    /// Whether any file of the plan could not be read as a whole: what seems to be missing then may
    /// stand in the part that was not read.
    pub(super) fn is_unreadable(&self, context: &Context<'_>) -> bool {
        *self.unreadable.get_or_init(|| {
            let lost = |check: &str| matches!(check, "syntax" | "merge-conflict");
            context.tree.files.iter().any(|file| file.broken() || file.problems.iter().any(|p| lost(p.check)))
        })
    }

    /// Which stages and tracks learners come to.
    pub(super) fn reach(&self, context: &Context<'_>) -> &Reach {
        self.reach.get_or_init(|| Reach::of(context.curriculum))
    }

    /// Who has passed which stages.
    pub(super) fn ways(&self, context: &Context<'_>) -> &Ways {
        self.ways.get_or_init(|| Ways::of(context.curriculum))
    }

    /// Which courses wait for which.
    pub(super) fn order(&self, context: &Context<'_>) -> &Order {
        self.order.get_or_init(|| Order::of(context.curriculum))
    }
}

/// The stage that a course stands in, by id; none where it has none, or several.
pub(super) fn stage_of<'t>(curriculum: &Curriculum<'t>, course: CourseIx) -> Option<&'t str> {
    let mut stages = curriculum.course(course).placements.iter().map(|placement| placement.stage);
    let first = stages.next()??;
    stages.all(|stage| stage == Some(first)).then(|| curriculum.stage(first).id)
}
