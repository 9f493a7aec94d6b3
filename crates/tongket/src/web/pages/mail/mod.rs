//! The mail server, as the administrator sets it. While none is set, nothing leaves the house.
//!
//! The password is kept to sign in with and shown nowhere, not in the audit either.

use askama::Template;
use axum::extract::State;
use lettre::Address;
use lettre::message::Mailbox;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::chase::post::Turn;
use tongket_core::permit::{Act, Place, Table};
use tongket_core::refusal::{Code, Refusal, Said};
use tongket_store::mail::{self, Mail};
use tongket_store::{Done, StoreError, new_id};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::house::House;
use crate::web::input::Input;
use crate::web::letterbox::{Security, Server};
use crate::web::page::{Next, Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::{Visitor, event};

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(set))
        .routes(routes!(try_out))
}

/// Mails that the page lists.
const MAILS: i64 = 50;

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/mail/show.html")]
struct MailView {
    #[serde(skip)]
    shell: Shell,
    /// The mail server; its host is empty while none is set.
    server: Server,
    /// Ways to keep the line secret, to choose from.
    securities: Vec<Way>,
    /// How many mails stand where.
    tally: Vec<Heap>,
    /// The folder from which returned mail is taken in; empty where the administrator named none.
    returned_mail: String,
    /// Whether that folder can be read.
    returned_mail_read: bool,
    /// The latest mails, trials among them.
    mails: Vec<Line>,
}
views!(MailView);

/// A way to keep the line secret.
#[derive(Serialize, ToSchema)]
struct Way {
    /// What is sent.
    value: &'static str,
    /// Whether it is chosen.
    chosen: bool,
}

/// Mails in one state.
#[derive(Serialize, ToSchema)]
struct Heap {
    /// Name of the state.
    state: &'static str,
    /// How many.
    count: i64,
}

/// A mail.
#[derive(Serialize, ToSchema)]
struct Line {
    /// When it was written.
    at: String,
    /// The address.
    address: String,
    /// Name of its state.
    state: &'static str,
    /// How often it was handed over.
    attempts: usize,
    /// When it is its turn again; empty where it never is.
    next: String,
    /// What the mail server said last.
    answer: String,
}

/// The mail server and the mails on their way.
#[utoipa::path(get, path = "/mail", tag = "mail", responses((status = 200, body = MailView)))]
async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
) -> Result<Page<MailView>, Problem> {
    Table::permit(&visitor.memberships, Act::SettingChange, &Place::default())?;
    let mut conn = house.store.read().await?;
    let server = Server::of(&mut conn).await?.unwrap_or_default();
    let tally = mail::tally(&mut conn, "").await?;
    let mails = mail::list(&mut conn, "", "", MAILS, 0).await?;
    let line = |mail: Mail| Line {
        at: shell.moment(&mail.made_at),
        address: mail.address,
        state: mail.turn.state.id(),
        attempts: mail.turn.attempts,
        next: mail
            .turn
            .next
            .map(|at| shell.moment(&at))
            .unwrap_or_default(),
        answer: mail.answer,
    };
    let folder = house.settings.returned_mail.as_deref();
    let way = |(value, security)| Way {
        value,
        chosen: server.security == security,
    };
    Ok(Page(MailView {
        securities: [
            ("tls", Security::Tls),
            ("start_tls", Security::StartTls),
            ("none", Security::None),
        ]
        .map(way)
        .into(),
        tally: (tally.into_iter())
            .map(|(state, count)| Heap {
                state: state.id(),
                count,
            })
            .collect(),
        returned_mail: folder
            .map(|at| at.display().to_string())
            .unwrap_or_default(),
        returned_mail_read: folder.is_some_and(|at| at.join("new").is_dir()),
        mails: mails.into_iter().map(line).collect(),
        server,
        shell,
    }))
}

/// A mail server.
#[derive(Deserialize, ToSchema)]
struct Wish {
    /// Its name; empty stops all mail.
    #[serde(default)]
    host: String,
    /// Its port.
    #[serde(default)]
    port: String,
    /// `tls`, `start_tls` or `none`.
    #[serde(default)]
    security: Security,
    /// The name to sign in with.
    #[serde(default)]
    user: String,
    /// The password; empty leaves the one that is kept.
    #[serde(default)]
    password: String,
    /// The address mails come from.
    #[serde(default)]
    from: String,
    /// The address of this house in a browser.
    #[serde(default)]
    site: String,
}

