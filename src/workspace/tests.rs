use super::*;
use crate::model::Role;
use std::fs;

fn plan(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

const MAIN: &str = "gradus = 1\n[curriculum]\nid = 'p'\ntitle = 'P'\ninclude = ['parts/*.toml']\n";

#[test]
fn the_example_opens_without_a_problem() {
    let (workspace, tree) = Workspace::open_example();
    assert!(!workspace.has_place());
    for file in &tree.files {
        assert!(file.problems.is_empty() && !file.broken(), "{}", file.name);
    }
    assert_eq!(tree.files.last().unwrap().role, Role::Framework);
}

#[test]
fn includes_are_sorted_and_limited_to_the_folder() {
    let folder = plan(&[
        (
            "curriculum.toml",
            "gradus = 1\n[curriculum]\nid = 'p'\ntitle = 'P'\ninclude = ['b/*.toml', '../x.toml', 'none.toml', 'curriculum.toml']\n",
        ),
        ("b/2.toml", "[[partner]]\nid = 'x'\ntitle = 'X'\n"),
        ("b/1.toml", ""),
        ("c/3.toml", "[[partner]]\n"),
        ("other.toml", "[package]\nname = 'x'\n"),
    ]);
    let (_, tree) = Workspace::open(folder.path()).unwrap();
    let names: Vec<_> = tree.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["curriculum.toml", "b/1.toml", "b/2.toml"]);
    let problems: Vec<_> =
        tree.files[0].problems.iter().map(|problem| (problem.check, problem.message.as_str())).collect();
    assert_eq!(problems.len(), 4, "{problems:?}");
    assert!(problems[0].1.contains("leaves the plan's folder"));
    assert!(problems[1].1.contains("matches no file"));
    assert!(problems[2].1.contains("includes itself"));
    assert_eq!(problems[3].0, "unlisted-file");
    let place = tree.place_in_file(0, tree.files[0].problems[0].span);
    assert_eq!((place.start.line, place.start.column), (5, 24));
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    let outside = plan(&[("secret.toml", "[[partner]]\nid = 'secret'\ntitle = 'S'\n")]);
    let folder = plan(&[("curriculum.toml", MAIN), ("parts/a.toml", "")]);
    std::os::unix::fs::symlink(outside.path().join("secret.toml"), folder.path().join("parts/link.toml")).unwrap();
    let (_, tree) = Workspace::open(folder.path()).unwrap();
    let link = tree.files.iter().find(|file| file.name == "parts/link.toml").unwrap();
    assert!(link.problems[0].message.contains("leaves the plan's folder"));
    assert!(tree.find("secret").is_err());
}

#[test]
fn what_is_not_text_is_said_with_its_place() {
    let folder = plan(&[("curriculum.toml", MAIN)]);
    fs::create_dir_all(folder.path().join("parts")).unwrap();
    fs::write(folder.path().join("parts/bad.toml"), b"a = 1\nb = '\xff'\n").unwrap();
    let (_, tree) = Workspace::open(folder.path()).unwrap();
    assert!(tree.files[1].problems[0].message.contains("not UTF-8 (line 2, column 6)"), "{:?}", tree.files[1].problems);
    fs::write(folder.path().join("curriculum.toml"), b"\xff\xfeg\0").unwrap();
    let error = Workspace::open(folder.path()).unwrap_err().to_string();
    assert!(error.contains("UTF-16"), "{error}");
}

#[test]
fn a_missing_plan_says_how_to_start_one() {
    let folder = tempfile::tempdir().unwrap();
    assert!(Workspace::open(folder.path()).unwrap_err().to_string().contains("gradus new"));
    assert!(matches!(Workspace::open(&folder.path().join("none")), Err(OpenError::NoPlan { .. })));
}

#[test]
fn saving_an_untouched_plan_writes_nothing() {
    let folder = plan(&[("curriculum.toml", MAIN), ("parts/a.toml", "\u{feff}[[partner]]\r\nid = 'a'\r\ntitle = 'A'")]);
    let (mut workspace, tree) = Workspace::open(folder.path()).unwrap();
    assert!(workspace.save(&tree, false).unwrap().is_empty());
}

