use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::words::{glyph, role_word};
use super::{Areas, Line, Shown, overview};
use crate::report::facts::{Role, ThreadStep};
use crate::tr;
use crate::tui::state::State;
use crate::tui::theme::{Theme, level_glyph};
use crate::tui::view::{lines, marks};
use crate::tui::widget::{Pen, framed, row, rule};

pub(crate) fn draw(state: &State, buffer: &mut Buffer, body: Rect, theme: &Theme) {
    let Some(shown) = Shown::of(state) else {
        let inner = framed(buffer, body, tr!("Competency thread"), theme, true);
        let why = match &state.analysis {
            None => tr!("Working out the coverage…"),
            Some(_) => {
                tr!("The plan is held against no framework: give its [curriculum] `frameworks`, such as [\"design\"].")
            }
        };
        for (index, line) in lines(why, inner.width).iter().enumerate() {
            Pen::new(buffer, row(inner, index)).put(line, theme.dim);
        }
        return;
    };
    let inner = framed(buffer, body, &title(&shown), theme, true);
    let areas = Areas::of(body, &shown);
    let lines = shown.lines();
    let scroll = state.thread.scroll;
    let selected = scroll.selected.min(lines.len().saturating_sub(1));
    let line = lines.get(selected).copied();
    let here = lines.get(..=selected).unwrap_or_default().iter().rev().find_map(|line| line.leg());

    head(&shown, buffer, areas.head, theme);
    if !areas.overview.is_empty() {
        overview::draw(&shown, here, buffer, areas.overview, theme);
        rule(buffer, Rect { y: areas.overview.bottom(), height: 1, ..inner }.intersection(inner), theme);
    }
    let columns = Columns::of(&shown, usize::from(areas.lines.width));
    let window = scroll.window(lines.len(), usize::from(areas.lines.height));
    for (offset, line) in lines.get(window.clone()).unwrap_or_default().iter().enumerate() {
        let area = row(areas.lines, offset);
        columns.draw(&shown, *line, buffer, area, theme);
        if window.start + offset == selected {
            buffer.set_style(area.intersection(buffer.area), Style::new().add_modifier(theme.selected.add_modifier));
        }
    }
    detail(&shown, line, buffer, areas.detail, theme);
    legend(&shown, buffer, areas.legend, theme);
}

/// `Competency thread — 3 of 60`
fn title(shown: &Shown<'_>) -> String {
    let view = &shown.state.thread;
    let listed = || shown.threads.threads.iter().enumerate().filter(|(_, thread)| view.shows(thread));
    let count = listed().count();
    let nth = listed().take_while(|(index, _)| *index <= shown.index).count();
    let mut title = if view.gaps_only {
        tr!("Competency thread — {nth} of {count} with gaps", nth, count)
    } else {
        tr!("Competency thread — {nth} of {count}", nth, count)
    };
    if let Some(track) = &shown.thread.track {
        title.push_str(&tr!(", track {track}", track));
    }
    title
}

fn headline(shown: &Shown<'_>) -> String {
    format!("{}  {}", shown.thread.id, shown.titled(shown.thread.at, &shown.thread.statement))
}

/// Rows that the competency and its statement take.
pub(super) fn head_rows(shown: &Shown<'_>, columns: u16) -> usize {
    lines(&headline(shown), columns.saturating_sub(1)).len()
}

fn head(shown: &Shown<'_>, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let thread = shown.thread;
    let lines = lines(&headline(shown), area.width.saturating_sub(1));
    for (index, line) in lines.iter().take(usize::from(area.height)).enumerate() {
        let is_cut = index + 1 == usize::from(area.height) && lines.len() > index + 1;
        let line = if is_cut { lines[index..].join(" ") } else { line.clone() };
        Pen::new(buffer, row(area, index)).put(&line, theme.title);
    }
    // With room left, the strand is told too.
    if lines.len() < usize::from(area.height) {
        let strand = thread.strand_at.map_or_else(|| thread.strand.clone(), |at| shown.titled(at, &thread.strand));
        Pen::new(buffer, row(area, lines.len())).put(&strand, theme.dim);
    }
}

