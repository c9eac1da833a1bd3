use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{Output, plan, quoted, warn, without};
use crate::interchange::{Remark, Sheet, looks_curricular, read_curricular};
use crate::metrics::{self, System};
use crate::model::{Curriculum, Tree};
use crate::report::{Figures, MetricsReport, TrackFigures, facts, metrics_json, metrics_text};
use crate::tr;
use crate::workspace::read_bytes;

/// So many warnings about a file are told.
const MOST_WARNINGS: usize = 10;

/// Print how courses hang together: blocking, delay, centrality, complexity
///
/// Of a plan as a whole and of each of its tracks, or of a curriculum or degree plan in a CSV file as
/// curricularanalytics.org has them. docs/metrics.md says what the figures mean.
#[derive(Debug, Args)]
pub(super) struct Metrics {
    /// Folder or file of the plan, or a CSV file; `-` reads either from standard input
    path: Option<PathBuf>,
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Which prerequisites count where a course leaves a choice among them
    #[arg(long, value_name = "OPTIONS", default_value = "first")]
    options: Options,
    /// Only what learners of this track take in its stage
    #[arg(long, value_name = "ID")]
    track: Option<String>,
    /// What if: the figures without this course, or without this prerequisite of a course, and before. Nothing is
    /// written
    #[arg(long, value_name = "COURSE[:PREREQUISITE]")]
    without: Vec<String>,
    /// Language of titles, where the plan has them in several
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Options {
    /// As many as are asked for, from the first
    First,
    /// Every one that may be chosen
    All,
}

impl Metrics {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        let mut code = 0;
        let report = match self.path.as_deref() {
            Some(path) if path.as_os_str() == "-" => {
                let bytes = plan::stdin()?;
                if looks_curricular(&bytes) {
                    self.of_file("<stdin>", &bytes)?
                } else {
                    self.of_plan(&plan::of_stdin(bytes)?)?
                }
            }
            Some(path) if is_csv(path) => self.of_file(&path.display().to_string(), &read_bytes(path)?)?,
            path => {
                let plan = plan::open(path)?;
                code = plan.code();
                self.of_plan(&plan)?
            }
        };
        let text = match self.format {
            Format::Text => metrics_text(&report),
            Format::Json => metrics_json(&report),
        };
        Ok(Output { code, ..text.into() })
    }

    fn options(&self) -> metrics::Options {
        match self.options {
            Options::First => metrics::Options::First,
            Options::All => metrics::Options::All,
        }
    }

    fn options_word(&self) -> &'static str {
        match self.options {
            Options::First => "first",
            Options::All => "all",
        }
    }

    fn of_file(&self, name: &str, bytes: &[u8]) -> anyhow::Result<MetricsReport> {
        anyhow::ensure!(self.track.is_none(), tr!("{file}: a CSV file has no tracks", file = name));
        let place =
            |remark: &Remark| tr!("{place}: {what}", place = format!("{name}:{}", remark.line), what = remark.message);
        let Sheet { curriculum, degree_plan, institution, graph, warnings } =
            read_curricular(bytes).map_err(|error| {
                anyhow::anyhow!("{}", error.0.iter().take(MOST_WARNINGS).map(place).collect::<Vec<_>>().join("\n"))
            })?;
        for warning in warnings.iter().take(MOST_WARNINGS) {
            warn(&place(warning));
        }
        if warnings.len() > MOST_WARNINGS {
            warn(&tr!("{file}: {count} more of the like", file = name, count = warnings.len() - MOST_WARNINGS));
        }
        let after = without::graph_without(&graph, &self.without)?;
        Ok(MetricsReport {
            id: None,
            title: match degree_plan.filter(|name| !name.is_empty()) {
                Some(degree_plan) => format!("{curriculum}: {degree_plan}"),
                None => curriculum,
            },
            institution: Some(institution),
            track: None,
            system: graph.system.as_str(),
            options: self.options_word(),
            without: self.without.clone(),
            figures: Figures::of(&after),
            before: (!self.without.is_empty()).then(|| Figures::of(&graph)),
            tracks: None,
        })
    }

    fn of_plan(&self, plan: &plan::Plan) -> anyhow::Result<MetricsReport> {
        plan.warn_if_broken();
        let after = without::tree_without(&plan.tree, &self.without)?;
        let (id, title, track, figures, mut tracks) = self.figures(&after)?;
        let mut before = None;
        if !self.without.is_empty() {
            let (_, _, _, whole, old_tracks) = self.figures(&plan.tree)?;
            before = Some(whole);
            // A course was taken away, never a track: they are the same, in the same order.
            for (new, old) in tracks.iter_mut().flatten().zip(old_tracks.into_iter().flatten()) {
                new.before = Some(old.figures);
            }
        }
        let (options, without) = (self.options_word(), self.without.clone());
        let system = System::Semester.as_str();
        Ok(MetricsReport {
            id: Some(id),
            title,
            institution: None,
            track,
            system,
            options,
            without,
            figures,
            before,
            tracks,
        })
    }

    /// Id and title of a plan, the track asked for, its figures or those of the whole, and those of all tracks.
    fn figures(&self, tree: &Tree) -> anyhow::Result<Told> {
        let curriculum = Curriculum::in_language(tree, self.language.as_deref().or_else(|| tree.language()));
        let (id, title) = facts::identity(&curriculum);
        let (id, title) = (id.to_owned(), title.to_owned());
        if let Some(wanted) = &self.track {
            let Some(track) = curriculum.track_named(wanted) else {
                anyhow::bail!(plan::unknown_track(&curriculum, wanted));
            };
            let Some(graph) = metrics::of_track(&curriculum, track, self.options()) else {
                anyhow::bail!(tr!("the track {name} has no stage", name = quoted(wanted)));
            };
            return Ok((id, title, Some(wanted.clone()), Figures::of(&graph), None));
        }
        let tracks = curriculum.track_ids().filter_map(|index| {
            let graph = metrics::of_track(&curriculum, index, self.options())?;
            let track = curriculum.track(index);
            Some(TrackFigures {
                id: track.id.to_owned(),
                title: track.title.to_owned(),
                stage: track.stage.map(|stage| curriculum.stage(stage).id).unwrap_or_default().to_owned(),
                figures: Figures::of(&graph),
                before: None,
            })
        });
        let tracks = tracks.collect();
        let whole = Figures::of(&metrics::of_plan(&curriculum, self.options()));
        Ok((id, title, None, whole, Some(tracks)))
    }
}

type Told = (String, String, Option<String>, Figures, Option<Vec<TrackFigures>>);

fn is_csv(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv")) && !path.is_dir()
}
