//! Keeping the file: create, open, lock, backup, restore.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::{APPLICATION_ID, FILE, SCHEMA_VERSION, SqliteStore};
use crate::{Store, StoreError};

/// How long a write waits for another program's write.
const BUSY_WAIT: Duration = Duration::from_secs(10);

/// Statements kept prepared a connection.
const STATEMENTS_KEPT: usize = 256;

/// Makes an empty book in a folder that has none. A folder that cannot be written, or a crash half way, leaves no book.
pub(super) fn create(folder: &Path) -> Result<(), StoreError> {
    let file = folder.join(FILE);
    if file.exists() {
        return Err(StoreError::BookExists(folder.to_owned()));
    }
    fs::create_dir_all(folder)?;
    let connection = Connection::open(&file)?;
    prepare(&connection)?;
    let result = connection.execute_batch(&format!(
        "BEGIN IMMEDIATE;
         {}
         {}
         PRAGMA application_id = {APPLICATION_ID};
         PRAGMA user_version = {SCHEMA_VERSION};
         COMMIT;",
        include_str!("schema.sql"),
        include_str!("projections.sql"),
    ));
    if let Err(error) = result {
        drop(connection);
        // Nothing was in it yet.
        let _ = fs::remove_file(&file);
        return Err(error.into());
    }
    Ok(())
}

/// Opens the database of a folder and makes sure that it is a book this program can keep.
pub(super) fn connect(folder: &Path) -> Result<Connection, StoreError> {
    let file = folder.join(FILE);
    if !file.is_file() {
        return Err(StoreError::NoBook(folder.to_owned()));
    }
    open_file(&file)
}

fn open_file(file: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    let identity = || -> rusqlite::Result<(i64, i64)> {
        let id = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
        Ok((id, connection.query_row("PRAGMA user_version", [], |row| row.get(0))?))
    };
    match identity() {
        Ok((APPLICATION_ID, found)) if found > SCHEMA_VERSION => {
            return Err(StoreError::NewerBook { found, known: SCHEMA_VERSION });
        }
        Ok((APPLICATION_ID, _)) => {}
        // Anything else that goes wrong (a full disk, a missing right) says nothing about what the file is.
        Err(error) if error.sqlite_error_code() != Some(rusqlite::ErrorCode::NotADatabase) => return Err(error.into()),
        Ok(_) | Err(_) => return Err(StoreError::NotABook(file.to_owned())),
    }
    prepare(&connection)?;
    Ok(connection)
}

fn prepare(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(BUSY_WAIT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    // WAL with FULL: a commit that was acknowledged has reached the disk.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;",
    )?;
    Ok(())
}

/// Held while a program serves a book: a second one is refused instead of surprising the first.
#[derive(Debug)]
pub struct ServeLock {
    _file: File,
}

impl ServeLock {
    /// Takes the lock of a folder.
    ///
    /// # Errors
    /// Another program serves the book.
    pub fn take(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join("serve.lock");
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(fs::TryLockError::WouldBlock) => Err(StoreError::InUse(folder.to_owned())),
            Err(fs::TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

/// Copies the book as it is at this moment into one file, which a power cut leaves whole or absent.
pub(super) fn backup(store: &SqliteStore, to: &Path) -> Result<(), StoreError> {
    if to.exists() {
        return Err(StoreError::FileExists(to.to_owned()));
    }
    let part = beside(to, "part");
    let _ = fs::remove_file(&part);
    let copy = || -> Result<(), StoreError> {
        let connection = connect(store.folder())?;
        connection.execute("VACUUM INTO ?1", [part.to_string_lossy()])?;
        // The copy must be a whole book before it gets its name.
        let copied = open_file(&part)?;
        let check: String = copied.query_row("PRAGMA quick_check", [], |row| row.get(0))?;
        if check != "ok" {
            return Err(StoreError::Damaged(check));
        }
        copied.execute_batch("PRAGMA journal_mode = DELETE;")?;
        drop(copied);
        File::open(&part)?.sync_all()?;
        fs::rename(&part, to)?;
        Ok(())
    };
    copy().inspect_err(|_| {
        let _ = fs::remove_file(&part);
    })
}

/// Puts a backup in the place of a book. The backup is verified first; a book that is there is kept beside it, never
/// overwritten. Gives back where the old one lies.
///
/// # Errors
/// The file is no backup, its chain is broken, the book is being served, or the disk fails; then nothing has changed.
pub fn restore(from: &Path, folder: &Path) -> Result<Option<PathBuf>, StoreError> {
    if !from.is_file() {
        return Err(StoreError::Io(format!("找不到备份文件 {}", from.display())));
    }
    fs::create_dir_all(folder)?;
    let _lock = ServeLock::take(folder)?;
    let incoming = folder.join("incoming");
    let _ = fs::remove_dir_all(&incoming);
    fs::create_dir_all(&incoming)?;
    let result = admit(from, &incoming, folder);
    let _ = fs::remove_dir_all(&incoming);
    result
}

fn admit(from: &Path, incoming: &Path, folder: &Path) -> Result<Option<PathBuf>, StoreError> {
    let copy = incoming.join(FILE);
    fs::copy(from, &copy)?;
    File::open(&copy)?.sync_all()?;
    let verified = match SqliteStore::open(incoming) {
        Err(StoreError::NotABook(_)) => return Err(StoreError::NotABook(from.to_owned())),
        opened => opened?.verify()?,
    };
    if let Some(damage) = verified.damage.first() {
        return Err(StoreError::Damaged(format!("备份有问题，没有恢复：{} {}", damage.place, damage.what)));
    }
    let book = folder.join(FILE);
    let kept = if book.exists() {
        let kept = free_name(folder);
        for extension in ["", "-wal", "-shm"] {
            let old = folder.join(format!("{FILE}{extension}"));
            if old.exists() {
                fs::rename(&old, PathBuf::from(format!("{}{extension}", kept.display())))?;
            }
        }
        Some(kept)
    } else {
        None
    };
    fs::rename(&copy, &book)?;
    File::open(folder)?.sync_all()?;
    Ok(kept)
}

/// `book-before-restore-1.sqlite`, the first number that is free.
fn free_name(folder: &Path) -> PathBuf {
    let name = |n: u32| folder.join(format!("book-before-restore-{n}.sqlite"));
    let mut n = 1;
    while name(n).exists() {
        n += 1;
    }
    name(n)
}

fn beside(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".");
    name.push(extension);
    path.with_file_name(name)
}
