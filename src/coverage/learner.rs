//! A learner who has decided: what of the plan is still there for them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Coverage, Scope};
use crate::model::curriculum::{Choice, CourseIx, Curriculum, ElectiveIx, Stage, StageIx, TrackIx};

/// What a learner has decided: which way to go, and what to take from elective groups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decided {
    /// Stages that the learner passes, besides those of the tracks; they lie on one way.
    pub stages: Vec<StageIx>,
    /// Tracks that the learner takes, at most one of each set of a stage.
    pub tracks: Vec<TrackIx>,
    /// Courses taken, each with the group from which.
    pub courses: FxHashSet<(CourseIx, ElectiveIx)>,
}

/// What may still be chosen from groups in which a choice was made.
pub type Left = FxHashMap<ElectiveIx, Choice>;

impl Decided {
    /// Takes out of a curriculum what is not for this learner: stages beside the way, the other tracks of a set, their
    /// courses, and of groups in which the choice is made what was not chosen. What was chosen is like any course that
    /// all take. Nothing changes its place: a stage that is out has no way in, a track and a placement that are out
    /// have no stage. Gives the scope by which the learner's coverage is found.
    pub fn narrow(&self, curriculum: &mut Curriculum<'_>, left: &Left) -> Scope {
        let way = Way::of(curriculum, self.passed(curriculum));
        self.narrow_stages(curriculum, &way);
        self.narrow_courses(curriculum, left);
        let last = self.tracks.iter().copied().max_by_key(|track| curriculum.track(*track).stage);
        last.map_or(Scope::Plan, Scope::Track)
    }

    /// The stages that the learner surely passes, each once, in their order.
    pub fn passed(&self, curriculum: &Curriculum<'_>) -> Vec<StageIx> {
        let of_tracks = self.tracks.iter().filter_map(|track| curriculum.track(*track).stage);
        let mut passed: Vec<StageIx> = self.stages.iter().copied().chain(of_tracks).collect();
        passed.sort_unstable();
        passed.dedup();
        passed
    }

    fn narrow_stages(&self, curriculum: &mut Curriculum<'_>, way: &Way) {
        let asked = self.asked(curriculum);
        let others = others(curriculum, &asked);
        for stage in curriculum.stage_ids() {
            let mut after = std::mem::take(&mut curriculum.stages[stage.index()].after);
            // Stages come after those they follow, so that it is known of these whether they are out.
            after.retain(|before| *before < stage && way.leads(*before, stage) && is_open(curriculum.stage(*before)));
            let entry = curriculum.stage(stage).entry && way.may_start(stage);
            let of_stage = &mut curriculum.stages[stage.index()];
            (of_stage.after, of_stage.entry) = (after, entry);
            let tracks = std::mem::take(&mut of_stage.tracks);
            let mut sets: FxHashMap<&str, bool> = FxHashMap::default();
            for track in tracks.iter().map(|track| curriculum.track(*track)) {
                *sets.entry(track.set).or_default() |= track.optional;
            }
            let (mut kept, mut gone) = (Vec::new(), Vec::new());
            for track in tracks {
                let contents = curriculum.track(track);
                let comes = |before: &TrackIx| curriculum.track(*before).stage.is_some();
                let is_for = contents.after.is_empty() || contents.after.iter().any(comes);
                let stays = is_open(curriculum.stage(stage)) && !others.contains(&track) && is_for;
                if stays { &mut kept } else { &mut gone }.push(track);
            }
            // Nobody passes a stage who finds no track in one of its sets, or none of those that are asked for.
            let has = |set: &str| kept.iter().any(|track| curriculum.track(*track).set == set);
            let is_asked = |set: &str| asked.iter().any(|asked| set_of(curriculum, asked[0]) == (Some(stage), set));
            if sets.iter().any(|(set, optional)| (!optional || is_asked(set)) && !has(set)) {
                gone.append(&mut kept);
                shut(&mut curriculum.stages[stage.index()]);
            }
            for track in gone {
                curriculum.tracks[track.index()].stage = None;
            }
            // A set of which nothing need be taken stays so, whichever of its tracks said it.
            for track in &kept {
                let set_is_optional = sets.get(curriculum.track(*track).set).copied().unwrap_or_default();
                curriculum.tracks[track.index()].optional = set_is_optional && !self.tracks.contains(track);
            }
            curriculum.stages[stage.index()].tracks = kept;
        }
        // What leads to no stage that the learner has to come to is no way.
        let mut goes_on = vec![false; curriculum.stages.len()];
        for stage in (0..curriculum.stages.len()).rev() {
            if way.has_to_go_on(stage) && !goes_on[stage] {
                for track in shut(&mut curriculum.stages[stage]) {
                    curriculum.tracks[track.index()].stage = None;
                }
            }
            for before in &curriculum.stages[stage].after {
                goes_on[before.index()] = true;
            }
        }
    }

