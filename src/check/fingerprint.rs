//! A name for a finding that stays the same while the plan around it changes.

use std::fmt;

/// FNV-1a, 64 bits: the same in every build and on every machine, which `std`'s hashers do not promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Fingerprint(u64);

impl Fingerprint {
    /// Of a check, what it is about, and what tells its findings there apart.
    pub(super) fn of(check: &str, subject: &str, detail: &str) -> Self {
        Self(0xcbf2_9ce4_8422_2325).and(check).and(subject).and(detail)
    }

    /// Of one that stands `ordinal` places behind another of the same making.
    pub(super) fn repeated(self, ordinal: usize) -> Self {
        self.and(&ordinal.to_string())
    }

    fn and(self, part: &str) -> Self {
        // The byte 0xFF ends a part: it stands in no UTF-8 text.
        let hash = part
            .bytes()
            .chain([0xFF])
            .fold(self.0, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        Self(hash)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_as_it_was_published() {
        assert_eq!(Fingerprint::of("stage-gap", "GEN-1", "design:primary-upper").to_string(), "f4d52980fb426d70");
    }

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(Fingerprint::of("a", "bc", ""), Fingerprint::of("ab", "c", ""));
        assert_ne!(Fingerprint::of("a", "b", "c"), Fingerprint::of("a", "b", "c").repeated(1));
    }
}
