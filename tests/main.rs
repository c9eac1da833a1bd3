//! One integration crate: every test outside the modules' own.

mod cli;
mod outline;
mod schema;
mod shipped;
