//! Fixes that checks offer. What a fix does is an operation like any other change: it can be refused, and
//! undone.

use toml_writer::{ToTomlValue, TomlStringBuilder};

use super::{Fix, words};
use crate::edit::{Destination, EditError, Op, Session, Subtree};
use crate::model::curriculum::{AssessmentIx, CourseIx, Curriculum};
use crate::model::{Block, Kind, NodeRef, Span, Spanned, Suggestion, Tree, Value};
use crate::text::{TextEdit, surely_meant, visible};
use crate::tr;

impl Fix {
    /// Why it cannot be carried out on the tree that it was made for, beside what any change is refused for:
    /// free text may say anything, but a fix leaves no syntax error.
    pub fn refusal(&self, tree: &Tree) -> Option<EditError> {
        let Op::Text { file, .. } = &self.op else { return None };
        let mut trial = Session::new(tree.clone());
        match trial.apply(&self.op) {
            Err(refused) => Some(refused),
            Ok(_) if trial.tree().file(*file).broken() && !tree.file(*file).broken() => {
                Some(EditError::Unfaithful(tr!("it would no longer be TOML").into()))
            }
            Ok(_) => None,
        }
    }
}

/// Replaces what stands at a span of a block by `word`; none where the file is not to be edited here.
///
/// The spelling of what stands there is kept: a quoted string stays quoted, a bare key bare where it can.
/// It is a suggestion, unless the caller knows better.
pub(super) fn replace(tree: &Tree, file: u32, block: u32, span: Span, word: &str) -> Option<Fix> {
    let contents = tree.file(file);
    let within = contents.blocks.get(block as usize)?;
    if !contents.editable() || within.broken {
        return None;
    }
    let text = within.text.get(span.range())?;
    let replacement = spelled(text, word);
    let start = contents.block_start(block);
    let range = start + span.start as usize..start + span.end as usize;
    Some(Fix {
        label: tr!("Replace {old} by {new}", old = visible(text), new = visible(&replacement)),
        op: Op::Text { file, edits: vec![TextEdit::replace(range, replacement)] },
        safe: false,
    })
}

/// Whether a key or a word of the format's own was surely meant by what stands there.
pub(super) fn is_sure(block: &Block, meant: &Suggestion) -> bool {
    let written = block.text.get(meant.span.range()).unwrap_or_default();
    let bare = |text: &str| text.trim_matches(['"', '\'']).to_owned();
    surely_meant(&bare(written), &bare(&meant.replacement))
}

/// Takes a whole node away, such as a waiver that excuses nothing.
pub(super) fn remove(tree: &Tree, at: NodeRef, label: impl Into<String>) -> Option<Fix> {
    is_editable(tree, at).then(|| Fix { label: label.into(), op: Op::Remove { at }, safe: true })
}

/// Takes one of the prerequisites away that are written at a node. None where it does not stand in the list
/// itself, but in a choice.
pub(super) fn drop_requisite(tree: &Tree, at: NodeRef, requisite: Span) -> Option<Fix> {
    const KEY: &str = "requires";
    let written = Value::one_or_many(tree.node(at).value(KEY)?);
    let dropped = written.iter().find(|item| item.span == requisite)?;
    let id = dropped.value.as_str().filter(|_| is_editable(tree, at))?;
    let left: Vec<Spanned<Value>> = written.iter().filter(|item| item.span != requisite).cloned().collect();
    let op = if left.is_empty() {
        Op::Unset { at, key: KEY.into() }
    } else {
        Op::Set { at, key: KEY.into(), value: Value::Array(left) }
    };
    Some(Fix { label: tr!("Require {id} no longer", id = visible(id)), op, safe: false })
}

/// Writes an outcome that waits to be worded.
pub(super) fn add_outcome(tree: &Tree, to: NodeRef) -> Option<Fix> {
    let text = if tree.language().is_some_and(|language| language.starts_with("zh")) {
        "学生能够……"
    } else {
        "Learners can …"
    };
    let subtree = Subtree::new(Kind::Outcome).with("text", Value::string(text));
    let label = tr!("Add an outcome to be worded to {node}", node = visible(&tree.segment(to)));
    let op = Op::Add { subtree, to: Destination::Into(to) };
    is_editable(tree, to).then_some(Fix { label, op, safe: false })
}

/// Puts a course into another year, or another year and term, as the node says that places it.
pub(super) fn move_to(tree: &Tree, at: NodeRef, course: &str, year: i64, term: Option<i64>) -> Option<Fix> {
    let set = |key: &str, value| Op::Set { at, key: key.into(), value: Value::Int(value) };
    let when = match term {
        Some(term) => tr!("year {year}, term {term}", year, term),
        None => tr!("year {year}", year),
    };
    let label = tr!("Move {id} to {when}", id = visible(course), when);
    let ops = [Some(set("year", year)), term.map(|term| set("term", term))].into_iter().flatten().collect();
    is_editable(tree, at).then(|| Fix { op: Op::Batch { label: label.clone(), ops }, label, safe: false })
}

