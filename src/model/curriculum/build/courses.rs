use rustc_hash::FxHashSet;

use super::super::{
    Alongside, Course, CourseIx, Cover, ElectiveIx, ElectiveOwner, Level, Outcome, OutcomeIx, Placement, Requisite,
    StageIx, TrackIx, Unit,
};
use super::lookup::Site;
use super::paths::{CoursePaths, Inner};
use super::{Builder, amount, integers, items};
use crate::model::{Kind, NodeRef, Spanned, Value};

/// How deep prerequisites may be nested; the parser allows no more either.
const DEEPEST: usize = 100;

impl<'t> Builder<'t> {
    pub(super) fn read_courses(&mut self) {
        let written = self.roots_of_kind(Kind::Course);
        for (place, at) in written.iter().enumerate() {
            if let Some(id) = self.node(*at).id() {
                self.made.course_ids.entry(id).or_insert(CourseIx(place as u32));
            }
        }
        for at in written {
            self.add_course(at);
        }
    }

    fn add_course(&mut self, at: NodeRef) {
        let node = self.node(at);
        let index = CourseIx(self.made.courses.len() as u32);
        let placements = self.placements(at);
        let alongside = self.alongside(at);
        let excludes = self.course_references(at, "excludes");
        let teachers = self.registry_references(at, "teachers", Kind::Talent);
        let partners = self.registry_references(at, "partners", Kind::Partner);
        let awards = self.registry_references(at, "awards", Kind::Award);
        let first = self.made.outcomes.len() as u32;
        let units = self.contents(index, at);
        self.made.courses.push(Course {
            at,
            id: node.id().unwrap_or_default(),
            code: node.str("code"),
            title: self.title(node),
            placements,
            hours: amount(node, "hours"),
            credits: amount(node, "credits"),
            terms: node.value("terms").and_then(|terms| terms.value.as_int()),
            offered: integers(node, "offered"),
            alongside,
            excludes,
            outcomes: first..self.made.outcomes.len() as u32,
            units,
            assessments: Vec::new(),
            teachers,
            partners,
            awards,
        });
    }

