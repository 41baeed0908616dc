//! Mistakes in rule files: one value a kind, with file, line, what is wrong and what would be right.

/// Kinds of mistakes. Codes are stable.
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
    /// Two facts, conditions or rule sets with one id.
    DuplicateId,
    /// A fact that the file does not list, or of a kind that cannot serve here.
    UnknownFact,
    /// A fact that no condition asks for.
    UnusedFact,
    /// Brackets or bands that are not in falling or rising order, or leave a hole.
    BadOrder,
    /// Points that do not add up to the maximum.
    BadPoints,
    /// Two rule sets of one ledger in force on one day.
    Overlap,
    /// A ledger that the packs do not have.
    UnknownLedger,
    /// A field that the ledger does not have, or of a type that is not the fact's.
    UnknownField,
}

impl MistakeKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Syntax,
        Self::UnknownKey,
        Self::MissingKey,
        Self::WrongValue,
        Self::DuplicateId,
        Self::UnknownFact,
        Self::UnusedFact,
        Self::BadOrder,
        Self::BadPoints,
        Self::Overlap,
        Self::UnknownLedger,
        Self::UnknownField,
    ];

    /// The stable code, to quote.
    pub fn code(self) -> &'static str {
        match self {
            Self::Syntax => "RULE-SYNTAX",
            Self::UnknownKey => "RULE-UNKNOWN-KEY",
            Self::MissingKey => "RULE-MISSING-KEY",
            Self::WrongValue => "RULE-WRONG-VALUE",
            Self::DuplicateId => "RULE-DUPLICATE-ID",
            Self::UnknownFact => "RULE-UNKNOWN-FACT",
            Self::UnusedFact => "RULE-UNUSED-FACT",
            Self::BadOrder => "RULE-BAD-ORDER",
            Self::BadPoints => "RULE-BAD-POINTS",
            Self::Overlap => "RULE-OVERLAP",
            Self::UnknownLedger => "RULE-UNKNOWN-LEDGER",
            Self::UnknownField => "RULE-UNKNOWN-FIELD",
        }
    }
}

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// Path of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Which kind.
    pub kind: MistakeKind,
    /// What is wrong and what would be right, in one sentence.
    pub what: String,
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{} {} [{}]", self.file, self.line, self.what, self.kind.code())
    }
}
