//! Formula + figures → value. Unknown is not zero: what is missing is named.

use rust_decimal::Decimal;

use super::{FigureRef, Formula, Function, Operator};
use crate::period::Period;

/// Where the evaluator gets its figures from.
pub trait Figures {
    /// How reading can fail (a disk, say); a figure that is not in the book is no failure.
    type Error;

    /// The figure of a measure or of another indicator in a period.
    ///
    /// # Errors
    /// Whatever keeps the book from being read.
    fn figure(&mut self, figure: &FigureRef, period: Period) -> Result<Outcome, Self::Error>;

    /// The planned value of an indicator for a period.
    ///
    /// # Errors
    /// Whatever keeps the book from being read.
    fn target(&mut self, indicator: &str, period: Period) -> Result<Option<Decimal>, Self::Error>;
}

/// What an evaluation comes to.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Outcome {
    /// The value; `None` where something needed is missing.
    pub value: Option<Decimal>,
    /// How many postings stand behind the value.
    pub postings: u64,
    /// What the book lacks. With a value present: parts of a sum that are not in the book and count as nothing.
    pub missing: Vec<Missing>,
}

/// One thing that a figure needs and the book lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// No entry of the period posts to this measure.
    NoPostings {
        /// The figure asked for.
        figure: String,
        /// In this period.
        period: Period,
    },
    /// No target is set.
    NoTarget {
        /// For this indicator.
        indicator: String,
        /// And this period.
        period: Period,
    },
    /// The base of a ratio or of a growth rate is zero.
    ZeroBase {
        /// What is zero.
        figure: String,
    },
    /// The number leaves the range of exact decimals.
    TooLarge,
}

impl Missing {
    /// In words for people; `name` gives the name of a figure.
    pub fn sentence(&self, name: &dyn Fn(&str) -> String) -> String {
        match self {
            Self::NoPostings { figure, period } => format!("{}账上没有“{}”的记录", period.name(), name(figure)),
            Self::NoTarget { indicator, period } => format!("{}还没有下达“{}”的目标", period.name(), name(indicator)),
            Self::ZeroBase { figure } => format!("“{}”是0，不能作比", name(figure)),
            Self::TooLarge => "数值超出可精确计算的范围".to_owned(),
        }
    }
}

impl Outcome {
    /// A value that rests on so many postings.
    pub fn known(value: Decimal, postings: u64) -> Self {
        Self { value: Some(value), postings, missing: Vec::new() }
    }

    /// Nothing, and why.
    pub fn lacking(missing: Missing) -> Self {
        Self { value: None, postings: 0, missing: vec![missing] }
    }

    fn join(left: Self, right: Self, value: Option<Decimal>) -> Self {
        let mut missing = left.missing;
        missing.extend(right.missing);
        Self { value, postings: left.postings + right.postings, missing }
    }
}

/// Evaluates a formula for a period.
///
/// A part of a sum that has no postings counts as nothing as long as another part has some; a factor, a divisor or a
/// base that is missing leaves the value unknown.
///
/// # Errors
/// Whatever keeps `figures` from reading the book.
pub fn evaluate<F: Figures>(formula: &Formula, period: Period, figures: &mut F) -> Result<Outcome, F::Error> {
    match formula {
        Formula::Number(number) => Ok(Outcome::known(*number, 0)),
        Formula::Figure(figure) => figures.figure(figure, period),
        Formula::Binary(left, operator, right) => {
            let left_outcome = evaluate(left, period, figures)?;
            let right_outcome = evaluate(right, period, figures)?;
            Ok(combine(left_outcome, *operator, right_outcome, right))
        }
        Formula::Call(function, arguments) => call(*function, arguments, period, figures),
    }
}

fn combine(left: Outcome, operator: Operator, right: Outcome, divisor: &Formula) -> Outcome {
    let value = match (operator, left.value, right.value) {
        (Operator::Add, Some(a), Some(b)) => a.checked_add(b),
        (Operator::Add, Some(a), None) | (Operator::Subtract, Some(a), None) => Some(a),
        (Operator::Add, None, Some(b)) => Some(b),
        (Operator::Subtract, None, Some(b)) => Some(-b),
        (Operator::Subtract, Some(a), Some(b)) => a.checked_sub(b),
        (Operator::Multiply, Some(a), Some(b)) => a.checked_mul(b),
        (Operator::Divide, Some(_), Some(b)) if b.is_zero() => {
            let mut outcome = Outcome::join(left, right, None);
            outcome.missing.push(Missing::ZeroBase { figure: divisor.to_string() });
            return outcome;
        }
        (Operator::Divide, Some(a), Some(b)) => a.checked_div(b),
        _ => return Outcome::join(left, right, None),
    };
    let too_large = value.is_none();
    let mut outcome = Outcome::join(left, right, value);
    if too_large {
        outcome.missing.push(Missing::TooLarge);
    }
    outcome
}

