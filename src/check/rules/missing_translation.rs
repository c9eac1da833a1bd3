use crate::check::registry::{Check, Family};
use crate::check::sink::{Draft, Sink};
use crate::check::words::{list, quoted};
use crate::check::{Context, Severity};
use crate::model::schema::{self, Type};
use crate::model::{Kind, Node, Value};
use crate::text::visible;
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "missing-translation",
    family: Family::Writing,
    severity: Some(Severity::Note),
    summary: "A text lacks one of the plan's languages",
    what: "The plan's languages are those of the title in `[curriculum]`; with one language, or a plain string, nothing \
           is reported. A text that is written in some of them and not, or emptily, in others is. A plain string \
           counts as a text in one language where learners read sentences: the titles of stages, tracks, courses, \
           units and assessments, and outcomes; but only in a plan that writes most of these in several languages. Names \
           of partners, people and awards may be plain.",
    why: "A report in the other language falls back to the first one there is, and a committee reads a mixture.",
    example: r#"
[curriculum]
title.en = "Design education in China"
title.zh = "中国设计教育"

[[course]]
title.en = "Design studio 1"   # and no title.zh
"#,
    mend: "Write the missing line.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let title = context.curriculum.at.and_then(|at| context.tree.node(at).value("title"));
    let languages: Vec<&str> = title
        .and_then(|title| title.value.as_table())
        .unwrap_or_default()
        .iter()
        .filter(|(_, line)| line.value.as_str().is_some_and(|text| !text.trim().is_empty()))
        .map(|(language, _)| language.value.as_str())
        .collect();
    if languages.len() < 2 {
        return;
    }
    let own = context.curriculum.language.filter(|own| languages.contains(own)).unwrap_or(languages[0]);
    let translated = is_mostly_translated(context);
    for at in context.tree.all().filter(|at| context.tree.file(at.file).editable()) {
        let node = context.tree.node(at);
        let texts = schema::spec(node.kind).keys.iter().filter(|key| matches!(key.ty, Type::Text));
        for key in texts.map(|key| key.name) {
            let Some(missing) = missing(node, key, &languages, own) else { continue };
            if !translated && node.value(key).is_some_and(|value| value.value.as_str().is_some()) {
                continue;
            }
            let names: Vec<String> = missing.iter().map(|language| visible(language).into_owned()).collect();
            let text = node.value(key).and_then(|value| value.value.in_language(context.curriculum.language));
            let message = match text.filter(|text| !text.is_empty()) {
                Some(text) => {
                    let (text, languages) = (quoted(text), list(&names));
                    tr!("the {key} {text} is not written in {languages}", key, text, languages)
                }
                None => tr!("the {key} is not written in {languages}", key, languages = list(&names)),
            };
            let lines = names.iter().map(|name| format!("{key}.{name} = \"…\"")).collect::<Vec<_>>().join(", ");
            sink.push(Draft::field(context.tree, at, key, message).detail(key).help(tr!("add {lines}", lines)));
        }
    }
}

/// Whether most of what learners read is written in several languages.
fn is_mostly_translated(context: &Context<'_>) -> bool {
    let nodes = context.tree.all().filter(|at| context.tree.file(at.file).editable()).map(|at| context.tree.node(at));
    let texts = nodes.filter(|node| is_read(node.kind)).flat_map(|node| [node.value("title"), node.value("text")]);
    let (plain, others): (Vec<_>, Vec<_>) = texts.flatten().partition(|text| text.value.as_str().is_some());
    others.len() > plain.len()
}

fn is_read(kind: Kind) -> bool {
    matches!(kind, Kind::Stage | Kind::Track | Kind::Course | Kind::Unit | Kind::Outcome | Kind::Assessment)
}

/// The languages that a text lacks; none where it is whole, not there, or need not be translated.
fn missing<'l>(node: &Node, key: &str, languages: &[&'l str], own: &str) -> Option<Vec<&'l str>> {
    let value = &node.value(key)?.value;
    let has = |language: &str| match value {
        Value::Table(_) => {
            value.get(language).is_some_and(|line| line.value.as_str().is_none_or(|text| !text.trim().is_empty()))
        }
        _ => false,
    };
    match value {
        // An empty text is missing altogether, in every language.
        Value::Str(text) if !is_read(node.kind) || text.trim().is_empty() => return None,
        Value::Str(_) => return Some(languages.iter().copied().filter(|language| *language != own).collect()),
        Value::Table(_) => {}
        _ => return None,
    }
    let missing: Vec<&str> = languages.iter().copied().filter(|language| !has(language)).collect();
    (!missing.is_empty() && missing.len() < languages.len()).then_some(missing)
}
