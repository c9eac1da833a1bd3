use crate::text::width;

/// Rows of cells in columns as wide as they need to be.
pub(super) struct Grid {
    rows: Vec<Vec<String>>,
    /// Columns of numbers, which stand at the right.
    numbers: std::ops::Range<usize>,
}

impl Grid {
    pub(super) fn new(header: Vec<String>) -> Self {
        Self { rows: vec![header], numbers: 0..0 }
    }

    /// Without a header.
    pub(super) fn bare(numbers: std::ops::Range<usize>) -> Self {
        Self { rows: Vec::new(), numbers }
    }

    /// With numbers in some columns.
    pub(super) fn with_numbers(header: &[&str], numbers: std::ops::Range<usize>) -> Self {
        Self { rows: vec![header.iter().map(|cell| (*cell).to_owned()).collect()], numbers }
    }

    pub(super) fn row(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    pub(super) fn write(&self, out: &mut String) {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut widths = vec![0; columns];
        for row in &self.rows {
            for (widest, cell) in widths.iter_mut().zip(row) {
                *widest = width(cell).max(*widest);
            }
        }
        for row in &self.rows {
            let mut line = String::new();
            for (column, (cell, widest)) in row.iter().zip(&widths).enumerate() {
                let room = std::iter::repeat_n(' ', widest - width(cell));
                if self.numbers.contains(&column) {
                    line.extend(room);
                    line.push_str(cell);
                } else {
                    line.push_str(cell);
                    line.extend(room);
                }
                line.push_str("  ");
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_keep_columns_in_line() {
        let mut grid = Grid::new(vec!["设计".into(), "x".into()]);
        grid.row(vec!["a".into(), "y".into()]);
        let mut out = String::new();
        grid.write(&mut out);
        assert_eq!(out, "设计  x\na     y\n");
    }

    #[test]
    fn numbers_stand_at_the_right() {
        let mut grid = Grid::with_numbers(&["a", "n", ""], 1..2);
        grid.row(vec!["x".into(), "100".into(), "y".into()]);
        let mut out = String::new();
        grid.write(&mut out);
        assert_eq!(out, "a    n\nx  100  y\n");
    }
}
