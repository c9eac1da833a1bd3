use std::fmt::Write;

use rustc_hash::FxHashMap;

use super::{CourseFigures, CreditBalance, Figures, MetricsReport, Totals, TrackFigures};
use crate::report::grid::Grid;
use crate::report::number::{counted, plain};
use crate::text::{Truncate, truncate, visible};
use crate::tr;

/// Columns of a course's name.
const NAME_WIDTH: usize = 44;
/// Longer paths are told by their beginning and their end.
const PATH_SHOWN: usize = 12;
/// Of bottlenecks, redundant requisites, cycles.
const LISTED: usize = 40;

/// Tables for people.
pub fn metrics_text(report: &MetricsReport) -> String {
    let mut out = String::new();
    heading(&mut out, report);
    totals(&mut out, &report.figures, report.before.as_ref());
    if let Some(tracks) = report.tracks.as_ref().filter(|tracks| !tracks.is_empty()) {
        out.push('\n');
        track_table(&mut out, tracks);
    }
    if report.figures.courses.is_empty() && report.before.is_none() {
        return out;
    }
    out.push('\n');
    match &report.before {
        None => course_table(&mut out, &report.figures.courses),
        Some(before) => changed_courses(&mut out, before, &report.figures),
    }
    lists(&mut out, &report.figures);
    out
}

fn heading(out: &mut String, report: &MetricsReport) {
    let mut parts = vec![match (visible(&report.title), report.id.as_deref().map(visible)) {
        (title, None) if title.is_empty() => tr!("A curriculum without a name").to_owned(),
        (title, Some(id)) if title.is_empty() && id.is_empty() => tr!("A plan without a name").to_owned(),
        (title, Some(id)) if title != id => tr!("{title} ({id})", title, id),
        (title, _) => title.into_owned(),
    }];
    let institution = report.institution.as_deref().filter(|name| !name.is_empty());
    parts.extend(institution.map(|name| visible(name).into_owned()));
    parts.extend(report.track.as_ref().map(|track| tr!("learners of {track}", track = visible(track))));
    if report.system == "quarter" {
        parts.push(tr!("quarter system").to_owned());
    }
    if !report.without.is_empty() {
        let without: Vec<_> = report.without.iter().map(|what| visible(what)).collect();
        parts.push(tr!("without {courses}", courses = without.join(tr!(", "))));
    }
    let heading = parts.into_iter().reduce(|what, more| tr!("{what}, {more}", what, more));
    let _ = writeln!(out, "{}\n", heading.unwrap_or_default());
}

