//! The way to the mail server, as the administrator set it; without that nothing leaves the house.

use std::time::{Duration, UNIX_EPOCH};

use jiff::Timestamp;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{Address, SmtpTransport, Transport as _};
use serde::{Deserialize, Serialize};
use tongket_core::chase::post::{Outcome, State, Turn};
use tongket_store::campaign::State as Phase;
use tongket_store::mail::{self, Mail};
use tongket_store::{Conn, Done, StoreError, contact, reminder};
use utoipa::ToSchema;

use super::house::House;
use super::visitor::event;

/// How long the mail server may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// Mails that are taken up at a time.
const AT_A_TIME: i64 = 50;
/// The setting that holds everything but the password.
const SERVER: &str = "mail.server";
/// The setting that holds the password alone, so that nothing else shows it by accident.
const PASSWORD: &str = "mail.password";
/// Answers of a mail server by which an address does not exist (RFC 5321, 4.2.3; RFC 7504). Other
/// answers 5xx are about this house or about the message, and are tried again.
const NO_SUCH_ADDRESS: [u16; 4] = [550, 551, 553, 556];

/// How the line to the mail server is kept secret.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Security {
    /// TLS from the beginning, as on port 465.
    #[default]
    Tls,
    /// TLS after a greeting, as on port 587; without it nothing is sent.
    StartTls,
    /// None: only within the house.
    None,
}

/// The mail server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(super) struct Server {
    /// Its name; empty while no mail is to be sent.
    pub(super) host: String,
    /// Its port.
    pub(super) port: u16,
    /// How the line is kept secret.
    #[serde(default)]
    pub(super) security: Security,
    /// The name to sign in with; empty where it asks for none.
    #[serde(default)]
    pub(super) user: String,
    /// The address mails come from.
    pub(super) from: String,
    /// The address of this house in a browser, for links in mails: `https://tongket.tinh.example`.
    #[serde(default)]
    pub(super) site: String,
}

impl Server {
    /// As the administrator set it; nothing while no mail is to be sent.
    pub(super) async fn of(conn: &mut Conn) -> Result<Option<Server>, StoreError> {
        let Some(text) = conn.setting(SERVER).await? else {
            return Ok(None);
        };
        let server: Server =
            serde_json::from_str(&text).map_err(|error| StoreError::Damaged(error.to_string()))?;
        Ok(Some(server).filter(|server| !server.host.is_empty()))
    }

    /// Keeps it; the password stays as it was where none is given.
    pub(super) async fn keep(
        &self,
        tx: &mut tongket_store::Tx,
        password: Option<&str>,
    ) -> Result<(), StoreError> {
        let text =
            serde_json::to_string(self).map_err(|error| StoreError::Damaged(error.to_string()))?;
        tx.set_setting(SERVER, &text).await?;
        if let Some(password) = password {
            tx.set_setting(PASSWORD, password).await?;
        }
        Ok(())
    }

    fn line(&self, password: &str) -> Result<SmtpTransport, String> {
        let builder = match self.security {
            Security::Tls => SmtpTransport::relay(&self.host),
            Security::StartTls => SmtpTransport::starttls_relay(&self.host),
            Security::None => Ok(SmtpTransport::builder_dangerous(&self.host)),
        };
        let mut builder = builder
            .map_err(|error| error.to_string())?
            .port(self.port)
            .timeout(Some(PATIENCE));
        if !self.user.is_empty() {
            let credentials = Credentials::new(self.user.clone(), password.to_owned());
            builder = builder.credentials(credentials);
        }
        Ok(builder.build())
    }

    fn message(&self, mail: &Mail) -> Result<Message, String> {
        let from: Mailbox = self
            .from
            .parse()
            .map_err(|error| format!("{}: {error}", self.from))?;
        let to: Address =
            (mail.address.parse()).map_err(|error| format!("{}: {error}", mail.address))?;
        let domain = from.email.domain().to_owned();
        // The date is the house's, however often it is handed over.
        let made = u64::try_from(mail.made_at.as_millisecond()).unwrap_or_default();
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        let mut message = Message::builder()
            .from(from)
            .to(Mailbox::new(None, to))
            .subject(&mail.subject)
            .date(UNIX_EPOCH + Duration::from_millis(made))
            .message_id(Some(format!("<{}@{domain}>", mail.id)))
            .header(ContentType::TEXT_PLAIN)
            .body(mail.body.clone())
            .map_err(|error| error.to_string())?;
        let value = HeaderValue::new(automatic, "auto-generated".to_owned());
        message.headers_mut().insert_raw(value);
        Ok(message)
    }
}

/// What came of handing a mail over, with what was said.
struct Answer {
    outcome: Outcome,
    words: String,
    /// Whether the server did not answer at all.
    no_line: bool,
}

impl Answer {
    fn no_line(words: String) -> Answer {
        Answer {
            outcome: Outcome::NotNow,
            words,
            no_line: true,
        }
    }

