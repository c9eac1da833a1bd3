//! Pictures on pages: one as large as the page allows, or small ones side by side.

use super::drawing::{Drawing, Piece, Writing};
use super::layout::{Area, Format, Ink, LEFT, ROOM, Role, Setter};
use super::lines::{Line, Type, broken};
use crate::report::svg::Anchor;

/// A unit of a picture in points, where there is room for it: writing in it is as large as in tables then.
const NATURAL: f32 = 0.75;
/// What is still read easily, and so needs no other page.
const LEGIBLE: f32 = 0.6;
const GAP: f32 = 12.0;
/// The same of small pictures, which stand in rows.
const SMALL: f32 = 0.68;

/// How large a unit comes out on a page that has so much above the picture.
fn scale(drawing: &Drawing, format: Format, above: f32) -> f32 {
    let (width, height) = format.room();
    // A picture is never made smaller than that for what stands above it.
    let height = (height - above).max(height / 2.0);
    NATURAL.min(width / drawing.width).min(height / drawing.height)
}

/// The height on a lying page of what stands better there than upright, with what stands above it.
pub(super) fn lying_height(drawing: &Drawing, above: f32) -> Option<f32> {
    let upright = scale(drawing, Format::Upright, above);
    let lying = scale(drawing, Format::Lying, above);
    (upright < LEGIBLE && lying > upright).then_some(above + lying * drawing.height)
}

/// Of a picture on an upright page, with what comes after it.
pub(super) fn height(drawing: &Drawing, above: f32) -> f32 {
    scale(drawing, Format::Upright, above) * drawing.height
}

/// The height of the first small pictures.
pub(super) fn first_row(drawings: &[Drawing]) -> f32 {
    drawings.first().map_or(0.0, |drawing| tile_scale(drawing) * drawing.height)
}

fn tile_scale(drawing: &Drawing) -> f32 {
    SMALL.min(ROOM / drawing.width)
}

impl Setter<'_, '_> {
    pub(super) fn figure(&mut self, drawing: &Drawing) {
        let scale = NATURAL.min(self.room() / drawing.width).min(self.free() / drawing.height);
        self.picture(drawing, (LEFT, self.y), scale);
        self.y += drawing.height * scale + GAP;
    }

    /// One after the other, as many side by side as have room.
    pub(super) fn tiles(&mut self, drawings: &[Drawing]) {
        let mut rest = drawings;
        while !rest.is_empty() {
            let mut taken = 0.0;
            let mut row = 0;
            let mut high: f32 = 0.0;
            for drawing in rest {
                let scale = tile_scale(drawing);
                if row > 0 && taken + drawing.width * scale > ROOM + 0.01 {
                    break;
                }
                taken += drawing.width * scale + GAP;
                high = high.max(drawing.height * scale);
                row += 1;
            }
            self.need(high);
            let mut x = LEFT;
            let (now, later) = rest.split_at(row);
            for drawing in now {
                let scale = tile_scale(drawing);
                self.picture(drawing, (x, self.y), scale);
                x += drawing.width * scale + GAP;
            }
            self.y += high + GAP / 2.0;
            rest = later;
        }
        self.y += GAP / 2.0;
    }

    fn picture(&mut self, drawing: &Drawing, (left, top): (f32, f32), scale: f32) {
        let area = Area { x: left, y: top, width: drawing.width * scale, height: drawing.height * scale };
        let node = self.root(Role::Figure { alt: drawing.alt.clone(), area, page_height: self.size().1 });
        let to = |(x, y): (f32, f32)| (left + x * scale, top + y * scale);
        for piece in &drawing.pieces {
            let ink = match piece {
                Piece::Path { steps, paint } => {
                    Ink::Path { steps: steps.iter().map(|step| step.mapped(to)).collect(), paint: paint.scaled(scale) }
                }
                Piece::Text(writing) => {
                    let style = Type { size: writing.size * scale, bold: writing.bold };
                    let Some(line) = one_line(self, writing, style) else { continue };
                    let (x, y) = to(writing.at);
                    let x = match writing.anchor {
                        Anchor::Start => x,
                        Anchor::Middle => x - line.width / 2.0,
                        Anchor::End => x - line.width,
                    };
                    Ink::Text { x, y, line, style, colour: writing.colour }
                }
            };
            self.mark(Some(node), ink);
        }
    }
}

fn one_line(setter: &Setter<'_, '_>, writing: &Writing, style: Type) -> Option<Line> {
    broken(setter.shaper, &writing.text, style, f32::INFINITY).into_iter().next()
}
