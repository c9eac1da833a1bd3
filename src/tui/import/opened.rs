//! A file that was read, and how it is meant.

use std::sync::Arc;

use super::columns::Draft;
use super::path::ENCODINGS;
use crate::interchange::sheet::{MapError, Sheet, SheetKind};
use crate::tr;
use crate::tui::widget::Scroll;

/// What is said of a file as a whole, a line each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setting {
    /// Which sheet of the workbook.
    Sheet,
    /// What its rows are.
    Kind,
    /// The row with the headers.
    Header,
    /// Of a text file.
    Encoding,
}

#[derive(Debug)]
pub(crate) struct Opened {
    /// As it was typed.
    pub(crate) path: String,
    /// Names of its sheets; none of a text file.
    pub(crate) names: Vec<String>,
    /// The sheet that is wanted, as a place among the names.
    pub(crate) sheet: usize,
    /// None: UTF-8, or what its first bytes say.
    pub(crate) encoding: Option<&'static str>,
    pub(crate) table: Arc<Sheet>,
    /// The sheet and encoding that the table is of.
    was_read: (usize, Option<&'static str>),
    kind: SheetKind,
    /// Of outcomes, and of courses.
    drafts: [Draft; 2],
    pub(crate) scroll: Scroll,
    /// Why the sheet or encoding that is wanted cannot be had.
    pub(crate) refusal: Option<String>,
    /// Whether what differs takes the place of what the plan has.
    pub(crate) overwrite: bool,
}

/// Another sheet or encoding that has to be read first.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reread;

impl Opened {
    /// `names`: of the sheets of the file; none of a text file.
    pub(crate) fn of(
        path: String,
        encoding: Option<&'static str>,
        names: Vec<String>,
        table: Sheet,
    ) -> Result<Self, MapError> {
        let draft = |kind| Draft::of(&table, kind, None);
        let sheet = names.iter().position(|name| Some(name) == table.name.as_ref()).unwrap_or_default();
        Ok(Self {
            path,
            names,
            sheet,
            encoding,
            was_read: (sheet, encoding),
            kind: SheetKind::guess(&table),
            drafts: [draft(SheetKind::Outcome)?, draft(SheetKind::Course)?],
            table: Arc::new(table),
            scroll: Scroll::default(),
            refusal: None,
            overwrite: false,
        })
    }

    /// Goes back to the sheet and encoding that were read last.
    pub(crate) fn as_read(&mut self) {
        (self.sheet, self.encoding) = self.was_read;
        self.refusal = None;
    }

    /// Takes over how a sheet with the same headers was meant.
    pub(crate) fn like(mut self, before: &Self) -> Self {
        let mut drafts = before.drafts.clone();
        if drafts.iter_mut().all(|draft| draft.carry_over(&self.table)) {
            self.drafts = drafts;
            self.kind = before.kind;
            self.overwrite = before.overwrite;
        }
        if self.settings() == before.settings() {
            self.scroll = before.scroll;
        }
        self
    }

    /// The name of the file, without its folders.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit(std::path::is_separator).next().unwrap_or(&self.path)
    }

    pub(crate) fn kind(&self) -> SheetKind {
        self.kind
    }

    pub(crate) fn draft(&self) -> &Draft {
        &self.drafts[usize::from(self.kind == SheetKind::Course)]
    }

    pub(crate) fn draft_mut(&mut self) -> &mut Draft {
        &mut self.drafts[usize::from(self.kind == SheetKind::Course)]
    }

    pub(crate) fn settings(&self) -> Vec<Setting> {
        let own = if self.names.is_empty() { Setting::Encoding } else { Setting::Sheet };
        match own {
            Setting::Sheet => vec![own, Setting::Kind, Setting::Header],
            _ => vec![Setting::Kind, Setting::Header, own],
        }
    }

    /// What a setting is now, and which of how many that is where they can be counted.
    pub(crate) fn told(&self, setting: Setting) -> (String, Option<(usize, usize)>) {
        match setting {
            Setting::Sheet => {
                let name = self.names.get(self.sheet).cloned().unwrap_or_default();
                (name, Some((self.sheet + 1, self.names.len())))
            }
            Setting::Kind => {
                let kind = match self.kind {
                    SheetKind::Outcome => tr!("outcomes"),
                    SheetKind::Course => tr!("courses"),
                };
                (kind.to_owned(), None)
            }
            Setting::Header => (tr!("row {row}", row = self.draft().header_row), None),
            Setting::Encoding => match self.encoding {
                None => (tr!("as the file says, else UTF-8").to_owned(), None),
                Some(name) => (name.to_owned(), None),
            },
        }
    }

    /// Changes a setting to the next or previous; what then has to be read first.
    pub(crate) fn change(&mut self, setting: Setting, forward: bool) -> Option<Reread> {
        let turn = |now: usize, len: usize| (now + if forward { 1 } else { len - 1 }) % len;
        match setting {
            Setting::Sheet => {
                let next = turn(self.sheet, self.names.len().max(1));
                if next == self.sheet {
                    return None;
                }
                self.sheet = next;
                Some(Reread)
            }
            Setting::Encoding => {
                let now = ENCODINGS.iter().position(|(name, _)| Some(*name) == self.encoding).map_or(0, |at| at + 1);
                let next = turn(now, ENCODINGS.len() + 1);
                self.encoding = next.checked_sub(1).and_then(|at| ENCODINGS.get(at)).map(|(name, _)| *name);
                Some(Reread)
            }
            Setting::Kind => {
                self.kind = match self.kind {
                    SheetKind::Outcome => SheetKind::Course,
                    SheetKind::Course => SheetKind::Outcome,
                };
                None
            }
            Setting::Header => {
                let now = self.draft().mapping.header;
                let next = if forward { now + 1 } else { now.saturating_sub(1) };
                let row = self.table.rows.get(next).filter(|_| next != now);
                // A row that is there can be the header.
                let drafts = row.map(|row| {
                    [SheetKind::Outcome, SheetKind::Course].map(|kind| Draft::of(&self.table, kind, Some(row.number)))
                });
                if let Some([Ok(outcomes), Ok(courses)]) = drafts {
                    // What is meant for all rows has nothing to do with where they begin.
                    for (old, mut new) in self.drafts.iter_mut().zip([outcomes, courses]) {
                        new.values = std::mem::take(&mut old.values);
                        new.fill_down = old.fill_down;
                        *old = new;
                    }
                }
                None
            }
        }
    }

    /// The rows below the header.
    pub(crate) fn count(&self) -> usize {
        self.table.rows.len().saturating_sub(self.draft().mapping.header + 1)
    }
}
