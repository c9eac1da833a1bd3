use super::Sandbox;

#[test]
fn settings_are_begun_shown_and_never_overwritten() {
    let sandbox = Sandbox::new();
    let shown = sandbox.run(&["config", "--config", "new/config.toml", "--init"]).well();
    assert_eq!(shown.trim(), "new/config.toml");
    assert!(sandbox.read("new/config.toml").contains("#theme = \"ansi\""));
    assert!(sandbox.run(&["config", "--config", "new/config.toml", "--init"]).refused().contains("new/config.toml"));
    let shown = sandbox.run(&["config", "--config", "new/config.toml"]).well();
    assert!(shown.contains("theme = \"ansi\"\nlang = \"en\"\nmouse = true\n"), "{shown}");
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let sandbox = Sandbox::new();
    sandbox.write("c/config.toml", "theme = \"drk\"\nkeys = \"k.toml\"\n");
    sandbox.write("c/k.toml", "[tree]\n\"ctrl-d\" = \"cot\"\n");
    sandbox.write("c/themes/mine.toml", "text = \"#12\"\n");
    let said = sandbox.run(&["config", "--config", "c/config.toml"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    for told in [
        "c/config.toml:1:9: there is no theme `drk`; did you mean `dark`?",
        "c/k.toml:2:12: there is no command `cot`; did you mean `cut`?",
        "c/themes/mine.toml:1:8: `#12` is no colour",
    ] {
        assert!(said.err.contains(told), "{told}\n{}", said.err);
    }
    assert!(said.out.contains("theme = \"ansi\"") && said.out.contains("high-contrast, plain, mine"), "{}", said.out);
}

#[test]
fn the_language_is_chosen_by_option_settings_and_locale() {
    let sandbox = Sandbox::new();
    let lang = |arguments: &[&str], locale: &str| {
        let mut command = sandbox.command(&[&["config"], arguments].concat());
        let output = command.env_remove("LC_ALL").env("LC_MESSAGES", "").env("LANG", locale).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().find_map(|line| line.strip_prefix("lang = ")).unwrap_or_default().to_owned()
    };
    assert_eq!(lang(&[], "zh_CN.UTF-8"), "\"zh\"");
    assert_eq!(lang(&[], "da_DK.UTF-8"), "\"en\"");
    assert_eq!(lang(&["--lang", "en"], "zh_CN.UTF-8"), "\"en\"");
    sandbox.write("config.toml", "lang = \"zh\"\n");
    assert_eq!(lang(&["--config", "config.toml"], "en_GB.UTF-8"), "\"zh\"");
    assert_eq!(lang(&["--config", "config.toml", "--lang", "en-GB"], ""), "\"en\"");
    let said = sandbox.run(&["config", "--lang", "da"]);
    assert!(said.err.contains("known: en, zh"), "{}", said.err);
    assert_eq!(said.code, Some(2));
}

#[test]
fn files_that_are_named_must_be_there_and_themes_known() {
    let sandbox = Sandbox::new();
    assert!(sandbox.run(&["check", "plan", "--config", "none.toml"]).refused().contains("none.toml"));
    assert!(sandbox.run(&["plan", "--theme", "drk"]).refused().contains("did you mean `dark`?"));
    assert!(sandbox.run(&["--ascii", "check", "plan"]).refused().contains("for the workbench"));
    let said = sandbox.command(&["config"]).env("GRADUS_CONFIG", "none.toml").output().unwrap();
    assert!(String::from_utf8_lossy(&said.stderr).contains("none.toml: there is no such file"));
}
