use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::sibling_title_clash::may_take_both;
use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::{Draft, Sink};
use crate::check::words::{self, quoted};
use crate::check::{Context, Severity, shared};
use crate::model::curriculum::OutcomeIx;
use crate::tr;

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
const BANDS: u64 = 8;
/// A text is compared with so many of those before it that share a sketch with it.
const COMPARED: usize = 8;

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let least = sink.setting("similar").clamp(1.0, 100.0) / 100.0;
    let texts: Vec<Vec<u64>> = curriculum.outcomes.iter().map(|outcome| words_of(outcome.text)).collect();
    let alike = |one: usize, other: usize| {
        let (one_course, other_course) = (curriculum.outcomes[one].course, curriculum.outcomes[other].course);
        let near = if texts[one].len().min(texts[other].len()) < FEWEST {
            texts[one] == texts[other]
        } else {
            likeness(&texts[one], &texts[other]) >= least
        };
        near && (one_course == other_course || may_take_both(curriculum, one_course, other_course))
    };
    let mut found: Vec<Option<usize>> = vec![None; texts.len()];
    for run in sketches(&texts).chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
        for (place, (_, _, index)) in run.iter().enumerate() {
            let before = &run[place.saturating_sub(COMPARED)..place];
            let other = before.iter().map(|(_, _, other)| *other).find(|other| alike(*index, *other));
            if let Some(other) = other {
                found[*index] = Some(found[*index].map_or(other, |known| known.min(other)));
            }
        }
    }
    for (index, other) in found.into_iter().enumerate() {
        if let Some(other) = other {
            report(context, sink, index, other);
        }
    }
}

/// Every text under each of its sketches, in order: those that may be alike stand together.
fn sketches(texts: &[Vec<u64>]) -> Vec<(u64, u64, usize)> {
    let mut sketches = Vec::new();
    for (index, words) in texts.iter().enumerate() {
        match words.len() {
            0 => {}
            few if few < FEWEST => sketches.push((BANDS, hash(words), index)),
            _ => sketches.extend((0..BANDS).map(|band| (band, sketch(words, band), index))),
        }
    }
    sketches.sort_unstable();
    sketches
}

fn report(context: &Context<'_>, sink: &mut Sink<'_>, index: usize, other: usize) {
    let curriculum = context.curriculum;
    let outcome = curriculum.outcome(OutcomeIx(index as u32));
    let other = curriculum.outcome(OutcomeIx(other as u32));
    let place = sink.position(other.at);
    let whose = if other.course == outcome.course {
        tr!("another outcome of this course").to_owned()
    } else {
        tr!("an outcome of {course}", course = words::course(curriculum, other.course))
    };
    let message = tr!("{whose} says nearly the same: {text}", whose, text = quoted(other.text));
    let file = crate::text::visible(&context.tree.file(other.at.file).name).into_owned();
    sink.push(
        Draft::field(context.tree, outcome.at, "text", message)
            .stage(shared::stage_of(curriculum, outcome.course))
            .help(tr!(
                "say what this one asks beyond the other ({file}, line {line}), or remove one",
                file,
                line = place.line
            )),
    );
}

/// The words of a text, as numbers in order, each once. Letters of scripts without spaces count in pairs.
fn words_of(text: &str) -> Vec<u64> {
    let mut words = Vec::new();
    for word in text.to_lowercase().split(|character: char| !character.is_alphanumeric()) {
        if word.is_empty() {
            continue;
        }
        let letters: Vec<char> = word.chars().collect();
        if letters.len() > 1 && letters.iter().any(|letter| is_ideograph(*letter)) {
            words.extend(letters.windows(2).map(hash));
        } else {
            words.push(hash(word));
        }
    }
    words.sort_unstable();
    words.dedup();
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
fn sketch(words: &[u64], band: u64) -> u64 {
    let (one, other) = (mixed(band * 2 + 1), mixed(band * 2 + 2));
    let lowest = |order: u64| words.iter().map(|word| mixed(*word ^ order)).min().unwrap_or_default();
    mixed(lowest(one) ^ lowest(other).rotate_left(32))
}

/// Spreads a number over all bits (the finaliser of `SplitMix64`).
fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// The share of the words in either that stand in both.
fn likeness(one: &[u64], other: &[u64]) -> f64 {
    let mut rest = other.iter().peekable();
    let mut both = 0;
    for word in one {
        while rest.next_if(|next| *next < word).is_some() {}
        both += usize::from(rest.next_if(|next| *next == word).is_some());
    }
    both as f64 / (one.len() + other.len() - both).max(1) as f64
}
