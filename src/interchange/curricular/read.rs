//! From a file to a graph.

use std::borrow::Cow;
use std::fmt;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::metrics::{Graph, Kind, Requisite, Stretch, System, Vertex};
use crate::text::{closest, visible};
use crate::tr;

/// A term beyond that is a slip of the pen.
const MOST_TERMS: i64 = 1_000;
/// So many of what is wrong are told at once.
const MOST_TOLD: usize = 10;
/// Commas in a name.
const MOST_COMMAS: usize = 20;

/// A curriculum, or a degree plan where courses have terms.
#[derive(Debug)]
pub struct Sheet {
    pub curriculum: String,
    pub degree_plan: Option<String>,
    pub institution: String,
    pub graph: Graph,
    /// What was not as it should be, and could be read nevertheless.
    pub warnings: Vec<Remark>,
}

/// Something about a line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub line: u64,
    pub message: String,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&tr!("line {line}: {what}", line = self.line, what = self.message))
    }
}

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError(pub Vec<Remark>);

impl std::error::Error for ReadError {}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, remark) in self.0.iter().take(MOST_TOLD).enumerate() {
            write!(f, "{}{remark}", if index > 0 { "\n" } else { "" })?;
        }
        match self.0.len().saturating_sub(MOST_TOLD) {
            0 => Ok(()),
            more => write!(f, "\n{}", tr!("… and {more} more", more)),
        }
    }
}

/// A column of the table of courses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Id,
    Name,
    Prerequisites,
    Corequisites,
    StrictCorequisites,
    Credits,
    Term,
    Other,
}

impl Column {
    fn of(title: &str) -> Self {
        match plain(title).as_str() {
            "courseid" => Self::Id,
            "coursename" | "name" => Self::Name,
            "prerequisites" | "prerequisite" | "prereqs" => Self::Prerequisites,
            "corequisites" | "corequisite" | "coreqs" => Self::Corequisites,
            "strictcorequisites" | "strictcorequisite" | "strictcoreqs" => Self::StrictCorequisites,
            "credithours" | "credits" => Self::Credits,
            "term" => Self::Term,
            _ => Self::Other,
        }
    }

    fn requisite(self) -> Option<Kind> {
        match self {
            Self::Prerequisites => Some(Kind::Prerequisite),
            Self::Corequisites => Some(Kind::Corequisite),
            Self::StrictCorequisites => Some(Kind::StrictCorequisite),
            _ => None,
        }
    }
}

/// What stands in a cell, within a sentence.
fn quoted(cell: &str) -> String {
    tr!("\"{text}\"", text = visible(cell))
}

