//! A report that was sent by a program comes back, or is opened again to be corrected: what it said
//! goes to the unit's desk.
//!
//! Whoever writes in the pages has the text there already. A program sends the
//! whole at once and leaves the desk empty; the author who is to mend a
//! sentence must find it. What somebody wrote since it was sent stays.

use jiff::Timestamp;
use tongket_core::exchange::{Content, Section, SectionState};
use tongket_core::report::form::ColumnKind;
use tongket_store::figure::{self, Figure};
use tongket_store::section::{self, Origin, Standing, State, Version};
use tongket_store::submission::{self, Submission};
use tongket_store::{Tx, new_id};

use crate::web::problem::Problem;
use crate::web::question::Question;
use crate::web::road::no_report;

/// Lays what a version said onto the desk of its unit, where the desk says something else.
///
/// # Errors
/// Where the database refuses.
pub(in crate::web::pages) async fn lay(
    tx: &mut Tx,
    back: &Submission,
    question: &Question,
    now: Timestamp,
) -> Result<(), Problem> {
    let sent = submission::content(tx, &back.id).await?;
    let sent = sent.ok_or_else(no_report)?;
    let draft = question.draft(tx, &back.report).await?;
    if draft == sent {
        return Ok(());
    }
    let author = submission::signer(tx, &back.id).await?;
    let author = (author.as_str(), now);
    for section in &sent.sections {
        if draft.section(&section.item) != Some(section) {
            lay_section(tx, back, section, author).await?;
        }
    }
    lay_figures(tx, back, question, &sent, author).await
}

async fn lay_section(
    tx: &mut Tx,
    back: &Submission,
    sent: &Section,
    (author, now): (&str, Timestamp),
) -> Result<(), Problem> {
    let report = &back.report;
    let current = section::current(tx, report, &sent.item).await?;
    let written_since = |kept: &Version| kept.at > back.at;
    let state = match sent.state {
        SectionState::Written => State::Written,
        SectionState::Nil => State::Nil,
        SectionState::Empty => return Ok(()),
    };
    if current.as_ref().is_some_and(written_since) {
        return Ok(());
    }
    let version = Version {
        id: new_id(),
        report: report.clone(),
        item: sent.item.clone(),
        base: current.map(|current| current.id),
        state,
        html: sent.html.clone(),
        author: author.to_owned(),
        at: now,
        standing: Standing::Current,
        origin: Origin::Sent,
        settles: None,
    };
    Ok(section::keep(tx, &version).await?)
}

async fn lay_figures(
    tx: &mut Tx,
    back: &Submission,
    question: &Question,
    sent: &Content,
    (author, now): (&str, Timestamp),
) -> Result<(), Problem> {
    let report = &back.report;
    let kept = figure::of_report(tx, report).await?;
    for table in &question.tables {
        let own = table.form.indicators.iter();
        for row in own.filter(|row| row.formula.is_none()) {
            let columns = table.form.columns.iter();
            for column in columns.filter(|column| column.kind != ColumnKind::Total) {
                let key = Question::key(table, &row.code);
                let Some(cell) = sent.figure(&key, &column.key) else {
                    continue;
                };
                let figure = Figure {
                    form: table.id.clone(),
                    indicator: row.code.clone(),
                    period: column.key.clone(),
                    value: cell.value.normalize().to_string(),
                    author: author.to_owned(),
                    at: now,
                };
                let stands = |kept: &Figure| {
                    let same = kept.form == figure.form
                        && kept.indicator == figure.indicator
                        && kept.period == figure.period;
                    same && (kept.value == figure.value || kept.at > back.at)
                };
                if kept.iter().any(stands) {
                    continue;
                }
                // What is counted otherwise since it was sent waits for somebody to read it.
                match cell.unit == row.unit_of_measure {
                    true => figure::put(tx, report, &figure).await?,
                    false => figure::take_over(tx, report, &figure).await?,
                }
            }
        }
    }
    Ok(())
}
