//! How a book can fail to be read or written, in words that say what to do.

use std::path::PathBuf;

use kezhang_ledger::decide::RefusalAt;

/// The book could not be read or written. Nothing was half done: every write is one transaction.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No book there.
    #[error("{0} 里没有账簿。请用 --book 指明账簿文件夹，或用 kezhang serve 新建 [KZ-201]")]
    NoBook(PathBuf),
    /// There is a book already.
    #[error("{0} 里已有账簿，不会覆盖。请换一个文件夹 [KZ-202]")]
    BookExists(PathBuf),
    /// The file is something else.
    #[error("{0} 不是科账的账簿文件，没有改动它。如果它曾是账簿，请从备份恢复（kezhang restore） [KZ-203]")]
    NotABook(PathBuf),
    /// A later program wrote it.
    #[error("账簿的格式是第 {found} 版，本程序只认得到第 {known} 版。请升级程序，账簿没有改动 [KZ-204]")]
    NewerBook {
        /// Version of the book.
        found: i64,
        /// Latest version this program knows.
        known: i64,
    },
    /// Another program serves it.
    #[error("账簿正由另一个科账程序打开（{0}）。请用已打开的那个，或先关掉它 [KZ-205]")]
    InUse(PathBuf),
    /// Somebody else is writing for too long.
    #[error("另一个程序正在写账簿，等了很久还没有写完。请稍后再试，刚才的内容没有入账 [KZ-206]")]
    Busy,
    /// The disk is full.
    #[error("磁盘已满，刚才的内容没有入账，账簿完好。请腾出空间后再试 [KZ-207]")]
    DiskFull,
    /// The disk or the file refuses.
    #[error("账簿读写不了：{0}。刚才的内容没有入账 [KZ-208]")]
    Io(String),
    /// The database finds itself damaged.
    #[error("账簿文件损坏：{0}。请停止录入，用 kezhang verify 查看，再从最近的备份恢复 [KZ-209]")]
    Damaged(String),
    /// The target of a backup is there already.
    #[error("{0} 已经存在，不会覆盖。请换一个文件名 [KZ-210]")]
    FileExists(PathBuf),
    /// A number that the book cannot keep.
    #[error("数值 {0} 超出账簿能记的范围（最多四位小数、九万亿以内） [KZ-211]")]
    OutOfRange(String),
}

impl StoreError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoBook(_) => "KZ-201",
            Self::BookExists(_) => "KZ-202",
            Self::NotABook(_) => "KZ-203",
            Self::NewerBook { .. } => "KZ-204",
            Self::InUse(_) => "KZ-205",
            Self::Busy => "KZ-206",
            Self::DiskFull => "KZ-207",
            Self::Io(_) => "KZ-208",
            Self::Damaged(_) => "KZ-209",
            Self::FileExists(_) => "KZ-210",
            Self::OutOfRange(_) => "KZ-211",
        }
    }
}

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// Refused; nothing was written.
    #[error("{}", .0.iter().map(|at| at.refusal.to_string()).collect::<Vec<_>>().join(";"))]
    Refused(Vec<RefusalAt>),
    /// The book could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error.to_string()),
            _ => Self::Io(error.to_string()),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::DiskFull,
            _ => Self::Io(error.to_string()),
        }
    }
}
