//! Where the keys of other scripts stand on a US keyboard, so that a command's key works without switching
//! the keyboard over.
//!
//! The layouts are those that come with every system: Russian ЙЦУКЕН, Greek, Hebrew (SI 1452), Arabic (101),
//! Korean in two sets. Full-width letters and Chinese punctuation are what input methods give for the same
//! key. Letters that stand behind Shift where Latin ones have capitals are given; what would take a character
//! of ASCII away is left out.

/// Characters of a layout, and those of a US keyboard below them.
const LAYOUTS: [(&str, &str); 9] = [
    ("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"),
    ("ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ", "QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~"),
    ("ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm"),
    ("ΕΡΤΥΘΙΟΠΑΣΔΦΓΗΞΚΛΖΧΨΩΒΝΜ", "ERTYUIOPASDFGHJKLZXCVBNM"),
    ("קראטוןםפשדגכעיחלךףזסבהנמצתץ", "ertyuiopasdfghjkl;zxcvbnm,."),
    ("ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظذ؟", "qwertyuiop[]asdfghjkl;'zxcvnm,./`?"),
    ("ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ", "qwertyuiopasdfghjklzxcvbnm"),
    ("ㅃㅉㄸㄲㅆㅒㅖ", "QWERTOP"),
    ("？：【】「」｛｝。，、；‘’“”《》！（）·～—…￥　", "?:[]{}{}.,/;''\"\"<>!()`~_^$ "),
];

/// The character that the same key gives on a US keyboard; none where it is of that keyboard itself.
pub(crate) fn us_character(character: char) -> Option<char> {
    if character.is_ascii() {
        return None;
    }
    let layouts = LAYOUTS.iter().find_map(|(theirs, ours)| {
        let at = theirs.chars().position(|other| other == character)?;
        ours.chars().nth(at)
    });
    layouts.or_else(|| full_width(character))
}

/// Full-width forms stand in the order of ASCII.
fn full_width(character: char) -> Option<char> {
    let offset = u32::from(character).checked_sub(0xff01)?;
    char::from_u32(0x21 + offset).filter(char::is_ascii_graphic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_layout_has_a_key_for_each_character() {
        for (theirs, ours) in LAYOUTS {
            assert_eq!(theirs.chars().count(), ours.chars().count(), "{theirs}");
            assert!(ours.is_ascii());
        }
    }

    #[test]
    fn the_key_at_the_same_place_is_meant() {
        let cases = [
            ('й', 'q'),
            ('О', 'J'),
            ('Ж', ':'),
            ('х', '['),
            ('ξ', 'j'),
            ('Γ', 'G'),
            ('ח', 'j'),
            ('ت', 'j'),
            ('؟', '?'),
            ('ㅓ', 'j'),
            ('ㅖ', 'P'),
            ('Ｑ', 'Q'),
            ('ｊ', 'j'),
            ('？', '?'),
            ('：', ':'),
            ('【', '['),
            ('、', '/'),
            ('；', ';'),
            ('。', '.'),
        ];
        for (theirs, ours) in cases {
            assert_eq!(us_character(theirs), Some(ours), "{theirs}");
        }
        for own in ['q', '?', 'é', '設'] {
            assert_eq!(us_character(own), None, "{own}");
        }
    }
}
