use rustc_hash::FxHashMap;

use crate::tr;

/// Whether a year has two halves or four quarters: Curricular Analytics scales complexity by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum System {
    #[default]
    Semester,
    Quarter,
}

impl System {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Semester => "semester",
            Self::Quarter => "quarter",
        }
    }
}

/// What one course asks of another, from the weakest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Before it or in the same term.
    Corequisite,
    /// In the same term.
    StrictCorequisite,
    /// Before it.
    Prerequisite,
}

/// The terms a course runs through, the first and the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    pub first: i64,
    pub last: i64,
}

/// A course, as far as graphs are concerned.
#[derive(Debug, Clone, PartialEq)]
pub struct Vertex {
    pub id: String,
    pub name: String,
    pub credits: Option<f64>,
    /// How much of it a learner takes on average: 1 where it is compulsory, 0.5 where it is one of two to
    /// choose from.
    pub share: f64,
    pub terms: Option<Stretch>,
}

impl Vertex {
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), credits: None, share: 1.0, terms: None }
    }
}

/// An edge from what is required to the course that requires it; both are places in the graph's courses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requisite {
    pub from: u32,
    pub to: u32,
    pub kind: Kind,
    /// Whether it holds for every learner: an option among several does not.
    pub certain: bool,
}

/// How terms are named: by years of so many terms; without it they are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    pub first_year: i64,
    pub terms: i64,
}

/// Courses and what they require of each other: at most one edge from one course to another.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    pub system: System,
    pub calendar: Option<Calendar>,
    /// Whether credits may be added up term by term: not where courses are for different learners.
    pub one_way_through: bool,
    pub courses: Vec<Vertex>,
    /// By course that is required, then by course that requires it.
    requisites: Vec<Requisite>,
    /// Courses that require themselves.
    selfish: Vec<u32>,
}

impl Graph {
    pub fn new(courses: Vec<Vertex>, requisites: impl IntoIterator<Item = Requisite>) -> Self {
        let mut graph = Self { one_way_through: true, courses, ..Self::default() };
        let mut strongest: FxHashMap<(u32, u32), Requisite> = FxHashMap::default();
        for requisite in requisites {
            let limit = graph.courses.len() as u32;
            if requisite.from >= limit || requisite.to >= limit {
                continue;
            }
            if requisite.from == requisite.to {
                graph.selfish.push(requisite.from);
                continue;
            }
            let known = strongest.entry((requisite.from, requisite.to)).or_insert(requisite);
            if (requisite.certain, requisite.kind) > (known.certain, known.kind) {
                *known = requisite;
            }
        }
        graph.requisites = strongest.into_values().collect();
        graph.requisites.sort_unstable_by_key(|requisite| (requisite.from, requisite.to));
        graph.selfish.sort_unstable();
        graph.selfish.dedup();
        graph
    }

    pub fn requisites(&self) -> &[Requisite] {
        &self.requisites
    }

    pub fn selfish(&self) -> &[u32] {
        &self.selfish
    }

    pub fn course(&self, index: u32) -> &Vertex {
        &self.courses[index as usize]
    }

    pub fn named(&self, id: &str) -> Option<u32> {
        self.courses.iter().position(|course| course.id == id).map(|index| index as u32)
    }

    /// The same graph without a course and all that is between it and others.
    #[must_use]
    pub fn without_course(&self, course: u32) -> Self {
        let moved = |index: u32| if index > course { index - 1 } else { index };
        let mut graph = self.clone();
        if (course as usize) < graph.courses.len() {
            graph.courses.remove(course as usize);
        }
        graph.requisites.retain(|edge| edge.from != course && edge.to != course);
        for edge in &mut graph.requisites {
            (edge.from, edge.to) = (moved(edge.from), moved(edge.to));
        }
        graph.selfish.retain(|index| *index != course);
        graph.selfish.iter_mut().for_each(|index| *index = moved(*index));
        graph
    }

    /// The same graph with only some of its courses, and what is between them.
    #[must_use]
    pub fn only(&self, is_kept: impl Fn(usize) -> bool) -> Self {
        let mut places: Vec<Option<u32>> = vec![None; self.courses.len()];
        let mut graph = Self { courses: Vec::new(), requisites: Vec::new(), selfish: Vec::new(), ..self.clone() };
        for (index, course) in self.courses.iter().enumerate().filter(|(index, _)| is_kept(*index)) {
            places[index] = Some(graph.courses.len() as u32);
            graph.courses.push(course.clone());
        }
        let place = |index: u32| places[index as usize];
        let kept = self
            .requisites
            .iter()
            .filter_map(|edge| Some(Requisite { from: place(edge.from)?, to: place(edge.to)?, ..*edge }));
        graph.requisites = kept.collect();
        graph.selfish = self.selfish.iter().filter_map(|index| place(*index)).collect();
        graph
    }

    /// The same graph in which `to` does not ask for `from`.
    #[must_use]
    pub fn without_requisite(&self, from: u32, to: u32) -> Self {
        let mut graph = self.clone();
        graph.requisites.retain(|edge| (edge.from, edge.to) != (from, to));
        if from == to {
            graph.selfish.retain(|index| *index != from);
        }
        graph
    }

    /// `year 2, term 1`, or `term 4` where terms are only counted.
    pub fn term_name(&self, term: i64) -> String {
        match self.year_and_term(term) {
            (Some(year), None) => format!("year {year}"),
            (Some(year), Some(term)) => format!("year {year}, term {term}"),
            (None, _) => format!("term {term}"),
        }
    }

    /// The same for people, in the language that is spoken.
    pub fn shown_term(&self, term: i64) -> String {
        match self.year_and_term(term) {
            (Some(year), None) => tr!("year {year}", year),
            (Some(year), Some(term)) => tr!("year {year}, term {term}", year, term),
            (None, _) => tr!("term {term}", term),
        }
    }

    /// The year that a term is in, and which of it where there are several; no year where terms are only counted.
    fn year_and_term(&self, term: i64) -> (Option<i64>, Option<i64>) {
        let before = term.saturating_sub(1);
        match self.calendar {
            Some(Calendar { first_year, terms: 1 }) => (Some(first_year.saturating_add(before)), None),
            Some(Calendar { first_year, terms }) if terms > 1 => {
                (Some(first_year.saturating_add(before.div_euclid(terms))), Some(before.rem_euclid(terms) + 1))
            }
            _ => (None, None),
        }
    }
}

/// Edges by the course they start from.
#[derive(Debug)]
pub(super) struct Adjacency {
    starts: Vec<u32>,
    targets: Vec<u32>,
}

impl Adjacency {
    /// Of pairs in any order; the targets of each vertex keep the order of the pairs.
    pub(super) fn new(vertices: usize, pairs: &[(u32, u32)]) -> Self {
        let mut starts = vec![0u32; vertices + 1];
        for (from, _) in pairs {
            starts[*from as usize + 1] += 1;
        }
        for index in 0..vertices {
            starts[index + 1] += starts[index];
        }
        let mut next = starts.clone();
        let mut targets = vec![0; pairs.len()];
        for (from, to) in pairs {
            let place = &mut next[*from as usize];
            targets[*place as usize] = *to;
            *place += 1;
        }
        Self { starts, targets }
    }

    pub(super) fn of(&self, vertex: usize) -> &[u32] {
        &self.targets[self.starts[vertex] as usize..self.starts[vertex + 1] as usize]
    }
}
