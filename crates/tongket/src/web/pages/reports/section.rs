//! The page of one section: what is asked beside what is written.

use askama::Template;
use axum::extract::{Path, State as Shared};
use serde::Serialize;
use tongket_core::exchange::Status;
use tongket_core::permit::Act;
use tongket_core::report::{Ask, asks};
use tongket_reader::plan::OutlineItem;
use tongket_store::section::{self, Origin, State};
use tongket_store::{Conn, account, campaign, comment, evidence};
use utoipa::ToSchema;

use super::desk::Desk;
use super::evidence::Attached;
use super::suggestion::{self, Suggestion};
use crate::web::house::House;
use crate::web::outline::named;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::road::{Remark, remarks};
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/reports/section.html")]
pub(super) struct SectionPage {
    #[serde(skip)]
    shell: Shell,
    /// Id of the report.
    report: String,
    /// The unit whose report it is.
    unit: String,
    /// Id of the outline item.
    item: String,
    /// Label and title of the section.
    title: String,
    /// Advice of the plan to the writer.
    guidance: String,
    /// What it is asked for.
    wants: Vec<String>,
    /// Whether something must be said.
    required: bool,
    /// Id of the version that is shown; empty where there is none.
    version: String,
    /// The text.
    html: String,
    /// Whether it says deliberately nothing.
    nil: bool,
    /// Whether it was taken over from an earlier campaign and nobody has read it since.
    unread: bool,
    /// Who saved it last and when, in words.
    saved_by: String,
    /// Why it cannot be written now; empty where it can.
    closed: String,
    /// Whether it may be given to colleagues.
    delegates: bool,
    /// In whose hands it is.
    in_hand: Vec<String>,
    /// Remarks of readers on it that wait for an answer.
    remarks: Vec<Remark>,
    /// Whether this reader may answer them.
    answers: bool,
    /// Whether it was sent: what is written now changes nothing of what was sent.
    sent: bool,
    /// Whether the reader may open the accepted report to correct it.
    corrects: bool,
    /// Texts that are kept beside it: address and whose.
    beside: Vec<Link>,
    /// Its figure tables.
    forms: Vec<Link>,
    /// Its evidence.
    evidence: Vec<Attached>,
    /// Largest file, in bytes.
    largest: usize,
    /// What the unit wrote in an earlier campaign.
    suggestion: Option<Suggestion>,
    /// Section before it.
    previous: Option<Link>,
    /// Section after it.
    next: Option<Link>,
    /// Its own address.
    path: String,
}
views!(SectionPage);

/// A link.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Link {
    /// Address.
    pub(super) href: String,
    /// What it leads to.
    pub(super) text: String,
}

/// A section, to be read or written.
#[utoipa::path(get, path = "/reports/{id}/sections/{item}", tag = "report",
    params(("id" = String, Path), ("item" = String, Path)),
    responses((status = 200, body = SectionPage)))]
