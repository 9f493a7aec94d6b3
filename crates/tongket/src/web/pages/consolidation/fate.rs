//! Where a unit's text went: every sentence and figure of its accepted report, and what became of it.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State as Shared};
use serde::Serialize;
use tongket_core::issue::draft::{Kind, runs};
use tongket_core::permit::{Act, Table};
use tongket_store::{consolidation, section};
use utoipa::ToSchema;

use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// A sentence or a figure, and what became of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Went {
    /// Label and title of the section.
    section: String,
    /// The words as they stand in the report.
    words: String,
    /// "kept", "edited" or "left".
    fate: &'static str,
    /// What the draft says there; empty where it was left out.
    now: String,
    /// With how many reports together.
    together: usize,
}

/// What one unit made of the report.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct At {
    /// Name of the unit that puts together.
    unit: String,
    /// Which version of the report was used.
    ordinal: u32,
    /// What became of its sentences and figures.
    went: Vec<Went>,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/consolidation/fate.html")]
pub(super) struct Fates {
    #[serde(skip)]
    shell: Shell,
    /// Id of the report.
    report: String,
    /// Name of the unit whose it is.
    unit: String,
    /// What the campaign is about.
    campaign: String,
    /// What was made of it, by the units that put together.
    at: Vec<At>,
}
views!(Fates);

/// Where the text of a report went.
#[utoipa::path(get, path = "/reports/{id}/consolidated", tag = "consolidation",
    params(("id" = String, Path)), responses((status = 200, body = Fates)))]
pub(super) async fn show(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Page<Fates>, Problem> {
    let mut conn = house.store.read().await?;
    let opened = house.open_report(&mut conn, &id).await?;
    Table::permit(&visitor.memberships, Act::ReportRead, &opened.place)?;
    let (campaign, today) = (&opened.dossier.campaign, house.today());
    let mut at = Vec::new();
    for draft in consolidation::of_campaign(&mut conn, campaign).await? {
        let texts = section::all_current(&mut conn, draft.owner()).await?;
        let mut one = At {
            unit: opened.units.name(&draft.unit, today).to_owned(),
            ordinal: 0,
            went: Vec::new(),
        };
        // By piece, where it stands and in which words: people move sentences to other sections.
        let mut stands: HashMap<String, Vec<(&str, String)>> = HashMap::new();
        for text in &texts {
            for run in runs(&text.html) {
                let at = run.key.map(|key| stands.entry(key).or_default());
                at.into_iter()
                    .for_each(|at| at.push((&text.item, run.words.clone())));
            }
        }
        for (item, pieces) in consolidation::all_pieces(&mut conn, &draft.id).await? {
            for piece in pieces.iter().filter(|piece| piece.kind != Kind::Frame) {
                let own = piece.sources.iter().filter(|source| source.report == id);
                for source in own {
                    one.ordinal = one.ordinal.max(source.ordinal);
                    let places = stands.get(&piece.key).map_or(&[][..], Vec::as_slice);
                    let is_here = places.is_empty() || places.iter().any(|(at, _)| *at == item);
                    let at = if is_here { &item } else { places[0].0 };
                    let shown: Vec<&str> = places.iter().map(|(_, words)| words.as_str()).collect();
                    let now = shown.join(" … ");
                    one.went.push(Went {
                        section: opened.question.title(at).to_owned(),
                        words: source.words.clone(),
                        fate: match now.as_str() {
                            "" => "left",
                            now if now == piece.text => "kept",
                            _ => "edited",
                        },
                        together: piece.sources.len(),
                        now,
                    });
                }
            }
        }
        if !one.went.is_empty() {
            let order = |title: &str| {
                let mut headings = opened.question.headings.iter();
                headings.position(|heading| heading.title == title)
            };
            one.went.sort_by_key(|went| order(&went.section));
            at.push(one);
        }
    }
    Ok(Page(Fates {
        unit: shell.whose(&opened.whose(today)),
        campaign: opened.dossier.campaign_title.clone(),
        report: id,
        at,
        shell,
    }))
}
