//! What must come before what: pictures of pathways, and what each course requires.

use rustc_hash::FxHashMap;

use super::super::document::{Block, Column, Table, shown};
use super::super::drawing::Drawing;
use super::{Names, heading, list, named};
use crate::language::translated;
use crate::report::facts::{Edge, Facts, Prerequisites};
use crate::report::number::plain;
use crate::report::svg;
use crate::tr;

pub(super) fn of(body: &mut Vec<Block>, facts: &Facts<'_>, names: &Names<'_>) {
    body.push(heading("pathways"));
    for pathway in svg::pathways(facts) {
        body.push(Block::Heading(2, shown(&pathway.name())));
        body.push(if pathway.courses() <= svg::MOST_COURSES {
            Block::Figure(Drawing::of(&pathway.draw(facts)))
        } else {
            Block::Paragraph(tr!("Too many courses for one picture; the tables have them all.").to_owned())
        });
    }
    prerequisites(body, &facts.prerequisites, names);
}

fn prerequisites(body: &mut Vec<Block>, graph: &Prerequisites, names: &Names<'_>) {
    if graph.edges.is_empty() {
        return;
    }
    body.push(Block::Heading(2, tr!("Prerequisites").to_owned()));
    body.push(Block::Paragraph(
        tr!("Blocking: courses that cannot be taken before this one. Delay: courses on the longest path through it. Complexity is their sum.")
            .to_owned(),
    ));
    if graph.longest_path.len() > 1 {
        let path: Vec<String> = graph.longest_path.iter().map(|id| shown(id)).collect();
        body.push(Block::Paragraph(tr!("The longest path: {path}.", path = path.join(" → "))));
    }
    for cycle in &graph.cycles {
        let courses: Vec<String> = cycle.iter().map(|id| shown(id)).collect();
        body.push(Block::Paragraph(tr!("Courses that wait for each other: {courses}.", courses = courses.join(", "))));
    }
    let mut before: FxHashMap<&str, Vec<&Edge>> = FxHashMap::default();
    for edge in &graph.edges {
        before.entry(&edge.to).or_default().push(edge);
    }
    let mut table = Table::new(
        tr!("Prerequisites"),
        &[
            (tr!("Course"), Column::Text),
            (tr!("Requires"), Column::Text),
            (tr!("Blocking"), Column::Number),
            (tr!("Delay"), Column::Number),
            (tr!("Complexity"), Column::Number),
        ],
    );
    for course in &graph.courses {
        let mut name = named(&course.id, &course.title);
        if course.is_bottleneck {
            name = tr!("{course} (bottleneck)", course = name);
        }
        let required = before.get(course.id.as_str()).map(Vec::as_slice).unwrap_or_default();
        table.row([
            name.into(),
            list(required.iter().map(|edge| requisite(edge, names))).into(),
            course.blocking.to_string().into(),
            course.delay.to_string().into(),
            plain(course.complexity).into(),
        ]);
    }
    body.push(Block::Table(table));
}

fn requisite(edge: &Edge, names: &Names<'_>) -> String {
    let kind = (edge.kind != "prerequisite").then(|| translated(edge.kind));
    let choice = (!edge.certain).then(|| tr!("by a choice"));
    let marks: Vec<&str> = kind.into_iter().chain(choice).collect();
    let course = names.course(&edge.from);
    if marks.is_empty() { course } else { format!("{course} ({})", marks.join(", ")) }
}
