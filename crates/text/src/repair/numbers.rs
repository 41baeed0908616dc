//! 硬换行 around numbers: a converter put every number on a line of its own, 用经费共 / 8059.35 / 万元，用于….
//!
//! A number alone is a cell of a table or a page number more often than not. It is joined only where a clause before it
//! is left open and the next line begins with a unit and goes on as running text.

use super::Class;
use super::draft::{Change, Draft};
use super::line;
use crate::measure;
use crate::span::{Span, is_han};

const NUMBER_BYTES_MAX: usize = 24;
/// After a unit, so many columns without a mark are running text too.
const RUNNING_COLUMNS_MIN: usize = 12;
/// So many certain joins show that the text was broken at its numbers.
const PROVEN_MIN: usize = 2;
/// A line without marks that begins a paragraph is a heading if it is shorter, unless it ends as only a clause ends.
const CLAUSE_COLUMNS_MIN: usize = 16;
const CLAUSE_ENDS: &str = "达共为到了约近过有入是至于计得、，,";
/// The same, but headings with a number end so too.
const AMOUNT_ENDS: &str = "长降加少金额量成资";
/// What stands alone before a number and heads nothing.
const VERBS: [&str; 20] = [
    "完成", "实现", "新建", "建成", "开展", "组织", "培训", "引进", "指导", "发放", "举办", "争取", "下达", "拨付", "投入",
    "获批", "申报", "新增", "改造", "解决",
];
/// Measures that are nouns too: after them a number alone may as well be that of a page.
const NOUNS: [&str; 22] = [
    "时", "点", "号", "分", "国", "校", "店", "厂", "村", "乡", "镇", "县", "区", "市", "省", "大", "快", "字", "面", "级", "班",
    "团",
];

/// A number alone on its line.
struct Alone {
    /// The line, with its blanks.
    line: Span,
    number: Span,
}

/// Joins what was broken at numbers; tells whether the text had been.
pub(super) fn pass(draft: &mut Draft) -> bool {
    let text = draft.text();
    let alone = alone(text);
    if alone.is_empty() {
        return false;
    }
    let mut on = vec![false; alone.len()];
    for i in (0..alone.len()).rev() {
        let then = alone.get(i + 1).is_some_and(|next| on[i + 1] && next.line.start == line_end(text, alone[i].line.end + 1) + 1);
        on[i] = goes_on(alone[i].number.of(text), following(text, &alone[i]), then);
    }
    let before: Vec<Option<usize>> = alone.iter().map(|a| open_before(text, a)).collect();
    let certain = |i: usize| on[i] && before[i].is_some();
    let proven = (0..alone.len()).filter(|&i| certain(i)).count() >= PROVEN_MIN;
    let mut changes = Vec::new();
    for (i, a) in alone.iter().enumerate().filter(|(i, _)| on[*i]) {
        if let Some(end) = before[i] {
            changes.push(Change::delete(Class::WrappedLine, end, a.number.start));
        }
        if before[i].is_some() || proven {
            let next = a.line.end + 1 + usize::from(text[a.line.end + 1..].starts_with(' '));
            changes.push(Change::delete(Class::WrappedLine, a.number.end, next));
        }
    }
    draft.apply(changes);
    proven
}

fn alone(text: &str) -> Vec<Alone> {
    let mut found = Vec::new();
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
        if end - start <= NUMBER_BYTES_MAX && start > 0 {
            let raw = &text[start..end];
            let number = raw.trim();
            if is_number(number) {
                let from = start + raw.len() - raw.trim_start().len();
                found.push(Alone { line: Span::new(start, end), number: Span::new(from, from + number.len()) });
            }
        }
        start = end + 1;
    }
    found
}

/// 8059.35, 1,304, 85%.
fn is_number(text: &str) -> bool {
    let bare = text.strip_suffix(['%', '％']).unwrap_or(text);
    bare.starts_with(|c: char| c.is_ascii_digit())
        && bare.ends_with(|c: char| c.is_ascii_digit())
        && bare.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
}

fn line_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes().get(start..).unwrap_or_default();
    memchr::memchr(b'\n', bytes).map_or(text.len(), |at| start + at)
}

fn following<'t>(text: &'t str, number: &Alone) -> &'t str {
    let start = number.line.end + 1;
    let line = text.get(start..line_end(text, start)).unwrap_or("").trim_end();
    line.strip_prefix(' ').unwrap_or(line)
}

/// Whether the line after a number begins with its unit and is running text. `then`: another such number stands right below.
fn goes_on(number: &str, next: &str, then: bool) -> bool {
    if line::is_tabular(next) {
        return false;
    }
    if next.starts_with(['，', '。', '、', '；', '）']) || next.starts_with(',') {
        return true;
    }
    if number.ends_with(['%', '％']) {
        let rest = ["以上", "以下", "左右", "的"].iter().find_map(|w| next.strip_prefix(w));
        return rest.is_some_and(|rest| is_running(rest, then));
    }
    let Some((unit, rest)) = unit_at(next) else { return false };
    match unit {
        "年" | "月" if rest.is_empty() => then,
        "年" | "年度" | "月" | "日" => line::has_mark(rest),
        _ => is_running(rest, then),
    }
}

fn is_running(rest: &str, then: bool) -> bool {
    // A character that was lost with a tag stood in running text.
    rest.contains('〓') || line::has_mark(rest) || line::columns(rest) >= RUNNING_COLUMNS_MIN || (then && rest.ends_with(is_han))
}

/// The measure word after 余, 多, 万 and the like, and what follows it.
fn unit_at(line: &str) -> Option<(&'static str, &str)> {
    let more = |t: &'_ str| t.len() - t.trim_start_matches(['余', '多']).len();
    let mut at = more(line);
    let magnitude = measure::magnitude_at(&line[at..]).map_or(0, |(len, _)| len);
    at += magnitude;
    at += more(&line[at..]);
    let unit = measure::at(&line[at..])?.word;
    let rest = &line[at + unit.len()..];
    let noun = at == 0 && (NOUNS.contains(&unit) || (unit == "项" && rest.starts_with('目')));
    (!noun).then_some((unit, rest))
}

/// Whether a line goes on from a number at the end of the line before.
pub(super) fn begins_with_unit(line: &str) -> bool {
    unit_at(line).is_some_and(|(_, rest)| line::has_mark(rest))
}

/// Where the line before a number ends, if its clause goes on.
fn open_before(text: &str, number: &Alone) -> Option<usize> {
    let head = text[..number.line.start].strip_suffix('\n')?;
    let start = memchr::memrchr(b'\n', head.as_bytes()).map_or(0, |at| at + 1);
    let before = head[start..].trim_end();
    let bare = before.trim_start();
    if line::is_tabular(bare) || !before.ends_with(line::is_body) {
        return None;
    }
    let begins = start == 0 || before.len() > bare.len() || line::begins_anew(before) || {
        let above = head[..start - 1].rsplit('\n').next().unwrap_or("").trim_end();
        !line::is_open(above)
    };
    let bare_clause =
        bare.contains(['，', ',', '。', '；']) || bare.ends_with(|c| CLAUSE_ENDS.contains(c)) || VERBS.contains(&bare);
    let heads = line::begins_anew(bare);
    let long = match unit_at(following(text, number)) {
        // 某县工作总结 / 2013 / 年，我县….
        Some(("年" | "年度" | "月" | "日", _)) => false,
        _ => !heads && (line::columns(bare) >= CLAUSE_COLUMNS_MIN || bare.ends_with(|c| AMOUNT_ENDS.contains(c))),
    };
    (!begins || bare_clause || long).then_some(start + before.len())
}
