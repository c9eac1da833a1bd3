//! The catalogues against the code: every text that is shown has a translation, every translation is used.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use gradus::language::{self, Language};
use gradus::report::facts::Counts;
use gradus::{check, cli};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Translations of documentation that is kept by check and not by text.
const BY_CHECK: &str = "check-docs.toml";

/// Folders of `src/` in which no sentence may stand outside `tr!`.
const TRANSLATED: &[&str] = &[
    "check",
    "cli",
    "coverage",
    "edit",
    "find",
    "interchange",
    "model",
    "parse",
    "report/diff",
    "report/metrics",
    "suggest",
    "tui",
    "workspace",
];

/// Beginnings of texts that stay as they are, by file, and why.
const LEFT_ALONE: &[(&str, &str, &str)] = &[
    ("check/fix.rs", "Learners can …", "what a plan is given follows the plan's language"),
    ("check/docs.rs", "# Checks", "the other languages have their own page"),
    ("cli/check/junit.rs", "", "JUnit is for programs"),
    ("cli/check/sarif.rs", "The folder that", "SARIF is for programs"),
    ("cli/help/complaint.rs", " is not in ", "what clap says"),
    ("cli/help/complaint.rs", "to pass ", "what clap says"),
    ("cli/help/complaint.rs", " as a value, use ", "what clap says"),
    ("cli/help/complaint.rs", " exists; to use it, remove the ", "what clap says"),
    ("cli/help/complaint.rs", " before it", "what clap says"),
    ("interchange/case/plan.rs", "Learning outcome", "a type of CASE"),
    ("interchange/case/read.rs", " at line ", "what the JSON parser says"),
    ("interchange/case/read.rs", "control character", "what the JSON parser says"),
    ("interchange/curricular/plan.rs", "Imported curriculum", "what a plan is given follows the file"),
    ("interchange/curricular/read.rs", "Course Name", "a column of the format"),
    ("interchange/curricular/read.rs", "course id", "a column of the format"),
    ("interchange/curricular/write.rs", "", "columns of the format"),
    ("interchange/opensalt/mod.rs", "CF ", "sheets of the format"),
    ("interchange/sheet/read.rs", "HTML, XML", "names of formats"),
    ("model/schema/json.rs", "", "a JSON Schema is for programs"),
    ("model/schema/reference.rs", "", "the page of the format is in English"),
    ("parse/syntax.rs", "duplicate key", "what the TOML parser says"),
    ("report/metrics/mod.rs", "strict co-requisite", "a word of the JSON"),
    ("tui/command/docs.rs", "", "the page of the keys is in English"),
    ("tui/form/candidates.rs", "", "languages are named in themselves"),
    ("tui/plain/verbs.rs", "", "how a command is written"),
    ("tui/plain/words.rs", ": ", "the end of a sentence of ours, to be said in words"),
    ("workspace/system.rs", "(os error ", "what the standard library says"),
    ("workspace/revision.rs", "not a git repository", "what git says"),
];

/// Tables of texts that are translated where they are shown; their fields.
const TABLES: [&str; 6] = ["summary", "what", "why", "example", "mend", "doc"];
/// Macros and methods whose texts nobody reads who uses the program.
const FOR_PROGRAMMERS: [&str; 8] =
    ["panic", "unreachable", "assert", "assert_eq", "debug_assert", "debug_assert_eq", "expect", "include_str"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|other| other == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn is_of_tests(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "tests")
        || path.file_stem().is_some_and(|name| name == "tests" || name.to_string_lossy().ends_with("_tests"))
}

/// A call of `tr!`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Call {
    text: String,
    arguments: Vec<String>,
    file: String,
}

/// What a source file says: its calls of `tr!`, and its other texts.
#[derive(Default)]
struct Said {
    calls: Vec<Call>,
    /// Outside `tr!`, attributes and what is for programmers.
    loose: Vec<(String, String)>,
    /// Every text there is.
    all: BTreeSet<String>,
}

