//! Which encoding the bytes are in, and the bytes as UTF-8, piece by piece.
//!
//! The first piece decides; a file that changes its encoding half-way is counted as unreadable there.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, CoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::Refusal;

/// How much of the beginning is looked at to tell the encoding.
const SAMPLE_BYTES: usize = 1 << 20;
/// Of 100 characters at most so many may be unreadable.
const UNREADABLE_PERCENT_MAX: usize = 5;

/// Turns pieces of a file into text. Feed the pieces in order.
pub struct Decoder {
    inner: Option<encoding_rs::Decoder>,
    encoding: &'static Encoding,
    html: bool,
    unreadable: usize,
    written: usize,
}

impl Default for Decoder {
    fn default() -> Self {
        Self::new()
    }
}

impl Decoder {
    /// A decoder that has seen nothing yet.
    pub const fn new() -> Self {
        Self { inner: None, encoding: UTF_8, html: false, unreadable: 0, written: 0 }
    }

    /// Reads one piece and appends its text to `out`; `last` says that no piece follows.
    ///
    /// # Errors
    /// A [`Refusal`] when the first piece shows that this is no text, or at the end when too much was unreadable.
    pub fn push(&mut self, bytes: &[u8], last: bool, out: &mut String) -> Result<(), Refusal> {
        if self.inner.is_none() {
            self.encoding = recognise(bytes, last)?;
            self.inner = Some(self.encoding.new_decoder_with_bom_removal());
            self.append(bytes, last, out);
            self.html = looks_like_html(out);
        } else {
            self.append(bytes, last, out);
        }
        if last && self.unreadable * 100 > self.written * UNREADABLE_PERCENT_MAX {
            return Err(Refusal::Unreadable);
        }
        Ok(())
    }

    fn append(&mut self, bytes: &[u8], last: bool, out: &mut String) {
        let Some(decoder) = self.inner.as_mut() else { return };
        let before = out.len();
        let mut rest = bytes;
        loop {
            let room = decoder.max_utf8_buffer_length(rest.len()).unwrap_or(rest.len().saturating_mul(3) + 16);
            out.reserve(room);
            let (result, read, _) = decoder.decode_to_string(rest, out, last);
            rest = &rest[read..];
            if matches!(result, CoderResult::InputEmpty) {
                break;
            }
        }
        let new = &out[before..];
        self.written += new.len() / 3 + 1;
        self.unreadable += memchr::memmem::find_iter(new.as_bytes(), "\u{fffd}".as_bytes()).count();
    }

    /// Name of the encoding.
    pub fn encoding(&self) -> &'static str {
        self.encoding.name()
    }

    /// Whether the first piece looked like a web page.
    pub const fn is_html(&self) -> bool {
        self.html
    }

    /// How many places could not be read.
    pub const fn unreadable(&self) -> usize {
        self.unreadable
    }
}

/// The encoding of a file that begins with `bytes`.
fn recognise(bytes: &[u8], whole: bool) -> Result<&'static Encoding, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok(encoding);
    }
    refuse_known_files(bytes)?;
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    if let Some(encoding) = utf16_without_bom(sample) {
        return Ok(encoding);
    }
    if control_bytes(sample) * 200 > sample.len() || memchr::memchr(0, sample).is_some() {
        return Err(Refusal::Binary);
    }
    match std::str::from_utf8(sample) {
        Ok(_) => return Ok(UTF_8),
        // A character cut by the end of the sample is no mistake.
        Err(e) if e.error_len().is_none() && (!whole || sample.len() < bytes.len()) => return Ok(UTF_8),
        Err(_) => {}
    }
    // A character cut in two by the end of the sample says nothing about the encoding.
    let (chinese, junk) =
        [GB18030, BIG5].map(|e| (e, junk_per_mille(e, sample))).into_iter().min_by_key(|&(_, junk)| junk).unwrap_or((GB18030, 0));
    if junk <= 20 {
        return Ok(chinese);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Allow);
    Ok(if guess == GBK { GB18030 } else { guess })
}

/// Of 1000 characters beyond ASCII, how many no Chinese report would hold when the bytes are read in this encoding.
fn junk_per_mille(encoding: &'static Encoding, sample: &[u8]) -> usize {
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let (mut all, mut junk) = (0usize, 0usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        all += 1;
        let odd = matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{3040}'..='\u{30ff}' | '\u{400}'..='\u{4ff}' | '\u{2500}'..='\u{257f}' | '\u{3400}'..='\u{4dbf}');
        junk += usize::from(odd || c >= '\u{20000}');
    }
    junk * 1000 / all.max(1)
}

fn refuse_known_files(bytes: &[u8]) -> Result<(), Refusal> {
    const BINARY: [&[u8]; 9] =
        [b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"\x1F\x8B", b"Rar!", b"7z\xBC\xAF", b"\x7FELF", b"MZ\x90", b"SQLite format 3"];
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Err(Refusal::Zip);
    }
    if bytes.starts_with(b"%PDF-") {
        return Err(Refusal::Pdf);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(Refusal::OldOffice);
    }
    if BINARY.iter().any(|magic| bytes.starts_with(magic)) {
        return Err(Refusal::Binary);
    }
    Ok(())
}

/// Chinese in UTF-16 has its high bytes between 4E and 9F, or 30 and FF for marks; ASCII has a zero there.
fn utf16_without_bom(sample: &[u8]) -> Option<&'static Encoding> {
    if sample.len() < 16 {
        return None;
    }
    let is_high = |b: u8| matches!(b, 0 | 0x20 | 0x30 | 0xFF | 0x4E..=0x9F);
    let share = |offset: usize| {
        let pairs = sample.chunks_exact(2);
        let total = pairs.len();
        pairs.filter(|p| is_high(p[offset])).count() * 100 / total.max(1)
    };
    let zeros = |offset: usize| sample.chunks_exact(2).filter(|p| p[offset] == 0).count();
    let (even, odd) = (share(0), share(1));
    if odd >= 98 && zeros(1) > 0 && zeros(0) == 0 {
        return Some(UTF_16LE);
    }
    if even >= 98 && zeros(0) > 0 && zeros(1) == 0 {
        return Some(UTF_16BE);
    }
    None
}

/// Control characters other than tab, line feed, form feed, carriage return and escape.
fn control_bytes(sample: &[u8]) -> usize {
    sample.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x0b | 0x1a | 0x1b)).count()
}

/// A web page starts with a tag, or names one of the tags of a page within its first lines.
fn looks_like_html(text: &str) -> bool {
    let mut head_end = text.len().min(2048);
    while !text.is_char_boundary(head_end) {
        head_end -= 1;
    }
    let head = text[..head_end].trim_start().to_ascii_lowercase();
    if !head.starts_with('<') {
        return false;
    }
    ["<!doctype html", "<html", "<head", "<body", "<p>", "<p ", "<div", "<table", "<meta"].iter().any(|tag| head.contains(tag))
}
