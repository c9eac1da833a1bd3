//! The whole report as one long table.

use rustc_hash::FxHashMap;

use super::Table;
use crate::report::facts::{Facts, RegistryEntry};
use crate::report::number::plain;
use crate::report::outcome_matrix::OutcomeMatrix;
use crate::report::told;

/// The whole report as one long table, to be filtered by its first column.
pub fn report_csv(facts: &Facts<'_>) -> String {
    let mut table = Table::new(&["section", "id", "title", "place", "measure", "value"]);
    table.row(["plan", facts.id, facts.title, "", "", ""]);
    scope(&mut table, facts);
    for (count, _, many) in facts.counts.named().into_iter().filter(|_| facts.shows("figures")) {
        table.row(["figures", "", "", "", many, &count.to_string()]);
    }
    if facts.shows("coverage") {
        coverage(&mut table, facts);
    }
    if facts.shows("outcome-matrix") {
        outcome_matrix(&mut table, facts);
    }
    if facts.shows("gaps") {
        gaps(&mut table, facts);
    }
    if facts.shows("threads") {
        threads(&mut table, facts);
    }
    if facts.shows("load") {
        load(&mut table, facts);
    }
    if facts.shows("terms") {
        terms(&mut table, facts);
    }
    if facts.shows("prerequisites") {
        prerequisites(&mut table, facts);
    }
    if facts.scope.sections.is_empty() {
        courses(&mut table, facts);
        outcomes(&mut table, facts);
    }
    for requirement in facts.requirements.iter().filter(|_| facts.shows("requirements")) {
        let of = requirement.of.as_deref().unwrap_or_default();
        let limit = |limit: Option<f64>| limit.map(plain).unwrap_or_default();
        for (measure, value) in [
            ("min", limit(requirement.min)),
            ("max", limit(requirement.max)),
            (requirement.reach, plain(requirement.value)),
            ("met", if requirement.met { "yes".to_owned() } else { "no".to_owned() }),
        ] {
            table.row(["requirement", requirement.id, requirement.title, of, measure, &value]);
        }
    }
    for mix in facts.assessments.iter().filter(|_| facts.shows("assessments")) {
        let kind = mix.kind.unwrap_or("of no kind");
        table.row(["assessment", "", kind, "", "summative", &mix.summative.to_string()]);
        table.row(["assessment", "", kind, "", "formative", &mix.formative.to_string()]);
        let weight = mix.weight_percent.map(plain).unwrap_or_default();
        table.row(["assessment", "", kind, "", "weight %", &weight]);
    }
    if facts.shows("partners") {
        registry(&mut table, "partner", &facts.partners);
    }
    if facts.shows("talent") {
        registry(&mut table, "talent", &facts.talent);
    }
    if facts.shows("awards") {
        registry(&mut table, "award", &facts.awards);
    }
    for waiver in facts.waivers.iter().filter(|_| facts.shows("waivers")) {
        let (at, stage) = (waiver.at.unwrap_or_default(), waiver.stage.unwrap_or_default());
        table.row(["waiver", at, waiver.check, stage, "why", waiver.why.unwrap_or_default()]);
        table.row(["waiver", at, waiver.check, stage, "by", waiver.by.unwrap_or_default()]);
        table.row(["waiver", at, waiver.check, stage, "until", waiver.until.as_deref().unwrap_or_default()]);
    }
    for finding in facts.findings.iter().filter(|_| facts.shows("findings")) {
        let place = format!("{}:{}", finding.file, finding.line);
        let severity = if finding.waived.is_some() { "waived" } else { finding.severity };
        table.row(["finding", finding.node, finding.message, &place, finding.check, severity]);
        for (measure, value) in [("missed by", finding.path), ("accepted because", finding.waived)] {
            if let Some(value) = value {
                table.row(["finding", finding.node, finding.message, &place, measure, value]);
            }
        }
    }
    table.finish()
}

/// What the report is about, where it is about a part.
fn scope(table: &mut Table, facts: &Facts<'_>) {
    let scope = &facts.scope;
    for (what, id) in [("stage", scope.stage), ("track", scope.track), ("framework", scope.framework)] {
        if let Some(id) = id {
            table.row(["scope", id, "", "", what, "only"]);
        }
    }
    let Some(learner) = &scope.learner else { return };
    for (what, ids) in [("stage", &learner.stages), ("track", &learner.tracks), ("elective", &learner.courses)] {
        for id in ids {
            table.row(["scope", id, "", "", what, "taken by this learner"]);
        }
    }
    for choice in &learner.choices {
        let id = if choice.id.is_empty() { choice.kind } else { choice.id };
        let stage = choice.stage.unwrap_or_default();
        let number = |number: Option<f64>| number.map(plain).unwrap_or_default();
        let unit = if choice.in_credits { " in credits" } else { "" };
        for (measure, value) in [
            ("taken".to_owned(), choice.taken.join(", ")),
            (format!("asked{unit}"), number(choice.asked)),
            (format!("left{unit}"), number(choice.left)),
            ("open".to_owned(), choice.open.join(", ")),
        ] {
            table.row(["choice", id, choice.title, stage, &measure, &value]);
        }
    }
    for unmet in &learner.unmet {
        table.row(["choice", unmet.course, "", "", "requires, and not taken", &unmet.requires.join(", ")]);
    }
}

