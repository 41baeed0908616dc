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
    draft.rewrite(|text, change| {
        let mut simple = String::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            simple.clear();
            script::write_simplified(line, &mut simple);
            differences(line, &simple, start, change);
            start += line.len();
        }
    });
}

/// One change for every run of characters that differ; both lines have the same characters otherwise.
fn differences(line: &str, simple: &str, line_start: usize, change: &mut dyn FnMut(Change)) {
    let mut run: Option<(usize, usize)> = None;
    let mut end_run = |run: (usize, usize), at: usize, simple_at: usize| {
        change(Change::new(Class::Traditional, line_start + run.0, line_start + at, &simple[run.1..simple_at]));
    };
    for ((at, c), (simple_at, is)) in line.char_indices().zip(simple.char_indices()) {
        if is != c {
            run.get_or_insert((at, simple_at));
        } else if let Some(run) = run.take() {
            end_run(run, at, simple_at);
        }
    }
    if let Some(run) = run {
        end_run(run, line.len(), simple.len());
    }
}
