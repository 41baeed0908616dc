//! Reading a book: what the kernel's guards and figures ask for.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use jiff::civil::Date;
use kezhang_ledger::book::{BookView, MeasureQuery, MeasureReading};
use kezhang_ledger::definition::{Catalog, MeasureKind};
use kezhang_ledger::entry::Entry;
use kezhang_ledger::formula::Filter;
use kezhang_ledger::id::{BureauId, EntryId, FieldId, IndicatorId, LedgerId};
use kezhang_ledger::journal::Target;
use kezhang_ledger::period::Period;
use kezhang_ledger::posting::{Contribution, Posting};
use kezhang_ledger::settings::Settings;
use kezhang_ledger::value::Value;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};
use rust_decimal::Decimal;

use super::project::key;
use super::{CanonicalValues, Loaded, balance, from_json, to_i64, to_u64, unscaled};
use crate::StoreError;

/// A book as one connection sees it.
pub(super) struct View<'a, C> {
    connection: C,
    pub(super) bureau: &'a BureauId,
    pub(super) loaded: Arc<Loaded>,
}

impl<'a, C: Deref<Target = Connection>> View<'a, C> {
    pub(super) fn new(connection: C, bureau: &'a BureauId, loaded: Arc<Loaded>) -> Self {
        Self { connection, bureau, loaded }
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    fn state(&self, key: &str) -> Result<Option<String>, StoreError> {
        state(&self.connection, self.bureau, key)
    }

    /// Balances answer whole months of kept breakdowns as the book is now; anything else is added up from the postings.
    fn kept_in_balances(&self, query: &MeasureQuery) -> bool {
        let days = query.days();
        let whole_months = days.first().day() == 1 && days.last() == days.last().last_of_month();
        let fields = filter_fields(query.filter);
        let parts: usize = query.filter.iter().map(|filter| filter.any_of.len()).product();
        let one_each = fields.len() == query.filter.len();
        whole_months
            && query.as_of.is_none()
            && one_each
            && parts <= PARTS_MAX
            && self.loaded.slices_of(&query.measure.id).contains(&fields)
    }

    fn read_balances(&self, query: &MeasureQuery) -> Result<MeasureReading, StoreError> {
        let days = query.days();
        let (from, to) = (balance::month_key(days.first()), balance::month_key(days.last()));
        let slice = balance::slice_key(&filter_fields(query.filter));
        let parts = parts(query.filter);
        let mut reading = MeasureReading::default();
        let parties = matches!(query.measure.kind, MeasureKind::Parties { .. });
        for part in &parts {
            let values = params![self.bureau.as_str(), query.measure.id.as_str(), slice, part, from, to];
            let row = |row: &Row| Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, Option<i64>>(1)?));
            let sql = if parties { SUM_PARTIES } else { SUM };
            let (amount, postings) = self.connection.prepare_cached(sql)?.query_row(values, row)?;
            let amount = amount.unwrap_or(0);
            reading.amount += if parties { Decimal::from(amount) } else { unscaled(amount) };
            reading.postings += to_u64(postings.unwrap_or(0));
        }
        if parties && parts.len() > 1 {
            // A party may stand in several parts; only the postings tell them apart.
            return self.read_postings(query);
        }
        reading.any = reading.postings > 0 || (!query.filter.is_empty() && self.any(query)?);
        Ok(reading)
    }

    /// Whether the measure has any posting in the period, whatever its breakdown.
    fn any(&self, query: &MeasureQuery) -> Result<bool, StoreError> {
        let whole = MeasureQuery { filter: &[], ..*query };
        Ok(if self.kept_in_balances(&whole) { self.read_balances(&whole)?.any } else { self.read_postings(&whole)?.any })
    }

    fn read_postings(&self, query: &MeasureQuery) -> Result<MeasureReading, StoreError> {
        let (condition, values) = posting_condition(self.bureau, query);
        let (amount, postings): (i64, i64) = if matches!(query.measure.kind, MeasureKind::Parties { .. }) {
            let sql = format!(
                "SELECT COUNT(*) FILTER (WHERE net > 0), COALESCE(SUM(n), 0) FROM
                 (SELECT SUM(amount) AS net, COUNT(*) AS n FROM posting WHERE {condition} GROUP BY party)"
            );
            self.connection.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?
        } else {
            let sql = format!("SELECT COALESCE(SUM(amount), 0), COUNT(*) FROM posting WHERE {condition}");
            self.connection.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?
        };
        let parties = matches!(query.measure.kind, MeasureKind::Parties { .. });
        Ok(MeasureReading {
            amount: if parties { Decimal::from(amount) } else { unscaled(amount) },
            postings: to_u64(postings),
            any: postings > 0 || (!query.filter.is_empty() && self.any(query)?),
        })
    }
}

/// More combinations of values than this are added up from the postings.
const PARTS_MAX: usize = 64;

