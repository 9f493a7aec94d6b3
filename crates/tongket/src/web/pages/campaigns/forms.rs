//! Tables of figures that units will fill in: proposed from the plan, changed or dropped by people.
//!
//! A form is edited as text, a row a line, so that a list can be pasted from a
//! document. Codes that were given before stay with their indicators.

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::permit::Act;
use tongket_core::refusal::{Refusal, Said};
use tongket_core::report::form::{Column, ColumnKind, Form, Indicator, Rule, is_ratio};
use tongket_core::report::rule::PreparedForm;
use tongket_reader::words::fold;
use tongket_store::campaign::{self, State as Phase};
use tongket_store::{Done, new_id};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::draft::Draft;
use super::{Desk, Head, refuse_secret};
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::{Next, Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(write))
        .routes(routes!(withdraw))
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/forms.html")]
struct FormsView {
    #[serde(skip)]
    shell: Shell,
    /// The campaign.
    head: Head,
    /// Its forms.
    forms: Vec<FormRow>,
    /// Items that a form may belong to.
    items: Vec<ItemChoice>,
    /// Whether a new form is being made.
    #[serde(skip)]
    new: bool,
}
views!(FormsView);

/// A form.
#[derive(Serialize, ToSchema)]
struct FormRow {
    /// Id.
    id: String,
    /// Title.
    title: String,
    /// The outline item it belongs to; empty for the end of the report.
    item: String,
    /// The item's words.
    item_title: String,
    /// Headings of its columns.
    columns: Vec<String>,
    /// Its rows: name and unit of measure.
    indicators: Vec<IndicatorRow>,
    /// What must hold, as the writer is told.
    rules: Vec<String>,
    /// Its parts as text, for editing.
    #[serde(skip)]
    text: FormText,
    #[serde(skip)]
    editing: bool,
}

/// A row of a form.
#[derive(Serialize, ToSchema)]
struct IndicatorRow {
    /// By what formulas name it.
    code: String,
    /// What is counted.
    name: String,
    /// In what.
    unit_of_measure: String,
    /// How it is computed; empty where units fill it in.
    formula: String,
}

/// An item that a form may belong to.
#[derive(Serialize, ToSchema)]
struct ItemChoice {
    /// Id.
    id: String,
    /// Label and words.
    title: String,
}

/// A form as text: a column, a row, a rule a line.
#[derive(Debug, Default)]
struct FormText {
    columns: String,
    indicators: String,
    rules: String,
}

impl FormText {
    fn of(form: &Form) -> FormText {
        let columns = form.columns.iter().map(|column| column.title.clone());
        let indicators = form.indicators.iter().map(|row| {
            let formula = row.formula.as_deref().unwrap_or_default();
            let line = [row.name.as_str(), &row.unit_of_measure, &row.code, formula].join(" | ");
            line.trim_end_matches([' ', '|']).to_owned()
        });
        let rules = form
            .rules
            .iter()
            .map(|rule| format!("{} | {}", rule.expression, rule.message));
        let lines = |lines: Vec<String>| lines.join("\n");
        FormText {
            columns: lines(columns.collect()),
            indicators: lines(indicators.collect()),
            rules: lines(rules.collect()),
        }
    }
}

#[derive(Deserialize, Default)]
struct Editing {
    #[serde(default)]
    edit: String,
}

/// The forms of a campaign.
#[utoipa::path(get, path = "/campaigns/{id}/forms", tag = "campaigns", params(("id" = String, Path)),
    responses((status = 200, body = FormsView)))]
async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(editing): Query<Editing>,
) -> Result<Page<FormsView>, Problem> {
    let desk = Desk::readable(&house, &visitor, &id).await?;
    let head = desk.head(&visitor, "forms");
    let items = items(&house, &desk).await?;
    let mut conn = house.store.read().await?;
    let kept = campaign::forms(&mut conn, &id).await?;
    let row = |kept: campaign::Form| {
        let form: Form = serde_json::from_str(&kept.definition).unwrap_or_default();
        let item_title = items.iter().find(|item| item.id == kept.item);
        FormRow {
            editing: head.may_prepare && editing.edit == kept.id,
            text: FormText::of(&form),
            title: kept.title,
            item_title: item_title
                .map(|item| item.title.clone())
                .unwrap_or_default(),
            item: kept.item,
            columns: form
                .columns
                .iter()
                .map(|column| column.title.clone())
                .collect(),
            indicators: form.indicators.iter().map(indicator_row).collect(),
            rules: form.rules.iter().map(rule_row).collect(),
            id: kept.id,
        }
    };
    let forms = kept.into_iter().map(row).collect();
    Ok(Page(FormsView {
        new: head.may_prepare && editing.edit == "new",
        shell,
        head,
        forms,
        items,
    }))
}

