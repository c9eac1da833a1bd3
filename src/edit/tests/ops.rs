use super::{at, done, session, texts};
use crate::edit::{Destination, EditError, Op, Session, Subtree, clip, references_to};
use crate::model::{Kind, Value};

fn set(text: &str, path: &str, key: &str, value: Value) -> String {
    let mut session = session(&[text]);
    let at = at(session.tree(), path);
    done(&mut session, &Op::Set { at, key: key.into(), value }).unwrap()
}

fn unset(text: &str, path: &str, key: &str) -> String {
    let mut session = session(&[text]);
    let at = at(session.tree(), path);
    done(&mut session, &Op::Unset { at, key: key.into() }).unwrap()
}

const COURSE: &str = "[[course]] # c\nid = 'a'  # the id\ntitle = \"A\"\n\n  [[course.unit]]\n  id = \"u\"\n";

#[test]
fn a_field_is_replaced_in_place() {
    assert_eq!(set(COURSE, "a", "title", Value::string("B\"")), COURSE.replace("\"A\"", "'B\"'"));
}

#[test]
fn a_new_field_goes_where_it_is_best_written_and_before_sub_headers() {
    assert_eq!(
        set(COURSE, "a", "hours", Value::Int(9)),
        COURSE.replace("title = \"A\"\n", "title = \"A\"\nhours = 9\n")
    );
    assert_eq!(
        set(COURSE, "a", "code", Value::string("A 1")),
        COURSE.replace("  # the id\n", "  # the id\ncode = \"A 1\"\n")
    );
    assert_eq!(set(COURSE, "a/u", "hours", Value::Float(1.5)), format!("{COURSE}  hours = 1.5\n"));
}

#[test]
fn a_file_without_final_line_break_keeps_having_none() {
    let text = "[[course]]\nid = 'a'";
    assert_eq!(set(text, "a", "hours", Value::Int(2)), "[[course]]\nid = 'a'\nhours = 2");
}

#[test]
fn line_endings_and_long_strings() {
    let text = "[[course]]\r\nid = 'a'\r\ntitle = 'x'\r\n";
    let changed = set(text, "a", "title", Value::string("one\ntwo"));
    assert_eq!(changed, "[[course]]\r\nid = 'a'\r\ntitle = \"\"\"\r\none\r\ntwo\"\"\"\r\n");
}

#[test]
fn a_text_gets_another_language() {
    let text = "[[course]]\n  id = 'a'\n  title = 'A' # keep\n";
    assert_eq!(
        set(text, "a", "title.zh", Value::string("甲")),
        "[[course]]\n  id = 'a'\n  title.en = \"A\"\n  title.zh = \"甲\" # keep\n"
    );
    let two = "[[course]]\nid = 'a'\ntitle.en = 'A' # keep\nhours = 1\ntitle.zh = '甲'\n";
    assert_eq!(set(two, "a", "title.zh", Value::string("乙")), two.replace("'甲'", "\"乙\""));
    assert_eq!(unset(two, "a", "title.en"), two.replace("title.en = 'A' # keep\n", ""));
    assert_eq!(set(two, "a", "title.de", Value::string("B")), format!("{two}title.de = \"B\"\n"));
    let inline = "[[course]]\nid = 'a'\ntitle = { en = 'A' }\n";
    assert_eq!(
        set(inline, "a", "title.zh", Value::string("甲")),
        "[[course]]\nid = 'a'\ntitle = { en = 'A', zh = \"甲\" }\n"
    );
    let section = "[[course]]\nid = 'a'\n[course.title]\nen = 'A'\n[[course.unit]]\nid = 'u'\n";
    assert_eq!(
        set(section, "a", "title.zh", Value::string("甲")),
        section.replace("en = 'A'\n", "en = 'A'\nzh = \"甲\"\n")
    );
}

#[test]
fn unsetting_takes_the_whole_line() {
    assert_eq!(unset(COURSE, "a", "title"), COURSE.replace("title = \"A\"\n", ""));
    let inline = "course = [{ id = 'a', title = 'A', hours = 2 }]\n";
    assert_eq!(unset(inline, "a", "hours"), "course = [{ id = 'a', title = 'A' }]\n");
    assert_eq!(unset(inline, "a", "title"), "course = [{ id = 'a', hours = 2 }]\n");
}

