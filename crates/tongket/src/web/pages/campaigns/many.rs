//! One act done to many reports: accept, send back with one reason, give a new day.
//!
//! First the officer sees, report by report, what the act would come to and
//! which ones it cannot be done to, and why. Then each is done as an act of
//! its own, so that one that is refused holds up none of the others, and a
//! second click finds everything done.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tongket_core::refusal::{Refusal, Said};
use tongket_reader::calendar::Calendar;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Head;
use super::amendments::{self, Extension, Ground};
use super::board::Watch;
use crate::web::board::Post;
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::markup::unmarked;
use crate::web::page::{Page, views};
use crate::web::pages::across::{Counted, counted};
use crate::web::pages::submissions::{Choice, Verdict, answer, reasons, would};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// Reports that one act is done to.
const MOST: usize = 500;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(preview))
        .routes(routes!(carry_out))
}

/// What is to be done, and to which reports.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
struct Many {
    /// "accept", "return" or "extend".
    #[serde(default)]
    act: String,
    /// Ids of versions, to accept or to send back.
    #[serde(default)]
    versions: Vec<String>,
    /// Ids of duties, to give a new day.
    #[serde(default)]
    duties: Vec<String>,
    /// Ids of reasons for sending back.
    #[serde(default)]
    reasons: Vec<String>,
    /// What is said besides; why a new day is given.
    #[serde(default)]
    text: String,
    /// A new day: 2026-05-02.
    #[serde(default)]
    due: String,
}

/// What an act on many reports comes to, or came to.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/many.html")]
struct ManyView {
    #[serde(skip)]
    shell: Shell,
    #[serde(skip)]
    head: Head,
    #[serde(skip)]
    many: Many,
    /// "accept", "return" or "extend".
    act: String,
    /// Whether it was done.
    done: bool,
    /// How many it can be done to, or was.
    able: usize,
    /// The key of why it is not known what the checks would have looked at; empty where it is.
    unknown: &'static str,
    /// Each report.
    lines: Vec<Line>,
}
views!(ManyView);

impl ManyView {
    /// The key of what is done.
    fn title(&self) -> String {
        format!("many-{}", self.act)
    }

    /// The key of what the button does.
    fn go(&self) -> String {
        format!("many-go-{}", self.act)
    }

    /// The new day, and that nobody works on it where that is so.
    fn new_day(&self) -> String {
        let Ok(due) = self.many.due.parse::<Date>() else {
            return self.many.due.clone();
        };
        let day = self.shell.day(&due);
        match Calendar::bundled().day_off(due) {
            Some(_) => self.shell.t1("many-day-off", day),
            None => day,
        }
    }

    /// The reasons to choose from, where they are to go back and none was chosen.
    fn open_reasons(&self) -> Vec<Choice> {
        match self.act == "return" && self.many.reasons.is_empty() && !self.done {
            true => reasons(&self.shell),
            false => Vec::new(),
        }
    }

    /// Why they go back, in words.
    fn whys(&self) -> String {
        let chosen = reasons(&self.shell).into_iter();
        let chosen = chosen.filter(|why| self.many.reasons.contains(&why.value));
        chosen.map(|why| why.text).collect::<Vec<_>>().join("; ")
    }

    /// The key of what it would come to.
    fn will(&self) -> String {
        format!("many-will-{}", self.act)
    }
}

/// One report among many.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Line {
    /// Id of the version or of the duty.
    id: String,
    /// Name of the unit.
    unit: String,
    /// Whether it can be done, or was.
    able: bool,
    /// Why it cannot; empty where it can.
    why: String,
    /// Code of the refusal; empty where there is none.
    code: String,
    /// How many things the checks would have looked at, where it is to be accepted.
    noted: usize,
    /// The day by which it was due, where it gets a new one.
    due: String,
}

/// What an act on many reports would come to; nothing is changed.
#[utoipa::path(post, path = "/campaigns/{id}/today/preview", tag = "board", params(("id" = String, Path)),
    request_body = Many, responses((status = 200, body = ManyView)))]
async fn preview(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(many): Input<Many>,
) -> Result<Page<ManyView>, Problem> {
    let sheet = Sheet::of(&house, &visitor, &id, many).await?;
    let (mut lines, mut unknown) = (Vec::new(), "");
    match &sheet.deed {
        Deed::Answer(verdict) => {
            let counts = match verdict {
                Verdict::Accept(_) => counted(&house, &sheet.watch.desk.campaign).await?,
                Verdict::Return(_) => Counted::Found(HashMap::new()),
            };
            let counts = match counts {
                Counted::Found(counts) => counts,
                Counted::Comparing => {
                    unknown = "many-comparing";
                    HashMap::new()
                }
                Counted::TooMany => {
                    unknown = "across-too-many";
                    HashMap::new()
                }
            };
            for row in &sheet.rows {
                let outcome = would(&house, &visitor, &row.id, verdict).await;
                lines.push(Line {
                    noted: counts.get(&row.duty).copied().unwrap_or_default(),
                    ..row.line(&shell, outcome)
                });
            }
        }
        Deed::Extend(extension) => {
            let ground = Ground::of(&house, &visitor, &id).await;
            lines.extend(sheet.rows.iter().map(|row| {
                let one = extension.only(&row.task, [row.id.clone()]);
                let outcome = match &ground {
                    Ok(ground) => ground.would(&one),
                    Err(problem) => Err(problem.clone()),
                };
                Line {
                    due: row.due.map(|due| shell.day(&due)).unwrap_or_default(),
                    ..row.line(&shell, outcome)
                }
            }));
        }
    }
    Ok(Page(ManyView {
        unknown,
        ..sheet.view(shell, &visitor, lines, false)
    }))
}

