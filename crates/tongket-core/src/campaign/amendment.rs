//! Changing a campaign that is open: an act with a reason, never a silent edit.
//!
//! Units work by the deadline and the outline they were given. An amendment
//! says what was and what is, why, and who must be told. Reports that were
//! handed in before stay as they are and are marked: the reader sees that they
//! answer the campaign as it stood then.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::duty::{Due, DutyKind};
use crate::refusal::{Code, Refusal, Said};
use crate::unit::{Directory, UnitId};

/// An open campaign, as far as amending it needs to know it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenCampaign {
    /// What units owe.
    pub duties: Vec<OpenDuty>,
    /// The outline, in its order; withdrawn items stay and say so.
    pub items: Vec<OpenItem>,
    /// What its tables of figures count.
    pub measures: Vec<OpenMeasure>,
    /// The body that receives the reports.
    pub standing: Option<UnitId>,
}

/// A row of a table of figures of an open campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenMeasure {
    /// The caller's id for its form.
    pub form: String,
    /// By what figures name it.
    pub code: String,
    /// What is counted.
    pub name: String,
    /// In what.
    pub unit_of_measure: String,
}

/// A duty of an open campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenDuty {
    /// The caller's id for it.
    pub id: String,
    /// The task it comes from.
    pub task: String,
    /// Who owes it.
    pub unit: UnitId,
    /// Report or deed.
    pub kind: DutyKind,
    /// By when.
    pub due: Due,
    /// Who handles it on its way: the channel, then the addressee.
    pub handlers: Vec<UnitId>,
    /// How far its answer has come.
    pub answer: AnswerSoFar,
    /// Whether its answer was handed in before an amendment that concerns it.
    pub before_amendment: bool,
}

/// How far the answer to a duty has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerSoFar {
    /// Nothing is handed in; there may be a draft.
    #[default]
    Open,
    /// Handed in, and not yet accepted or sent back.
    Submitted,
    /// Accepted and locked.
    Accepted,
}

/// An item of the outline of an open campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenItem {
    /// Its id.
    pub id: String,
    /// The item it stands below.
    pub under: Option<String>,
    /// Its label as printed.
    pub label: String,
    /// What it asks for.
    pub title: String,
    /// Whether it is asked for no more.
    pub withdrawn: bool,
}

/// A change of an open campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// What changes.
    pub change: AmendmentChange,
    /// Why.
    pub reason: String,
}

/// What changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
#[allow(
    missing_docs,
    reason = "the sentence above a variant says what its parts are"
)]
pub enum AmendmentChange {
    /// A new deadline for every duty of a task, or for the units named alone (by duty).
    Deadline {
        task: String,
        due: Due,
        #[serde(default)]
        only: Vec<String>,
    },
    /// A unit more that owes what the others of a task owe. `duty` is the id of its new duty.
    AddUnit {
        task: String,
        #[serde(skip)]
        unit: Option<UnitId>,
        duty: String,
    },
    /// A unit that owes a task no more; a report that it sent counts no longer.
    ReleaseUnit {
        task: String,
        #[serde(skip)]
        unit: Option<UnitId>,
    },
    /// Something more to report on, after `after` and below `under`.
    AddItem {
        item: String,
        under: Option<String>,
        after: Option<String>,
        label: String,
        title: String,
    },
    /// An item's words.
    RetitleItem { item: String, title: String },
    /// An item that is asked for no more, with what stands below it.
    WithdrawItem { item: String },
    /// Another unit of measure for a row of a table of figures; what was sent keeps its own.
    Measure {
        form: String,
        code: String,
        unit_of_measure: String,
    },
}

/// What an amendment comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amended {
    /// The campaign as it now stands.
    pub campaign: OpenCampaign,
    /// What was and what is, for each thing that changed.
    pub differences: Vec<Difference>,
    /// Who must be told: those who owe what changed, and those who handle it.
    pub told: Vec<UnitId>,
    /// What it means for answers that have been handed in: they stay.
    pub marked: Vec<Marked>,
}

