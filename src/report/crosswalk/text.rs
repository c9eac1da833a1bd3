use std::fmt::Write;

use rustc_hash::FxHashMap;

use super::super::grid::Grid;
use super::super::text::{STATEMENT_WIDTH, competency_levels, shares};
use super::{Counterpart, Counterparts, CrosswalkReport, End};
use crate::language::translated;
use crate::text::{Truncate, truncate, visible};
use crate::tr;

/// For people at a terminal. `whole`: with the level of every competency.
pub fn crosswalk_text(report: &CrosswalkReport<'_>, whole: bool) -> String {
    let mut out = String::new();
    heading(&mut out, report);
    if report.entries == 0 {
        out.push_str(tr!("No entry of a crosswalk leads into this framework: write [[crosswalk]] tables."));
        out.push_str("\n\n");
    }
    for target in report.coverage.iter().filter(|target| !target.points.is_empty()) {
        shares(&mut out, target);
        if whole {
            competency_levels(&mut out, target);
        }
    }
    if !report.points_not_reached.is_empty() {
        let points: Vec<_> = report.points_not_reached.iter().map(|point| visible(point)).collect();
        let points = points.join(", ");
        let told = tr!("No stage is said to reach {points}: say so in its `as`, or try with --at POINT=STAGE.", points);
        let _ = writeln!(out, "{told}\n");
    }
    if whole {
        ends(&mut out, report);
    }
    counterparts(&mut out, report);
    out
}

fn heading(out: &mut String, report: &CrosswalkReport<'_>) {
    let (plan, framework) = (visible(report.title), visible(report.framework_title));
    let id = visible(report.framework);
    out.push_str(&tr!("If {plan} moved to {framework} ({id})", plan, framework, id));
    out.push_str("\n\n");
}

/// Levels at the end of each stage.
fn ends(out: &mut String, report: &CrosswalkReport<'_>) {
    if report.stages.is_empty() {
        return;
    }
    let scale: Vec<String> = report.levels.iter().map(|word| visible(word).into_owned()).collect();
    let scale = scale.join(" < ");
    let _ = writeln!(out, "{}", tr!("At the end of each stage: guaranteed to every learner, (possible for some)"));
    let _ = writeln!(out, "{}", tr!("Levels: {scale}", scale));
    let mut header = vec!["id".to_owned()];
    header.extend(report.stages.iter().map(|stage| visible(stage.id).into_owned()));
    header.push(tr!("through").to_owned());
    let mut grid = Grid::new(header);
    for competency in &report.competencies {
        let mut row = vec![visible(competency.id).into_owned()];
        row.extend(competency.at_ends.iter().map(|end| end.as_ref().map_or_else(String::new, level)));
        let counting = competency.through.iter().filter(|way| way.counts);
        row.push(counting.map(counterpart).collect::<Vec<_>>().join(", "));
        grid.row(row);
    }
    grid.write(out);
    out.push('\n');
}

fn level(end: &End<'_>) -> String {
    let word = |word: Option<&str>| word.map_or("·".to_owned(), |word| visible(word).into_owned());
    if end.possible == end.guaranteed {
        return word(end.guaranteed);
    }
    format!("{} ({})", word(end.guaranteed), word(end.possible))
}

fn counterpart(way: &Counterpart<'_>) -> String {
    let mut words = vec![translated(way.relation).to_owned()];
    if let Some(level) = way.level {
        let level = visible(level);
        words.push(tr!("up to {level}", level));
    }
    format!("{}:{} ({})", visible(way.framework), visible(way.id), words.join(", "))
}

/// What has no counterpart, here and there.
fn counterparts(out: &mut String, report: &CrosswalkReport<'_>) {
    let all = report.competencies.len();
    let named: FxHashMap<&str, &Counterparts<'_>> = report.competencies.iter().map(|row| (row.id, row)).collect();
    let find = |id: &str| named.get(id).copied();
    let statement = |text: &str| truncate(&visible(text), STATEMENT_WIDTH, Truncate::End).into_owned();
    let count = report.without_counterpart.len();
    let _ = writeln!(out, "{}", tr!("Without a counterpart: {count} of {all}", count, all));
    let mut grid = Grid::bare(0..0);
    for competency in report.without_counterpart.iter().filter_map(|id| find(id)) {
        grid.row(vec![format!("  {}", visible(competency.id)), statement(competency.statement)]);
    }
    grid.write(out);
    if !report.in_part_only.is_empty() {
        let count = report.in_part_only.len();
        let _ = writeln!(out, "\n{}", tr!("Met in part only, which does not count: {count} of {all}", count, all));
        let mut grid = Grid::bare(0..0);
        for competency in report.in_part_only.iter().filter_map(|id| find(id)) {
            let through: Vec<String> = competency.through.iter().map(counterpart).collect();
            grid.row(vec![
                format!("  {}", visible(competency.id)),
                statement(competency.statement),
                through.join(", "),
            ]);
        }
        grid.write(out);
    }
    let count = report.no_place.len();
    let framework = visible(report.framework);
    let _ = writeln!(out, "\n{}", tr!("What {framework} has no place for: {count}", framework, count));
    let mut grid = Grid::bare(0..0);
    for left in &report.no_place {
        let outcomes = left.outcomes;
        let mut about = match outcomes {
            1 => tr!("1 outcome").to_owned(),
            _ => tr!("{outcomes} outcomes", outcomes),
        };
        if !left.related_to.is_empty() {
            let ids: Vec<_> = left.related_to.iter().map(|id| visible(id)).collect();
            let ids = ids.join(", ");
            about = tr!("{about}; related to {ids}", about, ids);
        }
        grid.row(vec![format!("  {}:{}", visible(left.framework), visible(left.id)), statement(left.statement), about]);
    }
    grid.write(out);
}
