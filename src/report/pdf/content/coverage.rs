//! How much of a framework is covered: a heat map of strands, the level of every competency, how each grows, and gaps.

use super::super::document::{Block, Cell, Column, Fill, Row, Table, shown};
use super::super::drawing::Drawing;
use super::{Names, few, growth, heading, named, or_dash};
use crate::report::facts::{Cell as Figures, Facts, Share, Target};
use crate::report::number::percent;
use crate::report::svg;
use crate::tr;

/// Points beside each other; more of them go into another table.
const ABREAST: usize = 8;

pub(super) fn target(body: &mut Vec<Block>, facts: &Facts<'_>, target: &Target<'_>, names: &Names<'_>) {
    let title = match target.track {
        None => tr!("Coverage: {title}", title = shown(target.title)),
        Some(track) => {
            tr!("Coverage: {title}, learners of {track}", title = shown(target.title), track = names.track(track))
        }
    };
    body.push(Block::Heading(1, title));
    if target.points.is_empty() {
        let none = tr!("The framework expects nothing at the points that these stages reach.");
        body.push(Block::Paragraph(none.to_owned()));
        return;
    }
    if facts.shows("coverage") {
        strands(body, target);
        levels(body, target);
    }
    if facts.shows("threads") {
        if target.competencies() <= svg::MOST_THREADS {
            threads(body, facts, target);
        }
        growth::threads(body, facts, target);
    }
}

fn strands(body: &mut Vec<Block>, target: &Target<'_>) {
    body.push(Block::Heading(2, tr!("Coverage by strand").to_owned()));
    body.push(Block::Paragraph(
        tr!("Competencies at the level that is expected there: guaranteed to every learner, and in brackets what some learners can reach.")
            .to_owned(),
    ));
    let sample = |share: f32, text: &str| (Fill::Shade(share), text.to_owned());
    body.push(Block::Legend(vec![
        sample(0.0, "0 %"),
        sample(0.25, "25 %"),
        sample(0.5, "50 %"),
        sample(0.75, "75 %"),
        sample(1.0, "100 %"),
    ]));
    for points in abreast(target) {
        let mut table = table(target, &points, tr!("Coverage by strand"), tr!("Strand"));
        for strand in &target.strands {
            let shares = points.clone().map(|point| share_cell(strand.shares[point]));
            table.row(std::iter::once(named(strand.id, strand.title).into()).chain(shares));
        }
        let shares = points.clone().map(|point| share_cell(target.total[point]));
        table.strong_row(std::iter::once(tr!("All strands").into()).chain(shares));
        body.push(Block::Table(table));
    }
}

fn levels(body: &mut Vec<Block>, target: &Target<'_>) {
    body.push(Block::Heading(2, tr!("Level of every competency").to_owned()));
    let scale: Vec<String> = target.levels.iter().map(|word| shown(word)).collect();
    body.push(Block::Paragraph(tr!(
        "From the lowest: {levels}. Each cell tells the level guaranteed to every learner, and in brackets the most that some reach. Where the level guaranteed is less than expected, the expected level follows after ! where nobody reaches it, after ~ where some do.",
        levels = scale.join(", ")
    )));
    let mut legend: Vec<(Fill, String)> =
        (1..=target.levels.len()).map(|level| (shade(level, target), shown(target.levels[level - 1]))).collect();
    legend.push((Fill::Partly, tr!("~ reached by some learners").to_owned()));
    legend.push((Fill::Missed, tr!("! reached by nobody").to_owned()));
    body.push(Block::Legend(legend));
    for points in abreast(target) {
        let mut table = table(target, &points, tr!("Level of every competency"), tr!("Competency"));
        for strand in &target.strands {
            table.rows.push(Row { cells: vec![named(strand.id, strand.title).into()], strong: true });
            for competency in &strand.competencies {
                let cells = points.clone().map(|point| level_cell(&competency.cells[point], target));
                table.row(std::iter::once(named(competency.id, competency.statement).into()).chain(cells));
            }
        }
        body.push(Block::Table(table));
    }
}