/// One thing that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What changed: the id of a duty or of an outline item.
    pub subject: String,
    /// As it was; empty where it is new.
    pub before: Said,
    /// As it is.
    pub after: Said,
}

/// An answer that was handed in before the amendment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// The duty it answers.
    pub duty: String,
    /// Whose it is.
    pub unit: UnitId,
    /// What the amendment means for it.
    pub said: Said,
}

impl OpenCampaign {
    /// What an amendment made on `today` comes to. The campaign itself is not changed.
    ///
    /// # Errors
    /// Without a reason, where what it changes is not there, or where it changes nothing.
    pub fn amended(
        &self,
        amendment: &Amendment,
        directory: &Directory,
        today: Date,
    ) -> Result<Amended, Refusal> {
        if amendment.reason.trim().is_empty() {
            return Err(Refusal::from(Code::AmendmentNeedsReason));
        }
        let mut desk = Desk {
            campaign: self.clone(),
            directory,
            today,
            differences: Vec::new(),
            concerned: BTreeSet::new(),
            told: BTreeSet::new(),
        };
        match &amendment.change {
            AmendmentChange::Deadline { task, due, only } => desk.deadline(task, due, only)?,
            AmendmentChange::AddUnit { task, unit, duty } => desk.add_unit(task, *unit, duty)?,
            AmendmentChange::AddItem {
                item,
                under,
                after,
                label,
                title,
            } => desk.add_item(
                OpenItem {
                    id: item.clone(),
                    under: under.clone(),
                    label: label.clone(),
                    title: title.clone(),
                    withdrawn: false,
                },
                after.as_deref(),
            )?,
            AmendmentChange::RetitleItem { item, title } => desk.retitle(item, title)?,
            AmendmentChange::WithdrawItem { item } => desk.withdraw(item)?,
            AmendmentChange::ReleaseUnit { task, unit } => desk.release(task, *unit)?,
            AmendmentChange::Measure {
                form,
                code,
                unit_of_measure,
            } => desk.measure(form, code, unit_of_measure.trim())?,
        }
        Ok(desk.finish(&amendment.change))
    }
}

/// A campaign while it is being amended.
struct Desk<'d> {
    campaign: OpenCampaign,
    directory: &'d Directory,
    today: Date,
    differences: Vec<Difference>,
    /// Duties whose answers are concerned.
    concerned: BTreeSet<String>,
    told: BTreeSet<UnitId>,
}

