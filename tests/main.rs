//! One integration crate: every test outside the modules' own.

mod checks;
mod coverage_oracle;
mod shipped;
