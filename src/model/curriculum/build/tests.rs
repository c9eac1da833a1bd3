use super::super::{Choice, Curriculum, ElectiveOwner, Level, Requisite, Unresolved, UnresolvedWhy};
use crate::model::{Kind, Role, Tree};
use crate::parse::{file, tree_from_text, tree_from_texts};

const HEAD: &str = "gradus = 1\n[curriculum]\nid = 'p'\ntitle.en = 'P'\ntitle.zh = '计划'\nlanguage = 'zh'\n";

const FRAMEWORK: &str = "gradus = 1
[framework]
id = 'f'
title = 'F'
levels = ['try', 'apply', 'manage']
[[strand]]
id = 'ST'
title = 'S'
[[strand.competency]]
id = 'A-1'
statement = 'a'
expect = { s = 'apply' }
[[strand.competency]]
id = 'A-2'
statement = 'b'
";

fn plan(body: &str) -> Tree {
    tree_from_text("plan/curriculum.toml", &format!("{HEAD}{body}"))
}

/// A plan beside the framework above, which it names.
fn plan_with(frameworks: &[(&str, &str, &str)], named: &str, body: &str) -> Tree {
    let text = format!("{HEAD}frameworks = [{named}]\n{body}");
    let mut tree = tree_from_text("plan/curriculum.toml", &text);
    for (name, path, text) in frameworks {
        tree.files.push(std::sync::Arc::new(file(*name, *path, Role::Framework, text)));
    }
    tree
}

/// Key, text and why, one line each.
fn unresolved(curriculum: &Curriculum<'_>) -> Vec<String> {
    let why = |reference: &Unresolved| match &reference.why {
        UnresolvedWhy::Unknown { wanted, suggestion: None } => format!("no {wanted}"),
        UnresolvedWhy::Unknown { wanted, suggestion: Some(near) } => format!("no {wanted}, perhaps {near}"),
        UnresolvedWhy::WrongKind { wanted, found } => format!("a {found}, no {wanted}"),
        UnresolvedWhy::Ambiguous { candidates } => candidates.join(" or "),
    };
    curriculum.unresolved.iter().map(|each| format!("{} {}: {}", each.key, each.text, why(each))).collect()
}

fn course(id: &str, keys: &str) -> String {
    format!("[[course]]\nid = '{id}'\ntitle = 'T'\nstage = 's'\n{keys}\n")
}

const STAGE: &str = "[[stage]]\nid = 's'\ntitle = 'S'\n";

#[test]
fn stages_are_in_the_order_of_learners() {
    let tree = plan(
        "[[stage]]\nid = 'c'\ntitle = 'C'\nafter = ['b', 'a']\n[[stage]]\nid = 'b'\ntitle = 'B'\nafter = ['a']\nentry = true\n[[stage]]\nid = 'a'\ntitle = 'A'\n[[stage]]\nid = 'odd'\ntitle = 'O'\nafter = ['odd', 'nowhere']\n",
    );
    let curriculum = Curriculum::of(&tree);
    let stages: Vec<(&str, bool, usize)> =
        curriculum.stages.iter().map(|stage| (stage.id, stage.entry, stage.after.len())).collect();
    assert_eq!(stages, [("a", true, 0), ("b", true, 1), ("c", false, 2), ("odd", false, 1)]);
    assert_eq!(curriculum.stage_named("c").map(|stage| curriculum.stage(stage).id), Some("c"));
    assert_eq!(unresolved(&curriculum), ["after nowhere: no stage"]);
}

#[test]
fn texts_are_in_the_language_asked_for() {
    let tree = plan("[[stage]]\nid = 's'\ntitle.en = 'School'\ntitle.zh = '学校'\n[[stage]]\nid = 't'\n");
    let title = |language| Curriculum::in_language(&tree, language).stages[0].title.to_owned();
    assert_eq!((title(None), title(Some("en")), title(Some("fr"))), ("学校".into(), "School".into(), "School".into()));
    assert_eq!(Curriculum::of(&tree).stages[1].title, "t");
}

#[test]
fn points_default_to_the_stage_itself() {
    let tree = plan(
        "[[stage]]\nid = 'a'\ntitle = 'A'\n[[stage]]\nid = 'b'\ntitle = 'B'\nas = ['x', { id = 'y', year = 2 }]\n[[stage]]\nid = 'c'\ntitle = 'C'\nas = 'z'\n",
    );
    let curriculum = Curriculum::of(&tree);
    let points: Vec<_> = curriculum.stages.iter().flat_map(|stage| stage.points.clone()).collect();
    assert_eq!(points, [("a", None), ("x", None), ("y", Some(2)), ("z", None)]);
}

