//! Counts against the names that are listed: 甲、乙、丙三家企业; 四项工作:一是…二是….

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::figures::said;
use super::{Code, Finding, Place, about};
use crate::claim::Claim;
use crate::numeral;
use crate::reading::Reading;
use crate::section::Section;
use crate::span::{CharCounter, Span};

/// Longer lists are rarely meant to be complete.
const LIST_MAX: u64 = 20;
/// A list begins within so many bytes of the number that announces it.
const CLAUSE_BYTES_MAX: usize = 150;
/// Two words before a number are as often kinds of things as names.
const NAMES_MIN: u64 = 3;
/// A list of names is miscounted by no more than this.
const OFF_MAX: u64 = 2;
/// So much of what follows is searched for 一是, 二是.
const LIST_BYTES_MAX: usize = 24_000;

const MARKS: [&str; 10] = ["一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是", "九是", "十是"];

pub(super) fn check(text: &str, reading: &Reading, found: &mut Vec<Finding>) {
    for (number, claim) in reading.claims.iter().enumerate() {
        let Some(value) = whole(claim) else { continue };
        let listed = before(claim).or_else(|| after(text, claim));
        if let Some((names, least)) = listed.filter(|&(most, least)| !(least..=most).contains(&value)) {
            found.push(about(
                reading,
                Code::ListCountDiffers,
                &[number],
                format!(
                    "“{}”写{}，所列为{}个。",
                    claim.subject,
                    said(claim),
                    if names == least { names.to_string() } else { format!("{least}或{names}") }
                ),
                format!("{value} ≠ {names}"),
                format!("请核对数字，或补全名称；若所列完整，应为{names}{}。", claim.unit),
            ));
        }
    }
    headings(text, reading, found);
    announced_lists(text, reading, found);
}

/// 安排部署了五项重点任务：一是…二是…三是…: tasks and measures are no claims, but their number must be that of the list.
fn announced_lists(text: &str, reading: &Reading, found: &mut Vec<Finding>) {
    let mut counter = CharCounter::new(text, 0);
    for at in memchr::memmem::find_iter(text.as_bytes(), MARKS[0]) {
        let Some(mark) = text[..at].chars().next_back().filter(|c| matches!(c, ':' | '：' | '。' | '\n')) else { continue };
        let head = text[..at - mark.len_utf8()].trim_end();
        let from = head
            .rfind(['。', '\n', '，', ',', '；', ';', '：', ':'])
            .map_or(0, |i| i + head[i..].chars().next().map_or(1, char::len_utf8));
        let clause = &head[from..];
        let Some((number, said, end)) = count_of_tasks(clause) else { continue };
        let span = Span::new(from + number, from + end);
        let next = reading.claims.partition_point(|c| c.span.start <= span.start);
        if next.checked_sub(1).is_some_and(|c| span.start < reading.claims[c].span.end) {
            continue;
        }
        let Some((listed, _)) = marks(upto(&text[at..], LIST_BYTES_MAX), text.len() - at <= LIST_BYTES_MAX) else { continue };
        if listed == said {
            continue;
        }
        let chars = Span::new(counter.at(span.start), counter.at(span.end));
        found.push(Finding {
            code: Code::ListCountDiffers,
            severity: Code::ListCountDiffers.severity(),
            places: vec![Place { claim: None, span, chars }],
            what: format!("“{clause}”，其后列出{listed}条。"),
            arithmetic: format!("{said} ≠ {listed}"),
            suggestion: "请核对数字，或补全所列内容。".to_owned(),
        });
    }
}

/// The number in a short clause that ends in the things it announces: 五项重点任务, 3条措施.
fn count_of_tasks(clause: &str) -> Option<(usize, u64, usize)> {
    const THINGS: [&str; 12] = ["任务", "工作", "措施", "方面", "问题", "做法", "重点", "环节", "行动", "要求", "举措", "特点"];
    let clause = clause.trim_end_matches("的工作");
    if clause.len() > CLAUSE_BYTES_MAX || !THINGS.iter().any(|t| clause.ends_with(t)) {
        return None;
    }
    clause.char_indices().filter(|&(_, c)| c.is_ascii_digit() || numeral::is_chinese_digit(c)).find_map(|(at, _)| {
        let whole_word = !clause[..at].ends_with(['第', '每', '这', '其', '上', '前', '后', '下'])
            && !clause[..at].ends_with(|c: char| c.is_ascii_digit() || numeral::is_chinese_digit(c) || c == '.');
        let n = numeral::read(&clause[at..]).filter(|n| whole_word && n.upper.is_none() && !n.vague)?;
        let after = &clause[at + n.len..];
        let unit = ["项", "条", "个", "点", "大"].iter().find(|u| after.starts_with(**u))?;
        let value = n.value.to_u64().filter(|v| (2..=LIST_MAX).contains(v))?;
        (after[unit.len()..].chars().count() <= 6).then_some((at, value, at + n.len + unit.len()))
    })
}

/// How many of 一是, 二是 … stand in order at the beginning of a text, when all of the list was seen.
fn marks(text: &str, whole: bool) -> Option<(u64, u64)> {
    let next = text.find("\n一、").or_else(|| text.find("\n(")).or_else(|| text.find("\n（"));
    let end = next.unwrap_or(text.len());
    let mut at = 0;
    let mut count = 0;
    for mark in MARKS {
        let Some(found) = text[at..end].find(mark) else { break };
        at += found + mark.len();
        count += 1;
    }
    // Where the text goes on beyond what was looked at, so may the list.
    let seen = whole || next.is_some() || at < LIST_BYTES_MAX / 2;
    (seen && count >= 2).then_some((count, count))
}

