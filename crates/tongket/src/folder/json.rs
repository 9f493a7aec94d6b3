//! `run.json`: the whole result for other programs, schema `tongket/run/1`.
//!
//! Numbers are decimal strings in plain notation. Spans are byte offsets into
//! what `tongket plan text` prints for the file they name.

use anyhow::Result;
use rust_decimal::Decimal;
use serde::Serialize;
use tongket_core::consolidation::{
    Aggregation, ConsolidatedSection, Contribution, FigureGroup, Place, Statement,
};
use tongket_core::gathering::{Arrival, Gathering};
use tongket_core::issue::UnitState;
use tongket_core::review::{Finding, FindingKind};
use tongket_core::unit::UnitId;
use tongket_reader::plan::Plan;
use tongket_reader::{Severity, Span};

use crate::files::ReadFile;

/// The file's text.
pub(super) fn of(
    plan_file: &ReadFile,
    plan: &Plan,
    gathering: &Gathering<'_>,
    arrivals: &[Arrival],
) -> Result<String> {
    let names = Names {
        gathering,
        arrivals,
    };
    let consolidation = &gathering.consolidation;
    let run = Run {
        schema: "tongket/run/1",
        plan: PlanRef {
            code: plan.document.code.as_ref().map(|code| code.value.as_str()),
            sha256: &plan_file.sha256,
        },
        units: gathering
            .units
            .iter()
            .map(|unit| UnitRow {
                name: &unit.name,
                file: unit.file.as_deref(),
                state: unit.state,
                note: unit.note.as_deref(),
            })
            .collect(),
        sections: consolidation
            .sections
            .iter()
            .map(|section| names.section(section))
            .collect(),
        findings: consolidation
            .findings
            .iter()
            .map(|finding| names.finding(finding))
            .collect(),
        unplaced: names.places(&consolidation.unplaced),
        notes: &gathering.notes,
    };
    Ok(serde_json::to_string_pretty(&run)? + "\n")
}

#[derive(Serialize)]
struct Run<'a> {
    schema: &'static str,
    plan: PlanRef<'a>,
    units: Vec<UnitRow<'a>>,
    sections: Vec<Section<'a>>,
    findings: Vec<FindingRow<'a>>,
    unplaced: Vec<PlaceRow<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct PlanRef<'a> {
    code: Option<&'a str>,
    sha256: &'a str,
}

#[derive(Serialize)]
struct UnitRow<'a> {
    name: &'a str,
    file: Option<&'a str>,
    state: UnitState,
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct Section<'a> {
    outline: &'a str,
    label: &'a str,
    title: &'a str,
    coverage: CoverageRow<'a>,
    figures: Vec<FigureRow<'a>>,
    statements: Vec<StatementRow<'a>>,
}

#[derive(Serialize)]
struct CoverageRow<'a> {
    of: usize,
    answered: Vec<&'a str>,
    nil: Vec<&'a str>,
    missing: Vec<&'a str>,
}

#[derive(Serialize)]
struct FigureRow<'a> {
    measure: &'a str,
    unit_of_measure: &'a str,
    period: Option<&'a str>,
    total: Option<String>,
    aggregation: Aggregation,
    approximate: bool,
    contributions: Vec<ContributionRow<'a>>,
}

#[derive(Serialize)]
struct ContributionRow<'a> {
    unit: &'a str,
    value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    denominator: Option<String>,
    approximate: bool,
    file: &'a str,
    span: Span,
    text: &'a str,
}

#[derive(Serialize)]
struct StatementRow<'a> {
    text: &'a str,
    support: Vec<PlaceRow<'a>>,
}

#[derive(Serialize)]
struct FindingRow<'a> {
    code: &'static str,
    kind: FindingKind,
    severity: Severity,
    message: &'a str,
    message_en: &'a str,
    places: Vec<PlaceRow<'a>>,
}

#[derive(Serialize)]
struct PlaceRow<'a> {
    unit: &'a str,
    file: &'a str,
    span: Span,
}

/// Units and files by the names that the file's readers know.
struct Names<'a> {
    gathering: &'a Gathering<'a>,
    arrivals: &'a [Arrival],
}

impl<'a> Names<'a> {
    fn unit(&self, id: UnitId) -> &'a str {
        let units = &self.gathering.units;
        let at = units.binary_search_by_key(&id, |unit| unit.id).ok();
        at.map_or("", |at| units[at].name.as_str())
    }

    /// The unit of a place; of a report from outside the list, the name that it gives itself.
    fn sender(&self, place: &Place) -> &'a str {
        let known = self.unit(place.unit);
        let arrival = self.arrivals.get(place.file);
        match arrival.and_then(|arrival| arrival.report.document.issuer.as_ref()) {
            Some(issuer) if known.is_empty() => &issuer.value,
            _ => known,
        }
    }

    fn units(&self, ids: &[UnitId]) -> Vec<&'a str> {
        ids.iter().map(|id| self.unit(*id)).collect()
    }

    fn file(&self, place: &Place) -> &'a str {
        self.arrivals
            .get(place.file)
            .map_or("", |arrival| arrival.name.as_str())
    }

    fn place(&self, place: &Place) -> PlaceRow<'a> {
        PlaceRow {
            unit: self.sender(place),
            file: self.file(place),
            span: place.span,
        }
    }

    fn places(&self, places: &[Place]) -> Vec<PlaceRow<'a>> {
        places.iter().map(|place| self.place(place)).collect()
    }

    fn section(&self, section: &'a ConsolidatedSection) -> Section<'a> {
        let coverage = &section.coverage;
        Section {
            outline: &section.outline,
            label: &section.label,
            title: &section.title,
            coverage: CoverageRow {
                of: coverage.of,
                answered: self.units(&coverage.answered),
                nil: self.units(&coverage.nil),
                missing: self.units(&coverage.missing),
            },
            figures: section
                .figures
                .iter()
                .map(|group| self.figure(group))
                .collect(),
            statements: section
                .statements
                .iter()
                .map(|statement| self.statement(statement))
                .collect(),
        }
    }

    fn figure(&self, group: &'a FigureGroup) -> FigureRow<'a> {
        FigureRow {
            measure: &group.measure,
            unit_of_measure: &group.unit_of_measure,
            period: group.period.as_deref(),
            total: group.total.map(plain),
            aggregation: group.aggregation,
            approximate: group.approximate,
            contributions: group
                .contributions
                .iter()
                .filter_map(|contribution| self.contribution(contribution))
                .collect(),
        }
    }

    fn contribution(&self, contribution: &'a Contribution) -> Option<ContributionRow<'a>> {
        let place = contribution.value.places().first()?;
        Some(ContributionRow {
            unit: self.unit(place.unit),
            value: plain(*contribution.value.value()),
            denominator: contribution.denominator.map(plain),
            approximate: contribution.approximate,
            file: self.file(place),
            span: place.span,
            text: &contribution.text,
        })
    }

    fn statement(&self, statement: &'a Statement) -> StatementRow<'a> {
        StatementRow {
            text: statement.text.value(),
            support: self.places(statement.text.places()),
        }
    }

    fn finding(&self, finding: &'a Finding) -> FindingRow<'a> {
        FindingRow {
            code: finding.code,
            kind: finding.kind,
            severity: finding.severity,
            message: &finding.message,
            message_en: &finding.message_en,
            places: self.places(&finding.places),
        }
    }
}

/// "3200", "1.25": no grouping, no trailing zeros.
fn plain(value: Decimal) -> String {
    value.normalize().to_string()
}