/// Gives the assessments of a course weights that add up to 100, in the proportions they have.
pub(super) fn scale_weights(
    curriculum: &Curriculum<'_>,
    course: CourseIx,
    weights: &[(AssessmentIx, f64)],
) -> Option<Fix> {
    let tree = curriculum.tree;
    let id = curriculum.course(course).id;
    let scaled = scaled(&weights.iter().map(|(_, weight)| *weight).collect::<Vec<_>>())?;
    let mut ops = Vec::new();
    for ((index, old), new) in weights.iter().zip(&scaled) {
        let assessment = curriculum.assessment(*index);
        let at = assessment.at;
        if !is_editable(tree, at) {
            return None;
        }
        if (old - new.as_number()?).abs() < 1e-9 {
            continue;
        }
        let value = if assessment.course.is_some() {
            new.clone()
        } else {
            let mut entries = tree.node(at).value("weight")?.value.as_table()?.to_vec();
            entries.iter_mut().find(|(key, _)| key.value == id)?.1.value = new.clone();
            Value::Table(entries)
        };
        ops.push(Op::Set { at, key: "weight".into(), value });
    }
    let parts: Vec<String> = scaled.iter().filter_map(Value::as_number).map(words::number).collect();
    let label = tr!("Scale the weights of {id} to {weights}", id = visible(id), weights = parts.join(" + "));
    (!ops.is_empty()).then(|| Fix { op: Op::Batch { label: label.clone(), ops }, label, safe: false })
}

/// The same proportions with a sum of exactly 100, in whole numbers, tenths or hundredths: the coarsest that
/// the weights are written in and that leaves none of them without any.
fn scaled(weights: &[f64]) -> Option<Vec<Value>> {
    let sum: f64 = weights.iter().sum();
    if !sum.is_finite() || sum <= 0.0 || weights.iter().any(|weight| *weight < 0.0) {
        return None;
    }
    let is_written_in = |unit: i64| weights.iter().all(|w| ((w * unit as f64).round() - w * unit as f64).abs() < 1e-6);
    [1, 10, 100].into_iter().filter(|unit| is_written_in(*unit) || *unit == 100).find_map(|unit| {
        let exact: Vec<f64> = weights.iter().map(|weight| weight / sum * 100.0 * unit as f64).collect();
        let mut parts: Vec<i64> = exact.iter().map(|part| part.floor() as i64).collect();
        // What rounding down left over goes to those that lost most by it.
        let missing = 100 * unit - parts.iter().sum::<i64>();
        let mut order: Vec<usize> = (0..parts.len()).collect();
        order.sort_by(|a, b| (exact[*b] - exact[*b].floor()).total_cmp(&(exact[*a] - exact[*a].floor())));
        for index in order.into_iter().cycle().take(usize::try_from(missing).ok()?) {
            parts[index] += 1;
        }
        let all_count = parts.iter().zip(weights).all(|(part, weight)| *part > 0 || *weight <= 0.0);
        all_count.then(|| parts.into_iter().map(|part| number(part, unit)).collect())
    })
}

fn number(part: i64, unit: i64) -> Value {
    if part % unit == 0 { Value::Int(part / unit) } else { Value::Float(part as f64 / unit as f64) }
}

fn is_editable(tree: &Tree, at: NodeRef) -> bool {
    tree.file(at.file).editable() && !tree.block(at).broken
}

fn spelled(old: &str, word: &str) -> String {
    if word.starts_with(['"', '\'']) {
        return word.to_owned(); // spelled by whoever suggests it
    }
    let plain = |character: char| !character.is_control() && !matches!(character, '"' | '\'' | '\\');
    let quote = old.chars().next().filter(|first| matches!(first, '"' | '\''));
    match quote {
        Some(quote) if word.chars().all(plain) => format!("{quote}{word}{quote}"),
        None if !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) => {
            word.to_owned()
        }
        _ => TomlStringBuilder::new(word).as_basic().to_toml_value(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_keep_their_proportions_and_add_up() {
        let of = |weights: &[f64]| -> Option<Vec<f64>> {
            scaled(weights).map(|values| values.iter().filter_map(Value::as_number).collect())
        };
        assert_eq!(of(&[60.0, 30.0]), Some(vec![67.0, 33.0]));
        assert_eq!(of(&[1.0, 1.0, 1.0]), Some(vec![34.0, 33.0, 33.0]));
        assert_eq!(of(&[60.0, 60.0, 0.0]), Some(vec![50.0, 50.0, 0.0]));
        assert_eq!(of(&[12.5, 12.5]), Some(vec![50.0, 50.0]));
        assert_eq!(of(&[33.3, 33.3, 33.3]), Some(vec![33.4, 33.3, 33.3]));
        assert_eq!(of(&[1000.0, 1.0]), Some(vec![99.9, 0.1]), "in whole numbers, the small one would vanish");
        assert_eq!(of(&[0.0]), None);
        for weights in [vec![7.0, 11.0, 13.0], vec![0.1, 0.2], vec![99.0, 2.0, 3.0, 4.0]] {
            let sum: f64 = of(&weights).unwrap().iter().sum();
            assert!((sum - 100.0).abs() < 1e-9, "{weights:?}");
        }
    }

    #[test]
    fn keeps_the_spelling() {
        assert_eq!(spelled("\"PD-10\"", "PD-101"), "\"PD-101\"");
        assert_eq!(spelled("'PD-10'", "PD-101"), "'PD-101'");
        assert_eq!(spelled("titel", "title"), "title");
        assert_eq!(spelled("PD-10", "设计-1"), "\"设计-1\"");
        assert_eq!(spelled("'a'", "it's"), "\"it's\"");
        assert_eq!(spelled("\"exm\"", "\"exam\""), "\"exam\"");
    }
}
