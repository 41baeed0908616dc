//! The life of an entry, line by line of the journal, and what it adds to which figure.

use std::collections::BTreeMap;

use kezhang_ledger::decide::Terms;
use kezhang_ledger::definition::{Catalog, Ledger};
use kezhang_ledger::figure::Reader;
use kezhang_ledger::id::EntryId;
use kezhang_ledger::journal::{EntryAction, EntryEvent, Event, Line};
use kezhang_ledger::period::Period;
use kezhang_ledger::unit;
use kezhang_store::{BookReader, User};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::chip::{Chip, chip_of};
use crate::error::Result;
use crate::show::{self, print_grouped_trimmed};

/// One line of an entry's life.
#[derive(Clone, Debug, Serialize)]
pub struct LifeLine {
    /// Journal position.
    pub seq: u64,
    /// Day and time.
    pub at: String,
    /// Who, by name.
    pub who: String,
    /// What was done, in words.
    pub action: String,
    /// The opinion or reason written.
    pub opinion: String,
    /// Changed fields: name, before, after.
    pub changes: Vec<(String, String, String)>,
}

/// What an entry adds to a figure.
#[derive(Clone, Debug, Serialize)]
pub struct Adds {
    /// The whole figure of that year.
    pub figure: Chip,
    /// Its name.
    pub name: String,
    /// What is added, printed.
    pub amount: String,
    /// Unit.
    pub unit: String,
    /// Year it is booked in.
    pub year: i16,
    /// The day it counts on.
    pub booked_on: String,
    /// Whether it corrects a closed period.
    pub correction: bool,
}

/// The life of an entry, newest first.
pub(crate) fn life(terms: &Terms, ledger: &Ledger, lines: &[Line], users: &[User]) -> Vec<LifeLine> {
    let mut before: Option<EntryEvent> = None;
    let mut found = Vec::new();
    for line in lines {
        let Ok(Event::Entry(event)) = line.event() else { continue };
        let who = users.iter().find(|user| user.user == line.actor).map(|user| user.name.clone());
        found.push(LifeLine {
            seq: line.seq,
            at: line.at.get(..16).unwrap_or(&line.at).replace('T', " "),
            who: who.unwrap_or_else(|| {
                if line.actor.as_str() == crate::kezhang::OPERATOR { "命令行".to_owned() } else { line.actor.to_string() }
            }),
            action: action(ledger, &event),
            opinion: event.voided.clone().or_else(|| event.opinion.clone()).unwrap_or_default(),
            changes: changes(terms, ledger, before.as_ref(), &event),
        });
        before = Some(event);
    }
    found.reverse();
    found
}

fn action(ledger: &Ledger, event: &EntryEvent) -> String {
    let state = ledger.state(&event.state).map_or(event.state.as_str(), |state| state.name.as_str());
    let done = match event.action {
        EntryAction::Created => format!("新增，{state}"),
        EntryAction::Revised => "修改".to_owned(),
        EntryAction::Moved => {
            let name = event.transition.as_ref().and_then(|id| ledger.transition(id)).map(|t| t.name.as_str());
            format!("{} → {state}", name.unwrap_or("流转"))
        }
        EntryAction::Attached => {
            format!("上传佐证 {}", event.evidence.last().map(|evidence| evidence.name.as_str()).unwrap_or_default())
        }
        EntryAction::Voided => "作废".to_owned(),
        EntryAction::Reposted => "业务包更新，重新计数".to_owned(),
    };
    match &event.import {
        Some(file) => format!("{done}（导入 {file}）"),
        None => done,
    }
}

fn changes(terms: &Terms, ledger: &Ledger, before: Option<&EntryEvent>, after: &EntryEvent) -> Vec<(String, String, String)> {
    let Some(before) = before else { return Vec::new() };
    let mut found = Vec::new();
    for field in &ledger.fields {
        let (old, new) = (before.values.get(&field.id), after.values.get(&field.id));
        if old != new {
            let shown = |text: Option<&String>| {
                text.map(|text| show::value(terms, field, &field.field_type.restore(text), false).text).unwrap_or_default()
            };
            found.push((field.name.clone(), shown(old), shown(new)));
        }
    }
    found
}

/// What an entry adds to which figure, net of what was taken back.
pub(crate) fn adds(reader: &dyn BookReader, catalog: &Catalog, entry: &EntryId) -> Result<Vec<Adds>> {
    let mut net: BTreeMap<_, (Decimal, bool)> = BTreeMap::new();
    for posting in reader.postings_of(entry)? {
        let (amount, correction) = net.entry((posting.contribution.measure.clone(), posting.booked_on)).or_default();
        *amount += posting.contribution.amount;
        *correction |= posting.is_correction();
    }
    net.retain(|_, (amount, _)| !amount.is_zero());
    let mut found = Vec::new();
    let mut figures = Reader::new(catalog, reader, None);
    for ((measure, booked_on), (amount, correction)) in net {
        let Some(measure) = catalog.measures.get(&measure) else { continue };
        let indicator = catalog.indicators.get(measure.id.as_str());
        let unit = indicator.map_or(&measure.unit, |indicator| &indicator.unit);
        let shown = unit::convert(amount, &measure.unit, unit).unwrap_or(amount);
        found.push(Adds {
            figure: chip_of(catalog, &mut figures, measure.id.as_str(), Period::year(booked_on.year()))?,
            name: measure.name.clone(),
            amount: print_grouped_trimmed(shown, 6),
            unit: unit.clone(),
            year: booked_on.year(),
            booked_on: booked_on.to_string(),
            correction,
        });
    }
    Ok(found)
}
