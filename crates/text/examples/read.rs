//! Prints the claims of each file given as JSON Lines, as `kezhang read --json` does.

#![allow(clippy::disallowed_methods)] // an example is a program: it reads files

use kezhang_text::{decode::decode, json, read, repair::repair};

fn main() {
    for path in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&path) else {
            eprintln!("{path}: cannot be read");
            continue;
        };
        match decode(&bytes) {
            Err(refusal) => eprintln!("{path}: {refusal}"),
            Ok(decoded) => {
                let repaired = repair(&decoded.text);
                let reading = read(&repaired.text);
                let doc = std::path::Path::new(&path).file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
                for line in json::claim_lines(&doc, &reading) {
                    match serde_json::to_string(&line) {
                        Ok(text) => println!("{text}"),
                        Err(error) => eprintln!("{error}"),
                    }
                }
            }
        }
    }
}
