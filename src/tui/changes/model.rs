//! The changes as lines: sections, nodes in the order of the plan under what they stand in, and below each
//! what became of it.

use rustc_hash::FxHashMap;

use crate::diff::{Change, CoverageChange, Diff, FieldChange, Move, Reached, Sort};
use crate::model::{Kind, NodeRef, Tree, schema};
use crate::text::Piece;
use crate::tr;

/// How much of a change a line is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    Whole,
    Field(String),
    Name,
    Place,
}

/// What a line says happened. Each has a glyph and a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    /// A section.
    Heading,
    /// A node that did not change, above one that did.
    Context,
    Added,
    Removed,
    Moved,
    Renamed,
    Edited,
    Rose,
    Fell,
    /// More about the line above.
    Detail,
}

/// How a piece of a line is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    Name,
    Dim,
    Came,
    Went,
}

/// A line's text in pieces.
type Pieces = Vec<(String, Tone)>;

/// Where a line leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    Nowhere,
    /// A node of the plan now.
    Node(NodeRef),
    /// What something that is gone stood in, if that is there still.
    Gone(Option<NodeRef>),
    /// A node by its path.
    Path(String),
}

#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// The same after another comparison, as far as the line is about the same.
    pub(crate) key: String,
    pub(crate) depth: usize,
    pub(crate) sign: Sign,
    pub(crate) kind: Option<Kind>,
    pub(crate) pieces: Pieces,
    pub(crate) target: Target,
    /// The change that it is about, and how much of it.
    pub(crate) change: Option<(usize, Part)>,
    /// One past the last line below it.
    pub(crate) end: usize,
}

#[derive(Debug, Default)]
pub(crate) struct Model {
    pub(crate) lines: Vec<Line>,
}

impl Model {
    pub(crate) fn of(diff: &Diff<'_>, base: &Tree, now: &Tree, language: Option<&str>) -> Self {
        let mut writer = Writer { base, now, language, diff, lines: Vec::new(), way: Vec::new() };
        writer.changes();
        writer.coverage();
        writer.load();
        writer.findings();
        let mut lines = writer.lines;
        let mut open: Vec<usize> = Vec::new();
        for index in 0..=lines.len() {
            let depth = lines.get(index).map_or(0, |line| line.depth);
            while let Some(last) = open.last().copied().filter(|last| lines[*last].depth >= depth) {
                lines[last].end = index;
                open.pop();
            }
            open.push(index);
        }
        Self { lines }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The lines that are below no folded one.
    pub(crate) fn shown(&self, is_folded: impl Fn(&Line) -> bool) -> Vec<usize> {
        let mut shown = Vec::with_capacity(self.lines.len());
        let mut index = 0;
        while let Some(line) = self.lines.get(index) {
            shown.push(index);
            index = if is_folded(line) { line.end.max(index + 1) } else { index + 1 };
        }
        shown
    }

    pub(crate) fn has_inside(&self, index: usize) -> bool {
        self.lines.get(index).is_some_and(|line| line.end > index + 1)
    }

    /// What a line stands below, the nearest first.
    pub(crate) fn above(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        (0..index).rev().filter(move |other| self.lines[*other].end > index)
    }

    /// Lines of nodes that have something below.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = usize> + '_ {
        let is_node = |line: &Line| line.kind.is_some() && line.sign != Sign::Detail;
        (0..self.lines.len()).filter(move |index| is_node(&self.lines[*index]) && self.has_inside(*index))
    }

    /// The line of the outermost node that a line belongs to; itself where it belongs to none.
    pub(crate) fn node_of(&self, index: usize) -> usize {
        let nodes = self.above(index).filter(|above| self.lines[*above].kind.is_some());
        nodes.last().unwrap_or(index)
    }

    /// The next or previous line that tells a change.
    pub(crate) fn step(&self, from: usize, forward: bool) -> Option<usize> {
        let tells = |index: &usize| !matches!(self.lines[*index].sign, Sign::Heading | Sign::Context | Sign::Detail);
        if forward { (from + 1..self.lines.len()).find(tells) } else { (0..from).rev().find(tells) }
    }
}

struct Writer<'w, 'a> {
    base: &'w Tree,
    now: &'w Tree,
    language: Option<&'w str>,
    diff: &'w Diff<'a>,
    lines: Vec<Line>,
    /// The nodes that the last line stands in, by key.
    way: Vec<String>,
}

impl Writer<'_, '_> {
    fn push(&mut self, key: String, depth: usize, sign: Sign, pieces: Pieces) -> &mut Line {
        let end = self.lines.len() + 1;
        let line = Line { key, depth, sign, kind: None, pieces, target: Target::Nowhere, change: None, end };
        self.lines.push(line);
        // It was pushed just now.
        let last = self.lines.len() - 1;
        &mut self.lines[last]
    }

