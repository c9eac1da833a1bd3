//! One integration crate: every test outside the modules' own.

mod outline;
mod schema;
mod shipped;
