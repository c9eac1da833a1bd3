//! Making the model, in the background.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::FxHashMap;

use super::closest::Closest;
use super::model::{
    Cell, Column, Mapping, Model, Of, Outcome, Place, Row, SUM, Section, Share, Sheet, Stage, Strand, Tallies, Tally,
    Taught, widest_piece,
};
use crate::check::Context;
use crate::coverage::{Coverage, Scope};
use crate::metrics::{hours_of_outcomes, part_of_hours};
use crate::model::curriculum::{
    CompetencyIx, Course, Curriculum, ElectiveOwner, FrameworkIx, OutcomeIx, Placement, TrackIx,
};

static STAMP: AtomicU64 = AtomicU64::new(1);

impl Model {
    /// `tracks`: the coverage of those that get a column of their own.
    pub fn of(context: &Context<'_>, tracks: &[(TrackIx, Coverage)]) -> Self {
        let curriculum = context.curriculum;
        let mut model = without_sections(curriculum);
        let amounts = Amounts::of(curriculum);
        let courses = course_columns(curriculum, context);
        let mut namesakes: FxHashMap<&str, u32> = FxHashMap::default();
        for competency in &curriculum.competencies {
            *namesakes.entry(competency.id).or_default() += 1;
        }
        for (framework, coverage) in context.targets() {
            let mut section = section(curriculum, &namesakes, framework, coverage, tracks, &courses);
            let sheets = section.sheets.clone().map(|sheet| amounts.counted(&model, &section, framework, sheet));
            section.sheets = sheets;
            model.sections.push(section);
        }
        model
    }
}

fn without_sections(curriculum: &Curriculum<'_>) -> Model {
    let mut mappings: Vec<Vec<Mapping>> = vec![Vec::new(); curriculum.competencies.len()];
    let mut outcomes = Vec::with_capacity(curriculum.outcomes.len());
    for (index, outcome) in curriculum.outcomes.iter().enumerate() {
        for cover in &outcome.covers {
            let mapping = Mapping { outcome: index as u32, level: cover.level.0 };
            mappings[cover.competency.index()].push(mapping);
        }
        let course = curriculum.course(outcome.course);
        let unit = outcome.unit.and_then(|unit| course.units.get(unit as usize));
        outcomes.push(Outcome {
            at: outcome.at,
            text: outcome.text.to_owned(),
            course: outcome.course.0,
            year: unit.and_then(|unit| unit.years.iter().max().copied()),
        });
    }
    let stages = curriculum.stages.iter().map(|stage| Stage {
        id: stage.id.to_owned(),
        title: stage.title.to_owned(),
        after: stage.after.clone(),
    });
    Model {
        stamp: STAMP.fetch_add(1, Ordering::Relaxed),
        sections: Vec::new(),
        mappings,
        outcomes,
        courses: curriculum.courses.iter().map(|course| taught(curriculum, course)).collect(),
        stages: stages.collect(),
        tracks: curriculum.tracks.iter().map(|track| (track.id.to_owned(), track.stage)).collect(),
        closest: Closest::of(curriculum.outcomes.iter().map(|outcome| outcome.text)),
    }
}

fn taught(curriculum: &Curriculum<'_>, course: &Course<'_>) -> Taught {
    let places = course.placements.iter().filter_map(|placement| place(curriculum, placement));
    Taught {
        id: course.id.to_owned(),
        title: course.title.to_owned(),
        places: places.collect(),
        outcomes: course.outcomes.clone(),
    }
}

fn place(curriculum: &Curriculum<'_>, placement: &Placement<'_>) -> Option<Place> {
    let owners: Vec<Option<TrackIx>> = placement
        .electives
        .iter()
        .map(|group| match curriculum.elective(*group).owner {
            ElectiveOwner::Track(track) => Some(track),
            ElectiveOwner::Stage(_) => None,
        })
        .collect();
    let only_tracks = owners.iter().all(Option::is_some);
    Some(Place {
        stage: placement.stage?,
        year: placement.years.iter().max().copied(),
        tracks: placement.tracks.clone(),
        except: placement.except.clone(),
        electives: placement.electives.iter().map(|group| curriculum.elective(*group).id.to_owned()).collect(),
        owners: if only_tracks { owners.into_iter().flatten().collect() } else { Vec::new() },
    })
}

