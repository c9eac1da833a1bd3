//! Charts, a chart a file: where everything stands is worked out in whole numbers, and written as SVG that needs nothing else.

mod heat;
mod load;
mod mix;
mod palette;
mod pathway;
mod picture;
#[cfg(feature = "pdf")]
mod style;
mod thread;

pub(super) use heat::{competencies, strands};
pub(super) use load::{bars, name as way_name, ways};
pub(super) use mix::mix;
pub(super) use palette::variables;
pub(super) use pathway::{MOST_COURSES, Pathway, pathways};
#[cfg(feature = "pdf")]
pub(super) use picture::Shape;
pub(super) use picture::{Picture, STYLE};
#[cfg(feature = "pdf")]
pub(super) use style::{Anchor, Rgb, style_of};
pub(super) use thread::{MOST_THREADS, steps, thread};

use super::facts::{Facts, PointFacts, Target};
use super::told;
use crate::tr;

/// A picture that can stand alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chart {
    /// Coverage of the first framework in the scope, strands and competencies at points.
    Matrix,
    /// Courses of a track by term, with what they require.
    Pathway,
    /// The least and the most that learners have to do, by term.
    Load,
}

/// Why there is nothing to draw.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NothingToDraw(String);

/// A chart as a file of its own.
pub fn chart_svg(facts: &Facts<'_>, chart: Chart) -> Result<String, NothingToDraw> {
    let notes = told::about(facts);
    let nothing = |why: &str| Err(NothingToDraw(why.to_owned()));
    match chart {
        Chart::Matrix => match facts.coverage.iter().find(|target| !target.points.is_empty()) {
            Some(target) => Ok(heat::matrix(target).with_notes(&notes).standalone()),
            None => nothing(tr!("nothing is expected here, so there is no matrix to draw")),
        },
        Chart::Load if load::ways(facts).is_empty() => {
            nothing(tr!("no course tells hours or credits, so there is no load to draw"))
        }
        Chart::Load => Ok(load::all(facts).with_notes(&notes).standalone()),
        Chart::Pathway => {
            let mut all = pathways(facts);
            // Of a learner's several stages, the one that the last track lies in.
            let last = facts.scope.learner.as_ref().and_then(|learner| learner.tracks.last());
            if let Some(track) = last {
                all.retain(|pathway| pathway.id() == *track);
            }
            match all.as_slice() {
                [one] if one.courses() > MOST_COURSES => Err(NothingToDraw(tr!(
                    "{count} courses are too many for one picture; the most is {most}",
                    count = one.courses(),
                    most = MOST_COURSES
                ))),
                // A track or stage is what the picture is called by anyway.
                [one] if facts.scope.learner.is_none() => Ok(one.draw(facts).standalone()),
                [one] => Ok(one.draw(facts).with_notes(&notes).standalone()),
                [] => nothing(tr!("no course stands here, so there is no pathway to draw")),
                several => {
                    let ids: Vec<&str> = several.iter().map(Pathway::id).collect();
                    Err(NothingToDraw(tr!(
                        "a picture shows one pathway: choose it with --track or --stage; there are {ids}",
                        ids = ids.join(", ")
                    )))
                }
            }
        }
    }
}

/// A point as people call it.
pub(crate) fn point_name(point: &PointFacts<'_>) -> String {
    match point.year {
        Some(year) => tr!("{title}, year {year}", title = point.title, year),
        None => point.title.to_owned(),
    }
}

/// What numbers and marks in a matrix mean.
pub(super) fn key(target: &Target<'_>) -> String {
    let levels: Vec<String> =
        target.levels.iter().enumerate().map(|(at, level)| format!("{} {level}", at + 1)).collect();
    tr!("Levels: {levels}. ! less than expected; ~ reached by some; – nothing.", levels = levels.join(", "))
}
