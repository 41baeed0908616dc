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
    let mut simple = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        script::write_simplified(line, &mut simple);
    }
    draft.apply(differences(text, &simple));
}

/// One change for every run of characters that differ; both texts have the same characters otherwise.
fn differences<'s>(text: &str, simple: &'s str) -> Vec<Change<'s>> {
    let mut changes = Vec::new();
    let mut run: Option<(usize, usize)> = None;
    for ((at, c), (simple_at, is)) in text.char_indices().zip(simple.char_indices()) {
        if is != c {
            run.get_or_insert((at, simple_at));
        } else if let Some((start, simple_start)) = run.take() {
            changes.push(Change::new(Class::Traditional, start, at, &simple[simple_start..simple_at]));
        }
    }
    if let Some((start, simple_start)) = run {
        changes.push(Change::new(Class::Traditional, start, text.len(), &simple[simple_start..]));
    }
    changes
}
