use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use super::{Output, plan, say};
use crate::report::{
    coverage_badge, prerequisites_dot, prerequisites_mermaid, report_csv, report_json, report_markdown,
};
use crate::workspace;

/// Write a report of the whole plan
///
/// Figures, coverage by strand and point, the level of every competency, gaps with places, load by
/// stage and year, assessments, partners, talent, awards, waivers with reasons, and findings. The same plan
/// gives the same report, byte by byte.
#[derive(Debug, Args)]
pub(super) struct Report {
    /// Folder or file of the plan; `-` reads standard input
    path: Option<PathBuf>,
    #[arg(long, value_name = "FORMAT", default_value = "md")]
    format: Format,
    /// File to write instead of standard output; one that is there is replaced
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    part: plan::Part,
    /// Language of titles, where the plan has them in several
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Markdown, for a wiki or a pull request
    Md,
    /// Everything, versioned (docs/report.md)
    Json,
    /// One long table
    Csv,
    /// The prerequisite graph, for Graphviz
    Dot,
    /// The prerequisite graph, as Markdown renders it
    Mermaid,
    /// How much of what is expected is guaranteed, as a small SVG
    Badge,
}

impl Report {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        let plan = plan::open(self.path.as_deref())?;
        plan.warn_if_broken();
        let text = self.part.facts(&plan.tree, self.language.as_deref(), |facts| match self.format {
            Format::Md => report_markdown(facts),
            Format::Json => report_json(facts),
            Format::Csv => report_csv(facts),
            Format::Dot => prerequisites_dot(facts),
            Format::Mermaid => prerequisites_mermaid(facts),
            Format::Badge => coverage_badge(facts),
        })?;
        let code = plan.code();
        let Some(file) = self.output else { return Ok(Output { code, ..text.into() }) };
        workspace::write_output(&file, text.as_bytes()).with_context(|| file.display().to_string())?;
        say(&format!("wrote {}", file.display()));
        Ok(Output { code, ..Output::default() })
    }
}
