use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};

use crate::cli::{Output, plan, quoted};
use crate::interchange::curricular::write;
use crate::metrics::{self, Options};
use crate::model::Curriculum;
use crate::tr;

/// Courses and prerequisites as a CSV file of curricularanalytics.org
///
/// A degree plan where every course has a term, else a curriculum. Of a whole plan, or of what the learners of one
/// track take in its stage.
#[derive(Debug, Args)]
pub(super) struct Curricular {
    /// Folder or file of the plan; `-` reads standard input
    path: Option<PathBuf>,
    /// Only what learners of this track take in its stage
    #[arg(long, value_name = "ID")]
    track: Option<String>,
    /// Which prerequisites count where a course leaves a choice among them
    #[arg(long, value_name = "OPTIONS", default_value = "first")]
    options: Choices,
    /// The institution that the file names
    #[arg(long, value_name = "NAME", default_value = "")]
    institution: String,
    /// Language of titles, where the plan has them in several
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// File to write instead of standard output; one that is there is replaced
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Choices {
    /// As many as are asked for, from the first
    First,
    /// Every one that may be chosen
    All,
}

impl Curricular {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        let plan = plan::open(self.path.as_deref())?;
        plan.warn_if_broken();
        let curriculum = Curriculum::in_language(&plan.tree, self.language.as_deref());
        let options = match self.options {
            Choices::First => Options::First,
            Choices::All => Options::All,
        };
        let root = curriculum.at.map(|at| plan.tree.node(at));
        let title = root.and_then(|node| node.title(curriculum.language)).unwrap_or("Curriculum").to_owned();
        let (graph, title) = match self.track.as_deref() {
            None => (metrics::of_plan(&curriculum, options), title),
            Some(id) => {
                let Some(track) = curriculum.track_ids().find(|track| curriculum.track(*track).id == id) else {
                    bail!(plan::unknown_track(&curriculum, id));
                };
                let Some(graph) = metrics::of_track(&curriculum, track, options) else {
                    bail!(tr!("the track {name} has no stage", name = quoted(id)));
                };
                (graph, format!("{title}: {}", curriculum.track(track).title))
            }
        };
        let code = |id: &str| {
            let course = curriculum.course_named(id)?;
            curriculum.course(course).code.map(str::to_owned)
        };
        let text = write(&title, &self.institution, &graph, code);
        Output::written(text.into_bytes(), self.output.as_deref(), plan.code())
    }
}