fn indicator_row(indicator: &Indicator) -> IndicatorRow {
    IndicatorRow {
        code: indicator.code.clone(),
        name: indicator.name.clone(),
        unit_of_measure: indicator.unit_of_measure.clone(),
        formula: indicator.formula.clone().unwrap_or_default(),
    }
}

fn rule_row(rule: &Rule) -> String {
    match rule.message.is_empty() {
        true => rule.expression.clone(),
        false => rule.message.clone(),
    }
}

/// The outline as it stands: of the draft while there is one, afterwards as it was opened.
async fn items(house: &House, desk: &Desk) -> Result<Vec<ItemChoice>, Problem> {
    if desk.campaign.state == Phase::Draft {
        let draft = Draft::of(house, desk).await?;
        let items = draft.proposal().outline.walk();
        let choice = |item: &tongket_reader::plan::OutlineItem| ItemChoice {
            id: item.id.clone(),
            title: format!("{} {}", item.label, item.title),
        };
        return Ok(items.into_iter().map(choice).collect());
    }
    let mut conn = house.store.read().await?;
    let items = campaign::outline(&mut conn, &desk.campaign.id).await?;
    let choice = |item: campaign::Item| ItemChoice {
        title: format!("{} {}", item.label, item.title),
        id: item.id,
    };
    Ok(items.into_iter().map(choice).collect())
}

/// A form as it is written down.
#[derive(Deserialize, ToSchema)]
struct FormWish {
    /// Id of the form that is changed; empty for a new one.
    #[serde(default)]
    form: String,
    /// Title.
    #[serde(default)]
    title: String,
    /// The outline item it belongs to; empty for the end of the report.
    #[serde(default)]
    item: String,
    /// Headings of columns, one a line: "Năm 2016", "Nam", "Tổng cộng".
    #[serde(default)]
    columns: String,
    /// Rows, one a line: "name | unit of measure | code | formula"; code and formula may be left out.
    #[serde(default)]
    indicators: String,
    /// Rules, one a line: "expression | what the writer is told".
    #[serde(default)]
    rules: String,
}

/// Makes a form or changes it.
#[utoipa::path(post, path = "/campaigns/{id}/forms", tag = "campaigns", params(("id" = String, Path)),
    request_body = FormWish, responses((status = 200, body = String)))]
async fn write(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(wish): Input<FormWish>,
) -> Result<Next<String>, Problem> {
    let (desk, permit) = Desk::draft(&house, &visitor, &id, Act::PlanCorrect).await?;
    refuse_secret([
        wish.title.as_str(),
        &wish.columns,
        &wish.indicators,
        &wish.rules,
    ])?;
    let form = wish.form()?;
    let prepared = PreparedForm::new(form).map_err(|problems| {
        let said = problems
            .into_iter()
            .map(|problem| Said::new(problem.message, problem.message_en));
        Refusal::field_invalid(
            Said::new("Biểu số liệu", "Form"),
            Said::new("còn chỗ chưa đúng", "parts of it are not right"),
        )
        .with_details(said)
    })?;
    let form = prepared.form();
    let kept = campaign::Form {
        id: match wish.form.as_str() {
            "" => new_id(),
            id => id.to_owned(),
        },
        item: form.item.clone().unwrap_or_default(),
        title: form.title.clone(),
        definition: serde_json::to_string(form).unwrap_or_default(),
    };
    let form_id = kept.id.clone();
    let told = desk.told(&house, &visitor, &permit, json!({ "form": form_id }));
    let (campaign, new) = (id.clone(), wish.form.is_empty());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                if new {
                    let known = campaign::forms(tx, &campaign).await?;
                    let position = i64::try_from(known.len()).unwrap_or_default() + 1;
                    campaign::add_form(tx, &campaign, position, &kept).await?;
                } else if !campaign::change_form(tx, &campaign, &kept).await? {
                    let what = Said::new("biểu số liệu này", "this form");
                    return Err(Refusal::not_found(what).into());
                }
                Ok(Done::new((), told))
            })
        })
        .await?;
    let to = format!("/campaigns/{id}/forms#{form_id}");
    Ok(Next::new(&shell, to, form_id).saying("campaign-form-kept"))
}

