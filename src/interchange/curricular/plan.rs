//! From a file to a plan to work on.

use std::fmt::Write;

use super::Sheet;
use crate::edit::render;
use crate::interchange::ids::Ids;
use crate::metrics::{Kind, System};
use crate::model::{Kind as NodeKind, Value, schema};
use crate::text::slug;

/// The text of a plan of one stage with the courses of the file. Terms count on through the years: two a year, or
/// three where the year has quarters.
pub fn as_plan(sheet: &Sheet) -> String {
    let graph = &sheet.graph;
    let per_year = if graph.system == System::Quarter { 3 } else { 2 };
    let last = graph.courses.iter().filter_map(|course| Some(course.terms?.last)).max().unwrap_or(1).max(1);
    let title = if sheet.curriculum.is_empty() { "Imported curriculum" } else { &sheet.curriculum };
    let words = slug(title);
    let string = |text: &str| render::value(&Value::string(text));
    let mut text = String::from("gradus = 1\n\n[curriculum]\n");
    // Writing to a String cannot fail, here and below.
    let _ = writeln!(text, "id = {}", string(if words.is_empty() { "curriculum" } else { &words }));
    let _ = writeln!(text, "title = {}", string(title));
    let _ = writeln!(text, "\n[[stage]]\nid = \"programme\"");
    let stage = sheet.degree_plan.as_deref().filter(|plan| !plan.is_empty()).unwrap_or(title);
    let _ = writeln!(text, "title = {}", string(stage));
    let _ =
        writeln!(text, "years = {}\nterms = {per_year}", last.div_euclid(per_year) + i64::from(last % per_year > 0));
    let ids = ids(graph.courses.iter().map(|course| course.id.as_str()));
    for (index, course) in graph.courses.iter().enumerate() {
        let _ = writeln!(text, "\n[[course]]\nid = {}", string(&ids[index]));
        let _ = writeln!(text, "title = {}", string(if course.name.is_empty() { &course.id } else { &course.name }));
        let _ = writeln!(text, "stage = \"programme\"");
        if let Some(terms) = course.terms {
            let at = terms.first.saturating_sub(1).max(0);
            let _ = writeln!(text, "year = {}\nterm = {}", at / per_year + 1, at % per_year + 1);
        }
        if let Some(credits) = course.credits {
            let credits = if credits.fract() == 0.0 { Value::Int(credits as i64) } else { Value::Float(credits) };
            let _ = writeln!(text, "credits = {}", render::value(&credits));
        }
        let of = |kinds: &[Kind]| {
            graph
                .requisites()
                .iter()
                .filter(move |edge| edge.to as usize == index && kinds.contains(&edge.kind))
                .collect::<Vec<_>>()
        };
        let requires = of(&[Kind::Prerequisite]);
        if !requires.is_empty() {
            let requires = Value::strings(requires.iter().map(|edge| ids[edge.from as usize].as_str()));
            let _ = writeln!(text, "requires = {}", render::value(&requires));
        }
        let alongside = of(&[Kind::Corequisite, Kind::StrictCorequisite]);
        if !alongside.is_empty() {
            let alongside = Value::array(alongside.iter().map(|edge| {
                let id = Value::string(ids[edge.from as usize].as_str());
                match edge.kind {
                    Kind::StrictCorequisite => Value::table([("id", id), ("same-term", Value::Bool(true))]),
                    _ => id,
                }
            }));
            let _ = writeln!(text, "alongside = {}", render::value(&alongside));
        }
    }
    text
}

/// The courses' ids in the format of plans: as they are written where that will do, else as near as nothing else has.
fn ids<'c>(written: impl Iterator<Item = &'c str> + Clone) -> Vec<String> {
    let is_fit = |id: &str| schema::is_valid_id(NodeKind::Course, id);
    let mut ids = Ids::default();
    ids.taken.extend(written.clone().filter(|id| is_fit(id)).map(str::to_owned));
    written.map(|id| if is_fit(id) { id.to_owned() } else { ids.free(NodeKind::Course, id) }).collect()
}
