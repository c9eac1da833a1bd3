//! Choosing what to compare with: the last commits of the plan, or any revision typed.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::Against;
use crate::tr;
use crate::tui::state::State;
use crate::tui::theme::Theme;
use crate::tui::view::picker;
use crate::tui::widget::{Pen, Picker};
use crate::workspace::revision::Commit;

/// What can be compared with.
pub(crate) struct Revisions {
    pub(crate) picker: Picker,
    pub(crate) choices: Vec<Against>,
    /// Beside each choice.
    about: Vec<String>,
    /// Why there are no commits.
    pub(crate) trouble: Option<String>,
}

impl Revisions {
    pub(crate) fn of(commits: Result<Vec<Commit>, String>, is_on_disk: bool) -> Self {
        let saved = if is_on_disk { tr!("the saved files") } else { tr!("the plan as it was opened") };
        let mut choices = vec![Against::Saved];
        let mut about = vec![saved.to_owned()];
        let (commits, trouble) = match commits {
            Ok(commits) => (commits, None),
            Err(why) => (Vec::new(), Some(why)),
        };
        if trouble.is_none() {
            choices.insert(0, Against::Head);
            about.insert(0, tr!("HEAD  the last commit, whichever that is").to_owned());
        }
        for commit in commits {
            about.push(format!("{}  {}", commit.hash, commit.subject));
            choices.push(Against::Revision(commit.hash));
        }
        let mut revisions = Self { picker: Picker::new(choices.len()), choices, about, trouble };
        revisions.restart();
        revisions
    }

    /// Starts over with what is typed now.
    pub(crate) fn restart(&mut self) {
        let Self { picker, about, .. } = self;
        picker.restart();
        while !picker.is_done() {
            picker.advance(|index| about.get(index).cloned().unwrap_or_default());
        }
    }

    /// The chosen line, or what was typed where no line matches it.
    pub(crate) fn chosen(&self) -> Option<Against> {
        let typed = self.picker.input.text().trim();
        match self.picker.selected() {
            Some(index) => self.choices.get(index).cloned(),
            None if typed.is_empty() => None,
            None => Some(Against::Revision(typed.to_owned())),
        }
    }

    /// What was typed, whatever matches it.
    pub(crate) fn typed(&self) -> Option<Against> {
        let typed = self.picker.input.text().trim();
        (!typed.is_empty()).then(|| Against::Revision(typed.to_owned()))
    }
}

pub(crate) fn draw(
    state: &State,
    revisions: &Revisions,
    buffer: &mut Buffer,
    area: Rect,
    theme: &Theme,
) -> Option<Position> {
    let cursor = picker::list(&revisions.picker, tr!("Compare with"), buffer, area, theme, |index, buffer, area| {
        let mut pen = Pen::new(buffer, area);
        let current = revisions.choices.get(index) == Some(&state.changes.against);
        pen.put(if current { "● " } else { "  " }, theme.key);
        if let Some((name, about)) = revisions.about.get(index).and_then(|about| about.split_once("  ")) {
            pen.put(name, theme.key).skip(2).put(about, theme.text);
        } else if let Some(about) = revisions.about.get(index) {
            pen.put(about, theme.text);
        }
    });
    let foot =
        Rect { y: area.bottom().saturating_sub(2), height: 1, x: area.x + 1, width: area.width.saturating_sub(2) };
    let typed = revisions.picker.input.text().trim();
    let hint = match (&revisions.trouble, revisions.picker.matches().len()) {
        _ if !typed.is_empty() => tr!("Tab takes “{typed}” as git names it: a tag, a branch, HEAD~3", typed),
        (Some(why), _) => why.clone(),
        (None, _) => tr!("any revision can be typed: a tag, a branch, HEAD~3").to_owned(),
    };
    Pen::new(buffer, foot).put(&" ".repeat(usize::from(foot.width)), theme.text);
    Pen::new(buffer, foot).put(&hint, theme.dim);
    cursor
}
