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
            Some(ErrorCode::SystemIoFailure) if beside_the_book(&error) => Self::DiskFull,
            Some(ErrorCode::CannotOpen) => Self::Io("打不开账簿文件，可能没有权限，或磁盘有问题".to_owned()),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::Io("没有写账簿文件的权限".to_owned()),
            Some(ErrorCode::SystemIoFailure) => Self::Io(format!("磁盘读写出错（{error}）")),
            _ => Self::Io(error.to_string()),
        }
    }
}

/// Whether the small file beside the book, which every reader shares, could not be made or grow: there is no room for it.
fn beside_the_book(error: &rusqlite::Error) -> bool {
    const SHM: [i32; 3] =
        [rusqlite::ffi::SQLITE_IOERR_SHMOPEN, rusqlite::ffi::SQLITE_IOERR_SHMSIZE, rusqlite::ffi::SQLITE_IOERR_SHMMAP];
    matches!(error, rusqlite::Error::SqliteFailure(failure, _) if SHM.contains(&failure.extended_code))
}

/// Why the operating system refuses a file or an address, in words that an office clerk reads.
pub fn io_reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    let said = match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "同名的文件已经在那里",
        ErrorKind::IsADirectory => "这是文件夹，不是文件",
        ErrorKind::NotADirectory => "路径中有一段不是文件夹",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "磁盘已满",
        ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
        ErrorKind::InvalidFilename => "文件名太长或有不能用的字符",
        ErrorKind::AddrInUse => "这个地址和端口已被另一个程序占用",
        ErrorKind::AddrNotAvailable => "本机没有这个地址",
        ErrorKind::TimedOut => "等了很久没有回应",
        ErrorKind::Interrupted => "操作被打断",
        _ => return error.to_string(),
    };
    said.to_owned()
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::DiskFull,
            _ => Self::Io(io_reason(&error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::ffi;

    use super::*;

    #[test]
    fn a_full_disk_is_a_full_disk_even_while_opening() {
        let told = |code| StoreError::from(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None));
        assert!(matches!(told(ffi::SQLITE_FULL), StoreError::DiskFull));
        assert!(matches!(told(ffi::SQLITE_IOERR_SHMSIZE), StoreError::DiskFull));
        assert!(matches!(told(ffi::SQLITE_IOERR_READ), StoreError::Io(_)));
        assert!(matches!(told(ffi::SQLITE_NOTADB), StoreError::Damaged(_)));
        assert!(matches!(told(ffi::SQLITE_BUSY), StoreError::Busy));
    }

    #[test]
    fn the_reasons_of_the_system_are_said_in_chinese() {
        use std::io::{Error, ErrorKind};
        for kind in [ErrorKind::NotFound, ErrorKind::PermissionDenied, ErrorKind::AddrInUse, ErrorKind::StorageFull] {
            assert!(!io_reason(&Error::from(kind)).is_ascii(), "{kind:?}");
        }
    }
}
