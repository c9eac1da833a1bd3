use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};

use super::{Scroll, TextInput};

/// How many candidates one step looks at: few enough that a key press stays well within a frame.
const STEP: usize = 8_000;
/// The most matches that are kept: nobody scrolls further, they type on.
const KEPT: usize = 500;

/// A list that typing narrows, best matches first.
///
/// The candidates belong to the caller, who gives their number and their text when asked; one without
/// text is never offered. A long list
/// is searched in steps: [`Picker::advance`] until it says that it is done.
pub(crate) struct Picker {
    pub(crate) input: TextInput,
    pub(crate) scroll: Scroll,
    texts: Vec<Utf32String>,
    /// Candidates that match, best first, with their score.
    matches: Vec<(u32, usize)>,
    pattern: Pattern,
    scanned: usize,
    len: usize,
    matcher: Matcher,
}

impl Picker {
    pub(crate) fn new(len: usize) -> Self {
        Self {
            input: TextInput::default(),
            scroll: Scroll::default(),
            texts: Vec::new(),
            matches: Vec::new(),
            pattern: Pattern::default(),
            scanned: 0,
            len,
            matcher: Matcher::new(Config::DEFAULT),
        }
    }

    /// The candidates that match, best first.
    pub(crate) fn matches(&self) -> impl ExactSizeIterator<Item = usize> + '_ {
        self.matches.iter().map(|(_, candidate)| *candidate)
    }

    pub(crate) fn selected(&self) -> Option<usize> {
        self.matches.get(self.scroll.selected).map(|(_, candidate)| *candidate)
    }

    pub(crate) fn is_done(&self) -> bool {
        self.scanned >= self.len
    }

    /// Starts over with what is typed now.
    pub(crate) fn restart(&mut self) {
        self.pattern.reparse(self.input.text(), CaseMatching::Smart, Normalization::Smart);
        self.matches.clear();
        self.scanned = 0;
        self.scroll = Scroll::default();
    }

    /// Looks at the next candidates.
    pub(crate) fn advance(&mut self, text_of: impl Fn(usize) -> String) {
        let end = (self.scanned + STEP).min(self.len);
        let all = self.pattern.atoms.is_empty();
        for candidate in self.scanned..end {
            if all && self.matches.len() >= KEPT {
                break;
            }
            if candidate >= self.texts.len() {
                self.texts.push(Utf32String::from(text_of(candidate)));
            }
            let Some(text) = self.texts.get(candidate) else { break };
            if text.is_empty() {
                continue;
            }
            let Some(score) = self.pattern.score(text.slice(..), &mut self.matcher) else { continue };
            if self.matches.len() >= KEPT && self.matches.last().is_some_and(|(worst, _)| *worst >= score) {
                continue;
            }
            let place = self.matches.partition_point(|(better, _)| *better >= score);
            self.matches.insert(place, (score, candidate));
            self.matches.truncate(KEPT);
        }
        self.scanned = if all && self.matches.len() >= KEPT { self.len } else { end };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &[&str], query: &str) -> Vec<usize> {
        let mut picker = Picker::new(words.len());
        picker.input = TextInput::new(query);
        picker.restart();
        while !picker.is_done() {
            picker.advance(|index| words[index].to_owned());
        }
        picker.matches().collect()
    }

    #[test]
    fn best_matches_come_first() {
        let words = ["Industrial design", "PD-101 Design studio", "Drawing", "设计教育"];
        assert_eq!(found(&words, "studio"), [1]);
        assert_eq!(found(&words, "设计"), [3]);
        assert_eq!(found(&words, ""), [0, 1, 2, 3]);
        assert_eq!(found(&words, "zzz"), Vec::<usize>::new());
    }

    #[test]
    fn a_long_list_is_searched_in_steps() {
        let mut picker = Picker::new(STEP * 3);
        picker.input = TextInput::new("7999");
        picker.restart();
        let mut steps = 0;
        while !picker.is_done() {
            picker.advance(|index| format!("course {index}"));
            steps += 1;
        }
        assert_eq!(steps, 3);
        assert!(picker.matches().any(|candidate| candidate == 7999));
    }
}
