//! One integration crate: every test outside the modules' own.

mod checks;
mod cli;
mod coverage_oracle;
mod floors;
mod outline;
mod schema;
mod shipped;
mod workbench;
