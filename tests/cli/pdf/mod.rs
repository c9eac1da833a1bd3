//! The report for paper, read back. The font is made here: no test needs one of the machine.

mod font;
mod read;

use std::collections::BTreeSet;
use std::fmt::Write;

use gradus::check::{self, Context};
use gradus::language::{Language, speaking};
use gradus::model::Curriculum;
use gradus::report::{Facts, PdfError, report_pdf};
use gradus::workspace::{Fonts, Workspace};

use super::Sandbox;
use read::Pdf;

/// What the report itself says beside ASCII.
const OWN: &str = "–·…→⟨⟩⏎“”‘’—\u{a0}";

fn with_font(characters: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    std::fs::write(sandbox.path("boxes.ttf"), font::font(&format!("{OWN}{characters}"))).unwrap();
    sandbox
}

fn report(sandbox: &Sandbox, plan: &str) -> Pdf {
    let arguments = ["report", plan, "--format", "pdf", "--font", "boxes.ttf", "-o", "out/report.pdf"];
    assert_eq!(sandbox.run(&arguments).well(), "");
    Pdf::of(std::fs::read(sandbox.path("out/report.pdf")).unwrap())
}

#[test]
fn a_report_has_pages_contents_and_bookmarks() {
    let sandbox = with_font("");
    let pdf = report(&sandbox, "plan");
    let pages = pdf.pages();
    assert!(pages.len() >= 3, "{}", pages.len());
    assert!(pages[0].contains("Contents"), "{}", pages[0]);
    for (index, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("Page {} of {}", index + 1, pages.len())), "{page}");
    }
    let source = pdf.source();
    assert_eq!(source.matches("/MediaBox[0 0 595.28 841.89]").count(), pages.len());
    for expected in ["Gaps", "Courses", "Learning outcomes", "Prerequisites", "Waivers", "Findings"] {
        assert!(pdf.bookmarks().iter().any(|title| title == expected), "{expected}: {:?}", pdf.bookmarks());
    }
    // A heading stands where the contents say.
    let contents: Vec<&str> = pages[0].lines().filter(|line| !line.is_empty()).collect();
    let told = |title: &str| {
        let at = contents.iter().position(|line| *line == title).unwrap();
        contents[at + 1].parse::<usize>().unwrap()
    };
    for title in ["Gaps", "Courses", "Findings"] {
        let page = &pages[told(title) - 1];
        assert!(page.lines().any(|line| line == title), "{title} is not on page {}: {page}", told(title));
    }
}

#[test]
fn a_report_can_be_heard() {
    let sandbox = with_font("");
    let source = report(&sandbox, "plan").source();
    for expected in
        ["/Marked true", "/StructTreeRoot", "/Lang(en)", "/S/Table", "/S/TH", "/S/TD", "/S/H2", "/S/TOCI", "/S/Link"]
    {
        assert!(source.contains(expected), "{expected} is missing");
    }
    assert!(source.contains("pdfuaid:part"), "it does not keep PDF/UA");
}

#[test]
fn the_same_plan_and_fonts_give_the_same_bytes() {
    let sandbox = with_font("");
    let first = report(&sandbox, "plan").source();
    assert_eq!(first, report(&sandbox, "plan").source());
    assert!(!first.contains("CreationDate") && !first.contains("ModDate") && !first.contains("CreateDate"));
}

/// A course with so many outcomes, each of them a long sentence, in `plan/long.toml`.
fn long(sandbox: &Sandbox, outcomes: usize, text: &str) {
    let mut course = String::from(
        "gradus = 1\n[curriculum]\nid = \"long\"\ntitle = \"Long\"\n[[stage]]\nid = \"s\"\ntitle = \"S\"\nyears = 1\n[[course]]\nid = \"L-1\"\ntitle = \"Long\"\nstage = \"s\"\n",
    );
    for outcome in 0..outcomes {
        write!(course, "[[course.outcome]]\nid = \"o{outcome}\"\ntext = \"{text} {outcome}.\"\n").unwrap();
    }
    sandbox.write("long/curriculum.toml", &course);
}

#[test]
fn heads_of_tables_come_again_on_every_page() {
    let sandbox = with_font("");
    long(
        &sandbox,
        150,
        "Compare two ways of making a thing, and tell somebody who has never made it why one of them is better",
    );
    let pages = report(&sandbox, "long").pages();
    let findings = pages.iter().rposition(|page| page.lines().any(|line| line == "Findings")).unwrap();
    let with_outcomes: Vec<&String> =
        pages[..findings].iter().filter(|page| page.contains("Compare two ways")).collect();
    assert!(with_outcomes.len() > 3);
    for page in &with_outcomes {
        assert!(page.contains("Assessed by"), "{page}");
    }
    assert!(pages[..=findings].iter().any(|page| page.contains("149.")), "the last outcome is missing");
}