/// Letters and digits only, in lower case: how headings are compared.
fn plain(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What rows before the table are about.
const PREAMBLE: [&str; 6] = ["curriculum", "degreeplan", "institution", "degreetype", "systemtype", "cip"];
/// What opens a table of courses.
const TABLES: [&str; 3] = ["courses", "additionalcourses", "terms"];
/// What opens a table that says nothing of requisites.
const OTHER_TABLES: [&str; 2] = ["courselearningoutcomes", "curriculumlearningoutcomes"];

/// Whether bytes are such a file rather than anything else.
pub fn looks_like(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let mut lines = start.trim_start_matches('\u{feff}').split(['\n', '\r']).map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
    first.and_then(|line| line.split_once([',', ';', '\t'])).is_some_and(|(heading, _)| {
        !heading.contains(['=', '[']) && {
            let heading = plain(heading);
            PREAMBLE.contains(&heading.as_str()) || TABLES.contains(&heading.as_str()) || heading == "courseid"
        }
    })
}

/// Reads a file.
pub fn read(bytes: &[u8]) -> Result<Sheet, ReadError> {
    let mut reader = Reader::default();
    let text = reader.decode(bytes);
    let rows = reader.rows(&text);
    reader.scan(&rows);
    if !reader.errors.is_empty() {
        return Err(ReadError(reader.errors));
    }
    reader.sheet()
}

struct Row {
    line: u64,
    cells: Vec<String>,
}

impl Row {
    fn cell(&self, index: usize) -> &str {
        self.cells.get(index).map_or("", |cell| cell.trim())
    }
}

#[derive(Default)]
struct Reader {
    curriculum: String,
    degree_plan: Option<String>,
    institution: String,
    system: System,
    courses: Vec<Written>,
    warnings: Vec<Remark>,
    errors: Vec<Remark>,
}

/// A course as its row says.
struct Written {
    line: u64,
    id: String,
    name: String,
    credits: Option<f64>,
    term: Option<i64>,
    requisites: Vec<(Kind, String)>,
}

impl Reader {
    fn warn(&mut self, line: u64, message: impl Into<String>) {
        self.warnings.push(Remark { line, message: message.into() });
    }

    fn refuse(&mut self, line: u64, message: impl Into<String>) {
        self.errors.push(Remark { line, message: message.into() });
    }

    fn decode<'t>(&mut self, bytes: &'t [u8]) -> Cow<'t, str> {
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            self.refuse(1, tr!("the file is in UTF-16: save it as CSV in UTF-8"));
            return Cow::Borrowed("");
        }
        let text = String::from_utf8_lossy(bytes);
        if let Cow::Owned(text) = &text {
            let line = text.split('\u{fffd}').next().map_or(0, |before| before.matches('\n').count());
            self.warn(line as u64 + 1, tr!("the file is not in UTF-8: some letters cannot be read"));
        }
        match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim_start_matches('\u{feff}')),
            Cow::Owned(text) => Cow::Owned(text.trim_start_matches('\u{feff}').to_owned()),
        }
    }

    /// Rows that say something.
    fn rows(&mut self, text: &str) -> Vec<Row> {
        let mut csv = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter(text))
            .from_reader(text.as_bytes());
        let mut rows = Vec::new();
        let mut record = csv::StringRecord::new();
        let mut lines = Lines { bytes: text.as_bytes(), at: 0, number: 1 };
        loop {
            match csv.read_record(&mut record) {
                Ok(false) => break,
                Ok(true) => {}
                Err(error) => {
                    let line = error.position().map_or(0, |position| lines.of_row(position.byte()));
                    self.refuse(line, tr!("this is no CSV: {why}", why = error));
                    break;
                }
            }
            let line = record.position().map_or(0, |position| lines.of_row(position.byte()));
            if record.iter().any(swallows_rows) {
                self.refuse(line, tr!("a quotation mark is opened here and not closed"));
                break;
            }
            if record.iter().all(|cell| cell.trim().is_empty())
                || record.get(0).is_some_and(|cell| cell.starts_with('#'))
            {
                continue;
            }
            rows.push(Row { line, cells: record.iter().map(str::to_owned).collect() });
        }
        rows
    }

    fn scan(&mut self, rows: &[Row]) {
        let ids: FxHashSet<String> = rows.iter().map(|row| normal_id(row.cell(0))).collect();
        let mut columns: Option<Vec<Column>> = None;
        // None before the first table, and in one that is of no interest.
        let mut in_table = false;
        let mut skipping = false;
        for row in rows {
            let heading = plain(row.cell(0));
            let alone = (1..row.cells.len()).all(|index| row.cell(index).is_empty());
            if heading == "courseid" && !skipping {
                columns = self.header(row);
                in_table = true;
            } else if alone && TABLES.contains(&heading.as_str()) {
                (in_table, skipping) = (true, false);
            } else if alone && OTHER_TABLES.contains(&heading.as_str()) {
                (in_table, skipping) = (false, true);
            } else if skipping {
            } else if in_table {
                if let Some(columns) = &columns {
                    self.course(row, columns, &ids);
                } else {
                    if self.errors.is_empty() {
                        let missing = tr!("the row with the names of the columns is missing: it begins with Course ID");
                        self.refuse(row.line, missing);
                    }
                    return;
                }
            } else if PREAMBLE.contains(&heading.as_str()) {
                self.preamble(row, &heading);
            } else {
                let cell = quoted(row.cell(0));
                self.refuse(row.line, tr!("{cell} is not expected before the row that begins with Course ID", cell));
                return;
            }
        }
        if self.courses.is_empty() && self.errors.is_empty() {
            self.refuse(rows.last().map_or(1, |row| row.line), tr!("there is no course in this file"));
        }
    }

    fn preamble(&mut self, row: &Row, heading: &str) {
        // A name with commas that was not quoted stands in several cells.
        let said = (1..row.cells.len()).map(|index| row.cell(index)).filter(|cell| !cell.is_empty());
        let said = said.collect::<Vec<_>>().join(", ");
        match heading {
            "curriculum" => self.curriculum = said,
            "degreeplan" => self.degree_plan = Some(said),
            "institution" => self.institution = said,
            "systemtype" => match (plain(&said).as_str(), closest(&said, ["semester", "quarter"])) {
                ("" | "semester", _) => {}
                ("quarter", _) => self.system = System::Quarter,
                (_, nearest) => {
                    if nearest == Some("quarter") {
                        self.system = System::Quarter;
                    }
                    let taken = nearest.unwrap_or("semester");
                    self.warn(
                        row.line,
                        tr!("the system type {said} is taken for {taken}", said = quoted(&said), taken),
                    );
                }
            },
            _ => {}
        }
    }

    fn header(&mut self, row: &Row) -> Option<Vec<Column>> {
        let mut columns: Vec<Column> = row.cells.iter().map(|cell| Column::of(cell)).collect();
        while row.cells.get(columns.len().saturating_sub(1)).is_some_and(|cell| cell.trim().is_empty()) {
            columns.pop();
        }
        let missing: Vec<&str> = [(Column::Name, "Course Name"), (Column::Prerequisites, "Prerequisites")]
            .into_iter()
            .filter(|(column, _)| !columns.contains(column))
            .map(|(_, name)| name)
            .collect();
        if missing.is_empty() {
            return Some(columns);
        }
        self.refuse(row.line, tr!("there is no column {names}", names = missing.join(tr!(" and none "))));
        None
    }

    fn course(&mut self, row: &Row, columns: &[Column], ids: &FxHashSet<String>) {
        let id = normal_id(row.cell(0));
        if id.is_empty() {
            self.refuse(row.line, tr!("a course has no Course ID"));
            return;
        }
        let fitting = extra_cells(row, columns, ids);
        let extra = fitting.unwrap_or(0);
        if fitting.is_none() && row.cells.len() > columns.len() && !row.cell(columns.len()).is_empty() {
            self.warn(row.line, tr!("there are more cells than columns"));
        }
        let name_at = columns.iter().position(|column| *column == Column::Name).unwrap_or(1);
        let name = (name_at..=name_at + extra).map(|index| row.cell(index)).collect::<Vec<_>>().join(", ");
        let mut course =
            Written { line: row.line, id, name: one_line(&name), credits: None, term: None, requisites: Vec::new() };
        for (index, column) in columns.iter().enumerate() {
            let cell = row.cell(if index > name_at { index + extra } else { index });
            match column {
                Column::Credits if !cell.is_empty() => match number(cell) {
                    Some(credits) => course.credits = Some(credits),
                    None => self.warn(row.line, tr!("the credit hours {cell} are no number", cell = quoted(cell))),
                },
                Column::Term if !cell.is_empty() => match whole(cell) {
                    Some(term) => course.term = Some(term),
                    None => self.warn(row.line, tr!("the term {cell} is no whole number from 1", cell = quoted(cell))),
                },
                _ => {}
            }
            if let Some(kind) = column.requisite() {
                course.requisites.extend(references(cell).map(|id| (kind, id)));
            }
        }
        self.courses.push(course);
    }

    fn sheet(mut self) -> Result<Sheet, ReadError> {
        let lines = std::mem::take(&mut self.courses);
        let mut places: FxHashMap<&str, usize> = FxHashMap::default();
        for (place, line) in lines.iter().enumerate() {
            if let Some(first) = places.get(line.id.as_str()) {
                let first = lines[*first].line;
                let id = quoted(&line.id);
                self.refuse(line.line, tr!("the Course ID {id} is taken already, in line {first}", id, first));
            } else {
                places.insert(&line.id, place);
            }
        }
        if !self.errors.is_empty() {
            return Err(ReadError(self.errors));
        }
        let mut requisites = Vec::new();
        for (to, line) in lines.iter().enumerate() {
            for (kind, id) in &line.requisites {
                if let Some(from) = places.get(id.as_str()) {
                    requisites.push(Requisite { from: *from as u32, to: to as u32, kind: *kind, certain: true });
                } else {
                    let message = tr!(
                        "course {course} requires {id}, but no course has this id; it is left out",
                        course = visible(&line.id),
                        id = quoted(id)
                    );
                    self.warn(line.line, message);
                }
            }
        }
        let courses = lines.iter().map(|line| Vertex {
            credits: line.credits,
            terms: line.term.map(|term| Stretch { first: term, last: term }),
            ..Vertex::new(line.id.clone(), line.name.clone())
        });
        let mut graph = Graph::new(courses.collect(), requisites);
        graph.system = self.system;
        self.warnings.sort_by_key(|remark| remark.line);
        Ok(Sheet {
            curriculum: self.curriculum,
            degree_plan: self.degree_plan,
            institution: self.institution,
            graph,
            warnings: self.warnings,
        })
    }
}

