//! 繁体字: back to simplified characters, only where readings in brackets prove that the text was simplified before.
//!
//! A text that is meant to be traditional carries no such readings and is left as it is.

use std::sync::OnceLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

use super::Class;
use super::draft::{Change, Draft};
use super::pinyin::Pollution;

/// Words in which 著 is 著 in simplified text too; everywhere else it stands for 着.
const ZHU_BEFORE: &str = "显顯昭较較卓原名编編专專论論土巨译譯合拙执遗遺所";
const ZHU_AFTER: &str = "作名述称稱者书書录錄";

fn converter() -> Option<&'static OpenCC> {
    static CONVERTER: OnceLock<Option<OpenCC>> = OnceLock::new();
    CONVERTER.get_or_init(|| OpenCC::from_config(BuiltinConfig::T2s).ok()).as_ref()
}

pub(super) fn pass(draft: &mut Draft, pollution: Pollution) {
    if pollution != Pollution::Traditional {
        return;
    }
    let Some(converter) = converter() else { return };
    let text = draft.text();
    let mut changes = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        convert_line(converter, line, line_start, &mut changes);
        line_start += line.len();
    }
    draft.apply(changes);
}

/// One change for every run of characters that differ.
fn convert_line(converter: &OpenCC, line: &str, line_start: usize, changes: &mut Vec<Change>) {
    let whole: Vec<char> = converter.convert(line).chars().collect();
    let old: Vec<(usize, char)> = line.char_indices().collect();
    let new: Vec<char> = if whole.len() == old.len() {
        whole
    } else {
        // A word of another length: then character by character, so that places stay known.
        old.iter().map(|&(_, c)| single(converter, c)).collect()
    };
    let mut run: Option<(usize, String)> = None;
    for (i, &(at, c)) in old.iter().enumerate() {
        let previous = i.checked_sub(1).map_or(' ', |p| old[p].1);
        let next = old.get(i + 1).map_or(' ', |n| n.1);
        let is = leftover(c, previous, next).unwrap_or(new[i]);
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

fn single(converter: &OpenCC, c: char) -> char {
    let text = converter.convert(c.encode_utf8(&mut [0; 4]));
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// What the dictionary leaves as it is because both forms exist.
fn leftover(c: char, previous: char, next: char) -> Option<char> {
    match c {
        '著' if ZHU_BEFORE.contains(previous) || ZHU_AFTER.contains(next) => Some('著'),
        '著' => Some('着'),
        '堿' => Some('碱'),
        _ => None,
    }
}
