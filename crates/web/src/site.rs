//! What every request shares: the opened book, or the code that allows to make one.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use kezhang_app::account::random_hex;
use kezhang_app::error::AppError;
use kezhang_app::kezhang::Kezhang;

/// Where a book that does not exist yet would be made.
#[derive(Clone, Debug, Default)]
pub struct NewBook {
    /// Folder of the book.
    pub folder: PathBuf,
    /// Folder of packs instead of those that come with the program.
    pub packs: Option<PathBuf>,
    /// Folder looked into first for fonts.
    pub fonts: Option<PathBuf>,
}

/// Shared by every request.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

struct Inner {
    book: OnceLock<Kezhang>,
    new_book: NewBook,
    /// Whoever can read the terminal may make the book; nobody else on the network.
    setup_code: Option<String>,
}

impl Site {
    /// A site over a book, or over none yet.
    ///
    /// # Errors
    /// The operating system has no random numbers.
    pub fn new(book: Option<Kezhang>, new_book: NewBook) -> io::Result<Self> {
        let setup_code = match &book {
            Some(_) => None,
            None => Some(random_hex::<8>().map_err(|error| io::Error::other(error.to_string()))?),
        };
        let cell = OnceLock::new();
        if let Some(book) = book {
            // The cell was made a line ago and is empty.
            let _ = cell.set(book);
        }
        Ok(Self(Arc::new(Inner { book: cell, new_book, setup_code })))
    }

    /// The opened book.
    ///
    /// # Errors
    /// There is none yet.
    pub fn book(&self) -> Result<&Kezhang, AppError> {
        self.0.book.get().ok_or_else(|| AppError::not_found("账簿还没有建立，请用终端里给出的地址建账"))
    }

    /// Whether there is a book.
    pub fn has_book(&self) -> bool {
        self.0.book.get().is_some()
    }

    /// The code of the set-up page, while there is no book.
    pub fn setup_code(&self) -> Option<&str> {
        self.0.setup_code.as_deref().filter(|_| !self.has_book())
    }

    /// Where a new book goes.
    pub fn new_book(&self) -> &NewBook {
        &self.0.new_book
    }

    /// Puts the new book in its place.
    ///
    /// # Errors
    /// Somebody else has made it meanwhile.
    pub fn put_book(&self, book: Kezhang) -> Result<(), AppError> {
        self.0.book.set(book).map_err(|_| AppError::unusable("账簿已经建立，请登录"))
    }
}
