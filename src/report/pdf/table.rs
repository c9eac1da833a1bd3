//! Tables: widths of columns, rows that keep together, and heads that come again on every page.

use super::document::{Bar, Cell, Column, Row, Table};
use super::layout::{
    ACCENT, ACCENT_LIGHT, Area, Format, HEAD_FILL, INK, Ink, NodeId, ROOM, RULE, Role, STRONG_FILL, Setter, colour_of,
    from_margin, spans,
};
use super::lines::{Line, Type, broken, measured};
use super::shape::Shaper;

const TEXT: Type = Type::new(8.0);
const STRONG: Type = Type::bold(8.0);
const HEAD: Type = Type::bold(7.5);
/// Left and right of a cell's text.
const SIDE: f32 = 3.5;
/// Above and below it.
const PAD: f32 = 3.0;
const BAR: f32 = 86.0;
/// Rows that are looked at to find how wide columns should be.
const SAMPLE: usize = 400;
/// No single word makes a column of text wider.
const WIDEST_WORD: f32 = 96.0;
/// What columns of long texts share out is never more for one of them.
const WIDEST_TEXT: f32 = 230.0;
/// No head makes a column of numbers wider.
const WIDEST_HEAD: f32 = 72.0;
/// No text makes a column of levels wider, but for its longest word.
const WIDEST_LEVEL: f32 = 60.0;
/// A head that is no longer stands on one line.
const SHORT_HEAD: f32 = 36.0;
/// A row that takes more of a page than this may be parted.
const PARTED: f32 = 0.45;

/// A table whose columns have found their widths.
pub(super) struct Grid<'t, 's, 'f> {
    table: &'t Table,
    shaper: &'s Shaper<'f>,
    widths: Vec<f32>,
}

/// A row in lines.
struct Set<'t> {
    row: &'t Row,
    cells: Vec<Vec<Line>>,
    style: Type,
}

impl Set<'_> {
    fn lines(&self) -> usize {
        self.cells.iter().map(Vec::len).max().unwrap_or(0).max(1)
    }

    fn height(&self) -> f32 {
        self.lines() as f32 * self.style.leading() + 2.0 * PAD
    }
}

/// A part of a row: from this line, so many.
#[derive(Clone, Copy)]
struct Part {
    from: usize,
    count: usize,
}

impl<'t, 's, 'f> Grid<'t, 's, 'f> {
    pub(super) fn new(shaper: &'s Shaper<'f>, table: &'t Table) -> Self {
        Self { table, shaper, widths: widths(shaper, table) }
    }

    /// Its head and as much as must stand below it.
    pub(super) fn least(&self) -> f32 {
        let mut height = self.head().height();
        for row in self.table.rows.iter().take(3) {
            height += self.compose(row).height().min(Setter::most() * PARTED);
            if !spans(row, self.table.columns.len()) {
                break;
            }
        }
        height
    }

    pub(super) fn set(&self, setter: &mut Setter<'_, '_>) {
        let table = setter.root(Role::Table(self.table.summary.clone()));
        let head = setter.child(table, Role::Head);
        let head = setter.child(head, Role::Row);
        self.put_head(setter, Some(head));
        let body = setter.child(table, Role::Body);
        let mut rows = self.table.rows.iter().map(|row| self.compose(row)).peekable();
        while let Some(row) = rows.next() {
            let columns = self.table.columns.len();
            // A title stays with what it is the title of, a sum with the last of what it is the sum of.
            let belongs = |next: &&Set<'_>| spans(row.row, columns) || (next.row.strong && !spans(next.row, columns));
            let follows = rows.peek().filter(belongs).map_or(0.0, Set::height);
            let whole = row.height();
            if whole + follows.min(Setter::most() * PARTED) > setter.free() && whole <= Setter::most() * PARTED {
                self.continue_on_next(setter);
            }
            let node = setter.child(body, Role::Row);
            self.put_row(setter, node, &row);
        }
    }

    fn continue_on_next(&self, setter: &mut Setter<'_, '_>) {
        setter.turn(Format::Upright);
        self.put_head(setter, None);
    }

    /// A row, over as many pages as it takes.
    fn put_row(&self, setter: &mut Setter<'_, '_>, node: NodeId, row: &Set<'_>) {
        let columns = self.table.columns.len();
        let has_row_heads = self.table.columns.contains(&Column::Level);
        let nodes: Vec<NodeId> = (0..row.cells.len())
            .map(|cell| {
                let role = match cell {
                    0 if spans(row.row, columns) => Role::RowHead(columns),
                    0 if has_row_heads => Role::RowHead(1),
                    _ => Role::Cell,
                };
                setter.child(node, role)
            })
            .collect();
        let all = row.lines();
        let mut from = 0;
        while from < all {
            let fit = ((setter.free() - 2.0 * PAD) / row.style.leading()).floor().max(0.0) as usize;
            let left = all - from;
            // A few lines alone look lost.
            if fit < left.min(3) {
                self.continue_on_next(setter);
                let fit = ((setter.free() - 2.0 * PAD) / row.style.leading()).floor().max(1.0) as usize;
                self.put(setter, &nodes, row, Part { from, count: left.min(fit) });
                from += left.min(fit);
                continue;
            }
            self.put(setter, &nodes, row, Part { from, count: left.min(fit) });
            from += left.min(fit);
        }
    }

