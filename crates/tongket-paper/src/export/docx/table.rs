//! Tables: with lines for figures and lists, without for letterhead and signature.

use tongket_core::issue::{Align, Column, Row, RowKind, Table};

use super::paragraph::{self, Paragraph};
use super::xml::Xml;

/// A table without lines over these columns; `cell` writes the paragraphs of a cell.
pub(super) fn frame<const N: usize>(
    widths: [i64; N],
    rows: usize,
    xml: &mut Xml,
    mut cell: impl FnMut(&mut Xml, usize, usize),
) {
    xml.element("w:tbl", &[], |xml| {
        properties("Frame", widths.iter().sum(), false, xml);
        grid(&widths, xml);
        for row in 0..rows {
            xml.element("w:tr", &[], |xml| {
                xml.raw("<w:trPr><w:cantSplit/></w:trPr>");
                for (column, width) in widths.iter().enumerate() {
                    xml.element("w:tc", &[], |xml| {
                        xml.element("w:tcPr", &[], |xml| width_of("w:tcW", *width, xml));
                        cell(xml, row, column);
                    });
                }
            });
        }
    });
}

/// Columns beyond which a table is set small and close: ten years stand on an upright page.
const WIDE: usize = 8;

/// A table with lines, its header row repeated on every page; `look` names the styles of its text.
pub(super) fn lined(table: &Table, look: &str, width: i64, xml: &mut Xml) {
    let is_wide = table.columns.len() > WIDE;
    let look = if is_wide { "TableSmall" } else { look };
    let [head, text] = [format!("{look}Head"), format!("{look}Text")];
    if !table.caption.is_empty() {
        let caption = Paragraph::styled("Caption").keep_next(true);
        caption.write(xml, |xml| paragraph::run(xml, &table.caption));
    }
    let widths = widths(&table.columns, width);
    Paragraph::styled("Tiny").keep_next(true).write(xml, |_| ());
    xml.element("w:tbl", &[], |xml| {
        properties("Table", width, is_wide, xml);
        grid(&widths, xml);
        header(table, &widths, &head, xml);
        for row in &table.rows {
            match row.kind {
                RowKind::Plain => plain(row, table, &widths, &text, xml),
                RowKind::Group => group(row, widths.len(), width, &text, xml),
            }
        }
    });
    Paragraph::styled("Tiny").write(xml, |_| ());
}

fn widths(columns: &[Column], width: i64) -> Vec<i64> {
    let shares: i64 = columns.iter().map(|column| i64::from(column.width)).sum();
    let share = |column: &Column| i64::from(column.width) * width / shares.max(1);
    columns.iter().map(share).collect()
}

fn properties(style: &str, width: i64, is_close: bool, xml: &mut Xml) {
    xml.element("w:tblPr", &[], |xml| {
        xml.value("w:tblStyle", style);
        width_of("w:tblW", width, xml);
        xml.raw("<w:tblLayout w:type=\"fixed\"/>");
        if is_close {
            xml.raw("<w:tblCellMar><w:left w:w=\"30\" w:type=\"dxa\"/>");
            xml.raw("<w:right w:w=\"30\" w:type=\"dxa\"/></w:tblCellMar>");
        }
        xml.raw("<w:tblLook w:val=\"0420\" w:firstRow=\"1\" w:lastRow=\"0\" ");
        xml.raw("w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"0\" w:noVBand=\"1\"/>");
    });
}

fn width_of(name: &str, width: i64, xml: &mut Xml) {
    xml.empty(name, &[("w:w", &width), ("w:type", &"dxa")]);
}

fn grid(widths: &[i64], xml: &mut Xml) {
    xml.element("w:tblGrid", &[], |xml| {
        for width in widths {
            xml.empty("w:gridCol", &[("w:w", width)]);
        }
    });
}

fn header(table: &Table, widths: &[i64], style: &str, xml: &mut Xml) {
    xml.element("w:tr", &[], |xml| {
        xml.raw("<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (column, width) in table.columns.iter().zip(widths) {
            cell(*width, 1, true, xml, |xml| {
                Paragraph::styled(style).write(xml, |xml| paragraph::run(xml, &column.title));
            });
        }
    });
}

fn plain(row: &Row, table: &Table, widths: &[i64], style: &str, xml: &mut Xml) {
    xml.element("w:tr", &[], |xml| {
        xml.raw("<w:trPr><w:cantSplit/></w:trPr>");
        for (index, (column, width)) in table.columns.iter().zip(widths).enumerate() {
            cell(*width, 1, false, xml, |xml| {
                let mut paragraph = Paragraph::styled(style);
                if let Some(align) = aligned(column.align) {
                    paragraph = paragraph.aligned(align);
                }
                paragraph.write(xml, |xml| {
                    if let Some(text) = row.cells.get(index) {
                        paragraph::text(xml, text);
                    }
                });
            });
        }
    });
}

fn aligned(align: Align) -> Option<&'static str> {
    match align {
        Align::Left => None,
        Align::Center => Some("center"),
        Align::Right => Some("right"),
    }
}

fn group(row: &Row, columns: usize, width: i64, style: &str, xml: &mut Xml) {
    xml.element("w:tr", &[], |xml| {
        xml.raw("<w:trPr><w:cantSplit/></w:trPr>");
        cell(width, columns, false, xml, |xml| {
            let paragraph = Paragraph::styled(style).keep_next(true);
            paragraph.write(xml, |xml| {
                row.cells.iter().for_each(|text| paragraph::text(xml, text));
            });
        });
    });
}

fn cell(width: i64, span: usize, head: bool, xml: &mut Xml, inside: impl FnOnce(&mut Xml)) {
    xml.element("w:tc", &[], |xml| {
        xml.element("w:tcPr", &[], |xml| {
            width_of("w:tcW", width, xml);
            if span > 1 {
                xml.value("w:gridSpan", span);
            }
            if head {
                xml.value("w:vAlign", "center");
            }
        });
        inside(xml);
    });
}
