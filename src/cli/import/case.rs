use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;

use crate::cli::{Output, plan, quoted, say};
use crate::edit::Session;
use crate::interchange::case::{Merge, Outline, Package, merge, read, write};
use crate::model::{Kind, Tree, schema};
use crate::report::counted;
use crate::text::{slug, visible};
use crate::tr;
use crate::workspace::{self, Workspace, read_bytes};

/// So many of what is alike are told one by one.
const MOST_TOLD: usize = 20;

/// A framework from a CASE package (1EdTech), version 1.0 or 1.1
///
/// Items with children become strands, those without competencies. What the format of plans has no word for is
/// kept beside it and goes back with `gradus export case`. Where the target is there already, the
/// package is taken as a new edition: what would change is told, and done with --apply. What was edited
/// in the file stays.
#[derive(Debug, Args)]
pub(super) struct Case {
    /// The package, a JSON file; `-` reads standard input
    file: PathBuf,
    #[command(flatten)]
    target: Target,
}

/// Where a package goes, and how it is taken into a framework that is there.
#[derive(Debug, Args)]
pub(super) struct Target {
    /// The framework file to write; left out: its id with .toml, in this folder
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Id of the framework; left out: the words of its title
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Tell what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Change a target that is there
    #[arg(long, conflicts_with = "dry_run")]
    apply: bool,
    /// With --apply: also remove what the package has no more
    #[arg(long, requires = "apply")]
    prune: bool,
}

impl Case {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        let bytes = if self.file.as_os_str() == "-" { plan::stdin()? } else { read_bytes(&self.file)? };
        let package = read(&bytes).with_context(|| self.file.display().to_string())?;
        self.target.take(&package)
    }
}

impl Target {
    pub(super) fn take(&self, package: &Package) -> anyhow::Result<Output> {
        if let Some(id) = self.id.as_deref().filter(|id| !schema::is_valid_id(Kind::Framework, id)) {
            bail!(tr!("--id {id}: an id has letters, digits, - and _ only", id = quoted(id)));
        }
        let outline = Outline::of(package, self.id.as_deref());
        for repair in outline.repairs.iter().take(MOST_TOLD) {
            say(&tr!("mended: {what}", what = repair));
        }
        if let Some(more) = outline.repairs.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
            say(&tr!("mended: {what}", what = tr!("{more} more of the kind", more)));
        }
        let target = self.output.clone().unwrap_or_else(|| PathBuf::from(format!("{}.toml", slug(&outline.id))));
        if target.exists() { self.take_into(&outline, &target) } else { self.write_new(&outline, &target) }
    }

    fn write_new(&self, outline: &Outline, target: &Path) -> anyhow::Result<Output> {
        let text = write(outline);
        let (_, tree) = Workspace::from_text("framework.toml", &text);
        check_readable(&tree)?;
        let (strands, competencies) = (outline.strands.len(), outline.competencies());
        let what = [counted(strands, "strand", "strands"), counted(competencies, "competency", "competencies")]
            .join(tr!(", "));
        if self.dry_run {
            let mut told = format!("{}\n", tr!("{file} would be written: {what}", file = target.display(), what));
            for strand in outline.strands.iter().take(MOST_TOLD) {
                let word = |key: &str| {
                    let value = strand.fields.iter().find(|(name, _)| name == key);
                    value.and_then(|(_, value)| value.as_str()).unwrap_or_default()
                };
                // Writing to a String cannot fail, here and below.
                let _ = writeln!(
                    told,
                    "  {} {} ({})",
                    visible(word("id")),
                    visible(word("title")),
                    strand.competencies.len()
                );
            }
            if strands > MOST_TOLD {
                let _ = writeln!(told, "  {}", tr!("… and {more} more strands", more = strands - MOST_TOLD));
            }
            return Ok(told.into());
        }
        workspace::write_new(target, text.as_bytes()).with_context(|| target.display().to_string())?;
        let name = format!("{:?}", target.display().to_string());
        say(&tr!("{what}; a plan uses it by frameworks = [{name}]", what, name));
        Ok(format!("{}\n", target.display()).into())
    }

    fn take_into(&self, outline: &Outline, target: &Path) -> anyhow::Result<Output> {
        let (mut workspace, tree) = Workspace::open(target)?;
        if tree.files.iter().any(|file| file.broken()) {
            bail!(tr!("{file}: it has syntax errors; `gradus check` tells where", file = target.display()));
        }
        let merge = merge(outline, &tree).with_context(|| target.display().to_string())?;
        let told = told(&merge, self.prune);
        if merge.is_empty() && (merge.gone.is_empty() || !self.prune) {
            let nothing = tr!("{file}: nothing to change", file = target.display());
            return Ok(format!("{told}{nothing}\n").into());
        }
        if !self.apply {
            say(&tr!("{path} is as it was; --apply changes it", path = target.display()));
            return Ok(told.into());
        }
        let mut session = Session::new(tree);
        merge.carry_out(&mut session, self.prune)?;
        check_readable(session.tree())?;
        workspace.save(session.tree(), false)?;
        say(&tr!("changed {file}", file = target.display()));
        Ok(told.into())
    }
}

/// What is written must read back.
fn check_readable(tree: &Tree) -> anyhow::Result<()> {
    let problems = tree.files.iter().flat_map(|file| &file.blocks).flat_map(|block| &block.problems);
    match problems.into_iter().find(|problem| problem.check == "syntax") {
        Some(problem) => bail!(tr!("it cannot be written as a framework: {why}", why = problem.message)),
        None => Ok(()),
    }
}

fn told(merge: &Merge, prune: bool) -> String {
    let mut text = String::new();
    let mut list = |title: &str, lines: Vec<String>| {
        if lines.is_empty() {
            return;
        }
        let _ = writeln!(text, "{}", tr!("{title}: {count}", title, count = lines.len()));
        for line in lines.iter().take(MOST_TOLD) {
            let _ = writeln!(text, "  {}", visible(line));
        }
        if lines.len() > MOST_TOLD {
            let _ = writeln!(text, "  {}", tr!("… and {more} more", more = lines.len() - MOST_TOLD));
        }
    };
    let pairs = |pairs: &[(String, String)]| pairs.iter().map(|(id, text)| format!("{id} {text}")).collect();
    list(tr!("new"), pairs(&merge.added));
    list(tr!("reworded"), merge.reworded.iter().map(|(id, old, new)| format!("{id} {old} → {new}")).collect());
    list(
        tr!("reworded here and there, left as it is here"),
        merge.both.iter().map(|(id, mine, theirs)| tr!("{id} {mine} | there: {theirs}", id, mine, theirs)).collect(),
    );
    list(tr!("moved"), merge.moved.iter().map(|(id, strand)| tr!("{id} to {strand}", id, strand)).collect());
    let gone = if prune { tr!("gone, removed") } else { tr!("gone, kept (--prune removes)") };
    list(gone, pairs(&merge.gone));
    list(tr!("gone, kept for what stands in it here"), pairs(&merge.kept));
    if merge.annotated > 0 {
        let _ = writeln!(text, "{}", tr!("other codes, dates and the like: {count}", count = merge.annotated));
    }
    text
}
