//! Definitions (定义): what the packs say a bureau's business is. Loaded from TOML text, checked as a whole, immutable.

mod catalog;
mod check;
mod check_figures;
mod load;
mod mistake;
mod read_figures;
mod read_ledger;
mod reader;
mod report;
mod settle;

use std::collections::BTreeMap;

use crate::field::FieldType;
use crate::formula::Formula;
use crate::formula::condition::Condition;
use crate::id::{FieldId, IndicatorId, LedgerId, MeasureId, PackId, StateId, TransitionId};

pub use catalog::Catalog;
pub use load::{is_rules, load};
pub use mistake::{Mistake, MistakeKind};
pub use report::{Outline, Part, PartContent, Sentence, SentenceKind};
pub use settle::{WrongFilter, settle_filter};

/// The files of the packs: path inside `packs/` → text. This is what a book adopts and keeps.
pub type Sources = BTreeMap<String, String>;

/// Where a definition stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// Path inside `packs/`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
}

/// A pack (业务包).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// Id.
    pub id: PackId,
    /// Name of the work area, as a heading of the report.
    pub name: String,
    /// Heading of the area's part of the summary; the name where absent.
    pub heading: String,
    /// Position in reports.
    pub order: i64,
    /// Place.
    pub place: Place,
}

/// A ledger (台账).
#[derive(Clone, Debug)]
pub struct Ledger {
    /// Id, also of its table.
    pub id: LedgerId,
    /// The pack it belongs to.
    pub pack: PackId,
    /// Name.
    pub name: String,
    /// What one entry is called in running text, such as 项, 件.
    pub counter: String,
    /// Natural key; empty where entries have none.
    pub key: Vec<FieldId>,
    /// Fields whose values name an entry in lists.
    pub title: Vec<FieldId>,
    /// Whether closings leave it open: figures that other offices publish when our year is long closed (population, R&D)
    /// belong to the year they speak of, and are no corrections of the next.
    pub open_after_closing: bool,
    /// Fields in the order of the form.
    pub fields: Vec<Field>,
    /// States in the order of an entry's life; the first is where entries begin.
    pub states: Vec<State>,
    /// Transitions.
    pub transitions: Vec<Transition>,
    /// Checks across fields.
    pub checks: Vec<RowCheck>,
    /// Place.
    pub place: Place,
}

/// A field (字段).
#[derive(Clone, Debug)]
pub struct Field {
    /// Id, also of its column.
    pub id: FieldId,
    /// Name, also the heading of its column in spreadsheets.
    pub name: String,
    /// Other headings that imports accept.
    pub aliases: Vec<String>,
    /// Type.
    pub field_type: FieldType,
    /// Must have a value in every state.
    pub required: bool,
    /// Heading of the group on the form; where a pack names none, that of the field before.
    pub group: String,
    /// What to type, beside the field.
    pub help: String,
    /// Shown as a column of the list.
    pub listed: bool,
    /// Place.
    pub place: Place,
}

/// A state (状态).
#[derive(Clone, Debug)]
pub struct State {
    /// Id.
    pub id: StateId,
    /// Name.
    pub name: String,
    /// Fields that must have a value for an entry to be in it.
    pub needs: Vec<FieldId>,
    /// Whether entries in it post to measures; drafts do not.
    pub counts: bool,
    /// Place.
    pub place: Place,
}

/// Who may do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 经办: enters and revises facts of the own section.
    Clerk,
    /// 科室负责人: checks and confirms the facts of the own section.
    Head,
    /// 局领导: sees everything, sets targets, closes periods, publishes.
    Director,
    /// 审计: reads everything, changes nothing.
    Auditor,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Clerk, Self::Head, Self::Director, Self::Auditor];

    /// Its name in packs and in the journal.
    pub fn id(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Head => "head",
            Self::Director => "director",
            Self::Auditor => "auditor",
        }
    }

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Clerk => "经办",
            Self::Head => "科室负责人",
            Self::Director => "局领导",
            Self::Auditor => "审计",
        }
    }

    /// The role of that id.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.id() == id)
    }
}