    /// Per set of tracks in which one has to be taken, those that will do: the one that the learner takes, or one of
    /// a few, because a track taken later asks for it.
    fn asked(&self, curriculum: &Curriculum<'_>) -> Vec<Vec<TrackIx>> {
        let mut asked: Vec<Vec<TrackIx>> = self.tracks.iter().map(|track| vec![*track]).collect();
        for track in &self.tracks {
            let after = &curriculum.track(*track).after;
            let is_met = after.is_empty() || after.iter().any(|before| self.tracks.contains(before));
            let is_one_set = || after.iter().all(|before| set_of(curriculum, *before) == set_of(curriculum, after[0]));
            if !is_met && is_one_set() {
                asked.push(after.clone());
            }
        }
        asked
    }

    fn narrow_courses(&self, curriculum: &mut Curriculum<'_>, left: &Left) {
        let Curriculum { courses, stages, tracks, electives, .. } = curriculum;
        let is_closed = |group: &ElectiveIx| match left.get(group) {
            Some(Choice::Pick(count)) => *count == 0,
            Some(Choice::Credits(credits)) => *credits <= 0.0,
            None => false,
        };
        for (number, course) in courses.iter_mut().enumerate() {
            let takes = |group: &ElectiveIx| self.courses.contains(&(CourseIx(number as u32), *group));
            for placement in &mut course.placements {
                let Some(stage) = placement.stage else { continue };
                let is_here = |track: &TrackIx| tracks[track.index()].stage == Some(stage);
                let (is_for_some, is_choice) = (!placement.tracks.is_empty(), !placement.electives.is_empty());
                placement.tracks.retain(is_here);
                placement.except.retain(is_here);
                let is_taken = placement.electives.iter().any(takes);
                placement.electives.retain(|group| !is_taken && !is_closed(group));
                let is_out = !is_open(&stages[stage.index()])
                    || is_for_some && placement.tracks.is_empty()
                    || !is_for_some && placement.except.iter().any(|track| self.tracks.contains(track))
                    || is_choice && placement.electives.is_empty() && !is_taken;
                if is_out {
                    // A placement without a stage is for nobody.
                    placement.stage = None;
                }
            }
        }
        for (group, left) in left {
            if let Some(elective) = electives.get_mut(group.index()) {
                elective.choice = *left;
            }
        }
    }
}

/// The set that a track is taken from.
fn set_of<'a>(curriculum: &Curriculum<'a>, track: TrackIx) -> (Option<StageIx>, &'a str) {
    (curriculum.track(track).stage, curriculum.track(track).set)
}

/// Tracks beside those that are asked for in their set.
fn others(curriculum: &Curriculum<'_>, asked: &[Vec<TrackIx>]) -> FxHashSet<TrackIx> {
    let beside = asked.iter().flat_map(|asked| {
        let set = set_of(curriculum, asked[0]);
        curriculum.track_ids().filter(move |track| set_of(curriculum, *track) == set && !asked.contains(track))
    });
    beside.collect()
}

