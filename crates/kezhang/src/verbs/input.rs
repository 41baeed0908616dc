//! What `read`, `repair` and `check` are given: files, folders, standard input.

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::outcome::{Result, sentence};

/// A report to read.
pub struct Input {
    /// Name for people and for ids.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// Endings of files that are read when a folder is given.
const ENDINGS: &[&str] = &["txt", "docx", "pdf", "html", "htm", "md"];

/// Every file named, folders opened one level after another, in the order of their names.
pub fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = found.len();
            walk(path, &mut found)?;
            if found.len() == before {
                return Err(format!("{} 里没有可读的报告（{}）", path.display(), ENDINGS.join("、")));
            }
        } else {
            found.push(path.clone());
        }
    }
    Ok(found)
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let unreadable = |error| format!("读不了 {}：{error}", folder.display());
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).map_err(unreadable)?.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        // A link could lead round in a circle.
        if path.is_dir() && !path.is_symlink() {
            walk(&path, found)?;
        } else if path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))) {
            found.push(path);
        }
    }
    Ok(())
}

/// Reads a file, or standard input for `-`.
pub fn load(path: &Path) -> Result<Input> {
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(sentence)?;
        return Ok(Input { name: "标准输入".to_owned(), bytes });
    }
    let bytes = std::fs::read(path).map_err(|error| format!("读不了 {}：{error}", path.display()))?;
    Ok(Input { name: super::file_name(path), bytes })
}

/// The part of a name that goes before the ids of claims: without ending.
pub fn doc(name: &str) -> String {
    Path::new(name).file_stem().map_or_else(|| name.to_owned(), |stem| stem.to_string_lossy().into_owned())
}
