//! The book on disk. [`Store`] is what the use-cases know; SQLite is the default behind it, PostgreSQL the next, and
//! `tests/conformance.rs` is what both must pass.
//!
//! A store keeps two things that are never altered, the journal and the postings (the database itself refuses it), and
//! projections of them that can be dropped and rebuilt: entries, typed tables, balances, search terms, targets.
//!
//! It decides nothing: guards are the kernel's, permission is the use-cases'. Every write goes through
//! [`Store::submit`]: guard, journal line, postings, balances and projections in one transaction.

mod error;
mod list;
pub mod sqlite;
mod terms;

use std::path::Path;
use std::sync::Arc;

use kezhang_ledger::book::{BookView, MeasureQuery};
use kezhang_ledger::command::{Actor, Command, Moment};
use kezhang_ledger::decide::{Change, RefusalAt};
use kezhang_ledger::definition::{Catalog, Role};
use kezhang_ledger::entry::{Entry, Evidence};
use kezhang_ledger::id::{BureauId, EntryId, LedgerId, SectionId, UserId};
use kezhang_ledger::journal::{Hash, Line, PublishedEvent, Reported, Target};
use kezhang_ledger::posting::Posting;
use rust_decimal::Decimal;

pub use error::{StoreError, SubmitError, io_reason};
pub use list::{Filter, ListPage, ListQuery, Sort};

/// A book that can be changed.
pub trait Store: Send + Sync {
    /// The bureau whose chain this is.
    fn bureau(&self) -> &BureauId;

    /// Decides a command and writes what follows, in one transaction. When this returns, it is on the disk.
    ///
    /// # Errors
    /// The reasons against the command, with nothing written; or the book could not be read or written.
    fn submit(&self, actor: &Actor, command: &Command, moment: &Moment) -> Result<Receipt, SubmitError>;

    /// Decides a command and writes nothing: what would change, or the reasons against it.
    ///
    /// # Errors
    /// As for [`Store::submit`].
    fn preview(&self, actor: &Actor, command: &Command, moment: &Moment) -> Result<Vec<Change>, SubmitError>;

    /// The book as it is at this moment; what is read from one reader belongs together.
    ///
    /// # Errors
    /// The book could not be opened.
    fn reader(&self) -> Result<Box<dyn BookReader + '_>, StoreError>;

    /// Keeps a file and says under which hash. Keeping it twice keeps it once.
    ///
    /// # Errors
    /// The book could not be written.
    fn keep_file(&self, name: &str, bytes: &[u8]) -> Result<Evidence, StoreError>;

    /// Sets the password hash of an account; `None` forgets it.
    ///
    /// # Errors
    /// The book could not be written.
    fn set_secret(&self, user: &UserId, secret: Option<&str>) -> Result<(), StoreError>;

    /// Begins, looks up and ends sessions. Times are seconds since 1970.
    ///
    /// # Errors
    /// The book could not be written.
    fn begin_session(&self, token_hash: &Hash, user: &UserId, expires_at: i64) -> Result<(), StoreError>;

    /// Ends a session, or every session of a user.
    ///
    /// # Errors
    /// The book could not be written.
    fn end_session(&self, which: SessionKey<'_>) -> Result<(), StoreError>;

    /// Everything that is wrong with the book. Nothing is changed.
    ///
    /// # Errors
    /// The book could not be read at all.
    fn verify(&self) -> Result<Verified, StoreError>;

    /// Drops every projection and makes it anew from the journal.
    ///
    /// # Errors
    /// The journal is damaged, or the book could not be written; then everything is as it was.
    fn rebuild(&self) -> Result<(), StoreError>;

    /// Writes a whole copy of the book, as it is at this moment, into one file.
    ///
    /// # Errors
    /// The file is there already, or could not be written.
    fn backup(&self, to: &Path) -> Result<(), StoreError>;
}

/// What can be read of a book. One reader sees one state of it.
pub trait BookReader: BookView<Error = StoreError> {
    /// Definitions in force.
    ///
    /// # Errors
    /// The book could not be read; the same for every method here.
    fn catalog(&self) -> Result<Arc<Catalog>, StoreError>;

    /// Position and hash of the last journal line.
    ///
    /// # Errors
    /// As above.
    fn head(&self) -> Result<(u64, Hash), StoreError>;

    /// A page of a ledger.
    ///
    /// # Errors
    /// As above.
    fn list(&self, query: &ListQuery) -> Result<ListPage, StoreError>;

    /// Every journal line of an entry, oldest first.
    ///
    /// # Errors
    /// As above.
    fn history(&self, entry: &EntryId) -> Result<Vec<Line>, StoreError>;

    /// Journal lines from a position on.
    ///
    /// # Errors
    /// As above.
    fn lines(&self, from: u64, count: u32) -> Result<Vec<Line>, StoreError>;

    /// The last journal lines that somebody wrote, newest first.
    ///
    /// # Errors
    /// As above.
    fn recent(&self, actor: &UserId, count: u32) -> Result<Vec<Line>, StoreError>;

    /// What a measure comes to in each month of the query's days that has postings: `2025-03` and the amount booked in it
    /// (for a stock the change, for parties the distinct ones of that month).
    ///
    /// # Errors
    /// As above.
    fn months(&self, query: &MeasureQuery) -> Result<Vec<(String, Decimal)>, StoreError>;

