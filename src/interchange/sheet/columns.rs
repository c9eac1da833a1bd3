//! Which column is which field: as it is said, or else guessed by its header.

use super::cell::{Row, Sheet, letters};
use super::headers::{guess, plain};
use super::import::SheetKind;
use crate::model::Kind;
use crate::model::schema::{self, Type};
use crate::text::{closest, visible};
use crate::tr;

/// Rows among which the header is looked for.
const HEADER_WITHIN: usize = 20;

impl SheetKind {
    /// What its headers tell most of.
    pub fn guess(sheet: &Sheet) -> Self {
        let known = |kind: &Self| {
            let mapping = Mapping::guessed(sheet, *kind, None).ok();
            mapping.map(|mapping| {
                let count = mapping.columns.iter().filter(|column| column.field.is_some()).count();
                (mapping.is_enough(*kind), count)
            })
        };
        // The last of equals, which is what the command line takes as well.
        [Self::Course, Self::Outcome].into_iter().max_by_key(known).unwrap_or(Self::Outcome)
    }
}

/// Where the value of a column goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// The course that an outcome belongs to, by id, code or title.
    Course,
    /// The unit within it, by id or title.
    Unit,
    /// A key of the course or outcome, with the language of a text.
    Key(&'static str, Option<String>),
}

impl Field {
    /// As `--map` names it.
    pub fn name(&self) -> String {
        match self {
            Self::Course => "course".to_owned(),
            Self::Unit => "unit".to_owned(),
            Self::Key(key, None) => (*key).to_owned(),
            Self::Key(key, Some(language)) => format!("{key}.{language}"),
        }
    }

    /// The field of a name.
    pub fn named(kind: SheetKind, name: &str) -> Result<Self, MapError> {
        let name = name.trim();
        match (kind, name) {
            (SheetKind::Outcome, "course") => return Ok(Self::Course),
            (SheetKind::Outcome, "unit") => return Ok(Self::Unit),
            _ => {}
        }
        let (key, language) = match name.split_once('.') {
            Some((key, language)) => (key, Some(language.to_owned()).filter(|language| !language.is_empty())),
            None => (name, None),
        };
        let spec = schema::spec(kind.node());
        match spec.key(key) {
            Some(found) if language.is_none() || found.ty == Type::Text => Ok(Self::Key(found.name, language)),
            Some(_) => Err(MapError(tr!("{key} has no languages", key))),
            None => {
                let known: Vec<String> = Self::all(kind, &[]).iter().map(Self::name).collect();
                let (name, known_list) = (visible(name).into_owned(), known.join(", "));
                Err(MapError(match closest(&name, known.iter().map(String::as_str)) {
                    Some(nearest) => tr!("there is no field {name}; did you mean {nearest}?", name, nearest),
                    None => tr!("there is no field {name}; there are {known}", name, known = known_list),
                }))
            }
        }
    }

    /// All fields of a kind in the order in which people fill them in; texts also in each of `languages`.
    pub fn all(kind: SheetKind, languages: &[String]) -> Vec<Self> {
        let mut fields = if kind == SheetKind::Outcome { vec![Self::Course, Self::Unit] } else { Vec::new() };
        for key in schema::spec(kind.node()).keys {
            fields.push(Self::Key(key.name, None));
            if key.ty == Type::Text {
                fields.extend(languages.iter().map(|language| Self::Key(key.name, Some(language.clone()))));
            }
        }
        fields
    }

    /// What it says, in the language spoken.
    pub fn doc(&self, kind: SheetKind) -> &'static str {
        match self {
            Self::Course => tr!("The course it belongs to, by id, code or title."),
            Self::Unit => tr!("The unit it stands in, by id or title; one that is not there yet is added."),
            Self::Key(key, _) => schema::spec(kind.node()).key(key).map_or("", schema::KeySpec::shown_doc),
        }
    }

    /// What its values are.
    pub fn ty(&self, kind: SheetKind) -> Type {
        match self {
            Self::Course => Type::Ref(&[Kind::Course]),
            Self::Unit => Type::Plain,
            Self::Key(key, _) => schema::spec(kind.node()).key(key).map_or(Type::Plain, |key| key.ty),
        }
    }
}

/// Why columns cannot be told apart.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct MapError(pub String);

/// A column with its header.
#[derive(Debug, Clone)]
pub struct Column {
    pub index: usize,
    pub header: String,
    /// None: it is left out.
    pub field: Option<Field>,
    /// Whether its field was guessed.
    pub guessed: bool,
}

impl Column {
    /// As spreadsheets call it.
    pub fn letters(&self) -> String {
        letters(self.index)
    }