#[test]
fn inline_and_dotted_nodes_are_edited_too() {
    let inline = "course = [\n  { id = 'a', unit = [{ id = 'u' }] }, # one\n]\n";
    assert_eq!(
        set(inline, "a/u", "title", Value::string("U")),
        inline.replace("{ id = 'u' }", "{ id = 'u', title = \"U\" }")
    );
    let dotted = "gradus = 1\ncurriculum.id = 'p'\ncurriculum.title = 'P'\n";
    assert_eq!(set(dotted, "curriculum", "title", Value::string("Q")), dotted.replace("'P'", "\"Q\""));
    assert_eq!(
        set(dotted, "curriculum", "language", Value::string("en")),
        format!("{dotted}curriculum.language = \"en\"\n")
    );
}

#[test]
fn unknown_keys_are_refused_with_the_nearest() {
    let mut session = session(&[COURSE]);
    let at = at(session.tree(), "a");
    let error = session.apply(&Op::Set { at, key: "titel".into(), value: Value::Int(1) }).unwrap_err();
    assert!(error.to_string().contains("did you mean \"title\"?"), "{error}");
}

#[test]
fn a_child_is_written_after_its_kind_in_the_style_of_the_file() {
    let text = "[[course]]\nid = 'a'\n\n  [[course.unit]]\n  id = 'u'\n\n  [[course.assessment]]\n  id = 'e'\n\n# about b\n[[course]]\nid = 'b'\n";
    let mut session = session(&[text]);
    let to = Destination::Into(at(session.tree(), "a"));
    let unit = Subtree::new(Kind::Unit).with("title", Value::string("V")).with("id", Value::string("v"));
    let changed = done(&mut session, &Op::Add { subtree: unit, to }).unwrap();
    assert_eq!(
        changed,
        text.replace("id = 'u'\n\n", "id = 'u'\n\n  [[course.unit]]\n  id = \"v\"\n  title = \"V\"\n\n")
    );
    let to = Destination::Into(at(session.tree(), "a/v"));
    let outcome = Subtree::new(Kind::Outcome).with("text", Value::string("T"));
    let applied = session.apply(&Op::Add { subtree: outcome, to }).unwrap();
    assert_eq!(session.tree().path(applied.focus.unwrap()), "a/v/#1");
    assert!(
        session.tree().files[0]
            .text()
            .contains("title = \"V\"\n\n    [[course.unit.outcome]]\n    text = \"T\"\n\n  [[course.assessment]]")
    );
}

#[test]
fn a_root_is_written_at_the_end_of_a_file_or_beside_another() {
    let mut session = session(&["gradus = 1\n", "[[course]]\nid = 'a'\n"]);
    let stage = Subtree::new(Kind::Stage).with("id", Value::string("s"));
    done(&mut session, &Op::Add { subtree: stage, to: Destination::File(0) }).unwrap();
    let course = Subtree::new(Kind::Course).with("id", Value::string("b"));
    let to = Destination::Before(at(session.tree(), "a"));
    session.apply(&Op::Add { subtree: course.clone(), to }).unwrap();
    assert_eq!(
        texts(session.tree()),
        ["gradus = 1\n\n[[stage]]\nid = \"s\"\n", "[[course]]\nid = \"b\"\n\n[[course]]\nid = 'a'\n"]
    );
    let again = session.apply(&Op::Add { subtree: course, to: Destination::File(0) }).unwrap_err();
    assert!(again.to_string().contains("already the id of a course"), "{again}");
}

#[test]
fn compact_files_stay_compact() {
    let text = "[[partner]]\nid = 'a'\n[[partner]]\nid = 'b'\n";
    let mut session = session(&[text]);
    let to = Destination::After(at(session.tree(), "a"));
    let partner = Subtree::new(Kind::Partner).with("id", Value::string("c"));
    assert_eq!(
        done(&mut session, &Op::Add { subtree: partner, to }).unwrap(),
        "[[partner]]\nid = 'a'\n[[partner]]\nid = \"c\"\n[[partner]]\nid = 'b'\n"
    );
}

