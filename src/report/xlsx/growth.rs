//! Sheets about what is missing and what grows: the choices of a learner, homes for gaps, threads.

use rust_xlsxwriter::XlsxError;

use super::book::{Book, Cell};
use crate::report::facts::{Facts, LegFacts, ThreadFacts};
use crate::report::told;
use crate::tr;

type Written = Result<(), XlsxError>;

/// What the learner of the report chooses; no sheet where it is of nobody.
pub(super) fn choices(book: &mut Book<'_>, facts: &Facts<'_>) -> Written {
    let mut rows: Vec<[Cell<'static>; 4]> = told::choices(facts).into_iter().map(|row| row.map(Cell::from)).collect();
    if rows.is_empty() {
        return Ok(());
    }
    rows.extend(
        told::unmet(facts).into_iter().map(|unmet| [unmet.into(), Cell::Nothing, Cell::Nothing, Cell::Nothing]),
    );
    let [choice, stage, taken, open] = told::choice_heads();
    book.table(
        tr!("Choices of this learner"),
        [(choice, 36.0), (stage, 40.0), (taken, 50.0), (open, 70.0)],
        rows.into_iter(),
    )
}

/// The units best placed for each gap, a row each.
pub(super) fn homes(book: &mut Book<'_>, facts: &Facts<'_>) -> Written {
    let rows: Vec<_> = facts
        .gaps
        .iter()
        .flat_map(|gap| gap.homes.iter().flatten().enumerate().map(move |(place, home)| (gap, place + 1, home)))
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let columns = [
        (tr!("Framework"), 14.0),
        (tr!("Learners"), 16.0),
        (tr!("Competency"), 12.0),
        (tr!("Statement"), 44.0),
        (tr!("Where"), 18.0),
        (tr!("Place"), 7.0),
        (tr!("Unit"), 24.0),
        (tr!("Title"), 28.0),
        (tr!("Outcome"), 44.0),
        (tr!("Mapped to"), 16.0),
        (tr!("Why there"), 70.0),
    ];
    let rows = rows.into_iter().map(|(gap, place, home)| {
        [
            gap.framework.into(),
            gap.track.unwrap_or(told::everyone(facts)).into(),
            gap.competency.into(),
            gap.statement.into(),
            gap.point.into(),
            format!("{place}.").into(),
            home.place.as_str().into(),
            home.title.as_str().into(),
            home.outcome.as_str().into(),
            home.mapping.as_str().into(),
            told::reasons(&home.reasons).into(),
        ]
    });
    book.table(tr!("Suggested homes"), columns, rows)
}

/// What each stage does for each competency, a row each.
pub(super) fn threads(book: &mut Book<'_>, facts: &Facts<'_>) -> Written {
    let is_told = |leg: &&LegFacts<'_>| !leg.steps.is_empty() || !leg.points.is_empty();
    let legs = |thread: &'_ ThreadFacts<'_>| thread.stages.iter().filter(is_told).count();
    let count: usize = facts.threads.iter().map(legs).sum();
    if count == 0 {
        return Ok(());
    }
    let columns = [
        (tr!("Framework"), 14.0),
        (tr!("Learners"), 16.0),
        (tr!("Competency"), 12.0),
        (tr!("Statement"), 44.0),
        (tr!("Stage"), 22.0),
        (tr!("Brought along"), 12.0),
        (tr!("Introduced in"), 36.0),
        (tr!("Taken further in"), 36.0),
        (tr!("Repeated in"), 36.0),
        (tr!("Guaranteed"), 12.0),
        (tr!("Possible"), 12.0),
        (tr!("Expected"), 12.0),
        (tr!("Result"), 12.0),
    ];
    let mut rows = Vec::with_capacity(count);
    for thread in &facts.threads {
        for leg in thread.stages.iter().filter(is_told) {
            let expected = leg.points.iter().rev().find_map(|point| point.expected);
            let result = if leg.is_met() { tr!("met") } else { tr!("gap") };
            rows.push([
                thread.framework.into(),
                thread.track.unwrap_or(told::everyone(facts)).into(),
                thread.competency.into(),
                thread.statement.into(),
                leg.stage.into(),
                leg.brought.into(),
                leg.introduced_in.join(", ").into(),
                leg.deepened_in.join(", ").into(),
                leg.repeated_in.join(", ").into(),
                leg.guaranteed.into(),
                leg.possible.into(),
                expected.into(),
                expected.map(|_| result).into(),
            ]);
        }
    }
    book.table(tr!("Threads"), columns, rows.into_iter())
}
