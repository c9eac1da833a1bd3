use super::visible;

/// Spreadsheets run what begins with `=`, `+`, `-` or `@` as a formula, unless a `'` stands before.
/// A plain number is none.
pub fn inert_cell(cell: &str) -> String {
    let dangerous = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let shown = visible(cell);
    if dangerous && cell.parse::<f64>().is_err() { format!("'{shown}") } else { shown.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_inert_and_numbers_are_numbers() {
        assert_eq!(inert_cell("=1+2"), "'=1+2");
        assert_eq!(inert_cell("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(inert_cell("\t=1"), "' =1");
        assert_eq!(inert_cell("-3.5"), "-3.5");
        assert_eq!(inert_cell("-3+A1"), "'-3+A1");
        assert_eq!(inert_cell("A=1"), "A=1");
        assert_eq!(inert_cell("\u{1b}x"), "⟨U+001B⟩x");
    }
}
