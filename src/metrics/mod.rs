//! Figures of the prerequisite graph, as Curricular Analytics defines them (Heileman, Abdallah, Slim and
//! Hickman, 2018), and of the load per term.
//!
//! A [`Graph`] stands apart from the curriculum: it comes from a plan, from one of its tracks, or from a
//! file of another tool. [`Analysis::of`] works everything out in one go. Paths are never listed, save for a
//! few of the longest: there may be more of them than atoms.

mod analysis;
mod balance;
mod graph;
mod knots;
mod longest;
mod plan;
mod reach;
mod teaching;
#[cfg(test)]
mod tests;

pub use analysis::{Analysis, Course, Redundant, Totals};
pub use balance::Balance;
pub use graph::{Calendar, Graph, Kind, Requisite, Stretch, System, Vertex};
pub use longest::Longest;
pub use plan::{Options, of_plan, of_stage, of_track};
pub use teaching::{hours_of_outcomes, part_of_hours};