#[test]
fn groups_are_found_by_stage_and_track() {
    // The same id twice is reported; each placement still finds the group of its own tracks.
    let tree = plan(&format!(
        "{STAGE}[[stage.elective]]\nid = 'free'\ncredits = 7\nopen = true\n[[track]]\nid = 't'\ntitle = 'T'\nstage = 's'\n[[track.elective]]\nid = 'g'\npick = 2\n[[track]]\nid = 'u'\ntitle = 'U'\nstage = 's'\n[[track.elective]]\nid = 'g'\n{}{}",
        course("c", "tracks = ['u']\nelective = 'g'"),
        course("d", "elective = ['free', 't']"),
    ));
    let curriculum = Curriculum::of(&tree);
    let choices: Vec<_> = curriculum.electives.iter().map(|group| (group.id, group.choice, group.open)).collect();
    assert_eq!(
        choices,
        [("free", Choice::Credits(7.0), true), ("g", Choice::Pick(2), false), ("g", Choice::Pick(1), false)]
    );
    let group = curriculum.elective(curriculum.courses[0].placements[0].electives[0]);
    let u = curriculum.track_named("u").unwrap();
    assert_eq!(group.owner, ElectiveOwner::Track(u));
    assert_eq!(curriculum.track(u).electives.len(), 1);
    assert_eq!(curriculum.courses[1].placements[0].electives.len(), 1);
    assert_eq!(unresolved(&curriculum), ["elective t: a track, no elective group"]);
    assert_eq!(curriculum.duplicates.iter().map(|each| each.id.as_str()).collect::<Vec<_>>(), ["g"]);
}

#[test]
fn places_take_from_the_course_what_they_do_not_say() {
    let tracks = ["t", "u", "v"].map(|id| format!("[[track]]\nid = '{id}'\ntitle = 'T'\nstage = 's'\n")).concat();
    let tree = plan(&format!(
        "{STAGE}[[stage.elective]]\nid = 'g'\n[[stage]]\nid = 'later'\ntitle = 'L'\nafter = ['s']\n{tracks}{}{}{}",
        course(
            "c",
            "year = 1\nrequires = ['d']\n[[course.place]]\ntracks = ['t']\nyear = 2\nelective = 'g'\n[[course.place]]\nstage = 'later'"
        ),
        course("d", "tracks = ['t', 'u']\n[[course.place]]\ntracks = ['u']\nrequires = []"),
        course("e", "tracks = ['t', 'u']\n[[course.place]]\ntracks = ['t', 'u']\nterm = [1, 2]"),
    ));
    let curriculum = Curriculum::of(&tree);
    assert_eq!(unresolved(&curriculum), [""; 0]);
    let (t, u) = (curriculum.track_named("t").unwrap(), curriculum.track_named("u").unwrap());
    let (s, later) = (curriculum.stage_named("s"), curriculum.stage_named("later"));
    let [own, place, other] = curriculum.courses[0].placements.as_slice() else { panic!("three placements") };
    assert_eq!((own.stage, &own.tracks, &own.except, &own.years), (s, &vec![], &vec![t], &vec![1]));
    assert_eq!((place.stage, &place.tracks, &place.years, place.electives.len()), (s, &vec![t], &vec![2], 1));
    assert_eq!((&place.requires, &other.requires), (&own.requires, &own.requires));
    assert_eq!((other.stage, &other.tracks, &other.years), (later, &vec![], &vec![1]));
    let [own, place] = curriculum.courses[1].placements.as_slice() else { panic!("two placements") };
    assert_eq!((&own.tracks, &own.except, &place.tracks, place.requires.len()), (&vec![t], &vec![u], &vec![u], 0));
    // Nobody is left to take it by its own keys.
    let [place] = curriculum.courses[2].placements.as_slice() else { panic!("one placement") };
    assert_eq!((&place.tracks, &place.terms), (&vec![t, u], &vec![1, 2]));
}

#[test]
fn a_placement_for_unknown_tracks_or_groups_is_nowhere() {
    let tree = plan(&format!("{STAGE}{}{}", course("c", "tracks = ['x']"), course("d", "elective = 'x'")));
    let curriculum = Curriculum::of(&tree);
    assert!(curriculum.courses.iter().all(|course| course.placements[0].stage.is_none()));
    assert_eq!(unresolved(&curriculum), ["tracks x: no track", "elective x: no elective group"]);
}

