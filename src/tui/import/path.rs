//! Choosing a file: a path that is typed, and the files and folders that it may go on with.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::tr;
use crate::tui::update::scroll_key;
use crate::tui::widget::{Scroll, TextInput};

/// Endings of what may be a sheet.
const ENDINGS: [&str; 6] = ["csv", "tsv", "tab", "txt", "xlsx", "xlsm"];
/// Encodings of text files that are no UTF-8, with where they are met.
pub(crate) const ENCODINGS: [(&str, &str); 6] = [
    ("gb18030", "Simplified Chinese, also GBK and GB2312"),
    ("big5", "Traditional Chinese"),
    ("shift_jis", "Japanese"),
    ("euc-kr", "Korean"),
    ("windows-1252", "Western Europe"),
    ("utf-16le", "Unicode in pairs of bytes"),
];

/// What a folder holds that can be chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Listing {
    /// As it was typed.
    pub(crate) folder: String,
    /// Sheets and folders.
    pub(crate) entries: Vec<Entry>,
    /// Why it cannot be listed, or not wholly.
    pub(crate) remark: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) is_folder: bool,
    pub(crate) name: String,
}

impl Listing {
    /// Of all that a folder holds: the sheets first, then the folders, and the folder above last.
    pub(crate) fn of(folder: String, found: Vec<(String, bool)>, remark: Option<String>) -> Self {
        let mut entries: Vec<Entry> = found
            .into_iter()
            .map(|(name, is_folder)| Entry { is_folder, name })
            .filter(|entry| entry.is_folder || is_sheet(&entry.name))
            .collect();
        entries.sort_by_cached_key(|entry| (entry.is_folder, entry.name.to_lowercase(), entry.name.clone()));
        if !folder.chars().all(std::path::is_separator) || folder.is_empty() {
            entries.push(Entry { is_folder: true, name: "..".to_owned() });
        }
        Self { folder, entries, remark }
    }
}

