//! 同义替换: a machine exchanged words so that the copy would not be found. The exchange cannot be undone by a table, since
//! the wrong words are words too; it shows in collocations that nobody would write.
//!
//! By default such words are only reported, and only when at least three different words prove the exchange.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::Class;
use super::draft::{Change, Doubt, Draft};
use crate::data;
use crate::span::Span;

static TABLE: &str = include_str!("../../data/spun.txt");
const WORDS_MIN: usize = 3;

struct Collocations {
    finder: AhoCorasick,
    /// For each pattern: which word, and where the word begins in it.
    patterns: Vec<(usize, usize)>,
    words: Vec<(&'static str, &'static str)>,
}

fn collocations() -> Option<&'static Collocations> {
    static FOUND: OnceLock<Option<Collocations>> = OnceLock::new();
    FOUND.get_or_init(build).as_ref()
}

fn build() -> Option<Collocations> {
    let mut texts = Vec::new();
    let mut patterns = Vec::new();
    let mut words = Vec::new();
    for line in data::lines(TABLE, "") {
        let Some((pair, list)) = line.split_once(" : ") else { continue };
        let Some((wrong, right)) = pair.split_once(' ') else { continue };
        for collocation in list.split_whitespace() {
            let Some(at) = collocation.find('~') else { continue };
            texts.push(collocation.replace('~', wrong));
            patterns.push((words.len(), at));
        }
        words.push((wrong, right));
    }
    let finder =
        AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).kind(Some(AhoCorasickKind::DFA)).build(texts).ok()?;
    Some(Collocations { finder, patterns, words })
}

pub(super) fn pass(draft: &mut Draft, change: bool) {
    let text = draft.text();
    if !TELLING.iter().any(|w| memchr::memmem::find(text.as_bytes(), w.as_bytes()).is_some()) {
        return;
    }
    let Some(known) = collocations() else { return };
    let mut hits: Vec<(usize, usize)> = Vec::new();
    let mut proven = vec![false; known.words.len()];
    for m in known.finder.find_iter(text) {
        let (word, offset) = known.patterns[m.pattern().as_usize()];
        proven[word] = true;
        hits.push((word, m.start() + offset));
    }
    if proven.iter().filter(|p| **p).count() < WORDS_MIN || !has_telling_word(&proven, known) {
        return;
    }
    let mut changes = Vec::new();
    let mut doubts = Vec::new();
    for (word, start) in hits {
        let (wrong, right) = known.words[word];
        let end = start + wrong.len();
        if change {
            changes.push(Change::new(Class::Spun, start, end, right));
        } else {
            doubts.push(Doubt {
                class: Class::Spun,
                span: Span::new(start, end),
                why: format!("“{wrong}”在此处不通，疑由“{right}”替换而来"),
                likely: Some(right.to_owned()),
            });
        }
    }
    for d in doubts {
        draft.doubt(d);
    }
    draft.apply(changes);
}

/// Words without which there is no case.
const TELLING: [&str; 6] = ["效劳", "根底", "奉献", "那么", "欣赏", "平安"];

/// 开展, 标准 or 根本 in an odd place may be a slip of the pen; 效劳体系 or 根底设施 is not.
fn has_telling_word(proven: &[bool], known: &Collocations) -> bool {
    proven.iter().zip(&known.words).any(|(p, (wrong, _))| *p && TELLING.contains(wrong))
}
