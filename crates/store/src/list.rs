//! What a page of a ledger asks for. Field names come from the definitions, never from the address bar unchecked.

use kezhang_ledger::entry::Entry;
use kezhang_ledger::id::{FieldId, LedgerId, SectionId, StateId};
use rust_decimal::Decimal;

/// A page of a ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct ListQuery {
    /// Ledger.
    pub ledger: LedgerId,
    /// All must hold.
    pub filters: Vec<Filter>,
    /// Words that must occur in the entry.
    pub words: Option<String>,
    /// Order; newest change first where empty.
    pub sort: Vec<Sort>,
    /// Entries to pass over.
    pub skip: u64,
    /// Entries to give.
    pub count: u32,
    /// Only entries of these sections.
    pub sections: Option<Vec<SectionId>>,
    /// Voided entries too.
    pub voided: bool,
    /// Number fields to add up over all that match.
    pub sums: Vec<FieldId>,
}

impl ListQuery {
    /// The first page of a ledger.
    pub fn new(ledger: LedgerId) -> Self {
        Self {
            ledger,
            filters: Vec::new(),
            words: None,
            sort: Vec::new(),
            skip: 0,
            count: 50,
            sections: None,
            voided: false,
            sums: Vec::new(),
        }
    }
}

/// One condition. Values are canonical text of the field's type.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// The state is one of these.
    State(Vec<StateId>),
    /// The field is one of these.
    AnyOf(FieldId, Vec<String>),
    /// The field lies between, both ends included; an absent end is open.
    Between(FieldId, Option<String>, Option<String>),
    /// The field's text contains this.
    Contains(FieldId, String),
    /// The field has no value.
    Blank(FieldId),
}

/// One key of the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// Field; `None` sorts by the last change.
    pub field: Option<FieldId>,
    /// Largest first.
    pub descending: bool,
}

/// A page.
#[derive(Clone, Debug, PartialEq)]
pub struct ListPage {
    /// Entries of this page.
    pub entries: Vec<Entry>,
    /// How many match in all.
    pub total: u64,
    /// Sums over all that match, in the order asked for.
    pub sums: Vec<Decimal>,
}
