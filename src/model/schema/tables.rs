use super::{KeySpec, KindSpec, Type};
use crate::model::Kind;

const fn key(name: &'static str, ty: Type, doc: &'static str) -> KeySpec {
    KeySpec { name, ty, required: false, doc }
}

const fn required(name: &'static str, ty: Type, doc: &'static str) -> KeySpec {
    KeySpec { name, ty, required: true, doc }
}

const ID: KeySpec = key("id", Type::Id, "Names it, for references and paths.");
const REQUIRED_ID: KeySpec = required("id", Type::Id, "Names it, for references and paths.");
const TITLE: KeySpec = key("title", Type::Text, "What people call it.");
const REQUIRED_TITLE: KeySpec = required("title", Type::Text, "What people call it.");
const AMOUNT: Type = Type::Number(0.0, 1_000_000.0);
const YEAR: Type = Type::Int(0, 100);

/// The description of a kind.
pub fn spec(kind: Kind) -> &'static KindSpec {
    match kind {
        Kind::Root => &ROOT,
        Kind::Curriculum => &CURRICULUM,
        Kind::Checks => &CHECKS,
        Kind::Stage => &STAGE,
        Kind::Track => &TRACK,
        Kind::Elective => &ELECTIVE,
        Kind::Course => &COURSE,
        Kind::Place => &PLACE,
        Kind::Unit => &UNIT,
        Kind::Outcome => &OUTCOME,
        Kind::Assessment => &ASSESSMENT,
        Kind::Partner => &PARTNER,
        Kind::Talent => &TALENT,
        Kind::Award => &AWARD,
        Kind::Waiver => &WAIVER,
        Kind::Framework => &FRAMEWORK,
        Kind::Strand => &STRAND,
        Kind::Competency => &COMPETENCY,
        Kind::Requirement => &REQUIREMENT,
        Kind::Crosswalk => &CROSSWALK,
    }
}

static ROOT: KindSpec = KindSpec {
    kind: Kind::Root,
    doc: "A file of a plan or of a framework.",
    many: false,
    keys: &[key("gradus", Type::Int(1, 1), "Version of the format. Required in the file that is opened.")],
    children: &[
        Kind::Curriculum,
        Kind::Framework,
        Kind::Checks,
        Kind::Stage,
        Kind::Track,
        Kind::Course,
        Kind::Assessment,
        Kind::Partner,
        Kind::Talent,
        Kind::Award,
        Kind::Strand,
        Kind::Requirement,
        Kind::Waiver,
        Kind::Crosswalk,
    ],
};

static CURRICULUM: KindSpec = KindSpec {
    kind: Kind::Curriculum,
    doc: "The plan as a whole.",
    many: false,
    keys: &[
        REQUIRED_ID,
        REQUIRED_TITLE,
        key("language", Type::Plain, "The language of its texts, as a tag such as en or zh."),
        key("frameworks", Type::Frameworks, "What it must meet: relative paths, or names of built-in frameworks."),
        key("include", Type::Strings, "Further files of the plan, as patterns within its folder."),
    ],
    children: &[],
};

static CHECKS: KindSpec = KindSpec {
    kind: Kind::Checks,
    doc: "Severities and thresholds of checks, by the check's name.",
    many: false,
    keys: &[],
    children: &[],
};

static STAGE: KindSpec = KindSpec {
    kind: Kind::Stage,
    doc: "A stage of education, such as lower secondary or bachelor.",
    many: true,
    keys: &[
        REQUIRED_ID,
        REQUIRED_TITLE,
        key("after", Type::Refs(&[Kind::Stage]), "Stages a learner comes from; left out: learners start here."),
        key("entry", Type::Bool, "Whether it may also be entered from outside, with nothing guaranteed."),
        key("ages", Type::IntPair, "Usual ages of its learners, [from, to]."),
        key("isced", Type::Int(0, 8), "Level of the International Standard Classification of Education."),
        key("first-year", YEAR, "How its first year is named; left out: 1."),
        key("years", Type::Int(1, 100), "How many years it takes; left out: 1."),
        key("terms", Type::Int(1, 12), "Terms per year; left out: 1."),
        key("hours", AMOUNT, "Its budget, in periods."),
        key("period-minutes", Type::Number(1.0, 600.0), "Minutes of a period; left out: 60."),
        key(
            "as",
            Type::Points,
            "The expectation points of the framework that it reaches, at its end or at the end of a year; left out: its own id.",
        ),
    ],
    children: &[Kind::Elective],
};

