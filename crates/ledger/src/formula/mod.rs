//! The small languages of the packs: formulas over figures, and conditions over one entry.
//!
//! Both are parsed once, when the packs are loaded; nothing that a user types is ever parsed as a formula.

pub mod condition;
mod evaluate;
mod lexer;
mod parse;
mod units;

use std::fmt;

use rust_decimal::Decimal;

use crate::id::FieldId;

pub use evaluate::{Figures, Missing, Outcome, evaluate};
pub use parse::parse;
pub use units::{Dimension, dimension};

/// A formula over measures and indicators.
#[derive(Clone, Debug, PartialEq)]
pub enum Formula {
    /// A constant.
    Number(Decimal),
    /// A measure or an indicator, perhaps only a part of its breakdown.
    Figure(FigureRef),
    /// Sum or difference, product or quotient.
    Binary(Box<Formula>, Operator, Box<Formula>),
    /// A function of the figure or of the period.
    Call(Function, Vec<Formula>),
}

/// The four operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `a + b`
    Add,
    /// `a - b`
    Subtract,
    /// `a * b`
    Multiply,
    /// `a / b`
    Divide,
}

/// What a formula can ask beyond adding up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `last_year(x)`: x in the same period of last year.
    LastYear,
    /// `ytd(x)`: x from New Year to the end of the period.
    YearToDate,
    /// `cumulative(x)`: x from the beginning of the book to the end of the period.
    Cumulative,
    /// `growth(x)`: growth on the same period of last year, in per cent.
    Growth,
    /// `share(part, whole)`: part of whole, in per cent.
    Share,
    /// `target(x)`: the planned value of indicator x for the period.
    Target,
}

impl Function {
    /// The function of that name in packs.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "last_year" => Self::LastYear,
            "ytd" => Self::YearToDate,
            "cumulative" => Self::Cumulative,
            "growth" => Self::Growth,
            "share" => Self::Share,
            "target" => Self::Target,
            _ => return None,
        })
    }

    /// Its name in packs.
    pub fn name(self) -> &'static str {
        match self {
            Self::LastYear => "last_year",
            Self::YearToDate => "ytd",
            Self::Cumulative => "cumulative",
            Self::Growth => "growth",
            Self::Share => "share",
            Self::Target => "target",
        }
    }

    fn arity(self) -> usize {
        if matches!(self, Self::Share) { 2 } else { 1 }
    }
}

/// A measure or indicator by id, with the part of its breakdown that is meant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureRef {
    /// Measure id or indicator id.
    pub id: String,
    /// All must hold.
    pub filter: Vec<Filter>,
}

/// One condition on a breakdown: `kind=发明`, `level=national|provincial`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Filter {
    /// The field the measure is broken down by.
    pub field: FieldId,
    /// Any of these values.
    pub any_of: Vec<String>,
}

impl Formula {
    /// Every figure the formula speaks of, in reading order.
    pub fn figures(&self) -> Vec<&FigureRef> {
        let mut found = Vec::new();
        let mut open = vec![self];
        while let Some(formula) = open.pop() {
            match formula {
                Self::Number(_) => {}
                Self::Figure(figure) => found.push(figure),
                Self::Binary(left, _, right) => open.extend([right.as_ref(), left.as_ref()]),
                Self::Call(_, arguments) => open.extend(arguments.iter().rev()),
            }
        }
        found
    }

    /// The same formula with every figure reference replaced by what `change` makes of it.
    pub fn map_figures(self, change: &mut dyn FnMut(FigureRef) -> FigureRef) -> Self {
        match self {
            Self::Number(number) => Self::Number(number),
            Self::Figure(figure) => Self::Figure(change(figure)),
            Self::Binary(left, operator, right) => {
                let left = Box::new(left.map_figures(change));
                Self::Binary(left, operator, Box::new(right.map_figures(change)))
            }
            Self::Call(function, arguments) => {
                Self::Call(function, arguments.into_iter().map(|argument| argument.map_figures(change)).collect())
            }
        }
    }
}

impl fmt::Display for FigureRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)?;
        if self.filter.is_empty() {
            return Ok(());
        }
        let parts: Vec<String> =
            self.filter.iter().map(|filter| format!("{}={}", filter.field, filter.any_of.join("|"))).collect();
        write!(f, "[{}]", parts.join(","))
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Figure(figure) => write!(f, "{figure}"),
            Self::Binary(left, operator, right) => {
                let sign = match operator {
                    Operator::Add => "+",
                    Operator::Subtract => "-",
                    Operator::Multiply => "*",
                    Operator::Divide => "/",
                };
                write!(f, "({left} {sign} {right})")
            }
            Self::Call(function, arguments) => {
                let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
                write!(f, "{}({})", function.name(), arguments.join(", "))
            }
        }
    }
}