    /// A part of a row whose upper end is here.
    fn put(&self, setter: &mut Setter<'_, '_>, nodes: &[NodeId], row: &Set<'_>, part: Part) {
        let height = part.count as f32 * row.style.leading() + 2.0 * PAD;
        let y = setter.y;
        if row.row.strong {
            let area = Area { x: from_margin(0.0), y, width: ROOM, height };
            setter.mark(None, Ink::Area { area, colour: STRONG_FILL });
        }
        let mut x = 0.0;
        for (index, (lines, cell)) in row.cells.iter().zip(&row.row.cells).enumerate() {
            let width = if row.row.cells.len() == 1 { ROOM } else { self.widths[index] };
            if let Some(colour) = colour_of(cell.fill) {
                let area = Area { x: from_margin(x) + 0.5, y: y + 0.5, width: width - 1.0, height: height - 1.0 };
                setter.mark(None, Ink::Area { area, colour });
            }
            let column = self.table.columns.get(index).copied().unwrap_or(Column::Text);
            for (at, line) in lines.iter().skip(part.from).take(part.count).enumerate() {
                let y = y + PAD + at as f32 * row.style.leading() + row.style.ascent();
                let x = from_margin(x + aligned(column, width, line.width));
                let ink = Ink::Text { x, y, line: line.clone(), style: row.style, colour: INK };
                setter.mark(nodes.get(index).copied(), ink);
            }
            if let Some(bar) = cell.bar.filter(|_| part.from == 0) {
                put_bar(setter, nodes.get(index).copied(), bar, Area { x: from_margin(x), y, width, height });
            }
            x += width;
        }
        let area = Area { x: from_margin(0.0), y: y + height - 0.25, width: ROOM, height: 0.5 };
        setter.mark(None, Ink::Area { area, colour: RULE });
        setter.y += height;
    }

    /// The head; without a node it has been said before.
    fn put_head(&self, setter: &mut Setter<'_, '_>, node: Option<NodeId>) {
        let head = self.head();
        let height = head.height();
        let y = setter.y;
        let area = Area { x: from_margin(0.0), y, width: ROOM, height };
        setter.mark(None, Ink::Area { area, colour: HEAD_FILL });
        let mut x = 0.0;
        for (index, lines) in head.cells.into_iter().enumerate() {
            let cell = node.map(|node| setter.child(node, Role::ColumnHead));
            // All heads end at the same line.
            let above = height - PAD - lines.len() as f32 * HEAD.leading();
            for (at, line) in lines.into_iter().enumerate() {
                let y = y + above + at as f32 * HEAD.leading() + HEAD.ascent();
                let column = self.table.columns[index];
                let x = from_margin(x + aligned(column, self.widths[index], line.width));
                setter.mark(cell, Ink::Text { x, y, line, style: HEAD, colour: INK });
            }
            x += self.widths[index];
        }
        setter.y += height;
    }

    fn head(&self) -> Heads {
        let cells = self.table.head.iter().zip(&self.widths);
        Heads { cells: cells.map(|(text, width)| broken(self.shaper, text, HEAD, width - 2.0 * SIDE)).collect() }
    }

