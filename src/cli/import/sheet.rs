use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use clap::{Args, ValueEnum};

use crate::cli::editing::Editing;
use crate::cli::{Output, frameworks, plan, progress, say};
use crate::interchange::sheet::{Book, Cell, Field, Import, Mapping, Options, Sheet as Table, SheetKind, outset};
use crate::model::Tree;
use crate::text::visible;
use crate::tr;
use crate::workspace::{self, Workspace, read_bytes};

/// So many of what is alike are told one by one.
const MOST_TOLD: usize = 40;

/// Outcomes or courses from a spreadsheet, CSV or XLSX
///
/// Which column is which field is guessed from the headers, in English and Chinese, and told first; --map says it
/// otherwise. Rows are found again in the plan by id, code or text: what is new is added, what is empty there is
/// filled, what differs stays unless --overwrite is given. Nothing is written to a plan that is there without
/// --apply. Ends with 1 where rows were refused (docs/sheets.md).
#[derive(Debug, Args)]
pub(super) struct Sheet {
    /// The CSV or XLSX file; `-` reads standard input
    file: PathBuf,
    /// Folder or file of the plan; a new folder becomes a new plan
    #[arg(long, value_name = "PATH")]
    into: PathBuf,
    /// What its rows are
    #[arg(long, value_name = "KIND", default_value = "outcome")]
    kind: Kind,
    /// A column, by header or letter, and the field it is; `Notes=` leaves it out. May be given several times
    #[arg(long = "map", value_name = "COLUMN=FIELD")]
    maps: Vec<String>,
    /// A value for every row that has none, such as stage=bachelor. May be given several times
    #[arg(long = "value", value_name = "FIELD=VALUE")]
    values: Vec<String>,
    /// Of a new plan, a framework that it names: a built-in one, or a file. May be given several times
    #[arg(long = "framework", value_name = "NAME")]
    frameworks: Vec<String>,
    /// Name of the sheet; left out: the first
    #[arg(long = "sheet", value_name = "NAME")]
    named: Option<String>,
    /// Number of the row with the headers; left out: the first that is known by its words
    #[arg(long, value_name = "ROW")]
    header_row: Option<u32>,
    /// Encoding of a CSV file that is not UTF-8, such as gb18030
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// An empty cell of course or unit means the one above
    #[arg(long)]
    fill_down: bool,
    /// Let the sheet's values take the place of those of the plan
    #[arg(long)]
    overwrite: bool,
    /// Change a plan that is there
    #[arg(long)]
    apply: bool,
    /// Tell what would be written, and write nothing
    #[arg(long, conflicts_with = "apply")]
    dry_run: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Outcome,
    Course,
}

impl Sheet {
    pub(super) fn run(self) -> anyhow::Result<Output> {
        let kind = match self.kind {
            Kind::Outcome => SheetKind::Outcome,
            Kind::Course => SheetKind::Course,
        };
        let file = || visible(&self.file.display().to_string()).into_owned();
        let bytes = if self.file.as_os_str() == "-" { plan::stdin()? } else { read_bytes(&self.file)? };
        let mut book = Book::open(&bytes).with_context(file)?;
        let table = book.read(self.named.as_deref(), self.encoding.as_deref()).with_context(file)?;
        let maps = self.maps.iter().map(|map| pair(map, map.rsplit_once('='))).collect::<anyhow::Result<Vec<_>>>()?;
        let mapping = Mapping::of(&table, kind, &maps, self.header_row).with_context(file)?;
        let mut fixed = Vec::new();
        for value in &self.values {
            let (field, value) = pair(value, value.split_once('='))?;
            fixed.push((Field::named(kind, &field)?, Cell::Text(value)));
        }
        let options = Options { kind, overwrite: self.overwrite, fill_down: self.fill_down, fixed };
        say(&told_mapping(&table, &mapping, &book.names()));
        if self.into.exists() && !is_empty_folder(&self.into) {
            self.take_into(&table, &mapping, &options)
        } else {
            self.begin(&table, &mapping, &options)
        }
    }

    fn take_into(&self, table: &Table, mapping: &Mapping, options: &Options) -> anyhow::Result<Output> {
        if let Some(name) = self.frameworks.first() {
            let name = visible(name);
            bail!("{}", tr!("--framework {name} is for a new plan: this one names its own, in `frameworks`", name));
        }
        let mut editing = Editing::open(&self.into)?;
        if editing.tree().files.iter().any(|file| file.broken()) {
            bail!("{}", tr!("the plan has syntax errors; `gradus check` tells where"));
        }
        let mut import = Import::of(table, mapping, editing.tree(), options);
        let is_empty = import.is_empty();
        editing.change(|session| import.carry_out_telling(session, progress::current()))?;
        progress::current().rest();
        let told = told(&import, options);
        if !self.apply {
            if !is_empty {
                let path = self.into.display();
                say(&tr!("{path} is as it was; --apply changes it", path));
            }
        } else if !is_empty {
            editing.write(tr!("Import"))?;
        }
        Ok(Output { bytes: told.into_bytes(), code: u8::from(!import.refused.is_empty()) })
    }

