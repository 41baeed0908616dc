//! What the kernel needs to read from a book, whoever keeps it.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::definition::Measure;
use crate::entry::Entry;
use crate::formula::Filter;
use crate::id::{EntryId, IndicatorId, LedgerId};
use crate::journal::Target;
use crate::period::Period;
use crate::posting::Posting;
use crate::settings::Settings;

/// A book as the guards see it. Implemented by the stores and by [`crate::memory::MemoryBook`].
pub trait BookView {
    /// How reading can fail.
    type Error;

    /// The bureau's settings; `None` before the book is opened.
    ///
    /// # Errors
    /// Whatever keeps the book from being read; the same for every method here.
    fn settings(&self) -> Result<Option<Settings>, Self::Error>;

    /// The current revision of an entry.
    ///
    /// # Errors
    /// As above.
    fn entry(&self, id: &EntryId) -> Result<Option<Entry>, Self::Error>;

    /// The standing (not voided) entry of a ledger that has this natural key.
    ///
    /// # Errors
    /// As above.
    fn entry_by_key(&self, ledger: &LedgerId, key: &str) -> Result<Option<EntryId>, Self::Error>;

    /// Every entry of a ledger, by id.
    ///
    /// # Errors
    /// As above.
    fn entries_of(&self, ledger: &LedgerId) -> Result<Vec<EntryId>, Self::Error>;

    /// Every posting an entry ever made, in order.
    ///
    /// # Errors
    /// As above.
    fn postings_of(&self, entry: &EntryId) -> Result<Vec<Posting>, Self::Error>;

    /// The last day that is closed.
    ///
    /// # Errors
    /// As above.
    fn closed_through(&self) -> Result<Option<Date>, Self::Error>;

    /// Journal position of the definitions in force; 0 before any were adopted.
    ///
    /// # Errors
    /// As above.
    fn definitions_position(&self) -> Result<u64, Self::Error>;

    /// Whether a reported figure of this id stands.
    ///
    /// # Errors
    /// As above.
    fn has_reported(&self, id: &str) -> Result<bool, Self::Error>;

    /// What a measure comes to.
    ///
    /// # Errors
    /// As above.
    fn measure(&self, query: &MeasureQuery) -> Result<MeasureReading, Self::Error>;

    /// The target that stands for an indicator and a period.
    ///
    /// # Errors
    /// As above.
    fn target(&self, indicator: &IndicatorId, period: Period, as_of: Option<u64>) -> Result<Option<Target>, Self::Error>;
}

/// Which postings of a measure to add up.
#[derive(Clone, Copy, Debug)]
pub struct MeasureQuery<'a> {
    /// The measure.
    pub measure: &'a Measure,
    /// The part of its breakdown; all must hold.
    pub filter: &'a [Filter],
    /// The period; a stock is read at its last day.
    pub period: Period,
    /// Only what the journal held at this position; everything where absent.
    pub as_of: Option<u64>,
}

impl MeasureQuery<'_> {
    /// The days whose postings count: the period, or for a stock everything to its last day.
    pub fn days(&self) -> Period {
        match self.measure.kind {
            crate::definition::MeasureKind::Stock { .. } => self.period.cumulative(),
            _ => self.period,
        }
    }
}

/// What a measure comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct MeasureReading {
    /// The sum of the amounts, or the number of distinct parties.
    pub amount: Decimal,
    /// How many postings were added up, reversals included.
    pub postings: u64,
    /// Whether the measure has any posting in the period, whatever its breakdown. Without any, the figure is not zero but
    /// unknown.
    pub any: bool,
}
