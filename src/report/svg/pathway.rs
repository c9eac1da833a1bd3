//! Courses of a track in the columns of its terms, and what they require.
//!
//! A course lies over the terms that it may run in, in the first row with room. A line to what requires it runs
//! between columns and between rows, never through another course.

use std::fmt::Write;

use rustc_hash::{FxHashMap, FxHashSet};

use super::picture::{Picture, columns, wrapped};
use crate::report::facts::{CourseFacts, Edge, Facts, PlaceFacts, StageFacts, TrackFacts};
use crate::tr;

/// What can still be taken in.
pub(crate) const MOST_COURSES: usize = 160;

const BOX: (i32, i32) = (132, 40);
const GUTTER: i32 = 40;
const LANE: i32 = 20;
const HEAD: i32 = 62;

/// The courses of a track, or of a stage without tracks.
#[derive(Debug)]
pub(crate) struct Pathway<'f, 'a> {
    stage: &'f StageFacts<'a>,
    track: Option<&'f TrackFacts<'a>>,
    courses: Vec<(&'f CourseFacts<'a>, &'f PlaceFacts<'a>)>,
}

/// Every pathway of the scope with a course in it, in the order of stages.
pub(crate) fn pathways<'f, 'a>(facts: &'f Facts<'a>) -> Vec<Pathway<'f, 'a>> {
    let mut by_stage: FxHashMap<&str, Vec<(&'f CourseFacts<'a>, &'f PlaceFacts<'a>)>> = FxHashMap::default();
    for course in &facts.courses {
        for place in &course.places {
            by_stage.entry(place.stage.unwrap_or_default()).or_default().push((course, place));
        }
    }
    let mut pathways = Vec::new();
    for stage in &facts.stages {
        let Some(here) = by_stage.get(stage.id) else { continue };
        let tracks: Vec<Option<&TrackFacts<'a>>> = match stage.tracks.as_slice() {
            [] => vec![None],
            tracks => tracks.iter().map(Some).collect(),
        };
        for track in tracks {
            let mut seen = FxHashSet::default();
            let is_for = |place: &PlaceFacts<'_>| {
                track.is_none_or(|track| {
                    place.tracks.contains(&track.id) || (place.tracks.is_empty() && !place.except.contains(&track.id))
                })
            };
            let courses: Vec<_> =
                here.iter().copied().filter(|(course, place)| is_for(place) && seen.insert(course.id)).collect();
            if !courses.is_empty() {
                pathways.push(Pathway { stage, track, courses });
            }
        }
    }
    pathways
}

/// Where a course lies: columns from first to last, and a row.
#[derive(Debug, Clone, Copy)]
struct Spot {
    first: usize,
    last: usize,
    row: usize,
}

