//! Charts as paper has them: the same pictures that pages have, with the style of every shape worked out.

use super::layout::Colour;
use crate::report::svg::{Anchor, Picture, Rgb, Shape, style_of};
use crate::text::visible;

pub(super) type Point = (f32, f32);

/// A picture in units of its own, from its upper left corner.
#[derive(Debug)]
pub(super) struct Drawing {
    /// What can be seen in it, for those who cannot see it.
    pub(super) alt: String,
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) pieces: Vec<Piece>,
}

#[derive(Debug)]
pub(super) enum Piece {
    Path { steps: Vec<Step>, paint: Paint },
    Text(Writing),
}

#[derive(Debug)]
pub(super) struct Writing {
    /// Where its baseline begins, ends or has its middle.
    pub(super) at: Point,
    pub(super) anchor: Anchor,
    pub(super) text: String,
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) colour: Colour,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Step {
    Move(Point),
    Line(Point),
    /// Two points that it bends towards, and its end.
    Curve(Point, Point, Point),
    Close,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Paint {
    pub(super) fill: Option<Colour>,
    pub(super) stroke: Option<Stroke>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stroke {
    pub(super) colour: Colour,
    pub(super) width: f32,
    pub(super) dashes: Vec<f32>,
}

impl Drawing {
    pub(super) fn of(picture: &Picture) -> Self {
        let alt = match (picture.title.as_str(), picture.about.as_str()) {
            (title, "") => title.to_owned(),
            (title, about) => format!("{title}: {about}"),
        };
        let mut drawing = Self {
            alt: visible(&alt).into_owned(),
            width: picture.width.max(1) as f32,
            height: picture.height.max(1) as f32,
            pieces: Vec::new(),
        };
        drawing.take(&picture.shapes, (0.0, 0.0));
        drawing
    }

    fn take(&mut self, shapes: &[Shape], (left, top): Point) {
        let place = |(x, y): (i32, i32)| (left + x as f32, top + y as f32);
        for shape in shapes {
            match shape {
                Shape::Rect { class, at, size } => {
                    let ((x, y), (width, height)) = (place(*at), (size.0 as f32, size.1 as f32));
                    self.path(class, rectangle((x, y), (width, height)));
                }
                Shape::Path { class, steps } => self.path(class, self::steps(steps, (left, top))),
                Shape::Circle { class, at, radius } => self.path(class, circle(place(*at), *radius as f32)),
                Shape::Text { class, at, text } => {
                    let style = style_of(class);
                    self.pieces.push(Piece::Text(Writing {
                        at: place(*at),
                        anchor: style.anchor,
                        text: text.clone(),
                        size: style.size,
                        bold: style.bold,
                        colour: style.fill.map_or(super::layout::INK, colour),
                    }));
                }
                Shape::Told { shapes, .. } => self.take(shapes, (left, top)),
                Shape::Part { at, shapes } => self.take(shapes, place(*at)),
            }
        }
    }

    fn path(&mut self, class: &str, steps: Vec<Step>) {
        let style = style_of(class);
        let stroke = style.stroke.map(|stroke| Stroke {
            colour: colour(stroke),
            width: style.stroke_width,
            dashes: style.dashes,
        });
        self.pieces.push(Piece::Path { steps, paint: Paint { fill: style.fill.map(colour), stroke } });
    }
}

impl Step {
    /// The same with all its points elsewhere.
    pub(super) fn mapped(self, to: impl Fn(Point) -> Point) -> Self {
        match self {
            Self::Move(point) => Self::Move(to(point)),
            Self::Line(point) => Self::Line(to(point)),
            Self::Curve(one, two, end) => Self::Curve(to(one), to(two), to(end)),
            Self::Close => Self::Close,
        }
    }
}

impl Paint {
    /// The same, as much larger.
    pub(super) fn scaled(&self, by: f32) -> Self {
        let stroke = self.stroke.as_ref().map(|stroke| Stroke {
            colour: stroke.colour,
            width: stroke.width * by,
            dashes: stroke.dashes.iter().map(|dash| dash * by).collect(),
        });
        Self { fill: self.fill, stroke }
    }
}

fn colour((red, green, blue): Rgb) -> Colour {
    Colour(red, green, blue)
}

fn rectangle((x, y): Point, (width, height): Point) -> Vec<Step> {
    let corners = [(x + width, y), (x + width, y + height), (x, y + height)];
    let lines = corners.into_iter().map(Step::Line);
    std::iter::once(Step::Move((x, y))).chain(lines).chain([Step::Close]).collect()
}

fn circle((x, y): Point, radius: f32) -> Vec<Step> {
    // How far the points that a quarter bends towards are away from its ends.
    let bend = radius * 0.552_28;
    let quarter = |(from, to): (Point, Point)| {
        // The first leaves the circle in its own direction, the second comes back in that of the end.
        let (fx, fy, tx, ty) = (from.0, from.1, to.0, to.1);
        let one = (x + fx * radius + tx * bend, y + fy * radius + ty * bend);
        let two = (x + tx * radius + fx * bend, y + ty * radius + fy * bend);
        Step::Curve(one, two, (x + tx * radius, y + ty * radius))
    };
    let ends = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0), (1.0, 0.0)];
    let quarters = ends.windows(2).map(|pair| quarter((pair[0], pair[1])));
    std::iter::once(Step::Move((x + radius, y))).chain(quarters).chain([Step::Close]).collect()
}