/// The names of all totals, with their values.
fn told(totals: &Totals) -> [(&'static str, String); 10] {
    [
        (tr!("courses"), totals.courses.to_string()),
        (tr!("requisites"), totals.requisites.to_string()),
        (tr!("credits"), plain(totals.credits)),
        (tr!("blocking"), totals.blocking.to_string()),
        (tr!("delay"), totals.delay.to_string()),
        (tr!("centrality"), large(totals.centrality)),
        (tr!("complexity"), plain(totals.complexity)),
        (tr!("rigidity"), plain(totals.rigidity)),
        (tr!("reachability"), format!("{}%", plain(totals.reachability * 100.0))),
        (tr!("requisite distance"), optional(totals.requisite_distance)),
    ]
}

fn totals(out: &mut String, figures: &Figures, before: Option<&Figures>) {
    let mut rows: Vec<(&str, String, Option<String>)> = match before {
        None => told(&figures.totals).into_iter().map(|(name, value)| (name, value, None)).collect(),
        Some(before) => {
            let after = told(&figures.totals).into_iter();
            told(&before.totals).into_iter().zip(after).map(|((name, old), (_, new))| (name, old, Some(new))).collect()
        }
    };
    let longest = |figures: &Figures| counted(figures.longest_paths.courses as usize, "course", "courses");
    rows.push(match before {
        None => (tr!("longest path"), longest(figures), None),
        Some(before) => (tr!("longest path"), longest(before), Some(longest(figures))),
    });
    let balance = |figures: &Figures| figures.credit_balance.as_ref().map_or_else(|| "·".to_owned(), spread);
    if figures.credit_balance.is_some() || before.is_some_and(|before| before.credit_balance.is_some()) {
        rows.push(match before {
            None => (tr!("credits per term"), balance(figures), None),
            Some(before) => (tr!("credits per term"), balance(before), Some(balance(figures))),
        });
    }
    let mut grid = Grid::bare(0..0);
    if before.is_some() {
        grid.row(vec![String::new(), tr!("before").into(), tr!("after").into()]);
    }
    for (name, old, new) in rows {
        grid.row([name.to_owned(), old].into_iter().chain(new).collect());
    }
    grid.write(out);
}

/// `12 to 18, standard deviation 2.1`
fn spread(balance: &CreditBalance) -> String {
    tr!(
        "{min} to {max}, standard deviation {deviation}",
        min = plain(balance.min),
        max = plain(balance.max),
        deviation = plain(balance.standard_deviation)
    )
}

fn track_table(out: &mut String, tracks: &[TrackFigures]) {
    out.extend([tr!("Tracks: the common courses of their stage and their own; `--track ID` tells more"), "\n"]);
    let header = [
        tr!("track"),
        tr!("courses"),
        tr!("requisites"),
        tr!("blocking"),
        tr!("delay"),
        tr!("centrality"),
        tr!("complexity"),
        tr!("rigidity"),
        tr!("longest"),
        "",
    ];
    let mut grid = Grid::with_numbers(&header, 1..9);
    for track in tracks {
        let old = track.before.as_ref();
        let cell = |value: &dyn Fn(&Figures) -> String| change(old.map(value), value(&track.figures));
        grid.row(vec![
            visible(&track.id).into_owned(),
            cell(&|figures| figures.totals.courses.to_string()),
            cell(&|figures| figures.totals.requisites.to_string()),
            cell(&|figures| figures.totals.blocking.to_string()),
            cell(&|figures| figures.totals.delay.to_string()),
            cell(&|figures| large(figures.totals.centrality)),
            cell(&|figures| plain(figures.totals.complexity)),
            cell(&|figures| plain(figures.totals.rigidity)),
            cell(&|figures| figures.longest_paths.courses.to_string()),
            name(&track.title),
        ]);
    }
    grid.write(out);
}

/// The value, or how it changed.
fn change(old: Option<String>, new: String) -> String {
    match old {
        Some(old) if old != new => format!("{old} → {new}"),
        _ => new,
    }
}

fn course_table(out: &mut String, courses: &[CourseFigures]) {
    out.extend([tr!("Courses, the most complex first"), "\n"]);
    let mut sorted: Vec<&CourseFigures> = courses.iter().collect();
    sorted.sort_by(|a, b| b.complexity.total_cmp(&a.complexity));
    let header = [
        tr!("course"),
        tr!("complexity"),
        tr!("blocking"),
        tr!("delay"),
        tr!("centrality"),
        tr!("requires"),
        tr!("required by"),
        tr!("reach"),
        tr!("distance"),
        tr!("name"),
    ];
    let mut grid = Grid::with_numbers(&header, 1..9);
    for course in sorted {
        grid.row(vec![
            visible(&course.id).into_owned(),
            plain(course.complexity),
            course.blocking.to_string(),
            course.delay.to_string(),
            large(course.centrality),
            course.requires.to_string(),
            course.required_by.to_string(),
            course.reach.to_string(),
            optional(course.requisite_distance),
            name(&course.name),
        ]);
    }
    grid.write(out);
}

/// The figures that decide whether a course has changed.
fn shown(course: &CourseFigures) -> (u64, u64, f64, f64, usize) {
    (course.blocking, course.delay, course.centrality, course.complexity, course.requires)
}

/// Courses whose figures are others than before, in the order they had.
fn changed_courses(out: &mut String, before: &Figures, after: &Figures) {
    let now: FxHashMap<&str, &CourseFigures> =
        after.courses.iter().map(|course| (course.id.as_str(), course)).collect();
    let header = [
        tr!("course"),
        tr!("complexity"),
        tr!("blocking"),
        tr!("delay"),
        tr!("centrality"),
        tr!("requires"),
        tr!("name"),
    ];
    let mut grid = Grid::with_numbers(&header, 1..6);
    let mut changed = 0;
    for old in &before.courses {
        let new = now.get(old.id.as_str());
        if new.is_some_and(|new| shown(new) == shown(old)) {
            continue;
        }
        let cell = |value: &dyn Fn(&CourseFigures) -> String| match new {
            Some(new) => change(Some(value(old)), value(new)),
            None => format!("{} → ·", value(old)),
        };
        changed += 1;
        grid.row(vec![
            visible(&old.id).into_owned(),
            cell(&|course| plain(course.complexity)),
            cell(&|course| course.blocking.to_string()),
            cell(&|course| course.delay.to_string()),
            cell(&|course| large(course.centrality)),
            cell(&|course| course.requires.to_string()),
            name(&old.name),
        ]);
    }
    if changed == 0 {
        out.extend([tr!("No course has other figures than before."), "\n"]);
    } else {
        out.extend([tr!("Courses with other figures than before"), "\n"]);
        grid.write(out);
    }
}

fn lists(out: &mut String, figures: &Figures) {
    let longest = &figures.longest_paths;
    if !longest.paths.is_empty() {
        let shown = longest.paths.len() as f64;
        let courses = counted(longest.courses as usize, "course", "courses");
        let title = match (longest.count, shown) {
            (1.0, _) => tr!("Longest paths: {courses}", courses),
            (count, shown) if count > shown => {
                tr!("Longest paths: {courses}, {shown} of {count}", courses, shown = plain(shown), count = large(count))
            }
            (count, _) => tr!("Longest paths: {courses}, {count} of them", courses, count = plain(count)),
        };
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(out, "\n{title}");
        for path in &longest.paths {
            let _ = writeln!(out, "  {}", shown_path(path));
        }
    }
    list(out, tr!("Bottlenecks"), &figures.bottlenecks, |course| {
        let name = with_name(&course.id, &course.name);
        let requires = counted(course.requires, "course", "courses");
        match course.required_by {
            1 => tr!("{name} requires {requires}, and 1 course requires it", name, requires),
            count => tr!("{name} requires {requires}, and {count} courses require it", name, requires, count),
        }
    });
    list(out, tr!("Redundant requisites"), &figures.redundant, |found| {
        let (course, requires, via) = (visible(&found.course), visible(&found.requires), visible(&found.via));
        if found.kind == "prerequisite" {
            tr!("{course} requires {requires}, which {via} brings along", course, requires, via)
        } else {
            tr!("{course} is taken alongside {requires}, which {via} brings along", course, requires, via)
        }
    });
    list(out, tr!("Cycles, each counted as one block"), &figures.cycles, |courses| match courses.as_slice() {
        [one] => tr!("{course} requires itself", course = visible(one)),
        courses => tr!("{courses} wait for each other", courses = names(courses)),
    });
    list(out, tr!("Taken together, each counted as one block"), &figures.together, |courses| names(courses));
    if let Some(balance) = &figures.credit_balance {
        out.extend(["\n", tr!("Credits per term"), "\n"]);
        let mut grid = Grid::bare(1..2);
        for term in &balance.terms {
            grid.row(vec![format!("  {}", term.shown), plain(term.credits)]);
        }
        grid.write(out);
        if balance.unplaced > 0 {
            let unplaced = match balance.unplaced {
                1 => tr!("1 course has credits and no term").to_owned(),
                count => tr!("{count} courses have credits and no term", count),
            };
            let _ = writeln!(out, "  {unplaced}");
        }
    }
}

fn list<T>(out: &mut String, title: &str, items: &[T], tell: impl Fn(&T) -> String) {
    if items.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}");
    for item in items.iter().take(LISTED) {
        let _ = writeln!(out, "  {}", tell(item));
    }
    if items.len() > LISTED {
        let _ = writeln!(out, "  {}", tr!("… and {more} more", more = items.len() - LISTED));
    }
}

