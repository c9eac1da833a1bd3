//! Findings as workflow commands, which GitHub shows beside the lines of a change.

use std::fmt::Write;

use super::checked::Checked;
use super::total;
use crate::check::{Finding, Severity};
use crate::text::{visible, visible_block};
use crate::tr;

pub(super) fn render(all: &[Checked]) -> String {
    let mut text = String::new();
    for checked in all {
        for finding in checked.findings.iter().filter(|finding| finding.waived.is_none()) {
            command(&mut text, checked, finding);
        }
    }
    let _ = writeln!(text, "{}", total(all).1);
    text
}

fn command(text: &mut String, checked: &Checked, finding: &Finding) {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let (start, end) = (finding.location.start, finding.location.end);
    let mut message = finding.message.clone();
    if let Some(path) = &finding.path {
        let _ = write!(message, "\n{}", tr!("for example: {path}", path));
    }
    if let Some(help) = &finding.help {
        let _ = write!(message, "\n{}", tr!("help: {help}", help));
    }
    // Writing to a String cannot fail.
    let _ = write!(text, "::{level} file={},line={}", property(&checked.path_of(finding.location.file)), start.line);
    // Columns are read only within one line.
    if start.line == end.line {
        let _ = write!(text, ",col={},endLine={},endColumn={}", start.column, end.line, end.column);
    } else {
        let _ = write!(text, ",endLine={}", end.line);
    }
    let _ = writeln!(text, ",title={}::{}", property(finding.check), data(&message));
}

/// The text of a command: one line, in which `%` begins an escape.
fn data(text: &str) -> String {
    visible_block(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value among others: `,` would end it, and `:` the command's head.
fn property(text: &str) -> String {
    data(&visible(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_command_too_early() {
        assert_eq!(data("100 %\nhelp: a, b"), "100 %25%0Ahelp: a, b");
        assert_eq!(property("a,b:c%.toml"), "a%2Cb%3Ac%25.toml");
        assert!(!property("a\r\n::error::b").contains(['\r', '\n', ':']));
    }
}
