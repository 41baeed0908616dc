//! Any Word 97–2003 file: the bytes of a compound file, broken in every way.
#![no_main]

use kezhang_fuzz::{LIMITS, read_report};
use kezhang_office::text_of::doc_text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(report) = doc_text(bytes, &LIMITS) {
        read_report(&report);
    }
});
