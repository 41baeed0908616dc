//! What must hold of every book, whatever is done to it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "common/mod.rs"]
mod common;
#[path = "common/workload.rs"]
mod workload;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kezhang_ledger::book::{BookView, MeasureQuery};
use kezhang_ledger::command::Command;
use kezhang_ledger::decide::{Terms, contributions_of};
use kezhang_ledger::definition::{Measure, MeasureKind};
use kezhang_ledger::memory::MemoryBook;
use kezhang_ledger::period::Period;
use kezhang_ledger::posting::Contribution;
use proptest::prelude::*;
use rust_decimal::Decimal;
use workload::Workload;

fn new_book() -> MemoryBook {
    let mut book = MemoryBook::default();
    let open = Command::Open { settings: common::settings(), sources: common::sources() };
    book.submit(&common::head(), &open, &common::moment(jiff::civil::date(2024, 1, 1))).unwrap();
    book
}

fn years() -> [Period; 4] {
    [2022, 2023, 2024, 2025].map(Period::year)
}

fn read(book: &MemoryBook, measure: &Measure, period: Period, as_of: Option<u64>) -> Decimal {
    let Ok(reading) = book.measure(&MeasureQuery { measure, filter: &[], period, as_of });
    reading.amount
}

/// Every figure of every year, for comparing books.
type AllFigures = BTreeMap<(String, Period), Decimal>;

fn all_figures(book: &MemoryBook, as_of: Option<u64>) -> AllFigures {
    let measures: Vec<Measure> = book.catalog.measures.values().cloned().collect();
    let each = measures
        .iter()
        .flat_map(|measure| years().map(|year| ((measure.id.to_string(), year), read(book, measure, year, as_of))));
    each.collect()
}

/// What the entries as they stand contribute, found without looking at a single posting.
fn standing_contributions(book: &MemoryBook) -> Vec<Contribution> {
    let Ok(settings) = book.settings();
    let settings = settings.unwrap();
    let terms = Terms::new(&book.catalog, &settings);
    let ledgers: Vec<_> = book.catalog.ledgers.keys().cloned().collect();
    let mut found = Vec::new();
    for ledger in &ledgers {
        let Ok(ids) = book.entries_of(ledger);
        for id in ids {
            let Ok(entry) = book.entry(&id);
            found.extend(contributions_of(&terms, &entry.unwrap()));
        }
    }
    found
}

