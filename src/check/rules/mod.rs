//! One file per check.

use super::registry::Check;

mod assessed_not_taught;
mod assessed_too_early;
mod assessment_monoculture;
mod assessment_orphan;
mod below_expected_level;
mod borrowed;
mod bottleneck;
mod corequisite_apart;
mod coverage_regression;
mod duplicate_id;
mod elective_only;
mod empty_container;
mod expired_waiver;
mod formative_missing;
mod gaps;
mod hours_mismatch;
mod invalid_value;
mod mastery_unassessed;
mod merge_conflict;
mod missing_key;
mod missing_translation;
mod orphan_course;
mod orphan_outcome;
mod outcome_count;
mod prerequisite_across_stages;
mod prerequisite_cycle;
mod prerequisite_off_path;
mod prerequisite_too_late;
mod redundant_prerequisite;
mod several_verbs;
mod single_assessment;
mod stage_gap;
mod syntax;
mod taught_not_assessed;
mod teacher_centred;
mod thin_coverage;
mod uncovered_competency;
mod unknown_key;
mod unknown_reference;
mod unlisted_file;
mod unsatisfiable_corequisites;
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
    &uncovered_competency::CHECK,
    &stage_gap::CHECK,
    &below_expected_level::CHECK,
    &elective_only::CHECK,
    &thin_coverage::CHECK,
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
    &prerequisite_cycle::CHECK,
    &prerequisite_too_late::CHECK,
    &redundant_prerequisite::CHECK,
    &prerequisite_off_path::CHECK,
    &corequisite_apart::CHECK,
    &unsatisfiable_corequisites::CHECK,
    &prerequisite_across_stages::CHECK,
    &bottleneck::CHECK,
    &waiver_without_reason::CHECK,
    &expired_waiver::CHECK,
    &unused_waiver::CHECK,
];
