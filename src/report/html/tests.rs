use std::collections::BTreeSet;

use super::*;
use crate::check::{self, Context};
use crate::language::{Language, speaking};
use crate::model::Curriculum;
use crate::report::facts::Scope;
use crate::report::{Chart, chart_svg};
use crate::suggest::Texts;
use crate::workspace::Workspace;

fn with_facts<R>(tell: impl FnOnce(&Facts<'_>) -> R) -> R {
    let (_, tree) = Workspace::open_example();
    let curriculum = Curriculum::of(&tree);
    let context = Context::new(&curriculum);
    let findings = check::run(&context);
    tell(&Facts::within(&context, &findings, Scope::default(), Some(|| Texts::of(&curriculum))))
}

fn page() -> String {
    with_facts(|facts| report_html(facts, &Templates::default())).unwrap()
}

fn by(
    files: &[(&str, &str)],
    write: fn(&Facts<'_>, &Templates) -> Result<String, TemplateError>,
) -> Result<String, String> {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let templates = Templates { folder: "mine".to_owned(), files };
    with_facts(|facts| write(facts, &templates)).map_err(|error| error.to_string())
}

/// Names and attributes of the tags of a page, from `<` to `>`; style and script are passed over.
fn tags(page: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        let end = at + rest[at..].find('>').expect("a tag ends");
        let tag = &rest[at + 1..end];
        tags.push(tag);
        rest = &rest[end + 1..];
        if tag == "style" || tag == "script" {
            rest = &rest[rest.find("</").expect("it ends")..];
        }
    }
    tags
}

fn name(tag: &str) -> &str {
    tag.split([' ', '/']).next().unwrap_or_default()
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    tag.split_once(&format!(" {name}=\""))?.1.split('"').next()
}

#[test]
fn every_tag_is_closed_where_it_was_opened() {
    const ALONE: [&str; 4] = ["meta", "input", "br", "!DOCTYPE"];
    let page = page();
    let mut open = Vec::new();
    for tag in tags(&page) {
        match tag.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop(), Some(closed), "</{closed}>"),
            None if tag.ends_with('/') || ALONE.contains(&name(tag)) => {}
            None => open.push(name(tag)),
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}

#[test]
fn headings_are_in_order_and_the_contents_lead_to_them() {
    let page = page();
    let tags = tags(&page);
    let mut last = 0;
    for tag in &tags {
        if let Some(level) = name(tag).strip_prefix('h').and_then(|level| level.parse::<usize>().ok()) {
            assert!(level <= last + 1, "<{tag}> after a heading of level {last}");
            last = level;
        }
    }
    assert_eq!(tags.iter().filter(|tag| name(tag) == "h1").count(), 1);
    let ids: Vec<&str> = tags.iter().filter_map(|tag| attribute(tag, "id")).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "an id stands twice");
    let links: BTreeSet<&str> = tags.iter().filter_map(|tag| attribute(tag, "href")?.strip_prefix('#')).collect();
    assert!(links.len() > 8);
    for link in &links {
        assert!(unique.contains(link), "#{link} leads nowhere");
    }
    for tag in tags.iter().filter(|tag| name(tag) == "h2") {
        let id = attribute(tag, "id").unwrap();
        assert!(id == "contents" || links.contains(id), "{id} is not in the contents");
    }
    for tag in &tags {
        if let Some(label) = attribute(tag, "aria-labelledby") {
            assert!(unique.contains(label), "{label}");
        }
    }
}

#[test]
fn tables_have_captions_and_their_heads_a_scope() {
    let page = page();
    let tags = tags(&page);
    for (place, tag) in tags.iter().enumerate() {
        match name(tag) {
            "table" => assert_eq!(name(tags[place + 1]), "caption"),
            "th" => assert!(attribute(tag, "scope").is_some(), "<{tag}>"),
            "svg" => {
                assert_eq!(attribute(tag, "role"), Some("img"));
                assert!(attribute(tag, "aria-label").is_some_and(|label| label.len() > 3), "<{tag}>");
            }
            _ => {}
        }
    }
    assert!(tags.iter().filter(|tag| name(tag) == "svg").count() > 50);
}

#[test]
fn a_page_needs_nothing_else_and_runs_only_what_is_its_own() {
    let page = page();
    for elsewhere in ["http:", "https:", "src=", "url(", "@import", "style=\"", "onclick", "javascript:"] {
        assert!(!page.contains(elsewhere), "{elsewhere}");
    }
    let inner = |tag: &str| {
        let (_, from) = page.split_once(&format!("<{tag}>")).unwrap();
        from.split_once(&format!("</{tag}>")).unwrap().0.to_owned()
    };
    let policy = tags(&page).into_iter().find(|tag| tag.contains("Content-Security-Policy")).unwrap().to_owned();
    let policy = policy.replace("&#39;", "'");
    assert!(policy.contains("default-src 'none'"), "{policy}");
    assert!(policy.contains(&format!("style-src '{}'", digest::source(&inner("style")))), "{policy}");
    assert!(policy.contains(&format!("script-src '{}'", digest::source(&inner("script")))), "{policy}");
    assert_eq!(page.matches("<script").count(), 1);
}

