//! The report in Markdown with tables, for people.

mod coverage;
mod lists;
mod matrix;

use std::fmt::Write;

use super::facts::Facts;
use super::told;
use crate::text::visible;
use crate::tr;

/// The whole report for people, in Markdown with tables.
pub fn report_markdown(facts: &Facts<'_>) -> String {
    let mut page = Page::default();
    let title = if facts.title.is_empty() { tr!("A plan without a name").to_owned() } else { inert(facts.title) };
    page.heading(1, &title);
    if !facts.id.is_empty() {
        page.paragraph(&tr!("Plan {id}. {summary}.", id = format!("`{}`", code(facts.id)), summary = facts.summary));
    }
    let about = told::about(facts);
    if !about.is_empty() {
        page.paragraph(&about.iter().map(|sentence| inert(sentence)).collect::<Vec<_>>().join(" "));
    }
    learner(&mut page, facts);
    for name in facts.sections() {
        section(&mut page, facts, name);
    }
    page.into_text()
}

fn section(page: &mut Page, facts: &Facts<'_>, name: &str) {
    match name {
        "figures" => figures(page, facts),
        "coverage" => facts.coverage.iter().for_each(|target| coverage::coverage(page, target)),
        "outcome-matrix" => matrix::outcomes(page, facts),
        "gaps" => coverage::gaps(page, facts),
        "threads" => coverage::threads(page, facts),
        "load" => lists::load(page, facts),
        "terms" => lists::terms(page, facts),
        "prerequisites" => lists::prerequisites(page, facts),
        "requirements" => lists::requirements(page, facts),
        "assessments" => lists::assessments(page, facts),
        "partners" => lists::registry(page, tr!("Partners"), tr!("Kind"), &facts.partners, false),
        "talent" => lists::registry(page, tr!("Talent"), tr!("Role"), &facts.talent, true),
        "awards" => lists::registry(page, tr!("Awards"), tr!("Tier"), &facts.awards, false),
        "waivers" => lists::waivers(page, facts),
        "findings" => lists::findings(page, facts),
        _ => {}
    }
}

/// What one learner chooses, where the report is of one.
fn learner(page: &mut Page, facts: &Facts<'_>) {
    let choices = told::choices(facts);
    if choices.is_empty() {
        return;
    }
    page.heading(2, tr!("Choices of this learner"));
    page.table(told::choice_heads(), choices.into_iter().map(|row| row.map(|cell| inert(&cell))));
    for unmet in told::unmet(facts) {
        page.paragraph(&inert(&unmet));
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

fn figures(page: &mut Page, facts: &Facts<'_>) {
    page.heading(2, tr!("Figures"));
    let counts = facts.counts.told().into_iter().filter(|(count, _)| *count > 0);
    page.table([tr!("What"), tr!("How many")], counts.map(|(count, many)| [many.to_owned(), count.to_string()]));
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
