//! Remarks: pointed at a sentence or a cell by the reviewer, answered by the author.

use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::exchange::{self, Anchor, Content, Fate};
use tongket_core::permit::{Act, Table};
use tongket_core::refusal::{Refusal, Said};
use tongket_store::review::Hand;
use tongket_store::{Done, comment, submission};
use utoipa::ToSchema;

use super::act::{OnBench, on_bench};
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::markup::unmarked;
use crate::web::page::Next;
use crate::web::pages::presentations::told;
use crate::web::pages::reports::desk::section_path;
use crate::web::problem::Problem;
use crate::web::road::no_report;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// What a reviewer says, and about what.
#[derive(Deserialize, ToSchema)]
pub(super) struct Pointed {
    /// Id of the outline item.
    #[serde(default)]
    item: String,
    /// The words it is about; empty for the whole section.
    #[serde(default)]
    quote: String,
    /// What stands before them; may be empty.
    #[serde(default)]
    prefix: String,
    /// Where they begin, in characters; may be empty.
    #[serde(default)]
    offset: String,
    /// A cell in place of words: "to|2025".
    #[serde(default)]
    cell: String,
    /// What is said.
    #[serde(default)]
    text: String,
    /// A page of this server to go back to.
    #[serde(default)]
    back: String,
}

/// A remark that was made or settled.
#[derive(Serialize, ToSchema)]
pub(super) struct OfComment {
    /// Id of the remark.
    comment: String,
}

impl Pointed {
    /// The place that is meant, in this version.
    fn anchor(&self, content: &Content) -> Anchor {
        if let Some((indicator, period)) = self.cell.split_once('|') {
            let figure = content.figure(indicator, period);
            return Anchor::Cell {
                indicator: indicator.to_owned(),
                period: period.to_owned(),
                value: figure.map(|figure| figure.value),
            };
        }
        let meant = Anchor::Words {
            item: self.item.clone(),
            quote: self.quote.trim().to_owned(),
            prefix: self.prefix.clone(),
            offset: self.offset.trim().parse().unwrap_or_default(),
        };
        // Without script nothing but the words is known: the first place where they stand is meant.
        let found = meant.find(content);
        match (found.fate, found.spot) {
            (Fate::Moved, Some(spot)) => {
                let there = Anchor::at(content, &spot.item, spot.start, spot.end);
                there.unwrap_or(meant)
            }
            _ => meant,
        }
    }
}

/// A reviewer comments on a sentence or on a cell.
#[utoipa::path(post, path = "/submissions/{id}/comment", tag = "submission",
    params(("id" = String, Path)), request_body = Pointed, responses((status = 200, body = OfComment)))]
pub(super) async fn add(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(pointed): Input<Pointed>,
) -> Result<Next<OfComment>, Problem> {
    unmarked(&pointed.text)?;
    let mut conn = house.store.read().await?;
    let bench = on_bench(&house, &mut conn, &visitor, &id, Act::CommentWrite).await?;
    let content = submission::content(&mut conn, &id).await?;
    let content = content.ok_or_else(no_report)?;
    drop(conn);
    let anchor = pointed.anchor(&content);
    exchange::comment(&bench.permit, &content, &anchor, &pointed.text)?;
    let page = match own_path(&pointed.back) {
        Some(back) => back.to_owned(),
        None => format!("/submissions/{id}/sections/{}", pointed.item),
    };
    let (by, now) = (visitor.account, house.now());
    let comment = house
        .store
        .act::<String, Problem>(move |tx| {
            Box::pin(async move {
                let hand = Hand { by: &by, at: now };
                let OnBench {
                    submission,
                    dossier,
                    permit,
                    ..
                } = &bench;
                let text = pointed.text.trim();
                let (item, id) = (&pointed.item, &submission.id);
                let (comment, new) = comment::add(tx, id, item, &anchor, text, hand).await?;
                if !new {
                    return Ok(Done::already(comment));
                }
                let data = json!({ "submission": submission.id, "comment": comment });
                let event = told(permit, hand, &dossier.report, data);
                Ok(Done::new(comment, event))
            })
        })
        .await?;
    Ok(Next::new(&shell, page, OfComment { comment }).saying("submission-commented"))
}

/// A path of this server.
pub(super) fn own_path(path: &str) -> Option<&str> {
    let own = path.starts_with('/') && !path.starts_with("//");
    (own && !path.contains(['\\', '\n', '\r'])).then_some(path)
}

/// What the author says to a remark.
#[derive(Deserialize, ToSchema)]
pub(super) struct Answer {
    /// May be empty.
    #[serde(default)]
    answer: String,
    /// "section" to go back to where the section is written.
    #[serde(default)]
    back: String,
}

/// The author says that a remark is dealt with.
#[utoipa::path(post, path = "/comments/{id}/settlement", tag = "submission",
    params(("id" = String, Path)), request_body = Answer, responses((status = 200, body = OfComment)))]
pub(super) async fn settle(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(answer): Input<Answer>,
) -> Result<Next<OfComment>, Problem> {
    unmarked(&answer.answer)?;
    let mut conn = house.store.read().await?;
    let found = comment::find(&mut conn, &id).await?;
    let (made, report) = found.ok_or_else(|| Refusal::not_found(Said::new("góp ý", "comment")))?;
    let opened = house.open_report(&mut conn, &report).await?;
    drop(conn);
    let permit = Table::permit(&visitor.memberships, Act::CommentAnswer, &opened.place)?;
    let page = match answer.back.as_str() {
        "section" => section_path(&report, &made.item),
        _ => format!("/reports/{report}/presentation#c-{id}"),
    };
    let (comment, by, now) = (id.clone(), visitor.account, house.now());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                let hand = Hand { by: &by, at: now };
                if !comment::settle(tx, &comment, answer.answer.trim(), hand).await? {
                    return Ok(Done::already(()));
                }
                let data = json!({ "comment": comment });
                Ok(Done::new((), told(&permit, hand, &report, data)))
            })
        })
        .await?;
    Ok(Next::new(&shell, page, OfComment { comment: id }).saying("submission-settled"))
}
