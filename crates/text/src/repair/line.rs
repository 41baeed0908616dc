//! Printed lines: how wide they are, how they begin, how they end. Shared by the passes that join lines.

use crate::section::marker_at;
use crate::span::is_han;

/// Columns of a monospaced page: one for ASCII, two for everything else.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

const fn width(c: char) -> usize {
    if c.is_ascii() { 1 } else { 2 }
}

/// A longer word is parted.
pub(super) const TOKEN_MAX: usize = 12;

/// What cannot be parted at the beginning of a line: a number or a word, and the mark that must not begin a line.
pub(super) fn unparted(line: &str) -> &str {
    const OPENING: &str = "“‘（(《【";
    let token = line.trim_start_matches(|c| OPENING.contains(c));
    let word = token.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | ',' | '%')).unwrap_or(token.len());
    let first = if word > 0 { word } else { token.chars().next().map_or(0, char::len_utf8) };
    let rest = token[first..].trim_start_matches(is_closing);
    &line[..line.len() - rest.len()]
}

/// Marks that never begin a line of Chinese print.
pub(super) const fn is_closing(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：' | '！' | '？' | '）' | '》' | '”' | '’' | '】' | ',' | ';' | ')' | '%' | '％')
}

/// Whether a sentence goes on after a line. Takes the line without the blanks at its end.
pub(super) fn is_open(line: &str) -> bool {
    const ENDS: &str = "。！？!?；;：:….·";
    const CLOSERS: &str = "”’\"』」）)》】";
    let inner = line.trim_end_matches(|c| CLOSERS.contains(c));
    inner.chars().next_back().is_some_and(|c| !ENDS.contains(c) && !c.is_control())
}

/// Whether a line begins a paragraph, a list item, a remark: blanks, a number, a bullet. Empty lines do too.
pub(super) fn begins_anew(line: &str) -> bool {
    const BULLETS: &str = "•·●■◆□▪➢○★☆※▲△◎—–-*#>|/\\";
    let Some(first) = line.chars().next() else { return true };
    first.is_whitespace()
        || BULLETS.contains(first)
        || marker_at(line).is_some()
        || is_article(line)
        || line.strip_prefix(['表', '图']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        || ["附件", "附：", "附:", "注：", "注:", "备注"].iter().any(|w| line.starts_with(w))
}

/// 第三条, 第2节.
fn is_article(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('第') else { return false };
    let bare = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十百".contains(c));
    bare.len() < rest.len() && bare.starts_with(['条', '节', '章'])
}

/// - 3 -, —3—, 第3页: the number of a printed page.
pub(super) fn is_page_number(line: &str) -> bool {
    const DASHES: [char; 6] = ['-', '—', '–', '－', '·', ' '];
    let body = line.trim();
    let inner = body.trim_matches(DASHES);
    let number = inner.strip_prefix('第').and_then(|n| n.strip_suffix('页')).map_or(inner, str::trim);
    let digits = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    digits && body.len() > number.len()
}

/// Columns of a table, dots before a page number: no running text.
pub(super) fn is_tabular(line: &str) -> bool {
    let inner = line.trim();
    ["\t", "  ", "　　", "|", "...", "……", "···", "___"].iter().any(|sign| inner.contains(sign))
}

/// Whether so much of the line is Chinese that it can be a line of a report.
pub(super) fn is_chinese(line: &str) -> bool {
    let wide = line.chars().filter(|c| !c.is_ascii()).count() * 2;
    wide * 10 >= columns(line) * 6
}

/// Whether a line holds a mark of running text.
pub(super) fn has_mark(line: &str) -> bool {
    line.contains(['，', ',', '。', '、', '；', ';'])
}

/// Whether `was` and `goes_on` can stand side by side, and what goes between them.
pub(super) fn seam(was: &str, goes_on: &str) -> Option<&'static str> {
    let (last, first) = (was.chars().next_back()?, goes_on.chars().next()?);
    match (last.is_ascii_alphanumeric(), first.is_ascii_alphanumeric()) {
        (true, true) if last.is_ascii_digit() || first.is_ascii_digit() => None,
        (true, true) => Some(" "),
        _ => Some(""),
    }
}

/// Whether a character is one that running text can break after.
pub(super) fn is_body(c: char) -> bool {
    is_han(c) || "，,、（(“".contains(c)
}
