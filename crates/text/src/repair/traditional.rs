//! 繁体字: back to simplified characters, only where readings in brackets prove that the text was simplified before.
//!
//! A text that is meant to be traditional carries no such readings and is left as it is.

use super::Class;
use super::draft::{Change, Draft};
use super::pinyin::Pollution;
use crate::script;

pub(super) fn pass(draft: &mut Draft, pollution: Pollution) {
    if pollution != Pollution::Traditional {
        return;
    }
    let text = draft.text();
    let mut changes = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        convert_line(line, line_start, &mut changes);
        line_start += line.len();
    }
    draft.apply(changes);
}

/// One change for every run of characters that differ.
fn convert_line(line: &str, line_start: usize, changes: &mut Vec<Change>) {
    let mut run: Option<(usize, String)> = None;
    if line.is_ascii() {
        return;
    }
    for ((at, c), is) in line.char_indices().zip(script::characters(line)) {
        if is != c {
            run.get_or_insert_with(|| (at, String::new())).1.push(is);
        } else if let Some((start, text)) = run.take() {
            changes.push(Change::new(Class::Traditional, line_start + start, line_start + at, text));
        }
    }
    if let Some((start, text)) = run {
        changes.push(Change::new(Class::Traditional, line_start + start, line_start + line.len(), text));
    }
}
