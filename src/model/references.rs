//! Which strings of a node's fields name other nodes: what renaming rewrites and what is looked up.

use super::schema::Type;
use super::{Kind, Span, Spanned, Value, schema};
use crate::model::Node;

/// How the text of a reference names its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The id of a node at the root of the plan, of one of these kinds.
    Id(&'static [Kind]),
    /// A competency: `GEN-1` or `framework:GEN-1`.
    Competency,
    /// The path of an outcome within the course that the node stands in; a unit's or course's path
    /// stands for all its outcomes.
    WithinCourse,
    /// A path from the root of the plan.
    Path,
    /// An id, a path or a competency.
    Any,
    /// An expectation point of a framework.
    Point,
    /// A stage by its id, or an expectation point.
    StageOrPoint,
    /// A word of a framework's scale of levels.
    Level,
    /// A framework: a relative path, a built-in name or an id.
    Framework,
}

/// A string that names something.
#[derive(Debug, Clone)]
pub struct Reference<'a> {
    /// Of the string as written, quotes included; of the key, where it is a key.
    pub span: Span,
    pub text: &'a str,
    pub target: Target,
    /// The field it stands in.
    pub key: &'a str,
    /// Whether it is a key of a table (`weight = { PD-401 = 50 }`) and not a value.
    pub is_key: bool,
}

/// Calls `visit` for every reference in the fields of `node`.
pub fn each<'a>(node: &'a Node, visit: &mut dyn FnMut(Reference<'a>)) {
    let spec = schema::spec(node.kind);
    let shared = node.kind == Kind::Assessment && node.parent.is_none();
    for field in &node.fields {
        if node.kind == Kind::Requirement && field.key.value == "stage" {
            let mut walk = Walk { key: field.key.value.as_ref(), shared, visit: &mut *visit };
            walk.string(&field.value, Target::StageOrPoint);
        } else if let Some(key) = spec.key(&field.key.value) {
            let mut walk = Walk { key: field.key.value.as_ref(), shared, visit: &mut *visit };
            walk.value(key.ty, &field.value);
        }
    }
}

struct Walk<'a, 'v> {
    key: &'a str,
    shared: bool,
    visit: &'v mut dyn FnMut(Reference<'a>),
}

impl<'a> Walk<'a, '_> {
    fn value(&mut self, ty: Type, value: &'a Spanned<Value>) {
        match ty {
            Type::Ref(kinds) | Type::Refs(kinds) | Type::RefOrRefs(kinds) => self.list(value, Target::Id(kinds)),
            Type::AnyRef => self.string(value, Target::Any),
            Type::Competency => self.string(value, Target::Competency),
            Type::Level => self.string(value, Target::Level),
            Type::Frameworks => self.list(value, Target::Framework),
            Type::OutcomePaths => self.list(value, if self.shared { Target::Path } else { Target::WithinCourse }),
            Type::Requires => Value::one_or_many(value).iter().for_each(|item| self.requisite(item)),
            Type::Alongside => {
                for item in Value::one_or_many(value) {
                    self.string_or(item, "id", Target::Id(&[Kind::Course]));
                }
            }
            Type::Covers => {
                for item in Value::one_or_many(value) {
                    self.string_or(item, "id", Target::Competency);
                    if let Some(level) = item.value.get("level") {
                        self.string(level, Target::Level);
                    }
                }
            }
            Type::Points => {
                for item in Value::one_or_many(value) {
                    self.string_or(item, "id", Target::Point);
                }
            }
            Type::Weight => self.keys(value, Target::Id(&[Kind::Course])),
            Type::Expect => {
                self.keys(value, Target::Point);
                for (_, level) in value.value.as_table().unwrap_or_default() {
                    self.string(level, Target::Level);
                }
            }
            _ => {}
        }
    }

    fn list(&mut self, value: &'a Spanned<Value>, target: Target) {
        for item in Value::one_or_many(value) {
            self.string(item, target);
        }
    }

    fn string_or(&mut self, item: &'a Spanned<Value>, key: &str, target: Target) {
        match item.value.get(key) {
            Some(named) => self.string(named, target),
            None => self.string(item, target),
        }
    }

    fn requisite(&mut self, item: &'a Spanned<Value>) {
        self.string(item, Target::Id(&[Kind::Course]));
        for key in ["of", "all"] {
            if let Some(inner) = item.value.get(key) {
                for item in Value::one_or_many(inner) {
                    self.requisite(item);
                }
            }
        }
    }

    fn keys(&mut self, value: &'a Spanned<Value>, target: Target) {
        for (key, _) in value.value.as_table().unwrap_or_default() {
            (self.visit)(Reference { span: key.span, text: &key.value, target, key: self.key, is_key: true });
        }
    }

    fn string(&mut self, value: &'a Spanned<Value>, target: Target) {
        if let Some(text) = value.value.as_str() {
            (self.visit)(Reference { span: value.span, text, target, key: self.key, is_key: false });
        }
    }
}
