//! One file per check.

use super::registry::Check;

mod assessed_not_taught;
mod assessed_too_early;
mod assessment_clash;
mod assessment_monoculture;
mod assessment_orphan;
mod below_expected_level;
mod borrowed;
mod bottleneck;
mod control_characters;
mod corequisite_apart;
mod coverage_regression;
mod credit_hour_ratio;
mod credits_short;
mod duplicate_id;
mod duplicate_outcome;
mod elective_only;
mod empty_container;
mod expertise_gap;
mod expired_waiver;
mod formative_missing;
mod gaps;
mod handover_gap;
mod hours_mismatch;
mod invalid_value;
mod level_jump;
mod long_gap;
mod mastery_unassessed;
mod merge_conflict;
mod missing_key;
mod missing_translation;
mod never_introduced;
mod never_reaches_target;
mod no_deepening;
mod orphan_course;
mod orphan_outcome;
mod out_of_order;
mod out_of_stage;
mod outcome_count;
mod over_coverage;
mod path_gap;
mod prerequisite_across_stages;
mod prerequisite_cycle;
mod prerequisite_off_path;
mod prerequisite_too_late;
mod redundant_prerequisite;
mod repeated_introduction;
mod retired_competency;
mod several_verbs;
mod sibling_title_clash;
mod single_assessment;
mod single_child_chain;
mod stage_gap;
mod stage_hole;
mod stage_over_budget;
mod strand_imbalance;
mod syntax;
mod taught_not_assessed;
mod teacher_centred;
mod term_load;
mod term_overload;
mod term_underload;
mod thin_coverage;
mod time_starved;
mod uncovered_competency;
mod unknown_key;
mod unknown_reference;
mod unlisted_file;
mod unmet_requirement;
mod unsatisfiable_corequisites;
mod unstaffed_course;
mod unused_framework;
mod unused_registry_entry;
mod unused_waiver;
mod vague_verb;
mod verb_below_level;
mod waiver_without_reason;
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
    &coverage_regression::CHECK,
    &orphan_outcome::CHECK,
    &taught_not_assessed::CHECK,
    &assessed_not_taught::CHECK,
    &assessed_too_early::CHECK,
    &assessment_monoculture::CHECK,
    &assessment_orphan::CHECK,
    &formative_missing::CHECK,
    &mastery_unassessed::CHECK,
    &single_assessment::CHECK,
    &vague_verb::CHECK,
    &several_verbs::CHECK,
    &verb_below_level::CHECK,
    &outcome_count::CHECK,
    &missing_translation::CHECK,
    &teacher_centred::CHECK,
    &weights_not_100::CHECK,
    &hours_mismatch::CHECK,
    &stage_over_budget::CHECK,
    &term_overload::CHECK,
    &term_underload::CHECK,
    &credits_short::CHECK,
    &credit_hour_ratio::CHECK,
    &assessment_clash::CHECK,
    &prerequisite_cycle::CHECK,
    &prerequisite_too_late::CHECK,
    &redundant_prerequisite::CHECK,
    &prerequisite_off_path::CHECK,
    &corequisite_apart::CHECK,
    &unsatisfiable_corequisites::CHECK,
    &prerequisite_across_stages::CHECK,
    &bottleneck::CHECK,
    &unmet_requirement::CHECK,
    &unstaffed_course::CHECK,
    &expertise_gap::CHECK,
    &waiver_without_reason::CHECK,
    &expired_waiver::CHECK,
    &unused_waiver::CHECK,
];
