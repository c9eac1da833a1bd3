use std::io::IsTerminal;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use super::{Output, plan, say};
use crate::report::{
    Facts, coverage_badge, prerequisites_dot, prerequisites_mermaid, report_csv, report_json, report_markdown,
};
use crate::tr;
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
    /// Font file for a PDF, before those of the system; can be given several times
    #[arg(long, value_name = "FILE")]
    font: Vec<PathBuf>,
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
    /// For paper: A4 pages with contents, bookmarks and page numbers (docs/pdf.md)
    Pdf,
}

impl Report {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        let plan = plan::open(self.path.as_deref())?;
        plan.warn_if_broken();
        let to_terminal = self.output.is_none() && std::io::stdout().is_terminal();
        anyhow::ensure!(
            !(to_terminal && matches!(self.format, Format::Pdf)),
            tr!("a PDF is no text for a terminal: name a file with -o")
        );
        let language = self.language.as_deref();
        let bytes = self.part.facts(&plan.tree, language, |facts| {
            anyhow::Ok(match self.format {
                Format::Md => report_markdown(facts).into(),
                Format::Json => report_json(facts).into(),
                Format::Csv => report_csv(facts).into(),
                Format::Dot => prerequisites_dot(facts).into(),
                Format::Mermaid => prerequisites_mermaid(facts).into(),
                Format::Badge => coverage_badge(facts).into(),
                Format::Pdf => pdf(facts, &self.font, language.or_else(|| plan.tree.language()))?,
            })
        })??;
        let code = plan.code();
        let Some(file) = self.output else { return Ok(Output { bytes, code }) };
        workspace::write_output(&file, &bytes).with_context(|| file.display().to_string())?;
        say(&format!("wrote {}", file.display()));
        Ok(Output { code, ..Output::default() })
    }
}

#[cfg(feature = "pdf")]
fn pdf(facts: &Facts<'_>, fonts: &[PathBuf], language: Option<&str>) -> anyhow::Result<Vec<u8>> {
    let language = language.unwrap_or_else(|| crate::language::current().tag());
    let fonts = workspace::Fonts::of_system(fonts)?;
    Ok(crate::report::report_pdf(facts, &fonts, language)?)
}

#[cfg(not(feature = "pdf"))]
fn pdf(_: &Facts<'_>, _: &[PathBuf], _: Option<&str>) -> anyhow::Result<Vec<u8>> {
    anyhow::bail!(tr!(
        "this gradus was built without PDF; `cargo install --path . --features pdf` builds one with it, or print the Markdown or HTML report"
    ))
}
