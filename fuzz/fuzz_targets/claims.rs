//! Any text is read and checked: no failure, no place outside the text.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| kezhang_fuzz::read_text(text));
