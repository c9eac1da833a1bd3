use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::command::{COMMANDS, Command};
use crate::tui::state::State;
use crate::tui::theme::Theme;
use crate::tui::widget::Pen;

/// The commands that the footer has room for, with where each stands. Those that cannot be carried out
/// now are left out, so that the footer says what can be done; while something else takes the keys, all.
pub(crate) fn items(state: &State, area: Rect) -> Vec<(Rect, &'static Command)> {
    let is_covered = super::status::covered(state, &state.layout()).is_some();
    if state.is_typing_in_form() || is_covered || !state.modals.is_empty() {
        return Vec::new();
    }
    let mut commands: Vec<&'static Command> = COMMANDS
        .iter()
        .copied()
        .filter(|command| command.footer.is_some() && command.obstacle(state).is_none())
        .collect();
    commands.sort_by_key(|command| command.footer);
    let mut items = Vec::new();
    let mut x = area.x;
    for command in commands {
        let columns = Pen::width_of(&key_shown(state, command)) + 1 + Pen::width_of(command.label_shown());
        let width = columns as u16;
        if x.saturating_add(width) > area.right() {
            continue;
        }
        items.push((Rect { x, y: area.y, width, height: area.height.min(1) }, command));
        x = x.saturating_add(width + 2);
    }
    items
}

/// The foremost key of a command here; a command whose keys were taken away is clicked.
fn key_shown(state: &State, command: &Command) -> String {
    let key = state.preferences.keymap.first(command, Some(state.place()));
    key.map_or_else(|| "·".to_owned(), |key| key.to_string())
}

pub(super) fn draw(state: &State, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    for (area, command) in items(state, area) {
        let mut pen = Pen::new(buffer, area);
        pen.put(&key_shown(state, command), theme.key).skip(1).put(command.label_shown(), theme.dim);
    }
}
