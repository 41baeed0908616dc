//! What a field holds. A value has exactly one canonical text, which is what the journal hashes.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::id::FieldId;

/// The values of an entry, by field. A field without a value is absent, never blank.
pub type Values = BTreeMap<FieldId, Value>;

/// One value. Money is a `Number` in 元; a year is a `Number` without decimals.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Words, or a number of a register (patent, credit code), normalised by its field.
    Text(String),
    /// A code of the field's code list.
    Code(String),
    /// A calendar day.
    Date(Date),
    /// An exact number in the field's base unit.
    Number(Decimal),
    /// Yes or no.
    Flag(bool),
}

impl Value {
    /// The one text that stands for this value in the journal.
    pub fn canonical(&self) -> String {
        match self {
            Self::Text(text) | Self::Code(text) => text.clone(),
            Self::Date(date) => date.to_string(),
            Self::Number(number) => number.normalize().to_string(),
            Self::Flag(flag) => flag.to_string(),
        }
    }

    /// The date, where the value is one.
    pub fn as_date(&self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// The number, where the value is one.
    pub fn as_number(&self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// Turns full-width letters, digits and punctuation into half-width ones and drops blanks at both ends.
/// Clerks paste from forms typed in full width; every field reads its input through this.
pub fn half_width(text: &str) -> String {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{3000}' || c == '\u{feff}')
        .chars()
        .map(|c| match c {
            // U+FF01..U+FF5E are the full-width forms of U+0021..U+007E, in the same order.
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '\u{3000}' | '\u{a0}' => ' ',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_text_is_one() {
        assert_eq!(Value::Number(Decimal::new(1250, 2)).canonical(), "12.5");
        assert_eq!(Value::Date(jiff::civil::date(2025, 3, 5)).canonical(), "2025-03-05");
        assert_eq!(half_width(" ＺＬ２０１７ "), "ZL2017");
    }
}
