use super::{DiffReport, Mark, along, amounts, gap, levels, push, summary, told_changes};
use crate::diff::{Change, FieldChange, Move, Renamed, Spot};
use crate::language::translated;
use crate::text::{Piece, Truncate, truncate, visible};
use crate::tr;

/// Columns of a title.
const TITLE_WIDTH: usize = 60;

/// For people at a terminal.
pub fn diff_text(report: &DiffReport<'_>, colours: bool) -> String {
    let diff = report.diff;
    let mut page = Page { out: String::new(), colours };
    push(&mut page.out, format_args!("{} → {}\n", visible(report.before), visible(report.after)));
    if diff.is_empty() {
        page.out.extend([tr!("Nothing changed."), "\n"]);
        return page.out;
    }
    push(&mut page.out, format_args!("{}\n", summary(&diff.summary)));
    page.changes(report);
    if !diff.prerequisites.is_empty() {
        page.heading(tr!("Prerequisites"));
    }
    for change in &diff.prerequisites {
        page.line(Mark::Edited, &format!("{} {}", visible(&change.path), visible(&change.key)));
        page.items(&change.added, &change.removed);
    }
    page.coverage(report);
    if !diff.load.is_empty() {
        page.heading(tr!("Load"));
    }
    for change in &diff.load {
        let figures = amounts(change).into_iter().map(|(what, was, is)| format!("{what} {was} → {is}"));
        let what = figures.collect::<Vec<_>>().join(tr!(", "));
        let place = std::iter::once(change.stage).chain(change.track).map(visible).collect::<Vec<_>>().join(tr!(", "));
        page.line(Mark::Edited, &tr!("{place}: {what}", place, what));
    }
    if !diff.findings.appeared.is_empty() || !diff.findings.gone.is_empty() {
        page.heading(tr!("Findings"));
    }
    let appeared = diff.findings.appeared.iter().map(|finding| (Mark::Added, finding));
    for (mark, finding) in appeared.chain(diff.findings.gone.iter().map(|finding| (Mark::Removed, finding))) {
        let (message, file) = (visible(finding.message), visible(finding.file));
        let place = format!("{} {}", translated(finding.severity), finding.check);
        let what = match finding.waived.map(visible) {
            Some(why) => tr!("{message} (waived: {why})", message, why),
            None => message.into_owned(),
        };
        page.line(mark, &format!("{}  {file}:{}", tr!("{place}: {what}", place, what), finding.line));
    }
    page.out
}

struct Page {
    out: String,
    colours: bool,
}

impl Page {
    fn heading(&mut self, text: &str) {
        self.out.push('\n');
        let bold = self.styled("1", text);
        push(&mut self.out, format_args!("{bold}\n"));
    }

