//! Coverage, gaps with homes for them, and threads.

use super::lists::list;
use super::{Page, inert};
use crate::report::facts::{Cell, Facts, Share, Target};
use crate::report::number::percent;
use crate::report::told;
use crate::tr;

/// A framework, with the learners that are held against it.
fn name_of(target: &Target<'_>) -> String {
    match target.track {
        Some(track) => format!("{}, {}", inert(target.title), tr!("learners of {track}", track = inert(track))),
        None => inert(target.title),
    }
}

pub(super) fn coverage(page: &mut Page, target: &Target<'_>) {
    page.heading(2, &tr!("Coverage: {title}", title = name_of(target)));
    if target.points.is_empty() {
        page.paragraph(tr!("The framework expects nothing at the points that these stages reach."));
        return;
    }
    page.paragraph(tr!("Competencies at the level that is expected: guaranteed to every learner, and in brackets what some learners can reach."));
    let points = || target.points.iter().map(|point| inert(point.id));
    let header = |first: &str| std::iter::once(first.to_owned()).chain(points()).collect::<Vec<_>>();
    let row = |title: String, shares: &[Share]| {
        std::iter::once(title).chain(shares.iter().map(|share| part(*share))).collect()
    };
    let strands = target
        .strands
        .iter()
        .map(|strand| row(format!("{} {}", inert(strand.id), inert(strand.title)), &strand.shares));
    page.wide_table(&header(tr!("Strand")), strands.chain([row(format!("**{}**", tr!("All strands")), &target.total)]));
    page.heading(3, tr!("Levels"));
    let scale: Vec<String> = target.levels.iter().map(|word| inert(word)).collect();
    page.paragraph(&tr!(
        "From the lowest: {levels}. Each cell tells the level guaranteed to every learner; where that is less than expected, **!** and the expected level, or **~** where some learners reach it.",
        levels = scale.join(tr!(", "))
    ));
    let competencies = target.strands.iter().flat_map(|strand| &strand.competencies);
    page.wide_table(
        &header(tr!("Competency")),
        competencies.map(|competency| {
            let title = format!("{} {}", inert(competency.id), inert(competency.statement));
            std::iter::once(title).chain(competency.cells.iter().map(level)).collect()
        }),
    );
}

fn part(share: Share) -> String {
    if share.expected == 0 {
        return "–".to_owned();
    }
    let percent = percent(share.guaranteed, share.expected);
    let some = if share.possible == share.guaranteed { String::new() } else { format!(" ({})", share.possible) };
    {
        let counted = tr!("{guaranteed} of {expected}", guaranteed = share.guaranteed, expected = share.expected);
        format!("{counted}, {percent} %{some}")
    }
}

fn level(cell: &Cell<'_>) -> String {
    let reached = cell.guaranteed.map_or("–".to_owned(), inert);
    match cell.expected {
        Some(expected) if !cell.met => {
            format!("{reached} **{}** {}", if cell.met_by_some { '~' } else { '!' }, inert(expected))
        }
        _ => reached,
    }
}

pub(super) fn gaps(page: &mut Page, facts: &Facts<'_>) {
    page.heading(2, tr!("Gaps"));
    if facts.gaps.is_empty() {
        page.paragraph(tr!("Every learner reaches what is expected."));
        return;
    }
    let word = |word: Option<&str>| word.map_or(tr!("none").to_owned(), inert);
    page.table(
        [
            tr!("Competency"),
            tr!("Where"),
            tr!("Expected"),
            tr!("Guaranteed"),
            tr!("Possible"),
            tr!("Taught in"),
            tr!("Missed, for example, by"),
            tr!("Accepted because"),
        ],
        facts.gaps.iter().map(|gap| {
            [
                format!("{} {}", inert(gap.competency), inert(gap.statement)),
                inert(&told::place(gap)),
                inert(gap.expected),
                word(gap.guaranteed),
                word(gap.possible),
                list(&gap.taught_in),
                gap.path.as_deref().map(inert).unwrap_or_default(),
                gap.waived.map(inert).unwrap_or_default(),
            ]
        }),
    );
    homes(page, facts);
}

/// The units best placed for each gap.
fn homes(page: &mut Page, facts: &Facts<'_>) {
    if !told::has_homes(facts) {
        return;
    }
    page.heading(3, tr!("Suggested homes"));
    page.paragraph(tr!("For every gap the units best placed to take it, the best first, and why."));
    if let Some(note) = told::homes_note(facts) {
        page.paragraph(&note);
    }
    let rows = facts.gaps.iter().filter_map(|gap| Some((gap, gap.homes.as_ref()?)));
    let rows = rows.flat_map(|(gap, homes)| {
        let row = |unit: String, outcome: String, why: String| {
            [inert(gap.competency), inert(&told::place(gap)), unit, outcome, why]
        };
        let mut rows: Vec<[String; 5]> = homes
            .iter()
            .map(|home| {
                let unit = format!("{} {}", inert(&home.place), inert(&home.title));
                row(unit, inert(&home.outcome), inert(&told::reasons(&home.reasons)))
            })
            .collect();
        if rows.is_empty() {
            rows.push(row(
                "–".to_owned(),
                String::new(),
                tr!("no unit comes near it: it needs an outcome of its own").to_owned(),
            ));
        }
        rows
    });
    page.table([tr!("Competency"), tr!("Where"), tr!("Unit"), tr!("Outcome"), tr!("Why there")], rows);
}

pub(super) fn threads(page: &mut Page, facts: &Facts<'_>) {
    for target in &facts.coverage {
        let growth = told::growth(facts, target);
        if growth.rows.is_empty() {
            continue;
        }
        page.heading(2, &tr!("Progression threads: {title}", title = name_of(target)));
        page.paragraph(told::growth_key());
        let stages = growth.stages.iter().map(|stage| inert(stage));
        let header: Vec<String> = std::iter::once(tr!("Competency").to_owned()).chain(stages).collect();
        let rows = growth.rows.iter().map(|row| {
            let title = format!("{} {}", inert(&row.id), inert(&row.statement));
            std::iter::once(title).chain(row.cells.iter().map(|cell| inert(&cell.text))).collect()
        });
        page.wide_table(&header, rows);
    }
}
