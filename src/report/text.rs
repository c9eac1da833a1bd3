use std::fmt::Write;

use super::facts::{Cell, Facts, PointFacts, Target};
use super::grid::Grid;
use super::number::{counted, percent};
use crate::text::{Truncate, truncate, visible};
use crate::tr;

/// Columns of a statement beside the matrix.
pub(super) const STATEMENT_WIDTH: usize = 60;

/// Shares of competencies met per strand and point, then how much of everything there is.
pub fn coverage_summary(facts: &Facts<'_>) -> String {
    let mut out = String::new();
    heading(&mut out, facts);
    if facts.coverage.is_empty() {
        out.extend([tr!("No framework is held against this plan: name one in `frameworks` of [curriculum]."), "\n\n"]);
    }
    for target in &facts.coverage {
        target_heading(&mut out, target);
        if target.points.is_empty() {
            out.extend([tr!("The framework expects nothing at the points that these stages reach."), "\n\n"]);
            continue;
        }
        shares(&mut out, target);
    }
    let counts: Vec<String> = facts
        .counts
        .named()
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| counted(count, one, many))
        .collect();
    if counts.is_empty() {
        out.extend([tr!("Nothing is planned yet."), "\n"]);
    } else {
        let _ = writeln!(out, "{}", counts.join(tr!(", ")));
    }
    let gaps = counted(facts.gaps.len(), "gap", "gaps");
    let _ = writeln!(out, "{}", tr!("{gaps}; {findings}", gaps, findings = facts.summary));
    out
}

/// Shares of a framework per strand and point.
pub(super) fn shares(out: &mut String, target: &Target<'_>) {
    out.extend([shares_heading(), "\n"]);
    let mut grid = Grid::new(header(&target.points, &[tr!("strand")], &[""]));
    for strand in &target.strands {
        let mut row = vec![visible(strand.id).into_owned()];
        row.extend(strand.shares.iter().map(|share| share_cell(*share)));
        row.push(visible(strand.title).into_owned());
        grid.row(row);
    }
    let mut row = vec![tr!("all").to_owned()];
    row.extend(target.total.iter().map(|share| share_cell(*share)));
    row.push(String::new());
    grid.row(row);
    grid.write(out);
    out.push('\n');
}

/// What the shares tell.
pub(super) fn shares_heading() -> &'static str {
    tr!("Competencies at the expected level: guaranteed to every learner, (possible for some)")
}

/// The level of every competency at every point.
pub fn coverage_matrix(facts: &Facts<'_>) -> String {
    let mut out = String::new();
    for target in facts.coverage.iter().filter(|target| !target.points.is_empty()) {
        target_heading(&mut out, target);
        competency_levels(&mut out, target);
    }
    out
}

/// The level of every competency of a framework at every point.
pub(super) fn competency_levels(out: &mut String, target: &Target<'_>) {
    let scale: Vec<String> = target.levels.iter().map(|word| visible(word).into_owned()).collect();
    let _ = writeln!(out, "{}", tr!("Levels: {scale}", scale = scale.join(" < ")));
    out.extend([
        tr!("Each cell: the level guaranteed to every learner; ! below what is expected after the <,"),
        "\n",
        tr!("~ reached by some learners only, · no level"),
        "\n",
    ]);
    let mut grid = Grid::new(header(&target.points, &[tr!("id")], &[tr!("competency")]));
    for strand in &target.strands {
        for competency in &strand.competencies {
            let mut row = vec![visible(competency.id).into_owned()];
            row.extend(competency.cells.iter().map(matrix_cell));
            let statement = visible(competency.statement);
            row.push(truncate(&statement, STATEMENT_WIDTH, Truncate::End).into_owned());
            grid.row(row);
        }
    }
    grid.write(out);
    out.push('\n');
}

fn heading(out: &mut String, facts: &Facts<'_>) {
    name(out, facts);
    out.push_str("\n\n");
}

pub(super) fn name(out: &mut String, facts: &Facts<'_>) {
    match (visible(facts.title), visible(facts.id)) {
        (title, _) if title.is_empty() => out.push_str(tr!("A plan without a name")),
        (title, id) if title == id => out.push_str(&title),
        (title, id) => out.push_str(&tr!("{title} ({id})", title, id)),
    }
}

pub(super) fn target_heading(out: &mut String, target: &Target<'_>) {
    let whole = tr!("{title} ({id})", title = visible(target.title), id = visible(target.framework));
    out.push_str(&match target.track {
        Some(track) => tr!("{what}, learners of {track}", what = whole, track = visible(track)),
        None => whole,
    });
    out.push('\n');
}

pub(super) fn header(points: &[PointFacts<'_>], before: &[&str], after: &[&str]) -> Vec<String> {
    let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let mut header = own(before);
    header.extend(points.iter().map(|point| visible(point.id).into_owned()));
    header.extend(own(after));
    header
}

pub(super) fn share_cell(share: super::facts::Share) -> String {
    if share.expected == 0 {
        return "·".to_owned();
    }
    let figure = format!("{}/{} {}%", share.guaranteed, share.expected, percent(share.guaranteed, share.expected));
    if share.possible == share.guaranteed { figure } else { format!("{figure} ({})", share.possible) }
}

fn matrix_cell(cell: &Cell<'_>) -> String {
    let reached = cell.guaranteed.map_or("·".into(), visible);
    match cell.expected {
        Some(expected) if !cell.met => {
            let mark = if cell.met_by_some { '~' } else { '!' };
            format!("{mark}{reached}<{}", visible(expected))
        }
        _ => reached.into_owned(),
    }
}
