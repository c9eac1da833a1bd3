use std::cell::Cell;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::Step;
use super::covers::Scale;
use super::input::InputBox;
use crate::model::Value;
use crate::text::{Truncate, truncate, visible, width};
use crate::tr;
use crate::tui::pen::{clear, put, rule};
use crate::tui::theme::Theme;

/// Something to pick.
#[derive(Debug)]
pub(crate) struct Entry {
    /// What stands in the list once it is picked.
    pub(crate) value: Value,
    /// What names it, first column.
    pub(crate) id: String,
    pub(crate) title: String,
    /// Where it belongs, last column.
    pub(crate) note: String,
    /// Further words that find it: its title in other languages.
    pub(crate) also: String,
    /// The levels it can be picked with.
    pub(crate) scale: Option<Scale>,
}

impl Entry {
    pub(crate) fn new(id: impl Into<String>, title: impl Into<String>, note: impl Into<String>) -> Self {
        let id = id.into();
        Self {
            value: Value::Str(id.clone()),
            id,
            title: title.into(),
            note: note.into(),
            also: String::new(),
            scale: None,
        }
    }

    fn haystack(&self) -> Utf32String {
        Utf32String::from([&self.id, " ", &self.title, " ", &self.note, " ", &self.also].concat())
    }

    fn value(&self) -> Value {
        match &self.scale {
            Some(scale) => scale.entry(&self.value),
            None => self.value.clone(),
        }
    }
}

/// How many may be picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    One,
    /// One, or what is typed.
    OneOrTyped,
    Many,
}

/// A list to pick from, searched by typing.
#[derive(Debug)]
pub(crate) struct Picker {
    caption: String,
    mode: Mode,
    entries: Vec<Entry>,
    haystacks: Vec<Utf32String>,
    /// Picked entries, in the order in which they shall stand.
    picked: Vec<u32>,
    is_picked: Vec<bool>,
    /// Entries that match what is typed, best first.
    found: Vec<u32>,
    query: InputBox,
    /// What `found` was found for.
    searched: String,
    cursor: usize,
    touched: bool,
    /// Whether any entry has levels to pick it with.
    has_levels: bool,
    matcher: Matcher,
    /// Where the list was drawn, and from which entry on.
    drawn: Cell<(Rect, usize)>,
    /// The list is not scrolled while it is clicked in: a second click meets what the first met.
    held: Option<usize>,
}

impl Picker {
    /// `picked`: places in `entries`.
    pub(crate) fn new(caption: impl Into<String>, mode: Mode, entries: Vec<Entry>, picked: Vec<u32>) -> Self {
        let mut is_picked = vec![false; entries.len()];
        for index in &picked {
            is_picked[*index as usize] = true;
        }
        let has_levels = entries.iter().any(|entry| entry.scale.is_some());
        let mut picker = Self {
            caption: caption.into(),
            mode,
            haystacks: entries.iter().map(Entry::haystack).collect(),
            entries,
            picked,
            is_picked,
            found: Vec::new(),
            query: InputBox::line(""),
            searched: String::new(),
            cursor: 0,
            touched: false,
            has_levels,
            matcher: Matcher::new(Config::DEFAULT),
            drawn: Cell::default(),
            held: None,
        };
        picker.found = picker.all();
        if mode != Mode::Many {
            picker.cursor = picker.picked.first().map_or(0, |index| *index as usize);
        }
        picker
    }

    /// Everything; in a list, what is picked stands first.
    fn all(&self) -> Vec<u32> {
        if self.mode != Mode::Many {
            return (0..self.entries.len() as u32).collect();
        }
        let others = (0..self.entries.len() as u32).filter(|index| !self.is_picked[*index as usize]);
        self.picked.iter().copied().chain(others).collect()
    }

