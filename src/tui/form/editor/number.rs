use super::line::{Rule, Stride};
use crate::model::Value;
use crate::tr;

/// A whole number within bounds.
#[derive(Debug)]
pub(crate) struct IntRule(pub(crate) i64, pub(crate) i64);

/// A number within bounds.
#[derive(Debug)]
pub(crate) struct NumberRule(pub(crate) f64, pub(crate) f64);

/// A whole number, or several with commas between them.
#[derive(Debug)]
pub(crate) struct IntsRule;

/// Two whole numbers, from and to.
#[derive(Debug)]
pub(crate) struct IntPairRule;

impl Rule for IntRule {
    fn read(&self, text: &str) -> Result<Option<Value>, String> {
        let text = half_width(text);
        if text.is_empty() {
            return Ok(None);
        }
        let number = whole(&text)?;
        if (self.0..=self.1).contains(&number) {
            Ok(Some(Value::Int(number)))
        } else {
            Err(outside(&text, self.0, self.1))
        }
    }

    fn step(&self, text: &str, stride: Stride) -> Option<Result<String, String>> {
        let by = by(stride);
        let text = half_width(text);
        if text.is_empty() {
            return Some(Ok(self.0.max(1).min(self.1).to_string()));
        }
        let number = whole(&text).ok()?;
        Some(Ok(number.saturating_add(by).clamp(self.0, self.1).to_string()))
    }

    fn placeholder(&self) -> String {
        tr!("{least} to {most}", least = self.0, most = self.1)
    }
}

impl Rule for NumberRule {
    fn read(&self, text: &str) -> Result<Option<Value>, String> {
        let text = half_width(text);
        if text.is_empty() {
            return Ok(None);
        }
        let value = match text.parse::<i64>() {
            Ok(number) => Value::Int(number),
            Err(_) => match text.parse::<f64>() {
                Ok(number) if number.is_finite() => Value::Float(number),
                _ => return Err(tr!("{text} is not a number", text = format!("{:?}", text))),
            },
        };
        match value.as_number() {
            Some(number) if (self.0..=self.1).contains(&number) => Ok(Some(value)),
            _ => Err(outside(&text, self.0, self.1)),
        }
    }

    fn step(&self, text: &str, stride: Stride) -> Option<Result<String, String>> {
        let text = half_width(text);
        let number =
            if text.is_empty() { 0.0 } else { text.parse::<f64>().ok().filter(|number| number.is_finite())? };
        Some(Ok(format!("{}", (number + by(stride) as f64).clamp(self.0, self.1))))
    }

    fn placeholder(&self) -> String {
        tr!("a number").to_owned()
    }
}

impl Rule for IntsRule {
    fn read(&self, text: &str) -> Result<Option<Value>, String> {
        let numbers = wholes(text)?;
        Ok(match numbers.as_slice() {
            [] => None,
            [one] => Some(Value::Int(*one)),
            several => Some(Value::array(several.iter().copied().map(Value::Int))),
        })
    }

    fn placeholder(&self) -> String {
        tr!("5, or 5, 6").to_owned()
    }
}

impl Rule for IntPairRule {
    fn read(&self, text: &str) -> Result<Option<Value>, String> {
        match wholes(text)?.as_slice() {
            [] => Ok(None),
            [from, to] if from <= to => Ok(Some(Value::array([Value::Int(*from), Value::Int(*to)]))),
            [from, to] => Err(tr!("{from} comes after {to}: the lower one stands first", from, to)),
            _ => Err(tr!("two whole numbers are needed, from and to, such as 9, 12").to_owned()),
        }
    }

    fn placeholder(&self) -> String {
        "9, 12".to_owned()
    }
}

fn by(stride: Stride) -> i64 {
    match stride {
        Stride::Up => 1,
        Stride::Down => -1,
        Stride::PageUp => 10,
        Stride::PageDown => -10,
    }
}

fn outside(text: &str, least: impl std::fmt::Display, most: impl std::fmt::Display) -> String {
    tr!("{text} is not between {least} and {most}", text, least, most)
}

fn whole(text: &str) -> Result<i64, String> {
    text.parse().map_err(|_| {
        if text.parse::<f64>().is_ok() {
            tr!("{text} is not a whole number", text)
        } else {
            tr!("{text} is not a number", text = format!("{:?}", text))
        }
    })
}

fn wholes(text: &str) -> Result<Vec<i64>, String> {
    half_width(text).split([',', ' ']).filter(|part| !part.is_empty()).map(whole).collect()
}

/// Digits and signs as an input method for Chinese or Japanese may write them, in their plain form.
fn half_width(text: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '．' | '。' => '.',
        '，' | '、' => ',',
        '－' | '−' => '-',
        '\u{3000}' => ' ',
        other => other,
    };
    text.trim().chars().map(narrow).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_keep_their_bounds() {
        let rule = IntRule(1, 12);
        assert_eq!(rule.read("12"), Ok(Some(Value::Int(12))));
        assert_eq!(rule.read("１２"), Ok(Some(Value::Int(12))));
        assert_eq!(rule.read("13"), Err("13 is not between 1 and 12".to_owned()));
        assert_eq!(rule.read("1.5"), Err("1.5 is not a whole number".to_owned()));
        assert_eq!(rule.read("x"), Err("\"x\" is not a number".to_owned()));
        assert_eq!(rule.read(""), Ok(None));
        assert_eq!(rule.step("12", Stride::Up), Some(Ok("12".to_owned())));
        assert_eq!(rule.step("5", Stride::Down), Some(Ok("4".to_owned())));
    }

    #[test]
    fn numbers_stay_whole_where_they_are() {
        let rule = NumberRule(0.0, 100.0);
        assert_eq!(rule.read("96"), Ok(Some(Value::Int(96))));
        assert_eq!(rule.read("2.5"), Ok(Some(Value::Float(2.5))));
        for wrong in ["nan", "inf", "-1", "100.5", "1,5", "1e400"] {
            assert!(rule.read(wrong).is_err(), "{wrong}");
        }
        assert_eq!(rule.step("2.5", Stride::Up), Some(Ok("3.5".to_owned())));
        assert_eq!(rule.step("", Stride::Up), Some(Ok("1".to_owned())));
    }

    #[test]
    fn lists_and_pairs() {
        assert_eq!(IntsRule.read("5，6"), Ok(Some(Value::array([Value::Int(5), Value::Int(6)]))));
        assert_eq!(IntsRule.read("5"), Ok(Some(Value::Int(5))));
        assert!(IntsRule.read("5, x").is_err());
        assert_eq!(IntPairRule.read("9 12"), Ok(Some(Value::array([Value::Int(9), Value::Int(12)]))));
        assert!(IntPairRule.read("12, 9").is_err());
        assert!(IntPairRule.read("9").is_err());
    }
}
