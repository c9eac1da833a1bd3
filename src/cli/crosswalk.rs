//! A plan held against a framework that it does not name.

use anyhow::{Context as _, bail};

use super::plan::Plan;
use super::{frameworks, quoted};
use crate::check::Context;
use crate::coverage::{carry_over, ways_into};
use crate::model::curriculum::FrameworkIx;
use crate::model::{Curriculum, Tree};
use crate::report::{CrosswalkReport, Facts};
use crate::text::{closest, visible};
use crate::tr;

/// Works out what the plan would cover of a framework, and lets a report say it. `at`: points of the framework
/// that stages of the plan reach, as `POINT=STAGE` or `POINT=STAGE:YEAR`.
pub(super) fn held_against<R>(
    plan: &Plan,
    name: &str,
    at: &[String],
    language: Option<&str>,
    tell: impl FnOnce(&CrosswalkReport<'_>) -> R,
) -> anyhow::Result<R> {
    let mut tree = plan.tree.clone();
    let guest = guest(&mut tree, name)?;
    let mut curriculum = match guest {
        Some(file) => Curriculum::beside(&tree, language, file),
        None => Curriculum::in_language(&tree, language),
    };
    let other = match guest {
        Some(file) => curriculum.frameworks.iter().position(|framework| framework.at.file == file),
        None => curriculum.frameworks.iter().position(|framework| framework.id == name),
    };
    let other = FrameworkIx(other.with_context(|| tr!("{name} holds no framework", name = visible(name)))? as u32);
    for point in at {
        reach(&mut curriculum, point)?;
    }
    let ways = ways_into(&curriculum, other);
    carry_over(&mut curriculum, &ways);
    // All learners are held against this framework alone.
    curriculum.plan_frameworks = vec![other];
    for track in &mut curriculum.tracks {
        track.frameworks.clear();
    }
    let context = Context::new(&curriculum);
    let facts = Facts::of(&context, &[]);
    Ok(tell(&CrosswalkReport::of(&context, &facts, other, &ways)))
}

/// The file of a framework that was added to the tree; none where the plan has it already.
fn guest(tree: &mut Tree, name: &str) -> anyhow::Result<Option<u32>> {
    let ids: Vec<String> = Curriculum::of(tree).frameworks.iter().map(|framework| framework.id.to_owned()).collect();
    if ids.iter().any(|id| id == name) {
        return Ok(None);
    }
    let file = frameworks::add(tree, name, &ids)?;
    match tree.framework_id(file) {
        Some(id) if ids.iter().any(|other| other == id) => {
            bail!(tr!("the plan has the framework {id} already: name it by its id", id = visible(id)))
        }
        _ => Ok(Some(file)),
    }
}

/// Lets a stage reach a point.
fn reach<'t>(curriculum: &mut Curriculum<'t>, point: &'t str) -> anyhow::Result<()> {
    let Some((point, stage)) = point.split_once('=') else {
        bail!(tr!("{text} is not POINT=STAGE", text = quoted(point)));
    };
    let (stage, year) = match stage.split_once(':') {
        None => (stage, None),
        Some((stage, year)) => {
            let year = year.parse::<i64>().with_context(|| tr!("{text} is no year", text = quoted(year)))?;
            (stage, Some(year))
        }
    };
    let Some(found) = curriculum.stage_named(stage) else {
        let meant = closest(stage, curriculum.stages.iter().map(|stage| stage.id));
        bail!(match meant.map(quoted) {
            Some(nearest) => tr!("there is no stage {name}; did you mean {nearest}?", name = quoted(stage), nearest),
            None => tr!("there is no stage {name}", name = quoted(stage)),
        });
    };
    curriculum.stages[found.index()].points.push((point, year));
    Ok(())
}
