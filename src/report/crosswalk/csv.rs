use rustc_hash::FxHashMap;

use super::super::csv::Table;
use super::{Counterparts, CrosswalkReport};

/// A row per competency and point, one per competency and stage, and one per competency that is left over.
pub fn crosswalk_csv(report: &CrosswalkReport<'_>) -> String {
    let mut table = Table::new(&[
        "framework",
        "strand",
        "competency",
        "statement",
        "counterparts",
        "point",
        "stage",
        "year",
        "expected",
        "guaranteed",
        "with electives",
        "possible",
        "status",
    ]);
    let named: FxHashMap<&str, String> = report.competencies.iter().map(|row| (row.id, through(row))).collect();
    let rows = report.coverage.iter().flat_map(|target| target.strands.iter().map(move |strand| (target, strand)));
    for (target, strand) in rows {
        for competency in &strand.competencies {
            let through = named.get(competency.id).map_or("", String::as_str);
            for (point, cell) in target.points.iter().zip(&competency.cells) {
                table.row([
                    target.framework,
                    strand.id,
                    competency.id,
                    competency.statement,
                    through,
                    point.id,
                    point.stage,
                    &point.year.map(|year| year.to_string()).unwrap_or_default(),
                    cell.expected.unwrap_or_default(),
                    cell.guaranteed.unwrap_or_default(),
                    cell.with_electives.unwrap_or_default(),
                    cell.possible.unwrap_or_default(),
                    cell.status(),
                ]);
            }
        }
    }
    for row in &report.competencies {
        let status = match (row.through.is_empty(), row.outcomes) {
            (_, 1..) => "at the end",
            (true, 0) => "without a counterpart",
            (false, 0) if row.through.iter().any(|way| way.counts) => "not covered",
            (false, 0) => "in part only",
        };
        let through = through(row);
        for (stage, end) in report.stages.iter().zip(&row.at_ends) {
            let Some(end) = end else { continue };
            table.row([
                report.framework,
                row.strand,
                row.id,
                row.statement,
                &through,
                "",
                stage.id,
                "",
                "",
                end.guaranteed.unwrap_or_default(),
                end.with_electives.unwrap_or_default(),
                end.possible.unwrap_or_default(),
                status,
            ]);
        }
    }
    for left in &report.no_place {
        let related: Vec<String> = left.related_to.iter().map(|id| format!("{id} (related)")).collect();
        let mut row = [left.framework, "", left.id, left.statement, "", "", "", "", "", "", "", "", "no place"];
        let related = related.join("; ");
        row[4] = &related;
        table.row(row);
    }
    table.finish()
}

/// `design:GEN-1 (equal); design:GEN-2 (narrower, up to apply)`
fn through(row: &Counterparts<'_>) -> String {
    let named = row.through.iter().map(|way| {
        let cap = way.level.map(|level| format!(", up to {level}")).unwrap_or_default();
        format!("{}:{} ({}{cap})", way.framework, way.id, way.relation)
    });
    named.collect::<Vec<_>>().join("; ")
}