impl Said {
    fn of_source() -> Self {
        let mut said = Self::default();
        let source = root().join("src");
        for path in files(&source, "rs").into_iter().filter(|path| !is_of_tests(path)) {
            let name = path.strip_prefix(&source).unwrap().to_string_lossy().replace('\\', "/");
            let tokens: TokenStream = fs::read_to_string(&path).unwrap().parse().unwrap();
            said.read(&name, tokens, true);
        }
        for path in files(&source, "html") {
            let name = path.strip_prefix(&source).unwrap().to_string_lossy().replace('\\', "/");
            said.read_template(&name, &fs::read_to_string(&path).unwrap());
        }
        for (_, one, many) in Counts::default().named() {
            said.nouns("report/facts/mod.rs", [one, many].map(str::to_owned).into_iter());
        }
        assert!(said.calls.len() > 100, "calls of tr! are not found");
        said
    }

    /// Texts of a template: `tr("Only {what}.", what=…)`.
    fn read_template(&mut self, file: &str, template: &str) {
        for (at, opening) in template.match_indices("tr(\"") {
            // `attr("` is a word of the templates' own.
            if template[..at].ends_with(char::is_alphanumeric) {
                continue;
            }
            let text = template[at + opening.len()..].split('"').next().unwrap_or_default().to_owned();
            self.all.insert(text.clone());
            let arguments = names(&text).into_iter().collect();
            self.calls.push(Call { file: file.to_owned(), text, arguments });
        }
    }

    fn read(&mut self, file: &str, tokens: TokenStream, mut shown: bool) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let is_shown = shown;
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at..] {
                [TokenTree::Punct(hash), TokenTree::Group(attribute), ..]
                    if hash.as_char() == '#' && attribute.delimiter() == Delimiter::Bracket =>
                {
                    at += 2;
                    let texts: Vec<TokenTree> = attribute.stream().into_iter().collect();
                    let is_group = |token: &TokenTree| matches!(token, TokenTree::Group(_));
                    if let Some(TokenTree::Group(inner)) = texts.iter().find(|token| is_group(token)) {
                        self.read(file, inner.stream(), false);
                    }
                    let attribute: String = attribute.stream().to_string().split_whitespace().collect();
                    if attribute == "cfg(test)" {
                        at += item(&tokens[at..]);
                    }
                }
                [TokenTree::Punct(hash), TokenTree::Punct(bang), TokenTree::Group(_), ..]
                    if hash.as_char() == '#' && bang.as_char() == '!' =>
                {
                    at += 3;
                }
                [TokenTree::Ident(name), TokenTree::Punct(bang), TokenTree::Group(group), ..]
                    if name == "tr" && bang.as_char() == '!' =>
                {
                    at += 3;
                    self.call(file, group, shown);
                }
                [TokenTree::Ident(name), TokenTree::Punct(bang), TokenTree::Group(group), ..]
                    if bang.as_char() == '!' && FOR_PROGRAMMERS.contains(&name.to_string().as_str()) =>
                {
                    at += 3;
                    self.read(file, group.stream(), false);
                }
                [TokenTree::Ident(name), TokenTree::Group(group), ..]
                    if FOR_PROGRAMMERS.contains(&name.to_string().as_str()) =>
                {
                    at += 2;
                    self.read(file, group.stream(), false);
                }
                // A number with its noun, in singular and plural.
                [TokenTree::Ident(name), TokenTree::Group(group), ..] if name == "counted" => {
                    at += 2;
                    self.nouns(file, group.stream().into_iter().filter_map(|token| text_of(&token)));
                    self.read(file, group.stream(), shown);
                }
                // A field of a table, with all that is said of it up to the comma.
                [TokenTree::Ident(name), TokenTree::Punct(colon), ..]
                    if colon.as_char() == ':' && TABLES.contains(&name.to_string().as_str()) =>
                {
                    at += 2;
                    shown = false;
                }
                [TokenTree::Punct(comma), ..] if comma.as_char() == ',' => {
                    at += 1;
                    shown = is_shown;
                }
                [TokenTree::Group(group), ..] => {
                    at += 1;
                    self.read(file, group.stream(), shown);
                }
                [TokenTree::Literal(literal), ..] => {
                    at += 1;
                    if let Some(text) = text_of(&TokenTree::Literal(literal.clone())) {
                        if shown {
                            self.loose.push((text.clone(), file.to_owned()));
                        }
                        self.all.insert(text);
                    }
                }
                _ => at += 1,
            }
        }
    }

    fn nouns(&mut self, file: &str, nouns: impl Iterator<Item = String>) {
        for noun in nouns {
            let text = format!("{{count}} {noun}");
            self.all.insert(text.clone());
            self.calls.push(Call { text, arguments: vec!["count".to_owned()], file: file.to_owned() });
        }
    }

    fn call(&mut self, file: &str, group: &Group, shown: bool) {
        let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
        let Some(text) = tokens.first().and_then(text_of) else { return };
        let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
        let parts = tokens.split(is_comma).skip(1);
        let arguments = parts.filter_map(|part| part.first().map(ToString::to_string)).collect();
        self.all.insert(text.clone());
        self.calls.push(Call { text, arguments, file: file.to_owned() });
        // Arguments may hold further calls.
        self.read(file, tokens.into_iter().skip(1).collect(), shown);
    }
}

