//! Ranking what is looked for by a few letters: ids before titles, what is named exactly before what merely
//! has the letters, and Chinese titles by how they are typed.

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str, Utf32String};

use crate::text::Pinyin;

/// Letters scattered thinner than this are no match: any long sentence has them somewhere.
const LEAST_POINTS: u32 = 11;

/// Something that can be looked for.
#[derive(Debug)]
pub struct Searched {
    /// Id, code and texts, in this order.
    label: Utf32String,
    id: u16,
    code: u16,
}

/// Characters between the parts of a label.
const GAP: &str = "  ";

impl Searched {
    /// Ids and codes are cut where nobody types on.
    pub fn new<'t>(id: &str, code: &str, texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut label = String::new();
        let mut push = |part: &str| {
            if !part.is_empty() {
                if !label.is_empty() {
                    label.push_str(GAP);
                }
                label.push_str(part);
            }
        };
        push(id);
        push(code);
        texts.into_iter().for_each(&mut push);
        let length = |text: &str| u16::try_from(text.chars().count()).unwrap_or(0);
        Self { label: Utf32String::from(label), id: length(id), code: length(code) }
    }

    pub fn is_empty(&self) -> bool {
        self.label.is_empty()
    }

    fn id(&self) -> Utf32Str<'_> {
        self.label.slice(..usize::from(self.id))
    }

    fn code(&self) -> Utf32Str<'_> {
        let start = if self.id == 0 || self.code == 0 { 0 } else { usize::from(self.id) + GAP.len() };
        self.label.slice(start..start + usize::from(self.code))
    }
}

/// The higher the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score {
    rank: Rank,
    points: u32,
    /// The shorter label of two is nearer to what was typed.
    shortness: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Letters,
    /// The whole of what was typed stands in a text.
    Contains,
    /// The id begins so, but for hyphens and blanks.
    Prefix,
    /// It is the id, but for hyphens and blanks.
    Alike,
    Exact,
}

/// What is looked for.
#[derive(Debug)]
pub struct Ranking {
    words: Vec<Word>,
    /// All of it in small letters, and the same without hyphens and blanks.
    typed: Vec<char>,
    bare: Vec<char>,
    whole: Option<Atom>,
    matcher: Matcher,
}

#[derive(Debug)]
struct Word {
    fuzzy: Atom,
    pinyin: Option<Pinyin>,
}

impl Ranking {
    pub fn new(typed: &str) -> Self {
        let typed = typed.trim();
        let atom = |text: &str, kind| Atom::new(text, CaseMatching::Ignore, Normalization::Smart, kind, false);
        let lower: Vec<char> = typed.chars().flat_map(char::to_lowercase).collect();
        Self {
            words: typed
                .split_whitespace()
                .map(|word| Word { fuzzy: atom(word, AtomKind::Fuzzy), pinyin: Pinyin::of(word) })
                .collect(),
            bare: lower.iter().copied().filter(|character| character.is_alphanumeric()).collect(),
            typed: lower,
            whole: (!typed.is_empty()).then(|| atom(typed, AtomKind::Substring)),
            matcher: Matcher::new(Config::DEFAULT),
        }
    }

    /// Whether nothing is looked for: everything matches alike.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How well something matches; none: not at all.
    pub fn score(&mut self, searched: &Searched) -> Option<Score> {
        let label = searched.label.slice(..);
        let shortness = u32::MAX - u32::try_from(label.len()).unwrap_or(u32::MAX);
        let mut points = 0;
        for word in &self.words {
            points += word.points(label, &mut self.matcher)?;
        }
        let named = [searched.id(), searched.code()].into_iter().filter(|name| !name.is_empty());
        let by_name = named.filter_map(|name| self.rank_of(name)).max();
        let rank = match (by_name, &self.whole) {
            (Some(rank), _) => rank,
            (None, Some(whole)) if whole.score(label, &mut self.matcher).is_some() => Rank::Contains,
            _ => Rank::Letters,
        };
        Some(Score { rank, points, shortness })
    }

    fn rank_of(&self, name: Utf32Str<'_>) -> Option<Rank> {
        let lower = || name.chars().flat_map(char::to_lowercase);
        let bare = || lower().filter(|character| character.is_alphanumeric());
        if self.bare.is_empty() {
            return None;
        }
        if lower().eq(self.typed.iter().copied()) {
            Some(Rank::Exact)
        } else if bare().eq(self.bare.iter().copied()) {
            Some(Rank::Alike)
        } else {
            let mut rest = bare();
            self.bare.iter().all(|typed| rest.next() == Some(*typed)).then_some(Rank::Prefix)
        }
    }

