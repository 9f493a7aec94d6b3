//! The draft of one section, with its news, its remarks and the piece at hand beside it.

use std::collections::{HashMap, HashSet};

use askama::Template;
use axum::extract::{Path, Query, State as Shared};
use axum::response::{Html, IntoResponse, Response};
use serde::{Deserialize, Serialize};
use tongket_core::exchange::{Content, Fate, Section, SectionState};
use tongket_core::issue::draft::{Kind, NewsKind, Piece, runs, without_pieces};
use tongket_store::section::{self, Version};
use tongket_store::{Conn, account, consolidation};
use utoipa::ToSchema;

use super::desk::Desk;
use super::lost::Lost;
use super::moved::Moved;
use super::show::{Changes, is_news, may_comment};
use super::source::{Card, Changed, SOURCES};
use crate::web::changed::Different;
use crate::web::house::House;
use crate::web::markup::marked;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// News that a page shows at a time.
const NEWS: usize = 60;
/// Sentences of which one can be chosen from a list; of more, one is copied out of the text.
const CHOICE: usize = 200;
/// Words of the drafter's own that a page lists, and letters of each; all of them are marked in the
/// text.
const OWN: usize = 100;
const OWN_LETTERS: usize = 300;

/// A link.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Link {
    /// Address.
    pub(super) href: String,
    /// What it leads to.
    pub(super) text: String,
}

/// Something that happened at the sources of a piece.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct News {
    /// Key of the piece.
    key: String,
    /// "entered", "followed", "kept", "gone".
    kind: &'static str,
    /// What the sources said before.
    before: String,
    /// What they say now.
    now: String,
    /// What differs, place by place with a few words around; nothing where both are short.
    changed: Different,
    /// Whose part changed.
    changes: Vec<Changed>,
    /// The section from which people moved it here.
    moved_from: Option<Link>,
    /// The section to which people moved it.
    moved_to: Option<Link>,
}

/// A remark on the section.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Remark {
    /// Id.
    id: String,
    /// The person who made it.
    by: String,
    /// When.
    at: String,
    /// The words it was made on; empty for the whole section.
    quote: String,
    /// What became of them: the word for it; empty where they stand as they were.
    fate: String,
    /// What it says.
    text: String,
    /// Whether it was dealt with.
    settled: bool,
}

/// Words of the draft in a row.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Own {
    /// The words.
    words: String,
}

impl Own {
    /// Some words, cut where they go on for long.
    fn of(words: &str) -> Own {
        let cut = words.char_indices().nth(OWN_LETTERS);
        Own {
            words: match cut {
                Some((end, _)) => format!("{}…", words[..end].trim_end()),
                None => words.to_owned(),
            },
        }
    }
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/consolidation/section.html")]
pub(super) struct SectionPage {
    #[serde(skip)]
    shell: Shell,
    /// Id of the campaign.
    campaign: String,
    /// What the campaign is about.
    campaign_title: String,
    /// Name of the unit that puts together.
    unit: String,
    /// Id of the outline item.
    item: String,
    /// Label and title of the section.
    title: String,
    /// Address of the consolidation.
    home: String,
    /// Its own address.
    path: String,
    /// Id of the version that is shown; empty where there is none.
    version: String,
    /// The text, with the marks of its pieces.
    html: String,
    /// The same with links in place of marks, for those who only read; empty for who writes.
    linked: String,
    /// Who saved it last and when, in words.
    saved_by: String,
    /// Whether the draft was begun.
    begun: bool,
    /// Whether the reader may write it.
    writes: bool,
    /// Whether the reader may comment.
    comments: bool,
    /// Units that answered, said that there is nothing, reported and left it out; and how many owe a
    /// report.
    answered: usize,
    nil: usize,
    missing: usize,
    of: usize,
    /// What changed at the sources of its pieces.
    news: Vec<News>,
    /// How much more there is.
    news_more: usize,
    /// Reports that changed since the draft was brought up to date.
    changes: Changes,
    /// The piece at hand.
    card: Option<Card>,
    /// Remarks.
    remarks: Vec<Remark>,
    /// Its sentences, to choose one to comment on; none where there are too many to choose from.
    sentences: Vec<String>,
    /// Which of them the piece that was asked for stands in, from 1; 0 for none.
    #[serde(skip)]
    chosen: usize,
    /// Words of the drafter's own.
    own: Vec<Own>,
    /// How much more there is.
    own_more: usize,
    /// Texts that are kept beside it.
    beside: Vec<Link>,
    /// Section before it.
    previous: Option<Link>,
    /// Section after it.
    next: Option<Link>,
}
views!(SectionPage);

#[derive(Deserialize)]
pub(super) struct At {
    /// Key of a piece.
    #[serde(default)]
    piece: String,
}

/// The draft of a section beside its sources.
#[utoipa::path(get, path = "/campaigns/{id}/consolidation/{unit}/sections/{item}",
    tag = "consolidation",
    params(("id" = String, Path), ("unit" = String, Path), ("item" = String, Path),
        ("piece" = Option<String>, Query)),
    responses((status = 200, body = SectionPage)))]
