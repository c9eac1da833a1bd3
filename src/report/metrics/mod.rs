//! Figures of prerequisite graphs as reports tell them.

mod text;

use serde::{Serialize, Serializer};

use super::json::{VERSION, Versioned, pretty};
use crate::metrics::{Analysis, Graph, Kind};

pub use text::metrics_text;

/// The figures of a plan or of a file of another tool. Field by field, this is also the JSON.
#[derive(Debug, Serialize)]
pub struct MetricsReport {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub institution: Option<String>,
    /// The track whose learners alone are looked at; none: the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub track: Option<String>,
    /// `semester` or `quarter`.
    pub system: &'static str,
    /// `first` or `all`: which prerequisites count where a course leaves a choice.
    pub options: &'static str,
    /// What was taken away, as asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<String>,
    #[serde(flatten)]
    pub figures: Figures,
    /// The same before anything was taken away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Figures>,
    /// Of a plan as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracks: Option<Vec<TrackFigures>>,
}

/// The figures of one track.
#[derive(Debug, Serialize)]
pub struct TrackFigures {
    pub id: String,
    pub title: String,
    pub stage: String,
    #[serde(flatten)]
    pub figures: Figures,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Figures>,
}

/// The figures of one graph. Courses are named by their ids.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    pub totals: Totals,
    pub courses: Vec<CourseFigures>,
    pub longest_paths: LongestPaths,
    pub bottlenecks: Vec<Bottleneck>,
    pub redundant: Vec<Redundant>,
    /// Courses that wait for each other.
    pub cycles: Vec<Vec<String>>,
    /// Courses that stand alongside each other in turn.
    pub together: Vec<Vec<String>>,
    /// None where terms or credits are not known, or where courses are for different learners.
    pub credit_balance: Option<CreditBalance>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Totals {
    pub courses: usize,
    pub requisites: usize,
    #[serde(serialize_with = "number")]
    pub credits: f64,
    pub blocking: u64,
    pub delay: u64,
    #[serde(serialize_with = "number")]
    pub centrality: f64,
    #[serde(serialize_with = "number")]
    pub complexity: f64,
    #[serde(serialize_with = "number")]
    pub rigidity: f64,
    #[serde(serialize_with = "number")]
    pub reachability: f64,
    pub requisite_distance: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CourseFigures {
    pub id: String,
    pub name: String,
    pub blocking: u64,
    pub delay: u64,
    #[serde(serialize_with = "number")]
    pub centrality: f64,
    #[serde(serialize_with = "number")]
    pub complexity: f64,
    /// Courses that it cannot be taken before.
    pub reachable_to: u64,
    /// Courses before it and after it.
    pub reach: u64,
    /// Direct requisites, and courses that require it directly.
    pub requires: usize,
    pub required_by: usize,
    pub requisite_distance: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LongestPaths {
    /// On each of them.
    pub courses: u64,
    #[serde(serialize_with = "number")]
    pub count: f64,
    /// The first few.
    pub paths: Vec<Vec<String>>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bottleneck {
    pub id: String,
    pub name: String,
    pub requires: usize,
    pub required_by: usize,
}

/// A requisite that another course brings along.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Redundant {
    pub course: String,
    pub requires: String,
    pub via: String,
    pub kind: &'static str,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CreditBalance {
    #[serde(serialize_with = "number")]
    pub min: f64,
    #[serde(serialize_with = "number")]
    pub max: f64,
    #[serde(serialize_with = "number")]
    pub mean: f64,
    #[serde(serialize_with = "number")]
    pub standard_deviation: f64,
    /// Courses with credits that have no term.
    pub unplaced: usize,
    pub terms: Vec<TermCredits>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TermCredits {
    pub term: String,
    /// The same for people.
    #[serde(skip)]
    pub shown: String,
    #[serde(serialize_with = "number")]
    pub credits: f64,
}

/// A whole number without a point, as far as it is exact.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn number<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    const EXACT: f64 = 9_007_199_254_740_992.0; // 2^53
    if value.fract() == 0.0 && (0.0..=EXACT).contains(value) {
        serializer.serialize_u64(*value as u64)
    } else {
        serializer.serialize_f64(*value)
    }
}

impl Figures {
    pub fn of(graph: &Graph) -> Self {
        let analysis = Analysis::of(graph);
        let ids = |courses: &Vec<u32>| courses.iter().map(|course| graph.course(*course).id.clone()).collect();
        let all = |lists: &[Vec<u32>]| lists.iter().map(ids).collect();
        let courses = graph.courses.iter().zip(&analysis.courses);
        let totals = &analysis.totals;
        Self {
            totals: Totals {
                courses: totals.courses,
                requisites: totals.requisites,
                credits: totals.credits,
                blocking: totals.blocking,
                delay: totals.delay,
                centrality: totals.centrality,
                complexity: totals.complexity,
                rigidity: totals.rigidity,
                reachability: totals.reachability,
                requisite_distance: totals.requisite_distance,
            },
            courses: courses
                .map(|(course, figures)| CourseFigures {
                    id: course.id.clone(),
                    name: course.name.clone(),
                    blocking: figures.blocking,
                    delay: figures.delay,
                    centrality: figures.centrality,
                    complexity: figures.complexity,
                    reachable_to: figures.reachable_to,
                    reach: figures.reach,
                    requires: figures.requires,
                    required_by: figures.required_by,
                    requisite_distance: figures.requisite_distance,
                })
                .collect(),
            longest_paths: LongestPaths {
                courses: analysis.longest.length,
                count: analysis.longest.count,
                paths: all(&analysis.longest.paths),
            },
            bottlenecks: analysis
                .bottlenecks
                .iter()
                .map(|index| {
                    let (course, figures) = (graph.course(*index), &analysis.courses[*index as usize]);
                    Bottleneck {
                        id: course.id.clone(),
                        name: course.name.clone(),
                        requires: figures.requires,
                        required_by: figures.required_by,
                    }
                })
                .collect(),
            redundant: analysis
                .redundant
                .iter()
                .map(|found| Redundant {
                    course: graph.course(found.course).id.clone(),
                    requires: graph.course(found.requires).id.clone(),
                    via: graph.course(found.via).id.clone(),
                    kind: match found.kind {
                        Kind::Prerequisite => "prerequisite",
                        Kind::Corequisite => "co-requisite",
                        Kind::StrictCorequisite => "strict co-requisite",
                    },
                })
                .collect(),
            cycles: all(&analysis.cycles),
            together: all(&analysis.together),
            credit_balance: analysis.balance.as_ref().map(|balance| CreditBalance {
                min: balance.min(),
                max: balance.max(),
                mean: balance.mean(),
                standard_deviation: balance.deviation(),
                unplaced: balance.unplaced,
                terms: balance
                    .credits
                    .iter()
                    .zip(balance.first_term..)
                    .map(|(credits, term)| TermCredits {
                        term: graph.term_name(term),
                        shown: graph.shown_term(term),
                        credits: *credits,
                    })
                    .collect(),
            }),
        }
    }
}

/// Everything there is to tell.
pub fn metrics_json(report: &MetricsReport) -> String {
    pretty(&Versioned { version: VERSION, contents: report })
}
