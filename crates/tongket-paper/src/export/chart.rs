//! A small chart as a drawing (SVG): bars that can be told apart in black and white.
//!
//! A full bar holds every unit, a hollow one lacks some; a dash marks a year
//! without a figure. Ratios are drawn as a point between the least and the
//! most. Plotters draws; fonts are those of whoever shows the drawing.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use resvg::tiny_skia::{self, Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use tongket_core::issue::{Bar, Chart};

use super::ExportError;
use super::fonts::FONTS;

/// Where a drawing will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In a list on a page, a hand wide.
    List,
    /// On the page of its indicator.
    Page,
    /// In a document, in black, in the document's font.
    Document,
}

impl Place {
    /// Width and height in pixels.
    pub fn size(self) -> (u32, u32) {
        match self {
            Place::List => (300, 96),
            Place::Page | Place::Document => (720, 200),
        }
    }

    fn font(self) -> &'static str {
        match self {
            Place::List | Place::Page => "sans-serif",
            Place::Document => "Tinos",
        }
    }

    /// Size of the words, as plotters counts it: a quarter more than what stands in the drawing.
    fn words(self) -> f64 {
        match self {
            Place::List => 15.0,
            Place::Page => 18.0,
            Place::Document => 22.0,
        }
    }

    /// Room for a line of words.
    fn line(self) -> i32 {
        (self.words() * 1.1).ceil() as i32
    }
}

const INK: RGBColor = RGBColor(0, 0, 0);

/// Width of a chart in a document, in millimetres.
pub(super) const WIDTH: f64 = 160.0;

/// Dots of a picture for each unit of the drawing: about 340 an inch.
const FINE: f32 = 3.0;

/// Height of a chart in a document, in millimetres.
pub(super) fn height() -> f64 {
    let (width, height) = Place::Document.size();
    WIDTH * f64::from(height) / f64::from(width)
}

/// A chart of a document as a picture (PNG), for programs that do not draw.
pub(super) fn png(chart: &Chart) -> Result<Vec<u8>, ExportError> {
    let drawing = svg(chart, Place::Document)?;
    let mut options = Options::default();
    for font in FONTS.iter() {
        options.fontdb_mut().load_font_data(font.data().to_vec());
    }
    let unfit = |error: String| ExportError::Typeset(error);
    let tree = Tree::from_str(&drawing, &options).map_err(|error| unfit(error.to_string()))?;
    let size = tree.size().to_int_size().scale_by(FINE);
    let size = size.ok_or_else(|| unfit("size".to_owned()))?;
    let picture = Pixmap::new(size.width(), size.height());
    let mut picture = picture.ok_or_else(|| unfit("size".to_owned()))?;
    picture.fill(tiny_skia::Color::WHITE);
    resvg::render(
        &tree,
        Transform::from_scale(FINE, FINE),
        &mut picture.as_mut(),
    );
    picture
        .encode_png()
        .map_err(|error| unfit(error.to_string()))
}

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Draws a chart. On pages its ink is the colour of the text around it.
pub fn svg(chart: &Chart, place: Place) -> Result<String, ExportError> {
    let mut drawing = String::new();
    {
        let area = SVGBackend::with_string(&mut drawing, place.size()).into_drawing_area();
        let sketch = Sketch::of(chart, place);
        sketch.draw(&area).map_err(|error| refused(&error))?;
        area.present().map_err(|error| refused(&error))?;
    }
    Ok(match place {
        Place::Document => drawing,
        Place::List | Place::Page => drawing.replace("#000000", "currentColor"),
    })
}

fn refused(error: &dyn std::error::Error) -> ExportError {
    ExportError::Typeset(error.to_string())
}

type Drawn<'a> = Result<(), DrawingAreaErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>>;

/// A chart with its measures.
struct Sketch<'c> {
    chart: &'c Chart,
    place: Place,
    low: f64,
    high: f64,
}

