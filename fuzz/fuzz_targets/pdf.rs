//! Any PDF is read or refused; panics of the library are contained and its text is read like any other.
#![no_main]

use kezhang_fuzz::{LIMITS, read_report};
use kezhang_office::text_of::pdf_text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(report) = pdf_text(bytes, &LIMITS) {
        read_report(&report);
    }
});
