//! Sheets that are one table each. What there is none of has no sheet; courses, outcomes, gaps and findings
//! always have one, for that there are none is worth knowing.

use rust_xlsxwriter::XlsxError;
use rustc_hash::FxHashMap;

use super::book::{Book, Cell};
use crate::language::translated;
use crate::report::facts::{CourseFacts, Facts, LoadRow, OutcomeFacts, PlaceFacts, RegistryEntry, StageLoad};
use crate::report::told;
use crate::tr;

type Written = Result<(), XlsxError>;

pub(super) fn coverage(book: &mut Book<'_>, facts: &Facts<'_>) -> Written {
    let shares: Vec<_> = facts
        .coverage
        .iter()
        .flat_map(|target| target.strands.iter().map(move |strand| (target, strand)))
        .flat_map(|(target, strand)| target.points.iter().zip(&strand.shares).map(move |cell| (target, strand, cell)))
        .filter(|(.., (_, share))| share.expected > 0)
        .collect();
    if shares.is_empty() {
        return Ok(());
    }
    let columns = [
        (tr!("Framework"), 18.0),
        (tr!("Learners"), 16.0),
        (tr!("Strand"), 10.0),
        (tr!("Title"), 30.0),
        (tr!("Where"), 20.0),
        (tr!("Stage"), 20.0),
        (tr!("Expected"), 11.0),
        (tr!("Guaranteed"), 11.0),
        (tr!("Possible"), 11.0),
        (tr!("Share guaranteed"), 12.0),
    ];
    let rows = shares.iter().map(|(target, strand, (point, share))| {
        [
            target.framework.into(),
            target.track.unwrap_or(told::everyone(facts)).into(),
            strand.id.into(),
            strand.title.into(),
            point.id.into(),
            point.stage.into(),
            share.expected.into(),
            share.guaranteed.into(),
            share.possible.into(),
            Cell::Share(share.guaranteed as f64 / share.expected as f64),
        ]
    });
    book.table(tr!("Strands"), columns, rows)
}

pub(super) fn courses(book: &mut Book<'_>, facts: &Facts<'_>) -> Written {
    let columns = [
        (tr!("Course"), 14.0),
        (tr!("Code"), 14.0),
        (tr!("Title"), 44.0),
        (tr!("Stage"), 20.0),
        (tr!("Tracks"), 20.0),
        (tr!("Year"), 9.0),
        (tr!("Term"), 9.0),
        (tr!("Elective in"), 18.0),
        (tr!("Chosen from"), 18.0),
        (tr!("Hours"), 9.0),
        (tr!("Credits"), 9.0),
        (tr!("Units"), 8.0),
        (tr!("Outcomes"), 10.0),
        (tr!("Assessments"), 12.0),
        (tr!("Number of teachers"), 10.0),
        (tr!("Number of partners"), 10.0),
    ];
    let rows = facts.courses.iter().map(|course| {
        [
            course.id.into(),
            course.code.into(),
            course.title.into(),
            places(course, |place| place.stage.map(str::to_owned)),
            places(course, |place| Some(place.tracks.join(", "))),
            number_or_list(course, |place| &place.years),
            number_or_list(course, |place| &place.terms),
            places(course, |place| Some(place.electives.join(", "))),
            course.chosen_from.into(),
            course.hours.into(),
            course.credits.into(),
            course.units.into(),
            course.outcomes.into(),
            course.assessments.into(),
            course.teachers.into(),
            course.partners.into(),
        ]
    });
    book.table(tr!("Courses"), columns, rows)
}

/// What the places of a course say, each thing once.
fn places<'a>(course: &CourseFacts<'_>, says: impl Fn(&PlaceFacts<'_>) -> Option<String>) -> Cell<'a> {
    let mut told: Vec<String> = Vec::new();
    for word in course.places.iter().filter_map(says).filter(|word| !word.is_empty()) {
        if !told.contains(&word) {
            told.push(word);
        }
    }
    told.join("; ").into()
}

/// One number as a number, several as text.
fn number_or_list<'a>(course: &CourseFacts<'_>, of: impl for<'p> Fn(&'p PlaceFacts<'_>) -> &'p Vec<i64>) -> Cell<'a> {
    let mut numbers: Vec<i64> = course.places.iter().flat_map(|place| of(place).iter().copied()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    match numbers.as_slice() {
        [] => Cell::Nothing,
        [one] => (*one).into(),
        several => several.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ").into(),
    }
}

