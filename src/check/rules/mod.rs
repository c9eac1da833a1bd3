//! One file per check.

use super::registry::Check;

mod below_expected_level;
mod control_characters;
mod duplicate_id;
mod duplicate_outcome;
mod elective_only;
mod empty_container;
mod gaps;
mod handover_gap;
mod hours_mismatch;
mod invalid_value;
mod level_jump;
mod long_gap;
mod merge_conflict;
mod missing_key;
mod never_introduced;
mod never_reaches_target;
mod no_deepening;
mod orphan_course;
mod orphan_outcome;
mod out_of_order;
mod out_of_stage;
mod over_coverage;
mod path_gap;
mod prerequisite_cycle;
mod prerequisite_too_late;
mod repeated_introduction;
mod retired_competency;
mod sibling_title_clash;
mod single_child_chain;
mod stage_gap;
mod stage_hole;
mod strand_imbalance;
mod syntax;
mod taught_not_assessed;
mod thin_coverage;
mod time_starved;
mod uncovered_competency;
mod unknown_key;
mod unknown_reference;
mod unlisted_file;
mod unused_framework;
mod unused_registry_entry;
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
    &duplicate_outcome::CHECK,
    &control_characters::CHECK,
    &single_child_chain::CHECK,
    &sibling_title_clash::CHECK,
    &unused_registry_entry::CHECK,
    &unused_framework::CHECK,
    &uncovered_competency::CHECK,
    &stage_gap::CHECK,
    &below_expected_level::CHECK,
    &elective_only::CHECK,
    &thin_coverage::CHECK,
    &path_gap::CHECK,
    &stage_hole::CHECK,
    &out_of_stage::CHECK,
    &over_coverage::CHECK,
    &strand_imbalance::CHECK,
    &time_starved::CHECK,
    &retired_competency::CHECK,
    &never_introduced::CHECK,
    &out_of_order::CHECK,
    &level_jump::CHECK,
    &repeated_introduction::CHECK,
    &no_deepening::CHECK,
    &long_gap::CHECK,
    &handover_gap::CHECK,
    &never_reaches_target::CHECK,
    &orphan_outcome::CHECK,
    &taught_not_assessed::CHECK,
    &weights_not_100::CHECK,
    &hours_mismatch::CHECK,
    &prerequisite_cycle::CHECK,
    &prerequisite_too_late::CHECK,
];
