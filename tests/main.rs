//! One integration crate: every test outside the modules' own.

mod checks;
mod coverage_oracle;
mod outline;
mod schema;
mod shipped;
mod workbench;
