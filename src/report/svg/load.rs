//! The least and the most that learners have to do, a bar a term.

use super::picture::Picture;
use crate::report::facts::{Facts, TermFacts};
use crate::report::number::plain;
use crate::tr;

const NAMES: i32 = 120;
const BARS: i32 = 280;
const VALUES: i32 = 110;
const ROW: i32 = 22;
const HEAD: i32 = 26;

/// The terms of learners who go the same way.
#[derive(Debug)]
pub(crate) struct Way<'f, 'a> {
    pub(crate) stage: &'a str,
    pub(crate) track: Option<&'a str>,
    terms: Vec<&'f TermFacts<'a>>,
}

/// Stage by stage and track by track, where there is something to do.
pub(crate) fn ways<'f, 'a>(facts: &'f Facts<'a>) -> Vec<Way<'f, 'a>> {
    let mut ways: Vec<Way<'f, 'a>> = Vec::new();
    for term in &facts.terms {
        match ways.last_mut() {
            Some(way) if way.stage == term.stage && way.track == term.track => way.terms.push(term),
            _ => ways.push(Way { stage: term.stage, track: term.track, terms: vec![term] }),
        }
    }
    ways.retain(|way| way.terms.iter().any(|term| term.is_busy()));
    ways
}

/// The bars of one way. Hours, or credits where no hours are told.
pub(crate) fn bars(facts: &Facts<'_>, way: &Way<'_, '_>) -> Picture {
    let has_hours = way.terms.iter().any(|term| term.most_hours > 0.0);
    let amounts: Vec<(f64, f64)> = way
        .terms
        .iter()
        .map(
            |term| {
                if has_hours { (term.least_hours, term.most_hours) } else { (term.least_credits, term.most_credits) }
            },
        )
        .collect();
    let most = amounts.iter().map(|(_, most)| *most).fold(0.0, f64::max);
    let unit = if has_hours { tr!("hours") } else { tr!("credits") };
    let name = name(facts, way);
    let title = tr!("Load by term: {name}", name);
    let about: Vec<String> = way
        .terms
        .iter()
        .zip(&amounts)
        .map(|(term, amount)| format!("{}: {} {unit}", term_name(term), range(*amount)))
        .collect();
    let height = HEAD + way.terms.len() as i32 * ROW;
    let mut picture = Picture::new(title, about.join("; "), NAMES + BARS + VALUES, height);
    picture.text_within("bold", (0, 12), NAMES + BARS + VALUES, &name);
    let long = |amount: f64| if most > 0.0 { (amount / most * f64::from(BARS)).round() as i32 } else { 0 };
    for (row, (term, amount)) in way.terms.iter().zip(&amounts).enumerate() {
        let y = HEAD + row as i32 * ROW;
        let (least, most) = (long(amount.0), long(amount.1));
        picture.text_within("", (0, y + 13), NAMES - 8, &term_name(term));
        if most > least {
            picture.rect("more", (NAMES + least, y + 2), (most - least, ROW - 8));
        }
        picture.rect("bar", (NAMES, y + 2), (least, ROW - 8));
        picture.text("", (NAMES + most + 6, y + 13), &format!("{} {unit}", range(*amount)));
    }
    picture
}

/// What a way is called: its track, or its stage where that has none.
pub(crate) fn name(facts: &Facts<'_>, way: &Way<'_, '_>) -> String {
    let Some(stage) = facts.stages.iter().find(|stage| stage.id == way.stage) else { return way.stage.to_owned() };
    match way.track {
        None => stage.title.to_owned(),
        Some(id) => {
            let title = stage.tracks.iter().find(|track| track.id == id).map_or(id, |track| track.title);
            format!("{}, {title}", stage.title)
        }
    }
}

fn term_name(term: &TermFacts<'_>) -> String {
    tr!("year {year}, term {term}", year = term.year, term = term.term)
}

fn range((least, most): (f64, f64)) -> String {
    let (least, most) = (plain(least), plain(most));
    if least == most { most } else { format!("{least}–{most}") }
}

/// All ways as one picture.
pub(super) fn all(facts: &Facts<'_>) -> Picture {
    let parts: Vec<Picture> = ways(facts).iter().map(|way| bars(facts, way)).collect();
    let height = parts.iter().map(|part| part.height + 20).sum::<i32>() + 44;
    let title = tr!("Load by term");
    let about = tr!("The full bar is the least that learners have to do, the broken frame the most.");
    let mut picture = Picture::new(title, about, NAMES + BARS + VALUES, height);
    picture.text("big", (0, 12), title);
    picture.text_within("muted", (0, 30), NAMES + BARS + VALUES, about);
    let mut y = 52;
    for part in parts {
        picture.put(&part, (0, y));
        y += part.height + 20;
    }
    picture
}
