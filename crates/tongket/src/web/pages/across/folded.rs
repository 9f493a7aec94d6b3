//! One section over all units at a glance: what several units say in near-equal words stands once,
//! with how many say it; each opens to the units and their own words.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use tongket_store::campaign;
use utoipa::ToSchema;

use super::{no_campaign, no_item, seen_by};
use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::tier::Tier;
use crate::web::visitor::Visitor;

/// Statements on a page.
const A_PAGE: usize = 60;
/// Units that one statement names.
const NAMED: usize = 100;

/// Statements of a section, folded.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/across/folded.html")]
pub(super) struct Folded {
    #[serde(skip)]
    shell: Shell,
    /// Id of the campaign.
    campaign: String,
    /// What the campaign is about.
    title: String,
    /// Id of the outline item.
    item: String,
    /// Its label and title.
    heading: String,
    /// How many units said anything in this section.
    units: usize,
    /// How many statements there are, folded.
    found: usize,
    /// How many sentences that are in all.
    sentences: usize,
    /// A page of them, those that most units make first.
    statements: Vec<Statement>,
    /// The number of the page, from 1.
    page: usize,
    /// The number of the last page.
    pages: usize,
    /// Whether more was sent than can be compared.
    too_many: bool,
    /// The item before.
    previous: Option<String>,
    /// The item after.
    next: Option<String>,
}
views!(Folded);

/// What one or more units say.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Statement {
    /// In the words of one of them.
    text: String,
    /// How many units say it.
    count: usize,
    /// Who says it, and how.
    by: Vec<Voice>,
}

/// A unit with its own words.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Voice {
    /// Its name.
    unit: String,
    /// Its place among those that owe a report, from 0.
    at: usize,
    /// Its words; empty where they are those that stand above.
    words: String,
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    page: usize,
}

/// What units say in a section, near-equal statements folded.
#[utoipa::path(get, path = "/campaigns/{id}/across/{item}/statements", tag = "across",
    params(("id" = String, Path), ("item" = String, Path), ("page" = Option<usize>, Query)),
    responses((status = 200, body = Folded)))]
pub(super) async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, item)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Page<Folded>, Problem> {
    let mut conn = house.store.read().await?;
    let campaign = campaign::find(&mut conn, &id).await?;
    let campaign = campaign.ok_or_else(no_campaign)?;
    let (chart, seen) = seen_by(&house, &mut conn, &visitor, &campaign).await?;
    drop(conn);
    let headings = &chart.question.headings;
    let here = headings.iter().position(|heading| heading.item == item);
    let here = here.ok_or_else(no_item)?;
    let too_many = chart.is_too_large_to_compare();
    let mut statements = match too_many {
        true => Vec::new(),
        false => {
            let tier = house.sent_together(&id).await?;
            statements(&tier, &item, &seen.into_iter().collect())
        }
    };
    statements.sort_by_key(|statement| std::cmp::Reverse(statement.count));
    let (found, sentences) = (
        statements.len(),
        statements.iter().map(|it| it.by.len()).sum(),
    );
    let voices = statements
        .iter()
        .flat_map(|it| &it.by)
        .map(|voice| voice.at);
    let units = voices.collect::<BTreeSet<_>>().len();
    let pages = found.div_ceil(A_PAGE).max(1);
    let page = wanted.page.clamp(1, pages);
    let name = |at: Option<usize>| Some(headings.get(at?)?.item.clone());
    Ok(Page(Folded {
        title: campaign.title,
        heading: headings[here].title.clone(),
        previous: name(here.checked_sub(1)),
        next: name(Some(here + 1)),
        statements: (statements
            .into_iter()
            .skip((page - 1) * A_PAGE)
            .take(A_PAGE))
        .map(|mut statement| {
            statement.by.truncate(NAMED);
            statement
        })
        .collect(),
        campaign: id,
        item,
        too_many,
        units,
        found,
        sentences,
        page,
        pages,
        shell,
    }))
}

/// What the units that may be seen say in a section.
fn statements(tier: &Tier, item: &str, seen: &BTreeSet<usize>) -> Vec<Statement> {
    let section = tier.section(item).and_then(|at| tier.standing.section(at));
    let said = section
        .map(|section| section.statements)
        .unwrap_or_default();
    let folded = said.iter().filter_map(|statement| {
        let mut by: Vec<Voice> = Vec::new();
        for place in statement.text.places() {
            let at = tier.seat_of_file(place.file).filter(|at| seen.contains(at));
            by.extend(at.map(|at| Voice {
                unit: tier.seats[at].name.clone(),
                at,
                words: tier.words(*place),
            }));
        }
        // In the words of the first unit that the reader may see.
        let text = by.first()?.words.clone();
        for voice in &mut by {
            if voice.words == text {
                voice.words.clear();
            }
        }
        let units: BTreeSet<usize> = by.iter().map(|voice| voice.at).collect();
        Some(Statement {
            text,
            count: units.len(),
            by,
        })
    });
    folded.collect()
}
