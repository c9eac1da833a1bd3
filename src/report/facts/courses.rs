//! Courses, what they are for, and how they hang together.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::Scope;
use crate::check::Places;
use crate::metrics::{self, Analysis, Kind, Options};
use crate::model::Curriculum;
use crate::model::curriculum::{CourseIx, OutcomeIx};

#[derive(Debug, Serialize)]
pub struct CourseFacts<'a> {
    pub id: &'a str,
    /// As printed.
    pub code: Option<&'a str>,
    pub title: &'a str,
    /// Where it stands, for whom: its own place first.
    pub places: Vec<PlaceFacts<'a>>,
    pub hours: Option<f64>,
    pub credits: Option<f64>,
    pub units: usize,
    pub outcomes: usize,
    pub assessments: usize,
    pub teachers: usize,
    pub partners: usize,
    /// The group from which the learner of the report takes it.
    pub chosen_from: Option<&'a str>,
}

#[derive(Debug, Serialize)]
pub struct PlaceFacts<'a> {
    pub stage: Option<&'a str>,
    /// Empty: every track of the stage but `except`.
    pub tracks: Vec<&'a str>,
    /// Tracks for which another place of the course holds.
    pub except: Vec<&'a str>,
    /// As the stage names its years; empty: any.
    pub years: Vec<i64>,
    pub terms: Vec<i64>,
    /// The groups it may be chosen in; empty: compulsory.
    pub electives: Vec<&'a str>,
}

/// What learners can do after a unit or course.
#[derive(Debug, Serialize)]
pub struct OutcomeFacts<'a> {
    pub path: String,
    pub course: &'a str,
    pub unit: Option<&'a str>,
    pub text: &'a str,
    pub covers: Vec<CoverFacts<'a>>,
    /// Titles, or else kinds, of the assessments that test it.
    pub assessed_by: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
pub struct CoverFacts<'a> {
    pub framework: &'a str,
    pub competency: &'a str,
    pub level: &'a str,
}

/// The prerequisite graph of the plan (docs/metrics.md).
#[derive(Debug, Default, Serialize)]
pub struct Prerequisites {
    /// Courses with a requisite, or that are one.
    pub courses: Vec<LinkedCourse>,
    pub edges: Vec<Edge>,
    /// Courses of the longest path, from the first.
    pub longest_path: Vec<String>,
    /// Courses that wait for each other.
    pub cycles: Vec<Vec<String>>,
}

#[derive(Debug, Clone, Serialize)]
pub struct LinkedCourse {
    pub id: String,
    pub title: String,
    /// How many courses cannot be taken before it.
    pub blocking: u64,
    /// Courses on the longest path through it.
    pub delay: u64,
    pub complexity: f64,
    pub is_bottleneck: bool,
}

/// `from` is required by `to`.
#[derive(Debug, Clone, Serialize)]
pub struct Edge {
    pub from: String,
    pub to: String,
    /// `prerequisite`, `corequisite` or `same-term`.
    pub kind: &'static str,
    /// Whether there is no choice that avoids it.
    pub certain: bool,
}

pub(super) fn courses<'a>(curriculum: &'a Curriculum<'a>, scope: Scope<'_>) -> Vec<CourseFacts<'a>> {
    curriculum
        .courses
        .iter()
        .enumerate()
        .filter(|(_, course)| scope.has_course(curriculum, course))
        .map(|(index, course)| CourseFacts {
            id: course.id,
            code: course.code,
            title: course.title,
            places: course
                .placements
                .iter()
                // Of a learner, only where it is taken.
                .filter(|placement| scope.learner.is_none() || placement.stage.is_some())
                .map(|placement| PlaceFacts {
                    stage: placement.stage.map(|stage| curriculum.stage(stage).id),
                    tracks: placement.tracks.iter().map(|track| curriculum.track(*track).id).collect(),
                    except: placement.except.iter().map(|track| curriculum.track(*track).id).collect(),
                    years: placement.years.clone(),
                    terms: placement.terms.clone(),
                    electives: placement.electives.iter().map(|group| curriculum.elective(*group).id).collect(),
                })
                .collect(),
            hours: course.hours,
            credits: course.credits,
            units: course.units.len(),
            outcomes: course.outcomes.len(),
            assessments: course.assessments.len(),
            teachers: course.teachers.len(),
            partners: course.partners.len(),
            chosen_from: scope.learner.and_then(|learner| learner.chosen_from(curriculum, CourseIx(index as u32))),
        })
        .collect()
}