pub(super) fn outcomes(book: &mut Book<'_>, facts: &Facts<'_>) -> Written {
    let titles: FxHashMap<&str, &str> = facts.courses.iter().map(|course| (course.id, course.title)).collect();
    let columns = [
        (tr!("Course"), 14.0),
        (tr!("Title of the course"), 28.0),
        (tr!("Unit"), 24.0),
        (tr!("Outcome"), 60.0),
        (tr!("Covers"), 36.0),
        (tr!("Competencies"), 12.0),
        (tr!("Assessed by"), 28.0),
        (tr!("Path"), 28.0),
    ];
    let several = facts.coverage.iter().any(|target| facts.coverage.iter().any(|o| o.framework != target.framework));
    let rows = facts.outcomes.iter().map(|outcome| {
        [
            outcome.course.into(),
            titles.get(outcome.course).copied().into(),
            outcome.unit.into(),
            outcome.text.into(),
            covers(outcome, several).into(),
            outcome.covers.len().into(),
            outcome.assessed_by.join(", ").into(),
            outcome.path.as_str().into(),
        ]
    });
    book.table(tr!("Outcomes"), columns, rows)
}

fn covers(outcome: &OutcomeFacts<'_>, several: bool) -> String {
    let told = outcome.covers.iter().map(|cover| {
        let framework = if several { format!("{}:", cover.framework) } else { String::new() };
        format!("{framework}{} {}", cover.competency, cover.level).trim_end().to_owned()
    });
    told.collect::<Vec<_>>().join(", ")
}

pub(super) fn gaps(book: &mut Book<'_>, facts: &Facts<'_>) -> Written {
    let columns = [
        (tr!("Framework"), 14.0),
        (tr!("Learners"), 16.0),
        (tr!("Competency"), 12.0),
        (tr!("Statement"), 50.0),
        (tr!("Where"), 18.0),
        (tr!("Stage"), 18.0),
        (tr!("Expected"), 12.0),
        (tr!("Guaranteed"), 12.0),
        (tr!("Possible"), 12.0),
        (tr!("Result"), 12.0),
        (tr!("Taught in"), 36.0),
        (tr!("Missed, for example, by"), 36.0),
        (tr!("Waived"), 36.0),
        (tr!("Suggested homes"), 36.0),
    ];
    let rows = facts.gaps.iter().map(|gap| {
        [
            gap.framework.into(),
            gap.track.unwrap_or(told::everyone(facts)).into(),
            gap.competency.into(),
            gap.statement.into(),
            gap.point.into(),
            gap.stage.into(),
            gap.expected.into(),
            gap.guaranteed.unwrap_or(tr!("none")).into(),
            gap.possible.unwrap_or(tr!("none")).into(),
            (if gap.met_by_some { tr!("met by some") } else { tr!("gap") }).into(),
            gap.taught_in.join(", ").into(),
            gap.path.as_deref().into(),
            gap.waived.into(),
            gap.homes.iter().flatten().map(|home| home.place.as_str()).collect::<Vec<_>>().join(", ").into(),
        ]
    });
    book.table(tr!("Gaps"), columns, rows)
}

pub(super) fn load(book: &mut Book<'_>, facts: &Facts<'_>) -> Written {
    let of_stage = |stage: &'_ StageLoad<'_>| stage.rows.len() + stage.totals.len();
    if facts.load.iter().all(|stage| of_stage(stage) == 0) {
        return Ok(());
    }
    let columns = [
        (tr!("Stage"), 20.0),
        (tr!("Title"), 34.0),
        (tr!("Learners"), 18.0),
        (tr!("Year"), 10.0),
        (tr!("Courses"), 9.0),
        (tr!("Hours"), 10.0),
        (tr!("Credits"), 10.0),
        (tr!("Electives offered"), 10.0),
        (tr!("Their hours"), 10.0),
        (tr!("Their credits"), 10.0),
        (tr!("Budget in hours"), 11.0),
        (tr!("Minutes of a period"), 11.0),
    ];
    let row = |stage: &StageLoad<'_>, row: &LoadRow<'_>, year: Cell<'static>| {
        let is_total = matches!(year, Cell::Text(_)) && row.year.is_none();
        [
            stage.stage.to_owned().into(),
            stage.title.to_owned().into(),
            row.track.unwrap_or(told::everyone(facts)).to_owned().into(),
            year,
            row.courses.into(),
            row.hours.into(),
            row.credits.into(),
            row.elective_courses.into(),
            row.elective_hours.into(),
            row.elective_credits.into(),
            stage.budget.filter(|_| is_total).into(),
            stage.period_minutes.into(),
        ]
    };
    let mut rows: Vec<[Cell<'static>; 12]> = Vec::new();
    for stage in &facts.load {
        for part in &stage.rows {
            rows.push(row(stage, part, part.year.map_or_else(|| tr!("any").into(), Cell::from)));
        }
        for total in &stage.totals {
            rows.push(row(stage, total, tr!("total").into()));
        }
    }
    book.table(tr!("Load by year"), columns, rows.into_iter())
}

