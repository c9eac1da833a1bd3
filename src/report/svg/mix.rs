//! How learners are assessed: what share of all marks each form has.

use super::picture::Picture;
use crate::report::facts::{AssessmentMix, Facts};
use crate::report::number::plain;
use crate::tr;

const NAMES: i32 = 130;
const BARS: i32 = 260;
const VALUES: i32 = 250;
const ROW: i32 = 22;

pub(crate) fn mix(facts: &Facts<'_>) -> Picture {
    let all = &facts.assessments;
    let about: Vec<String> = all.iter().map(|mix| format!("{}: {}", mix.name(), said(mix))).collect();
    let width = NAMES + BARS + VALUES;
    let mut picture = Picture::new(tr!("Forms of assessment"), about.join("; "), width, all.len() as i32 * ROW);
    let most = all.iter().map(AssessmentMix::amount).fold(0.0, f64::max);
    for (row, mix) in all.iter().enumerate() {
        let y = row as i32 * ROW;
        let long = if most > 0.0 { (mix.amount() / most * f64::from(BARS)).round() as i32 } else { 0 };
        picture.text_within("", (0, y + 14), NAMES - 8, mix.name());
        picture.rect("bar", (NAMES, y + 3), (long, ROW - 8));
        picture.text_within("", (NAMES + long + 6, y + 14), BARS + VALUES - long - 6, &said(mix));
    }
    picture
}

fn said(mix: &AssessmentMix<'_>) -> String {
    let AssessmentMix { summative, formative, .. } = mix;
    let counts = tr!("{summative} summative, {formative} formative", summative, formative);
    mix.weight_percent.map_or(counts.clone(), |share| format!("{} % · {counts}", plain(share)))
}
