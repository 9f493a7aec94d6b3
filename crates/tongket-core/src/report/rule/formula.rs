//! One expression over the figures of a form, made ready and evaluated.
//!
//! Only numbers, the codes of the form's indicators, operators and a few
//! functions are let in; anything else is refused when the form is made, with
//! the place in the expression, so that a unit never meets it.

use std::sync::{Arc, LazyLock};

use cel::common::ast::{Expr, LiteralValue};
use cel::common::types::CelBool;
use cel::{Context, Env, ExecutionError, IdedExpr, ParseErrors, Program, Value};
use rust_decimal::Decimal;

use super::value::{Amount, OF_AMOUNT, OF_SERIES, OVERFLOW, Series, language};

/// The longest expression.
const LONGEST: usize = 500;
/// How deep an expression may be nested.
const DEEPEST: usize = 20;
/// Terms that may hang on one another: "a + b + c" is two deep.
const LONGEST_CHAIN: usize = 60;
/// The parser goes down many calls a level; it gets a stack on which the deepest expression fits.
const STACK: usize = 64 << 20;
/// How codes over years are written: "years.tong".
pub(super) const YEARS: &str = "years";

static LANGUAGE: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(language()));

/// An expression that is ready.
#[derive(Debug, Clone)]
pub(super) struct Formula {
    expression: IdedExpr,
    literals: Vec<Decimal>,
    /// The codes whose figure in one column it needs.
    pub(super) codes: Vec<String>,
    /// The codes whose figures over the years it needs.
    pub(super) series: Vec<String>,
}

/// What an expression comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Number(Decimal),
    Holds(bool),
}

/// Why an expression is not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// The letter of the expression, from 1, where it is known.
    pub(super) at: Option<usize>,
    pub(super) what: FaultKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FaultKind {
    TooLong,
    Grammar,
    UnknownCode(String),
    UnknownFunction(String),
    NotAllowed,
    NotANumber,
    NotACondition,
    Mixed,
}

/// Why an expression has no value for these figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    DividesByZero,
    TooLarge,
    Mixed,
}

impl Formula {
    /// Makes an expression ready; `known` tells the codes of the form.
    pub(super) fn read(expression: &str, known: &dyn Fn(&str) -> bool) -> Result<Formula, Fault> {
        let fault = |at, what| Fault { at, what };
        if expression.len() > LONGEST || depth(expression) > DEEPEST {
            return Err(fault(None, FaultKind::TooLong));
        }
        let program = parsed(expression).map_err(|errors| {
            let first = errors.errors.first();
            let at = first.and_then(|error| usize::try_from(error.pos.1).ok());
            fault(at, FaultKind::Grammar)
        })?;
        let mut formula = Formula {
            expression: program.expression().clone(),
            literals: Vec::new(),
            codes: Vec::new(),
            series: Vec::new(),
        };
        let mut root = std::mem::take(&mut formula.expression);
        let read = formula.settle(&mut root, known, 0);
        formula.expression = root;
        read.map_err(|(id, what)| {
            let start = program.source_info().offset_for(id).map(|(start, _)| start);
            let letters = start.and_then(|start| expression.get(..start as usize));
            fault(letters.map(|before| before.chars().count() + 1), what)
        })?;
        Ok(formula)
    }

