//! Where the root headers of a text seem to stand, by the look of its lines alone.
//!
//! A line inside a string may look like a header too: whoever goes by this has to hold it against what the parser found.

/// A header of a root table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header<'t> {
    pub(super) key: &'t str,
    /// Whether it is written `[[key]]`.
    pub(super) is_element: bool,
    /// Of its opening bracket.
    pub(super) at: usize,
    /// Where its block begins: at the line, or at the comment lines that touch it.
    pub(super) start: usize,
}

/// How a line begins that may be a header.
pub(super) struct Opening<'t> {
    pub(super) key: &'t str,
    pub(super) is_element: bool,
    /// What stands behind the first key.
    rest: &'t str,
}

impl Opening<'_> {
    /// Whether it is `[key]` or `[[key]]`.
    pub(super) fn is_plain_root(&self) -> bool {
        self.rest.starts_with(if self.is_element { "]]" } else { "]" }) && !self.key.is_empty()
    }
}

/// None where the line does not begin with a bracket, or where nothing ends the key.
pub(super) fn opening(line: &str) -> Option<Opening<'_>> {
    let header = line.strip_prefix('[')?;
    let is_element = header.starts_with('[');
    let header = header.strip_prefix('[').unwrap_or(header);
    let (key, rest) = header.split_at(header.find(|c: char| !is_bare(c))?);
    Some(Opening { key, is_element, rest })
}

/// The root headers, in order. None where anything is not written the plain way: a key in quotes, spaces between the
/// brackets, a header of one root below that of another.
pub(super) fn root_headers(text: &str) -> Option<Vec<Header<'_>>> {
    let mut found: Vec<Header<'_>> = Vec::new();
    let mut offset = 0;
    // The comment lines that the next line would touch.
    let mut touching = None;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let written = line.trim_start_matches([' ', '\t']);
        if written.starts_with('[') {
            let opening = opening(written)?;
            let Opening { key, is_element, rest } = opening;
            if opening.is_plain_root() {
                let at = start + line.len() - written.len();
                found.push(Header { key, is_element, at, start: touching.unwrap_or(start) });
            } else if !rest.starts_with('.') || found.last().is_none_or(|root| root.key != key) {
                return None;
            }
        }
        touching = match written.strip_prefix('#') {
            // The end of a string, perhaps, that spans lines.
            Some(comment) if comment.contains("\"\"\"") || comment.contains("'''") => return None,
            Some(comment) if !comment.starts_with(":schema") => touching.or(Some(start)),
            _ => None,
        };
    }
    Some(found)
}

fn is_bare(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_found_with_the_comments_that_touch_them() {
        let text = "#:schema x\n# a\n\n# b\n  # c\n [stage]\n[stage.x]\n\n#:schema y\n# d\n[[course]] # e\n";
        let found = root_headers(text).unwrap();
        let parts: Vec<_> = found.iter().map(|header| (header.key, header.is_element, &text[header.start..])).collect();
        assert_eq!(parts[0].0, "stage");
        assert!(!parts[0].1 && parts[0].2.starts_with("# b\n  # c\n [stage]"), "{parts:?}");
        assert!(parts[1].1 && parts[1].2.starts_with("# d\n[[course]]"), "{parts:?}");
        assert!(text[found[0].at..].starts_with("[stage]\n"));
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_parser() {
        for text in [
            "[\"a\"]\n",
            "[ a ]\n",
            "[a]\n[b.c]\n",
            "[a.b]\n",
            "[]\n",
            "[a]\n# \"\"\"\n[b]\n",
            "x = [\n[1, 2],\n]\n",
            "[",
        ] {
            assert_eq!(root_headers(text), None, "{text}");
        }
    }
}
