use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;

use crate::cli::{Output, frameworks, plan, progress, quoted, say};
use crate::edit::{Destination, Op, Session, Subtree};
use crate::interchange::case::{Merge, Outline, Package, crosswalk, merge, read, write};
use crate::model::{Curriculum, Kind, Tree, schema};
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
    /// A framework, built in or a file, to whose competencies exact matches and relations of the package may lead:
    /// these become [[crosswalk]] entries. May be given several times
    #[arg(long = "with", value_name = "FRAMEWORK")]
    others: Vec<String>,
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
        progress::current().begin("Reading the package…", 0);
        let bytes = if self.file.as_os_str() == "-" { plan::stdin()? } else { read_bytes(&self.file)? };
        let package = read(&bytes).with_context(|| self.file.display().to_string())?;
        let output = self.target.take(&package);
        // The process ends soon: taking a large package apart text by text would take as long as reading it.
        std::mem::forget(package);
        output
    }
}

impl Target {
    pub(super) fn take(&self, package: &Package<'_>) -> anyhow::Result<Output> {
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
        let mut others = Tree::default();
        for name in &self.others {
            let file = frameworks::add(&mut others, name, &[])?;
            if others.framework_id(file).is_none() {
                bail!("{}", tr!("{name} holds no framework", name = visible(name)));
            }
        }
        let related = Related { package, others };
        if target.exists() {
            self.take_into(&outline, &related, &target)
        } else {
            self.write_new(&outline, &related, &target)
        }
    }

    fn write_new(&self, outline: &Outline<'_>, related: &Related<'_>, target: &Path) -> anyhow::Result<Output> {
        progress::current().begin("Writing the framework…", 0);
        let mut text = match write(outline) {
            Ok(text) => text,
            Err(why) => bail!(tr!("it cannot be written as a framework: {why}", why)),
        };
        let mut entries = Vec::new();
        if !self.others.is_empty() {
            let (_, tree) = Workspace::from_text("framework.toml", &text);
            let mut session = Session::new(tree);
            entries = related.relate(&mut session)?;
            text = session.tree().file(0).text();
        }
        let (strands, competencies) = (outline.len(), outline.competencies());
        let what = [counted(strands, "strand", "strands"), counted(competencies, "competency", "competencies")]
            .join(tr!(", "));
        if self.dry_run {
            let mut told = format!("{}\n", tr!("{file} would be written: {what}", file = target.display(), what));
            for (id, title, competencies) in outline.told().take(MOST_TOLD) {
                // Writing to a String cannot fail, here and below.
                let _ = writeln!(told, "  {} {} ({competencies})", visible(id), visible(title));
            }
            if strands > MOST_TOLD {
                let _ = writeln!(told, "  {}", tr!("… and {more} more strands", more = strands - MOST_TOLD));
            }
            told.push_str(&told_entries(&entries));
            return Ok(told.into());
        }
        workspace::write_new(target, text.as_bytes()).with_context(|| target.display().to_string())?;
        let name = format!("{:?}", target.display().to_string());
        say(&tr!("{what}; a plan uses it by frameworks = [{name}]", what, name));
        if !entries.is_empty() {
            say(told_entries(&entries).trim_end());
        }
        Ok(format!("{}\n", target.display()).into())
    }

    fn take_into(&self, outline: &Outline<'_>, related: &Related<'_>, target: &Path) -> anyhow::Result<Output> {
        let (mut workspace, tree) = Workspace::open(target)?;
        if tree.files.iter().any(|file| file.broken()) {
            bail!(tr!("{file}: it has syntax errors; `gradus check` tells where", file = target.display()));
        }
        let merge = merge(outline, &tree).with_context(|| target.display().to_string())?;
        let mut told = told(&merge, self.prune);
        let is_same = merge.is_empty() && (merge.gone.is_empty() || !self.prune);
        let mut session = Session::new(tree);
        let mut entries = Vec::new();
        if self.apply || !self.others.is_empty() {
            progress::current().begin("Taking the edition in…", 0);
            merge.carry_out(&mut session, self.prune)?;
            entries = related.relate(&mut session)?;
            told.push_str(&told_entries(&entries));
        }
        if is_same && entries.is_empty() {
            let nothing = tr!("{file}: nothing to change", file = target.display());
            return Ok(format!("{told}{nothing}\n").into());
        }
        if !self.apply {
            say(&tr!("{path} is as it was; --apply changes it", path = target.display()));
            return Ok(told.into());
        }
        workspace.save(session.tree(), false)?;
        say(&tr!("changed {file}", file = target.display()));
        Ok(told.into())
    }
}

/// What a package may say of competencies of other frameworks.
struct Related<'p> {
    package: &'p Package<'p>,
    /// The files of those that are at hand.
    others: Tree,
}

impl Related<'_> {
    /// Adds the entries that the package has and the framework lacks; gives them in words.
    fn relate(&self, session: &mut Session) -> anyhow::Result<Vec<String>> {
        if self.others.files.is_empty() {
            return Ok(Vec::new());
        }
        let entries = crosswalk(self.package, session.tree(), &Curriculum::of(&self.others));
        let word = |entry: &Subtree, key: &str| -> String {
            let value = entry.fields.iter().find(|(name, _)| name == key);
            value.and_then(|(_, value)| value.as_str()).unwrap_or_default().to_owned()
        };
        let told = entries.iter().map(|entry| ["from", "relation", "to"].map(|key| word(entry, key)).join(" "));
        let told = told.collect();
        if !entries.is_empty() {
            session.apply_many("Import".into(), |steps| {
                let mut ops = entries.into_iter().map(|subtree| Op::Add { subtree, to: Destination::File(0) });
                ops.try_for_each(|op| steps.apply(&op))
            })?;
        }
        Ok(told)
    }
}

fn told_entries(entries: &[String]) -> String {
    if entries.is_empty() {
        return String::new();
    }
    let mut text = format!("{}: {}\n", tr!("new entries of the crosswalk"), entries.len());
    for entry in entries.iter().take(MOST_TOLD) {
        let _ = writeln!(text, "  {}", visible(entry));
    }
    if let Some(more) = entries.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
        let _ = writeln!(text, "  {}", tr!("… and {more} more", more));
    }
    text
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
