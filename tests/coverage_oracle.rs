//! Coverage against a lister of all learner paths, on random small plans: every way through the stages,
//! every combination of tracks, every choice from every group.

// Clippy's leave to unwrap in tests does not reach their helpers.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use gradus::coverage::{Coverage, LearnerPath, Scope};
use gradus::model::Curriculum;
use gradus::parse::tree_from_text;
use gradus::report::facts::Learner;
use proptest::prelude::*;

const COMPETENCIES: [&str; 2] = ["A", "B"];
const YEARS: [Option<i64>; 2] = [Some(1), None];

type Levels = [u8; COMPETENCIES.len()];

#[derive(Debug, Default)]
struct Plan {
    stages: Vec<Stage>,
    tracks: Vec<Track>,
    groups: Vec<Group>,
    courses: Vec<Course>,
    /// What one learner takes from groups; of the others anything may be taken.
    decided: Fixed,
}

#[derive(Debug)]
struct Stage {
    after: Vec<usize>,
    entry: bool,
}

#[derive(Debug)]
struct Track {
    stage: usize,
    after: Vec<usize>,
    set: usize,
    optional: bool,
}

#[derive(Debug)]
struct Group {
    stage: usize,
    track: Option<usize>,
    choice: Choice,
    open: bool,
}

#[derive(Debug, Clone, Copy)]
enum Choice {
    Pick(usize),
    Credits(u32),
}

#[derive(Debug)]
struct Course {
    stage: usize,
    credits: u32,
    own: Placement,
    place: Option<Placement>,
    levels: Levels,
}

#[derive(Debug, Clone)]
struct Placement {
    tracks: Vec<usize>,
    group: Option<usize>,
    year: Option<i64>,
}

/// Small numbers from a string of bytes; zero when they are used up, so that shrinking gives simpler plans.
struct Draw<'a>(std::slice::Iter<'a, u8>);

impl Draw<'_> {
    fn below(&mut self, bound: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % bound
    }

    fn one_in(&mut self, bound: usize) -> bool {
        self.below(bound) == bound - 1
    }

    fn some_of(&mut self, from: &[usize]) -> Vec<usize> {
        from.iter().copied().filter(|_| self.one_in(2)).collect()
    }
}

impl Plan {
    fn drawn(bytes: &[u8]) -> Self {
        let mut draw = Draw(bytes.iter());
        let mut plan = Self::default();
        for stage in 0..=draw.below(4) {
            let before: Vec<usize> = (0..stage).collect();
            plan.stages.push(Stage { after: draw.some_of(&before), entry: draw.one_in(5) });
            let earlier: Vec<usize> = (0..plan.tracks.len()).collect();
            for _ in 0..draw.below(5) {
                let after = if draw.one_in(2) { draw.some_of(&earlier) } else { Vec::new() };
                let (set, optional) = (draw.below(2), draw.one_in(4));
                plan.tracks.push(Track { stage, after, set, optional });
            }
            let owners: Vec<Option<usize>> =
                std::iter::once(None).chain((earlier.len()..plan.tracks.len()).map(Some)).collect();
            for _ in 0..draw.below(3) {
                let track = owners[draw.below(owners.len())];
                let choice =
                    if draw.one_in(3) { Choice::Credits(draw.below(7) as u32) } else { Choice::Pick(draw.below(3)) };
                plan.groups.push(Group { stage, track, choice, open: draw.one_in(6) });
            }
            for _ in 0..draw.below(6) {
                let course = plan.course(&mut draw, stage);
                plan.courses.push(course);
            }
        }
        plan
    }

    fn course(&self, draw: &mut Draw<'_>, stage: usize) -> Course {
        let own = self.placement(draw, stage);
        let mut place = draw.one_in(3).then(|| self.placement(draw, stage)).filter(|place| !place.tracks.is_empty());
        // A group of its own or none: one that stands in two groups is bounded, not exact.
        if let Some(place) = &mut place
            && place.group.is_some()
            && own.group.is_some()
        {
            place.group = own.group;
        }
        let levels = [0; 2].map(|_: u8| draw.below(4) as u8);
        Course { stage, credits: draw.below(4) as u32, own, place, levels }
    }

