use toml_parser::parser::{Event, EventReceiver, RecursionGuard};
use toml_parser::{ErrorSink, Source};

/// How deep values may nest: the limit of the TOML parser itself.
const DEPTH: u32 = 80;

/// The events of a text, in order: headers, keys, values, comments, white space.
pub type Events = Vec<Event>;

/// Reads `text` without building anything. Errors are left to the parser.
pub fn events(text: &str) -> Events {
    events_and_errors(text).0
}

/// The events, and how many errors of structure were met: brackets that nothing closes, keys without a value.
pub(super) fn events_and_errors(text: &str) -> (Events, usize) {
    let source = Source::new(text);
    let tokens = source.lex().into_vec();
    let mut events: Events = Vec::with_capacity(tokens.len());
    let mut errors = Errors(0);
    {
        let receiver: &mut dyn EventReceiver = &mut events;
        let mut guarded = RecursionGuard::new(receiver, DEPTH);
        toml_parser::parser::parse_document(&tokens, &mut guarded, &mut errors);
    }
    (events, errors.0)
}

struct Errors(usize);

impl ErrorSink for Errors {
    fn report_error(&mut self, _error: toml_parser::ParseError) {
        self.0 += 1;
    }
}