/// How each competency grows.
fn threads(body: &mut Vec<Block>, facts: &Facts<'_>, target: &Target<'_>) {
    body.push(Block::Heading(2, tr!("Progression threads").to_owned()));
    body.push(Block::Paragraph(
        tr!("How each competency grows from point to point: the line is what is guaranteed, the broken line what some can reach, a square what is expected. ! marks threads that fall short.")
            .to_owned(),
    ));
    let steps = svg::steps(facts, target);
    let all = target.strands.iter().flat_map(|strand| &strand.competencies);
    body.push(Block::Tiles(all.map(|each| Drawing::of(&svg::thread(target, each, &steps))).collect()));
}

/// The points in groups of about the same size.
fn abreast(target: &Target<'_>) -> Vec<std::ops::Range<usize>> {
    let points = target.points.len();
    let groups = points.div_ceil(ABREAST).max(1);
    let each = points.div_ceil(groups);
    (0..groups).map(|group| group * each..((group + 1) * each).min(points)).filter(|range| !range.is_empty()).collect()
}

fn table(target: &Target<'_>, points: &std::ops::Range<usize>, summary: &str, first: &str) -> Table {
    let mut columns = vec![(first.to_owned(), Column::Text)];
    columns.extend(target.points[points.clone()].iter().map(|point| (shown(&svg::point_name(point)), Column::Level)));
    Table {
        summary: format!("{summary}: {}", shown(target.title)),
        columns: columns.iter().map(|(_, column)| *column).collect(),
        head: columns.into_iter().map(|(head, _)| head).collect(),
        rows: Vec::new(),
    }
}

fn share_cell(share: Share) -> Cell {
    if share.expected == 0 {
        return "–".into();
    }
    let some = if share.possible == share.guaranteed { String::new() } else { format!(" ({})", share.possible) };
    let percent = percent(share.guaranteed, share.expected);
    let text = format!("{}/{} {percent}\u{a0}%{some}", share.guaranteed, share.expected);
    Cell::filled(text, Fill::Shade(share.guaranteed as f32 / share.expected as f32))
}

fn shade(level: usize, target: &Target<'_>) -> Fill {
    Fill::Shade(level as f32 / target.levels.len().max(1) as f32)
}

fn level_cell(cell: &Figures<'_>, target: &Target<'_>) -> Cell {
    let reached = cell.guaranteed.map_or_else(|| "–".to_owned(), shown);
    let mut text = match cell.possible {
        Some(possible) if cell.guaranteed != Some(possible) => format!("{reached} ({})", shown(possible)),
        _ => reached,
    };
    let fill = match cell.expected {
        Some(expected) if !cell.met => {
            let mark = if cell.met_by_some { '~' } else { '!' };
            text = format!("{text} {mark}\u{a0}{}", shown(expected));
            if cell.met_by_some { Fill::Partly } else { Fill::Missed }
        }
        _ if cell.level == 0 => Fill::None,
        _ => shade(usize::from(cell.level), target),
    };
    Cell::filled(text, fill)
}

pub(super) fn gaps(body: &mut Vec<Block>, facts: &Facts<'_>, names: &Names<'_>) {
    body.push(heading("gaps"));
    if facts.gaps.is_empty() {
        body.push(Block::Paragraph(tr!("Every learner reaches what is expected.").to_owned()));
        return;
    }
    body.push(Block::Paragraph(
        tr!("What is expected of all learners and not guaranteed, with one way through the plan that misses it.")
            .to_owned(),
    ));
    let mut table = Table::new(
        tr!("Gaps"),
        &[
            (tr!("Competency"), Column::Text),
            (tr!("Where"), Column::Text),
            (tr!("Expected"), Column::Level),
            (tr!("Guaranteed"), Column::Level),
            (tr!("Possible"), Column::Level),
            (tr!("Taught in"), Column::Text),
            (tr!("Missed, for example, by"), Column::Text),
        ],
    );
    for gap in &facts.gaps {
        let place = names.place(gap.point, gap.track);
        let mut missed = gap.path.as_deref().map(shown).unwrap_or_default();
        if let Some(reason) = gap.waived {
            let waived = tr!("Waived: {reason}", reason = shown(reason));
            missed = if missed.is_empty() { waived } else { format!("{missed}. {waived}") };
        }
        table.row([
            named(gap.competency, gap.statement).into(),
            place.into(),
            shown(gap.expected).into(),
            or_dash(gap.guaranteed),
            or_dash(gap.possible),
            few(&gap.taught_in, 4).into(),
            missed.into(),
        ]);
    }
    body.push(Block::Table(table));
    growth::homes(body, facts, names);
}
