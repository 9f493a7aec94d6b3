//! What a careful reviewer would notice, shown to the author before anything is sent.
//!
//! The draft is put together and read as if it had come as a file, and held
//! against what other units have sent. It takes a moment, so a page asks for
//! it after it is shown, and it is done at the back; no save waits for it.
//! Whose text it is like is not said.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State as Shared};
use axum::response::{Html, IntoResponse, Response};
use serde::{Deserialize, Serialize};
use tongket_core::amount::number;
use tongket_core::consolidation::{Inputs, Owing, Reported, consolidate};
use tongket_core::exchange::{Content, Section, SectionState};
use tongket_core::fingerprint::Fingerprint;
use tongket_core::issue::draft::escaped;
use tongket_core::permit::Act;
use tongket_core::report::{Aligner, Head, Written, asks};
use tongket_core::review::{Finding, FindingKind};
use tongket_core::unit::UnitId;
use tongket_reader::Severity;
use tongket_reader::plan::Period;
use tongket_store::{Conn, StoreError, report, submission};
use utoipa::ToSchema;

use super::content::Draft;
use super::desk::Desk;
use super::figure::Table;
use crate::web::house::House;
use crate::web::language::Language;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::understood::written;
use crate::web::visitor::Visitor;

/// Reports of other units that a draft is held against, the latest first.
const OTHERS: i64 = 300;
/// Drafts whose findings are remembered.
const REMEMBERED: usize = 500;

/// What was found in drafts, by report, as long as they say the same.
#[derive(Debug, Default)]
pub(in crate::web) struct Checked(HashMap<String, (Fingerprint, Vec<Found>)>);

/// Something that was found.
#[derive(Debug, Clone)]
struct Found {
    code: &'static str,
    severe: bool,
    item: Option<String>,
    vi: String,
    en: String,
    quote: String,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/reports/checks.html")]
struct Checks {
    #[serde(skip)]
    shell: Shell,
    /// Id of the report.
    report: String,
    /// The unit whose report it is.
    unit: String,
    /// Whether one section alone is looked at.
    one_section: bool,
    /// Whether nothing is written yet, so that there is nothing to look at.
    nothing: bool,
    /// What was found.
    findings: Vec<Told>,
}
views!(Checks);

/// The list alone, for a page that asked after it was shown.
#[derive(Template)]
#[template(path = "pages/reports/checks_list.html")]
struct List<'a> {
    shell: &'a Shell,
    one_section: bool,
    nothing: bool,
    findings: &'a [Told],
}

/// A finding as it is told.
#[derive(Debug, Serialize, ToSchema)]
struct Told {
    /// Code of the check.
    code: &'static str,
    /// Whether it must be put right.
    severe: bool,
    /// One sentence.
    message: String,
    /// The words it is about; may be empty.
    quote: String,
    /// Label and title of the section; empty where it is about the whole.
    section: String,
    /// Address of the section.
    href: String,
}

#[derive(Deserialize)]
pub(super) struct Of {
    #[serde(default)]
    item: String,
}

/// What the checks find in a draft, or in one section of it.
#[utoipa::path(get, path = "/reports/{id}/checks", tag = "report",
    params(("id" = String, Path), ("item" = Option<String>, Query)),
    responses((status = 200, body = Checks)))]
pub(super) async fn list(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(of): Query<Of>,
) -> Result<Response, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id).await?;
    let item = Some(of.item.as_str()).filter(|item| !item.is_empty());
    desk.permit(Act::DraftRead, item)?;
    let draft = Draft::of(&mut conn, &desk).await?;
    let nothing = says_nothing(&draft.content, item);
    let tables = Table::all(&mut conn, &desk).await?;
    let draft = with_tables(draft.content, &tables);
    let found = findings(&house, conn, &desk, draft).await?;
    let told = found
        .into_iter()
        .filter(|found| item.is_none_or(|item| found.item.as_deref() == Some(item)))
        .map(|found| Told {
            code: found.code,
            severe: found.severe,
            message: match shell.language {
                Language::Vietnamese => found.vi,
                Language::English => found.en,
            },
            quote: found.quote,
            section: found
                .item
                .as_ref()
                .map(|item| desk.title(item))
                .unwrap_or_default(),
            href: found
                .item
                .map(|item| desk.section_path(&item))
                .unwrap_or_default(),
        });
    let findings: Vec<Told> = told.collect();
    if shell.partial {
        let list = List {
            shell: &shell,
            one_section: item.is_some(),
            nothing,
            findings: &findings,
        };
        return Ok(Html(list.render().unwrap_or_default()).into_response());
    }
    Ok(Page(Checks {
        unit: shell.whose(&desk.unit_name()),
        one_section: item.is_some(),
        nothing,
        report: id,
        findings,
        shell,
    })
    .into_response())
}

