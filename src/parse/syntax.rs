//! The TOML parser's errors as problems, in words that help.

use crate::model::{Problem, Span};
use crate::tr;

/// No more are listed per block: what follows is mostly the wake of the first.
const MOST: usize = 20;

pub(super) fn problems(text: &str, errors: &[toml::de::Error]) -> Vec<Problem> {
    let mut problems: Vec<Problem> = Vec::new();
    // The end of the line that the last listed error stands in.
    let mut line_end = 0;
    for error in errors {
        if problems.len() >= MOST {
            break;
        }
        let range = error.span().unwrap_or(0..0);
        let start = floor(text, range.start);
        let end = floor(text, range.end.max(start));
        if start < line_end {
            continue;
        }
        line_end = text[start..].find('\n').map_or(text.len() + 1, |at| start + at + 1);
        let (message, help) = explain(text, start, error.message());
        problems.push(Problem {
            check: "syntax",
            message,
            span: Span::new(start, end),
            node: None,
            help,
            suggestion: None,
            detail: None,
        });
    }
    problems
}

fn floor(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn explain(text: &str, at: usize, message: &str) -> (String, Option<String>) {
    let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    let key = line.split('=').next().unwrap_or_default().trim();
    let bare_and_foreign = !key.is_ascii()
        && at < line_start + line.find('=').unwrap_or(0)
        && !key.starts_with(['"', '\'', '[', '#'])
        && !key.contains(char::is_whitespace);
    if bare_and_foreign {
        return (
            tr!("a key with letters beyond ASCII needs quotes").into(),
            Some(tr!("write {key}", key = format!("\"{}\" = …", crate::text::visible(key)))),
        );
    }
    let help = if message.contains("duplicate key") {
        Some(tr!("a key may stand once in a table: remove one, or begin a new table with its header").into())
    } else if message.contains("recurs") {
        Some(tr!("values may nest at most 80 deep").into())
    } else {
        None
    };
    (message.replace('\n', ", "), help)
}
