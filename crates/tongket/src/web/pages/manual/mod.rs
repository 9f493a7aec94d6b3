//! The manual, in the program: the chapters of `docs/huong-dan` and the page of every code.

use askama::Template;
use axum::extract::Path;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, html};
use rust_embed::RustEmbed;
use serde::Serialize;
use tongket_core::refusal::Code;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(contents))
        .routes(routes!(chapter))
        .routes(routes!(catalogue))
        .routes(routes!(code))
}

#[derive(RustEmbed)]
#[folder = "../../docs"]
#[include = "huong-dan/*.md"]
#[include = "rules.md"]
struct Book;

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/manual/show.html")]
struct Chapter {
    #[serde(skip)]
    shell: Shell,
    /// Its first heading.
    title: String,
    /// Its text as HTML.
    html: String,
}
views!(Chapter);

/// The contents of the manual.
#[utoipa::path(get, path = "/huong-dan", tag = "manual", responses((status = 200, body = Chapter)))]
async fn contents(shell: Shell) -> Result<Page<Chapter>, Problem> {
    embedded(shell, "huong-dan/README.md")
}

/// A chapter of the manual.
#[utoipa::path(get, path = "/huong-dan/{chapter}", tag = "manual", responses((status = 200, body = Chapter)))]
async fn chapter(shell: Shell, Path(chapter): Path<String>) -> Result<Page<Chapter>, Problem> {
    embedded(shell, &format!("huong-dan/{chapter}.md"))
}

/// The catalogue of codes.
#[utoipa::path(get, path = "/huong-dan/ma", tag = "manual", responses((status = 200, body = Chapter)))]
async fn catalogue(shell: Shell) -> Result<Page<Chapter>, Problem> {
    embedded(shell, "rules.md")
}

/// The page of a code: KH012, BC021, TK050.
#[utoipa::path(get, path = "/huong-dan/ma/{code}", tag = "manual", responses((status = 200, body = Chapter)))]
async fn code(shell: Shell, Path(code): Path<String>) -> Result<Page<Chapter>, Problem> {
    let page = crate::explain::page(&code).ok_or(Code::NotFound)?;
    Ok(Page(drawn(shell, page)))
}

fn embedded(shell: Shell, file: &str) -> Result<Page<Chapter>, Problem> {
    let found = Book::get(file).ok_or(Code::NotFound)?;
    let text = String::from_utf8_lossy(&found.data);
    Ok(Page(drawn(shell, &text)))
}

/// Markdown as a page: links between files become links between pages; what is wider than a phone can
/// be moved by hand and by keyboard.
fn drawn(shell: Shell, text: &str) -> Chapter {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_ext(text, options).map(|event| match event {
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: CowStr::from(address(&dest_url)),
            title,
            id,
        }),
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        event => event,
    });
    let mut drawn = String::with_capacity(text.len() * 2);
    html::push_html(&mut drawn, events);
    let drawn = drawn
        .replace("<table>", "<div class=\"scroll\" tabindex=\"0\"><table>")
        .replace("</table>", "</table></div>")
        .replace("<pre>", "<pre class=\"scroll\" tabindex=\"0\">");
    let title = text.lines().find_map(|line| line.strip_prefix("# "));
    Chapter {
        shell,
        title: title.unwrap_or_default().to_owned(),
        html: drawn,
    }
}

/// Where a link of the book leads in the program.
fn address(link: &str) -> String {
    let (file, fragment) = match link.split_once('#') {
        Some((file, fragment)) => (file, format!("#{fragment}")),
        None => (link, String::new()),
    };
    let Some(stem) = file.strip_suffix(".md") else {
        return link.to_owned();
    };
    let name = stem.rsplit('/').next().unwrap_or(stem);
    match name {
        "README" => format!("/huong-dan{fragment}"),
        "rules" => format!("/huong-dan/ma{fragment}"),
        chapter => format!("/huong-dan/{chapter}{fragment}"),
    }
}
