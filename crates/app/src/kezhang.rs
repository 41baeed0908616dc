//! An opened book with everything the use-cases need beside it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use kezhang_ledger::command::{Actor, Command};
use kezhang_ledger::definition::{Role, Sources};
use kezhang_ledger::id::UserId;
use kezhang_ledger::settings::Settings;
use kezhang_pdf::Typesetter;
use kezhang_store::sqlite::SqliteStore;
use kezhang_store::{Receipt, Store};

use crate::account::{Tries, hash, random_hex};
use crate::clock;
use crate::error::{AppError, Result};

/// An opened book.
pub struct Kezhang {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) tries: Tries,
    /// The hash of a password nobody has.
    pub(crate) nobody: String,
    font_folder: Option<PathBuf>,
    typesetter: OnceLock<std::result::Result<Typesetter, String>>,
}

impl Kezhang {
    /// Opens the book in a folder.
    ///
    /// # Errors
    /// No book there, not a book, or a newer one.
    pub fn open(folder: &Path) -> Result<Self> {
        Self::over(Arc::new(SqliteStore::open(folder)?))
    }

    /// Makes a new book for a bureau.
    ///
    /// # Errors
    /// A book is there already, the settings or packs are refused, or the folder cannot be written; then no book is left.
    pub fn create(folder: &Path, settings: Settings, sources: Sources) -> Result<Self> {
        let store = SqliteStore::create(folder, &settings.bureau)?;
        let command = Command::Open { settings, sources };
        let opened = store.submit(&operator(), &command, &clock::now());
        if let Err(error) = opened {
            drop(store);
            // It was made a moment ago and holds nothing.
            for extension in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(folder.join(format!("{}{extension}", kezhang_store::sqlite::FILE)));
            }
            return Err(error.into());
        }
        Self::over(Arc::new(store))
    }

    /// The use-cases over any store.
    ///
    /// # Errors
    /// The operating system has no random numbers.
    pub fn over(store: Arc<dyn Store>) -> Result<Self> {
        let nobody = hash(&random_hex::<16>()?)?;
        Ok(Self { store, tries: Tries::default(), nobody, font_folder: None, typesetter: OnceLock::new() })
    }

    /// Looks for fonts in this folder first.
    #[must_use]
    pub fn with_fonts(mut self, folder: Option<PathBuf>) -> Self {
        self.font_folder = folder;
        self
    }

    /// The typesetter, with the fonts loaded at its first use.
    ///
    /// # Errors
    /// No usable font on this machine.
    pub fn typesetter(&self) -> Result<&Typesetter> {
        let made = self.typesetter.get_or_init(|| {
            Typesetter::new(&kezhang_pdf::default_font_dirs(self.font_folder.as_deref()))
                .map_err(|refusal| format!("{refusal} [{}]", refusal.code()))
        });
        made.as_ref().map_err(|sentence| AppError::Office(sentence.clone()))
    }

    /// The store, for keeping the book (verify, rebuild, backup).
    pub fn store(&self) -> &dyn Store {
        self.store.as_ref()
    }

    /// Carries out a command on behalf of somebody whose right to it has been checked.
    pub(crate) fn submit(&self, actor: &Actor, command: &Command) -> Result<Receipt> {
        Ok(self.store.submit(actor, command, &clock::now())?)
    }
}

/// Whoever holds the file: the command line acts in this name.
pub fn operator() -> Actor {
    Actor { user: UserId::from(OPERATOR), role: Role::Head, section: None }
}

/// Name of the command line in the journal.
pub const OPERATOR: &str = "operator";
