use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::sibling_title_clash::may_take_both;
use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::{Draft, Sink};
use crate::check::words::{self, quoted};
use crate::check::{Context, Severity, shared};
use crate::model::curriculum::OutcomeIx;

pub(super) static CHECK: Check = Check {
    name: "duplicate-outcome",
    family: Family::Structure,
    severity: Some(Severity::Note),
    summary: "Two learning outcomes say nearly the same",
    what: "The texts of two outcomes, in the plan's language, share so many of their words that they are the same but \
           for a few: of the words in either, at least `similar` per cent stand in both. Case, punctuation and the \
           order of words do not matter; in scripts without spaces, pairs of characters stand for words. Reported at \
           the later one. Outcomes of courses that no learner takes both of may be alike. Texts of fewer than four \
           words are compared only as a whole.",
    why: "Twice the same outcome is either taught twice, or one of the two has lost what made it different: mostly \
          the higher demand of the later course.",
    example: r#"
[[course.outcome]]
text = "Sketch three clearly different ideas before choosing one"

[[course.outcome]]
text = "Sketch three clearly different ideas before choosing"
"#,
    mend: "Say in the later one what is asked beyond the first, or remove one of them.",
    settings: &[Setting { name: "similar", default: 80.0, doc: "how many per cent of their words two texts share" }],
    run,
};

/// Texts with fewer words are alike too easily.
const FEWEST: usize = 4;
/// Two texts with nearly the same words share one of these sketches, almost surely.
const BANDS: usize = 10;
/// A text is compared with so many of those that share a sketch with it.
const COMPARED: usize = 8;

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let least = sink.setting("similar").clamp(1.0, 100.0) / 100.0;
    let mut texts: Vec<FxHashSet<u64>> = Vec::with_capacity(curriculum.outcomes.len());
    let mut same: FxHashMap<Vec<u64>, Vec<usize>> = FxHashMap::default();
    let mut sketched: FxHashMap<(usize, u64), Vec<usize>> = FxHashMap::default();
    for (index, outcome) in curriculum.outcomes.iter().enumerate() {
        let words = words_of(outcome.text);
        let mut sorted: Vec<u64> = words.iter().copied().collect();
        sorted.sort_unstable();
        texts.push(words);
        if sorted.is_empty() {
            continue;
        }
        let alike = |other: &usize| {
            let other = curriculum.outcomes[*other].course;
            other == outcome.course || may_take_both(curriculum, other, outcome.course)
        };
        let twins = same.entry(sorted.clone()).or_default();
        let mut found = twins.iter().copied().find(alike);
        let is_new = twins.is_empty();
        if twins.len() < COMPARED {
            twins.push(index);
        }
        if sorted.len() >= FEWEST && (is_new || found.is_none()) {
            for band in 0..BANDS {
                let bucket = sketched.entry((band, sketch(&sorted, band))).or_default();
                let near = |other: &usize| likeness(&texts[*other], &texts[index]) >= least && alike(other);
                found = found.or_else(|| bucket.iter().copied().find(near));
                if bucket.len() < COMPARED {
                    bucket.push(index);
                }
            }
        }
        if let Some(other) = found {
            report(context, sink, index, other);
        }
    }
}

fn report(context: &Context<'_>, sink: &mut Sink<'_>, index: usize, other: usize) {
    let curriculum = context.curriculum;
    let outcome = curriculum.outcome(OutcomeIx(index as u32));
    let other = curriculum.outcome(OutcomeIx(other as u32));
    let place = sink.position(other.at);
    let whose = if other.course == outcome.course {
        "another outcome of this course".to_owned()
    } else {
        format!("an outcome of {}", words::course(curriculum, other.course))
    };
    let message = format!("{whose} says nearly the same: {}", quoted(other.text));
    let file = crate::text::visible(&context.tree.file(other.at.file).name).into_owned();
    sink.push(
        Draft::field(context.tree, outcome.at, "text", message)
            .stage(shared::stage_of(curriculum, outcome.course))
            .help(format!("say what this one asks beyond the other ({file}, line {}), or remove one", place.line)),
    );
}

/// The words of a text, as numbers. Letters of scripts without spaces count in pairs.
fn words_of(text: &str) -> FxHashSet<u64> {
    let mut words = FxHashSet::default();
    for word in text.to_lowercase().split(|character: char| !character.is_alphanumeric()) {
        if word.is_empty() {
            continue;
        }
        let letters: Vec<char> = word.chars().collect();
        if letters.len() > 1 && letters.iter().any(|letter| is_ideograph(*letter)) {
            words.extend(letters.windows(2).map(hash));
        } else {
            words.insert(hash(word));
        }
    }
    words
}

/// Chinese characters, kana and Hangul.
fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The lowest words in two orders of all words that there are: texts that share most words share these.
fn sketch(words: &[u64], band: usize) -> u64 {
    let lowest = |order: u64| words.iter().map(|word| mixed(*word ^ mixed(order))).min().unwrap_or_default();
    let band = band as u64 * 2;
    mixed(lowest(band + 1) ^ lowest(band + 2).rotate_left(32))
}

/// Spreads a number over all bits (the finaliser of `SplitMix64`).
fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// The share of the words in either that stand in both.
fn likeness(one: &FxHashSet<u64>, other: &FxHashSet<u64>) -> f64 {
    let both = one.intersection(other).count();
    both as f64 / (one.len() + other.len() - both).max(1) as f64
}
