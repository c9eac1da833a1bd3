use crate::tui::command::{COMMANDS, Command, Group, Place};
use crate::tui::keymap::Keymap;
use crate::tui::widget::{Scroll, TextInput};

/// All commands with their keys, narrowed by typing.
pub(crate) struct Help {
    pub(crate) input: TextInput,
    /// The selected row is always a command, where there is one.
    pub(crate) scroll: Scroll,
    pub(crate) rows: Vec<HelpRow>,
    /// Where the user was when help was asked for: what works there comes first.
    place: Place,
}

#[derive(Clone, Copy)]
pub(crate) enum HelpRow {
    /// A group of commands; whether they work here.
    Title(Group, bool),
    Command(&'static Command),
}

impl Help {
    pub(crate) fn new(keymap: &Keymap, place: Place) -> Self {
        let mut help = Self { input: TextInput::default(), scroll: Scroll::default(), rows: Vec::new(), place };
        help.search(keymap);
        help
    }

    /// Lists what fits what is typed: without that everything, by group.
    pub(crate) fn search(&mut self, keymap: &Keymap) {
        let query = self.input.text().trim().to_owned();
        self.rows = if query.is_empty() { by_group(self.place) } else { found(keymap, self.place, &query) };
        self.scroll = Scroll::default();
        self.settle(1);
    }

    pub(crate) fn selected(&self) -> Option<&'static Command> {
        match self.rows.get(self.scroll.selected)? {
            HelpRow::Command(command) => Some(command),
            HelpRow::Title(..) => None,
        }
    }

    /// How many commands are listed.
    pub(crate) fn count(&self) -> usize {
        self.rows.iter().filter(|row| matches!(row, HelpRow::Command(_))).count()
    }

    pub(crate) fn move_by(&mut self, rows: isize, page: usize) {
        self.scroll.move_by(rows, self.rows.len(), page);
        self.settle(if rows < 0 { -1 } else { 1 });
        self.scroll.move_by(0, self.rows.len(), page);
        // The title above the first command is seen with it.
        if self.scroll.selected == 1 {
            self.scroll.offset = 0;
        }
    }

    pub(crate) fn select(&mut self, row: usize, page: usize) {
        if matches!(self.rows.get(row), Some(HelpRow::Command(_))) {
            self.scroll.select(row, self.rows.len(), page);
        }
    }

    /// Leaves a title for the next command in a direction, or for the one before where there is none.
    fn settle(&mut self, direction: isize) {
        let is_command = |row: &usize| matches!(self.rows.get(*row), Some(HelpRow::Command(_)));
        let here = self.scroll.selected;
        let after = (here..self.rows.len()).find(is_command);
        let before = (0..here.saturating_add(1).min(self.rows.len())).rev().find(is_command);
        let found = if direction < 0 { before.or(after) } else { after.or(before) };
        self.scroll.selected = found.unwrap_or(0);
    }
}

/// First what works here, group by group, then all else.
fn by_group(place: Place) -> Vec<HelpRow> {
    let mut rows = Vec::new();
    for works_here in [true, false] {
        for group in Group::ALL {
            let mut commands = COMMANDS
                .iter()
                .copied()
                .filter(|command| command.group == group && command.applies_in(place) == works_here)
                .peekable();
            if commands.peek().is_some() {
                rows.push(HelpRow::Title(group, works_here));
                rows.extend(commands.map(HelpRow::Command));
            }
        }
    }
    rows
}

/// What fits best first: by key, by the beginning of a name, by a name, by what is said of it; of equals what
/// works here.
fn found(keymap: &Keymap, place: Place, query: &str) -> Vec<HelpRow> {
    let small = query.to_lowercase();
    let words: Vec<&str> = small.split_whitespace().collect();
    let mut fits: Vec<(u8, bool, &'static Command)> = COMMANDS
        .iter()
        .copied()
        .filter_map(|command| Some((rank(keymap, command, query, &words)?, !command.applies_in(place), command)))
        .collect();
    fits.sort_by_key(|(rank, elsewhere, _)| (*rank, *elsewhere));
    fits.into_iter().map(|(_, _, command)| HelpRow::Command(command)).collect()
}

fn rank(keymap: &Keymap, command: &Command, query: &str, words: &[&str]) -> Option<u8> {
    let keys: Vec<String> = keymap.keys(command, None).iter().map(ToString::to_string).collect();
    if keys.iter().any(|key| key == query) {
        return Some(0);
    }
    let label = command.label_shown().to_lowercase();
    let names = [command.name.to_lowercase(), command.label.to_lowercase(), label];
    let begins = |name: &String| words.first().is_some_and(|first| name.starts_with(first));
    let fits = |texts: &[String]| words.iter().all(|word| texts.iter().any(|text| text.contains(word)));
    if fits(&names) {
        return Some(if names.iter().any(begins) { 1 } else { 2 });
    }
    let mut texts = names.to_vec();
    texts.extend(keys.iter().filter(|key| key.chars().count() > 1).map(|key| key.to_lowercase()));
    let said = [command.doc, command.doc_shown(), command.group.title()];
    texts.extend(said.iter().map(|text| text.to_lowercase()));
    fits(&texts).then_some(3)
}
