//! Load, prerequisites, requirements, registries and what the checks found.

use rustc_hash::FxHashMap;

use super::{Page, code, inert};
use crate::language::translated;
use crate::report::facts::{Facts, LoadRow, RegistryEntry, RequirementFacts};
use crate::report::number::plain;
use crate::report::told;
use crate::tr;

/// The first few of many.
pub(super) fn list<S: AsRef<str>>(items: &[S]) -> String {
    const SHOWN: usize = 4;
    let mut shown: Vec<String> = items.iter().take(SHOWN).map(|item| inert(item.as_ref())).collect();
    if items.len() > SHOWN {
        shown.push(tr!("and {number} more", number = items.len() - SHOWN));
    }
    if shown.is_empty() { "–".to_owned() } else { shown.join(", ") }
}

pub(super) fn load(page: &mut Page, facts: &Facts<'_>) {
    let stages = &facts.load;
    if stages.is_empty() {
        return;
    }
    page.heading(2, tr!("Load"));
    page.paragraph(tr!("Hours are periods of the stage. A course that runs over several years counts in each with its share. Electives: what is offered, of which a learner takes a part."));
    for stage in stages {
        page.heading(3, &inert(stage.title));
        let minutes = plain(stage.period_minutes);
        page.paragraph(&match stage.budget {
            Some(hours) => tr!("Budget: {hours} hours of {minutes} minutes.", hours = plain(hours), minutes),
            None => tr!("No budget is set. Hours of {minutes} minutes.", minutes),
        });
        if stage.rows.is_empty() {
            continue;
        }
        page.table(
            [
                tr!("For"),
                tr!("Year"),
                tr!("Courses"),
                tr!("Hours"),
                tr!("Credits"),
                tr!("Electives"),
                tr!("Their hours"),
                tr!("Their credits"),
            ],
            stage
                .rows
                .iter()
                .map(|row| load_row(facts, row, row.year.map_or(tr!("any").to_owned(), |year| year.to_string())))
                .chain(stage.totals.iter().map(|row| load_row(facts, row, format!("**{}**", tr!("total"))))),
        );
    }
}

fn load_row(facts: &Facts<'_>, row: &LoadRow<'_>, year: String) -> [String; 8] {
    [
        inert(row.track.unwrap_or(told::everyone(facts))),
        year,
        row.courses.to_string(),
        plain(row.hours),
        plain(row.credits),
        row.elective_courses.to_string(),
        plain(row.elective_hours),
        plain(row.elective_credits),
    ]
}

/// Terms in which somebody has something to do.
pub(super) fn terms(page: &mut Page, facts: &Facts<'_>) {
    let busy: Vec<_> = facts.terms.iter().filter(|term| term.is_busy()).collect();
    if busy.is_empty() {
        return;
    }
    page.heading(2, tr!("Load by term"));
    page.paragraph(tr!("The least and the most that learners have in a term over their choices. A course counts evenly over the terms that it may run on."));
    let range = |least: f64, most: f64| {
        let (least, most) = (plain(least), plain(most));
        if least == most { most } else { format!("{least}–{most}") }
    };
    page.table(
        [tr!("Stage"), tr!("Track"), tr!("Year"), tr!("Term"), tr!("Hours"), tr!("Credits")],
        busy.into_iter().map(|term| {
            [
                inert(term.stage),
                inert(term.track.unwrap_or(told::everyone(facts))),
                term.year.to_string(),
                term.term.to_string(),
                range(term.least_hours, term.most_hours),
                range(term.least_credits, term.most_credits),
            ]
        }),
    );
}

pub(super) fn prerequisites(page: &mut Page, facts: &Facts<'_>) {
    let graph = &facts.prerequisites;
    if graph.edges.is_empty() {
        return;
    }
    page.heading(2, tr!("Prerequisites"));
    if graph.longest_path.len() > 1 {
        let path: Vec<String> = graph.longest_path.iter().map(|id| inert(id)).collect();
        page.paragraph(&format!("{} {}", tr!("The longest path:"), path.join(" → ")));
    }
    for cycle in &graph.cycles {
        let cycle: Vec<String> = cycle.iter().map(|id| inert(id)).collect();
        page.paragraph(&format!("**{}** {}", tr!("Courses that wait for each other:"), cycle.join(", ")));
    }
    let mut before: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for edge in &graph.edges {
        before.entry(&edge.to).or_default().push(&edge.from);
    }
    let asking = graph.courses.iter().filter(|course| before.contains_key(course.id.as_str()));
    page.table(
        [tr!("Course"), tr!("Requires"), tr!("Blocking"), tr!("Delay"), tr!("Complexity")],
        asking.map(|course| {
            let mark = if course.is_bottleneck { format!(" ({})", tr!("bottleneck")) } else { String::new() };
            [
                format!("{} {}{mark}", inert(&course.id), inert(&course.title)),
                list(&before[course.id.as_str()]),
                course.blocking.to_string(),
                course.delay.to_string(),
                plain(course.complexity),
            ]
        }),
    );
}

