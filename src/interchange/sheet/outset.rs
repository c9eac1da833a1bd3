//! A plan to begin with, where there is none to import into.

use std::fmt::Write;

use super::cell::Sheet;
use super::columns::{Field, Mapping};
use super::import::{Options, SheetKind};
use super::planner::course_id;
use crate::edit::render;
use crate::model::{Kind, Value, schema};
use crate::text::slug;

/// The text of a plan with the stages and tracks that a sheet of courses names, or with the courses that a sheet
/// of outcomes does. `frameworks`: as the plan is to name them.
pub fn outset(title: &str, frameworks: &[String], sheet: &Sheet, mapping: &Mapping, options: &Options) -> String {
    let string = |text: &str| render::value(&Value::string(text));
    let id_of = |title: &str, else_: &str| if slug(title).is_empty() { else_.to_owned() } else { slug(title) };
    // Writing to a String cannot fail, here and below.
    let mut text = String::from("gradus = 1\n\n[curriculum]\n");
    let _ = writeln!(text, "id = {}\ntitle = {}", string(&id_of(title, "curriculum")), string(title));
    if !frameworks.is_empty() {
        let _ = writeln!(text, "frameworks = {}", render::value(&Value::strings(frameworks)));
    }
    let rows = sheet.rows.get(mapping.header + 1..).unwrap_or_default();
    let values = |field: &Field| -> Vec<String> {
        let fixed = || options.fixed.iter().find(|(other, _)| other == field).map(|(_, cell)| cell.text());
        rows.iter()
            .map(|row| {
                let own = mapping.column(field).map(|column| row.cell(column).text()).unwrap_or_default();
                if own.is_empty() { fixed().unwrap_or_default() } else { own }
            })
            .collect()
    };
    let stages = values(&Field::Key("stage", None));
    let mut named: Vec<(String, String)> = Vec::new();
    for stage in stages.iter().filter(|stage| options.kind == SheetKind::Course && !stage.is_empty()) {
        if named.iter().all(|(title, _)| title != stage) {
            let id = if schema::is_valid_id(Kind::Stage, stage) { stage.clone() } else { slug(stage) };
            let is_free = !id.is_empty() && named.iter().all(|(_, other)| *other != id);
            named.push((stage.clone(), if is_free { id } else { format!("stage-{}", named.len() + 1) }));
        }
    }
    if named.is_empty() {
        named.push((title.to_owned(), "programme".to_owned()));
    }
    for (title, id) in &named {
        let _ = writeln!(text, "\n[[stage]]\nid = {}\ntitle = {}", string(id), string(title));
        let years = largest(rows, mapping, &stages, title, "year");
        let terms = largest(rows, mapping, &stages, title, "term");
        for (key, number) in [("years", years), ("terms", terms)] {
            if number > 1 {
                let _ = writeln!(text, "{key} = {number}");
            }
        }
    }
    let tracks = values(&Field::Key("tracks", None));
    let mut told: Vec<String> = named.iter().map(|(_, id)| id.clone()).collect();
    for (row, list) in tracks.iter().enumerate().filter(|_| options.kind == SheetKind::Course) {
        for track in
            list.split([',', ';', '、', '，', '；', '\n', '|']).map(str::trim).filter(|track| !track.is_empty())
        {
            let id = if schema::is_valid_id(Kind::Track, track) { track.to_owned() } else { slug(track) };
            if id.is_empty() || told.contains(&id) {
                continue;
            }
            let of = stages.get(row).and_then(|stage| named.iter().find(|(title, _)| title == stage));
            let stage = of.or(named.first()).map(|(_, id)| id.as_str()).unwrap_or_default();
            let _ = writeln!(
                text,
                "\n[[track]]\nid = {}\ntitle = {}\nstage = {}",
                string(&id),
                string(track),
                string(stage)
            );
            told.push(id);
        }
    }
    if options.kind == SheetKind::Outcome {
        for course in values(&Field::Course) {
            let id = course_id(&course);
            if id.is_empty() || told.contains(&id) {
                continue;
            }
            let _ = writeln!(
                text,
                "\n[[course]]\nid = {}\ntitle = {}\nstage = \"programme\"",
                string(&id),
                string(&course)
            );
            told.push(id);
        }
    }
    text
}

/// The largest whole number of a column among the rows of a stage, within reason.
fn largest(rows: &[super::Row], mapping: &Mapping, stages: &[String], stage: &str, key: &'static str) -> i64 {
    const MOST: i64 = 12;
    let Some(column) = mapping.column(&Field::Key(key, None)) else { return 1 };
    let of_stage = rows.iter().zip(stages).filter(|(_, other)| other.is_empty() || *other == stage);
    let numbers = of_stage.flat_map(|(row, _)| {
        let text = row.cell(column).text();
        text.split(|letter: char| !letter.is_ascii_digit()).filter_map(|word| word.parse().ok()).collect::<Vec<i64>>()
    });
    numbers.filter(|number| (1..=MOST).contains(number)).max().unwrap_or(1)
}
