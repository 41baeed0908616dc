//! 多余空格 and 丢失换行: blanks inside the words of a copied text, and line breaks that had become blanks.
//!
//! Poems, tables and spaced-out titles use blanks on purpose, so this looks only at long lines of prose, and only in a text
//! that is known to have been copied from a site.

use super::Class;
use super::draft::{Change, Draft};
use crate::span::is_han;

const PROSE_BYTES_MIN: usize = 180;
/// So many headings inside one line show that its line breaks are lost.
const HEADINGS_MIN: usize = 3;

pub(super) fn pass(draft: &mut Draft, damaged: bool) {
    if !damaged {
        return;
    }
    let text = draft.text();
    let mut changes = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.len() >= PROSE_BYTES_MIN && line.contains('。') {
            in_line(line, start, &mut changes);
        }
        start += line.len();
    }
    draft.apply(changes);
}

fn in_line(line: &str, line_start: usize, changes: &mut Vec<Change>) {
    let blanks: Vec<usize> = memchr::memchr_iter(b' ', line.as_bytes()).collect();
    let heads = blanks.iter().filter(|&&b| is_heading(&line[b + 1..])).count();
    for &blank in &blanks {
        let before = line[..blank].chars().next_back();
        let after = line[blank + 1..].chars().next();
        let (Some(before), Some(after)) = (before, after) else { continue };
        if heads >= HEADINGS_MIN && is_heading(&line[blank + 1..]) {
            changes.push(Change::new(Class::LineBreak, line_start + blank, line_start + blank + 1, "\n"));
        } else if joins(before, after) {
            changes.push(Change::delete(Class::Blank, line_start + blank, line_start + blank + 1));
        }
    }
}

/// A blank has no business between two characters, nor inside quotation marks, nor before a mark.
fn joins(before: char, after: char) -> bool {
    const OPEN: &str = "“《(（";
    const CLOSE: &str = "”》)）。,，、;；:：";
    (is_han(before) && is_han(after))
        || (OPEN.contains(before) && is_han(after))
        || (is_han(before) && CLOSE.contains(after))
        || (before == '”' && CLOSE.contains(after))
}

/// "一、", "(一)", "（十二）", "一是" after a blank.
fn is_heading(text: &str) -> bool {
    const NUMERALS: &str = "一二三四五六七八九十";
    let inner = text.strip_prefix(['(', '（']).unwrap_or(text);
    let rest = inner.trim_start_matches(|c| NUMERALS.contains(c));
    let numerals = inner.len() - rest.len();
    (3..=9).contains(&numerals)
        && if inner.len() < text.len() {
            rest.starts_with([')', '）'])
        } else {
            rest.starts_with('、') || rest.starts_with('是')
        }
}
