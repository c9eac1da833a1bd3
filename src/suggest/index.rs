//! Texts as weighed terms, and how close two of them are.

use rustc_hash::{FxHashMap, FxHashSet};

use super::terms::{self, Script};
use crate::language::{Language, current};
use crate::model::curriculum::{CompetencyIx, Curriculum, OutcomeIx};
use crate::model::{NodeRef, Tree, Value};

/// How much the outcomes that cover a competency add to its own statement: Rocchio's usual weights, 1 and 0.75.
const COVERED: f64 = 0.75;
/// How much the title of a unit counts beside the words of an outcome in it, and that of the course.
const UNIT: f64 = 0.5;
const COURSE: f64 = 0.25;

/// Terms of one script with their weights, by number; of length 1, or empty.
type Vector = Vec<(u32, f64)>;

/// What a text is about, by script: a text in two languages is compared in both.
#[derive(Debug, Clone, Default)]
pub(super) struct Terms {
    spaced: Vector,
    han: Vector,
}

/// The outcomes of a plan and the competencies of its frameworks, as weighed terms.
pub(super) struct Index {
    outcomes: Vec<Terms>,
    competencies: Vec<Terms>,
    /// Per competency, the outcomes that cover it.
    covering: Vec<Vec<OutcomeIx>>,
    /// Per term, the outcomes that have it, with its weight there.
    owners: Vec<Vec<(u32, f64)>>,
    words: Vec<Word>,
}

/// A term, and a word that stands for it.
struct Word {
    script: Script,
    term: String,
    shown: String,
}

/// The words that an outcome has in common with a competency, the weightiest first.
pub(super) enum Shared {
    /// Of its own text, with the statement.
    Text(Vec<String>),
    /// Of the titles of its unit and course, with the statement.
    Titles(Vec<String>),
    /// With outcomes that cover the competency.
    Covered(Vec<String>),
    Nothing,
}

/// Terms as they are counted, before anything is known of how rare they are.
type Counts = FxHashMap<u32, f64>;

#[derive(Default)]
struct Counter {
    numbers: FxHashMap<String, u32>,
    words: Vec<Word>,
    /// In how many texts each stands.
    owners: Vec<u32>,
}

impl Counter {
    fn count(&mut self, text: &str, weight: f64, counts: &mut Counts) {
        terms::each(text, |script, term, word| {
            let known = self.numbers.get(term).copied();
            let number = known.unwrap_or_else(|| {
                let number = self.words.len() as u32;
                self.numbers.insert(term.to_owned(), number);
                self.words.push(Word { script, term: term.to_owned(), shown: word.to_owned() });
                self.owners.push(0);
                number
            });
            *counts.entry(number).or_default() += weight;
        });
    }

    fn own(&mut self, counts: &Counts) {
        for term in counts.keys() {
            self.owners[*term as usize] += 1;
        }
    }
}

impl Index {
    pub(super) fn of(curriculum: &Curriculum<'_>) -> Self {
        let tree = curriculum.tree;
        let mut counter = Counter::default();
        let mut of_outcomes: Vec<Counts> = Vec::with_capacity(curriculum.outcomes.len());
        for outcome in &curriculum.outcomes {
            let mut counts = Counts::default();
            let course = curriculum.course(outcome.course);
            let unit = outcome.unit.and_then(|unit| course.units.get(unit as usize));
            for (at, key, weight) in [
                (Some(outcome.at), "text", 1.0),
                (unit.map(|unit| unit.at), "title", UNIT),
                (Some(course.at), "title", COURSE),
            ] {
                for text in at.into_iter().flat_map(|at| texts(tree, at, key)) {
                    counter.count(text, weight, &mut counts);
                }
            }
            counter.own(&counts);
            of_outcomes.push(counts);
        }
        let mut of_competencies: Vec<Counts> = Vec::with_capacity(curriculum.competencies.len());
        for competency in &curriculum.competencies {
            let mut counts = Counts::default();
            for text in texts(tree, competency.at, "statement") {
                counter.count(text, 1.0, &mut counts);
            }
            counter.own(&counts);
            of_competencies.push(counts);
        }
        let all = (of_outcomes.len() + of_competencies.len()) as f64;
        let rarity: Vec<f64> = counter.owners.iter().map(|owners| (all / f64::from((*owners).max(1))).ln()).collect();
        let weigh = |counts: &Counts| Terms::of(counts, &rarity, &counter.words);
        let outcomes: Vec<Terms> = of_outcomes.iter().map(weigh).collect();
        let mut owners: Vec<Vec<(u32, f64)>> = vec![Vec::new(); counter.words.len()];
        for (number, terms) in outcomes.iter().enumerate() {
            for (term, weight) in terms.spaced.iter().chain(&terms.han) {
                owners[*term as usize].push((number as u32, *weight));
            }
        }
        let mut covering: Vec<Vec<OutcomeIx>> = vec![Vec::new(); curriculum.competencies.len()];
        for (number, outcome) in curriculum.outcomes.iter().enumerate() {
            for cover in &outcome.covers {
                covering[cover.competency.index()].push(OutcomeIx(number as u32));
            }
        }
        let competencies = of_competencies.iter().map(weigh).collect();
        Self { outcomes, competencies, covering, owners, words: counter.words }
    }

