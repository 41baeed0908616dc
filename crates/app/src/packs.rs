//! The packs that come with the program, and packs in a folder of one's own.

use std::path::Path;

use kezhang_ledger::definition::load;
use rust_embed::RustEmbed;

use crate::error::{AppError, Result};

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

/// The packs in a folder: one level of folders, each with `.toml` files.
///
/// # Errors
/// The folder or a file in it cannot be read.
pub fn in_folder(root: &Path) -> Result<Sources> {
    let unreadable = |path: &Path, why: String| AppError::unusable(format!("读不了 {}：{why}", path.display()));
    let list = |path: &Path| std::fs::read_dir(path).map_err(|error| unreadable(path, error.to_string()));
    let mut sources = Sources::new();
    for folder in list(root)?.flatten().filter(|entry| entry.path().is_dir()) {
        for file in list(&folder.path())?.flatten() {
            let path = file.path();
            if path.extension().is_none_or(|extension| extension != "toml") {
                continue;
            }
            let bytes = std::fs::read(&path).map_err(|error| unreadable(&path, error.to_string()))?;
            let text = String::from_utf8(bytes).map_err(|_| unreadable(&path, "不是UTF-8文字".to_owned()))?;
            let name = format!("{}/{}", folder.file_name().to_string_lossy(), file.file_name().to_string_lossy());
            sources.insert(name, text);
        }
    }
    if sources.is_empty() {
        return Err(unreadable(root, "里面没有业务包(*/*.toml)".to_owned()));
    }
    Ok(sources)
}

/// Every mistake in packs, as a line: file, line, what is wrong, code.
pub fn check(sources: &Sources) -> Vec<String> {
    let mistakes = load(sources.clone()).err().unwrap_or_default();
    mistakes.iter().map(ToString::to_string).collect()
}