/// The draft with its figure tables printed behind their sections, so that its prose is held against
/// them; one that belongs to no section is printed behind the last.
fn with_tables(mut content: Content, tables: &[Table]) -> Content {
    for table in tables.iter().filter(|table| !table.is_blank()) {
        let of_table = |section: &Section| section.item == table.item;
        let last = content.sections.len().saturating_sub(1);
        let at = content.sections.iter().position(of_table).unwrap_or(last);
        if let Some(section) = content.sections.get_mut(at)
            && section.state != SectionState::Nil
        {
            section.html.push_str(&printed(table));
            section.state = SectionState::Written;
        }
    }
    content
}

/// A figure table as a table of a report: what is counted, in what, and a column a year.
fn printed(table: &Table) -> String {
    let (form, filled) = (table.prepared.form(), table.filled());
    let row = |cells: Vec<String>| {
        let cells = cells.iter();
        let cells = cells.map(|cell| format!("<td><p>{}</p></td>", escaped(cell)));
        format!("<tr>{}</tr>", cells.collect::<String>())
    };
    let titles = form.columns.iter().map(|column| column.title.clone());
    let named = ["Chỉ tiêu".to_owned(), "Đơn vị tính".to_owned()].into_iter();
    let mut rows = row(named.chain(titles).collect());
    for indicator in &form.indicators {
        let values = form.columns.iter().map(|column| {
            let value = filled.get(&indicator.code, &column.key);
            value.map(number).unwrap_or_default()
        });
        let named = [indicator.name.clone(), indicator.unit_of_measure.clone()].into_iter();
        rows.push_str(&row(named.chain(values).collect()));
    }
    format!("<table><tbody>{rows}</tbody></table>")
}

/// Whether a draft, or one section of it, has no text; a whole draft has no figures either.
fn says_nothing(content: &Content, item: Option<&str>) -> bool {
    let own = content
        .sections
        .iter()
        .filter(|section| item.is_none_or(|item| section.item == item));
    let text = own
        .into_iter()
        .any(|section| !section.text.trim().is_empty());
    !text && (item.is_some() || content.figures.is_empty())
}

/// What is found; remembered until the draft or what others have sent changes.
async fn findings(
    house: &House,
    mut conn: Conn,
    desk: &Desk,
    own: Content,
) -> Result<Vec<Found>, StoreError> {
    let id = desk.report.id.clone();
    let others = report::sent_by_others(&mut conn, &desk.campaign.id, &id, OTHERS).await?;
    let mut words: Vec<&str> = others.iter().map(|(_, sha256)| sha256.as_str()).collect();
    let canonical = own.canonical();
    words.push(&canonical);
    let parts: Vec<&[u8]> = words.into_iter().map(str::as_bytes).collect();
    let fingerprint = Fingerprint::of_parts(&parts);
    if let Some((known, found)) = house.checked.lock().await.0.get(&id)
        && *known == fingerprint
    {
        return Ok(found.clone());
    }
    let mut sent = Vec::with_capacity(others.len());
    for (version, _) in &others {
        sent.extend(submission::content(&mut conn, version).await?);
    }
    drop(conn);
    let plan = house.plan(&desk.campaign.id).await.ok().flatten();
    let desk = desk.clone();
    let found = house.at_the_back(move || {
        let plan = plan.as_ref().map_or("", |read| read.source.text());
        check(&desk, own, sent, plan)
    });
    let found = found.await;
    let mut checked = house.checked.lock().await;
    if checked.0.len() >= REMEMBERED {
        checked.0.clear();
    }
    checked.0.insert(id, (fingerprint, found.clone()));
    Ok(found)
}