    fn search(&mut self) {
        let query = self.query.text().trim().to_owned();
        if query == self.searched {
            return;
        }
        let pattern = Pattern::new(&query, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
        if pattern.atoms.is_empty() {
            self.found = self.all();
        } else {
            // Whatever matches more letters matched fewer.
            let narrower = !self.searched.is_empty() && query.starts_with(&self.searched);
            let among = if narrower {
                let mut among = std::mem::take(&mut self.found);
                among.sort_unstable();
                among
            } else {
                (0..self.entries.len() as u32).collect()
            };
            let mut scored: Vec<(u32, u32)> = Vec::with_capacity(among.len());
            for index in among {
                let haystack = self.haystacks[index as usize].slice(..);
                if let Some(score) = pattern.score(haystack, &mut self.matcher) {
                    scored.push((score, index));
                }
            }
            scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
            self.found = scored.into_iter().map(|(_, index)| index).collect();
        }
        self.searched = query;
        self.cursor = 0;
        self.held = None;
    }

    fn current(&self) -> Option<u32> {
        self.found.get(self.cursor).copied()
    }

    fn pick(&mut self, index: u32) {
        if !std::mem::replace(&mut self.is_picked[index as usize], true) {
            self.picked.push(index);
        }
        self.touched = true;
    }

    fn toggle(&mut self) {
        if let Some(index) = self.current() {
            if self.is_picked[index as usize] {
                self.is_picked[index as usize] = false;
                self.picked.retain(|other| *other != index);
                self.touched = true;
            } else {
                self.pick(index);
            }
        }
    }

    fn change_level(&mut self, up: bool) -> Step {
        let Some(index) = self.current() else { return Step::Ignored };
        match &mut self.entries[index as usize].scale {
            Some(scale) => scale.change(up),
            None => return Step::Message(tr!("this entry has no level of its own").to_owned()),
        }
        self.pick(index);
        Step::Redraw
    }

    /// A click marks in a list, and takes where one is picked that has been pointed at before.
    pub(crate) fn click(&mut self, at: Position) -> Step {
        let (list, first) = self.drawn.get();
        let clicked = first + usize::from(at.y.saturating_sub(list.y));
        if !list.contains(at) || clicked >= self.found.len() {
            return Step::Ignored;
        }
        self.held = Some(first);
        let again = self.cursor == clicked;
        self.cursor = clicked;
        match self.mode {
            Mode::Many => self.toggle(),
            Mode::One | Mode::OneOrTyped if again => return self.take(),
            Mode::One | Mode::OneOrTyped => {}
        }
        Step::Redraw
    }

    pub(crate) fn key(&mut self, key: KeyEvent) -> Step {
        self.held = None;
        let page = usize::from(self.drawn.get().0.height).max(1);
        let plain = !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        let last = self.found.len().saturating_sub(1);
        let empty = self.query.text().is_empty();
        match key.code {
            KeyCode::Enter => return self.take(),
            KeyCode::Up => self.cursor = self.cursor.saturating_sub(1),
            KeyCode::Down => self.cursor = (self.cursor + 1).min(last),
            KeyCode::Char('p') if key.modifiers == KeyModifiers::CONTROL => self.cursor = self.cursor.saturating_sub(1),
            KeyCode::Char('n') if key.modifiers == KeyModifiers::CONTROL => self.cursor = (self.cursor + 1).min(last),
            KeyCode::PageUp => self.cursor = self.cursor.saturating_sub(page),
            KeyCode::PageDown => self.cursor = (self.cursor + page).min(last),
            KeyCode::Home if empty => self.cursor = 0,
            KeyCode::End if empty => self.cursor = last,
            KeyCode::Char(' ') if plain && self.mode == Mode::Many => self.toggle(),
            KeyCode::Char('+') | KeyCode::Right if plain && self.has_levels => return self.change_level(true),
            KeyCode::Left if plain && self.has_levels => return self.change_level(false),
            // An id may be searched for by a hyphen, but no search begins with one.
            KeyCode::Char('-') if plain && empty && self.has_levels => return self.change_level(false),
            _ => {
                if !self.query.key(key) {
                    return Step::Ignored;
                }
                self.search();
            }
        }
        Step::Redraw
    }

    pub(crate) fn paste(&mut self, text: &str) {
        self.query.paste(text);
        self.search();
    }

    /// What Enter takes: in a list, what is picked; what the search points at too, where nothing was
    /// picked by hand.
    fn take(&mut self) -> Step {
        if self.mode == Mode::Many {
            if !self.touched && !self.query.text().is_empty() {
                match self.current() {
                    Some(index) => self.pick(index),
                    None => return Step::Message(self.nothing_found()),
                }
            }
            return Step::Picked(self.picked.iter().map(|index| self.entries[*index as usize].value()).collect());
        }
        let typed = self.query.text().trim();
        let exact = self.entries.iter().any(|entry| entry.id == typed);
        if self.mode == Mode::OneOrTyped && !typed.is_empty() && !exact && self.found.is_empty() {
            return Step::Picked(vec![Value::string(typed)]);
        }
        match self.current() {
            Some(index) => Step::Picked(vec![self.entries[index as usize].value()]),
            None => Step::Message(self.nothing_found()),
        }
    }

    fn nothing_found(&self) -> String {
        if self.entries.is_empty() {
            tr!("there is nothing to pick for {caption}", caption = self.caption)
        } else {
            tr!("nothing matches {query}", query = format!("{:?}", self.query.text()))
        }
    }

    /// Rows it likes to have.
    pub(crate) fn rows(&self) -> u16 {
        u16::try_from(self.entries.len().max(1)).unwrap_or(u16::MAX).saturating_add(4)
    }

    fn hint(&self) -> &'static str {
        match self.mode {
            Mode::Many if self.has_levels => tr!("Space marks · ← → level · Enter takes · Esc leaves"),
            Mode::Many => tr!("Space marks · Enter takes · Esc leaves"),
            Mode::One => tr!("Enter takes · Esc leaves"),
            Mode::OneOrTyped => tr!("Enter takes, also another word · Esc leaves"),
        }
    }