#[test]
fn what_someone_else_changed_is_not_overwritten_unasked() {
    let folder = plan(&[("curriculum.toml", MAIN), ("parts/a.toml", "[[partner]]\nid = 'a'\ntitle = 'A'\n")]);
    let (mut workspace, tree) = Workspace::open(folder.path()).unwrap();
    let edited = parse::file(
        "parts/a.toml",
        folder.path().join("parts/a.toml"),
        Role::Included,
        "[[partner]]\nid = 'b'\ntitle = 'A'\n",
    );
    let mut files = tree.files.clone();
    files[1] = Arc::new(edited);
    let changed = Tree { files };
    fs::write(folder.path().join("parts/a.toml"), "# theirs\n").unwrap();
    assert!(
        matches!(workspace.save(&changed, false), Err(SaveError::ChangedOnDisk(names)) if names == ["parts/a.toml"])
    );
    assert_eq!(fs::read_to_string(folder.path().join("parts/a.toml")).unwrap(), "# theirs\n");
    assert_eq!(workspace.changed_on_disk(&changed), ["parts/a.toml"]);
    assert_eq!(workspace.save(&changed, true).unwrap(), ["parts/a.toml"]);
    assert!(fs::read_to_string(folder.path().join("parts/a.toml")).unwrap().contains("'b'"));
    assert_eq!(fs::read_dir(folder.path().join("parts")).unwrap().count(), 1, "no temporary file stays");
}

#[cfg(unix)]
#[test]
fn permissions_and_links_survive_a_save() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = plan(&[("real.toml", "gradus = 1\n[curriculum]\nid = 'p'\ntitle = 'P'\n")]);
    let real = folder.path().join("real.toml");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.path().join("link.toml");
    symlink(&real, &link).unwrap();
    let (mut workspace, tree) = Workspace::open(&link).unwrap();
    let edited = parse::file("link.toml", &link, Role::Main, &tree.files[0].text().replace("'P'", "'Q'"));
    workspace.save(&Tree { files: vec![Arc::new(edited)] }, false).unwrap();
    assert!(fs::read_to_string(&real).unwrap().contains("'Q'"));
    assert!(link.is_symlink());
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn the_example_is_copied_whole_and_only_into_an_empty_folder() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("mine");
    let (mut workspace, tree) = Workspace::open_example();
    let (written, moved) = workspace.save_as(&tree, &target).unwrap();
    assert_eq!(written.len(), builtin::EXAMPLE_FILES.len());
    assert!(workspace.has_place());
    assert!(workspace.save(&moved, false).unwrap().is_empty());
    let (_, again) = Workspace::open(&target).unwrap();
    assert_eq!(again.len(), tree.len());
    assert!(matches!(workspace.save_as(&tree, &target), Err(SaveError::TargetNotEmpty(_))));
    let folders = folder.path().join("folders");
    fs::create_dir_all(folders.join("within")).unwrap();
    workspace.save_as(&tree, &folders).unwrap();
}

#[cfg(unix)]
#[test]
fn a_copy_that_fails_leaves_no_file_and_may_be_tried_again() {
    let folder = plan(&[("curriculum.toml", MAIN), ("parts/a.toml", "")]);
    let (mut workspace, tree) = Workspace::open(folder.path()).unwrap();
    let copy = folder.path().join("copy");
    fs::create_dir_all(&copy).unwrap();
    // A link that leads nowhere stands where a folder is to be.
    std::os::unix::fs::symlink("nowhere/at/all", copy.join("parts")).unwrap();
    assert!(workspace.save_as(&tree, &copy).is_err());
    fs::remove_file(copy.join("parts")).unwrap();
    assert_eq!(fs::read_dir(&copy).unwrap().count(), 0);
    assert_eq!(workspace.save_as(&tree, &copy).unwrap().0.len(), tree.files.len());
}

