//! The language that gradus speaks: the interface, what checks say, and their documentation.
//!
//! English stands in the code, and is the key to every other language: `tr!("Removed {name}", name)`. The
//! catalogues in `locales/` hold the translations; a text that a catalogue lacks is shown in English, and
//! a test tells of it. The language of a plan's own texts is another matter (`title.zh`).

mod catalogue;

use std::cell::Cell;
use std::fmt::Display;
use std::sync::atomic::{AtomicU8, Ordering};

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    English,
    Chinese,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// Its tag, as `--lang` and the configuration name it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }

    /// The language of a tag or of a locale's name, such as `zh`, `zh-Hans` or `zh_CN.UTF-8`.
    pub fn of(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_', '.', '@']).next().unwrap_or_default().to_ascii_lowercase();
        match language.as_str() {
            "en" | "c" | "posix" => Some(Self::English),
            "zh" => Some(Self::Chinese),
            _ => None,
        }
    }
}

/// What the process speaks: the place in [`Language::ALL`].
static CHOSEN: AtomicU8 = AtomicU8::new(0);

thread_local! {
    /// What this thread speaks, where that differs.
    static HERE: Cell<Option<Language>> = const { Cell::new(None) };
}

/// Chooses the language of the process.
pub fn choose(language: Language) {
    let place = Language::ALL.iter().position(|other| *other == language).unwrap_or_default();
    CHOSEN.store(place as u8, Ordering::Relaxed);
}

/// The language spoken now.
pub fn current() -> Language {
    let chosen = || Language::ALL.get(usize::from(CHOSEN.load(Ordering::Relaxed))).copied();
    HERE.get().or_else(chosen).unwrap_or(Language::English)
}

/// Does something in a language, in this thread.
pub fn speaking<T>(language: Language, act: impl FnOnce() -> T) -> T {
    struct Before(Option<Language>);
    impl Drop for Before {
        fn drop(&mut self) {
            HERE.set(self.0);
        }
    }
    let _before = Before(HERE.replace(Some(language)));
    act()
}

/// A text in the language spoken now; itself where no catalogue has it. For texts that stand in tables, such
/// as the labels of commands; elsewhere [`tr!`](crate::tr) says the same, and is found by the test of catalogues.
pub fn translated(text: &str) -> &str {
    translation(text).unwrap_or(text)
}

/// The translation of a text into the language spoken now, where there is one.
pub fn translation(text: &str) -> Option<&'static str> {
    match current() {
        Language::English => None,
        language @ Language::Chinese => catalogue::text(language, text),
    }
}

/// Puts arguments into a text that names them in braces; `{{` and `}}` are braces.
#[doc(hidden)]
pub fn filled(text: &str, arguments: &[(&str, &dyn Display)]) -> String {
    use std::fmt::Write;

    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        filled.push_str(before);
        if let Some(after) = from.strip_prefix("{{").or_else(|| from.strip_prefix("}}")) {
            filled.push_str(&from[..1]);
            rest = after;
            continue;
        }
        let name = from[1..].split('}').next().unwrap_or_default();
        let argument = arguments.iter().find(|(other, _)| from.starts_with('{') && *other == name);
        if let Some((_, argument)) = argument {
            // Writing to a String cannot fail.
            let _ = write!(filled, "{argument}");
            rest = &from[name.len() + 2..];
        } else {
            filled.push_str(&from[..1]);
            rest = &from[1..];
        }
    }
    filled.push_str(rest);
    filled
}

/// A text in the language spoken now.
///
/// `tr!("Nothing was found")` gives a `&'static str`; with arguments, `tr!("Moved {id}", id)` or
/// `tr!("Moved {id}", id = course.id)`, it gives a `String`. Every name in braces is an argument.
#[macro_export]
macro_rules! tr {
    ($text:literal $(,)?) => { $crate::language::translated($text) };
    ($text:literal, $($name:ident $(= $value:expr)?),+ $(,)?) => {
        $crate::language::filled(
            $crate::language::translated($text),
            &[$((stringify!($name), $crate::tr!(@argument $name $(= $value)?))),+],
        )
    };
    (@argument $name:ident) => { &$name as &dyn ::std::fmt::Display };
    (@argument $name:ident = $value:expr) => { &$value as &dyn ::std::fmt::Display };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_go_where_their_names_stand() {
        let count = 3;
        assert_eq!(tr!("{count} of {id} {{so}} {count}", count, id = "PD-101"), "3 of PD-101 {so} 3");
        assert_eq!(filled("{unknown} } {", &[("id", &1)]), "{unknown} } {");
    }

    #[test]
    fn a_text_without_a_translation_stays_english() {
        assert_eq!(speaking(Language::Chinese, || translated("no such text")), "no such text");
        assert_eq!(current(), Language::English);
    }

    #[test]
    fn languages_are_known_by_tags_and_locales() {
        assert_eq!(Language::of("zh_CN.UTF-8"), Some(Language::Chinese));
        assert_eq!(Language::of("en-GB"), Some(Language::English));
        assert_eq!(Language::of("C.UTF-8"), Some(Language::English));
        assert_eq!(Language::of("da_DK"), None);
    }
}
