//! The urging letter: exactly the late units of its instant, ready to be signed on paper.
//!
//! The page shows whom a letter of this moment would name; making it keeps the
//! instant, the list and both files, so that it can be had again later as it
//! was, whatever has been sent since.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::chase::{Addressed, Urged, urged};
use tongket_core::consolidation::Consolidation;
use tongket_core::issue::{Dossier, IssueSettings, urging as letters};
use tongket_core::moment;
use tongket_core::permit::Act;
use tongket_core::refusal::{Code, Refusal, Said};
use tongket_paper::export;
use tongket_reader::plan::Plan;
use tongket_store::campaign::State as Phase;
use tongket_store::urging::{self, Letter, Named};
use tongket_store::{Done, blob, new_id};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::board::Watch;
use super::{Head, refuse_secret};
use crate::web::house::{House, in_viet_nam};
use crate::web::input::Input;
use crate::web::page::{Next, Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(create))
        .routes(routes!(docx))
        .routes(routes!(pdf))
}

/// Names that the page shows; the letter itself names all.
const SHOWN: usize = 100;

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/letter.html")]
struct LetterView {
    #[serde(skip)]
    shell: Shell,
    /// The campaign.
    head: Head,
    /// The moment, by the server's clock, as of which units are late.
    as_of: String,
    /// How many units a letter of this moment names.
    named: usize,
    /// The first of them, by name.
    late: Vec<Line>,
    /// Letters that were made, the latest first.
    made: Vec<Made>,
    /// Who issues the letter where nobody says otherwise.
    issuer: String,
    /// Whether the reader may make one.
    may_make: bool,
}
views!(LetterView);

/// A unit that is named.
#[derive(Serialize, ToSchema)]
struct Line {
    /// Its name.
    unit: String,
    /// The day that has passed.
    due: String,
    /// How many days ago.
    days: i32,
    /// Whether its report was sent back and not sent again.
    returned: bool,
}

/// A letter that was made.
#[derive(Serialize, ToSchema)]
struct Made {
    /// Id.
    id: String,
    /// The moment whose late units it names.
    at: String,
    /// How many units it names.
    units: usize,
    /// The names of the first of them.
    names: Vec<String>,
}

/// Whom the urging letter names, and the letters that were made.
#[utoipa::path(get, path = "/campaigns/{id}/urging-letter", tag = "board", params(("id" = String, Path)),
    responses((status = 200, body = LetterView)))]
async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Page<LetterView>, Problem> {
    let watch = whole(&house, &visitor, &id).await?;
    let mut conn = house.store.read().await?;
    let letters = urging::of_campaign(&mut conn, &id).await?;
    drop(conn);
    let mut late = named(&watch);
    late.retain(Urged::is_late);
    let line = |unit: &Urged| Line {
        unit: unit.standing.name.clone(),
        due: unit.due.map(|due| shell.day(&due)).unwrap_or_default(),
        days: unit.days,
        returned: unit.returned,
    };
    let made = |letter: Letter| Made {
        at: shell.moment(&letter.at),
        units: letter.units.len(),
        names: (letter.units.into_iter().take(SHOWN))
            .map(|unit| unit.name)
            .collect(),
        id: letter.id,
    };
    let open = watch.desk.campaign.state == Phase::Open;
    Ok(Page(LetterView {
        head: watch.head(&visitor, "letter"),
        as_of: shell.moment(&watch.now),
        named: late.len(),
        late: late.iter().take(SHOWN).map(line).collect(),
        made: letters.into_iter().map(made).collect(),
        issuer: watch.desk.campaign.issuer.clone(),
        may_make: open && watch.desk.may(&visitor, Act::UrgingCreate),
        shell,
    }))
}

/// The board for somebody who sees all of it: a letter names whoever is late, wherever.
async fn whole(house: &House, visitor: &Visitor, id: &str) -> Result<Watch, Problem> {
    let watch = Watch::of(house, visitor, id).await?;
    match watch.scope.whole {
        true => Ok(watch),
        false => Err(Refusal::not_permitted(Act::UrgingCreate).into()),
    }
}

/// The units as a letter of the board's moment sees them, by name.
fn named(watch: &Watch) -> Vec<Urged> {
    let addressed = watch.board.posts.iter().map(|post| Addressed {
        owed: &post.owed,
        name: &post.who.name,
        deadline: &post.asked.deadline_text,
        order: post.asked.order,
    });
    urged(addressed, watch.now)
}

/// What is filled in for a letter; what is empty is left open for the pen.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
struct Wish {
    /// Who issues it, in running case.
    #[serde(default)]
    issuer: String,
    /// The body above the issuer.
    #[serde(default)]
    parent: String,
    /// The abbreviation in its notation: "UBND".
    #[serde(default)]
    abbreviation: String,
    /// The place in the date line.
    #[serde(default)]
    place: String,
    /// The day by which late units are to report.
    #[serde(default)]
    new_deadline: String,
    /// Whom to ask: office, telephone.
    #[serde(default)]
    contact: String,
    /// The lines above the signature.
    #[serde(default)]
    signature: String,
    /// The signer's name.
    #[serde(default)]
    signer: String,
}

impl Wish {
    fn settings(&self, as_of: Date) -> Result<IssueSettings, Problem> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let lines = self.signature.lines().map(str::trim);
        Ok(IssueSettings {
            issuer: given(&self.issuer),
            parent: given(&self.parent),
            abbreviation: given(&self.abbreviation),
            place: given(&self.place),
            as_of: Some(as_of),
            new_deadline: super::day(&self.new_deadline)?,
            contact: given(&self.contact),
            signature: lines
                .filter(|line| !line.is_empty())
                .map(str::to_owned)
                .collect(),
            signer: given(&self.signer),
            ..IssueSettings::default()
        })
    }

    fn words(&self) -> [&str; 7] {
        [
            &self.issuer,
            &self.parent,
            &self.abbreviation,
            &self.place,
            &self.contact,
            &self.signature,
            &self.signer,
        ]
    }
}

