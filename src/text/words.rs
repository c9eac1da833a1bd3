//! What changed inside a text, word by word.

use similar::{Algorithm, ChangeTag, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

/// Words that are compared one by one; of longer texts the whole differing middle is one change.
const MOST_WORDS: usize = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    Same(&'a str),
    Removed(&'a str),
    Added(&'a str),
}

impl<'a> Piece<'a> {
    pub fn text(self) -> &'a str {
        let (Self::Same(text) | Self::Removed(text) | Self::Added(text)) = self;
        text
    }
}

/// Both texts as one run of pieces: without those added it is `before`, without those removed `after`.
pub fn word_changes<'a>(before: &'a str, after: &'a str) -> Vec<Piece<'a>> {
    let old: Vec<&str> = before.split_word_bounds().collect();
    let new: Vec<&str> = after.split_word_bounds().collect();
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let (old_middle, new_middle) = (&old[start..old.len() - end], &new[start..new.len() - end]);

    let mut run = Run { before, after, ..Run::default() };
    run.push(ChangeTag::Equal, old[..start].iter().map(|word| word.len()).sum());
    if old_middle.len() > MOST_WORDS || new_middle.len() > MOST_WORDS {
        run.push(ChangeTag::Delete, old_middle.iter().map(|word| word.len()).sum());
        run.push(ChangeTag::Insert, new_middle.iter().map(|word| word.len()).sum());
    } else {
        for op in capture_diff_slices(Algorithm::Myers, old_middle, new_middle) {
            for change in op.iter_changes(old_middle, new_middle) {
                run.push(change.tag(), change.value().len());
            }
        }
    }
    run.push(ChangeTag::Equal, old[old.len() - end..].iter().map(|word| word.len()).sum());
    run.finish()
}

/// Pieces as they are found, neighbours of one sort joined.
#[derive(Default)]
struct Run<'a> {
    before: &'a str,
    after: &'a str,
    /// Bytes of both that are dealt with.
    old: usize,
    new: usize,
    current: Option<(ChangeTag, usize)>,
    pieces: Vec<Piece<'a>>,
}

impl<'a> Run<'a> {
    fn push(&mut self, tag: ChangeTag, bytes: usize) {
        if bytes == 0 {
            return;
        }
        match &mut self.current {
            Some((now, length)) if *now == tag => *length += bytes,
            _ => {
                self.close();
                self.current = Some((tag, bytes));
            }
        }
    }

    fn close(&mut self) {
        let Some((tag, length)) = self.current.take() else { return };
        match tag {
            ChangeTag::Equal => {
                self.pieces.push(Piece::Same(&self.after[self.new..self.new + length]));
                self.old += length;
                self.new += length;
            }
            ChangeTag::Delete => {
                self.pieces.push(Piece::Removed(&self.before[self.old..self.old + length]));
                self.old += length;
            }
            ChangeTag::Insert => {
                self.pieces.push(Piece::Added(&self.after[self.new..self.new + length]));
                self.new += length;
            }
        }
    }

    fn finish(mut self) -> Vec<Piece<'a>> {
        self.close();
        self.pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_marked_in_place() {
        use Piece::{Added, Removed, Same};
        assert_eq!(
            word_changes("Sketch three ideas", "Sketch four clear ideas"),
            [Same("Sketch "), Removed("three"), Added("four clear"), Same(" ideas")]
        );
        assert_eq!(word_changes("a a", "a"), [Same("a"), Removed(" a")]);
        assert_eq!(word_changes("设计基础", "设计教育基础"), [Same("设计"), Added("教育"), Same("基础")]);
        assert_eq!(word_changes("", ""), []);
        assert_eq!(word_changes("", "x"), [Added("x")]);
    }

    #[test]
    fn a_text_beyond_all_measure_is_one_change() {
        let (before, after) = ("a ".repeat(MOST_WORDS), "b ".repeat(MOST_WORDS));
        assert_eq!(word_changes(&before, &after).len(), 3);
    }

    proptest! {
        #[test]
        fn both_texts_come_back(before in "[ab设 .]{0,30}", after in "[ab设 .]{0,30}") {
            let pieces = word_changes(&before, &after);
            let old: String = pieces.iter().filter(|p| !matches!(p, Piece::Added(_))).map(|p| p.text()).collect();
            let new: String = pieces.iter().filter(|p| !matches!(p, Piece::Removed(_))).map(|p| p.text()).collect();
            prop_assert_eq!((old, new), (before, after));
        }
    }
}