/// A small exact count of things.
fn whole(claim: &Claim) -> Option<u64> {
    let countable = matches!(
        claim.unit.as_str(),
        "个" | "家" | "项" | "名" | "所" | "位" | "张" | "座" | "处" | "件" | "种" | "条" | "方面" | ""
    );
    let value = claim.value.filter(|v| v.fract() == Decimal::ZERO)?.to_u64()?;
    (countable && claim.approx.is_none() && claim.comparison.is_none() && claim.cell.is_none() && (2..=LIST_MAX).contains(&value))
        .then_some(value)
}

/// Names right before the number. 和 may join two names or stand inside one: most and least.
fn before(claim: &Claim) -> Option<(u64, u64)> {
    let at = claim.quote.find(|c: char| c.is_ascii_digit() || numeral::is_chinese_digit(c))?;
    let list = &claim.quote[..at];
    if claim.listed.is_none() || list.contains("等") || !list.contains('、') || list.contains(['(', '（', ':', '：', ',', '，'])
    {
        return None;
    }
    let marks = list.matches('、').count() as u64;
    let tail = &list[list.rfind('、')?..];
    let joints = ["和", "及", "与"].iter().map(|j| tail.matches(j).count() as u64).sum::<u64>();
    // Quoted names and ordinary ones are told apart by their marks only.
    let short = list.split('、').skip(1).all(|n| (1..=16).contains(&n.chars().count()));
    let (most, least) = (marks + 1 + joints, marks + 1);
    // 申诉、投诉12件, 国家、省级立项4项: kinds, not names. Whoever lists names miscounts by one or two, unless the noun they
    // are names of follows: 甲镇、乙镇、丙镇6个镇.
    let value = claim.value?.to_u64()?;
    let near = value <= most + OFF_MAX && value + OFF_MAX >= least;
    let rest = claim.quote[at..].trim_start_matches(|c: char| c.is_ascii_digit() || numeral::is_chinese_digit(c));
    let noun_follows = rest.strip_prefix(claim.unit.as_str()).is_some_and(|noun| noun.starts_with(crate::is_han));
    let names = least >= NAMES_MIN && (near || noun_follows);
    (short && joints <= 1 && names).then_some((most, least))
}

/// The beginning of a text, at most so many bytes.
fn upto(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// 一是 … 二是 … right after the sentence that gives the number.
fn after(text: &str, claim: &Claim) -> Option<(u64, u64)> {
    let quote = claim.quote_span.of(text);
    let rest = text.get(claim.span.end..)?;
    let clause_end = upto(rest, CLAUSE_BYTES_MAX).find(['。', ':', '：', '\n', ';', '；'])?;
    let follows = upto(&rest[clause_end..], LIST_BYTES_MAX);
    let whole = follows.len() + clause_end == rest.len();
    let follows = follows.trim_start_matches(['。', ':', '：', '\n', ' ', '　', ';', '；']);
    if !follows.starts_with(MARKS[0]) || quote.is_empty() {
        return None;
    }
    let announces = ["活动", "方面", "工作", "措施", "做法", "会议", "任务", "重点", "环节", "行动"]
        .iter()
        .any(|w| rest[..clause_end.min(rest.len())].contains(w) || quote.contains(w));
    marks(follows, whole).filter(|_| announces)
}

/// 突出八大重点 over (一) to (七).
fn headings(text: &str, reading: &Reading, found: &mut Vec<Finding>) {
    let sections = &reading.sections;
    let last_top = sections.iter().rposition(|s| s.level == 1);
    let mut counter = CharCounter::new(text, 0);
    let mut children_of = vec![0u64; sections.len()];
    for section in sections {
        if let Some(parent) = section.parent.filter(|&p| sections[p].level + 1 == section.level) {
            children_of[parent] += 1;
        }
    }
    for (number, section) in sections.iter().enumerate() {
        let Some(said) = announced(section) else { continue };
        let children = children_of[number];
        // The end of a copy is often cut off: the last part proves nothing.
        if children < 2 || children == said || last_top == Some(number) {
            continue;
        }
        let chars = Span::new(counter.at(section.span.start), counter.at(section.span.end));
        found.push(Finding {
            code: Code::ListCountDiffers,
            severity: Code::ListCountDiffers.severity(),
            places: vec![Place { claim: None, span: section.span, chars }],
            what: format!("标题“{}”说有{said}项，其下列出{children}项。", section.title),
            arithmetic: format!("{said} ≠ {children}"),
            suggestion: "请核对标题中的数字，或补全小标题。".to_owned(),
        });
    }
}

/// The number in a heading that announces its parts: 八大重点, 五项工作.
fn announced(section: &Section) -> Option<u64> {
    if section.level != 1 {
        return None;
    }
    let at = section.title.find(numeral::is_chinese_digit)?;
    let n = numeral::read(&section.title[at..])?;
    let after = &section.title[at + n.len..];
    let before = &section.title[..at];
    let announces =
        ["大重点", "项重点", "大任务", "项任务", "项工作", "个方面", "大行动", "项措施"].iter().any(|w| after.starts_with(w));
    let led = before.is_empty()
        || ["突出", "抓好", "实施", "聚焦", "做好", "推进", "完成", "围绕", "开展", "落实"].iter().any(|w| before.ends_with(w));
    (announces && led).then(|| n.value.to_u64()).flatten().filter(|v| (2..=LIST_MAX).contains(v))
}
