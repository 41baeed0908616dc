//! The kernel of the book: definitions, entries, postings, periods, indicators, chain.
//!
//! Everything here is pure: no I/O, no clock, no randomness, no locale. Time, ids and today's date are parameters; the
//! book is read through [`book::BookView`] and changed by applying a [`decide::Decision`]. Read in this order:
//!
//! 1. [`value`], [`field`], [`period`] — what an entry holds and when
//! 2. [`definition`] — ledgers, measures, indicators, sentences as the packs define them
//! 3. [`entry`], [`posting`] — a fact, and what it adds to which measure
//! 4. [`command`], [`decide`], [`refusal`] — what may change, and why not
//! 5. [`journal`] — the hash-chained record of every change
//! 6. [`formula`], [`figure`] — numbers, each the sum of its postings
//! 7. [`memory`] — a whole book in memory: the model that the stores are tested against

pub mod book;
pub mod command;
pub mod decide;
pub mod definition;
pub mod dice;
pub mod entry;
pub mod field;
pub mod figure;
pub mod formula;
pub mod id;
pub mod journal;
pub mod memory;
pub mod money;
pub mod period;
pub mod posting;
pub mod refusal;
pub mod sentence;
pub mod settings;
pub mod unit;
pub mod value;