    /// Postings behind a figure in the order of their days, with their journal position.
    ///
    /// # Errors
    /// As above.
    fn postings(&self, query: &MeasureQuery, skip: u64, count: u32) -> Result<Vec<(u64, Posting)>, StoreError>;

    /// How many entries a figure rests on: those whose postings do not cancel out. Corrections of closed periods included.
    ///
    /// # Errors
    /// As above.
    fn count_entries(&self, query: &MeasureQuery) -> Result<u64, StoreError>;

    /// The entries a figure rests on, with what each adds to it.
    ///
    /// # Errors
    /// As above.
    fn entries_behind(&self, query: &MeasureQuery, skip: u64, count: u32) -> Result<Vec<(Entry, Decimal)>, StoreError>;

    /// What a measure comes to for each value of one of its breakdowns, largest first.
    ///
    /// # Errors
    /// As above.
    fn breakdown(&self, query: &MeasureQuery, field: &str) -> Result<Vec<(String, Decimal)>, StoreError>;

    /// Entries whose words contain all of the given ones, newest first. `sections` limits what may be seen.
    ///
    /// # Errors
    /// As above.
    fn search(&self, words: &str, sections: Option<&[SectionId]>, count: u32) -> Result<Vec<Entry>, StoreError>;

    /// Years in which something is booked, newest first.
    ///
    /// # Errors
    /// As above.
    fn years(&self) -> Result<Vec<i16>, StoreError>;

    /// Number of standing entries by ledger.
    ///
    /// # Errors
    /// As above.
    fn entry_counts(&self) -> Result<Vec<(LedgerId, u64)>, StoreError>;

    /// Number of standing entries of a ledger by state, those of some sections only where given.
    ///
    /// # Errors
    /// As above.
    fn state_counts(&self, ledger: &LedgerId, sections: Option<&[SectionId]>) -> Result<Vec<(String, u64)>, StoreError>;

    /// Reported figures of a year, with the document they came from.
    ///
    /// # Errors
    /// As above.
    fn reported(&self, year: i16) -> Result<Vec<ReportedRow>, StoreError>;

    /// Published documents, newest first, with their journal position.
    ///
    /// # Errors
    /// As above.
    fn published(&self) -> Result<Vec<(u64, PublishedEvent)>, StoreError>;

    /// Every standing target.
    ///
    /// # Errors
    /// As above.
    fn targets(&self) -> Result<Vec<Target>, StoreError>;

    /// Everybody who may or might have worked with the book.
    ///
    /// # Errors
    /// As above.
    fn users(&self) -> Result<Vec<User>, StoreError>;

    /// The password hash of an account.
    ///
    /// # Errors
    /// As above.
    fn secret(&self, user: &UserId) -> Result<Option<String>, StoreError>;

    /// Whose session this is, if it has not expired.
    ///
    /// # Errors
    /// As above.
    fn session(&self, token_hash: &Hash, now: i64) -> Result<Option<UserId>, StoreError>;

    /// A file that was kept.
    ///
    /// # Errors
    /// As above.
    fn file(&self, hash: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Decisions about texts as they stand, one a wording; newest last.
    ///
    /// # Errors
    /// As above.
    fn learnt(&self, about: &str) -> Result<Vec<Learnt>, StoreError>;
}

/// A decision about a text as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learnt {
    /// What it is about.
    pub wording: String,
    /// What was decided last.
    pub decision: String,
    /// Why.
    pub reason: String,
    /// Journal position: who decided, and when.
    pub seq: u64,
}

/// What a submitted command has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Position of the first line written; 0 where nothing was.
    pub first: u64,
    /// Position of the last line of the journal now.
    pub last: u64,
    /// Hash of that line.
    pub head: Hash,
    /// What was written, one a line.
    pub changes: Vec<Change>,
}

/// Which sessions to end.
#[derive(Clone, Copy, Debug)]
pub enum SessionKey<'a> {
    /// This one.
    Token(&'a Hash),
    /// Every one of a user.
    User(&'a UserId),
    /// Those that expired before this second.
    ExpiredBefore(i64),
}

/// Somebody who works with the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Account.
    pub user: UserId,
    /// Name for people.
    pub name: String,
    /// Role; `None`: may no longer.
    pub role: Option<Role>,
    /// Section.
    pub section: Option<SectionId>,
    /// Whether the person manages accounts.
    pub manages: bool,
}

/// A reported figure with where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedRow {
    /// The figure.
    pub reported: Reported,
    /// The report.
    pub document: String,
    /// SM3 of the report's file.
    pub hash: String,
    /// Journal position of the acceptance.
    pub seq: u64,
}

/// The result of a verification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Journal lines looked at.
    pub lines: u64,
    /// Postings looked at.
    pub postings: u64,
    /// Hash of the last line.
    pub head: Hash,
    /// Everything that is wrong.
    pub damage: Vec<Damage>,
}

/// One thing that is wrong with a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Stable code.
    pub code: &'static str,
    /// Where.
    pub place: String,
    /// What is wrong and what to do.
    pub what: String,
}

/// Refusals with their rows, as the kernel gives them.
pub type Refusals = Vec<RefusalAt>;
