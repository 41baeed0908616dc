//! A whole book in memory: the plain model that the stores are tested against. It keeps the journal and the postings and
//! computes every figure by looking at all of them; only entries are found by an index, by key and by their postings.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::book::{BookView, MeasureQuery, MeasureReading};
use crate::command::{Actor, Command, Moment};
use crate::decide::{Change, RefusalAt, Undecided, decide};
use crate::definition::{Catalog, MeasureKind, Sources, load};
use crate::entry::Entry;
use crate::formula::Filter;
use crate::id::{BureauId, EntryId, IndicatorId, LedgerId};
use crate::journal::{Event, Hash, Line, Reported, Target};
use crate::period::Period;
use crate::posting::Posting;
use crate::settings::Settings;

/// A book in memory.
#[derive(Clone, Debug, Default)]
pub struct MemoryBook {
    /// The journal.
    pub journal: Vec<Line>,
    /// Every posting with the position of its journal line.
    pub postings: Vec<(u64, Posting)>,
    /// Definitions in force.
    pub catalog: Catalog,
    state: Projections,
    /// Places in `postings` by entry.
    posted: BTreeMap<EntryId, Vec<usize>>,
}

/// What can be rebuilt from the journal.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Projections {
    settings: Option<Settings>,
    entries: BTreeMap<EntryId, Entry>,
    /// Standing entries by ledger and natural key.
    keys: Keys,
    closed_through: Option<Date>,
    definitions_at: u64,
    targets: Vec<(u64, Target)>,
    reported: BTreeMap<String, Reported>,
}

impl MemoryBook {
    /// Decides a command and applies it.
    ///
    /// # Errors
    /// The reasons against it.
    pub fn submit(&mut self, actor: &Actor, command: &Command, moment: &Moment) -> Result<Vec<Change>, Vec<RefusalAt>> {
        match decide(&self.catalog, self, actor, command, moment) {
            Ok(changes) => {
                for change in &changes {
                    self.apply(actor, change, moment);
                }
                Ok(changes)
            }
            Err(Undecided::Refused(refusals)) => Err(refusals),
            Err(Undecided::Unreadable(never)) => match never {},
        }
    }

    fn apply(&mut self, actor: &Actor, change: &Change, moment: &Moment) {
        let seq = self.journal.len() as u64 + 1;
        let previous = self.head();
        let bureau = match &change.event {
            Event::BookOpened { settings } => settings.bureau.clone(),
            _ => self.state.settings.as_ref().map_or_else(BureauId::default, |settings| settings.bureau.clone()),
        };
        // Events built by the kernel always serialise: maps with text keys, no floats.
        let body = change.event.to_body().unwrap_or_default();
        self.journal.push(Line::chain(previous, bureau, seq, moment.at.clone(), actor.user.clone(), body));
        for posting in &change.postings {
            self.posted.entry(posting.entry.clone()).or_default().push(self.postings.len());
            self.postings.push((seq, posting.clone()));
        }
        self.catalog = self.state.project(seq, &change.event, std::mem::take(&mut self.catalog));
    }

    /// The hash of the last line.
    pub fn head(&self) -> Hash {
        self.journal.last().map_or(Hash::GENESIS, |line| line.hash)
    }

    /// Current projections.
    pub fn projections(&self) -> &Projections {
        &self.state
    }

    /// Every line whose hash is not what its bytes give.
    pub fn broken_lines(&self) -> Vec<u64> {
        let mut previous = Hash::GENESIS;
        let mut broken = Vec::new();
        for (at, line) in self.journal.iter().enumerate() {
            if line.seq != at as u64 + 1 || !line.is_intact(previous) {
                broken.push(line.seq);
            }
            previous = line.hash;
        }
        broken
    }

    /// Projections made anew from the journal alone.
    ///
    /// # Errors
    /// A line that cannot be read.
    pub fn rebuilt(&self) -> Result<Projections, String> {
        let mut state = Projections::default();
        let mut catalog = Catalog::default();
        for line in &self.journal {
            catalog = state.project(line.seq, &line.event()?, catalog);
        }
        Ok(state)
    }
}

impl Projections {
    /// Follows one event; gives back the definitions in force after it.
    fn project(&mut self, seq: u64, event: &Event, catalog: Catalog) -> Catalog {
        match event {
            Event::BookOpened { settings } | Event::SettingsChanged { settings } => self.settings = Some(settings.clone()),
            Event::DefinitionsAdopted { sources } => {
                self.definitions_at = seq;
                let catalog = adopted(sources);
                self.keys.clear();
                for entry in self.entries.values() {
                    take_key(&mut self.keys, &catalog, entry);
                }
                return catalog;
            }
            Event::Entry(event) => {
                let entry = event.entry(catalog.ledger(&event.ledger));
                if let Some(before) = self.entries.get(&entry.id) {
                    free_key(&mut self.keys, &catalog, before);
                }
                take_key(&mut self.keys, &catalog, &entry);
                self.entries.insert(entry.id.clone(), entry);
            }
            Event::TargetSet(target) => self.targets.push((seq, target.clone())),
            Event::Reported(event) => {
                self.reported.extend(event.accepted.iter().map(|reported| (reported.id.clone(), reported.clone())));
                self.reported.retain(|id, _| !event.withdrawn.contains(id));
            }
            Event::Closed { through, .. } => self.closed_through = Some(*through),
            Event::Published(_) | Event::UserSet { .. } | Event::Learnt(_) => {}
        }
        catalog
    }
}

