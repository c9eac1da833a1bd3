use rustc_hash::FxHashSet;

use super::super::{Assessment, AssessmentIx, CourseIx, OutcomeIx, UnresolvedWhy};
use super::Builder;
use super::items;
use super::lookup::Site;
use super::paths::{Inner, segments};
use crate::model::{Kind, NodeRef, Spanned, Value};

impl<'t> Builder<'t> {
    pub(super) fn read_assessments(&mut self) {
        for course in 0..self.made.courses.len() as u32 {
            let course = CourseIx(course);
            for at in self.tree.children(self.made.course(course).at) {
                if self.node(at).kind == Kind::Assessment {
                    self.add_assessment(at, Some(course));
                }
            }
        }
        for at in self.roots_of_kind(Kind::Assessment) {
            self.add_assessment(at, None);
        }
    }

    fn add_assessment(&mut self, at: NodeRef, course: Option<CourseIx>) {
        let node = self.node(at);
        let index = AssessmentIx(self.made.assessments.len() as u32);
        let mut outcomes = Vec::new();
        let mut seen = FxHashSet::default();
        for item in items(node, "outcomes") {
            for outcome in self.outcomes_named(at, course, item) {
                if seen.insert(outcome) {
                    outcomes.push(outcome);
                }
            }
        }
        let mut courses: Vec<CourseIx> = match course {
            Some(course) => vec![course],
            None => outcomes.iter().map(|outcome| self.made.outcome(*outcome).course).collect(),
        };
        let mut weights = Vec::new();
        if let Some(weight) = node.value("weight") {
            if let Some(entries) = weight.value.as_table() {
                weights = self.weights_per_course(at, entries);
                courses.extend(weights.iter().map(|(course, _)| *course));
            }
            courses.sort_unstable();
            courses.dedup();
            if let Some(number) = weight.value.as_number() {
                weights = courses.iter().map(|course| (*course, number)).collect();
            }
        }
        courses.sort_unstable();
        courses.dedup();
        for course in courses {
            self.made.courses[course.index()].assessments.push(index);
        }
        let summative = match node.str("purpose") {
            Some(purpose) => purpose == "summative",
            None => node.value("weight").is_some(),
        };
        self.made.assessments.push(Assessment {
            at,
            course,
            title: self.title(node),
            kind: node.str("kind"),
            summative,
            weights,
            outcomes,
        });
    }

    fn weights_per_course(
        &mut self,
        at: NodeRef,
        entries: &'t [(Spanned<String>, Spanned<Value>)],
    ) -> Vec<(CourseIx, f64)> {
        let mut weights = Vec::with_capacity(entries.len());
        for (name, weight) in entries {
            if let Some(course) = self.made.course_ids.get(name.value.as_str()) {
                weights.extend(weight.value.as_number().map(|number| (*course, number)));
            } else {
                let name = Spanned::new(name.span, Value::string(name.value.as_str()));
                self.lookup.miss(&self.made, Site { at, key: "weight" }, &name, &[Kind::Course]);
            }
        }
        weights
    }

    /// The outcomes that a path stands for: within the course, or from the root of the plan.
    fn outcomes_named(&mut self, at: NodeRef, course: Option<CourseIx>, item: &Spanned<Value>) -> Vec<OutcomeIx> {
        let Some(text) = item.value.as_str() else { return Vec::new() };
        let path = segments(text);
        let site = Site { at, key: "outcomes" };
        let (course, inner) = match (course, path.split_first()) {
            (Some(course), Some(_)) => (course, &path[..]),
            (None, Some((first, rest))) => {
                let Some(course) = self.made.course_ids.get(first).copied() else {
                    self.miss_course_of(site, item, first, rest);
                    return Vec::new();
                };
                (course, rest)
            }
            (_, None) => {
                let why = UnresolvedWhy::Unknown { wanted: Kind::Outcome.to_string(), suggestion: None };
                self.lookup.list(site, item.span, text, why);
                return Vec::new();
            }
        };
        let why = match self.paths[course.index()].find(inner) {
            Ok(Inner::Outcome(outcome)) => return vec![outcome],
            Ok(Inner::Unit(unit)) => {
                let unit = &self.made.course(course).units[unit as usize];
                return unit.outcomes.clone().map(OutcomeIx).collect();
            }
            Ok(Inner::Course) => return self.made.outcomes_of(course).collect(),
            Ok(Inner::Other(found)) => UnresolvedWhy::WrongKind { wanted: Kind::Outcome.to_string(), found },
            Err(_) => {
                let prefix = if inner.len() < path.len() { path.first().copied() } else { None };
                UnresolvedWhy::Unknown {
                    wanted: Kind::Outcome.to_string(),
                    suggestion: self.suggest_outcome(course, prefix, inner),
                }
            }
        };
        self.lookup.list(site, item.span, text, why);
        Vec::new()
    }

    fn suggest_outcome(&mut self, course: CourseIx, prefix: Option<&str>, inner: &[&str]) -> Option<String> {
        let paths = &self.paths[course.index()];
        if let Some((first, rest)) = inner.split_first()
            && *first == self.made.course(course).id
            && !rest.is_empty()
            && paths.find(rest).is_ok()
        {
            // Written from the root of the plan, where a path within the course is wanted.
            return Some(rest.join("/"));
        }
        let near = self.lookup.suggest(&inner.join("/"), || paths.names())?;
        Some(prefix.map_or(near.clone(), |prefix| format!("{prefix}/{near}")))
    }

    fn miss_course_of(&mut self, site: Site<'_>, item: &Spanned<Value>, first: &str, rest: &[&str]) {
        let wanted = Kind::Outcome.label().to_owned();
        let why = if let Some(found) = self.made.ids.get(first) {
            UnresolvedWhy::WrongKind { wanted, found: self.tree.node(*found).kind }
        } else {
            let near = self.lookup.suggest(first, || self.made.courses.iter().map(|each| each.id).collect());
            let whole = |near: String| [&[near.as_str()], rest].concat().join("/");
            UnresolvedWhy::Unknown { wanted, suggestion: near.map(whole) }
        };
        self.lookup.list(site, item.span, item.value.as_str().unwrap_or_default(), why);
    }
}
