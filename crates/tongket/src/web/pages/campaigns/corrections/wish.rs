//! What somebody wants to read otherwise in a plan, and what differs by it from how things stand.

use serde::Deserialize;
use tongket_core::campaign::{
    Change, Due, DutyKind, HandItem, HandOccasion, HandTask, ItemAnchor, Proposal, ProposedTask,
};
use tongket_core::refusal::{Refusal, Said};
use tongket_reader::plan::{Order, OutlineItem, OutlineKind, Role};
use utoipa::ToSchema;

use crate::web::pages::campaigns::day;
use crate::web::pages::campaigns::draft::party_name;
use crate::web::problem::Problem;

/// How something is to read instead. Fields that are not sent stay as they are.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub(super) struct Wish {
    /// What it is about: `task new_task drop_task item new_item drop_item new_occasion drop_occasion`.
    pub(super) about: String,
    /// Id of the task or item; title of the occasion.
    #[serde(default)]
    pub(super) target: String,
    /// What is to be done, what the item asks for, what happens.
    pub(super) title: Option<String>,
    /// "report" or "deed".
    kind: Option<String>,
    /// "assign" or "request".
    order: Option<String>,
    /// The last day in time, or the day of an occasion; empty for none.
    due: Option<String>,
    /// Names or groups of units, one a line.
    pub(super) units: Option<String>,
    /// To whom it is addressed.
    pub(super) recipient: Option<String>,
    /// Through whom it goes.
    pub(super) via: Option<String>,
    /// Id of the item that a new one stands below.
    #[serde(default)]
    under: String,
    /// Label of a new item.
    #[serde(default)]
    pub(super) label: String,
    /// Why.
    #[serde(default)]
    pub(super) reason: String,
}

impl Wish {
    /// What differs from how things stand.
    pub(super) fn changes(&self, proposal: &Proposal) -> Result<Vec<Change>, Problem> {
        match self.about.as_str() {
            "task" => self.of_task(self.task(proposal)?, proposal),
            "drop_task" => Ok(vec![Change::Drop {
                task: self.task(proposal)?.anchor(),
            }]),
            "new_task" => Ok(vec![Change::AddTask {
                task: self.new_task(proposal)?,
            }]),
            "item" => {
                let item = item(proposal, &self.target)?;
                let title = self.title()?;
                Ok(match title == item.title {
                    true => Vec::new(),
                    false => vec![Change::ItemTitle {
                        item: anchor(item),
                        title,
                    }],
                })
            }
            "drop_item" => {
                let item = anchor(item(proposal, &self.target)?);
                Ok(vec![Change::DropItem { item }])
            }
            "new_item" => Ok(vec![Change::AddItem {
                item: self.new_item(proposal)?,
            }]),
            "new_occasion" => {
                let occasion = HandOccasion {
                    id: unused(
                        "S",
                        proposal.occasions.iter().map(|known| known.id.as_str()),
                    ),
                    title: self.title()?,
                    day: day(self.due.as_deref().unwrap_or_default())?,
                };
                Ok(vec![Change::AddOccasion { occasion }])
            }
            "drop_occasion" => Ok(vec![Change::DropOccasion {
                title: self.target.clone(),
            }]),
            other => Err(Refusal::field_invalid(
                "about".into(),
                Said::new(
                    format!("không rõ “{other}”"),
                    format!("“{other}” is not known"),
                ),
            )
            .into()),
        }
    }