    pub(crate) fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return None;
        }
        clear(buffer, area, theme.text);
        let count = tr!(
            "{caption} · {found} of {entries}",
            caption = self.caption,
            found = self.found.len(),
            entries = self.entries.len()
        );
        rule(buffer, area, area.y, &visible(&count), theme.border_focus, theme.title);
        let y = area.y + 1;
        let x = put(buffer, area, (area.x, y), "› ", theme.key);
        let line = Rect { x, y, width: area.right().saturating_sub(x), height: 1 }.intersection(area);
        let cursor = self.query.draw(buffer, line, theme.text);
        if self.query.text().is_empty() {
            put(buffer, area, (x, y), tr!("type to search"), theme.dim);
        }
        let list = Rect { y: area.y + 2, height: area.height.saturating_sub(4), ..area }.intersection(area);
        self.draw_list(buffer, list, theme);
        if area.height >= 4 {
            rule(buffer, area, area.bottom() - 1, self.hint(), theme.border_focus, theme.dim);
        }
        cursor
    }

    fn draw_list(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let height = usize::from(area.height);
        if self.found.is_empty() {
            put(buffer, area, (area.x + 2, area.y), &visible(&self.nothing_found()), theme.dim);
            return;
        }
        let centred = || self.cursor.saturating_sub(height / 2).min(self.found.len().saturating_sub(height));
        let first = self.held.unwrap_or_else(centred);
        self.drawn.set((area, first));
        let shown: Vec<u32> = self.found.iter().skip(first).take(height).copied().collect();
        let entries: Vec<&Entry> = shown.iter().map(|index| &self.entries[*index as usize]).collect();
        let columns = Columns::of(&entries, area.width, self.mode);
        for (offset, index) in shown.into_iter().enumerate() {
            let y = area.y + offset as u16;
            let selected = first + offset == self.cursor;
            columns.draw(
                buffer,
                Rect { y, height: 1, ..area },
                &self.entries[index as usize],
                self.is_picked[index as usize],
                theme,
            );
            if selected {
                buffer.set_style(Rect { y, height: 1, ..area }, theme.selection());
            }
        }
    }
}

/// Widths of the columns of a picker.
struct Columns {
    mark: bool,
    id: usize,
    level: usize,
    note: usize,
    total: usize,
}

impl Columns {
    fn of(entries: &[&Entry], total: u16, mode: Mode) -> Self {
        let total = usize::from(total);
        let widest = |width_of: fn(&Entry) -> usize| entries.iter().map(|entry| width_of(entry)).max().unwrap_or(0);
        Self {
            mark: mode == Mode::Many,
            id: widest(|entry| width(&visible(&entry.id))).min(total / 2),
            level: widest(|entry| entry.scale.as_ref().map_or(0, |scale| width(&visible(scale.word())))).min(total / 6),
            note: if total < 50 { 0 } else { widest(|entry| width(&visible(&entry.note))).min(total / 4) },
            total,
        }
    }