/// What `M1 2H3Q…` says, from that corner.
fn steps(text: &str, (left, top): Point) -> Vec<Step> {
    let mut steps = Vec::new();
    let (mut x, mut y) = (left, top);
    let starts: Vec<usize> =
        text.char_indices().filter(|(_, character)| character.is_ascii_alphabetic()).map(|(at, _)| at).collect();
    for (place, start) in starts.iter().enumerate() {
        let end = starts.get(place + 1).copied().unwrap_or(text.len());
        let numbers: Vec<f32> =
            text[start + 1..end].split_whitespace().filter_map(|number| number.parse().ok()).collect();
        let point = |at: usize| Some((left + numbers.get(at)?, top + numbers.get(at + 1)?));
        let step = match text.as_bytes()[*start] {
            b'M' => point(0).map(Step::Move),
            b'L' => point(0).map(Step::Line),
            b'H' => numbers.first().map(|to| Step::Line((left + to, y))),
            b'V' => numbers.first().map(|to| Step::Line((x, top + to))),
            b'C' => point(0).zip(point(2)).zip(point(4)).map(|((one, two), end)| Step::Curve(one, two, end)),
            // One point to bend towards is two that are two thirds of the way to it.
            b'Q' => point(0).zip(point(2)).map(|(bend, end)| {
                let near = |(from_x, from_y): Point| {
                    (from_x + (bend.0 - from_x) * 2.0 / 3.0, from_y + (bend.1 - from_y) * 2.0 / 3.0)
                };
                Step::Curve(near((x, y)), near(end), end)
            }),
            _ => Some(Step::Close),
        };
        let Some(step) = step else { continue };
        if let Step::Move(end) | Step::Line(end) | Step::Curve(_, _, end) = step {
            (x, y) = end;
        }
        steps.push(step);
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_read_from_a_corner() {
        let read = steps("M1 2L3 4H5V-6C1 1 2 2 3 3Q6 3 6 6Z", (10.0, 20.0));
        assert_eq!(
            read,
            [
                Step::Move((11.0, 22.0)),
                Step::Line((13.0, 24.0)),
                Step::Line((15.0, 24.0)),
                Step::Line((15.0, 14.0)),
                Step::Curve((11.0, 21.0), (12.0, 22.0), (13.0, 23.0)),
                Step::Curve((15.0, 23.0), (16.0, 24.0), (16.0, 26.0)),
                Step::Close,
            ]
        );
    }

    #[test]
    fn a_circle_is_round() {
        let around = circle((5.0, 5.0), 2.0);
        assert_eq!(around.len(), 6);
        assert_eq!(around[2], Step::Curve((3.895_44, 7.0), (3.0, 6.104_56), (3.0, 5.0)));
    }
}
