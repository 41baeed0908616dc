//! A line as the cells of a row: parted by tabs, by bars, by several blanks, or, where a table is known, by any blanks.

/// A cell with its place in the line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'t> {
    pub text: &'t str,
    pub start: usize,
}

const CELLS_MIN: usize = 3;
const CELLS_MAX: usize = 64;
/// A row of short cells is not longer than so many bytes.
const ROW_BYTES_MAX: usize = 480;
/// Nor is a bracket inside it.
const BRACKET_BYTES_MAX: usize = 48;
/// Bars as keyboards and terminals draw them.
pub(super) const BARS: [char; 3] = ['|', '｜', '│'];
const BLANKS: [char; 4] = [' ', '　', '\u{a0}', '\t'];

/// A blank of any width within a line.
pub(super) fn is_blank(c: char) -> bool {
    BLANKS.contains(&c)
}

/// The cells of a line whose marks or wide blanks show that it is a row.
pub(super) fn cells(line: &str) -> Option<Vec<Part<'_>>> {
    let body = line.trim_end_matches(['\n', '\r']);
    let parts: Vec<Part> = if memchr::memchr(b'\t', body.as_bytes()).is_some() {
        split(body, |c| c == '\t')
    } else if has_bars(body) {
        let inner = body.trim();
        let inner = inner.strip_prefix(BARS).unwrap_or(inner);
        let inner = inner.strip_suffix(BARS).unwrap_or(inner);
        let offset = inner.as_ptr() as usize - body.as_ptr() as usize;
        split(inner, |c| BARS.contains(&c)).into_iter().map(|p| Part { start: p.start + offset, ..p }).collect()
    } else if memchr::memmem::find(body.as_bytes(), b"  ").is_some()
        || memchr::memmem::find(body.as_bytes(), "　".as_bytes()).is_some()
    {
        by_wide_blanks(body)
    } else {
        return None;
    };
    let prose = parts.iter().any(|p| p.text.chars().count() > 40 || p.text.contains(['。', '；', ';']));
    ((CELLS_MIN..=CELLS_MAX).contains(&parts.len()) && !prose).then_some(parts)
}

fn has_bars(body: &str) -> bool {
    memchr::memchr_iter(b'|', body.as_bytes()).take(2).count() >= 2
        || body.len() <= ROW_BYTES_MAX
            && ["｜", "│"].iter().any(|bar| memchr::memmem::find_iter(body.as_bytes(), bar).take(2).count() >= 2)
}

/// |---|:--:|, ├──┼──┤: a line drawn between rows.
pub(super) fn is_rule(line: &str) -> bool {
    const DRAWN: &str = "-—─━=+＋|｜│┼├┤┌┐└┘┬┴: ";
    let body = line.trim();
    body.len() >= 3 && body.len() <= ROW_BYTES_MAX && body.chars().all(|c| DRAWN.contains(c))
}

/// Whether a line could be a row parted by blanks: asked of every line, so that only few are looked at closely.
pub(super) fn may_be_fields(line: &str) -> bool {
    let body = line.trim_end();
    (8..=ROW_BYTES_MAX).contains(&body.len())
        && (memchr::memchr2(b' ', b'\t', body.as_bytes()).is_some() || body.contains(['　', '\u{a0}']))
        && body.split(BLANKS).filter(|f| !f.is_empty()).take(CELLS_MIN).count() == CELLS_MIN
        && !has_bars(body)
}

/// The fields of a line between blanks of any width. What stands in brackets stays whole and with the word before it, and so
/// do words of two characters that are spaced out: 合 计.
pub(super) fn fields(line: &str) -> Option<Vec<Part<'_>>> {
    if !may_be_fields(line) {
        return None;
    }
    let mut parts: Vec<Part> = Vec::new();
    let mut at = 0;
    while let Some(skipped) = line[at..].find(|c: char| !BLANKS.contains(&c) && c != '\n' && c != '\r') {
        let start = at + skipped;
        at = field_end(line, start);
        let joined = parts.last().and_then(|last| {
            let text = &line[last.start..at];
            belongs_together(last.text, &line[start..at]).then_some(Part { text, start: last.start })
        });
        match (joined, parts.last_mut()) {
            (Some(joined), Some(last)) => *last = joined,
            _ => parts.push(Part { text: &line[start..at], start }),
        }
    }
    (CELLS_MIN..=CELLS_MAX).contains(&parts.len()).then_some(parts)
}

