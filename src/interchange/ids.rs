//! Ids for what another format names in its own way.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{Kind, schema};

/// Ids that stand in a file already.
#[derive(Default)]
pub(super) struct Ids {
    pub(super) taken: FxHashSet<String>,
    counts: FxHashMap<String, usize>,
}

impl Ids {
    /// As near to what is wanted as the format allows and nothing else has.
    pub(super) fn free(&mut self, kind: Kind, wanted: &str) -> String {
        let mut id = String::with_capacity(wanted.len());
        for character in wanted.trim().chars() {
            let mut buffer = [0; 4];
            if schema::is_valid_id(kind, character.encode_utf8(&mut buffer)) {
                id.push(character);
            } else if !id.ends_with('-') {
                id.push('-');
            }
        }
        let id = id.trim_matches('-');
        let id = if id.is_empty() { kind.key() } else { id };
        if self.taken.insert(id.to_owned()) {
            return id.to_owned();
        }
        self.next(id, '-', 2)
    }

    /// The next number after a stem, from 1, that nothing has.
    pub(super) fn numbered(&mut self, stem: &str) -> String {
        self.next(stem, '.', 1)
    }

    fn next(&mut self, stem: &str, between: char, from: usize) -> String {
        let key = format!("{stem}{between}");
        let mut number = self.counts.get(&key).map_or(from, |last| last + 1);
        // As many numbers may be taken as there are ids.
        loop {
            let id = format!("{key}{number}");
            if self.taken.insert(id.clone()) {
                self.counts.insert(key, number);
                return id;
            }
            number += 1;
        }
    }
}
