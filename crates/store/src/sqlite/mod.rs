//! The book on SQLite: one file, one writer at a time, readers that never wait.
//!
//! - `project`: journal event → rows; `balance`: postings → balances; `typed`: one table a ledger, made from the definitions
//! - `view`, `lists`: reading; `audit`: verify and rebuild; `keep`: opening, backup, restore

mod audit;
mod balance;
mod files;
mod keep;
mod list_query;
mod lists;
mod project;
mod typed;
mod view;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kezhang_ledger::command::{Actor, Command, Moment};
use kezhang_ledger::decide::{Change, Undecided, decide};
use kezhang_ledger::definition::{Catalog, load};
use kezhang_ledger::entry::Evidence;
use kezhang_ledger::id::{BureauId, MeasureId, UserId};
use kezhang_ledger::journal::{Event, Hash, Line};
use rusqlite::{Connection, OptionalExtension, params};
use rust_decimal::Decimal;

use crate::{BookReader, Receipt, SessionKey, Store, StoreError, SubmitError, Verified};
use balance::Slices;
use view::View;

pub use keep::{ServeLock, restore};

/// Name of the book's file inside its folder.
pub const FILE: &str = "book.sqlite";

/// Marks a SQLite file as a Kezhang book ("KZ01").
const APPLICATION_ID: i64 = 0x4b5a_3031;

/// Version of the schema.
const SCHEMA_VERSION: i64 = 1;

/// Decimals kept in scaled integers.
const SCALE: u32 = 4;

/// A book on SQLite.
pub struct SqliteStore {
    folder: PathBuf,
    bureau: BureauId,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    terms: Mutex<Option<Arc<Loaded>>>,
}

/// Definitions in force, parsed once.
pub(crate) struct Loaded {
    /// Journal position they were adopted at; 0: none yet.
    at: u64,
    catalog: Arc<Catalog>,
    slices: Slices,
}

impl Loaded {
    fn new(at: u64, catalog: Catalog) -> Self {
        let slices = balance::slices(&catalog);
        Self { at, catalog: Arc::new(catalog), slices }
    }

    fn slices_of(&self, measure: &MeasureId) -> &[Vec<kezhang_ledger::id::FieldId>] {
        self.slices.get(measure).map_or(&[], Vec::as_slice)
    }
}

impl SqliteStore {
    /// Makes a new book for a bureau in a folder.
    ///
    /// # Errors
    /// A book is there already, or the folder cannot be written.
    pub fn create(folder: &Path, bureau: &BureauId) -> Result<Self, StoreError> {
        keep::create(folder)?;
        Self::open_for(folder, bureau.clone())
    }

    /// Opens the book in a folder.
    ///
    /// # Errors
    /// No book there, not a book, or a book of a newer version.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let connection = keep::connect(folder)?;
        let bureau: Option<String> =
            connection.query_row("SELECT bureau FROM journal ORDER BY rowid LIMIT 1", [], |row| row.get(0)).optional()?;
        let bureau = bureau.ok_or_else(|| StoreError::NoBook(folder.to_owned()))?;
        drop(connection);
        Self::open_for(folder, bureau.into())
    }

    /// Opens a folder's database for one bureau of possibly several.
    ///
    /// # Errors
    /// As for [`SqliteStore::open`].
    pub fn open_for(folder: &Path, bureau: BureauId) -> Result<Self, StoreError> {
        let writer = Mutex::new(keep::connect(folder)?);
        let folder = folder.to_owned();
        Ok(Self { folder, bureau, writer, readers: Mutex::default(), terms: Mutex::default() })
    }

    /// The folder the book lies in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Allows the database at most so many pages of 4 KiB: a quota, after which writes are refused as on a full disk.
    ///
    /// # Errors
    /// The book could not be read.
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        let count: u32 = self.write().query_row("PRAGMA page_count", [], |row| row.get(0))?;
        self.write().pragma_update(None, "max_page_count", count.saturating_add(pages))?;
        Ok(())
    }

    fn write(&self) -> MutexGuard<'_, Connection> {
        // A panic while writing has rolled its transaction back; the connection is as good as before.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection for reading; comes back to the pool when dropped.
    fn read(&self) -> Result<Pooled<'_>, StoreError> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => keep::connect(&self.folder)?,
        };
        connection.execute_batch("BEGIN")?;
        Ok(Pooled { store: self, connection: Some(connection) })
    }

    /// Definitions in force as `connection` sees the book; parsed again only where another process changed them.
    fn loaded(&self, connection: &Connection) -> Result<Arc<Loaded>, StoreError> {
        let at = view::definitions_position(connection, &self.bureau)?;
        let mut cached = self.terms.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(loaded) = cached.as_ref().filter(|loaded| loaded.at == at) {
            return Ok(loaded.clone());
        }
        let loaded = Arc::new(load_definitions(connection, &self.bureau, at)?);
        *cached = Some(loaded.clone());
        Ok(loaded)
    }

    fn decide(
        &self,
        connection: &Connection,
        actor: &Actor,
        command: &Command,
        moment: &Moment,
    ) -> Result<(Arc<Loaded>, Vec<Change>), SubmitError> {
        let loaded = self.loaded(connection)?;
        let view = View::new(connection, &self.bureau, loaded.clone());
        match decide(&loaded.catalog, &view, actor, command, moment) {
            Ok(changes) => Ok((loaded, changes)),
            Err(Undecided::Refused(refusals)) => Err(SubmitError::Refused(refusals)),
            Err(Undecided::Unreadable(error)) => Err(error.into()),
        }
    }
}

