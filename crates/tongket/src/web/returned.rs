//! Mail that comes back later: what a postmaster writes about it (RFC 3464), and which mail is meant.
//!
//! Such letters come from a file that somebody saved, or from a folder to which
//! the mail server delivers them. A letter is believed only where it names the
//! Message-ID of a mail that went from here.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders as _, PartType};
use serde::Serialize;
use tongket_store::mail::{self, Mail};
use tongket_store::{Done, StoreError, contact};
use utoipa::ToSchema;

use super::house::House;
use super::language::Language;
use super::visitor::event;

/// Letters that are taken in at a time.
const AT_A_TIME: usize = 100;
/// Bytes of a letter that are read; what matters stands in the first ones.
const LONGEST: u64 = 2 << 20;
/// Signs of what was said that are kept.
const SAID: usize = 300;
/// Two clocks that differ by less agree.
const AGREE: SignedDuration = SignedDuration::from_mins(5);

/// What a letter of a postmaster says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Letter {
    /// Id of the mail it is about, as that mail's Message-ID bears it.
    mail: String,
    /// Whether the mail is lost for good; a delay is not.
    failed: bool,
    /// What was said.
    why: String,
    /// When it was written, by the clock there.
    at: Option<Timestamp>,
}

/// What became of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Fate {
    /// Its mail is marked as come back, and the address with it.
    Marked,
    /// That was known.
    Known,
    /// It tells of a delay, or that all went well.
    NotLost,
    /// It names no mail that went from here, or is no such letter.
    Unknown,
}

impl Fate {
    /// Its name in data.
    pub(super) fn id(self) -> &'static str {
        match self {
            Fate::Marked => "marked",
            Fate::Known => "known",
            Fate::NotLost => "not_lost",
            Fate::Unknown => "unknown",
        }
    }
}

impl Letter {
    fn read(bytes: &[u8]) -> Option<Letter> {
        let message = MessageParser::default().parse(bytes)?;
        let report =
            (message.parts.iter()).find(|part| is(part, "message", &["delivery-status"]))?;
        let fields = unfolded(&String::from_utf8_lossy(report.contents()));
        let said = field(&fields, "Diagnostic-Code").map(|code| match code.split_once(';') {
            Some((_, words)) => words.trim(),
            None => code,
        });
        let why = said
            .or_else(|| field(&fields, "Status"))
            .unwrap_or_default();
        let seconds = message.date().map(mail_parser::DateTime::to_timestamp);
        Some(Letter {
            mail: about(&message)?,
            failed: field(&fields, "Action").is_some_and(|act| act.eq_ignore_ascii_case("failed")),
            why: why.chars().take(SAID).collect(),
            at: seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()),
        })
    }

    /// What is kept of it: what was said, and that two clocks disagree where they do.
    fn words(&self, mail: &Mail, now: Timestamp) -> String {
        let minutes = |by: SignedDuration| by.as_mins().to_string();
        let clock = self.at.and_then(|at| {
            let (behind, ahead) = (mail.made_at.duration_since(at), at.duration_since(now));
            match (behind > AGREE, ahead > AGREE) {
                (true, _) => Some(("mail-clock-behind", minutes(behind))),
                (_, true) => Some(("mail-clock-ahead", minutes(ahead))),
                (false, false) => None,
            }
        });
        match clock {
            Some((key, it)) => {
                let note = Language::Vietnamese.text_with(key, &[("it", &it)]);
                format!("{} ({note})", self.why)
            }
            None => self.why.clone(),
        }
    }
}

fn is(part: &MessagePart<'_>, kind: &str, subtypes: &[&str]) -> bool {
    part.content_type().is_some_and(|found| {
        let subtype = found.subtype().unwrap_or_default();
        found.ctype().eq_ignore_ascii_case(kind)
            && subtypes
                .iter()
                .any(|known| subtype.eq_ignore_ascii_case(known))
    })
}

/// The id of the mail that a letter is about: the mail itself or its head is enclosed, or the
/// letter answers it.
fn about(message: &Message<'_>) -> Option<String> {
    let enclosed = message.parts.iter().find_map(|part| match &part.body {
        PartType::Message(enclosed) => enclosed.message_id().map(str::to_owned),
        _ if is(part, "text", &["rfc822-headers"]) || is(part, "message", &["global-headers"]) => {
            let head = MessageParser::default().parse_headers(part.contents())?;
            head.message_id().map(str::to_owned)
        }
        _ => None,
    });
    let answered = || message.in_reply_to().as_text().map(str::to_owned);
    let id = enclosed.or_else(answered)?;
    let (id, _) = id.trim_matches(['<', '>', ' ']).split_once('@')?;
    Some(id.to_owned())
}

/// Lines of a head, each field on one.
fn unfolded(text: &str) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    for line in text.lines() {
        match fields.last_mut().filter(|_| line.starts_with([' ', '\t'])) {
            Some(last) => {
                last.push(' ');
                last.push_str(line.trim());
            }
            None => fields.push(line.trim().to_owned()),
        }
    }
    fields
}

fn field<'f>(fields: &'f [String], name: &str) -> Option<&'f str> {
    let value = |line: &'f String| {
        let (known, value) = line.split_once(':')?;
        known
            .trim()
            .eq_ignore_ascii_case(name)
            .then(|| value.trim())
    };
    fields.iter().find_map(value)
}

