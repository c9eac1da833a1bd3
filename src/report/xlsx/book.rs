//! Sheets and cells, as every part of the report writes them.

use std::borrow::Cow;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use rustc_hash::FxHashSet;

use crate::progress::Progress;
use crate::text::visible;
use crate::tr;

/// Rows that a sheet has.
const MOST_ROWS: u32 = 1_048_576;
/// UTF-16 units that a cell holds at most.
const MOST_LETTERS: usize = 32_767;
/// Sheets of more rows than that wrap no text: a spreadsheet would work out the height of each row as it opens.
const MOST_WRAPPED: usize = 5_000;
/// Columns as wide as that hold sentences.
const WIDE: f64 = 36.0;
/// Points that a line takes.
pub(super) const LINE: f64 = 15.0;
/// Lines of a cell at most.
const MOST_LINES: u16 = 12;
/// Words that are not broken leave room at the end of lines.
const MARGIN: f64 = 1.1;
/// Letters that the button of a filter hides.
const FILTER_BUTTON: f64 = 2.0;
/// Letters of a sheet's name at most.
const LONGEST_NAME: usize = 31;

/// What stands in a cell.
#[derive(Debug, Clone, Default)]
pub(super) enum Cell<'a> {
    #[default]
    Nothing,
    Text(Cow<'a, str>),
    Number(f64),
    /// Of one.
    Share(f64),
}

impl Cell<'_> {
    /// Lines that it takes in a column.
    pub(super) fn lines(&self, width: f64) -> u16 {
        match self {
            Self::Text(text) if text.len() as f64 > width => {
                (crate::text::width(text) as f64 * MARGIN / width).ceil().clamp(1.0, f64::from(MOST_LINES)) as u16
            }
            _ => 1,
        }
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<usize> for Cell<'_> {
    fn from(number: usize) -> Self {
        Self::Number(number as f64)
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number as f64)
    }
}

impl From<u64> for Cell<'_> {
    fn from(number: u64) -> Self {
        Self::Number(number as f64)
    }
}

impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

/// How cells look.
pub(super) struct Look {
    pub(super) header: Format,
    pub(super) title: Format,
    plain: Format,
    wrapped: Format,
    /// Text that a spreadsheet would take for a formula, were it typed.
    quoted: Format,
    quoted_wrapped: Format,
    number: Format,
    share: Format,
    pub(super) gap: Format,
    pub(super) some: Format,
    pub(super) met: Format,
}

impl Look {
    fn new() -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        let wrapped = || top().set_text_wrap();
        let status = |background: u32, ink: u32| {
            Format::new().set_background_color(Color::RGB(background)).set_font_color(Color::RGB(ink))
        };
        Self {
            header: wrapped()
                .set_bold()
                .set_background_color(Color::RGB(0x00DD_E3EA))
                .set_font_color(Color::RGB(0x001B_2733))
                .set_border_bottom(FormatBorder::Thin),
            title: top().set_bold().set_font_size(16),
            plain: top(),
            wrapped: wrapped(),
            quoted: top().set_quote_prefix(),
            quoted_wrapped: wrapped().set_quote_prefix(),
            number: top().set_num_format("General"),
            share: top().set_num_format("0 %"),
            gap: status(0x00F8_CBC6, 0x0070_1A12),
            some: status(0x00FC_E8B2, 0x005C_4400),
            met: status(0x00CF_E8CF, 0x0014_4A1E),
        }
    }
}

pub(super) struct Book<'t> {
    workbook: Workbook,
    pub(super) look: Look,
    names: FxHashSet<String>,
    progress: &'t Progress,
}

impl<'t> Book<'t> {
    pub(super) fn new(title: &str, progress: &'t Progress) -> Self {
        let mut workbook = Workbook::new();
        let mut properties = DocProperties::new().set_title(visible(title)).set_author("gradus");
        // A date of its own would make other bytes of the same plan each time.
        if let Ok(day) = ExcelDateTime::from_ymd(2000, 1, 1) {
            properties = properties.set_creation_datetime(&day);
        }
        workbook.set_properties(&properties);
        Self { workbook, look: Look::new(), names: FxHashSet::default(), progress }
    }

    pub(super) fn into_bytes(mut self) -> Result<Vec<u8>, XlsxError> {
        self.workbook.save_to_buffer()
    }

