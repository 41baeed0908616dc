//! 多余符号 and 引号变形: a ` or ' that was scattered after 的, and closing quotation marks of another kind.

use super::Class;
use super::draft::{Change, Draft};
use crate::span::is_han;

/// A quotation in single quotes is closed within so many bytes; then the mark is no stray one.
const QUOTE_BYTES_MAX: usize = 120;

pub(super) fn pass(draft: &mut Draft, damaged: bool) {
    let text = draft.text();
    let mut changes = Vec::new();
    if damaged {
        for at in memchr::memchr2_iter(b'`', b'\'', text.as_bytes()) {
            if text[..at].ends_with('的') && text[at + 1..].starts_with(is_han) && !is_closed(text, at) {
                changes.push(Change::delete(Class::StrayMark, at, at + 1));
            }
        }
    }
    changes.extend(closing_quotes(text));
    changes.sort_by_key(|c| c.span);
    draft.apply(changes);
}

fn is_closed(text: &str, at: usize) -> bool {
    let mark = text.as_bytes()[at];
    let rest = &text.as_bytes()[at + 1..];
    let rest = &rest[..rest.len().min(QUOTE_BYTES_MAX)];
    rest.iter().take_while(|&&b| b != b'\n').any(|&b| b == mark)
}

/// “…〞 becomes “…”. A text that opens with 〝 means what it writes.
fn closing_quotes(text: &str) -> Vec<Change<'static>> {
    const WRONG: &str = "〞";
    let wrong: Vec<usize> = memchr::memmem::find_iter(text.as_bytes(), WRONG).collect();
    if wrong.is_empty() || text.contains('〝') {
        return Vec::new();
    }
    wrong
        .into_iter()
        .filter(|&at| text[..at].rfind(['“', '”', '〞', '\n']).is_some_and(|open| text[open..].starts_with('“')))
        .map(|at| Change::new(Class::Quote, at, at + WRONG.len(), "”"))
        .collect()
}
