use rustc_hash::{FxHashMap, FxHashSet};

use crate::check::order::same_learners;
use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::words;
use crate::check::{Context, Fix, Severity, fix, terms};
use crate::model::Span;
use crate::model::curriculum::{CourseIx, Curriculum, Placement, Requisite, StageIx};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "prerequisite-too-late",
    family: Family::Prerequisites,
    severity: Some(Severity::Error),
    summary: "A course comes before, or together with, what it requires",
    what: "A course whose prerequisite is not over when it begins, for the same learners: it stands in the same term, \
           in a later one or in a later stage. A course without a term runs through all terms of its years; courses \
           without years are not compared within a stage. Where a prerequisite leaves a choice, only if too few of \
           the options come in time. A course in `alongside` may stand in the same term, but not begin after it. \
           Courses that require each other in a circle are left to prerequisite-cycle.",
    why: "On paper the course needs something that its learners have not had.",
    example: r#"
[[course]]
id = "PD-201"
year = 1
term = 2
requires = ["PD-102"]

[[course]]
id = "PD-102"
year = 1
term = 2
"#,
    mend: "Move one of the courses, or require something earlier; the fix, a suggestion, moves the course that \
           requires the other to the first term that will do in its stage. Where both may be taken in one term, write \
           `alongside` in place of `requires`.",
    settings: &[],
    run,
};

/// How far ahead a course is moved at most.
const MOST_TERMS: usize = 1_000;

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let mut clock = Clock { curriculum, before: FxHashMap::default() };
    let mut drafts = Vec::new();
    for course in curriculum.course_ids() {
        let mut seen: FxHashSet<Span> = FxHashSet::default();
        for placement in &curriculum.course(course).placements {
            let asked =
                placement.requires.iter().map(|requisite| clock.late(sink, context, course, placement, requisite));
            let mut late: Vec<Late> = asked.flatten().collect();
            late.extend(clock.late_companions(sink, context, course, placement));
            for late in late.into_iter().filter(|late| seen.insert(late.span)) {
                let stage = placement.stage.map(|stage| curriculum.stage(stage).id);
                let fix = late.start.and_then(|start| clock.moved(course, placement, start));
                drafts.push(
                    Draft::new(placement.at, late.span, late.message)
                        .stage(stage)
                        .detail(curriculum.course(late.wanted).id)
                        .help(tr!("move one of the two, or require something earlier"))
                        .fix(fix),
                );
            }
        }
    }
    sink.push_all(drafts);
}

struct Late {
    wanted: CourseIx,
    span: Span,
    message: String,
    /// The term from which on it would come in time, where the course can wait for it within its stage.
    start: Option<i64>,
}

/// Of the courses to pick from, too few come in time.
fn too_few(first: &str, all: usize, most: usize, count: usize) -> String {
    let courses = words::courses(all);
    match (most, count) {
        (0, 1) => {
            tr!("{first}; of the {courses} to pick from, none come in time, but 1 is needed", first, courses)
        }
        (0, _) => {
            tr!(
                "{first}; of the {courses} to pick from, none come in time, but {count} are needed",
                first,
                courses,
                count
            )
        }
        (1, _) => {
            tr!(
                "{first}; of the {courses} to pick from, 1 comes in time, but {count} are needed",
                first,
                courses,
                count
            )
        }
        _ => tr!(
            "{first}; of the {courses} to pick from, {most} come in time, but {count} are needed",
            first,
            courses,
            most,
            count
        ),
    }
}

/// When placements begin and end, counted in terms of their stage.
struct Clock<'c, 't> {
    curriculum: &'c Curriculum<'t>,
    /// Stages that come before a stage, for those that were asked for.
    before: FxHashMap<StageIx, FxHashSet<StageIx>>,
}

/// Terms from the start of year 0 on, as far as is known.
#[derive(Clone, Copy)]
struct Stretch {
    latest_start: i64,
    earliest_end: i64,
    terms: i64,
}

