//! A list of units comes in as CSV or XLSX: first what it would change, then, once somebody confirms, the change.
//!
//! The file is read and kept apart for a day. Its preview names every row that
//! is new, put right, ended or doubtful, and the units that it does not name.
//! A list with doubtful rows is not taken in at all.

use std::collections::HashSet;

use askama::Template;
use axum::extract::{Path, State};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::event::Event;
use tongket_core::moment;
use tongket_core::permit::{Act, Place, Table};
use tongket_core::refusal::{Code, Refusal, Said};
use tongket_store::notice::{self, Notice};
use tongket_store::succession::{self, Succession};
use tongket_store::unit::{self, UnitList, UnitVersion};
use tongket_store::{Done, Tx, new_id};
use utoipa::ToSchema;

use super::ended::{Ending, Fate, tell_standing_agencies, to_people};
use super::reorganisation;
use super::revision::{Change, Parent, Revised, Revision, revise};
use crate::web::house::House;
use crate::web::page::{Next, Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::upload::{self, Upload};
use crate::web::visitor::{Visitor, event};

/// Rows of each sort that a preview shows; all of them count.
const SHOWN: usize = 200;

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/units/import.html")]
pub(super) struct Form {
    #[serde(skip)]
    shell: Shell,
    /// Today.
    #[schema(value_type = String)]
    today: Date,
}
views!(Form, Preview);

/// The form with which a list is uploaded.
#[utoipa::path(get, path = "/units/import", tag = "units", responses((status = 200, body = Form)))]
pub(super) async fn form(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
) -> Result<Page<Form>, Problem> {
    Table::permit(&visitor.memberships, Act::UnitImport, &Place::default())?;
    let today = house.today();
    Ok(Page(Form { shell, today }))
}

/// What is said about a list when it is uploaded.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub(super) struct Settings {
    /// The document that the list follows.
    #[serde(default)]
    pub(super) legal_act: String,
    /// For a table of old and new units: the first day of the new ones.
    #[serde(default)]
    pub(super) effective: String,
    /// For such a table: the superior of new units, where it has no column for it.
    #[serde(default)]
    pub(super) new_parent: String,
}

/// What an upload is told.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it describes a form to programs")]
pub(super) struct UploadFields {
    /// The list: CSV or XLSX.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// The document that the list follows; may be empty.
    legal_act: String,
    /// For a table of old and new units: the first day of the new ones.
    effective: String,
    /// For such a table: the superior of new units.
    new_parent: String,
}

/// Uploads a list; nothing of it counts yet.
#[utoipa::path(post, path = "/units/import", tag = "units",
    request_body(content = UploadFields, content_type = "multipart/form-data"),
    responses((status = 200, description = "Id of the list")))]
pub(super) async fn upload(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    mut sent: Upload,
) -> Result<Next<String>, Problem> {
    Table::permit(&visitor.memberships, Act::UnitImport, &Place::default())?;
    let settings = Settings {
        legal_act: sent.field("legal_act").to_owned(),
        effective: sent.field("effective").to_owned(),
        new_parent: sent.field("new_parent").to_owned(),
    };
    let settings = serde_json::to_string(&settings).unwrap_or_default();
    let file = sent.the_file()?;
    let name = file.name.clone();
    let rows = house.at_the_back(move || upload::rows(&file)).await?;
    let list = UnitList {
        id: new_id(),
        name,
        rows,
        settings,
        at: house.now(),
        by_account: visitor.account,
        confirmed_at: None,
    };
    let id = list.id.clone();
    let page = match reorganisation::is_one(&list.rows) {
        true => format!("/units/reorganisation/{id}"),
        false => format!("/units/import/{id}"),
    };
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                unit::keep_list(tx, &list).await?;
                Ok(Done::already(()))
            })
        })
        .await?;
    Ok(Next::new(&shell, page, id))
}