/// Where the field that begins at `start` ends.
fn field_end(line: &str, start: usize) -> usize {
    let mut open: Option<usize> = None;
    let mut first_blank = None;
    for (i, c) in line[start..].char_indices() {
        let at = start + i;
        match c {
            '\n' | '\r' => return first_blank.unwrap_or(at),
            '(' | '（' => open = Some(at),
            ')' | '）' => {
                open = None;
                first_blank = None;
            }
            c if BLANKS.contains(&c) && open.is_none() => return at,
            c if BLANKS.contains(&c) => first_blank = first_blank.or(Some(at)),
            // A bracket that does not close holds nothing together.
            _ if open.is_some_and(|open| at - open > BRACKET_BYTES_MAX) => return first_blank.unwrap_or(at),
            _ => {}
        }
    }
    first_blank.unwrap_or(line.len())
}

/// 产值 (万元), 合 计.
fn belongs_together(before: &str, field: &str) -> bool {
    const SPACED: [&str; 14] =
        ["合计", "总计", "小计", "共计", "项目", "指标", "单位", "名称", "地区", "类别", "序号", "备注", "数量", "年份"];
    let in_brackets = field.starts_with(['(', '（']) && field.ends_with([')', '）']);
    let named = in_brackets && !field.contains(|c: char| c.is_ascii_digit()) && !before.ends_with(|c: char| c.is_ascii_digit());
    let spaced = before.len() == 3 && field.len() == 3 && SPACED.iter().any(|w| w.starts_with(before) && w.ends_with(field));
    named || spaced
}

fn split(text: &str, by: impl Fn(char) -> bool) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| by(*c)) {
        parts.push(part(text, start, at));
        start = at + c.len_utf8();
    }
    parts.push(part(text, start, text.len()));
    parts
}

fn part(text: &str, start: usize, end: usize) -> Part<'_> {
    let raw = &text[start..end];
    let trimmed = raw.trim();
    Part { text: trimmed, start: start + (raw.len() - raw.trim_start().len()) }
}

/// Two or more blanks part two cells.
fn by_wide_blanks(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut start: Option<usize> = None;
    let mut end = 0;
    let mut blanks = 0;
    for (at, c) in text.char_indices() {
        if matches!(c, ' ' | '　' | '\u{a0}') {
            blanks += if c == '　' { 2 } else { 1 };
            continue;
        }
        if blanks >= 2
            && let Some(s) = start.take()
        {
            parts.push(part(text, s, end));
        }
        blanks = 0;
        start.get_or_insert(at);
        end = at + c.len_utf8();
    }
    if let Some(s) = start {
        parts.push(part(text, s, end));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stand_between_blanks() {
        let of = |line: &'static str| fields(line).map(|parts| parts.iter().map(|p| p.text).collect::<Vec<_>>());
        assert_eq!(of("园区 产值 (亿元) 税收( 万 元 )　人数\n").unwrap(), ["园区", "产值 (亿元)", "税收( 万 元 )", "人数"]);
        assert_eq!(of("合 计 245.6 8.5").unwrap(), ["合 计", "245.6", "8.5"]);
        assert_eq!(of("东区 (新 12 13 14").unwrap().len(), 2 + 3);
        assert_eq!(of("东区 12"), None);
    }

    #[test]
    fn rules_are_no_rows() {
        assert!(is_rule("|---|:--:|\n") && is_rule("├──┼──┤") && !is_rule("| - | 3 |"));
    }
}
