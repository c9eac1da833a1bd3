use toml_writer::ToTomlKey;

use super::line::Rule;
pub(crate) use crate::edit::render::value as one_line;
use crate::model::schema::{KeySpec, spec};
use crate::model::{Kind, Role, Value};
use crate::parse;
use crate::tr;

/// A value as one line of TOML, read and judged as the file itself would be.
#[derive(Debug)]
pub(crate) struct TomlRule {
    pub(crate) kind: Kind,
    pub(crate) key: String,
}

impl Rule for TomlRule {
    fn read(&self, text: &str) -> Result<Option<Value>, String> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let source = format!("{}{} = {text}\n", headers(self.kind), self.key.as_str().to_toml_key());
        let block = parse::block(&source, false, Role::Main);
        let node = block.nodes.iter().find(|node| node.kind == self.kind);
        let field = node.and_then(|node| node.field(&self.key));
        let value = field.map(|field| &field.value);
        let about = |span: crate::model::Span| {
            block.broken || value.is_some_and(|value| value.span.start <= span.start && span.end <= value.span.end)
        };
        match (block.problems.iter().find(|problem| about(problem.span)), value) {
            (Some(problem), _) => Err(match &problem.help {
                Some(help) => format!("{}: {help}", problem.message),
                None => problem.message.clone(),
            }),
            (None, Some(value)) => Ok(Some(value.value.clone())),
            (None, None) => Err(tr!("a value in TOML is needed").to_owned()),
        }
    }

    fn placeholder(&self) -> String {
        let known: Option<&KeySpec> = spec(self.kind).key(&self.key);
        known.map_or_else(|| tr!("a value in TOML").to_owned(), |key| key.ty.expected())
    }
}

/// The headers under which a node of a kind may stand.
fn headers(kind: Kind) -> String {
    let key = kind.key();
    let header = |path: &str, many: bool| if many { format!("[[{path}]]\n") } else { format!("[{path}]\n") };
    if kind == Kind::Root {
        return String::new();
    }
    if spec(Kind::Root).children.contains(&kind) {
        return header(key, spec(kind).many);
    }
    let parent = spec(Kind::Root).children.iter().find(|parent| spec(**parent).children.contains(&kind));
    let parent = parent.map_or("course", |parent| parent.key());
    format!("[[{parent}]]\n[[{parent}.{key}]]\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(kind: Kind, key: &str) -> TomlRule {
        TomlRule { kind, key: key.to_owned() }
    }

    #[test]
    fn what_is_written_reads_back() {
        for (kind, key, line) in [
            (
                Kind::Course,
                "requires",
                r#"["A", { pick = 2, of = ["B", "C", { all = ["D", "E"] }] }, { credits = 4.5 }]"#,
            ),
            (Kind::Competency, "expect", r#"{ bachelor = "manage", "两" = "try" }"#),
            (Kind::Requirement, "where", r#"{ kind = ["company", "design-park"] }"#),
            (Kind::Stage, "as", r#"["a", { id = "b", year = 5 }]"#),
            (Kind::Assessment, "weight", "60"),
            (Kind::Outcome, "covers", r#"[{ id = "GEN-1", level = "apply" }]"#),
            (Kind::Place, "requires", r#"[{ text = "a \"quoted\" word" }]"#),
            (Kind::Checks, "stage-gap", r#"{ severity = "note", min = 2 }"#),
        ] {
            let value = rule(kind, key).read(line).unwrap().unwrap_or_else(|| panic!("{line}"));
            assert_eq!(rule(kind, key).read(&one_line(&value)), Ok(Some(value)), "{line}");
        }
    }

    #[test]
    fn values_that_the_format_has_no_place_for_are_refused() {
        for (kind, key, line) in [
            (Kind::Course, "requires", "[{ pick = 3, of = [\"B\"] }]"),
            (Kind::Course, "requires", "[\"A\""),
            (Kind::Course, "requires", "A"),
            (Kind::Competency, "expect", "3"),
            (Kind::Assessment, "weight", "101"),
            (Kind::Stage, "as", "{ year = 3 }"),
        ] {
            let refused = rule(kind, key).read(line);
            assert!(refused.as_ref().is_err_and(|why| !why.is_empty()), "{line}: {refused:?}");
        }
        assert_eq!(rule(Kind::Course, "requires").read("  "), Ok(None));
    }
}
