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
pub mod read;
pub mod repair;
pub mod report;
pub mod serve;

use std::path::Path;

use kezhang_app::kezhang::Kezhang;

use crate::outcome::{Result, sentence};

/// The book in a folder.
fn open(folder: &Path) -> Result<Kezhang> {
    Kezhang::open(folder).map_err(sentence)
}

/// The last part of a path, for people.
fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
