//! Rows held against a plan: each is a node that is new, fields for one that is there, or cannot be taken.

use rustc_hash::{FxHashMap, FxHashSet};

use super::cell::{Cell, Row, Sheet};
use super::columns::{Field, Mapping};
use super::import::{Addition, Difference, Import, Options, Refusal, SheetKind};
use super::resolve::{Names, names_of, plain, texts};
use crate::edit::{Op, Subtree};
use crate::model::schema::{self, Type};
use crate::model::{Kind, NodeRef, Tree, Value};
use crate::progress::Progress;
use crate::text::{slug, visible};
use crate::tr;

/// Values of a row by field, the language of a text apart.
type Values = Vec<(&'static str, Option<String>, Value)>;

/// Holds the rows below the header against a plan; what is cancelled ends with the rows until then.
pub(super) fn plan(sheet: &Sheet, mapping: &Mapping, tree: &Tree, options: &Options, progress: &Progress) -> Import {
    let mut planner = Planner::new(tree, options);
    let rows = sheet.rows.get(mapping.header + 1..).unwrap_or_default();
    progress.begin("Comparing… row {done} of {of}", rows.len());
    if options.kind == SheetKind::Course {
        planner.know_courses(rows, mapping);
    }
    let mut above: FxHashMap<String, Cell> = FxHashMap::default();
    for row in rows.iter().take_while(|_| !progress.is_cancelled()) {
        progress.step();
        let given = given(row, mapping, options, &mut above);
        let planned = match options.kind {
            SheetKind::Course => planner.course(row.number, &given),
            SheetKind::Outcome => planner.outcome(row.number, &given),
        };
        if let Err(why) = planned {
            planner.import.refused.push(Refusal { row: row.number, why });
        }
    }
    planner.import
}

/// The cells of a row that say something, by field.
fn given(row: &Row, mapping: &Mapping, options: &Options, above: &mut FxHashMap<String, Cell>) -> Vec<(Field, Cell)> {
    let mut given: Vec<(Field, Cell)> = Vec::new();
    for column in &mapping.columns {
        let Some(field) = &column.field else { continue };
        let mut cell = row.cell(column.index).clone();
        if options.fill_down && matches!(field, Field::Course | Field::Unit) {
            if cell == Cell::Empty {
                cell = above.get(&field.name()).cloned().unwrap_or_default();
            } else {
                if *field == Field::Course {
                    above.clear();
                }
                above.insert(field.name(), cell.clone());
            }
        }
        if cell != Cell::Empty {
            given.push((field.clone(), cell));
        }
    }
    for (field, cell) in &options.fixed {
        if given.iter().all(|(other, _)| other != field) {
            given.push((field.clone(), cell.clone()));
        }
    }
    given
}

struct Planner<'t> {
    tree: &'t Tree,
    names: Names,
    import: Import,
    /// Kinds of what stands at the root, by id.
    taken: FxHashMap<&'t str, Kind>,
    /// Courses that can be edited, by id.
    courses: FxHashMap<String, NodeRef>,
    /// Outcomes by course and text, and by course and id.
    by_text: FxHashMap<(NodeRef, String), Vec<NodeRef>>,
    by_id: FxHashMap<(NodeRef, String), Vec<NodeRef>>,
    units: FxHashMap<(NodeRef, String), NodeRef>,
    /// New units, as places among the additions.
    new_units: FxHashMap<(NodeRef, String), usize>,
    /// Rows that something was said of already.
    seen: FxHashMap<String, u32>,
    new_ids: FxHashSet<(NodeRef, String)>,
}

impl<'t> Planner<'t> {
    fn new(tree: &'t Tree, options: &Options) -> Self {
        let mut planner = Self {
            tree,
            names: Names::of(tree),
            import: Import { overwrite: options.overwrite, ..Import::default() },
            taken: FxHashMap::default(),
            courses: FxHashMap::default(),
            by_text: FxHashMap::default(),
            by_id: FxHashMap::default(),
            units: FxHashMap::default(),
            new_units: FxHashMap::default(),
            seen: FxHashMap::default(),
            new_ids: FxHashSet::default(),
        };
        for at in tree.roots() {
            let node = tree.node(at);
            if let Some(id) = node.id() {
                planner.taken.entry(id).or_insert(node.kind);
            }
            if node.kind != Kind::Course || !tree.file(at.file).editable() {
                continue;
            }
            if let Some(id) = node.id() {
                planner.courses.entry(id.to_owned()).or_insert(at);
            }
            if options.kind == SheetKind::Outcome {
                planner.know_outcomes(at);
            }
        }
        planner
    }

