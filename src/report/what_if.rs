//! Coverage before and after a change: the same figures twice, and where they differ.

use std::fmt::Write;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::facts::{Cell, Counts, Facts, Target};
use super::grid::Grid;
use super::json::{VERSION, Versioned, pretty};
use super::number::counted;
use super::text::{STATEMENT_WIDTH, header, name, share_cell, shares_heading, target_heading};
use crate::text::{Truncate, truncate, visible};
use crate::tr;

/// A competency whose level at a point is another than before.
#[derive(Debug, Serialize)]
struct Change<'a> {
    framework: &'a str,
    track: Option<&'a str>,
    competency: &'a str,
    point: &'a str,
    expected: Option<&'a str>,
    before: Levels<'a>,
    after: Levels<'a>,
    #[serde(skip)]
    statement: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
struct Levels<'a> {
    guaranteed: Option<&'a str>,
    with_electives: Option<&'a str>,
    possible: Option<&'a str>,
    /// Whether every learner reaches what is expected.
    met: bool,
}

impl<'a> Levels<'a> {
    fn of(cell: &Cell<'a>) -> Self {
        let Cell { guaranteed, with_electives, possible, met, .. } = *cell;
        Self { guaranteed, with_electives, possible, met }
    }
}

#[derive(Serialize)]
struct Report<'a> {
    id: &'a str,
    title: &'a str,
    without: &'a [String],
    #[serde(flatten)]
    after: Side<'a>,
    before: Side<'a>,
    changed: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Side<'a> {
    counts: &'a Counts,
    coverage: &'a [Target<'a>],
}

impl<'a> Side<'a> {
    fn of(facts: &'a Facts<'a>) -> Self {
        Self { counts: &facts.counts, coverage: &facts.coverage }
    }
}

/// The figures after the change, those before it, and what differs.
pub fn coverage_change_json(before: &Facts<'_>, after: &Facts<'_>, without: &[String]) -> String {
    let report = Report {
        id: before.id,
        title: before.title,
        without,
        after: Side::of(after),
        before: Side::of(before),
        changed: changes(before, after),
    };
    pretty(&Versioned { version: VERSION, contents: report })
}

/// Shares of competencies met per strand and point, before and after.
pub fn coverage_change_summary(before: &Facts<'_>, after: &Facts<'_>, without: &[String]) -> String {
    let mut out = String::new();
    let mut plan = String::new();
    name(&mut plan, before);
    let without: Vec<_> = without.iter().map(|what| visible(what)).collect();
    let _ = writeln!(out, "{}\n", tr!("{plan}, without {courses}", plan, courses = without.join(tr!(", "))));
    if before.coverage.is_empty() {
        out.extend([tr!("No framework is held against this plan: name one in `frameworks` of [curriculum]."), "\n\n"]);
    }
    for (old, new) in pairs(before, after).filter(|(old, _)| !old.points.is_empty()) {
        target_heading(&mut out, old);
        out.extend([shares_heading(), "\n"]);
        let mut grid = Grid::new(header(&old.points, &[tr!("strand")], &[""]));
        let cells = |old: &[super::facts::Share], new: &[super::facts::Share]| -> Vec<String> {
            old.iter().zip(new).map(|(old, new)| arrow(&share_cell(*old), &share_cell(*new))).collect()
        };
        for (old, new) in old.strands.iter().zip(&new.strands) {
            let mut row = vec![visible(old.id).into_owned()];
            row.extend(cells(&old.shares, &new.shares));
            row.push(visible(old.title).into_owned());
            grid.row(row);
        }
        let mut row = vec![tr!("all").to_owned()];
        row.extend(cells(&old.total, &new.total));
        grid.row(row);
        grid.write(&mut out);
        out.push('\n');
    }
    let gaps = |facts: &Facts<'_>| counted(facts.gaps.len(), "gap", "gaps");
    let courses = |facts: &Facts<'_>| counted(facts.counts.courses, "course", "courses");
    let (what, more) = (arrow(&courses(before), &courses(after)), arrow(&gaps(before), &gaps(after)));
    let _ = writeln!(out, "{}", tr!("{what}, {more}", what, more));
    out
}

/// Every competency whose level is another than before.
pub fn coverage_changes(before: &Facts<'_>, after: &Facts<'_>) -> String {
    let changes = changes(before, after);
    if changes.is_empty() {
        return format!("{}\n", tr!("No competency is reached to another level than before."));
    }
    let mut out = format!("{}\n", tr!("Levels that are others than before; ! below what is expected"));
    let titles = [
        tr!("id"),
        tr!("point"),
        tr!("guaranteed"),
        tr!("with electives"),
        tr!("possible"),
        tr!("expected"),
        tr!("learners of"),
        tr!("competency"),
    ];
    let mut grid = Grid::new(titles.map(str::to_owned).to_vec());
    let word = |level: Option<&str>| level.map_or_else(|| "·".to_owned(), |level| visible(level).into_owned());
    for change in &changes {
        let (old, new) = (&change.before, &change.after);
        let mark = if new.met { "" } else { "!" };
        grid.row(vec![
            visible(change.competency).into_owned(),
            visible(change.point).into_owned(),
            format!("{mark}{}", arrow(&word(old.guaranteed), &word(new.guaranteed))),
            arrow(&word(old.with_electives), &word(new.with_electives)),
            arrow(&word(old.possible), &word(new.possible)),
            word(change.expected),
            change.track.map_or_else(|| tr!("all tracks").to_owned(), |track| visible(track).into_owned()),
            truncate(&visible(change.statement), STATEMENT_WIDTH, Truncate::End).into_owned(),
        ]);
    }
    grid.write(&mut out);
    out
}

fn arrow(old: &str, new: &str) -> String {
    if old == new { new.to_owned() } else { format!("{old} → {new}") }
}

/// The same framework held against the same learners, before and after. A change of courses leaves frameworks
/// and stages, and so all rows and columns, as they are.
fn pairs<'a>(before: &'a Facts<'a>, after: &'a Facts<'a>) -> impl Iterator<Item = (&'a Target<'a>, &'a Target<'a>)> {
    let new: FxHashMap<_, _> = after.coverage.iter().map(|target| ((target.framework, target.track), target)).collect();
    before.coverage.iter().filter_map(move |old| Some((old, *new.get(&(old.framework, old.track))?)))
}

fn changes<'a>(before: &'a Facts<'a>, after: &'a Facts<'a>) -> Vec<Change<'a>> {
    let mut changes = Vec::new();
    for (old, new) in pairs(before, after) {
        let competencies = |target: &'a Target<'a>| target.strands.iter().flat_map(|strand| &strand.competencies);
        for (old_one, new_one) in competencies(old).zip(competencies(new)) {
            for ((point, old_cell), new_cell) in old.points.iter().zip(&old_one.cells).zip(&new_one.cells) {
                let (before, after) = (Levels::of(old_cell), Levels::of(new_cell));
                if before != after {
                    changes.push(Change {
                        framework: old.framework,
                        track: old.track,
                        competency: old_one.id,
                        point: point.id,
                        expected: old_cell.expected,
                        before,
                        after,
                        statement: old_one.statement,
                    });
                }
            }
        }
    }
    changes
}