/// The definitions that the journal line at `at` adopted.
fn load_definitions(connection: &Connection, bureau: &BureauId, at: u64) -> Result<Loaded, StoreError> {
    if at == 0 {
        return Ok(Loaded::new(0, Catalog::default()));
    }
    let body: String = connection.query_row(
        "SELECT body FROM journal WHERE bureau = ?1 AND seq = ?2",
        params![bureau.as_str(), to_i64(at)],
        |row| row.get(0),
    )?;
    match serde_json::from_str(&body) {
        Ok(Event::DefinitionsAdopted { sources }) => match load(sources) {
            Ok(catalog) => Ok(Loaded::new(at, catalog)),
            Err(mistakes) => {
                let first = mistakes.first().map(ToString::to_string).unwrap_or_default();
                Err(StoreError::Damaged(format!("账簿里的业务包定义读不通（{first}）")))
            }
        },
        _ => Err(StoreError::Damaged(format!("日记账第{at}行不是业务包定义"))),
    }
}

impl Store for SqliteStore {
    fn bureau(&self) -> &BureauId {
        &self.bureau
    }

    fn submit(&self, actor: &Actor, command: &Command, moment: &Moment) -> Result<Receipt, SubmitError> {
        let mut writer = self.write();
        let transaction = writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(StoreError::from)?;
        let (loaded, changes) = self.decide(&transaction, actor, command, moment)?;
        // From here on nothing is refused; only the disk can fail, and then nothing is written.
        let mut pen = project::Pen::new(&transaction, &self.bureau, loaded)?;
        let first = if changes.is_empty() { 0 } else { pen.last + 1 };
        for change in &changes {
            let body = change.event.to_body().map_err(StoreError::Io)?;
            let line = Line::chain(pen.head, self.bureau.clone(), pen.last + 1, moment.at.clone(), actor.user.clone(), body);
            pen.append(&line, change)?;
        }
        let (last, head) = (pen.last, pen.head);
        drop(pen);
        transaction.commit().map_err(StoreError::from)?;
        Ok(Receipt { first, last, head, changes })
    }

    fn preview(&self, actor: &Actor, command: &Command, moment: &Moment) -> Result<Vec<Change>, SubmitError> {
        let connection = self.read()?;
        Ok(self.decide(connection.get(), actor, command, moment)?.1)
    }

