//! A plan without something, to see what would be: edits like any other, that nobody need save.

use super::Op;
use crate::model::curriculum::{CourseIx, Curriculum};
use crate::model::{Kind, NodeRef, Spanned, Value};
use crate::tr;

/// What takes a course out of the plan.
pub fn without_course(curriculum: &Curriculum<'_>, course: CourseIx) -> Op {
    Op::Remove { at: curriculum.course(course).at }
}

/// What takes a prerequisite or co-requisite away from a course, wherever the course names it. Where it does
/// not, the courses that it names.
pub fn without_requisite<'t>(curriculum: &Curriculum<'t>, course: CourseIx, asked: &str) -> Result<Op, Vec<&'t str>> {
    let tree = curriculum.tree;
    let at = curriculum.course(course).at;
    let places = tree.children(at).filter(|child| tree.node(*child).kind == Kind::Place);
    let holders: Vec<NodeRef> = std::iter::once(at).chain(places).collect();
    let mut ops = Vec::new();
    let mut names = Vec::new();
    for holder in holders {
        for key in ["requires", "alongside"] {
            let Some(list) = tree.node(holder).value(key) else { continue };
            let seen = names.len();
            let left = stripped(list, asked, &mut names);
            if names[seen..].contains(&asked) {
                ops.push(match left {
                    Some(value) => Op::Set { at: holder, key: key.to_owned(), value },
                    None => Op::Unset { at: holder, key: key.to_owned() },
                });
            }
        }
    }
    if ops.is_empty() {
        names.sort_unstable();
        names.dedup();
        return Err(names);
    }
    Ok(Op::Batch { label: tr!("Do not require {asked}", asked), ops })
}

/// A list of requisites without one course; none where nothing is left. Adds all courses named to `names`.
/// Lists are nested no deeper than the parser allows.
fn stripped<'t>(list: &'t Spanned<Value>, asked: &str, names: &mut Vec<&'t str>) -> Option<Value> {
    let mut left = Vec::new();
    for item in Value::one_or_many(list) {
        if let Some(name) = item.value.as_str().or_else(|| item.value.get("id")?.value.as_str()) {
            names.push(name);
            if name != asked {
                left.push(item.value.clone());
            }
            continue;
        }
        let Some(entries) = item.value.as_table() else {
            left.push(item.value.clone());
            continue;
        };
        let mut kept = Vec::new();
        let mut is_empty = false;
        for (key, value) in entries {
            if matches!(key.value.as_str(), "of" | "all") {
                match stripped(value, asked, names) {
                    Some(value) => kept.push((key.value.clone(), value)),
                    None => is_empty = true,
                }
            } else {
                kept.push((key.value.clone(), value.value.clone()));
            }
        }
        if !is_empty {
            left.push(Value::table(kept));
        }
    }
    (!left.is_empty()).then(|| Value::array(left))
}
