use std::fmt::Write;

use rustc_hash::FxHashMap;

use super::facts::{Cell, Facts, LoadRow, RegistryEntry, Share, StageLoad, Target};
use super::number::{percent, plain};
use super::outcome_matrix::{MatrixRow, OutcomeMatrix};
use crate::text::visible;
use crate::tr;

/// The whole report for people, in Markdown with tables.
pub fn report_markdown(facts: &Facts<'_>) -> String {
    let mut page = Page::default();
    let title = if facts.title.is_empty() { "A plan without a name".to_owned() } else { inert(facts.title) };
    page.heading(1, &title);
    if !facts.id.is_empty() {
        page.paragraph(&format!("Plan `{}`. {}.", code(facts.id), facts.summary));
    }
    scope(&mut page, facts);
    for name in facts.sections() {
        section(&mut page, facts, name);
    }
    page.into_text()
}

fn section(page: &mut Page, facts: &Facts<'_>, name: &str) {
    match name {
        "figures" => figures(page, facts),
        "coverage" => facts.coverage.iter().for_each(|target| coverage(page, target)),
        "outcome-matrix" => outcome_matrices(page, facts),
        "gaps" => gaps(page, facts),
        "load" => load(page, &facts.load),
        "terms" => terms(page, facts),
        "prerequisites" => prerequisites(page, facts),
        "requirements" => requirements(page, facts),
        "assessments" => assessments(page, facts),
        "partners" => registry(page, "Partners", "Kind", &facts.partners, false),
        "talent" => registry(page, "Talent", "Role", &facts.talent, true),
        "awards" => registry(page, "Awards", "Tier", &facts.awards, false),
        "waivers" => waivers(page, facts),
        "findings" => findings(page, facts),
        _ => {}
    }
}

/// Of a framework by itself that asks for it, or that goes by the three levels of such matrices.
fn outcome_matrices(page: &mut Page, facts: &Facts<'_>) {
    let Some(framework) = facts.scope.framework else { return };
    // Held against several tracks, a framework has the same courses.
    let Some(target) = facts.coverage.iter().find(|target| target.framework == framework) else { return };
    if facts.scope.sections.is_empty() && target.levels.len() != 3 {
        return;
    }
    page.heading(2, &tr!("Course by outcome matrix: {title}", title = inert(target.title)));
    let matrix = OutcomeMatrix::of(facts, target);
    if matrix.rows.is_empty() {
        page.paragraph(tr!("No course covers anything of it."));
        return;
    }
    let letters: Vec<String> =
        matrix.legend().map(|(letter, word)| format!("**{}** {}", inert(letter), inert(word))).collect();
    let letters = letters.join(", ");
    page.paragraph(&tr!(
        "Each cell tells how far the outcomes of a course take an outcome of the programme: {letters}, **A** assessed.",
        letters
    ));
    let missing = |has: &dyn Fn(&str) -> bool| {
        let all = target.strands.iter().flat_map(|strand| &strand.competencies);
        all.filter(|each| !has(each.id)).map(|each| inert(each.id)).collect::<Vec<_>>().join(", ")
    };
    let (top, below) = (target.levels.last().map_or("", |word| *word), missing(&|id| matrix.tops(id)));
    if !below.is_empty() {
        page.paragraph(&tr!("In no course {top}: {below}.", top = inert(top), below));
    }
    let unassessed = missing(&|id| matrix.assesses(id));
    if !unassessed.is_empty() {
        page.paragraph(&tr!("In no course assessed: {unassessed}.", unassessed));
    }
    for strand in target.strands.iter().filter(|strand| !strand.competencies.is_empty()) {
        page.heading(3, &format!("{} {}", inert(strand.id), inert(strand.title)));
        let ids = strand.competencies.iter().map(|competency| inert(competency.id));
        let header: Vec<String> = std::iter::once(tr!("Course").to_owned()).chain(ids).collect();
        let row = |row: &MatrixRow<'_>| {
            let cells = strand.competencies.iter().map(|competency| matrix.cell(row, competency.id));
            let title = format!("{} {}", inert(row.course), inert(row.title));
            std::iter::once(title).chain(cells.map(|cell| inert(&cell))).collect::<Vec<_>>()
        };
        let rows = matrix.rows.iter().map(row).filter(|row| row[1..].iter().any(|cell| !cell.is_empty()));
        let rows: Vec<_> = rows.collect();
        if rows.is_empty() {
            page.paragraph(tr!("No course covers anything of it."));
        } else {
            page.wide_table(&header, rows);
        }
        let named = strand.competencies.iter().map(|each| format!("- {}: {}", inert(each.id), inert(each.statement)));
        page.paragraph(&named.collect::<Vec<_>>().join("\n"));
    }
}

