//! When learners come by a competency: every placement of a course that takes it up, in the order of
//! stages and of time within them.

use rustc_hash::FxHashMap;

use super::{Context, terms, words};
use crate::model::Value;
use crate::model::curriculum::{
    CompetencyIx, Course, CourseIx, Cover, Curriculum, Level, OutcomeIx, Placement, StageIx, TrackIx, Unit,
};

/// That a course takes up a competency, for the learners of one of its placements.
#[derive(Debug, Clone, Copy)]
pub(super) struct Touch {
    pub(super) competency: CompetencyIx,
    pub(super) stage: StageIx,
    /// First and last term, counted from 0 at the start of the stage; where nothing is known, all of it.
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) course: CourseIx,
    placement: u32,
    /// The highest level at this time, and an outcome that has it.
    pub(super) level: Level,
    pub(super) outcome: OutcomeIx,
    /// Whether the outcome says how far: a mapping without a level counts as the lowest.
    pub(super) stated: bool,
}

impl Touch {
    pub(super) fn tracks<'c>(&self, curriculum: &'c Curriculum<'_>) -> &'c [TrackIx] {
        &curriculum.course(self.course).placements[self.placement as usize].tracks
    }

    /// Whether it is over before the other begins.
    pub(super) fn is_before(&self, other: &Self) -> bool {
        self.end < other.start
    }
}

/// All touches of stages that learners come to.
pub(super) struct Touches {
    all: Vec<Touch>,
    /// Per competency, where its own begin; one more at the end.
    first: Vec<usize>,
}

impl Touches {
    pub(super) fn of(context: &Context<'_>) -> Self {
        let curriculum = context.curriculum;
        let mut all = Vec::new();
        for (number, outcome) in curriculum.outcomes.iter().enumerate().filter(|(_, o)| !o.covers.is_empty()) {
            let course = curriculum.course(outcome.course);
            let unit = outcome.unit.map(|unit| &course.units[unit as usize]);
            let stated = stated(curriculum, OutcomeIx(number as u32));
            for (placement, stands) in course.placements.iter().enumerate() {
                let Some(stage) = stands.stage.filter(|stage| context.plan.passes(*stage)) else { continue };
                let (start, end) = time(curriculum, stage, course, unit, stands);
                for (cover, stated) in outcome.covers.iter().zip(&stated) {
                    all.push(Touch {
                        competency: cover.competency,
                        stage,
                        start,
                        end,
                        course: outcome.course,
                        placement: placement as u32,
                        level: cover.level,
                        outcome: OutcomeIx(number as u32),
                        stated: *stated,
                    });
                }
            }
        }
        let one = |t: &Touch| (t.competency, t.stage, t.start, t.end, t.course, t.placement);
        all.sort_unstable_by_key(|t| (one(t), std::cmp::Reverse((t.level, t.stated)), t.outcome));
        all.dedup_by_key(|touch| one(touch));
        let mut first = vec![0; curriculum.competencies.len() + 1];
        for touch in &all {
            first[touch.competency.index() + 1] += 1;
        }
        for index in 1..first.len() {
            first[index] += first[index - 1];
        }
        Self { all, first }
    }

    /// Of one competency, in order.
    pub(super) fn of_competency(&self, competency: CompetencyIx) -> &[Touch] {
        &self.all[self.first[competency.index()]..self.first[competency.index() + 1]]
    }

    /// Of one competency, stage by stage.
    pub(super) fn by_stage(&self, competency: CompetencyIx) -> impl Iterator<Item = (StageIx, &[Touch])> {
        let touches = self.of_competency(competency);
        touches.chunk_by(|one, other| one.stage == other.stage).map(|chunk| (chunk[0].stage, chunk))
    }
}

/// Per mapping of an outcome, whether it says how far, with a word of its framework's scale.
fn stated(curriculum: &Curriculum<'_>, outcome: OutcomeIx) -> Vec<bool> {
    let outcome = curriculum.outcome(outcome);
    let node = curriculum.tree.node(outcome.at);
    let common = node.str("level");
    let items = node.value("covers").map(Value::one_or_many).unwrap_or_default();
    let mut items = items.iter().map(|item| (item.value.get("id").unwrap_or(item).span, item.value.get("level")));
    let mut is_stated = |cover: &Cover| {
        // Mappings stand in the order of the items; those that lead nowhere are left out.
        let own = items.find(|(span, _)| *span == cover.span).and_then(|(_, level)| level?.value.as_str());
        let framework = curriculum.framework(curriculum.competency(cover.competency).framework);
        own.or(common).is_some_and(|word| framework.levels.contains(&word))
    };
    outcome.covers.iter().map(&mut is_stated).collect()
}