type Keys = BTreeMap<(LedgerId, String), BTreeSet<EntryId>>;

fn key_of(catalog: &Catalog, entry: &Entry) -> Option<(LedgerId, String)> {
    Some((entry.ledger.clone(), entry.natural_key(catalog.ledger(&entry.ledger)?)?))
}

fn take_key(keys: &mut Keys, catalog: &Catalog, entry: &Entry) {
    if let Some(key) = key_of(catalog, entry).filter(|_| entry.voided.is_none()) {
        keys.entry(key).or_default().insert(entry.id.clone());
    }
}

fn free_key(keys: &mut Keys, catalog: &Catalog, entry: &Entry) {
    if let Some(key) = key_of(catalog, entry)
        && let Some(holders) = keys.get_mut(&key)
    {
        holders.remove(&entry.id);
        if holders.is_empty() {
            keys.remove(&key);
        }
    }
}

/// Definitions were checked before they were adopted.
fn adopted(sources: &Sources) -> Catalog {
    load(sources.clone()).unwrap_or_default()
}

/// Whether a posting belongs to the part of the breakdown.
pub fn matches(filter: &[Filter], posting: &Posting) -> bool {
    filter.iter().all(|part| posting.contribution.breakdown.get(&part.field).is_some_and(|value| part.any_of.contains(value)))
}

impl BookView for MemoryBook {
    type Error = Infallible;

    fn settings(&self) -> Result<Option<Settings>, Infallible> {
        Ok(self.state.settings.clone())
    }

    fn entry(&self, id: &EntryId) -> Result<Option<Entry>, Infallible> {
        Ok(self.state.entries.get(id).cloned())
    }

    fn entry_by_key(&self, ledger: &LedgerId, key: &str) -> Result<Option<EntryId>, Infallible> {
        let holders = self.state.keys.get(&(ledger.clone(), key.to_owned()));
        Ok(holders.and_then(|holders| holders.first()).cloned())
    }

    fn entries_of(&self, ledger: &LedgerId) -> Result<Vec<EntryId>, Infallible> {
        Ok(self.state.entries.values().filter(|entry| entry.ledger == *ledger).map(|entry| entry.id.clone()).collect())
    }

    fn postings_of(&self, entry: &EntryId) -> Result<Vec<Posting>, Infallible> {
        let places = self.posted.get(entry).into_iter().flatten();
        Ok(places.filter_map(|place| self.postings.get(*place)).map(|(_, posting)| posting.clone()).collect())
    }

    fn closed_through(&self) -> Result<Option<Date>, Infallible> {
        Ok(self.state.closed_through)
    }

    fn definitions_position(&self) -> Result<u64, Infallible> {
        Ok(self.state.definitions_at)
    }

    fn has_reported(&self, id: &str) -> Result<bool, Infallible> {
        Ok(self.state.reported.contains_key(id))
    }

    fn measure(&self, query: &MeasureQuery) -> Result<MeasureReading, Infallible> {
        let days = query.days();
        let of_measure = self.postings.iter().filter(|(seq, posting)| {
            posting.contribution.measure == query.measure.id
                && days.contains(posting.booked_on)
                && query.as_of.is_none_or(|as_of| *seq <= as_of)
        });
        let parties = matches!(query.measure.kind, MeasureKind::Parties { .. });
        let mut reading = MeasureReading::default();
        let mut net: BTreeMap<&str, Decimal> = BTreeMap::new();
        for (_, posting) in of_measure {
            // A correction cannot be carried over in a number of distinct parties: the closed period keeps what it said.
            if parties && posting.is_correction() {
                continue;
            }
            reading.any = true;
            if matches(query.filter, posting) {
                reading.postings += 1;
                reading.amount += posting.contribution.amount;
                let party = posting.contribution.party.as_deref().unwrap_or_default();
                *net.entry(party).or_default() += posting.contribution.amount;
            }
        }
        if parties {
            let distinct: BTreeSet<&&str> =
                net.iter().filter(|(_, n)| n.is_sign_positive() && !n.is_zero()).map(|(p, _)| p).collect();
            reading.amount = Decimal::from(distinct.len());
        }
        Ok(reading)
    }

    fn target(&self, indicator: &IndicatorId, period: Period, as_of: Option<u64>) -> Result<Option<Target>, Infallible> {
        let mut standing = self.state.targets.iter().filter(|(seq, target)| {
            target.indicator == *indicator && target.period == period && as_of.is_none_or(|as_of| *seq <= as_of)
        });
        Ok(standing.next_back().map(|(_, target)| target.clone()).filter(|target| target.value.is_some()))
    }
}