    fn placement(&self, draw: &mut Draw<'_>, stage: usize) -> Placement {
        let tracks: Vec<usize> = self.of_stage(stage);
        let groups: Vec<usize> = (0..self.groups.len()).filter(|group| self.groups[*group].stage == stage).collect();
        Placement {
            tracks: if draw.one_in(2) { draw.some_of(&tracks) } else { Vec::new() },
            group: if groups.is_empty() || draw.one_in(3) { None } else { Some(groups[draw.below(groups.len())]) },
            year: [None, Some(1), Some(2)][draw.below(3)],
        }
    }

    fn of_stage(&self, stage: usize) -> Vec<usize> {
        (0..self.tracks.len()).filter(|track| self.tracks[*track].stage == stage).collect()
    }

    fn toml(&self) -> String {
        let mut text =
            String::from("gradus = 1\n[curriculum]\nid = 'p'\ntitle = 'P'\n[framework]\nid = 'f'\ntitle = 'F'\n");
        let list = |prefix: &str, numbers: &[usize]| {
            numbers.iter().map(|number| format!("'{prefix}{number}'")).collect::<Vec<_>>().join(", ")
        };
        let group_text = |text: &mut String, kind: &str, number: usize, group: &Group| {
            let choice = match group.choice {
                Choice::Pick(count) => format!("pick = {count}"),
                Choice::Credits(credits) => format!("credits = {credits}"),
            };
            writeln!(text, "[[{kind}.elective]]\nid = 'g{number}'\n{choice}\nopen = {}", group.open).unwrap();
        };
        for (number, stage) in self.stages.iter().enumerate() {
            writeln!(text, "[[stage]]\nid = 's{number}'\ntitle = 'S'\nafter = [{}]", list("s", &stage.after)).unwrap();
            writeln!(text, "entry = {}\nyears = 2\nas = [{{ id = 'y{number}', year = 1 }}, 'e{number}']", stage.entry)
                .unwrap();
            for (group, contents) in self.groups.iter().enumerate() {
                if contents.stage == number && contents.track.is_none() {
                    group_text(&mut text, "stage", group, contents);
                }
            }
        }
        for (number, track) in self.tracks.iter().enumerate() {
            let set = ["", "set = 'minor'"][track.set];
            writeln!(text, "[[track]]\nid = 't{number}'\ntitle = 'T'\nstage = 's{}'\n{set}", track.stage).unwrap();
            writeln!(text, "after = [{}]\noptional = {}", list("t", &track.after), track.optional).unwrap();
            for (group, contents) in self.groups.iter().enumerate() {
                if contents.track == Some(number) {
                    group_text(&mut text, "track", group, contents);
                }
            }
        }
        for (number, course) in self.courses.iter().enumerate() {
            writeln!(text, "[[course]]\nid = 'c{number}'\ntitle = 'C'\nstage = 's{}'", course.stage).unwrap();
            writeln!(text, "credits = {}", course.credits).unwrap();
            let placement = |text: &mut String, placement: &Placement| {
                // An empty list takes nothing from the course's own keys.
                let elective = placement.group.map(|group| format!("'g{group}'")).unwrap_or_default();
                writeln!(text, "elective = [{elective}]").unwrap();
                writeln!(text, "tracks = [{}]", list("t", &placement.tracks)).unwrap();
                let year = placement.year.map(|year| year.to_string()).unwrap_or_default();
                writeln!(text, "year = [{year}]").unwrap();
            };
            placement(&mut text, &course.own);
            if let Some(place) = &course.place {
                text.push_str("[[course.place]]\n");
                placement(&mut text, place);
            }
            for (competency, level) in COMPETENCIES.iter().zip(course.levels) {
                if level > 0 {
                    let word = ["introduce", "reinforce", "master"][usize::from(level) - 1];
                    writeln!(text, "[[course.outcome]]\ntext = 'o'\ncovers = ['{competency}']\nlevel = '{word}'")
                        .unwrap();
                }
            }
        }
        text.push_str("[[strand]]\nid = 'st'\ntitle = 'S'\n");
        for competency in COMPETENCIES {
            writeln!(text, "[[strand.competency]]\nid = '{competency}'\nstatement = 'x'").unwrap();
        }
        text
    }