const SUM: &str = "
    SELECT SUM(amount), SUM(postings) FROM balance
    WHERE bureau = ?1 AND measure = ?2 AND slice = ?3 AND part = ?4 AND month BETWEEN ?5 AND ?6";

const SUM_PARTIES: &str = "
    SELECT COUNT(*) FILTER (WHERE net > 0), SUM(n) FROM
    (SELECT SUM(amount) AS net, SUM(postings) AS n FROM party_balance
     WHERE bureau = ?1 AND measure = ?2 AND slice = ?3 AND part = ?4 AND month BETWEEN ?5 AND ?6 GROUP BY party)";

fn filter_fields(filter: &[Filter]) -> Vec<FieldId> {
    let mut fields: Vec<FieldId> = filter.iter().map(|filter| filter.field.clone()).collect();
    fields.sort();
    fields.dedup();
    fields
}

/// Every combination of values of a filter with one condition a field, as part keys in the order of the fields.
fn parts(filter: &[Filter]) -> Vec<String> {
    let mut sorted: Vec<&Filter> = filter.iter().collect();
    sorted.sort_by(|a, b| a.field.cmp(&b.field));
    let mut combinations: Vec<Vec<&str>> = vec![Vec::new()];
    for filter in sorted {
        combinations = combinations
            .into_iter()
            .flat_map(|head| filter.any_of.iter().map(move |value| [head.as_slice(), &[value.as_str()]].concat()))
            .collect();
    }
    combinations.iter().map(|values| balance::part_of(values)).collect()
}

/// The condition that picks a figure's postings, with its values.
pub(super) fn posting_condition(bureau: &BureauId, query: &MeasureQuery) -> (String, Vec<Sql>) {
    let days = query.days();
    let mut condition = "bureau = ? AND measure = ? AND booked_on BETWEEN ? AND ?".to_owned();
    let mut values = vec![
        Sql::Text(bureau.to_string()),
        Sql::Text(query.measure.id.to_string()),
        Sql::Text(days.first().to_string()),
        Sql::Text(days.last().to_string()),
    ];
    if let Some(as_of) = query.as_of {
        condition.push_str(" AND seq <= ?");
        values.push(Sql::Integer(to_i64(as_of)));
    }
    if matches!(query.measure.kind, MeasureKind::Parties { .. }) {
        condition.push_str(" AND booked_on = fact_on");
    }
    for filter in query.filter {
        let places = vec!["?"; filter.any_of.len()].join(", ");
        condition.push_str(&format!(" AND json_extract(breakdown, ?) IN ({places})"));
        values.push(Sql::Text(format!("$.{}", filter.field)));
        values.extend(filter.any_of.iter().map(|value| Sql::Text(value.clone())));
    }
    (condition, values)
}

/// A value of the `state` table.
pub(super) fn state(connection: &Connection, bureau: &BureauId, key: &str) -> Result<Option<String>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT value FROM state WHERE bureau = ?1 AND key = ?2")?;
    Ok(statement.query_row(params![bureau.as_str(), key], |row| row.get(0)).optional()?)
}

/// Journal position of the definitions in force; 0: none.
pub(super) fn definitions_position(connection: &Connection, bureau: &BureauId) -> Result<u64, StoreError> {
    Ok(state(connection, bureau, key::DEFINITIONS_AT)?.and_then(|at| at.parse().ok()).unwrap_or(0))
}

/// The last day that is closed.
pub(super) fn closed_through(connection: &Connection, bureau: &BureauId) -> Result<Option<Date>, StoreError> {
    Ok(state(connection, bureau, key::CLOSED_THROUGH)?.and_then(|day| day.parse().ok()))
}

/// An entry from its row.
pub(super) fn entry(row: &Row, catalog: &Catalog) -> Result<Entry, StoreError> {
    let ledger: String = row.get("ledger")?;
    let values: CanonicalValues = from_json(&row.get::<_, String>("values")?)?;
    let definition = catalog.ledger(&ledger);
    let restore = |(field, text): (FieldId, String)| {
        let value = definition
            .and_then(|ledger| ledger.field(&field))
            .map_or_else(|| Value::Text(text.clone()), |field| field.field_type.restore(&text));
        (field, value)
    };
    Ok(Entry {
        ledger: ledger.into(),
        id: row.get::<_, String>("id")?.into(),
        revision: row.get("revision")?,
        state: row.get::<_, String>("state")?.into(),
        values: values.into_iter().map(restore).collect(),
        evidence: from_json(&row.get::<_, String>("evidence")?)?,
        section: row.get::<_, String>("section")?.into(),
        voided: row.get("voided")?,
        definitions: to_u64(row.get("definitions")?),
    })
}

pub(super) const POSTINGS_OF_BUREAU: &str = "SELECT * FROM posting WHERE bureau = ?1 ORDER BY seq, n";