#[test]
fn removal_takes_the_comments_that_touch_and_leaves_the_others() {
    let text = "# head\n\n# about a\n[[course]]\nid = 'a'\n# end of a\n\n# free\n\n[[course]]\nid = 'b'\n";
    let mut session = session(&[text]);
    let at = at(session.tree(), "a");
    assert_eq!(done(&mut session, &Op::Remove { at }).unwrap(), "# head\n\n# free\n\n[[course]]\nid = 'b'\n");
}

#[test]
fn removing_the_last_leaves_no_blank_tail() {
    let mut session = session(&["[[course]]\nid = 'a'\n\n[[course]]\nid = 'b'\n"]);
    let at = at(session.tree(), "b");
    assert_eq!(done(&mut session, &Op::Remove { at }).unwrap(), "[[course]]\nid = 'a'\n");
}

#[test]
fn an_outcome_moves_with_its_comments_to_another_depth() {
    let text = "[[course]]\nid = 'a'\n\n  [[course.unit]]\n  id = 'u'\n\n    # why\n    [[course.unit.outcome]] # mark\n    id = 'o'\n    text = '''\n    two\n    lines'''\n\n  [[course.assessment]]\n  id = 'e'\n  outcomes = [\"u/o\", \"u\"]\n";
    let mut session = session(&[text]);
    let (node, course) = (at(session.tree(), "a/u/o"), at(session.tree(), "a"));
    let changed = done(&mut session, &Op::Move { at: node, to: Destination::Into(course) }).unwrap();
    assert_eq!(
        changed,
        "[[course]]\nid = 'a'\n\n  # why\n  [[course.outcome]] # mark\n  id = 'o'\n  text = '''\n    two\n    lines'''\n\n  [[course.unit]]\n  id = 'u'\n\n  [[course.assessment]]\n  id = 'e'\n  outcomes = [\"o\", \"u\"]\n"
    );
}

#[test]
fn a_course_moves_to_another_file_and_among_its_siblings() {
    let a = "[[course]]\nid = 'a'\n  [[course.unit]]\n  id = 'u'\n\n[[course]]\nid = 'b'\n";
    let mut session = session(&[a, "[[course]]\r\nid = 'c'\r\n"]);
    let node = at(session.tree(), "a");
    done(&mut session, &Op::Move { at: node, to: Destination::File(1) }).unwrap();
    assert_eq!(
        texts(session.tree()),
        [
            "[[course]]\nid = 'b'\n",
            "[[course]]\r\nid = 'c'\r\n\r\n[[course]]\r\nid = 'a'\r\n  [[course.unit]]\r\n  id = 'u'\r\n"
        ]
    );
    let (c, a) = (at(session.tree(), "c"), at(session.tree(), "a"));
    session.apply(&Op::Move { at: a, to: Destination::Before(c) }).unwrap();
    assert!(session.tree().files[1].text().starts_with("[[course]]\r\nid = 'a'"));
}

#[test]
fn moving_into_itself_and_interleaved_tables_is_refused() {
    let text = "[[course]]\nid = 'a'\n[[course.unit]]\nid = 'u'\n[[course.outcome]]\nid = 'o'\ntext = 'x'\n[[course.unit.outcome]]\nid = 'p'\n[[course.unit]]\nid = 'v'\n";
    let mut session = session(&[text]);
    let (u, v, p) = (at(session.tree(), "a/u"), at(session.tree(), "a/v"), at(session.tree(), "a/u/p"));
    let error = session.apply(&Op::Move { at: u, to: Destination::After(v) }).unwrap_err();
    assert!(matches!(&error, EditError::Refused { line: 5, .. }), "{error}");
    assert!(session.apply(&Op::Move { at: p, to: Destination::Into(p) }).is_err());
    done(&mut session, &Op::Set { at: u, key: "hours".into(), value: Value::Int(3) }).unwrap();
    let removed = done(&mut session, &Op::Remove { at: u }).unwrap();
    assert_eq!(removed, "[[course]]\nid = 'a'\n[[course.outcome]]\nid = 'o'\ntext = 'x'\n[[course.unit]]\nid = 'v'\n");
}

