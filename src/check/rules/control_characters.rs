use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, Severity, fix};
use crate::model::schema::{self, Type};
use crate::model::{Spanned, Value};
use crate::text::is_hidden;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "control-characters",
    family: Family::Structure,
    severity: Some(Severity::Warning),
    summary: "A text holds characters that nobody sees",
    what: "Control characters, characters that turn the direction of writing, zero-width spaces and the like in a \
           title, a text or a plain string of the plan. Line breaks and tabs are no matter, nor are the joiners that \
           some scripts and emoji need between two characters. Ids may not hold such characters at all: there \
           invalid-value reports them.",
    why: "They come along with text from web pages and word processors. Searches then miss the word, two titles look \
          alike and differ, and a turned direction shows a reader something else than the file says.",
    example: r#"
[[course]]
id = "PD-101"
title = "Design\u200b studio"
"#,
    mend: "Delete the characters; the fix does so where the text stands on one line.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let tree = context.tree;
    for at in tree.all().filter(|at| tree.file(at.file).editable()) {
        let node = tree.node(at);
        for field in &node.fields {
            let key = field.key.value.as_ref();
            let ty = schema::spec(node.kind).key(key).map(|key| key.ty);
            if !matches!(ty, Some(Type::Text | Type::Plain | Type::Strings | Type::OpenChoice(_))) {
                continue;
            }
            for text in strings(&field.value) {
                let Value::Str(content) = &text.value else { continue };
                let (hidden, rest) = apart(content);
                let Some(first) = hidden.first() else { continue };
                let code = format!("{:04X}", u32::from(*first));
                let message = match hidden.len() {
                    1 => tr!("`{key}` holds the hidden character U+{code}", key, code),
                    count => tr!("`{key}` holds {count} hidden characters, the first is U+{code}", key, count, code),
                };
                // A text of several lines would come back on one.
                let fix = (!rest.trim().is_empty() && !rest.contains('\n'))
                    .then(|| fix::replace(tree, at.file, at.block, text.span, &rest))
                    .flatten();
                sink.push(
                    Draft::new(at, text.span, message)
                        .detail(format!("{key}:{code}"))
                        .help(tr!("delete them, or type the words anew"))
                        .fix(fix),
                );
            }
        }
    }
}

/// The strings of a field: itself, the items of a list, or one per language.
fn strings(value: &Spanned<Value>) -> Vec<&Spanned<Value>> {
    match &value.value {
        Value::Array(items) => items.iter().collect(),
        Value::Table(entries) => entries.iter().map(|(_, value)| value).collect(),
        _ => vec![value],
    }
}

/// The hidden characters of a text, and the text without them.
fn apart(text: &str) -> (Vec<char>, String) {
    let (mut hidden, mut shown) = (Vec::new(), String::with_capacity(text.len()));
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let joins = matches!(character, '\u{200c}' | '\u{200d}')
            && before.is_some_and(is_joined)
            && rest.peek().copied().is_some_and(is_joined);
        let breaks = matches!(character, '\n' | '\t') || (character == '\r' && rest.peek() == Some(&'\n'));
        if is_hidden(character) && !joins && !breaks {
            hidden.push(character);
        } else {
            shown.push(character);
        }
        before = Some(character);
    }
    (hidden, shown)
}

/// Whether a joiner beside it does something.
fn is_joined(character: char) -> bool {
    !character.is_ascii() && !character.is_whitespace() && !is_hidden(character)
}