/// A row as the preview shows it.
#[derive(Serialize, ToSchema)]
struct Line {
    /// The row of the list, from 1.
    row: usize,
    /// Name.
    name: String,
    /// What changes: the field, what was, what would be.
    fields: Vec<(String, String, String)>,
}

/// Rows that would do the same.
#[derive(Serialize, ToSchema)]
struct Sort {
    /// What they would do.
    change: Change,
    /// The same as the end of the key of a text.
    #[serde(skip)]
    word: &'static str,
    /// How many.
    count: usize,
    /// The first of them.
    lines: Vec<Line>,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/units/preview.html")]
pub(super) struct Preview {
    #[serde(skip)]
    shell: Shell,
    /// Id of the list.
    id: String,
    /// Name of the file.
    name: String,
    /// Rows by what they would do.
    sorts: Vec<Sort>,
    /// Rows that cannot be followed; while there is one, nothing is taken in.
    doubts: Vec<String>,
    /// What was not understood, and what was done about it.
    remarks: Vec<String>,
    /// Units that the list does not name; they stay as they are.
    unnamed: Vec<(String, String)>,
    /// How many those are.
    unnamed_count: usize,
    /// Whether it was confirmed before.
    confirmed: bool,
    /// Whether it would change anything.
    changes: bool,
}

/// What an uploaded list would change.
#[utoipa::path(get, path = "/units/import/{id}", tag = "units", responses((status = 200, body = Preview)))]
pub(super) async fn preview(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Page<Preview>, Problem> {
    Table::permit(&visitor.memberships, Act::UnitImport, &Place::default())?;
    let (list, revision) = revised(&house, &id).await?;
    let changes = [
        (Change::New, "new"),
        (Change::Corrected, "corrected"),
        (Change::Renewed, "renewed"),
        (Change::Ended, "ended"),
        (Change::Same, "same"),
    ];
    let sorts: Vec<Sort> = changes
        .into_iter()
        .map(|(change, word)| sort(&shell, &revision, change, word))
        .collect();
    let say = |said: &Said| shell.say(said).to_owned();
    Ok(Page(Preview {
        changes: sorts
            .iter()
            .any(|sort| sort.change != Change::Same && sort.count > 0),
        doubts: revision.doubts().iter().map(say).collect(),
        remarks: revision.remarks.iter().map(say).collect(),
        unnamed_count: revision.unnamed.len(),
        unnamed: revision.unnamed.into_iter().take(SHOWN).collect(),
        confirmed: list.confirmed_at.is_some(),
        name: list.name,
        sorts,
        id,
        shell,
    }))
}

fn sort(shell: &Shell, revision: &Revision, change: Change, word: &'static str) -> Sort {
    let rows = revision.rows.iter().filter(|row| row.change == change);
    let lines = rows.take(SHOWN).map(|row| Line {
        row: row.row,
        name: row.after.name.clone(),
        fields: row
            .fields
            .iter()
            .map(|(field, was, is)| {
                let said = |value: &String| match (*field, value.as_str()) {
                    (_, "") => String::new(),
                    ("level", word) => shell.word("units-level", word),
                    ("kind", word) => shell.word("units-kind", word),
                    ("valid-from" | "valid-to", day) => {
                        let day: Option<Date> = day.parse().ok();
                        day.map_or_else(|| value.clone(), |day| shell.day(&day))
                    }
                    _ => value.clone(),
                };
                (shell.word("units-field", field), said(was), said(is))
            })
            .collect(),
    });
    Sort {
        change,
        word,
        count: revision.count(change),
        lines: lines.collect(),
    }
}

async fn revised(house: &House, id: &str) -> Result<(UnitList, Revision), Problem> {
    let mut conn = house.store.read().await?;
    let Some(list) = unit::find_list(&mut conn, id).await? else {
        return Err(Refusal::not_found(Said::new("danh sách tải lên", "uploaded list")).into());
    };
    let at_work: HashSet<String> = unit::at_work(&mut conn).await?.into_iter().collect();
    drop(conn);
    let (units, today, rows) = (house.units().await?, house.today(), list.rows.clone());
    let revision = house
        .at_the_back(move || revise(&units, &rows, today, &at_work))
        .await;
    Ok((list, revision))
}

/// Takes a list in as its preview says; a second time does nothing.
#[utoipa::path(post, path = "/units/import/{id}/confirmation", tag = "units", responses((status = 200)))]
pub(super) async fn confirm(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Next<String>, Problem> {
    Table::permit(&visitor.memberships, Act::UnitImport, &Place::default())?;
    let (list, revision) = revised(&house, &id).await?;
    if list.confirmed_at.is_some() {
        return Ok(Next::new(&shell, "/units", id).saying("units-imported"));
    }
    let doubts = revision.doubts();
    if !doubts.is_empty() {
        return Err(Refusal::unit_list_invalid(doubts).into());
    }
    if revision.rows.is_empty() {
        return Err(Refusal::unit_list_invalid(revision.remarks).into());
    }
    let (now, actor) = (house.now(), visitor.account);
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                if !unit::confirm_list(tx, &list.id, now).await? {
                    return Ok(Done::already(()));
                }
                take_in(tx, &list, revision, &actor, now).await
            })
        })
        .await?;
    house.units_changed().await;
    Ok(Next::new(&shell, "/units", id).saying("units-imported"))
}