#[test]
fn interleaved_roots_are_read_whole_and_still_edited() {
    let text = "[[course]]\nid = 'a'\n[[stage]]\nid = 's'\n[[course.unit]]\nid = 'u'\n";
    let mut session = session(&[text]);
    let u = at(session.tree(), "a/u");
    let changed = done(&mut session, &Op::Set { at: u, key: "title".into(), value: Value::string("U") }).unwrap();
    assert_eq!(changed, format!("{text}title = \"U\"\n"));
    let s = at(session.tree(), "s");
    assert_eq!(
        done(&mut session, &Op::Remove { at: s }).unwrap(),
        "[[course]]\nid = 'a'\n[[course.unit]]\nid = 'u'\ntitle = \"U\"\n"
    );
}

#[test]
fn renaming_rewrites_every_reference_in_every_file() {
    let a = "[[course]]\nid = 'a'\nrequires = ['b', { pick = 1, of = ['b', 'c'] }] # why\n\n[[assessment]]\nid = 'show'\nweight = { b = 50, c = 50 }\noutcomes = ['b/u/o', 'b/u']\n\n[[waiver]]\ncheck = 'x'\nat = 'b/u'\n";
    let b = "[[course]]\nid = 'b'\n[[course.unit]]\nid = 'u'\n[[course.unit.outcome]]\nid = 'o'\n[[course.assessment]]\noutcomes = ['u/o']\n\n[[course]]\nid = 'c'\nalongside = [{ id = 'b', same-term = true }]\n";
    let mut session = session(&[a, b]);
    let node = at(session.tree(), "b");
    assert_eq!(references_to(session.tree(), node).len(), 5);
    done(&mut session, &Op::Rename { at: node, id: "B-1".into() }).unwrap();
    let expected_a = a
        .replace("'b'", "\"B-1\"")
        .replace("b = 50", "B-1 = 50")
        .replace("'b/u/o'", "\"B-1/u/o\"")
        .replace("'b/u'", "\"B-1/u\"");
    assert_eq!(texts(session.tree()), [expected_a, b.replace("'b'", "\"B-1\"")]);
    let outcome = at(session.tree(), "B-1/u/o");
    session.apply(&Op::Rename { at: outcome, id: "sketch".into() }).unwrap();
    let now = texts(session.tree());
    assert!(now[0].contains("\"B-1/u/sketch\"") && now[1].contains("\"u/sketch\""), "{now:?}");
    let taken = session.apply(&Op::Rename { at: node, id: "c".into() }).unwrap_err();
    assert!(taken.to_string().contains("already"), "{taken}");
}

#[test]
fn a_renamed_stage_keeps_its_expectation_point() {
    let text = "[framework]\nid = 'f'\n[[strand]]\nid = 'S'\n[[strand.competency]]\nid = 'S-1'\nexpect = { low = 'try' }\n[[stage]]\nid = 'low'\ntitle = 'L'\n[[course]]\nid = 'c'\nstage = 'low'\n[[course.outcome]]\ncovers = ['S-1', 'f:S-1', { id = 'S-1' }]\n";
    let mut session = session(&[text]);
    let stage = at(session.tree(), "low");
    let changed = done(&mut session, &Op::Rename { at: stage, id: "primary".into() }).unwrap();
    assert!(changed.contains("id = \"primary\"\ntitle = 'L'\nas = [\"low\"]\n"), "{changed}");
    assert!(changed.contains("stage = \"primary\"") && changed.contains("{ low = 'try' }"));
    let competency = at(session.tree(), "S-1");
    let changed = done(&mut session, &Op::Rename { at: competency, id: "S-1.a".into() }).unwrap();
    assert!(changed.contains("covers = [\"S-1.a\", \"f:S-1.a\", { id = \"S-1.a\" }]"), "{changed}");
}

#[test]
fn copies_get_new_ids() {
    let text = "[[stage]]\nid = 's' # stage\n[[stage.elective]]\nid = 'e'\n";
    let mut session = session(&[text]);
    let stage = at(session.tree(), "s");
    let copied = clip(session.tree(), stage);
    let changed = done(&mut session, &Op::Paste { clip: copied, to: Destination::After(stage) }).unwrap();
    assert_eq!(changed, format!("{text}\n[[stage]]\nid = \"s-2\" # stage\n[[stage.elective]]\nid = \"e-2\"\n"));
}

