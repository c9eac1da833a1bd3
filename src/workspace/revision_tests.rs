use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::*;
use crate::model::{Kind, Role};

/// A repository of its own; gone when the test ends.
struct Repository(tempfile::TempDir);

impl Repository {
    fn new() -> Self {
        let repository = Self(tempfile::tempdir().unwrap());
        repository.git(&["init", "--quiet", "--initial-branch=plan"]);
        repository
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn git(&self, arguments: &[&str]) {
        let mut command = Command::new("git");
        for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
            command.env_remove(variable);
        }
        let who = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
        let output = command.current_dir(self.0.path()).args(who).args(arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "A step"]);
    }
}

fn names(tree: &Tree) -> Vec<&str> {
    tree.files.iter().map(|file| file.name.as_str()).collect()
}

const MAIN: &str = "gradus = 1\n[curriculum]\nid = 'p'\ntitle = 'P'\ninclude = ['parts/*.toml']\nframeworks = ['../f/mini.toml', 'design']\n";
const FRAMEWORK: &str = "gradus = 1\n[framework]\nid = 'mini'\ntitle = 'M'\n";

fn with_plan() -> Repository {
    let repository = Repository::new();
    repository.write("plans/a/curriculum.toml", MAIN);
    repository.write("plans/a/parts/1.toml", "[[partner]]\nid = 'old'\ntitle = 'Ö'\n");
    repository.write("plans/a/parts/deep/curriculum.toml", MAIN);
    repository.write("plans/a/.hidden/x.toml", "[[partner]]\nid = 'hidden'\n");
    repository.write("plans/f/mini.toml", FRAMEWORK);
    repository.commit();
    repository
}

#[test]
fn a_plan_is_read_as_it_stood_with_includes_and_frameworks() {
    let repository = with_plan();
    fs::remove_file(repository.path("plans/a/parts/1.toml")).unwrap();
    repository.write("plans/a/parts/2.toml", "[[partner]]\nid = 'new'\ntitle = 'N'\n");
    repository.write("plans/f/mini.toml", &FRAMEWORK.replace("'M'", "'Changed'"));
    repository.commit();
    let path = repository.path("plans/a");

    let before = open_at(&path, "HEAD~1").unwrap();
    assert_eq!(names(&before), ["curriculum.toml", "parts/1.toml", "../f/mini.toml", "builtin:design"]);
    assert!(before.find("old").is_ok() && before.find("new").is_err());
    let framework = before.roots_of(2).find(|at| before.node(*at).kind == Kind::Framework).unwrap();
    assert_eq!(before.node(framework).str("title"), Some("M"));
    assert_eq!(before.files[2].role, Role::Framework);

    let now = open_at(&path, "plan").unwrap();
    let (_, on_disk) = super::super::Workspace::open(&path).unwrap();
    assert_eq!(names(&now), names(&on_disk));
    for (then, now) in now.files.iter().zip(&on_disk.files) {
        assert_eq!((then.text(), &then.path, &then.problems), (now.text(), &now.path, &now.problems));
    }
}

#[test]
fn what_was_committed_counts_not_what_lies_on_disk() {
    let repository = with_plan();
    fs::remove_dir_all(repository.path("plans/a")).unwrap();
    let tree = open_at(&repository.path("plans/a"), "HEAD").unwrap();
    assert!(tree.find("old").is_ok());
    let tree = open_at(&repository.path("plans/a/curriculum.toml"), "HEAD").unwrap();
    assert!(tree.find("old").is_ok());
    assert_eq!(names(&open_at(&repository.path("plans/f/mini.toml"), "HEAD").unwrap()), ["mini.toml"]);
}

#[test]
fn a_plan_at_the_top_of_a_repository_is_read() {
    let repository = Repository::new();
    repository.write("curriculum.toml", "gradus = 1\n[curriculum]\nid = 'p'\ntitle = 'P'\ninclude = ['a b.toml']\n");
    repository.write("a b.toml", "[[partner]]\nid = 'x'\ntitle = 'X'\n");
    repository.commit();
    assert!(open_at(repository.0.path(), "HEAD").unwrap().find("x").is_ok());
}

#[cfg(unix)]
#[test]
fn links_are_followed_within_the_folder_only() {
    let repository = with_plan();
    repository.write("plans/secret.toml", "[[partner]]\nid = 'secret'\ntitle = 'S'\n");
    repository.write("plans/a/elsewhere.toml", "[[partner]]\nid = 'near'\ntitle = 'N'\n");
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, repository.path(name)).unwrap();
    link("../../secret.toml", "plans/a/parts/out.toml");
    link("/etc/hostname", "plans/a/parts/absolute.toml");
    link("../elsewhere.toml", "plans/a/parts/in.toml");
    link("in.toml", "plans/a/parts/twice.toml");
    link("round.toml", "plans/a/parts/round.toml");
    link("none.toml", "plans/a/parts/dangling.toml");
    repository.commit();
    let tree = open_at(&repository.path("plans/a"), "HEAD").unwrap();
    assert!(tree.find("secret").is_err());
    let problem = |name: &str| {
        let file = tree.files.iter().find(|file| file.name == name).unwrap();
        file.problems.first().map(|problem| problem.message.clone()).unwrap_or_default()
    };
    for name in ["parts/out.toml", "parts/absolute.toml"] {
        assert!(problem(name).contains("leaves the plan's folder"), "{name}: {}", problem(name));
    }
    for name in ["parts/in.toml", "parts/twice.toml"] {
        assert_eq!(problem(name), "");
        assert!(tree.files.iter().any(|file| file.name == name && file.text().contains("near")));
    }
    assert!(problem("parts/round.toml").contains("leads nowhere"), "{}", problem("parts/round.toml"));
    assert!(problem("parts/dangling.toml").contains("leads nowhere"), "{}", problem("parts/dangling.toml"));
}

