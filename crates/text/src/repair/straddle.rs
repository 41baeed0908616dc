//! 跨字乱码: the readings were put in by replacing bytes, so the replacement also hit a pair of bytes that belongs to two
//! characters: 們在區 (82 83 | D4 DA | 85 5E) holds 冊 (83 D4) and became 們?cè)趨^.
//!
//! The reading and the last byte of the character before tell which character was meant; its second byte begins the lost
//! stream, and encoding what follows again, up to the next ASCII byte, gives back the characters.

use super::draft::{Change, Doubt, Draft};
use super::pinyin::Pollution;
use super::readings::{Bracketed, Sound, before, bracketed, read_as, swallowed};
use super::{Class, gbk};

/// No damaged run is longer: after so many characters we are not looking at one.
const RUN_CHARS_MAX: usize = 60;

pub(super) fn pass(draft: &mut Draft, pollution: Pollution) {
    if pollution != Pollution::Traditional {
        return;
    }
    let text = draft.text();
    let mut changes: Vec<Change> = Vec::new();
    let mut doubts = Vec::new();
    for hit in swallowed(text) {
        if changes.last().is_some_and(|c| hit.start < c.span.end) {
            continue;
        }
        match restore(text, &hit) {
            Some((end, restored)) => changes.push(Change::new(Class::Straddle, hit.start, end, restored)),
            None => doubts.push(doubt(&hit)),
        }
    }
    for d in doubts {
        draft.doubt(d);
    }
    draft.apply(changes);
}

fn doubt(hit: &Bracketed) -> Doubt {
    Doubt {
        class: Class::Straddle,
        span: crate::Span::new(hit.start, hit.end),
        why: format!("此处字节被读音“{}”冲断，无法确定原字", hit.reading),
        likely: None,
    }
}

/// What stood from the question mark on, and where the damage ends.
fn restore(text: &str, hit: &Bracketed) -> Option<(usize, String)> {
    let lead = gbk::pair(host(text, hit.start)?)?[1];
    let mut best: Option<(usize, usize, String)> = None;
    for second in seconds(lead, hit.sound) {
        let Some((end, restored)) = follow(text, hit.end, second) else { continue };
        let everyday =
            restored.chars().filter(|&c| c.is_ascii() || gbk::is_everyday(c) || crate::script::is_traditional(c)).count();
        let odd = restored.chars().count() - everyday;
        if best.as_ref().is_none_or(|b| odd < b.0) {
            best = Some((odd, end, restored));
        }
    }
    best.filter(|b| b.0 == 0).map(|(_, end, restored)| (end, restored))
}

/// The character whose second byte was hit; a reading in brackets right before belongs to it.
fn host(text: &str, place: usize) -> Option<char> {
    let c = before(text, place)?;
    if c != ')' && c != '）' {
        return Some(c);
    }
    let open = text[..place].rfind(['(', '（'])?;
    before(text, open)
}

/// The second bytes of the characters read so that begin with this byte.
fn seconds(lead: u8, sound: Sound) -> Vec<u8> {
    let mut found: Vec<u8> = read_as(sound).chars().filter_map(gbk::pair).filter(|p| p[0] == lead).map(|p| p[1]).collect();
    found.dedup();
    found
}

/// Encodes what follows again, one byte out of step, until an ASCII byte brings it back into step.
fn follow(text: &str, from: usize, first: u8) -> Option<(usize, String)> {
    let mut bytes = vec![first];
    let mut at = from;
    for c in text[from..].chars().take(RUN_CHARS_MAX) {
        if let Some(pair) = gbk::pair(c) {
            bytes.extend(pair);
            at += c.len_utf8();
            continue;
        }
        let byte = u8::try_from(c).ok()?;
        if byte == b'?' {
            // The next hit of the same kind: its second byte brings us back into step.
            let next = swallowed(&text[at..]).next().filter(|n| n.start == 0)?;
            let lead = *bytes.last()?;
            let candidates = seconds(lead, next.sound);
            let decoded = candidates.iter().find_map(|&second| decode(&[bytes.as_slice(), &[second]].concat()))?;
            return Some((at + next.end, decoded));
        }
        if !gbk::is_ascii_trail(byte) {
            return None;
        }
        bytes.push(byte);
        return decode(&bytes).map(|decoded| (at + 1, decoded));
    }
    None
}

fn decode(bytes: &[u8]) -> Option<String> {
    bytes.chunks(2).map(|pair| gbk::char_of(pair.try_into().ok()?)).collect()
}

/// Whether a reading in brackets stands after a character that is not read so.
pub(super) fn is_garbled_anchor(text: &str, found: &Bracketed) -> bool {
    found.toned && before(text, found.start).is_some_and(|c| !crate::script::is_traditional(c))
}

/// The anchors after which something is garbled, in order.
pub(super) fn garbled_anchors(text: &str) -> impl Iterator<Item = Bracketed<'_>> {
    bracketed(text).filter(|b| is_garbled_anchor(text, b))
}