    /// Units and outcomes, in the order of the text, and the names of all that stands in the course.
    fn contents(&mut self, course: CourseIx, at: NodeRef) -> Vec<Unit<'t>> {
        let mut paths = CoursePaths::default();
        let mut units = Vec::new();
        for child in self.tree.children(at) {
            let node = self.node(child);
            let inner = match node.kind {
                Kind::Unit => Inner::Unit(units.len() as u32),
                Kind::Outcome => Inner::Outcome(self.add_outcome(course, None, child)),
                other => Inner::Other(other),
            };
            self.name(&mut paths, None, child, inner);
            if let Inner::Unit(unit) = inner {
                let first = self.made.outcomes.len() as u32;
                for outcome in self.tree.children(child) {
                    let inner = match self.node(outcome).kind {
                        Kind::Outcome => Inner::Outcome(self.add_outcome(course, Some(unit), outcome)),
                        other => Inner::Other(other),
                    };
                    self.name(&mut paths, Some(unit), outcome, inner);
                }
                units.push(Unit {
                    at: child,
                    title: self.title(node),
                    hours: amount(node, "hours"),
                    years: integers(node, "year"),
                    terms: integers(node, "term"),
                    outcomes: first..self.made.outcomes.len() as u32,
                });
            }
        }
        self.paths.push(paths);
        units
    }

    fn name(&mut self, paths: &mut CoursePaths<'t>, unit: Option<u32>, at: NodeRef, inner: Inner) {
        let id = self.node(at).id();
        if let (Some(first), Some(id)) = (paths.add(unit, at, id, inner), id) {
            self.duplicate(at, first, id);
        }
    }

    fn add_outcome(&mut self, course: CourseIx, unit: Option<u32>, at: NodeRef) -> OutcomeIx {
        let node = self.node(at);
        let index = OutcomeIx(self.made.outcomes.len() as u32);
        let common = node.value("level");
        if let Some(word) = common {
            self.lookup.check_level(&self.made, Site { at, key: "level" }, word);
        }
        let covers = self.covers(at, "covers", common.and_then(|word| word.value.as_str()));
        self.made.outcomes.push(Outcome { at, course, unit, text: self.title(node), covers });
        index
    }

    /// The competencies a field names, each with its level; `common` holds where an entry gives none.
    pub(super) fn covers(&mut self, at: NodeRef, key: &str, common: Option<&str>) -> Vec<Cover> {
        let site = Site { at, key };
        let mut covers = Vec::new();
        for item in items(self.node(at), key) {
            let own = item.value.get("level");
            if let Some(word) = own {
                self.lookup.check_level(&self.made, site, word);
            }
            let named = item.value.get("id").unwrap_or(item);
            let Some(competency) = self.lookup.competency(&self.made, site, named) else { continue };
            let framework = self.made.competency(competency).framework;
            let level = own
                .and_then(|word| word.value.as_str())
                .or(common)
                .and_then(|word| self.lookup.levels.get(&(framework, word)).copied())
                .unwrap_or(Level::LOWEST);
            covers.push(Cover { competency, level, span: named.span });
        }
        covers
    }

    /// Where the course stands: by its own keys, then by each `[[course.place]]`.
    fn placements(&mut self, at: NodeRef) -> Vec<Placement<'t>> {
        let stage = self.stage_reference(at);
        let (tracks, tracks_known) = self.tracks_of(at);
        let (electives, electives_known) = self.electives_of(at, stage, &tracks);
        let node = self.node(at);
        let mut own = Placement {
            at,
            stage: stage.filter(|_| tracks_known && electives_known),
            tracks,
            except: Vec::new(),
            electives,
            years: integers(node, "year"),
            terms: integers(node, "term"),
            requires: self.requisites(at),
        };
        let children = self.tree.children(at);
        let places: Vec<NodeRef> = children.filter(|child| self.tree.node(*child).kind == Kind::Place).collect();
        if places.is_empty() {
            return vec![own];
        }
        let mut others = Vec::with_capacity(places.len());
        let mut elsewhere = FxHashSet::default();
        for place in places {
            let other = self.place(place, stage, &own);
            if self.node(place).value("tracks").is_some() {
                own.except.extend(other.tracks.iter().filter(|track| elsewhere.insert(**track)));
            }
            others.push(other);
        }
        let of_some_tracks = !own.tracks.is_empty();
        own.tracks.retain(|track| !elsewhere.contains(track));
        if of_some_tracks && own.tracks.is_empty() {
            // Every track it names has a placement of its own: nobody is left to take it as the course says.
            return others;
        }
        others.insert(0, own);
        others
    }

    /// A `[[course.place]]`, with what it does not say taken from the course.
    fn place(&mut self, at: NodeRef, of_course: Option<StageIx>, own: &Placement<'t>) -> Placement<'t> {
        let node = self.node(at);
        let says = |key: &str| node.value(key).is_some();
        let stage = if says("stage") { self.stage_reference(at) } else { of_course };
        let (tracks, tracks_known) = if says("tracks") {
            self.tracks_of(at)
        } else if stage == of_course {
            (own.tracks.clone(), true)
        } else {
            (Vec::new(), true)
        };
        let (electives, electives_known) =
            if says("elective") { self.electives_of(at, stage, &tracks) } else { (own.electives.clone(), true) };
        Placement {
            at,
            stage: stage.filter(|_| tracks_known && electives_known),
            tracks,
            except: Vec::new(),
            electives,
            years: if says("year") { integers(node, "year") } else { own.years.clone() },
            terms: if says("term") { integers(node, "term") } else { own.terms.clone() },
            requires: if says("requires") { self.requisites(at) } else { own.requires.clone() },
        }
    }

    /// The tracks a placement names, and whether any of them is known. Where none is, the placement is for
    /// nobody: to call it common to all would guarantee what nobody planned.
    fn tracks_of(&mut self, at: NodeRef) -> (Vec<TrackIx>, bool) {
        let tracks = self.track_references(at, "tracks");
        let known = !tracks.is_empty() || items(self.node(at), "tracks").is_empty();
        (tracks, known)
    }

    /// The groups a placement names, and whether any of them is known; where none is, it is not compulsory for that.
    fn electives_of(&mut self, at: NodeRef, stage: Option<StageIx>, tracks: &[TrackIx]) -> (Vec<ElectiveIx>, bool) {
        let written = items(self.node(at), "elective");
        let mut electives = Vec::new();
        let mut seen = FxHashSet::default();
        for item in written {
            let Some(id) = item.value.as_str() else { continue };
            let named = self.made.elective_ids.get(id).map_or(&[][..], Vec::as_slice);
            let near = |elective: &&ElectiveIx| match self.made.elective(**elective).owner {
                ElectiveOwner::Stage(owner) => stage == Some(owner),
                ElectiveOwner::Track(owner) => tracks.contains(&owner),
            };
            let chosen = if named.iter().any(|elective| near(&elective)) {
                named.iter().filter(near).copied().collect()
            } else {
                Vec::from_iter(named.first().copied())
            };
            if chosen.is_empty() {
                self.lookup.miss(&self.made, Site { at, key: "elective" }, item, &[Kind::Elective]);
            }
            electives.extend(chosen.into_iter().filter(|elective| seen.insert(*elective)));
        }
        let known = !electives.is_empty() || written.is_empty();
        (electives, known)
    }

    fn requisites(&mut self, at: NodeRef) -> Vec<Requisite<'t>> {
        let written = items(self.node(at), "requires");
        written.iter().filter_map(|item| self.requisite(at, item, 0)).collect()
    }

    fn requisite(&mut self, at: NodeRef, item: &'t Spanned<Value>, depth: usize) -> Option<Requisite<'t>> {
        if item.value.as_str().is_some() {
            let course = self.course_reference(Site { at, key: "requires" }, item)?;
            return Some(Requisite::Course(course, item.span));
        }
        let below = |builder: &mut Self, list: &'t Spanned<Value>| -> Vec<Requisite<'t>> {
            if depth >= DEEPEST {
                return Vec::new();
            }
            Value::one_or_many(list).iter().filter_map(|item| builder.requisite(at, item, depth + 1)).collect()
        };
        let get = |key: &str| item.value.get(key);
        if let Some(of) = get("of") {
            let count = get("pick").and_then(|pick| pick.value.as_int()).and_then(|pick| usize::try_from(pick).ok());
            return Some(Requisite::Pick { count: count.unwrap_or(1), of: below(self, of) });
        }
        if let Some(all) = get("all") {
            return Some(Requisite::All(below(self, all)));
        }
        if let Some(credits) = get("credits").and_then(|credits| credits.value.as_number()) {
            return Some(Requisite::Credits(credits));
        }
        if let Some(external) = get("external").and_then(|text| text.value.in_language(self.made.language)) {
            return Some(Requisite::External(external));
        }
        get("text").and_then(|text| text.value.in_language(self.made.language)).map(Requisite::Text)
    }

    fn alongside(&mut self, at: NodeRef) -> Vec<Alongside> {
        let mut found = Vec::new();
        for item in items(self.node(at), "alongside") {
            let named = item.value.get("id").unwrap_or(item);
            if let Some(course) = self.course_reference(Site { at, key: "alongside" }, named) {
                let same_term = item.value.get("same-term").and_then(|flag| flag.value.as_bool()).unwrap_or(false);
                found.push(Alongside { course, same_term, span: named.span });
            }
        }
        found
    }

    fn course_reference(&mut self, site: Site<'_>, named: &'t Spanned<Value>) -> Option<CourseIx> {
        let found = self.made.course_ids.get(named.value.as_str()?).copied();
        if found.is_none() {
            self.lookup.miss(&self.made, site, named, &[Kind::Course]);
        }
        found
    }

    fn course_references(&mut self, at: NodeRef, key: &str) -> Vec<CourseIx> {
        let ids = std::mem::take(&mut self.made.course_ids);
        let found = self.references(Site { at, key }, &[Kind::Course], |id| ids.get(id).copied());
        self.made.course_ids = ids;
        found
    }

    fn registry_references(&mut self, at: NodeRef, key: &str, kind: Kind) -> Vec<NodeRef> {
        let ids = std::mem::take(&mut self.lookup.by_kind);
        let found = self.references(Site { at, key }, &[kind], |id| ids.get(&(kind, id)).copied());
        self.lookup.by_kind = ids;
        found
    }

    /// The competencies that staff can teach.
    pub(super) fn read_talent(&mut self) {
        for at in self.made.talent.clone() {
            let expertise = self.covers(at, "expertise", None).into_iter().map(|cover| cover.competency).collect();
            if self.node(at).value("expertise").is_some() {
                self.made.expertise.insert(at, expertise);
            }
        }
    }
}
