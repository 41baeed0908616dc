//! Lists every mistake in a folder of packs: `cargo run -p kezhang-ledger --example packs_check -- packs`.
#![allow(clippy::disallowed_methods, reason = "an example reads files; the kernel does not")]

use kezhang_ledger::definition::{Sources, load};

fn main() {
    let root = std::env::args().nth(1).unwrap_or_else(|| "packs".to_owned());
    let mut sources = Sources::new();
    for folder in std::fs::read_dir(&root).into_iter().flatten().flatten() {
        for file in std::fs::read_dir(folder.path()).into_iter().flatten().flatten() {
            let path = file.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                let name = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().into_owned();
                sources.insert(name, std::fs::read_to_string(&path).unwrap_or_default());
            }
        }
    }
    let files = sources.len();
    match load(sources) {
        Ok(catalog) => println!(
            "{files} files: {} ledgers, {} measures, {} indicators, {} sentences, no mistake",
            catalog.ledgers.len(),
            catalog.measures.len(),
            catalog.indicators.len(),
            catalog.sentences.len()
        ),
        Err(mistakes) => mistakes.iter().for_each(|mistake| println!("{mistake}")),
    }
}
