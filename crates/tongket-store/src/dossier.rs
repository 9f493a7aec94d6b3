//! A report with all that decides on its way: whose it is, for which duty, in which campaign.
//!
//! Every act between a unit and its receiver begins with this one row. The
//! addressee and the channel are two things: what is addressed to the province
//! may go in through the standing agency.

use jiff::Timestamp;
use jiff::civil::Date;
use tongket_core::exchange::Season;

use crate::campaign::State;
use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;

/// A report, its duty and its campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// Id of the report.
    pub report: String,
    /// Id of the unit whose it is.
    pub unit: String,
    /// When it was begun.
    pub opened_at: Timestamp,
    /// Id of the duty.
    pub duty: String,
    /// What is to be done.
    pub title: String,
    /// The last day on which it is in time.
    pub due: Option<Date>,
    /// To whom it is addressed: id of the unit where the directory knows it.
    pub recipient_unit: Option<String>,
    /// To whom, as written.
    pub recipient_text: String,
    /// Through whom it goes: id of the unit where the directory knows it.
    pub via_unit: Option<String>,
    /// Through whom, as written.
    pub via_text: String,
    /// Id of the campaign.
    pub campaign: String,
    /// What the campaign is about.
    pub campaign_title: String,
    /// How far the campaign has come.
    pub state: State,
    /// Id of the standing agency; of the unit whose campaign it is, where none is named.
    pub standing_unit: Option<String>,
    /// Id of the unit that has a part in the campaign's awards.
    pub awards_unit: Option<String>,
    /// How often the campaign was amended.
    pub amendments: i64,
    /// Whether the unit owes the report no more.
    pub withdrawn: bool,
    /// Id of the unit from which the duty came over.
    pub inherited_from: Option<String>,
}

impl Dossier {
    /// Id of the unit that takes it in: the channel, or the addressee where
    /// there is none, or the standing agency where the plan names neither.
    pub fn received_by(&self) -> Option<&str> {
        let ways = [&self.via_unit, &self.recipient_unit, &self.standing_unit];
        ways.into_iter().find_map(Option::as_deref)
    }

    /// Where its campaign stands, as far as reports are concerned.
    pub fn season(&self) -> Season {
        match self.state {
            State::Open if self.withdrawn => Season::Withdrawn,
            state => state.season(),
        }
    }
}

/// A dossier with how much has happened to its report so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The dossier.
    pub dossier: Dossier,
    /// How many things have happened to the report. None of them is ever taken away, so the same
    /// count is the same history.
    pub turns: i64,
    /// How many files are attached to it now.
    pub files: i64,
}

/// A dossier by the id of its report, with what else is asked of the report.
macro_rules! of_report {
    ($($more:literal),*) => {
        concat!(
            "SELECT report.id, report.unit, report.opened_at, duty.id, duty.title, duty.due,
               duty.recipient_unit, duty.recipient_text, duty.via_unit, duty.via_text,
               campaign.id, campaign.title, campaign.state,
               COALESCE(campaign.standing_unit, campaign.owner_unit),
               campaign.awards_unit,
               (SELECT COUNT(*) FROM amendment WHERE amendment.campaign = campaign.id),
               duty.withdrawn_at, duty.inherited_from",
            $($more,)*
            " FROM report JOIN duty ON duty.id = report.duty
              JOIN campaign ON campaign.id = report.campaign
              WHERE report.id = $1"
        )
    };
}

/// The dossier of a report.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(conn: &mut Conn, report: &str) -> Result<Option<Dossier>, StoreError> {
    let row = conn.row(of_report!(), values![report]).await?;
    row.as_ref().map(dossier).transpose()
}

/// The dossier of a report with how much has happened to it: one look for those who send, most of
/// whom send for the first time and without files.
///
/// # Errors
/// Where the database cannot be read.
pub async fn counted(conn: &mut Conn, report: &str) -> Result<Option<Counted>, StoreError> {
    let sql = of_report!(
        ", (SELECT COUNT(*) + COUNT(handed_back_at) FROM presentation WHERE report = $1)
         + (SELECT COUNT(*) FROM submission WHERE report = $1)
         + (SELECT COUNT(*) FROM submission s JOIN reception x ON x.submission = s.id
            WHERE s.report = $1)
         + (SELECT COUNT(*) FROM submission s JOIN return_slip x ON x.submission = s.id
            WHERE s.report = $1)
         + (SELECT COUNT(*) FROM submission s JOIN acceptance x ON x.submission = s.id
            WHERE s.report = $1)
         + (SELECT COUNT(*) FROM correction WHERE report = $1)",
        ", (SELECT COUNT(*) FROM evidence WHERE report = $1 AND removed_at IS NULL)"
    );
    let row = conn.row(sql, values![report]).await?;
    let counted = |row: Row| {
        Ok(Counted {
            dossier: dossier(&row)?,
            turns: row.get(18)?,
            files: row.get(19)?,
        })
    };
    row.map(counted).transpose()
}

/// The reports of a campaign that were begun, by unit.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_campaign(conn: &mut Conn, campaign: &str) -> Result<Vec<Dossier>, StoreError> {
    let rows = conn
        .rows(
            "SELECT report.id, report.unit, report.opened_at, duty.id, duty.title, duty.due,
               duty.recipient_unit, duty.recipient_text, duty.via_unit, duty.via_text,
               campaign.id, campaign.title, campaign.state,
               COALESCE(campaign.standing_unit, campaign.owner_unit),
               campaign.awards_unit, CAST(0 AS BIGINT), duty.withdrawn_at,
               duty.inherited_from
             FROM report JOIN duty ON duty.id = report.duty
             JOIN campaign ON campaign.id = report.campaign
             WHERE report.campaign = $1 AND duty.withdrawn_at IS NULL ORDER BY report.unit",
            values![campaign],
        )
        .await?;
    rows.iter().map(dossier).collect()
}

fn dossier(row: &Row) -> Result<Dossier, StoreError> {
    Ok(Dossier {
        report: row.get(0)?,
        unit: row.get(1)?,
        opened_at: row
            .time(2)?
            .ok_or_else(|| StoreError::Damaged("report".to_owned()))?,
        duty: row.get(3)?,
        title: row.get(4)?,
        due: row.day(5)?,
        recipient_unit: row.get(6)?,
        recipient_text: row.get(7)?,
        via_unit: row.get(8)?,
        via_text: row.get(9)?,
        campaign: row.get(10)?,
        campaign_title: row.get(11)?,
        state: State::of_word(&row.get::<String>(12)?)?,
        standing_unit: row.get(13)?,
        awards_unit: row.get(14)?,
        amendments: row.get(15)?,
        withdrawn: row.time(16)?.is_some(),
        inherited_from: row.get(17)?,
    })
}