/// A posting and the position of its line from its row.
pub(super) fn posting(row: &Row) -> Result<(u64, Posting), StoreError> {
    let day = |name: &str| -> Result<Date, StoreError> {
        let text: String = row.get(name)?;
        text.parse().map_err(|_| StoreError::Damaged(format!("分录的日期“{text}”读不懂")))
    };
    let posting = Posting {
        contribution: Contribution {
            measure: row.get::<_, String>("measure")?.into(),
            fact_on: day("fact_on")?,
            breakdown: from_json::<BTreeMap<FieldId, String>>(&row.get::<_, String>("breakdown")?)?,
            party: row.get("party")?,
            amount: unscaled(row.get("amount")?),
        },
        booked_on: day("booked_on")?,
        ledger: row.get::<_, String>("ledger")?.into(),
        entry: row.get::<_, String>("entry")?.into(),
        revision: row.get("revision")?,
        reversal: row.get("reversal")?,
    };
    Ok((to_u64(row.get("seq")?), posting))
}

/// Every posting of an entry, in order.
pub(super) fn postings_of(connection: &Connection, bureau: &BureauId, entry: &EntryId) -> Result<Vec<Posting>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT * FROM posting WHERE bureau = ?1 AND entry = ?2 ORDER BY seq, n")?;
    let mut rows = statement.query(params![bureau.as_str(), entry.as_str()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(posting(row)?.1);
    }
    Ok(found)
}

impl<C: Deref<Target = Connection>> BookView for View<'_, C> {
    type Error = StoreError;

    fn settings(&self) -> Result<Option<Settings>, StoreError> {
        self.state(key::SETTINGS)?.map(|json| from_json(&json)).transpose()
    }

    fn entry(&self, id: &EntryId) -> Result<Option<Entry>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM entry WHERE bureau = ?1 AND id = ?2")?;
        let mut rows = statement.query(params![self.bureau.as_str(), id.as_str()])?;
        rows.next()?.map(|row| entry(row, &self.loaded.catalog)).transpose()
    }

    fn entry_by_key(&self, ledger: &LedgerId, key: &str) -> Result<Option<EntryId>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id FROM entry WHERE bureau = ?1 AND ledger = ?2 AND natural_key = ?3 AND voided IS NULL")?;
        let found = statement.query_row(params![self.bureau.as_str(), ledger.as_str(), key], |row| row.get::<_, String>(0));
        Ok(found.optional()?.map(EntryId::from))
    }

    fn entries_of(&self, ledger: &LedgerId) -> Result<Vec<EntryId>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT id FROM entry WHERE bureau = ?1 AND ledger = ?2 ORDER BY id")?;
        let rows = statement.query_map(params![self.bureau.as_str(), ledger.as_str()], |row| row.get::<_, String>(0))?;
        Ok(rows.map(|id| id.map(EntryId::from)).collect::<Result<_, _>>()?)
    }

    fn postings_of(&self, entry: &EntryId) -> Result<Vec<Posting>, StoreError> {
        postings_of(&self.connection, self.bureau, entry)
    }

    fn closed_through(&self) -> Result<Option<Date>, StoreError> {
        closed_through(&self.connection, self.bureau)
    }

    fn definitions_position(&self) -> Result<u64, StoreError> {
        definitions_position(&self.connection, self.bureau)
    }

    fn has_reported(&self, id: &str) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT 1 FROM reported WHERE bureau = ?1 AND id = ?2")?;
        Ok(statement.exists(params![self.bureau.as_str(), id])?)
    }

    fn measure(&self, query: &MeasureQuery) -> Result<MeasureReading, StoreError> {
        if self.kept_in_balances(query) { self.read_balances(query) } else { self.read_postings(query) }
    }

    fn target(&self, indicator: &IndicatorId, period: Period, as_of: Option<u64>) -> Result<Option<Target>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT value, operator FROM target WHERE bureau = ?1 AND indicator = ?2 AND first = ?3 AND last = ?4 AND seq <= ?5
             ORDER BY seq DESC LIMIT 1",
        )?;
        let as_of = as_of.map_or(i64::MAX, to_i64);
        let (first, last) = (period.first().to_string(), period.last().to_string());
        let row = statement
            .query_row(params![self.bureau.as_str(), indicator.as_str(), first, last, as_of], |row| {
                Ok((row.get::<_, Option<String>>(0)?, row.get::<_, String>(1)?))
            })
            .optional()?;
        let Some((Some(value), operator)) = row else { return Ok(None) };
        let value = value.parse().map_err(|_| StoreError::Damaged(format!("目标值“{value}”读不懂")))?;
        Ok(Some(Target { indicator: indicator.clone(), period, value: Some(value), operator: from_json(&operator)? }))
    }
}

impl<C: Deref<Target = Connection>> Borrow<Connection> for View<'_, C> {
    fn borrow(&self) -> &Connection {
        &self.connection
    }
}