/// `text` so that Markdown shows it as it is, on one line.
pub(super) fn inert(text: &str) -> String {
    let shown = visible(text);
    let mut out = String::with_capacity(shown.len() + 8);
    let trimmed = shown.trim();
    let number_ends = trimmed.find(|character: char| !character.is_ascii_digit()).unwrap_or(0);
    for (at, character) in trimmed.char_indices() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '$' => out.extend(['\\', character]),
            // Marks of a list, where they come first.
            '-' | '+' | '=' if at == 0 => out.extend(['\\', character]),
            '.' | ')' if at > 0 && at == number_ends => out.extend(['\\', character]),
            plain => out.push(plain),
        }
    }
    out
}

/// `text` between backticks in a table: those of its own become quotes, a bar ends no cell.
pub(super) fn code(text: &str) -> String {
    visible(text).replace('`', "'").replace('|', "\\|")
}

#[derive(Default)]
pub(super) struct Page(String);

impl Page {
    pub(super) fn heading(&mut self, depth: usize, text: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.extend(std::iter::repeat_n('#', depth));
        // Writing to a String cannot fail.
        let _ = writeln!(self.0, " {text}");
    }

    pub(super) fn paragraph(&mut self, text: &str) {
        let _ = writeln!(self.0, "\n{text}");
    }

    /// Cells must be inert already.
    pub(super) fn table<const N: usize>(&mut self, header: [&str; N], rows: impl IntoIterator<Item = [String; N]>) {
        self.wide_table(&header.map(str::to_owned), rows.into_iter().map(Vec::from));
    }

    fn wide_table(&mut self, header: &[String], rows: impl IntoIterator<Item = Vec<String>>) {
        self.0.push('\n');
        let columns = header.len();
        self.row(header);
        self.row(&vec!["---".to_owned(); columns]);
        for row in rows {
            self.row(&row);
        }
    }

    pub(super) fn into_text(self) -> String {
        self.0
    }

    fn row(&mut self, cells: &[String]) {
        self.0.push('|');
        for cell in cells {
            self.0.extend([" ", cell, " |"]);
        }
        self.0.push('\n');
    }
}

fn scope(page: &mut Page, facts: &Facts<'_>) {
    let parts = [("stage", facts.scope.stage), ("track", facts.scope.track), ("framework", facts.scope.framework)];
    let named = parts.into_iter().filter_map(|(what, id)| Some(format!("{what} `{}`", code(id?))));
    let named: Vec<String> = named.collect();
    if !named.is_empty() {
        page.paragraph(&format!("Only {}.", named.join(", ")));
    }
}

fn figures(page: &mut Page, facts: &Facts<'_>) {
    page.heading(2, "Figures");
    let counts = facts.counts.named().into_iter().filter(|(count, ..)| *count > 0);
    page.table(["What", "How many"], counts.map(|(count, _, many)| [many.to_owned(), count.to_string()]));
}

fn coverage(page: &mut Page, target: &Target<'_>) {
    let scope = target.track.map(|track| format!(", learners of {}", inert(track))).unwrap_or_default();
    page.heading(2, &format!("Coverage: {}{scope}", inert(target.title)));
    if target.points.is_empty() {
        page.paragraph("The framework expects nothing at the points that these stages reach.");
        return;
    }
    page.paragraph("Competencies at the level that is expected: guaranteed to every learner, and in brackets what some learners can reach.");
    let points = || target.points.iter().map(|point| inert(point.id));
    let header = |first: &str| std::iter::once(first.to_owned()).chain(points()).collect::<Vec<_>>();
    let row = |title: String, shares: &[Share]| {
        std::iter::once(title).chain(shares.iter().map(|share| part(*share))).collect()
    };
    let strands = target
        .strands
        .iter()
        .map(|strand| row(format!("{} {}", inert(strand.id), inert(strand.title)), &strand.shares));
    page.wide_table(&header("Strand"), strands.chain([row("**All**".to_owned(), &target.total)]));
    page.heading(3, "Levels");
    let scale: Vec<String> = target.levels.iter().map(|word| inert(word)).collect();
    page.paragraph(&format!(
        "From the lowest: {}. Each cell tells the level guaranteed to every learner; where that is less than expected, **!** and the expected level, or **~** where some learners reach it.",
        scale.join(", ")
    ));
    let competencies = target.strands.iter().flat_map(|strand| &strand.competencies);
    page.wide_table(
        &header("Competency"),
        competencies.map(|competency| {
            let title = format!("{} {}", inert(competency.id), inert(competency.statement));
            std::iter::once(title).chain(competency.cells.iter().map(level)).collect()
        }),
    );
}

