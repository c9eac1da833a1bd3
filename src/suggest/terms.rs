//! The terms of a text: what it is compared by.
//!
//! Words of scripts with spaces, in small letters, without their commonest endings and without function
//! words; of Chinese, pairs of neighbouring characters, for its words stand unmarked.

use unicode_segmentation::UnicodeSegmentation;

/// Words that say nothing about what a sentence is about: own list, after the function words of English.
const EMPTY: &[&str] = &[
    "a", "about", "after", "all", "along", "also", "an", "and", "any", "are", "as", "at", "be", "been", "before",
    "between", "both", "but", "by", "can", "do", "each", "every", "for", "from", "has", "have", "how", "if", "in",
    "into", "is", "it", "its", "may", "more", "most", "not", "of", "on", "one", "or", "other", "others", "out", "over",
    "own", "so", "some", "such", "than", "that", "the", "their", "them", "then", "they", "this", "those", "through",
    "to", "under", "until", "up", "was", "were", "what", "when", "where", "which", "who", "whom", "whose", "why",
    "will", "with", "within", "without",
];

/// Characters that join Chinese words rather than belong to one.
const JOINTS: &str = "的了和与及或在是为把被从对到由并而且中其之以能会要有地得让使用们个";

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Script {
    Spaced,
    Han,
}

pub(super) fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

/// Gives every term of a text, with the words as they stand there.
pub(super) fn each(text: &str, mut give: impl FnMut(Script, &str, &str)) {
    for run in han_runs(text) {
        let ends: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
        match ends.len() {
            0 | 1 => {}
            2 => give(Script::Han, run, run),
            _ => ends.windows(3).for_each(|pair| give(Script::Han, &run[pair[0]..pair[2]], &run[pair[0]..pair[2]])),
        }
    }
    for word in text.unicode_words().filter(|word| !word.chars().any(is_han)) {
        let small = word.to_lowercase();
        let says_nothing = small.chars().count() < 2 || small.chars().all(char::is_numeric);
        if !says_nothing && EMPTY.binary_search(&small.as_str()).is_err() {
            give(Script::Spaced, stem(&small), &small);
        }
    }
}

/// The runs of Chinese characters of a text, between joints.
pub(super) fn han_runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_han(c) || JOINTS.contains(c)).filter(|run| !run.is_empty())
}

/// A word without its commonest endings, so that `sketches`, `sketching` and `sketched` are one term. Light
/// on purpose: it would rather leave two forms apart than bring two words together.
fn stem(word: &str) -> &str {
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
    if !word.is_ascii() {
        return word;
    }
    let word = plural(word);
    let cut = ["ing", "ed"].iter().find_map(|ending| word.strip_suffix(ending)).filter(|rest| rest.len() >= 4);
    let Some(rest) = cut else { return word.strip_suffix('e').filter(|rest| rest.len() >= 4).unwrap_or(word) };
    // `planning` and `plan`.
    let bytes = rest.as_bytes();
    let doubled = matches!(bytes, [.., one, other] if one == other && !matches!(one, b'l' | b's' | b'z'));
    if doubled { &rest[..rest.len() - 1] } else { rest }
}

/// Without the plural's ending.
fn plural(word: &str) -> &str {
    if word.len() < 4 || word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        return word;
    }
    for ending in ["ches", "shes", "sses", "xes", "zes"] {
        if word.ends_with(ending) {
            return &word[..word.len() - 2];
        }
    }
    word.strip_suffix('s').unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        let mut terms = Vec::new();
        each(text, |_, term, _| terms.push(term.to_owned()));
        terms
    }

    #[test]
    fn the_empty_words_stand_in_order() {
        assert!(EMPTY.is_sorted());
    }

    #[test]
    fn forms_of_a_word_are_one_term() {
        assert_eq!(terms("Sketching sketches, sketched!"), ["sketch", "sketch", "sketch"]);
        assert_eq!(terms("plan planning planned"), ["plan", "plan", "plan"]);
        assert_eq!(terms("use used using"), ["use", "used", "using"]);
        assert_eq!(terms("shape shaping shapes"), ["shap", "shap", "shap"]);
        assert_eq!(terms("basis glass focus"), ["basis", "glass", "focus"]);
        assert_eq!(terms("Give a reason for 3 of the choices"), ["give", "reason", "choic"]);
    }

    #[test]
    fn chinese_is_taken_in_pairs_between_its_joints() {
        assert_eq!(terms("画出三个不同的想法"), ["画出", "出三", "不同", "想法"]);
        assert_eq!(terms("用"), Vec::<String>::new());
        assert_eq!(terms("CAD 建模"), ["建模", "cad"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_taken(text in ".{0,40}") {
            each(&text, |_, term, word| assert!(!term.is_empty() && !word.is_empty()));
        }
    }
}