/// Whether any learner may come to a stage.
pub fn is_open(stage: &Stage<'_>) -> bool {
    stage.entry || !stage.after.is_empty()
}

/// Lets nobody come to a stage; the tracks that it had.
fn shut(stage: &mut Stage<'_>) -> Vec<TrackIx> {
    stage.after.clear();
    stage.entry = false;
    std::mem::take(&mut stage.tracks)
}

/// The stages that a learner has to pass, with those that lie before and after each.
struct Way(Vec<Passed>);

struct Passed {
    stage: StageIx,
    before: Vec<bool>,
    after: Vec<bool>,
}

impl Way {
    fn of(curriculum: &Curriculum<'_>, passed: Vec<StageIx>) -> Self {
        let passed = passed.into_iter().map(|stage| {
            let mut after = vec![false; curriculum.stages.len()];
            let mut before = after.clone();
            for later in curriculum.stage_ids().filter(|later| *later > stage) {
                let mut comes = curriculum.stage(later).after.iter().filter(|from| **from < later);
                after[later.index()] = comes.any(|from| *from == stage || after[from.index()]);
            }
            for at in (0..=stage.0).rev().map(StageIx) {
                if at == stage || before[at.index()] {
                    for from in curriculum.stage(at).after.iter().filter(|from| **from < at) {
                        before[from.index()] = true;
                    }
                }
            }
            Passed { stage, before, after }
        });
        Self(passed.collect())
    }

    /// Whether a learner of the way may pass a stage.
    fn has(&self, stage: StageIx) -> bool {
        let at = stage.index();
        self.0.iter().all(|passed| passed.stage == stage || passed.before[at] || passed.after[at])
    }

    /// Whether a step goes along the way and past no stage that has to be passed.
    fn leads(&self, from: StageIx, to: StageIx) -> bool {
        let skips = |passed: &Passed| passed.before[from.index()] && passed.after[to.index()];
        self.has(from) && self.has(to) && !self.0.iter().any(skips)
    }

    fn may_start(&self, stage: StageIx) -> bool {
        self.has(stage) && !self.0.iter().any(|passed| passed.after[stage.index()])
    }

    fn has_to_go_on(&self, stage: usize) -> bool {
        self.0.iter().any(|passed| passed.before[stage])
    }
}

/// Whether one learner can pass all of these stages.
pub fn lie_on_one_way(curriculum: &Curriculum<'_>, stages: &[StageIx]) -> bool {
    let way = Way::of(curriculum, stages.to_vec());
    stages.iter().all(|stage| way.has(*stage))
}

