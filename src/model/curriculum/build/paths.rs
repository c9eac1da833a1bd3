use rustc_hash::FxHashMap;

use super::super::OutcomeIx;
use crate::model::{Kind, NodeRef};

/// Where a name stands within a course: in the course itself, or in one of its units.
const COURSE: u32 = u32::MAX;

/// What a name within a course stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inner {
    /// The course itself: an empty path.
    Course,
    /// Place in the course's units.
    Unit(u32),
    Outcome(OutcomeIx),
    Other(Kind),
}

/// The names within one course.
#[derive(Default)]
pub(super) struct CoursePaths<'t> {
    named: FxHashMap<(u32, &'t str), (NodeRef, Inner)>,
    nameless: FxHashMap<(u32, u32), Inner>,
    /// How many nameless children the course and the unit being read have so far.
    counts: [u32; 2],
}

impl<'t> CoursePaths<'t> {
    /// Enters a child; gives the node that has its name already.
    pub(super) fn add(&mut self, unit: Option<u32>, at: NodeRef, id: Option<&'t str>, inner: Inner) -> Option<NodeRef> {
        let place = unit.unwrap_or(COURSE);
        if let Inner::Unit(_) = inner {
            self.counts[1] = 0;
        }
        let Some(id) = id else {
            let count = &mut self.counts[usize::from(unit.is_some())];
            *count += 1;
            self.nameless.insert((place, *count), inner);
            return None;
        };
        match self.named.entry((place, id)) {
            std::collections::hash_map::Entry::Occupied(first) => Some(first.get().0),
            std::collections::hash_map::Entry::Vacant(vacant) => {
                vacant.insert((at, inner));
                None
            }
        }
    }

    /// What the segments lead to, or how many of them lead somewhere.
    pub(super) fn find(&self, segments: &[&str]) -> Result<Inner, usize> {
        let mut found = Inner::Course;
        for (index, segment) in segments.iter().enumerate() {
            let place = match found {
                Inner::Course => COURSE,
                Inner::Unit(unit) => unit,
                Inner::Outcome(_) | Inner::Other(_) => return Err(index),
            };
            let nth = segment.strip_prefix('#').and_then(|number| number.parse::<u32>().ok());
            let next = match nth {
                Some(nth) => self.nameless.get(&(place, nth)).copied(),
                None => self.named.get(&(place, *segment)).map(|(_, inner)| *inner),
            };
            found = next.ok_or(index)?;
        }
        Ok(found)
    }

    /// Paths of all that has a name, in the order of the text.
    pub(super) fn names(&self) -> Vec<String> {
        let units: FxHashMap<u32, &str> = self
            .named
            .iter()
            .filter_map(|((_, id), (_, inner))| if let Inner::Unit(unit) = inner { Some((*unit, *id)) } else { None })
            .collect();
        let mut names: Vec<(NodeRef, String)> = self
            .named
            .iter()
            .filter(|(_, (_, inner))| matches!(inner, Inner::Unit(_) | Inner::Outcome(_)))
            .filter_map(|((place, id), (at, _))| match *place {
                COURSE => Some((*at, (*id).to_owned())),
                unit => units.get(&unit).map(|unit| (*at, format!("{unit}/{id}"))),
            })
            .collect();
        names.sort_unstable();
        names.into_iter().map(|(_, name)| name).collect()
    }
}

/// The names within every course, in the order of courses.
pub(super) type Paths<'t> = Vec<CoursePaths<'t>>;

pub(super) fn segments(path: &str) -> Vec<&str> {
    path.split('/').filter(|segment| !segment.is_empty()).collect()
}