    fn of(
        result: Result<lettre::transport::smtp::response::Response, lettre::transport::smtp::Error>,
    ) -> Answer {
        match result {
            Ok(response) => Answer {
                outcome: Outcome::Taken,
                words: response.code().to_string(),
                no_line: false,
            },
            Err(error) => {
                let code = error.status().map(u16::from);
                let no_such = code.is_some_and(|code| NO_SUCH_ADDRESS.contains(&code));
                let mut words = error.to_string();
                if let Some(cause) = std::error::Error::source(&error) {
                    let cause = cause.to_string();
                    if !words.contains(&cause) {
                        words = format!("{words}: {cause}");
                    }
                }
                Answer {
                    outcome: match no_such {
                        true => Outcome::Refused,
                        false => Outcome::NotNow,
                    },
                    words,
                    no_line: code.is_none(),
                }
            }
        }
    }
}

impl House {
    /// Hands the mails over whose turn has come.
    ///
    /// Each is marked before and after. Where the program stops in between, that one mail is
    /// handed over once more: it bears the same Message-ID, so that mail programs see the repeat.
    ///
    /// # Errors
    /// Where the database cannot be read or written.
    pub(super) async fn deliver(&self) -> Result<(), StoreError> {
        let mut conn = self.store.read().await?;
        let Some(server) = Server::of(&mut conn).await? else {
            return Ok(());
        };
        let password = conn.setting(PASSWORD).await?.unwrap_or_default();
        drop(conn);
        let mut line = server.line(&password);
        loop {
            let mut conn = self.store.read().await?;
            let waiting = mail::whose_turn(&mut conn, self.now(), AT_A_TIME).await?;
            drop(conn);
            if waiting.is_empty() {
                return Ok(());
            }
            for mail in waiting {
                let down = self.hand_over(&server, line.as_ref(), &mail).await?;
                // A server that does not answer is asked once a round, not once a mail.
                if let Some(why) = down {
                    line = Err(why);
                }
            }
        }
    }

    /// Hands one mail over; what was heard where there is no line to the server.
    async fn hand_over(
        &self,
        server: &Server,
        line: Result<&SmtpTransport, &String>,
        mail: &Mail,
    ) -> Result<Option<String>, StoreError> {
        let now = self.now();
        if !self.still_needed(mail, now).await? {
            let over = mail.turn.not_needed();
            self.mark(mail, mail.turn, over, "", now).await?;
            return Ok(None);
        }
        let Some(taken) = mail.turn.taken_up(now) else {
            return Ok(None);
        };
        let ours = self.mark(mail, mail.turn, taken, &mail.answer, now).await?;
        if !ours || taken.state != State::Sending {
            return Ok(None);
        }
        let answer = match (line, server.message(mail)) {
            (Ok(line), Ok(message)) => {
                let line = line.clone();
                self.at_the_back(move || Answer::of(line.send(&message)))
                    .await
            }
            (Err(why), _) => Answer::no_line(why.clone()),
            (_, Err(why)) => Answer {
                outcome: Outcome::Refused,
                words: why,
                no_line: false,
            },
        };
        let now = self.now();
        let turn = taken.answered(answer.outcome, now);
        self.mark(mail, taken, turn, &answer.words, now).await?;
        Ok(Some(answer.words).filter(|_| answer.no_line))
    }

    /// Whether any report that a mail speaks of is still owed; a trial always is.
    async fn still_needed(&self, mail: &Mail, now: Timestamp) -> Result<bool, StoreError> {
        let mut conn = self.store.read().await?;
        let duties = reminder::of_mail(&mut conn, &mail.id).await?;
        let Some(campaign) = mail.campaign.as_deref().filter(|_| !duties.is_empty()) else {
            return Ok(true);
        };
        drop(conn);
        let Some(board) = self.board(campaign).await? else {
            return Ok(false);
        };
        let in_season = board.campaign.state == Phase::Open;
        let owing = board.posts.iter().filter(|post| {
            let status = post.owed.progress(now).status;
            duties.contains(&post.owed.duty) && !status.is_with_receiver()
        });
        Ok(in_season && owing.count() > 0)
    }

    /// Keeps where a mail stands now; whether it stood as it was thought to.
    async fn mark(
        &self,
        known: &Mail,
        before: Turn,
        after: Turn,
        answer: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (known, answer) = (known.clone(), answer.to_owned());
        self.store
            .act::<bool, StoreError>(move |tx| {
                Box::pin(async move {
                    let ours = mail::turn(tx, &known.id, &before, &after, &answer, now).await?;
                    if !ours || after.state == State::Sending {
                        return Ok(Done::already(ours));
                    }
                    let mut told = event(now, "", "mail.turn", "mail", &known.id);
                    told.unit = Some(known.unit.clone()).filter(|unit| !unit.is_empty());
                    told.data = serde_json::json!({ "state": after.state.id(), "attempts": after.attempts });
                    if after.state == State::Refused && !known.unit.is_empty() {
                        contact::refuse(tx, &known.unit, &known.address, now, &answer).await?;
                    }
                    Ok(Done::new(ours, told))
                })
            })
            .await
    }

    /// Reminds whoever is to be reminded now, takes in what came back, then hands mails over. Woken
    /// by the clock of `serve`; doing it twice in a row does nothing the second time.
    ///
    /// # Errors
    /// Where the database cannot be read or written.
    pub async fn tick(&self) -> Result<(), StoreError> {
        self.take_in().await?;
        self.remind().await?;
        self.deliver().await
    }
}