    /// Replaces numbers and codes by the names they are bound under; refuses everything else.
    fn settle(
        &mut self,
        node: &mut IdedExpr,
        known: &dyn Fn(&str) -> bool,
        depth: usize,
    ) -> Result<(), (u64, FaultKind)> {
        let id = node.id;
        if depth > LONGEST_CHAIN {
            return Err((id, FaultKind::TooLong));
        }
        match &mut node.expr {
            Expr::Literal(LiteralValue::Boolean(_)) => Ok(()),
            Expr::Literal(literal) => {
                let value = decimal(literal).ok_or((id, FaultKind::NotAllowed))?;
                self.literals.push(value);
                node.expr = Expr::Ident(format!("#{}", self.literals.len() - 1));
                Ok(())
            }
            Expr::Ident(code) if known(code) => {
                push_once(&mut self.codes, code);
                Ok(())
            }
            Expr::Ident(code) => Err((id, FaultKind::UnknownCode(code.clone()))),
            Expr::Select(select) => {
                let of_years = matches!(&select.operand.expr, Expr::Ident(name) if name == YEARS);
                if !of_years || select.test {
                    return Err((id, FaultKind::NotAllowed));
                }
                if !known(&select.field) {
                    return Err((id, FaultKind::UnknownCode(select.field.clone())));
                }
                push_once(&mut self.series, &select.field);
                node.expr = Expr::Ident(series_name(&select.field));
                Ok(())
            }
            Expr::Call(call) => {
                let function = call.func_name.as_str();
                let is_function = OF_SERIES.contains(&function) || OF_AMOUNT.contains(&function);
                if call.target.is_some() || !(is_function || OPERATORS.contains(&function)) {
                    return Err((id, FaultKind::UnknownFunction(function.to_owned())));
                }
                call.args
                    .iter_mut()
                    .try_for_each(|argument| self.settle(argument, known, depth + 1))
            }
            _ => Err((id, FaultKind::NotAllowed)),
        }
    }

    /// Whether it comes to a number or to a condition, tried with every figure at one.
    pub(super) fn comes_to(&self) -> Result<Option<Outcome>, Fault> {
        let one = |_: &str| Decimal::ONE;
        match self.evaluate(&one, &|_| vec![Decimal::ONE]) {
            Ok(outcome) => Ok(Some(outcome)),
            Err(Failure::Mixed) => Err(Fault {
                at: None,
                what: FaultKind::Mixed,
            }),
            // Differences are zero when every figure is one; that says nothing of real ones.
            Err(_) => Ok(None),
        }
    }

    /// What it comes to for the figures of one column and the figures over the years.
    pub(super) fn evaluate(
        &self,
        figure: &dyn Fn(&str) -> Decimal,
        over_years: &dyn Fn(&str) -> Vec<Decimal>,
    ) -> Result<Outcome, Failure> {
        let mut context = Context::with_env(Arc::clone(&LANGUAGE));
        for (index, literal) in self.literals.iter().enumerate() {
            context.add_variable_as_val(format!("#{index}"), Box::new(Amount(*literal)));
        }
        for code in &self.codes {
            context.add_variable_as_val(code.as_str(), Box::new(Amount(figure(code))));
        }
        for code in &self.series {
            let series = Series(over_years(code));
            context.add_variable_as_val(series_name(code), Box::new(series));
        }
        let value = Value::resolve_val(&self.expression, &context).map_err(failure)?;
        let value = value.as_ref();
        let number = value
            .downcast_ref::<Amount>()
            .map(|amount| Outcome::Number(amount.0));
        let holds = || {
            value
                .downcast_ref::<CelBool>()
                .map(|holds| Outcome::Holds(holds.into_inner()))
        };
        number.or_else(holds).ok_or(Failure::Mixed)
    }
}

