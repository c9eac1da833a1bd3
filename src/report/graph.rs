//! The prerequisite graph for other programs to draw.

use std::fmt::Write;

use rustc_hash::FxHashMap;

use super::facts::{Edge, Facts, LinkedCourse};
use super::told;
use crate::text::visible;

/// For Graphviz: courses of one stage in one box, what must come before at the left.
pub fn prerequisites_dot(facts: &Facts<'_>) -> String {
    let mut text = String::from(
        "digraph prerequisites {\n  rankdir=LR;\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n",
    );
    let about = told::about(facts);
    if !about.is_empty() {
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(text, "  label={};\n  labelloc=t;", quoted(&about.join(" ")));
    }
    let longest = Longest::of(facts);
    for (place, (stage, courses)) in by_stage(facts).into_iter().enumerate() {
        let _ = writeln!(text, "  subgraph cluster_{place} {{\n    label={};", quoted(stage));
        for course in courses {
            let mark = if course.is_bottleneck { ", penwidth=2" } else { "" };
            let name = if course.title.is_empty() { &course.id } else { &course.title };
            let _ = writeln!(text, "    {} [label={}{mark}];", quoted(&course.id), quoted(name));
        }
        text.push_str("  }\n");
    }
    for edge in &facts.prerequisites.edges {
        let mut marks = Vec::new();
        if edge.kind != "prerequisite" {
            marks.push("arrowhead=empty");
        }
        if !edge.certain {
            marks.push("style=dashed");
        }
        if longest.has(edge) {
            marks.push("penwidth=2");
        }
        let marks = if marks.is_empty() { String::new() } else { format!(" [{}]", marks.join(", ")) };
        let _ = writeln!(text, "  {} -> {}{marks};", quoted(&edge.from), quoted(&edge.to));
    }
    text.push_str("}\n");
    text
}

/// A string of Graphviz, in which nothing is markup.
fn quoted(text: &str) -> String {
    format!("\"{}\"", visible(text).replace('\\', "\\\\").replace('"', "\\\""))
}

/// For Mermaid, as it stands in Markdown between fences.
pub fn prerequisites_mermaid(facts: &Facts<'_>) -> String {
    let about = told::about(facts);
    let mut text = String::new();
    if !about.is_empty() {
        let title = about.join(" ").replace('<', "‹").replace('>', "›");
        let _ = writeln!(text, "---\ntitle: {}\n---", quoted(&title));
    }
    text.push_str("flowchart LR\n");
    let courses = &facts.prerequisites.courses;
    // Ids of courses may be words of Mermaid's own, such as `end`.
    let places: FxHashMap<&str, usize> =
        courses.iter().enumerate().map(|(place, course)| (course.id.as_str(), place)).collect();
    for (stage, (name, courses)) in by_stage(facts).into_iter().enumerate() {
        let _ = writeln!(text, "  subgraph s{stage}[\"{}\"]", entities(name));
        for course in courses {
            let title = if course.title.is_empty() { &course.id } else { &course.title };
            let _ = writeln!(text, "    c{}[\"{}\"]", places[course.id.as_str()], entities(title));
        }
        text.push_str("  end\n");
    }
    let longest = Longest::of(facts);
    for edge in &facts.prerequisites.edges {
        let arrow = match (longest.has(edge), edge.certain && edge.kind == "prerequisite") {
            (true, _) => "==>",
            (false, true) => "-->",
            (false, false) => "-.->",
        };
        if let (Some(from), Some(to)) = (places.get(edge.from.as_str()), places.get(edge.to.as_str())) {
            let _ = writeln!(text, "  c{from} {arrow} c{to}");
        }
    }
    text
}

/// Text between quotes of Mermaid: letters and digits of any script as they are, all else by number.
fn entities(text: &str) -> String {
    let mut out = String::new();
    for character in visible(text).chars() {
        if character.is_alphanumeric() || " ,.-()/".contains(character) {
            out.push(character);
        } else {
            let _ = write!(out, "#{};", character as u32);
        }
    }
    out
}

/// Linked courses by the stage that each stands in first.
fn by_stage<'f>(facts: &'f Facts<'_>) -> Vec<(&'f str, Vec<&'f LinkedCourse>)> {
    let stages: FxHashMap<&str, &str> =
        facts.courses.iter().filter_map(|course| Some((course.id, course.places.first()?.stage?))).collect();
    let mut groups: Vec<(&str, Vec<&LinkedCourse>)> = Vec::new();
    for course in &facts.prerequisites.courses {
        let stage = stages.get(course.id.as_str()).copied().unwrap_or_default();
        match groups.iter_mut().find(|(name, _)| *name == stage) {
            Some((_, courses)) => courses.push(course),
            None => groups.push((stage, vec![course])),
        }
    }
    groups
}

/// The steps of the longest path.
struct Longest<'f>(FxHashMap<&'f str, &'f str>);

impl<'f> Longest<'f> {
    fn of(facts: &'f Facts<'_>) -> Self {
        let path = &facts.prerequisites.longest_path;
        Self(path.windows(2).map(|step| (step[0].as_str(), step[1].as_str())).collect())
    }

    fn has(&self, edge: &Edge) -> bool {
        self.0.get(edge.from.as_str()) == Some(&edge.to.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_only_text() {
        assert_eq!(quoted("a \"b\" \\n \u{202e}"), "\"a \\\"b\\\" \\\\n ⟨U+202E⟩\"");
        assert_eq!(entities("设计 \"<script>\"#1;"), "设计 #34;#60;script#62;#34;#35;1#59;");
    }
}