    pub(super) fn covering(&self, competency: CompetencyIx) -> &[OutcomeIx] {
        &self.covering[competency.index()]
    }

    /// What a competency is about: its statement, and what the outcomes that cover it say, but for one.
    pub(super) fn profile(&self, competency: CompetencyIx, but: Option<OutcomeIx>) -> Terms {
        let covering: Vec<&Terms> = self
            .covering(competency)
            .iter()
            .filter(|outcome| Some(**outcome) != but)
            .map(|outcome| &self.outcomes[outcome.index()])
            .collect();
        let own = &self.competencies[competency.index()];
        Terms {
            spaced: mixed(&own.spaced, covering.iter().map(|terms| &terms.spaced), covering.len()),
            han: mixed(&own.han, covering.iter().map(|terms| &terms.han), covering.len()),
        }
    }

    pub(super) fn outcome(&self, outcome: OutcomeIx) -> &Terms {
        &self.outcomes[outcome.index()]
    }

    /// How close every outcome is to a profile, from 0 to 1.
    pub(super) fn closeness(&self, profile: &Terms) -> Vec<f64> {
        let mut close = vec![0.0; self.outcomes.len()];
        let mut scripts = vec![0_u8; self.outcomes.len()];
        for vector in [&profile.spaced, &profile.han] {
            if vector.is_empty() {
                continue;
            }
            for (term, weight) in vector {
                for (outcome, own) in &self.owners[*term as usize] {
                    close[*outcome as usize] += weight * own;
                }
            }
        }
        for (number, terms) in self.outcomes.iter().enumerate() {
            scripts[number] = u8::from(!terms.spaced.is_empty() && !profile.spaced.is_empty())
                + u8::from(!terms.han.is_empty() && !profile.han.is_empty());
        }
        close.iter().zip(scripts).map(|(sum, scripts)| sum / f64::from(scripts.max(1))).collect()
    }

    /// What an outcome and a competency have in common, in the language that is spoken where there is anything.
    pub(super) fn shared(&self, curriculum: &Curriculum<'_>, outcome: OutcomeIx, competency: CompetencyIx) -> Shared {
        let text = texts(curriculum.tree, curriculum.outcome(outcome).at, "text").join("\n");
        let mut own = FxHashSet::default();
        terms::each(&text, |_, term, _| {
            own.insert(term.to_owned());
        });
        let (mine, statement) = (self.outcome(outcome), &self.competencies[competency.index()]);
        let with = |other: &Terms, in_text: Option<bool>| {
            let wanted = |word: &Word| in_text.is_none_or(|in_text| own.contains(&word.term) == in_text);
            let spaced = self.shared_words(&mine.spaced, &other.spaced, wanted);
            let han = || phrases(&text, &self.shared_words(&mine.han, &other.han, wanted));
            match current() {
                Language::English if spaced.is_empty() => han(),
                Language::English => spaced,
                Language::Chinese => Some(han()).filter(|phrases| !phrases.is_empty()).unwrap_or(spaced),
            }
        };
        let some = |words: Vec<String>| (!words.is_empty()).then_some(words);
        some(with(statement, Some(true)))
            .map(Shared::Text)
            .or_else(|| some(with(statement, Some(false))).map(Shared::Titles))
            .or_else(|| some(with(&self.profile(competency, Some(outcome)), None)).map(Shared::Covered))
            .unwrap_or(Shared::Nothing)
    }

    fn shared_words(&self, one: &Vector, other: &Vector, wanted: impl Fn(&Word) -> bool) -> Vec<String> {
        let mut shared: Vec<(f64, u32)> = Vec::new();
        both(one, other, |term, x, y| shared.push((x * y, term)));
        shared.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let words = shared.into_iter().map(|(_, term)| &self.words[term as usize]);
        words.filter(|word| wanted(word)).map(|word| word.shown.clone()).collect()
    }