impl Desk<'_> {
    fn deadline(&mut self, task: &str, due: &Due, only: &[String]) -> Result<(), Refusal> {
        if let Some(day) = due.day.filter(|day| *day < self.today) {
            return Err(Refusal::due_in_past(day));
        }
        let meant = |duty: &&mut OpenDuty| {
            duty.task == task && (only.is_empty() || only.contains(&duty.id))
        };
        let mut found = false;
        for duty in self.campaign.duties.iter_mut().filter(meant) {
            found = true;
            if duty.due == *due {
                continue;
            }
            self.differences.push(Difference {
                subject: duty.id.clone(),
                before: by_when(&duty.due),
                after: by_when(due),
            });
            duty.due = due.clone();
            self.concerned.insert(duty.id.clone());
            self.told.insert(duty.unit);
            self.told.extend(&duty.handlers);
        }
        match found {
            true => self.changed(),
            false => Err(Refusal::not_found(Said::new(
                format!("nhiệm vụ {task}"),
                format!("task {task}"),
            ))),
        }
    }

    fn add_unit(&mut self, task: &str, unit: Option<UnitId>, id: &str) -> Result<(), Refusal> {
        let stands = |unit: &UnitId| {
            let known = self.directory.get(*unit);
            known.is_some_and(|unit| unit.stands_on(self.today))
        };
        let Some(unit) = unit.filter(stands) else {
            return Err(Refusal::not_found(Said::new(
                "đơn vị được thêm",
                "the unit to add",
            )));
        };
        let of_task = self.campaign.duties.iter().filter(|duty| duty.task == task);
        let Some(model) = of_task.clone().next_back() else {
            return Err(Refusal::not_found(Said::new(
                format!("nhiệm vụ {task}"),
                format!("task {task}"),
            )));
        };
        let name = self.directory.name(unit).to_owned();
        if of_task.into_iter().any(|duty| duty.unit == unit) {
            return Err(Refusal::field_invalid(
                Said::new("Đơn vị", "Unit"),
                Said::new(
                    format!("“{name}” đã được giao nhiệm vụ này"),
                    format!("“{name}” already owes this"),
                ),
            ));
        }
        let duty = OpenDuty {
            id: id.to_owned(),
            unit,
            answer: AnswerSoFar::Open,
            before_amendment: false,
            ..model.clone()
        };
        self.differences.push(Difference {
            subject: id.to_owned(),
            before: Said::default(),
            after: Said::new(
                format!("“{name}” được giao nhiệm vụ {task}"),
                format!("“{name}” owes task {task}"),
            ),
        });
        self.told.insert(unit);
        self.told.extend(&duty.handlers);
        self.campaign.duties.push(duty);
        Ok(())
    }

    /// Releases a unit from a task; what it sent stays to be read and counts no longer.
    fn release(&mut self, task: &str, unit: Option<UnitId>) -> Result<(), Refusal> {
        let duties = &mut self.campaign.duties;
        let own = |duty: &mut OpenDuty| duty.task == task && Some(duty.unit) == unit;
        let released: Vec<OpenDuty> = duties.extract_if(.., own).collect();
        let Some(first) = released.first() else {
            return Err(Refusal::not_found(Said::new(
                format!("nhiệm vụ {task} của đơn vị này"),
                format!("task {task} of this unit"),
            )));
        };
        let name = self.directory.name(first.unit).to_owned();
        for duty in released {
            self.differences.push(Difference {
                subject: duty.id,
                before: Said::new(
                    format!("“{name}” được giao nhiệm vụ {task}"),
                    format!("“{name}” owes task {task}"),
                ),
                after: Said::new(
                    format!("“{name}” không phải thực hiện nhiệm vụ {task} nữa"),
                    format!("“{name}” owes task {task} no more"),
                ),
            });
            self.told.insert(duty.unit);
            self.told.extend(&duty.handlers);
        }
        Ok(())
    }

    /// What is counted in another unit of measure concerns everybody who reports it.
    fn measure(&mut self, form: &str, code: &str, wanted: &str) -> Result<(), Refusal> {
        let mut rows = self.campaign.measures.iter_mut();
        let Some(row) = rows.find(|row| row.form == form && row.code == code) else {
            return Err(Refusal::not_found(Said::new(
                "chỉ tiêu này trong biểu số liệu",
                "this row of the form",
            )));
        };
        if row.unit_of_measure != wanted {
            let before = match row.unit_of_measure.as_str() {
                "" => Said::from(row.name.as_str()),
                unit => Said::from(format!("{} ({unit})", row.name).as_str()),
            };
            wanted.clone_into(&mut row.unit_of_measure);
            self.differences.push(Difference {
                subject: format!("{form}/{code}"),
                before,
                after: Said::new(
                    format!("{}, đơn vị tính mới: {wanted}", row.name),
                    format!("{}, new unit of measure: {wanted}", row.name),
                ),
            });
            self.concern_reports();
        }
        self.changed()
    }

    fn add_item(&mut self, item: OpenItem, after: Option<&str>) -> Result<(), Refusal> {
        if item.title.trim().is_empty() {
            return Err(Refusal::field_invalid(
                Said::new("Nội dung mục", "Title"),
                Said::new("chưa ghi", "it is empty"),
            ));
        }
        if self.campaign.items.iter().any(|known| known.id == item.id) {
            return Err(Refusal::name_taken(&item.id));
        }
        for wanted in item.under.iter().map(String::as_str).chain(after) {
            self.place(wanted)?;
        }
        let at = match after.or(item.under.as_deref()) {
            Some(before) => self.end_of(before),
            None => self.campaign.items.len(),
        };
        self.differences.push(Difference {
            subject: item.id.clone(),
            before: Said::default(),
            after: heading(&item),
        });
        self.campaign.items.insert(at, item);
        self.concern_reports();
        Ok(())
    }

    fn retitle(&mut self, id: &str, title: &str) -> Result<(), Refusal> {
        let at = self.place(id)?;
        let item = &mut self.campaign.items[at];
        if item.title == title || title.trim().is_empty() {
            return self.changed();
        }
        let before = heading(item);
        title.clone_into(&mut item.title);
        self.differences.push(Difference {
            subject: id.to_owned(),
            before,
            after: heading(item),
        });
        self.concern_reports();
        Ok(())
    }

    /// Withdraws an item with those below it; what was written on them stays.
    fn withdraw(&mut self, id: &str) -> Result<(), Refusal> {
        let first = self.place(id)?;
        let end = self.end_of(id);
        for item in &mut self.campaign.items[first..end] {
            if item.withdrawn {
                continue;
            }
            item.withdrawn = true;
            self.differences.push(Difference {
                subject: item.id.clone(),
                before: heading(item),
                after: Said::new("không yêu cầu báo cáo nữa", "asked for no more"),
            });
        }
        self.concern_reports();
        self.changed()
    }

    /// The outline concerns everybody who reports on it.
    fn concern_reports(&mut self) {
        let reports = self.campaign.duties.iter();
        for duty in reports.filter(|duty| duty.kind == DutyKind::Report) {
            self.concerned.insert(duty.id.clone());
            self.told.insert(duty.unit);
            self.told.extend(&duty.handlers);
        }
    }

    fn place(&self, id: &str) -> Result<usize, Refusal> {
        let at = self.campaign.items.iter().position(|item| item.id == id);
        at.ok_or_else(|| {
            Refusal::not_found(Said::new(
                format!("mục đề cương {id}"),
                format!("outline item {id}"),
            ))
        })
    }

    /// The place after an item and everything below it.
    fn end_of(&self, id: &str) -> usize {
        let items = &self.campaign.items;
        let Some(first) = items.iter().position(|item| item.id == id) else {
            return items.len();
        };
        let mut below = vec![id.to_owned()];
        let mut end = first + 1;
        for item in &items[first + 1..] {
            let is_below = item
                .under
                .as_ref()
                .is_some_and(|under| below.contains(under));
            if !is_below {
                break;
            }
            below.push(item.id.clone());
            end += 1;
        }
        end
    }

    /// An amendment that changes nothing is none.
    fn changed(&self) -> Result<(), Refusal> {
        match self.differences.is_empty() {
            true => Err(Refusal::field_invalid(
                Said::new("Nội dung điều chỉnh", "Amendment"),
                Said::new("không có gì thay đổi so với hiện tại", "it changes nothing"),
            )),
            false => Ok(()),
        }
    }

    /// Marks what was handed in before, and tells the standing agency too.
    fn finish(mut self, change: &AmendmentChange) -> Amended {
        let mut marked = Vec::new();
        for duty in &mut self.campaign.duties {
            let handed_in = duty.answer != AnswerSoFar::Open;
            if !handed_in || !self.concerned.contains(&duty.id) {
                continue;
            }
            duty.before_amendment = true;
            marked.push(Marked {
                duty: duty.id.clone(),
                unit: duty.unit,
                said: meaning(change, duty.answer),
            });
        }
        self.told.extend(self.campaign.standing);
        Amended {
            campaign: self.campaign,
            differences: self.differences,
            told: self.told.into_iter().collect(),
            marked,
        }
    }
}