/// First and last term within the stage.
pub(crate) fn time(
    curriculum: &Curriculum<'_>,
    stage: StageIx,
    course: &Course<'_>,
    unit: Option<&Unit<'_>>,
    placement: &Placement<'_>,
) -> (i64, i64) {
    let stage = curriculum.stage(stage);
    let terms = stage.terms.clamp(1, 1_000);
    let last = stage.years.clamp(1, 1_000) * terms - 1;
    let years = unit.map(|unit| &unit.years).filter(|years| !years.is_empty()).unwrap_or(&placement.years);
    let in_terms = unit.map(|unit| &unit.terms).filter(|terms| !terms.is_empty()).unwrap_or(&placement.terms);
    let year = |year: Option<&i64>, otherwise: i64| {
        year.map_or(otherwise, |year| year.saturating_sub(stage.first_year).clamp(0, last / terms))
    };
    if years.is_empty() && stage.years > 1 {
        return (0, last);
    }
    let term = |term: Option<&i64>, otherwise: i64| term.map_or(otherwise, |term| term.clamp(&1, &terms) - 1);
    let start = year(years.iter().min(), 0) * terms + term(in_terms.iter().min(), 0);
    let end = year(years.iter().max(), last / terms) * terms + term(in_terms.iter().max(), terms - 1);
    let runs = course.terms.filter(|_| unit.is_none_or(|unit| unit.terms.is_empty())).unwrap_or(1).clamp(1, 1_000);
    (start, end.max(start + runs - 1).min(last))
}

/// `year 2, term 1` of a stage.
pub(super) fn when(curriculum: &Curriculum<'_>, stage: StageIx, term: i64) -> String {
    let stage = curriculum.stage(stage);
    let terms = stage.terms.clamp(1, 1_000);
    let year = stage.first_year.saturating_add(term.div_euclid(terms));
    terms::moment(terms, year, term.rem_euclid(terms) + 1)
}

/// The learners of a stage's touches so far: how many touches of each level were for whom.
#[derive(Default)]
pub(super) struct Seen<'t> {
    all: Vec<usize>,
    sets: FxHashMap<&'t str, Vec<usize>>,
    tracks: FxHashMap<TrackIx, Vec<usize>>,
}

impl<'t> Seen<'t> {
    pub(super) fn add(&mut self, curriculum: &Curriculum<'t>, touch: &Touch) {
        count(&mut self.all, touch.level);
        let mut sets: Vec<&str> = Vec::new();
        for track in touch.tracks(curriculum) {
            let set = curriculum.track(*track).set;
            if !sets.contains(&set) {
                sets.push(set);
                count(self.sets.entry(set).or_default(), touch.level);
            }
            count(self.tracks.entry(*track).or_default(), touch.level);
        }
    }

    /// Levels among them that learners of a touch may have had, from the lowest: those of all, and those
    /// of tracks that they may take too.
    fn levels(&self, curriculum: &Curriculum<'t>, track: Option<TrackIx>) -> impl DoubleEndedIterator<Item = Level> {
        let set = track.and_then(|track| self.sets.get(curriculum.track(track).set));
        let own = track.and_then(|track| self.tracks.get(&track));
        let at = |list: Option<&Vec<usize>>, level: usize| list.and_then(|l| l.get(level)).copied().unwrap_or(0);
        (0..self.all.len())
            .filter(move |level| self.all[*level] + at(own, *level) > at(set, *level))
            .map(|level| Level(level as u8))
    }

    /// The highest level below this one that every track of the touch brings, or the touch's learners.
    pub(super) fn highest_below(&self, curriculum: &Curriculum<'t>, touch: &Touch) -> Level {
        let below = |track| self.levels(curriculum, track).take_while(|level| *level < touch.level).last();
        each_track(curriculum, touch).map(|track| below(track).unwrap_or_default()).min().unwrap_or_default()
    }

    /// The highest level that learners of one of the touch's tracks have had.
    pub(super) fn highest(&self, curriculum: &Curriculum<'t>, touch: &Touch) -> Level {
        let highest = |track| self.levels(curriculum, track).next_back().unwrap_or_default();
        each_track(curriculum, touch).map(highest).max().unwrap_or_default()
    }
}