static TRACK: KindSpec = KindSpec {
    kind: Kind::Track,
    doc: "A way through a stage that a learner chooses, such as a major.",
    many: true,
    keys: &[
        REQUIRED_ID,
        REQUIRED_TITLE,
        key("code", Type::Plain, "Official catalogue code."),
        required("stage", Type::Ref(&[Kind::Stage]), "The stage it belongs to."),
        key("after", Type::Refs(&[Kind::Track]), "Tracks of earlier stages it follows; left out: any."),
        key("set", Type::Plain, "A learner takes one track of each set of a stage; left out: one common set."),
        key("optional", Type::Bool, "Whether a learner may take none of its set."),
        key("frameworks", Type::Frameworks, "What only this track must meet."),
        key("award", Type::Plain, "The degree or certificate it leads to."),
        key("credits", AMOUNT, "Credits its learners need."),
    ],
    children: &[Kind::Elective],
};

static ELECTIVE: KindSpec = KindSpec {
    kind: Kind::Elective,
    doc: "A choice among courses within a stage or a track.",
    many: true,
    keys: &[
        REQUIRED_ID,
        TITLE,
        key("pick", Type::Int(0, 1_000), "How many of its courses a learner takes."),
        key("credits", AMOUNT, "How many credits a learner takes from it."),
        key("open", Type::Bool, "Whether courses that are not listed may fill it too."),
    ],
    children: &[],
};

static COURSE: KindSpec = KindSpec {
    kind: Kind::Course,
    doc: "A course, subject or module.",
    many: true,
    keys: &[
        REQUIRED_ID,
        key("code", Type::Plain, "Its code as printed."),
        REQUIRED_TITLE,
        required("stage", Type::Ref(&[Kind::Stage]), "The stage it is taught in."),
        key("tracks", Type::Refs(&[Kind::Track]), "The tracks it belongs to; left out: every track of the stage."),
        key(
            "elective",
            Type::RefOrRefs(&[Kind::Elective]),
            "The group or groups it may be chosen in; left out: compulsory.",
        ),
        key("year", Type::Ints, "Its year as the stage names it, or the years it runs over."),
        key("term", Type::Ints, "Its term; left out: all terms of its years."),
        key("terms", Type::Int(1, 100), "How many terms it runs on."),
        key("offered", Type::Ints, "Terms in which it can be taken; left out: its own."),
        key("hours", AMOUNT, "Total over all its years, in the stage's periods."),
        key("credits", AMOUNT, "Its credits."),
        key("requires", Type::Requires, "What must be taken before it."),
        key("alongside", Type::Alongside, "What must be taken before it or in the same term."),
        key("excludes", Type::Refs(&[Kind::Course]), "Courses that cannot be taken with it."),
        key("teachers", Type::Refs(&[Kind::Talent]), "Who teaches it."),
        key("partners", Type::Refs(&[Kind::Partner]), "Firms, design parks, museums and schools that take part."),
        key("awards", Type::Refs(&[Kind::Award]), "Competitions its work is entered for."),
    ],
    children: &[Kind::Place, Kind::Outcome, Kind::Unit, Kind::Assessment],
};