/// Drops a form.
#[utoipa::path(post, path = "/campaigns/{id}/forms/{form}/withdrawal", tag = "campaigns",
    params(("id" = String, Path), ("form" = String, Path)), responses((status = 200)))]
async fn withdraw(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, form)): Path<(String, String)>,
) -> Result<Next<()>, Problem> {
    let (desk, permit) = Desk::draft(&house, &visitor, &id, Act::PlanCorrect).await?;
    let told = desk.told(&house, &visitor, &permit, json!({ "form_withdrawn": form }));
    let (campaign, now) = (id.clone(), house.now());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                match campaign::withdraw_form(tx, &campaign, &form, now).await? {
                    true => Ok(Done::new((), told)),
                    false => Ok(Done::already(())),
                }
            })
        })
        .await?;
    Ok(Next::new(&shell, format!("/campaigns/{id}/forms"), ()).saying("campaign-form-withdrawn"))
}

impl FormWish {
    fn form(&self) -> Result<Form, Problem> {
        let lines = |text: &str| -> Vec<Vec<String>> {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect();
            lines.map(cells).collect()
        };
        let cell = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
        let mut form = Form {
            title: self.title.trim().to_owned(),
            item: Some(self.item.trim().to_owned()).filter(|item| !item.is_empty()),
            ..Form::default()
        };
        for row in lines(&self.columns) {
            let column = column_of(&cell(&row, 0), &form);
            form.columns.push(column);
        }
        for row in lines(&self.indicators) {
            let (name, unit_of_measure) = (cell(&row, 0), cell(&row, 1));
            let code = match cell(&row, 2) {
                code if code.is_empty() => free(&code_of(&name), |code| {
                    form.indicators.iter().any(|row| row.code == code)
                }),
                code => code,
            };
            let formula = Some(cell(&row, 3)).filter(|formula| !formula.is_empty());
            let ratio = is_ratio(&name, &unit_of_measure);
            form.indicators.push(Indicator {
                code,
                name,
                unit_of_measure,
                formula,
                additive: !ratio,
            });
        }
        for row in lines(&self.rules) {
            let (expression, message) = (cell(&row, 0), cell(&row, 1));
            form.rules.push(Rule {
                expression,
                message,
            });
        }
        let missing = match () {
            () if form.title.is_empty() => Some(Said::new("chưa có tên biểu", "it has no title")),
            () if form.columns.is_empty() => Some(Said::new("chưa có cột nào", "it has no column")),
            () if form.indicators.is_empty() => {
                Some(Said::new("chưa có chỉ tiêu nào", "it has no row"))
            }
            () => None,
        };
        match missing {
            Some(why) => Err(Refusal::field_invalid(Said::new("Biểu số liệu", "Form"), why).into()),
            None => Ok(form),
        }
    }
}

/// "Năm 2016" is the year, "Tổng cộng" the total, anything else a category.
fn column_of(title: &str, form: &Form) -> Column {
    let folded = fold::key(title);
    let year = folded
        .split(|letter: char| !letter.is_ascii_digit())
        .filter_map(|word| word.parse::<i16>().ok())
        .find(|year| (1945..2200).contains(year));
    let total = ["tổng cộng", "tổng số", "cộng"].contains(&folded.as_str());
    let taken = |key: &str| form.columns.iter().any(|column| column.key == key);
    let (stem, kind) = match (year, total) {
        (Some(year), _) => (year.to_string(), ColumnKind::Year(year)),
        (None, true) => ("tong".to_owned(), ColumnKind::Total),
        (None, false) => (code_of(title), ColumnKind::Category),
    };
    Column {
        key: free(&stem, taken),
        title: title.to_owned(),
        kind,
    }
}

/// A code from the first words of a name: "Tổ tự quản" is `to_tu_quan`.
fn code_of(name: &str) -> String {
    let bare = fold::bare(name);
    let words = bare.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).take(5).collect();
    let code = words.join("_");
    match code.starts_with(|letter: char| letter.is_ascii_alphabetic()) && words.len() > 1 {
        true => code,
        false => format!("c_{code}"),
    }
}

/// The stem, or the stem with the first number that makes it free.
fn free(stem: &str, taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|number| format!("{stem}_{number}"));
    let mut codes = std::iter::once(stem.to_owned()).chain(numbered);
    codes.find(|code| !taken(code)).unwrap_or_default()
}
