//! What is computed in a form, and what must hold in it.
//!
//! Formulas and rules are written in CEL, a small standard language of
//! expressions, over exact decimals. They are made ready once a form: a formula
//! that names an indicator which is not there, or that needs itself, is refused
//! with its place before any unit sees the form. An empty cell is no zero: a
//! rule that meets one says nothing.

mod formula;
mod value;

use rust_decimal::Decimal;

use self::formula::{Failure, Fault, FaultKind, Formula, Outcome, YEARS};
use super::form::{Column, ColumnKind, Figures, Form, Indicator};
use crate::amount::number;

/// Something wrong with a form itself; for the one who makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormProblem {
    /// Where.
    pub place: FormPlace,
    /// What is wrong and what to do, in Vietnamese.
    pub message: String,
    /// The same in English.
    pub message_en: String,
}

/// A place in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormPlace {
    /// The indicator of that code.
    Indicator(String),
    /// The column of that key.
    Column(String),
    /// The rule, by its place in the form.
    Rule(usize),
    /// The form as a whole.
    Form,
}

/// Something wrong with figures; for the one who fills them in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The rule that does not hold, by its place in the form; `None` where a cell cannot be computed.
    pub rule: Option<usize>,
    /// The column, where it is one.
    pub column: Option<String>,
    /// The indicators it is about.
    pub codes: Vec<String>,
    /// What is wrong, with the place and the figures, in Vietnamese.
    pub message: String,
    /// The same in English.
    pub message_en: String,
}

/// A form made ready.
#[derive(Debug, Clone)]
pub struct PreparedForm {
    form: Form,
    /// Formulas with their indicators, each after those it needs.
    computed: Vec<(usize, Formula)>,
    rules: Vec<Formula>,
}

/// The most rows, columns and rules of a form.
const MOST: usize = 500;

/// Words that no code may be.
const RESERVED: &[&str] = &[
    "as",
    "break",
    "const",
    "continue",
    "else",
    "false",
    "for",
    "function",
    "if",
    "import",
    "in",
    "let",
    "loop",
    "namespace",
    "null",
    "package",
    "return",
    "true",
    "var",
    "void",
    "while",
    YEARS,
];

/// Whether a word of the language stands in the way of a code.
pub(super) fn is_reserved(code: &str) -> bool {
    RESERVED.contains(&code)
}

impl PreparedForm {
    /// Makes a form ready.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the form's order.
    pub fn new(form: Form) -> Result<PreparedForm, Vec<FormProblem>> {
        let mut problems = shape(&form);
        let known = |code: &str| {
            form.indicators
                .iter()
                .any(|indicator| indicator.code == code)
        };
        let mut formulas: Vec<(usize, Formula)> = Vec::new();
        for (at, indicator) in form.indicators.iter().enumerate() {
            let Some(expression) = &indicator.formula else {
                continue;
            };
            match ready(expression, &known, FaultKind::NotANumber) {
                Ok(formula) => formulas.push((at, formula)),
                Err(fault) => problems.push(of_indicator(indicator, &fault)),
            }
        }
        let mut rules = Vec::new();
        for (at, rule) in form.rules.iter().enumerate() {
            match ready(&rule.expression, &known, FaultKind::NotACondition) {
                Ok(formula) => rules.push(formula),
                Err(fault) => problems.push(of_rule(at, &rule.expression, &fault)),
            }
        }
        let computed = in_order(&form, formulas).unwrap_or_else(|circle| {
            problems.push(going_round(&form, &circle));
            Vec::new()
        });
        match problems.is_empty() {
            true => Ok(PreparedForm {
                form,
                computed,
                rules,
            }),
            false => Err(problems),
        }
    }

    /// The form itself.
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// Computes every cell that is computed, in place of what stood there.
    ///
    /// Gives the cells that cannot be computed; they are left empty.
    pub fn fill(&self, figures: &mut Figures) -> Vec<Violation> {
        let mut violations = Vec::new();
        let totals = self
            .form
            .columns
            .iter()
            .filter(|column| column.kind == ColumnKind::Total);
        for column in self.form.own_columns() {
            for (at, formula) in &self.computed {
                self.compute(*at, formula, column, figures, &mut violations);
            }
        }
        for column in totals {
            for indicator in &self.form.indicators {
                let sum = indicator
                    .additive
                    .then(|| self.over_columns(&indicator.code, figures));
                let sum = sum
                    .filter(|values| !values.is_empty())
                    .and_then(|values| added(&values));
                figures.set(&indicator.code, &column.key, sum);
            }
            let ratios = self
                .computed
                .iter()
                .filter(|(at, _)| !self.form.indicators[*at].additive);
            for (at, formula) in ratios {
                self.compute(*at, formula, column, figures, &mut violations);
            }
        }
        violations
    }

