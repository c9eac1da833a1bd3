use super::line::Rule;
use crate::model::{Kind, Value, schema};
use crate::tr;

/// Any text; nothing typed leaves the field out.
#[derive(Debug)]
pub(crate) struct AnyText;

impl Rule for AnyText {
    fn read(&self, text: &str) -> Result<Option<Value>, String> {
        Ok((!text.is_empty()).then(|| Value::string(text)))
    }
}

/// The id of a node.
#[derive(Debug)]
pub(crate) struct IdRule(pub(crate) Kind);

impl Rule for IdRule {
    fn read(&self, text: &str) -> Result<Option<Value>, String> {
        let stop = if self.0 == Kind::Competency { tr!(", `_` and `.`") } else { tr!(" and `_`") };
        if text.is_empty() {
            Err(tr!("an id needs at least one letter or digit").to_owned())
        } else if schema::is_valid_id(self.0, text) {
            Ok(Some(Value::string(text)))
        } else {
            Err(tr!("an id has letters and digits of any script, `-`{stop}, nothing else", stop))
        }
    }
}

/// A language tag in form: `en`, `zh-Hans`, `pt-BR`.
pub(crate) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Texts with commas between them.
#[derive(Debug)]
pub(crate) struct ListRule {
    pub(crate) one_stands_alone: bool,
    pub(crate) example: String,
}

impl ListRule {
    /// The list as a line, where it can be written so.
    pub(crate) fn line(value: &Value) -> Option<String> {
        let items = match value {
            Value::Str(text) => vec![text.as_str()],
            Value::Array(items) => items.iter().map(|item| item.value.as_str()).collect::<Option<_>>()?,
            _ => return None,
        };
        let plain = |text: &&str| !text.is_empty() && text.trim() == *text && !text.contains([',', '，', '、', '\n']);
        items.iter().all(plain).then(|| items.join(", "))
    }
}

impl Rule for ListRule {
    fn read(&self, text: &str) -> Result<Option<Value>, String> {
        let items: Vec<&str> = text.split([',', '，', '、']).map(str::trim).filter(|item| !item.is_empty()).collect();
        Ok(match items.as_slice() {
            [] => None,
            [one] if self.one_stands_alone => Some(Value::string(*one)),
            several => Some(Value::strings(several.iter().copied())),
        })
    }

    fn placeholder(&self) -> String {
        self.example.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_checked_by_kind() {
        assert!(IdRule(Kind::Competency).read("1.2").is_ok());
        assert!(IdRule(Kind::Course).read("1.2").is_err());
        assert!(IdRule(Kind::Course).read("").is_err());
        assert_eq!(IdRule(Kind::Course).read("设计-1"), Ok(Some(Value::string("设计-1"))));
    }

    #[test]
    fn a_list_is_a_line_only_where_it_reads_back() {
        let rule = ListRule { one_stands_alone: false, example: String::new() };
        let list = Value::strings(["stages/*.toml", "轨道"]);
        let line = ListRule::line(&list).unwrap();
        assert_eq!(line, "stages/*.toml, 轨道");
        assert_eq!(rule.read(&line), Ok(Some(list)));
        assert_eq!(ListRule::line(&Value::strings(["a,b"])), None);
        assert_eq!(rule.read(" , "), Ok(None));
    }
}
