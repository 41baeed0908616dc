//! The words of work reports and what they do in a sentence, found in a text in one pass, the longest word first.
//!
//! The vocabulary is `data/words.txt`; nothing here knows a single word.

use std::collections::BTreeMap;
use std::sync::OnceLock;

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

/// The words as a tree of characters: the first character by table, the next ones by short sorted lists.
struct Lexicon {
    /// Node of each ideograph of the basic block; 0 is none.
    first: Vec<u16>,
    nodes: Vec<Node>,
    /// The children of all nodes, those of one node side by side and in order.
    edges: Vec<(char, u16)>,
}

#[derive(Clone, Copy, Default)]
struct Node {
    edges_start: u32,
    edges_len: u16,
    /// One bit for the last six bits of every character that goes on from here: most characters are ruled out by it.
    goes_on: u64,
    /// What the word that ends here does; none when no word ends here.
    tags: Tags,
}

const BLOCK_START: u32 = 0x4e00;
const BLOCK_LEN: usize = 0x5200;

fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(build)
}

fn build() -> Lexicon {
    let mut words: BTreeMap<Vec<char>, Tags> = BTreeMap::new();
    for &(section, tag) in SECTIONS {
        for word in data::words(FILE, section) {
            let tags = words.entry(word.chars().collect()).or_default();
            *tags = tags.or(tag);
        }
    }
    let mut lexicon = Lexicon { first: vec![0; BLOCK_LEN], nodes: vec![Node::default()], edges: Vec::new() };
    // Breadth first over the prefixes, so that the children of a node stand side by side.
    let mut level: Vec<(Vec<char>, u16)> = vec![(Vec::new(), 0)];
    while !level.is_empty() {
        let mut next = Vec::new();
        for (prefix, node) in level {
            let start = lexicon.edges.len();
            let mut last: Option<char> = None;
            for (word, tags) in words.range(prefix.clone()..).take_while(|(w, _)| w.starts_with(&prefix)) {
                let Some(&c) = word.get(prefix.len()) else {
                    lexicon.nodes[usize::from(node)].tags = *tags;
                    continue;
                };
                if last == Some(c) {
                    continue;
                }
                last = Some(c);
                // Fewer than 65536 prefixes: the vocabulary is a few thousand words.
                let child = u16::try_from(lexicon.nodes.len()).unwrap_or(0);
                lexicon.nodes.push(Node::default());
                lexicon.edges.push((c, child));
                lexicon.nodes[usize::from(node)].goes_on |= bit_of(c);
                if prefix.is_empty()
                    && let Some(slot) = slot(c)
                {
                    lexicon.first[slot] = child;
                }
                next.push(([prefix.as_slice(), &[c]].concat(), child));
            }
            let here = &mut lexicon.nodes[usize::from(node)];
            here.edges_start = u32::try_from(start).unwrap_or(0);
            here.edges_len = u16::try_from(lexicon.edges.len() - start).unwrap_or(0);
        }
        level = next;
    }
    lexicon
}

const fn bit_of(c: char) -> u64 {
    1 << (c as u32 & 63)
}

fn slot(c: char) -> Option<usize> {
    usize::try_from((c as u32).checked_sub(BLOCK_START)?).ok().filter(|&s| s < BLOCK_LEN)
}

/// A short list is looked through faster from its beginning.
const SEARCHED_IN_ORDER_MAX: usize = 8;

impl Lexicon {
    fn child(&self, node: u16, c: char) -> Option<u16> {
        let node = &self.nodes[usize::from(node)];
        if node.goes_on & bit_of(c) == 0 {
            return None;
        }
        let start = node.edges_start as usize;
        let edges = &self.edges[start..start + usize::from(node.edges_len)];
        if edges.len() > SEARCHED_IN_ORDER_MAX {
            return edges.binary_search_by_key(&c, |(e, _)| *e).ok().map(|at| edges[at].1);
        }
        edges.iter().find(|(e, _)| *e == c).map(|(_, child)| *child)
    }
}

/// A known word in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub start: usize,
    pub end: usize,
    pub tags: Tags,
}

/// The longest known word that begins exactly at `at`.
pub(crate) fn word_at(text: &str, at: usize) -> Option<Found> {
    let lexicon = lexicon();
    let mut chars = text[at..].chars();
    let first = chars.next()?;
    let mut node = lexicon.first[slot(first)?];
    if node == 0 {
        return None;
    }
    let mut end = at + first.len_utf8();
    let mut best = None;
    loop {
        let tags = lexicon.nodes[usize::from(node)].tags;
        if tags != Tags::NONE {
            best = Some(Found { start: at, end, tags });
        }
        let Some(c) = chars.next() else { break };
        let Some(child) = lexicon.child(node, c) else { break };
        node = child;
        end += c.len_utf8();
    }
    best
}

/// The first known word at or after `from`, the longest one there.
pub(crate) fn next(text: &str, from: usize) -> Option<Found> {
    let mut at = from;
    for c in text[from..].chars() {
        if let Some(found) = word_at(text, at) {
            return Some(found);
        }
        at += c.len_utf8();
    }
    None
}

/// What the text does if it is exactly one known word.
pub(crate) fn tags_of(word: &str) -> Tags {
    if word.is_empty() {
        return Tags::NONE;
    }
    word_at(word, 0).filter(|f| f.end == word.len()).map_or(Tags::NONE, |f| f.tags)
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