impl<'t> Clock<'_, 't> {
    fn late(
        &mut self,
        sink: &Sink<'_>,
        context: &Context<'_>,
        course: CourseIx,
        placement: &Placement<'t>,
        requisite: &Requisite<'t>,
    ) -> Option<Late> {
        match requisite {
            Requisite::Course(wanted, span) => {
                if sink.shared.order(context).in_one_knot(course, *wanted) {
                    return None;
                }
                let (when, start) = self.too_late(course, placement, *wanted, false)?;
                let name = |index| words::course(self.curriculum, index);
                let message =
                    tr!("{course} requires {wanted}, but {when}", course = name(course), wanted = name(*wanted), when);
                Some(Late { wanted: *wanted, span: *span, message, start })
            }
            Requisite::Pick { count, of } => {
                let mut late: Vec<Late> =
                    of.iter().filter_map(|option| self.late(sink, context, course, placement, option)).collect();
                if of.len() - late.len() >= (*count).min(of.len()) {
                    return None;
                }
                let most = of.len() - late.len();
                let first = late.swap_remove(0); // more options are late than may be
                let message = too_few(&first.message, of.len(), most, *count);
                Some(Late { message, start: None, ..first })
            }
            Requisite::All(of) => of.iter().find_map(|each| self.late(sink, context, course, placement, each)),
            Requisite::Credits(_) | Requisite::External(_) | Requisite::Text(_) => None,
        }
    }

    fn late_companions(
        &mut self,
        sink: &Sink<'_>,
        context: &Context<'_>,
        course: CourseIx,
        placement: &Placement<'t>,
    ) -> Vec<Late> {
        let curriculum = self.curriculum;
        let mut late = Vec::new();
        for companion in &curriculum.course(course).alongside {
            if sink.shared.order(context).in_one_knot(course, companion.course) {
                continue;
            }
            if let Some((when, start)) = self.too_late(course, placement, companion.course, true) {
                let name = |index| words::course(curriculum, index);
                let (course, wanted) = (name(course), name(companion.course));
                let message = tr!("{course} is taken alongside {wanted}, but {when}", course, wanted, when);
                late.push(Late { wanted: companion.course, span: companion.span, message, start });
            }
        }
        late
    }

    /// Says how a wanted course comes too late for the learners of a placement, and when they could begin;
    /// none where it does not.
    fn too_late(
        &mut self,
        course: CourseIx,
        placement: &Placement<'t>,
        wanted: CourseIx,
        alongside: bool,
    ) -> Option<(String, Option<i64>)> {
        let stage = placement.stage?;
        let curriculum = self.curriculum;
        let of_wanted = curriculum.course(wanted);
        let (here, elsewhere): (Vec<_>, Vec<_>) = of_wanted
            .placements
            .iter()
            .filter(|other| other.stage.is_some())
            .partition(|other| other.stage == Some(stage));
        if elsewhere.iter().any(|other| other.stage.is_some_and(|other| self.is_before(other, stage))) {
            return None;
        }
        let own = self.stretch(curriculum.course(course).terms, placement);
        let mut any_here = false;
        for other in here.into_iter().filter(|other| same_learners(curriculum, placement, other)) {
            any_here = true;
            let (Some(own), Some(its)) = (own, self.stretch(of_wanted.terms, other)) else { continue };
            let late =
                if alongside { its.latest_start > own.earliest_end } else { its.earliest_end >= own.latest_start };
            if late {
                let (at, own_at) =
                    if alongside { (its.latest_start, own.earliest_end) } else { (its.earliest_end, own.latest_start) };
                let id = crate::text::visible(of_wanted.id);
                let tracks = if other.tracks.is_empty() { &placement.tracks } else { &other.tracks };
                let tracks: Vec<String> = tracks.iter().map(|track| words::track(curriculum, *track)).collect();
                let whose = if tracks.is_empty() {
                    String::new()
                } else {
                    tr!(" for learners of {tracks}", tracks = words::list(&tracks))
                };
                let (its, own) = (its.name(at), own.name(own_at));
                let start = if alongside { at } else { at.saturating_add(1) };
                let when = if alongside {
                    tr!("{id} begins in {its} and it is over after {own}{whose}", id, its, own, whose)
                } else {
                    tr!("{id} runs until {its} and it begins in {own}{whose}", id, its, own, whose)
                };
                return Some((when, Some(start)));
            }
        }
        if any_here {
            return None;
        }
        let later =
            elsewhere.into_iter().filter_map(|other| other.stage).find(|other| self.is_before(stage, *other))?;
        let (its, own) = (words::stage(curriculum, later), words::stage(curriculum, stage));
        let id = crate::text::visible(of_wanted.id);
        Some((tr!("{id} stands in {its}, which comes after {own}", id, its, own), None))
    }

    /// The course in the first year and term of its stage that begins late enough. None where it runs over
    /// several years or terms that are named, or where its units say when they are.
    fn moved(&self, course: CourseIx, placement: &Placement<'_>, start: i64) -> Option<Fix> {
        let curriculum = self.curriculum;
        let stage = curriculum.stage(placement.stage?);
        let of = curriculum.course(course);
        let (&[year], &[] | &[_]) = (placement.years.as_slice(), placement.terms.as_slice()) else { return None };
        if of.units.iter().any(|unit| !unit.years.is_empty() || !unit.terms.is_empty()) {
            return None;
        }
        let per_year = stage.terms.clamp(1, 1_000);
        let end = stage.first_year.saturating_add(stage.years).saturating_mul(per_year);
        let runs = of.terms.filter(|runs| *runs >= 1);
        let first = year.saturating_mul(per_year);
        let slots = (start.max(first)..end).take(MOST_TERMS);
        if placement.terms.is_empty() {
            // It begins with its year, or where it runs on fewer terms, as late in it as that allows.
            let latest = runs.filter(|runs| *runs < per_year).map_or(0, |runs| per_year - runs);
            let mut years = slots.map(|slot| slot.div_euclid(per_year));
            let year = years.find(|year| year.saturating_mul(per_year).saturating_add(latest) >= start)?;
            return fix::move_to(curriculum.tree, placement.at, of.id, year, None);
        }
        let fits = |slot: &i64| {
            let term = slot.rem_euclid(per_year) + 1;
            (of.offered.is_empty() || of.offered.contains(&term)) && slot.saturating_add(runs.unwrap_or(1)) <= end
        };
        let slot = slots.into_iter().find(fits)?;
        let (year, term) = (slot.div_euclid(per_year), slot.rem_euclid(per_year) + 1);
        fix::move_to(curriculum.tree, placement.at, of.id, year, Some(term))
    }

    fn stretch(&self, runs: Option<i64>, placement: &Placement<'_>) -> Option<Stretch> {
        let stage = self.curriculum.stage(placement.stage?);
        let terms = stage.terms.clamp(1, 1_000);
        let only_year = (stage.years == 1 && !placement.terms.is_empty()).then_some(stage.first_year);
        let first_year = placement.years.iter().copied().min().or(only_year)?;
        let last_year = placement.years.iter().copied().max().or(only_year)?;
        let (first_term, last_term) = (placement.terms.iter().copied().min(), placement.terms.iter().copied().max());
        let at = |year: i64, term: i64| year.saturating_mul(terms).saturating_add(term.saturating_sub(1));
        let runs = runs.filter(|runs| *runs >= 1);
        let (latest_start, earliest_end) = match (first_term, last_term, runs) {
            (Some(first), Some(last), _) => {
                let start = at(first_year, first);
                let through = runs.map_or(start, |runs| start.saturating_add(runs - 1));
                (start, through.max(at(last_year, last)))
            }
            // It runs on fewer terms than its years have; in which of them is open.
            (_, _, Some(runs)) if first_year == last_year && runs < terms => {
                (at(last_year, terms).saturating_sub(runs - 1), at(first_year, 1).saturating_add(runs - 1))
            }
            _ => (at(first_year, 1), at(last_year, terms)),
        };
        Some(Stretch { latest_start, earliest_end, terms })
    }

    fn is_before(&mut self, earlier: StageIx, later: StageIx) -> bool {
        let curriculum = self.curriculum;
        let before = self.before.entry(later).or_insert_with(|| {
            let mut found = FxHashSet::default();
            let mut open = curriculum.stage(later).after.clone();
            while let Some(stage) = open.pop() {
                if found.insert(stage) {
                    open.extend(&curriculum.stage(stage).after);
                }
            }
            found
        });
        before.contains(&earlier)
    }
}

impl Stretch {
    /// `year 2, term 1`
    fn name(self, at: i64) -> String {
        terms::name(self.terms, at)
    }
}