pub(super) fn outcomes<'a>(curriculum: &'a Curriculum<'a>, scope: Scope<'_>) -> Vec<OutcomeFacts<'a>> {
    let mut assessed: FxHashMap<OutcomeIx, Vec<&'a str>> = FxHashMap::default();
    for assessment in &curriculum.assessments {
        let name = if assessment.title.is_empty() { assessment.kind.unwrap_or_default() } else { assessment.title };
        for outcome in &assessment.outcomes {
            assessed.entry(*outcome).or_default().push(name);
        }
    }
    let places = Places::new(curriculum.tree);
    let is_told = |course: CourseIx| scope.has_course(curriculum, curriculum.course(course));
    let all = curriculum.outcomes.iter().enumerate().filter(|(_, outcome)| is_told(outcome.course));
    all.map(|(index, outcome)| {
        let course = curriculum.course(outcome.course);
        let unit = outcome.unit.and_then(|unit| course.units.get(unit as usize));
        OutcomeFacts {
            path: places.path(outcome.at),
            course: course.id,
            unit: unit.map(|unit| unit.title),
            text: outcome.text,
            covers: outcome
                .covers
                .iter()
                .map(|cover| {
                    let competency = curriculum.competency(cover.competency);
                    CoverFacts {
                        framework: curriculum.framework(competency.framework).id,
                        competency: competency.id,
                        level: curriculum.level_word(competency.framework, cover.level),
                    }
                })
                .collect(),
            assessed_by: assessed.remove(&OutcomeIx(index as u32)).unwrap_or_default(),
        }
    })
    .collect()
}

pub(super) fn prerequisites(curriculum: &Curriculum<'_>, scope: Scope<'_>) -> Prerequisites {
    let of_track = scope.track.and_then(|track| metrics::of_track(curriculum, track, Options::All));
    let mut graph = of_track.unwrap_or_else(|| metrics::of_plan(curriculum, Options::All));
    if scope.track.is_none() && !scope.is_everywhere() {
        let is_told =
            |index: usize| curriculum.courses.get(index).is_some_and(|course| scope.has_course(curriculum, course));
        graph = graph.only(is_told);
    }
    if graph.requisites().is_empty() {
        return Prerequisites::default();
    }
    let analysis = Analysis::of(&graph);
    let id = |course: u32| graph.courses[course as usize].id.clone();
    let mut linked = vec![false; graph.courses.len()];
    for edge in graph.requisites() {
        linked[edge.from as usize] = true;
        linked[edge.to as usize] = true;
    }
    let courses = (0..graph.courses.len() as u32).filter(|index| linked[*index as usize]);
    Prerequisites {
        courses: courses
            .map(|index| {
                let figures = &analysis.courses[index as usize];
                LinkedCourse {
                    id: id(index),
                    title: graph.courses[index as usize].name.clone(),
                    blocking: figures.blocking,
                    delay: figures.delay,
                    complexity: figures.complexity,
                    is_bottleneck: analysis.bottlenecks.contains(&index),
                }
            })
            .collect(),
        edges: graph
            .requisites()
            .iter()
            .map(|edge| Edge {
                from: id(edge.from),
                to: id(edge.to),
                kind: match edge.kind {
                    Kind::Prerequisite => "prerequisite",
                    Kind::Corequisite => "corequisite",
                    Kind::StrictCorequisite => "same-term",
                },
                certain: edge.certain,
            })
            .collect(),
        longest_path: analysis
            .longest
            .paths
            .first()
            .map(|path| path.iter().map(|course| id(*course)).collect())
            .unwrap_or_default(),
        cycles: analysis.cycles.iter().map(|cycle| cycle.iter().map(|course| id(*course)).collect()).collect(),
    }
}
