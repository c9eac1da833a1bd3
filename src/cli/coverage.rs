use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Output, crosswalk, plan, without};
use crate::report::{
    Facts, coverage_change_json, coverage_change_summary, coverage_changes, coverage_csv, coverage_json,
    coverage_matrix, coverage_summary, crosswalk_csv, crosswalk_json, crosswalk_text,
};
use crate::tr;

/// Print which competencies learners reach, and how far
///
/// For every strand and expectation point: how many competencies every learner is guaranteed to bring
/// to the expected level, and how many some can. Then the level of every competency at every point.
#[derive(Debug, Args)]
pub(super) struct Coverage {
    /// Folder or file of the plan; `-` reads standard input
    path: Option<PathBuf>,
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Leave out the matrix of competencies
    #[arg(long)]
    summary: bool,
    /// What if: the figures without this course, and before. Nothing is written
    #[arg(long, value_name = "COURSE")]
    without: Vec<String>,
    /// What if: coverage of a framework that the plan was not made for, through its crosswalk. The name of
    /// a built-in framework, or a file
    #[arg(long, value_name = "NAME", conflicts_with = "without")]
    framework: Option<String>,
    /// With --framework: a point where it expects something, and the stage that reaches it at its end, or
    /// at the end of a year as STAGE:YEAR
    #[arg(long, value_name = "POINT=STAGE", requires = "framework")]
    at: Vec<String>,
    /// Language of titles, where the plan has them in several
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
    Csv,
}

impl Coverage {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        let plan = plan::open(self.path.as_deref())?;
        plan.warn_if_broken();
        if !self.without.is_empty() {
            return self.changed(&plan);
        }
        if let Some(name) = &self.framework {
            let text =
                crosswalk::held_against(&plan, name, &self.at, self.language.as_deref(), |report| match self.format {
                    Format::Text => crosswalk_text(report, !self.summary),
                    Format::Json => crosswalk_json(report),
                    Format::Csv => crosswalk_csv(report),
                })?;
            return Ok(Output { code: plan.code(), ..text.into() });
        }
        let text = plan.facts(self.language.as_deref(), |facts| match self.format {
            Format::Text if self.summary => coverage_summary(facts),
            Format::Text => format!("{}\n{}", coverage_summary(facts), coverage_matrix(facts)),
            Format::Json => coverage_json(facts),
            Format::Csv => coverage_csv(facts),
        });
        Ok(Output { code: plan.code(), ..text.into() })
    }

    fn changed(&self, plan: &plan::Plan) -> anyhow::Result<Output> {
        if matches!(self.format, Format::Csv) {
            anyhow::bail!(tr!("with --without, the format is text or json"));
        }
        let changed = without::tree_without_courses(&plan.tree, &self.without)?;
        let language = self.language.as_deref();
        let tell = |before: &Facts<'_>, after: &Facts<'_>| match self.format {
            Format::Json => coverage_change_json(before, after, &self.without),
            _ if self.summary => coverage_change_summary(before, after, &self.without),
            _ => {
                let summary = coverage_change_summary(before, after, &self.without);
                format!("{summary}\n{}", coverage_changes(before, after))
            }
        };
        let text = plan.facts(language, |before| plan::facts(&changed, language, |after| tell(before, after)));
        Ok(Output { code: plan.code(), ..text.into() })
    }
}
