//! From the command line, the environment and the user's files to the language and the workbench's preferences.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::language::{self, Language};
use crate::text::closest;
use crate::tr;
use crate::tui::preferences::{OwnFile, Preferences, Settings, Sources, Trouble};
use crate::workspace::own;

/// Options of all verbs.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Chosen {
    /// Language of the interface: en or zh
    #[arg(long, global = true, value_name = "LANGUAGE", value_parser = language_of, display_order = 901)]
    lang: Option<Language>,
    /// Read this file of settings instead of the usual one
    #[arg(long, global = true, value_name = "FILE", display_order = 902)]
    config: Option<PathBuf>,
}

/// Options of the workbench.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub(super) struct Look {
    /// Draw the workbench in this theme
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// Leave the mouse to the terminal
    #[arg(long)]
    no_mouse: bool,
    /// Draw the workbench with nothing but ASCII
    #[arg(long)]
    ascii: bool,
}

fn language_of(tag: &str) -> Result<Language, String> {
    let known = || Language::ALL.map(Language::tag).join(", ");
    Language::of(tag).ok_or_else(|| tr!("gradus does not speak it; known: {known}", known = known()))
}

impl Chosen {
    /// What a command line chooses, before it is known whether it can be understood.
    fn at_first_sight(arguments: &[OsString]) -> Self {
        let words = arguments.iter().skip(1).take_while(|word| *word != "--");
        let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
        let value = |name: &str| {
            words.iter().enumerate().find_map(|(at, word)| match word.strip_prefix(name)? {
                "" => words.get(at + 1).map(ToString::to_string),
                rest => rest.strip_prefix('=').map(str::to_owned),
            })
        };
        Self { lang: value("--lang").and_then(|tag| Language::of(&tag)), config: value("--config").map(PathBuf::from) }
    }

    /// The language of the interface, where the settings are known to say so or not.
    fn language(&self, set: Option<Language>) -> Language {
        self.lang.or(set).or_else(of_environment).unwrap_or(Language::English)
    }
}

/// Chooses the language of the process, so that also what is wrong with its command line is told in it.
pub(super) fn speak(arguments: &[OsString]) {
    let chosen = Chosen::at_first_sight(arguments);
    let text = own::config_file(chosen.config.as_deref()).and_then(|path| own::text(&path).ok().flatten());
    language::choose(chosen.language(text.and_then(|text| Settings::read("", &text).language)));
}

/// The file of settings, read.
#[derive(Debug)]
pub(super) struct Config {
    /// Where it is, or would be.
    pub(super) path: Option<PathBuf>,
    pub(super) exists: bool,
    settings: Settings,
}

impl Config {
    /// Reads the settings, in the language that [`speak`] has chosen.
    /// `may_lack`: whether a file that is named need not be there.
    pub(super) fn read(chosen: &Chosen, may_lack: bool) -> anyhow::Result<Self> {
        let path = own::config_file(chosen.config.as_deref());
        let shown = path.as_deref().map(|path| path.display().to_string()).unwrap_or_default();
        let text = path.as_deref().map_or(Ok(None), own::text);
        let mut config = Self { path, exists: matches!(text, Ok(Some(_))), settings: Settings::default() };
        let is_named = chosen.config.is_some() || std::env::var_os("GRADUS_CONFIG").is_some();
        match text {
            Ok(Some(text)) => config.settings = Settings::read(&shown, &text),
            Ok(None) if may_lack => {}
            Ok(None) if chosen.config.is_some() => anyhow::bail!("{}", tr!("{shown}: there is no such file", shown)),
            Ok(None) if is_named && config.path.is_some() => {
                config.settings.troubles.push(Trouble::of_file(shown, tr!("there is no such file")));
            }
            Ok(None) => {}
            Err(why) => config.settings.troubles.push(Trouble::of_file(shown, why)),
        }
        Ok(config)
    }

    fn folder(&self) -> Option<&Path> {
        self.path.as_deref()?.parent()
    }

    /// Where the user's own keys are, or would be.
    pub(super) fn keys_path(&self) -> Option<PathBuf> {
        Some(self.folder()?.join(self.settings.keys.as_deref().unwrap_or("keys.toml")))
    }

    /// How the workbench shall look and listen.
    pub(super) fn preferences(&self, look: &Look) -> anyhow::Result<Preferences> {
        let mut troubles = Vec::new();
        let mut read = |path: &Path, is_wanted: bool| -> Option<OwnFile> {
            let name = path.display().to_string();
            match own::text(path) {
                Ok(Some(text)) => return Some(OwnFile { name, text }),
                Ok(None) if is_wanted => troubles.push(Trouble::of_file(name, tr!("there is no such file"))),
                Ok(None) => {}
                Err(why) => troubles.push(Trouble::of_file(name, why)),
            }
            None
        };
        let keys = self.keys_path().and_then(|path| read(&path, self.settings.keys.is_some()));
        let files = self.folder().map(|folder| own::toml_files(&folder.join("themes"))).unwrap_or_default();
        let mut themes = Vec::new();
        for path in files {
            let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            if let Some(file) = read(&path, true) {
                themes.push((name, file));
            }
        }
        let mut settings = self.settings.clone();
        settings.troubles.extend(troubles);
        let preferences = Preferences::of(&Sources {
            settings: &settings,
            keys: keys.as_ref(),
            themes: &themes,
            theme: look.theme.as_deref(),
            mouse: look.no_mouse.then_some(false),
            ascii: look.ascii.then_some(true),
            no_colour: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
        });
        if let Some(name) = look.theme.as_deref().filter(|name| !preferences.has_theme(name)) {
            let known = preferences.theme_names();
            if let Some(nearest) = closest(name, known.iter().map(String::as_str)) {
                anyhow::bail!("{}", tr!("there is no theme `{name}`; did you mean `{nearest}`?", name, nearest));
            }
            let known = known.join(", ");
            anyhow::bail!("{}", tr!("there is no theme `{name}`; known: {known}", name, known));
        }
        Ok(preferences)
    }
}

/// The language of the user's locale: of these the first that is set counts, as in the C library.
fn of_environment() -> Option<Language> {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(std::env::var_os);
    Language::of(&set.into_iter().find(|value| !value.is_empty())?.to_string_lossy())
}