    fn heading(&mut self, key: &str, title: &str, about: String) {
        self.push(
            key.to_owned(),
            0,
            Sign::Heading,
            vec![(title.to_owned(), Tone::Name), ("  ".into(), Tone::Dim), (about, Tone::Dim)],
        );
    }

    fn changes(&mut self) {
        let diff = self.diff;
        if diff.changes.is_empty() {
            return;
        }
        let summary = diff.summary;
        let counts = [
            (summary.added, tr!("{count} added", count = summary.added)),
            (summary.removed, tr!("{count} removed", count = summary.removed)),
            (summary.moved, tr!("{count} moved", count = summary.moved)),
            (summary.renamed, tr!("{count} renamed", count = summary.renamed)),
            (summary.edited, tr!("{count} edited", count = summary.edited)),
        ];
        let counts: Vec<String> = counts.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text).collect();
        self.heading("changes", tr!("Changes"), counts.join(", "));
        for (index, change) in diff.changes.iter().enumerate() {
            self.change(index, change);
        }
    }

    fn change(&mut self, index: usize, change: &Change<'_>) {
        let (tree, at, side) = match change.nodes {
            (_, Some(at)) => (self.now, at, ""),
            (Some(at), None) => (self.base, at, "-"),
            (None, None) => return,
        };
        let mut above: Vec<NodeRef> = std::iter::successors(tree.parent(at), |at| tree.parent(*at)).collect();
        above.reverse();
        let mut way = Vec::with_capacity(above.len());
        for (depth, parent) in above.into_iter().enumerate() {
            // What a removed node stood in is shown as it is now.
            let now = if side.is_empty() { Some(parent) } else { self.diff.pairs.after(parent) };
            let (tree, shown) = match now {
                Some(now) => (self.now, now),
                None => (self.base, parent),
            };
            let key = format!("at:{}", tree.path(shown));
            if self.way.get(depth) != Some(&key) {
                let pieces = self.name(tree, shown);
                let kind = tree.node(shown).kind;
                let line = self.push(key.clone(), depth + 1, Sign::Context, pieces);
                line.kind = Some(kind);
                line.target = now.map_or(Target::Nowhere, Target::Node);
                self.way.truncate(depth);
                self.way.push(key.clone());
            }
            way.push(key);
        }
        let depth = way.len() + 1;
        let own = format!("{}at:{}", side, change.spot().path);
        let sign = match change.sort {
            Sort::Added => Sign::Added,
            Sort::Removed => Sign::Removed,
            Sort::Changed if !change.moved.is_empty() => Sign::Moved,
            Sort::Changed if change.renamed.is_some() => Sign::Renamed,
            Sort::Changed => Sign::Edited,
        };
        let mut pieces = self.name(tree, at);
        if !change.with.is_empty() {
            let with: Vec<String> = change.with.iter().map(|c| format!("{} × {}", c.count, c.kind.label())).collect();
            pieces.push((tr!("  with {list}", list = with.join(", ")), Tone::Dim));
        }
        let target = match change.nodes {
            (_, Some(now)) => Target::Node(now),
            (Some(was), None) => Target::Gone(self.base.parent(was).and_then(|parent| self.diff.pairs.after(parent))),
            (None, None) => Target::Nowhere,
        };
        let kind = change.kind;
        let line = self.push(own.clone(), depth, sign, pieces);
        line.kind = Some(kind);
        line.target = target.clone();
        line.change = Some((index, Part::Whole));
        way.push(own.clone());
        self.way = way;
        self.details(index, change, (&own, depth + 1), &target);
    }

    fn details(&mut self, index: usize, change: &Change<'_>, (own, depth): (&str, usize), target: &Target) {
        let none = || tr!("none").to_owned();
        let mut details: Vec<(String, Pieces, Part)> = Vec::new();
        if let Some(renamed) = change.renamed {
            let pieces = vec![
                (tr!("renamed: ").to_owned(), Tone::Dim),
                (renamed.from.map_or_else(none, str::to_owned), Tone::Went),
                (" → ".to_owned(), Tone::Dim),
                (renamed.to.map_or_else(none, str::to_owned), Tone::Came),
            ];
            details.push(("id".into(), pieces, Part::Name));
        }
        for how in &change.moved {
            if let Some(pieces) = moved(how) {
                details.push(("place".into(), pieces, Part::Place));
            }
        }
        for field in &change.fields {
            details.push((field.key.clone(), told(field), Part::Field(field.key.clone())));
        }
        for (key, pieces, part) in details {
            let line = self.push(format!("{own}:{key}"), depth, Sign::Detail, pieces);
            line.target = target.clone();
            line.change = Some((index, part));
        }
    }

    /// Id and title of a node.
    fn name(&self, tree: &Tree, at: NodeRef) -> Pieces {
        let node = tree.node(at);
        let language = self.language;
        if node.kind == Kind::Root {
            return vec![(tree.file(at.file).name.clone(), Tone::Name)];
        }
        let title = node.title(language).unwrap_or_default().to_owned();
        let id = match node.id() {
            Some(id) => id.to_owned(),
            None if title.is_empty() && schema::spec(node.kind).many => tree.segment(at),
            None if title.is_empty() => node.kind.label().to_owned(),
            None => String::new(),
        };
        let mut pieces = Vec::new();
        if !id.is_empty() {
            pieces.push((format!("{id} "), Tone::Name));
        }
        pieces.push((title, Tone::Plain));
        pieces
    }

    fn coverage(&mut self) {
        let coverage = &self.diff.coverage;
        if coverage.is_empty() {
            return;
        }
        let rose = coverage.iter().filter(|change| change.rose()).count();
        let fell = coverage.iter().filter(|change| change.fell()).count();
        self.heading("coverage", tr!("Coverage"), tr!("{rose} rose, {fell} fell", rose, fell));
        for change in coverage {
            let sign = match (change.rose(), change.fell()) {
                (true, false) => Sign::Rose,
                (false, true) => Sign::Fell,
                _ => Sign::Edited,
            };
            let mut pieces = vec![
                (format!("{} ", change.competency), Tone::Name),
                (tr!("at {point}: ", point = change.point), Tone::Plain),
            ];
            for (place, (what, was, is)) in levels(change).into_iter().enumerate() {
                let comma = if place == 0 { "" } else { ", " };
                pieces.push((format!("{comma}{what} "), Tone::Dim));
                pieces.push((was, Tone::Went));
                pieces.push((" → ".into(), Tone::Dim));
                pieces.push((is, Tone::Came));
            }
            if let Some(gap) = gap(change) {
                pieces.push((format!("  {gap}"), Tone::Name));
            }
            if let Some(track) = change.track {
                pieces.push((tr!("  learners of {track}", track), Tone::Dim));
            }
            pieces.push((format!("  {}", change.statement), Tone::Dim));
            let key = format!(
                "cover:{}:{}:{}:{}",
                change.framework,
                change.track.unwrap_or_default(),
                change.competency,
                change.point
            );
            let path = format!("{}:{}", change.framework, change.competency);
            self.push(key, 1, sign, pieces).target = Target::Path(path);
        }
    }

    fn load(&mut self) {
        if self.diff.load.is_empty() {
            return;
        }
        self.heading("load", tr!("Load"), String::new());
        for change in &self.diff.load {
            let (before, after) = (change.before, change.after);
            let figures = [
                (tr!("courses"), before.courses as f64, after.courses as f64),
                (tr!("hours"), before.hours, after.hours),
                (tr!("credits"), before.credits, after.credits),
                (tr!("elective courses"), before.elective_courses as f64, after.elective_courses as f64),
                (tr!("elective hours"), before.elective_hours, after.elective_hours),
                (tr!("elective credits"), before.elective_credits, after.elective_credits),
            ];
            let track = change.track.map(|track| format!(" {track}")).unwrap_or_default();
            let mut pieces = vec![(format!("{}{track} ", change.stage), Tone::Name)];
            for (what, was, is) in figures.into_iter().filter(|(_, was, is)| was.to_bits() != is.to_bits()) {
                pieces.push((format!(" {what} "), Tone::Dim));
                pieces.push((was.to_string(), Tone::Went));
                pieces.push((" → ".into(), Tone::Dim));
                pieces.push((is.to_string(), Tone::Came));
            }
            let path = change.track.unwrap_or(change.stage).to_owned();
            self.push(format!("load:{}{track}", change.stage), 1, Sign::Edited, pieces).target = Target::Path(path);
        }
    }

    fn findings(&mut self) {
        let findings = &self.diff.findings;
        let (appeared, gone) = (findings.appeared.len(), findings.gone.len());
        if appeared + gone == 0 {
            return;
        }
        self.heading("findings", tr!("Problems"), tr!("{appeared} appeared, {gone} gone", appeared, gone));
        let all =
            findings.appeared.iter().map(|f| (Sign::Added, f)).chain(findings.gone.iter().map(|f| (Sign::Removed, f)));
        let mut seen: FxHashMap<String, usize> = FxHashMap::default();
        for (sign, finding) in all {
            let mut pieces = vec![
                (format!("{} ", crate::language::translated(finding.severity)), Tone::Dim),
                (finding.message.to_owned(), Tone::Plain),
                (format!("  {}", finding.check), Tone::Dim),
            ];
            if let Some(why) = finding.waived {
                pieces.push((tr!("  waived: {why}", why), Tone::Dim));
            }
            let key = format!("find:{}", finding.fingerprint);
            let count = seen.entry(key.clone()).or_default();
            *count += 1;
            self.push(format!("{key}:{count}"), 1, sign, pieces).target = Target::Path(finding.node.to_owned());
        }
    }
}