    /// Whether two headers differ in nothing but how they are written.
    pub fn is_named_like(&self, other: &Self) -> bool {
        plain(&self.header) == plain(&other.header)
    }

    /// `B "Title"`.
    pub fn shown(&self) -> String {
        format!("{} {:?}", letters(self.index), visible(&self.header))
    }
}

#[derive(Debug, Clone)]
pub struct Mapping {
    /// The header's place among the rows of the sheet.
    pub header: usize,
    pub columns: Vec<Column>,
}

impl Mapping {
    /// `said`: pairs of a header, or the letter of a column, and a field; an empty field leaves the column out.
    /// `header`: the number of the header's row.
    pub fn of(
        sheet: &Sheet,
        kind: SheetKind,
        said: &[(String, String)],
        header: Option<u32>,
    ) -> Result<Self, MapError> {
        let place = header_place(sheet, kind, said, header)?;
        let mut columns = unmapped(sheet, place);
        let headers: Vec<String> = columns.iter().map(|column| column.header.clone()).collect();
        let mut is_said = vec![false; columns.len()];
        for (wanted, field) in said {
            let index = column_named(&headers, wanted)?;
            is_said[index] = true;
            columns[index].field = match field.trim() {
                "" | "-" => None,
                field => Some(Field::named(kind, field)?),
            };
        }
        if let Some((one, two)) = guess_others(sheet, kind, place, &mut columns, &is_said) {
            let field = columns[one].field.as_ref().map(Field::name).unwrap_or_default();
            let (one, two, header) = (letters(one), letters(two), visible(&headers[two]));
            return Err(MapError(tr!(
                "columns {one} and {two} are both named {header}: say which is meant, as in --map {one}={field}",
                one,
                two,
                header,
                field
            )));
        }
        for (index, column) in columns.iter().enumerate().filter(|(_, column)| column.field.is_some()) {
            if let Some(other) = columns[index + 1..].iter().find(|other| other.field == column.field) {
                let field = column.field.as_ref().map(Field::name).unwrap_or_default();
                return Err(MapError(tr!(
                    "columns {one} and {two} are both {field}",
                    one = letters(column.index),
                    two = letters(other.index),
                    field
                )));
            }
        }
        let mapping = Self { header: place, columns };
        mapping.check(kind)?;
        Ok(mapping)
    }

    /// As far as the headers tell, to be looked at and changed: of columns that are named alike the first is taken,
    /// and nothing need be known.
    ///
    /// `header`: the number of the header's row. An error where no such row holds anything.
    pub fn guessed(sheet: &Sheet, kind: SheetKind, header: Option<u32>) -> Result<Self, MapError> {
        let place = header_place(sheet, kind, &[], header)?;
        let mut columns = unmapped(sheet, place);
        let is_said = vec![false; columns.len()];
        guess_others(sheet, kind, place, &mut columns, &is_said);
        Ok(Self { header: place, columns })
    }

    /// Whether any row could be found by these columns, or become something new.
    pub fn is_enough(&self, kind: SheetKind) -> bool {
        let names: &[&str] = match kind {
            SheetKind::Course => &["id", "code", "title"],
            SheetKind::Outcome => &["text"],
        };
        let mut fields = self.columns.iter().filter_map(|column| column.field.as_ref());
        fields.any(|field| matches!(field, Field::Key(key, _) if names.contains(key)))
    }

    fn check(&self, kind: SheetKind) -> Result<(), MapError> {
        if self.is_enough(kind) {
            return Ok(());
        }
        let headers: Vec<String> =
            self.columns.iter().filter(|column| !column.header.is_empty()).map(Column::shown).collect();
        let headers = headers.join(", ");
        Err(MapError(match kind {
            SheetKind::Course => tr!(
                "no column is known as the id, code or title of a course; there are {headers}. Say it, as in --map \"Header=title\"",
                headers
            ),
            SheetKind::Outcome => tr!(
                "no column is known as the text of an outcome; there are {headers}. Say it, as in --map \"Header=text\"",
                headers
            ),
        }))
    }

    /// The column of a field.
    pub fn column(&self, field: &Field) -> Option<usize> {
        self.columns.iter().find(|column| column.field.as_ref() == Some(field)).map(|column| column.index)
    }
}

/// The columns of a sheet, as wide as any of its rows, with the headers that stand in the row at `place`.
fn unmapped(sheet: &Sheet, place: usize) -> Vec<Column> {
    let count = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    let header = |index| sheet.rows.get(place).map(|row| row.cell(index).text()).unwrap_or_default();
    (0..count).map(|index| Column { index, header: header(index), field: None, guessed: false }).collect()
}

