use std::path::Path;

use super::*;
use crate::check::Context;
use crate::coverage::{Coverage, Trial};
use crate::edit::Session;
use crate::language::{Language, speaking};
use crate::model::curriculum::Level;
use crate::parse::tree_from_text;
use crate::workspace::Workspace;

fn shipped() -> Tree {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("curricula/design-cn");
    Workspace::open(&folder).unwrap().1
}

/// How well the mappings of a plan are found again once each is taken away.
#[derive(Default, Debug)]
struct Found {
    asked: usize,
    first: usize,
    first_five: usize,
}

impl Found {
    fn count(&mut self, rank: Option<usize>) {
        self.asked += 1;
        self.first += usize::from(rank == Some(0));
        self.first_five += usize::from(rank.is_some_and(|rank| rank < 5));
    }
}

/// Takes away every `step`-th mapping of the example in turn, and asks for the competency of its outcome, and for
/// the gap where taking it away opened one: (competencies found, outcomes found, units found).
fn measure(step: usize) -> (Found, Found, Found) {
    let tree = shipped();
    let curriculum = Curriculum::of(&tree);
    let before = Coverage::of(&curriculum, Scope::Plan);
    let (mut competencies, mut outcomes, mut units) = (Found::default(), Found::default(), Found::default());
    let mappings = curriculum.outcomes.iter().flat_map(|o| o.covers.iter().map(move |cover| (o, cover)));
    for (outcome, cover) in mappings.step_by(step) {
        let facts = curriculum.competency(cover.competency);
        let mut session = Session::new(tree.clone());
        session.apply(&Op::Unmap { at: outcome.at, competency: facts.id.to_owned() }).unwrap();
        let without = session.tree();
        let found = answer(without, &Ask::Outcome(outcome.at), None);
        competencies.count(found.items.iter().position(|item| item.place == facts.id));

        let changed = Curriculum::of(without);
        let after = Coverage::of(&changed, Scope::Plan);
        let opened = (0..after.points.len()).find(|point| {
            let expected = after.expected(&changed, cover.competency, *point);
            let is_missed = |coverage: &Coverage| {
                expected.is_some_and(|expected| coverage.at(cover.competency, *point).guaranteed < expected)
            };
            is_missed(&after) && !is_missed(&before)
        });
        let Some(opened) = opened else { continue };
        let point = Some(after.points[opened].id.clone());
        let ask = Ask::Gap { competency: facts.at, point, stage: None, track: None };
        let found = answer(without, &ask, None);
        outcomes.count(found.items.iter().position(|item| item.choices[0].at == outcome.at));
        units.count(found.items.iter().position(|item| item.choices.iter().any(|choice| choice.at == outcome.at)));
    }
    (competencies, outcomes, units)
}

/// The figures of `docs/suggestions.md`: `cargo test --release --lib all_mappings -- --ignored --nocapture`.
#[test]
#[ignore = "takes a minute; the test below takes a part of them"]
fn all_mappings_of_the_example() {
    let start = std::time::Instant::now();
    println!("{:?} {:?}", measure(1), start.elapsed());
}
