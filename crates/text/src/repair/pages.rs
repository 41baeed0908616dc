//! 分页切断 and 嵌入页码: previews cut the text every so many characters and numbered the pieces; printed page numbers
//! were glued into words.
//!
//! Ordinary numbered lists have pieces of different lengths; nothing is joined unless three cuts are equally far apart.

use super::Class;
use super::draft::{Change, Draft};
use super::furniture::Site;
use crate::span::{CharCounter, is_han};

/// A piece is not shorter.
const PIECE_CHARS_MIN: usize = 100;
/// So many pieces of one length make a case.
const EQUAL_PIECES_MIN: usize = 2;
/// A printed page of a report holds between so many bytes of text.
const PAGE_BYTES: std::ops::Range<usize> = 500..6000;

struct Cut {
    number: usize,
    /// With the line feeds before it.
    start: usize,
    end: usize,
    /// In characters.
    start_chars: usize,
    end_chars: usize,
}

/// Joins what a preview cut. Tells whether it had.
pub(super) fn rejoin(draft: &mut Draft) -> bool {
    let text = draft.text();
    let cuts = numbered_line_starts(text);
    let Some(chain) = equal_chain(&cuts) else { return false };
    let changes = chain
        .into_iter()
        .enumerate()
        .map(|(i, c)| {
            let cut = &cuts[c];
            // The first number stands before the text: the line feeds before it stay.
            let start = if i == 0 { cut.end - (cut.end_chars - cut.start_chars).min(cut.end) } else { cut.start };
            let start = if i == 0 { first_digit(text, cut) } else { start };
            Change::delete(Class::PageCut, start, cut.end)
        })
        .collect();
    draft.apply(changes);
    true
}

fn first_digit(text: &str, cut: &Cut) -> usize {
    cut.start + text[cut.start..cut.end].find(|c: char| c.is_ascii_digit()).unwrap_or(0)
}

/// All "N、" at the beginning of a line.
fn numbered_line_starts(text: &str) -> Vec<Cut> {
    let mut counter = CharCounter::new(text, 0);
    let mut cuts = Vec::new();
    let bytes = text.as_bytes();
    let line_starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', bytes).map(|i| i + 1));
    for at in line_starts {
        let digits = bytes[at..].iter().take(4).take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 || !text[at + digits..].starts_with('、') {
            continue;
        }
        let Ok(number) = text[at..at + digits].parse() else { continue };
        let start = text[..at].trim_end_matches(['\n', '\r']).len();
        let end = at + digits + '、'.len_utf8();
        cuts.push(Cut { number, start, end, start_chars: counter.at(start), end_chars: counter.at(end) });
    }
    cuts
}

/// The cuts that follow each other by number and stand equally far apart; the last piece may be shorter.
fn equal_chain(cuts: &[Cut]) -> Option<Vec<usize>> {
    for (first, cut) in cuts.iter().enumerate().filter(|(_, c)| c.number <= 1) {
        for second in first + 1..(first + 6).min(cuts.len()) {
            let length = cuts[second].start_chars.saturating_sub(cut.end_chars);
            if cuts[second].number != cut.number + 1 || length < PIECE_CHARS_MIN {
                continue;
            }
            let mut chain = vec![first, second];
            let mut last = second;
            while let Some(next) = cut_at(cuts, cuts[last].end_chars + length, cuts[last].number + 1) {
                chain.push(next);
                last = next;
            }
            if chain.len() > EQUAL_PIECES_MIN {
                return Some(chain);
            }
        }
    }
    None
}

fn cut_at(cuts: &[Cut], start_chars: usize, number: usize) -> Option<usize> {
    let at = cuts.binary_search_by_key(&start_chars, |c| c.start_chars).ok()?;
    (cuts[at].number == number).then_some(at)
}

/// Takes out printed page numbers 1, 2, 3 … that stand inside words, a page apart.
pub(super) fn drop_page_numbers(draft: &mut Draft, site: &Site) {
    if !site.is_certain() && site.pages.is_none() {
        return;
    }
    let text = draft.text();
    let numbers = bare_numbers(text);
    let mut chain: Vec<(usize, usize)> = Vec::new();
    let mut from = 0;
    let mut missing = 0;
    let last_page = site.pages.unwrap_or(400);
    let mut page = 1;
    while page <= last_page && missing <= 1 {
        let reach = |at: usize| {
            chain
                .last()
                .is_none_or(|&(last, _)| PAGE_BYTES.contains(&(at - last)) || (missing > 0 && at - last < PAGE_BYTES.end * 2))
        };
        match numbers[from..].iter().position(|n| n.value == page && reach(n.start)) {
            Some(found) => {
                let n = &numbers[from + found];
                chain.push((n.start, n.end));
                from += found + 1;
                missing = 0;
            }
            None => missing += 1,
        }
        page += 1;
    }
    let enough = match site.pages {
        Some(pages) => chain.len() * 10 >= pages * 7 && chain.len() >= 2,
        None => chain.len() >= 5,
    };
    if enough {
        draft.apply(chain.into_iter().map(|(start, end)| Change::delete(Class::PageNumber, start, end)).collect());
    }
}

struct BareNumber {
    value: usize,
    start: usize,
    end: usize,
}

/// Numbers of up to three digits right before a Chinese character that is no measure word.
fn bare_numbers(text: &str) -> Vec<BareNumber> {
    const MEASURES: &str = "个项家件次名人位万亿元年月日号时天周岁届期年级种类条份户亩吨米";
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        let end = at + digits;
        let before = text[..at].chars().next_back();
        let after = text[end..].chars().next();
        let fits_before =
            before.is_none_or(|c| is_han(c) || matches!(c, '。' | ',' | '，' | '、' | ';' | '；' | '\n')) && before != Some('第');
        let fits_after = after.is_some_and(|c| is_han(c) && !MEASURES.contains(c));
        if digits <= 3
            && fits_before
            && fits_after
            && let Ok(value) = text[at..end].parse()
        {
            found.push(BareNumber { value, start: at, end });
        }
        at = end;
    }
    found
}
