//! 网页附带内容: what a document-sharing or news site puts around a report, by its words and by its place.
//!
//! One suspicious line proves nothing. Lines are dropped only before and after the body, and only when at least three
//! different features meet; lists of other articles and "第3页 共7页" need no further proof.

use std::sync::OnceLock;

use super::Class;
use super::draft::{Change, Draft};
use crate::data;
use crate::span::is_han;

static FEATURES: &str = include_str!("../../data/furniture.txt");

const FEATURES_MIN: usize = 3;
/// The body begins at the first line of prose; a site's head is never longer.
const HEAD_LINES_MAX: usize = 80;
const TAIL_LINES_MAX: usize = 120;
const PROSE_HAN_MIN: usize = 28;

/// What the surroundings tell about where the text comes from.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Site {
    pub features: usize,
    /// Number of printed pages, where the site tells it.
    pub pages: Option<usize>,
}

impl Site {
    pub fn is_certain(self) -> bool {
        self.features >= FEATURES_MIN
    }
}

struct Features {
    line: Vec<&'static str>,
    start: Vec<&'static str>,
    contains: Vec<&'static str>,
    tail: Vec<&'static str>,
}

fn features() -> &'static Features {
    static FOUND: OnceLock<Features> = OnceLock::new();
    FOUND.get_or_init(|| {
        let of = |section| data::lines(FEATURES, section);
        Features { line: of("line"), start: of("start"), contains: of("contains"), tail: of("tail") }
    })
}

#[derive(Clone, Copy)]
struct Line<'t> {
    start: usize,
    /// After the line feed.
    end: usize,
    text: &'t str,
}

pub(super) fn pass(draft: &mut Draft) -> Site {
    let text = draft.text();
    let head = head_lines(text);
    let tail = tail_lines(text, head.last().map_or(0, |l| l.end));
    let mut site = Site::default();
    let mut seen: Vec<String> = Vec::new();
    for line in head.iter().chain(&tail) {
        if let Some(feature) = feature_of(line.text) {
            let feature = feature.into_owned();
            if !seen.contains(&feature) {
                seen.push(feature);
            }
        }
        site.pages = site.pages.or_else(|| page_total(line.text));
    }
    site.features = seen.len();
    let mut changes = Vec::new();
    if site.is_certain() {
        drop_head(&head, &mut changes);
        drop_tail(&tail, &mut changes);
    } else {
        drop_chatter(&head, &mut changes);
        drop_article_list(&tail, &mut changes);
    }
    page_marks(text, &mut changes);
    changes.sort_by_key(|c| c.span);
    draft.apply(changes);
    site
}

/// Lines up to and including the first line of prose that bears no feature.
fn head_lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for raw in text.split_inclusive('\n').take(HEAD_LINES_MAX) {
        let line = Line { start, end: start + raw.len(), text: raw.trim() };
        start = line.end;
        lines.push(line);
        if is_prose(line.text) && feature_of(line.text).is_none() && !is_notice(line.text) {
            break;
        }
    }
    lines
}

/// Lines after the last line of prose that bears no feature, from `from` on.
fn tail_lines(text: &str, from: usize) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut end = text.len();
    while end > from && lines.len() < TAIL_LINES_MAX {
        let body = &text[from..end];
        let trimmed = body.strip_suffix('\n').unwrap_or(body);
        let start = from + trimmed.rfind('\n').map_or(0, |i| i + 1);
        let line = Line { start, end, text: text[start..end].trim() };
        if is_prose(line.text) && feature_of(line.text).is_none() {
            break;
        }
        lines.push(line);
        end = start;
    }
    lines.reverse();
    lines
}

/// A line that is written to be read on: long, with marks between its parts.
fn is_prose(line: &str) -> bool {
    line.len() >= PROSE_HAN_MIN * 3
        && line.contains(['。', ',', '，', '；', ';', '、'])
        && line.chars().filter(|&c| is_han(c)).take(PROSE_HAN_MIN).count() == PROSE_HAN_MIN
}