static PLACE: KindSpec = KindSpec {
    kind: Kind::Place,
    doc: "Where a course stands differently for some tracks.",
    many: true,
    keys: &[
        key("stage", Type::Ref(&[Kind::Stage]), "The stage it is taught in for them."),
        key("tracks", Type::Refs(&[Kind::Track]), "The tracks this placement is for."),
        key("elective", Type::RefOrRefs(&[Kind::Elective]), "The group or groups it may be chosen in for them."),
        key("year", Type::Ints, "Its year or years for them."),
        key("term", Type::Ints, "Its term for them."),
        key("requires", Type::Requires, "What they must have taken before it."),
    ],
    children: &[],
};

static UNIT: KindSpec = KindSpec {
    kind: Kind::Unit,
    doc: "A part of a course.",
    many: true,
    keys: &[
        ID,
        REQUIRED_TITLE,
        key("hours", AMOUNT, "Its share of the course's hours."),
        key("year", Type::Ints, "Its year, within the course's years."),
        key("term", Type::Ints, "Its term."),
    ],
    children: &[Kind::Outcome],
};

static OUTCOME: KindSpec = KindSpec {
    kind: Kind::Outcome,
    doc: "What a learner can do at the end.",
    many: true,
    keys: &[
        ID,
        required("text", Type::Text, "What the learner can do: an observable verb and its object."),
        key("covers", Type::Covers, "The competencies it brings the learner further in."),
        key("level", Type::Level, "How far: a word of the framework's scale."),
        key(
            "bloom",
            Type::Choice(&["remember", "understand", "apply", "analyse", "evaluate", "create"]),
            "Its level in Bloom's revised taxonomy.",
        ),
    ],
    children: &[],
};

static ASSESSMENT: KindSpec = KindSpec {
    kind: Kind::Assessment,
    doc: "How outcomes are assessed; at the root of a plan, one shared by several courses.",
    many: true,
    keys: &[
        ID,
        TITLE,
        key(
            "kind",
            Type::Choice(&[
                "portfolio",
                "critique",
                "project",
                "exam",
                "exhibition",
                "competition",
                "presentation",
                "coursework",
            ]),
            "Its form.",
        ),
        key(
            "purpose",
            Type::Choice(&["summative", "formative"]),
            "Summative: counts for the mark. Formative: guides the learning. Left out: summative where it has a weight.",
        ),
        key(
            "weight",
            Type::Weight,
            "Its share of the course's mark, in per cent; of a shared one, a share per course.",
        ),
        key("outcomes", Type::OutcomePaths, "The outcomes it assesses, as paths."),
    ],
    children: &[],
};

static PARTNER: KindSpec = KindSpec {
    kind: Kind::Partner,
    doc: "A design park, firm, museum, school abroad or promotion agency that takes part.",
    many: true,
    keys: &[
        REQUIRED_ID,
        REQUIRED_TITLE,
        key(
            "kind",
            Type::OpenChoice(&["design-park", "company", "museum", "school", "school-abroad", "promotion-agency"]),
            "What it is.",
        ),
        key("place", Type::Text, "Where it is."),
        key("country", Type::Plain, "Its country, as a two-letter code."),
    ],
    children: &[],
};

static TALENT: KindSpec = KindSpec {
    kind: Kind::Talent,
    doc: "A teacher or visiting designer, and what they can teach.",
    many: true,
    keys: &[
        REQUIRED_ID,
        REQUIRED_TITLE,
        key("role", Type::OpenChoice(&["staff", "visiting", "adjunct", "mentor"]), "How they take part."),
        key("country", Type::Plain, "Their country, as a two-letter code."),
        key("expertise", Type::Covers, "Competencies they can teach."),
    ],
    children: &[],
};

static AWARD: KindSpec = KindSpec {
    kind: Kind::Award,
    doc: "A competition that work is entered for.",
    many: true,
    keys: &[
        REQUIRED_ID,
        REQUIRED_TITLE,
        key("tier", Type::Choice(&["school", "regional", "national", "international"]), "How far it reaches."),
    ],
    children: &[],
};

