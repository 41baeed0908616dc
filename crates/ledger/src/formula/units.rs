//! The unit a formula comes to, so that the packs' checker finds 万元 added to 项 before a report does.

use super::{FigureRef, Formula, Function, Operator};
use crate::unit;

/// What a formula measures: units above and below the line. Empty on both sides: a plain number.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Dimension {
    /// Units multiplied.
    pub over: Vec<String>,
    /// Units divided by.
    pub under: Vec<String>,
}

impl Dimension {
    /// Reads `件`, `元`, `件/万人`, `%`. Per cent, multiples and ranks are plain numbers.
    pub fn of_unit(text: &str) -> Self {
        let plain = |unit: &str| matches!(unit, "" | "%" | "％" | "倍" | "个百分点" | "位" | "分");
        let (over, under) = text.split_once('/').unwrap_or((text, ""));
        let side = |unit: &str| if plain(unit) { Vec::new() } else { vec![unit.to_owned()] };
        Self { over: side(over), under: side(under) }
    }

    /// Whether both measure the same kind of thing.
    pub fn comparable(&self, other: &Self) -> bool {
        same_side(&self.over, &other.over) && same_side(&self.under, &other.under)
    }

    fn times(mut self, other: Self) -> Self {
        self.over.extend(other.over);
        self.under.extend(other.under);
        self.cancel()
    }

    fn inverse(self) -> Self {
        Self { over: self.under, under: self.over }
    }

    /// Only the very same unit cancels: 元 over 万元 is no plain number but a slip by a factor of ten thousand.
    fn cancel(mut self) -> Self {
        let mut kept = Vec::new();
        for over in std::mem::take(&mut self.over) {
            match self.under.iter().position(|under| *under == over) {
                Some(at) => drop(self.under.remove(at)),
                None => kept.push(over),
            }
        }
        self.over = kept;
        self
    }
}

impl std::fmt::Display for Dimension {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.over.is_empty(), self.under.is_empty()) {
            (true, true) => f.write_str("纯数"),
            (false, true) => f.write_str(&self.over.join("·")),
            (_, false) => write!(f, "{}/{}", self.over.join("·"), self.under.join("·")),
        }
    }
}

fn same_side(a: &[String], b: &[String]) -> bool {
    a.len() == b.len() && a.iter().all(|unit| b.iter().any(|other| unit::comparable(unit, other)))
}

/// The dimension of a formula; `unit_of` gives the unit of a figure, `None` for one that does not exist (which is
/// reported elsewhere, so it fits everything here).
///
/// # Errors
/// One sentence naming the two sides that cannot be added or compared.
pub fn dimension(formula: &Formula, unit_of: &dyn Fn(&FigureRef) -> Option<String>) -> Result<Option<Dimension>, String> {
    match formula {
        Formula::Number(_) => Ok(Some(Dimension::default())),
        Formula::Figure(figure) => Ok(unit_of(figure).map(|unit| Dimension::of_unit(&unit))),
        Formula::Binary(left, operator, right) => {
            let (Some(a), Some(b)) = (dimension(left, unit_of)?, dimension(right, unit_of)?) else { return Ok(None) };
            match operator {
                Operator::Multiply => Ok(Some(a.times(b))),
                Operator::Divide => Ok(Some(a.times(b.inverse()))),
                Operator::Add | Operator::Subtract if a == b => Ok(Some(a)),
                Operator::Add | Operator::Subtract => Err(format!("{left}的单位是“{a}”，{right}的单位是“{b}”，不能相加减")),
            }
        }
        Formula::Call(function, arguments) => {
            let first = dimension(&arguments[0], unit_of)?;
            match function {
                Function::LastYear | Function::YearToDate | Function::Cumulative | Function::Target => Ok(first),
                Function::Growth => Ok(Some(Dimension::default())),
                Function::Share => {
                    let whole = dimension(&arguments[1], unit_of)?;
                    match (first, whole) {
                        (Some(a), Some(b)) if a != b => Err(format!("share的两边单位不同：“{a}”与“{b}”")),
                        _ => Ok(Some(Dimension::default())),
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit_of(figure: &FigureRef) -> Option<String> {
        Some(
            match figure.id.as_str() {
                "money" => "元",
                "budget" => "万元",
                "patents" => "件",
                "people" => "人",
                "projects" => "项",
                _ => return None,
            }
            .to_owned(),
        )
    }

    #[test]
    fn units_are_followed_through_the_formula() {
        for (source, expected) in [
            ("money + money", Ok("元")),
            ("money + budget", Err(())),
            ("patents / people * 10000", Ok("件/人")),
            ("share(money, money)", Ok("纯数")),
            ("share(money, budget)", Err(())),
            ("money / money", Ok("纯数")),
            ("money / budget", Ok("元/万元")),
            ("growth(patents)", Ok("纯数")),
            ("money / projects", Ok("元/项")),
            ("money + projects", Err(())),
            ("share(money, people)", Err(())),
        ] {
            let formula = super::super::parse(source).unwrap();
            let found = dimension(&formula, &unit_of).map(|d| d.unwrap().to_string()).map_err(|_| ());
            assert_eq!(found, expected.map(str::to_owned), "{source}");
        }
        assert!(Dimension::of_unit("件/万人").comparable(&Dimension::of_unit("件/人")));
        assert!(!Dimension::of_unit("件/万人").comparable(&Dimension::of_unit("件")));
    }
}
