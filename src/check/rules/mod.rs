//! One file per check.

use super::registry::Check;

mod below_expected_level;
mod coverage_regression;
mod duplicate_id;
mod elective_only;
mod empty_container;
mod gaps;
mod hours_mismatch;
mod invalid_value;
mod merge_conflict;
mod missing_key;
mod orphan_course;
mod orphan_outcome;
mod prerequisite_cycle;
mod prerequisite_too_late;
mod stage_gap;
mod syntax;
mod taught_not_assessed;
mod thin_coverage;
mod uncovered_competency;
mod unknown_key;
mod unknown_reference;
mod unlisted_file;
mod weights_not_100;
mod wrong_reference_kind;
mod wrong_type;

pub(super) static ALL: &[&Check] = &[
    &syntax::CHECK,
    &merge_conflict::CHECK,
    &unknown_key::CHECK,
    &missing_key::CHECK,
    &wrong_type::CHECK,
    &invalid_value::CHECK,
    &unlisted_file::CHECK,
    &duplicate_id::CHECK,
    &unknown_reference::CHECK,
    &wrong_reference_kind::CHECK,
    &empty_container::CHECK,
    &orphan_course::CHECK,
    &uncovered_competency::CHECK,
    &stage_gap::CHECK,
    &below_expected_level::CHECK,
    &elective_only::CHECK,
    &thin_coverage::CHECK,
    &coverage_regression::CHECK,
    &orphan_outcome::CHECK,
    &taught_not_assessed::CHECK,
    &weights_not_100::CHECK,
    &hours_mismatch::CHECK,
    &prerequisite_cycle::CHECK,
    &prerequisite_too_late::CHECK,
];
