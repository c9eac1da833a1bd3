//! The catalogues: TOML files whose keys are the English texts, one file per part of the program.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::Language;

/// The files of the Chinese catalogue, by name. A text stands in one of them only.
const CHINESE: &[(&str, &str)] = &[
    ("workbench", include_str!("../../locales/zh/workbench.toml")),
    ("matrix", include_str!("../../locales/zh/matrix.toml")),
    ("comfort", include_str!("../../locales/zh/comfort.toml")),
    ("safety", include_str!("../../locales/zh/safety.toml")),
    ("plain", include_str!("../../locales/zh/plain.toml")),
    ("find", include_str!("../../locales/zh/find.toml")),
    ("interchange", include_str!("../../locales/zh/interchange.toml")),
    ("format", include_str!("../../locales/zh/format.toml")),
    ("sheets", include_str!("../../locales/zh/sheets.toml")),
    ("import", include_str!("../../locales/zh/import.toml")),
    ("changes", include_str!("../../locales/zh/changes.toml")),
    ("pathway", include_str!("../../locales/zh/pathway.toml")),
    ("crosswalk", include_str!("../../locales/zh/crosswalk.toml")),
    ("pdf", include_str!("../../locales/zh/pdf.toml")),
    ("thread", include_str!("../../locales/zh/thread.toml")),
    ("checks", include_str!("../../locales/zh/checks.toml")),
    ("files", include_str!("../../locales/zh/files.toml")),
    ("page", include_str!("../../locales/zh/page.toml")),
    ("report", include_str!("../../locales/zh/report.toml")),
    ("help", include_str!("../../locales/zh/help.toml")),
    ("cli-messages", include_str!("../../locales/zh/cli-messages.toml")),
    ("text-reports", include_str!("../../locales/zh/text-reports.toml")),
];

/// The translation of a text, where the catalogue has it.
pub(super) fn text(language: Language, text: &str) -> Option<&'static str> {
    static TEXTS: OnceLock<FxHashMap<String, String>> = OnceLock::new();
    match language {
        Language::English => None,
        Language::Chinese => TEXTS.get_or_init(|| read(CHINESE)).get(text).map(String::as_str),
    }
}

/// All texts of a catalogue. A file that cannot be read gives none: a test reads them all.
fn read(files: &[(&str, &str)]) -> FxHashMap<String, String> {
    let tables = files.iter().filter_map(|(_, text)| toml::from_str::<FxHashMap<String, String>>(text).ok());
    tables.flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_can_be_read_and_no_text_stands_twice() {
        let mut seen: FxHashMap<String, &str> = FxHashMap::default();
        for (name, text) in CHINESE {
            let table: FxHashMap<String, String> =
                toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            for key in table.into_keys() {
                if let Some(other) = seen.insert(key.clone(), name) {
                    panic!("{key:?} stands in {other} and in {name}");
                }
            }
        }
    }
}
