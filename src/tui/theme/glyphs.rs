//! The glyphs of levels, and a screen in nothing but ASCII for terminals and fonts that have no more.

use std::cell::Cell;

use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthStr;

thread_local! {
    /// Whether the frame that this thread draws at the moment shall be ASCII.
    static ASCII: Cell<bool> = const { Cell::new(false) };
}

/// Draws something in ASCII, where that is wanted: glyphs that a letter cannot be told for afterwards are drawn as
/// such, all others are replaced in the finished buffer by [`in_ascii`].
pub(crate) fn draws_ascii<T>(ascii: bool, draw: impl FnOnce() -> T) -> T {
    struct Before(bool);
    impl Drop for Before {
        fn drop(&mut self) {
            ASCII.set(self.0);
        }
    }
    let _before = Before(ASCII.replace(ascii));
    draw()
}

/// One glyph per level, `·` for none: bars that grow with the level. In ASCII the number of the level.
pub fn level_glyph(level: u8, scale: usize) -> &'static str {
    const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
    const NUMBERS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
    match (usize::from(level), scale) {
        (0, _) | (_, 0) if ASCII.get() => ".",
        (level, scale) if ASCII.get() => NUMBERS[(level.min(scale) - 1).min(NUMBERS.len() - 1)],
        (0, _) | (_, 0) => "·",
        (level, scale) => BARS[(level.min(scale) * BARS.len() / scale).saturating_sub(1)],
    }
}

/// Replaces what is drawn by ASCII of the same width. Letters of any script stay, and so does the punctuation
/// that is as wide as Chinese letters: a terminal that shows the ones shows the others.
pub(crate) fn in_ascii(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if let Some(plain) = plain(cell.symbol()) {
            cell.set_symbol(plain);
        }
    }
}

/// The ASCII for a symbol; none where it stays.
fn plain(symbol: &str) -> Option<&'static str> {
    let mut characters = symbol.chars();
    let first = characters.next()?;
    if first.is_ascii() || symbol.width() != 1 {
        return None;
    }
    if let Some((_, plain)) = GLYPHS.iter().find(|(glyphs, _)| glyphs.contains(first)) {
        return Some(plain);
    }
    is_drawing(first).then_some("?")
}

/// Symbols by what stands for them.
const GLYPHS: &[(&str, &str)] = &[
    ("─━═╌╍┄┅┈┉╴╶╸╺–—‐‑‒―−", "-"),
    ("│┃║┆┇┊┋╎╏╵╷╹╻▏▕▎▍", "|"),
    ("┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝╠╣╦╩╬╒╓╕╖╘╙╛╜╞╟╡╢╤╥╧╨╪╫┏┓┗┛┣┫┳┻╋┝┞┟┠┡┢┥┦┧┨┩┪┭┮┯┰┱┲┵┶┷┸┹┺┽┾┿", "+"),
    ("█▉▊▋■▇▆▅▓▰", "#"),
    ("▌▐▀▄▒", "="),
    ("▃▂▁", "_"),
    ("░▱", "."),
    ("·•∙⋅․‧", "."),
    ("…", "~"),
    ("▸▶►›»→⇒➜➔↦⟶❯", ">"),
    ("◂◀◄‹«←⇐⟵❮", "<"),
    ("▾▼▽↓⇓⌄", "v"),
    ("▴▲△↑⇑⌃", "^"),
    ("●◉⬤", "*"),
    ("◈★☆✦✧✱✲", "*"),
    ("○◯◌◦", "o"),
    ("◇◆⬥⬦", "%"),
    ("▣▢□☐", "&"),
    ("▪▫", "-"),
    ("⌂", "^"),
    ("↳", "`"),
    ("§", "S"),
    ("¶", "P"),
    ("⊕⊞", "+"),
    ("⊖⊟", "-"),
    ("≡", "="),
    ("▤▦▧▨▩", "="),
    ("▥", "|"),
    ("✓✔☑", "v"),
    ("✗✘✕✖×⨯☒", "x"),
    ("“”„‟″", "\""),
    ("‘’‚‛′", "'"),
    ("⟨⟪", "<"),
    ("⟩⟫", ">"),
    ("↔⇔↕", "="),
    ("≤", "<"),
    ("≥", ">"),
    ("†‡", "+"),
];

/// Whether it belongs to a block of symbols, not of letters.
fn is_drawing(character: char) -> bool {
    matches!(u32::from(character),
        0x2000..=0x206f | 0x2190..=0x23ff | 0x2400..=0x245f | 0x2500..=0x27bf | 0x27c0..=0x2bff | 0x1f000..=0x1faff)
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn glyphs_become_ascii_and_letters_stay() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 24, 1));
        buffer.set_string(0, 0, "┌▸ 设计：é“x”…▤★⌘█░", Style::new());
        in_ascii(&mut buffer);
        let row: String = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
        assert_eq!(row.replace(' ', ""), "+>设计：é\"x\"~=*?#.");
    }

    #[test]
    fn no_glyph_stands_for_two_things() {
        let mut seen = std::collections::HashSet::new();
        for character in GLYPHS.iter().flat_map(|(glyphs, _)| glyphs.chars()) {
            assert!(seen.insert(character), "{character}");
            assert_eq!(character.to_string().width(), 1, "{character}");
        }
    }

    #[test]
    fn levels_are_numbers_in_ascii() {
        draws_ascii(true, || {
            let glyphs: Vec<&str> = (0..=6).map(|level| level_glyph(level, 6)).collect();
            assert_eq!(glyphs, [".", "1", "2", "3", "4", "5", "6"]);
        });
        assert_eq!(level_glyph(3, 3), "█");
    }
}
