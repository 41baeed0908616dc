//! The small world typst sees: one template, one data file, the chosen fonts. No file system, no network, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use crate::fonts::Fonts;

const TEMPLATE: &str = include_str!("paper.typ");

static MAIN: LazyLock<FileId> = LazyLock::new(|| file_id("paper.typ"));
static DATA: LazyLock<FileId> = LazyLock::new(|| file_id("paper.json"));

fn file_id(name: &str) -> FileId {
    // The two names above are plain file names; typst refuses only absolute and climbing paths.
    #[allow(clippy::expect_used)]
    let path = VirtualPath::new(name).expect("a plain file name is a virtual path");
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}

/// The template, parsed once.
pub(crate) fn template() -> Source {
    Source::new(*MAIN, TEMPLATE.to_owned())
}

/// The world of one document.
pub(crate) struct PaperWorld<'a> {
    pub(crate) library: &'a LazyHash<Library>,
    pub(crate) book: &'a LazyHash<FontBook>,
    pub(crate) fonts: &'a Fonts,
    pub(crate) template: &'a Source,
    pub(crate) data: Bytes,
}

impl World for PaperWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.book
    }

    fn main(&self) -> FileId {
        *MAIN
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == *MAIN { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == *DATA { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
