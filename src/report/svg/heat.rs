//! Coverage as a heat map: strands at points, and the competencies of a strand at points.

use super::picture::{Picture, columns, span, wrapped};
use super::point_name;
use crate::report::facts::{Cell, Share, StrandFacts, Target};
use crate::report::number::percent;
use crate::tr;

const SHARE: (i32, i32) = (92, 28);
const CELL: (i32, i32) = (30, 20);
const GAP: i32 = 2;
const HEAD_LINE: i32 = 14;

/// How much of what is expected is guaranteed, a strand a row, a point a column.
pub(crate) fn strands(target: &Target<'_>) -> Picture {
    let points = target.points.len() as i32;
    let heads: Vec<Vec<String>> =
        target.points.iter().map(|point| wrapped(&point_name(point), columns(SHARE.0 - 4), 4)).collect();
    let head = heads.iter().map(Vec::len).max().unwrap_or(0) as i32 * HEAD_LINE + 8;
    let rows = target.strands.len() as i32 + 1;
    let (wide, high) = (SHARE.0 + GAP, SHARE.1 + GAP);
    let names = target.strands.iter().map(|strand| span(strand.id) + span(strand.title) + 16).max();
    let names = names.unwrap_or(0).clamp(100, 300);
    let mut picture = Picture::new(
        tr!("Coverage by strand: {title}", title = target.title),
        about(target),
        names + points * wide,
        head + rows * high,
    );
    for (column, lines) in heads.iter().enumerate() {
        let x = names + column as i32 * wide + SHARE.0 / 2;
        for (line, text) in lines.iter().enumerate() {
            let up = (lines.len() - 1 - line) as i32 * HEAD_LINE;
            picture.text("muted mid", (x, head - 8 - up), text);
        }
    }
    let all = (String::new(), tr!("All strands"), &target.total);
    let strands = target.strands.iter().map(|strand| (format!("{} ", strand.id), strand.title, &strand.shares));
    for (row, (id, title, shares)) in strands.chain([all]).enumerate() {
        let y = head + row as i32 * high;
        let class = if row as i32 == rows - 1 { "bold" } else { "" };
        picture.text_within(class, (0, y + 18), names - 8, &format!("{id}{title}"));
        for (column, (share, point)) in shares.iter().zip(&target.points).enumerate() {
            let x = names + column as i32 * wide;
            let tip = format!("{id}{title}, {}: {}", point_name(point), said(*share));
            picture.told(&tip, |picture| {
                let (ground, ink) = shade(*share);
                picture.rect(ground, (x, y), SHARE);
                let text = match share.expected {
                    0 => "–".to_owned(),
                    _ => format!(
                        "{}/{} · {} %",
                        share.guaranteed,
                        share.expected,
                        percent(share.guaranteed, share.expected)
                    ),
                };
                picture.text(ink, (x + SHARE.0 / 2, y + 18), &text);
            });
        }
    }
    picture
}

fn about(target: &Target<'_>) -> String {
    let points = target.points.iter().zip(&target.total);
    let said: Vec<String> = points.map(|(point, share)| format!("{}: {}", point_name(point), said(*share))).collect();
    said.join("; ")
}

fn said(share: Share) -> String {
    match share.expected {
        0 => tr!("nothing is expected").to_owned(),
        expected => tr!("{guaranteed} of {expected} guaranteed", guaranteed = share.guaranteed, expected),
    }
}

/// Five steps, the last of which is nothing less than all.
fn shade(share: Share) -> (&'static str, &'static str) {
    match (share.expected, percent(share.guaranteed, share.expected)) {
        (0, _) => ("none", "onnone mid"),
        (_, 100) => ("p4", "on4 mid"),
        (_, 90..) => ("p3", "on3 mid"),
        (_, 70..) => ("p2", "on2 mid"),
        (_, 40..) => ("p1", "on1 mid"),
        _ => ("p0", "on0 mid"),
    }
}

