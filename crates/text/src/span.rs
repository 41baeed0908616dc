//! A stretch of text, in bytes. Never a place in the middle of a character.

use serde::{Deserialize, Serialize};

/// From `start` up to, not including, `end`, counted in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl Span {
    /// The stretch from `start` to `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// How many bytes it covers.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it covers nothing.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The text it covers. A span that was made for another text may cover nothing here.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

/// Turns byte places into character places, in one walk over the text.
///
/// Ask for places in ascending order; each question costs only the distance from the one before.
#[derive(Debug, Clone)]
pub struct CharCounter<'a> {
    text: &'a str,
    byte: usize,
    chars: usize,
}

impl<'a> CharCounter<'a> {
    /// Starts at the beginning of `text`, whose first character has number `first`.
    pub const fn new(text: &'a str, first: usize) -> Self {
        Self { text, byte: 0, chars: first }
    }

    /// How many characters stand before byte `place`.
    pub fn at(&mut self, place: usize) -> usize {
        if place < self.byte {
            let back = self.text.get(place..self.byte).unwrap_or("").chars().count();
            self.chars -= back;
        } else {
            self.chars += self.text.get(self.byte..place).unwrap_or("").chars().count();
        }
        self.byte = place;
        self.chars
    }
}

/// Whether a character is a Chinese ideograph (the common blocks).
pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_forwards_and_back() {
        let mut counter = CharCounter::new("科技局2023年", 0);
        assert_eq!(counter.at(9), 3);
        assert_eq!(counter.at(13), 7);
        assert_eq!(counter.at(3), 1);
    }
}
