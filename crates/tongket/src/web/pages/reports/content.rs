//! What a report says now, to the last letter: what is presented, signed and sent.

use tongket_core::exchange::{Content, Evidence, Figure, Section, SectionState};
use tongket_core::report::asks;
use tongket_store::section::{self, State, Version};
use tongket_store::{Conn, evidence};

use super::desk::Desk;
use super::figure::Table;
use crate::web::html;
use crate::web::problem::Problem;

/// What a report says, for those who look it through before it is sent.
pub(in crate::web) struct Draft {
    /// What it says.
    pub(in crate::web) content: Content,
}

impl Draft {
    /// The report as it stands now. Figures are named "form/indicator".
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub(in crate::web) async fn of(conn: &mut Conn, desk: &Desk) -> Result<Draft, Problem> {
        let versions = section::all_current(conn, &desk.report.id).await?;
        let tables = Table::all(conn, desk).await?;
        let files = evidence::of_report(conn, &desk.report.id).await?;
        let content = Content {
            sections: sections(desk, &versions),
            figures: tables.iter().flat_map(figures).collect(),
            evidence: files
                .into_iter()
                .filter_map(|file| {
                    Some(Evidence {
                        sha256: file.sha256.parse().ok()?,
                        name: file.name,
                    })
                })
                .collect(),
        };
        Ok(Draft { content })
    }
}

/// Whether a section says something, deliberately nothing, or nothing yet.
pub(super) fn state(version: Option<&Version>) -> SectionState {
    match version {
        Some(version) if version.state == State::Nil => SectionState::Nil,
        Some(version) if !version.html.is_empty() => SectionState::Written,
        _ => SectionState::Empty,
    }
}

/// The sections in the order of the outline; one that the outline no longer has stands at the end.
fn sections(desk: &Desk, versions: &[Version]) -> Vec<Section> {
    let asks = asks(&desk.outline);
    let place = |item: &str| asks.iter().position(|ask| ask.item.id == item);
    let mut items: Vec<&str> = asks.iter().map(|ask| ask.item.id.as_str()).collect();
    let strays = versions
        .iter()
        .filter(|version| place(&version.item).is_none());
    items.extend(strays.map(|version| version.item.as_str()));
    let sections = items.into_iter().map(|item| {
        let version = versions.iter().find(|version| version.item == item);
        let html = version
            .map(|version| version.html.clone())
            .unwrap_or_default();
        Section {
            item: item.to_owned(),
            state: state(version),
            text: html::text(&html),
            html,
        }
    });
    sections.collect()
}

/// The figures of a table, sums included: they are what the receiver reads.
fn figures(table: &Table) -> Vec<Figure> {
    let filled = table.filled();
    let form = table.prepared.form();
    let unit = |code: &str| {
        let row = form.indicators.iter().find(|row| row.code == code);
        row.map(|row| row.unit_of_measure.clone())
            .unwrap_or_default()
    };
    let figures = filled.all().map(|(code, column, value)| Figure {
        indicator: format!("{}/{code}", table.id),
        period: column.to_owned(),
        value,
        unit: unit(code),
    });
    figures.collect()
}