/// Gives the columns of which nothing was said the fields that their headers mean. The first two that have the same
/// header and mean something, if any do: the second is left out.
fn guess_others(
    sheet: &Sheet,
    kind: SheetKind,
    place: usize,
    columns: &mut [Column],
    is_said: &[bool],
) -> Option<(usize, usize)> {
    let mut alike = None;
    for index in (0..columns.len()).filter(|index| !is_said[*index]) {
        let Some(field) = guess(kind, &columns[index].header) else { continue };
        match columns.iter().find(|column| column.field.as_ref() == Some(&field)) {
            Some(other) if other.guessed && plain(&other.header) == plain(&columns[index].header) => {
                alike = alike.or(Some((other.index, index)));
            }
            Some(_) => {}
            None => {
                columns[index].field = Some(field);
                columns[index].guessed = true;
            }
        }
    }
    if kind == SheetKind::Course {
        prefer_titles(sheet, place, columns);
    }
    alike
}

/// A column named "Course" holds titles, unless another does: then it holds ids or codes.
fn prefer_titles(sheet: &Sheet, header: usize, columns: &mut [Column]) {
    let is_named =
        |column: &Column, names: &[&str]| names.contains(&plain(&column.header).as_str()) && !column.header.is_empty();
    let title = Field::Key("title", None);
    let Some(course) = columns.iter().position(|column| {
        column.guessed
            && column.field.as_ref() == Some(&title)
            && is_named(column, &["course", "课程", "module", "subject"])
    }) else {
        return;
    };
    let better = ["title", "coursetitle", "coursename", "name", "课程名称", "名称", "课程名"];
    let Some(other) = columns.iter().position(|column| column.field.is_none() && is_named(column, &better)) else {
        return;
    };
    let has = |key: &'static str| columns.iter().any(|column| column.field == Some(Field::Key(key, None)));
    let values = sheet.rows.iter().skip(header + 1).map(|row| row.cell(columns[course].index).text());
    let are_ids = values.filter(|value| !value.is_empty()).all(|value| schema::is_valid_id(Kind::Course, &value));
    let field = match (has("id"), has("code")) {
        (false, _) if are_ids => Some(Field::Key("id", None)),
        (_, false) => Some(Field::Key("code", None)),
        _ => None,
    };
    columns[course].guessed = field.is_some();
    columns[course].field = field;
    columns[other].field = Some(title);
    columns[other].guessed = true;
}

/// The first row in which most is known by name; else the first.
fn header_place(
    sheet: &Sheet,
    kind: SheetKind,
    said: &[(String, String)],
    header: Option<u32>,
) -> Result<usize, MapError> {
    if let Some(number) = header {
        let place = sheet.rows.iter().position(|row| row.number == number);
        return place.ok_or_else(|| MapError(tr!("row {number} is empty: it cannot be the header", number)));
    }
    let known = |row: &Row| {
        let headers = row.cells.iter().map(super::Cell::text);
        let is_known = |header: &String| {
            said.iter().any(|(wanted, _)| plain(wanted) == plain(header)) || guess(kind, header).is_some()
        };
        headers.filter(is_known).count()
    };
    let candidates = sheet.rows.iter().take(HEADER_WITHIN).map(known);
    let most = candidates.enumerate().max_by_key(|(place, known)| (*known, std::cmp::Reverse(*place)));
    Ok(most.map_or(0, |(place, _)| place))
}

fn column_named(headers: &[String], wanted: &str) -> Result<usize, MapError> {
    let same: Vec<usize> = (0..headers.len()).filter(|index| plain(&headers[*index]) == plain(wanted)).collect();
    match same.as_slice() {
        [one] => return Ok(*one),
        [] => {}
        [one, two, ..] => {
            return Err(MapError(tr!(
                "columns {one} and {two} are both named {header}: name one by its letter",
                one = letters(*one),
                two = letters(*two),
                header = visible(wanted)
            )));
        }
    }
    let by_letter = (0..headers.len()).find(|index| letters(*index).eq_ignore_ascii_case(wanted.trim()));
    by_letter.ok_or_else(|| {
        let name = visible(wanted);
        let known = || headers.iter().map(String::as_str).filter(|header| !header.is_empty());
        if let Some(nearest) = closest(&name, known()) {
            return MapError(tr!(
                "there is no column {name}; did you mean {nearest}?",
                name,
                nearest = visible(nearest)
            ));
        }
        let known: Vec<String> = known().map(|header| visible(header).into_owned()).collect();
        MapError(tr!("there is no column {name}; there are {known}", name, known = known.join(", ")))
    })
}
