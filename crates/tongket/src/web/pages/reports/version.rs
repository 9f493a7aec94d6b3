//! Every version of a section, what changed between two, and bringing an old one back.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State as Shared};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tongket_core::issue::draft::without_pieces;
use tongket_core::permit::Act;
use tongket_core::refusal::{Refusal, Said};
use tongket_store::section::{self, Origin, Owner, Standing, State, Version};
use tongket_store::{Conn, StoreError, account};
use utoipa::ToSchema;

use super::desk::Desk;
use super::save::{self, Incoming, Saved};
use crate::web::changed::{Different, Words, words};
use crate::web::house::House;
use crate::web::html;
use crate::web::input::Input;
use crate::web::page::{Next, Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// Versions that are looked through for the list.
const MOST: i64 = 2000;
/// Lines that the list has at most.
const LINES: usize = 100;
/// Saves of one person within this time are one sitting, of which the last is listed.
const SITTING: SignedDuration = SignedDuration::from_mins(10);

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/reports/versions.html")]
pub(in crate::web::pages) struct Versions {
    #[serde(skip)]
    shell: Shell,
    /// Address of the whole.
    home: String,
    /// What the whole is called.
    home_text: String,
    /// Label and title of the section.
    title: String,
    /// Address of the section.
    path: String,
    /// Id of the version that counts.
    current: String,
    /// Whether an old version may be brought back.
    writes: bool,
    /// The versions, the newest first.
    versions: Vec<Listed>,
    /// One of them against the one that counts.
    compared: Option<Compared>,
}
views!(Versions);

/// A version in the list.
#[derive(Serialize, ToSchema)]
struct Listed {
    /// Id.
    id: String,
    /// Its number among the versions of the section, from 1.
    number: usize,
    /// Who saved it.
    author: String,
    /// When, in words.
    at: String,
    /// Key of the text that says what it is.
    what: String,
    /// Whether it is the one that counts.
    is_current: bool,
}

/// A version against the one that counts.
#[derive(Serialize, ToSchema)]
struct Compared {
    /// Id of the version.
    id: String,
    /// Whether it says deliberately nothing.
    nil: bool,
    /// Its text.
    html: String,
    /// "Bản số 3, Nguyễn Thị Mận lưu lúc …".
    told: String,
    /// The same of the version that counts.
    current_told: String,
    /// Its words and those of the current version, in order.
    words: Vec<Words>,
    /// What differs, place by place with a few words around.
    changed: Different,
    /// Whether the two have the same words.
    same: bool,
}

/// The words of a text, without its marks.
fn plain(html: &str) -> String {
    html::text(&without_pieces(html))
}

#[derive(Deserialize)]
pub(in crate::web::pages) struct Chosen {
    #[serde(default)]
    pub(in crate::web::pages) version: String,
}

/// A section whose versions are looked at, whatever it belongs to.
pub(in crate::web::pages) struct Shelved<'a> {
    /// Whose sections are meant.
    pub(in crate::web::pages) owner: Owner<'a>,
    /// Id of the outline item.
    pub(in crate::web::pages) item: &'a str,
    /// Address of the whole.
    pub(in crate::web::pages) home: String,
    /// What the whole is called.
    pub(in crate::web::pages) home_text: String,
    /// Label and title of the section.
    pub(in crate::web::pages) title: String,
    /// Address of the section.
    pub(in crate::web::pages) path: String,
    /// Whether the reader may write it now.
    pub(in crate::web::pages) writes: bool,
}

/// The versions of a section; `?version=` holds one against the one that counts.
#[utoipa::path(get, path = "/reports/{id}/sections/{item}/versions", tag = "report",
    params(("id" = String, Path), ("item" = String, Path), ("version" = Option<String>, Query)),
    responses((status = 200, body = Versions)))]
pub(super) async fn list(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, item)): Path<(String, String)>,
    Query(chosen): Query<Chosen>,
) -> Result<Page<Versions>, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id).await?;
    desk.known(&item)?;
    desk.permit(Act::DraftRead, Some(&item))?;
    let shelved = Shelved {
        owner: (&id).into(),
        item: &item,
        home: desk.path(),
        home_text: shell.t1("report-title", desk.unit_name()),
        title: desk.title(&item),
        path: desk.section_path(&item),
        writes: desk.change(Act::SectionWrite, Some(&item)).is_ok(),
    };
    let versions = Versions::of(&mut conn, shell, shelved, &chosen.version).await?;
    Ok(Page(versions))
}