/// Parses an expression on a stack of its own.
///
/// # Panics
/// Where the system has no room for one more thread.
fn parsed(expression: &str) -> Result<Program, ParseErrors> {
    std::thread::scope(|scope| {
        let parser = std::thread::Builder::new().stack_size(STACK);
        let parsing = parser
            .spawn_scoped(scope, || LANGUAGE.compile(expression))
            .expect("the system has room for a thread");
        match parsing.join() {
            Ok(parsed) => parsed,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// How deep an expression can be nested at most: brackets, choices, and signs before a term.
fn depth(expression: &str) -> usize {
    let (mut open, mut deepest, mut signs) = (0usize, 0usize, 0usize);
    let mut choices = 0;
    for letter in expression.chars() {
        match letter {
            '(' | '[' | '{' => open += 1,
            ')' | ']' | '}' => open = open.saturating_sub(1),
            '?' => choices += 1,
            _ => {}
        }
        signs = match letter {
            '!' | '-' => signs + 1,
            letter if letter.is_whitespace() => signs,
            _ => 0,
        };
        deepest = deepest.max(open + signs);
    }
    deepest + choices
}

/// Operators that formulas may use.
const OPERATORS: [&str; 15] = [
    "_?_:_", "_&&_", "_||_", "!_", "_-_", "_+_", "_*_", "_/_", "_==_", "_!=_", "_>=_", "_<=_",
    "_>_", "_<_", "-_",
];

fn series_name(code: &str) -> String {
    format!("~{code}")
}

fn push_once(codes: &mut Vec<String>, code: &str) {
    if !codes.iter().any(|known| known == code) {
        codes.push(code.to_owned());
    }
}

/// The decimal that a literal says; "0.1" is exactly a tenth.
fn decimal(literal: &LiteralValue) -> Option<Decimal> {
    match literal {
        LiteralValue::Int(value) => Some(Decimal::from(*value.inner())),
        LiteralValue::UInt(value) => Some(Decimal::from(*value.inner())),
        LiteralValue::Double(value) => value.inner().to_string().parse().ok(),
        _ => None,
    }
}

fn failure(error: ExecutionError) -> Failure {
    match error {
        ExecutionError::DivisionByZero(_) => Failure::DividesByZero,
        ExecutionError::FunctionError { function, .. } if function == OVERFLOW => Failure::TooLarge,
        _ => Failure::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an expression comes to with a = 10, b = 4, c = 0 and the years of each 1, 2, 4.
    fn told(expression: &str) -> String {
        let known = |code: &str| ["a", "b", "c"].contains(&code);
        let formula = match Formula::read(expression, &known) {
            Ok(formula) => formula,
            Err(fault) => return format!("{:?} at {:?}", fault.what, fault.at),
        };
        let figure = |code: &str| {
            Decimal::from(if code == "a" {
                10
            } else if code == "b" {
                4
            } else {
                0
            })
        };
        let years = |_: &str| [1, 2, 4].map(Decimal::from).to_vec();
        match formula.evaluate(&figure, &years) {
            Ok(Outcome::Number(value)) => value.normalize().to_string(),
            Ok(Outcome::Holds(holds)) => holds.to_string(),
            Err(failure) => format!("{failure:?}"),
        }
    }

    #[track_caller]
    fn check(expression: &str, expected: &str) {
        assert_eq!(told(expression), expected, "{expression}");
    }

    #[test]
    fn numbers_are_exact() {
        check("0.1 + 0.2", "0.3");
        check("a / b * 100", "250");
        check("-a + 3", "-7");
        check("100 * a", "1000");
        check("round(a / 4)", "3");
        check("abs(b - a)", "6");
        check("1 / 3 * 3 > 0.99", "true");
    }

    #[test]
    fn conditions_and_years() {
        check("b <= a && c == 0", "true");
        check("a > b ? a : b", "10");
        check("sum(years.a)", "7");
        check("last(years.a) >= first(years.a)", "true");
        check("max(years.a) - min(years.b) + count(years.c)", "6");
        check("!(a == b)", "true");
    }

    #[test]
    fn what_is_no_formula_is_refused_with_its_place() {
        check("a + tong", "UnknownCode(\"tong\") at Some(5)");
        check("years.x", "UnknownCode(\"x\") at Some(6)");
        check("a + 'b'", "NotAllowed at Some(5)");
        check("[a, b]", "NotAllowed at Some(1)");
        check("a.all(x, x > 0)", "UnknownFunction(\"all\") at Some(6)");
        check("size(a)", "UnknownFunction(\"size\") at Some(5)");
        check("{'a': 1}", "NotAllowed at Some(1)");
        assert!(told("a +").starts_with("Grammar"));
        assert!(told("").starts_with("Grammar"));
        assert!(told(&"(".repeat(19)).starts_with("Grammar"));
        for hostile in ["(", "!", "-", "- ", "[", "{", "a?b:", "!(", "abs("] {
            check(&hostile.repeat(60), "TooLong at None");
        }
        check(&"a + ".repeat(300), "TooLong at None");
        let chain = |terms: usize| "a".to_owned() + &" + a".repeat(terms);
        check(&chain(50), "510");
        let long = told(&chain(100));
        assert!(
            long.starts_with("TooLong") || long.starts_with("Grammar"),
            "{long}"
        );
    }

    #[test]
    fn what_cannot_be_computed_is_said() {
        check("a / c", "DividesByZero");
        check("a + (b > c)", "Mixed");
        check("sum(a)", "Mixed");
        check(&format!("a{}", " * 9999999999".repeat(4)), "TooLarge");
    }
}
