//! Which checks are asked for, by name or by family.

use anyhow::bail;

use crate::check::{self, Check, Family};
use crate::cli::quoted;
use crate::text::closest;
use crate::tr;

#[derive(Debug)]
enum Pick {
    Check(&'static str),
    Family(Family),
}

impl Pick {
    fn of(word: &str) -> anyhow::Result<Self> {
        let word = word.trim();
        if let Some(check) = check::named(word) {
            return Ok(Self::Check(check.name));
        }
        if let Some(family) = Family::ALL.into_iter().find(|family| family.as_str() == word) {
            return Ok(Self::Family(family));
        }
        let names = check::all().iter().map(|check| check.name).chain(Family::ALL.map(Family::as_str));
        match closest(word, names) {
            Some(nearest) => bail!(tr!(
                "there is no check or family {name}; did you mean {nearest}?",
                name = quoted(word),
                nearest = quoted(nearest)
            )),
            None => {
                bail!(tr!("there is no check or family {name}; `gradus explain` lists all checks", name = quoted(word)))
            }
        }
    }

    fn matches(&self, check: &Check) -> bool {
        match self {
            Self::Check(name) => *name == check.name,
            Self::Family(family) => *family == check.family,
        }
    }
}

#[derive(Debug)]
pub(super) struct Selection {
    select: Vec<Pick>,
    ignore: Vec<Pick>,
}

impl Selection {
    pub(super) fn new(select: &[String], ignore: &[String]) -> anyhow::Result<Self> {
        let picks = |words: &[String]| words.iter().map(|word| Pick::of(word)).collect::<anyhow::Result<_>>();
        Ok(Self { select: picks(select)?, ignore: picks(ignore)? })
    }

    pub(super) fn wants(&self, name: &str) -> bool {
        check::named(name).is_none_or(|check| self.includes(check))
    }

    pub(super) fn includes(&self, check: &Check) -> bool {
        let selected = self.select.is_empty() || self.select.iter().any(|pick| pick.matches(check));
        selected && !self.ignore.iter().any(|pick| pick.matches(check))
    }
}