impl<'f, 'a> Pathway<'f, 'a> {
    pub(crate) fn id(&self) -> &'a str {
        self.track.map_or(self.stage.id, |track| track.id)
    }

    pub(crate) fn name(&self) -> String {
        match self.track {
            Some(track) => format!("{}, {}", self.stage.title, track.title),
            None => self.stage.title.to_owned(),
        }
    }

    pub(crate) fn courses(&self) -> usize {
        self.courses.len()
    }

    /// The terms of the stage, no more than a picture has room for.
    fn years_and_terms(&self) -> (i64, i64) {
        (self.stage.years.clamp(1, 12), self.stage.terms.clamp(1, 6))
    }

    fn columns_of(&self, place: &PlaceFacts<'_>) -> (usize, usize) {
        let (years, terms) = self.years_and_terms();
        let within = |number: i64, from: i64, many: i64| (number.saturating_sub(from)).clamp(0, many - 1) as usize;
        let range = |numbers: &[i64], from: i64, many: i64| {
            let first = numbers.iter().min().map_or(0, |number| within(*number, from, many));
            let last = numbers.iter().max().map_or(many as usize - 1, |number| within(*number, from, many));
            (first, last)
        };
        let (first_year, last_year) = range(&place.years, self.stage.first_year, years);
        let (first_term, last_term) = range(&place.terms, 1, terms);
        let terms = terms as usize;
        (first_year * terms + first_term, last_year * terms + last_term)
    }

    /// What must come first stands first, above it what runs long; what requires something lies near to it.
    fn spots(&self, edges: &[&Edge]) -> Vec<Spot> {
        let (years, terms) = self.years_and_terms();
        let many = (years * terms) as usize;
        let places: FxHashMap<&str, usize> =
            self.courses.iter().enumerate().map(|(at, (course, _))| (course.id, at)).collect();
        let mut needs: Vec<Vec<usize>> = vec![Vec::new(); self.courses.len()];
        for edge in edges {
            if let (Some(from), Some(to)) = (places.get(edge.from.as_str()), places.get(edge.to.as_str())) {
                needs[*to].push(*from);
            }
        }
        let ranges: Vec<(usize, usize)> = self.courses.iter().map(|(_, place)| self.columns_of(place)).collect();
        let mut order: Vec<usize> = (0..self.courses.len()).collect();
        // Choices stand below what all take.
        let is_choice = |at: usize| !self.courses[at].1.electives.is_empty();
        order.sort_by_key(|at| {
            let (first, last) = ranges[*at];
            (std::cmp::Reverse((last - first).min(2)), first, is_choice(*at), *at)
        });
        let mut taken: Vec<Vec<bool>> = Vec::new();
        let mut spots: Vec<Option<Spot>> = vec![None; self.courses.len()];
        for at in order {
            let (first, last) = ranges[at];
            let is_free = |row: usize, taken: &[Vec<bool>]| {
                taken.get(row).is_none_or(|row: &Vec<bool>| !row[first..=last].contains(&true))
            };
            let above: Vec<usize> = needs[at].iter().filter_map(|need| Some(spots[*need]?.row)).collect();
            let wish = if above.is_empty() { 0 } else { above.iter().sum::<usize>() / above.len() };
            let near = (0..=taken.len()).filter(|row| is_free(*row, &taken));
            let row = near.min_by_key(|row| (row.abs_diff(wish), *row)).unwrap_or(taken.len());
            if row == taken.len() {
                taken.push(vec![false; many]);
            }
            taken[row][first..=last].fill(true);
            spots[at] = Some(Spot { first, last, row });
        }
        spots.into_iter().flatten().collect()
    }

    pub(crate) fn draw(&self, facts: &'f Facts<'a>) -> Picture {
        let (years, terms) = self.years_and_terms();
        let places: FxHashMap<&str, usize> =
            self.courses.iter().enumerate().map(|(at, (course, _))| (course.id, at)).collect();
        let here = |edge: &&Edge| places.contains_key(edge.from.as_str()) && places.contains_key(edge.to.as_str());
        let edges: Vec<&Edge> = facts.prerequisites.edges.iter().filter(here).collect();
        let spots = self.spots(&edges);
        let rows = spots.iter().map(|spot| spot.row + 1).max().unwrap_or(0) as i32;
        let many = (years * terms) as i32;
        let width = many * (BOX.0 + GUTTER) + GUTTER;
        let bottom = HEAD + rows * (BOX.1 + LANE) + LANE;
        let name = self.name();
        let title = tr!("Pathway: {name}", name);
        let about = tr!(
            "courses: {courses}; terms: {terms}; lines to what requires them: {lines}",
            courses = self.courses.len(),
            terms = many,
            lines = edges.len()
        );
        let key = wrapped(
            tr!(
                "Broken frame: to choose. Thick frame: bottleneck. Thick line: longest path. Broken line: avoidable or taken together."
            ),
            columns(width - GUTTER),
            4,
        );
        let mut picture = Picture::new(title.as_str(), about, width, bottom + 10 + key.len() as i32 * 14);
        picture.text_within("big", (GUTTER, 14), width - GUTTER, &title);
        self.heads(&mut picture, bottom);
        let long: FxHashSet<(&str, &str)> =
            facts.prerequisites.longest_path.windows(2).map(|step| (step[0].as_str(), step[1].as_str())).collect();
        // The longest path lies on top.
        for is_long in [false, true] {
            for (place, edge) in edges.iter().enumerate() {
                if long.contains(&(edge.from.as_str(), edge.to.as_str())) == is_long {
                    let (from, to) = (spots[places[edge.from.as_str()]], spots[places[edge.to.as_str()]]);
                    line(&mut picture, edge, (from, to), is_long, place as i32 % 5 - 2);
                }
            }
        }
        let bottlenecks: FxHashSet<&str> = facts
            .prerequisites
            .courses
            .iter()
            .filter(|course| course.is_bottleneck)
            .map(|course| course.id.as_str())
            .collect();
        for ((course, place), spot) in self.courses.iter().zip(&spots) {
            card(&mut picture, course, place, *spot, bottlenecks.contains(course.id));
        }
        for (line, text) in key.iter().enumerate() {
            picture.text("muted", (GUTTER, bottom + 14 + line as i32 * 14), text);
        }
        picture
    }

    fn heads(&self, picture: &mut Picture, bottom: i32) {
        let (years, terms) = self.years_and_terms();
        for column in 0..(years * terms) as i32 {
            let x = GUTTER + column * (BOX.0 + GUTTER);
            let year = self.stage.first_year.saturating_add(i64::from(column) / terms);
            let term = i64::from(column) % terms + 1;
            if column % 2 == 0 {
                picture.rect("band", (x - GUTTER / 2, 24), (BOX.0 + GUTTER, bottom - 24));
            }
            picture.text("muted mid", (x + BOX.0 / 2, 42), &tr!("year {year}, term {term}", year, term));
        }
    }
}

fn corner(spot: Spot) -> (i32, i32) {
    (GUTTER + spot.first as i32 * (BOX.0 + GUTTER), HEAD + spot.row as i32 * (BOX.1 + LANE))
}

