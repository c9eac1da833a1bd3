//! The matrix in words.

use super::edit::Found;
use super::lines::Line;
use super::model::{Axis, Cell, Column, Metric, Model, Of, Place, SUM, Section, Share, Tally};
use super::tally_of;
use crate::text::visible;
use crate::tr;

pub(super) fn level_word(section: &Section, level: u8) -> &str {
    let place = usize::from(level).checked_sub(1);
    place.and_then(|place| section.levels.get(place)).map_or(tr!("none"), String::as_str)
}

pub(super) fn axis_name(axis: Axis) -> &'static str {
    match axis {
        Axis::Stages => tr!("stages"),
        Axis::Tracks => tr!("tracks"),
        Axis::Courses => tr!("courses"),
    }
}

pub(super) fn metric_name(metric: Metric) -> &'static str {
    match metric {
        Metric::Level => tr!("level"),
        Metric::Hours => tr!("hours"),
        Metric::Outcomes => tr!("outcomes"),
        Metric::Assessments => tr!("assessments"),
    }
}

pub(super) fn section_title(section: &Section) -> String {
    let name = visible(&section.title);
    match &section.track {
        Some((_, track)) => tr!("{name}, for {track}", name, track = visible(track)),
        None => name.into_owned(),
    }
}

/// Such as `compulsory`, or `track product-design, elective options`.
pub(super) fn how(model: &Model, place: &Place) -> String {
    let names = |tracks: &[crate::model::curriculum::TrackIx]| {
        let ids = tracks.iter().filter_map(|track| Some(visible(&model.tracks.get(track.index())?.0).into_owned()));
        ids.collect::<Vec<String>>().join(", ")
    };
    let tracks = if place.tracks.is_empty() { &place.owners } else { &place.tracks };
    let mut parts = Vec::new();
    if !tracks.is_empty() {
        parts.push(tr!("track {ids}", ids = names(tracks)));
    }
    if !place.electives.is_empty() {
        let ids: Vec<_> = place.electives.iter().map(|id| visible(id)).collect();
        parts.push(tr!("elective {ids}", ids = ids.join(", ")));
    }
    if parts.is_empty() { tr!("compulsory").to_owned() } else { parts.join(", ") }
}

/// Hours as they are shown: whole where they are many.
pub(super) fn hours(hours: f64) -> String {
    if hours >= 100.0 || (hours - hours.round()).abs() < 0.05 {
        format!("{:.0}", hours.round())
    } else {
        format!("{hours:.1}")
    }
}

/// `3 outcomes (1 without hours), 12 h, 2 assessments (1 summative)`; nothing where there is nothing.
pub(super) fn amounts(tally: &Tally) -> String {
    let mut parts = vec![if tally.outcomes == 1 {
        tr!("1 outcome").to_owned()
    } else {
        tr!("{count} outcomes", count = tally.outcomes)
    }];
    if tally.untimed < tally.outcomes {
        parts.push(tr!("{hours} h", hours = hours(tally.hours)));
    }
    if tally.untimed > 0 {
        parts.push(tr!("{count} without hours", count = tally.untimed));
    }
    parts.push(match (tally.assessments, tally.summative) {
        (0, _) => tr!("not assessed").to_owned(),
        (1, 0) => tr!("1 assessment, formative").to_owned(),
        (1, _) => tr!("1 assessment, summative").to_owned(),
        (count, summative) => tr!("{count} assessments, {summative} summative", count, summative),
    });
    parts.join(" · ")
}

/// What a column is.
pub(super) fn column(model: &Model, column: &Column) -> String {
    let (id, title) = (visible(&column.id), visible(&column.title));
    let stage = || column.stage.and_then(|stage| model.stages.get(stage.index()));
    let title = match column.of {
        Of::Point { year: Some(year), .. } => tr!("{title}, year {year}", title, year),
        Of::Point { .. } => title.into_owned(),
        Of::Track { .. } | Of::Course(_) => match stage() {
            Some(stage) if title.is_empty() => visible(&stage.title).into_owned(),
            Some(stage) => {
                format!("{title}, {}", visible(if stage.title.is_empty() { &stage.id } else { &stage.title }))
            }
            None => title.into_owned(),
        },
    };
    let name = if title.is_empty() || title == id { id.into_owned() } else { format!("{id} ({title})") };
    match column.of {
        Of::Course(_) => tr!("in {name}", name),
        Of::Point { .. } | Of::Track { .. } => tr!("at {name}", name),
    }
}