#[allow(
    clippy::too_many_lines,
    reason = "it only fills in what the page shows"
)]
pub(super) async fn show(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, unit, item)): Path<(String, String, String)>,
    Query(at): Query<At>,
) -> Result<Page<SectionPage>, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id, &unit).await?;
    let title = desk.title(&item)?;
    let lost = Lost::of(&mut conn, &shell, &desk).await?;
    let kept = Kept::of(&mut conn, &shell, &desk, &item, &lost).await?;
    let mut saved_by = String::new();
    if let Some(current) = &kept.current {
        let author = account::find(&mut conn, &current.author).await?;
        let author = author.map(|author| author.full_name).unwrap_or_default();
        saved_by = shell.t2("report-saved-by", author, shell.moment(&current.at));
    }
    let mut beside = Vec::new();
    for version in &kept.beside {
        let author = account::find(&mut conn, &version.author).await?;
        let author = author.map(|author| author.full_name).unwrap_or_default();
        beside.push(Link {
            href: format!("{}/conflicts/{}", desk.section_path(&item), version.id),
            text: shell.t2("report-saved-by", author, shell.moment(&version.at)),
        });
    }
    let moved = Moved::of(&mut conn, &desk, &item, kept.html(), &kept.pieces).await?;
    let card = match at.piece.as_str() {
        "" => None,
        key => Card::find(&mut conn, &shell, &desk, (&item, key), &lost, SOURCES).await?,
    };
    drop(conn);
    let section = desk.tier.section(&item).unwrap_or_default();
    let coverage = desk
        .tier
        .standing
        .coverage
        .get(section)
        .cloned()
        .unwrap_or_default();
    let (have, of) = desk.tier.reported();
    let unreported = of - have;
    let html = kept.html().to_owned();
    let place = |item: &str| {
        Some(Link {
            href: desk.section_path(item),
            text: desk.title(item).ok()?,
        })
    };
    let own = kept.pieces.iter().map(|piece| {
        let to = moved.away.get(&piece.key);
        (piece, None, to.and_then(|item| place(item)))
    });
    let here = moved.here.iter();
    let here = here.map(|(home, piece)| (piece, place(home), None));
    let news: Vec<(&Piece, Option<Link>, Option<Link>)> =
        own.chain(here).filter(|(it, ..)| is_news(it)).collect();
    let news_more = news.len().saturating_sub(NEWS);
    let news = news.into_iter().take(NEWS).map(|(piece, from, to)| News {
        moved_from: from,
        moved_to: to,
        ..told(&shell, &desk, &lost, piece)
    });
    let news: Vec<News> = news.collect();
    let text = marked(without_pieces(&html)).text;
    let mut sentences = tongket_reader::words::sentence::sentences(&text);
    if sentences.len() > CHOICE {
        sentences.clear();
    }
    let sentences = sentences.iter().map(|span| span.slice(&text).to_owned());
    let sentences: Vec<String> = sentences.collect();
    let piece = card.as_ref().map(|card| card.text.trim());
    let piece = piece.filter(|piece| !piece.is_empty());
    let chosen = piece.and_then(|piece| sentences.iter().position(|it| it.contains(piece)));
    let chosen = chosen.map_or(0, |at| at + 1);
    let headings = &desk.tier.question.headings;
    let here = headings
        .iter()
        .position(|heading| heading.item == item)
        .unwrap_or_default();
    let link = |at: Option<usize>| {
        let heading = headings.get(at?)?;
        Some(Link {
            href: desk.section_path(&heading.item),
            text: heading.title.clone(),
        })
    };
    let known = |key: &String| {
        let here = moved.here.iter().map(|(_, piece)| piece);
        kept.pieces.iter().chain(here).any(|it| it.key == *key)
    };
    let own = runs(&html).into_iter().filter(|run| {
        let says = run.words.chars().any(char::is_alphanumeric);
        says && run.key.as_ref().is_none_or(|key| !known(key))
    });
    let own: Vec<Own> = own.map(|run| Own::of(&run.words)).collect();
    let writes = desk.draft.is_some() && desk.write().is_ok();
    Ok(Page(SectionPage {
        campaign_title: desk.campaign.title.clone(),
        unit: desk.unit_name().to_owned(),
        home: desk.path(),
        path: desk.section_path(&item),
        version: kept
            .current
            .as_ref()
            .map(|current| current.id.clone())
            .unwrap_or_default(),
        linked: match writes {
            true => String::new(),
            false => linked(&html, &desk.section_path(&item)),
        },
        begun: desk.draft.is_some(),
        writes,
        comments: may_comment(&desk),
        answered: coverage.answered.len(),
        nil: coverage.nil.len(),
        missing: coverage.missing.len().saturating_sub(unreported),
        of: coverage.of,
        news_more,
        news,
        changes: kept.changes,
        remarks: remarks(&shell, &kept.remarks, &item, &html),
        sentences,
        chosen,
        own_more: own.len().saturating_sub(OWN),
        own: own.into_iter().take(OWN).collect(),
        previous: link(here.checked_sub(1)),
        next: link(Some(here + 1)),
        campaign: id,
        saved_by,
        beside,
        title,
        card,
        html,
        item,
        shell,
    }))
}

