//! Everything that reports say about a plan, worked out once.

use rustc_hash::FxHashSet;
use serde::Serialize;

use crate::check::{self, Context, Finding};
use crate::language::translated;
use crate::model::curriculum::{Course, FrameworkIx};
use crate::model::schema::REPORT_SECTIONS;
use crate::model::{Curriculum, NodeRef};
use crate::tr;

mod courses;
mod coverage;
mod learner;
mod load;
mod progression;
mod registries;
mod requirements;
mod scope;
mod stages;
mod terms;
mod threads;

use crate::suggest::Texts;

pub use crate::suggest::Home;
pub use courses::{CourseFacts, CoverFacts, Edge, LinkedCourse, OutcomeFacts, PlaceFacts, Prerequisites};
pub use coverage::{Cell, CompetencyFacts, Gap, PointFacts, Share, StrandFacts, Target};
pub use learner::{ChoiceFacts, Learner, LearnerFacts, UnmetFacts};
pub use load::{LoadRow, StageLoad};
pub use progression::{LegFacts, LegPoint, StepFacts, ThreadFacts};
pub use registries::{AssessmentMix, RegistryEntry, WaiverFacts};
pub use requirements::RequirementFacts;
pub use scope::{Scope, ScopeFacts, UnknownScope};
pub use stages::{StageFacts, TrackFacts};
pub use terms::TermFacts;
pub use threads::{
    Handover, Leg, Role, Thread, ThreadAssessment, ThreadCourse, ThreadOutcome, ThreadPlace, ThreadPoint, ThreadStage,
    ThreadStep, Threads, word,
};

/// A plan in figures and lists. Field by field, this is also the JSON report.
#[derive(Debug, Serialize)]
pub struct Facts<'a> {
    pub id: &'a str,
    pub title: &'a str,
    /// Of the plan's own texts, where it is told.
    pub language: Option<&'a str>,
    pub scope: ScopeFacts<'a>,
    pub counts: Counts,
    pub stages: Vec<StageFacts<'a>>,
    /// Every framework, with the learners that are held against it.
    pub coverage: Vec<Target<'a>>,
    pub gaps: Vec<Gap<'a>>,
    /// How each competency grows.
    pub threads: Vec<ThreadFacts<'a>>,
    pub courses: Vec<CourseFacts<'a>>,
    pub outcomes: Vec<OutcomeFacts<'a>>,
    pub load: Vec<StageLoad<'a>>,
    pub terms: Vec<TermFacts<'a>>,
    pub prerequisites: Prerequisites,
    /// Met and unmet.
    pub requirements: Vec<RequirementFacts<'a>>,
    pub assessments: Vec<AssessmentMix<'a>>,
    pub partners: Vec<RegistryEntry<'a>>,
    pub talent: Vec<RegistryEntry<'a>>,
    pub awards: Vec<RegistryEntry<'a>>,
    pub waivers: Vec<WaiverFacts<'a>>,
    pub findings: Vec<FindingFacts<'a>>,
    pub summary: Summary,
}

/// How much of everything there is.
#[derive(Debug, Default, Serialize)]
pub struct Counts {
    pub stages: usize,
    pub tracks: usize,
    pub courses: usize,
    pub units: usize,
    pub outcomes: usize,
    pub assessments: usize,
    pub frameworks: usize,
    pub competencies: usize,
    pub partners: usize,
    pub talent: usize,
    pub awards: usize,
}

impl Counts {
    /// With the nouns, in the order in which they are told.
    pub fn named(&self) -> [(usize, &'static str, &'static str); 11] {
        [
            (self.stages, "stage", "stages"),
            (self.tracks, "track", "tracks"),
            (self.courses, "course", "courses"),
            (self.units, "unit", "units"),
            (self.outcomes, "learning outcome", "learning outcomes"),
            (self.assessments, "assessment", "assessments"),
            (self.frameworks, "framework", "frameworks"),
            (self.competencies, "competency", "competencies"),
            (self.partners, "partner", "partners"),
            (self.talent, "talent entry", "talent entries"),
            (self.awards, "award", "awards"),
        ]
    }
}

impl Counts {
    /// With what is counted in the language spoken.
    pub fn told(&self) -> [(usize, &'static str); 11] {
        self.named().map(|(count, _, many)| (count, translated(many)))
    }
}

/// How many findings there are of each severity, waived ones apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
    pub waived: usize,
}

impl Summary {
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let check::Summary { errors, warnings, notes, waived } = check::summary(findings);
        Self { errors, warnings, notes, waived }
    }
}

/// `3 errors, 12 warnings, 1 note; 2 waived`
impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { errors, warnings, notes, waived } = *self;
        let errors =
            if errors == 1 { tr!("{count} error", count = errors) } else { tr!("{count} errors", count = errors) };
        let warnings = if warnings == 1 {
            tr!("{count} warning", count = warnings)
        } else {
            tr!("{count} warnings", count = warnings)
        };
        let notes = if notes == 1 { tr!("{count} note", count = notes) } else { tr!("{count} notes", count = notes) };
        f.write_str(&tr!("{errors}, {warnings}, {notes}; {waived} waived", errors, warnings, notes, waived))
    }
}

/// A finding as reports tell it.
#[derive(Debug, Serialize)]
pub struct FindingFacts<'a> {
    pub severity: &'static str,
    pub check: &'static str,
    pub message: &'a str,
    pub file: &'a str,
    pub line: usize,
    pub node: &'a str,
    pub path: Option<&'a str>,
    pub waived: Option<&'a str>,
}

