//! Levels along the ways of learners: within a stage the higher of all that a learner gets, over ways
//! and choices the least and the most.

use super::offer::{Offer, Offers, Window};
use super::options::{Cluster, Options, Scratch};
use super::paths::{Paths, Way};
use super::{Figures, Point};
use crate::model::curriculum::StageIx;

/// Figures per competency: at every point, and at the end of every stage.
pub(super) struct Measured {
    pub(super) points: Vec<Vec<Figures>>,
    pub(super) ends: Vec<Vec<Figures>>,
}

/// What a stage gives at each of its cuts.
pub(super) struct StageLevels {
    /// `common[cut][competency]`.
    common: Vec<Vec<Figures>>,
    /// `clusters[cluster][class][cut][competency]`.
    clusters: Vec<Vec<Vec<Vec<Figures>>>>,
}

pub(super) fn measure(offers: &Offers, paths: &Paths, points: &[Point], competencies: usize) -> Measured {
    let window = Window { start: 0, end: offers.active.all().len() as u32 };
    let mut measured = Measured { points: vec![Vec::new(); competencies], ends: vec![Vec::new(); competencies] };
    for competency in offers.active.all() {
        measured.points[competency.index()] = vec![Figures::default(); points.len()];
        measured.ends[competency.index()] = vec![Figures::default(); offers.stages.len()];
    }
    let mut coming: Vec<Option<Vec<Figures>>> = vec![None; paths.states.len()];
    let mut scratch = Scratch::new(window, offers.tracks);
    let mut first_point = 0;
    for (number, offer) in offers.stages.iter().enumerate() {
        let stage = StageIx(number as u32);
        let points = points[first_point..].iter().take_while(|point| point.stage == stage);
        let points: Vec<(usize, &Point)> = points.enumerate().map(|(at, point)| (first_point + at, point)).collect();
        first_point += points.len();
        if !paths.reaches(stage) {
            continue;
        }
        let levels = StageLevels::new(offer, &paths.options[number], window, &mut scratch);
        let mut at_cuts: Vec<Option<Vec<Figures>>> = vec![None; offer.cuts.len()];
        for (state_number, state) in paths.states_of(stage) {
            let mut before = coming[state_number as usize].take();
            if state.starts || before.is_none() {
                merge(&mut before, vec![Figures::default(); window.len()]);
            }
            let before = before.unwrap_or_default();
            for way in state.ways.iter().filter(|way| way.counts) {
                for (cut, at_cut) in at_cuts.iter_mut().enumerate() {
                    let after = levels.after(&before, way, cut);
                    if cut + 1 == offer.cuts.len() {
                        for next in &way.next {
                            merge(&mut coming[*next as usize], after.clone());
                        }
                    }
                    merge(at_cut, after);
                }
            }
        }
        for (cut, figures) in at_cuts.into_iter().enumerate() {
            let Some(figures) = figures else { continue };
            let is_end = cut + 1 == offer.cuts.len();
            for (competency, figures) in offers.active.all().iter().zip(figures) {
                for (at, point) in &points {
                    if offer.cut(point.year) == cut {
                        measured.points[competency.index()][*at] = figures;
                    }
                }
                if is_end {
                    measured.ends[competency.index()][number] = figures;
                }
            }
        }
    }
    measured
}

fn merge(into: &mut Option<Vec<Figures>>, other: Vec<Figures>) {
    match into {
        None => *into = Some(other),
        Some(figures) => {
            for (figure, other) in figures.iter_mut().zip(other) {
                *figure = figure.or(other);
            }
        }
    }
}

impl StageLevels {
    pub(super) fn new(offer: &Offer, options: &Options, window: Window, scratch: &mut Scratch) -> Self {
        let common = offer.cuts.iter().map(|cut| {
            options.common(offer, *cut, window, scratch);
            let figures = scratch.figures.clone();
            scratch.clear();
            figures
        });
        let common = common.collect();
        let clusters = options
            .clusters
            .iter()
            .map(|cluster| {
                let mut classes = vec![Vec::new(); cluster.classes.len()];
                for cut in &offer.cuts {
                    let of_cut = classes_at(offer, options, cluster, *cut, window, scratch);
                    for (class, figures) in classes.iter_mut().zip(of_cut) {
                        class.push(figures);
                    }
                }
                classes
            })
            .collect();
        Self { common, clusters }
    }

    /// Levels at a cut of learners who came with `before` and go this way.
    pub(super) fn after(&self, before: &[Figures], way: &Way, cut: usize) -> Vec<Figures> {
        let mut after: Vec<Figures> =
            before.iter().zip(&self.common[cut]).map(|(one, other)| one.and(*other)).collect();
        for (cluster, classes) in self.clusters.iter().zip(&way.classes) {
            let Some((first, rest)) = classes.split_first() else { continue };
            for (competency, figure) in after.iter_mut().enumerate() {
                let of_class = |class: &u32| cluster[*class as usize][cut][competency];
                let chosen = rest.iter().fold(of_class(first), |least, class| least.or(of_class(class)));
                *figure = figure.and(chosen);
            }
        }
        after
    }
}

/// Per class of a cluster, the least and the most that its choices give at a cut.
fn classes_at(
    offer: &Offer,
    options: &Options,
    cluster: &Cluster,
    cut: Option<i64>,
    window: Window,
    scratch: &mut Scratch,
) -> Vec<Vec<Figures>> {
    let mut figures = vec![vec![Figures::default(); window.len()]; cluster.classes.len()];
    // A choice that leaves a competency alone is not looked at for it: whether there was one shows in
    // the count of those that did not.
    let mut raised: Vec<Vec<u32>> = vec![vec![0; window.len()]; cluster.classes.len()];
    let mut choices = vec![0; cluster.classes.len()];
    for (tracks, class) in &cluster.combinations {
        let class = *class as usize;
        choices[class] += 1;
        options.of_tracks(offer, cluster, tracks, cut, window, scratch);
        for competency in &scratch.touched {
            let place = *competency as usize;
            let figure = &mut figures[class][place];
            let of_choice = scratch.figures[place];
            *figure = if raised[class][place] == 0 { of_choice } else { figure.or(of_choice) };
            raised[class][place] += 1;
        }
        scratch.clear();
    }
    for ((figures, raised), choices) in figures.iter_mut().zip(&raised).zip(choices) {
        for (figure, raised) in figures.iter_mut().zip(raised) {
            if *raised < choices {
                *figure = figure.or(Figures::default());
            }
        }
    }
    figures
}
