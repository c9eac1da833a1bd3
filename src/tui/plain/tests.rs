use super::*;
use crate::language::{Language, speaking};
use crate::tui::analysis::Analysis;
use crate::tui::state::PlanPlace;
use crate::workspace::Workspace;

fn plain() -> Plain {
    let fixture = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/plan");
    let (_, tree) = Workspace::open(&fixture).unwrap();
    let place = PlanPlace {
        name: "small".into(),
        is_on_disk: true,
        proposed_copy: "copy".into(),
        revision: None,
        read_only: None,
    };
    let mut state = State::new(tree, place, SIZE);
    let analysis = Analysis::of(state.generation, state.tree(), None);
    update(&mut state, Input::Analysed(Box::new(analysis)));
    Plain::new(state)
}

fn script(plain: &mut Plain, lines: &[&str]) -> String {
    let mut out = Vec::new();
    for line in lines {
        out.push(format!("> {line}"));
        out.extend(plain.line(line).lines);
    }
    out.join("\n")
}

#[test]
fn no_verb_hides_a_command_of_another_meaning() {
    // `help` is the same in both.
    let both: Vec<&str> =
        verbs::VERBS.iter().map(|verb| verb.name).filter(|name| command::named(name).is_some()).collect();
    assert_eq!(both, ["help"]);
}

#[test]
fn every_command_ends_in_the_tree_without_a_question_that_cannot_be_put() {
    for command in COMMANDS.iter() {
        let mut plain = plain();
        plain.line("go PD-101");
        let said = plain.line(command.name);
        assert!(!said.lines.is_empty() || !said.effects.is_empty(), "{} says nothing", command.name);
        while plain.is_asking() {
            plain.line(".");
            if plain.is_asking() {
                assert!(!plain.line("").lines.is_empty(), "{}", command.name);
                break;
            }
        }
        assert_eq!((plain.state.view, plain.state.pane), (View::Tree, Pane::Tree), "{}", command.name);
    }
}

#[test]
fn lines_are_told_in_chinese() {
    let said = speaking(Language::Chinese, || {
        script(&mut plain(), &["go PD-101", "list", "in", "coverage", "out", "problems", "xyzzy"])
    });
    insta::assert_snapshot!(said);
}

#[test]
fn the_import_of_a_sheet_is_told_where_it_is() {
    for line in ["import-sheet", "import-sheet outcomes.csv"] {
        let mut plain = plain();
        let said = script(&mut plain, &[line]);
        assert!(said.contains("gradus import sheet FILE --into PLAN"), "{said}");
        assert!(!plain.is_asking());
    }
}
