//! Change on the same period of last year: in per cent for amounts, in 百分点 for what is a percentage itself. 立项率 that
//! goes from 40% to 42% has risen by 2个百分点, not by 5%.

use kezhang_ledger::figure::{Figure, Reader};
use kezhang_ledger::formula::{Formula, Function, Operator};
use kezhang_ledger::money::round;
use kezhang_ledger::period::Period;
use kezhang_store::BookReader;
use rust_decimal::Decimal;

use crate::error::Result;

/// The unit of a change between percentages.
pub(crate) const POINTS: &str = "个百分点";

/// A change, rounded as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) value: Decimal,
    /// `%` or `个百分点`.
    pub(crate) unit: &'static str,
}

/// How a change of a figure in this unit with so many decimals is shown.
fn shown(unit: &str, digits: u32) -> (&'static str, u32) {
    if matches!(unit, "%" | "％") { (POINTS, digits.max(1)) } else { ("%", 1) }
}

/// Change of a figure; `None` without a base.
pub(crate) fn change(unit: &str, digits: u32, now: Option<Decimal>, before: Option<Decimal>) -> Option<Change> {
    let (now, before) = (now?, before?);
    let (unit, digits) = shown(unit, digits);
    let rise = now.checked_sub(before)?;
    let value = match unit {
        POINTS => rise,
        _ if before.is_zero() => return None,
        _ => rise.checked_div(before.abs())?.checked_mul(Decimal::ONE_HUNDRED)?,
    };
    Some(Change { value: round(value, digits), unit })
}

impl Change {
    /// `+12.5%`, `-0.3个百分点`, `持平`.
    pub(crate) fn text(self) -> String {
        if self.value.is_zero() {
            return "持平".to_owned();
        }
        let sign = if self.value.is_sign_positive() { "+" } else { "" };
        format!("{sign}{}{}", self.value.normalize(), self.unit)
    }
}

/// The formula of the change of a figure in this unit.
pub(crate) fn formula(unit: &str, of: Formula) -> Formula {
    if shown(unit, 0).0 == POINTS {
        let before = Formula::Call(Function::LastYear, vec![of.clone()]);
        return Formula::Binary(Box::new(of), Operator::Subtract, Box::new(before));
    }
    Formula::Call(Function::Growth, vec![of])
}

/// The change of a figure as a figure of its own, which opens like any other.
pub(crate) fn figure(
    figures: &mut Reader<'_, dyn BookReader + '_>,
    of: Formula,
    unit: &str,
    digits: u32,
    period: Period,
) -> Result<Figure> {
    let (shown_unit, digits) = shown(unit, digits);
    let has_base = figures.formula(&of, None, None, period.last_year())?.value.is_some();
    let read = figures.formula(&formula(unit, of), Some(shown_unit), Some(digits), period)?;
    // A year without figures is no year of noughts.
    Ok(Figure { value: read.value.filter(|_| has_base), ..read })
}

/// What a formula is the change of, where it is one in 百分点.
pub(crate) fn points_of(formula: &Formula) -> Option<&Formula> {
    match formula {
        Formula::Binary(now, Operator::Subtract, before) => match before.as_ref() {
            Formula::Call(Function::LastYear, of) if of.first() == Some(now) => Some(now),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_change_by_points() {
        let text = |unit, now: &str, before: &str| {
            change(unit, 1, now.parse().ok(), before.parse().ok()).map_or_else(|| "—".to_owned(), Change::text)
        };
        assert_eq!(text("%", "42.6", "41.9"), "+0.7个百分点");
        assert_eq!(text("%", "0", "3"), "-3个百分点");
        assert_eq!(text("%", "3", "0"), "+3个百分点");
        assert_eq!(text("项", "47", "43"), "+9.3%");
        assert_eq!(text("项", "47", "0"), "—");
        assert_eq!(text("项", "47", "47"), "持平");
        assert_eq!(text("项", "47", ""), "—");
    }
}
