//! The report for paper, read back. The font is made here: no test needs one of the machine.

mod font;
mod read;

use std::collections::BTreeSet;
use std::fmt::Write;

use gradus::check::{self, Context};
use gradus::language::{Language, speaking};
use gradus::model::Curriculum;
use gradus::progress::Progress;
use gradus::report::{Facts, PdfError, report_pdf};
use gradus::workspace::{Fonts, Workspace};

use super::Sandbox;
use read::Pdf;

/// What the report itself says beside ASCII.
const OWN: &str = "–·…→●▲⟨⟩⏎“”‘’—\u{a0}";

fn with_font(characters: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    std::fs::write(sandbox.path("boxes.ttf"), font::font(&format!("{OWN}{characters}"))).unwrap();
    sandbox
}

/// All that a report says, its lines joined to one.
pub(super) fn said(sandbox: &Sandbox, arguments: &[&str]) -> String {
    std::fs::write(sandbox.path("boxes.ttf"), font::font(OWN)).unwrap();
    sandbox.run(&[arguments, &["--format", "pdf", "--font", "boxes.ttf", "-o", "out.pdf"]].concat()).well();
    let pages = Pdf::of(std::fs::read(sandbox.path("out.pdf")).unwrap()).pages();
    pages.iter().flat_map(|page| page.split_whitespace()).collect::<Vec<_>>().join(" ")
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
    let is_a4 = |size: &(f32, f32)| matches!(size, (595.28, 841.89) | (841.89, 595.28));
    assert!(pdf.sizes().iter().all(is_a4), "{:?}", pdf.sizes());
    for expected in ["Gaps", "Courses", "Learning outcomes", "Prerequisites", "Waivers", "Findings"] {
        assert!(pdf.bookmarks().iter().any(|title| title == expected), "{expected}: {:?}", pdf.bookmarks());
    }
    // A heading stands where the contents say.
    let contents: Vec<&str> = pages[0].lines().filter(|line| !line.is_empty()).collect();
    let told = |title: &str| {
        let at = contents.iter().rposition(|line| *line == title).unwrap();
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
    for expected in [
        "/Marked true",
        "/StructTreeRoot",
        "/Lang(en)",
        "/S/Document",
        "/S/Table",
        "/S/TH",
        "/Scope/Column",
        "/S/TD",
        "/S/H2",
        "/S/TOCI",
        "/S/Link",
        "/S/Figure",
        "/Alt(Pathway: ",
        "/DisplayDocTitle true",
    ] {
        assert!(source.contains(expected), "{expected} is missing");
    }
    // Every element hangs in the tree.
    assert_eq!(source.matches("/Type/StructElem").count(), source.matches("/P ").count());
}

#[test]
fn the_same_plan_and_fonts_give_the_same_bytes() {
    let sandbox = with_font("");
    let first = report(&sandbox, "plan");
    assert!(first.bytes() == report(&sandbox, "plan").bytes());
    let all = String::from_utf8_lossy(first.bytes());
    assert!(!all.contains("CreationDate") && !all.contains("ModDate") && !all.contains("CreateDate"));
}

#[test]
fn charts_are_drawn_in_lines_and_not_in_pixels() {
    let sandbox = with_font("");
    let pdf = report(&sandbox, "plan");
    assert!(!pdf.source().contains("/Image"));
    let threads = pdf.pages().iter().rposition(|page| page.contains("Progression threads")).unwrap();
    let strokes = pdf.drawn()[threads].split_whitespace().filter(|word| *word == "S").count();
    // Of each of three competencies: a line for every level, and what is guaranteed.
    assert!(strokes >= 3 * 4, "{strokes}");
}

#[test]
fn a_wide_pathway_stands_on_a_lying_page_with_its_heading() {
    let sandbox = with_font("");
    let mut plan = String::from(
        "gradus = 1\n[curriculum]\nid = \"w\"\ntitle = \"W\"\n[[stage]]\nid = \"s\"\ntitle = \"Wide\"\nyears = 4\nterms = 2\n",
    );
    for year in 1..=4 {
        let needs = if year > 1 { format!("requires = [\"C-{}\"]\n", year - 1) } else { String::new() };
        write!(
            plan,
            "[[course]]\nid = \"C-{year}\"\ntitle = \"Studio {year}\"\nstage = \"s\"\nyears = [{year}]\nterms = [1]\n{needs}"
        )
        .unwrap();
    }
    sandbox.write("wide/curriculum.toml", &plan);
    let pdf = report(&sandbox, "wide");
    let pages = pdf.pages();
    let at = pages.iter().rposition(|page| page.contains("Broken frame")).unwrap();
    for told in ["Pathways and prerequisites", "Pathway: Wide", "Studio 4", "year 4, term 2"] {
        assert!(pages[at].contains(told), "{told}: {}", pages[at]);
    }
    let lying: Vec<usize> = (0..pages.len()).filter(|page| pdf.sizes()[*page].0 > pdf.sizes()[*page].1).collect();
    assert_eq!(lying, [at]);
    // Lines of four bends lead from course to course.
    assert_eq!(pdf.drawn()[at].split_whitespace().filter(|word| *word == "c").count(), 3 * 4);
}

#[test]
fn what_a_pack_asks_for_comes_in_its_order() {
    let sandbox = with_font("");
    sandbox.run(&["new", "degree", "--template", "us-irm"]).well();
    let arguments =
        ["report", "degree", "--pack", "us-irm", "--format", "pdf", "--font", "boxes.ttf", "-o", "degree.pdf"];
    sandbox.run(&arguments).well();
    let pdf = Pdf::of(std::fs::read(sandbox.path("degree.pdf")).unwrap());
    let titles = pdf.bookmarks();
    let asked = ["Requirements", "Courses and outcomes", "Coverage: ", "Gaps", "Assessment", "Findings"];
    let places: Vec<usize> = asked
        .iter()
        .map(|part| {
            titles.iter().position(|title| title.starts_with(part)).unwrap_or_else(|| panic!("{part}: {titles:?}"))
        })
        .collect();
    assert!(places.is_sorted(), "{titles:?}");
    assert!(!titles.iter().any(|title| title == "Courses" || title == "Progression threads"), "{titles:?}");
    let text = pdf.pages().concat();
    for told in ["at least 120 credits", "! no", "I introduced", "M, A"] {
        assert!(text.contains(told), "{told}");
    }
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
    sandbox.write("report.pdf", "the one of last year");
    sandbox.run(&arguments).refused();
    assert_eq!(sandbox.read("report.pdf"), "the one of last year");
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
    assert_leads_nowhere(&pdf);
}

/// Nothing in it acts or leaves the file.
fn assert_leads_nowhere(pdf: &Pdf) {
    let source = pdf.source();
    for key in ["/JavaScript", "/JS", "/URI", "/Launch", "/OpenAction", "/AA", "/AcroForm", "/EmbeddedFile", "/A<<"] {
        // The attributes of tables are called so too.
        let source = source.replace("/A[", "");
        assert!(!source.contains(key), "{key}");
    }
}

#[test]
fn signs_of_pdf_itself_are_only_text() {
    let sandbox = with_font("");
    let title = r"a) /URI (b\) >> endobj \( javascript:alert(1) <</JS 1>>";
    let escaped = title.replace('\\', r"\\");
    sandbox.edit("plan/curriculum.toml", "title.en = \"A small", &format!("title.en = \"{escaped}"));
    let pdf = report(&sandbox, "plan");
    assert!(pdf.pages()[0].replace('\n', "").contains(title), "{}", pdf.pages()[0]);
    let source = pdf.source();
    assert_eq!(source.matches("endobj").count(), source.matches(r"\) >> endobj").count(), "only in strings");
    assert!(source.contains("/S/Document"));
}

/// The report of a plan in one file, with a made font alone.
fn alone(plan: &str, font: Vec<u8>) -> Result<Pdf, PdfError> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("boxes.ttf");
    std::fs::write(&file, font).unwrap();
    let mut fonts = Fonts::of_files(&[file]).unwrap();
    told(plan, &mut fonts).map(Pdf::of)
}