pub(super) fn terms(book: &mut Book<'_>, facts: &Facts<'_>) -> Written {
    let busy: Vec<_> = facts.terms.iter().filter(|term| term.is_busy()).collect();
    if busy.is_empty() {
        return Ok(());
    }
    let columns = [
        (tr!("Stage"), 20.0),
        (tr!("Track"), 20.0),
        (tr!("Year"), 8.0),
        (tr!("Term"), 8.0),
        (tr!("Hours at least"), 11.0),
        (tr!("Hours at most"), 11.0),
        (tr!("Credits at least"), 11.0),
        (tr!("Credits at most"), 11.0),
    ];
    let rows = busy.into_iter().map(|term| {
        [
            term.stage.into(),
            term.track.unwrap_or(told::everyone(facts)).into(),
            term.year.into(),
            term.term.into(),
            term.least_hours.into(),
            term.most_hours.into(),
            term.least_credits.into(),
            term.most_credits.into(),
        ]
    });
    book.table(tr!("Load by term"), columns, rows)
}

pub(super) fn prerequisites(book: &mut Book<'_>, facts: &Facts<'_>) -> Written {
    let graph = &facts.prerequisites;
    if graph.edges.is_empty() {
        return Ok(());
    }
    let mut before: FxHashMap<&str, [Vec<&str>; 2]> = FxHashMap::default();
    for edge in &graph.edges {
        before.entry(&edge.to).or_default()[usize::from(edge.kind != "prerequisite")].push(&edge.from);
    }
    let columns = [
        (tr!("Course"), 14.0),
        (tr!("Title"), 44.0),
        (tr!("Requires"), 30.0),
        (tr!("Alongside"), 24.0),
        (tr!("Blocking"), 10.0),
        (tr!("Delay"), 10.0),
        (tr!("Complexity"), 11.0),
        (tr!("Bottleneck"), 11.0),
        (tr!("On the longest path"), 11.0),
        (tr!("In a circle"), 11.0),
    ];
    let yes = |is: bool| if is { Cell::from(tr!("yes")) } else { Cell::Nothing };
    let rows = graph.courses.iter().map(|course| {
        let required = |index: usize| before.get(course.id.as_str()).map(|lists| lists[index].join(", "));
        [
            course.id.as_str().into(),
            course.title.as_str().into(),
            required(0).into(),
            required(1).into(),
            course.blocking.into(),
            course.delay.into(),
            course.complexity.into(),
            yes(course.is_bottleneck),
            yes(graph.longest_path.contains(&course.id)),
            yes(graph.cycles.iter().any(|cycle| cycle.contains(&course.id))),
        ]
    });
    book.table(tr!("Prerequisites"), columns, rows)
}

pub(super) fn requirements(book: &mut Book<'_>, facts: &Facts<'_>) -> Written {
    if facts.requirements.is_empty() {
        return Ok(());
    }
    let columns = [
        (tr!("Id"), 24.0),
        (tr!("Title"), 60.0),
        (tr!("For"), 20.0),
        (tr!("What is counted"), 16.0),
        (tr!("At least"), 10.0),
        (tr!("At most"), 10.0),
        (tr!("How many"), 10.0),
        (tr!("Counted for"), 16.0),
        (tr!("Result"), 12.0),
    ];
    let rows = facts.requirements.iter().map(|requirement| {
        let reach = if requirement.reach == "possible" { tr!("some learners") } else { tr!("all learners") };
        [
            requirement.id.into(),
            requirement.title.into(),
            requirement.of.as_deref().unwrap_or(tr!("the whole plan")).into(),
            translated(requirement.count).into(),
            requirement.min.into(),
            requirement.max.into(),
            requirement.value.into(),
            reach.into(),
            (if requirement.met { tr!("met") } else { tr!("not met") }).into(),
        ]
    });
    book.table(tr!("Requirements"), columns, rows)
}