/// The feature a line bears, by which equal ones are counted once.
fn feature_of(line: &str) -> Option<std::borrow::Cow<'static, str>> {
    if line.is_empty() {
        return None;
    }
    let bare = line.trim_end_matches(['>', '»', '…', ' ', '+', '↓']).trim();
    let features = features();
    if let Some(&f) = features.line.iter().find(|&&f| f == bare) {
        return Some(f.into());
    }
    if let Some(&f) = features.contains.iter().find(|&&f| line.contains(f)) {
        return Some(f.into());
    }
    let colon = line.replace('：', ":");
    if let Some(&f) = features.start.iter().find(|&&f| starts_as_label(&colon, f)) {
        return Some(f.into());
    }
    if is_file_name(bare) {
        return Some("*.doc".into());
    }
    is_page_mark(bare).then(|| "第N页".into())
}

/// The label stands at the beginning and something of a label follows: a colon, a blank, a digit, or nothing.
fn starts_as_label(line: &str, label: &str) -> bool {
    let Some(rest) = line.strip_prefix(label) else { return false };
    let long_enough = label.chars().count() >= 4 || !label.chars().all(is_han);
    long_enough
        && line.chars().count() < 200
        && (rest.chars().next().is_none_or(|c| !is_han(c)) || label.ends_with([':', '>']) || label.chars().count() >= 5)
}

/// "…工作总结.doc", "….docx_第3页".
fn is_file_name(line: &str) -> bool {
    let stem = line.rfind("_第").filter(|&at| line.ends_with('页') && at > 0).map_or(line, |at| &line[..at]);
    [".doc", ".docx", ".pdf", ".ppt", ".pptx", ".xls", ".xlsx", ".txt", ".wps", ".DOC", ".DOCX"].iter().any(|e| stem.ends_with(e))
        && !stem.contains('。')
}

/// "第3页", "第 3 页 / 共 16 页", "共7页".
fn is_page_mark(line: &str) -> bool {
    let bare: String = line.chars().filter(|c| !c.is_whitespace() && !matches!(c, '/' | '-' | ',' | '，')).collect();
    let Some(rest) = bare.strip_prefix('第').or_else(|| bare.strip_prefix('共')) else { return false };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    matches!(rest, "页")
        || (rest.strip_prefix("页共").is_some_and(|r| r.trim_start_matches(|c: char| c.is_ascii_digit()) == "页")
            && bare.starts_with('第'))
}

/// The number in "页数:16" or "共16页".
fn page_total(line: &str) -> Option<usize> {
    let after = |label: &str| line.find(label).map(|at| line[at + label.len()..].trim_start());
    let digits = after("页数:").or_else(|| after("页数：")).or_else(|| after("共"))?;
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let total: usize = digits[..end].parse().ok()?;
    (1..=500).contains(&total).then_some(total)
}

/// Before the body: everything up to the last line with a feature, tags and empty lines with it.
fn drop_head(head: &[Line], changes: &mut Vec<Change>) {
    let Some(last) = head.iter().rposition(|l| feature_of(l.text).is_some()) else { return };
    let until = last + 1 + head[last + 1..].iter().take_while(|l| l.text.is_empty() || is_tags(l.text)).count();
    for line in &head[..until] {
        let keep = feature_of(line.text).is_none() && !line.text.is_empty() && !is_tags(line.text) && !is_notice(line.text);
        if !keep {
            push(changes, line);
        }
    }
}

/// After the body: everything from the first line with a feature on; what stands before it stays.
fn drop_tail(tail: &[Line], changes: &mut Vec<Change>) {
    let features = features();
    let Some(first) = tail.iter().position(|l| feature_of(l.text).is_some() || is_article_list_head(l.text)) else { return };
    let end_mark = tail.iter().position(|l| features.tail.iter().any(|t| l.text.starts_with(t)));
    for (i, line) in tail.iter().enumerate().skip(first) {
        let short = line.text.chars().count() < PROSE_HAN_MIN;
        if end_mark.is_some_and(|e| i >= e)
            || feature_of(line.text).is_some()
            || line.text.is_empty()
            || is_tags(line.text)
            || (short && i > first)
        {
            push(changes, line);
        }
    }
}