fn detail(shown: &Shown<'_>, line: Option<Line>, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    rule(buffer, row(area, 0), theme);
    let below = Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(1), ..area };
    let told = line.map(|line| shown.told(line)).unwrap_or_default();
    let mut used = 0;
    for (index, text) in told.iter().enumerate() {
        let style = if index == 0 { theme.text } else { theme.dim };
        for line in lines(text, below.width) {
            Pen::new(buffer, row(below, used)).put(&line, style);
            used += 1;
        }
    }
}

fn legend(shown: &Shown<'_>, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let mut pen = Pen::new(buffer, area);
    for role in [Role::Introduces, Role::Deepens, Role::Repeats] {
        pen.put(glyph(role), role_style(role, theme)).skip(1).put(role_word(role), theme.dim).skip(2);
    }
    for (mark, name, style) in [
        ("◆", tr!("assesses"), theme.key),
        ("→", tr!("brings"), theme.dim),
        ("◎", tr!("expects"), theme.text),
        ("!", tr!("missed"), theme.gap),
    ] {
        pen.put(mark, style).skip(1).put(name, theme.dim).skip(2);
    }
    for (place, word) in shown.scale().iter().enumerate() {
        let level = place as u8 + 1;
        pen.put(level_glyph(level, shown.scale().len()), theme.level(level, shown.scale().len()));
        pen.skip(1).put(word, theme.dim).skip(2);
    }
}

fn role_style(role: Role, theme: &Theme) -> Style {
    match role {
        Role::Introduces => theme.key,
        Role::Deepens => theme.good,
        Role::Repeats => theme.dim,
    }
}

/// Widths of the parts of a step.
struct Columns {
    role: usize,
    level: usize,
    course: usize,
    when: usize,
    who: usize,
}

impl Columns {
    fn of(shown: &Shown<'_>, total: usize) -> Self {
        let roles = [Role::Introduces, Role::Deepens, Role::Repeats];
        let widest =
            |texts: &mut dyn Iterator<Item = String>| texts.map(|text| Pen::width_of(&text)).max().unwrap_or(0);
        // A long thread is measured by its beginning.
        let steps = || shown.thread.legs.iter().flat_map(|leg| leg.steps.iter().map(move |step| (leg, step))).take(500);
        let assessed = Pen::width_of(tr!("assesses"));
        Self {
            role: roles.iter().map(|role| Pen::width_of(role_word(*role))).max().unwrap_or(0).max(assessed),
            level: widest(&mut shown.scale().iter().cloned()).min(total / 8),
            course: widest(&mut steps().map(|(_, step)| shown.course(step))).min(total / 6),
            when: if total < 70 {
                0
            } else {
                widest(&mut steps().map(|(leg, step)| shown.when(leg, step))).min(total / 6)
            },
            who: if total < 100 { 0 } else { widest(&mut steps().map(|(_, step)| shown.who(step))).min(total / 5) },
        }
    }

