//! A campaign begins: from an uploaded plan, or by hand without a document.
//!
//! The same file uploaded twice leads to the draft that it made before, so a
//! double click makes nothing twice. A document that bears a secrecy mark is
//! refused and nothing of it is kept, not even its name. What another program
//! must read first (a scan, an old Word file) is read behind the requests
//! ([`super::reading`]).

use std::sync::Arc;

use askama::Template;
use axum::extract::{Multipart, State};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use tongket_core::event::Event;
use tongket_core::permit::{Act, Permit, Table};
use tongket_core::refusal::{Code, Refusal, Said};
use tongket_core::report::form::{self, Form};
use tongket_paper::import::ImportError;
use tongket_reader::report;
use tongket_store::campaign::{self, Campaign, State as Phase};
use tongket_store::plan::{self, PlanFile};
use tongket_store::{Done, blob, new_id};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::list::creating_units;
use super::{day, refuse_secret};
use crate::cli::Lang;
use crate::files::{self, FileError, Progress};
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::{Next, Page, views};
use crate::web::plans::ReadPlan;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::{Visitor, event};

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(by_hand))
        .routes(routes!(upload))
}

/// The kinds of files that a plan may be.
const KINDS: &str = ".docx, .doc, .pdf, .txt, .md";

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/new.html")]
struct NewCampaign {
    #[serde(skip)]
    shell: Shell,
    /// Bytes that a file may have.
    largest: usize,
    /// By what a campaign made by hand is known if it is sent twice.
    key: String,
    /// Today, in ISO 8601.
    today: String,
}
views!(NewCampaign);

/// The page on which a campaign begins.
#[utoipa::path(get, path = "/campaigns/new", tag = "campaigns", responses((status = 200, body = NewCampaign)))]
async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
) -> Result<Page<NewCampaign>, Problem> {
    creator(&house, &visitor).await?;
    Ok(Page(NewCampaign {
        shell,
        largest: house.settings.largest_upload,
        key: new_id(),
        today: house.today().to_string(),
    }))
}

/// In the name of which unit somebody makes a campaign.
async fn creator(house: &House, visitor: &Visitor) -> Result<Permit, Problem> {
    let (units, today) = (house.units().await?, house.today());
    let unit = creating_units(visitor, &units, today).into_iter().next();
    let place = units.place(unit.as_deref().unwrap_or_default(), today);
    Ok(Table::permit(
        &visitor.memberships,
        Act::CampaignCreate,
        &place,
    )?)
}

/// A campaign without a document.
#[derive(Deserialize, ToSchema)]
struct ByHand {
    /// What it is about.
    title: String,
    /// Number and notation of the plan, where there is one on paper.
    #[serde(default)]
    code: String,
    /// The day as of which groups of units are resolved; today where empty.
    #[serde(default)]
    as_of: String,
    /// An id of the caller's making, so that sending twice makes one.
    #[serde(default)]
    key: String,
}

/// Makes a campaign by hand.
#[utoipa::path(post, path = "/campaigns", tag = "campaigns", request_body = ByHand, responses((status = 200, body = String)))]
async fn by_hand(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Input(wanted): Input<ByHand>,
) -> Result<Next<String>, Problem> {
    let permit = creator(&house, &visitor).await?;
    refuse_secret([wanted.title.as_str(), &wanted.code])?;
    if wanted.title.trim().is_empty() {
        let field = Said::new("Tên đợt tổng kết", "Title");
        return Err(Refusal::field_invalid(field, Said::new("chưa ghi", "it is empty")).into());
    }
    let key = uuid::Uuid::parse_str(wanted.key.trim());
    let author = Author {
        account: visitor.account,
        permit,
    };
    let campaign = Campaign {
        id: key.map_or_else(|_| new_id(), |key| key.to_string()),
        title: wanted.title.trim().to_owned(),
        code: wanted.code.trim().to_owned(),
        as_of: day(&wanted.as_of)?.unwrap_or_else(|| house.today()),
        ..blank(&house, &author)
    };
    let told = told(&house, &author, &campaign.id, false);
    let id = campaign.id.clone();
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                if campaign::find(tx, &campaign.id).await?.is_some() {
                    return Ok(Done::already(()));
                }
                campaign::create(tx, &campaign).await?;
                Ok(Done::new((), told))
            })
        })
        .await?;
    Ok(Next::new(&shell, format!("/campaigns/{id}/plan"), id).saying("campaign-created"))
}

