//! What the verbs of learning outcomes say: lists for each language, and how they are found in a sentence.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::model::Value;

/// The processes of the revised taxonomy, from the lowest: the words that `bloom` takes.
pub(super) const PROCESSES: [&str; 6] = ["remember", "understand", "apply", "analyse", "evaluate", "create"];

#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
struct Lists {
    remember: Vec<String>,
    understand: Vec<String>,
    apply: Vec<String>,
    analyse: Vec<String>,
    evaluate: Vec<String>,
    create: Vec<String>,
    vague: Vec<String>,
    lead_in: Vec<String>,
    joints: Vec<String>,
    nouns: Vec<String>,
    teacher: Teacher,
}

#[derive(Deserialize, Default)]
struct Teacher {
    starts: Vec<String>,
    contains: Vec<String>,
}

/// The verbs of one language.
pub(super) struct Verbs {
    /// Whether words stand apart by spaces.
    spaced: bool,
    /// With the place of the highest process that it shows.
    processes: FxHashMap<String, usize>,
    vague: Vec<String>,
    lead_in: Vec<String>,
    joints: Vec<String>,
    nouns: FxHashSet<String>,
    teacher: Teacher,
    /// In characters.
    longest: usize,
}

impl Verbs {
    /// The lists for a language tag such as `en`, `en-GB` or `zh-Hans`; none where there are none.
    pub(super) fn of(language: &str) -> Option<&'static Self> {
        static ENGLISH: OnceLock<Verbs> = OnceLock::new();
        static CHINESE: OnceLock<Verbs> = OnceLock::new();
        match language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "en" => Some(ENGLISH.get_or_init(|| Self::read(include_str!("verbs/en.toml"), true))),
            "zh" => Some(CHINESE.get_or_init(|| Self::read(include_str!("verbs/zh.toml"), false))),
            _ => None,
        }
    }

    /// For a text that does not say its language: by its script.
    fn by_script(text: &str) -> Option<&'static Self> {
        let is_han = |character: char| ('\u{4e00}'..='\u{9fff}').contains(&character);
        Self::of(if text.chars().any(is_han) { "zh" } else { "en" })
    }

    fn read(text: &str, spaced: bool) -> Self {
        // A test reads both lists, so they are never left empty.
        let mut lists: Lists = toml::from_str(text).unwrap_or_default();
        for list in [&mut lists.vague, &mut lists.lead_in, &mut lists.joints] {
            list.sort_by_key(|words| std::cmp::Reverse(words.len()));
        }
        let processes = [lists.remember, lists.understand, lists.apply, lists.analyse, lists.evaluate, lists.create];
        let processes: FxHashMap<String, usize> = processes
            .into_iter()
            .enumerate()
            .flat_map(|(process, verbs)| verbs.into_iter().map(move |verb| (verb, process)))
            .collect();
        Self {
            spaced,
            longest: processes.keys().map(|verb| verb.chars().count()).max().unwrap_or_default(),
            processes,
            vague: lists.vague,
            lead_in: lists.lead_in,
            joints: lists.joints,
            nouns: lists.nouns.into_iter().collect(),
            teacher: lists.teacher,
        }
    }

    /// Whether a sentence begins with these words, as words of their own.
    fn begins(&self, text: &str, words: &str) -> bool {
        text.strip_prefix(words).is_some_and(|rest| {
            !self.spaced || words.ends_with(' ') || rest.chars().next().is_none_or(|next| !next.is_alphanumeric())
        })
    }

    /// The sentence from its verb on.
    fn from_verb<'s>(&self, text: &'s str) -> &'s str {
        let mut rest = text.trim_start();
        loop {
            // A word that is the verb itself is no lead-in.
            let verb = self.verb_at(rest).map_or(0, |(verb, _)| verb.len());
            let lead = self.lead_in.iter().find(|lead| lead.len() > verb && self.begins(rest, lead));
            let Some(lead) = lead else { return rest };
            rest = rest[lead.len()..].trim_start_matches([' ', ',', ':', '，', '：']);
        }
    }

    /// The verb that a text begins with, and the place of its process.
    fn verb_at<'s>(&self, text: &'s str) -> Option<(&'s str, usize)> {
        if self.spaced {
            let end = text.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(text.len());
            return self.processes.get(&text[..end]).map(|process| (&text[..end], *process));
        }
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(self.longest);
        let ends: Vec<usize> = ends.collect();
        ends.into_iter().rev().find_map(|end| self.processes.get(&text[..end]).map(|process| (&text[..end], *process)))
    }

    /// The first verb of a sentence, where the lists have it.
    pub(super) fn first(&self, sentence: &str) -> Option<(String, usize)> {
        let sentence = sentence.to_lowercase();
        let rest = self.from_verb(&sentence);
        if self.vague.iter().any(|vague| self.begins(rest, vague)) {
            return None;
        }
        self.verb_at(rest).map(|(verb, process)| (verb.to_owned(), process))
    }

    /// What a sentence begins with that nobody can observe.
    pub(super) fn vague(&self, sentence: &str) -> Option<&str> {
        let sentence = sentence.to_lowercase();
        let rest = self.from_verb(&sentence);
        // The lead-in may swallow what belongs to a phrase, as `be` of `be aware of`.
        let whole = sentence.trim_start();
        self.vague.iter().find(|vague| self.begins(rest, vague) || self.begins(whole, vague)).map(String::as_str)
    }

    /// The things that a sentence has learners do, as far as the lists know their verbs.
    pub(super) fn all(&self, sentence: &str) -> Vec<String> {
        let sentence = sentence.to_lowercase();
        let mut rest = self.from_verb(&sentence);
        let mut verbs = Vec::new();
        let Some((first, _)) = self.verb_at(rest) else { return verbs };
        verbs.push(first.to_owned());
        rest = &rest[first.len()..];
        let mut adjacent = true;
        while let Some((at, joint)) = self.next_joint(rest) {
            adjacent &= rest[..at].trim().is_empty();
            rest = rest[at + joint..].trim_start();
            match self.verb_at(rest) {
                Some((verb, _)) if adjacent || !self.nouns.contains(verb) => {
                    verbs.push(verb.to_owned());
                    rest = &rest[verb.len()..];
                }
                _ => adjacent = false,
            }
        }
        verbs
    }

    /// The first joint of a text, the longest where several begin there.
    fn next_joint(&self, text: &str) -> Option<(usize, usize)> {
        let found = self.joints.iter().filter_map(|joint| text.find(joint.as_str()).map(|at| (at, joint.len())));
        found.min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length)))
    }

    /// Words which show that a sentence is about teaching.
    pub(super) fn teacher_centred(&self, sentence: &str) -> Option<&str> {
        let sentence = sentence.trim_start().to_lowercase();
        let starts = self.teacher.starts.iter().find(|words| self.begins(&sentence, words));
        let contains = || self.teacher.contains.iter().find(|words| sentence.contains(words.as_str()));
        starts.or_else(contains).map(|words| words.trim())
    }
}

