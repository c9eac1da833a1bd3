use super::Span;

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
}

/// What should probably stand at `span` instead.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    pub span: Span,
    pub replacement: String,
}
