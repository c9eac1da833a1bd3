//! Lines between boxes: along the channels between columns and the rows that are free, so that no line runs
//! through a box and no two lines that have nothing to do with each other run together.

const NORTH: u8 = 1;
const EAST: u8 = 2;
const SOUTH: u8 = 4;
const WEST: u8 = 8;

/// So many rows are tried for a line to cross columns in.
const MOST_ROWS: usize = 24;

/// What a line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Needs,
    Unlocks,
    Plain,
    Late,
    Off,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) tone: Tone,
    pub(super) heavy: bool,
    pub(super) dashed: bool,
}

/// One cell of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) glyph: char,
    pub(super) look: Look,
}

/// From the right edge of a box to the left edge of another, or to its right edge.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wire {
    /// The first cell right of the box it comes from.
    pub(super) from: (usize, usize),
    /// The last cell left of the box it leads to, or the first right of it.
    pub(super) to: (usize, usize),
    /// Whether it comes round to the right edge.
    pub(super) returns: bool,
    /// Lines of one net may run together.
    pub(super) net: u16,
    /// Lines of one goal may meet before it.
    pub(super) goal: u16,
    pub(super) look: Look,
}

#[derive(Debug, Clone, Copy, Default)]
struct Spot {
    bits: u8,
    net: u16,
    goal: u16,
    is_blocked: bool,
    /// The text of a caption: lines pass it upright only.
    is_caption: bool,
    is_crossed: bool,
    arrow: Option<char>,
    look: Option<Look>,
}

/// The room for lines.
pub(super) struct Field {
    width: usize,
    height: usize,
    /// Columns of a channel.
    gap: usize,
    spots: Vec<Spot>,
}

impl Field {
    pub(super) fn new(width: usize, height: usize, gap: usize) -> Self {
        Self { width, height, gap, spots: vec![Spot::default(); width * height] }
    }

    pub(super) fn block(&mut self, x: std::ops::Range<usize>, y: std::ops::Range<usize>) {
        self.each(x, y, |spot| spot.is_blocked = true);
    }

    pub(super) fn caption(&mut self, y: usize) {
        self.each(0..self.width, y..y + 1, |spot| spot.is_caption = true);
    }

    fn each(&mut self, x: std::ops::Range<usize>, y: std::ops::Range<usize>, act: impl Fn(&mut Spot)) {
        for y in y.start..y.end.min(self.height) {
            for x in x.start..x.end.min(self.width) {
                act(&mut self.spots[y * self.width + x]);
            }
        }
    }

    /// Draws a line where it finds a way; whether it did.
    pub(super) fn draw(&mut self, wire: Wire) -> bool {
        let (from, to) = (wire.from, wire.to);
        let tracks = self.gap.saturating_sub(1).max(1);
        if wire.returns {
            // Away from the boxes as far as may be, so that there is room for the arrow.
            return (0..tracks).rev().map(|track| from.0 + track).any(|x| {
                let ways = [from, (x, from.1), (x, to.1), to];
                self.take(&ways, wire)
            });
        }
        if from.0 + self.gap == to.0 + 1 {
            return (0..tracks).map(|track| from.0 + track).any(|x| {
                let ways = [from, (x, from.1), (x, to.1), to];
                self.take(&ways, wire)
            });
        }
        let mut rows: Vec<usize> = (0..self.height).collect();
        rows.sort_by_key(|row| row.abs_diff(from.1) + row.abs_diff(to.1));
        rows.truncate(MOST_ROWS);
        for row in rows {
            for out in 0..tracks {
                for back in 1..=tracks {
                    let Some(last) = to.0.checked_sub(back) else { continue };
                    let first = from.0 + out;
                    let ways = [from, (first, from.1), (first, row), (last, row), (last, to.1), to];
                    if first < last && self.take(&ways, wire) {
                        return true;
                    }
                }
            }
        }
        false
    }

    /// Draws a line along corners, if nothing is in its way.
    fn take(&mut self, corners: &[(usize, usize)], wire: Wire) -> bool {
        let Some(cells) = self.cells(corners, wire) else { return false };
        let last = cells.len() - 1;
        for (step, (place, bits, goal)) in cells.into_iter().enumerate() {
            let spot = &mut self.spots[place];
            spot.is_crossed |= spot.bits != 0 && spot.net != wire.net && (spot.goal != goal || goal == 0);
            spot.bits |= bits;
            if spot.net == 0 || !spot.is_crossed {
                spot.net = wire.net;
                spot.goal = spot.goal.max(goal);
            }
            spot.look = match spot.look {
                Some(before) if before.heavy && !wire.look.heavy => Some(before),
                _ => Some(wire.look),
            };
            if step == last && !wire.look.dashed {
                spot.arrow = Some(if wire.returns { '◂' } else { '▸' });
            }
        }
        true
    }