pub(super) fn requirements(page: &mut Page, facts: &Facts<'_>) {
    if facts.requirements.is_empty() {
        return;
    }
    page.heading(2, tr!("Requirements"));
    page.table(
        [tr!("Requirement"), tr!("For"), tr!("Asked"), tr!("There"), tr!("Met")],
        facts.requirements.iter().map(|requirement| {
            let count = inert(translated(requirement.count));
            let asked = match (requirement.min, requirement.max) {
                (Some(min), None) => format!("{} {count}", tr!("at least {number}", number = plain(min))),
                (None, Some(max)) => format!("{} {count}", tr!("at most {number}", number = plain(max))),
                (Some(min), Some(max)) => format!("{}–{} {count}", plain(min), plain(max)),
                (None, None) => count,
            };
            [
                format!("{} {}", inert(requirement.id), inert(requirement.title)),
                requirement.of.as_deref().map_or(tr!("the plan").to_owned(), inert),
                asked,
                reached(requirement),
                if requirement.met { tr!("yes").to_owned() } else { format!("**{}**", tr!("no")) },
            ]
        }),
    );
}

pub(super) fn assessments(page: &mut Page, facts: &Facts<'_>) {
    if facts.assessments.is_empty() {
        return;
    }
    page.heading(2, tr!("Assessment"));
    page.table(
        [tr!("Form"), tr!("Summative"), tr!("Formative"), tr!("Share of all marks")],
        facts.assessments.iter().map(|mix| {
            [
                inert(mix.name()),
                mix.summative.to_string(),
                mix.formative.to_string(),
                mix.weight_percent.map_or("–".to_owned(), |percent| format!("{} %", plain(percent))),
            ]
        }),
    );
}

pub(super) fn registry(page: &mut Page, title: &str, kind: &str, entries: &[RegistryEntry<'_>], people: bool) {
    if entries.is_empty() {
        return;
    }
    page.heading(2, title);
    let place_or_expertise = if people { tr!("Can teach") } else { tr!("Place") };
    page.table(
        [tr!("Id"), tr!("Name"), kind, place_or_expertise, tr!("Country"), tr!("Courses")],
        entries.iter().map(|entry| {
            [
                inert(entry.id),
                inert(entry.title),
                entry.kind.map(inert).unwrap_or_default(),
                if people { list(&entry.expertise) } else { entry.place.map(inert).unwrap_or_default() },
                entry.country.map(inert).unwrap_or_default(),
                list(&entry.courses),
            ]
        }),
    );
}

pub(super) fn waivers(page: &mut Page, facts: &Facts<'_>) {
    if facts.waivers.is_empty() {
        return;
    }
    page.heading(2, tr!("Waivers"));
    page.table(
        [tr!("Check"), tr!("What"), tr!("Stage"), tr!("Why"), tr!("Decided by"), tr!("Until")],
        facts.waivers.iter().map(|waiver| {
            [
                inert(waiver.check),
                waiver.at.map_or(tr!("anything").to_owned(), inert),
                waiver.stage.map_or(tr!("all stages").to_owned(), inert),
                waiver.why.map_or(tr!("no reason is given").to_owned(), inert),
                waiver.by.map(inert).unwrap_or_default(),
                waiver.until.clone().unwrap_or_default(),
            ]
        }),
    );
}

pub(super) fn findings(page: &mut Page, facts: &Facts<'_>) {
    page.heading(2, tr!("Findings"));
    if facts.findings.is_empty() {
        page.paragraph(tr!("The checks found nothing."));
        return;
    }
    page.table(
        [tr!("Severity"), tr!("Check"), tr!("Finding"), tr!("For example by"), tr!("Accepted because"), tr!("Place")],
        facts.findings.iter().map(|finding| {
            let severity = if finding.waived.is_some() { tr!("waived") } else { translated(finding.severity) };
            [
                severity.to_owned(),
                finding.check.to_owned(),
                inert(finding.message),
                finding.path.map(inert).unwrap_or_default(),
                finding.waived.map(inert).unwrap_or_default(),
                format!("`{}:{}`", code(finding.file), finding.line),
            ]
        }),
    );
}

fn reached(requirement: &RequirementFacts<'_>) -> String {
    let number = plain(requirement.value);
    match requirement.reach {
        "possible" => tr!("{number} possible", number),
        _ => tr!("{number} guaranteed", number),
    }
}
