use crate::tr;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

/// Opens a file at a line in the user's editor, and waits until it is closed.
pub(super) fn edit(path: &Path, line: usize) -> Result<(), String> {
    let wanted = ["VISUAL", "EDITOR"].into_iter().filter_map(std::env::var_os);
    let wanted = wanted.map(|value| value.to_string_lossy().trim().to_owned()).find(|value| !value.is_empty());
    let editor = wanted.ok_or(tr!("neither $VISUAL nor $EDITOR names an editor"))?;
    let mut words = editor.split_whitespace();
    let program = words.next().ok_or(tr!("$EDITOR is empty"))?;
    let status = Command::new(program)
        .args(words)
        .args(place_arguments(program, path, line))
        .status()
        .map_err(|error| format!("{program}: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(tr!("{program} ended with {status}; what is on disk was not read", program, status))
    }
}

/// How an editor is told the line: most take `+12 file`.
fn place_arguments(program: &str, path: &Path, line: usize) -> Vec<OsString> {
    let name = Path::new(program).file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut with_line = path.as_os_str().to_owned();
    with_line.push(format!(":{line}"));
    match name.as_str() {
        "hx" | "helix" | "subl" | "zed" => vec![with_line],
        "code" | "codium" => vec!["--wait".into(), "--goto".into(), with_line],
        _ => vec![format!("+{line}").into(), path.as_os_str().to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_are_told_the_line() {
        let path = Path::new("/plan/a.toml");
        assert_eq!(place_arguments("/usr/bin/vim", path, 7), ["+7", "/plan/a.toml"]);
        assert_eq!(place_arguments("hx", path, 7), ["/plan/a.toml:7"]);
    }
}
