use crate::check::Context;
use crate::coverage::{Coverage, Scope};
use crate::model::NodeRef;
use crate::model::curriculum::{
    Course, Curriculum, ElectiveOwner, FrameworkIx, OutcomeIx, Placement, StageIx, TrackIx,
};

/// What the matrix shows of a plan: levels of every competency at every point, and the outcomes behind
/// them. Owns all it needs, so that it can be made apart from the screen.
#[derive(Debug, Clone, Default)]
pub struct Model {
    pub(super) sections: Vec<Section>,
    /// Per competency, what covers it.
    pub(super) mappings: Vec<Vec<Mapping>>,
    pub(super) outcomes: Vec<Outcome>,
    pub(super) courses: Vec<Taught>,
    pub(super) stages: Vec<Stage>,
}

/// A framework held against the learners of the plan, or of one track.
#[derive(Debug, Clone)]
pub(super) struct Section {
    pub(super) title: String,
    /// Only the learners of this track.
    pub(super) track: Option<TrackIx>,
    /// The words of its scale, from the lowest.
    pub(super) levels: Vec<String>,
    pub(super) points: Vec<Point>,
    pub(super) strands: Vec<Strand>,
    pub(super) rows: Vec<Row>,
}

#[derive(Debug, Clone)]
pub(super) struct Point {
    pub(super) id: String,
    /// The stage's title, with the year where it is not the stage's end.
    pub(super) title: String,
    pub(super) stage: StageIx,
    pub(super) year: Option<i64>,
    /// Whether any learner passes it.
    pub(super) reached: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Strand {
    pub(super) id: String,
    pub(super) title: String,
    /// In the rows of its section.
    pub(super) rows: std::ops::Range<usize>,
}

#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) statement: String,
    /// Place in [`Model::mappings`].
    pub(super) competency: usize,
    /// A cell per point.
    pub(super) cells: Vec<Cell>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) guaranteed: u8,
    pub(super) with_electives: u8,
    pub(super) possible: u8,
    /// None where nothing is expected, or where no learner passes.
    pub(super) expected: Option<u8>,
}

impl Cell {
    pub(super) fn is_gap(self) -> bool {
        self.expected.is_some_and(|expected| self.guaranteed < expected)
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Mapping {
    /// Place in [`Model::outcomes`].
    pub(super) outcome: u32,
    pub(super) level: u8,
}

#[derive(Debug, Clone)]
pub(super) struct Outcome {
    pub(super) at: NodeRef,
    pub(super) text: String,
    /// Place in [`Model::courses`].
    pub(super) course: u32,
    /// Last year of its unit, where that tells one.
    pub(super) year: Option<i64>,
}

#[derive(Debug, Clone)]
pub(super) struct Taught {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) places: Vec<Place>,
}

/// Where a course stands, for whom.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) stage: StageIx,
    pub(super) year: Option<i64>,
    /// Empty: for all but `except`.
    pub(super) tracks: Vec<TrackIx>,
    pub(super) except: Vec<TrackIx>,
    /// Such as `compulsory`, or `track product-design, elective options`.
    pub(super) how: String,
}

#[derive(Debug, Clone)]
pub(super) struct Stage {
    pub(super) id: String,
    pub(super) after: Vec<StageIx>,
}

impl Model {
    pub fn of(context: &Context<'_>) -> Self {
        let curriculum = context.curriculum;
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
        let stages = curriculum.stages.iter();
        Self {
            sections: context.targets().map(|(framework, coverage)| section(curriculum, framework, coverage)).collect(),
            mappings,
            outcomes,
            courses: curriculum.courses.iter().map(|course| taught(curriculum, course)).collect(),
            stages: stages.map(|stage| Stage { id: stage.id.to_owned(), after: stage.after.clone() }).collect(),
        }
    }

    /// The stages that learners may have passed before they come to the end of `stage`, itself too.
    pub(super) fn up_to(&self, stage: StageIx) -> Vec<bool> {
        let mut passed = vec![false; self.stages.len()];
        let mut next = vec![stage];
        while let Some(stage) = next.pop() {
            if let Some(passed) = passed.get_mut(stage.index())
                && !std::mem::replace(passed, true)
            {
                next.extend(self.stages.get(stage.index()).into_iter().flat_map(|stage| stage.after.iter().copied()));
            }
        }
        passed
    }
}