#[test]
fn prerequisites_nest() {
    let tree = plan(&format!(
        "{STAGE}{}{}{}",
        course("a", ""),
        course("b", "excludes = ['a', 'q']\nalongside = ['a', { id = 'c', same-term = true }, 'zz']"),
        course(
            "c",
            "requires = ['a', { pick = 2, of = ['a', 'b', { all = ['a', 'nope'] }] }, { credits = 48 }, { external = 'M' }, { text = 'P' }]"
        ),
    ));
    let curriculum = Curriculum::of(&tree);
    let requires = &curriculum.courses[2].placements[0].requires;
    assert!(matches!(requires[0], Requisite::Course(..)));
    let Requisite::Pick { count: 2, of } = &requires[1] else { panic!("{requires:?}") };
    assert!(
        matches!(of.as_slice(), [Requisite::Course(..), Requisite::Course(..), Requisite::All(all)] if all.len() == 1)
    );
    assert_eq!(requires[2..], [Requisite::Credits(48.0), Requisite::External("M"), Requisite::Text("P")]);
    let alongside: Vec<bool> = curriculum.courses[1].alongside.iter().map(|each| each.same_term).collect();
    assert_eq!(alongside, [false, true]);
    assert_eq!(curriculum.courses[1].excludes.len(), 1);
    assert_eq!(
        unresolved(&curriculum),
        ["excludes q: no course", "alongside zz: no course", "requires nope: no course"]
    );
}

#[test]
fn registries_are_referred_to_by_kind() {
    let tree = plan(&format!(
        "{STAGE}[[partner]]\nid = 'park'\ntitle = 'P'\n[[talent]]\nid = 'ann'\ntitle = 'A'\nexpertise = ['X-1']\n[[award]]\nid = 'cup'\ntitle = 'C'\n{}",
        course("c", "teachers = ['ann', 'park']\npartners = ['park', 'prak']\nawards = ['cup', 'cup']"),
    ));
    let curriculum = Curriculum::of(&tree);
    let course = &curriculum.courses[0];
    assert_eq!((course.teachers.len(), course.partners.len(), course.awards.len()), (1, 1, 1));
    assert_eq!(
        unresolved(&curriculum),
        [
            "expertise X-1: no competency",
            "teachers park: a partner, no talent",
            "partners prak: no partner, perhaps park"
        ]
    );
}

#[test]
fn levels_are_words_of_the_scale_of_the_competency() {
    let other = "[framework]\nid = 'g'\ntitle = 'G'\n[[strand]]\nid = 'ST'\ntitle = 'S'\n[[strand.competency]]\nid = 'A-2'\nstatement = 'x'\n[[strand.competency]]\nid = 'B-1'\nstatement = 'x'\nexpect = { s = 'masterr' }\n";
    let tree = plan_with(
        &[("f", "frameworks/f.toml", FRAMEWORK), ("g", "frameworks/g.toml", other)],
        "'../frameworks/f.toml', 'g'",
        &format!(
            "{STAGE}{}",
            course(
                "c",
                "[[course.outcome]]\ntext = 'o'\nlevel = 'manage'\ncovers = ['A-1', { id = 'f:A-2', level = 'apply' }, 'B-1', 'A-2', 'A-3']\n[[course.outcome]]\ntext = 'o'\ncovers = ['g:A-2', 'ST']\nlevel = 'aply'"
            )
        ),
    );
    let curriculum = Curriculum::of(&tree);
    assert_eq!(curriculum.plan_frameworks.len(), 2);
    let levels: Vec<(&str, u8)> = curriculum
        .outcomes
        .iter()
        .flat_map(|outcome| &outcome.covers)
        .map(|cover| (curriculum.competency(cover.competency).id, cover.level.0))
        .collect();
    // The other framework has no `manage`: that mapping counts as its lowest word.
    assert_eq!(levels, [("A-1", 3), ("A-2", 2), ("B-1", 1), ("A-2", 1)]);
    assert_eq!(curriculum.competencies[0].expect, [("s", Level(2))]);
    assert_eq!(
        unresolved(&curriculum),
        [
            "covers A-2: f:A-2 or g:A-2",
            "covers A-3: no competency, perhaps A-1",
            "covers ST: a strand, no competency",
            "level aply: no level, perhaps apply",
            "expect masterr: no level, perhaps master",
        ]
    );
}

