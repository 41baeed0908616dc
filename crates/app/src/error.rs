//! Why a use-case did not do what was asked: always a code and a sentence that says what to do.

use kezhang_ledger::decide::RefusalAt;
use kezhang_ledger::refusal::Refusal;
use kezhang_store::{StoreError, SubmitError};

pub use kezhang_store::io_reason;

/// The result of a use-case.
pub type Result<T> = std::result::Result<T, AppError>;

/// Why a use-case failed. Nothing has been written.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The book refuses, for all these reasons.
    #[error("{}", sentences(.0))]
    Refused(Vec<RefusalAt>),
    /// The book cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nobody is signed in, or the session is over.
    #[error("请先登录 [KZ-401]")]
    SignInFirst,
    /// Name and password do not fit.
    #[error("账号或口令不对 [KZ-402]")]
    WrongPassword,
    /// Too many wrong passwords.
    #[error("口令连续错了多次，请{0}秒后再试 [KZ-403]")]
    TooManyTries(u64),
    /// The password is too weak.
    #[error("{0} [KZ-404]")]
    WeakPassword(String),
    /// The role may not.
    #[error("{0} [KZ-405]")]
    Denied(String),
    /// There is no such thing, or none this person may see.
    #[error("{0} [KZ-406]")]
    NotFound(String),
    /// What was handed in cannot be used.
    #[error("{0} [KZ-407]")]
    Unusable(String),
    /// A file of an office program cannot be read or written. The sentence carries its own code.
    #[error("{0}")]
    Office(String),
}

impl AppError {
    /// What was handed in cannot be used.
    pub fn unusable(sentence: impl Into<String>) -> Self {
        Self::Unusable(sentence.into())
    }

    /// There is no such thing.
    pub fn not_found(sentence: impl Into<String>) -> Self {
        Self::NotFound(sentence.into())
    }

    /// The role may not.
    pub fn denied(sentence: impl Into<String>) -> Self {
        Self::Denied(sentence.into())
    }

    /// The refusals, where the book refused.
    pub fn refusals(&self) -> &[RefusalAt] {
        match self {
            Self::Refused(refusals) => refusals,
            _ => &[],
        }
    }
}

fn sentences(refusals: &[RefusalAt]) -> String {
    let one = |at: &RefusalAt| match at.row {
        Some(row) => format!("第{row}行：{}", at.refusal),
        None => at.refusal.to_string(),
    };
    refusals.iter().map(one).collect::<Vec<_>>().join("；")
}

impl From<SubmitError> for AppError {
    fn from(error: SubmitError) -> Self {
        match error {
            SubmitError::Refused(refusals) => Self::Refused(refusals),
            SubmitError::Store(error) => Self::Store(error),
        }
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal.into()])
    }
}

impl From<kezhang_office::input::Refusal> for AppError {
    fn from(refusal: kezhang_office::input::Refusal) -> Self {
        Self::Office(format!("{refusal} [{}]", refusal.code()))
    }
}

impl From<kezhang_office::table_out::TableRefusal> for AppError {
    fn from(refusal: kezhang_office::table_out::TableRefusal) -> Self {
        Self::Office(format!("{refusal} [{}]", refusal.code()))
    }
}
