//! Numbers as people write them.

use crate::language::{filled, translation};

/// With at most two decimals, and none where they say nothing.
pub(super) fn plain(number: f64) -> String {
    let text = format!("{number:.2}");
    match text.trim_end_matches('0').trim_end_matches('.') {
        "" | "-0" => "0".to_owned(),
        trimmed => trimmed.to_owned(),
    }
}

/// To the nearest, but never 100 % of what is not complete nor 0 % of what is begun.
pub(super) fn percent(part: usize, whole: usize) -> usize {
    match whole {
        0 => 0,
        _ if part == whole => 100,
        _ if part == 0 => 0,
        _ => ((part * 200 + whole) / (whole * 2)).clamp(1, 99),
    }
}

/// A number with the noun that it counts. Catalogues know it as `{count} courses`.
pub(crate) fn counted(number: usize, one: &str, many: &str) -> String {
    let noun = if number == 1 { one } else { many };
    match translation(&format!("{{count}} {noun}")) {
        Some(text) => filled(text, &[("count", &number)]),
        None => format!("{number} {noun}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_percentages_honest() {
        assert_eq!(plain(96.0), "96");
        assert_eq!(plain(1.5), "1.5");
        assert_eq!(plain(1.0 / 3.0), "0.33");
        assert_eq!(plain(-0.001), "0");
        assert_eq!(percent(999, 1000), 99);
        assert_eq!(percent(1, 1000), 1);
        assert_eq!(percent(1, 2), 50);
        assert_eq!(percent(2, 3), 67);
        assert_eq!(percent(0, 0), 0);
    }
}
