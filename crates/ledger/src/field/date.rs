//! Dates as clerks and spreadsheets write them.

use jiff::civil::{Date, date};

/// Years a book can speak of; anything else is a slip of the keyboard.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// Reads `2024-03-05`, `2024/3/5`, `2024.3.5`, `20240305`, `2024年3月5日`, each also with a time behind it.
///
/// # Errors
/// What is missing or impossible, in one sentence.
pub fn parse(typed: &str) -> Result<Date, String> {
    if typed.is_empty() {
        return Err("日期是空的".to_owned());
    }
    let head = typed.split([' ', 'T']).next().unwrap_or(typed);
    let parts: Vec<&str> = if head.len() == 8 && head.bytes().all(|b| b.is_ascii_digit()) {
        vec![&head[..4], &head[4..6], &head[6..]]
    } else {
        head.split(['-', '/', '.', '年', '月', '日', '—', '－']).filter(|part| !part.is_empty()).collect()
    };
    let numbers: Option<Vec<i16>> = parts.iter().map(|part| part.parse().ok()).collect();
    match numbers.as_deref() {
        Some(&[year, month, day]) => build(typed, year, month, day),
        Some(&[year, month]) if YEARS.contains(&year) && (1..=12).contains(&month) => {
            Err(format!("“{typed}”只有年月，请写到日，如{year}-{month:02}-01"))
        }
        Some(&[year]) if YEARS.contains(&year) => Err(format!("“{typed}”只有年份，请写到日，如{year}-01-01")),
        _ => Err(format!("“{typed}”不是日期，请写成2025-03-05或2025年3月5日")),
    }
}

fn build(typed: &str, year: i16, month: i16, day: i16) -> Result<Date, String> {
    if !YEARS.contains(&year) {
        return Err(format!("“{typed}”的年份是{year}，请写四位年份"));
    }
    let in_calendar = i8::try_from(month).ok().zip(i8::try_from(day).ok()).and_then(|(m, d)| Date::new(year, m, d).ok());
    in_calendar.ok_or_else(|| {
        let last = i8::try_from(month)
            .ok()
            .filter(|m| (1..=12).contains(m))
            .map_or_else(String::new, |m| format!("，{year}年{m}月只有{}天", date(year, m, 1).days_in_month()));
        format!("“{typed}”在日历上没有这一天{last}")
    })
}

/// Reads a year: `2025`, `2025年`, `2025年度`.
///
/// # Errors
/// One sentence.
pub fn parse_year(typed: &str) -> Result<i16, String> {
    let digits = typed.trim_end_matches("年度").trim_end_matches('年').trim();
    match digits.parse::<i16>() {
        Ok(year) if YEARS.contains(&year) => Ok(year),
        _ => Err(format!("“{typed}”不是年份，请写四位年份，如2025")),
    }
}