fn names(courses: &[String]) -> String {
    let shown: Vec<_> = courses.iter().take(PATH_SHOWN).map(|course| visible(course)).collect();
    match courses.len().saturating_sub(PATH_SHOWN) {
        0 => shown.join(tr!(", ")),
        more => tr!("{courses} and {more} more", courses = shown.join(tr!(", ")), more),
    }
}

/// `A → B → C`; of a long one the beginning and the end.
fn shown_path(path: &[String]) -> String {
    let join = |courses: &[String]| courses.iter().map(|course| visible(course)).collect::<Vec<_>>().join(" → ");
    if path.len() <= PATH_SHOWN {
        return join(path);
    }
    let (half, left_out) = (PATH_SHOWN / 2, path.len() - PATH_SHOWN / 2 * 2);
    let (from, to) = (join(&path[..half]), join(&path[path.len() - half..]));
    tr!("{from} → … {count} more … → {to}", from, count = left_out, to)
}

fn with_name(id: &str, name: &str) -> String {
    if name.is_empty() {
        visible(id).into_owned()
    } else {
        let title = truncate(&visible(name), NAME_WIDTH, Truncate::End).into_owned();
        tr!("{id} \"{title}\"", id = visible(id), title)
    }
}

fn name(text: &str) -> String {
    truncate(&visible(text), NAME_WIDTH, Truncate::End).into_owned()
}

/// In full as long as it can be read.
fn large(number: f64) -> String {
    if number < 1e12 { plain(number) } else { format!("{number:.3e}") }
}

fn optional(number: Option<i64>) -> String {
    number.map_or_else(|| "·".to_owned(), |number| number.to_string())
}
