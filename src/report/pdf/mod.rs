//! The report for paper: A4 pages with contents, bookmarks, running titles, and tables whose heads come again.
//!
//! [`content`] says what there is to say, [`fonts`] finds what shows it, [`shape`] and [`lines`] make lines of it,
//! [`layout`], [`table`], [`figure`] and [`frame`] pages; charts come as [`drawing`]s; [`write`] alone knows the format of the file.

mod content;
mod document;
mod drawing;
mod figure;
mod fonts;
mod frame;
mod layout;
mod lines;
mod shape;
mod table;
mod write;

use std::collections::BTreeSet;

use thiserror::Error;

use super::Facts;
use crate::progress::Progress;
use crate::tr;
use crate::workspace::Fonts;

/// What is told while lines and pages are made.
const LAYOUT: &str = "Laying out pages…";

#[derive(Debug, Error, PartialEq, Eq)]
pub enum PdfError {
    /// Characters without a font.
    #[error("{}", fonts::advice(.0))]
    NoFont(BTreeSet<char>),
    #[error("{}", tr!("a font cannot be put into the file; name another with --font"))]
    UnfitFont,
}

/// The whole report as PDF. `language` is the tag of the language that the plan's own texts are in. `progress` is
/// told page by page.
pub fn report_pdf(
    facts: &Facts<'_>,
    fonts: &mut Fonts,
    language: &str,
    progress: &Progress,
) -> Result<Vec<u8>, PdfError> {
    let mut document = content::document(facts);
    let mut used = document.characters();
    used.extend(frame::own_characters());
    let chosen = fonts::choose(fonts, &used, language).map_err(PdfError::NoFont)?;
    let shaper = shape::Shaper::new(&chosen);
    document.substitute(&chosen.stand_ins);
    progress.begin(LAYOUT, 0);
    let laid = layout::laid(&document, &shaper);
    let title = std::mem::take(&mut document).title;
    let about = write::About { title: &title, language };
    let bytes = write::bytes(laid, &chosen, &about, progress);
    progress.rest();
    bytes.ok_or(PdfError::UnfitFont)
}