/// Does one act to many reports, each by itself.
#[utoipa::path(post, path = "/campaigns/{id}/today/acts", tag = "board", params(("id" = String, Path)),
    request_body = Many, responses((status = 200, body = ManyView)))]
async fn carry_out(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(many): Input<Many>,
) -> Result<Page<ManyView>, Problem> {
    let sheet = Sheet::of(&house, &visitor, &id, many).await?;
    let lines = match &sheet.deed {
        Deed::Answer(verdict) => {
            let mut lines = Vec::new();
            for row in &sheet.rows {
                let outcome = answer(&house, visitor.clone(), &row.id, verdict.clone()).await;
                lines.push(row.line(&shell, outcome));
            }
            lines
        }
        Deed::Extend(extension) => sheet.extend(&house, &shell, &visitor, extension).await,
    };
    Ok(Page(sheet.view(shell, &visitor, lines, true)))
}

/// What is done to each.
enum Deed {
    Answer(Verdict),
    Extend(Extension),
}

/// A report that was chosen.
struct Row {
    id: String,
    duty: String,
    unit: String,
    task: String,
    due: Option<Date>,
}

impl Row {
    fn line(&self, shell: &Shell, outcome: Result<(), Problem>) -> Line {
        let (why, code) = match &outcome {
            Ok(()) => (String::new(), String::new()),
            Err(problem) => {
                let refusal = problem.refusal();
                let why = shell.say(refusal.sentence()).to_owned();
                (why, refusal.code().name().to_owned())
            }
        };
        Line {
            id: self.id.clone(),
            unit: shell.whose(&self.unit),
            able: outcome.is_ok(),
            why,
            code,
            noted: 0,
            due: String::new(),
        }
    }
}

/// An act on many reports of one campaign.
struct Sheet {
    watch: Watch,
    many: Many,
    deed: Deed,
    rows: Vec<Row>,
}

impl Sheet {
    async fn of(house: &House, visitor: &Visitor, id: &str, many: Many) -> Result<Sheet, Problem> {
        unmarked(&many.text)?;
        let watch = Watch::of(house, visitor, id).await?;
        let deed = many.deed()?;
        let row = |id: &str, post: &Post| Row {
            id: id.to_owned(),
            duty: post.owed.duty.clone(),
            unit: post.who.name.clone(),
            task: post.asked.task.clone(),
            due: post.owed.progress(watch.now).due,
        };
        let rows = watch.posts().filter_map(|post| match &deed {
            Deed::Answer(_) => {
                let version = post.submission.as_ref()?;
                many.versions.contains(version).then(|| row(version, post))
            }
            Deed::Extend(_) => {
                let duty = &post.owed.duty;
                many.duties.contains(duty).then(|| row(duty, post))
            }
        });
        let rows: Vec<Row> = rows.take(MOST).collect();
        if rows.is_empty() {
            let what = Said::new("báo cáo", "reports");
            let why = Said::new(
                "chưa chọn báo cáo nào; đánh dấu ở đầu dòng rồi làm lại",
                "none is chosen; tick rows and try again",
            );
            return Err(Refusal::field_invalid(what, why).into());
        }
        Ok(Sheet {
            watch,
            many,
            deed,
            rows,
        })
    }

    /// Gives a new day, one amendment a task, so that each unit is told once.
    async fn extend(
        &self,
        house: &House,
        shell: &Shell,
        visitor: &Visitor,
        extension: &Extension,
    ) -> Vec<Line> {
        let campaign = &self.watch.desk.campaign.id;
        let mut tasks: Vec<&str> = self.rows.iter().map(|row| row.task.as_str()).collect();
        tasks.sort_unstable();
        tasks.dedup();
        let mut lines = Vec::new();
        for task in tasks {
            let of_task = || self.rows.iter().filter(|row| row.task == task);
            let one = extension.only(task, of_task().map(|row| row.id.clone()));
            let outcome = amendments::extend(house, visitor, campaign, &one).await;
            lines.extend(of_task().map(|row| row.line(shell, outcome.clone())));
        }
        lines
    }

    fn view(self, shell: Shell, visitor: &Visitor, lines: Vec<Line>, done: bool) -> ManyView {
        ManyView {
            head: self.watch.head(visitor, "today"),
            act: self.many.act.clone(),
            many: self.many,
            unknown: "",
            done,
            able: lines.iter().filter(|line| line.able).count(),
            lines,
            shell,
        }
    }
}

impl Many {
    fn deed(&self) -> Result<Deed, Problem> {
        Ok(match self.act.as_str() {
            "accept" => Deed::Answer(Verdict::Accept(self.text.clone())),
            "return" => Deed::Answer(Verdict::send_back(&self.reasons, &self.text, &self.due)),
            "extend" => Deed::Extend(Extension::new(&self.due, &self.text)),
            other => {
                let why = Said::new(
                    format!("không rõ “{other}”"),
                    format!("“{other}” is not known"),
                );
                return Err(Refusal::field_invalid("act".into(), why).into());
            }
        })
    }
}
