//! Readings in brackets, and which traditional characters are read so.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use crate::data;
use crate::span::is_han;

static SYLLABLES: &str = include_str!("../../data/syllables.txt");
static TRADITIONAL: &str = include_str!("../../data/traditional_readings.txt");

/// A reading in brackets: `(qū)`, or `?qū)` where the bracket was swallowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bracketed<'t> {
    /// Where the opening bracket (or the question mark) stands.
    pub start: usize,
    /// The byte after the closing bracket.
    pub end: usize,
    pub reading: &'t str,
    pub toned: bool,
}

fn syllables() -> &'static HashSet<&'static str> {
    static SET: OnceLock<HashSet<&'static str>> = OnceLock::new();
    SET.get_or_init(|| data::words(SYLLABLES, "").into_iter().collect())
}

fn by_reading() -> &'static HashMap<&'static str, &'static str> {
    static MAP: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    MAP.get_or_init(|| data::lines(TRADITIONAL, "").into_iter().filter_map(|l| l.split_once(' ')).collect())
}

/// The traditional characters that are read so (with tone mark).
pub(super) fn read_as(reading: &str) -> &'static str {
    by_reading().get(reading).copied().unwrap_or("")
}

const fn plain_vowel(c: char) -> Option<char> {
    Some(match c {
        'ā' | 'á' | 'ǎ' | 'à' => 'a',
        'ē' | 'é' | 'ě' | 'è' => 'e',
        'ī' | 'í' | 'ǐ' | 'ì' => 'i',
        'ō' | 'ó' | 'ǒ' | 'ò' => 'o',
        'ū' | 'ú' | 'ǔ' | 'ù' => 'u',
        'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => 'ü',
        _ => return None,
    })
}

/// The reading that begins at `text[start..]` and ends at a closing bracket.
fn reading_at(text: &str, start: usize) -> Option<(&str, usize, bool)> {
    let mut plain = String::new();
    let mut toned = false;
    for (at, c) in text.get(start..)?.char_indices().take(8) {
        match c {
            ')' | '）' => {
                let inner = &text[start..start + at];
                return syllables().contains(plain.as_str()).then_some((inner, start + at + c.len_utf8(), toned));
            }
            'a'..='z' | 'ü' => plain.push(c),
            _ => {
                plain.push(plain_vowel(c)?);
                toned = true;
            }
        }
    }
    None
}

/// All readings in brackets, in order.
pub(super) fn bracketed(text: &str) -> impl Iterator<Item = Bracketed<'_>> {
    after_marks(text, b'(', "（")
}

/// All readings whose opening bracket became a question mark.
pub(super) fn swallowed(text: &str) -> impl Iterator<Item = Bracketed<'_>> {
    after_marks(text, b'?', "？").filter(|b| b.toned)
}

fn after_marks<'t>(text: &'t str, ascii: u8, wide: &'static str) -> impl Iterator<Item = Bracketed<'t>> {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(ascii, wide.as_bytes()[0], bytes).filter_map(move |start| {
        let open = if bytes[start] == ascii {
            1
        } else if bytes[start..].starts_with(wide.as_bytes()) {
            wide.len()
        } else {
            return None;
        };
        let (reading, end, toned) = reading_at(text, start + open)?;
        Some(Bracketed { start, end, reading, toned })
    })
}

/// The character before a place.
pub(super) fn before(text: &str, place: usize) -> Option<char> {
    text[..place].chars().next_back()
}

/// Whether the reading stands after a Chinese character.
pub(super) fn follows_han(text: &str, found: &Bracketed) -> bool {
    before(text, found.start).is_some_and(is_han)
}