impl Coverage {
    /// Figures for learners who have decided: of the groups in `left` they take what they decided on and what is left
    /// there. All else is as in [`Coverage::of`], so the guaranteed level is the least that is still open to them.
    pub fn of_learner(mut curriculum: Curriculum<'_>, decided: &Decided, left: &Left) -> Self {
        let scope = decided.narrow(&mut curriculum, left);
        Self::of(&curriculum, scope)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::model::Tree;
    use crate::model::curriculum::CompetencyIx;
    use crate::parse::tree_from_text;

    /// One group of three in a track and one of the stage, with a competency each course reaches otherwise.
    fn plan() -> Tree {
        let mut text = String::from(
            "gradus = 1\n[curriculum]\nid = 'p'\ntitle = 'P'\n[framework]\nid = 'f'\ntitle = 'F'\n\
             levels = ['one', 'two', 'three', 'four']\n[[strand]]\nid = 'st'\ntitle = 'S'\n",
        );
        for competency in ["A", "B", "C"] {
            let _ = write!(text, "[[strand.competency]]\nid = '{competency}'\nstatement = 'x'\n");
        }
        text += "[[stage]]\nid = 's'\ntitle = 'S'\n[[stage.elective]]\nid = 'wide'\npick = 1\n\
                 [[track]]\nid = 't'\ntitle = 'T'\nstage = 's'\n[[track.elective]]\nid = 'own'\npick = 2\n\
                 [[track]]\nid = 'u'\ntitle = 'U'\nstage = 's'\n";
        let courses = [
            ("K", "tracks = ['t']", [1, 0, 0]),
            ("X", "tracks = ['t']\nelective = 'own'", [3, 1, 0]),
            ("Y", "tracks = ['t']\nelective = 'own'", [2, 0, 1]),
            ("Z", "tracks = ['t']\nelective = 'own'", [0, 4, 2]),
            ("P", "elective = 'wide'", [4, 0, 0]),
            ("Q", "elective = 'wide'", [0, 2, 3]),
        ];
        for (id, keys, levels) in courses {
            let _ = write!(text, "[[course]]\nid = '{id}'\ntitle = 'T'\nstage = 's'\n{keys}\n");
            for (competency, level) in ["A", "B", "C"].iter().zip(levels).filter(|(_, level)| *level > 0) {
                let word = ["one", "two", "three", "four"][level - 1];
                let _ = write!(text, "[[course.outcome]]\ntext = 'o'\ncovers = ['{competency}']\nlevel = '{word}'\n");
            }
        }
        tree_from_text("p.toml", &text)
    }

    fn levels(tree: &Tree, groups: &[&str], courses: &[&str]) -> Vec<(u8, u8)> {
        let curriculum = Curriculum::of(tree);
        let stage = curriculum.stage_named("s").unwrap();
        let group = |id: &str| curriculum.elective_ids[id][0];
        let taken = courses.iter().map(|id| curriculum.course_named(id).unwrap());
        let decided = Decided {
            tracks: curriculum.track_named("t").into_iter().collect(),
            courses: taken.flat_map(|course| groups.iter().map(move |id| (course, group(id)))).collect(),
            ..Decided::default()
        };
        let left = groups.iter().map(|id| (group(id), Choice::Pick(0))).collect();
        let coverage = Coverage::of_learner(curriculum, &decided, &left);
        let figures = (0..3).map(|number| coverage.at_end(CompetencyIx(number), stage));
        figures.map(|figures| (figures.guaranteed.0, figures.possible.0)).collect()
    }

    #[test]
    fn a_learner_reaches_what_the_courses_taken_give() {
        let tree = plan();
        assert_eq!(levels(&tree, &["own", "wide"], &["X", "Z", "Q"]), [(3, 3), (4, 4), (3, 3)]);
        // Nothing taken from a group that is decided: nothing of it is reached.
        assert_eq!(levels(&tree, &["own", "wide"], &[]), [(1, 1), (0, 0), (0, 0)]);
        // What is not decided is still open.
        assert_eq!(levels(&tree, &["own"], &["X", "Y"]), [(3, 4), (1, 2), (1, 3)]);
    }

    #[test]
    fn the_least_of_all_full_choices_is_guaranteed_and_the_most_possible() {
        let tree = plan();
        let curriculum = Curriculum::of(&tree);
        let coverage = Coverage::of(&curriculum, Scope::Track(curriculum.track_named("t").unwrap()));
        let stage = curriculum.stage_named("s").unwrap();
        let mut all = Vec::new();
        for own in [["X", "Y"], ["X", "Z"], ["Y", "Z"]] {
            for wide in ["P", "Q"] {
                all.push(levels(&tree, &["own", "wide"], &[own[0], own[1], wide]));
            }
        }
        for number in 0..3 {
            let figures = coverage.at_end(CompetencyIx(number), stage);
            let of = || all.iter().map(|levels| levels[number as usize]);
            assert!(of().all(|(least, most)| least == most));
            assert_eq!(of().map(|(least, _)| least).min(), Some(figures.guaranteed.0), "{number}");
            assert_eq!(of().map(|(_, most)| most).max(), Some(figures.possible.0), "{number}");
        }
    }
}