    /// The places of a line with what it adds to each and, near its end, its goal; none where it cannot be drawn.
    fn cells(&self, corners: &[(usize, usize)], wire: Wire) -> Option<Vec<(usize, u8, u16)>> {
        let mut path: Vec<(usize, usize)> = vec![*corners.first()?];
        for pair in corners.windows(2) {
            let (mut at, to) = (pair[0], pair[1]);
            while at != to {
                // Corners lie in one row or in one column.
                at = (toward(at.0, to.0), toward(at.1, to.1));
                path.push(at);
            }
        }
        path.dedup();
        let end = path.len() - 1;
        let mut cells = Vec::with_capacity(path.len());
        for (step, at) in path.iter().enumerate() {
            if at.0 >= self.width || at.1 >= self.height {
                return None;
            }
            let before = step.checked_sub(1).map(|before| path[before]);
            let after = path.get(step + 1).copied();
            let mut bits = before.map_or(WEST, |before| side(*at, before));
            bits |= after.map_or(if wire.returns { WEST } else { EAST }, |after| side(*at, after));
            let goal = if path[step..].iter().all(|later| later.1 == path[end].1) { wire.goal } else { 0 };
            let place = at.1 * self.width + at.0;
            let spot = &self.spots[place];
            let (level, upright) = (EAST | WEST, NORTH | SOUTH);
            let crosses = (bits == level && spot.bits == upright) || (bits == upright && spot.bits == level);
            let is_free = !spot.is_blocked
                && (!spot.is_caption || bits == upright)
                && (spot.bits == 0
                    || (spot.net == wire.net && !spot.is_crossed)
                    || (goal != 0 && spot.goal == goal)
                    || (crosses && !spot.is_crossed && spot.arrow.is_none()));
            if !is_free {
                return None;
            }
            cells.push((place, bits, goal));
        }
        Some(cells)
    }

    /// Everything that was drawn.
    pub(super) fn drawn(&self) -> Vec<Cell> {
        let cells = self.spots.iter().enumerate().filter_map(|(place, spot)| {
            let look = spot.look?;
            let glyph = spot.arrow.unwrap_or_else(|| glyph(spot.bits, look));
            Some(Cell { x: place % self.width, y: place / self.width, glyph, look })
        });
        cells.collect()
    }
}

fn toward(at: usize, to: usize) -> usize {
    match at.cmp(&to) {
        std::cmp::Ordering::Less => at + 1,
        std::cmp::Ordering::Equal => at,
        std::cmp::Ordering::Greater => at - 1,
    }
}

/// On which side of a cell its neighbour lies.
fn side(at: (usize, usize), other: (usize, usize)) -> u8 {
    match (other.0.cmp(&at.0), other.1.cmp(&at.1)) {
        (std::cmp::Ordering::Less, _) => WEST,
        (std::cmp::Ordering::Greater, _) => EAST,
        (_, std::cmp::Ordering::Less) => NORTH,
        (_, _) => SOUTH,
    }
}

fn glyph(bits: u8, look: Look) -> char {
    const LIGHT: [char; 16] = [' ', '╵', '╶', '└', '╷', '│', '┌', '├', '╴', '┘', '─', '┴', '┐', '┤', '┬', '┼'];
    const HEAVY: [char; 16] = [' ', '╹', '╺', '┗', '╻', '┃', '┏', '┣', '╸', '┛', '━', '┻', '┓', '┫', '┳', '╋'];
    match (bits, look) {
        (bits, Look { dashed: true, .. }) if bits == NORTH | SOUTH => '┆',
        (bits, Look { dashed: true, .. }) if bits == EAST | WEST => '┄',
        (bits, Look { heavy: true, .. }) => HEAVY[usize::from(bits & 15)],
        (bits, _) => LIGHT[usize::from(bits & 15)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOK: Look = Look { tone: Tone::Plain, heavy: false, dashed: false };

    fn shown(field: &Field) -> Vec<String> {
        let mut rows = vec![vec![' '; field.width]; field.height];
        for (place, spot) in field.spots.iter().enumerate() {
            if spot.is_blocked {
                rows[place / field.width][place % field.width] = '#';
            }
        }
        for cell in field.drawn() {
            rows[cell.y][cell.x] = cell.glyph;
        }
        rows.into_iter().map(|row| row.into_iter().collect::<String>().trim_end().to_owned()).collect()
    }

    fn wire(from: (usize, usize), to: (usize, usize), net: u16) -> Wire {
        Wire { from, to, returns: false, net, goal: 0, look: LOOK }
    }

    /// Boxes of four cells, three columns with a channel of three after each.
    fn field() -> Field {
        let mut field = Field::new(21, 5, 3);
        for (column, rows) in [(0, 1..4), (1, 1..3), (2, 1..4)] {
            for row in rows {
                field.block(column * 7..column * 7 + 4, row..row + 1);
            }
        }
        field
    }

    #[test]
    fn next_door_and_past_a_column_that_is_in_the_way() {
        let mut field = field();
        assert!(field.draw(wire((4, 1), (6, 2), 1)));
        assert!(field.draw(wire((4, 3), (13, 1), 2)));
        assert_eq!(shown(&field), ["", "####┐  #### ┌▸####", "####└─▸#### │ ####", "####────────┘ ####", ""]);
    }

    #[test]
    fn a_companion_in_the_same_column() {
        let mut field = field();
        assert!(field.draw(Wire { returns: true, ..wire((4, 1), (4, 3), 1) }));
        assert_eq!(shown(&field)[1..4], ["####─┐ ####   ####", "#### │ ####   ####", "####◂┘        ####"]);
    }

    #[test]
    fn strangers_cross_but_never_run_together() {
        let mut field = Field::new(9, 4, 3);
        for row in [0, 1, 2, 3] {
            field.block(0..3, row..row + 1);
            field.block(6..9, row..row + 1);
        }
        assert!(field.draw(wire((3, 0), (5, 2), 1)));
        assert!(field.draw(wire((3, 1), (5, 3), 2)));
        assert_eq!(shown(&field), ["###┐  ###", "###┼┐ ###", "###└┼▸###", "### └▸###"]);
        assert!(!field.draw(wire((3, 2), (5, 0), 3)));
    }
}
