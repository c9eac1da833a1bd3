use super::facts::{Facts, Share};
use super::markup::escaped;
use super::number::percent;
use super::told;
use crate::text::width;

/// Pixels of a letter, about.
const LETTER: usize = 7;
const MARGIN: usize = 12;

/// A badge for a README: how much of what is expected is guaranteed to every learner, over all frameworks. An
/// SVG picture of its own, with its words for screen readers.
pub fn coverage_badge(facts: &Facts<'_>) -> String {
    let total = facts.coverage.iter().flat_map(|target| &target.total).sum::<Share>();
    let share = percent(total.guaranteed, total.expected);
    let (said, colour) = match (total.expected, share) {
        (0, _) => ("nothing expected".to_owned(), "#5c5c5c"),
        (_, 90..) => (format!("{share}%"), "#1a7f37"),
        (_, 70..90) => (format!("{share}%"), "#9a6700"),
        _ => (format!("{share}%"), "#b42318"),
    };
    let about = told::about(facts);
    let about = if about.is_empty() { String::new() } else { format!(". {}", escaped(&about.join(" "))) };
    let label = "coverage";
    let left = width(label) * LETTER + MARGIN;
    let right = width(&said) * LETTER + MARGIN;
    let whole = left + right;
    let (middle, end) = (left / 2, left + right / 2);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{whole}\" height=\"20\" role=\"img\" aria-label=\"{label}: {said}{about}\">\n\
         <title>{label}: {said}{about}</title>\n\
         <rect width=\"{left}\" height=\"20\" fill=\"#444\"/>\n\
         <rect x=\"{left}\" width=\"{right}\" height=\"20\" fill=\"{colour}\"/>\n\
         <g fill=\"#fff\" text-anchor=\"middle\" font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\">\n\
         <text x=\"{middle}\" y=\"14\">{label}</text>\n\
         <text x=\"{end}\" y=\"14\">{said}</text>\n\
         </g>\n</svg>\n"
    )
}