/// What an amendment means for an answer that has been handed in.
fn meaning(change: &AmendmentChange, answer: AnswerSoFar) -> Said {
    let (what, what_en) = match change {
        AmendmentChange::Deadline { .. } => (
            "trước khi thời hạn được điều chỉnh",
            "before the deadline was changed",
        ),
        AmendmentChange::AddItem { .. } => (
            "trước khi đề cương thêm mục; phần thêm có thể bổ sung",
            "before an item was added; it may be supplemented",
        ),
        AmendmentChange::Measure { .. } => (
            "trước khi đơn vị tính của một chỉ tiêu được đổi",
            "before the unit of measure of a row was changed",
        ),
        _ => (
            "trước khi đề cương được điều chỉnh",
            "before the outline was changed",
        ),
    };
    let (state, state_en) = match answer {
        AnswerSoFar::Accepted => ("Đã tiếp nhận", "Accepted"),
        _ => ("Đã gửi", "Handed in"),
    };
    Said::new(format!("{state} {what}."), format!("{state_en} {what_en}."))
}

fn by_when(due: &Due) -> Said {
    match (due.as_written.as_str(), due.day) {
        ("", Some(day)) => Said::new(
            format!("chậm nhất ngày {}", day.strftime("%d/%m/%Y")),
            format!("by {day}"),
        ),
        ("", None) => Said::new("không có thời hạn", "no deadline"),
        (written, _) => Said::from(written),
    }
}