/// A transition (流转) from states to a state.
#[derive(Clone, Debug)]
pub struct Transition {
    /// Id.
    pub id: TransitionId,
    /// The button.
    pub name: String,
    /// From any of these.
    pub from: Vec<StateId>,
    /// To this.
    pub to: StateId,
    /// Who may.
    pub by: Vec<Role>,
    /// Which evidence must be there: its name for people.
    pub evidence: Option<String>,
    /// Time limit: so many days after this date field the transition is due.
    pub due: Option<(FieldId, i64)>,
    /// Whether an opinion must be written.
    pub opinion: bool,
    /// Whether entries in `from` wait for this step: a decision on the way, not a side exit.
    pub waits: bool,
    /// Place.
    pub place: Place,
}

/// A check across the fields of an entry.
#[derive(Clone, Debug)]
pub struct RowCheck {
    /// What must hold; unknown passes.
    pub rule: Condition,
    /// What to tell the clerk where it does not.
    pub message: String,
    /// The field the message stands at.
    pub field: FieldId,
    /// Place.
    pub place: Place,
}

/// What a measure adds up, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MeasureKind {
    /// 发生额: belongs to the day in this field.
    Flow {
        /// The date field.
        on: FieldId,
    },
    /// 余额: there from one day, gone from another.
    Stock {
        /// Enters on the day in this field.
        enters_on: FieldId,
        /// Leaves on the day in this field, where it has a value.
        leaves_on: Option<FieldId>,
    },
    /// 家数, 户数: distinct parties with a posting in the period.
    Parties {
        /// The date field.
        on: FieldId,
        /// The field that identifies the party.
        party: FieldId,
    },
}

/// A measure (计量).
#[derive(Clone, Debug)]
pub struct Measure {
    /// Id.
    pub id: MeasureId,
    /// Ledger whose entries post to it.
    pub ledger: LedgerId,
    /// Name.
    pub name: String,
    /// Unit of the amounts kept (元, not 万元).
    pub unit: String,
    /// Decimals kept.
    pub digits: u32,
    /// Kind.
    pub kind: MeasureKind,
    /// The field whose number is added; entries count one each where absent.
    pub amount: Option<FieldId>,
    /// Breakdowns kept.
    pub by: Vec<FieldId>,
    /// Only entries for which this holds.
    pub when: Option<Condition>,
    /// Place.
    pub place: Place,
}

/// Whether more is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Direction {
    /// More is better.
    #[default]
    Higher,
    /// Less is better.
    Lower,
}

/// An indicator (指标).
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Id.
    pub id: IndicatorId,
    /// Pack.
    pub pack: PackId,
    /// Name.
    pub name: String,
    /// Other words reports use for it.
    pub aliases: Vec<String>,
    /// Unit it is shown in.
    pub unit: String,
    /// Decimals shown.
    pub digits: u32,
    /// How it is computed.
    pub formula: Formula,
    /// Caliber (口径) in words.
    pub caliber: String,
    /// Document the caliber comes from.
    pub source: String,
    /// Whether more is better.
    pub direction: Direction,
    /// Whether it stands on the board.
    pub board: bool,
    /// Whether it was made from a measure that no explicit indicator names.
    pub implicit: bool,
    /// Place.
    pub place: Place,
}

impl Ledger {
    /// The field of that id.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id.as_str() == id)
    }

    /// The state of that id.
    pub fn state(&self, id: &str) -> Option<&State> {
        self.states.iter().find(|state| state.id.as_str() == id)
    }

    /// The state entries begin in.
    pub fn first_state(&self) -> &State {
        // The loader gives every ledger at least one state (`load::standard_state`), so the list is never empty.
        &self.states[0]
    }

    /// The transition of that id.
    pub fn transition(&self, id: &str) -> Option<&Transition> {
        self.transitions.iter().find(|transition| transition.id.as_str() == id)
    }
}