    /// All combinations of one track of each set that learners who took `before` may choose.
    fn combinations(&self, stage: usize, before: &BTreeSet<usize>) -> Vec<BTreeSet<usize>> {
        let mut combinations = vec![BTreeSet::new()];
        for set in 0..2 {
            let tracks: Vec<usize> =
                self.of_stage(stage).into_iter().filter(|track| self.tracks[*track].set == set).collect();
            if tracks.is_empty() {
                continue;
            }
            let mut choices: Vec<Option<usize>> = tracks
                .iter()
                .copied()
                .filter(|track| {
                    let after = &self.tracks[*track].after;
                    after.is_empty() || after.iter().any(|earlier| before.contains(earlier))
                })
                .map(Some)
                .collect();
            if tracks.iter().any(|track| self.tracks[*track].optional) {
                choices.push(None);
            }
            combinations = combinations
                .into_iter()
                .flat_map(|chosen: BTreeSet<usize>| {
                    choices
                        .iter()
                        .map(move |choice| chosen.iter().copied().chain(*choice).collect())
                        .collect::<Vec<_>>()
                })
                .collect();
        }
        combinations
    }

    /// Which placements of a course hold for learners of these tracks.
    fn placements(&self, course: usize, tracks: &BTreeSet<usize>) -> Vec<&Placement> {
        let course = &self.courses[course];
        let elsewhere: &[usize] = course.place.as_ref().map_or(&[], |place| &place.tracks);
        let own = &course.own;
        let own_holds = if own.tracks.is_empty() {
            !elsewhere.iter().any(|track| tracks.contains(track))
        } else {
            own.tracks.iter().any(|track| tracks.contains(track) && !elsewhere.contains(track))
        };
        let place = course.place.as_ref().filter(|place| place.tracks.iter().any(|track| tracks.contains(track)));
        own_holds.then_some(own).into_iter().chain(place).collect()
    }

    fn levels_of(&self, course: usize, placement: &Placement, cut: Option<i64>) -> Levels {
        let counts = cut.is_none_or(|cut| placement.year.is_some_and(|year| year <= cut));
        if counts { self.courses[course].levels } else { [0; 2] }
    }

    /// The courses that a group offers to learners of these tracks, with their levels at each cut.
    fn offered(&self, group: usize, tracks: &BTreeSet<usize>) -> BTreeMap<usize, [Levels; 2]> {
        let mut offered: BTreeMap<usize, [Levels; 2]> = BTreeMap::new();
        if self.groups[group].track.is_some_and(|track| !tracks.contains(&track)) {
            return offered;
        }
        for course in 0..self.courses.len() {
            if self.courses[course].stage != self.groups[group].stage {
                continue;
            }
            for placement in self.placements(course, tracks) {
                if placement.group == Some(group) {
                    let at_cuts = offered.entry(course).or_default();
                    for (at_cut, cut) in at_cuts.iter_mut().zip(YEARS) {
                        *at_cut = higher(*at_cut, self.levels_of(course, placement, cut));
                    }
                }
            }
        }
        offered
    }

    /// All sets of courses that fill a group.
    fn fillings(&self, group: usize, offered: &[usize]) -> Vec<BTreeSet<usize>> {
        let Group { choice, open, .. } = self.groups[group];
        let Some(decided) = self.decided.get(&group) else { return self.ways_to_fill(choice, open, offered) };
        let (taken, rest): (Vec<usize>, Vec<usize>) = offered.iter().partition(|course| decided.contains(course));
        let ways = self.ways_to_fill(self.left(group), open, &rest);
        ways.into_iter().map(|way| way.into_iter().chain(taken.iter().copied()).collect()).collect()
    }

