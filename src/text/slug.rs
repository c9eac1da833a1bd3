/// Letters of a slug at most, give or take the last one.
const LONGEST: usize = 40;

/// The words of a title as an id: small letters and digits of any script, with `-` between words; empty where it
/// has none.
pub fn slug(title: &str) -> String {
    let mut slug = String::new();
    for character in title.chars() {
        if character.is_alphanumeric() {
            slug.extend(character.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= LONGEST {
            break;
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_ids() {
        assert_eq!(slug("Form & function!"), "form-function");
        assert_eq!(slug("设计 基础"), "设计-基础");
        assert_eq!(slug("—"), "");
    }
}