#[test]
fn frameworks_are_found_by_path_name_stem_and_id() {
    let frameworks = [("frameworks/f.toml", "/plans/frameworks/ff.toml", FRAMEWORK)];
    for named in ["'../frameworks/ff.toml'", "'frameworks/f.toml'", "'ff'", "'ff.toml'", "'f'"] {
        let mut tree = plan_with(&frameworks, named, STAGE);
        let text = tree.files[0].text();
        tree.files[0] = std::sync::Arc::new(file("curriculum.toml", "/plans/mine/curriculum.toml", Role::Main, &text));
        let curriculum = Curriculum::of(&tree);
        assert_eq!(curriculum.plan_frameworks.len(), 1, "{named}");
        assert_eq!(unresolved(&curriculum), [""; 0]);
    }
}

#[test]
fn a_missing_framework_is_one_finding() {
    let tree = plan_with(
        &[],
        "'design'",
        &format!("{STAGE}{}", course("c", "[[course.outcome]]\ntext = 'o'\ncovers = ['A-1']\nlevel = 'apply'")),
    );
    assert_eq!(unresolved(&Curriculum::of(&tree)), ["frameworks design: no framework"]);
}

#[test]
fn a_framework_opened_by_itself_is_the_plan_s_own() {
    let tree = tree_from_text("f.toml", FRAMEWORK);
    let curriculum = Curriculum::of(&tree);
    assert_eq!((curriculum.at, curriculum.plan_frameworks.len(), curriculum.competencies.len()), (None, 1, 2));
    assert_eq!(curriculum.framework(curriculum.plan_frameworks[0]).strands[0].competencies, 0..2);
}

#[test]
fn points_that_no_framework_knows_are_reported_where_they_are_named() {
    let frameworks = [("f", "frameworks/f.toml", FRAMEWORK)];
    let body =
        "[[stage]]\nid = 'own'\ntitle = 'S'\n[[stage]]\nid = 'x'\ntitle = 'S'\nas = ['s', { id = 'ss', year = 1 }]\n";
    let tree = plan_with(&frameworks, "'f'", body);
    assert_eq!(unresolved(&Curriculum::of(&tree)), ["as ss: no expectation point, perhaps s"]);
}

const ASSESSED: &str = "[[course.outcome]]\ntext = 'o'\nid = 'whole'\n[[course.unit]]\ntitle = 'U'\n[[course.unit.outcome]]\ntext = 'o'\n[[course.unit]]\nid = 'form'\ntitle = 'U'\n[[course.unit.outcome]]\nid = 'sketch'\ntext = 'o'\n[[course.unit.outcome]]\ntext = 'o'\n[[course.assessment]]\nid = 'exam'\nweight = 60\n";

#[test]
fn assessments_name_outcomes_by_path() {
    let own =
        format!("{ASSESSED}outcomes = ['form/sketch', 'whole', '#1/#1', 'form', 'form/sketsh', 'exam', 'c/whole']");
    let shared = "[[assessment]]\nid = 'show'\nweight = { c = 50, d = 20, q = 1 }\npurpose = 'formative'\noutcomes = ['c/form/sketch', 'd', 'x/y', 's']\n[[assessment]]\nid = 'both'\nweight = 10\noutcomes = ['d', 'c/form']\n";
    let tree = plan(&format!("{STAGE}{}{}{shared}", course("c", &own), course("d", "[[course.outcome]]\ntext = 'o'")));
    let curriculum = Curriculum::of(&tree);
    let outcomes: Vec<Vec<u32>> = curriculum
        .assessments
        .iter()
        .map(|assessment| assessment.outcomes.iter().map(|outcome| outcome.0).collect())
        .collect();
    // 0 the whole course's, 1 of the nameless unit, 2 and 3 of `form`, 4 of the other course.
    assert_eq!(outcomes, [vec![2, 0, 1, 3], vec![2, 4], vec![4, 2, 3]]);
    let weights: Vec<Vec<(u32, f64)>> = curriculum
        .assessments
        .iter()
        .map(|assessment| assessment.weights.iter().map(|(course, weight)| (course.0, *weight)).collect())
        .collect();
    assert_eq!(weights, [vec![(0, 60.0)], vec![(0, 50.0), (1, 20.0)], vec![(0, 10.0), (1, 10.0)]]);
    let summative: Vec<bool> = curriculum.assessments.iter().map(|assessment| assessment.summative).collect();
    assert_eq!(summative, [true, false, true]);
    let of_courses: Vec<usize> = curriculum.courses.iter().map(|course| course.assessments.len()).collect();
    assert_eq!(of_courses, [3, 2]);
    assert_eq!(
        unresolved(&curriculum),
        [
            "outcomes form/sketsh: no learning outcome, perhaps form/sketch",
            "outcomes exam: a assessment, no learning outcome",
            "outcomes c/whole: no learning outcome, perhaps whole",
            "weight q: no course",
            "outcomes x/y: no learning outcome",
            "outcomes s: a stage, no learning outcome",
        ]
    );
}

