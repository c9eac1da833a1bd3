//! Key scripts against whole screens: everything but the terminal itself.

mod bench;
mod comfort;
mod editing;
mod matrix;
mod pathway;
mod random;
mod registry;
mod screens;
mod sizes;
mod speed;
