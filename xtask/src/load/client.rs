//! One connection to the server, kept open, as a browser or a program keeps it.

use std::net::SocketAddr;

use anyhow::{Context, Result};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, StatusCode, header};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// Who asks.
#[derive(Debug, Clone)]
pub(crate) enum Asker {
    /// A program with its key.
    Key(String),
    /// A person with a session.
    Session(String),
}

/// A connection.
pub(crate) struct Client {
    address: SocketAddr,
    /// The address that it tells, as a proxy would; the server counts requests by it.
    told: String,
    sender: SendRequest<Full<Bytes>>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Its status.
    pub(crate) status: StatusCode,
    /// Its media type.
    pub(crate) kind: String,
    /// Where it sends on.
    pub(crate) onward: Option<String>,
    /// Its bytes.
    pub(crate) body: Bytes,
}

impl Client {
    /// Connects as the client of this number.
    pub(crate) async fn connect(address: SocketAddr, number: usize) -> Result<Client> {
        Ok(Client {
            address,
            told: told(number),
            sender: connected(address).await?,
        })
    }

    /// Goes on as the client of another number.
    pub(crate) fn tell(&mut self, number: usize) {
        self.told = told(number);
    }

    /// Opens a page as browsers do, compressed.
    pub(crate) async fn open(&mut self, path: &str, asker: &Asker) -> Result<Answer> {
        let request = Request::get(path)
            .header(header::ACCEPT, "text/html,application/xhtml+xml")
            .header(header::ACCEPT_ENCODING, "gzip");
        self.ask(request, asker, Bytes::new()).await
    }

    /// Opens a page to read what it says.
    pub(crate) async fn look(&mut self, path: &str, asker: &Asker) -> Result<Answer> {
        let request = Request::get(path).header(header::ACCEPT, "text/html,application/xhtml+xml");
        self.ask(request, asker, Bytes::new()).await
    }

    /// Sends JSON.
    pub(crate) async fn send(&mut self, path: &str, asker: &Asker, body: Bytes) -> Result<Answer> {
        let request = Request::post(path)
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/json");
        self.ask(request, asker, body).await
    }

    async fn ask(
        &mut self,
        request: hyper::http::request::Builder,
        asker: &Asker,
        body: Bytes,
    ) -> Result<Answer> {
        if self.sender.is_closed() {
            self.sender = connected(self.address).await?;
        }
        let request = match asker {
            Asker::Key(key) => request.header(header::AUTHORIZATION, format!("Bearer {key}")),
            Asker::Session(secret) => {
                request.header(header::COOKIE, format!("tongket_session={secret}"))
            }
        };
        let request = request
            .header(header::HOST, "localhost")
            .header("x-forwarded-for", &self.told)
            .body(Full::new(body))?;
        self.sender.ready().await?;
        let response = self.sender.send_request(request).await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let onward = header(header::LOCATION).map(str::to_owned);
        let kind = header(header::CONTENT_TYPE).unwrap_or_default();
        Ok(Answer {
            status,
            kind: kind.to_owned(),
            onward,
            body: response.into_body().collect().await?.to_bytes(),
        })
    }
}

/// An address of its own for every number.
fn told(number: usize) -> String {
    format!(
        "10.{}.{}.{}",
        (number >> 16) & 255,
        (number >> 8) & 255,
        number & 255
    )
}

async fn connected(address: SocketAddr) -> Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address)
        .await
        .context("the server takes connections")?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(async move {
        // A server that was killed breaks its connections; the next request tells of it.
        let _ = connection.await;
    });
    Ok(sender)
}
