//! A report on the desk of somebody: what it answers, how it stands, what may be done to it.
//!
//! Every page and act of a report begins by laying it on the desk. Whoever
//! has none of its sections in hand and no right to read it gets no further.

use std::sync::Arc;

use jiff::civil::Date;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::Value;
use tongket_core::event::Event;
use tongket_core::exchange::{self, Status};
use tongket_core::permit::{Act, Permit, Place, Table};
use tongket_core::refusal::{Code, Refusal, Said};
use tongket_reader::plan::Outline;
use tongket_store::campaign::{self, Campaign, State};
use tongket_store::delegation::{self, Delegation};
use tongket_store::duty::{self, Duty};
use tongket_store::report::{self, Marks, Report};
use tongket_store::section::Shelf;
use tongket_store::{Conn, Tx, dossier, history};

use super::save::Hold;
use crate::web::house::House;
use crate::web::problem::Problem;
use crate::web::road::no_report;
use crate::web::units::Units;
use crate::web::visitor::{Visitor, event};
use crate::web::{outline, place};

/// A report as somebody has it before them.
#[derive(Clone)]
pub(in crate::web) struct Desk {
    /// The report.
    pub(in crate::web) report: Report,
    /// The duty that it answers.
    pub(in crate::web) duty: Duty,
    /// The campaign that it belongs to.
    pub(in crate::web) campaign: Campaign,
    /// The outline of the campaign.
    pub(in crate::web) outline: Arc<Outline>,
    /// What happened to it so far.
    pub(in crate::web) marks: Marks,
    /// Its sections in colleagues' hands.
    pub(in crate::web) delegations: Vec<Delegation>,
    /// The tree of units.
    pub(in crate::web) units: Arc<Units>,
    /// Today in Viet Nam.
    pub(in crate::web) today: Date,
    /// Who has it before them.
    pub(in crate::web) visitor: Visitor,
    place: Place,
}

impl Desk {
    /// Lays a report before somebody who may read its draft, or has a section of it in hand.
    ///
    /// # Errors
    /// It is not there, or not permitted.
    pub(in crate::web) async fn of(
        house: &House,
        visitor: &Visitor,
        id: &str,
    ) -> Result<(Desk, Conn), Problem> {
        let (desk, conn) = Desk::unseen(house, visitor, id).await?;
        match desk.delegates() {
            true => Ok((desk, conn)),
            false => {
                desk.permit(Act::DraftRead, None)?;
                Ok((desk, conn))
            }
        }
    }

    /// The same for whoever asks; the caller asks for the permit.
    ///
    /// # Errors
    /// It is not there.
    pub(in crate::web) async fn unseen(
        house: &House,
        visitor: &Visitor,
        id: &str,
    ) -> Result<(Desk, Conn), Problem> {
        let missing = || Refusal::not_found(Said::new("báo cáo", "report"));
        let units = house.units().await?;
        let today = house.today();
        let mut conn = house.store.read().await?;
        let report = report::find(&mut conn, id).await?.ok_or_else(missing)?;
        let duty = duty::find(&mut conn, &report.duty).await?;
        let duty = duty.ok_or_else(missing)?;
        let campaign = campaign::find(&mut conn, &report.campaign).await?;
        let campaign = campaign.ok_or_else(missing)?;
        let outline = outline::tree(campaign::outline(&mut conn, &campaign.id).await?);
        let marks = report::marks_of(&mut conn, id).await?;
        let delegations = delegation::of_report(&mut conn, id).await?;
        let place = place::of_duty(&units, &campaign, &duty, today);
        let desk = Desk {
            report,
            duty,
            campaign,
            outline: Arc::new(outline),
            marks,
            delegations,
            units,
            today,
            visitor: visitor.clone(),
            place,
        };
        Ok((desk, conn))
    }

    /// Whether this visitor has any section of it in hand.
    fn delegates(&self) -> bool {
        let own = |held: &Delegation| held.account == self.visitor.account;
        self.delegations.iter().any(own)
    }

    /// Whether a section is in this visitor's hands.
    fn has_in_hand(&self, item: &str) -> bool {
        let own = |held: &Delegation| held.account == self.visitor.account && held.item == item;
        self.delegations.iter().any(own)
    }

