//! Exact decimals as values of the expression language.
//!
//! CEL's own numbers are 64-bit integers and floating point; a figure of an
//! office is neither. Here every number in an expression is a decimal, literals
//! included, and so is what comes out. A [`Series`] is one indicator over its
//! years, to be added up or compared at its ends.

use std::any::Any;
use std::cmp::Ordering;

use cel::common::traits::{Adder, Comparer, Divider, Multiplier, Negator, Subtractor};
use cel::common::types::Type;
use cel::common::value::{CowVal, StaticVal, Val};
use cel::{Env, ExecutionError};
use rust_decimal::Decimal;

static AMOUNT: Type = Type::new_unspecified_type("amount");
static SERIES: Type = Type::new_unspecified_type("series");

/// A decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Amount(pub(super) Decimal);

/// The figures of one indicator over the years, in their order, without the empty ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Series(pub(super) Vec<Decimal>);

/// What went wrong in a way that concerns the writer; everything else is the formula's fault.
pub(super) const OVERFLOW: &str = "amount";

impl StaticVal for Amount {}
impl StaticVal for Series {}

impl Val for Amount {
    fn get_type(&self) -> &Type {
        &AMOUNT
    }

    fn cel_type() -> &'static Type {
        &AMOUNT
    }

    fn as_adder<'b, 'v>(&'b self) -> Option<&'b (dyn Adder + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn as_subtractor<'b, 'v>(&'b self) -> Option<&'b (dyn Subtractor + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn as_multiplier<'b, 'v>(&'b self) -> Option<&'b (dyn Multiplier + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn as_divider<'b, 'v>(&'b self) -> Option<&'b (dyn Divider + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn as_negator<'b, 'v>(&'b self) -> Option<&'b (dyn Negator + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn as_comparer(&self) -> Option<&dyn Comparer> {
        Some(self)
    }

    fn equals(&self, other: &dyn Val) -> bool {
        other.downcast_ref::<Amount>() == Some(self)
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v>
    where
        Self: 'v,
    {
        Box::new(*self)
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

impl Val for Series {
    fn get_type(&self) -> &Type {
        &SERIES
    }

    fn cel_type() -> &'static Type {
        &SERIES
    }

    fn equals(&self, other: &dyn Val) -> bool {
        other.downcast_ref::<Series>() == Some(self)
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v>
    where
        Self: 'v,
    {
        Box::new(self.clone())
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

/// The other side of an operator, which must be a decimal too.
fn amount(operator: &'static str, value: &dyn Val) -> Result<Decimal, ExecutionError> {
    match value.downcast_ref::<Amount>() {
        Some(Amount(value)) => Ok(*value),
        None => Err(ExecutionError::no_such_overload(
            operator,
            vec![AMOUNT.name().to_owned(), value.get_type().name().to_owned()],
        )),
    }
}

fn exact<'b, 'v>(value: Option<Decimal>) -> Result<CowVal<'b, 'v>, ExecutionError> {
    value
        .map(|value| CowVal::owned(Amount(value)))
        .ok_or_else(overflow)
}

fn overflow() -> ExecutionError {
    ExecutionError::FunctionError {
        function: OVERFLOW.to_owned(),
        message: "too large".to_owned(),
    }
}

impl Adder for Amount {
    fn add<'b, 'v>(&'b self, rhs: &(dyn Val + 'v)) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        exact(self.0.checked_add(amount("_+_", rhs)?))
    }
}

impl Subtractor for Amount {
    fn sub<'b, 'v>(&'b self, rhs: &(dyn Val + 'v)) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        exact(self.0.checked_sub(amount("_-_", rhs)?))
    }
}

impl Multiplier for Amount {
    fn mul<'b, 'v>(&'b self, rhs: &(dyn Val + 'v)) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        exact(self.0.checked_mul(amount("_*_", rhs)?))
    }
}

impl Divider for Amount {
    fn div<'b, 'v>(&'b self, rhs: &(dyn Val + 'v)) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let by = amount("_/_", rhs)?;
        if by.is_zero() {
            return Err(ExecutionError::DivisionByZero(cel::Value::Null));
        }
        exact(self.0.checked_div(by))
    }
}

impl Negator for Amount {
    fn negate<'v>(&self) -> Result<Box<dyn Val + 'v>, ExecutionError>
    where
        Self: 'v,
    {
        Ok(Box::new(Amount(-self.0)))
    }
}

impl Comparer for Amount {
    fn compare(&self, rhs: &dyn Val) -> Result<Ordering, ExecutionError> {
        Ok(self.0.cmp(&amount("_<_", rhs)?))
    }
}

/// The functions over a series, by name.
pub(super) const OF_SERIES: [&str; 6] = ["sum", "count", "first", "last", "min", "max"];
/// The functions over a number, by name.
pub(super) const OF_AMOUNT: [&str; 2] = ["abs", "round"];

/// The language of formulas: operators, and the functions above. It has no loops, so that the
/// time an expression takes is bounded by its length.
pub(super) fn language() -> Env {
    let mut env = Env::default().with_stdlib();
    let functions: [(&str, cel::common::functions::Function); 6] = [
        ("sum", |args| {
            over(&args, |all| {
                all.iter()
                    .try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value))
            })
        }),
        ("count", |args| {
            over(&args, |all| Some(Decimal::from(all.len())))
        }),
        ("first", |args| over(&args, |all| all.first().copied())),
        ("last", |args| over(&args, |all| all.last().copied())),
        ("min", |args| over(&args, |all| all.iter().min().copied())),
        ("max", |args| over(&args, |all| all.iter().max().copied())),
    ];
    for (name, function) in functions {
        env.add_overload(
            name,
            &format!("{name}_series"),
            vec![SERIES.to_owned()],
            function,
        )
        .expect("each function is declared once");
    }
    env.add_overload("abs", "abs_amount", vec![AMOUNT.to_owned()], |args| {
        exact(Some(own(&args)?.abs()))
    })
    .expect("declared once");
    // Half away from zero, as offices round.
    env.add_overload("round", "round_amount", vec![AMOUNT.to_owned()], |args| {
        let half_up = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
        exact(Some(own(&args)?.round_dp_with_strategy(0, half_up)))
    })
    .expect("declared once");
    env
}

fn own(args: &[CowVal<'_, '_>]) -> Result<Decimal, ExecutionError> {
    let first = args
        .first()
        .ok_or(ExecutionError::MissingArgumentOrTarget)?;
    amount("()", first.as_ref())
}

fn over<'b, 'v>(
    args: &[CowVal<'b, 'v>],
    what: impl Fn(&[Decimal]) -> Option<Decimal>,
) -> Result<CowVal<'b, 'v>, ExecutionError> {
    let first = args
        .first()
        .ok_or(ExecutionError::MissingArgumentOrTarget)?;
    let series = first
        .as_ref()
        .downcast_ref::<Series>()
        .ok_or(ExecutionError::MissingArgumentOrTarget)?;
    exact(what(&series.0))
}