#[test]
fn a_file_that_cannot_be_read_is_never_written_nor_taken_for_changed() {
    let folder = plan(&[("curriculum.toml", MAIN)]);
    fs::create_dir_all(folder.path().join("parts")).unwrap();
    let bad = folder.path().join("parts/bad.toml");
    fs::write(&bad, b"b = '\xff'\n").unwrap();
    let (mut workspace, tree) = Workspace::open(folder.path()).unwrap();
    assert!(workspace.changed_outside(&tree).is_empty());
    assert!(workspace.save(&tree, true).unwrap().is_empty());
    assert_eq!(fs::read(&bad).unwrap(), b"b = '\xff'\n");
    let copy = folder.path().join("copy");
    assert!(matches!(workspace.save_as(&tree, &copy), Err(SaveError::Unfaithful(_))));
}

#[test]
fn what_someone_else_writes_is_noticed_once() {
    let folder = plan(&[("curriculum.toml", MAIN), ("parts/a.toml", "[[partner]]\nid = 'a'\ntitle = 'A'\n")]);
    let (mut workspace, tree) = Workspace::open(folder.path()).unwrap();
    assert!(workspace.changed_outside(&tree).is_empty());
    fs::write(folder.path().join("parts/a.toml"), "# theirs, and longer than before: another length\n").unwrap();
    assert_eq!(workspace.changed_outside(&tree), ["parts/a.toml"]);
    assert!(workspace.changed_outside(&tree).is_empty());
}

#[test]
fn what_is_saved_here_during_a_look_is_nobody_elses() {
    let (folder, mut workspace, edited) = edited_parts();
    let look = workspace.look(&edited);
    assert_eq!(workspace.save(&edited, false).unwrap().len(), 2);
    let sight = look.run();
    assert!(workspace.take_up(sight).is_empty());
    assert!(workspace.changed_outside(&edited).is_empty());

    let look = workspace.look(&edited);
    fs::write(folder.path().join("parts/a.toml"), "# theirs, and longer than before: another length\n").unwrap();
    let sight = look.run();
    assert_eq!(workspace.take_up(sight), ["parts/a.toml"]);
}

#[test]
fn tables_that_are_no_nodes_stand_in_the_way_of_no_save() {
    let extra = "[[x-log]]\nday = 1\n[[x-log]]\nday = 2\n[settings]\na = 1\n[[notes]]\nb = 1\n[[notes]]\nb = 2\n";
    let text = format!("gradus = 1\n[curriculum]\nid = 'p'\ntitle = 'P'\n{extra}");
    let folder = plan(&[("curriculum.toml", &text)]);
    let (mut workspace, tree) = Workspace::open(folder.path()).unwrap();
    let file = &tree.files[0];
    let edited = parse::file("curriculum.toml", &file.path, Role::Main, &file.text().replace("'P'", "'Q'"));
    assert_eq!(workspace.save(&Tree { files: vec![Arc::new(edited)] }, false).unwrap(), ["curriculum.toml"]);
}

/// A plan of two parts, and the same with both parts edited.
fn edited_parts() -> (tempfile::TempDir, Workspace, Tree) {
    let part = |id: &str| format!("[[partner]]\nid = '{id}'\ntitle = 'A'\n");
    let folder = plan(&[("curriculum.toml", MAIN), ("parts/a.toml", &part("a")), ("parts/b.toml", &part("b"))]);
    let (workspace, mut tree) = Workspace::open(folder.path()).unwrap();
    for index in [1, 2] {
        let file = &tree.files[index];
        let text = file.text().replace("'A'", "'Mine'");
        tree.files[index] = Arc::new(parse::file(file.name.clone(), file.path.clone(), Role::Included, &text));
    }
    (folder, workspace, tree)
}

#[test]
fn only_what_was_asked_about_is_overwritten() {
    let (folder, mut workspace, tree) = edited_parts();
    let (a, b) = (folder.path().join("parts/a.toml"), folder.path().join("parts/b.toml"));
    fs::write(&a, "# theirs\n").unwrap();
    let names = |result: Result<Vec<String>, SaveError>| match result {
        Err(SaveError::ChangedOnDisk(names)) => names,
        other => panic!("{other:?}"),
    };
    assert_eq!(names(workspace.save(&tree, false)), ["parts/a.toml"]);
    fs::write(&b, "# theirs too\n").unwrap();
    assert_eq!(names(workspace.save(&tree, true)), ["parts/a.toml", "parts/b.toml"]);
    fs::write(&a, "# theirs again\n").unwrap();
    assert_eq!(names(workspace.save(&tree, true)).len(), 2);
    assert_eq!(fs::read_to_string(&a).unwrap(), "# theirs again\n");
    assert_eq!(workspace.save(&tree, true).unwrap().len(), 2);
}

