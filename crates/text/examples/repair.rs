//! Prints the repaired text of each file given, then every repair that is no mere character, and what stayed unsure.

#![allow(clippy::disallowed_methods)] // an example is a program: it reads files

use kezhang_text::{
    decode::decode,
    repair::{Class, repair},
};

fn main() {
    for path in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&path) else { continue };
        match decode(&bytes) {
            Err(refusal) => eprintln!("{path}: {refusal}"),
            Ok(decoded) => {
                let repaired = repair(&decoded.text);
                println!("{}", repaired.text);
                for r in &repaired.repairs {
                    if !matches!(r.class, Class::Pinyin | Class::Traditional) {
                        eprintln!("{:?}\t{:?} -> {:?}", r.class, repaired.was(r), repaired.is(r));
                    }
                }
                for u in &repaired.unsure {
                    eprintln!("unsure {:?}\t{:?} likely {:?}: {}", u.class, u.text, u.likely, u.why);
                }
                assert_eq!(repaired.undo(|_| true), decoded.text);
            }
        }
    }
}
