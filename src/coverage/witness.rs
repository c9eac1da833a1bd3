use super::group::lowest_choice;
use super::levels::StageLevels;
use super::offer::{Group, Offer, Offers, Window};
use super::options::{Scratch, offered_to};
use super::paths::Paths;
use super::{Figures, LearnerPath, Point, Step};
use crate::model::curriculum::{CompetencyIx, Curriculum, Level, StageIx, TrackIx};

/// How learners came to a state with the least: the state and way before it, none for those who start.
#[derive(Clone, Copy)]
struct Came {
    least: Level,
    from: Option<(u32, usize)>,
}

/// A competency that is followed along the ways.
struct Search<'a> {
    curriculum: &'a Curriculum<'a>,
    offers: &'a Offers,
    paths: &'a Paths,
    window: Window,
    scratch: Scratch,
}

pub(super) fn witness(
    curriculum: &Curriculum<'_>,
    offers: &Offers,
    paths: &Paths,
    competency: CompetencyIx,
    point: &Point,
) -> Option<LearnerPath> {
    // A competency that nothing covers is missed on every path: any one will do.
    let window = match offers.active.number(competency) {
        Some(number) => Window { start: number, end: number + 1 },
        None => Window { start: 0, end: 0 },
    };
    let scratch = Scratch::new(window, offers.tracks);
    Search { curriculum, offers, paths, window, scratch }.run(point)
}

impl Search<'_> {
    fn run(mut self, point: &Point) -> Option<LearnerPath> {
        let mut came: Vec<Option<Came>> = vec![None; self.paths.states.len()];
        for stage in self.curriculum.stage_ids().take(point.stage.index()) {
            self.pass(stage, &mut came);
        }
        let cut = self.offers.stage(point.stage).cut(point.year);
        let levels = self.levels(point.stage);
        let mut least: Option<Came> = None;
        for (number, state) in self.paths.states_of(point.stage) {
            let Some(before) = arrival(state.starts, came[number as usize]) else { continue };
            for (place, way) in state.ways.iter().enumerate().filter(|(_, way)| way.counts) {
                let level = self.after(&levels, before.least, way, cut);
                if least.is_none_or(|least| level < least.least) {
                    least = Some(Came { least: level, from: Some((number, place)) });
                }
            }
        }
        let least = least?;
        let mut steps = Vec::new();
        let mut next = least.from;
        let mut year = point.year;
        while let Some((number, place)) = next {
            steps.push(self.step(number, place, year, least.least));
            let state = &self.paths.states[number as usize];
            next = arrival(state.starts, came[number as usize]).and_then(|came| came.from);
            year = None;
        }
        steps.reverse();
        Some(LearnerPath { steps })
    }

    /// Carries the least level on to the states after a stage.
    fn pass(&mut self, stage: StageIx, came: &mut [Option<Came>]) {
        if !self.paths.reaches(stage) {
            return;
        }
        let levels = self.levels(stage);
        let end = self.offers.stage(stage).cuts.len() - 1;
        for (number, state) in self.paths.states_of(stage) {
            let Some(before) = arrival(state.starts, came[number as usize]) else { continue };
            for (place, way) in state.ways.iter().enumerate().filter(|(_, way)| way.counts) {
                let level = self.after(&levels, before.least, way, end);
                for next in &way.next {
                    let there = &mut came[*next as usize];
                    if there.is_none_or(|there| level < there.least) {
                        *there = Some(Came { least: level, from: Some((number, place)) });
                    }
                }
            }
        }
    }

    fn levels(&mut self, stage: StageIx) -> StageLevels {
        let options = &self.paths.options[stage.index()];
        StageLevels::new(self.offers.stage(stage), options, self.window, &mut self.scratch)
    }

    fn after(&self, levels: &StageLevels, before: Level, way: &super::paths::Way, cut: usize) -> Level {
        let before = vec![Figures::sure(before); self.window.len()];
        levels.after(&before, way, cut).first().map_or(Level::NONE, |figures| figures.guaranteed)
    }

    fn step(&mut self, state: u32, way: usize, year: Option<i64>, least: Level) -> Step {
        let state = &self.paths.states[state as usize];
        let offer = self.offers.stage(state.stage);
        let options = &self.paths.options[state.stage.index()];
        let mut tracks: Vec<TrackIx> = Vec::new();
        for (cluster, classes) in options.clusters.iter().zip(&state.ways[way].classes) {
            let choices = cluster.combinations.iter().filter(|(_, class)| classes.contains(class));
            let mut lowest: Option<(Level, &[TrackIx])> = None;
            for (choice, _) in choices {
                options.of_tracks(offer, cluster, choice, year, self.window, &mut self.scratch);
                let level = self.scratch.figures.first().map_or(Level::NONE, |figures| figures.guaranteed);
                self.scratch.clear();
                if lowest.is_none_or(|(least, _)| level < least) {
                    lowest = Some((level, choice));
                }
            }
            tracks.extend(lowest.map(|(_, choice)| choice).unwrap_or_default());
        }
        Step {
            stage: self.curriculum.stage(state.stage).id.to_owned(),
            electives: self.choices(offer, &tracks, year, least),
            tracks: tracks.iter().map(|track| self.curriculum.track(*track).id.to_owned()).collect(),
        }
    }

    /// The lowest courses of every group in which another choice would lead higher.
    fn choices(
        &mut self,
        offer: &Offer,
        tracks: &[TrackIx],
        year: Option<i64>,
        least: Level,
    ) -> Vec<(String, Vec<String>)> {
        let mut taken = vec![false; self.offers.tracks];
        for track in tracks {
            taken[track.index()] = true;
        }
        let (mut members, mut placements) = (Vec::new(), Vec::new());
        let mut choices = Vec::new();
        for group in &offer.groups {
            let entries = self.window.of(&group.entries);
            if entries.is_empty() || group.owner.is_some_and(|owner| !taken[owner.index()]) {
                continue;
            }
            offered_to(group, &taken, &mut members, &mut placements);
            let mut levels = vec![Level::NONE; group.members.len()];
            for entry in entries.iter().filter(|entry| placements[entry.placement as usize] && entry.entry.by(year)) {
                let level = &mut levels[entry.member as usize];
                *level = (*level).max(entry.entry.level);
            }
            if levels.iter().any(|level| *level > least) {
                choices.push((
                    self.curriculum.elective(group.elective).id.to_owned(),
                    self.lowest_courses(group, &members, &levels),
                ));
            }
        }
        choices
    }

    fn lowest_courses(&self, group: &Group, offered: &[bool], levels: &[Level]) -> Vec<String> {
        if group.open {
            return Vec::new();
        }
        let places: Vec<usize> = (0..group.members.len()).filter(|place| offered[*place]).collect();
        let of_offered: Vec<(Level, f64)> =
            places.iter().map(|place| (levels[*place], group.members[*place].credits)).collect();
        lowest_choice(group.choice, &of_offered)
            .into_iter()
            .map(|place| self.curriculum.course(group.members[places[place]].course).id.to_owned())
            .collect()
    }
}

/// With what learners come to a state: who starts there has nothing yet.
fn arrival(starts: bool, came: Option<Came>) -> Option<Came> {
    if starts { Some(Came { least: Level::NONE, from: None }) } else { came }
}
