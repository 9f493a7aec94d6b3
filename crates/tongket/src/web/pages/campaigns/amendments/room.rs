//! A campaign as it stands: its duties, its outline and what its forms count.

use std::collections::HashMap;

use tongket_core::campaign::{
    AnswerSoFar, Due, DutyKind, OpenCampaign, OpenDuty, OpenItem, OpenMeasure,
};
use tongket_core::report::form::Form;
use tongket_core::unit::UnitId;
use tongket_store::Conn;
use tongket_store::campaign::{self, Form as KeptForm, Item};
use tongket_store::duty::{self, Duty, Standing, Wanted};

use crate::web::pages::campaigns::Desk;
use crate::web::problem::Problem;

/// A campaign as it stands, for the core and by its rows.
pub(super) struct Room {
    pub(super) campaign: OpenCampaign,
    pub(super) duties: HashMap<String, Duty>,
    pub(super) items: Vec<Item>,
}

impl Room {
    pub(super) async fn of(conn: &mut Conn, desk: &Desk) -> Result<Room, Problem> {
        let id = &desk.campaign.id;
        let all = Wanted {
            below: true,
            today: desk.today,
            ..Wanted::default()
        };
        let standing = duty::page(conn, id, &all, i64::from(i32::MAX), 0).await?;
        let items = campaign::outline(conn, id).await?;
        let forms = campaign::forms(conn, id).await?;
        let numbers = numbers(desk);
        let unit = |id: &Option<String>| numbers.get(id.as_deref()?).copied();
        let campaign = OpenCampaign {
            duties: standing
                .iter()
                .filter_map(|known| open_duty(known, &numbers))
                .collect(),
            items: open_items(&items),
            measures: open_measures(&forms),
            standing: unit(&desk.campaign.standing_unit),
        };
        let by_id = |known: Standing| (known.duty.id.clone(), known.duty);
        Ok(Room {
            campaign,
            duties: standing.into_iter().map(by_id).collect(),
            items,
        })
    }
}

/// The number in the directory of every unit: of its version of today, or its last.
pub(super) fn numbers(desk: &Desk) -> HashMap<&str, UnitId> {
    let book = &desk.units.book;
    let mut numbers = HashMap::new();
    for (unit, id) in book.directory.units().iter().zip(&book.ids) {
        if unit.stands_on(desk.today) || !numbers.contains_key(id.as_str()) {
            numbers.insert(id.as_str(), unit.id);
        }
    }
    numbers
}

fn open_duty(known: &Standing, numbers: &HashMap<&str, UnitId>) -> Option<OpenDuty> {
    let duty = &known.duty;
    let handlers = duty.via_unit.iter().chain(&duty.recipient_unit);
    Some(OpenDuty {
        id: duty.id.clone(),
        task: duty.task.clone(),
        unit: *numbers.get(duty.unit.as_str())?,
        kind: match duty.kind.as_str() {
            "report" => DutyKind::Report,
            _ => DutyKind::Deed,
        },
        due: Due {
            as_written: duty.deadline_text.clone(),
            day: duty.due,
        },
        handlers: handlers
            .filter_map(|unit| numbers.get(unit.as_str()).copied())
            .collect(),
        answer: match known {
            Standing { accepted: true, .. } => AnswerSoFar::Accepted,
            Standing {
                answered_at: Some(_),
                returned: false,
                ..
            } => AnswerSoFar::Submitted,
            _ => AnswerSoFar::Open,
        },
        before_amendment: false,
    })
}

pub(super) fn open_measures(forms: &[KeptForm]) -> Vec<OpenMeasure> {
    let rows = |kept: &KeptForm| {
        let form: Form = serde_json::from_str(&kept.definition).unwrap_or_default();
        let id = kept.id.clone();
        let row = move |row: tongket_core::report::form::Indicator| OpenMeasure {
            form: id.clone(),
            code: row.code,
            name: row.name,
            unit_of_measure: row.unit_of_measure,
        };
        form.indicators.into_iter().map(row)
    };
    forms.iter().flat_map(rows).collect()
}

fn open_items(items: &[Item]) -> Vec<OpenItem> {
    let mut above: Vec<&Item> = Vec::new();
    let mut open = Vec::with_capacity(items.len());
    for item in items {
        above.retain(|known| known.level < item.level);
        open.push(OpenItem {
            id: item.id.clone(),
            under: above.last().map(|item| item.id.clone()),
            label: item.label.clone(),
            title: item.title.clone(),
            withdrawn: false,
        });
        above.push(item);
    }
    open
}