    fn reader(&self) -> Result<Box<dyn BookReader + '_>, StoreError> {
        let connection = self.read()?;
        let loaded = self.loaded(connection.get())?;
        Ok(Box::new(View::new(connection, &self.bureau, loaded)))
    }

    fn keep_file(&self, name: &str, bytes: &[u8]) -> Result<Evidence, StoreError> {
        files::keep(&self.write(), &self.bureau, name, bytes)
    }

    fn set_secret(&self, user: &UserId, secret: Option<&str>) -> Result<(), StoreError> {
        let writer = self.write();
        match secret {
            Some(secret) => writer.execute(
                "INSERT INTO secret (bureau, user, secret) VALUES (?1, ?2, ?3)
                 ON CONFLICT (bureau, user) DO UPDATE SET secret = excluded.secret",
                params![self.bureau.as_str(), user.as_str(), secret],
            )?,
            None => writer
                .execute("DELETE FROM secret WHERE bureau = ?1 AND user = ?2", params![self.bureau.as_str(), user.as_str()])?,
        };
        Ok(())
    }

    fn begin_session(&self, token_hash: &Hash, user: &UserId, expires_at: i64) -> Result<(), StoreError> {
        self.write().execute(
            "INSERT OR REPLACE INTO session (token_hash, bureau, user, expires_at) VALUES (?1, ?2, ?3, ?4)",
            params![token_hash.to_string(), self.bureau.as_str(), user.as_str(), expires_at],
        )?;
        Ok(())
    }

    fn end_session(&self, which: SessionKey<'_>) -> Result<(), StoreError> {
        let writer = self.write();
        match which {
            SessionKey::Token(hash) => writer.execute(
                "DELETE FROM session WHERE bureau = ?1 AND token_hash = ?2",
                params![self.bureau.as_str(), hash.to_string()],
            )?,
            SessionKey::User(user) => writer
                .execute("DELETE FROM session WHERE bureau = ?1 AND user = ?2", params![self.bureau.as_str(), user.as_str()])?,
            SessionKey::ExpiredBefore(second) => writer
                .execute("DELETE FROM session WHERE bureau = ?1 AND expires_at < ?2", params![self.bureau.as_str(), second])?,
        };
        Ok(())
    }

    fn verify(&self) -> Result<Verified, StoreError> {
        audit::verify(self)
    }

    fn rebuild(&self) -> Result<(), StoreError> {
        audit::rebuild(self)
    }

    fn backup(&self, to: &Path) -> Result<(), StoreError> {
        keep::backup(self, to)
    }
}

/// A reading connection on loan. It sees the book as it was when it was lent.
pub(crate) struct Pooled<'a> {
    store: &'a SqliteStore,
    connection: Option<Connection>,
}

impl Pooled<'_> {
    fn get(&self) -> &Connection {
        match &self.connection {
            Some(connection) => connection,
            // `connection` is only taken in `drop`.
            None => unreachable!("a pooled connection is there until it is dropped"),
        }
    }
}

impl std::ops::Deref for Pooled<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        self.get()
    }
}

/// More idle readers than this are closed.
const IDLE_READERS_MAX: usize = 8;

impl Drop for Pooled<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            let clean = connection.execute_batch("COMMIT").is_ok();
            let mut idle = self.store.readers.lock().unwrap_or_else(PoisonError::into_inner);
            if clean && idle.len() < IDLE_READERS_MAX {
                idle.push(connection);
            }
        }
    }
}

/// A number as a scaled integer.
fn scaled(value: Decimal) -> Result<i64, StoreError> {
    let out = || StoreError::OutOfRange(value.to_string());
    let mut exact = value;
    exact.rescale(SCALE);
    if exact != value {
        return Err(out());
    }
    i64::try_from(exact.mantissa()).map_err(|_| out())
}

/// A scaled integer as the number it is.
fn unscaled(amount: i64) -> Decimal {
    Decimal::new(amount, SCALE).normalize()
}

/// Journal positions count from 1 and never come near 2^63.
fn to_i64(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

fn to_u64(seq: i64) -> u64 {
    u64::try_from(seq).unwrap_or(0)
}

/// A breakdown or a set of values as canonical JSON: keys in order, no blanks.
fn to_json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Io(error.to_string()))
}

fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Damaged(error.to_string()))
}

/// Values of an entry in canonical text, as the journal and the entry table keep them.
type CanonicalValues = BTreeMap<kezhang_ledger::id::FieldId, String>;
