//! The report as a page: one file that needs nothing else, on screen and on paper.

pub(super) mod digest;

use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::facts::{Facts, Target};
use super::json::{VERSION, Versioned};
use super::number::percent;
use super::parts::{self, Matrix};
use super::svg;
use super::template::{BUILT_IN, TemplateError, Templates};
use super::told::{self, Growth};
use crate::language;

/// The page, as a template.
pub(super) const PAGE: &str = include_str!("page.html");

const STYLE: &str = include_str!("page.css");

const SCRIPT: &str = include_str!("page.js");

/// The report as a page, by a template `report.html` of the user's where there is one.
pub fn report_html(facts: &Facts<'_>, templates: &Templates) -> Result<String, TemplateError> {
    let name = if templates.has("report.html") { "report.html" } else { BUILT_IN };
    templates.render(name, context(facts))
}

/// The report by a template `report.md` of the user's.
pub fn report_by_markdown_template(facts: &Facts<'_>, templates: &Templates) -> Result<String, TemplateError> {
    templates.render("report.md", context(facts))
}

/// What stands beside the facts.
#[derive(Serialize)]
struct Aids {
    /// The language of the words that are not the plan's.
    lang: &'static str,
    style: Value,
    script: Value,
    names: Names,
    shares: Vec<Whole>,
    gaps: Gaps,
    charts: Charts,
    outcomes: Vec<Group>,
    matrix: Option<Matrix>,
    parts: Vec<&'static str>,
    /// What parts are called.
    titles: Value,
    /// What the report is about, in sentences; of a learner, their choices, a row each.
    about: Vec<String>,
    choices: Vec<[String; 4]>,
    unmet: Vec<String>,
    /// Whom a row without a track is about.
    everyone: &'static str,
    /// Threads, framework by framework, with what their marks mean.
    growth: Vec<Growth>,
    growth_key: &'static str,
    homes_note: Option<String>,
}

/// Titles by id.
#[derive(Serialize)]
struct Names {
    stages: Value,
    tracks: Value,
    courses: Value,
    frameworks: Value,
    /// The stages of a course, between spaces.
    stages_of: Value,
}

/// A framework over all points.
#[derive(Serialize)]
struct Whole {
    expected: usize,
    guaranteed: usize,
    possible: usize,
    percent: usize,
    competencies: usize,
}

#[derive(Serialize)]
struct Gaps {
    open: usize,
    waived: usize,
}

/// Outcomes of one course.
#[derive(Serialize)]
struct Group {
    course: String,
    outcomes: Vec<Value>,
}

#[derive(Serialize)]
struct Charts {
    /// Framework by framework.
    coverage: Vec<CoverageCharts>,
    load: Vec<Named>,
    pathways: Vec<Named>,
    assessments: Option<Value>,
}

#[derive(Serialize)]
struct CoverageCharts {
    strands: Value,
    competencies: Vec<Value>,
    /// Strand by strand.
    threads: Vec<Vec<Value>>,
    points: Vec<String>,
    key: String,
}

#[derive(Serialize)]
struct Named {
    name: String,
    /// None: too much for a picture.
    svg: Option<Value>,
}

fn context(facts: &Facts<'_>) -> Value {
    let told = Value::from(Serde(Versioned { version: VERSION, contents: facts }));
    let groups = told.get_attr("outcomes").map(|outcomes| groups(facts, &outcomes)).unwrap_or_default();
    let waived = facts.gaps.iter().filter(|gap| gap.waived.is_some()).count();
    let aids = Aids {
        lang: match language::current() {
            language::Language::English => "en",
            language::Language::Chinese => "zh-Hans",
        },
        style: Value::from_safe_string(format!("{}{}{STYLE}", svg::variables(), svg::STYLE)),
        script: Value::from_safe_string(SCRIPT.to_owned()),
        names: names(facts),
        shares: facts.coverage.iter().map(whole).collect(),
        gaps: Gaps { open: facts.gaps.len() - waived, waived },
        charts: charts(facts),
        outcomes: groups,
        matrix: parts::matrix(facts),
        parts: parts::of(facts),
        titles: Value::from(Serde(parts::titles().collect::<std::collections::BTreeMap<_, _>>())),
        about: told::about(facts),
        choices: told::choices(facts),
        unmet: told::unmet(facts),
        everyone: told::everyone(facts),
        growth: facts.coverage.iter().map(|target| told::growth(facts, target)).collect(),
        growth_key: told::growth_key(),
        homes_note: told::homes_note(facts),
    };
    minijinja::context! { page => Value::from(Serde(aids)), ..told }
}