    /// What a learner who has decided may still take from a group.
    fn left(&self, group: usize) -> Choice {
        let decided = self.decided.get(&group);
        let taken = decided.map_or(0, BTreeSet::len);
        let credits = decided.into_iter().flatten().map(|course| self.courses[*course].credits).sum();
        match self.groups[group].choice {
            Choice::Pick(count) => Choice::Pick(count.saturating_sub(taken)),
            Choice::Credits(wanted) => Choice::Credits(wanted.saturating_sub(credits)),
        }
    }

    fn ways_to_fill(&self, choice: Choice, open: bool, offered: &[usize]) -> Vec<BTreeSet<usize>> {
        let subsets = (0..1u32 << offered.len()).map(|bits| -> BTreeSet<usize> {
            (0..offered.len()).filter(|place| bits & (1 << place) != 0).map(|place| offered[place]).collect()
        });
        let credits =
            |courses: &BTreeSet<usize>| courses.iter().map(|course| self.courses[*course].credits).sum::<u32>();
        let all: BTreeSet<usize> = offered.iter().copied().collect();
        match choice {
            Choice::Pick(0) | Choice::Credits(0) => vec![BTreeSet::new()],
            Choice::Pick(count) if open => subsets.filter(|taken| taken.len() <= count).collect(),
            Choice::Pick(count) => subsets.filter(|taken| taken.len() == count.min(offered.len())).collect(),
            Choice::Credits(_) if open => subsets.collect(),
            Choice::Credits(wanted) if credits(&all) < wanted => vec![all],
            Choice::Credits(wanted) => subsets.filter(|taken| credits(taken) >= wanted).collect(),
        }
    }

    /// All that a stage can give to learners of these tracks, at each cut. `fixed` holds what is taken from some
    /// groups, `everything` takes all of them.
    fn gains(&self, stage: usize, tracks: &BTreeSet<usize>, fixed: &Fixed, everything: bool) -> BTreeSet<[Levels; 2]> {
        let mut base = [[0; 2]; 2];
        for course in (0..self.courses.len()).filter(|course| self.courses[*course].stage == stage) {
            for placement in self.placements(course, tracks).into_iter().filter(|placement| placement.group.is_none()) {
                for (at_cut, cut) in base.iter_mut().zip(YEARS) {
                    *at_cut = higher(*at_cut, self.levels_of(course, placement, cut));
                }
            }
        }
        let mut gains = BTreeSet::from([base]);
        for group in (0..self.groups.len()).filter(|group| self.groups[*group].stage == stage) {
            let offered = self.offered(group, tracks);
            let courses: Vec<usize> = offered.keys().copied().collect();
            let mut fillings = self.fillings(group, &courses);
            if everything {
                fillings = vec![courses.iter().copied().collect()];
                if let Some(decided) = self.decided.get(&group)
                    && matches!(self.left(group), Choice::Pick(0) | Choice::Credits(0))
                {
                    fillings[0].retain(|course| decided.contains(course));
                }
            }
            if let Some(fixed) = fixed.get(&group) {
                assert!(fillings.contains(fixed), "{fixed:?} does not fill group {group}");
                fillings = vec![fixed.clone()];
            }
            gains = gains
                .into_iter()
                .flat_map(|gain| {
                    let offered = &offered;
                    fillings.iter().map(move |filling| {
                        filling.iter().fold(gain, |[year, end], course| {
                            let [at_year, at_end] = offered[course];
                            [higher(year, at_year), higher(end, at_end)]
                        })
                    })
                })
                .collect();
        }
        gains
    }

