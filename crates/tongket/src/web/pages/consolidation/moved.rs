//! Sentences that people moved from one section of the draft to another: they belong to the section
//! in which they are composed, and are told of where they stand.

use std::collections::{HashMap, HashSet};

use tongket_core::issue::draft::{Elsewhere, Guest, Piece, guests};
use tongket_store::consolidation::{self, Consolidation};
use tongket_store::review::Hand;
use tongket_store::section::{self, Origin, Shelf, Standing, State, Version};
use tongket_store::{Conn, StoreError, Tx, new_id};

use super::desk::Desk;
use super::show::is_news;
use crate::web::problem::Problem;

/// Pieces that were moved to a section, and from it.
#[derive(Default)]
pub(super) struct Moved {
    /// Pieces of other sections that stand here, each with the section it belongs to.
    pub(super) here: Vec<(String, Piece)>,
    /// The section in which a piece of this one that has news stands now, by key.
    pub(super) away: HashMap<String, String>,
}

impl Moved {
    /// Of a section with this text and these pieces of its own.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub(super) async fn of(
        conn: &mut Conn,
        desk: &Desk,
        item: &str,
        html: &str,
        own: &[Piece],
    ) -> Result<Moved, StoreError> {
        let mut moved = Moved::default();
        let Some(draft) = &desk.draft else {
            return Ok(moved);
        };
        let foreign = keys(&guests(html, own));
        if !foreign.is_empty() {
            for (home, pieces) in consolidation::all_pieces(conn, &draft.id).await? {
                let standing = pieces.into_iter().filter(|it| foreign.contains(&it.key));
                let standing = standing.map(|piece| (home.clone(), piece));
                moved.here.extend(standing.filter(|(home, _)| home != item));
            }
        }
        let left: Vec<&Piece> = own
            .iter()
            .filter(|piece| is_news(piece) && !stands(html, &piece.key))
            .collect();
        if !left.is_empty() {
            let texts = section::all_current(conn, draft.owner()).await?;
            for piece in left {
                let at = texts.iter().find(|text| stands(&text.html, &piece.key));
                moved
                    .away
                    .extend(at.map(|text| (piece.key.clone(), text.item.clone())));
            }
        }
        Ok(moved)
    }
}

/// Whether a piece stands in a text.
fn stands(html: &str, key: &str) -> bool {
    html.contains(&format!("data-piece=\"{key}\""))
}

fn keys(guests: &[Guest]) -> HashSet<String> {
    guests.iter().map(|guest| guest.key.clone()).collect()
}

/// The pieces of a text: those of its own section, then those of others that stand in it.
pub(super) fn pieces_in(html: &str, item: &str, all: &HashMap<String, Vec<Piece>>) -> Vec<Piece> {
    let mut pieces = all.get(item).cloned().unwrap_or_default();
    let foreign = keys(&guests(html, &pieces));
    if !foreign.is_empty() {
        let others = all.iter().filter(|(home, _)| *home != item);
        let others = others.flat_map(|(_, pieces)| pieces);
        pieces.extend(others.filter(|it| foreign.contains(&it.key)).cloned());
    }
    pieces
}

/// Of all pieces, the sections to which those belong that stand in a text of another.
pub(super) fn homes(html: &str, item: &str, all: &[(String, Vec<Piece>)]) -> Vec<String> {
    let own = all.iter().find(|(home, _)| home == item);
    let own = own.map_or(&[][..], |(_, pieces)| pieces.as_slice());
    let foreign = keys(&guests(html, own));
    let others = all.iter().filter(|(home, pieces)| {
        home != item && pieces.iter().any(|piece| foreign.contains(&piece.key))
    });
    others.map(|(home, _)| home.clone()).collect()
}

/// A whole draft as it stands while it is written: its texts and its pieces by section.
pub(super) struct Whole {
    texts: HashMap<String, Version>,
    pieces: HashMap<String, Vec<Piece>>,
}

impl Whole {
    /// Reads a draft.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub(super) async fn of(tx: &mut Tx, draft: &Consolidation) -> Result<Whole, StoreError> {
        let texts = section::all_current(tx, draft.owner()).await?;
        let pieces = consolidation::all_pieces(tx, &draft.id).await?;
        Ok(Whole {
            texts: texts.into_iter().map(|it| (it.item.clone(), it)).collect(),
            pieces: pieces.into_iter().collect(),
        })
    }

    /// The text of a section.
    pub(super) fn html(&self, item: &str) -> &str {
        self.texts.get(item).map_or("", |text| &text.html)
    }

    /// The pieces of a section; nothing where it was never composed.
    pub(super) fn pieces(&self, item: &str) -> Option<&[Piece]> {
        self.pieces.get(item).map(Vec::as_slice)
    }

    /// The section to which a piece belongs.
    pub(super) fn home(&self, key: &str) -> Option<&str> {
        let mut homes = self.pieces.iter();
        let own = homes.find(|(_, pieces)| pieces.iter().any(|piece| piece.key == key));
        own.map(|(item, _)| item.as_str())
    }

    /// The guests of a section.
    pub(super) fn guests(&self, item: &str) -> Vec<Guest> {
        guests(self.html(item), self.pieces(item).unwrap_or_default())
    }

    /// What stands in other sections than its own.
    pub(super) fn elsewhere(&self) -> Elsewhere {
        Elsewhere::of(self.texts.keys().flat_map(|item| self.guests(item)))
    }

    /// The other sections in which any of these pieces stand.
    pub(super) fn others(&self, home: &str, keys: &[&str]) -> Vec<String> {
        let others = self
            .texts
            .iter()
            .filter(|(item, text)| *item != home && keys.iter().any(|key| stands(&text.html, key)));
        let mut others: Vec<String> = others.map(|(item, _)| item.clone()).collect();
        others.sort();
        others
    }

    /// Keeps another text of a section.
    ///
    /// # Errors
    /// Where the database refuses.
    pub(super) async fn keep(
        &mut self,
        tx: &mut Tx,
        draft: &Consolidation,
        (item, html): (&str, String),
        origin: Origin,
        hand: Hand<'_>,
    ) -> Result<(), Problem> {
        let version = Version {
            id: new_id(),
            report: draft.id.clone(),
            item: item.to_owned(),
            base: self.texts.get(item).map(|text| text.id.clone()),
            state: State::Written,
            html,
            author: hand.by.to_owned(),
            at: hand.at,
            standing: Standing::Current,
            origin,
            settles: None,
        };
        section::keep_on(tx, Shelf::Consolidation, &version).await?;
        self.texts.insert(item.to_owned(), version);
        Ok(())
    }
}
