//! One way through a stage, a track or what all have in common: courses by term, what they ask of each other, and
//! what they weigh. All owned, so that the background can make it.

use rustc_hash::FxHashMap;

use super::grid::{self, Calendar, Slot, Stand, Zone};
use super::number;
use crate::metrics::{self, Analysis, Kind, Options, Stretch};
use crate::model::curriculum::{
    Choice, CourseIx, Curriculum, ElectiveIx, Placement, Requisite, Stage, StageIx, TrackIx,
};
use crate::model::{Kind as NodeKind, NodeRef};
use crate::tr;

/// A track, or a stage that has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Way {
    pub(crate) id: String,
    pub(crate) title: String,
    /// The stage it leads through.
    pub(crate) stage: String,
}

#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) generation: u64,
    pub(crate) ways: Vec<Way>,
    /// Which of them this is.
    pub(crate) way: usize,
    pub(crate) calendar: Calendar,
    pub(crate) courses: Vec<Course>,
    pub(crate) links: Vec<Link>,
    pub(crate) groups: Vec<Group>,
    pub(crate) slots: Vec<Slot>,
    /// Courses on the longest prerequisite path.
    pub(crate) longest: u64,
    pub(crate) complexity: f64,
    /// Credits that learners need.
    pub(crate) credits: Option<f64>,
    /// Hours that a term may have, where the stage has a budget.
    pub(crate) budget: Option<f64>,
}

#[derive(Debug, Clone)]
pub(crate) struct Course {
    pub(crate) at: NodeRef,
    /// The node that says where it stands for these learners: the course, or one of its places.
    pub(crate) placement: NodeRef,
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) hours: Option<f64>,
    pub(crate) credits: Option<f64>,
    pub(crate) stand: Stand,
    /// When it runs, as far as is known: terms from 1 on.
    pub(crate) terms: Option<Stretch>,
    /// Groups it may be chosen in.
    pub(crate) groups: Vec<usize>,
    /// How much of it a learner takes on average.
    pub(crate) share: f64,
    pub(crate) blocking: u64,
    pub(crate) delay: u64,
    pub(crate) complexity: f64,
    pub(crate) is_bottleneck: bool,
    /// Its place on the longest path, from 1.
    pub(crate) on_longest: Option<usize>,
    /// What it asks for besides courses of this way, in words.
    pub(crate) also: Vec<String>,
}

/// What one course asks of another; both are places in the model's courses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) kind: Kind,
    /// Not where it is one option among several.
    pub(crate) is_certain: bool,
    pub(crate) on_longest: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    pub(crate) id: String,
    pub(crate) choice: Choice,
    pub(crate) is_open: bool,
    pub(crate) members: Vec<usize>,
}

/// What a learner has to do in a term.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Load {
    /// Of courses that are surely taken.
    pub(crate) hours: f64,
    pub(crate) credits: f64,
    /// Of groups in which nothing is chosen yet, on average.
    pub(crate) open_hours: f64,
    pub(crate) open_credits: f64,
}

/// The ways of a plan, in the order of its stages.
pub(super) fn ways(curriculum: &Curriculum<'_>) -> Vec<(StageIx, Option<TrackIx>)> {
    let of_stage = |stage: StageIx| -> Vec<(StageIx, Option<TrackIx>)> {
        let tracks = &curriculum.stage(stage).tracks;
        if tracks.is_empty() { vec![(stage, None)] } else { tracks.iter().map(|track| (stage, Some(*track))).collect() }
    };
    curriculum.stage_ids().flat_map(of_stage).collect()
}

/// The way that an id names: a track, or a stage by itself or by its first track; without one, the first.
pub(super) fn way_named(curriculum: &Curriculum<'_>, id: Option<&str>) -> Option<usize> {
    let ways = ways(curriculum);
    let named = id.and_then(|id| {
        let track = |way: &(StageIx, Option<TrackIx>)| way.1.is_some_and(|track| curriculum.track(track).id == id);
        let stage = |way: &(StageIx, Option<TrackIx>)| curriculum.stage(way.0).id == id;
        ways.iter().position(track).or_else(|| ways.iter().position(stage))
    });
    named.or((!ways.is_empty()).then_some(0))
}