/// Outcomes course by course, as they follow each other.
fn groups(facts: &Facts<'_>, outcomes: &Value) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let Ok(values) = outcomes.try_iter() else { return groups };
    for (outcome, value) in facts.outcomes.iter().zip(values) {
        match groups.last_mut() {
            Some(group) if group.course == outcome.course => group.outcomes.push(value),
            _ => groups.push(Group { course: outcome.course.to_owned(), outcomes: vec![value] }),
        }
    }
    groups
}

fn names(facts: &Facts<'_>) -> Names {
    let map = |pairs: &mut dyn Iterator<Item = (&str, &str)>| {
        Value::from(Serde(pairs.collect::<std::collections::BTreeMap<_, _>>()))
    };
    let stages_of: std::collections::BTreeMap<&str, String> = facts
        .courses
        .iter()
        .map(|course| {
            let stages: Vec<&str> = course.places.iter().filter_map(|place| place.stage).collect();
            (course.id, stages.join(" "))
        })
        .collect();
    let tracks = facts.stages.iter().flat_map(|stage| &stage.tracks);
    Names {
        stages: map(&mut facts.stages.iter().map(|stage| (stage.id, stage.title))),
        tracks: map(&mut tracks.map(|track| (track.id, track.title))),
        courses: map(&mut facts.courses.iter().map(|course| (course.id, course.title))),
        frameworks: map(&mut facts.coverage.iter().map(|target| (target.framework, target.title))),
        stages_of: Value::from(Serde(stages_of)),
    }
}

fn whole(target: &Target<'_>) -> Whole {
    let share = target.whole();
    Whole {
        expected: share.expected,
        guaranteed: share.guaranteed,
        possible: share.possible,
        percent: percent(share.guaranteed, share.expected),
        competencies: target.competencies(),
    }
}

fn charts(facts: &Facts<'_>) -> Charts {
    let safe = |picture: svg::Picture| Value::from_safe_string(picture.inline());
    let coverage = facts.coverage.iter().map(|target| {
        let steps = svg::steps(facts, target);
        let thread = |competency| safe(svg::thread(target, competency, &steps));
        // Beyond that, the table tells more than thousands of pictures.
        let is_drawn = target.competencies() <= svg::MOST_THREADS;
        let strands = if is_drawn { target.strands.as_slice() } else { &[] };
        CoverageCharts {
            strands: safe(svg::strands(target)),
            competencies: strands.iter().map(|strand| safe(svg::competencies(target, strand))).collect(),
            threads: strands.iter().map(|strand| strand.competencies.iter().map(thread).collect()).collect(),
            points: target.points.iter().map(svg::point_name).collect(),
            key: svg::key(target),
        }
    });
    let pathways = svg::pathways(facts);
    Charts {
        coverage: coverage.collect(),
        load: svg::ways(facts)
            .iter()
            .map(|way| Named { name: svg::way_name(facts, way), svg: Some(safe(svg::bars(facts, way))) })
            .collect(),
        pathways: pathways
            .iter()
            .map(|pathway| Named {
                name: pathway.name(),
                svg: (pathway.courses() <= svg::MOST_COURSES).then(|| safe(pathway.draw(facts))),
            })
            .collect(),
        assessments: (!facts.assessments.is_empty()).then(|| safe(svg::mix(facts))),
    }
}

#[cfg(test)]
mod tests;
