//! What stands on a page: letters with their places, rules, and how much of it is picture.

use hayro_interpret::font::{Glyph as PdfGlyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, TransformExt, interpret_page,
};
use hayro_syntax::{LoadPdfError, Pdf};
use kurbo::{Affine, BezPath, Point, Rect, Shape as _};

use super::super::encoding::Legacy;
use super::super::error::{ImportError, TooMuch};
use super::super::limits;

/// Thicker than this, in points, is a shape and no rule.
const RULE: f64 = 3.0;
/// Shorter than this is a dash and no rule.
const SHORT: f64 = 8.0;
/// More rules than this on one page are a drawing.
const MOST_RULES: usize = 20_000;

/// One letter on a page; y grows downwards, all in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Glyph {
    pub(super) letter: char,
    pub(super) start: f32,
    pub(super) end: f32,
    /// The line it stands on.
    pub(super) base: f32,
    pub(super) size: f32,
    pub(super) style: Style,
    pub(super) legacy: Legacy,
    /// A space came before it.
    pub(super) spaced: bool,
}

/// Bold and italic, where the font says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Style {
    pub(super) known: bool,
    pub(super) bold: bool,
    pub(super) italic: bool,
}

/// A straight line, upright or level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub(super) level: bool,
    /// Its place across its direction.
    pub(super) at: f32,
    pub(super) from: f32,
    pub(super) to: f32,
}

/// Everything on a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Vec<Rule>,
    pub(super) width: f32,
    pub(super) height: f32,
    /// Letters that do not say which they are.
    pub(super) nameless: usize,
    /// Letters that are there but not shown, as a recogniser leaves them.
    pub(super) unseen: usize,
    /// Letters that do not stand upright.
    pub(super) turned: usize,
    /// The part of the page that pictures cover, from 0 to 1.
    pub(super) pictured: f32,
}

/// Reads all pages.
pub(super) fn pages(bytes: &[u8]) -> Result<Vec<Page>, ImportError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => ImportError::Encrypted { format: ".pdf" },
        LoadPdfError::Invalid => ImportError::damaged(".pdf", "không đọc được cấu trúc"),
    })?;
    let count = pdf.pages().len();
    if count > limits::PAGES {
        return Err(ImportError::too_large(TooMuch::Pages, limits::PAGES));
    }
    let cache = InterpreterCache::new();
    let mut pages = Vec::with_capacity(count);
    let mut glyphs = 0;
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let bounds = Rect::new(0.0, 0.0, width.into(), height.into());
        let transform = page.initial_transform(true).to_kurbo();
        let settings = InterpreterSettings::default();
        let mut context = Context::new(transform, bounds, &cache, pdf.xref(), settings);
        let mut collector = Collector {
            page: Page {
                width,
                height,
                ..Page::default()
            },
            room: limits::GLYPHS.saturating_sub(glyphs),
        };
        interpret_page(page, &mut context, &mut collector);
        if collector.room == 0 {
            return Err(ImportError::too_large(TooMuch::Elements, limits::GLYPHS));
        }
        glyphs += collector.page.glyphs.len();
        pages.push(collector.page);
    }
    Ok(pages)
}

struct Collector {
    page: Page,
    room: usize,
}

impl Collector {
    fn glyph(&mut self, transform: Affine, glyph: &PdfGlyph<'_>, font: (Style, Legacy)) {
        let origin = transform * Point::ZERO;
        let up = transform * Point::new(0.0, 1000.0) - origin;
        let advance = advance(glyph);
        let along = transform * Point::new(f64::from(advance), 0.0) - origin;
        if along.y.abs() > along.x.abs() * 0.2 || up.y > 0.0 {
            self.page.turned += 1;
            return;
        }
        let Some(text) = unicode(glyph) else {
            self.page.nameless += 1;
            return;
        };
        let count = text.chars().count().max(1) as f32;
        let width = along.x as f32 / count;
        for (index, letter) in text.chars().enumerate() {
            let start = origin.x as f32 + width * index as f32;
            self.page.glyphs.push(Glyph {
                letter,
                start,
                end: start + width,
                base: origin.y as f32,
                size: up.hypot() as f32,
                style: font.0,
                legacy: font.1,
                spaced: false,
            });
        }
    }

