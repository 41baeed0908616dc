//! Evidence: the files of an entry.

use kezhang_ledger::command::{Command, Typed};

use crate::desk::Desk;
use crate::entry_form::Said;
use crate::entry_page::{EntryPage, NOTHING_SENT};
use crate::entry_save::Saved;
use crate::error::{AppError, Result};

/// Largest evidence file. A scanned certificate has a tenth of that.
pub const EVIDENCE_BYTES_MAX: usize = 50 * 1024 * 1024;

/// One byte more.
const EVIDENCE_TOO_MANY: usize = EVIDENCE_BYTES_MAX + 1;

impl Desk<'_> {
    /// Adds an evidence file to an entry.
    ///
    /// # Errors
    /// This person does not write here, or the book cannot be written. A file that is empty or too large comes back as
    /// [`Saved::Again`].
    pub fn attach(&self, id: &str, name: &str, bytes: &[u8]) -> Result<Saved> {
        let reader = self.reader()?;
        let entry = self.entry_seen(reader.as_ref(), id)?;
        self.must_write_in(&entry.section, "上传佐证")?;
        let unfit = match bytes.len() {
            0 => Some(format!("“{name}”是空文件，请重新选择")),
            EVIDENCE_TOO_MANY.. => Some(format!("“{name}”有{}，佐证最大50MB，请压缩或拆分", size(bytes.len() as u64))),
            _ => None,
        };
        if let Some(text) = unfit {
            let page = self.page_of(reader.as_ref(), &entry, NOTHING_SENT)?;
            let refusals = vec![Said { text, code: "KZ-407".to_owned() }];
            return Ok(Saved::Again(Box::new(EntryPage { refusals, ..page })));
        }
        let evidence = self.app.store.keep_file(&file_name(name), bytes)?;
        let command = Command::Attach { entry: entry.id.clone(), evidence };
        self.saved(reader.as_ref(), &entry, &Typed::new(), &command)
    }

    /// An evidence file of an entry that this person may see.
    ///
    /// # Errors
    /// No such file there.
    pub fn evidence(&self, id: &str, hash: &str) -> Result<(String, Vec<u8>)> {
        let reader = self.reader()?;
        let entry = self.entry_seen(reader.as_ref(), id)?;
        let evidence = entry.evidence.iter().find(|evidence| evidence.hash == hash);
        let evidence = evidence.ok_or_else(|| AppError::not_found("这条记录没有这个文件"))?;
        let bytes = reader.file(hash)?.ok_or_else(|| AppError::not_found("文件不在账簿里，请从备份恢复"))?;
        Ok((evidence.name.clone(), bytes))
    }
}

/// A size in words.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes}字节"),
        1024..1_048_576 => format!("{}KB", bytes.div_ceil(1024)),
        _ => format!("{}.{}MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

/// The last part of a path, without characters that a download would stumble over.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let clean: String =
        last.chars().filter(|c| !c.is_control() && !matches!(c, '"' | '<' | '>' | ':' | '|' | '?' | '*')).collect();
    let clean = clean.trim_matches(['.', ' ']);
    if clean.is_empty() { "佐证".to_owned() } else { clean.chars().take(120).collect() }
}
