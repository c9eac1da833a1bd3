use crate::check::registry::{Check, Family, Setting};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, requisites, shared, words};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "bottleneck",
    family: Family::Prerequisites,
    severity: None,
    summary: "Very many courses hang on one course",
    what: "A course that requires at least `requires` others, that at least `required-by` others require, or for which \
           the two together come to at least `together`. Co-requisites count; where a prerequisite leaves a choice, its \
           first options do. The thresholds are those that curricular analytics uses (Heileman et al., 2018). \
           This check is off unless the plan switches it on.",
    why: "Whoever fails or misses this course waits with all that hangs on it, and a full studio there delays the whole \
          year.",
    example: r"
[checks]
bottleneck = { requires = 3, required-by = 3, together = 5 }
",
    mend: "Offer it every term, let some of the courses require what they really need of it, or accept it with a waiver: \
           a foundation course is meant to carry much.",
    settings: &[
        Setting { name: "requires", default: 3.0, doc: "how many courses it requires" },
        Setting { name: "required-by", default: 3.0, doc: "how many courses require it" },
        Setting { name: "together", default: 5.0, doc: "both together" },
    ],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    let curriculum = context.curriculum;
    let asked: Vec<usize> = curriculum.course_ids().map(|course| requisites::asked(curriculum, course).len()).collect();
    let mut asking = vec![0_usize; curriculum.courses.len()];
    for course in curriculum.course_ids() {
        for wanted in requisites::asked(curriculum, course) {
            asking[wanted.index()] += 1;
        }
    }
    let (most_asked, most_asking) = (sink.setting("requires"), sink.setting("required-by"));
    let most = sink.setting("together");
    for course in curriculum.course_ids() {
        let (asked, asking) = (asked[course.index()], asking[course.index()]);
        let few = (asked as f64) < most_asked && (asking as f64) < most_asking && ((asked + asking) as f64) < most;
        if few || asked + asking == 0 {
            continue;
        }
        let message = tr!(
            "{course} requires {asked} and is required by {asking}",
            course = words::course(curriculum, course),
            asked = words::courses(asked),
            asking = words::courses(asking)
        );
        sink.push(
            Draft::header(context.tree, curriculum.course(course).at, message)
                .stage(shared::stage_of(curriculum, course))
                .help(tr!("see whether all of them need it, and that it can be taken every term")),
        );
    }
}