fn each_track<'c>(curriculum: &'c Curriculum<'_>, touch: &Touch) -> impl Iterator<Item = Option<TrackIx>> + 'c {
    let tracks = touch.tracks(curriculum);
    tracks.iter().copied().map(Some).chain(tracks.is_empty().then_some(None))
}

fn count(counts: &mut Vec<usize>, level: Level) {
    let level = usize::from(level.0);
    if counts.len() <= level {
        counts.resize(level + 1, 0);
    }
    counts[level] += 1;
}

/// What learners bring to a stage from the stages before it: the least and the most.
#[derive(Debug, Clone, Copy)]
pub(super) struct Incoming {
    pub(super) least: Level,
    /// The stage whose learners bring the least.
    pub(super) from: StageIx,
    pub(super) most: Level,
}

/// None where no stage leads to it.
pub(super) fn incoming(context: &Context<'_>, competency: CompetencyIx, stage: StageIx) -> Option<Incoming> {
    let before = before(context, stage);
    let ends: Vec<_> = before.map(|before| (context.plan.at_end(competency, before), before)).collect();
    let (least, from) = ends.iter().map(|(figures, from)| (figures.guaranteed, *from)).min()?;
    let most = ends.iter().map(|(figures, _)| figures.possible).max()?;
    Some(Incoming { least, from, most })
}

/// Stages that learners come from, without steps back in a loop.
pub(super) fn before<'c>(context: &'c Context<'_>, stage: StageIx) -> impl Iterator<Item = StageIx> + 'c {
    let after = context.curriculum.stage(stage).after.iter().copied();
    after.filter(move |before| *before < stage && context.plan.passes(*before))
}

/// The touches of a stage that no other one precedes in time.
pub(super) fn earliest(of_stage: &[Touch]) -> impl Iterator<Item = &Touch> {
    let first_end = of_stage.iter().map(|touch| touch.end).min().unwrap_or_default();
    of_stage.iter().filter(move |touch| touch.start <= first_end)
}

