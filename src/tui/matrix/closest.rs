//! Which outcomes say in their words what a competency says: offered first where one is to be mapped.

use rustc_hash::{FxHashMap, FxHasher};
use unicode_segmentation::UnicodeSegmentation;

use std::hash::{Hash, Hasher};

/// From words to the outcomes that have them. A word that many outcomes have tells little.
#[derive(Debug, Clone, Default)]
pub(super) struct Closest {
    owners: FxHashMap<u64, Vec<u32>>,
    outcomes: usize,
}

impl Closest {
    pub(super) fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut index = Self::default();
        for text in texts {
            for word in words(text) {
                index.owners.entry(word).or_default().push(index.outcomes as u32);
            }
            index.outcomes += 1;
        }
        index
    }

    /// How near the words of outcomes are to a statement; those that share none are left out.
    pub(super) fn to(&self, statement: &str) -> FxHashMap<u32, f64> {
        let mut scores: FxHashMap<u32, f64> = FxHashMap::default();
        // In so many outcomes a word is no help, and would take long.
        let most = (self.outcomes / 8).max(16);
        for word in words(statement) {
            let owners = self.owners.get(&word).filter(|owners| owners.len() <= most);
            let weight = |count: usize| (1.0 + self.outcomes as f64 / count as f64).ln();
            for outcome in owners.into_iter().flatten() {
                *scores.entry(*outcome).or_default() += weight(owners.map_or(1, Vec::len));
            }
        }
        scores
    }
}

/// The words of a text, each once, whatever their case and ending; of Chinese, each two characters together.
fn words(text: &str) -> Vec<u64> {
    let lower = text.to_lowercase();
    let mut found = Vec::new();
    let mut add = |word: &str| {
        let mut hasher = FxHasher::default();
        word.hash(&mut hasher);
        found.push(hasher.finish());
    };
    let mut before: Option<(usize, &str)> = None;
    for (at, word) in lower.unicode_word_indices() {
        // Scripts without spaces come apart into characters here.
        if word.chars().all(|character| character as u32 >= 0x2e80) {
            if let Some((start, _)) = before.filter(|(start, first)| start + first.len() == at) {
                add(&lower[start..at + word.len()]);
            }
            before = Some((at, word));
            continue;
        }
        let letters = word.chars().count();
        if letters < 3 {
            continue;
        }
        // sketch, sketches and sketching begin alike.
        let stem = word.char_indices().nth(5.min(letters - 1)).map_or(word.len(), |(at, _)| at);
        add(&word[..if letters > 5 { stem } else { word.len() }]);
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(texts: &[&str], statement: &str) -> Option<u32> {
        let scores = Closest::of(texts.iter().copied()).to(statement);
        scores.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(outcome, _)| outcome)
    }

    #[test]
    fn the_closest_words_win() {
        let texts = ["Sets type on a page", "Sketching three ideas", "Builds models in card", "Names a page"];
        assert_eq!(best(&texts, "Sketches clearly different ideas"), Some(1));
        assert_eq!(best(&texts, "Makes models to try an idea"), Some(2));
        assert_eq!(best(&texts, "Nothing alike"), None);
    }

    #[test]
    fn chinese_is_compared_by_pairs_of_characters() {
        let texts = ["画出三个不同的想法", "选择合适的材料", "说明材料的来源"];
        assert_eq!(best(&texts, "按环境影响选择材料"), Some(1));
        assert_eq!(best(&texts, "想法不同"), Some(0));
    }
}
