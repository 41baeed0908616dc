//! 数字可疑: numbers that were evidently damaged. They are flagged with the reason and never changed.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::measure::Kind as Unit;
use crate::quantity::{Lost, Quantity};

/// Why a number is evidently damaged. Codes are stable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Suspect {
    /// The digits before the unit are gone.
    DigitsLost,
    /// xx or ** stand for the digits.
    DigitsMasked,
    /// The percent sign is gone.
    UnitLost,
    /// The value is the year the document speaks of.
    EqualsYear {
        /// That year.
        year: String,
    },
    /// The year stands inside a longer number.
    ContainsYear {
        /// That year.
        year: String,
    },
}

impl Suspect {
    /// What the user reads.
    pub fn reason(&self) -> String {
        match self {
            Self::DigitsLost => "计量单位前的数字缺失".to_owned(),
            Self::DigitsMasked => "数字被隐去".to_owned(),
            Self::UnitLost => "比重后缺百分号".to_owned(),
            Self::EqualsYear { year } => format!("数值与文中年份{year}相同，疑被年份覆盖"),
            Self::ContainsYear { year } => format!("数值中含有文中年份{year}，疑有数字被年份覆盖"),
        }
    }
}

/// The years a text names, and how often.
#[derive(Debug, Clone, Default)]
pub(crate) struct Years {
    seen: BTreeMap<String, usize>,
}

impl Years {
    /// Notes every year of a text: four digits before 年, or right before a Chinese character that is no measure word.
    pub fn note(&mut self, text: &str) {
        for at in memchr::memmem::find_iter(text.as_bytes(), "年") {
            let Some(year) = at.checked_sub(4).and_then(|s| text.get(s..at)) else { continue };
            let longer = at.checked_sub(5).and_then(|s| text.as_bytes().get(s)).is_some_and(u8::is_ascii_digit);
            if !longer && year.bytes().all(|b| b.is_ascii_digit()) && (year.starts_with("19") || year.starts_with("20")) {
                *self.seen.entry(year.to_owned()).or_default() += 1;
            }
        }
    }

    /// Years that the text is about: named often enough to be the document's own.
    fn own(&self) -> impl Iterator<Item = &str> {
        let most = self.seen.values().copied().max().unwrap_or(0);
        self.seen.iter().filter(move |&(_, &n)| n * 3 >= most * 2).map(|(y, _)| y.as_str())
    }
}

/// Whether a quantity is evidently damaged.
pub(crate) fn suspect(q: &Quantity, written: &str, unit_lost: bool, years: &Years) -> Option<Suspect> {
    match q.lost {
        Some(Lost::Digits) => return Some(Suspect::DigitsLost),
        Some(Lost::Masked) => return Some(Suspect::DigitsMasked),
        None => {}
    }
    if unit_lost {
        return Some(Suspect::UnitLost);
    }
    let counted = matches!(q.kind(), Some(Unit::Count | Unit::Person | Unit::Money | Unit::Area));
    let measured = matches!(q.kind(), Some(Unit::Length | Unit::Mass | Unit::Volume));
    if !(counted || measured) || q.chinese || q.precision != Decimal::ONE {
        return None;
    }
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let plain = q.magnitude == 1 && q.approx.is_none();
    let covers = |year: &str| -> Option<Suspect> {
        if digits == year {
            return plain.then(|| Suspect::EqualsYear { year: year.to_owned() });
        }
        // A longer number that holds the year at its beginning or end, and is too large to be meant: 202300 copies, 252023 万元.
        let overwritten =
            counted && digits.len() > 4 && (digits.starts_with(year) || digits.ends_with(year) && digits.len() <= 7);
        overwritten.then(|| Suspect::ContainsYear { year: year.to_owned() })
    };
    years.own().find_map(covers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_of_a_text() {
        let mut years = Years::default();
        years.note("2023年,全区2023年工作;1998年以来;编号20231年");
        assert_eq!(years.own().collect::<Vec<_>>(), ["2023"]);
    }
}