/// How many tokens the item has that begins here.
fn item(tokens: &[TokenTree]) -> usize {
    let ends = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        _ => false,
    };
    tokens.iter().position(ends).map_or(tokens.len(), |at| at + 1)
}

fn text_of(token: &TokenTree) -> Option<String> {
    let literal: syn::LitStr = syn::parse2(token.clone().into()).ok()?;
    Some(literal.value())
}

/// The names in braces.
fn names(text: &str) -> BTreeSet<String> {
    let text = text.replace("{{", "").replace("}}", "");
    let parts = text.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name.to_owned()));
    let is_name =
        |name: &String| !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    parts.filter(is_name).collect()
}

/// Texts with their translations, by file.
fn catalogue(language: Language) -> BTreeMap<String, BTreeMap<String, String>> {
    let folder = root().join("locales").join(language.tag());
    let files = files(&folder, "toml").into_iter().filter(|path| !path.ends_with(BY_CHECK));
    let read = files.map(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let texts = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap_or_else(|why| panic!("{name}: {why}"));
        (name, texts)
    });
    read.collect()
}

fn others() -> impl Iterator<Item = Language> {
    Language::ALL.into_iter().filter(|language| *language != Language::English)
}

fn none(found: &[String]) {
    assert!(found.is_empty(), "{} in all:\n{}", found.len(), found.join("\n"));
}

#[test]
fn every_text_has_a_translation() {
    let said = Said::of_source();
    // Help is written as doc comments, so it is read from the commands that clap makes of them.
    let help = cli::texts_of_help();
    assert!(help.len() > 100, "texts of help are not found");
    for language in others() {
        let texts: BTreeSet<String> = catalogue(language).into_values().flat_map(BTreeMap::into_keys).collect();
        let calls = said.calls.iter().map(|call| (call.file.as_str(), &call.text));
        let all = calls.chain(help.iter().map(|text| ("help", text)));
        let missing = all.filter(|(_, text)| !texts.contains(*text));
        none(&missing.map(|(file, text)| format!("{file}: {text:?} has no {language:?}")).collect::<Vec<_>>());
    }
}

#[test]
fn names_in_braces_are_the_arguments() {
    let said = Said::of_source();
    let wrong = said.calls.iter().filter(|call| names(&call.text) != call.arguments.iter().cloned().collect());
    none(&wrong.map(|call| format!("{}: {:?} {:?}", call.file, call.text, call.arguments)).collect::<Vec<_>>());
    for language in others() {
        let all = catalogue(language).into_values().flatten();
        let wrong = all.filter(|(text, translation)| names(text) != names(translation));
        none(&wrong.map(|(text, translation)| format!("{text:?}\n  {translation:?}")).collect::<Vec<_>>());
    }
}

#[test]
fn every_translation_is_used_and_is_one() {
    let said = Said::of_source();
    let help = cli::texts_of_help();
    for language in others() {
        for (file, texts) in catalogue(language) {
            let stale = texts.keys().filter(|text| !said.all.contains(*text) && !help.contains(*text));
            none(&stale.map(|text| format!("{file}: {text:?} is nowhere in the code")).collect::<Vec<_>>());
            for (text, translation) in &texts {
                let found = language::speaking(language, || language::translated(text).to_owned());
                assert_eq!(&found, translation, "{file} is not among the files of the catalogue");
                assert!(!translation.trim().is_empty(), "{file}: {text:?}");
            }
        }
    }
}