    /// The rules that do not hold; figures are computed first.
    pub fn check(&self, figures: &Figures) -> Vec<Violation> {
        let mut figures = figures.clone();
        let mut violations = self.fill(&mut figures);
        for (at, rule) in self.rules.iter().enumerate() {
            if rule.codes.is_empty() {
                violations.extend(self.hold(at, rule, None, &figures));
                continue;
            }
            for column in &self.form.columns {
                violations.extend(self.hold(at, rule, Some(column), &figures));
            }
        }
        violations
    }

    fn compute(
        &self,
        at: usize,
        formula: &Formula,
        column: &Column,
        figures: &mut Figures,
        violations: &mut Vec<Violation>,
    ) {
        let indicator = &self.form.indicators[at];
        let blank = formula
            .codes
            .iter()
            .all(|code| figures.get(code, &column.key).is_none())
            && formula
                .series
                .iter()
                .all(|code| self.over_columns(code, figures).is_empty());
        let lacks = formula
            .codes
            .iter()
            .any(|code| figures.get(code, &column.key).is_none());
        let needs_nothing = formula.codes.is_empty() && formula.series.is_empty();
        let value = match blank && !needs_nothing {
            true => Ok(None),
            false => self.evaluate(formula, Some(column), figures).map(Some),
        };
        let value = match value {
            Ok(Some(Outcome::Number(value))) => Some(value),
            Ok(_) => None,
            // What is divided by is not filled in yet.
            Err(Failure::DividesByZero) if lacks => None,
            Err(failure) => {
                violations.push(self.uncomputed(indicator, column, formula, failure));
                None
            }
        };
        figures.set(&indicator.code, &column.key, value);
    }

    /// What an expression comes to; an empty cell beside filled ones counts as nothing.
    fn evaluate(
        &self,
        formula: &Formula,
        column: Option<&Column>,
        figures: &Figures,
    ) -> Result<Outcome, Failure> {
        let figure = |code: &str| {
            let cell = column.and_then(|column| figures.get(code, &column.key));
            cell.unwrap_or_default()
        };
        formula.evaluate(&figure, &|code| self.over_columns(code, figures))
    }

    /// The figures of an indicator over the columns that stand for themselves.
    fn over_columns(&self, code: &str, figures: &Figures) -> Vec<Decimal> {
        let columns = self.form.own_columns();
        columns
            .filter_map(|column| figures.get(code, &column.key))
            .collect()
    }

    /// Whether a rule holds; one that meets an empty cell says nothing.
    fn hold(
        &self,
        at: usize,
        rule: &Formula,
        column: Option<&Column>,
        figures: &Figures,
    ) -> Option<Violation> {
        let empty =
            |code: &String| column.is_none_or(|column| figures.get(code, &column.key).is_none());
        let unsaid = |code: &String| self.over_columns(code, figures).is_empty();
        if rule.codes.iter().any(empty) || rule.series.iter().any(unsaid) {
            return None;
        }
        match self.evaluate(rule, column, figures) {
            Ok(Outcome::Holds(true)) => None,
            // What cannot be divided is no fault of the figures it is divided by.
            Err(Failure::DividesByZero) => None,
            _ => Some(self.broken(at, rule, column, figures)),
        }
    }

    fn broken(
        &self,
        at: usize,
        rule: &Formula,
        column: Option<&Column>,
        figures: &Figures,
    ) -> Violation {
        let written = &self.form.rules[at];
        let place = column.map_or(String::new(), |column| format!("{}: ", column.title));
        let values = self.values(rule, column, figures);
        let must = match written.message.trim() {
            "" => format!("phải thỏa điều kiện {}.", written.expression),
            message => message.to_owned(),
        };
        Violation {
            rule: Some(at),
            column: column.map(|column| column.key.clone()),
            codes: rule.codes.iter().chain(&rule.series).cloned().collect(),
            message: format!("{place}{must} Hiện có: {values}."),
            message_en: format!(
                "{place}{} does not hold. Now: {values}.",
                written.expression
            ),
        }
    }

