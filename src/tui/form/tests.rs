use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::keys::press;
use super::*;
use crate::model::{Kind, Role};
use crate::parse;
use crate::tui::command::Place;
use crate::tui::dump::dump;
use crate::tui::keymap::{Key, command_for};
use crate::tui::theme::Theme;

const PLAN: &str = r#"gradus = 1
[curriculum]
id = "plan"
title.en = "Design education"
title.zh = "设计教育"
language = "en"
frameworks = ["design"]

[checks]
stage-gap = "warning"
thin-coverage = { severity = "note", min = 2 }

[[stage]]
id = "bachelor"
title = "Bachelor"
entry = true
ages = [18, 22]
years = 4
as = ["bachelor", { id = "half", year = 2 }]
[[stage.elective]]
id = "options"
title = "Options"
pick = 2

[[stage]]
id = "master"
title = "Master"

[[track]]
id = "product"
title = "Product design"
stage = "bachelor"

[[course]]
id = "PD-000"
title = "History"
stage = "master"

[[course]]
id = "PD-101"
title = "Design studio 1"
stage = "bachelor"
tracks = ["product"]
elective = "options"
year = [1, 2]
hours = "96"
requires = ["PD-100", { pick = 1, of = ["PD-000", "PD-999"] }, { credits = 48 }]
alongside = [{ id = "PD-100", same-term = true }]
teachers = ["nobody"]
colour = "red"
x-room = 12

  [[course.outcome]]
  text = "Presents work"

  [[course.unit]]
  id = "form"
  title = "Form and function"

    [[course.unit.outcome]]
    id = "sketch"
    text.en = "Sketch three clearly different ideas before choosing one, and say why"
    text.zh = "在选定方案之前画出三个明显不同的想法，并说明选择的理由"
    covers = ["GEN-1", { id = "INQ-2", level = "apply", x-note = 1 }]
    level = "try"
    bloom = "create"

  [[course.assessment]]
  id = "portfolio"
  kind = "portfolio"
  weight = 60
  outcomes = ["form/sketch", "form/gone"]

[[course]]
id = "PD-100"
title = "Drawing\u202e"
stage = "bachelor"

[[partner]]
id = "park"
title = "Design park"
kind = "design-park"

[[waiver]]
check = "stage-gap"
at = "GEN-1"
until = 2027-08-31
"#;

const FRAMEWORK: &str = r#"gradus = 1
[framework]
id = "design"
title = "Design"
levels = ["notice", "try", "apply"]
[[strand]]
id = "GEN"
title = "Generating ideas"
[[strand.competency]]
id = "GEN-1"
statement.en = "Sketch ideas"
statement.zh = "画出想法"
expect = { bachelor = "apply" }
[[strand.competency]]
id = "GEN-2"
statement = "Choose among ideas"
[[strand]]
id = "INQ"
title = "Inquiry"
[[strand.competency]]
id = "INQ-2"
statement = "Ask people"
"#;

fn tree() -> Tree {
    let main = parse::file("curriculum.toml", "curriculum.toml", Role::Main, PLAN);
    let framework = parse::file("design.toml", "design.toml", Role::Framework, FRAMEWORK);
    Tree { files: vec![Arc::new(main), Arc::new(framework)] }
}

fn first(tree: &Tree, kind: Kind) -> NodeRef {
    tree.all().find(|at| tree.node(*at).kind == kind).unwrap()
}

struct Desk {
    tree: Tree,
    at: NodeRef,
    form: Form,
}

impl Desk {
    fn at(path: &str) -> Self {
        let tree = tree();
        let at = tree.find(path).unwrap();
        Self::on(tree, at)
    }

    fn on(tree: Tree, at: NodeRef) -> Self {
        let form = Form::of(&tree, at, Some("en"));
        Self { tree, at, form }
    }

    fn field(mut self, key: &str) -> Self {
        self.form.focus = self.form.fields.iter().position(|field| field.key == key).unwrap();
        self
    }

    /// The last thing that comes of a key script.
    fn press(&mut self, keys: &str) -> FormEvent {
        press(keys).into_iter().map(|key| self.key(key)).last().unwrap()
    }