fn is_sheet(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// What is typed up to its last separator, and what follows.
fn split(typed: &str) -> (&str, &str) {
    typed.split_at(typed.rfind(std::path::is_separator).map_or(0, |at| at + 1))
}

/// A path on its way.
#[derive(Debug, Default)]
pub(crate) struct PathChoice {
    pub(crate) input: TextInput,
    pub(crate) listing: Option<Listing>,
    /// Entries of the listing that fit what is typed.
    pub(crate) matches: Vec<usize>,
    pub(crate) scroll: Scroll,
    /// Whether the selected entry is meant, not what is typed.
    pub(crate) is_chosen: bool,
    /// Why the file that was named will not do.
    pub(crate) refusal: Option<String>,
    /// The encodings that the file may have, where it is that which was wrong with it.
    pub(crate) encodings: Option<Scroll>,
}

/// What comes of a key.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Chosen {
    Nothing,
    /// What is typed is another now.
    Typed,
    /// This file is to be read, in this encoding.
    File(String, Option<&'static str>),
}

impl PathChoice {
    /// The folder that has to be listed for what is typed; none where it is already.
    pub(crate) fn unlisted(&self) -> Option<String> {
        let (folder, _) = split(self.input.text());
        let is_listed = self.listing.as_ref().is_some_and(|listing| listing.folder == folder);
        (!is_listed).then(|| folder.to_owned())
    }

    pub(crate) fn listed(&mut self, listing: Listing) {
        self.listing = Some(listing);
        self.narrow();
    }

    /// How many lines the list below what is typed has.
    pub(crate) fn len(&self) -> usize {
        if self.encodings.is_some() { ENCODINGS.len() } else { self.matches.len() }
    }

    /// The file could be read: nothing is wrong with it any more.
    pub(crate) fn read(&mut self) {
        self.forget();
        self.is_chosen = false;
    }

    pub(crate) fn refuse(&mut self, why: String, is_encoding: bool) {
        // Another can be chosen at once.
        self.narrow_to("");
        self.refusal = Some(why);
        self.encodings = is_encoding.then(Scroll::default);
    }

    /// Entries that fit what follows the folder: first those that begin so. What begins with a dot shows where a dot
    /// is typed.
    fn narrow(&mut self) {
        let begun = split(self.input.text()).1.to_owned();
        self.narrow_to(&begun);
    }

    fn narrow_to(&mut self, begun: &str) {
        self.scroll = Scroll::default();
        self.is_chosen = false;
        self.matches.clear();
        let folder = split(self.input.text()).0;
        let Some(listing) = self.listing.as_ref().filter(|listing| listing.folder == folder) else { return };
        let begun = begun.to_lowercase();
        let is_shown = |entry: &Entry| !entry.name.starts_with('.') || begun.starts_with('.') || entry.name == "..";
        let fitting = |begins: bool| {
            let begun = &begun;
            listing.entries.iter().enumerate().filter(move |(_, entry)| is_shown(entry)).filter_map(
                move |(index, entry)| {
                    let name = entry.name.to_lowercase();
                    (name.contains(begun.as_str()) && name.starts_with(begun.as_str()) == begins).then_some(index)
                },
            )
        };
        self.matches = fitting(true).chain(fitting(false)).collect();
    }

    fn entry(&self, line: usize) -> Option<&Entry> {
        self.listing.as_ref()?.entries.get(*self.matches.get(line)?)
    }

    fn entries(&self) -> impl Iterator<Item = &Entry> {
        (0..self.matches.len()).filter_map(|line| self.entry(line))
    }

    fn retype(&mut self, text: String) {
        self.input = TextInput::new(text);
        self.forget();
        self.narrow();
    }

    /// What was wrong with another file is past.
    fn forget(&mut self) {
        self.refusal = None;
        self.encodings = None;
    }

    pub(crate) fn paste(&mut self, text: &str) {
        self.input.paste(text);
        self.forget();
        self.narrow();
    }

    /// Puts an entry in the place of what was begun; whether it is a folder.
    fn take(&mut self, line: usize) -> Option<bool> {
        let (name, is_folder) = self.entry(line).map(|entry| (entry.name.clone(), entry.is_folder))?;
        let folder = split(self.input.text()).0;
        let separator = if is_folder { "/" } else { "" };
        self.retype(format!("{folder}{name}{separator}"));
        Some(is_folder)
    }

    /// Goes on with what all entries that begin so have in common; where that is nothing more, to the first.
    fn complete(&mut self) {
        if self.is_chosen || self.matches.len() == 1 {
            self.take(self.scroll.selected);
            return;
        }
        let (folder, begun) = split(self.input.text());
        let lower = begun.to_lowercase();
        let names = self.entries().map(|entry| entry.name.as_str());
        let names: Vec<&str> = names.filter(|name| name.to_lowercase().starts_with(&lower) && *name != "..").collect();
        let first = names.first().copied().unwrap_or_default();
        let common = names.iter().fold(first.chars().count(), |common, name| {
            first.chars().zip(name.chars()).take(common).take_while(|(one, other)| one == other).count()
        });
        let common: String = first.chars().take(common).collect();
        if common.chars().count() > begun.chars().count() {
            let completed = format!("{folder}{common}");
            self.retype(completed);
        } else {
            self.is_chosen = !self.matches.is_empty();
        }
    }

    /// What Enter takes: what is selected, else what is typed, else the only entry that begins so or fits at all.
    fn enter(&mut self) -> Chosen {
        if let Some(scroll) = self.encodings {
            let encoding = ENCODINGS.get(scroll.selected).map(|(name, _)| *name);
            return Chosen::File(self.input.text().trim().to_owned(), encoding);
        }
        let begun = split(self.input.text()).1.to_owned();
        let exact = (0..self.matches.len()).find(|line| self.entry(*line).is_some_and(|entry| entry.name == begun));
        let lower = begun.to_lowercase();
        let beginning = self.entries().take_while(|entry| entry.name.to_lowercase().starts_with(&lower)).count();
        let is_alone = !begun.is_empty() && (beginning == 1 || self.matches.len() == 1);
        let only = is_alone.then_some(0);
        let line = if self.is_chosen { Some(self.scroll.selected) } else { exact.or(only) };
        match line.and_then(|line| self.take(line)) {
            Some(true) => Chosen::Typed,
            Some(false) => Chosen::File(self.input.text().to_owned(), None),
            None if begun.trim().is_empty() => {
                self.refuse(tr!("name a file, or choose one with ↓").to_owned(), false);
                Chosen::Nothing
            }
            None => Chosen::File(self.input.text().trim().to_owned(), None),
        }
    }

    pub(crate) fn key(&mut self, event: KeyEvent, page: usize) -> Chosen {
        match event.code {
            KeyCode::Enter => return self.enter(),
            KeyCode::Tab if self.encodings.is_none() => {
                self.complete();
                return Chosen::Typed;
            }
            KeyCode::Tab => return Chosen::Nothing,
            _ => {}
        }
        let len = self.len();
        if let Some(scroll) = &mut self.encodings {
            if scroll_key(scroll, event, len, page, false) {
                return Chosen::Nothing;
            }
        } else if self.scrolls(event, page) {
            return Chosen::Nothing;
        }
        let before = self.input.text().to_owned();
        if self.input.key(event) && self.input.text() != before {
            self.forget();
            self.narrow();
            return Chosen::Typed;
        }
        Chosen::Nothing
    }

    /// Walks the entries: from what is typed down to the first, and up to it again.
    fn scrolls(&mut self, event: KeyEvent, page: usize) -> bool {
        let control = event.modifiers.contains(KeyModifiers::CONTROL);
        let is_up = event.code == KeyCode::Up || (control && matches!(event.code, KeyCode::Char('p' | 'k')));
        if self.is_chosen && is_up && self.scroll.selected == 0 {
            self.is_chosen = false;
            return true;
        }
        let mut scroll = self.scroll;
        if !scroll_key(&mut scroll, event, self.matches.len(), page, false) {
            return false;
        }
        if self.is_chosen {
            self.scroll = scroll;
        } else if !is_up {
            self.is_chosen = !self.matches.is_empty();
        }
        true
    }

    /// Selects a line of the list, as a click does.
    pub(crate) fn point_at(&mut self, line: usize, page: usize) {
        let len = self.len();
        if let Some(scroll) = &mut self.encodings {
            scroll.select(line, len, page);
        } else {
            self.is_chosen = true;
            self.scroll.select(line, len, page);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::form::keys::press;

    fn choice(typed: &str) -> PathChoice {
        let found =
            [("courses.csv", false), ("course-list.xlsx", false), ("notes.md", false), ("old", true), (".git", true)];
        let found = found.into_iter().map(|(name, is_folder)| (name.to_owned(), is_folder)).collect();
        let mut choice = PathChoice::default();
        choice.listed(Listing::of(String::new(), found, None));
        for event in press(typed) {
            choice.key(event, 10);
        }
        choice
    }

    fn shown(choice: &PathChoice) -> Vec<&str> {
        choice.entries().map(|entry| entry.name.as_str()).collect()
    }

    #[test]
    fn sheets_come_first_and_what_is_none_not_at_all() {
        assert_eq!(shown(&choice("")), ["course-list.xlsx", "courses.csv", "old", ".."]);
        assert_eq!(shown(&choice("O")), ["old", "course-list.xlsx", "courses.csv"]);
        assert_eq!(shown(&choice(".")), [".git", "..", "course-list.xlsx", "courses.csv"]);
    }

    #[test]
    fn tab_goes_as_far_as_all_agree_and_then_to_the_first() {
        assert_eq!(choice("c<tab>").input.text(), "course");
        assert_eq!(choice("c<tab>-<tab>").input.text(), "course-list.xlsx");
        let chosen = choice("c<tab><tab>");
        assert!(chosen.is_chosen && chosen.input.text() == "course");
        assert_eq!(choice("c<tab><tab><down><tab>").input.text(), "courses.csv");
        assert_eq!(choice("ol<tab>").input.text(), "old/");
        assert_eq!(choice("ol<tab>").unlisted().as_deref(), Some("old/"));
    }

    #[test]
    fn enter_takes_what_is_selected_or_typed_or_alone() {
        let enter = |typed: &str| choice(typed).key(press("<enter>")[0], 10);
        assert_eq!(enter("<down>"), Chosen::File("course-list.xlsx".into(), None));
        assert_eq!(enter("courses"), Chosen::File("courses.csv".into(), None));
        assert_eq!(enter("ol"), Chosen::Typed, "a folder that begins so");
        assert_eq!(enter("-l"), Chosen::File("course-list.xlsx".into(), None));
        assert_eq!(enter("elsewhere.csv"), Chosen::File("elsewhere.csv".into(), None));
        assert_eq!(enter("old"), Chosen::Typed);
        assert_eq!(enter(""), Chosen::Nothing);
        assert_eq!(enter("<down><up>"), Chosen::Nothing);
    }
}
