//! One integration crate: every test outside the modules' own.

mod cli;
mod coverage;
mod outline;
mod schema;
mod shipped;