#[test]
fn a_page_speaks_chinese() {
    let page = speaking(Language::Chinese, page);
    assert!(page.contains("<html lang=\"zh-Hans\">"));
    assert!(page.contains("<h2 id=\"gaps\">缺口</h2>"));
    assert!(page.contains("<h1 lang=\"en\">"), "the plan's own texts are told apart");
    for text in texts(PAGE) {
        let translated = speaking(Language::Chinese, || language::translated(text).to_owned());
        assert!(translated != text, "no translation of {text:?}");
    }
}

/// What a template says in gradus's own words.
fn texts(template: &str) -> Vec<&str> {
    let asked: Vec<&str> = template.split(" tr(\"").skip(1).filter_map(|from| from.split('"').next()).collect();
    assert!(asked.len() > 80);
    asked
}

#[test]
fn the_same_plan_gives_the_same_page() {
    assert_eq!(page(), page());
}

#[test]
fn templates_extend_the_page_that_is_built_in() {
    let mine = "{% extends \"gradus/report.html\" %}{% block footer %}<p>{{ counts.courses }} at {{ title }}</p>{% endblock %}";
    let page = by(&[("report.html", mine)], report_html).unwrap();
    assert!(page.contains("84 at Design education in China</p>"));
    assert!(page.contains("<h2 id=\"gaps\">"));
    let parts = [("report.html", "{% include \"part.html\" %}\n"), ("part.html", "<b>{{ \"<i>\\u202e\" }}</b>")];
    assert_eq!(by(&parts, report_html).unwrap(), "<b>&lt;i&gt;⟨U+202E⟩</b>");
    let escaped = [("report.html", "{{ \"<\\u202e\" | e }}")];
    assert_eq!(by(&escaped, report_html).unwrap(), "&lt;⟨U+202E⟩");
}

#[test]
fn templates_of_markdown_make_texts_inert() {
    let written = by(&[("report.md", "# {{ \"a|b `c` <d>\" }}: {{ gaps | length }}\n")], report_by_markdown_template);
    assert_eq!(written.unwrap(), "# a\\|b \\`c\\` &lt;d&gt;: 22\n");
}

#[test]
fn errors_of_templates_tell_file_line_and_a_way_out() {
    let said = by(&[("report.html", "a\n{{ titel.x }}\n")], report_html).unwrap_err();
    assert!(said.starts_with("mine/report.html:2: undefined value"), "{said}");
    assert!(said.contains("docs/report.md"), "{said}");
    let said = by(&[("report.html", "{% if %}")], report_html).unwrap_err();
    assert!(said.starts_with("mine/report.html:1: syntax error"), "{said}");
    let said = by(&[("report.html", "\n{% include \"none.html\" %}")], report_html).unwrap_err();
    assert!(said.starts_with("mine/report.html:2: ") && said.contains("none.html"), "{said}");
    let said = by(&[("report.html", "{% include \"p.html\" %}"), ("p.html", "\n\n{{ 1 | nope }}")], report_html);
    assert!(said.unwrap_err().starts_with("mine/p.html:3: unknown filter"));
    let said = by(&[("report.html", "{% include \"report.html\" %}")], report_html).unwrap_err();
    assert!(said.starts_with("mine/report.html:1: "), "{said}");
}

#[test]
fn a_picture_alone_needs_one_pathway() {
    let error = with_facts(|facts| chart_svg(facts, Chart::Pathway)).unwrap_err().to_string();
    assert!(error.contains("--track") && error.contains("visual-communication"), "{error}");
    for chart in [Chart::Matrix, Chart::Load] {
        let picture = with_facts(|facts| chart_svg(facts, chart)).unwrap();
        assert!(picture.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\"") && picture.contains("<title>"));
        assert_eq!(picture.matches("http").count(), 1);
    }
}

/// The documentation, from which examples and names are taken.
const DOCUMENTATION: &str = include_str!("../../../docs/report.md");

#[test]
fn the_examples_of_the_documentation_work() {
    let example = |language: &str| {
        let (_, from) = DOCUMENTATION.split_once(&format!("```{language}\n")).unwrap();
        from.split_once("```").unwrap().0
    };
    let page = by(&[("report.html", example("html"))], report_html).unwrap();
    assert!(page.contains("<p>School of Design</p>") && !page.contains("id=\"findings\""));
    let gaps = by(&[("report.md", example("jinja"))], report_by_markdown_template).unwrap();
    assert_eq!(gaps.lines().filter(|line| line.starts_with("- ")).count(), 19, "{gaps}");
}

#[test]
fn every_fact_and_every_block_is_documented() {
    fn names(value: &serde_json::Value, found: &mut BTreeSet<String>) {
        match value {
            serde_json::Value::Object(fields) => {
                for (name, value) in fields {
                    found.insert(name.clone());
                    names(value, found);
                }
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| names(item, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    names(&with_facts(|facts| serde_json::to_value(facts).unwrap()), &mut found);
    let blocks = PAGE.split("{% block ").skip(1).filter_map(|from| from.split(' ').next());
    found.extend(blocks.map(str::to_owned));
    assert!(found.len() > 100);
    let is_told =
        |name: &&String| ["`", "[]`", "[][]`"].iter().any(|end| DOCUMENTATION.contains(&format!("`{name}{end}")));
    let missing: Vec<&String> = found.iter().filter(|name| !is_told(name)).collect();
    assert!(missing.is_empty(), "docs/report.md says nothing of {missing:?}");
}