/// Courses in the order of stages, then of the plan.
fn course_columns(curriculum: &Curriculum<'_>, context: &Context<'_>) -> Arc<[Column]> {
    let mut columns: Vec<Column> = curriculum
        .course_ids()
        .map(|index| {
            let course = curriculum.course(index);
            let stage = course.placements.iter().find_map(|placement| placement.stage);
            Column {
                id: course.id.to_owned(),
                title: course.title.to_owned(),
                of: Of::Course(index.0),
                stage,
                reached: stage.is_some_and(|stage| context.plan.passes(stage)),
                width: widest_piece(course.id),
            }
        })
        .collect();
    columns.sort_by_key(|column| column.stage.map_or(u32::MAX, |stage| stage.0));
    columns.into()
}

fn section(
    curriculum: &Curriculum<'_>,
    namesakes: &FxHashMap<&str, u32>,
    index: FrameworkIx,
    coverage: &Coverage,
    tracks: &[(TrackIx, Coverage)],
    courses: &Arc<[Column]>,
) -> Section {
    let framework = curriculum.framework(index);
    let first = framework.competencies.start;
    let rows = framework.competencies.clone().map(CompetencyIx).map(|competency| {
        let contents = curriculum.competency(competency);
        let shared = namesakes.get(contents.id).is_some_and(|count| *count > 1);
        Row {
            id: contents.id.to_owned(),
            statement: contents.statement.to_owned(),
            reference: if shared { format!("{}:{}", framework.id, contents.id) } else { contents.id.to_owned() },
            competency: competency.index(),
        }
    });
    let strands = framework.strands.iter().map(|strand| Strand {
        id: strand.id.to_owned(),
        title: strand.title.to_owned(),
        rows: (strand.competencies.start - first) as usize..(strand.competencies.end - first) as usize,
    });
    let track = match coverage.scope {
        Scope::Plan => None,
        Scope::Track(track) => Some(track),
    };
    let own_tracks: Vec<&(TrackIx, Coverage)> =
        tracks.iter().filter(|(other, _)| track.is_none_or(|track| track == *other)).collect();
    let name = if framework.title.is_empty() { framework.id } else { framework.title };
    Section {
        title: name.to_owned(),
        track: track.map(|track| {
            let contents = curriculum.track(track);
            (track, if contents.title.is_empty() { contents.id } else { contents.title }.to_owned())
        }),
        levels: framework.levels.iter().map(|level| (*level).to_owned()).collect(),
        strands: strands.collect(),
        rows: rows.collect(),
        sheets: [
            stages(curriculum, index, coverage),
            of_tracks(curriculum, index, &own_tracks),
            Sheet { columns: Arc::clone(courses), ..Sheet::empty() },
        ],
    }
}

impl Sheet {
    fn empty() -> Self {
        Self {
            columns: Arc::from([]),
            levels: Vec::new(),
            rows: Vec::new(),
            strands: Vec::new(),
            shares: Vec::new(),
            gaps: Vec::new(),
        }
    }
}

fn stages(curriculum: &Curriculum<'_>, index: FrameworkIx, coverage: &Coverage) -> Sheet {
    let framework = curriculum.framework(index);
    let expects: rustc_hash::FxHashSet<&str> = framework
        .competencies
        .clone()
        .flat_map(|competency| curriculum.competencies[competency as usize].expect.iter().map(|(point, _)| *point))
        .collect();
    // Points of other frameworks say nothing here; a framework that expects nothing is shown at all.
    let shown: Vec<usize> = (0..coverage.points.len())
        .filter(|point| expects.is_empty() || expects.contains(coverage.points[*point].id.as_str()))
        .collect();
    let columns = shown.iter().map(|point| {
        let at = &coverage.points[*point];
        Column {
            id: at.id.clone(),
            title: curriculum.stage(at.stage).title.to_owned(),
            of: Of::Point { stage: at.stage, year: at.year },
            stage: Some(at.stage),
            reached: coverage.reached(*point),
            width: widest_piece(&at.id),
        }
    });
    let row = |competency: u32| {
        let competency = CompetencyIx(competency);
        let cell = |point: &usize| {
            let figures = coverage.at(competency, *point);
            let expected = coverage.expected(curriculum, competency, *point).filter(|_| coverage.reached(*point));
            Cell {
                guaranteed: figures.guaranteed.0,
                with_electives: figures.with_electives.0,
                possible: figures.possible.0,
                expected: expected.map(|level| level.0),
            }
        };
        shown.iter().map(cell).collect()
    };
    Sheet { columns: columns.collect(), levels: framework.competencies.clone().map(row).collect(), ..Sheet::empty() }
}

