//! The book on disk: journal, typed tables, postings, balances, search terms; SQLite behind the interface.