fn moved(how: &Move) -> Option<Pieces> {
    let root = || tr!("the plan").to_owned();
    let pieces = match how {
        Move::Parent { from, to } => vec![
            (tr!("moved: ").to_owned(), Tone::Dim),
            (from.clone().unwrap_or_else(root), Tone::Went),
            (" → ".to_owned(), Tone::Dim),
            (to.clone().unwrap_or_else(root), Tone::Came),
        ],
        Move::File { from, to } => vec![
            (tr!("other file: ").to_owned(), Tone::Dim),
            (from.clone(), Tone::Went),
            (" → ".to_owned(), Tone::Dim),
            (to.clone(), Tone::Came),
        ],
        Move::Order { after } => vec![match after {
            Some(after) => (tr!("other order: behind {after} now", after), Tone::Dim),
            None => (tr!("other order: first now").to_owned(), Tone::Dim),
        }],
        // Its fields are told one by one.
        Move::Placement { .. } => return None,
    };
    Some(pieces)
}

fn told(field: &FieldChange<'_>) -> Pieces {
    let mut pieces = vec![(format!("{}: ", field.key), Tone::Dim)];
    if !field.added.is_empty() || !field.removed.is_empty() {
        for (place, item) in field.removed.iter().enumerate() {
            pieces.push((format!("{}-{item}", if place == 0 { "" } else { " " }), Tone::Went));
        }
        for (place, item) in field.added.iter().enumerate() {
            let gap = if place == 0 && field.removed.is_empty() { "" } else { " " };
            pieces.push((format!("{gap}+{item}"), Tone::Came));
        }
    } else if field.words.is_empty() {
        let none = || tr!("none").to_owned();
        let (was, is) = (field.was(), field.is());
        let same = was == is;
        pieces.push((was.unwrap_or_else(none), Tone::Went));
        pieces.push((" → ".into(), Tone::Dim));
        pieces.push((is.unwrap_or_else(none), Tone::Came));
        if same {
            pieces.push((tr!("  (other order or spelling)").to_owned(), Tone::Dim));
        }
    } else {
        pieces.extend(field.words.iter().map(|piece| match piece {
            Piece::Same(text) => ((*text).to_owned(), Tone::Plain),
            Piece::Removed(text) => (format!("[-{text}-]"), Tone::Went),
            Piece::Added(text) => (format!("{{+{text}+}}"), Tone::Came),
        }));
    }
    pieces
}

