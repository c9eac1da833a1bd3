//! Whatever is typed: nothing panics, every screen draws, and undoing it all restores the bytes.

use proptest::prelude::*;

use super::bench::Bench;

/// Keys and what one types between them; `s`, `q` and `E` reach outside and stay out.
const KEYS: &[&str] = &[
    "j",
    "j",
    "j",
    "k",
    "h",
    "l",
    "+",
    "g",
    "G",
    "<enter>",
    "<enter>",
    "<esc>",
    "<esc>",
    "<tab>",
    "o",
    "O",
    "d",
    "y",
    "p",
    "P",
    "{",
    "}",
    "r",
    "u",
    "<ctrl-r>",
    "/",
    "n",
    "N",
    "<ctrl-f>",
    ":",
    "?",
    "]",
    "[",
    ".",
    "1",
    "2",
    "3",
    "5",
    "4",
    "4",
    ">",
    "c",
    "f",
    "z",
    " ",
    "x",
    "c",
    "m",
    "e",
    "<",
    "Z",
    "=",
    "a",
    "设计",
    "GEN",
    "9",
    "-",
    "<up>",
    "<down>",
    "<left>",
    "<right>",
    "<backspace>",
    "<delete>",
    "<ctrl-o>",
    "<ctrl-n>",
    "F",
    "kind:outcome",
    "uncovered ",
    "gap ",
    "v",
    "v",
    "V",
    "M",
    "b",
    "b",
    "w",
    "bloom",
    "apply",
    "L",
    "<ctrl-l>",
    "2027-02-30",
    "\"",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_keys(
        script in prop::collection::vec(prop::sample::select(KEYS.to_vec()), 1..60),
        small: bool,
    ) {
        let (width, height) = if small { (80, 24) } else { (120, 40) };
        let mut bench = Bench::new(width, height);
        let text = |bench: &Bench| -> Vec<String> { bench.state.tree().files.iter().map(|file| file.text()).collect() };
        let before = text(&bench);
        for key in &script {
            bench.keys(key);
            let _ = bench.buffer();
        }
        while bench.state.session.undo().is_some() {}
        prop_assert_eq!(text(&bench), before);
    }
}
