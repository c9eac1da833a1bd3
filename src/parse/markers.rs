use crate::model::{Problem, Span};
use crate::tr;

/// The conflict markers that a merge left, where there are any.
pub(super) fn merge_conflicts(text: &str) -> Option<Vec<Problem>> {
    if !text.contains("<<<<<<<") {
        return None;
    }
    let mut problems = Vec::new();
    let mut open: Option<usize> = None;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("<<<<<<<") {
            open = Some(offset);
        } else if line.starts_with(">>>>>>>")
            && let Some(start) = open.take()
        {
            let first_line = text[start..].find('\n').map_or(text.len(), |at| start + at);
            problems.push(Problem {
                check: "merge-conflict",
                message: tr!("a merge left both versions here").into(),
                span: Span::new(start, text[start..first_line].trim_end().len() + start),
                node: None,
                help: Some(tr!("keep one version and delete the lines <<<<<<<, ======= and >>>>>>>").into()),
                suggestion: None,
                detail: None,
            });
        }
        offset += line.len();
    }
    (!problems.is_empty()).then_some(problems)
}
