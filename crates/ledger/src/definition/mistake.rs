//! Mistakes in packs: one value a kind, with file, line, what is wrong and what to do.

use super::Place;

/// Kinds of mistakes, in the order they are looked for. Codes are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MistakeKind {
    /// The file is not TOML.
    Syntax,
    /// A key that means nothing here.
    UnknownKey,
    /// A key that must be there.
    MissingKey,
    /// A value of the wrong type or form.
    WrongValue,
    /// An id that is not lower-case words.
    BadId,
    /// Two definitions with one id.
    DuplicateId,
    /// A field that the ledger does not have.
    UnknownField,
    /// A field of a type that cannot serve here.
    WrongFieldType,
    /// A code list that nobody defines.
    UnknownCodes,
    /// A code that the list does not have.
    UnknownCode,
    /// A state that the ledger does not have.
    UnknownState,
    /// A state that no transition leads to.
    StateNeverReached,
    /// A pack or ledger that nobody defines.
    UnknownOwner,
    /// A condition that cannot be read.
    BadCondition,
    /// A formula that cannot be read.
    BadFormula,
    /// A formula over a measure or indicator that nobody defines.
    MissingMeasure,
    /// A breakdown that the measure does not keep.
    UnknownBreakdown,
    /// Units that do not fit.
    UnitMismatch,
    /// An indicator that needs itself.
    Circular,
    /// A sentence that cannot be read.
    BadSentence,
    /// A sentence that cites a figure nobody defines.
    MissingFigure,
}

impl MistakeKind {
    /// Every kind.
    pub const ALL: [Self; 21] = [
        Self::Syntax,
        Self::UnknownKey,
        Self::MissingKey,
        Self::WrongValue,
        Self::BadId,
        Self::DuplicateId,
        Self::UnknownField,
        Self::WrongFieldType,
        Self::UnknownCodes,
        Self::UnknownCode,
        Self::UnknownState,
        Self::StateNeverReached,
        Self::UnknownOwner,
        Self::BadCondition,
        Self::BadFormula,
        Self::MissingMeasure,
        Self::UnknownBreakdown,
        Self::UnitMismatch,
        Self::Circular,
        Self::BadSentence,
        Self::MissingFigure,
    ];

    /// The stable code, to quote.
    pub fn code(self) -> &'static str {
        match self {
            Self::Syntax => "PACK-SYNTAX",
            Self::UnknownKey => "PACK-UNKNOWN-KEY",
            Self::MissingKey => "PACK-MISSING-KEY",
            Self::WrongValue => "PACK-WRONG-VALUE",
            Self::BadId => "PACK-BAD-ID",
            Self::DuplicateId => "PACK-DUPLICATE-ID",
            Self::UnknownField => "PACK-UNKNOWN-FIELD",
            Self::WrongFieldType => "PACK-WRONG-FIELD-TYPE",
            Self::UnknownCodes => "PACK-UNKNOWN-CODES",
            Self::UnknownCode => "PACK-UNKNOWN-CODE",
            Self::UnknownState => "PACK-UNKNOWN-STATE",
            Self::StateNeverReached => "PACK-STATE-NEVER-REACHED",
            Self::UnknownOwner => "PACK-UNKNOWN-OWNER",
            Self::BadCondition => "PACK-BAD-CONDITION",
            Self::BadFormula => "PACK-BAD-FORMULA",
            Self::MissingMeasure => "PACK-MISSING-MEASURE",
            Self::UnknownBreakdown => "PACK-UNKNOWN-BREAKDOWN",
            Self::UnitMismatch => "PACK-UNIT-MISMATCH",
            Self::Circular => "PACK-CIRCULAR",
            Self::BadSentence => "PACK-BAD-SENTENCE",
            Self::MissingFigure => "PACK-MISSING-FIGURE",
        }
    }
}

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// Where.
    pub place: Place,
    /// Which kind.
    pub kind: MistakeKind,
    /// What is wrong and what would be right, in one sentence.
    pub what: String,
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{} {} [{}]", self.place.file, self.place.line, self.what, self.kind.code())
    }
}