    fn draw(&self, buffer: &mut Buffer, area: Rect, entry: &Entry, picked: bool, theme: &Theme) {
        let mut x = area.x;
        if self.mark {
            put(
                buffer,
                area,
                (x, area.y),
                if picked { "[x] " } else { "[ ] " },
                if picked { theme.good } else { theme.dim },
            );
            x += 4;
        } else {
            x += 2;
        }
        let mut column = |text: &str, columns: usize, style: Style| {
            let text = visible(text);
            put(buffer, area, (x, area.y), &truncate(&text, columns, Truncate::End), style);
            x = x.saturating_add(columns as u16 + 2);
        };
        column(&entry.id, self.id, theme.text);
        if self.level > 0 {
            column(entry.scale.as_ref().map_or("", Scale::word), self.level, theme.key);
        }
        let used = if self.mark { 4 } else { 2 } + self.id + 2 + if self.level > 0 { self.level + 2 } else { 0 };
        let note = if self.note > 0 { self.note + 2 } else { 0 };
        column(&entry.title, self.total.saturating_sub(used + note), theme.text);
        if self.note > 0 {
            column(&entry.note, self.note, theme.dim);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::form::keys::press;

    fn picker(mode: Mode, picked: Vec<u32>) -> Picker {
        let mut entries =
            vec![Entry::new("PD-101", "Design studio 1", "bachelor"), Entry::new("PD-102", "Form", "bachelor")];
        entries.push(Entry::new("数学", "Mathematics", ""));
        Picker::new("courses", mode, entries, picked)
    }

    fn run(mut picker: Picker, keys: &str) -> Step {
        press(keys).into_iter().map(|key| picker.key(key)).last().unwrap()
    }

    fn words(step: Step) -> Vec<String> {
        match step {
            Step::Picked(values) => values.iter().map(|value| value.as_str().unwrap().to_owned()).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn search_and_enter_pick_one() {
        assert_eq!(words(run(picker(Mode::One, vec![]), "form<enter>")), ["PD-102"]);
        assert_eq!(words(run(picker(Mode::One, vec![]), "数<enter>")), ["数学"]);
        assert_eq!(words(run(picker(Mode::One, vec![]), "<down><down><down><up><enter>")), ["PD-102"]);
        assert!(matches!(run(picker(Mode::One, vec![]), "zzz<enter>"), Step::Message(_)));
    }

    #[test]
    fn marks_keep_their_order_and_new_ones_follow() {
        assert_eq!(words(run(picker(Mode::Many, vec![1]), "<down><space><enter>")), ["PD-102", "PD-101"]);
        assert_eq!(words(run(picker(Mode::Many, vec![1, 0]), "<space><enter>")), ["PD-101"]);
        assert_eq!(words(run(picker(Mode::Many, vec![1]), "studio<enter>")), ["PD-102", "PD-101"]);
        assert_eq!(words(run(picker(Mode::Many, vec![1]), "<enter>")), ["PD-102"]);
        assert!(words(run(picker(Mode::Many, vec![0]), "<space><enter>")).is_empty());
    }

    #[test]
    fn a_shorter_search_finds_again_what_a_longer_one_left_out() {
        let mut picker = picker(Mode::One, vec![]);
        for key in press("studiox") {
            picker.key(key);
        }
        assert!(picker.found.is_empty());
        for key in press("<backspace><backspace><backspace><backspace><backspace><backspace><backspace>") {
            picker.key(key);
        }
        assert_eq!(picker.found.len(), 3);
    }

    #[test]
    fn another_word_is_taken_where_that_is_allowed() {
        assert_eq!(words(run(picker(Mode::OneOrTyped, vec![]), "library<enter>")), ["library"]);
        assert_eq!(words(run(picker(Mode::OneOrTyped, vec![]), "pd-102<enter>")), ["PD-102"]);
    }

    #[test]
    fn no_size_is_too_small() {
        for w in 0..40 {
            for h in 0..8 {
                let area = Rect::new(0, 0, w, h);
                let mut buffer = Buffer::empty(area);
                picker(Mode::Many, vec![1]).draw(&mut buffer, area, &Theme::ansi());
                picker(Mode::One, vec![]).draw(&mut buffer, Rect::new(3, 3, w, h), &Theme::ansi());
            }
        }
    }
}