impl Model {
    /// None where the plan has no stage.
    pub(super) fn of(curriculum: &Curriculum<'_>, generation: u64, way: Option<&str>) -> Option<Self> {
        let all = ways(curriculum);
        let way = way_named(curriculum, way)?;
        let (stage_ix, track) = *all.get(way)?;
        let stage = curriculum.stage(stage_ix);
        let calendar = Calendar::of(stage);
        let graph = metrics::of_stage(curriculum, stage_ix, track, Options::First);
        let analysis = Analysis::of(&graph);
        let mut courses = courses(curriculum, (stage_ix, track), calendar);
        for ((course, figures), vertex) in courses.iter_mut().zip(&analysis.courses).zip(&graph.courses) {
            course.blocking = figures.blocking;
            course.delay = figures.delay;
            course.complexity = figures.complexity;
            course.share = vertex.share;
            course.terms = vertex.terms;
            if course.id.is_empty() {
                course.id.clone_from(&vertex.id);
            }
        }
        for index in &analysis.bottlenecks {
            if let Some(course) = courses.get_mut(*index as usize) {
                course.is_bottleneck = true;
            }
        }
        let path: &[u32] = analysis.longest.paths.first().map_or(&[], Vec::as_slice);
        for (place, index) in path.iter().enumerate() {
            if let Some(course) = courses.get_mut(*index as usize) {
                course.on_longest = Some(place + 1);
            }
        }
        let links = metrics::of_stage(curriculum, stage_ix, track, Options::All)
            .requisites()
            .iter()
            .map(|edge| Link {
                from: edge.from as usize,
                to: edge.to as usize,
                kind: edge.kind,
                is_certain: edge.certain,
                on_longest: path.windows(2).any(|pair| pair == [edge.from, edge.to]),
            })
            .collect();
        let groups = groups(curriculum, (stage_ix, track), &mut courses);
        let slots = grid::pack(&courses.iter().map(|course| course.stand.clone()).collect::<Vec<_>>(), calendar);
        Some(Self {
            generation,
            ways: all.iter().map(|(stage, track)| named(curriculum, *stage, *track)).collect(),
            way,
            calendar,
            links,
            groups,
            slots,
            longest: if path.is_empty() { 0 } else { analysis.longest.length },
            complexity: analysis.totals.complexity,
            credits: track.and_then(|track| curriculum.track(track).credits),
            budget: stage.hours.map(|hours| hours / calendar.columns().max(1) as f64),
            courses,
        })
    }

    pub(crate) fn current(&self) -> Option<&Way> {
        self.ways.get(self.way)
    }

    pub(crate) fn course(&self, index: usize) -> Option<&Course> {
        self.courses.get(index)
    }

    /// What a course asks for, then what asks for it.
    pub(crate) fn links_of(&self, course: usize) -> Vec<Link> {
        let needs = self.links.iter().filter(|link| link.to == course);
        needs.chain(self.links.iter().filter(|link| link.from == course)).copied().collect()
    }

    /// Whether what is asked for does not come in time, as far as terms are known.
    pub(crate) fn is_late(&self, link: Link) -> bool {
        let terms = |index: usize| self.course(index).and_then(|course| course.terms);
        match (terms(link.from), terms(link.to)) {
            (Some(from), Some(to)) => is_late(link.kind, from, to),
            _ => false,
        }
    }

    /// The links of a course that would be late if it ran in other terms: of those that hold for everybody.
    pub(crate) fn late_at(&self, course: usize, terms: Stretch) -> Vec<Link> {
        let when = |index: usize| if index == course { Some(terms) } else { self.course(index)?.terms };
        let mut links = self.links_of(course);
        links.retain(|link| {
            let both = when(link.from).zip(when(link.to));
            link.is_certain && both.is_some_and(|(from, to)| is_late(link.kind, from, to))
        });
        links
    }

    /// What learners have to do term by term: of groups in which they took something, just that.
    pub(crate) fn loads(&self, taken: &dyn Fn(usize) -> bool) -> Vec<Load> {
        let decided: Vec<bool> =
            self.groups.iter().map(|group| group.members.iter().any(|member| taken(*member))).collect();
        let mut loads = vec![Load::default(); self.calendar.columns()];
        for (index, course) in self.courses.iter().enumerate() {
            let columns = course.stand.columns();
            if columns.is_empty() {
                continue;
            }
            let part = |amount: Option<f64>| amount.unwrap_or(0.0) / columns.len() as f64;
            let (hours, credits) = (part(course.hours), part(course.credits));
            let is_sure = course.groups.is_empty() || taken(index);
            let is_open = !is_sure && course.groups.iter().any(|group| !decided[*group]);
            for column in columns {
                let Some(load) = loads.get_mut(column) else { continue };
                if is_sure {
                    load.hours += hours;
                    load.credits += credits;
                } else if is_open {
                    load.open_hours += hours * course.share;
                    load.open_credits += credits * course.share;
                }
            }
        }
        loads
    }
}

