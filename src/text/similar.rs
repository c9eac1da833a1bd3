/// The candidate nearest to `word`, if it is near enough to be what was meant.
///
/// Near enough: at most a third of the letters differ (Damerau-Levenshtein), or only the case does.
/// Of equally near candidates the first one wins, so the order of the candidates is part of the answer.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate.to_lowercase() == word.to_lowercase() {
            return Some(candidate);
        }
        let longest = length.max(candidate.chars().count());
        let allowed = (longest / 3).max(1);
        if length.abs_diff(candidate.chars().count()) > allowed {
            continue;
        }
        let distance = strsim::damerau_levenshtein(word, candidate);
        if distance <= allowed && distance < longest && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Whether a word of a closed list was surely meant by another: a letter in five differs, or the spelling
/// only looks different.
pub fn surely_meant(word: &str, candidate: &str) -> bool {
    let longest = word.chars().count().max(candidate.chars().count());
    look_alike(word, candidate) || strsim::osa_distance(word, candidate) <= longest / 5
}

/// Whether two ids differ only in what people mistake for each other: case, hyphen and underscore, O and 0,
/// l, I and 1. Any other letter or digit may make another id.
pub fn look_alike(one: &str, other: &str) -> bool {
    let plain = |character: char| match character {
        'O' | 'o' => '0',
        'l' | 'I' | 'i' | 'L' => '1',
        '_' => '-',
        other => other,
    };
    let fold = |text: &str| text.chars().map(plain).collect::<String>().to_lowercase();
    fold(one) == fold(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_is_sure() {
        assert!(surely_meant("titel", "title"));
        assert!(surely_meant("First_Year", "first-year"));
        assert!(!surely_meant("mode", "code"));
        assert!(look_alike("pd-1O1", "PD-101"));
        assert!(!look_alike("PD-102", "PD-101"));
    }

    #[test]
    fn finds_what_was_meant() {
        assert_eq!(closest("titel", ["id", "title", "terms"]), Some("title"));
        assert_eq!(closest("gen-1", ["GEN-2", "GEN-1"]), Some("GEN-1"));
        assert_eq!(closest("colour", ["id", "title"]), None);
        assert_eq!(closest("x", ["y"]), None);
    }
}