    fn draw(&self, shown: &Shown<'_>, line: Line, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let mut pen = Pen::new(buffer, area);
        match line {
            Line::Stage(index) => {
                let Some(leg) = shown.thread.legs.get(index) else { return };
                let figures = shown.figures(leg.guaranteed, leg.possible);
                let end = pen.reserve(Pen::width_of(&figures) + 2);
                let glyph = if shown.is_parallel(leg) { "╟" } else { "▣" };
                pen.put(glyph, theme.key).skip(1).put(&shown.stage(leg.stage), theme.title);
                Pen::new(buffer, end).put_right(&figures, theme.level(leg.guaranteed, shown.scale().len()));
            }
            Line::Handover { leg, index } => {
                let Some(handover) = shown.thread.legs.get(leg).and_then(|leg| leg.handovers.get(index)) else {
                    return;
                };
                pen.skip(2).put("→", theme.dim).skip(1).put(&shown.handover(handover), theme.dim);
            }
            Line::Step { leg, index } => {
                let Some(leg) = shown.thread.legs.get(leg) else { return };
                let Some(step) = leg.steps.get(index) else { return };
                self.step(shown, leg, step, &mut pen, theme);
            }
            Line::Assessed { assessment, course, .. } => {
                let (kind, title) = shown.assessment(assessment);
                let course = shown.threads.courses.get(course as usize).map_or("", |course| course.id.as_str());
                pen.skip(2).put("◆", theme.key).skip(1);
                column(&mut pen, tr!("assesses"), self.role, theme.key);
                // Under the level of a step.
                column(&mut pen, "", self.level + 2, theme.text);
                column(&mut pen, course, self.course, theme.text);
                let end = pen.reserve(Pen::width_of(&kind).min(pen.room() / 2) + 1);
                pen.put(&title, theme.text);
                Pen::new(buffer, end).put_right(&kind, theme.dim);
            }
            Line::Point { leg, index } => {
                let Some(point) = shown.thread.legs.get(leg).and_then(|leg| leg.points.get(index)) else { return };
                let figures = shown.figures(point.guaranteed, point.possible);
                let text = tr!("{what}: {figures}", what = shown.point(point), figures);
                if point.is_gap() {
                    pen.skip(1).put("!", theme.gap).put("◎", theme.gap).skip(1).put(&text, theme.gap);
                    pen.skip(2).put(&tr!("{key} suggests units", key = shown.state.key_of("suggest")), theme.dim);
                } else {
                    pen.skip(2).put("◎", theme.text).skip(1).put(&text, theme.text).put(" ✓", theme.good);
                }
            }
            Line::Left(index) => {
                let is_hole = shown.threads.is_hole(shown.thread, index);
                let style = if is_hole { theme.warning } else { theme.dim };
                pen.skip(2).put("·", style).skip(1).put(shown.left(index), style);
            }
            Line::Finding(number) => {
                let Some(finding) = shown.findings.get(number as usize) else { return };
                let waived = finding.waived.is_some();
                let (mark, style) = marks::of_severity(finding.severity, theme);
                let (mark, style) = if waived { ("~", theme.dim) } else { (mark, style) };
                let end = pen.reserve(finding.check.len() + 1);
                pen.skip(2).put(mark, style).skip(1).put(&finding.message, if waived { theme.dim } else { theme.text });
                Pen::new(buffer, end).put_right(finding.check, theme.dim);
            }
            Line::Elsewhere => {
                pen.put("▣", theme.key).skip(1).put(tr!("In the plan as a whole"), theme.title);
            }
        }
    }

    fn step(
        &self,
        shown: &Shown<'_>,
        leg: &crate::report::facts::Leg,
        step: &ThreadStep,
        pen: &mut Pen<'_>,
        theme: &Theme,
    ) {
        let scale = shown.scale().len();
        let style = role_style(step.role, theme);
        pen.skip(2).put(glyph(step.role), style).skip(1);
        column(pen, role_word(step.role), self.role, style);
        pen.put(level_glyph(step.level, scale), theme.level(step.level, scale)).skip(1);
        column(pen, shown.word(step.level), self.level, theme.level(step.level, scale));
        column(pen, &shown.course(step), self.course, theme.text);
        column(pen, &shown.when(leg, step), self.when, theme.dim);
        let text = pen.room().saturating_sub(if self.who > 0 { self.who + 1 } else { 0 });
        let outcome = shown.outcome(step);
        pen.put_in(&outcome, text, theme.text);
        pen.skip(text.saturating_sub(Pen::width_of(&outcome).min(text)));
        if self.who > 0 {
            pen.skip(1).put_in(&shown.who(step), self.who, theme.dim);
        }
    }
}

/// Writes a text in a column of its own, and goes to the next one.
fn column(pen: &mut Pen<'_>, text: &str, columns: usize, style: Style) {
    if columns == 0 {
        return;
    }
    pen.put_in(text, columns, style);
    pen.skip(columns.saturating_sub(Pen::width_of(text).min(columns)) + 1);
}