fn run(seed: u64, steps: usize, mut after_each: impl FnMut(&MemoryBook)) -> (MemoryBook, usize) {
    let mut book = new_book();
    let mut workload = Workload::new(seed);
    let mut accepted = 0;
    for _ in 0..steps {
        let moment = workload.moment();
        let command = workload.next(&book);
        accepted += usize::from(book.submit(&common::head(), &command, &moment).is_ok());
        after_each(&book);
    }
    (book, accepted)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Over all time, what is booked is what the standing entries contribute: reversals leave nothing behind.
    #[test]
    fn booked_totals_are_what_standing_entries_contribute(seed: u64, steps in 0_usize..120) {
        let (book, _) = run(seed, steps, |_| {});
        let mut should: BTreeMap<String, Decimal> = BTreeMap::new();
        for contribution in standing_contributions(&book) {
            *should.entry(contribution.measure.to_string()).or_default() += contribution.amount;
        }
        let mut is: BTreeMap<String, Decimal> = BTreeMap::new();
        for (_, posting) in &book.postings {
            *is.entry(posting.contribution.measure.to_string()).or_default() += posting.contribution.amount;
        }
        is.retain(|_, amount| !amount.is_zero());
        should.retain(|_, amount| !amount.is_zero());
        prop_assert_eq!(is, should);
    }

    /// Without a closing, every figure of every year is the count or sum of the entries it lists.
    #[test]
    fn figures_are_sums_of_their_entries(seed: u64, steps in 0_usize..120) {
        let mut book = new_book();
        let mut workload = Workload::new(seed);
        for _ in 0..steps {
            let moment = workload.moment();
            let command = workload.next(&book);
            if !matches!(command, Command::Close { .. }) {
                let _ = book.submit(&common::head(), &command, &moment);
            }
        }
        let standing = standing_contributions(&book);
        for measure in book.catalog.measures.clone().values() {
            for year in years() {
                let days = MeasureQuery { measure, filter: &[], period: year, as_of: None }.days();
                let listed = standing.iter().filter(|c| c.measure == measure.id && days.contains(c.fact_on));
                let expected = match measure.kind {
                    MeasureKind::Parties { .. } => {
                        Decimal::from(listed.filter_map(|c| c.party.clone()).collect::<BTreeSet<_>>().len())
                    }
                    _ => listed.map(|c| c.amount).sum(),
                };
                prop_assert_eq!(read(&book, measure, year, None), expected, "{} {}", measure.id, year);
            }
        }
    }

    /// A closed period never changes again, and reading at an old journal position gives the old value for ever.
    #[test]
    fn closed_periods_and_old_positions_stand_still(seed: u64, steps in 0_usize..90) {
        let mut frozen: Vec<(Date, AllFigures)> = Vec::new();
        let mut past: Vec<(u64, AllFigures)> = Vec::new();
        let (book, _) = run(seed, steps, |book| {
            let Ok(through) = book.closed_through();
            if let Some(through) = through && frozen.last().is_none_or(|(last, _)| *last < through) {
                let mut figures = all_figures(book, None);
                figures.retain(|(_, year), _| year.last() <= through);
                frozen.push((through, figures));
            }
            past.push((book.journal.len() as u64, all_figures(book, None)));
        });
        let now = all_figures(&book, None);
        for (through, figures) in frozen {
            for (key, value) in figures {
                prop_assert_eq!(now[&key], value, "{:?} closed through {}", key, through);
            }
        }
        for (seq, figures) in past {
            prop_assert_eq!(all_figures(&book, Some(seq)), figures, "as of {}", seq);
        }
        for (_, posting) in &book.postings {
            prop_assert_eq!(posting.is_correction(), posting.booked_on != posting.contribution.fact_on);
        }
    }

    /// The journal alone gives the same projections again.
    #[test]
    fn rebuilding_gives_identical_projections(seed: u64, steps in 0_usize..120) {
        let (book, _) = run(seed, steps, |_| {});
        prop_assert_eq!(&book.rebuilt().unwrap(), book.projections());
        prop_assert_eq!(book.broken_lines(), Vec::<u64>::new());
    }

    /// Any altered byte of any line is found, and so is a line taken out.
    #[test]
    fn any_altered_byte_is_found(seed: u64, steps in 1_usize..40, line: prop::sample::Index, byte: prop::sample::Index, bit in 0_u8..7) {
        let (book, _) = run(seed, steps, |_| {});
        let at = line.index(book.journal.len());
        let mut altered = book.clone();
        let mut bytes = altered.journal[at].body.clone().into_bytes();
        let position = byte.index(bytes.len());
        bytes[position] ^= 1 << bit;
        if let Ok(body) = String::from_utf8(bytes) {
            altered.journal[at].body = body;
            prop_assert!(altered.broken_lines().contains(&(at as u64 + 1)));
        }
        let mut shorter = book.clone();
        shorter.journal.remove(at);
        prop_assert!(at + 1 == book.journal.len() || !shorter.broken_lines().is_empty());
    }
}

#[test]
fn the_workload_exercises_what_it_should() {
    let (book, accepted) = run(7, 2000, |_| {});
    assert!(accepted > 300, "only {accepted} commands were accepted");
    let reversals = book.postings.iter().filter(|(_, posting)| posting.reversal).count();
    let corrections = book.postings.iter().filter(|(_, posting)| posting.is_correction()).count();
    assert!(reversals > 50 && corrections > 50, "{reversals} reversals, {corrections} corrections");
}