/// The level of each competency of a strand at each point, which are numbered.
pub(crate) fn competencies(target: &Target<'_>, strand: &StrandFacts<'_>) -> Picture {
    let (wide, high) = (CELL.0 + GAP, CELL.1 + GAP);
    let names = strand.competencies.iter().map(|competency| span(competency.id)).max().unwrap_or(0).clamp(40, 120) + 8;
    let width = (names + target.points.len() as i32 * wide).max(236);
    let title = format!("{} {}", strand.id, strand.title);
    let gaps = strand.competencies.iter().flat_map(|competency| &competency.cells).filter(|cell| !cell.met).count();
    let about = tr!(
        "competencies: {competencies}; cells below what is expected: {gaps}",
        competencies = strand.competencies.len(),
        gaps
    );
    let mut picture = Picture::new(title.as_str(), about, width, 38 + strand.competencies.len() as i32 * high);
    picture.text_within("bold", (0, 12), width, &title);
    for column in 0..target.points.len() as i32 {
        picture.text("muted mid", (names + column * wide + CELL.0 / 2, 32), &(column + 1).to_string());
    }
    for (row, competency) in strand.competencies.iter().enumerate() {
        let y = 38 + row as i32 * high;
        picture.told(competency.statement, |picture| {
            picture.text_within("", (0, y + 14), names - 4, competency.id);
        });
        for (column, (cell, point)) in competency.cells.iter().zip(&target.points).enumerate() {
            let x = names + column as i32 * wide;
            let tip = format!("{}, {}: {}", competency.id, point_name(point), level(cell));
            picture.told(&tip, |picture| {
                let (ground, ink, mark) = state(cell);
                picture.rect(ground, (x, y), CELL);
                let number = if cell.level == 0 { String::from("–") } else { cell.level.to_string() };
                picture.text(ink, (x + CELL.0 / 2, y + 14), &format!("{number}{mark}"));
            });
        }
    }
    picture
}

/// Ground, ink and mark: colour is never alone.
fn state(cell: &Cell<'_>) -> (&'static str, &'static str, &'static str) {
    match cell.expected {
        None => ("none", "onnone mid", ""),
        Some(_) if cell.met => ("good", "ongood mid", ""),
        Some(_) if cell.met_by_some => ("warn", "onwarn mid", "~"),
        Some(_) => ("bad", "onbad mid", "!"),
    }
}

fn level(cell: &Cell<'_>) -> String {
    let guaranteed = cell.guaranteed.unwrap_or(tr!("nothing"));
    match cell.expected {
        None => tr!("guaranteed: {guaranteed}", guaranteed),
        Some(expected) => tr!("guaranteed: {guaranteed}; expected: {expected}", guaranteed, expected),
    }
}

/// The whole matrix as one picture: strands above, the competencies of each strand below, in columns.
pub(super) fn matrix(target: &Target<'_>) -> Picture {
    const BETWEEN: i32 = 28;
    let overview = strands(target);
    let blocks: Vec<Picture> = target.strands.iter().map(|strand| competencies(target, strand)).collect();
    let block = blocks.iter().map(|block| block.width).max().unwrap_or(0) + BETWEEN;
    let width = overview.width.max(block * 3 - BETWEEN);
    let per_row = (width + BETWEEN) / block.max(1);
    let mut places = Vec::new();
    let mut y = overview.height + 64;
    let legend = target.points.len() as i32 * 16 + 24;
    for row in blocks.chunks(per_row.max(1) as usize) {
        places.extend((0..row.len()).map(|column| (column as i32 * block, y)));
        y += row.iter().map(|block| block.height).max().unwrap_or(0) + BETWEEN;
    }
    let title = tr!("Coverage: {title}", title = target.title);
    let mut picture = Picture::new(title.as_str(), about(target), width, y + legend);
    picture.text_within("big", (0, 12), width, &title);
    picture.put(&overview, (0, 32));
    for (part, place) in blocks.iter().zip(places) {
        picture.put(part, place);
    }
    for (column, point) in target.points.iter().enumerate() {
        let text = format!("{} {}", column + 1, point_name(point));
        picture.text_within("muted", (0, y + column as i32 * 16), width, &text);
    }
    let end = y + target.points.len() as i32 * 16 + 8;
    picture.text_within("muted", (0, end), width, &super::key(target));
    picture
}