/// Counts lines up to where rows begin. The parser's own count is that of the row before, wherever empty lines or
/// two characters end a line.
struct Lines<'t> {
    bytes: &'t [u8],
    at: usize,
    number: u64,
}

impl Lines<'_> {
    /// The line of the row that is next from a byte on; bytes only grow.
    fn of_row(&mut self, from: u64) -> u64 {
        while let Some(byte) = self.bytes.get(self.at) {
            let is_break = matches!(byte, b'\n' | b'\r');
            if self.at as u64 >= from && !is_break {
                break;
            }
            if *byte == b'\n' || *byte == b'\r' && self.bytes.get(self.at + 1) != Some(&b'\n') {
                self.number += 1;
            }
            self.at += 1;
        }
        self.number
    }
}

/// What separates cells: what stands after the name of the first column.
fn delimiter(text: &str) -> u8 {
    let after = text.to_ascii_lowercase();
    let after =
        after.find("course id").and_then(|at| after[at + "course id".len()..].trim_start_matches('"').bytes().next());
    after.filter(|byte| matches!(byte, b';' | b'\t')).unwrap_or(b',')
}

/// Whether a quotation mark that was not closed made a cell of several rows.
fn swallows_rows(cell: &str) -> bool {
    cell.split(['\n', '\r']).skip(1).any(|line| {
        let mut cells = line.split([',', ';', '\t']);
        let first = cells.next().unwrap_or("").trim();
        cells.count() >= 2 && (first.bytes().all(|byte| byte.is_ascii_digit()) || plain(first) == "courseid")
    })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without what spreadsheets add to whole numbers.
fn normal_id(cell: &str) -> String {
    let cell = cell.trim();
    let whole = cell.strip_suffix(".0").filter(|whole| whole.bytes().all(|byte| byte.is_ascii_digit()));
    whole.unwrap_or(cell).to_owned()
}

fn references(cell: &str) -> impl Iterator<Item = String> {
    cell.split([';', ',']).map(normal_id).filter(|id| !id.is_empty())
}

fn number(cell: &str) -> Option<f64> {
    cell.parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0)
}

