//! Prints what cannot be right in each file given.

#![allow(clippy::disallowed_methods)] // an example is a program: it reads files

use kezhang_text::{decode::decode, findings, read, repair::repair};

fn main() {
    for path in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let Ok(decoded) = decode(&bytes) else { continue };
        let repaired = repair(&decoded.text);
        let reading = read(&repaired.text);
        println!("== {path}: {} claims", reading.claims.len());
        for f in findings(&repaired.text, &reading) {
            println!("[{}] {} {}\n    {}\n    {}", f.severity.name(), f.code.as_str(), f.what, f.arithmetic, f.suggestion);
        }
    }
}
