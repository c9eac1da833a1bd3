//! gradus, a terminal workbench for curriculum planning in design education.
//!
//! The house has floors, and each knows only those below it:
//!
//! | floor | what it is for |
//! |---|---|
//! | [`language`] | what gradus says, in the language that is spoken |
//! | [`progress`] | how far something is that takes a while; work spread over the cores |
//! | [`text`] | edits, places, display width |
//! | [`model`] | the format's grammar, the tree of nodes, the curriculum it means |
//! | [`parse`] | text to nodes, with every problem found |
//! | [`coverage`] | guaranteed and possible levels over all learner paths |
//! | [`metrics`] | figures of the prerequisite graph and of the load per term |
//! | [`edit`] | changes as text edits; history |
//! | [`check`] | findings, a rule a file |
//! | [`suggest`] | units for a gap and competencies for an outcome, each with its reasons |
//! | [`find`] | the language of filters, ranking of what is looked for |
//! | [`diff`] | what changed between two plans, and in coverage |
//! | [`workspace`] | plan files on disk |
//! | [`interchange`] | formats of other tools |
//! | [`report`] | one format a file |
//! | [`cli`] | one verb a file |
//! | [`tui`] | the workbench |

pub mod check;
pub mod cli;
pub mod coverage;
pub mod diff;
pub mod edit;
pub mod find;
pub mod interchange;
pub mod language;
pub mod metrics;
pub mod model;
pub mod parse;
pub mod progress;
pub mod report;
pub mod suggest;
pub mod text;
pub mod tui;
pub mod workspace;