#[test]
fn mapping_changes_one_entry() {
    let text =
        "[[course]]\nid = 'c'\n[[course.outcome]]\nid = 'o'\ncovers = [\n  'A', # first\n  'B',\n]\nlevel = 'try'\n";
    let mut session = session(&[text]);
    let o = at(session.tree(), "c/o");
    let op = Op::Map { at: o, competency: "C".into(), level: None };
    assert_eq!(done(&mut session, &op).unwrap(), text.replace("  'B',\n", "  'B',\n  \"C\",\n"));
    let op = Op::Map { at: o, competency: "B".into(), level: Some("apply".into()) };
    let changed = done(&mut session, &op).unwrap();
    assert!(changed.contains("  'A', # first\n  { id = \"B\", level = \"apply\" },\n"), "{changed}");
    let changed = done(&mut session, &Op::Unmap { at: o, competency: "A".into() }).unwrap();
    assert!(changed.contains("covers = [\n  { id = \"B\""), "{changed}");
}

#[test]
fn broken_and_foreign_files_are_not_edited() {
    let mut session = session(&["[[course]]\nid = 'a'\nx = \n"]);
    let a = session.tree().all().last().unwrap();
    let error = session.apply(&Op::Set { at: a, key: "title".into(), value: Value::Int(1) }).unwrap_err();
    assert!(matches!(error, EditError::Broken { line: 3, .. }), "{error}");
}

#[test]
fn what_is_saved_is_clean_and_undo_makes_it_clean_again() {
    let mut session = session(&[COURSE]);
    let a = at(session.tree(), "a");
    session.apply(&Op::Set { at: a, key: "hours".into(), value: Value::Int(1) }).unwrap();
    assert_eq!(session.dirty_files(), [0]);
    session.undo().unwrap();
    assert!(!session.is_dirty());
    session.redo().unwrap();
    session.mark_saved();
    assert!(!session.is_dirty());
    session.undo().unwrap();
    assert!(session.is_dirty());
    assert!(session.undo().is_none());
}

#[test]
fn a_number_that_something_refers_by_keeps_its_meaning() {
    let text = "[[course]]\nid = 'a'\n[[course.outcome]]\ntext = 'one'\n[[course.outcome]]\ntext = 'two'\n[[course.outcome]]\ntext = 'three'\n[[course.assessment]]\nid = 'e'\noutcomes = ['#2']\n";
    let mut session = session(&[text]);
    let (first, third) = (at(session.tree(), "a/#1"), at(session.tree(), "a/#3"));
    let refused = session.apply(&Op::Remove { at: first }).unwrap_err();
    assert!(refused.to_string().contains("a/#2, which would come to mean another node"), "{refused}");
    assert!(session.apply(&Op::Set { at: first, key: "id".into(), value: Value::string("x") }).is_err());
    done(&mut session, &Op::Remove { at: third }).unwrap();
}

#[test]
fn a_text_in_several_languages_is_not_replaced_by_one() {
    let mut session = session(&["[[course]]\nid = 'a'\ntitle.en = 'A'\ntitle.zh = '甲'\n"]);
    let at = at(session.tree(), "a");
    let error = session.apply(&Op::Set { at, key: "title".into(), value: Value::string("B") }).unwrap_err();
    assert!(error.to_string().contains("title.en or title.zh"), "{error}");
}

#[test]
fn renaming_reaches_requirements_and_frameworks_in_pieces() {
    let a = "[framework]\nid = 'd'\n[[stage]]\nid = 's'\n[[requirement]]\nid = 'r'\nstage = 's'\n[[course]]\nid = 'c'\n[[course.outcome]]\ncovers = ['d:G-1']\n";
    let b = "[[strand]]\nid = 'G'\n[[strand.competency]]\nid = 'G-1'\n";
    let mut session = session(&[a, b]);
    let stage = at(session.tree(), "s");
    assert!(done(&mut session, &Op::Rename { at: stage, id: "t".into() }).unwrap().contains("stage = \"t\""));
    let competency = at(session.tree(), "G-1");
    assert!(done(&mut session, &Op::Rename { at: competency, id: "G-9".into() }).unwrap().contains("\"d:G-9\""));
}

