//! The journal (日记账): every change, in order, chained by SM3 (GB/T 32905-2016), never altered. One chain a bureau.
//!
//! A line's hash covers its own bytes and the hash of the line before it, so a change to any byte of any line breaks
//! every hash behind it. Rewriting the whole chain can only be seen with a copy of its head outside the book, which is why
//! closing statements and exports print it.

mod chain;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::definition::{Role, Sources};
use crate::entry::{Entry, Evidence};
use crate::id::{EntryId, FieldId, IndicatorId, LedgerId, SectionId, StateId, TransitionId, UserId};
use crate::period::Period;
use crate::settings::Settings;

pub use chain::{Hash, Line};

/// What happened. The JSON form is what the journal keeps, so fields are only ever added, with a default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The book was opened for a bureau.
    BookOpened {
        /// Its settings.
        settings: Settings,
    },
    /// The bureau's settings were changed.
    SettingsChanged {
        /// The new ones.
        settings: Settings,
    },
    /// Definitions were adopted.
    DefinitionsAdopted {
        /// The packs' files.
        sources: Sources,
    },
    /// An entry was made, revised, moved or voided: its whole new revision.
    Entry(EntryEvent),
    /// A target was set.
    TargetSet(Target),
    /// Figures of an old report were accepted as reported figures (上报数), or withdrawn.
    Reported(ReportedEvent),
    /// Everything up to a day was closed.
    Closed {
        /// The last day closed.
        through: Date,
        /// The period as it was named in the command.
        period: Period,
    },
    /// A document was published; its figures are frozen.
    Published(PublishedEvent),
    /// Somebody may work with the book from now on, or no longer, or in another role.
    UserSet {
        /// Who.
        user: UserId,
        /// Name for people.
        name: String,
        /// Role; `None`: may no longer.
        role: Option<Role>,
        /// Section, for those who belong to one.
        section: Option<SectionId>,
        /// Whether the person manages accounts.
        manages: bool,
    },
    /// A person decided which indicator a wording speaks of, or what to do with a finding.
    Learnt(LearntEvent),
}

/// What was done to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryAction {
    /// Made.
    Created,
    /// Values changed.
    Revised,
    /// Moved to another state.
    Moved,
    /// Evidence added.
    Attached,
    /// Voided.
    Voided,
    /// Booked anew under changed definitions; the entry itself is the same.
    Reposted,
}

/// The new revision of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryEvent {
    /// What was done.
    pub action: EntryAction,
    /// Ledger.
    pub ledger: LedgerId,
    /// Entry.
    pub id: EntryId,
    /// Revision it has now.
    pub revision: u32,
    /// State it is in now.
    pub state: StateId,
    /// All values, in canonical text.
    pub values: BTreeMap<FieldId, String>,
    /// All evidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Handling section.
    pub section: SectionId,
    /// Why it was voided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voided: Option<String>,
    /// Position of the definitions it was made under.
    pub definitions: u64,
    /// The transition made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transition: Option<TransitionId>,
    /// Opinion or reason written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opinion: Option<String>,
    /// The file it was imported from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<String>,
    /// The bureau's date on the day of the event; decides where corrections are booked.
    pub today: Date,
}

impl EntryEvent {
    /// The event that records this revision.
    pub fn of(action: EntryAction, entry: &Entry, today: Date) -> Self {
        Self {
            action,
            ledger: entry.ledger.clone(),
            id: entry.id.clone(),
            revision: entry.revision,
            state: entry.state.clone(),
            values: entry.values.iter().map(|(field, value)| (field.clone(), value.canonical())).collect(),
            evidence: entry.evidence.clone(),
            section: entry.section.clone(),
            voided: entry.voided.clone(),
            definitions: entry.definitions,
            transition: None,
            opinion: None,
            import: None,
            today,
        }
    }

    /// The revision this event records. Fields the ledger no longer has keep their text.
    pub fn entry(&self, ledger: Option<&crate::definition::Ledger>) -> Entry {
        let restore = |(field, text): (&FieldId, &String)| {
            let value = ledger
                .and_then(|ledger| ledger.field(field))
                .map_or_else(|| crate::value::Value::Text(text.clone()), |f| f.field_type.restore(text));
            (field.clone(), value)
        };
        Entry {
            ledger: self.ledger.clone(),
            id: self.id.clone(),
            revision: self.revision,
            state: self.state.clone(),
            values: self.values.iter().map(restore).collect(),
            evidence: self.evidence.clone(),
            section: self.section.clone(),
            voided: self.voided.clone(),
            definitions: self.definitions,
        }
    }
}

/// How a target is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum TargetOperator {
    /// 不少于, 力争…以上.
    #[default]
    AtLeast,
    /// 不超过.
    AtMost,
}

/// A target (目标): the planned value of an indicator for a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Indicator.
    pub indicator: IndicatorId,
    /// Period.
    pub period: Period,
    /// Planned value in the indicator's unit; `None` takes the target back.
    pub value: Option<Decimal>,
    /// How it is met.
    #[serde(default)]
    pub operator: TargetOperator,
}

/// Reported figures accepted or withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedEvent {
    /// The report: its title or file name.
    pub document: String,
    /// SM3 of the file, in hex.
    pub hash: String,
    /// Year the report is about.
    pub year: i16,
    /// Figures accepted now.
    pub accepted: Vec<Reported>,
    /// Ids withdrawn now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<String>,
}

/// A reported figure (上报数): what an old report claims, accepted by a person. Shown beside the book's own figures, never
/// mixed into them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// Id inside the book.
    pub id: String,
    /// The indicator it speaks of, where a person or a certain binding says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<IndicatorId>,
    /// What is counted, in the report's words.
    pub subject: String,
    /// Value in the unit written; `None` where the report lost it.
    pub value: Option<Decimal>,
    /// Unit as written.
    pub unit: String,
    /// The word that makes it inexact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approx: Option<String>,
    /// actual, target, forecast.
    pub status: String,
    /// flow, stock, ratio, growth, rank, other.
    pub aspect: String,
    /// The period in the report's words.
    pub period: String,
    /// The sentence it came from.
    pub sentence: String,
    /// Heading of the part of the report it stands in.
    pub section: String,
    /// Why the number is doubtful.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspect: Option<String>,
}

/// A published document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedEvent {
    /// Document id.
    pub document: String,
    /// Title.
    pub title: String,
    /// `summary` or `plan`.
    pub kind: String,
    /// Year.
    pub year: i16,
    /// Journal position its figures were read at.
    pub read_at: u64,
    /// The document as it was printed, in the office crate's JSON form.
    pub paper: String,
    /// Its figures.
    pub figures: Vec<FrozenFigure>,
}

/// A figure of a published document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenFigure {
    /// Id of the token in the document.
    pub token: String,
    /// Formula that was read.
    pub formula: String,
    /// Period it was read for.
    pub period: Period,
    /// Value read.
    pub value: Option<Decimal>,
    /// Unit.
    pub unit: String,
    /// Caliber in words.
    pub caliber: String,
}

/// A decision of a person about a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearntEvent {
    /// `binding` or `finding`.
    pub about: String,
    /// The wording or the finding it is about.
    pub wording: String,
    /// What was decided: an indicator with filter or `none`; `accept` or `ignore`; blank: the decision before is taken back.
    pub decision: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

impl Event {
    /// The bytes the journal keeps.
    ///
    /// # Errors
    /// Never for events built by the kernel; serde's signature allows one.
    pub fn to_body(&self) -> Result<String, String> {
        serde_json::to_string(self).map_err(|error| error.to_string())
    }
}