    fn know_outcomes(&mut self, course: NodeRef) {
        for child in self.tree.children(course) {
            match self.tree.node(child).kind {
                Kind::Outcome => self.know_outcome(course, child),
                Kind::Unit => {
                    for name in names_of(self.tree, child).into_iter().flatten() {
                        self.units.entry((course, name)).or_insert(child);
                    }
                    for outcome in self.tree.children(child).filter(|at| self.tree.node(*at).kind == Kind::Outcome) {
                        self.know_outcome(course, outcome);
                    }
                }
                _ => {}
            }
        }
    }

    fn know_outcome(&mut self, course: NodeRef, at: NodeRef) {
        let node = self.tree.node(at);
        if let Some(id) = node.id() {
            self.by_id.entry((course, id.to_owned())).or_default().push(at);
        }
        for text in node.value("text").map(|text| texts(&text.value)).unwrap_or_default() {
            self.by_text.entry((course, plain(text))).or_default().push(at);
        }
    }

    /// Courses may require each other, whichever comes first.
    fn know_courses(&mut self, rows: &[Row], mapping: &Mapping) {
        for row in rows {
            let text = |key: &'static str| {
                let column = mapping.column(&Field::Key(key, None))?;
                Some(row.cell(column).text()).filter(|text| !text.is_empty())
            };
            let (code, title) = (text("code"), text("title"));
            let wanted = text("id").or_else(|| code.clone()).or_else(|| title.clone());
            let known = wanted.as_deref().and_then(|name| self.names.find(Kind::Course, name));
            if let (None, Some(id)) = (known, wanted.as_deref().map(course_id).filter(|id| !id.is_empty())) {
                self.names.add_course(&id, code.as_deref(), title.as_deref());
            }
        }
    }

    fn values(&self, kind: Kind, given: &[(Field, Cell)]) -> Result<Values, String> {
        let mut values = Vec::new();
        for (field, cell) in given {
            let Field::Key(key, language) = field else { continue };
            let value = self.names.value(kind, key, cell).map_err(|why| format!("{}: {why}", field.name()))?;
            if let Some(value) = value {
                values.push((*key, language.clone(), value));
            }
        }
        Ok(values)
    }

    fn course(&mut self, row: u32, given: &[(Field, Cell)]) -> Result<(), String> {
        let mut values = self.values(Kind::Course, given)?;
        let text = |key: &str| texts_of(&values, key).into_iter().next();
        let Some(name) = text("id").or_else(|| text("code")).or_else(|| text("title")) else {
            return Err(tr!("it has neither id nor code nor title").to_owned());
        };
        let known = match text("id") {
            // An id that nothing has may be that of a course which is known by its code.
            Some(id) => self.courses.get(id).copied(),
            None => self.names.find(Kind::Course, name).and_then(|id| self.courses.get(id).copied()),
        };
        let id = known.and_then(|at| self.tree.node(at).id()).map_or_else(|| course_id(name), str::to_owned);
        if id.is_empty() {
            return Err(tr!("no id can be made of {name}: give it one", name = visible(name)));
        }
        if let Some(first) = self.seen.insert(id.clone(), row) {
            self.seen.insert(id.clone(), first);
            return Err(tr!("it is the course {id} of row {first} again", id = visible(&id), first));
        }
        if let Some(at) = known {
            self.compare(row, at, &values);
            return Ok(());
        }
        if let Some(kind) = self.taken.get(id.as_str()).map(|kind| kind.label()) {
            return Err(tr!("the id {id} is that of a {kind} already", id = visible(&id), kind));
        }
        if text("title").is_none() {
            return Err(tr!("a new course needs a title").to_owned());
        }
        if text("stage").is_none() {
            let Some(only) = self.names.only(Kind::Stage) else {
                self.import.lacks.insert("stage");
                return Err(tr!("a new course needs a stage").to_owned());
            };
            values.push(("stage", None, Value::string(only)));
        }
        values.retain(|(key, ..)| *key != "id");
        values.push(("id", None, Value::string(&id)));
        let title = texts_of(&values, "title").first().map(|title| (*title).to_owned()).unwrap_or_default();
        self.import.added.push((row, format!("{id} {title}")));
        let subtree = self.subtree(Kind::Course, &values);
        self.import.additions.push(Addition { rows: vec![row], subtree, into: None });
        Ok(())
    }

    fn outcome(&mut self, row: u32, given: &[(Field, Cell)]) -> Result<(), String> {
        let named = |wanted: &Field| given.iter().find(|(field, _)| field == wanted).map(|(_, cell)| cell.text());
        let Some(course_name) = named(&Field::Course).filter(|name| !name.is_empty()) else {
            self.import.lacks.insert("course");
            return Err(tr!("it names no course").to_owned());
        };
        let course = self.names.find(Kind::Course, &course_name).and_then(|id| self.courses.get(id).copied());
        let Some(course) = course else { return Err(self.names.unknown(Kind::Course, &course_name)) };
        let values = self.values(Kind::Outcome, given)?;
        let unit_name = named(&Field::Unit).filter(|name| !name.is_empty());
        let unit = unit_name.as_ref().and_then(|name| self.units.get(&(course, plain(name))).copied());
        let text = texts_of(&values, "text").into_iter().next().map(str::to_owned);
        let id = texts_of(&values, "id").into_iter().next().map(str::to_owned);
        let known = match (&unit_name, unit) {
            // A unit that is not there yet has nothing.
            (Some(_), None) => None,
            _ => self.known_outcome(course, unit, id.as_deref(), &values),
        };
        // No part has a line break in it.
        let key = format!(
            "{}\n{}\n{}",
            self.tree.path(course),
            unit_name.as_deref().map(plain).unwrap_or_default(),
            match &id {
                Some(id) => format!("id:{id}"),
                None => format!("text:{}", text.as_deref().map(plain).unwrap_or_default()),
            }
        );
        if let Some(first) = self.seen.get(&key) {
            return Err(tr!("it is the outcome of row {first} again", first));
        }
        self.seen.insert(key, row);
        if let Some(at) = known {
            self.compare(row, at, &values);
            return Ok(());
        }
        let Some(text) = text else { return Err(tr!("a new outcome needs its text").to_owned()) };
        let course_id = self.tree.path(course);
        let into = unit.unwrap_or(course);
        if let (Some(id), true) = (&id, unit.is_some() || unit_name.is_none()) {
            let is_taken = self.tree.children(into).any(|at| self.tree.node(at).id() == Some(id.as_str()));
            if is_taken || !self.new_ids.insert((into, id.clone())) {
                return Err(tr!("the id {id} is taken there", id = visible(id)));
            }
        }
        let subtree = self.subtree(Kind::Outcome, &values);
        let Some(name) = unit_name.filter(|_| unit.is_none()) else {
            self.import.added.push((row, format!("{} {text}", self.tree.path(into))));
            self.import.additions.push(Addition { rows: vec![row], subtree, into: Some(into) });
            return Ok(());
        };
        self.import.added.push((row, format!("{course_id}/{name} {text}")));
        let known = self.new_units.get(&(course, plain(&name))).copied();
        if let Some(addition) = known.and_then(|place| self.import.additions.get_mut(place)) {
            addition.rows.push(row);
            addition.subtree.children.push(subtree);
            return Ok(());
        }
        self.new_units.insert((course, plain(&name)), self.import.additions.len());
        let mut new = Subtree::new(Kind::Unit);
        let words = slug(&name);
        let is_free = self.tree.children(course).all(|at| self.tree.node(at).id() != Some(words.as_str()));
        if !words.is_empty() && is_free && self.new_ids.insert((course, words.clone())) {
            new = new.with("id", Value::string(words));
        }
        new = new.with("title", Value::string(name));
        new.children.push(subtree);
        self.import.additions.push(Addition { rows: vec![row], subtree: new, into: Some(course) });
        Ok(())
    }

    /// An outcome by its id, or else by one of its texts, within a unit where one is named.
    fn known_outcome(
        &self,
        course: NodeRef,
        within: Option<NodeRef>,
        id: Option<&str>,
        values: &Values,
    ) -> Option<NodeRef> {
        let is_within = |at: &&NodeRef| within.is_none_or(|parent| self.tree.parent(**at) == Some(parent));
        if let Some(id) = id {
            let found = self.by_id.get(&(course, id.to_owned())).and_then(|all| all.iter().find(is_within));
            if found.is_some() {
                return found.copied();
            }
        }
        texts_of(values, "text").into_iter().find_map(|text| {
            let all = self.by_text.get(&(course, plain(text)))?;
            let is_nameless = |at: &&NodeRef| id.is_none() || self.tree.node(**at).id().is_none();
            all.iter().filter(is_within).find(is_nameless).copied()
        })
    }

    /// Fields of a node that is there already.
    fn compare(&mut self, row: u32, at: NodeRef, values: &Values) {
        let node = self.tree.node(at);
        let path = self.tree.path(at);
        let (mut ops, mut filled, mut differs) = (Vec::new(), Vec::new(), false);
        for (key, language, value) in values {
            let old = node.value(key).map(|value| &value.value);
            let own = self.tree.language().unwrap_or("en");
            // The line of a text that is meant, and how it is named.
            let (old, name) = match (old, language.as_deref()) {
                (Some(Value::Table(lines)), language) if is_text(node.kind, key) => {
                    let language = language.or_else(|| {
                        let has_own = lines.iter().any(|(name, _)| name.value == own);
                        if has_own { Some(own) } else { lines.first().map(|(name, _)| name.value.as_str()) }
                    });
                    let language = language.unwrap_or(own);
                    let line = lines.iter().find(|(name, _)| name.value == language).map(|(_, line)| &line.value);
                    (line, format!("{key}.{language}"))
                }
                (Some(_), Some(language)) if language != own => (None, format!("{key}.{language}")),
                (None, Some(language)) => (None, format!("{key}.{language}")),
                (old, _) => (old, (*key).to_owned()),
            };
            match old.filter(|old| !is_nothing(old)) {
                None => {
                    filled.push(name.clone());
                    ops.push(Op::Set { at, key: name, value: value.clone() });
                }
                Some(old) if same(old, value) => {}
                // An id is what a node is found by, or stays.
                Some(_) if *key == "id" => {}
                Some(old) => {
                    differs = true;
                    self.import.different.push(Difference {
                        row,
                        path: path.clone(),
                        key: name.clone(),
                        plan: shown(old),
                        sheet: shown(value),
                    });
                    if self.import.overwrite {
                        ops.push(Op::Set { at, key: name, value: value.clone() });
                    }
                }
            }
        }
        if ops.is_empty() && !differs {
            self.import.unchanged += 1;
        }
        if !filled.is_empty() {
            self.import.filled.push((row, path, filled));
        }
        if !ops.is_empty() {
            self.import.sets.push((row, ops));
        }
    }

    /// A node of these values, its texts with a line per language.
    fn subtree(&self, kind: Kind, values: &Values) -> Subtree {
        let own = self.tree.language().unwrap_or("en");
        let mut subtree = Subtree::new(kind);
        for (key, language, value) in values {
            if subtree.fields.iter().any(|(other, _)| other == key) {
                continue;
            }
            let lines: Vec<(Option<&str>, &Value)> = values
                .iter()
                .filter(|(other, ..)| other == key)
                .map(|(_, language, value)| (language.as_deref(), value))
                .collect();
            let whole = match (lines.as_slice(), language) {
                ([_], None) => value.clone(),
                (lines, _) => {
                    let mut told: Vec<(&str, Value)> = Vec::new();
                    for (language, line) in lines {
                        let language = language.unwrap_or(own);
                        if told.iter().all(|(other, _)| *other != language) {
                            told.push((language, (*line).clone()));
                        }
                    }
                    Value::table(told)
                }
            };
            subtree.fields.push(((*key).to_owned(), whole));
        }
        let spec = schema::spec(kind);
        subtree.fields.sort_by_key(|(key, _)| spec.rank(key));
        subtree
    }
}

