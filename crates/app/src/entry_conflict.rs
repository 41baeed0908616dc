//! Two people at one entry: what the second to save is shown, and what stands in the form then.
//!
//! Fields the second has not touched take what the first wrote; else saving again would undo it in silence.

use kezhang_ledger::decide::Terms;
use kezhang_ledger::definition::{Field, Ledger};
use kezhang_ledger::entry::Entry;
use kezhang_ledger::journal::{EntryEvent, Event};
use kezhang_ledger::value::Value;
use kezhang_store::BookReader;
use serde::Serialize;

use crate::Typed;
use crate::error::Result;
use crate::show;

/// A field in which the form differs from what stands now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Field name.
    pub field: String,
    /// What stands now.
    pub theirs: String,
    /// What this person's form said.
    pub yours: String,
    /// Whether this person had changed it; what they had not, the form now has from the other.
    pub touched: bool,
}

/// The form after somebody else has saved.
pub(crate) struct Merged {
    /// What this person has changed.
    pub(crate) typed: Typed,
    /// Where their form differed from what stands.
    pub(crate) differences: Vec<Difference>,
}

/// Holds a form that started from revision `base` against the entry as it stands now.
pub(crate) fn merge(
    reader: &dyn BookReader,
    terms: &Terms,
    ledger: &Ledger,
    now: &Entry,
    base: u32,
    typed: &Typed,
) -> Result<Merged> {
    let started_from = revision(reader, now, base)?;
    let mut merged = Merged { typed: Typed::new(), differences: Vec::new() };
    for (id, yours) in typed {
        let Some(field) = ledger.field(id) else { continue };
        let in_form = |value: Option<&Value>| value.map(|value| show::typed(field, value)).unwrap_or_default();
        let theirs = in_form(now.values.get(id));
        let touched = started_from.as_ref().is_none_or(|before| {
            let stood = before.values.get(id).map(|text| field.field_type.restore(text));
            !same(&in_form(stood.as_ref()), yours)
        });
        if touched {
            merged.typed.insert(id.clone(), yours.clone());
        }
        if !same(&theirs, yours) {
            let words = |text: &str| code_name(terms, field, text);
            merged.differences.push(Difference {
                field: field.name.clone(),
                theirs: words(&theirs),
                yours: words(yours),
                touched,
            });
        }
    }
    Ok(merged)
}

fn revision(reader: &dyn BookReader, entry: &Entry, wanted: u32) -> Result<Option<EntryEvent>> {
    let events = reader.history(&entry.id)?.into_iter().filter_map(|line| match line.event() {
        Ok(Event::Entry(event)) => Some(event),
        _ => None,
    });
    Ok(events.into_iter().find(|event| event.revision == wanted))
}

/// Browsers send line ends of their own.
fn same(one: &str, other: &str) -> bool {
    one.replace("\r\n", "\n").trim() == other.replace("\r\n", "\n").trim()
}

fn code_name(terms: &Terms, field: &Field, text: &str) -> String {
    terms.codes(&field.field_type).map_or_else(|| text.to_owned(), |codes| codes.name_of(text).to_owned())
}
