//! Refusals: why a command was not carried out. One value a reason, in order of precedence, each with a stable code, the
//! place, what is wrong and what to do. Codes are never reused.

use jiff::civil::Date;

use crate::id::{EntryId, FieldId, LedgerId};
use crate::period::print_day;

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The person may not do this.
    NotAllowed {
        /// What was tried.
        what: String,
        /// Who may.
        who_may: String,
    },
    /// No ledger of that id.
    NoSuchLedger {
        /// The id.
        ledger: LedgerId,
    },
    /// No entry of that id, or none that the person may see.
    NoSuchEntry {
        /// The id.
        entry: EntryId,
    },
    /// No indicator of that id.
    NoSuchIndicator {
        /// The id.
        indicator: String,
    },
    /// Somebody else saved the entry in the meantime.
    SavedMeanwhile {
        /// The entry.
        entry: EntryId,
        /// Revision the command started from.
        base: u32,
        /// Revision that stands now.
        now: u32,
    },
    /// The entry is voided.
    Voided {
        /// The entry.
        entry: EntryId,
    },
    /// A field the ledger does not have.
    NoSuchField {
        /// The field.
        field: FieldId,
    },
    /// A required field is blank.
    Required {
        /// The field.
        field: FieldId,
        /// Its name.
        name: String,
    },
    /// A field's text is not a value of its type.
    BadValue {
        /// The field.
        field: FieldId,
        /// Its name.
        name: String,
        /// What is wrong and what would be right.
        why: String,
    },
    /// A check across fields fails.
    CheckFailed {
        /// The field the message stands at.
        field: FieldId,
        /// The pack's message.
        message: String,
    },
    /// Another entry has the same natural key.
    DuplicateKey {
        /// The first key field.
        field: FieldId,
        /// The other entry.
        other: EntryId,
        /// The key in words.
        key: String,
    },
    /// No state or transition of that id from here.
    NoSuchTransition {
        /// What was asked for.
        transition: String,
        /// The state the entry is in, in words.
        state: String,
        /// What can be done from here.
        possible: Vec<String>,
    },
    /// The role may not make this transition.
    TransitionNotAllowed {
        /// Its name.
        transition: String,
        /// Who may.
        who_may: String,
    },
    /// The state or transition needs a field.
    StateNeeds {
        /// The field.
        field: FieldId,
        /// Its name.
        name: String,
        /// The state in words.
        state: String,
    },
    /// The transition needs evidence.
    EvidenceNeeded {
        /// The transition's name.
        transition: String,
        /// Which evidence.
        evidence: String,
    },
    /// A reason or opinion must be written.
    ReasonNeeded {
        /// What for.
        what: String,
    },
    /// Nothing would change.
    NothingChanged,
    /// The period is closed already, or would leave a hole.
    AlreadyClosed {
        /// Closed through this day.
        through: Date,
    },
    /// The period has not ended.
    PeriodNotOver {
        /// Its last day.
        last: Date,
    },
    /// The command itself is malformed.
    Malformed {
        /// Why.
        why: String,
    },
}

impl Refusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed { .. } => "KZ-101",
            Self::NoSuchLedger { .. } => "KZ-102",
            Self::NoSuchEntry { .. } => "KZ-103",
            Self::NoSuchIndicator { .. } => "KZ-104",
            Self::SavedMeanwhile { .. } => "KZ-110",
            Self::Voided { .. } => "KZ-111",
            Self::NoSuchField { .. } => "KZ-120",
            Self::Required { .. } => "KZ-121",
            Self::BadValue { .. } => "KZ-122",
            Self::CheckFailed { .. } => "KZ-123",
            Self::DuplicateKey { .. } => "KZ-124",
            Self::NoSuchTransition { .. } => "KZ-130",
            Self::TransitionNotAllowed { .. } => "KZ-131",
            Self::StateNeeds { .. } => "KZ-132",
            Self::EvidenceNeeded { .. } => "KZ-133",
            Self::ReasonNeeded { .. } => "KZ-134",
            Self::NothingChanged => "KZ-140",
            Self::AlreadyClosed { .. } => "KZ-150",
            Self::PeriodNotOver { .. } => "KZ-151",
            Self::Malformed { .. } => "KZ-170",
        }
    }

    /// The field the refusal stands at, where it stands at one.
    pub fn field(&self) -> Option<&FieldId> {
        match self {
            Self::NoSuchField { field }
            | Self::Required { field, .. }
            | Self::BadValue { field, .. }
            | Self::CheckFailed { field, .. }
            | Self::DuplicateKey { field, .. }
            | Self::StateNeeds { field, .. } => Some(field),
            _ => None,
        }
    }

    /// What is wrong and what to do, in words for people.
    pub fn sentence(&self) -> String {
        match self {
            Self::NotAllowed { what, who_may } => format!("您不能{what}，可以办理的是：{who_may}"),
            Self::NoSuchLedger { ledger } => format!("没有台账“{ledger}”"),
            Self::NoSuchEntry { entry } => format!("没有记录“{entry}”，或者您无权查看"),
            Self::NoSuchIndicator { indicator } => format!("没有指标“{indicator}”"),
            Self::SavedMeanwhile { base, now, .. } => {
                format!("您打开的是第{base}版，别人已存到第{now}版，请对照差异后再存")
            }
            Self::Voided { .. } => "这条记录已作废，不能再改；确需恢复请新增一条".to_owned(),
            Self::NoSuchField { field } => format!("这本台账没有字段“{field}”"),
            Self::Required { name, .. } => format!("“{name}”必填"),
            Self::BadValue { why, .. } => why.clone(),
            Self::CheckFailed { message, .. } => message.clone(),
            Self::DuplicateKey { key, .. } => format!("“{key}”已经入过账，请打开原记录核对"),
            Self::NoSuchTransition { transition, state, possible } if possible.is_empty() => {
                format!("“{state}”的记录不能“{transition}”，已到终点")
            }
            Self::NoSuchTransition { transition, state, possible } => {
                format!("“{state}”的记录不能“{transition}”，现在可以：{}", possible.join("、"))
            }
            Self::TransitionNotAllowed { transition, who_may } => format!("“{transition}”要由{who_may}办理"),
            Self::StateNeeds { name, state, .. } => format!("进入“{state}”要先填“{name}”"),
            Self::EvidenceNeeded { transition, evidence } => format!("“{transition}”要先上传佐证：{evidence}"),
            Self::ReasonNeeded { what } => format!("{what}要写明理由"),
            Self::NothingChanged => "没有改动，未存".to_owned(),
            Self::AlreadyClosed { through } => format!("已结账至{}，请选之后的期间", print_day(*through)),
            Self::PeriodNotOver { last } => format!("期间到{}才结束，还不能结账", print_day(*last)),
            Self::Malformed { why } => why.clone(),
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} [{}]", self.sentence(), self.code())
    }
}