/// What the learners of each track have reached at the end of its stage, held against the highest that is
/// expected in that stage.
fn of_tracks(curriculum: &Curriculum<'_>, index: FrameworkIx, tracks: &[&(TrackIx, Coverage)]) -> Sheet {
    let tracks: Vec<_> =
        tracks.iter().filter_map(|(track, of)| Some((*track, curriculum.track(*track).stage?, of))).collect();
    let columns = tracks.iter().map(|(track, stage, coverage)| {
        let contents = curriculum.track(*track);
        Column {
            id: contents.id.to_owned(),
            title: contents.title.to_owned(),
            of: Of::Track { track: *track, stage: *stage },
            stage: Some(*stage),
            reached: coverage.passes(*stage),
            width: widest_piece(contents.id),
        }
    });
    let row = |competency: u32| {
        let competency = CompetencyIx(competency);
        let cells = tracks.iter().map(|(_, stage, coverage)| {
            let figures = coverage.at_end(competency, *stage);
            let points = (0..coverage.points.len()).filter(|point| coverage.points[*point].stage == *stage);
            let expected = points.filter_map(|point| coverage.expected(curriculum, competency, point)).max();
            Cell {
                guaranteed: figures.guaranteed.0,
                with_electives: figures.with_electives.0,
                possible: figures.possible.0,
                expected: expected.filter(|_| coverage.passes(*stage)).map(|level| level.0),
            }
        });
        cells.collect()
    };
    let competencies = curriculum.framework(index).competencies.clone();
    Sheet { columns: columns.collect(), levels: competencies.map(row).collect(), ..Sheet::empty() }
}

/// What outcomes bring along.
struct Amounts<'c, 't> {
    curriculum: &'c Curriculum<'t>,
    hours: Vec<Option<f64>>,
    /// Per outcome.
    assessments: Vec<Vec<u32>>,
}

/// What stands behind some cells of a row or strand, before it is counted.
#[derive(Default)]
struct Gathered {
    outcomes: Vec<(u32, u32)>,
    assessments: Vec<(u32, u32)>,
    tallies: FxHashMap<u32, Tally>,
}

impl Gathered {
    fn add(&mut self, other: &Self) {
        self.outcomes.extend_from_slice(&other.outcomes);
        self.assessments.extend_from_slice(&other.assessments);
        for (column, tally) in &other.tallies {
            let sum = self.tallies.entry(*column).or_default();
            sum.level = sum.level.max(tally.level);
            sum.hours += tally.hours;
        }
    }

    /// Each outcome and each assessment counts once in a column.
    fn count(&mut self, amounts: &Amounts<'_, '_>) -> Tallies {
        for list in [&mut self.outcomes, &mut self.assessments] {
            list.sort_unstable();
            list.dedup();
        }
        for (column, outcome) in &self.outcomes {
            let tally = self.tallies.entry(*column).or_default();
            tally.outcomes += 1;
            tally.untimed += u32::from(amounts.hours[*outcome as usize].is_none());
        }
        for (column, assessment) in &self.assessments {
            let tally = self.tallies.entry(*column).or_default();
            tally.assessments += 1;
            tally.summative += u32::from(amounts.curriculum.assessments[*assessment as usize].summative);
        }
        let mut tallies: Tallies = self.tallies.iter().map(|(column, tally)| (*column, *tally)).collect();
        tallies.sort_unstable_by_key(|(column, _)| *column);
        for tally in self.tallies.values_mut() {
            // What is added to a strand is counted there anew.
            *tally = Tally { level: tally.level, hours: tally.hours, ..Tally::default() };
        }
        tallies
    }
}

impl<'c, 't> Amounts<'c, 't> {
    fn of(curriculum: &'c Curriculum<'t>) -> Self {
        let mut assessments = vec![Vec::new(); curriculum.outcomes.len()];
        for (index, assessment) in curriculum.assessments.iter().enumerate() {
            for outcome in &assessment.outcomes {
                assessments[outcome.index()].push(index as u32);
            }
        }
        Self { curriculum, hours: hours_of_outcomes(curriculum), assessments }
    }

