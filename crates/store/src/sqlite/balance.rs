//! Balances: sums of postings by measure, breakdown and month, kept in the transaction that makes the postings, so that a
//! board costs the same whether the book has ten thousand entries or ten million.

use std::collections::{BTreeMap, BTreeSet};

use kezhang_ledger::definition::{Catalog, MeasureKind};
use kezhang_ledger::formula::FigureRef;
use kezhang_ledger::id::{BureauId, FieldId, MeasureId};
use kezhang_ledger::posting::{Breakdown, Posting};
use rusqlite::{Connection, params};

use super::{Loaded, scaled};
use crate::StoreError;

/// Which breakdowns each measure keeps balances for: none at all, each field alone, and every combination that a
/// formula or sentence of the packs asks for.
pub(super) type Slices = BTreeMap<MeasureId, Vec<Vec<FieldId>>>;

/// Joins the fields of a slice, or the values of a part. It cannot occur in either: fields refuse control characters.
const JOINT: &str = "\u{1f}";

pub(super) fn slices(catalog: &Catalog) -> Slices {
    let mut wanted: BTreeMap<MeasureId, BTreeSet<Vec<FieldId>>> = BTreeMap::new();
    for measure in catalog.measures.values() {
        let own = wanted.entry(measure.id.clone()).or_default();
        own.insert(Vec::new());
        own.extend(measure.by.iter().map(|field| vec![field.clone()]));
    }
    let formulas = catalog.indicators.values().flat_map(|indicator| indicator.formula.figures());
    let sentences = catalog.sentences.iter().flat_map(|sentence| sentence.template.figures());
    for figure in formulas.chain(sentences) {
        if let Some(slices) = wanted.get_mut(figure.id.as_str()) {
            slices.insert(slice_of(figure));
        }
    }
    wanted.into_iter().map(|(measure, slices)| (measure, slices.into_iter().collect())).collect()
}

fn slice_of(figure: &FigureRef) -> Vec<FieldId> {
    let fields: BTreeSet<FieldId> = figure.filter.iter().map(|filter| filter.field.clone()).collect();
    fields.into_iter().collect()
}

/// The key of a slice: its field names in order.
pub(super) fn slice_key(fields: &[FieldId]) -> String {
    fields.iter().map(|field| field.as_str()).collect::<Vec<_>>().join(JOINT)
}

/// The key of the part of a slice that a breakdown falls into; a field without a value is blank.
fn part_key(fields: &[FieldId], breakdown: &Breakdown) -> String {
    fields.iter().map(|field| breakdown.get(field).map_or("", String::as_str)).collect::<Vec<_>>().join(JOINT)
}

/// The key of the part with these values, in the order of the slice's fields.
pub(super) fn part_of(values: &[&str]) -> String {
    values.join(JOINT)
}

/// Adds a posting to every balance it belongs to.
pub(super) fn add(connection: &Connection, bureau: &BureauId, loaded: &Loaded, posting: &Posting) -> Result<(), StoreError> {
    let contribution = &posting.contribution;
    let Some(measure) = loaded.catalog.measures.get(&contribution.measure) else { return Ok(()) };
    let month = month_key(posting.booked_on);
    let amount = scaled(contribution.amount)?;
    let parties = matches!(measure.kind, MeasureKind::Parties { .. });
    if parties && posting.is_correction() {
        // A correction cannot be carried over in a number of distinct parties.
        return Ok(());
    }
    for fields in loaded.slices_of(&measure.id) {
        let (slice, part) = (slice_key(fields), part_key(fields, &contribution.breakdown));
        let (bureau, measure) = (bureau.as_str(), measure.id.as_str());
        if parties {
            let party = contribution.party.as_deref().unwrap_or_default();
            connection.prepare_cached(ADD_PARTY)?.execute(params![bureau, measure, slice, part, party, month, amount])?;
        } else {
            connection.prepare_cached(ADD)?.execute(params![bureau, measure, slice, part, month, amount])?;
        }
    }
    Ok(())
}

const ADD: &str = "
    INSERT INTO balance (bureau, measure, slice, part, month, amount, postings) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)
    ON CONFLICT (bureau, measure, slice, part, month)
    DO UPDATE SET amount = amount + excluded.amount, postings = postings + 1";

const ADD_PARTY: &str = "
    INSERT INTO party_balance (bureau, measure, slice, part, party, month, amount, postings)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1)
    ON CONFLICT (bureau, measure, slice, part, party, month)
    DO UPDATE SET amount = amount + excluded.amount, postings = postings + 1";

/// `2025-03`.
pub(super) fn month_key(day: jiff::civil::Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}
