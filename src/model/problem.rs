use super::Span;
use crate::language::{self, Language};

/// Something wrong with a block's text or with what it says, found while reading it.
///
/// A problem is a finding in the making: the check of the same name documents it and gives it its
/// severity.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Name of the check that reports it.
    pub check: &'static str,
    pub message: String,
    /// Within the block.
    pub span: Span,
    /// The node it stands in, as an index into the block's nodes.
    pub node: Option<u32>,
    /// A way out, in words.
    pub help: Option<String>,
    pub suggestion: Option<Suggestion>,
    /// What tells it from others of its check in the same place, in every language; none: the text at its span.
    pub detail: Option<String>,
}

impl Problem {
    /// About a file as a whole. What it says, in English, tells it from others: it is said once more for that.
    pub fn of_file(check: &'static str, span: Span, say: impl Fn() -> String, help: Option<String>) -> Self {
        let detail = language::speaking(Language::English, &say);
        Self { check, message: say(), span, node: None, help, suggestion: None, detail: Some(detail) }
    }
}

/// What should probably stand at `span` instead.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    pub span: Span,
    pub replacement: String,
}
