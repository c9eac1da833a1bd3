//! How the user wants the workbench: keys, theme, mouse and the like, from their own files and from the command
//! line. Pure: the files are read by [`workspace::own`](crate::workspace::own).

mod read;
mod settings;

pub use read::Trouble;
pub(crate) use read::{Entry, Reader, in_order};
pub(crate) use settings::LEAST_SHARE;
pub use settings::{DEFAULT_FILE, Settings};

use super::keymap::Keymap;
use super::theme::{self, BUILT_IN, Theme};
use crate::tr;

/// A file of the user's: its name as it is shown, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnFile {
    pub name: String,
    pub text: String,
}

/// How the workbench looks and listens; some of it can be changed while it runs.
#[derive(Clone)]
pub struct Preferences {
    pub(crate) keymap: Keymap,
    pub(crate) themes: Themes,
    pub(crate) mouse: bool,
    pub(crate) ascii: bool,
    /// Per cent of the width that the tree has beside the form.
    pub(crate) divider: u16,
    /// Whether copies go to the clipboard of the terminal too.
    pub(crate) clipboard: bool,
    /// Whether the tour is offered at the first start.
    pub(crate) tour: bool,
    /// What the user's files have wrong, to be told at the start.
    pub(crate) troubles: Vec<Trouble>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            keymap: Keymap::default(),
            themes: Themes::default(),
            mouse: true,
            ascii: false,
            divider: settings::DIVIDER,
            clipboard: true,
            tour: true,
            troubles: Vec::new(),
        }
    }
}

/// The themes there are, one of them chosen.
#[derive(Clone)]
pub(crate) struct Themes {
    all: Vec<(String, Theme)>,
    chosen: usize,
    /// `NO_COLOR` is set: only the theme without colours is used.
    pub(crate) no_colour: bool,
}

impl Default for Themes {
    fn default() -> Self {
        let all = BUILT_IN.iter().map(|(name, build)| ((*name).to_owned(), build())).collect();
        Self { all, chosen: 0, no_colour: false }
    }
}

impl Themes {
    pub(crate) fn current(&self) -> &Theme {
        // The chosen one is always among them.
        &self.all[self.chosen.min(self.all.len() - 1)].1
    }

    pub(crate) fn name(&self) -> &str {
        self.all.get(self.chosen).map_or("", |(name, _)| name.as_str())
    }

    pub(crate) fn names(&self) -> Vec<&str> {
        self.all.iter().map(|(name, _)| name.as_str()).collect()
    }

    pub(crate) fn next(&mut self) {
        self.chosen = (self.chosen + 1) % self.all.len().max(1);
    }

    /// Chooses by name; whether there is one of that name.
    pub(crate) fn choose(&mut self, name: &str) -> bool {
        let found = self.all.iter().position(|(other, _)| other == name);
        self.chosen = found.unwrap_or(self.chosen);
        found.is_some()
    }

    /// Adds a theme; one of the same name gives way.
    fn add(&mut self, name: String, theme: Theme) {
        match self.all.iter_mut().find(|(other, _)| *other == name) {
            Some((_, other)) => *other = theme,
            None => self.all.push((name, theme)),
        }
    }
}

/// What preferences are made of.
#[derive(Debug, Default)]
pub struct Sources<'a> {
    pub settings: &'a Settings,
    /// The file of keys, where there is one.
    pub keys: Option<&'a OwnFile>,
    /// The user's themes, by name.
    pub themes: &'a [(String, OwnFile)],
    /// From the command line: they count more than the settings.
    pub theme: Option<&'a str>,
    pub mouse: Option<bool>,
    pub ascii: Option<bool>,
    pub no_colour: bool,
}

