//! What a campaign asks of every report: its sections, its tables, what must hold in them.
//!
//! It is read once a campaign and again after an amendment: five hundred units
//! that send at the same time are measured by the same question.

use std::collections::HashMap;
use std::sync::Arc;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rust_decimal::Decimal;
use tokio::sync::Mutex;
use tongket_core::exchange::{Asked, Content, Evidence, Figure, Section, SectionState};
use tongket_core::refusal::Said;
use tongket_core::report::asks;
use tongket_core::report::form::{Figures, Form};
use tongket_core::report::rule::PreparedForm;
use tongket_store::dossier::Dossier;
use tongket_store::section::{Origin, State};
use tongket_store::{Conn, StoreError, amendment, campaign, evidence, figure, section};

use super::house::House;
use super::markup::marked;
use super::outline;

/// A section that may be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    /// Id of the outline item.
    pub(super) item: String,
    /// Its label and title: "II.1. Công tác tuyên truyền".
    pub(super) title: String,
    /// Depth, from 1.
    pub(super) level: u8,
    /// Whether something must be said.
    pub(super) required: bool,
    /// Id of the amendment that put it into the outline; nothing where the campaign began with it.
    added: Option<String>,
}

impl Heading {
    /// Whether it was put into the outline after a version was sent.
    pub(super) fn came_after(&self, version: Option<&String>) -> bool {
        let added = self.added.as_ref().zip(version);
        added.is_some_and(|(added, version)| version < added)
    }
}

/// A table that is to be filled in.
#[derive(Debug)]
pub(super) struct Table {
    /// Id of the form.
    pub(super) id: String,
    /// The outline item it belongs to.
    pub(super) item: String,
    /// Its rows and columns.
    pub(super) form: Form,
    ready: Option<PreparedForm>,
    /// The place of each row, by its code.
    rows: HashMap<String, usize>,
}

impl Table {
    fn of(kept: campaign::Form) -> Result<Table, StoreError> {
        let form: Form = serde_json::from_str(&kept.definition)
            .map_err(|error| StoreError::Damaged(error.to_string()))?;
        let codes = form.indicators.iter().map(|row| row.code.clone());
        Ok(Table {
            id: kept.id,
            item: kept.item,
            rows: codes.zip(0..).collect(),
            ready: PreparedForm::new(form.clone()).ok(),
            form,
        })
    }

    /// The code that a key names, where it is one of this table.
    fn code<'k>(&self, key: &'k str) -> Option<&'k str> {
        let code = key.strip_prefix(self.id.as_str())?.strip_prefix('/')?;
        self.rows.contains_key(code).then_some(code)
    }
}

/// What a campaign asks.
#[derive(Debug, Default)]
pub(super) struct Question {
    /// Sections in the order of the outline.
    pub(super) headings: Vec<Heading>,
    /// Those that must be answered.
    pub(super) asked: Vec<Asked>,
    /// Tables in their order.
    pub(super) tables: Vec<Table>,
    /// The place of each heading, by its item.
    places: HashMap<String, usize>,
}

/// The questions that were read, by campaign, each as of so many amendments.
pub(super) type Questions = Mutex<HashMap<String, (i64, Arc<Question>)>>;

impl House {
    /// What the campaign of a report asks.
    ///
    /// # Errors
    /// Where it must be read and the database cannot.
    pub(super) async fn question(
        &self,
        conn: &mut Conn,
        dossier: &Dossier,
    ) -> Result<Arc<Question>, StoreError> {
        self.question_of(conn, &dossier.campaign, dossier.amendments)
            .await
    }

    /// What a campaign asks, as of so many amendments.
    ///
    /// # Errors
    /// Where it must be read and the database cannot.
    pub(super) async fn question_of(
        &self,
        conn: &mut Conn,
        campaign: &str,
        amendments: i64,
    ) -> Result<Arc<Question>, StoreError> {
        let mut held = self.questions.lock().await;
        if let Some((at, question)) = held.get(campaign)
            && *at == amendments
        {
            return Ok(Arc::clone(question));
        }
        let question = Arc::new(Question::read(conn, campaign).await?);
        held.insert(campaign.to_owned(), (amendments, Arc::clone(&question)));
        Ok(question)
    }
}

