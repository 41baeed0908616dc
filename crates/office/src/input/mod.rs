//! Files that come from outside: what kind they are, whether they may be read, and how much of them.
//!
//! Nothing from outside is trusted: not the name, not a length, not a count. Every reader of this crate begins here.

mod contain;
mod kind;
mod package;
mod refusal;

pub(crate) use contain::contained;
pub use kind::{FileKind, sniff};
pub(crate) use package::{Package, part_text};
pub use refusal::{Refusal, Wanted};

/// How much of a file is read. What goes beyond is refused in words, never cut off in silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Size of the file itself.
    pub file_bytes_max: usize,
    /// Size of everything that is unpacked from it, together.
    pub unpacked_bytes_max: usize,
    /// Entries of an archive.
    pub entries_max: usize,
    /// Depth of nested elements.
    pub depth_max: usize,
    /// Rows of a sheet, counted to the last one with content.
    pub rows_max: usize,
    /// Columns of a sheet, counted to the last one with content.
    pub columns_max: usize,
    /// Cells with content of a workbook, and cells of a CSV file.
    pub cells_max: usize,
    /// Pages of a PDF.
    pub pages_max: usize,
    /// How long reading a PDF may take.
    pub pdf_seconds_max: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            file_bytes_max: 200 << 20,
            unpacked_bytes_max: 1 << 30,
            entries_max: 20_000,
            depth_max: 1_000,
            rows_max: 1_048_576,
            columns_max: 1_024,
            cells_max: 5_000_000,
            pages_max: 2_000,
            pdf_seconds_max: 30,
        }
    }
}

impl Limits {
    /// Refuses an empty or oversized file.
    pub(crate) fn check_size(&self, bytes: &[u8]) -> Result<(), Refusal> {
        if bytes.is_empty() {
            return Err(Refusal::Empty);
        }
        if bytes.len() > self.file_bytes_max {
            return Err(Refusal::TooLarge { bytes: bytes.len(), bytes_max: self.file_bytes_max });
        }
        Ok(())
    }
}
