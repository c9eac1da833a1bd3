//! The file of settings, `config.toml`.

use toml::de::DeValue;

use super::read::{Entry, Reader, Trouble};
use crate::language::Language;
use crate::tr;

/// Per cent of the width that the tree has, where nothing else is said.
pub(crate) const DIVIDER: u16 = 45;
/// Per cent that tree and form have at least.
pub(crate) const LEAST_SHARE: u16 = 20;

const KEYS: [&str; 8] = ["theme", "lang", "mouse", "ascii", "divider", "keys", "clipboard", "tour"];

/// A file of settings with every one of them, as comments.
pub const DEFAULT_FILE: &str = include_str!("default.toml");

/// What a file of settings says; none where it says nothing, or nothing that holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// With what is told of it, should there be no theme of that name.
    pub(crate) theme: Option<(String, Trouble)>,
    pub language: Option<Language>,
    pub(crate) mouse: Option<bool>,
    pub(crate) ascii: Option<bool>,
    pub(crate) divider: Option<u16>,
    /// The file of keys, as it is written.
    pub keys: Option<String>,
    pub(crate) clipboard: Option<bool>,
    pub(crate) tour: Option<bool>,
    pub troubles: Vec<Trouble>,
}

impl Default for &Settings {
    fn default() -> Self {
        static NOTHING: std::sync::LazyLock<Settings> = std::sync::LazyLock::new(Settings::default);
        &NOTHING
    }
}

impl Settings {
    /// Reads the text of a file; whatever it has wrong is told, the rest holds.
    pub fn read(file: &str, text: &str) -> Self {
        let mut reader = Reader::new(file, text);
        let mut settings = Self::default();
        for entry in reader.entries() {
            settings.take(&mut reader, file, text, &entry);
        }
        settings.troubles = reader.troubles;
        settings
    }

    fn take(&mut self, reader: &mut Reader<'_>, file: &str, text: &str, entry: &Entry<'_>) {
        match entry.key.as_str() {
            "theme" => {
                let place = Some(crate::text::position(text, entry.value_span.start));
                let trouble = Trouble { place, ..Trouble::of_file(file, "") };
                self.theme = reader.string(entry).map(|name| (name.to_owned(), trouble));
            }
            "lang" => {
                let Some(tag) = reader.string(entry) else { return };
                self.language = Language::of(tag);
                if self.language.is_none() {
                    reader.unknown(entry.value_span.clone(), tr!("language"), tag, &Language::ALL.map(Language::tag));
                }
            }
            "mouse" => self.mouse = reader.boolean(entry),
            "ascii" => self.ascii = reader.boolean(entry),
            "tour" => self.tour = reader.boolean(entry),
            "divider" => {
                let number = match &entry.value {
                    DeValue::Integer(number) => number.to_string().parse::<u16>().ok(),
                    _ => None,
                };
                let range = LEAST_SHARE..=100 - LEAST_SHARE;
                self.divider = number.filter(|number| range.contains(number));
                if self.divider.is_none() {
                    let (least, most) = (range.start(), range.end());
                    reader.wrong(entry, &tr!("a number from {least} to {most}, per cent of the width", least, most));
                }
            }
            "keys" => self.keys = reader.string(entry).map(str::to_owned),
            "clipboard" => {
                let Some(word) = reader.string(entry) else { return };
                self.clipboard = match word {
                    "osc52" => Some(true),
                    "off" => Some(false),
                    _ => None,
                };
                if self.clipboard.is_none() {
                    reader.wrong(entry, tr!("\"osc52\" or \"off\""));
                }
            }
            key => reader.unknown(entry.key_span.clone(), tr!("setting"), key, &KEYS),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_read() {
        let text = "theme = \"dark\"\nlang = \"zh_CN\"\nmouse = false\nascii = true\ndivider = 30\nkeys = \"k.toml\"\nclipboard = \"off\"\ntour = false\n";
        let settings = Settings::read("config.toml", text);
        assert_eq!(settings.troubles, []);
        assert_eq!(settings.theme.map(|(name, _)| name).as_deref(), Some("dark"));
        assert_eq!(settings.language, Some(Language::Chinese));
        assert_eq!((settings.mouse, settings.ascii, settings.tour), (Some(false), Some(true), Some(false)));
        assert_eq!((settings.divider, settings.clipboard), (Some(30), Some(false)));
        assert_eq!(settings.keys.as_deref(), Some("k.toml"));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place_and_the_rest_holds() {
        let text = "thme = \"dark\"\nlang = \"da\"\nmouse = \"no\"\ndivider = 95\nascii = true\nclipboard = \"on\"\nzzzzzz = 1\n";
        let settings = Settings::read("config.toml", text);
        let troubles: Vec<String> = settings.troubles.iter().map(ToString::to_string).collect();
        assert_eq!(
            troubles,
            [
                "config.toml:1:1: unknown setting `thme`; did you mean `theme`?",
                "config.toml:2:8: unknown language `da`; known: en, zh",
                "config.toml:3:9: `mouse` wants true or false",
                "config.toml:4:11: `divider` wants a number from 20 to 80, per cent of the width",
                "config.toml:6:13: `clipboard` wants \"osc52\" or \"off\"",
                "config.toml:7:1: unknown setting `zzzzzz`; known: theme, lang, mouse, ascii, divider, keys, \
                 clipboard, tour",
            ]
        );
        assert_eq!(settings.ascii, Some(true));
    }

    #[test]
    fn what_is_no_toml_is_told_once() {
        let settings = Settings::read("config.toml", "theme = dark\nmouse = \n");
        assert_eq!(settings.troubles.len(), 1, "{:#?}", settings.troubles);
        assert_eq!(settings.troubles[0].place.map(|place| place.line), Some(1));
    }

    #[test]
    fn the_default_file_is_all_comments_and_each_line_holds() {
        assert_eq!(Settings::read("config.toml", DEFAULT_FILE), Settings::default());
        let uncommented: String = DEFAULT_FILE
            .lines()
            .filter_map(|line| line.strip_prefix('#'))
            .filter(|line| !line.starts_with(' '))
            .flat_map(|line| [line, "\n"])
            .collect();
        let settings = Settings::read("config.toml", &uncommented);
        assert_eq!(settings.troubles, []);
        for key in KEYS {
            assert!(uncommented.contains(&format!("{key} = ")), "{key}");
        }
    }
}