#[test]
fn nothing_is_written_where_one_file_cannot_be() {
    let (folder, mut workspace, tree) = edited_parts();
    let (a, b) = (folder.path().join("parts/a.toml"), folder.path().join("parts/b.toml"));
    let mut permissions = fs::metadata(&b).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&b, permissions).unwrap();
    assert!(matches!(workspace.save(&tree, false), Err(SaveError::ReadOnlyFile(path)) if path.ends_with("b.toml")));
    assert!(matches!(read_only(&tree), Some(SaveError::ReadOnlyFile(_))));
    assert!(fs::read_to_string(&a).unwrap().contains("'A'"));
}

#[test]
fn a_save_that_stops_half_way_says_what_was_written() {
    let (folder, mut workspace, tree) = edited_parts();
    let mut put = Vec::new();
    let ready = |index: usize| {
        let file = &tree.files[index];
        (file, Stamp::of(&bytes_of(file)), save::prepare(&file.path, &bytes_of(file)).unwrap())
    };
    let prepared = vec![ready(1), ready(2)];
    let b = folder.path().join("parts/b.toml");
    fs::remove_file(&b).unwrap();
    fs::create_dir(&b).unwrap();
    let error = saving::put(prepared, &mut put).unwrap_err();
    workspace.stamps.extend(put);
    assert!(matches!(error, SaveError::Partly { written, .. } if written == ["parts/a.toml"]));
    fs::remove_dir(&b).unwrap();
    assert_eq!(workspace.changed_on_disk(&tree), ["parts/b.toml"]);
}

const WITH_FRAMEWORK: &str = "gradus = 1\n[curriculum]\nid = 'p'\ntitle = 'P'\nframeworks = ['../f.toml']\n";
const FRAMEWORK: &str = "gradus = 1\n[framework]\nid = 'f'\ntitle = 'F'\n";

#[test]
fn a_copy_never_loses_its_frameworks() {
    let folder = plan(&[
        ("out/curriculum.toml", WITH_FRAMEWORK),
        ("f.toml", FRAMEWORK),
        ("in/curriculum.toml", &WITH_FRAMEWORK.replace("../f", "f")),
        ("in/f.toml", FRAMEWORK),
    ]);
    let copy = folder.path().join("far/copy");
    let (mut workspace, tree) = Workspace::open(&folder.path().join("out")).unwrap();
    assert!(matches!(workspace.save_as(&tree, &copy), Err(SaveError::FrameworkOutside(name)) if name == "../f.toml"));
    assert!(!copy.exists());
    let (mut workspace, tree) = Workspace::open(&folder.path().join("in")).unwrap();
    workspace.save_as(&tree, &copy).unwrap();
    assert_eq!(Workspace::open(&copy).unwrap().1.files.len(), 2);
}

#[cfg(unix)]
#[test]
fn a_linked_folder_finds_its_frameworks() {
    let folder = plan(&[("deep/plan/curriculum.toml", WITH_FRAMEWORK), ("deep/f.toml", FRAMEWORK)]);
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(folder.path().join("deep/plan"), &link).unwrap();
    assert_eq!(Workspace::open(&link).unwrap().1.files.len(), 2);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_folder_is_not_waited_for() {
    let folder = plan(&[("curriculum.toml", MAIN), ("parts/a.toml", "")]);
    for name in ["parts/pipe.toml", "loose.toml"] {
        assert!(std::process::Command::new("mkfifo").arg(folder.path().join(name)).status().unwrap().success());
    }
    let (_, tree) = Workspace::open(folder.path()).unwrap();
    assert_eq!(tree.files.len(), 2);
    assert!(matches!(read::text(&folder.path().join("loose.toml")), Err(ReadError::Unfit(_))));
}