/// Writes what a revision says, and tells of the list and of every unit that changed.
async fn take_in(
    tx: &mut Tx,
    list: &UnitList,
    revision: Revision,
    actor: &str,
    now: Timestamp,
) -> Result<Done<()>, Problem> {
    let settings: Settings = serde_json::from_str(&list.settings).unwrap_or_default();
    let mut counts = event(now, actor, Act::UnitImport.id(), "unit_list", &list.id);
    counts.data = json!({
        "file": list.name,
        "new": revision.count(Change::New),
        "corrected": revision.count(Change::Corrected),
        "renewed": revision.count(Change::Renewed),
        "ended": revision.count(Change::Ended),
        "same": revision.count(Change::Same),
    });
    let mut done = Done::new((), counts);
    let mut ids = Vec::with_capacity(revision.rows.len());
    for row in &revision.rows {
        ids.push(match &row.before {
            Some(before) => before.unit.clone(),
            None => unit::create(tx, now).await?,
        });
    }
    for (row, id) in revision.rows.iter().zip(&ids) {
        if let Some(told) = write_row(tx, row, id, &ids, &settings, actor, now).await? {
            done = done.and(told);
        }
    }
    record_heirs(tx, &revision.rows, &ids, &settings, actor, now).await?;
    let ended = revision.rows.iter().zip(&ids);
    let ended = ended.filter(|(row, _)| row.change == Change::Ended);
    let ended = ended.filter_map(|(row, id)| {
        let effective = row.after.valid_to?.tomorrow().ok()?;
        let name = &row.after.name;
        Some(Ending {
            unit: id,
            name,
            effective,
        })
    });
    let ended: Vec<Ending<'_>> = ended.collect();
    tell_standing_agencies(tx, &ended, now).await?;
    notice::add_all(tx, &notices(&revision.rows, &ended, now)).await?;
    Ok(done)
}

