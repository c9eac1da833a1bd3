use super::bench::Bench;
use crate::language::{Language, speaking};

/// The screen after a script, wide and narrow.
fn both(name: &str, script: &str) {
    for (width, height) in [(120, 40), (80, 24)] {
        let mut bench = Bench::new(width, height);
        bench.keys(script);
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), bench.screen());
    }
}

#[test]
fn at_the_start() {
    both("start", "");
}

#[test]
fn tree_form_and_problems_in_chinese() {
    speaking(Language::Chinese, || {
        both("tree_zh", "L+jjj");
        both("form_zh", "L/PD-101<enter><enter>");
        both("problems_zh", "L3j");
    });
}

#[test]
fn unfolded() {
    both("unfolded", "+jjj");
}

#[test]
fn folded_again() {
    both("folded", "+jj<left>");
}

#[test]
fn finding() {
    both("find", "/studio");
}

#[test]
fn found_in_another_language() {
    let mut bench = Bench::new(80, 24);
    bench.keys("/产品<enter>");
    assert_eq!(bench.selected(), "stages/bachelor/product");
    assert!(bench.message().starts_with("1 found"), "{}", bench.message());
}

#[test]
fn what_is_not_there_is_not_found() {
    let mut bench = Bench::new(80, 24);
    bench.keys("jj/xyzzy<enter>");
    assert!(bench.text().contains("/xyzzy") && bench.text().contains("nothing"), "{}", bench.text());
    bench.keys("<esc>");
    assert_eq!(bench.selected(), "stages/bachelor");
}

#[test]
fn palette() {
    both("palette", ":sav");
}

#[test]
fn going_to_anything() {
    both("go_to", "<ctrl-f>sketch");
}

#[test]
fn help() {
    both("help", "?");
}

#[test]
fn matrix() {
    both("matrix", "2jj<right>");
}

#[test]
fn behind_a_cell_and_on_to_the_outcome() {
    both("matrix_behind", "2jj<enter>");
    let mut bench = Bench::new(120, 40);
    bench.keys("2jj<enter><enter>");
    assert_eq!(bench.selected(), "stages/school/ART-1/see/observe", "{}", bench.text());
}

#[test]
fn problems() {
    both("problems", "3j");
}

#[test]
fn detail() {
    both("detail", "/PD-101<enter><enter>");
}

#[test]
fn asking_for_a_kind() {
    both("add_kind", "jjo");
}

#[test]
fn asking_for_a_title() {
    both("add_title", "jjo1Master");
}

#[test]
fn asking_for_a_new_id() {
    both("rename", "/PD-101<enter>r");
}

#[test]
fn a_disabled_key_says_why() {
    both("disabled", "p");
}

#[test]
fn texts_in_another_language() {
    both("language", "L+");
}

#[test]
fn nothing_from_a_file_is_obeyed() {
    let text = "gradus = 1\n[curriculum]\nid = \"x\"\ntitle = \"a\\u001b[31mred\\u202eevil\"\n[[stage]]\nid = \"s\"\ntitle = \"b\\u0007\\u200bc\"\n";
    let mut bench = Bench::of_text(text, 120, 40);
    for script in ["", "j", "<enter>", "<esc>3", ":<esc>", "<ctrl-f>", "<esc>1/e"] {
        bench.keys(script);
        let (buffer, _) = bench.buffer();
        for cell in buffer.content() {
            let hidden = |c: char| c.is_control() || matches!(c, '\u{202e}' | '\u{200b}');
            assert!(!cell.symbol().chars().any(hidden), "{script}: {:?}", cell.symbol());
        }
    }
    assert!(bench.keys("<esc><esc>1g").text().contains("⟨U+202E⟩"), "{}", bench.text());
}
