//! Findings as a compiler would tell them: the place, the line, what is meant in it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::checked::Checked;
use super::total;
use crate::check::{Finding, Severity};
use crate::cli::Shell;
use crate::text::{Position, visible, visible_block};
use crate::tr;

/// A longer line is named, not shown.
const LONGEST_LINE: usize = 500;

pub(super) fn render(all: &[Checked], shell: Shell) -> String {
    let renderer = if shell.colours { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for checked in all {
        let mut sources = Sources { checked, read: BTreeMap::new() };
        for finding in checked.findings.iter().filter(|finding| finding.waived.is_none()) {
            let group = group(&mut sources, finding);
            text.push_str(&renderer.render(&[group]));
            text.push_str("\n\n");
        }
    }
    let _ = writeln!(text, "{}", total(all).1);
    text
}

fn group(sources: &mut Sources<'_>, finding: &Finding) -> Group<'static> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let level = level.with_name(finding.severity.shown());
    let location = &finding.location;
    let file = visible(&sources.checked.path_of(location.file)).into_owned();
    let title = level.primary_title(visible(&finding.message).into_owned()).id(finding.check);
    let mut group = Group::with_title(title);
    group = match sources.excerpt(location.file, location.start, location.end) {
        Some(excerpt) => group.element(
            Snippet::source(excerpt.line)
                .path(file)
                .line_start(location.start.line)
                .annotation(AnnotationKind::Primary.span(excerpt.marked)),
        ),
        None => group.element(Origin::path(file).line(location.start.line).char_column(location.start.column)),
    };
    if let Some(path) = &finding.path {
        group =
            group.element(Level::NOTE.with_name(tr!("note")).message(tr!("for example: {path}", path = visible(path))));
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.with_name(tr!("help")).message(visible(help).into_owned()));
    }
    group
}

/// A line of a file with the part that a finding is about.
struct Excerpt {
    line: String,
    marked: Range<usize>,
}

/// The texts of files with the places of their lines, each worked out once.
struct Sources<'t> {
    checked: &'t Checked,
    read: BTreeMap<u32, (String, Vec<usize>)>,
}

impl Sources<'_> {
    /// None where the file has no such line, or one too long to be shown.
    fn excerpt(&mut self, file: u32, start: Position, end: Position) -> Option<Excerpt> {
        let (text, lines) = self.read.entry(file).or_insert_with(|| {
            let text = self.checked.file(file).text();
            let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
            (text, lines)
        });
        let first = *lines.get(start.line.checked_sub(1)?)?;
        let line = text.get(first..)?.split('\n').next()?.trim_end_matches('\r');
        if line.len() > LONGEST_LINE {
            return None;
        }
        let from = byte_of(line, start.column);
        // Of what runs over several lines, the first is enough to find it.
        let to = if end.line > start.line { line.len() } else { byte_of(line, end.column) };
        // What is shown may be longer than what is written: each part is made visible by itself.
        let mut shown = visible_block(&line[..from]).into_owned();
        let marked_from = shown.len();
        shown.push_str(&visible_block(&line[from..to.max(from)]));
        let marked = marked_from..shown.len();
        shown.push_str(&visible_block(&line[to.max(from)..]));
        Some(Excerpt { line: shown, marked })
    }
}

/// The byte at which a column of a line begins.
fn byte_of(line: &str, column: usize) -> usize {
    line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(at, _)| at)
}