fn call<F: Figures>(function: Function, arguments: &[Formula], period: Period, figures: &mut F) -> Result<Outcome, F::Error> {
    let first = &arguments[0];
    match function {
        Function::LastYear => evaluate(first, period.last_year(), figures),
        Function::YearToDate => evaluate(first, period.year_to_date(), figures),
        Function::Cumulative => evaluate(first, period.cumulative(), figures),
        Function::Share => {
            let part = evaluate(first, period, figures)?;
            let whole = evaluate(&arguments[1], period, figures)?;
            Ok(percent(combine(part, Operator::Divide, whole, &arguments[1])))
        }
        Function::Growth => {
            let now = evaluate(first, period, figures)?;
            let before = evaluate(first, period.last_year(), figures)?;
            let (Some(_), Some(base)) = (now.value, before.value) else { return Ok(Outcome::join(now, before, None)) };
            let rise = combine(now, Operator::Subtract, Outcome::known(base, 0), first);
            Ok(percent(combine(rise, Operator::Divide, before, first)))
        }
        Function::Target => {
            let Formula::Figure(figure) = first else { return Ok(Outcome::lacking(Missing::TooLarge)) };
            Ok(match figures.target(&figure.id, period)? {
                Some(value) => Outcome::known(value, 0),
                None => Outcome::lacking(Missing::NoTarget { indicator: figure.id.clone(), period }),
            })
        }
    }
}

fn percent(mut ratio: Outcome) -> Outcome {
    ratio.value = ratio.value.and_then(|value| value.checked_mul(Decimal::ONE_HUNDRED));
    ratio
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use std::convert::Infallible;

    struct Sheet(BTreeMap<(&'static str, i16), i64>);

    impl Figures for Sheet {
        type Error = Infallible;
        fn figure(&mut self, figure: &FigureRef, period: Period) -> Result<Outcome, Infallible> {
            let found = self.0.get(&(figure.id.as_str(), period.ending_year()));
            Ok(found.map_or_else(
                || Outcome::lacking(Missing::NoPostings { figure: figure.to_string(), period }),
                |value| Outcome::known(Decimal::from(*value), 1),
            ))
        }
        fn target(&mut self, indicator: &str, _: Period) -> Result<Option<Decimal>, Infallible> {
            Ok((indicator == "a").then(|| Decimal::from(50)))
        }
    }

    #[test]
    fn formulas_come_to_exact_values() {
        let mut sheet = Sheet([(("a", 2025), 60), (("a", 2024), 40), (("b", 2025), 0), (("c", 2025), 3)].into());
        for (source, expected, missing) in [
            ("a + c", Some("63"), 0),
            ("a - c * 2", Some("54"), 0),
            ("a / c", Some("20"), 0),
            ("growth(a)", Some("50"), 0),
            ("last_year(a)", Some("40"), 0),
            ("share(c, a)", Some("5"), 0),
            ("a / target(a) * 100", Some("120"), 0),
            ("a + gone", Some("60"), 1),
            ("gone + gone", None, 2),
            ("a * gone", None, 1),
            ("a / b", None, 1),
            ("growth(c)", None, 1),
            ("target(c)", None, 1),
        ] {
            let formula = super::super::parse(source).unwrap();
            let outcome = evaluate(&formula, Period::year(2025), &mut sheet).unwrap();
            assert_eq!(outcome.value.map(|v| v.normalize().to_string()).as_deref(), expected, "{source}");
            assert_eq!(outcome.missing.len(), missing, "{source}: {:?}", outcome.missing);
        }
    }

    #[test]
    fn a_sum_beyond_exact_decimals_is_unknown() {
        let mut sheet = Sheet([(("a", 2025), i64::MAX)].into());
        let formula = super::super::parse("a * a * a").unwrap();
        let outcome = evaluate(&formula, Period::year(2025), &mut sheet).unwrap();
        assert_eq!((outcome.value, outcome.missing), (None, vec![Missing::TooLarge]));
    }
}
