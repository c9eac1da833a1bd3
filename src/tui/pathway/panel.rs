//! Below the grid: the selected course, what it needs and unlocks, and what a learner or a what-if comes to.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::choice::in_words;
use super::draw::Told;
use super::model::{Course, Link, Model};
use super::scene::Scene;
use super::work::{Compared, Difference, Off};
use super::{View, number};
use crate::metrics::Kind;
use crate::text::visible;
use crate::tr;
use crate::tui::pen::rule;
use crate::tui::theme::Theme;
use crate::tui::widget::{Pen, row};

/// From here on the parts stand side by side.
const WIDE: u16 = 100;

/// A line of the panel: pieces of text with their styles.
type Line = Vec<(String, Style)>;

pub(super) fn draw(view: &View, model: &Model, scene: &Scene, buffer: &mut Buffer, theme: &Theme, told: &Told) {
    let area = scene.panel.intersection(buffer.area);
    if area.is_empty() {
        return;
    }
    let panel = Panel { view, model, theme, told };
    let course = view.selected_index().and_then(|index| Some((index, model.course(index)?)));
    if area.height < 4 {
        let Some((index, course)) = course else { return };
        let mut lines = panel.short(index, course);
        if let Some(line) = panel.verdict_line() {
            lines.insert(lines.len().min(usize::from(area.height).saturating_sub(1)), line);
        }
        write(buffer, area, &lines);
        return;
    }
    let caption = course.map_or_else(String::new, |(_, course)| visible(&course.id).into_owned());
    rule(buffer, area, area.y, &caption, theme.border, theme.title);
    let inner = Rect { y: area.y + 1, height: area.height - 1, ..area };
    if area.width < WIDE {
        panel.narrow(buffer, inner, course);
        return;
    }
    let (first, second) = (area.width * 36 / 100, area.width * 31 / 100);
    let parts = [(0, first), (first, second), (first + second, area.width - first - second)];
    let part =
        |place: usize| Rect { x: inner.x + parts[place].0 + 1, width: parts[place].1.saturating_sub(2), ..inner };
    if let Some((index, course)) = course {
        write(buffer, part(0), &panel.details(index, course));
        panel.links(buffer, part(1));
    }
    write(buffer, part(2), &panel.verdict(usize::from(inner.height)));
}

/// Each line on a row of its own, as far as there are rows.
fn write(buffer: &mut Buffer, area: Rect, lines: &[Line]) {
    for (place, line) in lines.iter().enumerate().take(usize::from(area.height)) {
        let mut pen = Pen::new(buffer, row(area, place));
        for (text, style) in line {
            pen.put(text, *style);
        }
    }
}

struct Panel<'a> {
    view: &'a View,
    model: &'a Model,
    theme: &'a Theme,
    told: &'a Told,
}

