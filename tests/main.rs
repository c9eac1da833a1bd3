//! One integration crate: every test outside the modules' own.

mod cli;
mod coverage_oracle;
mod outline;
mod schema;
mod shipped;