fn gaps(table: &mut Table, facts: &Facts<'_>) {
    for gap in &facts.gaps {
        let place = told::place(gap);
        let mut row = |measure: &str, value: &str| {
            table.row(["gap", gap.competency, gap.statement, &place, measure, value]);
        };
        row("expected", gap.expected);
        row("guaranteed", gap.guaranteed.unwrap_or("none"));
        row("possible", gap.possible.unwrap_or("none"));
        row("taught in", &gap.taught_in.join(", "));
        row("missed by", gap.path.as_deref().unwrap_or_default());
        row("waived", gap.waived.unwrap_or_default());
        for (place, home) in gap.homes.iter().flatten().enumerate() {
            row(&format!("suggested home {}", place + 1), &home.place);
            row(&format!("its outcome {}", place + 1), &home.outcome);
            row(&format!("why there {}", place + 1), &told::reasons(&home.reasons));
        }
    }
}

/// What each stage does for each competency.
fn threads(table: &mut Table, facts: &Facts<'_>) {
    for thread in &facts.threads {
        for leg in thread.stages.iter().filter(|leg| !leg.steps.is_empty()) {
            let place = told::in_scope(leg.stage, thread.track);
            let courses = [
                ("introduced in", &leg.introduced_in),
                ("deepened in", &leg.deepened_in),
                ("repeated in", &leg.repeated_in),
            ];
            for (measure, courses) in courses.into_iter().filter(|(_, courses)| !courses.is_empty()) {
                table.row(["thread", thread.competency, thread.statement, &place, measure, &courses.join(", ")]);
            }
            for (measure, level) in
                [("brought", leg.brought), ("guaranteed", leg.guaranteed), ("possible", leg.possible)]
            {
                table.row(["thread", thread.competency, thread.statement, &place, measure, level.unwrap_or("none")]);
            }
        }
    }
}

fn terms(table: &mut Table, facts: &Facts<'_>) {
    for term in facts.terms.iter().filter(|term| term.is_busy()) {
        let place = told::in_scope(&format!("year {} term {}", term.year, term.term), term.track);
        for (measure, value) in [
            ("least hours", term.least_hours),
            ("most hours", term.most_hours),
            ("least credits", term.least_credits),
            ("most credits", term.most_credits),
        ] {
            table.row(["term", term.stage, "", &place, measure, &plain(value)]);
        }
    }
}

fn prerequisites(table: &mut Table, facts: &Facts<'_>) {
    let graph = &facts.prerequisites;
    let titles: FxHashMap<&str, &str> =
        graph.courses.iter().map(|course| (course.id.as_str(), course.title.as_str())).collect();
    for edge in &graph.edges {
        let title = titles.get(edge.to.as_str()).copied().unwrap_or_default();
        let place = if edge.certain { "" } else { "by a choice" };
        table.row(["prerequisite", &edge.to, title, place, edge.kind, &edge.from]);
    }
    for course in &graph.courses {
        for (measure, value) in [
            ("blocking", course.blocking.to_string()),
            ("delay", course.delay.to_string()),
            ("complexity", plain(course.complexity)),
            ("bottleneck", if course.is_bottleneck { "yes" } else { "no" }.to_owned()),
        ] {
            table.row(["prerequisite", &course.id, &course.title, "", measure, &value]);
        }
    }
    if graph.longest_path.len() > 1 {
        table.row(["prerequisite", "", "", "", "longest path", &graph.longest_path.join(", ")]);
    }
    for cycle in &graph.cycles {
        table.row(["prerequisite", "", "", "", "wait for each other", &cycle.join(", ")]);
    }
}

fn courses(table: &mut Table, facts: &Facts<'_>) {
    for course in &facts.courses {
        let stages: Vec<&str> = course.places.iter().filter_map(|place| place.stage).collect();
        let stages = stages.join(", ");
        let mut row = |measure: &str, value: &str| {
            table.row(["course", course.id, course.title, &stages, measure, value]);
        };
        let amounts = [("hours", course.hours), ("credits", course.credits)];
        for (measure, amount) in amounts.into_iter().filter_map(|(measure, amount)| Some((measure, amount?))) {
            row(measure, &plain(amount));
        }
        for (measure, count) in [
            ("units", course.units),
            ("outcomes", course.outcomes),
            ("assessments", course.assessments),
            ("teachers", course.teachers),
            ("partners", course.partners),
        ] {
            row(measure, &count.to_string());
        }
        for (measure, word) in [("code", course.code), ("chosen from", course.chosen_from)] {
            if let Some(word) = word {
                row(measure, word);
            }
        }
        for place in &course.places {
            let numbers = |numbers: &[i64]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            for (measure, value) in [
                ("tracks", place.tracks.join(", ")),
                ("not for tracks", place.except.join(", ")),
                ("years", numbers(&place.years)),
                ("terms", numbers(&place.terms)),
                ("elective in", place.electives.join(", ")),
            ] {
                if !value.is_empty() {
                    row(measure, &value);
                }
            }
        }
    }
}

