//! Periods (期间): a day, a month, a run of months, a quarter, a half-year, a year. Both ends belong to the period.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

/// A run of days, first and last included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    first: Date,
    last: Date,
}

impl Period {
    /// From `first` to `last`; `None` where they are the wrong way round.
    pub fn new(first: Date, last: Date) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// A calendar year.
    pub fn year(year: i16) -> Self {
        Self { first: date(year, 1, 1), last: date(year, 12, 31) }
    }

    /// Months `from` to `to` of a year; `None` unless 1 ≤ from ≤ to ≤ 12.
    pub fn months(year: i16, from: i8, to: i8) -> Option<Self> {
        let valid = (1..=12).contains(&from) && (from..=12).contains(&to);
        valid.then(|| Self { first: date(year, from, 1), last: date(year, to, 1).last_of_month() })
    }

    /// One month; `None` unless 1 ≤ month ≤ 12.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        Self::months(year, month, month)
    }

    /// First day.
    pub fn first(&self) -> Date {
        self.first
    }

    /// Last day.
    pub fn last(&self) -> Date {
        self.last
    }

    /// The year in which the period ends.
    pub fn ending_year(&self) -> i16 {
        self.last.year()
    }

    /// Whether the day lies in the period.
    pub fn contains(&self, day: Date) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// The same days one year earlier; 29 February becomes the 28th.
    pub fn last_year(&self) -> Self {
        let back = |day: Date| day.checked_sub(1.year()).unwrap_or(day);
        let end_of_february = self.last.month() == 2 && self.last == self.last.last_of_month();
        let last = if end_of_february { back(self.last).last_of_month() } else { back(self.last) };
        Self { first: back(self.first), last }
    }

    /// From New Year of the ending year to the end of this period (年初至今).
    pub fn year_to_date(&self) -> Self {
        Self { first: date(self.last.year(), 1, 1), last: self.last }
    }

    /// From the beginning of the book to the end of this period (累计).
    pub fn cumulative(&self) -> Self {
        Self { first: date(1900, 1, 1), last: self.last }
    }

    /// The whole calendar months of the period, in order.
    pub fn each_month(&self) -> Vec<Self> {
        let mut months = Vec::new();
        let mut day = self.first.first_of_month();
        while day <= self.last {
            months.push(Self { first: day, last: day.last_of_month() });
            let Ok(next) = day.checked_add(1.month()) else { break };
            day = next;
        }
        months
    }

    /// Whether the period is exactly one calendar year.
    pub fn is_whole_year(&self) -> bool {
        *self == Self::year(self.first.year())
    }

    /// Reads `2025`, `2025-06`, `2025-Q2`, `2025-H1`, `2025-01..2025-11`, `2025-01-01..2025-11-22`.
    ///
    /// # Errors
    /// One sentence saying how a period is written.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("“{text}”不是期间，请写2025、2025-06、2025-Q2、2025-H1或2025-01..2025-11");
        if let Some((from, to)) = text.split_once("..") {
            let (from, to) = (Self::parse_one(from), Self::parse_one(to));
            return from.zip(to).and_then(|(from, to)| Self::new(from.first, to.last)).ok_or_else(wrong);
        }
        Self::parse_one(text).ok_or_else(wrong)
    }

    fn parse_one(text: &str) -> Option<Self> {
        let text = text.trim();
        let (year, rest) = text.split_at_checked(4)?;
        let year: i16 = year.parse().ok().filter(|year| (1900..=2100).contains(year))?;
        match rest.strip_prefix('-') {
            None if rest.is_empty() || rest == "年" => Some(Self::year(year)),
            None => None,
            Some("Q1") => Self::months(year, 1, 3),
            Some("Q2") => Self::months(year, 4, 6),
            Some("Q3") => Self::months(year, 7, 9),
            Some("Q4") => Self::months(year, 10, 12),
            Some("H1") => Self::months(year, 1, 6),
            Some("H2") => Self::months(year, 7, 12),
            Some(rest) => match rest.split_once('-') {
                None => Self::month(year, rest.parse().ok()?),
                Some((month, day)) => {
                    let day = Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
                    Self::new(day, day)
                }
            },
        }
    }

    /// As a report says it: `2025年`, `2025年1—11月`, `2025年上半年`, `2025年6月`, else the two days.
    pub fn name(&self) -> String {
        let (first, last) = (self.first, self.last);
        let whole_months = first.day() == 1 && last == last.last_of_month() && first.year() == last.year();
        let year = first.year();
        match (whole_months, first.month(), last.month()) {
            (true, 1, 12) => format!("{year}年"),
            (true, 1, 6) => format!("{year}年上半年"),
            (true, 7, 12) => format!("{year}年下半年"),
            (true, 1, 3) => format!("{year}年一季度"),
            (true, from, to) if from == to => format!("{year}年{from}月"),
            (true, from, to) => format!("{year}年{from}—{to}月"),
            _ if first == last => format!("{year}年{}月{}日", first.month(), first.day()),
            _ => format!("{}至{}", print_day(first), print_day(last)),
        }
    }
}

/// A day as documents write it: no zero padding.
pub fn print_day(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// The address form that [`Period::parse`] reads back.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (self.first, self.last);
        let whole_months = first.day() == 1 && last == last.last_of_month();
        if self.is_whole_year() {
            write!(f, "{}", first.year())
        } else if whole_months && first.first_of_month() == last.first_of_month() {
            write!(f, "{}-{:02}", first.year(), first.month())
        } else if whole_months {
            write!(f, "{}-{:02}..{}-{:02}", first.year(), first.month(), last.year(), last.month())
        } else {
            write!(f, "{first}..{last}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_read_print_and_read_again() {
        for (text, name) in [
            ("2025", "2025年"),
            ("2025-06", "2025年6月"),
            ("2025-Q1", "2025年一季度"),
            ("2025-H1", "2025年上半年"),
            ("2025-01..2025-11", "2025年1—11月"),
            ("2025-01-01..2025-11-22", "2025年1月1日至2025年11月22日"),
            ("2025-03-05", "2025年3月5日"),
        ] {
            let period = Period::parse(text).unwrap();
            assert_eq!(period.name(), name);
            assert_eq!(Period::parse(&period.to_string()), Ok(period));
        }
        for wrong in ["", "25", "2025-13", "2025-12..2025-01", "去年", "2025-02-30", "20250"] {
            assert!(Period::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn last_year_keeps_whole_months() {
        assert_eq!(Period::parse("2024-02").unwrap().last_year(), Period::parse("2023-02").unwrap());
        assert_eq!(Period::parse("2025-02").unwrap().last_year(), Period::parse("2024-02").unwrap());
        assert_eq!(Period::parse("2025-01..2025-11").unwrap().last_year(), Period::parse("2024-01..2024-11").unwrap());
        assert_eq!(Period::year(2025).each_month().len(), 12);
    }
}
