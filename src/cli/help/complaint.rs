//! What is wrong with a command line.

use std::error::Error as _;
use std::fmt::Display;
use std::num::ParseIntError;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::tr;

/// What is wrong, what may have been meant, and how the command is used; none where clap says something of its own.
pub(super) fn told(error: &Error) -> Option<String> {
    let mut parts = vec![tr!("error: {why}", why = why(error)?)];
    let tips = tips(error);
    if !tips.is_empty() {
        parts.push(tips.join("\n"));
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        parts.push(super::usage_in_words(usage));
    }
    parts.push(tr!("`--help` tells more.").to_owned());
    Some(parts.join("\n\n") + "\n")
}

fn why(error: &Error) -> Option<String> {
    let text = |kind| one(error.get(kind)?);
    let argument = text(ContextKind::InvalidArg);
    let value = text(ContextKind::InvalidValue);
    let number = |kind| match error.get(kind) {
        Some(ContextValue::Number(number)) => Some(*number),
        _ => None,
    };
    Some(match error.kind() {
        ErrorKind::UnknownArgument => tr!("unexpected argument '{argument}'", argument = argument?),
        ErrorKind::InvalidSubcommand => {
            tr!("there is no subcommand '{name}'", name = text(ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::InvalidValue => {
            let why = match value?.as_str() {
                "" => tr!("'{argument}' needs a value", argument = argument?),
                value => tr!("invalid value '{value}' for '{argument}'", value, argument = argument?),
            };
            match many(error.get(ContextKind::ValidValue)) {
                values if values.is_empty() => why,
                values => format!("{why}\n  {}", tr!("[possible values: {values}]", values = values.join(", "))),
            }
        }
        ErrorKind::ValueValidation => {
            let (argument, value) = (argument?, value?);
            match error.source() {
                Some(why) => {
                    tr!("invalid value '{value}' for '{argument}': {why}", value, argument, why = unfit(why))
                }
                None => tr!("invalid value '{value}' for '{argument}'", value, argument),
            }
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = many(error.get(ContextKind::InvalidArg));
            listed(tr!("these arguments are missing:"), &missing)?
        }
        ErrorKind::MissingSubcommand => {
            tr!("'{command}' needs a subcommand", command = text(ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::ArgumentConflict => {
            let argument = argument.or_else(|| text(ContextKind::InvalidSubcommand))?;
            match many(error.get(ContextKind::PriorArg)).as_slice() {
                [] => tr!("'{argument}' cannot be used together with other arguments given", argument),
                [prior] if *prior == argument => tr!("'{argument}' cannot be given several times", argument),
                [prior] => tr!("'{argument}' cannot be used together with '{prior}'", argument, prior),
                several => listed(&tr!("'{argument}' cannot be used together with these:", argument), several)?,
            }
        }
        ErrorKind::TooManyValues => {
            tr!("'{argument}' takes no further value '{value}'", argument = argument?, value = value?)
        }
        ErrorKind::TooFewValues => tr!(
            "'{argument}' needs {least} values, but there are {given}",
            argument = argument?,
            least = number(ContextKind::MinValues)?,
            given = number(ContextKind::ActualNumValues)?
        ),
        ErrorKind::WrongNumberOfValues => tr!(
            "'{argument}' needs {wanted} values, but there are {given}",
            argument = argument?,
            wanted = number(ContextKind::ExpectedNumValues)?,
            given = number(ContextKind::ActualNumValues)?
        ),
        ErrorKind::NoEquals => tr!("the value of '{argument}' comes after an equals sign", argument = argument?),
        ErrorKind::InvalidUtf8 => tr!("an argument is not in UTF-8").to_owned(),
        _ => return None,
    })
}

/// Why a value was refused: in words of ours already, but for numbers, which the standard library and clap read.
fn unfit(why: &(dyn std::error::Error + 'static)) -> String {
    if why.is::<ParseIntError>() {
        return tr!("a whole number is needed").to_owned();
    }
    let why = why.to_string();
    match why.split_once(" is not in ") {
        Some((_, range)) => tr!("it is not in {range}", range),
        None => why,
    }
}

/// A line for each, below what they are.
fn listed(title: &str, lines: &[String]) -> Option<String> {
    (!lines.is_empty()).then(|| format!("{title}\n  {}", lines.join("\n  ")))
}

/// What may have been meant instead.
fn tips(error: &Error) -> Vec<String> {
    let names = |kind| {
        let names = many(error.get(kind));
        (!names.is_empty()).then(|| names.iter().map(|name| tr!("'{name}'", name)).collect::<Vec<_>>().join(tr!(", ")))
    };
    let mut tips = Vec::new();
    tips.extend(
        names(ContextKind::SuggestedSubcommand).map(|names| tr!("did you mean the subcommand {names}?", names)),
    );
    tips.extend(names(ContextKind::SuggestedArg).map(|names| tr!("did you mean {names}?", names)));
    tips.extend(names(ContextKind::SuggestedValue).map(|names| tr!("did you mean {names}?", names)));
    if let Some(ContextValue::StyledStrs(sentences)) = error.get(ContextKind::Suggested) {
        tips.extend(sentences.iter().map(|sentence| said_otherwise(&sentence.to_string())));
    }
    tips.into_iter().map(|tip| format!("  {}", tr!("tip: {tip}", tip))).collect()
}

/// A sentence that clap gives as a whole, known by its words around what it quotes.
fn said_otherwise(sentence: &str) -> String {
    match sentence.split('\'').collect::<Vec<_>>().as_slice() {
        ["to pass ", word, " as a value, use ", instead, ""] => {
            tr!("to pass '{word}' as a value, write '{instead}'", word, instead)
        }
        ["", instead, " exists"] => tr!("there is '{instead}'", instead),
        ["subcommand ", verb, " exists; to use it, remove the ", "--", " before it"] => {
            tr!("there is the subcommand '{verb}': write it without --", verb)
        }
        _ => sentence.to_owned(),
    }
}

fn one(value: &ContextValue) -> Option<String> {
    match value {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => texts.first().cloned(),
        ContextValue::StyledStr(text) => Some(shown(text)),
        _ => None,
    }
}

fn many(value: Option<&ContextValue>) -> Vec<String> {
    match value {
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(shown).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    }
}

fn shown(text: &impl Display) -> String {
    text.to_string()
}
