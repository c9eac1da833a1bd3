//! Findings as `JUnit` XML: a suite per plan, a case per check. A check whose findings are below the
//! denied level passes, and tells them in its output.

use std::fmt::Write;

use super::checked::Checked;
use super::selection::Selection;
use crate::check::{self, Check, Finding, Severity};
use crate::text::visible;

pub(super) fn render(all: &[Checked], selection: &Selection, denied: Severity) -> String {
    let checks: Vec<&Check> = check::all().iter().copied().filter(|check| selection.includes(check)).collect();
    let mut suites = String::new();
    let mut failures = 0;
    for checked in all {
        failures += suite(&mut suites, checked, &checks, denied);
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"gradus check\" tests=\"{}\" failures=\"{failures}\" errors=\"0\">\n{suites}</testsuites>\n",
        checks.len() * all.len()
    )
}

fn suite(text: &mut String, checked: &Checked, checks: &[&Check], denied: Severity) -> usize {
    let mut cases = String::new();
    let mut failures = 0;
    for check in checks {
        let found: Vec<&Finding> = checked.findings.iter().filter(|finding| finding.check == check.name).collect();
        let (fails, passes): (Vec<&Finding>, Vec<&Finding>) =
            found.into_iter().partition(|finding| finding.waived.is_none() && finding.severity >= denied);
        // Writing to a String cannot fail.
        let _ = write!(cases, "    <testcase name=\"{}\" classname=\"gradus.{}\"", check.name, check.family.as_str());
        if fails.is_empty() && passes.is_empty() {
            cases.push_str("/>\n");
            continue;
        }
        cases.push_str(">\n");
        if let Some(gravest) = fails.iter().map(|finding| finding.severity).max() {
            failures += 1;
            let message = match fails.as_slice() {
                [one] => one.message.clone(),
                several => format!("{} findings", several.len()),
            };
            let _ = writeln!(
                cases,
                "      <failure message=\"{}\" type=\"{}\">{}</failure>",
                escaped(&message),
                gravest.as_str(),
                escaped(&lines(checked, &fails))
            );
        }
        if !passes.is_empty() {
            let _ = writeln!(cases, "      <system-out>{}</system-out>", escaped(&lines(checked, &passes)));
        }
        cases.push_str("    </testcase>\n");
    }
    let _ = writeln!(
        text,
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">\n{cases}  </testsuite>",
        escaped(&checked.shown),
        checks.len()
    );
    failures
}

fn lines(checked: &Checked, findings: &[&Finding]) -> String {
    let line = |finding: &&Finding| {
        let at = finding.location.start;
        let waived = finding.waived.as_ref().map(|why| format!(" (waived: {})", visible(why))).unwrap_or_default();
        let path = visible(&checked.path_of(finding.location.file)).into_owned();
        format!("{path}:{}:{}: {}: {}{waived}", at.line, at.column, finding.severity.as_str(), finding.message)
    };
    findings.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Text for XML 1.0, which has no way to write most control characters: they are made visible.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        for character in visible(line).chars() {
            match character {
                '&' => escaped.push_str("&amp;"),
                '<' => escaped.push_str("&lt;"),
                '>' => escaped.push_str("&gt;"),
                '"' => escaped.push_str("&quot;"),
                // Two code points that no XML may hold, and no terminal hides.
                '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
                other => escaped.push(other),
            }
        }
        escaped.push_str(end);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(escaped("a < b & \"c\"\nd\u{1b}[31m"), "a &lt; b &amp; &quot;c&quot;\nd⟨U+001B⟩[31m");
        assert_eq!(escaped("\u{ffff}"), "\u{fffd}");
    }
}