impl House {
    /// Takes in a letter of a postmaster that `actor` brings (empty: the house itself), about a
    /// mail of a campaign (nothing: about any mail).
    ///
    /// # Errors
    /// Where the database refuses.
    pub(super) async fn take_back(
        &self,
        letter: Vec<u8>,
        campaign: Option<&str>,
        actor: &str,
    ) -> Result<Fate, StoreError> {
        let Some(letter) = self.at_the_back(move || Letter::read(&letter)).await else {
            return Ok(Fate::Unknown);
        };
        let (now, campaign, actor) = (self.now(), campaign.map(str::to_owned), actor.to_owned());
        self.store
            .act::<Fate, StoreError>(move |tx| {
                Box::pin(async move {
                    let found = mail::find(tx, &letter.mail).await?;
                    let of_campaign = |mail: &Mail| campaign.is_none() || mail.campaign == campaign;
                    let Some(known) = found.filter(of_campaign) else {
                        return Ok(Done::already(Fate::Unknown));
                    };
                    if !letter.failed {
                        return Ok(Done::already(Fate::NotLost));
                    }
                    let Some(back) = known.turn.came_back() else {
                        return Ok(Done::already(Fate::Known));
                    };
                    let why = letter.words(&known, now);
                    mail::turn(tx, &known.id, &known.turn, &back, &why, now).await?;
                    contact::refuse(tx, &known.unit, &known.address, now, &why).await?;
                    let mut told = event(now, &actor, "mail.back", "mail", &known.id);
                    told.unit = Some(known.unit).filter(|unit| !unit.is_empty());
                    Ok(Done::new(Fate::Marked, told))
                })
            })
            .await
    }

    /// Takes in what the mail server delivered to the folder that the administrator named. What
    /// was read goes to the folder `cur` beside, as mail programs do; nothing is deleted.
    pub(super) async fn take_in(&self) -> Result<(), StoreError> {
        let Some(folder) = self.settings.returned_mail.clone() else {
            return Ok(());
        };
        let place = folder.clone();
        let letters = match self.at_the_back(move || new_letters(&place)).await {
            Ok(letters) => letters,
            Err(error) => {
                tracing::error!(%error, folder = %folder.display(), "returned mail cannot be read");
                return Ok(());
            }
        };
        for (path, bytes) in letters {
            let name = path.file_name().unwrap_or_default().to_owned();
            let fate = self.take_back(bytes, None, "").await?;
            if let Err(error) = tokio::fs::rename(&path, folder.join("cur").join(&name)).await {
                tracing::error!(%error, letter = %path.display(), "a letter cannot be laid aside");
                return Ok(());
            }
            if fate == Fate::Unknown {
                tracing::warn!(letter = %path.display(), "a letter names no mail that went from here");
                let name = name.to_string_lossy().into_owned();
                self.tell_of_stranger(name).await?;
            }
        }
        Ok(())
    }

    async fn tell_of_stranger(&self, name: String) -> Result<(), StoreError> {
        let now = self.now();
        self.store
            .act::<(), StoreError>(move |_| {
                Box::pin(async move {
                    Ok(Done::new(
                        (),
                        event(now, "", "mail.stranger", "mail", &name),
                    ))
                })
            })
            .await
    }
}

/// Letters that nobody has read, the oldest names first.
fn new_letters(folder: &Path) -> std::io::Result<Vec<(PathBuf, Vec<u8>)>> {
    fs::create_dir_all(folder.join("cur"))?;
    let mut paths = fs::read_dir(folder.join("new"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    let read = |path: PathBuf| read_start(&path).map(|bytes| (path, bytes));
    paths.into_iter().take(AT_A_TIME).map(read).collect()
}

fn read_start(path: &Path) -> std::io::Result<Vec<u8>> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    fs::File::open(path)?
        .take(LONGEST)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: &str = "From: MAILER-DAEMON@thu.sonhai.example\r\n\
        Date: Thu, 23 Apr 2026 08:05:00 +0700\r\n\
        MIME-Version: 1.0\r\n\
        Content-Type: multipart/report; report-type=delivery-status; boundary=\"b1\"\r\n\r\n\
        --b1\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\
        --b1\r\nContent-Type: message/delivery-status\r\n\r\n\
        Reporting-MTA: dns; thu.sonhai.example\r\n\r\n\
        Final-Recipient: rfc822; vanthu@muonglang.sonhai.example\r\n\
        Action: failed\r\nStatus: 5.2.2\r\n\
        Diagnostic-Code: smtp; 552 5.2.2\r\n  Mailbox full\r\n\r\n\
        --b1\r\nContent-Type: text/rfc822-headers\r\n\r\n\
        Message-ID: <01-ab@sonhai.example>\r\nSubject: x\r\n\r\n\
        --b1--\r\n";

    #[test]
    fn a_letter_says_which_mail_did_not_arrive_and_why() {
        let letter = Letter::read(FULL.as_bytes()).expect("a letter");
        assert_eq!((letter.mail.as_str(), letter.failed), ("01-ab", true));
        assert_eq!(letter.why, "552 5.2.2 Mailbox full");
        assert_eq!(letter.at, "2026-04-23T08:05:00+07:00".parse().ok());
        let enclosed = FULL.replace("text/rfc822-headers", "message/rfc822");
        assert_eq!(
            Letter::read(enclosed.as_bytes()).map(|letter| letter.mail),
            Some("01-ab".to_owned())
        );
        let late = FULL.replace("Action: failed", "Action: delayed");
        assert!(Letter::read(late.as_bytes()).is_some_and(|letter| !letter.failed));
    }

    #[test]
    fn an_ordinary_mail_is_no_such_letter() {
        for text in ["", "Subject: xin chào\r\n\r\nKhông có gì.", "\u{0}\u{1}"] {
            assert_eq!(Letter::read(text.as_bytes()), None, "{text:?}");
        }
    }
}
