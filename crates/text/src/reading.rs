//! A report read from beginning to end: its outline and its claims.
//!
//! Works line by line and sentence by sentence in one pass; what is carried from one to the next is the outline and the
//! years the text names.

use serde::Serialize;

use crate::claim::{Claim, Left, SentenceContext, Years, may_count, read_sentence};
use crate::cues::sentence_cues;
use crate::script::simplified;
use crate::section::{Outline, Section};
use crate::span::{CharCounter, Span};
use crate::table::{RowContext, Tables};

/// A report, read.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Reading {
    /// Headings, in order.
    pub sections: Vec<Section>,
    /// Claims, in order.
    pub claims: Vec<Claim>,
}

impl Reading {
    /// The headings from the top down to the section a claim stands in.
    pub fn path(&self, claim: &Claim) -> Vec<&str> {
        crate::section::path(&self.sections, claim.section)
    }
}

/// Reads a (repaired) text. Traditional characters are read as the simplified ones, and claims are worded in these.
pub fn read(text: &str) -> Reading {
    let mut reader = Reader::default();
    let mut claims = Vec::new();
    reader.block(text, &mut claims);
    Reading { sections: reader.outline.sections, claims }
}

/// A sentence longer than this is cut: no real one is, and no text may make us slow.
const SENTENCE_BYTES_MAX: usize = 6000;

/// What is carried through a text while it is read.
#[derive(Default)]
pub(crate) struct Reader {
    pub outline: Outline,
    tables: Tables,
    years: Years,
    sentences: usize,
    topic: (Option<usize>, String),
    /// What the last sentence has left to the next one.
    left: Left,
}

impl Reader {
    /// Reads a stretch of whole lines. Places and numbers of claims count from its beginning.
    pub fn block(&mut self, text: &str, claims: &mut Vec<Claim>) {
        let text = &*simplified(text);
        self.years.note(text);
        // Claims of a block before may be gone.
        self.left = Left::default();
        let first = claims.len();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let context = RowContext {
                start,
                rest: &text[start + line.len()..],
                section: self.outline.current(),
                tense: self.outline.tense(),
                years: &self.years,
            };
            if !self.tables.line(line, &context, claims) {
                self.line(line, start, claims);
            }
            start += line.len();
        }
        let mut counter = CharCounter::new(text, 0);
        for claim in &mut claims[first..] {
            claim.chars = Span::new(counter.at(claim.span.start), counter.at(claim.span.end));
        }
    }

    fn line(&mut self, line: &str, start: usize, claims: &mut Vec<Claim>) {
        let mut at = 0;
        while at < line.len() {
            let end = sentence_end(line, at);
            let sentence = &line[at..end];
            if !sentence.trim().is_empty() {
                let ends_line = line[end..].trim().is_empty();
                self.sentence(sentence, start + at, at == 0, ends_line, claims);
            }
            at = end;
        }
    }

    fn sentence(&mut self, sentence: &str, start: usize, starts_line: bool, ends_line: bool, claims: &mut Vec<Claim>) {
        if starts_line {
            self.left.planned = false;
        }
        let said = sentence_cues(sentence);
        let skip = self.outline.see_sentence(sentence, said, start, starts_line, ends_line);
        self.sentences += 1;
        let body = &sentence[skip..];
        if !may_count(body, said) || self.outline.in_title(start + skip) {
            return;
        }
        let section = self.outline.current();
        if self.topic.0 != section {
            let title = section.map(|s| &self.outline.sections[s]).filter(|s| s.level > 0).map_or("", |s| s.title.as_str());
            self.topic = (section, crate::section::topic(title));
        }
        let context = SentenceContext {
            start: start + skip,
            number: self.sentences,
            tense: self.outline.tense(),
            section,
            topic: &self.topic.1,
            year: self.outline.year(),
            years: &self.years,
            left: &self.left,
            said,
        };
        self.left = read_sentence(body.trim_end_matches('\n'), &context, claims);
    }
}

/// Where the sentence that begins at `from` ends. A full stop inside quotation marks does not end it.
fn sentence_end(line: &str, from: usize) -> usize {
    let bytes = line.as_bytes();
    let mut quoted_since: Option<usize> = None;
    // Byte by byte: hardly any character of Chinese text begins as these marks do.
    for (at, &byte) in bytes.iter().enumerate().skip(from) {
        let mark = match byte {
            b'!' | b'?' => 1,
            0xe2 | 0xe3 | 0xef => {
                let mark = bytes.get(at..at + 3).unwrap_or_default();
                if mark == "“".as_bytes() {
                    quoted_since = Some(at);
                } else if mark == "”".as_bytes() {
                    quoted_since = None;
                }
                if mark == "。".as_bytes() || mark == "！".as_bytes() || mark == "？".as_bytes() { mark.len() } else { 0 }
            }
            _ => 0,
        };
        if mark > 0 {
            let inside = quoted_since.is_some_and(|q| at - q < 120 && line[at..].find('”').is_some_and(|close| close < 120));
            if !inside {
                return at + mark;
            }
        } else if at - from > SENTENCE_BYTES_MAX {
            return line.ceil_char_boundary(at + 1);
        }
    }
    line.len()
}
