use super::line::{Rule, Stride};
use crate::model::{Date, Value};
use crate::tr;

/// A day; arrows go on by days, pages by months.
#[derive(Debug)]
pub(crate) struct DateRule;

impl Rule for DateRule {
    fn read(&self, text: &str) -> Result<Option<Value>, String> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        text.parse::<Date>().map(|date| Some(Value::Date(date))).map_err(|()| {
            tr!("{text} is not a day: write year, month and day, such as 2027-08-31", text = format!("{:?}", text))
        })
    }

    fn step(&self, text: &str, stride: Stride) -> Option<Result<String, String>> {
        let Ok(date) = text.trim().parse::<Date>() else {
            return Some(Err(tr!("type a day first, such as 2027-08-31; arrows change it").to_owned()));
        };
        let moved = match stride {
            Stride::Up => next_day(date),
            Stride::Down => previous_day(date),
            Stride::PageUp => add_month(date, 1),
            Stride::PageDown => add_month(date, -1),
        };
        Some(Ok(moved.to_string()))
    }

    fn placeholder(&self) -> String {
        "2027-08-31".to_owned()
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 => 28 + u8::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn next_day(date: Date) -> Date {
    if date.day < days_in(date.year, date.month) {
        Date { day: date.day + 1, ..date }
    } else {
        Date { day: 1, ..add_month(Date { day: 1, ..date }, 1) }
    }
}

fn previous_day(date: Date) -> Date {
    if date.day > 1 {
        Date { day: date.day - 1, ..date }
    } else {
        let month = add_month(date, -1);
        Date { day: days_in(month.year, month.month), ..month }
    }
}

/// The same day of another month, or its last; years end with 0 and 9999.
fn add_month(date: Date, by: i32) -> Date {
    let months = (i32::from(date.year) * 12 + i32::from(date.month) - 1 + by).clamp(0, 9999 * 12 + 11);
    let (year, month) = ((months / 12) as u16, (months % 12 + 1) as u8);
    Date { year, month, day: date.day.min(days_in(year, month)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(text: &str, stride: Stride) -> String {
        DateRule.step(text, stride).unwrap().unwrap()
    }

    #[test]
    fn arrows_cross_months_and_years() {
        assert_eq!(step("2027-08-31", Stride::Up), "2027-09-01");
        assert_eq!(step("2027-12-31", Stride::Up), "2028-01-01");
        assert_eq!(step("2028-03-01", Stride::Down), "2028-02-29");
        assert_eq!(step("2027-01-01", Stride::Down), "2026-12-31");
        assert_eq!(step("2027-01-31", Stride::PageUp), "2027-02-28");
        assert_eq!(step("0000-01-01", Stride::PageDown), "0000-01-01");
        assert!(DateRule.step("", Stride::Up).unwrap().is_err());
    }

    #[test]
    fn only_days_are_taken() {
        assert!(DateRule.read("2027-02-30").is_err());
        assert!(DateRule.read("2027-08").is_err());
        assert!(DateRule.read("2027-08-31T10:00:00").is_err());
        assert_eq!(DateRule.read(""), Ok(None));
        assert_eq!(DateRule.read("2027-08-31"), Ok(Some(Value::Date(Date { year: 2027, month: 8, day: 31 }))));
    }
}
