//! One integration crate: every test outside the modules' own.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod checks;
mod cli;
mod coverage_oracle;
mod curricular;
mod diff;
mod floors;
mod languages;
mod outline;
mod pictures;
mod safety;
mod schema;
mod shipped;
mod workbench;