    /// The figures that a rule looks at: "Tổ tự quản = 12; Thành viên = 90".
    fn values(&self, rule: &Formula, column: Option<&Column>, figures: &Figures) -> String {
        let cell = |code: &String| {
            let value = column.and_then(|column| figures.get(code, &column.key));
            format!(
                "{} = {}",
                self.form.name(code),
                value.map_or("trống".to_owned(), number)
            )
        };
        let series = |code: &String| {
            let values: Vec<String> = self
                .over_columns(code, figures)
                .into_iter()
                .map(number)
                .collect();
            format!("{} = {}", self.form.name(code), values.join(" → "))
        };
        let all: Vec<String> = rule
            .codes
            .iter()
            .map(cell)
            .chain(rule.series.iter().map(series))
            .collect();
        all.join("; ")
    }

    fn uncomputed(
        &self,
        indicator: &Indicator,
        column: &Column,
        formula: &Formula,
        failure: Failure,
    ) -> Violation {
        let (why, why_en) = match failure {
            Failure::DividesByZero => ("phải chia cho 0", "it divides by 0"),
            Failure::TooLarge => ("kết quả quá lớn", "the result is too large"),
            Failure::Mixed => (
                "công thức không cho ra một số",
                "the formula gives no number",
            ),
        };
        Violation {
            rule: None,
            column: Some(column.key.clone()),
            codes: formula
                .codes
                .iter()
                .chain(&formula.series)
                .cloned()
                .collect(),
            message: format!(
                "{}: không tính được “{}” vì {why}.",
                column.title, indicator.name
            ),
            message_en: format!(
                "{}: “{}” cannot be computed: {why_en}.",
                column.title, indicator.name
            ),
        }
    }
}

fn added(values: &[Decimal]) -> Option<Decimal> {
    values
        .iter()
        .try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value))
}

/// An expression that comes to what it should.
fn ready(
    expression: &str,
    known: &dyn Fn(&str) -> bool,
    otherwise: FaultKind,
) -> Result<Formula, Fault> {
    let formula = Formula::read(expression, known)?;
    let wanted = match (formula.comes_to()?, &otherwise) {
        (Some(Outcome::Number(_)), FaultKind::NotANumber) => true,
        (Some(Outcome::Holds(_)), FaultKind::NotACondition) => true,
        (outcome, _) => outcome.is_none(),
    };
    match wanted {
        true => Ok(formula),
        false => Err(Fault {
            at: None,
            what: otherwise,
        }),
    }
}

/// Formulas in an order in which each comes after those it needs, or the codes that need one another.
fn in_order(
    form: &Form,
    mut rest: Vec<(usize, Formula)>,
) -> Result<Vec<(usize, Formula)>, Vec<String>> {
    let mut ordered: Vec<(usize, Formula)> = Vec::new();
    while !rest.is_empty() {
        let waiting: Vec<&str> = rest
            .iter()
            .map(|(at, _)| form.indicators[*at].code.as_str())
            .collect();
        let is_free = |formula: &Formula| {
            let mut needed = formula.codes.iter().chain(&formula.series);
            !needed.any(|code| waiting.contains(&code.as_str()))
        };
        let Some(next) = rest.iter().position(|(_, formula)| is_free(formula)) else {
            return Err(waiting.into_iter().map(str::to_owned).collect());
        };
        ordered.push(rest.remove(next));
    }
    Ok(ordered)
}

/// What is wrong with a form apart from its expressions.
fn shape(form: &Form) -> Vec<FormProblem> {
    let mut problems = Vec::new();
    let mut say = |place: FormPlace, message: String, message_en: String| {
        problems.push(FormProblem {
            place,
            message,
            message_en,
        });
    };
    if form
        .indicators
        .len()
        .max(form.columns.len())
        .max(form.rules.len())
        > MOST
    {
        say(
            FormPlace::Form,
            format!("Biểu có quá {MOST} dòng, cột hoặc quy tắc. Hãy tách thành nhiều biểu."),
            format!("The form has more than {MOST} rows, columns or rules. Divide it."),
        );
    }
    if form.columns.is_empty() || form.indicators.is_empty() {
        say(
            FormPlace::Form,
            "Biểu chưa có chỉ tiêu hoặc chưa có cột. Hãy thêm ít nhất một chỉ tiêu và một cột."
                .to_owned(),
            "The form has no indicator or no column. Add at least one of each.".to_owned(),
        );
    }
    for (at, indicator) in form.indicators.iter().enumerate() {
        let code = &indicator.code;
        if !is_code(code) {
            say(
                FormPlace::Indicator(code.clone()),
                format!(
                    "Mã “{code}” của chỉ tiêu “{}” không dùng được. Mã bắt đầu bằng chữ cái, chỉ gồm chữ không dấu, số và dấu _.",
                    indicator.name
                ),
                format!(
                    "Code “{code}” of “{}” cannot be used: a letter, then letters, digits and _ without diacritics.",
                    indicator.name
                ),
            );
        }
        if form.indicators[..at]
            .iter()
            .any(|earlier| earlier.code == *code)
        {
            say(
                FormPlace::Indicator(code.clone()),
                format!("Mã “{code}” dùng cho hai chỉ tiêu. Hãy đổi một mã."),
                format!("Code “{code}” stands for two indicators. Change one."),
            );
        }
    }
    for (at, column) in form.columns.iter().enumerate() {
        if form.columns[..at]
            .iter()
            .any(|earlier| earlier.key == column.key)
        {
            say(
                FormPlace::Column(column.key.clone()),
                format!("Hai cột cùng mang mã “{}”. Hãy đổi một mã.", column.key),
                format!("Two columns have the key “{}”. Change one.", column.key),
            );
        }
    }
    problems
}

