//! What somebody wants to change in an open campaign, and what it asks of the core.

use serde::Deserialize;
use tongket_core::campaign::{AmendmentChange, Due};
use tongket_core::refusal::{Refusal, Said};
use tongket_core::unit::UnitId;
use tongket_store::duty::Duty;
use tongket_store::{Conn, campaign, new_id};
use utoipa::ToSchema;

use super::room::{Room, numbers};
use crate::web::pages::campaigns::{Desk, day, unit_named};
use crate::web::problem::Problem;

/// What is to change in an open campaign.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub(super) struct Wish {
    /// `deadline add_unit release_unit add_item retitle_item withdraw_item measure`.
    pub(super) change: String,
    /// The task.
    #[serde(default)]
    pub(super) task: String,
    /// The new last day in time.
    #[serde(default)]
    pub(super) due: String,
    /// Names of units, one a line: those whose day changes (all where empty), or the one to
    /// add or to release.
    #[serde(default)]
    pub(super) units: String,
    /// Ids of the duties whose day changes, instead of names of units.
    #[serde(default)]
    pub(super) duties: Vec<String>,
    /// Id of an outline item.
    #[serde(default)]
    pub(super) item: String,
    /// Id of the item that a new one stands below.
    #[serde(default)]
    pub(super) under: String,
    /// Id of the item that a new one follows.
    #[serde(default)]
    pub(super) after: String,
    /// Label of a new item.
    #[serde(default)]
    pub(super) label: String,
    /// Words of an item.
    #[serde(default)]
    pub(super) title: String,
    /// A row of a table of figures: the form's id and the row's code, "id/code".
    #[serde(default)]
    pub(super) measure: String,
    /// In what it is counted from now on.
    #[serde(default)]
    pub(super) unit_of_measure: String,
    /// Why.
    #[serde(default)]
    pub(super) reason: String,
}

impl Wish {
    pub(super) async fn change(
        &self,
        conn: &mut Conn,
        desk: &Desk,
        room: &Room,
    ) -> Result<AmendmentChange, Problem> {
        let item = || self.item.trim().to_owned();
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Ok(match self.change.as_str() {
            "deadline" => self.deadline(desk, room)?,
            "add_unit" => {
                let unit = unit_named(&desk.units, self.units.trim(), desk.today)?;
                AmendmentChange::AddUnit {
                    task: self.task.clone(),
                    unit: numbers(desk).get(unit.as_str()).copied(),
                    duty: new_id(),
                }
            }
            "release_unit" => AmendmentChange::ReleaseUnit {
                task: self.task.clone(),
                unit: self.released(desk, room)?,
            },
            "measure" => {
                let (form, code) = self.measure.split_once('/').unwrap_or_default();
                AmendmentChange::Measure {
                    form: form.to_owned(),
                    code: code.to_owned(),
                    unit_of_measure: self.unit_of_measure.clone(),
                }
            }
            "add_item" => AmendmentChange::AddItem {
                item: self.new_item(conn, &desk.campaign.id).await?,
                under: some(&self.under),
                after: some(&self.after),
                label: self.label.trim().to_owned(),
                title: self.title.trim().to_owned(),
            },
            "retitle_item" => AmendmentChange::RetitleItem {
                item: item(),
                title: self.title.trim().to_owned(),
            },
            "withdraw_item" => AmendmentChange::WithdrawItem { item: item() },
            other => {
                let why = Said::new(
                    format!("không rõ “{other}”"),
                    format!("“{other}” is not known"),
                );
                return Err(Refusal::field_invalid("change".into(), why).into());
            }
        })
    }

    /// The unit that is to owe a task no more, which may not stand any more.
    fn released(&self, desk: &Desk, room: &Room) -> Result<Option<UnitId>, Problem> {
        let typed = self.units.trim();
        let mut owing = room.duties.values().filter(|duty| duty.task == self.task);
        let named = |duty: &&Duty| desk.units.name(&duty.unit, desk.today) == typed;
        let unit = match owing.find(named) {
            Some(duty) => duty.unit.clone(),
            None => unit_named(&desk.units, typed, desk.today)?,
        };
        Ok(numbers(desk).get(unit.as_str()).copied())
    }

    pub(super) fn deadline(&self, desk: &Desk, room: &Room) -> Result<AmendmentChange, Problem> {
        let Some(due) = day(&self.due)? else {
            return Err(Refusal::field_invalid(
                Said::new("Thời hạn mới", "New day"),
                Said::new("chưa ghi", "it is empty"),
            )
            .into());
        };
        let mut only = self.duties.clone();
        for name in self
            .units
            .lines()
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            let unit = unit_named(&desk.units, name, desk.today)?;
            let of_unit = room.duties.values();
            let mut own = of_unit.filter(|duty| duty.unit == unit && duty.task == self.task);
            let missing = || {
                let what = format!("nhiệm vụ {} của {name}", self.task);
                Refusal::not_found(Said::new(what, format!("task {} of {name}", self.task)))
            };
            only.push(own.next().ok_or_else(missing)?.id.clone());
        }
        let due = Due {
            as_written: String::new(),
            day: Some(due),
        };
        Ok(AmendmentChange::Deadline {
            task: self.task.clone(),
            due,
            only,
        })
    }

    /// An id for a new item that the outline never had.
    async fn new_item(&self, conn: &mut Conn, campaign: &str) -> Result<String, Problem> {
        let own = self.label.trim().trim_end_matches(['.', ')']);
        let above = match self.under.trim() {
            "" => String::new(),
            under => format!("{under}."),
        };
        let stems = std::iter::once(own.to_owned()).filter(|own| !own.is_empty());
        for stem in stems.chain((1..1000).map(|number| format!("B{number}"))) {
            let id = format!("{above}{stem}");
            if campaign::position(conn, campaign, &id).await?.is_none() {
                return Ok(id);
            }
        }
        Ok(new_id())
    }
}