impl Versions {
    /// The versions of a section, one of them against the one that counts.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub(in crate::web::pages) async fn of(
        conn: &mut Conn,
        shell: Shell,
        shelved: Shelved<'_>,
        chosen: &str,
    ) -> Result<Versions, Problem> {
        let (owner, item) = (shelved.owner, shelved.item);
        let current = section::current(conn, owner, item).await?;
        let current_id = current
            .as_ref()
            .map(|current| current.id.clone())
            .unwrap_or_default();
        let history = section::history(conn, owner, item, MOST).await?;
        let numbers = Numbers::of(conn, owner, item, &history).await?;
        let sittings = sittings(history, &current_id);
        let versions = numbers.listed(&shell, sittings, &current_id);
        let compared = match section::find(conn, owner, item, chosen).await? {
            Some(version) => {
                let now = current.as_ref().map(|current| plain(&current.html));
                let (then, now) = (plain(&version.html), now.unwrap_or_default());
                Some(Compared {
                    told: numbers.told(&shell, &version),
                    current_told: current
                        .as_ref()
                        .map(|current| numbers.told(&shell, current))
                        .unwrap_or_default(),
                    same: then == now,
                    words: words(&then, &now),
                    changed: Different::between(&then, &now),
                    nil: version.state == State::Nil,
                    html: version.html,
                    id: version.id,
                })
            }
            None => None,
        };
        Ok(Versions {
            home: shelved.home,
            home_text: shelved.home_text,
            title: shelved.title,
            path: shelved.path,
            writes: shelved.writes,
            current: current_id,
            versions,
            compared,
            shell,
        })
    }
}

/// Of what one person typed in a row within a sitting, the last; all that is not simply saved too,
/// and what was typed before the program changed the text.
fn sittings(history: Vec<Version>, current: &str) -> Vec<Version> {
    let mut kept: Vec<Version> = Vec::new();
    let mut since: Option<Timestamp> = None;
    for version in history {
        let plain = version.standing == Standing::Current
            && version.origin == Origin::Typed
            && version.state == State::Written
            && version.id != current;
        let follows = kept.last().is_some_and(|later| {
            later.author == version.author
                && later.origin == Origin::Typed
                && since.is_some_and(|since| since.duration_since(version.at).abs() < SITTING)
        });
        if plain && follows {
            continue;
        }
        since = Some(version.at);
        kept.push(version);
        if kept.len() == LINES {
            break;
        }
    }
    kept
}

/// The number of every version of a section, and the names of who saved them.
struct Numbers {
    /// Ids, the newest first.
    ids: Vec<String>,
    /// How many there are, be they more than were looked through.
    count: usize,
    /// Accounts with their names.
    names: HashMap<String, String>,
}

impl Numbers {
    async fn of(
        conn: &mut Conn,
        owner: Owner<'_>,
        item: &str,
        history: &[Version],
    ) -> Result<Numbers, StoreError> {
        let mut names = HashMap::new();
        for version in history {
            if !names.contains_key(&version.author) {
                let author = account::find(conn, &version.author).await?;
                let name = author.map(|author| author.full_name).unwrap_or_default();
                names.insert(version.author.clone(), name);
            }
        }
        Ok(Numbers {
            ids: history.iter().map(|version| version.id.clone()).collect(),
            count: section::count(conn, owner, item).await?,
            names,
        })
    }

    /// The number of a version, from 1; nothing where it is older than all that were looked through.
    fn number(&self, id: &str) -> Option<usize> {
        let at = self.ids.iter().position(|known| known == id)?;
        self.count.checked_sub(at)
    }

    fn author(&self, version: &Version) -> String {
        self.names.get(&version.author).cloned().unwrap_or_default()
    }

    /// "Bản số 3, Nguyễn Thị Mận lưu lúc …".
    fn told(&self, shell: &Shell, version: &Version) -> String {
        let saved = shell.t2(
            "report-saved-by",
            self.author(version),
            shell.moment(&version.at),
        );
        match self.number(&version.id) {
            Some(number) => shell.t2("report-version-told", number, saved),
            None => saved,
        }
    }

    fn listed(&self, shell: &Shell, versions: Vec<Version>, current: &str) -> Vec<Listed> {
        let line = |version: Version| {
            let what = match (version.standing, version.state, version.origin) {
                (Standing::Beside, _, _) => "beside",
                (Standing::Part, _, _) => "part",
                (_, State::Nil, _) => "nil",
                (Standing::Merged, _, _) => "merged",
                (_, _, origin) => origin.word(),
            };
            Listed {
                number: self.number(&version.id).unwrap_or_default(),
                author: self.author(&version),
                at: shell.moment(&version.at),
                what: format!("report-version-{what}"),
                is_current: version.id == current,
                id: version.id,
            }
        };
        versions.into_iter().map(line).collect()
    }
}