pub(super) fn assessments(book: &mut Book<'_>, facts: &Facts<'_>) -> Written {
    if facts.assessments.is_empty() {
        return Ok(());
    }
    let columns =
        [(tr!("Form"), 20.0), (tr!("Summative"), 12.0), (tr!("Formative"), 12.0), (tr!("Share of all marks"), 14.0)];
    let rows = facts.assessments.iter().map(|mix| {
        [
            mix.name().into(),
            mix.summative.into(),
            mix.formative.into(),
            mix.weight_percent.map_or(Cell::Nothing, |percent| Cell::Share(percent / 100.0)),
        ]
    });
    book.table(tr!("Assessment"), columns, rows)
}

pub(super) fn partners(book: &mut Book<'_>, facts: &Facts<'_>) -> Written {
    registry(book, tr!("Partners"), (tr!("Kind"), tr!("Place")), &facts.partners)
}

pub(super) fn talent(book: &mut Book<'_>, facts: &Facts<'_>) -> Written {
    registry(book, tr!("Talent"), (tr!("Role"), tr!("Can teach")), &facts.talent)
}

pub(super) fn awards(book: &mut Book<'_>, facts: &Facts<'_>) -> Written {
    registry(book, tr!("Awards"), (tr!("Tier"), tr!("Place")), &facts.awards)
}

fn registry(book: &mut Book<'_>, name: &str, (kind, about): (&str, &str), entries: &[RegistryEntry<'_>]) -> Written {
    if entries.is_empty() {
        return Ok(());
    }
    let columns = [
        (tr!("Id"), 20.0),
        (tr!("Name"), 40.0),
        (kind, 18.0),
        (about, 30.0),
        (tr!("Country"), 10.0),
        (tr!("Courses"), 40.0),
        (tr!("How many"), 10.0),
    ];
    let rows = entries.iter().map(|entry| {
        let expertise = (!entry.expertise.is_empty()).then(|| entry.expertise.join(", "));
        [
            entry.id.into(),
            entry.title.into(),
            entry.kind.into(),
            expertise.or_else(|| entry.place.map(str::to_owned)).into(),
            entry.country.into(),
            entry.courses.join(", ").into(),
            entry.courses.len().into(),
        ]
    });
    book.table(name, columns, rows)
}

pub(super) fn waivers(book: &mut Book<'_>, facts: &Facts<'_>) -> Written {
    if facts.waivers.is_empty() {
        return Ok(());
    }
    let columns = [
        (tr!("Check"), 22.0),
        (tr!("What"), 22.0),
        (tr!("Stage"), 18.0),
        (tr!("Why"), 60.0),
        (tr!("Decided by"), 24.0),
        (tr!("Until"), 12.0),
    ];
    let rows = facts.waivers.iter().map(|waiver| {
        [
            waiver.check.into(),
            waiver.at.unwrap_or(tr!("anything")).into(),
            waiver.stage.unwrap_or(tr!("all stages")).into(),
            waiver.why.unwrap_or(tr!("no reason is given")).into(),
            waiver.by.into(),
            waiver.until.as_deref().into(),
        ]
    });
    book.table(tr!("Waivers"), columns, rows)
}

pub(super) fn findings(book: &mut Book<'_>, facts: &Facts<'_>) -> Written {
    let columns = [
        (tr!("Severity"), 10.0),
        (tr!("Check"), 22.0),
        (tr!("Finding"), 80.0),
        (tr!("What"), 24.0),
        (tr!("Missed, for example, by"), 36.0),
        (tr!("File"), 28.0),
        (tr!("Line"), 8.0),
        (tr!("Waived"), 36.0),
    ];
    let rows = facts.findings.iter().map(|finding| {
        let severity = if finding.waived.is_some() { tr!("waived") } else { translated(finding.severity) };
        [
            severity.into(),
            finding.check.into(),
            finding.message.into(),
            finding.node.into(),
            finding.path.into(),
            finding.file.into(),
            finding.line.into(),
            finding.waived.into(),
        ]
    });
    book.table(tr!("Findings"), columns, rows)
}