    /// Of the outcomes that cover a competency, the one closest to another outcome, if they have anything in
    /// common.
    pub(super) fn likest(&self, outcome: OutcomeIx, competency: CompetencyIx) -> Option<OutcomeIx> {
        let mine = self.outcome(outcome);
        let covering = self.covering(competency).iter().filter(|other| **other != outcome);
        let close = covering.map(|other| (mine.closeness(self.outcome(*other)), *other));
        close.filter(|(close, _)| *close >= 0.15).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, o)| o)
    }
}

impl Terms {
    fn of(counts: &Counts, rarity: &[f64], words: &[Word]) -> Self {
        let mut terms = Self::default();
        for (term, count) in counts {
            // A word said twice does not say twice as much; one that stands only in a title says less.
            let times = if *count > 1.0 { 1.0 + count.ln() } else { *count };
            let weight = times * rarity[*term as usize];
            match words[*term as usize].script {
                Script::Spaced => terms.spaced.push((*term, weight)),
                Script::Han => terms.han.push((*term, weight)),
            }
        }
        for vector in [&mut terms.spaced, &mut terms.han] {
            vector.sort_by_key(|(term, _)| *term);
            to_length_one(vector);
        }
        terms
    }

    /// From 0 to 1, over the scripts that both are written in.
    pub(super) fn closeness(&self, other: &Self) -> f64 {
        let pairs = [(&self.spaced, &other.spaced), (&self.han, &other.han)];
        let (mut sum, mut scripts) = (0.0, 0_u8);
        for (one, other) in pairs.into_iter().filter(|(one, other)| !one.is_empty() && !other.is_empty()) {
            both(one, other, |_, x, y| sum += x * y);
            scripts += 1;
        }
        sum / f64::from(scripts.max(1))
    }
}

/// A statement's terms, and the mean of those of others in their share.
fn mixed<'v>(own: &Vector, others: impl Iterator<Item = &'v Vector>, count: usize) -> Vector {
    let mut sums: FxHashMap<u32, f64> = own.iter().copied().collect();
    for other in others {
        for (term, weight) in other {
            *sums.entry(*term).or_default() += COVERED * weight / count as f64;
        }
    }
    let mut mixed: Vector = sums.into_iter().collect();
    mixed.sort_by_key(|(term, _)| *term);
    to_length_one(&mut mixed);
    mixed
}

fn to_length_one(vector: &mut Vector) {
    let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
    if length > 0.0 {
        for (_, weight) in vector {
            *weight /= length;
        }
    } else {
        vector.clear();
    }
}

/// What stands in both, in order.
fn both(one: &Vector, other: &Vector, mut take: impl FnMut(u32, f64, f64)) {
    let (mut i, mut j) = (0, 0);
    while let (Some((mine, x)), Some((theirs, y))) = (one.get(i), other.get(j)) {
        match mine.cmp(theirs) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                take(*mine, *x, *y);
                i += 1;
                j += 1;
            }
        }
    }
}

/// Pairs of characters that follow each other in a text, joined.
fn phrases(text: &str, pairs: &[String]) -> Vec<String> {
    let known: FxHashSet<&str> = pairs.iter().map(String::as_str).collect();
    let mut phrases: Vec<String> = Vec::new();
    for run in terms::han_runs(text) {
        let characters: Vec<char> = run.chars().collect();
        let mut phrase = String::new();
        for pair in characters.windows(2) {
            if known.contains(pair.iter().collect::<String>().as_str()) {
                if phrase.is_empty() {
                    phrase.push(pair[0]);
                }
                phrase.push(pair[1]);
            } else if !phrase.is_empty() {
                phrases.push(std::mem::take(&mut phrase));
            }
        }
        phrases.extend((!phrase.is_empty()).then_some(phrase));
    }
    let mut seen = FxHashSet::default();
    phrases.retain(|phrase| seen.insert(phrase.clone()));
    // What is not in this text, but in another language of it, is shown as it is.
    if phrases.is_empty() { pairs.to_vec() } else { phrases }
}

/// A text in every language it is written in.
fn texts<'t>(tree: &'t Tree, at: NodeRef, key: &str) -> Vec<&'t str> {
    let Some(value) = tree.node(at).value(key) else { return Vec::new() };
    match &value.value {
        Value::Str(_) => value.value.as_str().into_iter().collect(),
        other => other.as_table().unwrap_or_default().iter().filter_map(|(_, line)| line.value.as_str()).collect(),
    }
}