fn part(share: Share) -> String {
    if share.expected == 0 {
        return "–".to_owned();
    }
    let percent = percent(share.guaranteed, share.expected);
    let some = if share.possible == share.guaranteed { String::new() } else { format!(" ({})", share.possible) };
    format!("{} of {}, {percent} %{some}", share.guaranteed, share.expected)
}

fn level(cell: &Cell<'_>) -> String {
    let reached = cell.guaranteed.map_or("–".to_owned(), inert);
    match cell.expected {
        Some(expected) if !cell.met => {
            format!("{reached} **{}** {}", if cell.met_by_some { '~' } else { '!' }, inert(expected))
        }
        _ => reached,
    }
}

fn gaps(page: &mut Page, facts: &Facts<'_>) {
    page.heading(2, "Gaps");
    if facts.gaps.is_empty() {
        page.paragraph("Every learner reaches what is expected.");
        return;
    }
    let word = |word: Option<&str>| word.map_or("none".to_owned(), inert);
    page.table(
        ["Competency", "Where", "Expected", "Guaranteed", "Possible", "Taught in", "Missed, for example, by", "Waived"],
        facts.gaps.iter().map(|gap| {
            let track = gap.track.map(|track| format!(" ({})", inert(track))).unwrap_or_default();
            [
                format!("{} {}", inert(gap.competency), inert(gap.statement)),
                format!("{}{track}", inert(gap.point)),
                inert(gap.expected),
                word(gap.guaranteed),
                word(gap.possible),
                list(&gap.taught_in),
                gap.path.as_deref().map(inert).unwrap_or_default(),
                gap.waived.map(inert).unwrap_or_default(),
            ]
        }),
    );
}

/// The first few of many.
fn list<S: AsRef<str>>(items: &[S]) -> String {
    const SHOWN: usize = 4;
    let mut shown: Vec<String> = items.iter().take(SHOWN).map(|item| inert(item.as_ref())).collect();
    if items.len() > SHOWN {
        shown.push(format!("{} more", items.len() - SHOWN));
    }
    if shown.is_empty() { "–".to_owned() } else { shown.join(", ") }
}

