//! Expressions of time as months: 1—11月 is not the year.

use serde::{Deserialize, Serialize};

/// A stretch of whole months in one year, or of whole years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Months {
    /// The year; the last one where several years are meant.
    pub year: Option<i16>,
    /// First month, 1 to 12.
    pub first: u8,
    /// Last month, 1 to 12.
    pub last: u8,
    /// How many years.
    pub years: u8,
}

impl Months {
    const fn in_year(year: Option<i16>, first: u8, last: u8) -> Self {
        Self { year, first, last, years: 1 }
    }

    /// A whole year.
    pub const fn is_year(self) -> bool {
        self.first == 1 && self.last == 12 && self.years == 1
    }
}

/// The months an expression of time covers. `year` is the year of the report.
pub fn months(text: &str, year: Option<i16>) -> Option<Months> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let named = named_year(text);
    let last = |y: Option<i16>| y.map(|y| y - 1);
    let base = if ["去年", "上年"].iter().any(|w| text.contains(w)) {
        last(year)
    } else if text.contains("明年") {
        year.map(|y| y + 1)
    } else {
        named.or(year)
    };
    if let Some((first, last)) = month_range(text) {
        return Some(Months::in_year(base, first, last));
    }
    let within = [
        ("上半年", 1, 6),
        ("下半年", 7, 12),
        ("前三季度", 1, 9),
        ("一季度", 1, 3),
        ("二季度", 4, 6),
        ("三季度", 7, 9),
        ("四季度", 10, 12),
    ];
    if let Some(&(_, first, last)) = within.iter().find(|(w, _, _)| text.contains(w)) {
        return Some(Months::in_year(base, first, last));
    }
    if let Some(years) = [("五年", 5), ("三年", 3), ("四年", 4), ("两年", 2), ("十年", 10), ("六年", 6)]
        .iter()
        .find(|(w, _)| text.starts_with(w) || text.contains(&format!("过去{w}")))
        .map(|&(_, n)| n)
    {
        return Some(Months { year: base, first: 1, last: 12, years });
    }
    let whole = ["今年", "去年", "上年", "明年", "全年", "本年", "年度"].iter().any(|w| text.contains(w)) || named.is_some();
    whole.then(|| Months::in_year(base, 1, 12))
}

/// The year an expression of time names in digits.
pub(crate) fn named_year(text: &str) -> Option<i16> {
    let bytes = text.as_bytes();
    (0..bytes.len().saturating_sub(3)).find_map(|i| {
        let part = &bytes[i..i + 4];
        let alone = i == 0 || !bytes[i - 1].is_ascii_digit();
        (alone && part.iter().all(u8::is_ascii_digit) && !bytes.get(i + 4).is_some_and(u8::is_ascii_digit))
            .then(|| std::str::from_utf8(part).ok()?.parse().ok())
            .flatten()
    })
}

/// 1—11月, 截至11月底, 10月.
fn month_range(text: &str) -> Option<(u8, u8)> {
    let end = text.rfind('月')?;
    let head = text[..end].trim_end();
    let digits = head.len() - head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let last: u8 = head[head.len() - digits..].parse().ok().filter(|m| (1..=12).contains(m))?;
    let rest = head[..head.len() - digits].trim_end();
    let dash = ["——", "--", "—", "-", "–", "~", "至", "到", "月"].iter().find(|d| rest.ends_with(**d));
    let first = dash.and_then(|d| {
        let before = rest[..rest.len() - d.len()].trim_end_matches(['月', '—', '-', '至', '到', ' ']);
        let n = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        before[before.len() - n..].parse::<u8>().ok().filter(|m| (1..=12).contains(m))
    });
    let since_january = ["截至", "截止", "至", "到"].iter().any(|w| text.starts_with(w)) && first.is_none();
    Some((if since_january { 1 } else { first.unwrap_or(last) }, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_of_expressions() {
        let span = |t: &str| months(t, Some(2023)).map(|m| (m.year, m.first, m.last, m.years));
        assert_eq!(span("1—11月份"), Some((Some(2023), 1, 11, 1)));
        assert_eq!(span("截至11月底"), Some((Some(2023), 1, 11, 1)));
        assert_eq!(span("上半年"), Some((Some(2023), 1, 6, 1)));
        assert_eq!(span("去年"), Some((Some(2022), 1, 12, 1)));
        assert_eq!(span("2021"), Some((Some(2021), 1, 12, 1)));
        assert_eq!(span("全年"), Some((Some(2023), 1, 12, 1)));
        assert_eq!(span("五年"), Some((Some(2023), 1, 12, 5)));
        assert_eq!(span(""), None);
    }
}