    fn compose(&self, row: &'t Row) -> Set<'t> {
        let style = if row.strong { STRONG } else { TEXT };
        let lines = |(index, cell): (usize, &Cell)| {
            let width = if row.cells.len() == 1 { ROOM } else { self.widths[index] };
            broken(self.shaper, &cell.text, style, width - 2.0 * SIDE)
        };
        let cells = row.cells.iter().take(self.widths.len()).enumerate().map(lines).collect();
        Set { row, cells, style }
    }
}

struct Heads {
    cells: Vec<Vec<Line>>,
}

impl Heads {
    fn height(&self) -> f32 {
        self.cells.iter().map(Vec::len).max().unwrap_or(0) as f32 * HEAD.leading() + 2.0 * PAD
    }
}

/// How far from the left end of a column a text begins.
fn aligned(column: Column, room: f32, taken: f32) -> f32 {
    match column {
        Column::Text | Column::Bar => SIDE,
        Column::Number => (room - SIDE - taken).max(0.0),
        Column::Level => ((room - taken) / 2.0).max(0.0),
    }
}

fn put_bar(setter: &mut Setter<'_, '_>, node: Option<NodeId>, bar: Bar, cell: Area) {
    const THICK: f32 = 7.0;
    let room = cell.width - 2.0 * SIDE;
    let area = |from: f32, part: f32| Area {
        x: cell.x + SIDE + from * room,
        y: cell.y + (TEXT.leading() + 2.0 * PAD - THICK) / 2.0,
        width: part * room,
        height: THICK,
    };
    for (area, colour) in [(area(0.0, bar.sure), ACCENT), (area(bar.sure, bar.more), ACCENT_LIGHT)] {
        if area.width > 0.05 {
            setter.mark(node, Ink::Area { area, colour });
        }
    }
}

/// The width of every column; together they fill the room.
fn widths(shaper: &Shaper<'_>, table: &Table) -> Vec<f32> {
    let columns = table.columns.len();
    let step = table.rows.len().div_ceil(SAMPLE).max(1);
    let rows = || table.rows.iter().step_by(step).filter(|row| row.cells.len() == columns);
    let count = rows().count().max(1) as f32;
    let mut least = Vec::with_capacity(columns);
    let mut most = Vec::with_capacity(columns);
    let mut typical = Vec::with_capacity(columns);
    for (column, kind) in table.columns.iter().enumerate() {
        let head = table.head.get(column).map_or((0.0, 0.0), |head| measured(shaper, head, HEAD));
        let (mut word, mut whole, mut sum) = (head.0, head.1, 0.0);
        for row in rows() {
            let text = &row.cells[column].text;
            let (widest, line) = measured(shaper, text, if row.strong { STRONG } else { TEXT });
            word = word.max(if *kind == Column::Number { line } else { widest });
            whole = whole.max(line);
            sum += line;
        }
        let (low, high, middle) = match kind {
            Column::Text => (word.min(WIDEST_WORD).min(whole), whole, (sum / count * 1.5).min(WIDEST_TEXT).max(head.0)),
            Column::Number => {
                let low = word.max(least_head(head.1));
                (low, whole.min(WIDEST_HEAD).max(low), low)
            }
            Column::Level => {
                let low = word.max(least_head(head.1));
                let high = whole.min(WIDEST_LEVEL).max(low);
                (low, high, high)
            }
            Column::Bar => (BAR, BAR, BAR),
        };
        let sides = 2.0 * SIDE + 0.5;
        least.push(low + sides);
        most.push(high + sides);
        typical.push(middle.clamp(low, high) + sides);
    }
    // Columns of levels are alike.
    let levels = || (0..columns).filter(|column| table.columns[*column] == Column::Level);
    let widest = levels().map(|column| least[column]).fold(0.0, f32::max);
    for column in levels() {
        (least[column], most[column], typical[column]) = (widest, widest, widest);
    }
    // One text that is longer than all others takes nothing away from them.
    if most.iter().sum::<f32>() > ROOM {
        fitted(&least, &typical, &table.columns)
    } else {
        fitted(&least, &most, &table.columns)
    }
}

/// The room that a head of this length needs at least. Where a line may be broken anywhere, as in Chinese, no word
/// keeps it from being one sign wide.
fn least_head(length: f32) -> f32 {
    length.min((length / 4.0).clamp(SHORT_HEAD, WIDEST_LEVEL))
}

/// Between the least and the most that columns want, so that they fill the room.
fn fitted(least: &[f32], most: &[f32], kinds: &[Column]) -> Vec<f32> {
    let (needed, wanted): (f32, f32) = (least.iter().sum(), most.iter().sum());
    if needed >= ROOM {
        return least.iter().map(|width| width * ROOM / needed).collect();
    }
    if wanted > ROOM {
        let part = (ROOM - needed) / (wanted - needed);
        return least.iter().zip(most).map(|(least, most)| least + (most - least) * part).collect();
    }
    // What is left over goes to texts, in proportion.
    let flexible = |kind: &Column| matches!(kind, Column::Text | Column::Bar);
    let texts: f32 = most.iter().zip(kinds).filter(|(_, kind)| flexible(kind)).map(|(width, _)| width).sum();
    let left = ROOM - wanted;
    let grown = |(width, kind): (&f32, &Column)| if flexible(kind) { width + left * width / texts } else { *width };
    if texts > 0.0 { most.iter().zip(kinds).map(grown).collect() } else { most.to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_room() {
        let kinds = [Column::Text, Column::Text, Column::Number];
        let sum = |widths: &[f32]| widths.iter().sum::<f32>();
        let roomy = fitted(&[50.0, 50.0, 20.0], &[100.0, 50.0, 20.0], &kinds);
        assert!((sum(&roomy) - ROOM).abs() < 0.1 && (roomy[2] - 20.0).abs() < 0.01, "{roomy:?}");
        let tight = fitted(&[50.0, 50.0, 20.0], &[900.0, 50.0, 20.0], &kinds);
        assert!((sum(&tight) - ROOM).abs() < 0.1 && (tight[1] - 50.0).abs() < 0.01, "{tight:?}");
        // One sign a line would not be read.
        assert!(least_head(30.0) > 29.0 && least_head(80.0) > 35.0 && least_head(900.0) < 61.0);
        let crowded = fitted(&[500.0, 500.0, 20.0], &[900.0, 500.0, 20.0], &kinds);
        assert!((sum(&crowded) - ROOM).abs() < 0.1, "{crowded:?}");
    }
}