#[test]
fn a_list_keeps_the_comments_of_the_items_that_stay() {
    let text = "[[course]]\nid = 'a'\nrequires = [\n  \"b\", # needs b\n  \"c\", # needs c\n  \"d\" # needs d\n]\n";
    let ids = |ids: &[&str]| Value::array(ids.iter().map(|id| Value::string(*id)));
    assert_eq!(set(text, "a", "requires", ids(&["c"])), "[[course]]\nid = 'a'\nrequires = [\n  \"c\", # needs c\n]\n");
    assert_eq!(
        set(text, "a", "requires", ids(&["b", "c", "d", "e"])),
        text.replace("\"d\" # needs d\n", "\"d\", # needs d\n  \"e\"\n")
    );
    let weights = "[[assessment]]\nid = 'e'\nweight = { a = 50, # half\n  b = 50 # other half\n}\n";
    assert_eq!(
        set(weights, "e", "weight", Value::table([("a", Value::Int(50))])),
        "[[assessment]]\nid = 'e'\nweight = { a = 50 # half\n}\n"
    );
}

#[test]
fn an_inline_element_moves_with_its_comments_or_not_at_all() {
    let text = "course = [\n  { id = 'a', unit = [\n    { id = 'u', # mark\n      title = 'U' },\n  ] },\n  { id = 'b', unit = [] }\n]\n";
    let mut one = session(&[text]);
    let (u, b) = (at(one.tree(), "a/u"), at(one.tree(), "b"));
    assert_eq!(
        done(&mut one, &Op::Move { at: u, to: Destination::Into(b) }).unwrap(),
        "course = [\n  { id = 'a', unit = [\n  ] },\n  { id = 'b', unit = [{ id = 'u', # mark\n      title = 'U' }] }\n]\n"
    );
    let behind = text.replace("'U' },", "'U' }, # behind");
    let mut two = session(&[&behind]);
    let (u, b) = (at(two.tree(), "a/u"), at(two.tree(), "b"));
    let error = two.apply(&Op::Move { at: u, to: Destination::Into(b) }).unwrap_err();
    assert!(matches!(&error, EditError::Refused { line: 3, .. }), "{error}");
}

#[test]
fn elements_on_lines_of_their_own_move_with_their_lines() {
    let text = "stage = [\n  { id = 'a' }, # first\n  # above b\n  { id = 'b' }, # second\n  { id = 'c' } # third\n]\n";
    let moved = |path: &str, to: &dyn Fn(&crate::model::Tree) -> Destination| {
        let mut session = session(&[text]);
        let (node, to) = (at(session.tree(), path), to(session.tree()));
        done(&mut session, &Op::Move { at: node, to }).unwrap()
    };
    assert_eq!(
        moved("b", &|tree| Destination::Before(at(tree, "a"))),
        "stage = [\n  # above b\n  { id = 'b' }, # second\n  { id = 'a' }, # first\n  { id = 'c' } # third\n]\n"
    );
    assert_eq!(
        moved("c", &|tree| Destination::Before(at(tree, "b"))),
        "stage = [\n  { id = 'a' }, # first\n  { id = 'c' }, # third\n  # above b\n  { id = 'b' } # second\n]\n"
    );
    assert_eq!(
        moved("a", &|tree| Destination::After(at(tree, "c"))),
        "stage = [\n  # above b\n  { id = 'b' }, # second\n  { id = 'c' }, # third\n  { id = 'a' } # first\n]\n"
    );
    let shared = "stage = [{ id = 'a' }, # first\n  { id = 'b' }] # second\n";
    let mut session = session(&[shared]);
    let (a, b) = (at(session.tree(), "a"), at(session.tree(), "b"));
    assert!(matches!(session.apply(&Op::Move { at: b, to: Destination::Before(a) }), Err(EditError::Refused { .. })));
}