impl Preferences {
    /// Preferences of what was read; what is wrong with it is kept as troubles and left at the default.
    pub fn of(sources: &Sources<'_>) -> Self {
        let mut preferences = Self::default();
        let settings = sources.settings;
        preferences.troubles.extend(settings.troubles.iter().cloned());
        for (name, file) in sources.themes {
            let (theme, troubles) = theme::from_file(&file.name, &file.text);
            preferences.troubles.extend(troubles);
            preferences.themes.add(name.clone(), theme);
        }
        if let Some(file) = sources.keys {
            let (keymap, troubles) = Keymap::patched(&file.name, &file.text);
            preferences.keymap = keymap;
            preferences.troubles.extend(troubles);
        }
        if let Some((name, trouble)) = &settings.theme
            && !preferences.themes.choose(name)
        {
            let known = preferences.themes.names().join(", ");
            let message = match crate::text::closest(name, preferences.themes.names()) {
                Some(nearest) => {
                    tr!("there is no theme `{name}`; did you mean `{nearest}`?", name, nearest)
                }
                None => tr!("there is no theme `{name}`; known: {known}", name, known),
            };
            preferences.troubles.push(Trouble { message, ..trouble.clone() });
        }
        if let Some(name) = sources.theme {
            preferences.themes.choose(name);
        }
        if sources.no_colour {
            preferences.themes.choose("plain");
            preferences.themes.no_colour = true;
        }
        preferences.mouse = sources.mouse.or(settings.mouse).unwrap_or(preferences.mouse);
        preferences.ascii = sources.ascii.or(settings.ascii).unwrap_or(preferences.ascii);
        preferences.divider = settings.divider.unwrap_or(preferences.divider);
        preferences.clipboard = settings.clipboard.unwrap_or(preferences.clipboard);
        preferences.tour = settings.tour.unwrap_or(preferences.tour);
        preferences
    }

    pub fn troubles(&self) -> &[Trouble] {
        &self.troubles
    }

    pub fn has_theme(&self, name: &str) -> bool {
        self.themes.names().contains(&name)
    }

    pub fn theme_names(&self) -> Vec<String> {
        self.themes.names().into_iter().map(str::to_owned).collect()
    }

    /// The settings that hold, a line each as the file of settings would have them.
    pub fn effective(&self) -> Vec<(&'static str, String)> {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        vec![
            ("theme", quoted(self.themes.name())),
            ("lang", quoted(crate::language::current().tag())),
            ("mouse", self.mouse.to_string()),
            ("ascii", self.ascii.to_string()),
            ("divider", self.divider.to_string()),
            ("clipboard", quoted(if self.clipboard { "osc52" } else { "off" })),
            ("tour", self.tour.to_string()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> OwnFile {
        OwnFile { name: name.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn the_command_line_counts_more_than_the_file_and_no_colour_most() {
        let settings = Settings::read("config.toml", "theme = \"light\"\nmouse = false\nascii = true\n");
        let sources = Sources { settings: &settings, ..Sources::default() };
        let preferences = Preferences::of(&sources);
        assert_eq!((preferences.themes.name(), preferences.mouse, preferences.ascii), ("light", false, true));
        let sources = Sources { theme: Some("dark"), mouse: Some(true), ..sources };
        let preferences = Preferences::of(&sources);
        assert_eq!((preferences.themes.name(), preferences.mouse), ("dark", true));
        let preferences = Preferences::of(&Sources { no_colour: true, ..sources });
        assert_eq!(preferences.themes.name(), "plain");
    }

    #[test]
    fn own_themes_are_among_the_others_and_the_troubles_of_all_files_come_together() {
        let settings = Settings::read("config.toml", "theme = \"min\"\nmuose = true\n");
        let keys = file("keys.toml", "[tree]\nw = \"cutt\"\n");
        let themes = [("mine".to_owned(), file("themes/mine.toml", "inherits = \"light\"\nkey = \"rde\"\n"))];
        let sources = Sources { settings: &settings, keys: Some(&keys), themes: &themes, ..Sources::default() };
        let preferences = Preferences::of(&sources);
        let troubles: Vec<String> = preferences.troubles.iter().map(ToString::to_string).collect();
        assert_eq!(
            troubles,
            [
                "config.toml:2:1: unknown setting `muose`; did you mean `mouse`?",
                "themes/mine.toml:2:7: unknown colour `rde`; did you mean `red`?",
                "keys.toml:2:5: there is no command `cutt`; did you mean `cut`?",
                "config.toml:1:9: there is no theme `min`; did you mean `mine`?",
            ]
        );
        assert_eq!(preferences.themes.name(), "ansi", "the default holds");
        assert!(preferences.has_theme("mine"));
    }
}
