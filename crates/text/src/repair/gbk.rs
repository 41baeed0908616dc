//! Characters as the two bytes they have in GBK: the byte accidents happened there.

use encoding_rs::GBK;

/// The two bytes of a character, or nothing when GBK has it in one byte or not at all.
pub(super) fn pair(c: char) -> Option<[u8; 2]> {
    if c.is_ascii() {
        return None;
    }
    let mut buffer = [0u8; 4];
    let (bytes, _, unmappable) = GBK.encode(c.encode_utf8(&mut buffer));
    match (*bytes).try_into() {
        Ok(pair) if !unmappable => Some(pair),
        _ => None,
    }
}

/// The character of two bytes, if GBK defines one.
pub(super) fn char_of(pair: [u8; 2]) -> Option<char> {
    let (text, bad) = GBK.decode_without_bom_handling(&pair);
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if !bad && !matches!(c, '\u{e000}'..='\u{f8ff}') => Some(c),
        _ => None,
    }
}

/// Whether the byte can be the second one of a character and is an ASCII character by itself.
pub(super) const fn is_ascii_trail(byte: u8) -> bool {
    byte >= 0x40 && byte <= 0x7e
}

/// Whether a character is in the everyday part of GB2312 (its first 3755), or a mark of punctuation.
pub(super) fn is_everyday(c: char) -> bool {
    pair(c).is_some_and(|[lead, trail]| trail >= 0xa1 && (matches!(lead, 0xb0..=0xd7) || c == '　' || is_mark(c)))
}

const fn is_mark(c: char) -> bool {
    matches!(c, '。' | '，' | '、' | '；' | '：' | '？' | '！' | '（' | '）' | '“' | '”' | '‘' | '’' | '《' | '》' | '—' | '…')
}