fn is_code(code: &str) -> bool {
    let letters = code
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    letters
        && code.len() <= 60
        && code.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && !is_reserved(code)
}

fn of_indicator(indicator: &Indicator, fault: &Fault) -> FormProblem {
    let (what, what_en) = told(fault);
    FormProblem {
        place: FormPlace::Indicator(indicator.code.clone()),
        message: format!(
            "Công thức của “{}”{}: {what}",
            indicator.name,
            at_letter(fault)
        ),
        message_en: format!(
            "Formula of “{}”{}: {what_en}",
            indicator.name,
            at_letter_en(fault)
        ),
    }
}

fn of_rule(at: usize, expression: &str, fault: &Fault) -> FormProblem {
    let (what, what_en) = told(fault);
    let ordinal = at + 1;
    FormProblem {
        place: FormPlace::Rule(at),
        message: format!(
            "Quy tắc {ordinal} ({expression}){}: {what}",
            at_letter(fault)
        ),
        message_en: format!(
            "Rule {ordinal} ({expression}){}: {what_en}",
            at_letter_en(fault)
        ),
    }
}

fn going_round(form: &Form, circle: &[String]) -> FormProblem {
    let names: Vec<String> = circle
        .iter()
        .map(|code| format!("“{}”", form.name(code)))
        .collect();
    let names = names.join(", ");
    FormProblem {
        place: FormPlace::Form,
        message: format!(
            "Công thức của {names} cần lẫn nhau nên không tính được. Hãy bỏ một công thức."
        ),
        message_en: format!("The formulas of {names} need one another. Take one away."),
    }
}

fn at_letter(fault: &Fault) -> String {
    fault
        .at
        .map_or(String::new(), |at| format!(", ký tự thứ {at}"))
}

fn at_letter_en(fault: &Fault) -> String {
    fault
        .at
        .map_or(String::new(), |at| format!(", letter {at}"))
}

/// What is wrong with an expression, in Vietnamese and in English.
fn told(fault: &Fault) -> (String, String) {
    match &fault.what {
        FaultKind::TooLong => (
            "biểu thức quá dài. Hãy tách thành nhiều chỉ tiêu trung gian.".to_owned(),
            "the expression is too long. Divide it.".to_owned(),
        ),
        FaultKind::Grammar => (
            "viết chưa đúng từ đây. Ví dụ đúng: a + b <= tong.".to_owned(),
            "it is not well written from here on. For example: a + b <= tong.".to_owned(),
        ),
        FaultKind::UnknownCode(code) => (
            format!("không có chỉ tiêu nào mang mã “{code}”. Hãy dùng mã có trong biểu."),
            format!("no indicator has the code “{code}”."),
        ),
        FaultKind::UnknownFunction(name) => (
            format!(
                "không có hàm “{name}”. Dùng được: sum, count, first, last, min, max (trên years.mã), abs, round."
            ),
            format!(
                "there is no function “{name}”. There are sum, count, first, last, min, max (of years.code), abs, round."
            ),
        ),
        FaultKind::NotAllowed => (
            "chỉ dùng được số, mã chỉ tiêu và phép tính.".to_owned(),
            "only numbers, codes and operators can stand here.".to_owned(),
        ),
        FaultKind::NotANumber => (
            "công thức phải cho ra một số, không phải đúng/sai.".to_owned(),
            "a formula must come to a number.".to_owned(),
        ),
        FaultKind::NotACondition => (
            "quy tắc phải là một so sánh (<=, >=, ==…).".to_owned(),
            "a rule must compare (<=, >=, ==…).".to_owned(),
        ),
        FaultKind::Mixed => (
            "lẫn số với đúng/sai, hoặc dùng years.mã ngoài hàm.".to_owned(),
            "numbers and conditions are mixed, or years.code stands outside a function.".to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests;
