//! What is written for an amendment: the change itself, its row in the history, the notices.

use serde_json::{Value, json};
use tongket_core::campaign::{Amended, Amendment, AmendmentChange};
use tongket_core::refusal::Said;
use tongket_core::report::form::{Form, is_ratio};
use tongket_store::amendment::{self, Amendment as Kept};
use tongket_store::campaign::{self, Form as KeptForm, Item};
use tongket_store::duty::{self, Duty};
use tongket_store::notice::{self, Notice};
use tongket_store::{StoreError, Tx, figure, new_id, succession};

use super::room::Room;
use crate::web::house::House;
use crate::web::pages::campaigns::Desk;
use crate::web::problem::Problem;
use crate::web::visitor::Visitor;

/// An amendment with all that is written for it.
pub(super) struct Entry {
    campaign: String,
    change: AmendmentChange,
    pub(super) amended: Amended,
    pub(super) kept: Kept,
    pub(super) notices: Vec<Notice>,
    /// The duty that a unit more owes.
    new_duty: Option<Duty>,
    items: Vec<Item>,
}

impl Entry {
    pub(super) fn of(
        house: &House,
        visitor: &Visitor,
        desk: &Desk,
        room: &Room,
        amendment: &Amendment,
        amended: Amended,
    ) -> Entry {
        let (id, at) = (new_id(), house.now());
        let campaign = desk.campaign.id.clone();
        let kind = kind_of(&amendment.change);
        let name = |subject: &str| match room.duties.get(subject) {
            Some(duty) => desk.units.name(&duty.unit, desk.today).to_owned(),
            None => String::new(),
        };
        let line = |subject: &str, said: &Said| json!({ "subject": subject, "name": name(subject), "vi": said.vi, "en": said.en });
        let lines = |side: fn(&tongket_core::campaign::Difference) -> &Said| -> Vec<Value> {
            let all = amended.differences.iter();
            all.map(|difference| line(&difference.subject, side(difference)))
                .collect()
        };
        let kept = Kept {
            id: id.clone(),
            kind: kind.to_owned(),
            before: json!({ "lines": with_days(room, kind, lines(|difference| &difference.before)) }),
            after: json!({
                "lines": lines(|difference| &difference.after),
                "marked": amended.marked.len(),
                "answered": amended.marked.iter().map(|it| &it.duty).collect::<Vec<_>>(),
            }),
            reason: amendment.reason.clone(),
            at,
            by: visitor.account.clone(),
        };
        let first = told(desk, room, &amendment.change, &amended);
        let units = amended.told.iter().filter_map(|unit| desk.id_of(*unit));
        let notices = units.map(|unit| Notice {
            id: new_id(),
            unit,
            campaign: Some(campaign.clone()),
            subject_kind: "campaign".to_owned(),
            subject: campaign.clone(),
            kind: "amended".to_owned(),
            data: json!({ "title": desk.campaign.title, "change": kind, "vi": first.vi, "en": first.en }),
            at,
        });
        Entry {
            notices: notices.collect(),
            new_duty: new_duty(desk, room, &amendment.change, at),
            items: room.items.clone(),
            change: amendment.change.clone(),
            amended,
            kept,
            campaign,
        }
    }

    pub(super) async fn write(&self, tx: &mut Tx) -> Result<(), Problem> {
        let subjects = || {
            self.amended
                .differences
                .iter()
                .map(|difference| &difference.subject)
        };
        match &self.change {
            AmendmentChange::Deadline { due, .. } => {
                for duty in subjects() {
                    duty::set_due(tx, duty, due.day, &due.as_written).await?;
                }
            }
            AmendmentChange::AddUnit { .. } => {
                if let Some(duty) = &self.new_duty {
                    duty::create(tx, duty).await?;
                }
            }
            AmendmentChange::AddItem { item, .. } => self.add_item(tx, item).await?,
            AmendmentChange::RetitleItem { item, title } => {
                campaign::retitle_item(tx, &self.campaign, item, title).await?;
            }
            AmendmentChange::WithdrawItem { .. } => {
                for item in subjects() {
                    campaign::withdraw_item(tx, &self.campaign, item, self.kept.at).await?;
                }
            }
            AmendmentChange::ReleaseUnit { .. } => {
                for duty in subjects() {
                    succession::close_duty(tx, duty, self.kept.at).await?;
                }
            }
            AmendmentChange::Measure {
                form,
                code,
                unit_of_measure,
            } => self.measure(tx, form, code, unit_of_measure.trim()).await?,
        }
        amendment::add(tx, &self.campaign, &self.kept).await?;
        for notice in &self.notices {
            notice::add(tx, notice).await?;
        }
        Ok(())
    }