#[allow(
    clippy::too_many_lines,
    reason = "it only fills in what the page shows"
)]
pub(super) async fn show(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, item)): Path<(String, String)>,
) -> Result<Page<SectionPage>, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id).await?;
    desk.known(&item)?;
    desk.permit(Act::DraftRead, Some(&item))?;
    let current = section::current(&mut conn, &id, &item).await?;
    let mut saved_by = String::new();
    if let Some(current) = &current {
        let author = account::find(&mut conn, &current.author).await?;
        let author = author.map(|author| author.full_name).unwrap_or_default();
        saved_by = shell.t2("report-saved-by", author, shell.moment(&current.at));
    }
    let mut beside = Vec::new();
    for kept in section::beside(&mut conn, &id).await? {
        if kept.item == item {
            let author = account::find(&mut conn, &kept.author).await?;
            let author = author.map(|author| author.full_name).unwrap_or_default();
            beside.push(Link {
                href: format!("{}/conflicts/{}", desk.section_path(&item), kept.id),
                text: shell.t2("report-saved-by", author, shell.moment(&kept.at)),
            });
        }
    }
    let forms = campaign::forms(&mut conn, &desk.campaign.id).await?;
    let forms = forms.into_iter().filter(|form| form.item == item);
    let forms = forms.map(|form| Link {
        href: format!("/reports/{id}/figures/{}", form.id),
        text: form.title,
    });
    let attached = evidence::of_report(&mut conn, &id).await?;
    let attached = attached.iter().filter(|file| file.item == item);
    let suggestion = suggestion::offered(&mut conn, &desk, &item).await?;
    let remarks = waiting(&house, &mut conn, (&shell, &desk), &item).await?;
    let status = desk.status(&mut conn).await?;
    let asks = asks(&desk.outline);
    let at = asks
        .iter()
        .position(|ask| ask.item.id == item)
        .unwrap_or_default();
    let seen: Vec<&Ask<'_>> = neighbours(&desk, &asks);
    let own = |ask: &&&Ask<'_>| ask.item.id == item;
    let here = seen.iter().position(|ask| own(&ask)).unwrap_or_default();
    let link = |ask: &&Ask<'_>| Link {
        href: desk.section_path(&ask.item.id),
        text: named(ask.item),
    };
    let ask = &asks[at];
    let held = desk.delegations.iter().filter(|held| held.item == item);
    Ok(Page(SectionPage {
        unit: shell.whose(&desk.unit_name()),
        title: named(ask.item),
        guidance: ask.item.guidance.clone().unwrap_or_default(),
        wants: ask.wants.iter().map(|want| wanted(want)).collect(),
        required: ask.required,
        version: current
            .as_ref()
            .map(|current| current.id.clone())
            .unwrap_or_default(),
        nil: current
            .as_ref()
            .is_some_and(|current| current.state == State::Nil),
        unread: current
            .as_ref()
            .is_some_and(|current| current.origin == Origin::Suggested),
        html: current.map(|current| current.html).unwrap_or_default(),
        saved_by,
        closed: desk
            .change(Act::SectionWrite, Some(&item))
            .err()
            .map(|refusal| shell.say(refusal.sentence()).to_owned())
            .unwrap_or_default(),
        delegates: desk.change(Act::SectionDelegate, None).is_ok(),
        in_hand: held.map(|held| held.full_name.clone()).collect(),
        answers: desk.may(Act::CommentAnswer, None),
        sent: status.is_with_receiver() && status != Status::Accepted,
        corrects: desk.corrects(status),
        remarks,
        beside,
        forms: forms.collect(),
        evidence: attached.map(|file| Attached::of(&shell, file)).collect(),
        largest: house.settings.largest_upload,
        suggestion,
        previous: here.checked_sub(1).and_then(|at| seen.get(at)).map(link),
        next: seen.get(here + 1).map(link),
        path: desk.section_path(&item),
        report: id,
        item,
        shell,
    }))
}

/// The remarks on a section that wait for an answer, as the draft stands now.
async fn waiting(
    house: &House,
    conn: &mut Conn,
    (shell, desk): (&Shell, &Desk),
    item: &str,
) -> Result<Vec<Remark>, Problem> {
    let report = &desk.report.id;
    let comments = comment::of_report(conn, report).await?;
    let open = comments.iter().any(|comment| comment.settled_at.is_none());
    if !open || desk.permit(Act::CommentRead, Some(item)).is_err() {
        return Ok(Vec::new());
    }
    let opened = house.open_report(conn, report).await?;
    let content = opened.question.draft(conn, report).await?;
    let mut remarks = remarks(shell, &opened.question, &comments, &content);
    remarks.retain(|remark| !remark.settled && remark.item == item);
    Ok(remarks)
}

/// What is asked for, without the dash that its place in a list shows already.
fn wanted(item: &OutlineItem) -> String {
    match item.label.chars().any(char::is_alphanumeric) {
        true => named(item),
        false => item.title.clone(),
    }
}

/// The sections that this visitor may go through, in order.
fn neighbours<'a, 'o>(desk: &Desk, asks: &'a [Ask<'o>]) -> Vec<&'a Ask<'o>> {
    let seen = |ask: &&Ask<'_>| desk.may(Act::DraftRead, Some(&ask.item.id));
    asks.iter().filter(seen).collect()
}

/// Where to go after a section: "next", "previous", "back", or the section again.
pub(super) fn beside(desk: &Desk, item: &str, to: &str) -> String {
    let asks = asks(&desk.outline);
    let seen = neighbours(desk, &asks);
    let here = seen.iter().position(|ask| ask.item.id == item);
    let other = match (to, here) {
        ("next", Some(here)) => seen.get(here + 1),
        ("previous", Some(here)) => here.checked_sub(1).and_then(|at| seen.get(at)),
        ("back", _) => return desk.path(),
        _ => return desk.section_path(item),
    };
    other.map_or_else(|| desk.path(), |ask| desk.section_path(&ask.item.id))
}
