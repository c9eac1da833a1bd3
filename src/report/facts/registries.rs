use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::Scope;
use crate::language::translated;
use crate::model::curriculum::{Course, CourseIx};
use crate::model::{Curriculum, NodeRef, Value};
use crate::tr;

/// How many assessments there are of a form and purpose.
#[derive(Debug, Serialize)]
pub struct AssessmentMix<'a> {
    /// None: of no known kind.
    pub kind: Option<&'a str>,
    pub summative: usize,
    pub formative: usize,
    /// Share of all courses' marks, in per cent of all weights.
    pub weight_percent: Option<f64>,
}

impl AssessmentMix<'_> {
    /// What the form is called, in the language spoken now.
    pub fn name(&self) -> &str {
        self.kind.map_or(tr!("not told"), translated)
    }

    /// Its share of all marks, or how many there are.
    pub fn amount(&self) -> f64 {
        self.weight_percent.unwrap_or((self.summative + self.formative) as f64)
    }
}

/// A partner, a person or an award, with the courses that name it.
#[derive(Debug, Serialize)]
pub struct RegistryEntry<'a> {
    pub id: &'a str,
    pub title: &'a str,
    /// Kind of a partner, role of a person, tier of an award.
    pub kind: Option<&'a str>,
    pub place: Option<&'a str>,
    pub country: Option<&'a str>,
    /// Competencies that a person can teach.
    pub expertise: Vec<&'a str>,
    pub courses: Vec<&'a str>,
}

/// A finding that the plan accepts, with its reason.
#[derive(Debug, Serialize)]
pub struct WaiverFacts<'a> {
    pub check: &'a str,
    pub at: Option<&'a str>,
    pub stage: Option<&'a str>,
    pub why: Option<&'a str>,
    pub by: Option<&'a str>,
    pub until: Option<String>,
}

pub(super) fn assessment_mix<'a>(curriculum: &'a Curriculum<'a>, scope: Scope<'_>) -> Vec<AssessmentMix<'a>> {
    let mut mix: BTreeMap<Option<&'a str>, (usize, usize, f64)> = BTreeMap::new();
    let is_told = |course: &CourseIx| scope.has_course(curriculum, curriculum.course(*course));
    for assessment in &curriculum.assessments {
        let mut courses = assessment.course.iter().chain(assessment.weights.iter().map(|(course, _)| course));
        if !scope.is_everywhere() && !courses.any(is_told) {
            continue;
        }
        let (summative, formative, weight) = mix.entry(assessment.kind).or_default();
        *(if assessment.summative { summative } else { formative }) += 1;
        let weights = assessment.weights.iter().filter(|(course, _)| scope.is_everywhere() || is_told(course));
        *weight += weights.map(|(_, weight)| weight).sum::<f64>();
    }
    let all: f64 = mix.values().map(|(_, _, weight)| weight).sum();
    mix.into_iter()
        .map(|(kind, (summative, formative, weight))| AssessmentMix {
            kind,
            summative,
            formative,
            weight_percent: (all > 0.0).then(|| (weight / all * 10_000.0).round() / 100.0),
        })
        .collect()
}

pub(super) fn partners<'a>(curriculum: &'a Curriculum<'a>, scope: Scope<'_>) -> Vec<RegistryEntry<'a>> {
    entries((curriculum, scope), &curriculum.partners, "kind", |course| &course.partners)
}

pub(super) fn talent<'a>(curriculum: &'a Curriculum<'a>, scope: Scope<'_>) -> Vec<RegistryEntry<'a>> {
    entries((curriculum, scope), &curriculum.talent, "role", |course| &course.teachers)
}

pub(super) fn awards<'a>(curriculum: &'a Curriculum<'a>, scope: Scope<'_>) -> Vec<RegistryEntry<'a>> {
    entries((curriculum, scope), &curriculum.awards, "tier", |course| &course.awards)
}

fn entries<'a>(
    (curriculum, scope): (&'a Curriculum<'a>, Scope<'_>),
    registry: &[NodeRef],
    kind_key: &str,
    named_by: impl for<'c> Fn(&'c Course<'a>) -> &'c Vec<NodeRef>,
) -> Vec<RegistryEntry<'a>> {
    let mut courses: FxHashMap<NodeRef, Vec<&'a str>> = FxHashMap::default();
    for course in curriculum.courses.iter().filter(|course| scope.has_course(curriculum, course)) {
        for at in named_by(course) {
            courses.entry(*at).or_default().push(course.id);
        }
    }
    registry
        .iter()
        .filter(|at| scope.is_everywhere() || courses.contains_key(*at))
        .copied()
        .collect::<Vec<_>>()
        .into_iter()
        .map(|at| {
            let node = curriculum.tree.node(at);
            let id = node.id().unwrap_or_default();
            let text = |key: &str| node.value(key).and_then(|value| value.value.in_language(curriculum.language));
            let expertise = node.value("expertise").map(Value::one_or_many).unwrap_or_default();
            RegistryEntry {
                id,
                title: node.title(curriculum.language).unwrap_or(id),
                kind: node.str(kind_key),
                place: text("place"),
                country: node.str("country"),
                expertise: expertise
                    .iter()
                    .filter_map(|item| item.value.get("id").unwrap_or(item).value.as_str())
                    .collect(),
                courses: courses.remove(&at).unwrap_or_default(),
            }
        })
        .collect()
}

pub(super) fn waivers<'a>(curriculum: &'a Curriculum<'a>) -> Vec<WaiverFacts<'a>> {
    curriculum
        .waivers
        .iter()
        .map(|waiver| {
            let node = curriculum.tree.node(waiver.at);
            WaiverFacts {
                check: waiver.check,
                at: waiver.target,
                stage: node.str("stage"),
                why: waiver.why,
                by: node.value("by").and_then(|value| value.value.in_language(curriculum.language)),
                until: waiver.until.map(|date| date.to_string()),
            }
        })
        .collect()
}