impl Question {
    async fn read(conn: &mut Conn, campaign: &str) -> Result<Question, StoreError> {
        let outline = outline::tree(campaign::outline(conn, campaign).await?);
        let added = amendment::items_added(conn, campaign).await?;
        let headings = asks(&outline).into_iter().map(|ask| Heading {
            added: added.get(&ask.item.id).cloned(),
            item: ask.item.id.clone(),
            title: outline::named(ask.item),
            level: ask.item.level,
            required: ask.required,
        });
        let headings: Vec<Heading> = headings.collect();
        let items = headings.iter().map(|heading| heading.item.clone());
        let forms = campaign::forms(conn, campaign).await?;
        Ok(Question {
            places: items.zip(0..).collect(),
            headings,
            asked: outline::asked(&outline),
            tables: forms.into_iter().map(Table::of).collect::<Result<_, _>>()?,
        })
    }

    /// The place of a section in the outline.
    pub(super) fn place(&self, item: &str) -> Option<usize> {
        self.places.get(item).copied()
    }

    /// The tables that stand in one of these sections; those of none of them stand in the last.
    pub(super) fn tables_at<'q>(
        &'q self,
        item: &'q str,
        sections: &'q [String],
    ) -> impl Iterator<Item = &'q Table> {
        let is_last = sections.last().is_some_and(|last| last == item);
        let is_its =
            move |table: &&Table| table.item == item || is_last && !sections.contains(&table.item);
        self.tables.iter().filter(is_its)
    }

    /// By what the content names an indicator of a table: the table's id and its code.
    pub(super) fn key(table: &Table, code: &str) -> String {
        format!("{}/{code}", table.id)
    }

    /// The table and the row that a key names. A code alone is enough where one
    /// table has it.
    pub(super) fn row(&self, key: &str) -> Option<(&Table, usize)> {
        let (id, code) = key.split_once('/').unwrap_or(("", key));
        let of_that = |table: &&Table| id.is_empty() || table.id == id;
        let tables = self.tables.iter().filter(of_that);
        let mut found = tables.filter_map(|table| Some((table, *table.rows.get(code)?)));
        found.next().filter(|_| found.next().is_none())
    }

    /// Where a cell is read in a version that was sent; a table of no section stands at the end.
    pub(super) fn cell_address(
        &self,
        item: &str,
        submission: &str,
        (indicator, column): (&str, &str),
    ) -> String {
        let known = self.headings.iter().any(|heading| heading.item == item);
        let item = match (known, self.headings.last()) {
            (false, Some(last)) => &last.item,
            _ => item,
        };
        let cell = format!("cell-{indicator}|{column}");
        let [item, cell] = [item, &cell].map(|it| utf8_percent_encode(it, NON_ALPHANUMERIC));
        format!("/submissions/{submission}/sections/{item}#{cell}")
    }

    /// The title of a section; its id where the outline no longer has it.
    pub(super) fn title<'q>(&'q self, item: &'q str) -> &'q str {
        let found = self.headings.iter().find(|heading| heading.item == item);
        found.map_or(item, |heading| &heading.title)
    }

    /// The figures of a table, with what is computed from them.
    pub(super) fn filled(&self, table: &Table, content: &Content) -> Figures {
        let mut figures = self.figures(table, content);
        if let Some(ready) = &table.ready {
            ready.fill(&mut figures);
        }
        figures
    }

    fn figures(&self, table: &Table, content: &Content) -> Figures {
        let mut figures = Figures::default();
        for figure in &content.figures {
            if let Some(code) = table.code(&figure.indicator) {
                figures.set(code, &figure.period, Some(figure.value));
            }
        }
        figures
    }

    /// The titles of its tables for which no figure stands in a report.
    pub(super) fn blank_tables(&self, content: &Content) -> Vec<String> {
        let blank = |table: &&Table| {
            let mut figures = content.figures.iter();
            !figures.any(|figure| table.code(&figure.indicator).is_some())
        };
        let tables = self.tables.iter().filter(blank);
        tables.map(|table| table.form.title.clone()).collect()
    }

    /// The rules of its tables that figures break, as the tables word them.
    pub(super) fn broken(&self, content: &Content) -> Vec<Said> {
        let mut broken = Vec::new();
        for table in &self.tables {
            let Some(ready) = &table.ready else { continue };
            let mut figures = self.figures(table, content);
            let mut found = ready.fill(&mut figures);
            found.extend(ready.check(&figures));
            let said = found
                .into_iter()
                .map(|wrong| Said::new(wrong.message, wrong.message_en));
            broken.extend(said);
        }
        broken
    }

    /// A report as it lies on the desk: what it says now, to the last letter.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub(super) async fn draft(&self, conn: &mut Conn, report: &str) -> Result<Content, StoreError> {
        let versions = section::all_current(conn, report).await?;
        let section = |heading: &Heading| {
            let version = versions.iter().find(|kept| kept.item == heading.item)?;
            let said = marked(version.html.as_str());
            let state = match version.state {
                State::Nil => SectionState::Nil,
                State::Written if said.text.is_empty() => return None,
                State::Written => SectionState::Written,
            };
            let (html, text) = match state {
                SectionState::Nil => Default::default(),
                _ => (said.html, said.text),
            };
            Some(Section {
                item: heading.item.clone(),
                state,
                html,
                text,
            })
        };
        let sections = self.headings.iter().filter_map(section).collect();
        let figures = figure::of_report(conn, report).await?;
        let figures = figures.iter().filter_map(|cell| self.figure(cell));
        let mut content = Content {
            sections,
            figures: figures.collect(),
            evidence: attached(conn, report).await?,
        };
        self.add_up(&mut content);
        Ok(content)
    }

    /// What of a report was taken over from an earlier campaign and has not been read since.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub(super) async fn unread(
        &self,
        conn: &mut Conn,
        report: &str,
    ) -> Result<Vec<Said>, StoreError> {
        let versions = section::all_current(conn, report).await?;
        let cells = figure::unread(conn, report).await?;
        let texts = self.headings.iter().filter(|heading| {
            let own = |kept: &&section::Version| kept.item == heading.item;
            let kept = versions.iter().find(own);
            kept.is_some_and(|kept| kept.origin == Origin::Suggested)
        });
        let texts = texts.map(|heading| Said::from(heading.title.as_str()));
        let tables = self.tables.iter();
        let tables = tables.filter(|table| cells.iter().any(|(form, ..)| *form == table.id));
        let tables = tables.map(|table| Said::from(table.form.title.as_str()));
        Ok(texts.chain(tables).collect())
    }

    /// Puts what is computed beside what was filled in: sums are what the receiver reads.
    pub(super) fn add_up(&self, content: &mut Content) {
        let computed = self.tables.iter().flat_map(|table| {
            let filled = self.filled(table, content);
            let figures = filled.all().map(|(code, column, value)| {
                let row = table.rows.get(code).map(|at| &table.form.indicators[*at]);
                Figure {
                    indicator: Question::key(table, code),
                    period: column.to_owned(),
                    value,
                    unit: row
                        .map(|row| row.unit_of_measure.clone())
                        .unwrap_or_default(),
                }
            });
            figures.collect::<Vec<_>>()
        });
        content.figures = computed.collect();
    }

    /// A cell of the draft; nothing where its table or its row is no longer asked for.
    fn figure(&self, cell: &figure::Figure) -> Option<Figure> {
        let table = self.tables.iter().find(|table| table.id == cell.form)?;
        let row = &table.form.indicators[*table.rows.get(&cell.indicator)?];
        Some(Figure {
            indicator: Question::key(table, &row.code),
            period: cell.period.clone(),
            value: cell.value.parse::<Decimal>().ok()?,
            unit: row.unit_of_measure.clone(),
        })
    }
}

/// The files that are attached to a report.
///
/// # Errors
/// Where the database cannot be read.
pub(super) async fn attached(conn: &mut Conn, report: &str) -> Result<Vec<Evidence>, StoreError> {
    let files = evidence::of_report(conn, report).await?;
    let file = |file: evidence::Evidence| {
        let sha256 = file
            .sha256
            .parse()
            .map_err(|_| StoreError::Damaged(file.sha256))?;
        Ok(Evidence {
            name: file.name,
            sha256,
        })
    };
    files.into_iter().map(file).collect()
}

impl Question {
    /// A cell by the names of its row and its column: "Tổ tự quản, Năm 2025".
    pub(super) fn cell_name(&self, key: &str, period: &str) -> String {
        let Some((table, at)) = self.row(key) else {
            return format!("{key}, {period}");
        };
        let columns = &table.form.columns;
        let column = columns.iter().find(|column| column.key == period);
        let column = column.map_or(period, |column| &column.title);
        format!("{}, {column}", table.form.indicators[at].name)
    }
}