fn is_text(kind: Kind, key: &str) -> bool {
    schema::spec(kind).key(key).is_some_and(|key| key.ty == Type::Text)
}

/// The lines of a text, or the one of a string.
fn texts_of<'v>(values: &'v Values, key: &str) -> Vec<&'v str> {
    values.iter().filter(|(other, ..)| *other == key).filter_map(|(.., value)| value.as_str()).collect()
}

/// As near to what is written as an id may be.
pub(super) fn course_id(name: &str) -> String {
    if schema::is_valid_id(Kind::Course, name) {
        return name.to_owned();
    }
    let mut id = String::new();
    for letter in name.trim().chars() {
        if schema::is_valid_id(Kind::Course, letter.encode_utf8(&mut [0; 4])) {
            id.push(letter);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.truncate(id.trim_end_matches('-').len());
    id
}

fn is_nothing(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.trim().is_empty()) || value.as_array().is_some_and(<[_]>::is_empty)
}

/// Whether two values mean the same: one or a list of one, whole or not, in any order.
fn same(one: &Value, other: &Value) -> bool {
    let list = |value: &Value| match value.as_array() {
        Some(items) => items.iter().map(|item| item.value.clone()).collect(),
        None => vec![value.clone()],
    };
    let equal = |a: &Value, b: &Value| match (a.as_number(), b.as_number()) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-9,
        _ => match (a.as_str(), b.as_str()) {
            (Some(a), Some(b)) => a.trim() == b.trim(),
            _ => shown(a) == shown(b),
        },
    };
    let (one, other) = (list(one), list(other));
    one.len() == other.len() && one.iter().all(|a| other.iter().any(|b| equal(a, b)))
}

fn shown(value: &Value) -> String {
    crate::edit::render::value(value)
}