fn is_late(kind: Kind, from: Stretch, to: Stretch) -> bool {
    match kind {
        Kind::Prerequisite => from.last >= to.first,
        Kind::Corequisite | Kind::StrictCorequisite => from.first > to.last,
    }
}

fn named(curriculum: &Curriculum<'_>, stage: StageIx, track: Option<TrackIx>) -> Way {
    let of_stage = curriculum.stage(stage);
    let (id, title) = match track {
        Some(track) => (curriculum.track(track).id, curriculum.track(track).title),
        None => (of_stage.id, of_stage.title),
    };
    Way { id: id.to_owned(), title: title.to_owned(), stage: of_stage.id.to_owned() }
}

/// In the order of the graph of the same way.
fn courses(curriculum: &Curriculum<'_>, way: (StageIx, Option<TrackIx>), calendar: Calendar) -> Vec<Course> {
    let stage = curriculum.stage(way.0);
    let here: Vec<(CourseIx, &Placement<'_>)> = curriculum
        .course_ids()
        .filter_map(|index| Some((index, curriculum.course(index).placement_in(way.0, way.1)?)))
        .collect();
    let mut within = vec![false; curriculum.courses.len()];
    for (index, _) in &here {
        within[index.index()] = true;
    }
    here.into_iter()
        .map(|(index, placement)| {
            let course = curriculum.course(index);
            Course {
                at: course.at,
                placement: placement.at,
                id: course.id.to_owned(),
                title: course.title.to_owned(),
                hours: course.hours,
                credits: course.credits,
                stand: stand(stage, calendar, course.terms, placement),
                terms: None,
                groups: Vec::new(),
                share: 1.0,
                blocking: 0,
                delay: 0,
                complexity: 0.0,
                is_bottleneck: false,
                on_longest: None,
                also: also(curriculum, placement, &within),
            }
        })
        .collect()
}

/// Where a placement stands on the calendar.
fn stand(stage: &Stage<'_>, calendar: Calendar, runs: Option<i64>, placement: &Placement<'_>) -> Stand {
    let mut years = placement.years.clone();
    if years.is_empty() && stage.years == 1 {
        years.push(stage.first_year);
    }
    calendar.stand(&years, &placement.terms, runs)
}

/// What a placement asks for besides courses of the way.
fn also(curriculum: &Curriculum<'_>, placement: &Placement<'_>, within: &[bool]) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<&Requisite<'_>> = placement.requires.iter().rev().collect();
    while let Some(requisite) = open.pop() {
        match requisite {
            Requisite::Course(course, _) if !within[course.index()] => {
                found.push(curriculum.course(*course).id.to_owned());
            }
            Requisite::Course(..) => {}
            Requisite::All(of) | Requisite::Pick { of, .. } => open.extend(of.iter().rev()),
            Requisite::Credits(credits) => found.push(tr!("{count} credits", count = number(*credits))),
            Requisite::External(text) | Requisite::Text(text) => found.push((*text).to_owned()),
        }
    }
    found
}

/// The groups of the way's courses, in the order in which these come; the courses learn of theirs.
fn groups(curriculum: &Curriculum<'_>, way: (StageIx, Option<TrackIx>), courses: &mut [Course]) -> Vec<Group> {
    let mut places: FxHashMap<ElectiveIx, usize> = FxHashMap::default();
    let mut groups: Vec<Group> = Vec::new();
    let placements = curriculum.course_ids().filter_map(|index| curriculum.course(index).placement_in(way.0, way.1));
    for (index, (course, placement)) in courses.iter_mut().zip(placements).enumerate() {
        for elective in &placement.electives {
            let place = *places.entry(*elective).or_insert_with(|| {
                let contents = curriculum.elective(*elective);
                let (id, choice, is_open) = (contents.id.to_owned(), contents.choice, contents.open);
                groups.push(Group { id, choice, is_open, members: Vec::new() });
                groups.len() - 1
            });
            groups[place].members.push(index);
            course.groups.push(place);
        }
    }
    groups
}

/// What a zone of the grid is called.
pub(crate) fn zone_name(zone: Zone) -> &'static str {
    match zone {
        Zone::Term => "",
        Zone::Year => tr!("all year"),
        Zone::Open => tr!("no year"),
    }
}

/// Whether a line of the outline is of a kind that has a pathway.
pub(crate) fn has_way(kind: NodeKind) -> bool {
    matches!(kind, NodeKind::Stage | NodeKind::Track)
}