fn whole(cell: &str) -> Option<i64> {
    normal_id(cell).parse().ok().filter(|term| (1..=MOST_TERMS).contains(term))
}

/// How many cells too many the name takes, as it does where it has commas and was not quoted.
///
/// So many that the rest of the row fits its columns: requisites are ids of the file, credits and term are numbers,
/// nothing is left over; none where no number of cells does. Where several would do, with credits rather than without, then the fewest.
fn extra_cells(row: &Row, columns: &[Column], ids: &FxHashSet<String>) -> Option<usize> {
    let name_at = columns.iter().position(|column| *column == Column::Name).unwrap_or(1);
    let most = row.cells.len().saturating_sub(name_at + 1).min(MOST_COMMAS);
    let mut best = None;
    for extra in 0..=most {
        let at = |index: usize| row.cell(if index > name_at { index + extra } else { index });
        let fits = columns.iter().enumerate().all(|(index, column)| {
            let cell = at(index);
            cell.is_empty()
                || match column {
                    Column::Credits => number(cell).is_some(),
                    Column::Term => whole(cell).is_some(),
                    Column::Prerequisites | Column::Corequisites | Column::StrictCorequisites => {
                        references(cell).all(|id| ids.contains(&id))
                    }
                    _ => true,
                }
        });
        let left_over = (columns.len() + extra..row.cells.len()).any(|index| !row.cell(index).is_empty());
        if !fits || left_over {
            continue;
        }
        let says = |wanted: fn(Column) -> bool| {
            columns.iter().enumerate().any(|(index, column)| wanted(*column) && !at(index).is_empty())
        };
        if says(|column| column == Column::Credits) {
            return Some(extra);
        }
        // Empty cells fit everywhere: they show nothing.
        if extra == 0 || says(|column| column.requisite().is_some()) {
            best = best.or(Some(extra));
        }
    }
    best
}
