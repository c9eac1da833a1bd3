//! One integration crate: every test outside the modules' own.

mod shipped;