    /// The characters of a text that were looked for, ascending.
    pub fn marked(&mut self, text: &str) -> Vec<u32> {
        let mut buffer = Vec::new();
        let text = Utf32Str::new(text, &mut buffer);
        let mut marked = Vec::new();
        for word in &self.words {
            let mut own = Vec::new();
            let points = word.fuzzy.indices(text, &mut self.matcher, &mut own);
            if points.is_some_and(|points| u32::from(points) >= word.least()) {
                marked.append(&mut own);
            } else if let (Some(pinyin), Utf32Str::Unicode(characters)) = (&word.pinyin, text) {
                marked.extend(pinyin.find(characters).into_iter().flatten().map(|at| at as u32));
            }
        }
        marked.sort_unstable();
        marked.dedup();
        marked
    }
}

impl Word {
    /// The fewest points that count as a match.
    fn least(&self) -> u32 {
        self.fuzzy.needle_text().len() as u32 * LEAST_POINTS
    }

    fn points(&self, label: Utf32Str<'_>, matcher: &mut Matcher) -> Option<u32> {
        let fuzzy = self.fuzzy.score(label, matcher).map(u32::from).filter(|points| *points >= self.least());
        let typed = match (&self.pinyin, label) {
            (Some(pinyin), Utf32Str::Unicode(characters)) => pinyin.find(characters).map(|range| {
                // As many points as the letters would have in a row; those at the beginning of a text a few more.
                let begins = range.start == 0 || characters.get(range.start - 1).is_some_and(|c| c.is_whitespace());
                self.fuzzy.needle_text().len() as u32 * 20 + if begins { 8 } else { 0 }
            }),
            _ => None,
        };
        fuzzy.max(typed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranked(things: &[(&str, &str, &[&str])], typed: &str) -> Vec<String> {
        let mut ranking = Ranking::new(typed);
        let mut found: Vec<(Score, &str)> = things
            .iter()
            .filter_map(|(id, code, texts)| {
                Some((ranking.score(&Searched::new(id, code, texts.iter().copied()))?, *id))
            })
            .collect();
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        found.into_iter().map(|(_, id)| id.to_owned()).collect()
    }

    const THINGS: &[(&str, &str, &[&str])] = &[
        ("GEN-11", "", &["Sketches gender-neutral things"]),
        ("GEN-1", "", &["Observes how people use things"]),
        ("PD-101", "PD 101", &["Design studio 1", "产品设计工作室"]),
        ("PD-1011", "", &["Design studio 1 again"]),
        ("methods", "", &["Prepare, draw and compare 101 portraits in depth"]),
        ("VC", "", &["Visual communication", "视觉传达设计"]),
    ];

    #[test]
    fn an_exact_id_comes_first_then_those_that_begin_so() {
        assert_eq!(ranked(THINGS, "gen-1"), ["GEN-1", "GEN-11"]);
        assert_eq!(ranked(THINGS, "gen1")[0], "GEN-1");
        assert_eq!(ranked(THINGS, "pd101")[..2], ["PD-101", "PD-1011"]);
        assert_eq!(ranked(THINGS, "PD 101")[..2], ["PD-101", "PD-1011"]);
    }

    #[test]
    fn chinese_is_found_by_how_it_is_typed() {
        assert_eq!(ranked(THINGS, "cpsj"), ["PD-101"]);
        assert_eq!(ranked(THINGS, "shijue"), ["VC"]);
        assert_eq!(ranked(THINGS, "设计").len(), 2);
        assert_eq!(ranked(THINGS, "sheji 101"), ["PD-101"]);
    }

    #[test]
    fn scattered_letters_are_no_match() {
        assert_eq!(ranked(THINGS, "studio"), ["PD-1011", "PD-101"], "the shorter label is nearer");
        assert!(ranked(THINGS, "xyz").is_empty());
        assert_eq!(ranked(THINGS, "oetpe"), Vec::<String>::new());
    }

    #[test]
    fn what_matched_is_marked() {
        assert_eq!(Ranking::new("studio").marked("Design studio"), [7, 8, 9, 10, 11, 12]);
        assert_eq!(Ranking::new("cpsj").marked("产品设计工作室"), [0, 1, 2, 3]);
        assert_eq!(Ranking::new("").marked("产品"), Vec::<u32>::new());
    }
}
