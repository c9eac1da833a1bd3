use super::*;
use crate::check;
use crate::parse::tree_from_text;

const PLAN: &str = "gradus = 1
[curriculum]
id = 'p'
title = 'P'
frameworks = ['f']
[framework]
id = 'f'
title = 'F'
levels = ['notice', 'try', 'apply', 'manage']
[[strand]]
id = 'S'
title = 'Strand'
[[strand.competency]]
id = 'X'
statement = 'Does x'
expect = { low = 'notice', general = 'try', vocational = 'apply', high = 'manage' }
[[strand.competency]]
id = 'X-2'
statement = 'Does more'
expect = { high = 'notice' }
[[stage]]
id = 'low'
title = 'Low'
years = 2
[[stage]]
id = 'general'
title = 'General'
after = ['low']
[[stage]]
id = 'vocational'
title = 'Vocational'
after = ['low']
[[stage]]
id = 'high'
title = 'High'
after = ['general', 'vocational']
[[track]]
id = 'a'
title = 'A'
stage = 'high'
[[track]]
id = 'b'
title = 'B'
stage = 'high'
";

fn course(id: &str, keys: &str, level: &str) -> String {
    format!(
        "[[course]]\nid = '{id}'\ntitle = 'C'\n{keys}\n[[course.outcome]]\nid = 'o'\ntext = 'O {id}'\ncovers = ['X']\nlevel = '{level}'\n\
         [[course.assessment]]\nid = 'w'\ntitle = 'Work'\nkind = 'project'\noutcomes = ['o']\n"
    )
}

fn threads(courses: &[String]) -> (Threads, Vec<Finding>) {
    let tree = tree_from_text("curriculum.toml", &format!("{PLAN}{}", courses.concat()));
    let curriculum = Curriculum::of(&tree);
    assert!(curriculum.unresolved.is_empty(), "{:?}", curriculum.unresolved);
    let context = Context::new(&curriculum);
    let findings = check::run(&context);
    (Threads::of(&context, &findings), findings)
}

/// Stage, course, role and level of every step.
fn told(threads: &Threads) -> Vec<String> {
    let thread = &threads.threads[0];
    let steps = thread.legs.iter().flat_map(|leg| leg.steps.iter().map(move |step| (leg, step)));
    steps
        .map(|(leg, step)| {
            let course = &threads.courses[step.course as usize].id;
            format!("{} {course} {:?} {}", threads.stages[leg.stage].id, step.role, step.level)
        })
        .collect()
}

#[test]
fn steps_introduce_deepen_and_repeat_in_the_order_of_time() {
    let (threads, _) = threads(&[
        course("LATER", "stage = 'low'\nyear = 2", "try"),
        course("FIRST", "stage = 'low'\nyear = 1", "notice"),
        course("TOO", "stage = 'low'\nyear = 1", "try"),
        course("G", "stage = 'general'", "try"),
        course("V", "stage = 'vocational'", "apply"),
        course("A", "stage = 'high'\ntracks = ['a']\nyear = 1", "manage"),
        course("B", "stage = 'high'\ntracks = ['b']\nyear = 2", "manage"),
    ]);
    assert_eq!(
        told(&threads),
        [
            "low FIRST Introduces 1",
            "low TOO Introduces 2",
            "low LATER Repeats 2",
            "general G Repeats 2",
            "vocational V Deepens 3",
            // Whoever takes the one track does not take the other.
            "high A Deepens 4",
            "high B Deepens 4",
        ]
    );
    let ranks: Vec<usize> = threads.stages.iter().map(|stage| stage.rank).collect();
    assert_eq!(ranks, [0, 1, 1, 2]);
    let assessed = &threads.outcomes[0].assessed;
    assert_eq!(threads.assessments[assessed[0] as usize].kind, "project");
}

#[test]
fn figures_and_handovers_are_those_of_coverage() {
    let (threads, findings) = threads(&[
        course("FIRST", "stage = 'low'\nyear = 1", "notice"),
        course("V", "stage = 'vocational'", "apply"),
        course("H", "stage = 'high'", "manage"),
    ]);
    let thread = &threads.threads[0];
    let figures: Vec<(u8, u8)> = thread.legs.iter().map(|leg| (leg.guaranteed, leg.possible)).collect();
    assert_eq!(figures, [(1, 1), (1, 1), (3, 3), (4, 4)]);
    let gaps: Vec<bool> = thread.legs.iter().map(|leg| leg.points[0].is_gap()).collect();
    assert_eq!(gaps, [false, true, false, false]);
    assert!(thread.has_gap() && threads.threads[1].has_gap());
    let handover = |from, guaranteed, begins| Handover { from, guaranteed, possible: guaranteed, begins };
    assert_eq!(thread.legs[1].handovers, [handover(0, 1, None)]);
    assert_eq!(thread.legs[3].handovers, [handover(1, 1, Some(4)), handover(2, 3, Some(4))]);
    assert!(threads.is_hole(thread, 1) && !threads.is_hole(thread, 2) && !threads.is_hole(thread, 0));
    let checks: Vec<&str> = thread.findings.iter().map(|number| findings[*number as usize].check).collect();
    assert!(checks.contains(&"below-expected-level"), "{checks:?}");
    let other: Vec<&str> = threads.threads[1].findings.iter().map(|n| findings[*n as usize].check).collect();
    assert_eq!(other, ["uncovered-competency"]);
}

#[test]
fn an_id_is_found_as_a_word_only() {
    assert!(names("X-2 rises from try to manage", "X-2"));
    assert!(names("taken up: X.", "X") && !names("能力X，上升", "X-"));
    assert!(!names("X-2 rises", "X") && !names("MAX rises", "X") && !names("X.1 rises", "X"));
}
