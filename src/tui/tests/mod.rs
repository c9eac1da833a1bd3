//! Key scripts against whole screens: everything but the terminal itself.

mod acting;
mod bench;
mod changes;
mod comfort;
mod editing;
mod importing;
mod matrix;
mod pathway;
mod random;
mod registry;
mod screens;
mod sizes;
mod speed;
mod threads;
