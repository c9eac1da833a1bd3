//! Chinese text found by how it is typed: whole syllables, initials, or both, so that `chanpinsheji`, `cpsj`
//! and `chanpsj` all find 产品设计.

use std::ops::Range;

use pinyin::ToPinyinMulti;

/// The most letters of a word that are looked at: the offsets in it are kept as bits.
const MOST: usize = 60;

/// A word that may be pinyin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pinyin {
    /// Small letters and digits.
    letters: Vec<u8>,
}

impl Pinyin {
    /// None where the word can be no pinyin: it has other characters than letters, or is too short to say much.
    pub fn of(word: &str) -> Option<Self> {
        let letters: Vec<u8> =
            word.bytes().filter(|byte| *byte != b'\'').map(|byte| byte.to_ascii_lowercase()).collect();
        let fits = (2..=MOST).contains(&letters.len()) && letters.iter().all(u8::is_ascii_alphanumeric);
        (fits && letters.iter().any(u8::is_ascii_alphabetic)).then_some(Self { letters })
    }

    /// Where the text is read so, as a range of its characters; the first such place.
    pub fn find(&self, text: &[char]) -> Option<Range<usize>> {
        (0..text.len()).filter(|start| is_read(text[*start])).find_map(|start| {
            let end = self.end_from(text, start)?;
            Some(start..end)
        })
    }

    /// Whether a text has such a place.
    pub fn is_in(&self, text: &str) -> bool {
        if text.is_ascii() {
            return false;
        }
        let characters: Vec<char> = text.chars().collect();
        self.find(&characters).is_some()
    }

    /// Reads on from a character; one past the last that the word takes.
    fn end_from(&self, text: &[char], start: usize) -> Option<usize> {
        let whole = 1_u64 << self.letters.len();
        // Offsets in the word that may be reached so far.
        let mut reached = 1_u64;
        for (index, character) in text.iter().enumerate().skip(start) {
            if !character.is_alphanumeric() {
                // Brackets, dots and spaces are not typed.
                if index == start {
                    return None;
                }
                continue;
            }
            reached = self.after(*character, reached);
            if reached & whole != 0 {
                return Some(index + 1);
            }
            if reached == 0 {
                return None;
            }
        }
        None
    }

    /// The offsets that are reached after one more character.
    fn after(&self, character: char, reached: u64) -> u64 {
        let mut next = 0;
        if character.is_ascii() {
            let letter = character.to_ascii_lowercase() as u8;
            for offset in offsets(reached) {
                if self.letters.get(offset) == Some(&letter) {
                    next |= 1 << (offset + 1);
                }
            }
            return next;
        }
        for reading in character.to_pinyin_multi().into_iter().flatten() {
            // `ü` is typed as v.
            let syllable = reading.plain().replace('ü', "v");
            let syllable = syllable.as_bytes();
            for offset in offsets(reached) {
                let rest = self.letters.get(offset..).unwrap_or_default();
                let shared = alike(syllable, rest);
                let initial = if matches!(syllable, [b'z' | b'c' | b's', b'h', ..]) { 2 } else { 1 };
                if shared == syllable.len() || shared == rest.len() {
                    next |= 1 << (offset + shared);
                }
                for letters in [1, initial] {
                    if shared >= letters {
                        next |= 1 << (offset + letters);
                    }
                }
            }
        }
        next
    }
}

/// Whether a character has a reading.
fn is_read(character: char) -> bool {
    !character.is_ascii() && character.to_pinyin_multi().is_some()
}

fn offsets(reached: u64) -> impl Iterator<Item = usize> {
    (0..MOST).filter(move |offset| reached & (1 << offset) != 0)
}

/// How many letters a syllable and what was typed share.
fn alike(syllable: &[u8], typed: &[u8]) -> usize {
    syllable.iter().zip(typed).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, word: &str) -> Option<Range<usize>> {
        let characters: Vec<char> = text.chars().collect();
        Pinyin::of(word)?.find(&characters)
    }

    #[test]
    fn syllables_initials_and_both() {
        for word in ["chanpinsheji", "cpsj", "chanpsj", "CPSJ", "chpsh", "chanpinsh", "cp"] {
            assert_eq!(found("产品设计", word).map(|range| range.start), Some(0), "{word}");
        }
        assert_eq!(found("工业产品设计（基础）", "sjjc"), Some(4..9));
        assert_eq!(found("UI设计", "sj"), Some(2..4));
        assert_eq!(found("设计UI", "sjui"), Some(0..4));
        assert_eq!(found("西安", "xi'an"), Some(0..2));
        assert_eq!(found("女书", "nvshu"), Some(0..2));
    }

    #[test]
    fn every_reading_counts() {
        assert_eq!(found("重复", "chongfu"), Some(0..2));
        assert_eq!(found("重量", "zhongliang"), Some(0..2));
    }

    #[test]
    fn nothing_else_is_found() {
        assert_eq!(found("产品设计", "cpj"), None);
        assert_eq!(found("产品设计", "anpin"), None, "a syllable is read from its beginning");
        assert_eq!(found("Product design", "pd"), None);
        assert_eq!(Pinyin::of("c"), None);
        assert_eq!(Pinyin::of("设计"), None);
        assert_eq!(Pinyin::of("12"), None);
    }

    #[test]
    fn a_word_of_one_letter_again_and_again_is_soon_answered() {
        let text: Vec<char> = "啊".repeat(2_000).chars().collect();
        let word = format!("{}b", "a".repeat(50));
        assert_eq!(Pinyin::of(&word).and_then(|pinyin| pinyin.find(&text)), None);
    }
}
