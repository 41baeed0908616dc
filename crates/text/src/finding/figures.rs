//! Arithmetic with figures that are known only to the precision they are stated in.

use rust_decimal::Decimal;

use crate::claim::Claim;
use crate::cues::{Cues, cues};
use crate::measure;

/// What a figure can be: from low to high. An open end is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub low: Option<Decimal>,
    pub high: Option<Decimal>,
}

impl Range {
    pub const fn new(low: Option<Decimal>, high: Option<Decimal>) -> Self {
        Self { low, high }
    }

    /// The range of a claim, in another unit it can be converted to.
    pub fn of(claim: &Claim, unit: &str) -> Option<Self> {
        claim.value?;
        let (up, down) = measure::factor(&claim.unit, unit)?;
        let turn = |d: Option<Decimal>| match d {
            Some(d) => Some(d.checked_mul(up)?.checked_div(down)),
            None => Some(None),
        };
        Some(Self { low: turn(claim.low)?, high: turn(claim.high)? })
    }

    /// Sum of two ranges.
    pub fn plus(self, other: Self) -> Option<Self> {
        let add = |a: Option<Decimal>, b: Option<Decimal>| match (a, b) {
            (Some(a), Some(b)) => a.checked_add(b).map(Some),
            _ => Some(None),
        };
        Some(Self { low: add(self.low, other.low)?, high: add(self.high, other.high)? })
    }

    /// The range of the quotient in percent; only for ranges above zero.
    pub fn percent_of(self, whole: Self) -> Option<Self> {
        let divide = |a: Option<Decimal>, b: Option<Decimal>| -> Option<Option<Decimal>> {
            match (a, b) {
                (Some(a), Some(b)) if b > Decimal::ZERO => Some(Some(a.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(b)?)),
                (_, Some(_)) => None,
                _ => Some(None),
            }
        };
        Some(Self { low: divide(self.low, whole.high)?, high: divide(self.high, whole.low)? })
    }

    /// Surely below the other.
    pub fn is_below(self, other: Self) -> bool {
        matches!((self.high, other.low), (Some(high), Some(low)) if high < low)
    }

    /// No value fits both.
    pub fn excludes(self, other: Self) -> bool {
        self.is_below(other) || other.is_below(self)
    }

    /// Widened on both sides.
    pub fn widened(self, by: Decimal) -> Self {
        Self { low: self.low.map(|l| l - by), high: self.high.map(|h| h + by) }
    }
}

/// How finely a percentage is stated: 0.1 for 12.3.
pub(super) fn step(value: Decimal) -> Decimal {
    Decimal::new(1, value.scale())
}

/// The range of a stated percentage: people round and people cut off, so one step on either side.
pub(super) fn stated_percent(claim: &Claim) -> Option<Range> {
    let value = claim.value?;
    match (claim.low, claim.high, claim.approx.as_deref()) {
        (Some(_), Some(_), None | Some("预计")) => Some(Range::new(Some(value), Some(value)).widened(step(value))),
        (low, high, _) => Some(Range::new(low, high)),
    }
}

/// A number for people: no zeros at the end, at most two decimals more than needed.
pub(super) fn show(value: Decimal) -> String {
    value.round_dp(2).normalize().to_string()
}

/// Value and unit of a claim as written.
pub(super) fn said(claim: &Claim) -> String {
    let value = claim.value.map_or_else(|| "—".to_owned(), |v| v.normalize().to_string());
    let (after, before) = match claim.approx.as_deref() {
        Some(w @ ("余" | "多" | "以上" | "左右" | "以内" | "以下" | "上下")) => (w, ""),
        Some(w) if w != "预计" => ("", w),
        _ => ("", ""),
    };
    if matches!(after, "余" | "多") {
        format!("{value}{after}{}", claim.unit)
    } else {
        format!("{before}{value}{}{after}", claim.unit)
    }
}

/// 人均, 户均, 每亩: so much for each; such figures neither add up nor is one a part of another.
pub(super) fn is_average(claim: &Claim) -> bool {
    cues(&claim.subject).any(Cues::AVERAGE.or(Cues::EACH))
}

/// Whether two claims are counted in units that convert.
pub(super) fn comparable(a: &Claim, b: &Claim) -> bool {
    measure::factor(&a.unit, &b.unit).is_some()
}