static WAIVER: KindSpec = KindSpec {
    kind: Kind::Waiver,
    doc: "A finding that the plan accepts, with its reason.",
    many: true,
    keys: &[
        required("check", Type::Plain, "Name of the check."),
        key("at", Type::AnyRef, "Id or path of what is excused; left out: everything the check finds."),
        key("stage", Type::Ref(&[Kind::Stage]), "Where it matters; left out: everywhere."),
        key("why", Type::Text, "The reason."),
        key("by", Type::Text, "Who decided."),
        key("until", Type::Date, "The last day it holds."),
    ],
    children: &[],
};

static FRAMEWORK: KindSpec = KindSpec {
    kind: Kind::Framework,
    doc: "A set of competencies that plans are held against.",
    many: false,
    keys: &[
        REQUIRED_ID,
        REQUIRED_TITLE,
        key("publisher", Type::Text, "Who publishes it."),
        key("source", Type::Text, "Where it comes from."),
        key("licence", Type::Plain, "Under which terms it may be used."),
        key("language", Type::Plain, "The language of its texts, as a tag such as en or zh."),
        key("levels", Type::Strings, "Its scale, from the lowest; left out: introduce, reinforce, master."),
        key(
            "report",
            Type::Words(&super::REPORT_SECTIONS),
            "The sections of a report about this framework alone, in their order; left out: all.",
        ),
    ],
    children: &[],
};

static STRAND: KindSpec = KindSpec {
    kind: Kind::Strand,
    doc: "A group of competencies.",
    many: true,
    keys: &[
        REQUIRED_ID,
        REQUIRED_TITLE,
        key("weight", AMOUNT, "Its share of the teaching time, against the weights of the other strands."),
    ],
    children: &[Kind::Competency],
};

static COMPETENCY: KindSpec = KindSpec {
    kind: Kind::Competency,
    doc: "Something learners shall be able to do.",
    many: true,
    keys: &[
        REQUIRED_ID,
        required("statement", Type::Text, "What it is."),
        key("sources", Type::Strings, "Where it derives from, as codes of standards."),
        key("expect", Type::Expect, "The least level at each expectation point."),
        key("until", Type::Date, "The last day the framework has it."),
        key("replaced-by", Type::AnyRef, "The competency that has taken its place."),
    ],
    children: &[],
};

static REQUIREMENT: KindSpec = KindSpec {
    kind: Kind::Requirement,
    doc: "What a plan must provide, beyond competencies.",
    many: true,
    keys: &[
        REQUIRED_ID,
        REQUIRED_TITLE,
        key("stage", Type::Plain, "The stage it is about, by id or expectation point; left out: all."),
        key(
            "per",
            Type::Choice(&["plan", "stage", "track", "course"]),
            "For each of which it must hold; left out: plan.",
        ),
        required(
            "count",
            Type::Choice(&["hours", "credits", "courses", "outcomes", "assessments", "partners", "talent", "awards"]),
            "What is counted.",
        ),
        key("where", Type::Where, "Only what has one of these values counts."),
        key("min", AMOUNT, "The least there must be."),
        key("max", AMOUNT, "The most there may be."),
        key(
            "reach",
            Type::Choice(&["guaranteed", "possible"]),
            "Whether the least of any learner path counts, or the most; left out: guaranteed.",
        ),
    ],
    children: &[],
};

static CROSSWALK: KindSpec = KindSpec {
    kind: Kind::Crosswalk,
    doc: "How a competency of one framework relates to one of another.",
    many: true,
    keys: &[
        required("from", Type::Competency, "A competency, as an id or as framework:id."),
        required("to", Type::Competency, "A competency of another framework, likewise."),
        required(
            "relation",
            Type::Choice(&super::RELATIONS),
            "What the first is to the second: equal, broader or narrower than it, or only related.",
        ),
        key("level", Type::Level, "The highest level that counts across; left out: any."),
        key("note", Type::Text, "Why they are so related."),
    ],
    children: &[],
};