    /// Keys go to the editor that is open, else they mean what they mean in the workbench.
    fn key(&mut self, key: KeyEvent) -> FormEvent {
        if self.form.is_editing() {
            return self.form.key(&self.tree, key);
        }
        let pressed = Key::of(key).and_then(|key| command_for(key, Place::Form));
        let act = match pressed.map(|command| command.name) {
            Some("up") => Act::Move(-1),
            Some("down") => Act::Move(1),
            Some("first") => Act::Move(isize::MIN),
            Some("last") => Act::Move(isize::MAX),
            Some("edit-field") => Act::Edit,
            Some("unset-field") => Act::Unset,
            Some("follow-field") => Act::Follow,
            Some("field-languages") => Act::Languages,
            Some("field-as-toml") => Act::AsToml,
            Some("leave-form") => Act::Leave,
            _ => return self.form.key(&self.tree, key),
        };
        self.form.act(&self.tree, act)
    }

    fn set(&mut self, keys: &str) -> Value {
        match self.press(keys) {
            FormEvent::Apply(Op::Set { at, key, value }) => {
                assert_eq!(at, self.at);
                assert_eq!(Some(key.as_str()), self.form.focused_key());
                value
            }
            other => panic!("{other:?}"),
        }
    }

    fn screen(&self, width: u16, height: u16) -> Buffer {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        self.form.draw(&mut buffer, area, &Theme::ansi(), true);
        buffer
    }
}

fn toml(line: &str) -> Value {
    let block = parse::block(&format!("[[partner]]\nx-v = {line}\n"), false, Role::Main);
    block.nodes[0].value("x-v").unwrap().value.clone()
}

#[test]
fn typing_into_a_text_sets_it() {
    let mut desk = Desk::at("PD-000").field("title");
    assert_eq!(desk.set("<enter> of design<enter>"), Value::string("History of design"));
    assert!(desk.form.is_editing(), "the editor stays until the change is seen");
    desk.form.refresh(&desk.tree, desk.at);
    assert!(!desk.form.is_editing());
}

#[test]
fn a_refused_change_loses_nothing_typed() {
    let mut desk = Desk::at("PD-000").field("title");
    desk.set("<enter>!<enter>");
    assert_eq!(desk.set("?<enter>"), Value::string("History!?"));
}

#[test]
fn nothing_changed_is_no_change() {
    let mut desk = Desk::at("PD-000").field("title");
    assert_eq!(desk.press("<enter><enter>"), FormEvent::Redraw);
    assert!(!desk.form.is_editing());
    assert_eq!(desk.press("<enter>xyz<esc>"), FormEvent::Redraw);
    assert!(!desk.form.is_editing());
}

#[test]
fn lines_of_text_take_line_breaks_and_pastes() {
    let mut desk = Desk::at("PD-101/#1").field("text");
    assert_eq!(desk.set("<enter><ctrl-j>well<enter>"), Value::string("Presents work\nwell"));
    let mut desk = Desk::at("PD-101").field("code");
    desk.press("<enter>");
    assert_eq!(desk.form.paste(&desk.tree, "PD\r\n101"), FormEvent::Redraw);
    assert_eq!(desk.set("<enter>"), Value::string("PD 101"));
}

#[test]
fn an_emptied_text_is_left_out() {
    let mut desk = Desk::at("PD-101/form/sketch").field("text.zh");
    let key = "text.zh".to_owned();
    assert_eq!(desk.press("<enter><ctrl-u><enter>"), FormEvent::Apply(Op::Unset { at: desk.at, key: key.clone() }));
    let mut desk = Desk::at("PD-101/form/sketch").field("text.zh");
    assert_eq!(desk.press("x"), FormEvent::Apply(Op::Unset { at: desk.at, key }));
}

#[test]
fn one_language_of_a_text_is_set_by_itself() {
    let mut desk = Desk::at("PD-101/form/sketch").field("text.en");
    let value = desk.set("<enter>!<enter>");
    assert_eq!(value, Value::string("Sketch three clearly different ideas before choosing one, and say why!"));
}