fn long(spot: Spot) -> i32 {
    (spot.last - spot.first) as i32 * (BOX.0 + GUTTER) + BOX.0
}

fn card(picture: &mut Picture, course: &CourseFacts<'_>, place: &PlaceFacts<'_>, spot: Spot, is_bottleneck: bool) {
    let ((x, y), wide) = (corner(spot), long(spot));
    let class = match (place.electives.is_empty(), is_bottleneck) {
        (true, false) => "box",
        (false, false) => "choice",
        (true, true) => "box heavy",
        (false, true) => "choice heavy",
    };
    let tip = format!("{} {}", course.code.unwrap_or(course.id), course.title);
    picture.told(&tip, |picture| {
        picture.rect(class, (x, y), (wide, BOX.1));
        let lines = wrapped(course.title, columns(wide - 12), 2);
        let top = if lines.len() > 1 { 17 } else { 24 };
        for (line, text) in lines.iter().enumerate() {
            picture.text("", (x + 6, y + top + line as i32 * 14), text);
        }
    });
}

/// From the right side of what is required to the left side of what requires it.
fn line(picture: &mut Picture, edge: &Edge, (from, to): (Spot, Spot), is_long: bool, aside: i32) {
    const BEND: i32 = 8;
    let ((from_x, from_y), (to_x, to_y)) = (corner(from), corner(to));
    let (right, left) = (from_x + long(from), to_x);
    let (start, end) = (from_y + BOX.1 / 2 + aside * 3, to_y + BOX.1 / 2 + aside * 3);
    let mut steps = format!("M{right} {start}");
    // Writing to a String cannot fail, here and below.
    let tip = left - 6;
    if to.first == from.last + 1 {
        let middle = GUTTER / 2;
        let _ = write!(steps, "C{} {start} {} {end} {tip} {end}", right + middle, tip - middle);
    } else {
        // Above the row of the target, where no course lies.
        let lane = to_y - LANE / 2 + aside * 2;
        let (out, back) = (right + GUTTER / 2 + aside * 3, left - GUTTER / 2 + aside * 3);
        let down = (lane - start).signum() * BEND;
        let turn = if back >= out { BEND } else { -BEND };
        let _ = write!(steps, "H{}Q{out} {start} {out} {}V{}", out - BEND, start + down, lane - down);
        let _ = write!(steps, "Q{out} {lane} {} {lane}H{}", out + turn, back - turn);
        let _ = write!(steps, "Q{back} {lane} {back} {}V{}", lane + BEND, end - BEND);
        let _ = write!(steps, "Q{back} {end} {} {end}H{tip}", back + BEND);
    }
    let loose = if edge.certain && edge.kind == "prerequisite" { "" } else { " loose" };
    picture.path(&format!("{}{loose}", if is_long { "long" } else { "edge" }), &steps);
    let head = format!("M{left} {end}L{tip} {}V{}Z", end - 4, end + 4);
    picture.path(if is_long { "longtip" } else { "tip" }, &head);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Context;
    use crate::model::Curriculum;
    use crate::workspace::Workspace;

    fn pathways_of(text: &str, look: impl Fn(&Facts<'_>, &[Pathway<'_, '_>])) {
        let (_, tree) = match text {
            "" => Workspace::open_example(),
            text => Workspace::from_bytes("plan.toml", text.as_bytes().to_vec()).unwrap(),
        };
        let curriculum = Curriculum::of(&tree);
        let context = Context::new(&curriculum);
        let facts = Facts::of(&context, &[]);
        look(&facts, &pathways(&facts));
    }

    #[test]
    fn no_course_lies_on_another() {
        pathways_of("", |facts, pathways| {
            assert_eq!(pathways.len(), 7);
            for pathway in pathways {
                let edges: Vec<&Edge> = facts.prerequisites.edges.iter().collect();
                let spots = pathway.spots(&edges);
                assert_eq!(spots.len(), pathway.courses());
                for (place, one) in spots.iter().enumerate() {
                    for other in &spots[..place] {
                        let apart = one.row != other.row || one.first > other.last || other.first > one.last;
                        assert!(apart, "{}: {one:?} {other:?}", pathway.name());
                    }
                }
            }
        });
    }

    #[test]
    fn years_and_terms_beyond_all_measure_are_drawn_at_the_edge() {
        let plan = "gradus = 1\n[curriculum]\nid = \"p\"\ntitle = \"P\"\n[[stage]]\nid = \"s\"\ntitle = \"S\"\nyears = 9223372036854775807\nterms = 9223372036854775807\nfirst-year = 9223372036854775807\n\
                    [[course]]\nid = \"A\"\ntitle = \"A\"\nstage = \"s\"\nyears = [-9223372036854775808]\nterms = [9223372036854775807]\n";
        pathways_of(plan, |facts, pathways| {
            assert_eq!(pathways.len(), 1);
            for pathway in pathways {
                let picture = pathway.draw(facts);
                assert!(picture.width < 20_000 && picture.height < 1_000);
            }
        });
    }
}
