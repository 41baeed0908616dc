//! Any Word file: the bytes as they are, or as the body of a document.
#![no_main]

use kezhang_fuzz::{LIMITS, package, read_report};
use kezhang_office::text_of::docx_text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let packed = if bytes.starts_with(b"PK") { None } else { package("word/document.xml", bytes) };
    if let Ok(report) = docx_text(packed.as_deref().unwrap_or(bytes), &LIMITS) {
        read_report(&report);
    }
});