#[test]
fn a_plain_text_becomes_one_per_language() {
    let mut desk = Desk::at("PD-000").field("title");
    let set = Op::Set {
        at: desk.at,
        key: "title".to_owned(),
        value: Value::table([("en", Value::string("History")), ("zh", Value::string("设计史"))]),
    };
    assert_eq!(desk.press("+zh<enter>设计史<enter>"), FormEvent::Apply(set));
    let mut desk = Desk::at("PD-101/form/sketch").field("text.en");
    let set = Op::Set { at: desk.at, key: "text.de".to_owned(), value: Value::string("Skizzieren") };
    assert_eq!(desk.press("+de<enter>Skizzieren<enter>"), FormEvent::Apply(set));
    let mut desk = Desk::at("PD-101/form/sketch").field("text.en");
    assert!(matches!(desk.press("+zz zz<enter>"), FormEvent::Message(_)));
}

#[test]
fn an_id_is_renamed_so_that_references_follow() {
    let mut desk = Desk::at("PD-000").field("id");
    let rename = Op::Rename { at: desk.at, id: "PD-001".to_owned() };
    assert_eq!(desk.press("<enter><backspace>1<enter>"), FormEvent::Apply(rename));
    let mut desk = Desk::at("PD-000").field("id");
    assert!(matches!(desk.press("<enter> <enter>"), FormEvent::Message(_)));
    assert!(matches!(Desk::at("PD-000").field("id").press("x"), FormEvent::Message(_)));
    let mut desk = Desk::at("PD-101/#1").field("id");
    assert_eq!(desk.set("<enter>present<enter>"), Value::string("present"));
}

#[test]
fn numbers_are_held_to_their_bounds() {
    let mut desk = Desk::at("bachelor").field("isced");
    assert_eq!(desk.press("<enter>9<enter>"), FormEvent::Message("9 is not between 0 and 8".to_owned()));
    assert_eq!(desk.set("<backspace>6<enter>"), Value::Int(6));
    let mut desk = Desk::at("PD-101").field("hours");
    assert_eq!(desk.set("<enter><up><enter>"), Value::Int(97));
    let mut desk = Desk::at("PD-101").field("year");
    assert_eq!(desk.set("<enter><backspace><backspace><backspace><enter>"), Value::Int(1));
    let mut desk = Desk::at("bachelor").field("ages");
    assert_eq!(desk.set("<enter><backspace>3<enter>"), toml("[18, 23]"));
}

#[test]
fn a_switch_needs_no_editor() {
    let mut desk = Desk::at("bachelor").field("entry");
    assert_eq!(desk.set("<enter>"), Value::Bool(false));
    let mut desk = Desk::at("master").field("entry");
    assert_eq!(desk.set("<enter>"), Value::Bool(true));
}

#[test]
fn words_are_picked_and_open_ones_typed() {
    let mut desk = Desk::at("PD-101/form/sketch").field("bloom");
    assert_eq!(desk.set("<enter><up><enter>"), Value::string("evaluate"));
    let mut desk = Desk::at("park").field("kind");
    assert_eq!(desk.set("<enter>library<enter>"), Value::string("library"));
    let mut desk = Desk::at("PD-101/form/sketch").field("level");
    assert_eq!(desk.set("<enter><down><enter>"), Value::string("apply"));
    let tree = tree();
    let checks = first(&tree, Kind::Checks);
    let mut desk = Desk::on(tree.clone(), checks).field("stage-gap");
    assert_eq!(desk.set("<enter><up><enter>"), Value::string("error"));
    let mut desk = Desk::on(tree.clone(), checks).field("orphan-course");
    assert_eq!(desk.set("<enter>off<enter>"), Value::string("off"), "a check that is not set yet");
    let mut desk = Desk::on(tree.clone(), first(&tree, Kind::Waiver)).field("check");
    assert_eq!(desk.set("<enter>orphan-course<enter>"), Value::string("orphan-course"));
}

#[test]
fn days_go_on_with_arrows() {
    let tree = tree();
    let waiver = first(&tree, Kind::Waiver);
    let mut desk = Desk::on(tree, waiver).field("until");
    assert_eq!(desk.set("<enter><up><enter>"), toml("2027-09-01"));
}

