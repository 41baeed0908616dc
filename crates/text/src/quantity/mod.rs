//! Quantities: a numeral with what it counts in, as they stand in a sentence.
//!
//! This finds everything that has the form of a quantity and says what it is not (a date, an ordinal, a code).
//! Whether a quantity says something about the bureau's work is decided in `claim`.

mod approx;
mod date;
mod lost;
mod read;
mod sectors;

use rust_decimal::Decimal;

pub(crate) use approx::{Approx, Bound, interval, prefix_bound};
pub(crate) use lost::find as find_lost;
pub(crate) use read::{Reading, read};

use crate::measure::{Kind, Measure};

/// Why a number cannot be what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lost {
    /// The digits before the unit are gone.
    Digits,
    /// The digits were replaced by xx or **.
    Masked,
}

/// A quantity at its place in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Quantity {
    /// First byte of the numeral (of the unit, where the digits are lost).
    pub start: usize,
    /// The byte after the unit and what belongs to it (以上, 左右).
    pub end: usize,
    /// The byte after the unit.
    pub unit_end: usize,
    pub value: Option<Decimal>,
    /// The other end of 3—5 or 七八.
    pub upper: Option<Decimal>,
    pub precision: Decimal,
    pub rounding: Decimal,
    pub magnitude: i64,
    /// As it leaves: magnitude and measure word. Empty when there is none.
    pub unit: String,
    pub measure: Option<&'static Measure>,
    pub approx: Option<Approx>,
    pub chinese: bool,
    /// 第 stands before it.
    pub ordinal: bool,
    /// 百名, 千家: a magnitude without a digit.
    pub bare_magnitude: bool,
    /// 21:50:29 of the three sectors: which of them, from 0.
    pub sector: Option<u8>,
    pub lost: Option<Lost>,
}

impl Quantity {
    pub fn kind(&self) -> Option<Kind> {
        self.measure.map(|m| m.kind)
    }

    pub fn word(&self) -> &'static str {
        self.measure.map_or("", |m| m.word)
    }

    pub fn is_money(&self) -> bool {
        self.kind() == Some(Kind::Money)
    }

    /// 元, %, 亩, 吨: measures an amount, so the noun stands before it or after 的.
    pub fn is_amount(&self) -> bool {
        self.kind().is_some_and(|k| k.is_dimension() || matches!(k, Kind::Money | Kind::Share))
    }
}