    fn task<'p>(&self, proposal: &'p Proposal) -> Result<&'p ProposedTask, Problem> {
        proposal.task(&self.target).ok_or_else(|| {
            let what = Said::new(
                format!("nhiệm vụ {}", self.target),
                format!("task {}", self.target),
            );
            Refusal::not_found(what).into()
        })
    }

    fn title(&self) -> Result<String, Problem> {
        match self.title.as_deref().map(str::trim) {
            Some(title) if !title.is_empty() => Ok(title.to_owned()),
            _ => Err(Refusal::field_invalid(
                Said::new("Nội dung", "Title"),
                Said::new("chưa ghi", "it is empty"),
            )
            .into()),
        }
    }

    fn of_task(&self, task: &ProposedTask, proposal: &Proposal) -> Result<Vec<Change>, Problem> {
        let mut changes = Vec::new();
        let anchor = || task.anchor();
        if self.title.is_some() {
            let title = self.title()?;
            if title != task.title {
                changes.push(Change::Title {
                    task: anchor(),
                    title,
                });
            }
        }
        let kind = self.kind.as_deref().map(kind_of);
        if let Some(kind) = kind.filter(|kind| *kind != task.kind) {
            changes.push(Change::Kind {
                task: anchor(),
                kind,
            });
        }
        let order = self.order.as_deref().map(order_of);
        if let Some(order) = order.filter(|order| *order != task.order) {
            changes.push(Change::Order {
                task: anchor(),
                order,
            });
        }
        if let Some(due) = &self.due {
            let due = day(due)?;
            if due != task.due.day {
                let due = Due {
                    as_written: String::new(),
                    day: due,
                };
                changes.push(Change::Deadline {
                    task: anchor(),
                    due,
                });
            }
        }
        let differs = |wanted: &Option<String>, now: String| {
            wanted
                .as_ref()
                .map(|wanted| wanted.trim().to_owned())
                .filter(|wanted| *wanted != now)
        };
        if let Some(name) = differs(&self.recipient, party_name(task.route.recipient.as_ref())) {
            changes.push(Change::Recipient {
                task: anchor(),
                name: some(name),
            });
        }
        if let Some(name) = differs(&self.via, party_name(task.route.via.as_ref())) {
            changes.push(Change::Via {
                task: anchor(),
                name: some(name),
            });
        }
        if let Some(units) = self.units.as_deref().map(lines) {
            let groups = task.groups.iter().filter_map(|at| proposal.groups.get(*at));
            let now: Vec<&str> = groups.map(|group| group.as_written.as_str()).collect();
            if units != now {
                changes.push(Change::Unit {
                    task: anchor(),
                    units,
                });
            }
        }
        Ok(changes)
    }

    fn new_task(&self, proposal: &Proposal) -> Result<HandTask, Problem> {
        let text =
            |text: &Option<String>| some(text.as_deref().unwrap_or_default().trim().to_owned());
        Ok(HandTask {
            id: unused("B", proposal.tasks.iter().map(|task| task.id.as_str())),
            kind: kind_of(self.kind.as_deref().unwrap_or_default()),
            role: Role::Lead,
            order: order_of(self.order.as_deref().unwrap_or_default()),
            title: self.title()?,
            units: lines(self.units.as_deref().unwrap_or_default()),
            due: Due {
                as_written: String::new(),
                day: day(self.due.as_deref().unwrap_or_default())?,
            },
            recipient: text(&self.recipient),
            via: text(&self.via),
        })
    }

    fn new_item(&self, proposal: &Proposal) -> Result<HandItem, Problem> {
        let under = match self.under.as_str() {
            "" => None,
            id => Some(item(proposal, id)?),
        };
        let known = proposal.outline.walk();
        let label = self.label.trim();
        let own = label.trim_end_matches(['.', ')']);
        let above = under
            .map(|item| format!("{}.", item.id))
            .unwrap_or_default();
        let id = format!("{above}{own}");
        let free = !own.is_empty() && known.iter().all(|item| item.id != id);
        Ok(HandItem {
            id: match free {
                true => id,
                false => unused(
                    &format!("{above}B"),
                    known.iter().map(|item| item.id.as_str()),
                ),
            },
            under: under.map(anchor),
            after: None,
            label: label.to_owned(),
            title: self.title()?,
            kind: match label {
                "-" | "+" => OutlineKind::Content,
                _ => OutlineKind::Heading,
            },
            guidance: None,
        })
    }
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn lines(text: &str) -> Vec<String> {
    let lines = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect()
}

fn kind_of(word: &str) -> DutyKind {
    match word {
        "report" => DutyKind::Report,
        _ => DutyKind::Deed,
    }
}

fn order_of(word: &str) -> Order {
    match word {
        "request" => Order::Request,
        _ => Order::Assign,
    }
}

fn item<'p>(proposal: &'p Proposal, id: &str) -> Result<&'p OutlineItem, Problem> {
    proposal.outline.find(id).ok_or_else(|| {
        let what = Said::new(format!("mục đề cương {id}"), format!("outline item {id}"));
        Refusal::not_found(what).into()
    })
}

fn anchor(item: &OutlineItem) -> ItemAnchor {
    ItemAnchor {
        id: item.id.clone(),
        as_read: item.title.clone(),
    }
}

/// An id of this stem that is not taken: "B1", "B2".
fn unused<'k>(stem: &str, known: impl Iterator<Item = &'k str> + Clone) -> String {
    let mut numbers = 1..;
    let free = numbers.find(|number| {
        let id = format!("{stem}{number}");
        known.clone().all(|known| known != id)
    });
    format!("{stem}{}", free.unwrap_or(1))
}