/// A text in each of its languages that the lists know.
pub(super) fn readings<'v>(
    text: &'v Value,
    plan: Option<&str>,
) -> impl Iterator<Item = (&'v str, &'static Verbs)> + use<'v> {
    let plain = text.as_str().and_then(|text| {
        let verbs = Verbs::by_script(text)?;
        Some((text, verbs))
    });
    // A plan in a third language is not to be read as English.
    let known = plan.is_none_or(|plan| Verbs::of(plan).is_some());
    let lines = text.as_table().unwrap_or_default().iter();
    let lines = lines.filter_map(|(language, line)| Some((line.value.as_str()?, Verbs::of(&language.value)?)));
    plain.filter(|_| known).into_iter().chain(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn en() -> &'static Verbs {
        Verbs::of("en-GB").unwrap()
    }

    fn zh() -> &'static Verbs {
        Verbs::of("zh-Hans").unwrap()
    }

    #[test]
    fn both_lists_are_read() {
        for text in [include_str!("verbs/en.toml"), include_str!("verbs/zh.toml")] {
            let lists: Lists = toml::from_str(text).unwrap();
            let all =
                [&lists.remember, &lists.understand, &lists.apply, &lists.analyse, &lists.evaluate, &lists.create];
            let mut seen = FxHashSet::default();
            for verb in all.into_iter().flatten() {
                assert!(seen.insert(verb), "{verb} stands at two levels");
                assert!(!lists.vague.contains(verb), "{verb} is vague and not");
            }
            assert!(seen.len() > 80);
        }
        assert!(Verbs::of("de").is_none());
    }

    #[test]
    fn first_verbs_stand_behind_what_leads_in() {
        let first = |text: &str| en().first(text).map(|(verb, process)| (verb, PROCESSES[process]));
        assert_eq!(first("Sketch three ideas"), Some(("sketch".into(), "create")));
        assert_eq!(first("Students will be able to list three ideas"), Some(("list".into(), "remember")));
        assert_eq!(
            first("By the end of the unit, learners can compare two chairs"),
            Some(("compare".into(), "analyse"))
        );
        assert_eq!(first("Understand form"), None);
        assert_eq!(zh().first("学生能够独立分析两件作品").unwrap().0, "分析");
        assert_eq!(zh().first("重新设计一件日用品").unwrap().0, "重新设计");
    }

    #[test]
    fn vague_words_are_whole_words() {
        assert_eq!(en().vague("To understand form"), Some("understand"));
        assert_eq!(en().vague("Be aware of materials"), Some("be aware of"));
        assert_eq!(en().vague("Learners will be aware of materials"), Some("be aware of"));
        assert_eq!(en().vague("Knowingly break a rule"), None);
        assert_eq!(en().vague("Name what you know"), None);
        assert_eq!(zh().vague("能了解材料"), Some("了解"));
        assert_eq!(zh().vague("说出对材料的了解"), None);
    }

    #[test]
    fn several_verbs_are_told_from_nouns() {
        let all = |text: &str| en().all(text);
        assert_eq!(all("Sketch, model and test a lamp"), ["sketch", "model", "test"]);
        assert_eq!(all("Draw a plan and model of a lamp"), ["draw"]);
        assert_eq!(all("Draw a plan and explain it"), ["draw", "explain"]);
        assert_eq!(zh().all("分析两件作品，并提出改进"), ["分析", "提出"]);
        assert_eq!(zh().all("画出图样、设计与测试"), ["画出"]);
    }

    #[test]
    fn teaching_is_told_from_learning() {
        assert_eq!(en().teacher_centred("Students will be taught to draw"), Some("will be taught"));
        assert_eq!(en().teacher_centred("Show the teacher a sketch"), None);
        assert_eq!(zh().teacher_centred("向学生介绍材料"), Some("向学生"));
        assert_eq!(zh().teacher_centred("介绍一种新材料"), None);
        assert_eq!(zh().teacher_centred("画出一件物品，让同学能说出它"), None);
    }
}