#[test]
fn what_cannot_be_had_is_said_in_words() {
    let repository = with_plan();
    let path = repository.path("plans/a");
    for revision in ["nowhere", "-x", "--all", "", "HEAD:plans", "HEAD..HEAD", "HEAD~99", "a\nb", "--output=gone"] {
        let error = open_at(&path, revision).unwrap_err();
        assert!(matches!(error, RevisionError::UnknownRevision { .. }), "{revision:?}: {error:?}");
        assert!(error.to_string().contains("there is no revision"), "{error}");
    }
    assert!(!repository.path("gone").exists());
    assert!(open_at(&path, ":/A step").is_ok());
    let error = open_at(&repository.path("plans"), "HEAD").unwrap_err();
    assert!(error.to_string().contains("there was no plan here at HEAD"), "{error}");
    let outside = tempfile::tempdir().unwrap();
    assert!(matches!(open_at(outside.path(), "HEAD"), Err(RevisionError::NotInRepository(_))));
    assert!(open_at(Path::new("a\0b"), "HEAD").is_err());
}

#[test]
fn what_is_not_text_then_is_a_problem_of_the_file() {
    let repository = with_plan();
    fs::write(repository.path("plans/a/parts/bad.toml"), b"a = '\xff'\n").unwrap();
    repository.commit();
    let tree = open_at(&repository.path("plans/a"), "HEAD").unwrap();
    let bad = tree.files.iter().find(|file| file.name == "parts/bad.toml").unwrap();
    assert!(bad.problems[0].message.contains("not UTF-8 (line 1, column 6)"), "{:?}", bad.problems);
    fs::write(repository.path("plans/a/curriculum.toml"), b"\xff\xfe").unwrap();
    repository.commit();
    let error = open_at(&repository.path("plans/a"), "HEAD").unwrap_err();
    assert!(matches!(error, RevisionError::Open { .. }), "{error:?}");
}

#[test]
fn the_head_is_named_where_there_is_one() {
    let repository = Repository::new();
    assert_eq!(head_of(repository.0.path()), None);
    repository.write("curriculum.toml", "");
    repository.commit();
    let head = head_of(&repository.path("curriculum.toml")).unwrap();
    assert!(head.starts_with("plan ") && head.len() > 10, "{head}");
    repository.git(&["checkout", "--quiet", "--detach"]);
    assert_eq!(head_of(repository.0.path()).unwrap(), head[5..]);
    assert_eq!(head_of(tempfile::tempdir().unwrap().path()), None);
}

#[test]
fn the_last_commits_of_a_plan_come_without_those_of_others() {
    let repository = with_plan();
    let first = commit_of(&repository.path("plans/a"), "HEAD").unwrap();
    repository.write("plans/b/curriculum.toml", MAIN);
    repository.git(&["add", "--all"]);
    repository.git(&["commit", "--quiet", "--message", "Another plan"]);
    repository.write("plans/a/parts/1.toml", "");
    repository.git(&["commit", "--quiet", "--all", "--message", "Less | of it\n\nBody"]);
    let told = commits(&repository.path("plans/a"), 10).unwrap();
    let subjects: Vec<&str> = told.iter().map(|commit| commit.subject.as_str()).collect();
    assert_eq!(subjects, ["Less | of it", "A step"]);
    assert!(first.starts_with(&told[1].hash));
    assert_eq!(commits(&repository.path("plans/a/curriculum.toml"), 1).unwrap(), told[..1]);
    assert_ne!(commit_of(&repository.path("plans/a"), "HEAD").unwrap(), first);
}

#[test]
fn before_the_first_commit_there_are_none() {
    let repository = Repository::new();
    repository.write("curriculum.toml", MAIN);
    let error = commits(&repository.path(""), 10).unwrap_err();
    assert!(matches!(error, RevisionError::UnknownRevision { .. }), "{error}");
    let nowhere = tempfile::tempdir().unwrap();
    assert!(matches!(commits(nowhere.path(), 10), Err(RevisionError::NotInRepository(_))));
}

#[test]
fn a_commit_a_checkout_and_a_further_work_tree_move_head() {
    let repository = with_plan();
    let mut head = crate::workspace::Head::around(&repository.path("plans/a/curriculum.toml")).unwrap();
    assert!(!head.moved());
    repository.write("plans/a/parts/3.toml", "[[partner]]\nid = 'third'\ntitle = 'T'\n");
    repository.git(&["add", "--all"]);
    assert!(!head.moved(), "what is staged is no commit");
    repository.commit();
    assert!(head.moved());
    assert!(!head.moved());
    repository.git(&["checkout", "--quiet", "-b", "other"]);
    assert!(head.moved());

    repository.git(&["worktree", "add", "--quiet", "beside", "plan"]);
    let mut beside = crate::workspace::Head::around(&repository.path("beside/plans/a")).unwrap();
    repository.git(&["-C", "beside", "commit", "--quiet", "--allow-empty", "--message", "There"]);
    assert!(beside.moved());
    assert!(!head.moved());
    assert!(crate::workspace::Head::around(tempfile::tempdir().unwrap().path()).is_none());
}