fn outcomes(table: &mut Table, facts: &Facts<'_>) {
    for outcome in &facts.outcomes {
        let covers: Vec<String> = outcome
            .covers
            .iter()
            .map(|cover| format!("{}:{} {}", cover.framework, cover.competency, cover.level).trim_end().to_owned())
            .collect();
        table.row(["outcome", &outcome.path, outcome.text, outcome.course, "covers", &covers.join(", ")]);
        if !outcome.assessed_by.is_empty() {
            let assessed = outcome.assessed_by.join(", ");
            table.row(["outcome", &outcome.path, outcome.text, outcome.course, "assessed by", &assessed]);
        }
    }
}

fn coverage(table: &mut Table, facts: &Facts<'_>) {
    for target in &facts.coverage {
        let rows = std::iter::once((target.framework, target.title, &target.total))
            .chain(target.strands.iter().map(|strand| (strand.id, strand.title, &strand.shares)));
        for (id, title, shares) in rows {
            for (point, share) in target.points.iter().zip(shares) {
                let place = told::in_scope(point.id, target.track);
                table.row(["coverage", id, title, &place, "expected", &share.expected.to_string()]);
                table.row(["coverage", id, title, &place, "guaranteed", &share.guaranteed.to_string()]);
                table.row(["coverage", id, title, &place, "possible", &share.possible.to_string()]);
            }
        }
        for competency in target.strands.iter().flat_map(|strand| &strand.competencies) {
            for (point, cell) in target.points.iter().zip(&competency.cells) {
                let place = told::in_scope(point.id, target.track);
                for (measure, word) in [
                    ("expected", cell.expected),
                    ("guaranteed", cell.guaranteed),
                    ("with electives", cell.with_electives),
                    ("possible", cell.possible),
                ] {
                    table.row(["level", competency.id, competency.statement, &place, measure, word.unwrap_or("none")]);
                }
            }
        }
    }
}

/// Of a framework by itself: what each course does for each competency.
fn outcome_matrix(table: &mut Table, facts: &Facts<'_>) {
    let Some(framework) = facts.scope.framework else { return };
    let Some(target) = facts.coverage.iter().find(|target| target.framework == framework) else { return };
    let matrix = OutcomeMatrix::of(facts, target);
    for row in &matrix.rows {
        for competency in target.strands.iter().flat_map(|strand| &strand.competencies) {
            let cell = matrix.cell(row, competency.id);
            if !cell.is_empty() {
                table.row(["outcome matrix", row.course, row.title, competency.id, "levels", &cell]);
            }
        }
    }
}

fn load(table: &mut Table, facts: &Facts<'_>) {
    for stage in &facts.load {
        if let Some(budget) = stage.budget {
            table.row(["load", stage.stage, stage.title, "", "budget", &plain(budget)]);
        }
        let years = stage.rows.iter().map(|row| match row.year {
            Some(year) => (row, format!("year {year}")),
            None => (row, "any year".to_owned()),
        });
        for (row, year) in years.chain(stage.totals.iter().map(|row| (row, "total".to_owned()))) {
            let place = told::in_scope(&year, row.track);
            for (measure, value) in [
                ("compulsory courses", row.courses as f64),
                ("compulsory hours", row.hours),
                ("compulsory credits", row.credits),
                ("elective courses", row.elective_courses as f64),
                ("elective hours", row.elective_hours),
                ("elective credits", row.elective_credits),
            ] {
                table.row(["load", stage.stage, stage.title, &place, measure, &plain(value)]);
            }
        }
    }
}

fn registry(table: &mut Table, section: &str, entries: &[RegistryEntry<'_>]) {
    for entry in entries {
        let place = [entry.place, entry.country].into_iter().flatten().collect::<Vec<_>>().join(", ");
        table.row([section, entry.id, entry.title, &place, "kind", entry.kind.unwrap_or_default()]);
        if !entry.expertise.is_empty() {
            table.row([section, entry.id, entry.title, &place, "expertise", &entry.expertise.join(", ")]);
        }
        table.row([section, entry.id, entry.title, &place, "courses", &entry.courses.join(", ")]);
    }
}