/// What the store keeps of a section.
pub(super) struct Kept {
    pub(super) current: Option<Version>,
    pub(super) pieces: Vec<Piece>,
    pub(super) generation: String,
    pub(super) changes: Changes,
    beside: Vec<Version>,
    remarks: Vec<consolidation::Remark>,
}

impl Kept {
    /// Reads what is kept of a section.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub(super) async fn of(
        conn: &mut Conn,
        shell: &Shell,
        desk: &Desk,
        item: &str,
        lost: &Lost,
    ) -> Result<Kept, Problem> {
        let mut kept = Kept {
            current: None,
            pieces: Vec::new(),
            generation: String::new(),
            changes: Changes::default(),
            beside: Vec::new(),
            remarks: Vec::new(),
        };
        let Some(draft) = &desk.draft else {
            return Ok(kept);
        };
        kept.current = section::current(conn, draft.owner(), item).await?;
        if let Some((generation, pieces)) = consolidation::pieces(conn, &draft.id, item).await? {
            kept.generation = generation;
            kept.pieces = pieces;
        }
        kept.beside = section::beside(conn, draft.owner()).await?;
        kept.beside.retain(|version| version.item == item);
        kept.remarks = consolidation::remarks(conn, &draft.id).await?;
        if let Some(last) = consolidation::last_generation(conn, &draft.id).await? {
            let changes = Changes::since(shell, &desk.tier, lost, &last);
            if !changes.is_empty() && is_behind(desk, item, &kept.pieces) {
                kept.changes = changes;
            }
        }
        Ok(kept)
    }

    pub(super) fn html(&self) -> &str {
        self.current.as_ref().map_or("", |current| &current.html)
    }
}

/// Whether the sources of a section say something else than its pieces do.
fn is_behind(desk: &Desk, item: &str, pieces: &[Piece]) -> bool {
    let fresh = desk.tier.fresh(item, pieces);
    let known: HashMap<&str, &Piece> = pieces
        .iter()
        .map(|piece| (piece.key.as_str(), piece))
        .collect();
    let same = |one: &Piece, other: &Piece| {
        let has = |source| {
            other
                .sources
                .iter()
                .any(|known| known.says_the_same(source))
        };
        one.text == other.text
            && one.sources.len() == other.sources.len()
            && one.sources.iter().all(has)
    };
    let mut now = HashSet::new();
    for piece in fresh.pieces() {
        now.insert(piece.key.as_str());
        if !known
            .get(piece.key.as_str())
            .is_some_and(|known| same(known, piece))
        {
            return true;
        }
    }
    let settled = |piece: &&Piece| {
        let news = piece.news.as_ref().map(|news| news.kind);
        matches!(news, Some(NewsKind::Gone | NewsKind::Kept)) || piece.kind == Kind::Frame
    };
    let mut lost = pieces
        .iter()
        .filter(|piece| !now.contains(piece.key.as_str()));
    lost.any(|piece| !settled(&piece))
}

