//! What was sent becomes findable, section by section: an act of its own,
//! [behind](super::behind) the request of the one who sends.

use tongket_core::exchange::{Content, SectionState};
use tongket_store::dossier::{self, Dossier};
use tongket_store::search::{self, Text};
use tongket_store::submission::{self, Submission};
use tongket_store::{Done, StoreError};

use super::house::House;
use super::question::Question;

impl House {
    /// Makes a version findable in place of those before it.
    ///
    /// # Errors
    /// Where the database cannot be read or written.
    pub(super) async fn index(&self, id: &str) -> Result<(), StoreError> {
        let mut conn = self.store.read().await?;
        let Some(sent) = submission::find(&mut conn, id).await? else {
            return Ok(());
        };
        let (dossier, content) = (
            dossier::find(&mut conn, &sent.report).await?,
            submission::content(&mut conn, id).await?,
        );
        let (Some(dossier), Some(content)) = (dossier, content) else {
            return Ok(());
        };
        let question = self.question(&mut conn, &dossier).await?;
        drop(conn);
        let units = self.units().await?;
        let unit = units.name(&dossier.unit, self.today());
        let texts = texts(&sent, &dossier, &question, &content, unit);
        self.store
            .act(move |tx| {
                Box::pin(async move {
                    let all = submission::of_report(tx, &sent.report).await?;
                    if all.iter().any(|other| other.ordinal > sent.ordinal) {
                        return Ok(Done::already(()));
                    }
                    for other in &all {
                        search::forget(tx, "submission", &other.id).await?;
                    }
                    for text in &texts {
                        search::add(tx, text, sent.at).await?;
                    }
                    Ok(Done::already(()))
                })
            })
            .await
    }
}

/// The texts of a version: one for the whole, by its unit and its files, and one a section.
fn texts(
    sent: &Submission,
    dossier: &Dossier,
    question: &Question,
    content: &Content,
    unit: &str,
) -> Vec<Text> {
    let text = |item: &str, title: &str, body: String| Text {
        kind: "submission".to_owned(),
        subject: sent.id.clone(),
        campaign: dossier.campaign.clone(),
        unit: dossier.unit.clone(),
        item: item.to_owned(),
        title: title.to_owned(),
        body,
    };
    let files = content.evidence.iter().map(|file| file.name.as_str());
    let named = std::iter::once(unit).chain(files).collect::<Vec<_>>();
    let whole = text("", &dossier.title, named.join("; "));
    let written = content
        .sections
        .iter()
        .filter(|section| section.state == SectionState::Written);
    let sections = written.map(|section| {
        let title = question.title(&section.item);
        text(&section.item, title, section.text.clone())
    });
    std::iter::once(whole).chain(sections).collect()
}