/// `guaranteed apply, possible manage, expected manage`
pub(super) fn levels(section: &Section, cell: Cell) -> String {
    let word = |level: u8| visible(level_word(section, level)).into_owned();
    let mut parts = vec![tr!("guaranteed {level}", level = word(cell.guaranteed))];
    if cell.with_electives > cell.guaranteed && cell.with_electives != cell.possible {
        parts.push(tr!("with all electives {level}", level = word(cell.with_electives)));
    }
    parts.push(tr!("possible {level}", level = word(cell.possible)));
    parts.push(match cell.expected {
        Some(expected) => tr!("expected {level}", level = word(expected)),
        None => tr!("nothing expected").to_owned(),
    });
    parts.join(", ")
}

/// What is told of the line and column of the cursor.
pub(super) struct Told {
    pub(super) what: String,
    pub(super) place: String,
    pub(super) figures: String,
    pub(super) is_gap: bool,
}

pub(super) fn told(model: &Model, section: &Section, axis: Axis, line: Line, at: Option<usize>) -> Told {
    let sheet = section.sheet(axis);
    let column_of = at.and_then(|at| Some((at, sheet.columns.get(at)?)));
    let place = column_of.map_or_else(|| tr!("no column").to_owned(), |(_, of)| column(model, of));
    let tally = |column: u32| tally_of(section, axis, line, column);
    let mut figures = Vec::new();
    let mut is_gap = false;
    let what = if let Some(row) = line.row.and_then(|row| section.rows.get(row)) {
        if let (Some((at, of)), Some(row)) = (column_of, line.row) {
            let cell = sheet.cell(row, at);
            is_gap = cell.is_gap();
            figures.push(match of.of {
                Of::Course(_) => tr!("gives {level}", level = visible(level_word(section, cell.guaranteed))),
                _ if !of.reached => tr!("no learner comes here").to_owned(),
                _ => levels(section, cell),
            });
        }
        format!("{} {}", visible(&row.id), visible(&row.statement))
    } else {
        let strand = line.strand.and_then(|strand| section.strands.get(strand));
        let shares = match line.strand {
            Some(strand) => sheet.shares.get(strand),
            None => sheet.shares.last(),
        };
        let share = shares.and_then(|shares| shares.get(at?)).copied().unwrap_or_default();
        figures.push(match (share, axis) {
            (Share { of: 0, .. }, _) => tr!("nothing is expected").to_owned(),
            (Share { met, of }, Axis::Courses) => tr!("{met} of {of} competencies covered", met, of),
            (Share { met, of }, _) => tr!("{met} of {of} expectations met", met, of),
        });
        strand.map_or_else(
            || section_title(section),
            |strand| format!("{} {}", visible(&strand.id), visible(&strand.title)),
        )
    };
    if let Some(tally) = column_of.and_then(|(at, _)| tally(at as u32)) {
        figures.push(amounts(tally));
    }
    if let Some(sum) = tally(SUM) {
        figures.push(match axis {
            Axis::Stages => tr!("in all stages {amounts}", amounts = amounts(sum)),
            Axis::Tracks => tr!("in all tracks {amounts}", amounts = amounts(sum)),
            Axis::Courses => tr!("in all courses {amounts}", amounts = amounts(sum)),
        });
    }
    Told { what, place, figures: figures.join("; "), is_gap }
}

/// `MAK-1 at bachelor`
pub(super) fn cell(found: Found<'_>) -> String {
    let (competency, place) = (visible(&found.row.id), visible(&found.column.id));
    match found.column.of {
        Of::Course(_) => tr!("{competency} in {place}", competency, place),
        Of::Point { .. } | Of::Track { .. } => tr!("{competency} at {place}", competency, place),
    }
}
