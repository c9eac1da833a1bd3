use std::borrow::Cow;

use crate::text::visible;

/// `text` so that HTML and SVG show it as it is, in content and in quoted attributes, with nothing hidden.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    if !shown.contains(['&', '<', '>', '"', '\'']) {
        return shown;
    }
    let mut out = String::with_capacity(shown.len() + 16);
    for character in shown.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            plain => out.push(plain),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_text() {
        assert_eq!(escaped("<b title='a\"'>&\u{202e}"), "&lt;b title=&#39;a&quot;&#39;&gt;&amp;⟨U+202E⟩");
        assert!(matches!(escaped("plain 设计"), Cow::Borrowed(_)));
    }
}
