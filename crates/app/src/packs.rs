//! The packs that come with the program, and packs in a folder of one's own.

use std::path::{Path, PathBuf};

use kezhang_ledger::definition::load;
use rust_embed::RustEmbed;

use crate::error::{AppError, Result};
use crate::screening_rules;

pub use kezhang_ledger::definition::Sources;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../packs"]
#[include = "*.toml"]
struct Shipped;

/// The packs that come with the program.
pub fn shipped() -> Sources {
    Shipped::iter()
        .filter_map(|path| {
            let text = String::from_utf8(Shipped::get(&path)?.data.into_owned()).ok()?;
            Some((path.into_owned(), text))
        })
        .collect()
}

/// The packs in a folder: one level of folders, each with `.toml` files, and their folders `rules` with rule files.
///
/// # Errors
/// The folder or a file in it cannot be read.
pub fn in_folder(root: &Path) -> Result<Sources> {
    let mut sources = Sources::new();
    for folder in list(root)?.into_iter().filter(|path| path.is_dir()) {
        let name = file_name(&folder);
        take_files(&folder, &name, &mut sources)?;
        let rules = folder.join("rules");
        if rules.is_dir() {
            take_files(&rules, &format!("{name}/rules"), &mut sources)?;
        }
    }
    if sources.is_empty() {
        return Err(unreadable(root, "里面没有业务包（*/*.toml）"));
    }
    Ok(sources)
}

fn take_files(folder: &Path, name: &str, sources: &mut Sources) -> Result<()> {
    for path in list(folder)?.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "toml")) {
        let bytes = std::fs::read(&path).map_err(|error| unreadable(&path, &error.to_string()))?;
        let text = String::from_utf8(bytes).map_err(|_| unreadable(&path, "不是UTF-8文字"))?;
        sources.insert(format!("{name}/{}", file_name(&path)), text);
    }
    Ok(())
}

fn list(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error.to_string()))?;
    Ok(entries.flatten().map(|entry| entry.path()).collect())
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn unreadable(path: &Path, why: &str) -> AppError {
    AppError::unusable(format!("读不了 {}：{why}", path.display()))
}

/// Every mistake in packs, as a line: file, line, what is wrong, code. Rules are held against the ledgers once those are right.
pub fn check(sources: &Sources) -> Vec<String> {
    match load(sources.clone()) {
        Err(mistakes) => {
            let rules = screening_rules::mistakes(sources, None);
            mistakes.iter().map(ToString::to_string).chain(rules).collect()
        }
        Ok(catalog) => screening_rules::mistakes(sources, Some(&catalog)),
    }
}