type Figure<'a> = fn(&Reached<'a>) -> Option<&'a str>;

fn word<'a>(side: Option<&Reached<'a>>, of: Figure<'a>) -> String {
    side.and_then(of).map_or_else(|| tr!("none").to_owned(), str::to_owned)
}

/// Levels before and after, where they differ.
fn levels(change: &CoverageChange<'_>) -> Vec<(&'static str, String, String)> {
    let figures: [(&'static str, Figure<'_>); 3] = [
        (tr!("guaranteed"), |reached| reached.guaranteed),
        (tr!("possible"), |reached| reached.possible),
        (tr!("expected"), |reached| reached.expected),
    ];
    let told =
        figures.into_iter().map(|(what, of)| (what, word(change.before.as_ref(), of), word(change.after.as_ref(), of)));
    told.filter(|(_, was, is)| was != is).collect()
}

/// What it means for the gap between what is expected and what is guaranteed.
fn gap(change: &CoverageChange<'_>) -> Option<&'static str> {
    let met = |side: &Option<Reached<'_>>| side.filter(|it| it.expected.is_some()).map(|it| it.met);
    match (met(&change.before), met(&change.after)) {
        (Some(false), Some(true)) => Some(tr!("the gap is closed")),
        (Some(true) | None, Some(false)) => Some(tr!("a new gap")),
        (Some(false), Some(false)) => Some(tr!("still a gap")),
        _ => None,
    }
}
