//! A file read piece by piece, with memory that does not grow with the file.
//!
//! Up to four million bytes a file is repaired and read as a whole, exactly as [`crate::repair::repair`] and [`crate::read`]
//! do it. A longer one is cut at line ends; the outline and the years it names are carried from one stretch to the next.

use crate::claim::Claim;
use crate::decode::{Decoder, HtmlText, Refusal};
use crate::reading::Reader;
use crate::repair::repair;
use crate::span::Span;

/// Text is held back until so much has come, then read up to its last line end.
const BLOCK_BYTES: usize = 1 << 20;
/// So far before the end of a block its cut is looked for.
const PARAGRAPH_BYTES: usize = 16 << 10;

/// A claim as it leaves a stream: numbers and places count from the beginning of the file.
#[derive(Debug)]
pub struct StreamedClaim<'a> {
    /// Its number in the file.
    pub number: usize,
    /// The claim; its section number is meaningless here.
    pub claim: &'a Claim,
    /// The headings above it, from the top.
    pub path: Vec<&'a str>,
}

/// Reads a file in pieces and hands out its claims as they come.
#[derive(Default)]
pub struct Stream {
    decoder: Decoder,
    page: Option<HtmlText>,
    /// Decoded, not yet read.
    pending: String,
    /// What is being read.
    block: String,
    decoded: String,
    reader: Reader,
    claims: Vec<Claim>,
    handed_out: usize,
    /// Repaired text already read.
    bytes: usize,
    chars: usize,
}

impl Stream {
    /// A stream that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many places of what came so far could not be read as text, and in which encoding it is read.
    pub fn unreadable(&self) -> (usize, &'static str) {
        (self.decoder.unreadable(), self.decoder.encoding())
    }

    /// Takes the next piece; `last` says that it is the last one. Claims go to `sink` in order.
    ///
    /// # Errors
    /// A [`Refusal`] as from [`crate::decode::decode`].
    pub fn push(&mut self, bytes: &[u8], last: bool, mut sink: impl FnMut(StreamedClaim)) -> Result<(), Refusal> {
        self.decoded.clear();
        self.decoder.push(bytes, last, &mut self.decoded)?;
        if self.decoder.is_html() {
            let page = self.page.get_or_insert_with(HtmlText::new);
            page.push(&self.decoded, &mut self.pending);
            if last {
                page.finish(&mut self.pending);
            }
        } else {
            append_lines(&self.decoded, &mut self.pending);
        }
        while self.pending.len() >= BLOCK_BYTES || (last && !self.pending.is_empty()) {
            let cut = if self.pending.len() <= BLOCK_BYTES { self.pending.len() } else { cut_at(&self.pending) };
            let mut block = std::mem::take(&mut self.block);
            block.clear();
            std::mem::swap(&mut block, &mut self.pending);
            self.pending.push_str(&block[cut..]);
            block.truncate(cut);
            self.read(&block, &mut sink);
            self.block = block;
        }
        Ok(())
    }

    fn read(&mut self, block: &str, sink: &mut impl FnMut(StreamedClaim)) {
        let repaired = repair(block);
        self.claims.clear();
        self.reader.block(&repaired.text, &mut self.claims);
        let (bytes, chars, first) = (self.bytes, self.chars, self.handed_out);
        let moved = |s: Span, by: usize| Span::new(s.start + by, s.end + by);
        for claim in &mut self.claims {
            claim.span = moved(claim.span, bytes);
            claim.quote_span = moved(claim.quote_span, bytes);
            claim.chars = moved(claim.chars, chars);
            claim.part_of = claim.part_of.map(|w| w + first);
            if let Some(comparison) = &mut claim.comparison {
                comparison.base = comparison.base.map(|b| b + first);
            }
        }
        for (i, claim) in self.claims.iter().enumerate() {
            sink(StreamedClaim { number: first + i, claim, path: self.reader.outline.path(claim.section) });
        }
        self.handed_out += self.claims.len();
        self.bytes += repaired.text.len();
        self.chars += repaired.text.chars().count();
        self.reader.outline.forget_passed();
    }
}

/// `\r\n` and `\r` become `\n`, also where a piece ends between the two.
fn append_lines(text: &str, out: &mut String) {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() && !out.ends_with('\r') {
        out.push_str(text);
        return;
    }
    for c in text.chars() {
        if out.ends_with('\r') {
            out.pop();
            out.push('\n');
            if c == '\n' {
                continue;
            }
        }
        out.push(c);
    }
}

/// Within a block, after the last line that ends in a full stop: repair may join the other lines to those that follow. Where there
/// is none near, after the last line end; after the last full stop where there is none; else anywhere.
fn cut_at(text: &str) -> usize {
    let mut limit = BLOCK_BYTES;
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let head = &text[..limit];
    let near = head.len().saturating_sub(PARAGRAPH_BYTES);
    if let Some(at) = memchr::memmem::rfind(&head.as_bytes()[near..], "。\n".as_bytes()) {
        return near + at + "。\n".len();
    }
    if let Some(at) = memchr::memrchr(b'\n', head.as_bytes()) {
        return at + 1;
    }
    head.rfind('。').map_or(limit, |at| at + '。'.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_give_the_claims_of_the_whole() {
        let text = "某县科技局2023年工作总结\r\n一、项目\r\n申报项目36项,其中国家级5项。\r\n二、培训\r\n培训农民1200人次,同比增长12%。\r\n";
        let reading = crate::read(&text.replace("\r\n", "\n"));
        for size in [1, 7, 64, 1000] {
            let mut stream = Stream::new();
            let mut found = Vec::new();
            let pieces: Vec<&[u8]> = text.as_bytes().chunks(size).collect();
            for (i, piece) in pieces.iter().enumerate() {
                stream
                    .push(piece, i + 1 == pieces.len(), |c| {
                        found.push((c.number, c.claim.subject.clone(), c.claim.chars, c.claim.part_of, c.path.join("/")))
                    })
                    .unwrap();
            }
            let whole: Vec<_> = reading
                .claims
                .iter()
                .enumerate()
                .map(|(n, c)| (n, c.subject.clone(), c.chars, c.part_of, reading.path(c).join("/")))
                .collect();
            assert_eq!(found, whole);
        }
    }

    #[test]
    fn wrapped_lines_are_joined_on_both_sides_of_a_cut() {
        let wrapped = "今年以来，全县上下团结一心，围绕年初确定的各项目标任务，\n申报科技项目36项，获批12项，争取上级资金860万元，带动企\n业投入研发经费2300万元，比上年增长15.4%，增幅居全市前列。\n";
        let whole = wrapped.replace('\n', "") + "\n";
        let count = 2 * BLOCK_BYTES / wrapped.len();
        let read = |text: String| {
            let (mut stream, mut claims) = (Stream::new(), 0);
            stream.push(text.as_bytes(), true, |c| claims += usize::from(!c.claim.subject.is_empty())).unwrap();
            claims
        };
        assert_eq!(read(wrapped.repeat(count)), read(whole.repeat(count)));
    }
}