fn invalid(field: (&str, &str), why: (&str, &str)) -> Refusal {
    Refusal::field_invalid(Said::new(field.0, field.1), Said::new(why.0, why.1))
}

impl Wish {
    fn server(&self) -> Result<Server, Refusal> {
        let host = self.host.trim().to_owned();
        let site = self.site.trim().trim_end_matches('/').to_owned();
        if host.is_empty() {
            return Ok(Server {
                site,
                ..Server::default()
            });
        }
        let port = self
            .port
            .trim()
            .parse::<u16>()
            .ok()
            .filter(|port| *port > 0);
        let port =
            port.ok_or_else(|| invalid(("Cổng", "Port"), ("từ 1 đến 65535", "1 to 65535")))?;
        let from = self.from.trim().to_owned();
        if from.parse::<Mailbox>().is_err() {
            let why = (
                "phải là một địa chỉ thư điện tử",
                "it must be a mail address",
            );
            return Err(invalid(("Gửi từ địa chỉ", "Sender"), why));
        }
        if !site.is_empty() && !site.starts_with("https://") && !site.starts_with("http://") {
            let why = (
                "bắt đầu bằng https:// hoặc http://",
                "it begins with https:// or http://",
            );
            return Err(invalid(("Địa chỉ trang", "Address of the pages"), why));
        }
        Ok(Server {
            host,
            port,
            security: self.security,
            user: self.user.trim().to_owned(),
            from,
            site,
        })
    }
}

/// Sets the mail server.
#[utoipa::path(post, path = "/mail", tag = "mail", request_body = Wish, responses((status = 200, body = Server)))]
async fn set(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Input(wish): Input<Wish>,
) -> Result<Next<Server>, Problem> {
    Table::permit(&visitor.memberships, Act::SettingChange, &Place::default())?;
    let server = wish.server()?;
    let password = match (server.user.as_str(), wish.password.as_str()) {
        // Without a name there is nothing to sign in with.
        ("", _) => Some(String::new()),
        (_, "") => None,
        (_, password) => Some(password.to_owned()),
    };
    let (kept, now) = (server.clone(), house.now());
    house
        .store
        .act::<(), StoreError>(move |tx| {
            Box::pin(async move {
                kept.keep(tx, password.as_deref()).await?;
                let mut told = event(
                    now,
                    &visitor.account,
                    Act::SettingChange.id(),
                    "setting",
                    "mail",
                );
                told.data = json!({ "host": kept.host, "port": kept.port, "from": kept.from });
                Ok(Done::new((), told))
            })
        })
        .await?;
    Ok(Next::new(&shell, "/mail", server).saying("mail-set"))
}

/// Where a trial goes.
#[derive(Deserialize, ToSchema)]
struct Trial {
    /// The address.
    to: String,
}

/// Puts a trial into the queue; it goes with the next round, within a minute.
#[utoipa::path(post, path = "/mail/trial", tag = "mail", request_body = Trial, responses((status = 200),
    (status = 409, description = "TK083: no mail server is set")))]
async fn try_out(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Input(trial): Input<Trial>,
) -> Result<Next<String>, Problem> {
    Table::permit(&visitor.memberships, Act::SettingChange, &Place::default())?;
    let to = trial.to.trim().parse::<Address>().map_err(|_| {
        let why = (
            "phải là một địa chỉ thư điện tử",
            "it must be a mail address",
        );
        invalid(("Gửi thử đến", "Trial to"), why)
    })?;
    let mut conn = house.store.read().await?;
    if Server::of(&mut conn).await?.is_none() {
        return Err(Code::MailNotSet.into());
    }
    drop(conn);
    let now = house.now();
    let mail = Mail {
        id: new_id(),
        campaign: None,
        unit: String::new(),
        address: to.to_string(),
        subject: shell.t("mail-trial-subject"),
        body: shell.t1("mail-trial-body", shell.moment(&now)),
        turn: Turn::new(now),
        answer: String::new(),
        made_at: now,
        changed_at: now,
    };
    let id = mail.id.clone();
    house
        .store
        .act::<(), StoreError>(move |tx| {
            Box::pin(async move {
                mail::put(tx, &mail).await?;
                let told = event(now, &visitor.account, "mail.trial", "mail", &mail.id);
                Ok(Done::new((), told))
            })
        })
        .await?;
    Ok(Next::new(&shell, "/mail", id).saying("mail-tried"))
}