    /// Leave to do something to one section, or to the whole.
    ///
    /// # Errors
    /// Not permitted; who has other sections in hand is told that this one was not given.
    pub(in crate::web) fn permit(&self, act: Act, item: Option<&str>) -> Result<Permit, Refusal> {
        let delegated = item.is_some_and(|item| self.has_in_hand(item));
        let place = self.place.clone().delegated(delegated);
        let permit = Table::permit(&self.visitor.memberships, act, &place);
        match (permit, item) {
            (Err(_), Some(item)) if self.delegates() => {
                Err(Refusal::section_not_delegated(&self.title(item)))
            }
            (permit, _) => permit,
        }
    }

    /// Whether something may be done to one section, or to the whole.
    pub(in crate::web) fn may(&self, act: Act, item: Option<&str>) -> bool {
        self.permit(act, item).is_ok()
    }

    /// Leave to change something, now.
    ///
    /// # Errors
    /// Not permitted; the report is accepted and locked; its campaign is closed.
    pub(in crate::web) fn change(&self, act: Act, item: Option<&str>) -> Result<Permit, Refusal> {
        let permit = self.permit(act, item)?;
        self.open()?;
        Ok(permit)
    }

    /// Holds that the report can be changed at all.
    ///
    /// # Errors
    /// It is accepted and locked, or its campaign is closed.
    pub(in crate::web) fn open(&self) -> Result<(), Refusal> {
        if self.campaign.state == State::Closed {
            return Err(Code::CampaignClosed.into());
        }
        match self.marks.accepted {
            Some(_) => Err(Code::ReportLocked.into()),
            None => Ok(()),
        }
    }

    /// Holds the same inside the act that writes: the report may have been accepted since the page
    /// was asked for.
    ///
    /// # Errors
    /// It is accepted and locked, or its campaign is closed.
    pub(in crate::web) async fn still_open(&self, tx: &mut Tx) -> Result<(), Problem> {
        let dossier = dossier::find(tx, &self.report.id).await?;
        let dossier = dossier.ok_or_else(no_report)?;
        let history = history::of_report(tx, &dossier).await?;
        Ok(exchange::write(&history)?)
    }

    /// Where the report stands, by what happened to it.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub(in crate::web) async fn status(&self, conn: &mut Conn) -> Result<Status, Problem> {
        let dossier = dossier::find(conn, &self.report.id).await?;
        let dossier = dossier.ok_or_else(no_report)?;
        Ok(history::of_report(conn, &dossier).await?.status())
    }

    /// Whether this visitor may open the accepted report again, to correct it.
    pub(in crate::web) fn corrects(&self, status: Status) -> bool {
        let open = self.campaign.state == State::Open;
        open && status == Status::Accepted && self.may(Act::CorrectionOpen, None)
    }

    /// What a section asks for, in one line.
    pub(in crate::web) fn title(&self, item: &str) -> String {
        let found = self.outline.find(item);
        found.map_or_else(|| item.to_owned(), outline::named)
    }

    /// Holds that a section is one of the outline.
    ///
    /// # Errors
    /// It is not.
    pub(in crate::web) fn known(&self, item: &str) -> Result<(), Refusal> {
        let asks = tongket_core::report::asks(&self.outline);
        match asks.iter().any(|ask| ask.item.id == item) {
            true => Ok(()),
            false => Err(Refusal::not_found(Said::new(
                "mục này trong đề cương",
                "section in the outline",
            ))),
        }
    }

    /// The name of the unit whose report it is.
    pub(in crate::web) fn unit_name(&self) -> String {
        let from = self.duty.inherited_from.as_deref();
        self.units.whose(&self.report.unit, from, self.today)
    }

    /// What the audit is told of an act on this report. `data` never holds its text.
    pub(in crate::web) fn event(&self, house: &House, act: Act, data: Value) -> Event {
        let id = &self.report.id;
        Event {
            unit: Some(self.report.unit.clone()),
            data,
            ..event(house.now(), &self.visitor.account, act.id(), "report", id)
        }
    }

    /// Where its texts are laid, by who has it before them.
    pub(super) fn hold(&self) -> Hold {
        Hold {
            shelf: Shelf::Report,
            owner: self.report.id.clone(),
            author: self.visitor.account.clone(),
            report: Some(self.clone()),
        }
    }

    /// The address of its overview.
    pub(in crate::web) fn path(&self) -> String {
        format!("/reports/{}", self.report.id)
    }

    /// The address of a section.
    pub(in crate::web) fn section_path(&self, item: &str) -> String {
        section_path(&self.report.id, item)
    }
}

/// What a part of a path cannot have as it is.
const IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'/')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// The address of a section of a report.
pub(in crate::web) fn section_path(report: &str, item: &str) -> String {
    let item = utf8_percent_encode(item, IN_PATH);
    format!("/reports/{report}/sections/{item}")
}
