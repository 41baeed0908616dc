//! What `read`, `repair` and `check` are given: files, folders, standard input.

use std::io::Read;
use std::path::{Path, PathBuf};

use kezhang_app::error::io_reason;

use super::progress::{Progress, remark};
use crate::outcome::{Outcome, Result, sentence};

/// A report to read.
pub struct Input {
    /// Name for people and for ids.
    pub name: String,
    /// Where it was read from; none for standard input.
    pub path: Option<PathBuf>,
    /// Content.
    pub bytes: Vec<u8>,
}

/// Endings of files that are taken for reports when a folder is given.
const ENDINGS: &[&str] = &["txt", "docx", "doc", "wps", "pdf", "html", "htm", "md"];

/// Reads every file named, folders opened one level after another in the order of their names, and hands each to `work`.
/// One that cannot be read gets its sentence on standard error, goes to `refused` with its name, and does not stop the
/// others; in the end the outcome says so.
pub fn each(paths: &[PathBuf], mut work: impl FnMut(&Input) -> Result, refused: impl FnMut(String, String)) -> Result {
    each_path(paths, |path| work(&load(path)?), refused)
}

/// As [`each`], with files not yet read.
pub fn each_path(paths: &[PathBuf], mut work: impl FnMut(&Path) -> Result, mut refused: impl FnMut(String, String)) -> Result {
    let (files, mut outcome) = files(paths);
    let progress = Progress::of(files.len());
    for path in &files {
        let name = super::file_name(path);
        let done = progress.on(name.clone(), || work(path));
        outcome = outcome.max(done.unwrap_or_else(|why| {
            remark(&format!("{}：{why}", path.display()));
            refused(name, why);
            Outcome::Unreadable
        }));
    }
    Ok(outcome)
}

/// Every file named; what cannot be opened gets its sentence at once.
fn files(paths: &[PathBuf]) -> (Vec<PathBuf>, Outcome) {
    let (mut found, mut outcome) = (Vec::new(), Outcome::Done);
    for path in paths {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let before = found.len();
        let walked = walk(path, &mut found);
        let empty = || Err(format!("{} 里没有可读的报告（{}）", path.display(), ENDINGS.join("、")));
        if let Err(sentence) = walked.and_then(|()| if found.len() == before { empty() } else { Ok(()) }) {
            eprintln!("{sentence}");
            outcome = Outcome::Unreadable;
        }
    }
    (found, outcome)
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let unreadable = |error| format!("读不了 {}：{}", folder.display(), io_reason(&error));
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).map_err(unreadable)?.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        // A link could lead round in a circle.
        if path.is_dir() && !path.is_symlink() {
            walk(&path, found)?;
        } else if is_left_behind(&path) {
            continue;
        } else if path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))) {
            found.push(path);
        }
    }
    Ok(())
}

/// Word and WPS leave a `~$报告.docx` beside a document that is open.
fn is_left_behind(path: &Path) -> bool {
    super::file_name(path).starts_with(['~', '.'])
}

/// Reads a file, or standard input for `-`.
pub fn load(path: &Path) -> Result<Input> {
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(sentence)?;
        return Ok(Input { name: "标准输入".to_owned(), path: None, bytes });
    }
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => "没有这个文件，请核对文件名".to_owned(),
        std::io::ErrorKind::PermissionDenied => "没有权限打开".to_owned(),
        _ => format!("读不了：{}", io_reason(&error)),
    })?;
    Ok(Input { name: super::file_name(path), path: Some(path.to_path_buf()), bytes })
}

/// The part of a name that goes before the ids of claims: without ending.
pub fn doc(name: &str) -> String {
    Path::new(name).file_stem().map_or_else(|| name.to_owned(), |stem| stem.to_string_lossy().into_owned())
}