    fn begin(&self, table: &Table, mapping: &Mapping, options: &Options) -> anyhow::Result<Output> {
        if self.into.extension().is_some_and(|extension| extension == "toml") {
            bail!("{}", tr!("a new plan is a folder: name one without .toml"));
        }
        let name = self.into.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let frameworks = self.frameworks.iter().map(|name| self.named_from_there(name));
        let frameworks = frameworks.collect::<anyhow::Result<Vec<_>>>()?;
        let text = outset(&name, &frameworks, table, mapping, options);
        let (workspace, tree) = Workspace::to_begin(&self.into, &text);
        if let Some(name) = frameworks.iter().find(|name| !is_framework(&tree, name)) {
            bail!("{}", tr!("{name} holds no framework", name = visible(name)));
        }
        let mut import = Import::of(table, mapping, &tree, options);
        let mut editing = Editing::of(workspace, tree);
        editing.change(|session| import.carry_out_telling(session, progress::current()))?;
        progress::current().rest();
        let told = told(&import, options);
        let has_covers = mapping.column(&Field::Key("covers", None)).is_some();
        if frameworks.is_empty() && has_covers && !import.refused.is_empty() {
            say(tr!(
                "--framework NAME names the framework of a new plan, such as design or a file; `gradus frameworks` lists those that come along"
            ));
        }
        if import.added.is_empty() {
            bail!("{told}{}", tr!("no row can be taken: no plan was written"));
        }
        if !self.dry_run {
            editing.write_as(&self.into)?;
            let path = self.into.display();
            say(&tr!("`gradus {path}` opens the new plan", path));
        }
        Ok(Output { bytes: told.into_bytes(), code: u8::from(!import.refused.is_empty()) })
    }

    /// A framework as the new plan names it: by its built-in name, or by the path that leads there from its folder.
    fn named_from_there(&self, name: &str) -> anyhow::Result<String> {
        if workspace::frameworks().any(|(shipped, _)| shipped == name) {
            return Ok(name.to_owned());
        }
        let path = Path::new(name);
        if !path.is_file() {
            bail!("{}", frameworks::unknown(name));
        }
        let found = workspace::name_from(&self.into, path);
        found.ok_or_else(|| anyhow!("{}", tr!("no relative path leads to {name} from there", name = visible(name))))
    }
}

/// Whether a framework that the plan names was found.
fn is_framework(tree: &Tree, name: &str) -> bool {
    let mut files = (0..tree.files.len() as u32).filter(|file| !tree.file(*file).editable());
    files.any(|file| {
        tree.framework_id(file).is_some() && [name, &format!("builtin:{name}")].contains(&tree.file(file).name.as_str())
    })
}

fn is_empty_folder(path: &Path) -> bool {
    path.read_dir().is_ok_and(|mut entries| entries.next().is_none())
}

/// `NAME=VALUE`, cut by the caller: a header may hold an `=` as well as a value.
fn pair(text: &str, cut: Option<(&str, &str)>) -> anyhow::Result<(String, String)> {
    match cut {
        Some((name, value)) => Ok((name.trim().to_owned(), value.trim().to_owned())),
        None => bail!("{}", tr!("{text} is no pair: write NAME=VALUE", text = visible(text))),
    }
}

fn told_mapping(table: &Table, mapping: &Mapping, names: &[String]) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail, here and below.
    if let (Some(name), [_, _, ..]) = (&table.name, names) {
        let _ = writeln!(text, "{}", tr!("sheet {name}", name = visible(name)));
    }
    let row = table.rows.get(mapping.header).map_or(0, |row| row.number);
    let _ = writeln!(text, "{}", tr!("columns, by the headers in row {row}:", row));
    for column in mapping.columns.iter().filter(|column| !column.header.is_empty() || column.field.is_some()) {
        let field = match (&column.field, column.guessed) {
            (None, _) => tr!("left out").to_owned(),
            (Some(field), true) => tr!("{field} (guessed)", field = field.name()),
            (Some(field), false) => field.name(),
        };
        let _ = writeln!(text, "  {} → {}", column.shown(), visible(&field));
    }
    for remark in &table.remarks {
        let _ = writeln!(text, "{}", visible(remark));
    }
    text.truncate(text.trim_end().len());
    text
}

fn told(import: &Import, options: &Options) -> String {
    let mut text = String::new();
    let mut list = |title: String, lines: Vec<String>| {
        if lines.is_empty() {
            return;
        }
        let _ = writeln!(text, "{title}: {}", lines.len());
        for line in lines.iter().take(MOST_TOLD) {
            let _ = writeln!(text, "  {}", visible(line));
        }
        if let Some(more) = lines.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
            let _ = writeln!(text, "  {}", tr!("… and {more} more", more));
        }
    };
    let at = |row: u32, rest: String| tr!("row {row}: {rest}", row, rest);
    list(tr!("new").to_owned(), import.added.iter().map(|(row, name)| at(*row, name.clone())).collect());
    let filled = import.filled.iter().map(|(row, path, keys)| at(*row, format!("{path} {}", keys.join(", "))));
    list(tr!("filled where the plan says nothing").to_owned(), filled.collect());
    let different = import.different.iter().map(|difference| at(difference.row, difference.told(options.overwrite)));
    let title =
        if options.overwrite { tr!("overwritten") } else { tr!("different, left as the plan has it (--overwrite)") };
    list(title.to_owned(), different.collect());
    list(
        tr!("refused").to_owned(),
        import.refused.iter().map(|refusal| at(refusal.row, refusal.why.clone())).collect(),
    );
    if import.lacks.contains("course") && !options.fill_down {
        let hint = tr!("--fill-down takes the course of the row above, --value course=ID names one for all rows");
        let _ = writeln!(text, "  {hint}");
    }
    if import.lacks.contains("stage") {
        let _ = writeln!(text, "  {}", tr!("--value stage=ID names a stage for all rows that have none"));
    }
    let _ = writeln!(text, "{}: {}", tr!("unchanged"), import.unchanged);
    text
}
