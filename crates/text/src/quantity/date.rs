//! Dates, years, months and ordinals: numbers that count nothing.

use crate::numeral::{is_arabic_digit, is_chinese_digit};

/// Signs between the ends of a range.
pub(super) const RANGE_MARKS: [&str; 10] = ["——", "--", "-", "—", "–", "―", "~", "～", "至", "到"];

/// The range sign at the beginning of `text`.
pub(super) fn range_mark(text: &str) -> Option<usize> {
    RANGE_MARKS.iter().find(|m| text.starts_with(**m)).map(|m| m.len())
}

/// How long the date at the beginning of `text` is, blanks within it included: 2006年11月29日, 1—11月份, 2016-2020年, 20xx年度, 06年.
pub(super) fn date_len(text: &str) -> Option<usize> {
    let mut at = number_like(text)?;
    let digits = text[..at].chars().count();
    let mut rest = skip_blank(text, at);
    if let Some(mark) = range_mark(&text[rest..]) {
        let second = rest + mark;
        let second = skip_blank(text, second);
        if let Some(len) = number_like(&text[second..]) {
            let after = skip_blank(text, second + len);
            if let Some(unit) = calendar_unit(&text[after..], len) {
                return Some(continue_date(text, after + unit));
            }
        }
    }
    let unit = calendar_unit(&text[rest..], digits)?;
    at = rest + unit;
    rest = at;
    Some(continue_date(text, rest))
}

/// Further parts of the same date, and a range to another date.
fn continue_date(text: &str, mut at: usize) -> usize {
    for _ in 0..6 {
        let next = skip_blank(text, at);
        let start = match range_mark(&text[next..]) {
            Some(mark) => next + mark,
            None => next,
        };
        let Some(len) = number_like(&text[start..]) else { break };
        let after = skip_blank(text, start + len);
        let Some(unit) = calendar_unit(&text[after..], text[start..start + len].chars().count()) else { break };
        at = after + unit;
    }
    at
}

fn skip_blank(text: &str, at: usize) -> usize {
    at + text[at..].chars().take(1).take_while(|c| matches!(c, ' ' | '　')).map(char::len_utf8).sum::<usize>()
}

/// Digits, Chinese digits (for 二〇二一) or the xx of a masked year: how many bytes.
fn number_like(text: &str) -> Option<usize> {
    let len = text
        .find(|c: char| !(is_arabic_digit(c) || is_chinese_digit(c) || matches!(c, 'x' | 'X' | '×' | '*')))
        .unwrap_or(text.len());
    (len > 0 && len <= 18).then_some(len)
}

/// The calendar unit at the beginning of `text` after a number of so many characters.
fn calendar_unit(text: &str, digits: usize) -> Option<usize> {
    const UNITS: [&str; 16] =
        ["年度", "年代", "年级", "年末", "年底", "年初", "年", "月份", "月底", "月初", "月中", "月末", "月", "日", "号", "世纪"];
    let unit = UNITS.iter().find(|u| text.starts_with(**u))?;
    let after = &text[unit.len()..];
    match *unit {
        // 5年 is a duration, 2005年 and 05年 are years; the caller looks at durations.
        "年" if digits < 2 => None,
        "年" if after.starts_with("期") || after.starts_with("制") => None,
        "月" if after.starts_with("报") => None,
        "号" | "日" | "月" | "月份" if digits > 5 => None,
        "日" if after.starts_with("处理") || after.starts_with("供") || after.starts_with("产") => None,
        _ => Some(unit.len()),
    }
}

/// Whether a number of years is a calendar year rather than a span: 1949 to 2099, or two digits with a leading zero, or 85 to 99.
pub(super) fn is_calendar_year(digits: &str) -> bool {
    match digits.len() {
        4 => digits.starts_with("19") || digits.starts_with("20"),
        3 => true,
        2 => digits.starts_with('0') || digits.starts_with('9'),
        n => n > 4,
    }
}