/// A file with the plan.
#[derive(ToSchema)]
#[allow(
    dead_code,
    reason = "says what the form has, for the description of the API"
)]
struct PlanUpload {
    /// The document.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Makes a campaign from an uploaded plan.
#[utoipa::path(post, path = "/campaigns/plan", tag = "campaigns",
    request_body(content = PlanUpload, content_type = "multipart/form-data"),
    responses((status = 200, body = String), (status = 422, description = "TK021: it bears a secrecy mark")))]
async fn upload(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    form: Multipart,
) -> Result<Next<String>, Problem> {
    let permit = creator(&house, &visitor).await?;
    let (name, bytes) = file_of(form, house.settings.largest_upload).await?;
    let sha256 = sha256(&bytes);
    let mut conn = house.store.read().await?;
    if let Some(known) = plan::draft_of(&mut conn, &sha256, permit.unit()).await? {
        let to = format!("/campaigns/{known}/plan");
        return Ok(Next::new(&shell, to, known).saying("campaign-known"));
    }
    drop(conn);
    let author = Author {
        account: visitor.account,
        permit,
    };
    let (slow, bytes) = house
        .at_the_back({
            let name = name.clone();
            move || (files::takes_long(&bytes, &name), bytes)
        })
        .await;
    if slow {
        let reading = house.begin_reading(author, name, sha256, bytes);
        let to = format!("/campaigns/readings/{reading}");
        return Ok(Next::new(&shell, to, reading));
    }
    let progress = Arc::default();
    let id = read_and_keep(&house, &author, name, bytes, progress).await?;
    Ok(Next::new(&shell, format!("/campaigns/{id}/plan"), id).saying("campaign-read-done"))
}

/// Who uploads a plan, with leave to do so.
#[derive(Debug, Clone)]
pub(in crate::web) struct Author {
    /// Id of the account.
    pub(in crate::web) account: String,
    /// Leave to make a campaign.
    pub(in crate::web) permit: Permit,
}

/// Reads a plan and makes a draft of it; gives the id of the campaign. Where the same file was
/// read meanwhile, that draft.
///
/// # Errors
/// It cannot be read, or bears a secrecy mark; where the store cannot.
pub(in crate::web) async fn read_and_keep(
    house: &House,
    author: &Author,
    name: String,
    bytes: Vec<u8>,
    progress: Arc<Progress>,
) -> Result<String, Problem> {
    let (read, forms, bytes) = taken_in(house, &name, bytes, progress).await?;
    let document = &read.plan.document;
    let blank = blank(house, author);
    let campaign = Campaign {
        title: title_of(&read, &name),
        code: document.code.as_deref().cloned().unwrap_or_default(),
        issuer: document.issuer.as_deref().cloned().unwrap_or_default(),
        period: document
            .period
            .as_deref()
            .map(|period| (period.from.into(), period.to.into())),
        as_of: document.date.as_deref().copied().unwrap_or(blank.as_of),
        ..blank
    };
    let format = serde_json::to_value(read.source.origin.format).unwrap_or_default();
    let file = PlanFile {
        name,
        format: format.as_str().unwrap_or_default().to_owned(),
        sha256: sha256(&bytes),
    };
    let told = told(house, author, &campaign.id, true);
    house
        .store
        .act::<String, Problem>(move |tx| {
            Box::pin(async move {
                let owner = &campaign.owner_unit;
                if let Some(known) = plan::draft_of(tx, &file.sha256, owner).await? {
                    return Ok(Done::already(known));
                }
                campaign::create(tx, &campaign).await?;
                blob::keep(tx, bytes).await?;
                plan::keep(tx, &campaign.id, &file, &read.source).await?;
                for (position, form) in (1..).zip(&forms) {
                    campaign::add_form(tx, &campaign.id, position, &kept(form)).await?;
                }
                Ok(Done::new(campaign.id, told))
            })
        })
        .await
}

