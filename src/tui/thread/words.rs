//! What is said about a line of the thread.

use super::{Line, Shown};
use crate::model::NodeRef;
use crate::report::facts::{Handover, Leg, Role, ThreadPlace, ThreadPoint, ThreadStep, word};
use crate::tr;

impl Shown<'_> {
    /// A title in the language that is shown, where the tree still is the one that was worked on.
    pub(super) fn titled(&self, at: NodeRef, fallback: &str) -> String {
        let node = self.state.tree().get(at).filter(|_| self.state.is_analysed());
        node.and_then(|node| node.title(self.state.language())).unwrap_or(fallback).to_owned()
    }

    pub(super) fn scale(&self) -> &[String] {
        self.threads.scales.get(self.thread.scale).map_or(&[], Vec::as_slice)
    }

    pub(super) fn word(&self, level: u8) -> &str {
        word(self.scale(), level).unwrap_or(tr!("nothing"))
    }

    pub(super) fn stage(&self, stage: usize) -> String {
        let Some(stage) = self.threads.stages.get(stage) else { return String::new() };
        let fallback = if stage.title.is_empty() { &stage.id } else { &stage.title };
        self.titled(stage.at, fallback)
    }

    /// Whether another stage of the thread stands beside this one: a learner goes through one of them.
    pub(super) fn is_parallel(&self, leg: &Leg) -> bool {
        let rank = |leg: &Leg| self.threads.stages.get(leg.stage).map(|stage| stage.rank);
        self.thread.legs.iter().filter(|other| rank(other) == rank(leg)).count() > 1
    }

    pub(super) fn course(&self, step: &ThreadStep) -> String {
        let Some(course) = self.threads.courses.get(step.course as usize) else { return String::new() };
        if course.id.is_empty() { course.title.clone() } else { course.id.clone() }
    }

    pub(super) fn outcome(&self, step: &ThreadStep) -> String {
        let outcome = self.threads.outcomes.get(step.outcome as usize);
        outcome.map_or_else(String::new, |outcome| self.titled(outcome.at, &outcome.text))
    }

    fn place(&self, step: &ThreadStep) -> Option<&ThreadPlace> {
        self.threads.courses.get(step.course as usize)?.places.get(step.place as usize)
    }

    /// Whom a step reaches; nothing is said where it is everyone.
    pub(super) fn who(&self, step: &ThreadStep) -> String {
        let Some(place) = self.place(step) else { return String::new() };
        let tracks = match (place.tracks.as_slice(), place.except.as_slice()) {
            ([], []) => None,
            ([], except) => Some(tr!("not {tracks}", tracks = except.join(", "))),
            (tracks, _) => Some(tracks.join(", ")),
        };
        let elective = (!place.electives.is_empty()).then(|| tr!("elective").to_owned());
        tracks.into_iter().chain(elective).collect::<Vec<_>>().join(", ")
    }

    /// `year 2, term 1`, `years 1–3`; nothing where it runs through the whole stage.
    pub(super) fn when(&self, leg: &Leg, step: &ThreadStep) -> String {
        let Some(stage) = self.threads.stages.get(leg.stage) else { return String::new() };
        let terms = stage.terms.max(1);
        let year = |term: i64| stage.first_year.saturating_add(term.div_euclid(terms));
        let (first, last) = (year(step.start), year(step.end));
        let whole = step.start.rem_euclid(terms) == 0 && step.end.rem_euclid(terms) == terms - 1;
        let all = step.start <= 0 && step.end >= stage.years.max(1).saturating_mul(terms) - 1;
        if all && first != last {
            String::new()
        } else if first != last {
            tr!("in years {first}–{last}", first, last)
        } else if whole {
            tr!("in year {year}", year = first)
        } else if step.start == step.end {
            tr!("in year {year}, term {term}", year = first, term = step.start.rem_euclid(terms) + 1)
        } else {
            tr!("in year {year}", year = first)
        }
    }

    /// `guaranteed try, possible apply`
    pub(super) fn figures(&self, guaranteed: u8, possible: u8) -> String {
        if guaranteed == possible {
            return tr!("guaranteed {level}", level = self.word(guaranteed));
        }
        tr!("guaranteed {level}, possible {most}", level = self.word(guaranteed), most = self.word(possible))
    }

    pub(super) fn point(&self, point: &ThreadPoint) -> String {
        let expected = self.word(point.expected);
        match point.year {
            Some(year) => tr!("{level} expected at {point}, year {year}", level = expected, point = point.id, year),
            None => tr!("{level} expected at {point}", level = expected, point = point.id),
        }
    }

    pub(super) fn handover(&self, handover: &Handover) -> String {
        let from = self.stage(handover.from);
        let (least, most) = (self.word(handover.guaranteed), self.word(handover.possible));
        let brought = if handover.guaranteed == handover.possible {
            tr!("from {stage} with {least}", stage = from, least)
        } else {
            tr!("from {stage} with at least {least}, at most {most}", stage = from, least, most)
        };
        match handover.begins {
            Some(level) => tr!("{brought}; begins here at {level}", brought, level = self.word(level)),
            None => brought,
        }
    }

    pub(super) fn assessment(&self, assessment: u32) -> (String, String) {
        let Some(facts) = self.threads.assessments.get(assessment as usize) else { return Default::default() };
        let kind = if facts.kind.is_empty() { tr!("assessment") } else { crate::language::translated(&facts.kind) };
        let purpose = if facts.summative { tr!("summative") } else { tr!("formative") };
        (tr!("{kind}, {purpose}", kind, purpose), self.titled(facts.at, &facts.title))
    }

    /// All of a line, in sentences.
    pub(super) fn told(&self, line: Line) -> Vec<String> {
        let leg = line.leg().and_then(|leg| self.thread.legs.get(leg));
        match (line, leg) {
            (Line::Stage(index), Some(leg)) => {
                let stage = self.stage(leg.stage);
                let mut told = vec![tr!(
                    "{stage}, at its end: {figures}",
                    stage,
                    figures = self.figures(leg.guaranteed, leg.possible)
                )];
                if self.threads.is_hole(self.thread, index) {
                    told.push(tr!("taken up before and after, but not here").to_owned());
                }
                if self.is_parallel(leg) {
                    told.push(tr!("learners go through this stage or one beside it").to_owned());
                }
                told
            }
            (Line::Step { index, .. }, Some(leg)) => {
                let Some(step) = leg.steps.get(index) else { return Vec::new() };
                let course = self.threads.courses.get(step.course as usize);
                let course = course.map_or_else(String::new, |course| {
                    [course.id.as_str(), course.title.as_str()]
                        .iter()
                        .filter(|t| !t.is_empty())
                        .copied()
                        .collect::<Vec<_>>()
                        .join(" ")
                });
                let who = self.who(step);
                let who = if who.is_empty() { tr!("for all learners").to_owned() } else { tr!("for {who}", who) };
                let when = self.when(leg, step);
                let place = [course, when, who].into_iter().filter(|part| !part.is_empty());
                vec![
                    tr!("{what}: {figures}", what = role_word(step.role), figures = self.outcome(step)),
                    place.collect::<Vec<_>>().join(tr!(", ")),
                ]
            }
            (Line::Assessed { assessment, outcomes, course, .. }, _) => {
                let (kind, title) = self.assessment(assessment);
                let course = self.threads.courses.get(course as usize).map_or("", |course| course.id.as_str());
                let looks = match outcomes {
                    1 => tr!("looks at 1 of these outcomes").to_owned(),
                    count => tr!("looks at {count} of these outcomes", count),
                };
                vec![format!("{title} ({kind})"), [course, &looks].join(tr!(", "))]
            }
            (Line::Point { index, .. }, Some(leg)) => {
                let Some(point) = leg.points.get(index) else { return Vec::new() };
                let figures = self.figures(point.guaranteed, point.possible);
                let told = tr!("{what}: {figures}", what = self.point(point), figures);
                if point.is_gap() {
                    vec![
                        told,
                        tr!(
                            "a gap: {key} suggests the units best placed to take it",
                            key = self.state.key_of("suggest")
                        ),
                    ]
                } else {
                    vec![told]
                }
            }
            (Line::Handover { index, .. }, Some(leg)) => {
                leg.handovers.get(index).map(|handover| self.handover(handover)).into_iter().collect()
            }
            (Line::Left(index), Some(_)) => vec![self.left(index).to_owned()],
            (Line::Finding(number), _) => {
                let Some(finding) = self.findings.get(number as usize) else { return Vec::new() };
                let help = finding.help.as_ref().map(|help| tr!("help: {help}", help));
                let waived = finding.waived.as_ref().map(|why| tr!("waived: {why}", why));
                [Some(finding.message.clone()), waived, help].into_iter().flatten().collect()
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn left(&self, leg: usize) -> &'static str {
        if self.threads.is_hole(self.thread, leg) {
            tr!("left out here, though taken up before and after")
        } else {
            tr!("not taken up here")
        }
    }
}

pub(super) fn role_word(role: Role) -> &'static str {
    match role {
        Role::Introduces => tr!("introduces"),
        Role::Deepens => tr!("deepens"),
        Role::Repeats => tr!("repeats"),
    }
}

/// The glyph of a role.
pub(super) fn glyph(role: Role) -> &'static str {
    match role {
        Role::Introduces => "●",
        Role::Deepens => "▲",
        Role::Repeats => "=",
    }
}
