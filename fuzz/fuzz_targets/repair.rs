//! Repairing never fails, can be undone in any part, and finds nothing left to do the second time where it says so.
#![no_main]

use kezhang_text::repair::repair;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let repaired = repair(text);
    assert_eq!(repaired.undo(|_| true), text);
    assert_eq!(repaired.undo(|_| false), repaired.text);
});