    /// A sheet of its own, under a name that no other has.
    pub(super) fn sheet(&mut self, name: &str) -> Result<Sheet<'_>, XlsxError> {
        let name = self.free_name(name);
        self.progress.step();
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(&name)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        sheet.set_footer("&L&A&R&P / &N");
        Ok(Sheet { page: sheet, look: &self.look, is_wrapped: true })
    }

    /// A sheet that is one table: its head stays in sight and filters it.
    pub(super) fn table<'c, const N: usize>(
        &mut self,
        name: &str,
        columns: [(&str, f64); N],
        rows: impl ExactSizeIterator<Item = [Cell<'c>; N]>,
    ) -> Result<(), XlsxError> {
        let mut sheet = self.sheet(name)?;
        sheet.is_wrapped = rows.len() <= MOST_WRAPPED;
        let is_sentence = columns.map(|(_, width)| width >= WIDE);
        let mut lines = 1;
        for (column, (title, width)) in columns.into_iter().enumerate() {
            sheet.width(column as u16, width)?;
            sheet.head(0, column as u16, title)?;
            lines = lines.max(Cell::from(title).lines(width - FILTER_BUTTON));
        }
        sheet.page.set_row_height(0, LINE * f64::from(lines))?;
        let count = rows.len();
        let mut last = 0;
        for (index, row) in rows.enumerate() {
            last = index as u32 + 1;
            if last + 1 == MOST_ROWS && index + 1 < count {
                sheet.cell(last, 0, &tr!("… and {count} more rows", count = count - index).into(), false)?;
                break;
            }
            let mut lines = 1;
            for (column, cell) in row.iter().enumerate() {
                sheet.cell(last, column as u16, cell, is_sentence[column])?;
                if is_sentence[column] {
                    lines = lines.max(cell.lines(columns[column].1));
                }
            }
            sheet.lines(last, lines)?;
        }
        sheet.freeze(1, 1, last, N as u16 - 1)
    }

    /// Names of sheets are short, lack some characters, and differ by more than capitals.
    fn free_name(&mut self, wanted: &str) -> String {
        let plain: String = visible(wanted)
            .chars()
            .map(|letter| if matches!(letter, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') { '-' } else { letter })
            .collect();
        let plain = plain.trim();
        for number in 1_usize.. {
            let end = if number == 1 { String::new() } else { format!(" {number}") };
            let mut room = LONGEST_NAME - end.len();
            let fits = |letter: &char| match room.checked_sub(letter.len_utf16()) {
                Some(left) => {
                    room = left;
                    true
                }
                None => false,
            };
            let name: String = plain.chars().take_while(fits).chain(end.chars()).collect();
            if !name.is_empty() && self.names.insert(name.to_lowercase()) {
                return name;
            }
        }
        String::new()
    }
}

/// A sheet being written.
pub(super) struct Sheet<'b> {
    pub(super) page: &'b mut Worksheet,
    pub(super) look: &'b Look,
    is_wrapped: bool,
}

impl Sheet<'_> {
    pub(super) fn width(&mut self, column: u16, width: f64) -> Result<(), XlsxError> {
        self.page.set_column_width(column, width).map(|_| ())
    }

    /// Makes a row as high as so many lines, where text is wrapped: not every spreadsheet does so by itself.
    pub(super) fn lines(&mut self, row: u32, lines: u16) -> Result<(), XlsxError> {
        if lines > 1 && self.is_wrapped {
            self.page.set_row_height(row, LINE * f64::from(lines))?;
        }
        Ok(())
    }

    pub(super) fn head(&mut self, row: u32, column: u16, title: &str) -> Result<(), XlsxError> {
        self.page.write_string_with_format(row, column, fitting(title), &self.look.header).map(|_| ())
    }

    pub(super) fn title(&mut self, row: u32, title: &str) -> Result<(), XlsxError> {
        self.page.write_string_with_format(row, 0, fitting(title), &self.look.title).map(|_| ())
    }

    pub(super) fn cell(&mut self, row: u32, column: u16, cell: &Cell<'_>, sentence: bool) -> Result<(), XlsxError> {
        let look = self.look;
        match cell {
            Cell::Text(text) if text.is_empty() => {}
            Cell::Text(text) => {
                let is_risky = text.trim_start().starts_with(['=', '+', '-', '@']);
                let format = match (is_risky, sentence && self.is_wrapped) {
                    (false, false) => &look.plain,
                    (false, true) => &look.wrapped,
                    (true, false) => &look.quoted,
                    (true, true) => &look.quoted_wrapped,
                };
                self.page.write_string_with_format(row, column, fitting(text), format)?;
            }
            Cell::Number(number) if number.is_finite() => {
                self.page.write_number_with_format(row, column, *number, &look.number)?;
            }
            Cell::Share(share) if share.is_finite() => {
                self.page.write_number_with_format(row, column, *share, &look.share)?;
            }
            Cell::Nothing | Cell::Number(_) | Cell::Share(_) => {}
        }
        Ok(())
    }

    /// Keeps the head above `row` and the columns before `column` in sight; the last row of the head filters.
    pub(super) fn freeze(&mut self, row: u32, column: u16, last_row: u32, last_column: u16) -> Result<(), XlsxError> {
        self.page.set_freeze_panes(row, column)?;
        self.page.set_repeat_rows(0, row - 1)?;
        self.page.autofilter(row - 1, 0, last_row.max(row - 1), last_column)?;
        Ok(())
    }
}

/// Text as a cell can hold it: on one line, nothing hidden, and not too long.
fn fitting(text: &str) -> String {
    let shown = visible(text);
    if shown.len() <= MOST_LETTERS {
        return shown.into_owned();
    }
    let mut room = MOST_LETTERS - 1;
    let mut cut = String::new();
    for letter in shown.chars() {
        match room.checked_sub(letter.len_utf16()) {
            Some(left) => room = left,
            None => return cut + "…",
        }
        cut.push(letter);
    }
    cut
}