/// An assessment of a course is known within it, one of the plan everywhere.
#[test]
fn an_id_that_came_to_the_root_is_taken_there() {
    let text = "gradus = 1\n[[course]]\nid = 'a'\n[[course.assessment]]\nid = 'x'\nkind = 'exam'\n";
    let tree = crate::parse::tree_from_text("plan.toml", text);
    let at = tree.find("a/x").unwrap();
    let to = Destination::File(0);
    let partner = |id: &str| Op::Add { subtree: Subtree::new(Kind::Partner).with("id", Value::string(id)), to };
    // The first addition looks the ids up; the move is between.
    let ops = vec![partner("p"), Op::Move { at, to }, partner("x")];
    let mut session = Session::new(tree);
    assert!(session.apply(&Op::Batch { label: "all".into(), ops }).is_err());
    assert_eq!(session.tree().file(0).text(), text);
}

/// Many fields and nodes of one batch are written at once: the text is that of one after another.
#[test]
fn a_batch_writes_what_its_parts_write_one_by_one() {
    let text = "gradus = 1\n[curriculum]\nid = \"p\"\ntitle.en = \"P\"\n\n# one\n[[course]] # here\nid = \"A\"\n\n  [[course.unit]]\n  id = \"u\"\n  hours = 3 # three\n\n  [[course.unit]]\n  id = \"v\"\n\n[[course]]\nid = \"B\"\nunit = [{ id = \"x\" }, { id = \"y\" }]\n\n[[course]]\nid = \"C\"\n";
    let tree = crate::parse::tree_from_text("p.toml", text);
    let at = |path: &str| tree.find(path).unwrap();
    let set = |path: &str, key: &str, value: Value| Op::Set { at: at(path), key: key.into(), value };
    let mut ops = vec![
        set("A", "title", Value::string("First")),
        set("A", "hours", Value::Int(7)),
        set("A/u", "hours", Value::Int(4)),
        set("B", "title.en", Value::string("Second")),
        set("B", "title.zh", Value::string("\u{4e8c}")),
        Op::Unset { at: at("A/u"), key: "hours".into() },
        set("B/y", "title", Value::string("Y")),
    ];
    ops.extend(["C", "B/y", "A/v", "A/u", "A"].map(|path| Op::Remove { at: at(path) }));
    let mut one_by_one = Session::new(tree.clone());
    for op in &ops {
        one_by_one.apply(op).unwrap();
    }
    let mut at_once = Session::new(tree.clone());
    at_once.apply(&Op::Batch { label: "all".into(), ops }).unwrap();
    assert_eq!(at_once.tree().file(0).text(), one_by_one.tree().file(0).text());
    at_once.undo().unwrap();
    assert_eq!(at_once.tree().file(0).text(), text);
}

/// What is refused on the way leaves what went before it, and the rest goes on.
#[test]
fn of_many_changes_those_that_are_refused_leave_no_trace() {
    let text = "gradus = 1\n[curriculum]\nid = \"p\"\ntitle = \"P\"\n[[course]]\nid = \"A\"\n";
    let tree = crate::parse::tree_from_text("p.toml", text);
    let course = tree.find("A").unwrap();
    let mut session = Session::new(tree);
    let add = |id: &str| Op::Add {
        subtree: Subtree::new(Kind::Course).with("id", Value::string(id)).with("title", Value::string(id)),
        to: Destination::File(0),
    };
    let mut refused = Vec::new();
    session
        .apply_many("Many".into(), |steps| {
            for id in ["B", "A", "C", "B", "no id"] {
                refused.extend(steps.apply(&add(id)).err().map(|_| id));
            }
            let halfway = Op::Batch {
                label: String::new(),
                ops: vec![
                    Op::Set { at: course, key: "hours".into(), value: Value::Int(1) },
                    Op::Set { at: course, key: "nonsense".into(), value: Value::Int(1) },
                ],
            };
            refused.extend(steps.apply(&halfway).err().map(|_| "halfway"));
            steps.apply(&Op::Set { at: course, key: "credits".into(), value: Value::Int(2) })
        })
        .unwrap();
    assert_eq!(refused, ["A", "B", "no id", "halfway"]);
    let after = session.tree().file(0).text();
    assert!(!after.contains("hours") && after.contains("credits = 2"), "{after}");
    assert_eq!(after.matches("[[course]]").count(), 3);
    assert_eq!(session.history().0, ["Many"]);
    session.undo().unwrap();
    assert_eq!(session.tree().file(0).text(), text);
}
