use std::fmt::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use super::{Output, plan, say};
use crate::check::{self, Context};
use crate::find::{Atom, Facts, Flag, Query, Scan, Sources};
use crate::model::outline::{Entry, EntryKind, Outline};
use crate::model::{Curriculum, Kind, Node, NodeRef, Spanned, Tree, Value, schema};
use crate::text::{visible, width};
use crate::tr;

/// Print the plan, or one node of it, as plain text
///
/// A node is named by its path, such as PD-101, PD-101/form or GEN-1; nameless ones as PD-101/#2.
#[derive(Debug, Args)]
pub(super) struct Show {
    /// Folder or file of the plan; `-` reads standard input
    path: Option<PathBuf>,
    /// Path of a node
    node: Option<String>,
    /// How many levels of the tree to print
    #[arg(long, value_name = "LEVELS")]
    depth: Option<u16>,
    /// Only lines that a filter lets through, and those above them: `--filter 'kind:outcome uncovered'`;
    /// docs/filter.md tells what can be said
    #[arg(long, value_name = "QUERY", conflicts_with = "node", allow_hyphen_values = true)]
    filter: Option<String>,
    /// Language of titles, where the plan has them in several
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

impl Show {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        let plan = plan::open(self.path.as_deref()).map_err(|error| match (&self.path, &self.node) {
            (Some(path), None) if !path.exists() => {
                let tip = tr!("to show a node, name the plan first: `gradus show . {node}`", node = path.display());
                anyhow::anyhow!("{error}\n{tip}")
            }
            _ => error,
        })?;
        plan.warn_if_broken();
        let tree = &plan.tree;
        let language = self.language.as_deref().or_else(|| tree.language());
        let teller = Teller { tree, language, depth: self.depth.unwrap_or(u16::MAX) };
        let outline = Outline::of(tree);
        let mut out = String::new();
        if let Some(filter) = &self.filter {
            let kept = kept(tree, &outline, filter)?;
            teller.kept_lines(&mut out, &outline, &kept);
            return Ok(Output { code: plan.code(), ..out.into() });
        }
        match &self.node {
            None => teller.lines(&mut out, &outline, 0),
            Some(node) => teller.node(&mut out, &outline, tree.find(node)?),
        }
        Ok(Output { code: plan.code(), ..out.into() })
    }
}

/// Which lines a filter lets through, with those above them; says on standard error how many it found.
fn kept(tree: &Tree, outline: &Outline, filter: &str) -> anyhow::Result<Vec<bool>> {
    let query = Query::parse(filter).map_err(|error| anyhow::anyhow!(tr!("--filter: {why}", why = error)))?;
    if query.atoms().contains(&&Atom::Flag(Flag::Changed)) {
        bail!(tr!(
            "--filter: `changed` is about unsaved work, which only the workbench has; `gradus diff` compares revisions"
        ));
    }
    let mut scan = Scan::new(&query, outline);
    let facts = query.needs_facts().then(|| {
        let curriculum = Curriculum::of(tree);
        let mut context = Context::new(&curriculum);
        context.today = crate::workspace::today();
        let findings = if query.needs_findings() { check::run(&context) } else { Vec::new() };
        Facts::of(&context, &findings)
    });
    scan.finish(Sources { tree, outline, facts: facts.as_ref(), saved: None });
    if scan.matches().is_empty() {
        let why = scan.unknown(tree).map(|why| format!(": {why}")).unwrap_or_default();
        say(&tr!("no line is let through by {filter}{why}", filter = format!("{filter:?}"), why));
    }
    Ok(outline.with_those_above(scan.matches()))
}

struct Teller<'t> {
    tree: &'t Tree,
    language: Option<&'t str>,
    depth: u16,
}

