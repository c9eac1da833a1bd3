//! The facts of a report as headings, paragraphs and tables.

mod courses;
mod coverage;
mod growth;
mod learner;
mod lists;
mod load;
mod matrix;
mod pathways;
mod summary;

use rustc_hash::FxHashMap;

use super::document::{Block, Cell, Document, Fill, shown};
use crate::report::facts::Facts;
use crate::report::{parts, told};
use crate::tr;

/// Titles by ids, for people.
struct Names<'f> {
    stages: FxHashMap<&'f str, &'f str>,
    tracks: FxHashMap<&'f str, &'f str>,
    courses: FxHashMap<&'f str, &'f str>,
    everyone: &'static str,
}

impl<'f> Names<'f> {
    fn of(facts: &'f Facts<'_>) -> Self {
        let tracks = facts.stages.iter().flat_map(|stage| &stage.tracks);
        Self {
            stages: facts.stages.iter().map(|stage| (stage.id, stage.title)).collect(),
            tracks: tracks.map(|track| (track.id, track.title)).collect(),
            courses: facts.courses.iter().map(|course| (course.id, course.title)).collect(),
            everyone: told::everyone(facts),
        }
    }

    fn stage(&self, id: &str) -> String {
        title(&self.stages, id)
    }

    fn track(&self, id: &str) -> String {
        title(&self.tracks, id)
    }

    /// A point, with the track whose learners are meant.
    fn place(&self, point: &str, track: Option<&str>) -> String {
        match track {
            None => self.stage(point),
            Some(track) => format!("{} ({})", self.stage(point), self.track(track)),
        }
    }

    /// A track's title, or that it is about everybody.
    fn learners(&self, track: Option<&str>) -> String {
        track.map_or_else(|| self.everyone.to_owned(), |id| self.track(id))
    }

    /// Of a stage, a track or a course.
    fn any(&self, id: &str) -> String {
        let title = [&self.stages, &self.tracks, &self.courses].into_iter().find_map(|titles| titles.get(id));
        title.map_or_else(|| shown(id), |title| shown(title))
    }

    fn course(&self, id: &str) -> String {
        named(id, self.courses.get(id).copied().unwrap_or_default())
    }
}

fn title(titles: &FxHashMap<&str, &str>, id: &str) -> String {
    let title = titles.get(id).map(|title| shown(title)).unwrap_or_default();
    if title.is_empty() { shown(id) } else { title }
}

/// The whole report, part by part as its scope asks for them.
pub(super) fn document(facts: &Facts<'_>) -> Document {
    let names = Names::of(facts);
    let title = shown(facts.title);
    let mut document = Document {
        title: if title.is_empty() { tr!("A plan without a name").to_owned() } else { title },
        kind: tr!("Curriculum report").to_owned(),
        about: about(facts),
        ..Document::default()
    };
    let body = &mut document.body;
    for part in parts::of(facts) {
        match part {
            // Before the contents.
            "summary" => document.figures = summary::of(facts, &names),
            "learner" => learner::choices(body, facts),
            "gaps" => coverage::gaps(body, facts, &names),
            "requirements" => lists::requirements(body, facts, &names),
            "coverage" => facts.coverage.iter().for_each(|target| coverage::target(body, facts, target, &names)),
            "matrix" => matrix::of(body, facts),
            "pathways" => pathways::of(body, facts, &names),
            "load" => {
                if facts.shows("terms") {
                    load::terms(body, &facts.terms, &names);
                }
                if facts.shows("load") {
                    load::stages(body, &facts.load, &names);
                }
            }
            "assessment" => lists::assessments(body, &facts.assessments),
            "courses" => courses::courses(body, &facts.courses, &names),
            "outcomes" => courses::outcomes(body, facts, &names),
            "people" => lists::people(body, facts),
            "waivers" => lists::waivers(body, &facts.waivers, &names),
            _ => lists::findings(body, &facts.findings),
        }
    }
    document
}

fn about(facts: &Facts<'_>) -> Vec<String> {
    let mut about = Vec::new();
    if !facts.id.is_empty() {
        about.push(tr!("Plan {id}.", id = shown(facts.id)));
    }
    about.extend(told::about(facts).iter().map(|sentence| shown(sentence)));
    about
}

/// A part of the contents, called as on the page for screens.
fn heading(part: &str) -> Block {
    Block::Heading(1, parts::title(part).to_owned())
}

/// Id and title of something.
fn named(id: &str, title: &str) -> String {
    match (shown(id), shown(title)) {
        (id, title) if title.is_empty() || id == title => id,
        (id, title) => format!("{id} {title}"),
    }
}

/// `yes`, or `no` with a mark.
fn yes_or_no(is_so: bool) -> Cell {
    if is_so { tr!("yes").into() } else { Cell::filled(format!("!\u{a0}{}", tr!("no")), Fill::Missed) }
}

/// All of them, as far as a cell of a table is the place for that.
fn list<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> String {
    few(items, 100)
}

/// The first few of many.
fn few<S: AsRef<str>>(items: impl IntoIterator<Item = S>, most: usize) -> String {
    let mut items = items.into_iter();
    let mut texts: Vec<String> = items.by_ref().take(most).map(|item| shown(item.as_ref())).collect();
    let more = items.count();
    if more > 0 {
        texts.push(tr!("{count} more", count = more));
    }
    if texts.is_empty() { "–".to_owned() } else { texts.join(", ") }
}

fn or_dash(text: Option<&str>) -> Cell {
    text.map_or_else(|| "–".to_owned(), shown).into()
}

fn or_nothing(text: Option<&str>) -> Cell {
    text.map(shown).unwrap_or_default().into()
}
