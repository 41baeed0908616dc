//! The words of work reports and what they do in a sentence, found in a text in one pass, the longest word first.
//!
//! The vocabulary is `data/words.txt`; nothing here knows a single word.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, Input, MatchKind};

use crate::data;

static FILE: &str = include_str!("../data/words.txt");

/// What a word can do. Several at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tags(u64);

macro_rules! tags {
    ($($(#[$doc:meta])* $name:ident = $section:literal;)*) => {
        #[allow(non_upper_case_globals)]
        impl Tags {
            tags!(@bits 0u32; $($name)*);
        }
        const SECTIONS: &[(&str, Tags)] = &[$(($section, Tags::$name)),*];
    };
    (@bits $n:expr; $head:ident $($tail:ident)*) => {
        pub const $head: Self = Self(1 << $n);
        tags!(@bits $n + 1; $($tail)*);
    };
    (@bits $n:expr;) => {};
}

tags! {
    ADVERB = "adverb";
    TOTAL = "total";
    CONNECTIVE = "connective";
    PART = "part";
    TIME = "time";
    PREPOSITION = "preposition";
    INSTRUMENT = "instrument";
    REACH = "reach";
    BE = "be";
    ONGOING = "ongoing";
    PASSIVE = "passive";
    CAUSE = "cause";
    VERB = "verb";
    PREDICATE = "predicate";
    GROW = "grow";
    FALL = "fall";
    VERSUS = "versus";
    SHARE = "share";
    RANKVERB = "rankverb";
    TARGET = "target";
    PLAN = "plan";
    DONE = "done";
    FORECAST = "forecast";
    ATTRIBUTE = "attribute";
    LEVEL = "level";
    AREA = "area";
    STOCK = "stock";
    FLOW = "flowword";
    ABSTRACT = "abstract";
    NOUN = "noun";
    LISTMARK = "listmark";
    INSTITUTION = "institution";
    PLACE = "place";
    IDIOM = "idiom";
}

impl Tags {
    /// No tag at all.
    pub const NONE: Self = Self(0);

    /// Whether any of `other`'s tags is here.
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both together.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

struct Lexicon {
    finder: AhoCorasick,
    tags: Vec<Tags>,
}

fn lexicon() -> Option<&'static Lexicon> {
    static LEXICON: OnceLock<Option<Lexicon>> = OnceLock::new();
    LEXICON.get_or_init(build).as_ref()
}

fn build() -> Option<Lexicon> {
    let mut words: Vec<&'static str> = Vec::new();
    let mut tags: Vec<Tags> = Vec::new();
    let mut index = std::collections::HashMap::new();
    for &(section, tag) in SECTIONS {
        for word in data::words(FILE, section) {
            let at = *index.entry(word).or_insert_with(|| {
                words.push(word);
                tags.push(Tags::NONE);
                words.len() - 1
            });
            tags[at] = tags[at].or(tag);
        }
    }
    let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&words).ok()?;
    Some(Lexicon { finder, tags })
}

/// A known word in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub start: usize,
    pub end: usize,
    pub tags: Tags,
}

/// The first known word at or after `from`.
pub(crate) fn next(text: &str, from: usize) -> Option<Found> {
    let lexicon = lexicon()?;
    let found = lexicon.finder.find(Input::new(text).range(from..))?;
    Some(Found { start: found.start(), end: found.end(), tags: lexicon.tags[found.pattern().as_usize()] })
}

/// What the text does if it is exactly one known word.
pub(crate) fn tags_of(word: &str) -> Tags {
    match next(word, 0) {
        Some(found) if found.start == 0 && found.end == word.len() => found.tags,
        _ => Tags::NONE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_wins_and_keeps_all_its_tags() {
        let found = next("我区高新技术企业总数达到", 0).unwrap();
        assert_eq!((found.start, found.end), (0, 6));
        assert!(found.tags.any(Tags::AREA));
        assert!(tags_of("达到").any(Tags::REACH));
        assert!(tags_of("统一").any(Tags::IDIOM));
        assert_eq!(tags_of("统一战"), Tags::NONE);
    }
}