    /// Calls `visit` for every learner path up to every stage, with the levels at its cuts.
    fn walk(&self, everything: bool, visit: &mut dyn FnMut(&[Passed])) {
        let mut path = Vec::new();
        for stage in 0..self.stages.len() {
            if self.stages[stage].entry || self.stages[stage].after.is_empty() {
                self.walk_on(stage, everything, &mut path, visit);
            }
        }
    }

    fn walk_on(&self, stage: usize, everything: bool, path: &mut Vec<Passed>, visit: &mut dyn FnMut(&[Passed])) {
        let held = path.last().map_or([0; 2], |passed| passed.levels[1]);
        let before: BTreeSet<usize> = path.iter().flat_map(|passed| passed.tracks.iter().copied()).collect();
        for tracks in self.combinations(stage, &before) {
            for gain in self.gains(stage, &tracks, &Fixed::new(), everything) {
                path.push(Passed { stage, tracks: tracks.clone(), levels: gain.map(|levels| higher(levels, held)) });
                visit(path);
                for next in (0..self.stages.len()).filter(|next| self.stages[*next].after.contains(&stage)) {
                    self.walk_on(next, everything, path, visit);
                }
                path.pop();
            }
        }
    }

    /// What a path that a witness describes gives at its last stage: all levels that are left open.
    fn levels_along(&self, path: &LearnerPath) -> Vec<[Levels; 2]> {
        let number = |name: &str| name[1..].parse::<usize>().unwrap();
        let mut reached = vec![[[0; 2]; 2]];
        let mut before: BTreeSet<usize> = BTreeSet::new();
        for (place, step) in path.steps.iter().enumerate() {
            let stage = number(&step.stage);
            match place.checked_sub(1) {
                None => assert!(self.stages[stage].entry || self.stages[stage].after.is_empty()),
                Some(last) => assert!(self.stages[stage].after.contains(&number(&path.steps[last].stage))),
            }
            let tracks: BTreeSet<usize> = step.tracks.iter().map(|track| number(track)).collect();
            assert!(self.combinations(stage, &before).contains(&tracks), "{tracks:?} cannot be taken in {stage}");
            let fixed: Fixed = step
                .electives
                .iter()
                .map(|(group, courses)| (number(group), courses.iter().map(|course| number(course)).collect()))
                .collect();
            let gains = self.gains(stage, &tracks, &fixed, false);
            reached = reached
                .iter()
                .flat_map(|[_, held]| gains.iter().map(|gain| gain.map(|levels| higher(levels, *held))))
                .collect();
            before.extend(tracks);
        }
        reached
    }
}

type Fixed = BTreeMap<usize, BTreeSet<usize>>;

#[derive(Debug)]
struct Passed {
    stage: usize,
    tracks: BTreeSet<usize>,
    levels: [Levels; 2],
}

fn higher(one: Levels, other: Levels) -> Levels {
    [one[0].max(other[0]), one[1].max(other[1])]
}

/// Per stage and cut: the least and the most of any path, `None` where there is none.
type Extremes = BTreeMap<(usize, usize), (Levels, Levels)>;

/// Of the paths that go a certain way, wherever they lead and wherever they came by.
fn extremes_of(plan: &Plan, goes_so: &dyn Fn(&[Passed]) -> bool, everything: bool) -> Extremes {
    let mut extremes = Extremes::new();
    let mut count = |passed: &Passed| {
        for (cut, levels) in passed.levels.iter().enumerate() {
            let (least, most) = extremes.entry((passed.stage, cut)).or_insert((*levels, *levels));
            *least = [least[0].min(levels[0]), least[1].min(levels[1])];
            *most = higher(*most, *levels);
        }
    };
    plan.walk(everything, &mut |path| {
        if goes_so(path) {
            path.iter().for_each(&mut count);
        }
    });
    extremes
}

fn extremes(plan: &Plan, scope: Option<usize>, everything: bool) -> Extremes {
    let takes = |path: &[Passed]| scope.is_none_or(|track| path.iter().any(|passed| passed.tracks.contains(&track)));
    extremes_of(plan, &takes, everything)
}

