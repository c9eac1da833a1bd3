//! How a competency grows from point to point.

use std::fmt::Write;

use rustc_hash::FxHashSet;

use super::picture::Picture;
use super::point_name;
use crate::report::facts::{CompetencyFacts, Facts, Target};
use crate::tr;

/// Competencies of a framework of which each has a picture of its own.
pub(crate) const MOST_THREADS: usize = 1_000;

const STEP: i32 = 26;
const LEVEL: i32 = 11;
const TOP: i32 = 24;
const LEFT: i32 = 8;

/// From which points learners come to which: those of one stage follow each other, its first those of the stages
/// before it. Stages side by side are not joined.
pub(crate) fn steps(facts: &Facts<'_>, target: &Target<'_>) -> Vec<(usize, usize)> {
    let mut steps = Vec::new();
    for (to, point) in target.points.iter().enumerate() {
        let same = target.points[..to].iter().rposition(|before| before.stage == point.stage);
        match same {
            Some(from) => steps.push((from, to)),
            None => steps.extend(last_points(facts, target, point.stage).into_iter().map(|from| (from, to))),
        }
    }
    steps
}

/// The last points of the stages before a stage; where one has none, of those before it.
fn last_points(facts: &Facts<'_>, target: &Target<'_>, stage: &str) -> Vec<usize> {
    let before = |id: &str| facts.stages.iter().find(|stage| stage.id == id).map(|stage| stage.after.as_slice());
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    let mut open: Vec<&str> = before(stage).unwrap_or_default().to_vec();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        match target.points.iter().rposition(|point| point.stage == id) {
            Some(place) => found.push(place),
            None => open.extend(before(id).unwrap_or_default()),
        }
    }
    found.sort_unstable();
    found
}

/// A line of what is guaranteed, a broken one of what some can reach, a square where something is expected.
pub(crate) fn thread(target: &Target<'_>, competency: &CompetencyFacts<'_>, steps: &[(usize, usize)]) -> Picture {
    let levels = target.levels.len().clamp(1, 12) as i32;
    let points = target.points.len() as i32;
    let width = (LEFT * 2 + (points - 1).max(0) * STEP + 12).max(120);
    let bottom = TOP + levels * LEVEL;
    let number = |word: Option<&str>| {
        word.and_then(|word| target.levels.iter().position(|level| *level == word)).map_or(0, |at| at as i32 + 1)
    };
    let place = |column: usize, level: i32| (LEFT + 6 + column as i32 * STEP, bottom - level.min(levels) * LEVEL);
    let told: Vec<String> = target
        .points
        .iter()
        .zip(&competency.cells)
        .map(|(point, cell)| format!("{}: {}", point_name(point), cell.guaranteed.unwrap_or(tr!("nothing"))))
        .collect();
    let mut picture =
        Picture::new(format!("{} {}", competency.id, competency.statement), told.join("; "), width, bottom + 6);
    let missed = competency.cells.iter().any(|cell| !cell.met);
    picture.told(competency.statement, |picture| {
        let mark = if missed { " !" } else { "" };
        picture.text_within("bold", (LEFT, 12), width - LEFT, &format!("{}{mark}", competency.id));
    });
    for level in 0..=levels {
        let y = bottom - level * LEVEL;
        picture.path("line", &format!("M{LEFT} {y}H{}", width - 4));
    }
    let line = |levels: &[i32]| {
        let mut path = String::new();
        for (from, to) in steps {
            let ((x, y), (to_x, to_y)) = (place(*from, levels[*from]), place(*to, levels[*to]));
            // Writing to a String cannot fail.
            let _ = write!(path, "M{x} {y}L{to_x} {to_y}");
        }
        path
    };
    let guaranteed: Vec<i32> = competency.cells.iter().map(|cell| number(cell.guaranteed)).collect();
    let possible: Vec<i32> = competency.cells.iter().map(|cell| number(cell.possible)).collect();
    if possible != guaranteed {
        picture.path("maybe", &line(&possible));
    }
    picture.path("thread", &line(&guaranteed));
    for (column, (cell, level)) in competency.cells.iter().zip(&guaranteed).enumerate() {
        if let Some(expected) = cell.expected {
            let (x, y) = place(column, number(Some(expected)));
            picture.rect("wish", (x - 4, y - 4), (8, 8));
        }
        picture.circle("dot", place(column, *level), 2);
    }
    picture
}