impl Teller<'_> {
    /// An entry with everything below it, a line each.
    fn lines(&self, out: &mut String, outline: &Outline, from: usize) {
        let Some(first) = outline.get(from) else {
            out.extend([tr!("Nothing is planned yet."), "\n"]);
            return;
        };
        for entry in &outline.entries()[from..first.end as usize] {
            self.entry(out, entry, entry.depth - first.depth);
        }
    }

    /// Only some of all entries.
    fn kept_lines(&self, out: &mut String, outline: &Outline, kept: &[bool]) {
        for (entry, _) in outline.entries().iter().zip(kept).filter(|(_, kept)| **kept) {
            self.entry(out, entry, entry.depth);
        }
    }

    fn entry(&self, out: &mut String, entry: &Entry, depth: u16) {
        if depth > self.depth {
            return;
        }
        out.extend(std::iter::repeat_n("  ", usize::from(depth)));
        match entry.kind {
            EntryKind::Group(group) => out.push_str(group.name()),
            EntryKind::Node(at) => {
                self.line(out, at);
                if entry.is_alias {
                    out.extend(["  ", tr!("(see above)")]);
                }
            }
        }
        out.push('\n');
    }

    /// `course PD-101  Design studio 1  96 h, 6 cr`
    fn line(&self, out: &mut String, at: NodeRef) {
        let node = self.tree.node(at);
        out.push_str(node.kind.label());
        if let Some(id) = node.id() {
            out.extend([" ", &visible(id)]);
        }
        if let Some(title) = node.title(self.language) {
            out.extend(["  ", &visible(title)]);
        }
        let details = details(node);
        if !details.is_empty() {
            out.extend(["  [", &details.join(tr!("; ")), "]"]);
        }
    }

    /// A node with its place, its fields, and what belongs to it.
    fn node(&self, out: &mut String, outline: &Outline, at: NodeRef) {
        let node = self.tree.node(at);
        let place = self.tree.location(at, node.span);
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{} {}", node.kind, visible(&self.tree.path(at)));
        let place = format!("{}:{}", visible(&self.tree.file(at.file).name), place.start.line);
        let _ = writeln!(out, "{}", tr!("at {place}", place));
        if !node.fields.is_empty() {
            out.push('\n');
        }
        let spec = schema::spec(node.kind);
        let mut fields: Vec<(&str, String)> = Vec::new();
        for field in &node.fields {
            let name = field.key.value.as_ref();
            match &field.value.value {
                // A text in several languages has a line for each.
                Value::Table(entries) if spec.key(name).is_some_and(|key| key.ty == schema::Type::Text) => {
                    fields.extend(
                        entries
                            .iter()
                            .map(|(language, text)| (name, format!("{} ({})", plain(&text.value), language.value))),
                    );
                }
                value => fields.push((name, plain(value))),
            }
        }
        let widest = fields.iter().map(|(name, _)| width(&visible(name))).max().unwrap_or(0);
        for (name, value) in &fields {
            let name = visible(name);
            let gap = widest - width(&name) + 2;
            let _ = writeln!(out, "  {name}{:gap$}{}", "", visible(value));
        }
        let Some(position) = outline.position_of(at) else { return };
        if outline.has_children(position) {
            out.push('\n');
        }
        let children: Vec<usize> = outline.children(position).collect();
        for child in children {
            self.lines(out, outline, child);
        }
    }
}

/// What a line of the tree tells beside the title.
fn details(node: &Node) -> Vec<String> {
    let mut details = Vec::new();
    details.extend(node.number("hours").map(|hours| tr!("{hours} h", hours)));
    details.extend(node.number("credits").map(|credits| tr!("{credits} cr", credits)));
    let value = |key: &str| node.value(key).map(|value| plain(&value.value));
    match node.kind {
        Kind::Course | Kind::Place => {
            details.extend(value("year").map(|year| tr!("year {year}", year)));
            details.extend(value("term").map(|term| tr!("term {term}", term)));
            details.extend(value("tracks").map(|tracks| tr!("for {tracks}", tracks)));
            details.extend(value("elective").map(|groups| tr!("elective in {groups}", groups)));
        }
        Kind::Outcome => {
            let covers: Vec<String> =
                node.value("covers").map(Value::one_or_many).unwrap_or_default().iter().map(cover).collect();
            if !covers.is_empty() {
                details.push(tr!("covers {competencies}", competencies = covers.join(", ")));
            }
            details.extend(node.str("level").map(str::to_owned));
        }
        Kind::Assessment => {
            details.extend(node.str("kind").map(str::to_owned));
            details.extend(value("weight").map(|weight| tr!("weight {weight}", weight)));
        }
        Kind::Elective => details.extend(value("pick").map(|count| tr!("pick {count}", count))),
        Kind::Crosswalk => {
            for key in ["relation", "to", "level"] {
                details.extend(node.str(key).map(str::to_owned));
            }
        }
        Kind::Waiver => {
            for key in ["check", "at", "stage"] {
                details.extend(node.str(key).map(str::to_owned));
            }
        }
        _ => {}
    }
    details.iter().map(|detail| visible(detail).into_owned()).collect()
}

/// `GEN-1`, or `GEN-1 apply` where it has a level of its own.
fn cover(item: &Spanned<Value>) -> String {
    match &item.value {
        Value::Table(entries) => entries.iter().map(|(_, value)| plain(&value.value)).collect::<Vec<_>>().join(" "),
        value => plain(value),
    }
}

/// A value as one reads it, without the quotes of strings.
fn plain(value: &Value) -> String {
    match value {
        Value::Str(text) | Value::OtherDate(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Array(items) => items.iter().map(|item| plain(&item.value)).collect::<Vec<_>>().join(", "),
        Value::Table(entries) => {
            let entry = |key: &str, value: &Value| format!("{key} = {}", plain(value));
            let entries: Vec<String> = entries.iter().map(|(key, value)| entry(&key.value, &value.value)).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}
