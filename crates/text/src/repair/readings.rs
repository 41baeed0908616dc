//! Readings in brackets, and which traditional characters are read so.

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
    pub sound: Sound,
    pub toned: bool,
}

/// A reading as one number: a byte for each of at most six letters, its lower five bits the letter, the others the tone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Sound(u64);

impl Sound {
    /// With one more letter; nothing where no letter goes on or it is no letter of a reading.
    const fn with(self, letter: char) -> Option<Self> {
        let Some(code) = letter_code(letter) else { return None };
        if self.0 >> 40 == 0 { Some(Self(self.0 << 8 | code)) } else { None }
    }

    fn of(text: &str) -> Option<Self> {
        text.chars().try_fold(Self::default(), Self::with)
    }

    const fn without_tone(self) -> Self {
        Self(self.0 & 0x1f1f_1f1f_1f1f)
    }

    /// Whether it is a syllable, whatever its tone.
    fn is_known(self) -> bool {
        static ALL: OnceLock<Vec<Sound>> = OnceLock::new();
        let all = ALL.get_or_init(|| {
            let mut all: Vec<Self> = data::words(SYLLABLES, "").into_iter().filter_map(Self::of).collect();
            all.sort_unstable();
            all
        });
        all.binary_search(&self.without_tone()).is_ok()
    }
}

/// The letter in the lower five bits, its tone above.
const fn letter_code(letter: char) -> Option<u64> {
    const A: u64 = 1;
    const E: u64 = 5;
    const I: u64 = 9;
    const O: u64 = 15;
    const U: u64 = 21;
    const V: u64 = 27;
    Some(match letter {
        'a'..='z' => letter as u64 & 0x1f,
        'ü' => V,
        'ā' => A | 1 << 5,
        'á' => A | 2 << 5,
        'ǎ' => A | 3 << 5,
        'à' => A | 4 << 5,
        'ē' => E | 1 << 5,
        'é' => E | 2 << 5,
        'ě' => E | 3 << 5,
        'è' => E | 4 << 5,
        'ī' => I | 1 << 5,
        'í' => I | 2 << 5,
        'ǐ' => I | 3 << 5,
        'ì' => I | 4 << 5,
        'ō' => O | 1 << 5,
        'ó' => O | 2 << 5,
        'ǒ' => O | 3 << 5,
        'ò' => O | 4 << 5,
        'ū' => U | 1 << 5,
        'ú' => U | 2 << 5,
        'ǔ' => U | 3 << 5,
        'ù' => U | 4 << 5,
        'ǖ' => V | 1 << 5,
        'ǘ' => V | 2 << 5,
        'ǚ' => V | 3 << 5,
        'ǜ' => V | 4 << 5,
        _ => return None,
    })
}

/// The traditional characters that are read so (with tone mark).
pub(super) fn read_as(sound: Sound) -> &'static str {
    static LIST: OnceLock<Vec<(Sound, &'static str)>> = OnceLock::new();
    let list = LIST.get_or_init(|| {
        let lines = data::lines(TRADITIONAL, "").into_iter().filter_map(|l| l.split_once(' '));
        let mut list: Vec<_> = lines.filter_map(|(reading, chars)| Some((Sound::of(reading)?, chars))).collect();
        list.sort_unstable();
        list
    });
    list.binary_search_by_key(&sound, |(known, _)| *known).map_or("", |at| list[at].1)
}

/// The reading that begins at `text[start..]` and ends at a closing bracket, and the byte after the bracket.
fn reading_at(text: &str, start: usize) -> Option<(&str, usize, Sound)> {
    const CHARS_MAX: usize = 8;
    let mut sound = Sound::default();
    for (at, c) in text.get(start..)?.char_indices().take(CHARS_MAX) {
        match c {
            ')' | '）' => return sound.is_known().then(|| (&text[start..start + at], start + at + c.len_utf8(), sound)),
            _ => sound = sound.with(c)?,
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
        let (reading, end, sound) = reading_at(text, start + open)?;
        Some(Bracketed { start, end, reading, sound, toned: sound != sound.without_tone() })
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