/// An old version to be brought back.
#[derive(Debug, Deserialize, ToSchema)]
pub(in crate::web::pages) struct Restoration {
    /// Id of the old version.
    pub(in crate::web::pages) version: String,
    /// Id of the version that counted when the page was shown.
    #[serde(default)]
    pub(in crate::web::pages) base: String,
}

/// Brings an old version back: it becomes the newest, and what stood there stays among the versions.
#[utoipa::path(post, path = "/reports/{id}/sections/{item}/restoration", tag = "report",
    params(("id" = String, Path), ("item" = String, Path)), request_body = Restoration,
    responses((status = 200, body = Saved)))]
pub(super) async fn restore(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, item)): Path<(String, String)>,
    Input(restoration): Input<Restoration>,
) -> Result<Next<Saved>, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id).await?;
    desk.change(Act::SectionWrite, Some(&item))?;
    let old = section::find(&mut conn, &id, &item, &restoration.version).await?;
    drop(conn);
    let Some(old) = old else {
        return Err(Refusal::not_found(Said::new("phiên bản này", "version")).into());
    };
    let to = desk.section_path(&item);
    let incoming = Incoming {
        item,
        base: Some(restoration.base).filter(|base| !base.is_empty()),
        html: old.html,
        origin: Origin::Restored,
        settles: None,
    };
    let saved = save::keep(&house, &desk, incoming, None).await?;
    let (to, said) = match &saved {
        Saved::Conflict { .. } => (
            format!("{to}/conflicts/{}", saved.version()),
            "report-beside",
        ),
        _ => (to, "report-restored"),
    };
    Ok(Next::new(&shell, to, saved).saying(said))
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/reports/conflict.html")]
pub(in crate::web::pages) struct ConflictPage {
    #[serde(skip)]
    shell: Shell,
    /// Address of the whole.
    home: String,
    /// What the whole is called.
    home_text: String,
    /// Label and title of the section.
    title: String,
    /// Address of the section.
    path: String,
    /// Id of the version that counts.
    current: String,
    /// Its text.
    current_html: String,
    /// Who saved it and when, in words.
    current_by: String,
    /// Id of the version that is kept beside.
    mine: String,
    /// Its text.
    mine_html: String,
    /// Who saved it and when, in words.
    mine_by: String,
    /// What differs, word by word.
    words: Vec<Words>,
    /// Whether the choice can be made now.
    writes: bool,
}
views!(ConflictPage);

/// Two texts of one section side by side, for somebody to choose from.
#[utoipa::path(get, path = "/reports/{id}/sections/{item}/conflicts/{version}", tag = "report",
    params(("id" = String, Path), ("item" = String, Path), ("version" = String, Path)),
    responses((status = 200, body = ConflictPage)))]
pub(super) async fn conflict(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, item, version)): Path<(String, String, String)>,
) -> Result<Page<ConflictPage>, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id).await?;
    desk.permit(Act::DraftRead, Some(&item))?;
    let shelved = Shelved {
        owner: (&id).into(),
        item: &item,
        home: desk.path(),
        home_text: shell.t1("report-title", desk.unit_name()),
        title: desk.title(&item),
        path: desk.section_path(&item),
        writes: desk.change(Act::SectionWrite, Some(&item)).is_ok(),
    };
    Ok(Page(
        ConflictPage::of(&mut conn, shell, shelved, &version).await?,
    ))
}

impl ConflictPage {
    /// The version that counts and one that is kept beside it.
    ///
    /// # Errors
    /// There is none of this id, or the store cannot be read.
    pub(in crate::web::pages) async fn of(
        conn: &mut Conn,
        shell: Shell,
        shelved: Shelved<'_>,
        version: &str,
    ) -> Result<ConflictPage, Problem> {
        let mine = section::find(conn, shelved.owner, shelved.item, version).await?;
        let current = section::current(conn, shelved.owner, shelved.item).await?;
        let (Some(mine), Some(current)) = (mine, current) else {
            return Err(Refusal::not_found(Said::new("phiên bản này", "version")).into());
        };
        let mut by = Vec::new();
        for version in [&current, &mine] {
            let author = account::find(conn, &version.author).await?;
            let author = author.map(|author| author.full_name).unwrap_or_default();
            by.push(shell.t2("report-saved-by", author, shell.moment(&version.at)));
        }
        let mine_by = by.pop().unwrap_or_default();
        Ok(ConflictPage {
            home: shelved.home,
            home_text: shelved.home_text,
            title: shelved.title,
            path: shelved.path,
            writes: shelved.writes,
            words: words(&plain(&current.html), &plain(&mine.html)),
            current: current.id,
            current_html: current.html,
            current_by: by.pop().unwrap_or_default(),
            mine: mine.id,
            mine_html: mine.html,
            mine_by,
            shell,
        })
    }
}
