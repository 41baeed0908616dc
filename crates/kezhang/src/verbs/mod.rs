//! One file a verb.

pub mod accept;
pub mod check;
pub mod demo;
pub mod figures;
pub mod import;
mod input;
pub mod keep;
pub mod new;
pub mod packs;
mod progress;
pub mod read;
pub mod repair;
pub mod report;
pub mod serve;

use std::path::Path;

use kezhang_app::error::io_reason;
use kezhang_app::kezhang::Kezhang;

use crate::outcome::{Result, sentence};

/// The book in a folder.
fn open(folder: &Path) -> Result<Kezhang> {
    Kezhang::open(folder).map_err(sentence)
}

/// Writes a file whole or not at all: a full disk leaves no half a document, and what stood there before stays.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::StorageFull => format!("磁盘已满，没有写成 {}。请腾出空间后再试", path.display()),
        _ => format!("写不了 {}：{}", path.display(), io_reason(&error)),
    };
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = Path::new(&part);
    let written = std::fs::write(part, bytes).and_then(|()| std::fs::rename(part, path));
    if written.is_err() {
        let _ = std::fs::remove_file(part);
    }
    written.map_err(failed)
}

/// The last part of a path, for people.
fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