/// The one file of a form, with its name.
async fn file_of(mut form: Multipart, largest: usize) -> Result<(String, Vec<u8>), Problem> {
    let broken = |error: axum::extract::multipart::MultipartError| -> Problem {
        match error.status() {
            axum::http::StatusCode::PAYLOAD_TOO_LARGE => {
                Refusal::upload_too_large(largest as u64).into()
            }
            _ => no_file(),
        }
    };
    while let Some(field) = form.next_field().await.map_err(broken)? {
        if field.name() != Some("file") {
            continue;
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(broken)?;
        if !bytes.is_empty() {
            return Ok((name, bytes.to_vec()));
        }
    }
    Err(no_file())
}

fn no_file() -> Problem {
    Refusal::field_invalid(
        Said::new("Tệp kế hoạch", "The plan's file"),
        Said::new(
            "chưa chọn tệp, hoặc tệp rỗng",
            "no file was chosen, or it is empty",
        ),
    )
    .into()
}

/// Reads an uploaded plan and what it asks to be counted, away from the requests.
async fn taken_in(
    house: &House,
    name: &str,
    bytes: Vec<u8>,
    progress: Arc<Progress>,
) -> Result<(ReadPlan, Vec<Form>, Vec<u8>), Problem> {
    let name = name.to_owned();
    let read = house.at_the_back(move || {
        let read = ReadPlan::of(files::read_watched(&bytes, &name, &progress)?);
        let outline = read.plan.outline.clone().unwrap_or_default();
        let period = read
            .plan
            .document
            .period
            .as_ref()
            .map(|period| period.value);
        let forms = form::suggested(&outline, period, &report::read::read(&read.source));
        Ok((read, forms, bytes))
    });
    read.await.map_err(refused)
}

/// Why an upload cannot be read, as a refusal; of a secret one nothing is said.
fn refused(error: FileError) -> Problem {
    let sentence = |lang| error.sentence(lang).trim_end_matches('.').to_owned();
    match &error {
        FileError::Secret => Code::UploadSecret.into(),
        FileError::Import(
            ImportError::UnknownFormat | ImportError::Archive | ImportError::WebPage,
        ) => Refusal::upload_unsupported(KINDS).into(),
        _ => Refusal::upload_unreadable(Said::new(
            format!("{} ({})", sentence(Lang::Vi), error.code()),
            format!("{} ({})", sentence(Lang::En), error.code()),
        ))
        .into(),
    }
}

/// What a plan is about: its abstract, else the name of its file.
fn title_of(read: &ReadPlan, name: &str) -> String {
    let subject = read.plan.document.subject.as_deref();
    let stem = || {
        name.rsplit_once('.')
            .map_or(name, |(stem, _)| stem)
            .to_owned()
    };
    let subject = subject
        .filter(|subject| !subject.trim().is_empty())
        .cloned();
    subject.unwrap_or_else(stem)
}

fn kept(form: &Form) -> campaign::Form {
    campaign::Form {
        id: new_id(),
        item: form.item.clone().unwrap_or_default(),
        title: form.title.clone(),
        definition: serde_json::to_string(form).unwrap_or_default(),
    }
}

/// A draft of a unit in which nothing is said yet.
fn blank(house: &House, author: &Author) -> Campaign {
    Campaign {
        id: new_id(),
        title: String::new(),
        code: String::new(),
        issuer: String::new(),
        state: Phase::Draft,
        period: None,
        as_of: house.today(),
        owner_unit: author.permit.unit().to_owned(),
        standing_unit: None,
        awards_unit: None,
        created_at: house.now(),
        created_by: author.account.clone(),
        opened_at: None,
        closed_at: None,
    }
}

fn told(house: &House, author: &Author, id: &str, document: bool) -> Event {
    let act = author.permit.act().id();
    Event {
        unit: Some(author.permit.unit().to_owned()),
        data: json!({ "document": document }),
        ..event(house.now(), &author.account, act, "campaign", id)
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