fn section(curriculum: &Curriculum<'_>, index: FrameworkIx, coverage: &Coverage) -> Section {
    let framework = curriculum.framework(index);
    let first = framework.competencies.start;
    let expects: rustc_hash::FxHashSet<&str> = framework
        .competencies
        .clone()
        .flat_map(|competency| curriculum.competencies[competency as usize].expect.iter().map(|(point, _)| *point))
        .collect();
    // Points of other frameworks say nothing here; a framework that expects nothing is shown at all.
    let shown: Vec<usize> = (0..coverage.points.len())
        .filter(|point| expects.is_empty() || expects.contains(coverage.points[*point].id.as_str()))
        .collect();
    let points = shown.iter().map(|point| {
        let at = &coverage.points[*point];
        let stage = curriculum.stage(at.stage);
        let title = match at.year {
            Some(year) => format!("{}, year {year}", stage.title),
            None => stage.title.to_owned(),
        };
        Point { id: at.id.clone(), title, stage: at.stage, year: at.year, reached: coverage.reached(*point) }
    });
    let row = |competency: u32| {
        let index = crate::model::curriculum::CompetencyIx(competency);
        let competency = curriculum.competency(index);
        let cell = |point: &usize| {
            let figures = coverage.at(index, *point);
            let expected = coverage.expected(curriculum, index, *point).filter(|_| coverage.reached(*point));
            Cell {
                guaranteed: figures.guaranteed.0,
                with_electives: figures.with_electives.0,
                possible: figures.possible.0,
                expected: expected.map(|level| level.0),
            }
        };
        Row {
            id: competency.id.to_owned(),
            statement: competency.statement.to_owned(),
            competency: index.index(),
            cells: shown.iter().map(cell).collect(),
        }
    };
    let strands = framework.strands.iter().map(|strand| Strand {
        id: strand.id.to_owned(),
        title: strand.title.to_owned(),
        rows: (strand.competencies.start - first) as usize..(strand.competencies.end - first) as usize,
    });
    let track = match coverage.scope {
        Scope::Plan => None,
        Scope::Track(track) => Some(track),
    };
    let name = if framework.title.is_empty() { framework.id } else { framework.title };
    Section {
        title: match track {
            None => name.to_owned(),
            Some(track) => {
                let track = curriculum.track(track);
                format!("{name}, for {}", if track.title.is_empty() { track.id } else { track.title })
            }
        },
        track,
        levels: framework.levels.iter().map(|level| (*level).to_owned()).collect(),
        points: points.collect(),
        strands: strands.collect(),
        rows: framework.competencies.clone().map(row).collect(),
    }
}

fn taught(curriculum: &Curriculum<'_>, course: &Course<'_>) -> Taught {
    let places = course.placements.iter().filter_map(|placement| {
        Some(Place {
            stage: placement.stage?,
            year: placement.years.iter().max().copied(),
            tracks: placement.tracks.clone(),
            except: placement.except.clone(),
            how: how(curriculum, placement),
        })
    });
    Taught { id: course.id.to_owned(), title: course.title.to_owned(), places: places.collect() }
}

fn how(curriculum: &Curriculum<'_>, placement: &Placement<'_>) -> String {
    let mut parts = Vec::new();
    if !placement.tracks.is_empty() {
        let tracks: Vec<&str> = placement.tracks.iter().map(|track| curriculum.track(*track).id).collect();
        parts.push(format!("track {}", tracks.join(", ")));
    }
    if !placement.electives.is_empty() {
        let groups: Vec<&str> = placement.electives.iter().map(|group| curriculum.elective(*group).id).collect();
        parts.push(format!("elective {}", groups.join(", ")));
        let of_track = placement.electives.iter().find_map(|group| match curriculum.elective(*group).owner {
            ElectiveOwner::Track(track) if placement.tracks.is_empty() => Some(curriculum.track(track).id),
            _ => None,
        });
        if let Some(track) = of_track {
            parts.insert(0, format!("track {track}"));
        }
    }
    if parts.is_empty() { "compulsory".to_owned() } else { parts.join(", ") }
}

/// An outcome behind a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Behind {
    pub(super) outcome: OutcomeIx,
    pub(super) level: u8,
    /// Place in the course's places.
    pub(super) place: u32,
}

impl Model {
    /// The outcomes that bring learners to a cell: those of the point's stage first, then those of
    /// earlier stages, the latest first.
    pub(super) fn behind(&self, section: &Section, row: &Row, point: &Point) -> Vec<Behind> {
        let passed = self.up_to(point.stage);
        let mut found: Vec<(StageIx, Behind)> = Vec::new();
        for mapping in self.mappings.get(row.competency).into_iter().flatten() {
            let Some(outcome) = self.outcomes.get(mapping.outcome as usize) else { continue };
            let Some(course) = self.courses.get(outcome.course as usize) else { continue };
            for (index, place) in course.places.iter().enumerate() {
                let in_time = place.stage != point.stage
                    || point.year.is_none_or(|end| outcome.year.or(place.year).is_none_or(|year| year <= end));
                let taken = section.track.is_none_or(|track| {
                    place.stage != point.stage
                        || if place.tracks.is_empty() {
                            !place.except.contains(&track)
                        } else {
                            place.tracks.contains(&track)
                        }
                });
                if in_time && taken && passed.get(place.stage.index()) == Some(&true) {
                    let outcome = OutcomeIx(mapping.outcome);
                    found.push((place.stage, Behind { outcome, level: mapping.level, place: index as u32 }));
                }
            }
        }
        // Stages stand in an order in which each follows those before it.
        found.sort_by_key(|(stage, _)| (*stage != point.stage, std::cmp::Reverse(stage.0)));
        found.into_iter().map(|(_, behind)| behind).collect()
    }
}
