//! Postings (分录): what an entry adds to a measure on a day. A pure function of definition and entry; when the entry
//! changes, the old postings are reversed and the new ones made, never edited.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use crate::definition::{Catalog, Ledger, Measure, MeasureKind};
use crate::entry::Entry;
use crate::id::{EntryId, FieldId, LedgerId, MeasureId};
use crate::value::{Value, Values};

/// Breakdown values of a posting, by field; a field without a value is absent.
pub type Breakdown = BTreeMap<FieldId, String>;

/// What an entry contributes to a measure, before it is booked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contribution {
    /// Measure.
    pub measure: MeasureId,
    /// The day the fact belongs to.
    pub fact_on: Date,
    /// Breakdown.
    pub breakdown: Breakdown,
    /// The party, for a measure that counts parties.
    pub party: Option<String>,
    /// What is added.
    pub amount: Decimal,
}

/// A posting. Insert-only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// What it adds, and the day of the fact.
    pub contribution: Contribution,
    /// The day it counts on: the day of the fact, or, after that period was closed, a day in the open period.
    pub booked_on: Date,
    /// Ledger of the entry.
    pub ledger: LedgerId,
    /// Entry.
    pub entry: EntryId,
    /// Revision of the entry that caused it.
    pub revision: u32,
    /// Whether it takes back an earlier posting (冲销).
    pub reversal: bool,
}

impl Posting {
    /// Whether it corrects a closed period (红冲 or 补记 in the open one).
    pub fn is_correction(&self) -> bool {
        self.booked_on != self.contribution.fact_on
    }
}

/// What an entry contributes under the definitions. A voided entry contributes nothing, a state that does not count neither.
pub fn contributions(catalog: &Catalog, ledger: &Ledger, entry: &Entry) -> Vec<Contribution> {
    let counts = entry.voided.is_none() && ledger.state(&entry.state).is_some_and(|state| state.counts);
    if !counts {
        return Vec::new();
    }
    let mut found = Vec::new();
    for measure in catalog.measures_of(&ledger.id) {
        let judged = measure.when.as_ref().map_or(Some(true), |when| when.holds(&entry.values, &entry.state));
        if judged == Some(true) {
            contribute(measure, &entry.values, &mut found);
        }
    }
    found.sort();
    found
}

fn contribute(measure: &Measure, values: &Values, found: &mut Vec<Contribution>) {
    let amount = match &measure.amount {
        None => Decimal::ONE,
        // An entry without the number adds nothing.
        Some(field) => match values.get(field).and_then(Value::as_number) {
            Some(amount) => amount,
            None => return,
        },
    };
    if amount.is_zero() {
        return;
    }
    let breakdown: Breakdown =
        measure.by.iter().filter_map(|field| Some((field.clone(), values.get(field)?.canonical()))).collect();
    let mut add = |day: Option<Date>, amount: Decimal, party: Option<String>| {
        if let Some(fact_on) = day {
            let breakdown = breakdown.clone();
            found.push(Contribution { measure: measure.id.clone(), fact_on, breakdown, party, amount });
        }
    };
    match &measure.kind {
        MeasureKind::Flow { on } => add(day_of(values, on), amount, None),
        MeasureKind::Stock { enters_on, leaves_on } => {
            let entered = day_of(values, enters_on);
            let left = leaves_on.as_ref().and_then(|field| day_of(values, field));
            add(entered, amount, None);
            if entered.is_some() {
                add(left, -amount, None);
            }
        }
        MeasureKind::Parties { on, party } => {
            if let Some(party) = values.get(party) {
                add(day_of(values, on), amount, Some(party.canonical()));
            }
        }
    }
}

/// A date field gives its day, a year field the last day of that year.
fn day_of(values: &Values, field: &FieldId) -> Option<Date> {
    match values.get(field)? {
        Value::Date(day) => Some(*day),
        Value::Number(year) => {
            let year: i16 = year.normalize().to_string().parse().ok()?;
            Some(date(year, 12, 31))
        }
        _ => None,
    }
}

/// What stands booked for an entry: contribution without amount → net amount.
type Standing = BTreeMap<(MeasureId, Date, Breakdown, Option<String>), Decimal>;

/// The postings that bring what is booked to what should be: reversals of what no longer holds, then what is new.
///
/// A closed period takes no new postings: what would fall into it is booked on `correction_day`, and keeps the day of the
/// fact beside it.
pub fn settle(booked: &[Posting], wanted: &[Contribution], entry: &Entry, closing: &Closing) -> Vec<Posting> {
    let mut standing = Standing::new();
    let key = |c: &Contribution| (c.measure.clone(), c.fact_on, c.breakdown.clone(), c.party.clone());
    for posting in booked {
        *standing.entry(key(&posting.contribution)).or_default() += posting.contribution.amount;
    }
    standing.retain(|_, amount| !amount.is_zero());
    let mut should: Standing = Standing::new();
    for contribution in wanted {
        *should.entry(key(contribution)).or_default() += contribution.amount;
    }
    let unchanged = |key: &_, amount: &Decimal, other: &Standing| other.get(key) == Some(amount);
    let post = |(measure, fact_on, breakdown, party): &(MeasureId, Date, Breakdown, Option<String>), amount, reversal| Posting {
        contribution: Contribution {
            measure: measure.clone(),
            fact_on: *fact_on,
            breakdown: breakdown.clone(),
            party: party.clone(),
            amount,
        },
        booked_on: closing.book_on(*fact_on),
        ledger: entry.ledger.clone(),
        entry: entry.id.clone(),
        revision: entry.revision,
        reversal,
    };
    let reversals =
        standing.iter().filter(|(k, amount)| !unchanged(k, amount, &should)).map(|(k, amount)| post(k, -*amount, true));
    let fresh = should.iter().filter(|(k, amount)| !unchanged(k, amount, &standing)).map(|(k, amount)| post(k, *amount, false));
    reversals.chain(fresh).collect()
}

/// How far the book is closed, and where corrections go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closing {
    /// Everything up to and including this day is closed.
    pub through: Option<Date>,
    /// Today, at the bureau.
    pub today: Date,
}

impl Closing {
    /// How it binds a ledger: not at all where the ledger stays open after closings.
    pub fn of_ledger(self, ledger: Option<&Ledger>) -> Self {
        let open = ledger.is_some_and(|ledger| ledger.open_after_closing);
        Self { through: self.through.filter(|_| !open), ..self }
    }

    /// The day on which something that belongs to `fact_on` is booked.
    pub fn book_on(&self, fact_on: Date) -> Date {
        match self.through {
            Some(through) if fact_on <= through => self.correction_day(through),
            _ => fact_on,
        }
    }

    /// Today, or the first open day where today itself is closed.
    fn correction_day(&self, through: Date) -> Date {
        let first_open = through.checked_add(1.day()).unwrap_or(through);
        self.today.max(first_open)
    }
}
