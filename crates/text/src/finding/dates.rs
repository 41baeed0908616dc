//! Dates that cannot be: years with a digit or a dash lost, months and days that do not exist, deeds after the period of the report.

use super::{Code, Finding, Place};
use crate::reading::Reading;
use crate::section::Tense;
use crate::span::{CharCounter, Span};

pub(super) fn check(text: &str, reading: &Reading, found: &mut Vec<Finding>) {
    let mut counter = CharCounter::new(text, 0);
    let mut push = |code: Code, span: Span, what: String, suggestion: String| {
        let chars = Span::new(counter.at(span.start), counter.at(span.end));
        found.push(Finding {
            code,
            severity: code.severity(),
            places: vec![Place { claim: None, span, chars }],
            what,
            arithmetic: String::new(),
            suggestion,
        });
    };
    let report_year = report_year(reading);
    for at in memchr::memmem::find_iter(text.as_bytes(), "年") {
        let head = text[..at].trim_end_matches(' ');
        let digits = head.len() - head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let year = &head[head.len() - digits..];
        let span = Span::new(head.len() - digits, at + "年".len());
        match digits {
            3 if year.starts_with("20") || year.starts_with("19") => {
                push(Code::YearDigitsLost, span, format!("“{year}年”缺一位数字。"), "请补全四位年份。".to_owned())
            }
            8 if is_year(&year[..4]) && is_year(&year[4..]) && year[..4] <= year[4..] => {
                push(
                    Code::YearRangeJoined,
                    span,
                    format!("“{year}年”是两个年份连写。"),
                    format!("应为“{}—{}年”。", &year[..4], &year[4..]),
                );
            }
            4 if is_year(year) => {
                if let Some(report) = report_year
                    && year > report
                    && deed_follows(text, at, reading)
                {
                    push(
                        Code::DateOutsidePeriod,
                        span,
                        format!("总结的是{report}年，此处所记事项在{year}年。"),
                        "请核对年份。".to_owned(),
                    );
                }
            }
            _ => {}
        }
    }
    for at in memchr::memmem::find_iter(text.as_bytes(), "月") {
        if let Some((span, said)) = impossible(text, at) {
            push(Code::DateImpossible, span, format!("“{said}”不存在。"), "请核对月份和日期。".to_owned());
        }
    }
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

/// The year a report is about, when its title names exactly one and the text is no plan.
fn report_year(reading: &Reading) -> Option<&str> {
    let title = reading.sections.first().filter(|s| s.level == 0 && s.tense == Tense::Report)?;
    let plans = ["计划", "打算", "思路", "安排", "要点", "规划"].iter().any(|w| title.title.contains(w));
    let year = title.year.as_deref().filter(|y| is_year(y))?;
    (!plans && title.title.matches('年').count() <= 2).then_some(year)
}

/// A day of that year on which something was done: 2025年3月12日…了, in a part that reports.
fn deed_follows(text: &str, at: usize, reading: &Reading) -> bool {
    let passed = reading.sections.partition_point(|s| s.span.start <= at);
    let section = passed.checked_sub(1).and_then(|last| reading.sections.get(last));
    if section.is_some_and(|s| s.tense != Tense::Report) {
        return false;
    }
    let sentence: String = text[at..].chars().take_while(|c| !matches!(c, '。' | '\n')).take(60).collect();
    let day = sentence.chars().skip(1).take(6).collect::<String>().contains('月');
    day && sentence.contains('了') && !["将", "计划", "预计", "拟", "力争", "到期", "有效期"].iter().any(|w| sentence.contains(w))
}

/// The month before 月 and the day after it, if no calendar has them.
fn impossible(text: &str, at: usize) -> Option<(Span, String)> {
    let head = &text[..at];
    let digits = head.len() - head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    if !(1..=2).contains(&digits) || head[..head.len() - digits].ends_with(['.', '-', '个', '—', '/', '第', '近']) {
        return None;
    }
    let month: u32 = head[head.len() - digits..].parse().ok()?;
    let after = &text[at + "月".len()..];
    let day_digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let has_day = (1..=2).contains(&day_digits) && after[day_digits..].starts_with(['日', '号']);
    let day: u32 = if has_day { after[..day_digits].parse().ok()? } else { 1 };
    let dated = has_day || head[..head.len() - digits].ends_with('年') || after.starts_with("份");
    let longest = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let wrong = month == 0 || month > 12 || day == 0 || day > longest;
    let end = at + "月".len() + if has_day { day_digits + "日".len() } else { 0 };
    let start = head.len() - digits;
    (wrong && dated).then(|| (Span::new(start, end), text[start..end].to_owned()))
}
