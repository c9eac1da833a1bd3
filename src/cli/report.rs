mod templates;

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};

use super::{Output, plan, progress};
use crate::report::{
    Chart, Facts, chart_svg, coverage_badge, prerequisites_dot, prerequisites_mermaid, report_by_markdown_template,
    report_csv, report_html, report_json, report_markdown, report_xlsx,
};
use crate::tr;
#[cfg(feature = "pdf")]
use crate::workspace;

/// Write a report of the whole plan
///
/// Figures, coverage by strand and point, the level of every competency, gaps with places and with units that could take
/// them, progression threads, load by stage and year, assessments, partners, talent, awards, waivers with reasons, and
/// findings; of the whole plan, a part of it, or one learner. The same plan gives the same report, byte by byte.
#[derive(Debug, Args)]
pub(super) struct Report {
    /// Folder or file of the plan; `-` reads standard input
    path: Option<PathBuf>,
    #[arg(long, value_name = "FORMAT", default_value = "md")]
    format: Format,
    /// File to write instead of standard output; one that is there is replaced
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What `--format svg` shows; the matrix where nothing is said
    #[arg(long, value_name = "CHART")]
    chart: Option<Picture>,
    /// Folder with a `report.html` or `report.md` that takes the place of the built-in report (docs/report.md)
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
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
    /// A workbook for spreadsheets
    Xlsx,
    /// One page for screen and paper that needs nothing else
    Html,
    /// A chart of the page by itself (--chart)
    Svg,
    /// For paper: A4 pages with contents, bookmarks and page numbers (docs/pdf.md)
    Pdf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Picture {
    /// Coverage: strands and competencies at points
    Matrix,
    /// Courses of one track or stage by term, with prerequisites
    Pathway,
    /// The least and the most to do by term
    Load,
}

impl Format {
    /// The template that it can be written by.
    fn template(self) -> Option<&'static str> {
        match self {
            Self::Md => Some("report.md"),
            Self::Html => Some("report.html"),
            _ => None,
        }
    }

    /// Whether it tells how competencies grow, and homes for gaps.
    fn grows(self) -> bool {
        !matches!(self, Self::Dot | Self::Mermaid | Self::Badge | Self::Svg)
    }
}

impl Report {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        let plan = plan::open(self.path.as_deref())?;
        plan.warn_if_broken();
        if self.chart.is_some() && !matches!(self.format, Format::Svg) {
            bail!(tr!("--chart is for --format svg"));
        }
        if !self.font.is_empty() && !matches!(self.format, Format::Pdf) {
            bail!(tr!("--font is for --format pdf"));
        }
        if self.output.is_none() && io::stdout().is_terminal() {
            match self.format {
                Format::Xlsx => bail!("{}", tr!("a workbook is no text: name a file for it with -o FILE")),
                Format::Pdf => bail!("{}", tr!("a PDF is no text: name a file for it with -o FILE")),
                _ => {}
            }
        }
        let templates = self.templates.as_deref().map(|folder| templates::read(folder, self.format.template()));
        let templates = templates.transpose()?.unwrap_or_default();
        let chart = match self.chart.unwrap_or(Picture::Matrix) {
            Picture::Matrix => Chart::Matrix,
            Picture::Pathway => Chart::Pathway,
            Picture::Load => Chart::Load,
        };
        let language = self.language.as_deref();
        let bytes = self.part.facts(&plan.tree, language, self.format.grows(), |facts| {
            Ok::<_, anyhow::Error>(match self.format {
                Format::Md if templates.has("report.md") => report_by_markdown_template(facts, &templates)?.into(),
                Format::Md => report_markdown(facts).into(),
                Format::Json => report_json(facts).into(),
                Format::Csv => report_csv(facts).into(),
                Format::Dot => prerequisites_dot(facts).into(),
                Format::Mermaid => prerequisites_mermaid(facts).into(),
                Format::Badge => coverage_badge(facts).into(),
                Format::Html => report_html(facts, &templates)?.into(),
                Format::Svg => chart_svg(facts, chart)?.into(),
                Format::Xlsx => report_xlsx(facts, progress::current())?,
                Format::Pdf => pdf(facts, &self.font, language.or_else(|| plan.tree.language()))?,
            })
        })??;
        Output::written(bytes, self.output.as_deref(), plan.code())
    }
}

#[cfg(feature = "pdf")]
fn pdf(facts: &Facts<'_>, fonts: &[PathBuf], language: Option<&str>) -> anyhow::Result<Vec<u8>> {
    let language = language.unwrap_or_else(|| crate::language::current().tag());
    let mut fonts = workspace::Fonts::of_system(fonts)?;
    Ok(crate::report::report_pdf(facts, &mut fonts, language, progress::current())?)
}

#[cfg(not(feature = "pdf"))]
fn pdf(_: &Facts<'_>, _: &[PathBuf], _: Option<&str>) -> anyhow::Result<Vec<u8>> {
    anyhow::bail!(tr!(
        "this gradus was built without PDF: build it with its default features, or print the report from --format html"
    ))
}