/// The HTML with a link on every piece, which leads to where it came from; the drafter's own words
/// are marked.
fn linked(html: &str, path: &str) -> String {
    let mut linked = String::with_capacity(html.len() * 2);
    let mut rest = html;
    let mut inside = false;
    while let Some(at) = rest.find('<') {
        linked.push_str(&own(&rest[..at], inside));
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        let tag = &rest[at..end];
        let key = tag.strip_prefix("<span data-piece=\"");
        match (key.and_then(|key| key.strip_suffix("\">")), tag) {
            (Some(key), _) => {
                inside = true;
                linked.push_str(&format!(
                    "<a class=\"piece\" id=\"p-{key}\" href=\"{path}?piece={key}#source\">"
                ));
            }
            (None, "</span>") => {
                inside = false;
                linked.push_str("</a>");
            }
            (None, tag) => linked.push_str(tag),
        }
        rest = &rest[end..];
    }
    linked.push_str(&own(rest, inside));
    linked
}

fn own(words: &str, inside: bool) -> String {
    match inside || !words.chars().any(char::is_alphanumeric) {
        true => words.to_owned(),
        false => format!("<span class=\"own\">{words}</span>"),
    }
}

fn told(shell: &Shell, desk: &Desk, lost: &Lost, piece: &Piece) -> News {
    let kind = piece
        .news
        .as_ref()
        .map_or(NewsKind::Entered, |news| news.kind);
    let before = piece.news.as_ref().and_then(|news| news.before.as_ref());
    let before = before.map(|before| before.text.clone()).unwrap_or_default();
    let now = match kind {
        NewsKind::Gone => String::new(),
        _ => piece.text.clone(),
    };
    News {
        key: piece.key.clone(),
        kind: match kind {
            NewsKind::Entered => "entered",
            NewsKind::Followed => "followed",
            NewsKind::Kept => "kept",
            NewsKind::Gone => "gone",
        },
        changed: Different::of_long(&before, &now),
        before,
        now,
        changes: piece
            .changes()
            .iter()
            .map(|change| Changed::of(shell, desk, lost, change))
            .collect(),
        moved_from: None,
        moved_to: None,
    }
}

/// A section of the draft as anchors of remarks count it.
pub(super) fn as_content(item: &str, html: &str) -> Content {
    let said = marked(without_pieces(html));
    Content {
        sections: vec![Section {
            item: item.to_owned(),
            state: SectionState::Written,
            html: said.html,
            text: said.text,
        }],
        ..Content::default()
    }
}

fn remarks(
    shell: &Shell,
    remarks: &[consolidation::Remark],
    item: &str,
    html: &str,
) -> Vec<Remark> {
    let content = as_content(item, html);
    let own = remarks.iter().filter(|remark| remark.item == item);
    own.map(|remark| {
        let fate = remark.anchor.find(&content).fate;
        let quote = match &remark.anchor {
            tongket_core::exchange::Anchor::Words { quote, .. } => quote.clone(),
            tongket_core::exchange::Anchor::Cell { .. } => String::new(),
        };
        Remark {
            id: remark.id.clone(),
            by: remark.by_name.clone(),
            at: shell.moment(&remark.at),
            fate: match fate {
                Fate::Exact => String::new(),
                Fate::Moved => shell.t("fate-moved"),
                Fate::Changed => shell.t("fate-changed"),
                Fate::Gone => shell.t("fate-gone"),
            },
            quote,
            text: remark.text.clone(),
            settled: remark.settled_at.is_some(),
        }
    })
    .collect()
}

/// That reports changed since the draft was brought up to date.
#[derive(Template)]
#[template(path = "pages/consolidation/changes.html")]
struct Behind<'a> {
    shell: &'a Shell,
    changes: &'a Changes,
    writes: bool,
}

/// Whether reports changed since the draft was brought up to date; a page asks now and then.
#[utoipa::path(get, path = "/campaigns/{id}/consolidation/{unit}/sections/{item}/changes",
    tag = "consolidation",
    params(("id" = String, Path), ("unit" = String, Path), ("item" = String, Path)),
    responses((status = 200, body = Changes)))]
pub(super) async fn changes(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, unit, item)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id, &unit).await?;
    let lost = Lost::of(&mut conn, &shell, &desk).await?;
    let kept = Kept::of(&mut conn, &shell, &desk, &item, &lost).await?;
    if shell.wants_json {
        return Ok(axum::Json(kept.changes).into_response());
    }
    let behind = Behind {
        writes: desk.write().is_ok(),
        changes: &kept.changes,
        shell: &shell,
    };
    Ok(Html(behind.render().unwrap_or_default()).into_response())
}