impl<'c> Sketch<'c> {
    fn of(chart: &'c Chart, place: Place) -> Sketch<'c> {
        let ends = chart.bars.iter().flat_map(|bar| {
            let (low, high) = bar.spread.unzip();
            [bar.height, low, high].into_iter().flatten()
        });
        let (low, high) = ends.fold((0.0_f64, 0.0_f64), |(low, high), end| {
            (low.min(end), high.max(end))
        });
        let high = if high > low { high } else { low + 1.0 };
        Sketch {
            chart,
            place,
            low,
            high,
        }
    }

    /// How far down a value is drawn.
    fn down(&self, value: f64) -> i32 {
        let height = self.place.size().1 as i32;
        let line = self.place.line();
        let below = if self.low < 0.0 { line } else { 0 };
        let (top, bottom) = (line + 2, height - line - 4 - below);
        let part = (value - self.low) / (self.high - self.low);
        bottom - (part * f64::from(bottom - top)).round() as i32
    }

    fn draw<'a>(&self, area: &Area<'a>) -> Drawn<'a> {
        let (width, height) = self.place.size();
        let (width, height) = (width as i32, height as i32);
        let count = i32::try_from(self.chart.bars.len()).unwrap_or(1).max(1);
        let nought = self.down(0.0);
        let ground = vec![(0, nought), (width, nought)];
        area.draw(&PathElement::new(ground, INK.stroke_width(1)))?;
        let step = width / count;
        let every = self.every(step);
        for (at, bar) in (0..).zip(&self.chart.bars) {
            let middle = step * at + step / 2;
            let half = (step * 3 / 10).clamp(3, 34);
            self.bar(area, bar, middle, half)?;
            // Counted from the last, so that the latest year always has its name.
            if (count - 1 - at) % every == 0 {
                self.words(area, &bar.label, (middle, height - 2), step * every)?;
            }
        }
        Ok(())
    }

    /// How wide words are. A digit is about half as wide as it is high.
    fn width(&self, words: &str) -> f64 {
        words.chars().count() as f64 * self.place.words() / 1.24 * 0.56
    }

    /// Every how many bars there is room for a name with air around it.
    fn every(&self, step: i32) -> i32 {
        let widths = self.chart.bars.iter().map(|bar| self.width(&bar.label));
        let widest = widths.fold(0.0, f64::max) + self.place.words() / 2.0;
        ((widest / f64::from(step.max(1))).ceil() as i32).max(1)
    }

    fn bar<'a>(&self, area: &Area<'a>, bar: &Bar, middle: i32, half: i32) -> Drawn<'a> {
        let nought = self.down(0.0);
        let step =
            self.place.size().0 as i32 / i32::try_from(self.chart.bars.len()).unwrap_or(1).max(1);
        let Some(value) = bar.height else {
            return self.words(area, "–", (middle, nought - 3), step);
        };
        let top = self.down(value);
        if let Some((low, high)) = bar.spread {
            let (low, high) = (self.down(low), self.down(high));
            let line = |from, to| PathElement::new(vec![from, to], INK.stroke_width(1));
            area.draw(&line((middle, low), (middle, high)))?;
            area.draw(&line((middle - 5, low), (middle + 5, low)))?;
            area.draw(&line((middle - 5, high), (middle + 5, high)))?;
            area.draw(&Circle::new((middle, top), 4, INK.filled()))?;
            return self.words(area, &bar.shown, (middle, high - 3), step);
        }
        let (upper, lower) = (top.min(nought), top.max(nought));
        let corners = [(middle - half, upper), (middle + half, lower)];
        match bar.whole {
            true => area.draw(&Rectangle::new(corners, INK.filled()))?,
            false => {
                let [(left, top), (right, bottom)] = corners;
                let around = [(left, bottom), (left, top), (right, top), (right, bottom)];
                let around = [around.as_slice(), &[(left, bottom)]].concat();
                area.draw(&PathElement::new(around, INK.stroke_width(2)))?;
            }
        }
        match value < 0.0 {
            true => self.words(area, &bar.shown, (middle, lower + self.place.line()), step),
            false => self.words(area, &bar.shown, (middle, upper - 3), step),
        }
    }

    /// Words above a point, where there is room for them.
    fn words<'a>(&self, area: &Area<'a>, words: &str, at: (i32, i32), room: i32) -> Drawn<'a> {
        let wide = self.width(words);
        let at_ends = self
            .chart
            .bars
            .first()
            .map(|bar| &bar.shown)
            .is_some_and(|it| it == words)
            || self
                .chart
                .bars
                .last()
                .map(|bar| &bar.shown)
                .is_some_and(|it| it == words);
        let limit = if at_ends {
            f64::from(room) * 1.9
        } else {
            f64::from(room)
        };
        if wide > limit {
            return Ok(());
        }
        let width = self.place.size().0 as i32;
        let reach = (wide / 2.0).ceil() as i32;
        let x = at.0.clamp(reach, (width - reach).max(reach));
        let style = TextStyle::from((self.place.font(), self.place.words()).into_font())
            .color(&INK)
            .pos(Pos::new(HPos::Center, VPos::Bottom));
        area.draw(&Text::new(words.to_owned(), (x, at.1), style))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(label: &str, height: Option<f64>, shown: &str, whole: bool) -> Bar {
        Bar {
            label: label.to_owned(),
            height,
            shown: shown.to_owned(),
            whole,
            spread: None,
        }
    }

    #[test]
    fn a_gap_is_a_dash_and_a_part_is_hollow() {
        let chart = Chart {
            bars: vec![
                bar("2016", Some(12.0), "12", true),
                bar("2017", None, "", false),
                bar("2018", Some(14.0), "14", false),
            ],
            ..Chart::default()
        };
        let drawn = svg(&chart, Place::Page).expect("it is drawn");
        assert!(
            drawn.contains("\n12\n") && drawn.contains("\n–\n"),
            "{drawn}"
        );
        assert_eq!(
            drawn.matches("fill=\"currentColor\"").count(),
            1 + 6,
            "{drawn}"
        );
        assert_eq!(drawn.matches("stroke-width=\"2\"").count(), 1, "{drawn}");
        assert!(!drawn.contains("style="), "{drawn}");
    }

    #[test]
    fn any_numbers_are_drawn() {
        for values in [vec![], vec![0.0], vec![-3.0, 2.0], vec![1e27, -1e27, 0.1]] {
            let bars = values
                .iter()
                .map(|value| bar("2016", Some(*value), "1", true));
            let chart = Chart {
                bars: bars.collect(),
                ..Chart::default()
            };
            for place in [Place::List, Place::Document] {
                let drawn = svg(&chart, place).expect("it is drawn");
                assert!(
                    !drawn.contains("NaN") && drawn.ends_with("</svg>\n"),
                    "{drawn}"
                );
            }
        }
    }
}