#[test]
fn no_sentence_stands_outside_of_tr() {
    let said = Said::of_source();
    let tables: BTreeSet<String> = others().flat_map(catalogue).flat_map(|(_, texts)| texts.into_keys()).collect();
    let of_interest =
        |file: &str| TRANSLATED.iter().any(|folder| file.strip_prefix(folder).is_some_and(|f| f.starts_with('/')));
    let is_left =
        |text: &str, file: &str| LEFT_ALONE.iter().any(|(of, start, _)| *of == file && text.starts_with(start));
    let loose = said.loose.iter().filter(|(text, file)| {
        of_interest(file) && is_sentence(text) && !tables.contains(text) && !is_left(text, file)
    });
    none(&loose.map(|(text, file)| format!("{file}: {text:?}")).collect::<Vec<_>>());
    let is_there = |of: &str, start: &str| said.loose.iter().any(|(text, file)| file == of && text.starts_with(start));
    let stale = LEFT_ALONE.iter().filter(|(file, start, _)| !is_there(file, start));
    none(&stale.map(|(file, start, why)| format!("{file}: {start:?} ({why}) is gone")).collect::<Vec<_>>());
}

#[test]
fn every_check_is_documented_in_every_language() {
    for language in others() {
        let file = root().join("locales").join(language.tag()).join(BY_CHECK);
        let written: BTreeMap<String, toml::Table> = toml::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        let names: BTreeSet<&str> = check::all().iter().map(|check| check.name).collect();
        assert_eq!(written.keys().map(String::as_str).collect::<BTreeSet<_>>(), names);
        language::speaking(language, || {
            for check in check::all() {
                let parts = [
                    (check.summary, check.shown_summary()),
                    (check.what, check.shown_what()),
                    (check.why, check.shown_why()),
                    (check.mend, check.shown_mend()),
                ];
                let settings = check.settings.iter().map(|setting| (setting.doc, check.shown_setting(setting)));
                for (english, translation) in parts.into_iter().chain(settings) {
                    let name = check.name;
                    assert!(english != translation && !translation.trim().is_empty(), "{name}: {english}");
                    assert_eq!(
                        english.matches("\n\n").count(),
                        translation.matches("\n\n").count(),
                        "{name}: {english}"
                    );
                    // What is code stays as it is.
                    let code = |text: &str| -> BTreeSet<String> {
                        text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
                    };
                    let lost: Vec<String> = code(english).difference(&code(translation)).cloned().collect();
                    assert!(lost.is_empty(), "{name}: {lost:?} is lost");
                }
                assert!(!check.shown_summary().ends_with('。'), "{}", check.name);
                let settings = written[check.name].get("settings").and_then(toml::Value::as_table);
                let known = |name: &String| check.settings.iter().any(|setting| setting.name == name);
                assert!(settings.is_none_or(|settings| settings.keys().all(known)), "{}", check.name);
            }
        });
    }
}

/// Whether a text has two words beside each other.
fn is_sentence(text: &str) -> bool {
    let is_word = |word: &str| word.chars().filter(|letter| letter.is_alphabetic()).count() > 1;
    let words: Vec<&str> = text.split(' ').collect();
    words.windows(2).any(|pair| pair.iter().all(|word| is_word(word.split('{').next().unwrap_or_default())))
}

#[test]
fn the_tests_see_what_they_look_for() {
    let mut said = Said::default();
    let source = r#"
        fn shown() -> String {
            let doc = Doc { summary: "A text of a table", name: "of no table" };
            panic!("not for users");
            format!("loose text {}", tr!("Said {count} of {what}", count, what = tr!("a whole")));
            counted(2, "noun", "nouns")
        }
        #[doc = "an attribute"]
        #[cfg(test)]
        mod tests {
            fn hidden() { tr!("hidden {x}", y); }
        }
    "#;
    said.read("x.rs", source.parse().unwrap(), true);
    let calls: Vec<_> = said.calls.iter().map(|call| (call.text.as_str(), call.arguments.join(" "))).collect();
    let count = || "count".to_owned();
    assert_eq!(
        calls,
        [
            ("Said {count} of {what}", "count what".to_owned()),
            ("a whole", String::new()),
            ("{count} noun", count()),
            ("{count} nouns", count()),
        ]
    );
    let loose: Vec<&str> = said.loose.iter().map(|(text, _)| text.as_str()).collect();
    assert_eq!(loose, ["of no table", "loose text {}", "noun", "nouns"]);
    assert!(is_sentence("loose text {}") && is_sentence("add {help}, then go") && !is_sentence("{} {}"));
    assert!(!is_sentence("`x`: {}") && !is_sentence("unknown-key"));
    assert_eq!(names("{a} {{b}} { c } {d"), BTreeSet::from(["a".to_owned()]));
}