impl Panel<'_> {
    fn plain(&self, text: impl Into<String>) -> Line {
        vec![(text.into(), self.theme.text)]
    }

    fn dim(&self, text: impl Into<String>) -> Line {
        vec![(text.into(), self.theme.dim)]
    }

    /// When a course runs, in words.
    fn when(&self, course: &Course) -> String {
        let calendar = self.model.calendar;
        let name = |(first, last): &(usize, usize)| {
            let (from, to) = (calendar.at(*first), calendar.at(*last));
            let whole = from.1 == 1 && to.1 == calendar.terms;
            match (whole, first == last) {
                _ if whole && from.0 == to.0 => tr!("year {year}", year = from.0),
                (true, _) => tr!("years {first} to {last}", first = from.0, last = to.0),
                (_, true) => tr!("year {year}, term {term}", year = from.0, term = from.1),
                _ => tr!(
                    "year {year}, term {term} to year {last}, term {end}",
                    year = from.0,
                    term = from.1,
                    last = to.0,
                    end = to.1
                ),
            }
        };
        let stretches: Vec<String> = course.stand.stretches.iter().map(name).collect();
        if stretches.is_empty() { tr!("in no year").to_owned() } else { stretches.join(" · ") }
    }

    fn amounts(&self, course: &Course) -> String {
        let mut parts = Vec::new();
        parts.extend(course.hours.map(|hours| tr!("{hours} hours", hours = number(hours))));
        parts.extend(course.credits.map(|credits| tr!("{count} credits", count = number(credits))));
        parts.push(self.when(course));
        parts.join(" · ")
    }

    fn figures(course: &Course) -> String {
        tr!(
            "blocks {blocking} · delay {delay} · complexity {complexity}",
            blocking = course.blocking,
            delay = course.delay,
            complexity = number(course.complexity)
        )
    }

    fn findings(&self) -> Option<Line> {
        let (errors, warnings, notes) = self.told.findings?;
        let style = match (errors, warnings, notes) {
            (0, 0, 0) => return None,
            (0, 0, _) => self.theme.note,
            (0, ..) => self.theme.warning,
            _ => self.theme.error,
        };
        // The marks of the tree and of the status line.
        let marks = [('!', errors), ('?', warnings), ('i', notes)];
        let marks = marks.into_iter().filter(|(_, count)| *count > 0).map(|(mark, count)| format!("{mark}{count}"));
        let marks = marks.collect::<Vec<_>>().join(" ");
        Some(vec![(tr!("findings {marks}", marks), style)])
    }

    fn groups(&self, index: usize, course: &Course) -> Vec<Line> {
        if course.groups.is_empty() {
            return Vec::new();
        }
        let filled = self.view.filled();
        let is_taken = self.view.is_taken(index);
        let mark = if is_taken { tr!("● taken") } else { tr!("○ elective") };
        let groups =
            course.groups.iter().filter_map(|group| Some((self.model.groups.get(*group)?, filled.get(*group)?)));
        let lines = groups.map(|(group, filled)| {
            let style = if filled.is_over() { self.theme.warning } else { self.theme.text };
            vec![(format!("{mark} {} ", group.id), self.theme.text), (in_words(*filled), style)]
        });
        lines.collect()
    }

    fn details(&self, index: usize, course: &Course) -> Vec<Line> {
        let mut lines = vec![
            vec![(course.title.clone(), self.theme.title)],
            self.plain(self.amounts(course)),
            self.plain(Self::figures(course)),
        ];
        if let Some(place) = course.on_longest {
            lines.push(self.plain(tr!("★ {place} of {count} on the longest path", place, count = self.model.longest)));
        }
        if course.is_bottleneck {
            let (needs, unlocks) = self.counted(index);
            lines.push(self.plain(tr!("◆ bottleneck: needs {needs}, needed by {unlocks}", needs, unlocks)));
        }
        lines.extend(self.groups(index, course));
        if !course.also.is_empty() {
            lines.push(self.dim(tr!("also asks for {what}", what = course.also.join(", "))));
        }
        lines.extend(self.findings());
        lines
    }

    fn counted(&self, index: usize) -> (usize, usize) {
        let links = self.view.links();
        let needs = links.iter().filter(|link| link.to == index).count();
        (needs, links.len() - needs)
    }

    /// In few lines.
    fn short(&self, index: usize, course: &Course) -> Vec<Line> {
        let (needs, unlocks) = self.counted(index);
        let mut first = vec![
            (format!("{} ", course.id), self.theme.title),
            (format!("{} · ", course.title), self.theme.text),
            (self.amounts(course), self.theme.dim),
        ];
        if course.title.is_empty() {
            first.remove(1);
        }
        vec![first, self.plain(format!("{} · ◂{needs} ▸{unlocks}", Self::figures(course)))]
    }

    fn narrow(&self, buffer: &mut Buffer, area: Rect, course: Option<(usize, &Course)>) {
        let Some((index, course)) = course else {
            write(buffer, area, &self.verdict(usize::from(area.height)));
            return;
        };
        let area = Rect { x: area.x + 1, width: area.width.saturating_sub(1), ..area };
        let mut lines =
            vec![vec![(format!("{} ", course.title), self.theme.title), (self.amounts(course), self.theme.dim)]];
        let mut second = self.plain(Self::figures(course));
        if let Some(place) = course.on_longest {
            second.push((format!(" · ★ {place}/{}", self.model.longest), self.theme.title));
        }
        if course.is_bottleneck {
            second.push((format!(" · {}", tr!("◆ bottleneck")), self.theme.title));
        }
        if let Some(findings) = self.findings() {
            second.push((" · ".to_owned(), self.theme.dim));
            second.extend(findings);
        }
        lines.push(second);
        if self.view.in_links() {
            write(buffer, area, &lines);
            let rest = Rect { y: area.y + 2.min(area.height), height: area.height.saturating_sub(2), ..area };
            self.links(buffer, rest);
            return;
        }
        let mut groups = self.groups(index, course);
        let names = |needs: bool| -> String {
            let links = self.view.links().into_iter().filter(|link| (link.to == index) == needs);
            let names: Vec<String> = links.map(|link| self.link_name(link, index)).collect();
            if names.is_empty() { "–".to_owned() } else { names.join(" ") }
        };
        lines.push(vec![(tr!("◂ needs ").to_owned(), self.theme.note), (names(true), self.theme.text)]);
        lines.push(vec![(tr!("▸ unlocks ").to_owned(), self.theme.good), (names(false), self.theme.text)]);
        if let Some(verdict) = self.verdict_line() {
            if !groups.is_empty() && usize::from(area.height) < lines.len() + 2 {
                groups.truncate(0);
            }
            lines.append(&mut groups);
            let last = usize::from(area.height).saturating_sub(1).min(lines.len());
            lines.insert(last, verdict);
        } else if groups.is_empty() {
            lines.push(self.legend_line());
        } else {
            lines.append(&mut groups);
        }
        write(buffer, area, &lines);
    }

    /// The other end of a link, with what there is to say of it.
    fn link_name(&self, link: Link, index: usize) -> String {
        let other = if link.to == index { link.from } else { link.to };
        let id = self.model.course(other).map_or("", |course| course.id.as_str());
        format!("{}{id}{}", if link.kind == Kind::Prerequisite { "" } else { "≈" }, self.link_marks(link))
    }

    fn link_marks(&self, link: Link) -> String {
        let mut marks = String::new();
        if !link.is_certain {
            marks.push('?');
        }
        if self.model.is_late(link) {
            marks.push('!');
        }
        if self.view.is_link_off(link) {
            marks.push('✗');
        }
        marks
    }

    /// One link a line, the selected one in sight.
    fn links(&self, buffer: &mut Buffer, area: Rect) {
        let Some(index) = self.view.selected_index() else { return };
        let links = self.view.links();
        if links.is_empty() {
            write(buffer, area, &[self.dim(tr!("needs no course and unlocks none"))]);
            return;
        }
        let height = usize::from(area.height).max(1);
        let selected = self.view.link.min(links.len() - 1);
        let top = if self.view.in_links() { (selected + 1).saturating_sub(height) } else { 0 };
        for (place, link) in links.iter().enumerate().skip(top).take(height) {
            let is_need = link.to == index;
            let other = self.model.course(if is_need { link.from } else { link.to });
            let Some(other) = other else { continue };
            let (glyph, style, word) = match (link.kind, is_need) {
                (Kind::Prerequisite, true) => ("◂", self.theme.note, tr!("needs")),
                (Kind::Prerequisite, false) => ("▸", self.theme.good, tr!("unlocks")),
                (_, true) => ("≈", self.theme.key, tr!("with")),
                (_, false) => ("≈", self.theme.key, tr!("with it")),
            };
            let mut flags = Vec::new();
            if !link.is_certain {
                flags.push(tr!("? one of several"));
            }
            if self.model.is_late(*link) {
                flags.push(tr!("! too late"));
            }
            if self.view.is_link_off(*link) {
                flags.push(tr!("✗ off"));
            }
            let is_here = self.view.in_links() && place == selected;
            let text = if is_here { self.theme.selected } else { self.theme.text };
            let is_last = place + 1 == top + height && place + 1 < links.len();
            let mut pen = Pen::new(buffer, row(area, place - top));
            let more = is_last.then(|| tr!(" +{count} more", count = links.len() - place - 1));
            let end = more.as_ref().map(|more| pen.reserve(Pen::width_of(more)));
            pen.put(glyph, style).skip(1).put(&format!("{word} "), style).put(&other.id, text);
            if !flags.is_empty() {
                pen.skip(1).put(&flags.join(" "), self.theme.warning);
            }
            pen.skip(1).put(&other.title, self.theme.dim);
            if let (Some(end), Some(more)) = (end, more) {
                Pen::new(buffer, end).put(&more, self.theme.key);
            }
        }
    }

    /// What if, else this learner, else what the marks mean.
    fn verdict(&self, height: usize) -> Vec<Line> {
        if self.view.is_what_if() {
            return self.what_if(height);
        }
        if self.view.has_taken() {
            return self.learner(height);
        }
        self.legend()
    }

    /// The same in one line.
    fn verdict_line(&self) -> Option<Line> {
        let style = self.theme.warning;
        if self.view.is_what_if() {
            let Some(what_if) = &self.view.found.what_if else { return Some(self.dim(tr!("working it out…"))) };
            let Compared { expected, met, .. } = what_if.coverage;
            return Some(vec![
                (tr!("What if: ").to_owned(), style),
                (
                    tr!(
                        "complexity {before}→{after} · meets {old}→{new} of {expected}",
                        before = number(what_if.complexity.0),
                        after = number(what_if.complexity.1),
                        old = met.0,
                        new = met.1,
                        expected
                    ),
                    self.theme.text,
                ),
            ]);
        }
        if !self.view.has_taken() {
            return None;
        }
        let Some(learner) = &self.view.found.learner else { return Some(self.dim(tr!("working it out…"))) };
        Some(vec![(tr!("This learner: ").to_owned(), self.theme.title), (learner_counts(learner), self.theme.text)])
    }

    fn learner(&self, height: usize) -> Vec<Line> {
        let mut lines = vec![vec![(tr!("This learner").to_owned(), self.theme.title)]];
        let Some(learner) = &self.view.found.learner else {
            lines.push(self.dim(tr!("working it out…")));
            return lines;
        };
        lines.push(self.plain(learner_counts(learner)));
        let filled = self.view.filled();
        for (group, filled) in self.model.groups.iter().zip(&filled).filter(|(_, filled)| filled.have > 0.0) {
            let style = if filled.is_over() || filled.is_short() { self.theme.warning } else { self.theme.text };
            lines.push(vec![(format!("{} {}", group.id, in_words(*filled)), style)]);
        }
        self.differences(&mut lines, learner, height);
        lines
    }

    fn what_if(&self, height: usize) -> Vec<Line> {
        let names: Vec<String> = self.view.without().iter().map(off_name).collect();
        let mut lines = vec![vec![(tr!("What if without {what}", what = names.join(", ")), self.theme.warning)]];
        let Some(what_if) = &self.view.found.what_if else {
            lines.push(self.dim(tr!("working it out…")));
            return lines;
        };
        let arrow = |(before, after): (f64, f64)| {
            if (before - after).abs() < 1e-9 {
                number(before)
            } else {
                format!("{} → {}", number(before), number(after))
            }
        };
        let counts = |(before, after): (u64, u64)| arrow((before as f64, after as f64));
        let sizes = |(before, after): (usize, usize)| arrow((before as f64, after as f64));
        lines.push(self.plain(tr!("complexity {figure}", figure = arrow(what_if.complexity))));
        lines.push(self.plain(tr!(
            "longest path {longest} · courses {courses}",
            longest = counts(what_if.longest),
            courses = sizes(what_if.courses)
        )));
        lines.push(self.plain(tr!("credits {credits}", credits = arrow(what_if.credits))));
        let Compared { expected, met, .. } = what_if.coverage;
        lines.push(self.plain(tr!("meets {met} of {expected}", met = sizes(met), expected)));
        lines.push(self.plain(tr!("gaps in the whole plan {gaps}", gaps = sizes(what_if.gaps))));
        self.differences(&mut lines, &what_if.coverage, height);
        lines
    }

    /// As many as there is room for; then how many more.
    fn differences(&self, lines: &mut Vec<Line>, compared: &Compared, height: usize) {
        let all: Vec<(bool, &Difference)> = compared
            .lost
            .iter()
            .map(|difference| (false, difference))
            .chain(compared.gained.iter().map(|difference| (true, difference)))
            .collect();
        if all.is_empty() {
            lines.push(self.dim(tr!("no competency reaches another level")));
            return;
        }
        let several = all.iter().any(|(_, difference)| difference.point != all[0].1.point);
        let room = height.saturating_sub(lines.len());
        let shown = if all.len() > room { room.saturating_sub(1) } else { all.len() };
        for (is_gain, difference) in &all[..shown] {
            let (sign, style) = if *is_gain { ("+", self.theme.good) } else { ("-", self.theme.gap) };
            let mark = match (difference.crosses, is_gain) {
                (true, true) => tr!(" met now"),
                (true, false) => tr!(" gap"),
                _ => "",
            };
            lines.push(vec![
                (format!("{sign} {} ", difference.competency), style),
                (format!("{} → {}", difference.before, difference.after), self.theme.text),
                (mark.to_owned(), style),
                (if several { format!(" {}", difference.point) } else { String::new() }, self.theme.dim),
            ]);
        }
        if shown < all.len() {
            lines.push(self.dim(tr!("and {count} more", count = all.len() - shown)));
        }
    }

    fn legend(&self) -> Vec<Line> {
        let texts = [
            tr!("◂ needs  ▸ unlocks  ≈ together"),
            tr!("★ longest path  ◆ bottleneck"),
            tr!("○ elective  ● taken  ! too late"),
            tr!("█ hours  ▒ choices, on average"),
        ];
        let mut lines: Vec<Line> = texts.into_iter().map(|text| self.dim(text)).collect();
        if let Some(budget) = self.model.budget {
            lines.push(self.dim(tr!("│ {hours} hours a term: the budget", hours = number(budget))));
        }
        if !self.model.groups.is_empty() {
            lines.push(self.dim(tr!("Take electives to see what it gives.")));
        }
        lines
    }

    fn legend_line(&self) -> Line {
        self.dim(tr!("★ longest path  ◆ bottleneck  ○ elective  ● taken  ! too late"))
    }
}

fn learner_counts(learner: &Compared) -> String {
    let Compared { expected, met: (guaranteed, met), .. } = *learner;
    tr!("meets {met} of {expected} (guaranteed {guaranteed})", met, expected, guaranteed)
}

/// `PD-CAD`, or `PD-CAD ◂ PD-SKETCH` for a prerequisite of it.
fn off_name(off: &Off) -> String {
    match &off.requires {
        Some(requires) => format!("{} ◂ {requires}", off.course),
        None => off.course.clone(),
    }
}
