//! Identifiers: UUIDs, by version 5 where the plan has none yet, so that the same plan gives the same.

use std::sync::OnceLock;

use uuid::Uuid;

/// What names of gradus are hashed with: version 5 of its own name among the domain names.
fn namespace() -> Uuid {
    static NAMESPACE: OnceLock<Uuid> = OnceLock::new();
    *NAMESPACE.get_or_init(|| Uuid::new_v5(&Uuid::NAMESPACE_DNS, b"gradus.curriculum"))
}

/// The identifier of something that is named within something else.
pub(in crate::interchange) fn of(within: &str, kind: &str, name: &str) -> String {
    let within = Uuid::new_v5(&namespace(), within.as_bytes());
    Uuid::new_v5(&within, format!("{kind}/{name}").as_bytes()).to_string()
}

/// Whether text is a UUID as CASE writes it: small letters, with hyphens.
pub(super) fn is_valid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        })
}

/// Sixteen digits that tell whether a text is still the one they were made of.
pub(super) fn fingerprint(text: &str) -> String {
    let mut digits = Uuid::new_v5(&namespace(), text.as_bytes()).simple().to_string();
    digits.truncate(16);
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_of_version_five_and_stay() {
        let first = of("design", "competency", "GEN-1");
        assert!(is_valid(&first));
        assert_eq!(Uuid::try_parse(&first).unwrap().get_version_num(), 5);
        assert_eq!(first, of("design", "competency", "GEN-1"));
        assert_ne!(first, of("design", "strand", "GEN-1"));
    }

    #[test]
    fn only_uuids_as_case_writes_them_are_valid() {
        assert!(is_valid("d0000000-0000-0000-0000-000000000000"));
        assert!(!is_valid("D0000000-0000-0000-0000-000000000000"));
        assert!(!is_valid("d0000000000000000000000000000000"));
        assert!(!is_valid("not-one"));
    }
}
