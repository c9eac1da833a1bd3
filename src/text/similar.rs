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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        assert_eq!(closest("titel", ["id", "title", "terms"]), Some("title"));
        assert_eq!(closest("gen-1", ["GEN-2", "GEN-1"]), Some("GEN-1"));
        assert_eq!(closest("colour", ["id", "title"]), None);
        assert_eq!(closest("x", ["y"]), None);
    }
}