/// The courses of touches, named, each once.
pub(super) fn courses<'a>(curriculum: &Curriculum<'_>, touches: impl Iterator<Item = &'a Touch>) -> Vec<String> {
    let mut courses: Vec<CourseIx> = touches.map(|touch| touch.course).collect();
    let mut seen = rustc_hash::FxHashSet::default();
    courses.retain(|course| seen.insert(*course));
    courses.into_iter().map(|course| words::course(curriculum, course)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::tree_from_texts;

    /// Per touch of the first competency: the course, its level, and its terms.
    fn touches(courses: &str) -> Vec<(String, u8, bool, i64, i64)> {
        let head = "gradus = 1\n[curriculum]\nid = 'p'\ntitle = 'P'\n[framework]\nid = 'f'\ntitle = 'F'\n\
                    [[strand]]\nid = 'S'\ntitle = 'S'\n[[strand.competency]]\nid = 'X'\nstatement = 'X'\n\
                    [[stage]]\nid = 's'\ntitle = 'S'\nfirst-year = 4\nyears = 3\nterms = 2\n";
        let tree = tree_from_texts([("curriculum.toml", &*format!("{head}{courses}"))]);
        let curriculum = Curriculum::of(&tree);
        let context = Context::new(&curriculum);
        let all = Touches::of(&context);
        let of_x = all.of_competency(CompetencyIx(0)).iter();
        of_x.map(|t| (curriculum.course(t.course).id.to_owned(), t.level.0, t.stated, t.start, t.end)).collect()
    }

    fn course(id: &str, keys: &str, covers: &str) -> String {
        format!("[[course]]\nid = '{id}'\ntitle = 'C'\nstage = 's'\n{keys}[[course.outcome]]\ntext = 'T'\n{covers}")
    }

    #[test]
    fn time_is_counted_in_terms_of_the_stage() {
        let x = "covers = ['X']\n";
        let text = [
            course("ALL", "", x),
            course("YEAR", "year = 5\n", x),
            course("TERM", "year = 5\nterm = 2\n", x),
            course("RUNS", "year = 5\nterm = 2\nterms = 3\n", x),
            course("LONG", "year = [4, 6]\n", x),
            course("OUT", "year = 99\n", x),
        ];
        let when: Vec<(String, i64, i64)> = touches(&text.concat()).into_iter().map(|t| (t.0, t.3, t.4)).collect();
        let expected = [("LONG", 0, 5), ("ALL", 0, 5), ("YEAR", 2, 3), ("TERM", 3, 3), ("RUNS", 3, 5), ("OUT", 4, 5)];
        let mut expected: Vec<(String, i64, i64)> = expected.map(|(id, from, to)| (id.to_owned(), from, to)).into();
        let mut when = when;
        when.sort();
        expected.sort();
        assert_eq!(when, expected);
    }

    /// Two sets of two tracks, and courses for any of them, looked at one by one.
    #[test]
    fn what_learners_have_seen_is_what_their_tracks_bring() {
        let mut state = 7_u64;
        let mut random = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for _ in 0..200 {
            let mut text = String::from(
                "gradus = 1\n[framework]\nid = 'f'\ntitle = 'F'\nlevels = ['a', 'b', 'c', 'd']\n[[strand]]\nid = 'S'\n\
                 title = 'S'\n[[strand.competency]]\nid = 'X'\nstatement = 'X'\n[[stage]]\nid = 's'\ntitle = 'S'\n",
            );
            for track in 0..4 {
                let set = track / 2;
                let track = format!("[[track]]\nid = 't{track}'\ntitle = 'T'\nstage = 's'\nset = 'set{set}'\n");
                text.push_str(&track);
            }
            for number in 0..8 {
                let tracks: Vec<String> =
                    (0..4).filter(|_| random(3) == 0).map(|track| format!("'t{track}'")).collect();
                let keys =
                    if tracks.is_empty() { String::new() } else { format!("tracks = [{}]\n", tracks.join(", ")) };
                let level = ["a", "b", "c", "d"][random(4) as usize];
                text.push_str(&course(&format!("C{number}"), &keys, &format!("covers = ['X']\nlevel = '{level}'\n")));
            }
            let tree = tree_from_texts([("curriculum.toml", &*text)]);
            let curriculum = Curriculum::of(&tree);
            let context = Context::new(&curriculum);
            let all = Touches::of(&context);
            let touches = all.of_competency(CompetencyIx(0));
            let mut seen = Seen::default();
            for (place, touch) in touches.iter().enumerate() {
                let may_have = |track: Option<TrackIx>, other: &Touch| {
                    let theirs = other.tracks(&curriculum);
                    let set = |of: TrackIx| curriculum.track(of).set;
                    track.is_none_or(|track| {
                        theirs.contains(&track) || theirs.iter().all(|other| set(*other) != set(track))
                    })
                };
                let levels = |track| -> Vec<Level> {
                    touches[..place].iter().filter(|other| may_have(track, other)).map(|other| other.level).collect()
                };
                let each = || each_track(&curriculum, touch);
                let highest = each().filter_map(|track| levels(track).into_iter().max()).max().unwrap_or_default();
                let below = |track| {
                    let below = levels(track).into_iter().filter(|level| *level < touch.level);
                    below.max().unwrap_or_default()
                };
                assert_eq!(seen.highest(&curriculum, touch), highest, "{text}");
                assert_eq!(seen.highest_below(&curriculum, touch), each().map(below).min().unwrap(), "{text}");
                seen.add(&curriculum, touch);
            }
            assert_eq!(touches.len(), 8);
        }
    }

    #[test]
    fn the_highest_level_of_a_course_at_a_time_counts_and_whether_it_says_one() {
        let text = [
            course("NONE", "year = 4\n", "covers = ['X']\n"),
            course("OWN", "year = 5\n", "covers = ['NOWHERE', { id = 'X', level = 'master' }]\nlevel = 'introduce'\n"),
            course("WORD", "year = 6\nterm = 1\n", "covers = ['X']\nlevel = 'unheard'\n"),
            course(
                "BOTH",
                "year = 6\nterm = 2\n",
                "covers = ['X']\nlevel = 'introduce'\n[[course.outcome]]\ntext = 'U'\ncovers = ['X']\nlevel = 'reinforce'\n",
            ),
        ];
        let found: Vec<(String, u8, bool)> = touches(&text.concat()).into_iter().map(|t| (t.0, t.1, t.2)).collect();
        let expected = [("NONE", 1, false), ("OWN", 3, true), ("WORD", 1, false), ("BOTH", 2, true)];
        assert_eq!(found, expected.map(|(id, level, stated)| (id.to_owned(), level, stated)));
    }
}