/// What the people of units are told that end by a list or get another superior.
fn notices(rows: &[Revised], ended: &[Ending<'_>], now: Timestamp) -> Vec<Notice> {
    let told = rows.iter().filter_map(|row| {
        let before = row.before.as_ref()?;
        if let Some(it) = ended.iter().find(|it| it.unit == before.unit) {
            let heirs = row.heirs.iter().filter_map(|heir| rows.get(*heir));
            let heirs = heirs.map(|heir| &*heir.after.name).collect();
            let fate = Fate::Ends(heirs);
            return Some(to_people(it.unit, it.name, &fate, it.effective, now));
        }
        let (_, _, parent) = row.fields.iter().find(|(field, ..)| *field == "parent")?;
        let from = row
            .after
            .valid_from
            .filter(|_| row.change == Change::Renewed);
        let from = from.unwrap_or(moment::day_of(now));
        let fate = Fate::Moved(Some(parent));
        Some(to_people(&before.unit, &before.name, &fate, from, now))
    });
    told.collect()
}

/// Writes one row; tells of a unit that was kept before and changed.
async fn write_row(
    tx: &mut Tx,
    row: &Revised,
    id: &str,
    ids: &[String],
    settings: &Settings,
    actor: &str,
    now: Timestamp,
) -> Result<Option<Event>, Problem> {
    let parent = match &row.parent {
        Parent::Unsaid => row.after.parent.clone(),
        Parent::Kept(parent) => Some(parent.clone()),
        Parent::Listed(at) => ids.get(*at).cloned(),
    };
    let mut after = UnitVersion {
        unit: id.to_owned(),
        parent: parent.filter(|parent| parent != id),
        ..row.after.clone()
    };
    if !settings.legal_act.is_empty() && row.change != Change::Same {
        after.legal_act.clone_from(&settings.legal_act);
    }
    match (row.change, &row.before) {
        (Change::New, _) => {
            after.id = new_id();
            unit::add_version(tx, &after).await?;
            return Ok(None);
        }
        (Change::Renewed, Some(before)) => {
            let eve = after.valid_from.and_then(|first| first.yesterday().ok());
            unit::end_version(tx, &before.id, eve.ok_or(Code::InternalTrouble)?).await?;
            after.id = new_id();
            unit::add_version(tx, &after).await?;
        }
        (Change::Corrected | Change::Ended, Some(_)) => unit::correct_version(tx, &after).await?,
        _ => return Ok(None),
    }
    let fields = row
        .fields
        .iter()
        .map(|(field, was, is)| json!([field, was, is]));
    Ok(Some(Event {
        unit: Some(id.to_owned()),
        data: json!({ "row": row.row, "fields": fields.collect::<Vec<_>>() }),
        ..event(now, actor, Act::UnitImport.id(), "unit", id)
    }))
}

/// Records those that the list names as taking over.
async fn record_heirs(
    tx: &mut Tx,
    rows: &[Revised],
    ids: &[String],
    settings: &Settings,
    actor: &str,
    now: Timestamp,
) -> Result<(), Problem> {
    let pairs = rows.iter().enumerate().flat_map(|(at, row)| {
        row.heirs
            .iter()
            .filter(move |heir| **heir != at)
            .map(move |heir| (at, *heir))
    });
    let pairs: Vec<(usize, usize)> = pairs.collect();
    for (from, to) in &pairs {
        let (Some(old), Some(new), Some(heir)) = (ids.get(*from), ids.get(*to), rows.get(*to))
        else {
            continue;
        };
        let last = rows[*from].after.valid_to;
        let effective = last
            .and_then(|last| last.tomorrow().ok())
            .or(heir.after.valid_from);
        let Some(effective) = effective else {
            continue;
        };
        let known = succession::of_unit(tx, old).await?;
        let same = |row: &Succession| row.to.as_ref() == Some(new) && row.effective == effective;
        if old == new || known.iter().any(same) {
            continue;
        }
        let heirs = pairs.iter().filter(|(other, _)| other == from).count();
        let forebears = pairs.iter().filter(|(_, other)| other == to).count();
        let kind = match (heirs, forebears) {
            (2.., _) => "split",
            (_, 2..) => "merge",
            _ => "rename",
        };
        let row = Succession {
            id: new_id(),
            from: old.clone(),
            to: Some(new.clone()),
            kind: kind.to_owned(),
            share: String::new(),
            effective,
            legal_act: settings.legal_act.clone(),
            at: now,
            by_account: actor.to_owned(),
        };
        succession::record(tx, &row).await?;
    }
    Ok(())
}
