//! One search box: indicators by name, entries by any word in them.

use kezhang_ledger::decide::Terms;
use kezhang_ledger::figure::Reader;
use kezhang_ledger::period::Period;
use serde::Serialize;

use crate::chip::{Chip, chip};
use crate::desk::{Desk, settings_of};
use crate::error::Result;
use crate::show;

/// Most entries shown.
const ENTRIES_MAX: u32 = 50;

/// What was found.
#[derive(Clone, Debug, Serialize)]
pub struct SearchPage {
    /// The words.
    pub words: String,
    /// Indicators whose name or alias contains them: name, chip.
    pub indicators: Vec<(String, Chip)>,
    /// Entries, newest first.
    pub entries: Vec<Found>,
    /// Whether there are more than are shown.
    pub more: bool,
}

/// An entry that was found.
#[derive(Clone, Debug, Serialize)]
pub struct Found {
    /// Entry.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Ledger name.
    pub ledger: String,
    /// State in words.
    pub state: String,
}

impl Desk<'_> {
    /// Searches entries that this person may see, and indicators.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn search(&self, words: &str, year: i16) -> Result<SearchPage> {
        self.sees_business()?;
        let words = words.trim();
        let reader = self.reader()?;
        let (catalog, settings) = (reader.catalog()?, settings_of(reader.as_ref())?);
        let terms = Terms::new(&catalog, &settings);
        let mut found = reader.search(words, self.sections_seen().as_deref(), ENTRIES_MAX + 1)?;
        let more = found.len() > ENTRIES_MAX as usize;
        found.truncate(ENTRIES_MAX as usize);
        let mut figures = Reader::new(&catalog, reader.as_ref(), None);
        let mut indicators = Vec::new();
        for indicator in catalog.indicators_in_order().filter(|_| !words.is_empty()) {
            let named = indicator.name.contains(words) || indicator.aliases.iter().any(|alias| alias.contains(words));
            if named && indicators.len() < 12 {
                let figure = figures.indicator(indicator, Period::year(year))?;
                indicators.push((indicator.name.clone(), chip(&catalog, &figure)));
            }
        }
        let entries = found.iter().map(|entry| {
            let ledger = catalog.ledger(&entry.ledger);
            let state = ledger.and_then(|ledger| ledger.state(&entry.state)).map(|state| state.name.clone());
            Found {
                id: entry.id.to_string(),
                title: ledger.map_or_else(|| entry.id.to_string(), |ledger| show::title(&terms, ledger, entry)),
                ledger: ledger.map(|ledger| ledger.name.clone()).unwrap_or_default(),
                state: state.unwrap_or_else(|| entry.state.to_string()),
            }
        });
        Ok(SearchPage { words: words.to_owned(), indicators, entries: entries.collect(), more })
    }
}
