//! 拼音污染: sites that put a reading in brackets after characters, 關(guān) or 想(xiang).
//!
//! A dictionary or a name may explain a rare character in the same way, so nothing is touched before the text as a whole
//! shows the damage: the damaged text explains traditional forms, or explains common words at random.

use super::Class;
use super::draft::{Change, Draft};
use super::readings::{Bracketed, before, bracketed, follows_han, read_as};
use crate::script::is_traditional;

/// What kind of pollution a text shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pollution {
    None,
    /// Traditional characters with toned readings: the text was simplified once.
    Traditional,
    /// Simplified characters with toneless readings at random.
    Toneless,
}

impl Pollution {
    pub fn is_any(self) -> bool {
        self != Self::None
    }
}

/// So many hits make a case.
const TRADITIONAL_HITS_MIN: usize = 3;
const TONELESS_HITS_MIN: usize = 6;
/// At least one reading in so many bytes.
const TONELESS_DENSITY: usize = 600;

pub(super) fn evidence(text: &str) -> Pollution {
    let (mut toned, mut traditional, mut toneless, mut toneless_traditional) = (0usize, 0usize, 0usize, 0usize);
    let mut first_toneless: Option<&str> = None;
    let mut varied = false;
    for found in bracketed(text) {
        let Some(host) = before(text, found.start).filter(|_| follows_han(text, &found)) else { continue };
        if found.toned {
            toned += 1;
            traditional += usize::from(read_as(found.sound).contains(host));
        } else if found.reading.len() > 1 {
            toneless += 1;
            toneless_traditional += usize::from(is_traditional(host));
            varied |= first_toneless.is_some_and(|f| f != found.reading);
            first_toneless = first_toneless.or(Some(found.reading));
        }
    }
    if traditional >= TRADITIONAL_HITS_MIN && traditional * 2 > toned {
        Pollution::Traditional
    } else if toneless >= TONELESS_HITS_MIN
        && varied
        && toneless_traditional * 2 < toneless
        && toneless * TONELESS_DENSITY > text.len()
    {
        Pollution::Toneless
    } else {
        Pollution::None
    }
}

pub(super) fn pass(draft: &mut Draft, pollution: Pollution) {
    let wanted = |found: &Bracketed| match pollution {
        Pollution::None => false,
        Pollution::Traditional => found.toned,
        Pollution::Toneless => !found.toned && found.reading.len() > 1,
    };
    if !pollution.is_any() {
        return;
    }
    draft.rewrite(|text, change| {
        bracketed(text)
            .filter(|found| wanted(found) && follows_han(text, found))
            .for_each(|found| change(Change::delete(Class::Pinyin, found.start, found.end)));
    });
}
