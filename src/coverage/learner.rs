use rustc_hash::FxHashSet;

use super::{Coverage, Scope};
use crate::model::curriculum::{Choice, CourseIx, Curriculum, ElectiveIx, StageIx, TrackIx};

/// What learners of a stage have decided to take from elective groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    pub stage: StageIx,
    /// The track they take in it; none where only what is common to all is looked at.
    pub track: Option<TrackIx>,
    /// Groups in which the choice is made; from the others they may still choose anything.
    pub groups: FxHashSet<ElectiveIx>,
    /// The courses taken from those groups, whether or not they fill them.
    pub courses: FxHashSet<CourseIx>,
}

impl Coverage {
    /// Figures for learners who have decided: of the groups in question they take these courses and no others.
    /// All else is as in [`Coverage::of`], so the guaranteed level is the least that is still open to them.
    pub fn of_learner(mut curriculum: Curriculum<'_>, decided: &Decided) -> Self {
        for (number, course) in curriculum.courses.iter_mut().enumerate() {
            let Some(place) = course.placement_place(decided.stage, decided.track) else { continue };
            let Some(placement) = course.placements.get_mut(place) else { continue };
            if !placement.electives.iter().any(|group| decided.groups.contains(group)) {
                continue;
            }
            if decided.courses.contains(&CourseIx(number as u32)) {
                placement.electives.clear();
                continue;
            }
            placement.electives.retain(|group| !decided.groups.contains(group));
            if placement.electives.is_empty() {
                // A placement without a stage is for nobody.
                placement.stage = None;
            }
        }
        for group in &decided.groups {
            if let Some(elective) = curriculum.electives.get_mut(group.index()) {
                elective.choice = Choice::Pick(0);
            }
        }
        let scope = decided.track.map_or(Scope::Plan, Scope::Track);
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
        let decided = Decided {
            stage,
            track: curriculum.track_named("t"),
            groups: groups.iter().map(|id| curriculum.elective_ids[id][0]).collect(),
            courses: courses.iter().map(|id| curriculum.course_named(id).unwrap()).collect(),
        };
        let coverage = Coverage::of_learner(curriculum, &decided);
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