    /// The sheet with what is counted of it.
    fn counted(&self, model: &Model, section: &Section, framework: FrameworkIx, sheet: Sheet) -> Sheet {
        let columns_of = self.columns_of(model, section, &sheet);
        let mut rows = Vec::with_capacity(section.rows.len());
        let mut strands = Vec::with_capacity(section.strands.len() + 1);
        let mut all = Gathered::default();
        for strand in &section.strands {
            let mut of_strand = Gathered::default();
            for row in section.rows.get(strand.rows.clone()).unwrap_or_default() {
                let mut gathered = self.gather(model, row, framework, &columns_of);
                rows.push(gathered.count(self));
                of_strand.add(&gathered);
            }
            strands.push(of_strand.count(self));
            all.add(&of_strand);
        }
        strands.push(all.count(self));
        let shares =
            section.strands.iter().map(|strand| strand.rows.clone()).chain(std::iter::once(0..section.rows.len()));
        let shares = shares.map(|of| shares_of(&sheet, &rows, of)).collect();
        let gaps = sheet.levels.iter().map(|cells| cells.iter().any(|cell| cell.is_gap())).collect();
        Sheet { rows, strands, shares, gaps, ..sheet }
    }

    /// Per outcome that covers anything, the columns it is taught in.
    fn columns_of(&self, model: &Model, section: &Section, sheet: &Sheet) -> Vec<Vec<u32>> {
        let mut by_stage: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut by_course: FxHashMap<u32, u32> = FxHashMap::default();
        for (index, column) in sheet.columns.iter().enumerate() {
            match (column.of, column.stage) {
                (Of::Course(course), _) => {
                    by_course.insert(course, index as u32);
                }
                (_, Some(stage)) => by_stage.entry(stage.0).or_default().push(index as u32),
                _ => {}
            }
        }
        let outcomes = self.curriculum.outcomes.iter().enumerate().map(|(index, outcome)| {
            if outcome.covers.is_empty() {
                return Vec::new();
            }
            if let Some(column) = by_course.get(&outcome.course.0) {
                return vec![*column];
            }
            let places = model.courses.get(outcome.course.index()).map_or(&[][..], |course| &course.places);
            let mut columns: Vec<u32> =
                places.iter().filter_map(|place| by_stage.get(&place.stage.0)).flatten().copied().collect();
            columns.sort_unstable();
            columns.dedup();
            columns.retain(|column| model.place_in(section, &sheet.columns[*column as usize], index as u32).is_some());
            columns
        });
        outcomes.collect()
    }

    fn gather(&self, model: &Model, row: &Row, framework: FrameworkIx, columns_of: &[Vec<u32>]) -> Gathered {
        let mut gathered = Gathered::default();
        for mapping in model.mappings.get(row.competency).into_iter().flatten() {
            let outcome = mapping.outcome as usize;
            let columns = &columns_of[outcome];
            if columns.is_empty() {
                continue;
            }
            let part = part_of_hours(self.curriculum, OutcomeIx(mapping.outcome), framework);
            let hours = self.hours[outcome].unwrap_or_default() * part;
            for column in columns.iter().copied().chain([SUM]) {
                let tally = gathered.tallies.entry(column).or_default();
                tally.level = tally.level.max(mapping.level);
                tally.hours += hours;
                gathered.outcomes.push((column, mapping.outcome));
                gathered.assessments.extend(self.assessments[outcome].iter().map(|assessment| (column, *assessment)));
            }
        }
        gathered
    }
}

/// Of some rows, per column.
fn shares_of(sheet: &Sheet, rows: &[Tallies], of: std::ops::Range<usize>) -> Vec<Share> {
    let mut shares = vec![Share::default(); sheet.columns.len()];
    if sheet.levels.is_empty() {
        for tallies in rows.get(of.clone()).unwrap_or_default() {
            for (column, _) in tallies {
                if let Some(share) = shares.get_mut(*column as usize) {
                    share.met += 1;
                }
            }
        }
        for share in &mut shares {
            share.of = of.len() as u32;
        }
        return shares;
    }
    for cells in sheet.levels.get(of).unwrap_or_default() {
        for (share, cell) in shares.iter_mut().zip(cells) {
            share.of += u32::from(cell.expected.is_some());
            share.met += u32::from(cell.expected.is_some() && !cell.is_gap());
        }
    }
    shares
}