fn compare(plan: &Plan, curriculum: &Curriculum<'_>, scope: Option<usize>) -> Result<(), TestCaseError> {
    let in_scope = match scope {
        None => Scope::Plan,
        Some(track) => Scope::Track(curriculum.track_named(&format!("t{track}")).unwrap()),
    };
    let coverage = Coverage::of(curriculum, in_scope);
    let (by_choice, by_all) = (extremes(plan, scope, false), extremes(plan, scope, true));
    for (number, point) in coverage.points.iter().enumerate() {
        let stage: usize = point.id[1..].parse().unwrap();
        let cut = usize::from(point.year.is_none());
        prop_assert_eq!(coverage.reached(number), by_choice.contains_key(&(stage, cut)), "{} reached", &point.id);
        for competency in curriculum.competency_ids() {
            let index = competency.index();
            let figures = coverage.at(competency, number);
            let witness = coverage.witness(curriculum, competency, number);
            let Some((least, most)) = by_choice.get(&(stage, cut)) else {
                prop_assert_eq!(figures, gradus::coverage::Figures::default());
                prop_assert_eq!(witness, None);
                continue;
            };
            let name = (&point.id, COMPETENCIES[index], scope);
            prop_assert_eq!(figures.guaranteed.0, least[index], "guaranteed {:?}", name);
            prop_assert_eq!(figures.possible.0, most[index], "possible {:?}", name);
            prop_assert_eq!(figures.with_electives.0, by_all[&(stage, cut)].0[index], "with electives {:?}", name);
            let witness = witness.unwrap();
            prop_assert_eq!(witness.steps.last().map(|step| step.stage.clone()), Some(format!("s{stage}")));
            let along = plan.levels_along(&witness).iter().map(|levels| levels[cut][index]).max();
            prop_assert_eq!(along, Some(least[index]), "witness {:?}: {:?}", name, witness);
        }
    }
    Ok(())
}

/// What one learner takes, by names: tracks, now and then a stage, courses of groups.
fn learner(plan: &Plan, draw: &mut Draw<'_>) -> (Vec<String>, Fixed) {
    let mut names = Vec::new();
    for track in 0..plan.tracks.len() {
        if draw.one_in(3) {
            names.push(format!("t{track}"));
        }
    }
    if draw.one_in(4) {
        names.push(format!("s{}", draw.below(plan.stages.len())));
    }
    let mut decided = Fixed::new();
    for (number, course) in plan.courses.iter().enumerate() {
        let group = course.own.group.or(course.place.as_ref().and_then(|place| place.group));
        if let Some(group) = group.filter(|_| draw.one_in(3)) {
            names.push(format!("c{number}"));
            decided.entry(group).or_default().insert(number);
        }
    }
    (names, decided)
}

