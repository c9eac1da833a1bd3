use crate::check::registry::{Check, Family};
use crate::check::requirements::{Figure, Requirement, is_one};
use crate::check::sink::{Draft, Sink};
use crate::check::{Context, Severity, words};
use crate::tr;

pub(super) static CHECK: Check = Check {
    name: "unmet-requirement",
    family: Family::Provision,
    severity: Some(Severity::Warning),
    summary: "The plan does not provide what a framework requires beyond competencies",
    what: "A `[[requirement]]` whose count is below `min` or above `max`: per plan, stage, track or course, as `per` says. \
           What is counted is what the least of any learner path gives, or with `reach = \"possible\"` the most. Hours, \
           credits, courses, outcomes and assessments are added up over the courses that a learner takes. Partners, \
           talent and awards are each counted once: guaranteed are those of the courses that all these learners take, \
           and at least one where every choice leads to some. `where` is held against what is counted; for hours and \
           credits, against the course. Where some course has no hours or no credits, their sums are not known and \
           not held against `min`. A framework that only some tracks must meet is held against these tracks, per \
           track or course. Stages without courses are left alone.",
    why: "Accreditors and ministries ask for placements, partners and hours as much as for competencies.",
    example: r#"
[[requirement]]
id = "industry-placement"
title = "Every bachelor track works with at least one firm or design park"
stage = "bachelor"
per = "track"
count = "partners"
where = { kind = ["company", "design-park"] }
min = 1
"#,
    mend: "Add what is missing to courses that all the learners concerned take, or excuse it by a waiver.",
    settings: &[],
    run,
};

fn run(context: &Context<'_>, sink: &mut Sink<'_>) {
    if sink.shared.is_unreadable(context) {
        return;
    }
    for at in &context.curriculum.requirements {
        let Some(requirement) = Requirement::read(context, *at) else { continue };
        for figure in requirement.figures(context) {
            if let Some(draft) = requirement.draft(context, &figure) {
                sink.push(draft);
            }
        }
    }
}

impl Requirement<'_> {
    fn draft(&self, context: &Context<'_>, figure: &Figure) -> Option<Draft> {
        let node = context.tree.node(self.at);
        let limit = match self.misses(figure) {
            (Some(min), _) => tr!("at least {amount}", amount = self.counted(min)),
            (None, Some(max)) => tr!("at most {amount}", amount = self.counted(max)),
            (None, None) => return None,
        };
        let title = node.title(context.curriculum.language).unwrap_or_default();
        let requirement = words::named(node.id().unwrap_or(tr!("a requirement")), title);
        let count = words::number(figure.value);
        let is = match (is_one(figure.value), self.possible) {
            (true, false) => tr!("{count} is sure", count),
            (true, true) => tr!("{count} is possible", count),
            (false, false) => tr!("{count} are sure", count),
            (false, true) => tr!("{count} are possible", count),
        };
        let of = &figure.of;
        let message = tr!("{requirement} asks for {limit} in {of}, but {is}", requirement, limit, of, is);
        let stage = figure.stage.map(|stage| context.curriculum.stage(stage).id);
        let draft = Draft::header(context.tree, self.at, message)
            .stage(stage)
            .detail(format!("{}:{}", stage.unwrap_or_default(), figure.id))
            .help(tr!("see to it in courses that all these learners take"));
        Some(draft.shown_at(context.tree, figure.at))
    }
}
