use proptest::prelude::*;

use super::query::{Atom, Flag, Has, Query, Test};
use super::words::Field;
use super::{Facts, Scan, Sources, completed, suggestions};
use crate::check::Context;
use crate::model::Curriculum;
use crate::model::outline::Outline;
use crate::workspace::Workspace;

fn parsed(text: &str) -> String {
    match Query::parse(text) {
        Ok(query) => query.to_string(),
        Err(error) => format!("{error}"),
    }
}

#[test]
fn what_is_typed_and_what_is_meant() {
    for (typed, meant) in [
        ("", ""),
        ("  studio  ", "studio"),
        (
            "stage:bachelor level:apply uncovered has:finding text",
            "stage:bachelor level:apply uncovered has:finding text",
        ),
        ("a b | c d", "(a b) | (c d)"),
        ("a|b c", "(a | b) c"),
        ("level:try|apply", "level:try | level:apply"),
        ("level:try|bloom:apply", "level:try | bloom:apply"),
        ("-a not b --c", "-a -b c"),
        ("not (a | b)", "-(a | b)"),
        ("((a))", "a"),
        ("\"two words\" title:\"a \\\"b\\\"\"", "\"two words\" title:\"a \\\"b\\\"\""),
        ("“two words”", "\"two words\""),
        ("\"uncovered\"", "\"uncovered\""),
        ("学段：本科 ｜ 未覆盖", "stage:本科 | uncovered"),
        ("year:1..2 term:>1 hours:<=40 credits:6 weight:*", "year:1..2 term:>1 hours:<=40 credits:6 weight:*"),
        ("KIND:Course STAGE:X", "kind:Course stage:X"),
        ("check:*gap", "check:*gap"),
        ("covers:design:GEN-1", "covers:\"design:GEN-1\""),
        ("kind:\"own\"", "kind:\"own\""),
        ("PD-101 x-y", "PD-101 x-y"),
    ] {
        let meant_too = meant.replace("covers:\"design:GEN-1\"", "covers:design:GEN-1");
        assert_eq!(parsed(typed), meant_too, "{typed}");
    }
}

#[test]
fn mistakes_have_a_column_and_what_was_meant() {
    for (typed, told) in [
        ("a stag:x", "column 3: there is no field stag:; did you mean stage:?"),
        ("zzzz:x", "column 1: there is no field zzzz: (in quotes it is looked for as text)"),
        ("has:findng", "column 5: no line has a findng; did you mean finding?"),
        ("kind:cuorse", "column 6: kind: knows no cuorse; did you mean course?"),
        ("check:stage-gpa", "column 7: check: knows no stage-gpa; did you mean stage-gap?"),
        ("severity:eror", "column 10: severity: knows no eror; did you mean error?"),
        ("stage:", "column 7: stage: what? A word is missing"),
        ("stage: x", "column 7: stage: what? A word is missing"),
        ("year:first", "column 6: year: takes a number: 3, 1..2, >2 or <=4"),
        ("a (b", "column 3: this bracket is not closed"),
        ("a) b", "column 2: this bracket closes nothing"),
        ("()", "column 1: there is nothing between the brackets"),
        ("a \"b", "column 3: this quotation has no end"),
        ("\"\"", "column 1: there is nothing between the quotes"),
        ("| a", "column 1: something has to stand on both sides of |"),
        ("a | ", "column 3: something has to stand on both sides of |"),
        ("a -", "column 3: this negates nothing: write -word or not word"),
        ("not", "column 1: this negates nothing: write -word or not word"),
    ] {
        assert_eq!(parsed(typed), told, "{typed}");
    }
    assert!(parsed(&"a ".repeat(65)).contains("at most 64"));
    assert!(parsed(&"(".repeat(100_000)).contains("too deep"));
    assert_eq!(parsed(&format!("{}a", "-".repeat(100_000))), "a");
}

fn lines(query: &str) -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/plan");
    let (_, tree) = Workspace::open(&folder).unwrap();
    let outline = Outline::of(&tree);
    let curriculum = Curriculum::of(&tree);
    let context = Context::new(&curriculum);
    let facts = Facts::of(&context, &crate::check::run(&context));
    let sources = Sources { tree: &tree, outline: &outline, facts: Some(&facts), saved: Some(&tree) };
    let mut scan = Scan::new(&Query::parse(query).unwrap(), &outline);
    while !scan.is_done() {
        scan.advance(sources, 3);
    }
    scan.matches().iter().map(|index| outline.way_to(&tree, *index).rsplit('/').next().unwrap().to_owned()).collect()
}