    fn rule(&mut self, bounds: Rect) {
        if self.page.rules.len() >= MOST_RULES {
            return;
        }
        let level = bounds.height() <= RULE && bounds.width() >= SHORT;
        let upright = bounds.width() <= RULE && bounds.height() >= SHORT;
        if level {
            self.page.rules.push(Rule {
                level,
                at: bounds.center().y as f32,
                from: bounds.x0 as f32,
                to: bounds.x1 as f32,
            });
        } else if upright {
            self.page.rules.push(Rule {
                level,
                at: bounds.center().x as f32,
                from: bounds.y0 as f32,
                to: bounds.y1 as f32,
            });
        }
    }
}

/// How far a glyph moves on, in thousandths of its size.
fn advance(glyph: &PdfGlyph<'_>) -> f32 {
    match glyph {
        PdfGlyph::Outline(outline) => outline.advance_width(),
        PdfGlyph::Type3(drawn) => drawn.advance_width(),
    }
    .unwrap_or(500.0)
}

/// The text of a glyph; none where the file gives only a shape.
fn unicode(glyph: &PdfGlyph<'_>) -> Option<String> {
    let text = match glyph.as_unicode()? {
        BfString::Char(letter) => letter.to_string(),
        BfString::String(text) => text,
    };
    let is_nothing = |letter: char| {
        letter == '\u{fffd}' || ('\u{1}'..'\u{9}').contains(&letter) || letter == '\0'
    };
    (!text.is_empty() && !text.contains(is_nothing)).then_some(text)
}

/// What the font of a run says of its letters.
fn font(run: &GlyphRun<'_, '_>) -> (Style, Legacy) {
    let outline = run.glyphs().iter().find_map(|glyph| match &**glyph {
        PdfGlyph::Outline(outline) => outline.font_data(),
        PdfGlyph::Type3(_) => None,
    });
    let Some(data) = outline else {
        return Default::default();
    };
    let name = data.postscript_name.unwrap_or_default();
    let style = Style {
        known: true,
        bold: name.contains("Bold") || data.weight.is_some_and(|weight| weight >= 600),
        italic: data.is_italic || name.contains("Italic") || name.contains("Oblique"),
    };
    (style, Legacy::of(Some(&name)))
}

impl<'a> Device<'a> for Collector {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let font = font(run);
        let before = self.page.glyphs.len();
        for glyph in run.glyphs().iter().take(self.room) {
            self.glyph(props.transform * glyph.transform(), glyph, font);
        }
        let added = self.page.glyphs.len() - before;
        self.room = self.room.saturating_sub(added);
        if matches!(mode, DrawMode::Invisible) {
            self.page.unseen += added;
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if path.elements().len() > 64 {
            return;
        }
        let stroked = matches!(mode, DrawMode::Stroke(_));
        let bounds = (props.transform * path.clone()).bounding_box();
        if stroked && bounds.width() > RULE && bounds.height() > RULE {
            // The outline of a box is four rules.
            let Rect { x0, y0, x1, y1 } = bounds;
            if path.elements().len() <= 6 {
                for side in [
                    (x0, y0, x1, y0),
                    (x0, y1, x1, y1),
                    (x0, y0, x0, y1),
                    (x1, y0, x1, y1),
                ] {
                    self.rule(Rect::new(side.0, side.1, side.2, side.3));
                }
            }
            return;
        }
        self.rule(bounds);
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let whole = f64::from(self.page.width) * f64::from(self.page.height);
        let pixels = f64::from(image.width()) * f64::from(image.height());
        let covered = props.transform.determinant().abs() * pixels;
        let share = if whole > 0.0 {
            (covered / whole).min(1.0)
        } else {
            0.0
        };
        self.page.pictured = (self.page.pictured + share as f32).min(1.0);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_clip_rect(&mut self, _: &Rect) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