/// Compares what is found of a learner with what all paths give that go as the learner goes. Nothing to compare where
/// nobody can choose so.
fn compare_learner(plan: &mut Plan, curriculum: Curriculum<'_>, draw: &mut Draw<'_>) -> Result<bool, TestCaseError> {
    let (names, decided) = learner(plan, draw);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let Ok(learner) = Learner::named(&curriculum, &names) else { return Ok(false) };
    let number = |name: &str| name[1..].parse::<usize>().unwrap();
    let named = |kind: char| names.iter().filter(move |name| name.starts_with(kind)).map(|name| number(name));
    let tracks: BTreeSet<usize> = named('t').collect();
    let mut stages: BTreeSet<usize> = named('s').chain(tracks.iter().map(|track| plan.tracks[*track].stage)).collect();
    stages.extend(decided.values().flatten().map(|course| plan.courses[*course].stage));
    let is_exact = stages.last().is_some_and(|last| tracks.iter().any(|track| plan.tracks[*track].stage == *last));
    plan.decided = decided;
    let goes_so = |path: &[Passed]| {
        let taken = |track: &usize| path.iter().any(|passed| passed.tracks.contains(track));
        tracks.iter().all(taken) && stages.iter().all(|stage| path.iter().any(|passed| passed.stage == *stage))
    };
    let (by_choice, by_all) = (extremes_of(plan, &goes_so, false), extremes_of(plan, &goes_so, true));
    let Ok(narrowed) = learner.narrow(curriculum) else {
        prop_assert!(by_choice.is_empty(), "{:?} is possible", names);
        return Ok(false);
    };
    let coverage = learner.context(&narrowed).plan;
    for (place, point) in coverage.points.iter().enumerate() {
        let at = (number(&point.id), usize::from(point.year.is_none()));
        let Some((least, most)) = by_choice.get(&at) else {
            prop_assert!(!is_exact || !coverage.reached(place), "{} is reached", &point.id);
            continue;
        };
        prop_assert!(coverage.reached(place), "{} is not reached by {:?}", &point.id, names);
        for competency in narrowed.competency_ids() {
            let index = competency.index();
            let figures = coverage.at(competency, place);
            let name = (&point.id, COMPETENCIES[index], &names);
            if is_exact {
                prop_assert_eq!(figures.guaranteed.0, least[index], "guaranteed {:?}", name);
                prop_assert_eq!(figures.possible.0, most[index], "possible {:?}", name);
                prop_assert_eq!(figures.with_electives.0, by_all[&at].0[index], "with electives {:?}", name);
            } else {
                prop_assert!(figures.guaranteed.0 <= least[index], "guaranteed {:?}", name);
                prop_assert!(figures.possible.0 >= most[index], "possible {:?}", name);
            }
        }
    }
    Ok(true)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn coverage_is_what_listing_all_paths_finds(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let plan = Plan::drawn(&bytes);
        let tree = tree_from_text("plan.toml", &plan.toml());
        let curriculum = Curriculum::of(&tree);
        prop_assert!(curriculum.unresolved.is_empty(), "{:?}", curriculum.unresolved);
        compare(&plan, &curriculum, None)?;
        for track in 0..plan.tracks.len() {
            compare(&plan, &curriculum, Some(track))?;
        }
    }

    #[test]
    fn a_learner_reaches_what_listing_the_paths_that_are_left_finds(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        choices in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let mut plan = Plan::drawn(&bytes);
        let tree = tree_from_text("plan.toml", &plan.toml());
        let mut draw = Draw(choices.iter());
        for _ in 0..4 {
            plan.decided.clear();
            let compared = compare_learner(&mut plan, Curriculum::of(&tree), &mut draw);
            compared.map_err(|error| TestCaseError::fail(format!("{error}\nin {}", plan.toml())))?;
        }
    }

    #[test]
    fn plans_with_lines_missing_or_doubled_are_still_measured(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        gone in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 1..8),
    ) {
        let text = Plan::drawn(&bytes).toml();
        let mut lines: Vec<&str> = text.lines().collect();
        for (line, doubled) in gone {
            let line = line.index(lines.len());
            if doubled {
                // Elsewhere, so that it lands in another table.
                lines.insert(line / 2, lines[line]);
            } else {
                lines.remove(line);
            }
        }
        let tree = tree_from_text("plan.toml", &lines.join("\n"));
        let curriculum = Curriculum::of(&tree);
        let scopes: Vec<Scope> = std::iter::once(Scope::Plan).chain(curriculum.track_ids().map(Scope::Track)).collect();
        for coverage in Coverage::of_all(&curriculum, &scopes) {
            for competency in curriculum.competency_ids() {
                for point in 0..coverage.points.len() {
                    let figures = coverage.at(competency, point);
                    prop_assert!(figures.guaranteed <= figures.with_electives.max(figures.possible));
                    prop_assert!(figures.guaranteed <= figures.possible);
                    prop_assert_eq!(coverage.witness(&curriculum, competency, point).is_some(), coverage.reached(point));
                }
            }
        }
    }
}
