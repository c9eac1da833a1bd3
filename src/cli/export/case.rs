use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};

use crate::cli::{Output, plan, quoted};
use crate::interchange::case::{Options, Version, export_framework, export_plan, is_moment};
use crate::model::Curriculum;
use crate::model::curriculum::FrameworkIx;
use crate::report::pretty;
use crate::text::{closest, visible};
use crate::tr;
use crate::workspace::{Origin, revision};

/// The moment that stands where nothing tells one.
const NO_MOMENT: &str = "1970-01-01T00:00:00Z";

/// A framework, or a whole plan, as a CASE package (1EdTech)
///
/// Of a framework, strands and competencies become items. Of a plan, stages, tracks, courses, units and
/// learning outcomes do; what an outcome covers and what a course requires become associations.
/// Identifiers are those that were imported, or follow from ids: the same plan gives the same package.
#[derive(Debug, Args)]
pub(super) struct Case {
    /// Folder or file of the plan, or a framework file; `-` reads standard input
    path: Option<PathBuf>,
    /// Of a plan, the framework with this id instead of the plan itself
    #[arg(long, value_name = "ID")]
    framework: Option<String>,
    #[arg(long = "case-version", value_name = "VERSION", default_value = "1.1")]
    version: CaseVersion,
    /// Where the items can be fetched from, an address of a server; left out: they have no address
    #[arg(long, value_name = "URL")]
    base: Option<String>,
    /// When it was changed last, such as 2027-08-31T12:00:00Z; left out: when it was last committed to git
    #[arg(long, value_name = "MOMENT")]
    changed: Option<String>,
    /// Language of texts, where the plan has them in several
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// File to write instead of standard output; one that is there is replaced
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum CaseVersion {
    #[value(name = "1.0")]
    V1p0,
    #[value(name = "1.1")]
    V1p1,
}

impl Case {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        let plan = plan::open(self.path.as_deref())?;
        plan.warn_if_broken();
        let curriculum = Curriculum::in_language(&plan.tree, self.language.as_deref());
        let changed = match (self.changed, &plan.workspace.origin) {
            (Some(moment), _) => {
                if !is_moment(&moment) {
                    bail!(tr!(
                        "--changed {moment} is no moment: write it as 2027-08-31T12:00:00Z",
                        moment = quoted(&moment)
                    ));
                }
                moment
            }
            (None, Origin::Disk(main)) => {
                // A plan in a folder is all that is in it.
                let whole = main.parent().filter(|_| main.ends_with("curriculum.toml")).unwrap_or(main);
                revision::changed_at(whole).unwrap_or_else(|| NO_MOMENT.to_owned())
            }
            (None, _) => NO_MOMENT.to_owned(),
        };
        let version = match self.version {
            CaseVersion::V1p0 => Version::V1p0,
            CaseVersion::V1p1 => Version::V1p1,
        };
        let options = Options { version, base: self.base, changed };
        let package = match framework(&curriculum, self.framework.as_deref())? {
            Some(framework) => export_framework(&curriculum, framework, &options),
            None => export_plan(&curriculum, &options),
        };
        let text = pretty(&package);
        Output::written(text.into_bytes(), self.output.as_deref(), plan.code())
    }
}

/// The framework that is meant; none: the plan.
fn framework(curriculum: &Curriculum<'_>, id: Option<&str>) -> anyhow::Result<Option<FrameworkIx>> {
    let all = || curriculum.frameworks.iter().enumerate();
    let Some(id) = id else {
        let own = all().find(|(_, framework)| framework.at.file == 0);
        return match (curriculum.at, own) {
            (Some(_), _) => Ok(None),
            (None, Some((index, _))) => Ok(Some(FrameworkIx(index as u32))),
            (None, None) => bail!(tr!("there is neither a plan nor a framework in it")),
        };
    };
    if let Some((index, _)) = all().find(|(_, framework)| framework.id == id) {
        return Ok(Some(FrameworkIx(index as u32)));
    }
    bail!(match closest(id, curriculum.frameworks.iter().map(|framework| framework.id)).map(visible) {
        Some(nearest) => tr!("the plan has no framework {name}; did you mean {nearest}?", name = quoted(id), nearest),
        None => tr!("the plan has no framework {name}", name = quoted(id)),
    })
}