#[test]
fn what_each_word_lets_through() {
    for (query, found) in [
        ("studio", "PD-101 PD-102"),
        ("cpsj", "product"),
        ("产品", "product"),
        ("kind:course stage:bachelor", "DF-100 PD-101 PD-102 DF-100 VC-101"),
        ("kind:course stage:本科", "DF-100 PD-101 PD-102 DF-100 VC-101"),
        ("kind:course stage:benke", "DF-100 PD-101 PD-102 DF-100 VC-101"),
        ("kind:course -stage:bachelor", "ART-1"),
        ("kind:course track:graphic", "DF-100 DF-100 VC-101"),
        ("kind:outcome course:\"PD 101\"", "sketch-three"),
        ("course:DF-*", "DF-100 methods DF-100"),
        ("kind:outcome level:apply", "methods sketch-three"),
        ("covers:INQ", "observe methods"),
        ("covers:mini:MAK-1", "model sketch-three"),
        ("covers:\"how people\"", "observe methods"),
        ("kind:outcome uncovered", "#1"),
        ("kind:competency uncovered", "MAK-2"),
        ("kind:outcome unassessed", "observe #1 model methods"),
        ("kind:course year:2..3", "ART-1 PD-102"),
        ("kind:course hours:>=96", "ART-1 PD-101 PD-102"),
        ("kind:course partner:park", "PD-101"),
        ("partner:harbour kind:partner", "park"),
        ("kind:course -has:unit", "DF-100 PD-102 DF-100 VC-101"),
        ("kind:course has:code", "PD-101"),
        ("kind:portfolio", "portfolio"),
        ("check:unknown-reference", "PD-102"),
        ("severity:error kind:course", "PD-101 PD-102"),
        ("role:visiting", "visitor"),
        ("kind:strand | kind:framework", "mini INQ MAK"),
        ("strand:MAK kind:competency", "MAK-1 MAK-2"),
        ("changed", ""),
        ("kind:stage -school", "bachelor"),
    ] {
        assert_eq!(lines(query).join(" "), found, "{query}");
    }
}

#[test]
fn what_the_plan_has_not_is_told() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/plan");
    let (_, tree) = Workspace::open(&folder).unwrap();
    let outline = Outline::of(&tree);
    let mut scan = Scan::new(&Query::parse("stage:bachlor").unwrap(), &outline);
    scan.finish(Sources { tree: &tree, outline: &outline, facts: None, saved: None });
    assert_eq!(scan.unknown(&tree).as_deref(), Some("no stage is called bachlor; did you mean bachelor?"));
    let texts = |before: &str| -> Vec<String> {
        suggestions(before, &tree, 4).into_iter().map(|suggestion| suggestion.text).collect()
    };
    assert_eq!(texts("x stag"), ["stage:"]);
    assert_eq!(texts("-unc"), ["uncovered"]);
    assert_eq!(texts("stage:b"), ["stage:bachelor"]);
    assert_eq!(texts("level:"), ["level:notice", "level:try", "level:apply"]);
    assert_eq!(texts("has:fi"), ["has:finding", "has:fix", "has:first-year"]);
    let first = &suggestions("a -stage:b", &tree, 1)[0];
    assert_eq!(completed("a -stage:b", first), "a -stage:bachelor ");
}

#[test]
fn what_was_changed_is_known() {
    let (_, before) = Workspace::from_text(
        "plan.toml",
        "gradus = 1\n[curriculum]\nid = \"x\"\ntitle = \"X\"\n[[stage]]\nid = \"s\"\ntitle = \"S\"\n[[course]]\nid = \"A\"\ntitle = \"A\"\nstage = \"s\"\n[[course.unit]]\ntitle = \"U\"\n",
    );
    let mut session = crate::edit::Session::new(before.clone());
    let at = session.tree().find("A/#1").unwrap();
    let value = crate::model::Value::string("V");
    session.apply(&crate::edit::Op::Set { at, key: "title".into(), value }).unwrap();
    let changed = super::changed_nodes(&before, session.tree());
    assert_eq!(changed.into_iter().collect::<Vec<_>>(), [at]);
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{1,6}", "[a-z]{1,3}[ :|()\"\\\\*-][a-z]{0,3}", "(-|not|uncovered|产品|“x”)"]
}

fn test() -> impl Strategy<Value = Test> {
    let bound = || (0_u32..4_000).prop_map(|quarters| f64::from(quarters) / 4.0);
    prop_oneof![
        bound().prop_map(|n| Test::Amount { from: Some((n, true)), to: Some((n, true)) }),
        (bound(), bound()).prop_map(|(a, b)| Test::Amount { from: Some((a, true)), to: Some((b, true)) }),
        (bound(), any::<bool>()).prop_map(|(n, included)| Test::Amount { from: Some((n, included)), to: None }),
        (bound(), any::<bool>()).prop_map(|(n, included)| Test::Amount { from: None, to: Some((n, included)) }),
    ]
}

fn atom() -> impl Strategy<Value = Atom> {
    let named = prop::sample::select(vec![Field::Kind, Field::Stage, Field::Level, Field::Covers, Field::Key("title")]);
    let counted = prop::sample::select(vec![Field::Year, Field::Term, Field::Key("hours")]);
    let flags = prop::sample::select(vec![Flag::Uncovered, Flag::Unassessed, Flag::Gap, Flag::Changed]);
    let has = prop::sample::select(vec![Has::Finding, Has::Fix, Has::Key("hours".into()), Has::Key("x-a b".into())]);
    prop_oneof![
        word().prop_map(Atom::Word),
        (named, word()).prop_map(|(field, word)| Atom::Field(field, Test::Word(word))),
        (counted, test()).prop_map(|(field, test)| Atom::Field(field, test)),
        flags.prop_map(Atom::Flag),
        has.prop_map(Atom::Has),
    ]
}

fn query() -> impl Strategy<Value = Query> {
    atom().prop_map(Query::Is).prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Query::All),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Query::Any),
            inner.prop_map(Query::negated),
        ]
    })
}

proptest! {
    #[test]
    fn a_filter_reads_as_it_is_written(query in query()) {
        let written = query.to_string();
        prop_assert_eq!(Query::parse(&written), Ok(query), "{}", written);
    }

    #[test]
    fn no_text_is_too_much(text in "(\\PC|[-:|()\"\\\\ a*]|not |has:|stage:|year:){0,40}") {
        if let Ok(query) = Query::parse(&text) {
            prop_assert_eq!(Query::parse(&query.to_string()), Ok(query));
        }
    }
}