fn load(page: &mut Page, stages: &[StageLoad<'_>]) {
    if stages.is_empty() {
        return;
    }
    page.heading(2, "Load");
    page.paragraph("Hours are periods of the stage. A course that runs over several years counts in each with its share. Electives: what is offered, of which a learner takes a part.");
    for stage in stages {
        page.heading(3, &inert(stage.title));
        let budget =
            stage.budget.map_or("No budget is set".to_owned(), |hours| format!("Budget: {} hours", plain(hours)));
        page.paragraph(&format!("{budget}, of {} minutes.", plain(stage.period_minutes)));
        if stage.rows.is_empty() {
            continue;
        }
        page.table(
            ["For", "Year", "Courses", "Hours", "Credits", "Electives", "Their hours", "Their credits"],
            stage
                .rows
                .iter()
                .map(|row| load_row(row, row.year.map_or("any".to_owned(), |year| year.to_string())))
                .chain(stage.totals.iter().map(|row| load_row(row, "**total**".to_owned()))),
        );
    }
}

fn load_row(row: &LoadRow<'_>, year: String) -> [String; 8] {
    [
        row.track.map_or("all".to_owned(), inert),
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
fn terms(page: &mut Page, facts: &Facts<'_>) {
    let busy: Vec<_> = facts.terms.iter().filter(|term| term.most_hours > 0.0 || term.most_credits > 0.0).collect();
    if busy.is_empty() {
        return;
    }
    page.heading(2, "Load by term");
    page.paragraph("The least and the most that learners have in a term over their choices. A course counts evenly over the terms that it may run on.");
    let range = |least: f64, most: f64| {
        let (least, most) = (plain(least), plain(most));
        if least == most { most } else { format!("{least} to {most}") }
    };
    page.table(
        ["Stage", "Track", "Year", "Term", "Hours", "Credits"],
        busy.into_iter().map(|term| {
            [
                inert(term.stage),
                term.track.map_or("all".to_owned(), inert),
                term.year.to_string(),
                term.term.to_string(),
                range(term.least_hours, term.most_hours),
                range(term.least_credits, term.most_credits),
            ]
        }),
    );
}

fn prerequisites(page: &mut Page, facts: &Facts<'_>) {
    let graph = &facts.prerequisites;
    if graph.edges.is_empty() {
        return;
    }
    page.heading(2, "Prerequisites");
    if graph.longest_path.len() > 1 {
        let path: Vec<String> = graph.longest_path.iter().map(|id| inert(id)).collect();
        page.paragraph(&format!("The longest path: {}.", path.join(" → ")));
    }
    for cycle in &graph.cycles {
        let cycle: Vec<String> = cycle.iter().map(|id| inert(id)).collect();
        page.paragraph(&format!("**Courses that wait for each other**: {}.", cycle.join(", ")));
    }
    let mut before: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for edge in &graph.edges {
        before.entry(&edge.to).or_default().push(&edge.from);
    }
    let asking = graph.courses.iter().filter(|course| before.contains_key(course.id.as_str()));
    page.table(
        ["Course", "Requires", "Blocking", "Delay", "Complexity"],
        asking.map(|course| {
            let mark = if course.is_bottleneck { " (bottleneck)" } else { "" };
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

fn requirements(page: &mut Page, facts: &Facts<'_>) {
    if facts.requirements.is_empty() {
        return;
    }
    page.heading(2, "Requirements");
    page.table(
        ["Requirement", "For", "Asked", "There", "Met"],
        facts.requirements.iter().map(|requirement| {
            let count = inert(requirement.count);
            let asked = match (requirement.min, requirement.max) {
                (Some(min), None) => format!("at least {} {count}", plain(min)),
                (None, Some(max)) => format!("at most {} {count}", plain(max)),
                (Some(min), Some(max)) => format!("{} to {} {count}", plain(min), plain(max)),
                (None, None) => count,
            };
            [
                format!("{} {}", inert(requirement.id), inert(requirement.title)),
                requirement.of.as_deref().map_or("the plan".to_owned(), inert),
                asked,
                format!("{} {}", plain(requirement.value), requirement.reach),
                if requirement.met { "yes".to_owned() } else { "**no**".to_owned() },
            ]
        }),
    );
}

fn assessments(page: &mut Page, facts: &Facts<'_>) {
    if facts.assessments.is_empty() {
        return;
    }
    page.heading(2, "Assessment");
    page.table(
        ["Form", "Summative", "Formative", "Share of all marks"],
        facts.assessments.iter().map(|mix| {
            [
                mix.kind.map_or("not told".to_owned(), inert),
                mix.summative.to_string(),
                mix.formative.to_string(),
                mix.weight_percent.map_or("–".to_owned(), |percent| format!("{} %", plain(percent))),
            ]
        }),
    );
}

fn registry(page: &mut Page, title: &str, kind: &str, entries: &[RegistryEntry<'_>], people: bool) {
    if entries.is_empty() {
        return;
    }
    page.heading(2, title);
    let place_or_expertise = if people { "Can teach" } else { "Place" };
    page.table(
        ["Id", "Name", kind, place_or_expertise, "Country", "Courses"],
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

fn waivers(page: &mut Page, facts: &Facts<'_>) {
    if facts.waivers.is_empty() {
        return;
    }
    page.heading(2, "Waivers");
    page.table(
        ["Check", "What", "Stage", "Why", "Decided by", "Until"],
        facts.waivers.iter().map(|waiver| {
            [
                inert(waiver.check),
                waiver.at.map_or("all".to_owned(), inert),
                waiver.stage.map_or("all".to_owned(), inert),
                waiver.why.map_or("no reason is given".to_owned(), inert),
                waiver.by.map(inert).unwrap_or_default(),
                waiver.until.clone().unwrap_or_default(),
            ]
        }),
    );
}

fn findings(page: &mut Page, facts: &Facts<'_>) {
    page.heading(2, "Findings");
    if facts.findings.is_empty() {
        page.paragraph("The checks found nothing.");
        return;
    }
    page.table(
        ["Severity", "Check", "Finding", "Place"],
        facts.findings.iter().map(|finding| {
            let severity = if finding.waived.is_some() { "waived" } else { finding.severity };
            [
                severity.to_owned(),
                finding.check.to_owned(),
                inert(finding.message),
                format!("`{}:{}`", code(finding.file), finding.line),
            ]
        }),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_files_is_only_text() {
        assert_eq!(inert("a | b `c` <b>"), "a \\| b \\`c\\` &lt;b&gt;");
        assert_eq!(inert("# title\n- x"), "\\# title⏎- x");
        assert_eq!(inert("1. first"), "1\\. first");
        assert_eq!(inert("- x"), "\\- x");
        assert_eq!(inert("3.5 hours"), "3\\.5 hours");
        assert_eq!(inert("2027"), "2027");
        assert_eq!(code("a`|b"), "a'\\|b");
    }
}