fn told(plan: &str, fonts: &mut Fonts) -> Result<Vec<u8>, PdfError> {
    let (_, tree) = Workspace::from_text("plan.toml", plan);
    let curriculum = Curriculum::of(&tree);
    let context = Context::new(&curriculum);
    let findings = check::run(&context);
    report_pdf(&Facts::of(&context, &findings), fonts, "zh", &Progress::default())
}

#[test]
fn the_report_speaks_chinese() {
    let plan = "gradus = 1\n[curriculum]\nid = \"p\"\ntitle = \"Plan\"\n";
    let catalogues = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/zh")).unwrap();
    let own: String = catalogues.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect();
    let own: String = own.chars().filter(|character| !character.is_control()).collect();
    let pdf = speaking(Language::Chinese, || alone(plan, font::font(&format!("{OWN}{own}")))).unwrap();
    let first = &pdf.pages()[0];
    assert!(first.contains("课程方案报告") && first.contains("目录") && first.contains("第 1 页"), "{first}");
    assert!(pdf.bookmarks().contains(&"检查结果".to_owned()), "{:?}", pdf.bookmarks());
}

#[test]
fn missing_characters_are_all_found_and_signs_of_our_own_are_replaced() {
    let plan = "gradus = 1\n[curriculum]\nid = \"p\"\ntitle = \"设计 \u{1b}\"\n";
    let missing = alone(plan, font::font("–")).err().unwrap();
    assert_eq!(missing, PdfError::NoFont(BTreeSet::from(['设', '计'])));
    assert!(missing.to_string().contains("设 (U+8BBE)") && missing.to_string().contains("fonts-noto-cjk"), "{missing}");
    let pdf = alone(plan, font::font("–设计")).unwrap();
    assert!(pdf.pages()[0].contains("设计 <U+001B>"), "{}", pdf.pages()[0]);
}