impl<'a> Facts<'a> {
    /// The sections of a report, in their order, by the names of [`REPORT_SECTIONS`].
    pub fn sections(&self) -> Vec<&'a str> {
        if self.scope.sections.is_empty() { REPORT_SECTIONS.to_vec() } else { self.scope.sections.clone() }
    }

    /// Whether a report is to have a section.
    pub fn shows(&self, section: &str) -> bool {
        self.scope.sections.is_empty() || self.scope.sections.contains(&section)
    }

    /// Of a whole plan, as far as it is worked out at every change of it: without threads, and without homes for gaps.
    pub fn of(context: &'a Context<'a>, findings: &'a [Finding]) -> Self {
        let targets = coverage::targets(context, Scope::default());
        let gaps = coverage::gaps(context, &targets, findings, Scope::default());
        Self::with(context, findings, Scope::default(), targets, gaps)
    }

    /// All that a report tells, of a plan or a part of it. `context` has been narrowed to the learners meant
    /// ([`Scope::narrow`], [`Learner::context`]); `texts` is asked for where there are gaps. None of it: without threads,
    /// and without homes for gaps.
    pub fn within(
        context: &'a Context<'a>,
        findings: &'a [Finding],
        scope: Scope<'_>,
        texts: Option<impl FnOnce() -> Texts>,
    ) -> Self {
        let targets = coverage::targets(context, scope);
        let gaps = coverage::gaps(context, &targets, findings, scope);
        let mut facts = Self::with(context, findings, scope, targets, gaps);
        if let Some(texts) = texts {
            facts.threads = progression::of(context, scope);
            if !facts.gaps.is_empty() {
                coverage::find_homes(context, texts(), &mut facts.gaps);
            }
        }
        facts
    }

    fn with(
        context: &'a Context<'a>,
        findings: &'a [Finding],
        scope: Scope<'_>,
        targets: Vec<Target<'a>>,
        gaps: Vec<Gap<'a>>,
    ) -> Self {
        let curriculum = context.curriculum;
        let (id, title) = identity(curriculum);
        let told = scope.findings(curriculum, findings, &gaps);
        Self {
            id,
            title,
            language: curriculum.language,
            scope: scope.facts(curriculum),
            counts: counts(curriculum, scope),
            stages: stages::of(curriculum, scope),
            gaps,
            threads: Vec::new(),
            coverage: targets,
            courses: courses::courses(curriculum, scope),
            outcomes: courses::outcomes(curriculum, scope),
            load: load::of(curriculum, scope),
            terms: terms::of(curriculum, scope),
            prerequisites: courses::prerequisites(curriculum, scope),
            requirements: requirements::of(context, scope),
            assessments: registries::assessment_mix(curriculum, scope),
            partners: registries::partners(curriculum, scope),
            talent: registries::talent(curriculum, scope),
            awards: registries::awards(curriculum, scope),
            waivers: registries::waivers(curriculum),
            summary: Summary::of(told.iter().copied()),
            findings: told.into_iter().map(|finding| finding_facts(context, finding)).collect(),
        }
    }
}

fn finding_facts<'a>(context: &'a Context<'a>, finding: &'a Finding) -> FindingFacts<'a> {
    FindingFacts {
        severity: finding.severity.as_str(),
        check: finding.check,
        message: &finding.message,
        file: &context.tree.file(finding.location.file).name,
        line: finding.location.start.line,
        node: &finding.node,
        path: finding.path.as_deref(),
        waived: finding.waived.as_deref(),
    }
}

/// Id and title of the plan, or of the framework that was opened by itself.
pub(crate) fn identity<'a>(curriculum: &'a Curriculum<'a>) -> (&'a str, &'a str) {
    let of_node = |at: NodeRef| {
        let node = curriculum.tree.node(at);
        let id = node.id().unwrap_or_default();
        (id, node.title(curriculum.language).unwrap_or(id))
    };
    match (curriculum.at, curriculum.frameworks.iter().find(|framework| framework.at.file == 0)) {
        (Some(at), _) => of_node(at),
        (None, Some(framework)) => (framework.id, framework.title),
        (None, None) => ("", ""),
    }
}

fn counts(curriculum: &Curriculum<'_>, scope: Scope<'_>) -> Counts {
    let courses: Vec<_> = curriculum.courses.iter().filter(|course| scope.has_course(curriculum, course)).collect();
    let named = |of: for<'c, 't> fn(&'c Course<'t>) -> &'c Vec<NodeRef>, all: usize| {
        if scope.is_everywhere() {
            return all;
        }
        courses.iter().flat_map(|course| of(course)).collect::<FxHashSet<_>>().len()
    };
    let assessments = courses.iter().flat_map(|course| &course.assessments).collect::<FxHashSet<_>>().len();
    let frameworks = || (0..curriculum.frameworks.len() as u32).map(FrameworkIx).filter(|at| scope.has_framework(*at));
    Counts {
        stages: curriculum.stage_ids().filter(|stage| scope.has_stage(curriculum, *stage)).count(),
        tracks: curriculum.track_ids().filter(|track| scope.has_track(curriculum, *track)).count(),
        units: courses.iter().map(|course| course.units.len()).sum(),
        outcomes: courses.iter().map(|course| course.outcomes.len()).sum(),
        assessments: if scope.is_everywhere() { curriculum.assessments.len() } else { assessments },
        frameworks: frameworks().count(),
        competencies: frameworks().map(|at| curriculum.framework(at).competencies.len()).sum(),
        partners: named(|course| &course.partners, curriculum.partners.len()),
        talent: named(|course| &course.teachers, curriculum.talent.len()),
        awards: named(|course| &course.awards, curriculum.awards.len()),
        courses: courses.len(),
    }
}