#[test]
fn every_namespace_has_each_id_once() {
    let body = format!(
        "{STAGE}[[stage.elective]]\nid = 'g'\n[[partner]]\nid = 'g'\ntitle = 'P'\n{}[[assessment]]\nid = 'c'\n",
        course(
            "c",
            "[[course.outcome]]\nid = 'c'\ntext = 'o'\n[[course.unit]]\nid = 'u'\ntitle = 'U'\n[[course.unit.outcome]]\nid = 'u'\ntext = 'o'\n[[course.unit.outcome]]\nid = 'u'\ntext = 'o'\n[[course.assessment]]\nid = 'u'"
        ),
    );
    let framework = format!(
        "{FRAMEWORK}[[strand.competency]]\nid = 'A-1'\nstatement = 'x'\n[[requirement]]\nid = 'ST'\ntitle = 'R'\ncount = 'hours'\n"
    );
    let tree = plan_with(&[("f", "f.toml", &framework)], "'f'", &body);
    let curriculum = Curriculum::of(&tree);
    let duplicates: Vec<(Kind, &str)> =
        curriculum.duplicates.iter().map(|each| (tree.node(each.at).kind, each.id.as_str())).collect();
    assert_eq!(
        duplicates,
        [
            (Kind::Partner, "g"),
            (Kind::Outcome, "u"),
            (Kind::Assessment, "u"),
            (Kind::Assessment, "c"),
            (Kind::Competency, "A-1"),
            (Kind::Requirement, "ST"),
        ]
    );
    assert!(curriculum.duplicates.iter().all(|each| each.first < each.at));
}

#[test]
fn waivers_name_nodes_and_competencies() {
    let waivers = ["s", "c/u/lines", "c/#1", "A-1", "f:A-2", "ST", "curriculum", "c/u/line", "cc/u", "A-9", "s/g"]
        .map(|at| format!("[[waiver]]\ncheck = 'stage-gap'\nat = '{at}'\n"))
        .concat();
    let body = format!(
        "{STAGE}[[stage.elective]]\nid = 'g'\n{}{waivers}[[waiver]]\ncheck = 'x'\nstage = 'sss'\n",
        course(
            "c",
            "[[course.unit]]\nid = 'u'\ntitle = 'U'\n[[course.unit.outcome]]\nid = 'lines'\ntext = 'o'\n[[course.unit]]\ntitle = 'V'"
        )
    );
    let tree = plan_with(&[("f", "f.toml", FRAMEWORK)], "'f'", &body);
    let curriculum = Curriculum::of(&tree);
    // The one for an unknown stage must not hold everywhere.
    assert_eq!(curriculum.waivers.len(), 11);
    assert_eq!(
        unresolved(&curriculum),
        [
            "at c/u/line: no node, perhaps c/u/lines",
            "at cc/u: no node, perhaps c/u",
            "at A-9: no node, perhaps A-1",
            "stage sss: no stage"
        ]
    );
}

#[test]
fn included_files_are_one_plan() {
    let main = format!("{HEAD}include = ['b.toml']\n{}", course("c", ""));
    let tree = tree_from_texts([
        ("a.toml", main.as_str()),
        ("b.toml", "[[stage]]\nid = 's'\ntitle = 'S'\n[[course]]\nid = 'c'\ntitle = 'T'\nstage = 's'\n"),
    ]);
    let curriculum = Curriculum::of(&tree);
    assert_eq!((curriculum.courses.len(), curriculum.duplicates.len(), curriculum.unresolved.len()), (2, 1, 0));
    assert_eq!(curriculum.course_named("c").map(|course| course.0), Some(0));
}

#[test]
fn thousands_of_bad_references_take_no_time() {
    let mut body = STAGE.to_owned();
    for number in 0..4_000 {
        body +=
            &course(&format!("course-{number}"), &format!("requires = ['kourse-{number}', 'course-{}x']", number * 7));
    }
    let tree = plan(&body);
    let started = std::time::Instant::now();
    let curriculum = Curriculum::of(&tree);
    assert_eq!(curriculum.unresolved.len(), 8_000);
    assert!(started.elapsed().as_secs() < 10, "took {:?}", started.elapsed());
}