#[test]
fn fonts_of_the_system_are_looked_for_only_where_they_are_needed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("boxes.ttf");
    std::fs::write(&file, font::font("–设计")).unwrap();
    let mut fonts = Fonts::of_system(&[file]).unwrap();
    told("gradus = 1\n[curriculum]\nid = \"p\"\ntitle = \"设计\"\n", &mut fonts).unwrap();
    assert!(fonts.look_further(), "they have been looked for");
    assert!(!fonts.look_further(), "once is enough");
}

#[test]
fn every_page_is_told_while_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("boxes.ttf");
    std::fs::write(&file, font::font("–")).unwrap();
    let (_, tree) = Workspace::from_text("plan.toml", "gradus = 1\n[curriculum]\nid = \"p\"\ntitle = \"P\"\n");
    let curriculum = Curriculum::of(&tree);
    let context = Context::new(&curriculum);
    let progress = Progress::default();
    let mut fonts = Fonts::of_files(&[file]).unwrap();
    let pdf = Pdf::of(report_pdf(&Facts::of(&context, &[]), &mut fonts, "en", &progress).unwrap());
    let pages = pdf.pages().len();
    assert_eq!((progress.steps(), progress.text()), ((pages, pages), None));
}

#[test]
fn a_font_is_for_paper_alone() {
    let sandbox = with_font("");
    let error = sandbox.run(&["report", "plan", "--font", "boxes.ttf"]).refused();
    assert!(error.contains("--format pdf"), "{error}");
}

#[test]
fn a_glyph_that_stands_for_two_characters_is_told_apart() {
    let plan = "gradus = 1\n[curriculum]\nid = \"p\"\ntitle = \"5 \u{3a9} is 5 \u{2126}\"\n";
    let pdf = alone(plan, font::font_with_twins("–\u{3a9}", &[('\u{2126}', '\u{3a9}')])).unwrap();
    let drawn = &pdf.drawn()[0];
    // The second meaning is said where it is meant: in the title of the page.
    assert!(drawn.contains("/ActualText<FEFF2126>") || drawn.contains("/ActualText(\u{fffd}\u{fffd}!&)"), "{drawn}");
}