#[test]
fn references_are_picked_those_of_the_stage_first() {
    let mut desk = Desk::at("PD-101").field("stage");
    assert_eq!(desk.set("<enter>mast<enter>"), Value::string("master"));
    let mut desk = Desk::at("PD-101").field("excludes");
    assert_eq!(desk.set("<enter><space><enter>"), toml(r#"["PD-100"]"#), "not itself, and its own stage first");
    let mut desk = Desk::at("PD-101").field("elective");
    assert_eq!(
        desk.press("<enter><space><enter>"),
        FormEvent::Apply(Op::Unset { at: desk.at, key: "elective".into() })
    );
    let mut desk = Desk::at("PD-100").field("elective");
    assert_eq!(desk.set("<enter>opt<enter>"), Value::string("options"));
    let mut desk = Desk::at("PD-101").field("teachers");
    assert_eq!(desk.press("<enter><enter>"), FormEvent::Redraw, "an unknown reference stays as it is");
}

#[test]
fn complex_prerequisites_stay_as_they_are() {
    let mut desk = Desk::at("PD-101").field("requires");
    let value = desk.set("<enter>hist<enter>");
    let wanted = r#"["PD-100", { pick = 1, of = ["PD-000", "PD-999"] }, { credits = 48 }, "PD-000"]"#;
    assert_eq!(value, toml(wanted));
    let mut desk = Desk::at("PD-101").field("requires");
    assert_eq!(desk.set("=<home><right><ctrl-k>]<enter>"), toml("[]"));
    let mut desk = Desk::at("PD-101").field("requires");
    assert!(matches!(desk.press("=<backspace><enter>"), FormEvent::Message(_)));
    let mut desk = Desk::at("PD-101").field("alongside");
    let value = desk.set("<enter>hist<enter>");
    assert_eq!(value, toml(r#"[{ id = "PD-100", same-term = true }, "PD-000"]"#));
}

#[test]
fn competencies_are_picked_with_levels() {
    let mut desk = Desk::at("PD-101/form/sketch").field("covers");
    let value = desk.set("<enter>choose<right><enter>");
    let wanted = r#"["GEN-1", { id = "INQ-2", x-note = 1, level = "apply" }, { id = "GEN-2", level = "notice" }]"#;
    assert_eq!(value, toml(wanted));
    let mut desk = Desk::at("PD-101/form/sketch").field("covers");
    let value = desk.set("<enter>+<down>-<enter>");
    let wanted = r#"[{ id = "GEN-1", level = "notice" }, { id = "INQ-2", x-note = 1, level = "try" }]"#;
    assert_eq!(value, toml(wanted));
    let mut desk = Desk::at("PD-101/form/sketch").field("covers");
    let nothing = FormEvent::Apply(Op::Unset { at: desk.at, key: "covers".to_owned() });
    assert_eq!(desk.press("<enter><space><down><space><enter>"), nothing);
    let tree = tree();
    let mut desk = Desk::at("PD-101/#1").field("covers");
    assert_eq!(tree.node(desk.at).value("covers"), None);
    assert_eq!(desk.set("<enter>画出<enter>"), toml(r#"["GEN-1"]"#), "found by its Chinese statement");
}

#[test]
fn outcomes_are_picked_by_path() {
    let mut desk = Desk::at("PD-101/portfolio").field("outcomes");
    assert_eq!(desk.set("<enter>presents<enter>"), toml(r##"["form/sketch", "form/gone", "#1"]"##));
}

#[test]
fn references_are_followed() {
    let mut desk = Desk::at("PD-101").field("stage");
    let stage = desk.tree.find("bachelor").unwrap();
    assert_eq!(desk.press("<right>"), FormEvent::Jump(stage));
    let mut desk = Desk::at("PD-101/portfolio").field("outcomes");
    let outcome = desk.tree.find("PD-101/form/sketch").unwrap();
    assert_eq!(desk.press("l<enter>"), FormEvent::Jump(outcome));
    assert!(matches!(desk.press("l<down><enter>"), FormEvent::Message(_)));
    let mut desk = Desk::at("PD-101").field("elective");
    let group = desk.tree.find("bachelor/options").unwrap();
    assert_eq!(desk.press("l"), FormEvent::Jump(group));
    assert!(matches!(Desk::at("PD-101").field("title").press("l"), FormEvent::Message(_)));
}

#[test]
fn what_is_read_only_says_so() {
    let mut desk = Desk::at("GEN-1").field("statement.en");
    for keys in ["<enter>", "x", "+", "="] {
        assert!(matches!(desk.press(keys), FormEvent::Message(why) if why.contains("design.toml")), "{keys}");
    }
    let mut desk = Desk::at("PD-101").field("colour");
    assert!(matches!(desk.press("<enter>"), FormEvent::Message(_)));
}

#[test]
fn other_keys_are_left_to_the_host() {
    let mut desk = Desk::at("PD-101");
    assert_eq!(desk.press("<ctrl-s>"), FormEvent::None);
    assert_eq!(desk.press("q"), FormEvent::None);
    assert_eq!(desk.press("<esc>"), FormEvent::Leave);
    assert_eq!(desk.press("h"), FormEvent::Leave);
    assert_eq!(desk.form.paste(&desk.tree, "x"), FormEvent::None);
}

#[test]
fn the_focus_stays_on_its_field_when_others_come_and_go() {
    let mut desk = Desk::at("PD-000").field("hours");
    let text = PLAN.replace("title = \"History\"", "title.en = \"History\"\ntitle.zh = \"史\"");
    let main = parse::file("curriculum.toml", "curriculum.toml", Role::Main, &text);
    desk.tree = Tree { files: vec![Arc::new(main)] };
    let at = desk.tree.find("PD-000").unwrap();
    desk.form.refresh(&desk.tree, at);
    assert_eq!(desk.form.focused_key(), Some("hours"));
    desk.form.refresh(&Tree::default(), at);
    assert_eq!(desk.form.focused_key(), None);
    assert_eq!(desk.form.key(&Tree::default(), press("<enter>")[0]), FormEvent::None);
    assert_eq!(desk.form.act(&Tree::default(), Act::Edit), FormEvent::None);
}

#[test]
fn tab_takes_a_value_and_goes_on() {
    let mut desk = Desk::at("PD-000").field("code");
    assert!(matches!(desk.press("<enter>X<tab>"), FormEvent::Apply(_)));
    desk.form.refresh(&desk.tree, desk.at);
    assert_eq!(desk.form.focused_key(), Some("title"));
    desk.press("<enter><tab>");
    assert_eq!(desk.form.focused_key(), Some("stage"));
}

/// What a key script makes of a field, carried out: the lines that were there and those that are.
fn carried_out(path: &str, key: &str, keys: &str) -> (Vec<String>, Vec<String>) {
    let mut desk = Desk::at(path).field(key);
    let op = match desk.press(keys) {
        FormEvent::Apply(op) => op,
        other => panic!("{other:?}"),
    };
    let mut session = crate::edit::Session::new(desk.tree.clone());
    let applied = session.apply(&op).unwrap();
    let tree = session.tree();
    let at = applied.focus.unwrap_or(desk.at);
    desk.form.refresh(tree, at);
    assert!(!desk.form.is_editing());
    let text = tree.file(0).text();
    let gone = PLAN.lines().filter(|line| !text.lines().any(|other| other == *line));
    let come = text.lines().filter(|line| !PLAN.lines().any(|other| other == *line));
    (gone.map(str::to_owned).collect(), come.map(str::to_owned).collect())
}

#[test]
fn changes_are_carried_out_and_seen() {
    let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        carried_out("PD-101/form/sketch", "covers", "<enter>choose<right><enter>"),
        (
            lines(&[r#"    covers = ["GEN-1", { id = "INQ-2", level = "apply", x-note = 1 }]"#]),
            lines(&[
                r#"    covers = ["GEN-1", { id = "INQ-2", level = "apply", x-note = 1 }, { id = "GEN-2", level = "notice" }]"#
            ])
        )
    );
    assert_eq!(carried_out("PD-000", "hours", "<enter>48<enter>"), (lines(&[]), lines(&["hours = 48"])));
    let (gone, come) = carried_out("PD-000", "title", "+zh<enter>设计史<enter>");
    assert_eq!(gone, lines(&["title = \"History\""]));
    assert_eq!(come, lines(&["title.en = \"History\"", "title.zh = \"设计史\""]));
    let (gone, _) = carried_out("PD-101/form/sketch", "text.zh", "x");
    assert_eq!(gone.len(), 1);
    let (gone, come) = carried_out("PD-100", "id", "<enter><backspace>5<enter>");
    assert_eq!((gone.len(), come.len()), (3, 3), "the id, the prerequisite and the co-requisite: {come:?}");
}

#[test]
fn a_course_at_full_width() {
    insta::assert_snapshot!(dump(&Desk::at("PD-101").field("requires").screen(66, 34)));
}

#[test]
fn an_outcome_in_two_languages_at_several_widths() {
    insta::assert_snapshot!(dump(&Desk::at("PD-101/form/sketch").field("covers").screen(60, 16)));
    insta::assert_snapshot!(dump(&Desk::at("PD-101/form/sketch").field("text.zh").screen(34, 18)));
}

#[test]
fn typing_wraps_in_place() {
    let mut desk = Desk::at("PD-101/form/sketch").field("text.zh");
    desk.press("<enter>再想一想");
    let area = Rect::new(0, 0, 44, 16);
    let mut buffer = Buffer::empty(area);
    let cursor = desk.form.draw(&mut buffer, area, &Theme::ansi(), true);
    insta::assert_snapshot!(format!("{}cursor {cursor:?}", dump(&buffer)));
}

#[test]
fn a_picker_of_competencies_with_levels() {
    let mut desk = Desk::at("PD-101/form/sketch").field("covers");
    desk.press("<enter>");
    insta::assert_snapshot!(dump(&desk.screen(60, 16)));
}

#[test]
fn a_number_out_of_bounds_says_why() {
    let mut desk = Desk::at("bachelor").field("isced");
    desk.press("<enter>12");
    insta::assert_snapshot!(dump(&desk.screen(50, 24)));
}

#[test]
fn no_size_is_too_small() {
    for keys in ["j", "<enter>", "=", "l"] {
        let mut desk = Desk::at("PD-101").field("requires");
        desk.press(keys);
        let mut text = Desk::at("PD-101/form/sketch").field("text.zh");
        text.press("<enter>");
        for width in 0..=40 {
            for height in 0..=12 {
                desk.screen(width, height);
                text.screen(width, height);
            }
        }
        let mut small = Buffer::empty(Rect::new(0, 0, 20, 5));
        desk.form.draw(&mut small, Rect::new(10, 3, 40, 40), &Theme::plain(), false);
    }
}

#[test]
fn every_field_of_the_shipped_plan_reads_well() {
    let (_, tree) = crate::workspace::Workspace::open_example();
    let mut wrong = Vec::new();
    for at in tree.all() {
        let form = Form::of(&tree, at, Some("zh"));
        for field in &form.fields {
            let bad = field.short.tones.iter().any(|(_, tone)| *tone == show::Tone::Bad);
            if (bad && field.value.is_some()) || field.problem.is_some() {
                wrong.push(format!("{} {}: {}", tree.path(at), field.key, field.short.text));
            }
        }
        let area = Rect::new(0, 0, 66, 30);
        form.draw(&mut Buffer::empty(area), area, &Theme::ansi(), true);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

const KEYS: [&str; 24] = [
    "<enter>",
    "<esc>",
    "<up>",
    "<down>",
    "<left>",
    "<right>",
    "<tab>",
    "<backspace>",
    "<delete>",
    "<home>",
    "<end>",
    "<space>",
    "<pageup>",
    "<pagedown>",
    "<ctrl-j>",
    "<ctrl-u>",
    "+",
    "-",
    "=",
    "l",
    "x",
    "9",
    "设",
    "e\u{301}",
];

proptest::proptest! {
    #[test]
    fn no_keys_break_a_form(
        node in 0..40_usize,
        keys in proptest::collection::vec(0..KEYS.len(), 0..40),
        width in 0..70_u16,
        height in 0..30_u16,
    ) {
        let tree = tree();
        let nodes: Vec<NodeRef> = tree.all().collect();
        let mut desk = Desk::on(tree, nodes[node % nodes.len()]);
        for key in keys {
            for key in press(KEYS[key]) {
                desk.key(key);
            }
            desk.screen(width, height);
        }
    }
}