    /// `text` must be visible already.
    fn styled(&self, style: &str, text: &str) -> String {
        if self.colours { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn marked(&self, mark: Mark, text: &str) -> String {
        let style = match mark {
            Mark::Added => "32",
            Mark::Removed => "31",
            Mark::Edited => "33",
            Mark::Moved => "36",
        };
        self.styled(style, text)
    }

    fn line(&mut self, mark: Mark, text: &str) {
        let sign = self.marked(mark, &mark.sign().to_string());
        push(&mut self.out, format_args!("{sign} {text}\n"));
    }

    fn detail(&mut self, text: &str) {
        push(&mut self.out, format_args!("    {text}\n"));
    }

    fn items(&mut self, added: &[String], removed: &[String]) {
        for (mark, items) in [(Mark::Removed, removed), (Mark::Added, added)] {
            for item in items {
                let text = self.marked(mark, &format!("{} {}", mark.sign(), visible(item)));
                self.detail(&text);
            }
        }
    }

    fn changes(&mut self, report: &DiffReport<'_>) {
        for (index, (change, fields)) in told_changes(report.diff).enumerate() {
            if index == 0 {
                self.heading(tr!("Plan"));
            }
            let Spot { path, title, file, line } = change.spot();
            let kind = if change.kind == crate::model::Kind::Root { tr!("file") } else { change.kind.label() };
            let node = tr!("{kind} {id}", kind, id = visible(path));
            let named = match title.filter(|title| title != path) {
                Some(title) => tr!("{id} \"{title}\"", id = node, title = short(title)),
                None => node,
            };
            let place = self.styled("2", &format!("{}:{line}", visible(file)));
            self.line(Mark::of_change(change), &format!("{named}  {place}"));
            self.whereabouts(change);
            for field in fields {
                self.field(field);
            }
        }
    }

    /// Names and places before and after, and what came along.
    fn whereabouts(&mut self, change: &Change<'_>) {
        if !change.with.is_empty() {
            self.detail(&tr!("with {list}", list = along(change)));
        }
        if let Some(Renamed { from, to }) = change.renamed {
            let name = |id: Option<&str>| id.map_or(tr!("no id").to_owned(), |id| visible(id).into_owned());
            self.detail(&tr!("renamed: {from} → {to}", from = name(from), to = name(to)));
        }
        for how in &change.moved {
            let text = match how {
                Move::Parent { from, to } => {
                    let root = || tr!("the plan's root").to_owned();
                    let place =
                        |path: &Option<String>| path.as_deref().map_or_else(root, |path| visible(path).into_owned());
                    tr!("moved: {from} → {to}", from = place(from), to = place(to))
                }
                Move::File { from, to } | Move::Placement { from, to } => {
                    tr!("moved: {from} → {to}", from = visible(from), to = visible(to))
                }
                Move::Order { after: Some(sibling) } => tr!("moved: now after {name}", name = visible(sibling)),
                Move::Order { after: None } => tr!("moved: now first").to_owned(),
            };
            self.detail(&text);
        }
    }

    fn field(&mut self, field: &FieldChange<'_>) {
        let key = visible(&field.key);
        if !field.added.is_empty() || !field.removed.is_empty() {
            self.detail(&format!("{key}:"));
            for (mark, items) in [(Mark::Removed, &field.removed), (Mark::Added, &field.added)] {
                for item in items {
                    let text = self.marked(mark, &format!("{} {}", mark.sign(), visible(item)));
                    self.detail(&format!("  {text}"));
                }
            }
        } else if !field.words.is_empty() {
            let pieces = field.words.iter().map(|piece| match piece {
                Piece::Same(text) => visible(text).into_owned(),
                Piece::Removed(text) => self.marked(Mark::Removed, &format!("[-{}-]", visible(text))),
                Piece::Added(text) => self.marked(Mark::Added, &format!("{{+{}+}}", visible(text))),
            });
            let text: String = pieces.collect();
            self.detail(&format!("{key}: {text}"));
        } else {
            let side =
                |value: Option<String>| value.map_or(tr!("none").to_owned(), |value| visible(&value).into_owned());
            let order = if field.was() == field.is() { format!(" {}", tr!("(other spelling)")) } else { String::new() };
            let was = self.marked(Mark::Removed, &side(field.was()));
            let is = self.marked(Mark::Added, &side(field.is()));
            self.detail(&format!("{key}: {was} → {is}{order}"));
        }
    }

    fn coverage(&mut self, report: &DiffReport<'_>) {
        let mut target = None;
        for change in &report.diff.coverage {
            if target != Some((change.framework, change.track)) {
                target = Some((change.framework, change.track));
                let title = tr!("Coverage: {framework}", framework = visible(change.framework));
                self.heading(&match change.track.map(visible) {
                    Some(track) => tr!("{what}, learners of {track}", what = title, track),
                    None => title,
                });
            }
            let levels: Vec<String> = levels(change)
                .into_iter()
                .map(|(what, was, is)| format!("{what} {} → {}", visible(was), visible(is)))
                .collect();
            let (id, title, point) = (visible(change.competency), short(change.statement), visible(change.point));
            let levels = levels.join(tr!(", "));
            let told = tr!("{id} \"{title}\" at {point}: {levels}", id, title, point, levels);
            self.line(
                Mark::of_coverage(change),
                &match gap(change) {
                    "" => told,
                    gap => tr!("{what} ({gap})", what = told, gap),
                },
            );
        }
    }
}

fn short(title: &str) -> String {
    truncate(&visible(title), TITLE_WIDTH, Truncate::End).into_owned()
}
