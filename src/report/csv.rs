use super::facts::{Facts, RegistryEntry};
use super::number::plain;
use super::outcome_matrix::OutcomeMatrix;
use crate::text::inert_cell;

/// Rows of cells in which nothing is a formula and nothing is obeyed.
pub(super) struct Table(::csv::Writer<Vec<u8>>);

impl Table {
    pub(super) fn new(header: &[&str]) -> Self {
        let mut table = Self(::csv::Writer::from_writer(Vec::new()));
        table.row(header.iter().copied());
        table
    }

    pub(super) fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) {
        // Writing to memory cannot fail, and every row has as many cells as the header.
        let written = self.0.write_record(cells.into_iter().map(|cell| inert_cell(cell.as_ref())));
        debug_assert!(written.is_ok(), "{written:?}");
    }

    pub(super) fn finish(self) -> String {
        self.0.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

/// A row per competency and point.
pub fn coverage_csv(facts: &Facts<'_>) -> String {
    let mut table = Table::new(&[
        "framework",
        "track",
        "strand",
        "competency",
        "statement",
        "point",
        "stage",
        "year",
        "expected",
        "guaranteed",
        "with electives",
        "possible",
        "status",
    ]);
    for target in &facts.coverage {
        for strand in &target.strands {
            for competency in &strand.competencies {
                for (point, cell) in target.points.iter().zip(&competency.cells) {
                    let year = point.year.map(|year| year.to_string()).unwrap_or_default();
                    table.row([
                        target.framework,
                        target.track.unwrap_or_default(),
                        strand.id,
                        competency.id,
                        competency.statement,
                        point.id,
                        point.stage,
                        &year,
                        cell.expected.unwrap_or_default(),
                        cell.guaranteed.unwrap_or_default(),
                        cell.with_electives.unwrap_or_default(),
                        cell.possible.unwrap_or_default(),
                        cell.status(),
                    ]);
                }
            }
        }
    }
    table.finish()
}

/// The whole report as one long table, to be filtered by its first column.
pub fn report_csv(facts: &Facts<'_>) -> String {
    let mut table = Table::new(&["section", "id", "title", "place", "measure", "value"]);
    table.row(["plan", facts.id, facts.title, "", "", ""]);
    for (count, _, many) in facts.counts.named().into_iter().filter(|_| facts.shows("figures")) {
        table.row(["figures", "", "", "", many, &count.to_string()]);
    }
    if facts.shows("coverage") {
        coverage(&mut table, facts);
    }
    if facts.shows("outcome-matrix") {
        outcome_matrix(&mut table, facts);
    }
    for gap in facts.gaps.iter().filter(|_| facts.shows("gaps")) {
        let place = in_scope(gap.point, gap.track);
        table.row(["gap", gap.competency, gap.statement, &place, "expected", gap.expected]);
        table.row(["gap", gap.competency, gap.statement, &place, "guaranteed", gap.guaranteed.unwrap_or("none")]);
        table.row(["gap", gap.competency, gap.statement, &place, "possible", gap.possible.unwrap_or("none")]);
        table.row(["gap", gap.competency, gap.statement, &place, "taught in", &gap.taught_in.join(", ")]);
        table.row(["gap", gap.competency, gap.statement, &place, "missed by", gap.path.as_deref().unwrap_or_default()]);
        table.row(["gap", gap.competency, gap.statement, &place, "waived", gap.waived.unwrap_or_default()]);
    }
    if facts.shows("load") {
        load(&mut table, facts);
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
    }
    table.finish()
}

fn in_scope(point: &str, track: Option<&str>) -> String {
    match track {
        Some(track) => format!("{point} ({track})"),
        None => point.to_owned(),
    }
}

fn coverage(table: &mut Table, facts: &Facts<'_>) {
    for target in &facts.coverage {
        let rows = std::iter::once((target.framework, target.title, &target.total))
            .chain(target.strands.iter().map(|strand| (strand.id, strand.title, &strand.shares)));
        for (id, title, shares) in rows {
            for (point, share) in target.points.iter().zip(shares) {
                let place = in_scope(point.id, target.track);
                table.row(["coverage", id, title, &place, "expected", &share.expected.to_string()]);
                table.row(["coverage", id, title, &place, "guaranteed", &share.guaranteed.to_string()]);
                table.row(["coverage", id, title, &place, "possible", &share.possible.to_string()]);
            }
        }
        for competency in target.strands.iter().flat_map(|strand| &strand.competencies) {
            for (point, cell) in target.points.iter().zip(&competency.cells) {
                let place = in_scope(point.id, target.track);
                for (measure, word) in
                    [("expected", cell.expected), ("guaranteed", cell.guaranteed), ("possible", cell.possible)]
                {
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
            let place = in_scope(&year, row.track);
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
