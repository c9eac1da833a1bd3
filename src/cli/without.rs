//! What if: a plan without a course or a prerequisite. The change is an edit like any other, and is not saved.

use anyhow::{bail, ensure};

use super::quoted;
use crate::edit::{Op, Session, without_course, without_requisite};
use crate::metrics::Graph;
use crate::model::curriculum::CourseIx;
use crate::model::{Curriculum, Tree};
use crate::text::{closest, visible};
use crate::tr;

/// The plan without what is named: `COURSE` or `COURSE:PREREQUISITE`.
pub(super) fn tree_without(tree: &Tree, wanted: &[String]) -> anyhow::Result<Tree> {
    let mut session = Session::new(tree.clone());
    for what in wanted {
        let curriculum = Curriculum::of(session.tree());
        let op = match split(what, |id| curriculum.course_named(id).is_some()) {
            (course, None) => without_course(&curriculum, course_named(&curriculum, course)?),
            (course, Some(asked)) => {
                let course = course_named(&curriculum, course)?;
                unasked(&curriculum, course, asked)?
            }
        };
        session.apply(&op)?;
    }
    Ok(session.tree().clone())
}

/// The plan without courses, where prerequisites make no difference.
pub(super) fn tree_without_courses(tree: &Tree, wanted: &[String]) -> anyhow::Result<Tree> {
    for what in wanted {
        course_named(&Curriculum::of(tree), what)?;
    }
    tree_without(tree, wanted)
}

/// The graph of another tool's file without what is named.
pub(super) fn graph_without(graph: &Graph, wanted: &[String]) -> anyhow::Result<Graph> {
    let mut graph = graph.clone();
    for what in wanted {
        let find = |id: &str| {
            graph.named(id).ok_or_else(|| {
                let meant = closest(id, graph.courses.iter().map(|course| course.id.as_str()));
                anyhow::anyhow!("{}", unknown(id, meant))
            })
        };
        graph = match split(what, |id| graph.named(id).is_some()) {
            (course, None) => graph.without_course(find(course)?),
            (course, Some(asked)) => {
                let (to, from) = (find(course)?, find(asked)?);
                let names: Vec<&str> = graph
                    .requisites()
                    .iter()
                    .filter(|edge| edge.to == to)
                    .map(|edge| graph.course(edge.from).id.as_str())
                    .chain(graph.selfish().contains(&to).then_some(course))
                    .collect();
                ensure!(names.contains(&asked), "{}", not_asked(course, asked, &names));
                graph.without_requisite(from, to)
            }
        };
    }
    Ok(graph)
}

/// `COURSE:PREREQUISITE` in its parts; an id that has a colon of its own is one.
fn split(what: &str, is_course: impl Fn(&str) -> bool) -> (&str, Option<&str>) {
    if is_course(what) {
        return (what, None);
    }
    match what.split_once(':') {
        Some((course, asked)) => (course, Some(asked)),
        None => (what, None),
    }
}

fn unknown(id: &str, meant: Option<&str>) -> String {
    match meant.map(quoted) {
        Some(nearest) => tr!("there is no course {name}; did you mean {nearest}?", name = quoted(id), nearest),
        None => tr!("there is no course {name}", name = quoted(id)),
    }
}

fn not_asked(course: &str, asked: &str, names: &[&str]) -> String {
    let (course, asked) = (visible(course), visible(asked));
    if names.is_empty() {
        return tr!("{course} requires no course", course);
    }
    let names: Vec<_> = names.iter().map(|name| visible(name)).collect();
    let required = names.join(tr!(", "));
    tr!("{course} does not require {asked}; it requires {required}", course, asked, required)
}

fn course_named(curriculum: &Curriculum<'_>, id: &str) -> anyhow::Result<CourseIx> {
    if let Some(course) = curriculum.course_named(id) {
        return Ok(course);
    }
    if let Ok(at) = curriculum.tree.find(id) {
        bail!(tr!("{name} is a {kind}, not a course", name = quoted(id), kind = curriculum.tree.node(at).kind));
    }
    bail!("{}", unknown(id, closest(id, curriculum.courses.iter().map(|course| course.id))))
}

/// What takes a prerequisite or co-requisite away from a course.
fn unasked(curriculum: &Curriculum<'_>, course: CourseIx, asked: &str) -> anyhow::Result<Op> {
    course_named(curriculum, asked)?;
    let id = curriculum.course(course).id;
    without_requisite(curriculum, course, asked).map_err(|names| anyhow::anyhow!("{}", not_asked(id, asked, &names)))
}