    /// Counts a row of a form in another unit of measure; what was filled in but not sent is to be
    /// read again by whoever filled it in.
    async fn measure(
        &self,
        tx: &mut Tx,
        form: &str,
        code: &str,
        wanted: &str,
    ) -> Result<(), Problem> {
        let forms = campaign::forms(tx, &self.campaign).await?;
        let Some(kept) = forms.into_iter().find(|kept| kept.id == form) else {
            return Ok(());
        };
        let damaged = |error: serde_json::Error| StoreError::Damaged(error.to_string());
        let mut changed: Form = serde_json::from_str(&kept.definition).map_err(damaged)?;
        for row in changed.indicators.iter_mut().filter(|row| row.code == code) {
            wanted.clone_into(&mut row.unit_of_measure);
            row.additive = !is_ratio(&row.name, wanted);
        }
        let kept = KeptForm {
            definition: serde_json::to_string(&changed).map_err(damaged)?,
            ..kept
        };
        campaign::change_form(tx, &self.campaign, &kept).await?;
        figure::to_be_read_again(tx, form, code).await?;
        Ok(())
    }

    /// Puts a new item into the outline where the core put it.
    async fn add_item(&self, tx: &mut Tx, id: &str) -> Result<(), Problem> {
        let items = &self.amended.campaign.items;
        let Some(at) = items.iter().position(|item| item.id == id) else {
            return Ok(());
        };
        let before = match at.checked_sub(1) {
            Some(before) => campaign::position(tx, &self.campaign, &items[before].id).await?,
            None => None,
        };
        let position = before.unwrap_or(0) + 1;
        let under = items[at].under.as_ref();
        let above = self.items.iter().find(|item| Some(&item.id) == under);
        let dash = ["-", "+"].contains(&items[at].label.as_str());
        let item = Item {
            id: id.to_owned(),
            label: items[at].label.clone(),
            title: items[at].title.clone(),
            level: above.map_or(1, |item| item.level + 1),
            kind: if dash { "content" } else { "heading" }.to_owned(),
            ..Item::default()
        };
        campaign::make_room(tx, &self.campaign, position).await?;
        campaign::add_item(tx, &self.campaign, position, &item).await?;
        Ok(())
    }
}

/// The lines of what stood before, each with the day by which its duty was owed where that is moved.
fn with_days(room: &Room, kind: &str, mut lines: Vec<Value>) -> Vec<Value> {
    for line in lines.iter_mut().filter(|_| kind == "deadline") {
        let duty = line["subject"].as_str().and_then(|id| room.duties.get(id));
        if let Some(duty) = duty {
            line["due"] = json!(duty.due);
        }
    }
    lines
}

/// What people are told of an amendment: whose task or which item it is about, and what holds now.
fn told(desk: &Desk, room: &Room, change: &AmendmentChange, amended: &Amended) -> Said {
    let Some(first) = amended.differences.first() else {
        return Said::default();
    };
    let (was, is) = (&first.before, &first.after);
    let duties = || {
        let subjects = amended.differences.iter();
        subjects.filter_map(|it| room.duties.get(&it.subject))
    };
    match change {
        AmendmentChange::Deadline { .. } => {
            let title = duties().next().map_or("", |duty| duty.title.as_str());
            let names: Vec<&str> = duties()
                .map(|duty| desk.units.name(&duty.unit, desk.today))
                .collect();
            let whose = match names.len() {
                1..=NAMED => format!(" ({})", names.join(", ")),
                _ => String::new(),
            };
            Said::new(
                format!("“{title}”{whose}: {}", is.vi),
                format!("“{title}”{whose}: {}", is.en),
            )
        }
        AmendmentChange::AddItem { .. } => Said::new(
            format!("đề cương thêm mục “{}”", is.vi),
            format!("the outline has a new item “{}”", is.en),
        ),
        AmendmentChange::RetitleItem { .. } => Said::new(
            format!("mục “{}” nay là “{}”", was.vi, is.vi),
            format!("the item “{}” is now “{}”", was.en, is.en),
        ),
        AmendmentChange::WithdrawItem { .. } => Said::new(
            format!("mục “{}” {}", was.vi, is.vi),
            format!("the item “{}” is {}", was.en, is.en),
        ),
        AmendmentChange::AddUnit { .. }
        | AmendmentChange::ReleaseUnit { .. }
        | AmendmentChange::Measure { .. } => is.clone(),
    }
}

/// Units that a notice names; more are not.
const NAMED: usize = 3;

fn kind_of(change: &AmendmentChange) -> &'static str {
    match change {
        AmendmentChange::Deadline { .. } => "deadline",
        AmendmentChange::AddUnit { .. } => "add_unit",
        AmendmentChange::AddItem { .. } => "add_item",
        AmendmentChange::RetitleItem { .. } => "retitle_item",
        AmendmentChange::WithdrawItem { .. } => "withdraw_item",
        AmendmentChange::ReleaseUnit { .. } => "release_unit",
        AmendmentChange::Measure { .. } => "measure",
    }
}

/// What a unit more owes: what the others of the task owe.
fn new_duty(
    desk: &Desk,
    room: &Room,
    change: &AmendmentChange,
    at: jiff::Timestamp,
) -> Option<Duty> {
    let AmendmentChange::AddUnit { task, unit, duty } = change else {
        return None;
    };
    let model = room
        .campaign
        .duties
        .iter()
        .rfind(|duty| duty.task == *task)?;
    Some(Duty {
        id: duty.clone(),
        unit: desk.id_of((*unit)?)?,
        inherited_from: None,
        created_at: at,
        ..room.duties.get(&model.id)?.clone()
    })
}
