//! Entries (记录): a fact, entered once, in all its revisions. An entry is revised or voided, never deleted.

use serde::{Deserialize, Serialize};

use crate::definition::Ledger;
use crate::id::{EntryId, FieldId, LedgerId, SectionId, StateId};
use crate::value::Values;

/// One revision of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Ledger.
    pub ledger: LedgerId,
    /// Id, the same in all revisions.
    pub id: EntryId,
    /// Revision, from 1.
    pub revision: u32,
    /// State.
    pub state: StateId,
    /// Values of the fields.
    pub values: Values,
    /// Evidence files.
    pub evidence: Vec<Evidence>,
    /// The section that handles it; decides who may see and change it.
    pub section: SectionId,
    /// Why it was voided; `None` while it stands.
    pub voided: Option<String>,
    /// Journal position of the definitions it was made under.
    pub definitions: u64,
}

/// A file that proves a fact (佐证). The content lies beside the book under its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// SM3 of the content, in hex.
    pub hash: String,
    /// File name as it was handed in.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
}

impl Entry {
    /// What the entry is called in lists: its title fields, joined.
    pub fn title(&self, ledger: &Ledger) -> String {
        let fields = if ledger.title.is_empty() { &ledger.key } else { &ledger.title };
        let parts: Vec<String> =
            fields.iter().filter_map(|field| self.values.get(field)).map(crate::value::Value::canonical).collect();
        if parts.is_empty() { self.id.to_string() } else { parts.join(" ") }
    }

    /// The natural key as one text; `None` where the ledger has no key or a key field is blank.
    pub fn natural_key(&self, ledger: &Ledger) -> Option<String> {
        natural_key(ledger, &self.values)
    }

    /// Fields whose values differ between two revisions.
    pub fn changed_fields<'a>(&'a self, other: &'a Self) -> Vec<&'a FieldId> {
        let mut fields: Vec<&FieldId> = self.values.keys().chain(other.values.keys()).collect();
        fields.sort();
        fields.dedup();
        fields.retain(|field| self.values.get(*field) != other.values.get(*field));
        fields
    }
}

/// The natural key of values; voided entries keep theirs but do not occupy it.
///
/// A ledger without key fields goes by the whole content: an entry that says exactly what another says is the same fact.
pub fn natural_key(ledger: &Ledger, values: &Values) -> Option<String> {
    if ledger.key.is_empty() {
        let content: Vec<String> = values.iter().map(|(field, value)| format!("{field}={}", value.canonical())).collect();
        return Some(format!("{CONTENT_KEY}{}", crate::journal::Hash::of(content.join("\u{1f}").as_bytes())));
    }
    let parts: Option<Vec<String>> =
        ledger.key.iter().map(|field| values.get(field).map(crate::value::Value::canonical)).collect();
    // U+001F cannot be typed (fields refuse control characters), so joined parts never collide.
    parts.map(|parts| parts.join("\u{1f}"))
}

/// What a key made of the whole content begins with; no field can hold it.
pub(crate) const CONTENT_KEY: &str = "\u{1e}";
