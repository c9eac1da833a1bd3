use toml_parser::lexer::Token;
use toml_parser::parser::{Event, EventReceiver, RecursionGuard};
use toml_parser::{ErrorSink, Source};

/// How deep values may nest: the limit of the TOML parser itself.
const DEPTH: u32 = 80;

/// Bytes of a token of an ordinary plan, rather less than more.
const BYTES_PER_TOKEN: usize = 3;

/// The events of a text, in order: headers, keys, values, comments, white space.
pub type Events = Vec<Event>;

/// Reads `text` without building anything. Errors are left to the parser.
pub fn events(text: &str) -> Events {
    let mut reader = Reader::default();
    reader.read(text);
    reader.events
}

/// Reads one text after the other in the same memory.
#[derive(Default)]
pub(super) struct Reader {
    tokens: Vec<Token>,
    events: Events,
}

impl Reader {
    /// The events, and how many errors of structure were met: brackets that nothing closes, keys without a value.
    pub(super) fn read(&mut self, text: &str) -> (&Events, usize) {
        self.tokens.clear();
        // Growing step by step would touch fresh memory at every step.
        self.tokens.reserve(text.len() / BYTES_PER_TOKEN);
        self.tokens.extend(Source::new(text).lex());
        self.events.clear();
        self.events.reserve(self.tokens.len());
        let mut errors = Errors(0);
        let receiver: &mut dyn EventReceiver = &mut self.events;
        let mut guarded = RecursionGuard::new(receiver, DEPTH);
        toml_parser::parser::parse_document(&self.tokens, &mut guarded, &mut errors);
        (&self.events, errors.0)
    }
}

struct Errors(usize);

impl ErrorSink for Errors {
    fn report_error(&mut self, _error: toml_parser::ParseError) {
        self.0 += 1;
    }
}