/// The words of welcome of a site's editor, one line before the report.
fn drop_chatter(head: &[Line], changes: &mut Vec<Change>) {
    for line in head.iter().take(6) {
        if line.text.contains("小编")
            && ["整理", "收集", "带来", "分享", "欢迎"].iter().any(|w| line.text.contains(w))
            && line.text.chars().count() < 300
        {
            push(changes, line);
        }
    }
}

/// "【…】相关文章:" and the titles with dates below it.
fn drop_article_list(tail: &[Line], changes: &mut Vec<Change>) {
    let Some(head) = tail.iter().position(|l| is_article_list_head(l.text)) else { return };
    let titles: Vec<&Line> = tail[head + 1..].iter().filter(|l| !l.text.is_empty()).collect();
    let dated = titles.iter().filter(|l| ends_in_date(l.text)).count();
    if dated >= 2 && dated * 10 >= titles.len() * 8 {
        for line in &tail[head..] {
            push(changes, line);
        }
    }
}

fn is_article_list_head(line: &str) -> bool {
    let bare = line.trim_end_matches([':', '：']);
    ["相关文章", "相关阅读", "相关推荐", "相关范文", "推荐阅读"].iter().any(|h| bare.ends_with(h))
        && (bare.starts_with('【') || bare.chars().count() < 8)
}

/// "…01-17" or "…2021-01-17".
fn ends_in_date(line: &str) -> bool {
    let tail: Vec<char> = line.chars().rev().take(5).collect();
    matches!(tail.as_slice(), [a, b, '-', c, d] if [a, b, c, d].iter().all(|x| x.is_ascii_digit()))
}

/// "2023 科技局 年度 工作总结": words parted by blanks, without marks.
fn is_tags(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    words.len() >= 2
        && words.iter().all(|w| w.chars().count() <= 8)
        && !line.contains(['。', ',', '，', '、', ':', '：', ';', '；', '(', '（'])
        && !starts_with_number_mark(line)
}

fn starts_with_number_mark(line: &str) -> bool {
    line.starts_with(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '第'])
}

/// "3. 下载前请先预览…": a numbered remark of the site.
fn is_notice(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < line.len()
        && rest.starts_with(['.', '、', '．'])
        && ["下载", "文档", "版权", "客服", "预览", "付费", "用户"].iter().filter(|w| rest.contains(**w)).count() >= 2
}

/// "第7页 共7页" at the end of a line of prose, or "第1页共3页" at its beginning.
fn page_marks(text: &str, changes: &mut Vec<Change>) {
    for at in memchr::memmem::find_iter(text.as_bytes(), "页") {
        let end = at + 3;
        let line_start = text[..at].rfind('\n').map_or(0, |i| i + 1).max(at.saturating_sub(40));
        let Some(window) = text.get(ceil_boundary(text, line_start)..end) else { continue };
        let Some(from) = window.rfind('第') else { continue };
        let mark = &window[from..];
        if !is_page_mark(mark) || !mark.contains('共') {
            continue;
        }
        let start = end - mark.len();
        let before = &text[..start];
        let at_line_start = before.is_empty() || before.ends_with('\n');
        let after = &text[end..];
        let at_line_end = after.is_empty() || after.starts_with('\n') || after.trim_start_matches(' ').starts_with('\n');
        if (at_line_start || at_line_end) && !changes.iter().any(|c| c.span.start <= start && end <= c.span.end) {
            let blank = before.len() - before.trim_end_matches(' ').len();
            changes.push(Change::delete(Class::Furniture, start - blank, end));
        }
    }
}

fn ceil_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

fn push(changes: &mut Vec<Change>, line: &Line) {
    match changes.last_mut() {
        Some(last) if last.span.end == line.start => last.span.end = line.end,
        _ => changes.push(Change::delete(Class::Furniture, line.start, line.end)),
    }
}