fn heading(item: &OpenItem) -> Said {
    Said::from(format!("{} {}", item.label, item.title).trim())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 4, 1);

    fn directory() -> Directory {
        let names = [
            "tên",
            "Công an tỉnh",
            "xã Vân Khê",
            "xã Suối Trầm",
            "xã Đông Giang",
        ];
        let rows: Vec<Vec<String>> = names.iter().map(|name| vec![(*name).to_owned()]).collect();
        Directory::from_rows(&rows).0
    }

    fn due(day: i8) -> Due {
        Due {
            as_written: format!("trước ngày {}/4/2026", day + 1),
            day: Some(date(2026, 4, day)),
        }
    }

    fn duty(id: &str, task: &str, unit: u32, kind: DutyKind, answer: AnswerSoFar) -> OpenDuty {
        OpenDuty {
            id: id.to_owned(),
            task: task.to_owned(),
            unit: UnitId(unit),
            kind,
            due: due(24),
            handlers: vec![UnitId(0)],
            answer,
            before_amendment: false,
        }
    }

    fn item(id: &str, under: Option<&str>, title: &str) -> OpenItem {
        OpenItem {
            id: id.to_owned(),
            under: under.map(str::to_owned),
            label: format!("{}.", id.rsplit('.').next().unwrap_or(id)),
            title: title.to_owned(),
            withdrawn: false,
        }
    }

    fn campaign() -> OpenCampaign {
        OpenCampaign {
            duties: vec![
                duty("d1", "T08", 1, DutyKind::Report, AnswerSoFar::Submitted),
                duty("d2", "T08", 2, DutyKind::Report, AnswerSoFar::Open),
                duty("d3", "T09", 1, DutyKind::Deed, AnswerSoFar::Accepted),
            ],
            items: vec![
                item("I", None, "ĐẶC ĐIỂM"),
                item("II", None, "KẾT QUẢ"),
                item("II.1", Some("II"), "Tuyên truyền"),
                item("III", None, "KIẾN NGHỊ"),
            ],
            measures: vec![OpenMeasure {
                form: "f1".to_owned(),
                code: "von".to_owned(),
                name: "Vốn vay".to_owned(),
                unit_of_measure: "triệu đồng".to_owned(),
            }],
            standing: Some(UnitId(0)),
        }
    }

    /// What an amendment comes to: differences, who is told, what is marked; or the code of the refusal.
    #[track_caller]
    fn check(change: AmendmentChange, expected: &[&str]) -> OpenCampaign {
        let amendment = Amendment {
            change,
            reason: "Công văn số 45/CA ngày 30/3/2026".to_owned(),
        };
        let before = campaign();
        let told: Vec<String> = match before.amended(&amendment, &directory(), TODAY) {
            Ok(amended) => {
                let differences = amended.differences.iter().map(|difference| {
                    format!(
                        "{}: {} → {}",
                        difference.subject, difference.before.vi, difference.after.vi
                    )
                });
                let told: Vec<String> =
                    amended.told.iter().map(|unit| unit.0.to_string()).collect();
                let marked = amended
                    .marked
                    .iter()
                    .map(|marked| format!("{} {}", marked.duty, marked.said.vi));
                let all = differences
                    .chain([format!("told {}", told.join(" "))])
                    .chain(marked)
                    .collect();
                assert_eq!(
                    told.iter().filter(|unit| *unit == "0").count(),
                    1,
                    "the standing agency is told"
                );
                let result: Vec<String> = all;
                assert_eq!(result, expected);
                return amended.campaign;
            }
            Err(refusal) => vec![format!(
                "{} {}",
                refusal.code().name(),
                refusal.sentence().vi
            )],
        };
        assert_eq!(told, expected);
        before
    }

    #[test]
    fn a_new_deadline_is_for_all_of_a_task_or_for_one() {
        let change = |only: &[&str]| AmendmentChange::Deadline {
            task: "T08".to_owned(),
            due: due(28),
            only: only.iter().map(|id| (*id).to_owned()).collect(),
        };
        check(
            change(&[]),
            &[
                "d1: trước ngày 25/4/2026 → trước ngày 29/4/2026",
                "d2: trước ngày 25/4/2026 → trước ngày 29/4/2026",
                "told 0 1 2",
                "d1 Đã gửi trước khi thời hạn được điều chỉnh.",
            ],
        );
        let amended = check(
            change(&["d2"]),
            &[
                "d2: trước ngày 25/4/2026 → trước ngày 29/4/2026",
                "told 0 2",
            ],
        );
        assert_eq!(amended.duties[0], campaign().duties[0]);
    }

    #[test]
    fn a_unit_more_owes_what_the_others_owe() {
        let add = |unit: Option<u32>| AmendmentChange::AddUnit {
            task: "T08".to_owned(),
            unit: unit.map(UnitId),
            duty: "d4".to_owned(),
        };
        let amended = check(
            add(Some(3)),
            &["d4:  → “xã Đông Giang” được giao nhiệm vụ T08", "told 0 3"],
        );
        assert_eq!(
            amended
                .duties
                .last()
                .map(|duty| (duty.unit, duty.due.clone())),
            Some((UnitId(3), due(24)))
        );
        check(
            add(Some(1)),
            &["TK014 Ô “Đơn vị” chưa đúng: “xã Vân Khê” đã được giao nhiệm vụ này."],
        );
        check(add(None), &["TK010 Không tìm thấy đơn vị được thêm."]);
    }

    #[test]
    fn a_unit_is_released_and_what_it_sent_is_left_alone() {
        let release = |task: &str, unit: u32| AmendmentChange::ReleaseUnit {
            task: task.to_owned(),
            unit: Some(UnitId(unit)),
        };
        let amended = check(
            release("T08", 1),
            &[
                "d1: “xã Vân Khê” được giao nhiệm vụ T08 → “xã Vân Khê” không phải thực hiện nhiệm vụ T08 nữa",
                "told 0 1",
            ],
        );
        let left: Vec<&str> = amended.duties.iter().map(|duty| duty.id.as_str()).collect();
        assert_eq!(left, ["d2", "d3"]);
        check(
            release("T08", 3),
            &["TK010 Không tìm thấy nhiệm vụ T08 của đơn vị này."],
        );
    }

    #[test]
    fn another_unit_of_measure_concerns_everybody_who_reports() {
        let measure = |unit: &str| AmendmentChange::Measure {
            form: "f1".to_owned(),
            code: "von".to_owned(),
            unit_of_measure: unit.to_owned(),
        };
        check(
            measure("tỷ đồng"),
            &[
                "f1/von: Vốn vay (triệu đồng) → Vốn vay, đơn vị tính mới: tỷ đồng",
                "told 0 1 2",
                "d1 Đã gửi trước khi đơn vị tính của một chỉ tiêu được đổi.",
            ],
        );
        check(
            measure(" triệu đồng"),
            &["TK014 Ô “Nội dung điều chỉnh” chưa đúng: không có gì thay đổi so với hiện tại."],
        );
    }

    #[test]
    fn the_outline_grows_changes_and_shrinks_and_reports_stay() {
        let add = AmendmentChange::AddItem {
            item: "II.2".to_owned(),
            under: Some("II".to_owned()),
            after: Some("II.1".to_owned()),
            label: "2.".to_owned(),
            title: "Chuyển đổi số".to_owned(),
        };
        let amended = check(
            add,
            &[
                "II.2:  → 2. Chuyển đổi số",
                "told 0 1 2",
                "d1 Đã gửi trước khi đề cương thêm mục; phần thêm có thể bổ sung.",
            ],
        );
        let ids: Vec<&str> = amended.items.iter().map(|item| item.id.as_str()).collect();
        assert_eq!(ids, ["I", "II", "II.1", "II.2", "III"]);
        assert!(amended.duties[0].before_amendment && !amended.duties[1].before_amendment);
        assert_eq!(amended.duties[0].answer, AnswerSoFar::Submitted);
        let retitle = AmendmentChange::RetitleItem {
            item: "III".to_owned(),
            title: "ĐỀ XUẤT".to_owned(),
        };
        check(
            retitle,
            &[
                "III: III. KIẾN NGHỊ → III. ĐỀ XUẤT",
                "told 0 1 2",
                "d1 Đã gửi trước khi đề cương được điều chỉnh.",
            ],
        );
        let withdraw = AmendmentChange::WithdrawItem {
            item: "II".to_owned(),
        };
        let amended = check(
            withdraw,
            &[
                "II: II. KẾT QUẢ → không yêu cầu báo cáo nữa",
                "II.1: 1. Tuyên truyền → không yêu cầu báo cáo nữa",
                "told 0 1 2",
                "d1 Đã gửi trước khi đề cương được điều chỉnh.",
            ],
        );
        assert_eq!(amended.items.len(), 4, "nothing is taken out");
    }

    #[test]
    fn what_has_no_reason_no_place_or_no_effect_is_refused() {
        let same = AmendmentChange::Deadline {
            task: "T08".to_owned(),
            due: due(24),
            only: Vec::new(),
        };
        check(
            same.clone(),
            &["TK014 Ô “Nội dung điều chỉnh” chưa đúng: không có gì thay đổi so với hiện tại."],
        );
        let withdraw = AmendmentChange::WithdrawItem {
            item: "VII".to_owned(),
        };
        check(withdraw, &["TK010 Không tìm thấy mục đề cương VII."]);
        let past = AmendmentChange::Deadline {
            task: "T08".to_owned(),
            due: Due {
                as_written: String::new(),
                day: Some(date(2026, 3, 1)),
            },
            only: Vec::new(),
        };
        let amendment = Amendment {
            change: past,
            reason: "vì".to_owned(),
        };
        let refused = campaign().amended(&amendment, &directory(), TODAY);
        assert_eq!(refused.expect_err("in the past").code(), Code::DueInPast);
        let silent = Amendment {
            change: same,
            reason: " ".to_owned(),
        };
        let refused = campaign().amended(&silent, &directory(), TODAY);
        assert_eq!(
            refused.expect_err("no reason").code(),
            Code::AmendmentNeedsReason
        );
    }
}