/// What was made.
#[derive(Serialize, ToSchema)]
struct LetterMade {
    /// Id of the letter.
    letter: String,
    /// Names of the units that it names.
    units: Vec<String>,
}

/// Makes the urging letter of this moment.
#[utoipa::path(post, path = "/campaigns/{id}/urging-letter", tag = "board", params(("id" = String, Path)),
    request_body = Wish, responses((status = 200, body = LetterMade),
    (status = 409, description = "TK082: nobody is late")))]
async fn create(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(wish): Input<Wish>,
) -> Result<Next<LetterMade>, Problem> {
    let watch = whole(&house, &visitor, &id).await?;
    let permit = watch.desk.permit(&visitor, Act::UrgingCreate)?;
    if watch.desk.campaign.state == Phase::Closed {
        return Err(Code::CampaignClosed.into());
    }
    refuse_secret(wish.words())?;
    let units = named(&watch);
    let settings = wish.settings(moment::day_of(watch.now))?;
    let plan = house.plan(&id).await?;
    let list: Vec<Named> = units
        .iter()
        .filter(|unit| unit.is_late())
        .map(kept)
        .collect();
    let now = watch.now;
    let files = house
        .at_the_back(move || {
            let none = Plan::default();
            let plan = plan.as_ref().map_or(&none, |read| &read.plan);
            written(plan, units, &settings, now)
        })
        .await?;
    let Some((docx, pdf)) = files else {
        return Err(Code::NobodyLate.into());
    };
    let letter = Letter {
        id: new_id(),
        campaign: id.clone(),
        at: now,
        by: visitor.account.clone(),
        units: list,
        settings: serde_json::to_value(&wish).unwrap_or_default(),
        docx: String::new(),
        pdf: String::new(),
    };
    let made = LetterMade {
        letter: letter.id.clone(),
        units: letter.units.iter().map(|unit| unit.name.clone()).collect(),
    };
    let ids: Vec<&str> = letter.units.iter().map(|unit| unit.unit.as_str()).collect();
    let data = json!({ "letter": letter.id, "units": ids });
    let told = watch.desk.told(&house, &visitor, &permit, data);
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                urging::create(tx, &letter, &docx, &pdf).await?;
                Ok(Done::new((), told))
            })
        })
        .await?;
    let to = format!("/campaigns/{id}/urging-letter");
    Ok(Next::new(&shell, to, made).saying("letter-made"))
}

fn kept(unit: &Urged) -> Named {
    Named {
        unit: unit.unit.clone(),
        name: unit.standing.name.clone(),
        duties: unit.duties.clone(),
        due: unit.due.map(|due| due.to_string()).unwrap_or_default(),
        days: unit.days,
        returned: unit.returned,
    }
}

/// The bytes of a letter, for Word and as PDF.
type Papers = (Vec<u8>, Vec<u8>);

/// The letter for Word and as PDF; nothing where nobody is late.
fn written(
    plan: &Plan,
    units: Vec<Urged>,
    settings: &IssueSettings,
    now: Timestamp,
) -> Result<Option<Papers>, Problem> {
    let units: Vec<_> = units.into_iter().map(|unit| unit.standing).collect();
    let dossier = Dossier {
        plan,
        consolidation: &Consolidation::default(),
        units: &units,
        files: &[],
    };
    let Some(letter) = letters::compose(&dossier, settings) else {
        return Ok(None);
    };
    let trouble = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "an urging letter was not written");
        Problem::from(Code::InternalTrouble)
    };
    let docx = export::docx::write(&letter).map_err(|error| trouble(&error))?;
    let pdf = export::pdf::write(&letter, in_viet_nam(now)).map_err(|error| trouble(&error))?;
    Ok(Some((docx, pdf)))
}

/// An urging letter for Word, as it was made.
#[utoipa::path(get, path = "/urging-letters/{id}/docx", tag = "board", params(("id" = String, Path)),
    responses((status = 200, description = "The bytes of the file")))]
async fn docx(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    file(
        &house,
        &visitor,
        &id,
        |letter| letter.docx.clone(),
        ("docx", kind),
    )
    .await
}

/// An urging letter as PDF, as it was made.
#[utoipa::path(get, path = "/urging-letters/{id}/pdf", tag = "board", params(("id" = String, Path)),
    responses((status = 200, description = "The bytes of the file")))]
async fn pdf(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let kind = ("pdf", "application/pdf");
    file(&house, &visitor, &id, |letter| letter.pdf.clone(), kind).await
}

async fn file(
    house: &House,
    visitor: &Visitor,
    id: &str,
    which: impl Fn(&Letter) -> String,
    (ending, kind): (&str, &str),
) -> Result<Response, Problem> {
    let missing = || Refusal::not_found(Said::new("công văn đôn đốc", "urging letter"));
    let mut conn = house.store.read().await?;
    let letter = urging::find(&mut conn, id).await?.ok_or_else(missing)?;
    whole(house, visitor, &letter.campaign).await?;
    let bytes = blob::find(&mut conn, &which(&letter)).await?;
    let day = moment::day_of(letter.at);
    let name = format!("attachment; filename=\"cong-van-don-doc-{day}.{ending}\"");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, bytes.ok_or_else(missing)?).into_response())
}