#[test]
fn a_text_longer_than_a_page_goes_on_on_the_next() {
    let sandbox = with_font("");
    long(&sandbox, 1, &"Draw what moves inside the machine and say why. ".repeat(300));
    let pages = report(&sandbox, "long").pages();
    let drawn: usize = pages.iter().map(|page| page.matches("machine").count()).sum();
    assert!(pages.iter().filter(|page| page.contains("machine")).count() > 1);
    // Once in the table of outcomes, and where findings quote it.
    assert!(drawn >= 300, "{drawn}");
    let sandbox = with_font("");
    long(&sandbox, 1, &"x".repeat(5_000));
    let pages = report(&sandbox, "long").pages();
    assert!(pages.iter().map(|page| page.matches('x').count()).sum::<usize>() >= 5_000);
}

#[test]
fn chinese_is_shown_and_can_be_searched() {
    let title = "产品设计：从观察到制作";
    let sandbox = with_font(title);
    let plan =
        format!("gradus = 1\n[curriculum]\nid = \"zh\"\ntitle = \"{title} (Product Design)\"\nlanguage = \"zh\"\n");
    sandbox.write("zh/curriculum.toml", &plan);
    let pdf = report(&sandbox, "zh");
    assert!(pdf.pages()[0].contains(&format!("{title} (Product Design)")), "{}", pdf.pages()[0]);
    assert!(pdf.source().contains("/Lang(zh)"));
}

#[test]
fn a_character_that_no_font_has_is_named() {
    let sandbox = with_font("");
    sandbox.edit("plan/curriculum.toml", "title = \"", "title = \"\u{378}");
    let arguments = ["report", "plan", "--format", "pdf", "--font", "boxes.ttf", "-o", "report.pdf"];
    let error = sandbox.run(&arguments).refused();
    assert!(error.contains("U+0378") && error.contains("--font"), "{error}");
    assert!(!sandbox.path("report.pdf").exists());
}

#[test]
fn a_file_that_is_no_font_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.write("font.ttf", "no font");
    for (file, why) in [("font.ttf", "no TrueType"), ("none.ttf", "none.ttf")] {
        let error = sandbox.run(&["report", "plan", "--format", "pdf", "--font", file, "-o", "x.pdf"]).refused();
        assert!(error.contains(why), "{error}");
    }
}

#[test]
fn what_would_be_obeyed_is_shown() {
    let sandbox = with_font("");
    sandbox.write("evil/curriculum.toml", super::inert::HOSTILE);
    sandbox.write("evil/mini.toml", super::inert::FRAMEWORK);
    let pdf = report(&sandbox, "evil");
    let text = pdf.pages().concat();
    for shown in [
        "⟨U+001B⟩]0;owned⟨U+0007⟩⟨U+202E⟩title",
        "⟨U+202E⟩txet",
        "⟨U+009B⟩",
        "=cmd()⟨U+0007⟩",
        "@SUM(A1:A9)",
        "<b>bold</b>",
    ] {
        assert!(text.contains(shown), "{shown} is not in {text}");
    }
    assert!(!text.chars().any(|character| character != '\n' && gradus::text::is_hidden(character)));
    for title in pdf.bookmarks() {
        assert!(!title.chars().any(gradus::text::is_hidden), "{title:?}");
    }
    assert!(!pdf.source().contains("/JavaScript") && !pdf.source().contains("/URI"));
}

/// The report of a plan in one file, with a made font alone.
fn alone(plan: &str, characters: &str) -> Result<Pdf, PdfError> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("boxes.ttf");
    std::fs::write(&file, font::font(characters)).unwrap();
    let fonts = Fonts::of_files(&[file]).unwrap();
    let (_, tree) = Workspace::from_text("plan.toml", plan);
    let curriculum = Curriculum::of(&tree);
    let context = Context::new(&curriculum);
    let findings = check::run(&context);
    report_pdf(&Facts::of(&context, &findings), &fonts, "zh").map(Pdf::of)
}

#[test]
fn the_report_speaks_chinese() {
    let plan = "gradus = 1\n[curriculum]\nid = \"p\"\ntitle = \"Plan\"\n";
    let own =
        include_str!("../../../locales/zh/pdf.toml").to_owned() + include_str!("../../../locales/zh/workbench.toml");
    let pdf = speaking(Language::Chinese, || alone(plan, &format!("{OWN}{own}"))).unwrap();
    let first = &pdf.pages()[0];
    assert!(first.contains("课程方案报告") && first.contains("目录") && first.contains("第 1 页"), "{first}");
    assert!(pdf.bookmarks().contains(&"检查结果".to_owned()), "{:?}", pdf.bookmarks());
}

#[test]
fn missing_characters_are_all_found_and_signs_of_our_own_are_replaced() {
    let plan = "gradus = 1\n[curriculum]\nid = \"p\"\ntitle = \"设计 \u{1b}\"\n";
    let missing = alone(plan, "–").err().unwrap();
    assert_eq!(missing, PdfError::NoFont(BTreeSet::from(['设', '计'])));
    assert!(missing.to_string().contains("设 (U+8BBE)") && missing.to_string().contains("fonts-noto-cjk"), "{missing}");
    let pdf = alone(plan, "–设计").unwrap();
    assert!(pdf.pages()[0].contains("设计 <U+001B>"), "{}", pdf.pages()[0]);
}