/// Reads the draft as a report among those that others have sent; what repeats the plan's own
/// words is no copy.
fn check(desk: &Desk, own: Content, others: Vec<Content>, plan: &str) -> Vec<Found> {
    let contents: Vec<Content> = std::iter::once(own).chain(others).collect();
    let written: Vec<Written> = contents
        .iter()
        .enumerate()
        .map(|(at, content)| compose(desk, content, at))
        .collect();
    let aligner = Aligner::new(&desk.outline);
    let aligned: Vec<_> = written
        .iter()
        .map(|written| written.align(&aligner))
        .collect();
    let number = |at: usize| UnitId(u32::try_from(at).unwrap_or(u32::MAX));
    let reports: Vec<Reported<'_>> = written
        .iter()
        .zip(&aligned)
        .enumerate()
        .map(|(at, (written, aligned))| {
            Reported::aligned(
                number(at),
                at,
                written.source.text(),
                &written.report,
                aligned,
            )
        })
        .collect();
    let units: Vec<Owing> = (0..written.len())
        .map(|at| Owing {
            unit: number(at),
            name: name(desk, at),
            other_names: Vec::new(),
        })
        .collect();
    let year = |year: i64| i16::try_from(year).unwrap_or_default();
    let period = desk.campaign.period.map(|(from, to)| Period {
        from: year(from),
        to: year(to),
    });
    let consolidation = consolidate(&Inputs {
        outline: &desk.outline,
        plan_text: plan,
        period,
        as_of: desk.today,
        units: &units,
        reports: &reports,
        senders: &[],
    });
    let findings = consolidation.findings.iter();
    let own = findings.filter(|finding| concerns(finding));
    own.map(|finding| found(desk, &written[0], finding))
        .collect()
}

/// One's own unit by its name, every other as "another unit".
fn name(desk: &Desk, at: usize) -> String {
    match at {
        0 => desk.unit_name(),
        _ => "một đơn vị khác".to_owned(),
    }
}

/// The report put together from its sections.
fn compose(desk: &Desk, content: &Content, at: usize) -> Written {
    let unit = name(desk, at);
    let head = Head {
        unit: &unit,
        title: &desk.campaign.title,
        day: None,
    };
    written(&head, &desk.outline, content)
}

/// Whether a finding is about the draft. What is missing is told by the overview; how figures lie to
/// those of others is the receiver's affair.
fn concerns(finding: &Finding) -> bool {
    let own = finding.places.first().is_some_and(|place| place.file == 0);
    let of_author = match finding.kind {
        FindingKind::Contradiction
        | FindingKind::Copy
        | FindingKind::Stale
        | FindingKind::OutOfPeriod => true,
        FindingKind::Outlier => finding.code == "BC021",
        FindingKind::Uncovered | FindingKind::Unplaced | FindingKind::UnknownUnit => false,
    };
    of_author
        && (own
            || finding.kind == FindingKind::Copy
                && finding.places.iter().any(|place| place.file == 0))
}

fn found(desk: &Desk, written: &Written, finding: &Finding) -> Found {
    let place = finding.places.iter().find(|place| place.file == 0);
    let item = place.and_then(|place| {
        let asks = asks(&desk.outline);
        let mut items = asks.iter().map(|ask| ask.item.id.clone());
        items.find(|item| {
            written
                .sections
                .of(item)
                .any(|span| span.overlaps(place.span))
        })
    });
    let quote = place.map(|place| written.source.slice(place.span));
    let quote = quote
        .unwrap_or_default()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    Found {
        code: finding.code,
        severe: finding.severity == Severity::Error,
        item,
        vi: finding.message.clone(),
        en: finding.message_en.clone(),
        quote: quote.chars().take(240).collect(),
    }
}
