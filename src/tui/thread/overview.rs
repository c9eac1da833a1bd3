//! The thread at a glance: stages from left to right, parallel ones one under the other, each with the
//! level that is guaranteed at its end.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Shown;
use crate::report::facts::{Leg, ThreadPoint};
use crate::tui::theme::{Theme, level_glyph};
use crate::tui::widget::{Pen, row};

/// Columns below which a stage cannot be told any more.
const NARROWEST: u16 = 6;
/// A stage takes two rows: its name, and its levels.
const ROWS: usize = 2;

/// Legs by rank: those of one rank are parallel.
fn ranks(shown: &Shown<'_>) -> Vec<Vec<usize>> {
    let mut ranks: Vec<(usize, Vec<usize>)> = Vec::new();
    for (index, leg) in shown.thread.legs.iter().enumerate() {
        let rank = shown.threads.stages.get(leg.stage).map_or(0, |stage| stage.rank);
        match ranks.iter_mut().find(|(other, _)| *other == rank) {
            Some((_, legs)) => legs.push(index),
            None => ranks.push((rank, vec![index])),
        }
    }
    ranks.sort_by_key(|(rank, _)| *rank);
    ranks.into_iter().map(|(_, legs)| legs).collect()
}

/// Rows that it would like to have.
pub(super) fn rows(shown: &Shown<'_>) -> usize {
    ranks(shown).iter().map(Vec::len).max().unwrap_or_default() * ROWS
}

pub(super) fn draw(shown: &Shown<'_>, here: Option<usize>, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let ranks = ranks(shown);
    let slots = usize::from(area.height) / ROWS;
    // Of a long way, the part around the selected stage.
    let seen = usize::from(area.width / NARROWEST).min(ranks.len()).max(1);
    let at = here.and_then(|leg| ranks.iter().position(|rank| rank.contains(&leg))).unwrap_or_default();
    let first = (at + 1).saturating_sub(seen.div_ceil(2)).min(ranks.len().saturating_sub(seen));
    let width = area.width / seen as u16;
    for (column, rank) in ranks.iter().enumerate().skip(first).take(seen) {
        let is_last = column + 1 == ranks.len();
        let place = Rect { x: area.x + (column - first) as u16 * width, width, ..area };
        let told = rank.len().min(slots);
        for (slot, leg) in rank.iter().take(told).enumerate() {
            let Some(facts) = shown.thread.legs.get(*leg) else { continue };
            let more = rank.len() - told;
            let mut name = short_name(shown, facts.stage, usize::from(width).saturating_sub(3));
            if slot + 1 == told && more > 0 {
                name = format!("{name} +{more}");
            }
            let style = if here == Some(*leg) { theme.selected_away } else { theme.title };
            let mut pen = Pen::new(buffer, row(place, slot * ROWS));
            // The line of a parallel stage goes up to the first one's arrow.
            let edge = pen.reserve(2);
            pen.put_in(&name, usize::from(width).saturating_sub(3), style);
            if slot > 0 && !is_last {
                Pen::new(buffer, edge).put("│", theme.border);
            }
            let end = match (slot, told, is_last) {
                (_, _, true) => "  ",
                (0, 1, _) => "─▶",
                (0, _, _) => "┬▶",
                (slot, told, _) if slot + 1 == told => "┘ ",
                _ => "┤ ",
            };
            levels(shown, facts, end, buffer, row(place, slot * ROWS + 1), theme);
        }
    }
}

/// The title, where it has room; else the id, where that has.
fn short_name(shown: &Shown<'_>, stage: usize, room: usize) -> String {
    let title = shown.stage(stage);
    let id = shown.threads.stages.get(stage).map(|stage| stage.id.as_str());
    match id.filter(|id| Pen::width_of(&title) > room && Pen::width_of(id) <= room) {
        Some(id) => id.to_owned(),
        None => title,
    }
}

fn levels(shown: &Shown<'_>, leg: &Leg, end: &str, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let scale = shown.scale().len();
    let is_gap = leg.points.iter().any(ThreadPoint::is_gap);
    let mut pen = Pen::new(buffer, area);
    let edge = pen.reserve(2);
    if is_gap {
        pen.put("!", theme.gap);
    }
    let style = if is_gap { theme.gap } else { theme.level(leg.guaranteed, scale) };
    pen.put(level_glyph(leg.guaranteed, scale), style);
    if leg.possible > leg.guaranteed {
        pen.put("–", theme.dim).put(level_glyph(leg.possible, scale), theme.dim);
    }
    pen.skip(1);
    let room = pen.room();
    pen.put_in(shown.word(leg.guaranteed), room.saturating_sub(1), style).skip(1);
    if !end.trim().is_empty() {
        pen.put(&"─".repeat(pen.room()), theme.border);
        Pen::new(buffer, edge).put(end, theme.border);
    }
}
