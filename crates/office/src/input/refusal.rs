//! Why a file was not read, as values with stable codes. The sentence says what is wrong and what to do.

use super::FileKind;

/// What the reader was asked to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A report: text in some document.
    Report,
    /// A table.
    Table,
    /// A Word document, to write comments into.
    WordDocument,
}

impl Wanted {
    fn accepted(self) -> &'static str {
        match self {
            Wanted::Report => "请提供 .docx、.doc、.pdf、.txt 或网页文件",
            Wanted::Table => "请用 Excel 或 WPS 打开后另存为 .xlsx，或提供 .csv 文件",
            Wanted::WordDocument => "请提供 .docx 文件",
        }
    }
}

/// Why a file was not read, roughly in the order in which it is looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Zero bytes.
    #[error("文件是空的，一个字节也没有。请检查是否传错了文件，或重新导出一次。")]
    Empty,
    /// Beyond the limit for files.
    #[error("文件有 {}，超过了 {} 的上限。请拆成几个文件再试。", megabytes(*bytes), megabytes(*bytes_max))]
    TooLarge {
        /// Size of the file.
        bytes: usize,
        /// The limit.
        bytes_max: usize,
    },
    /// A password is needed.
    #[error("这个文件设了密码，打不开。请在 Word、WPS 或 Excel 里打开，取消密码后另存再试。")]
    Encrypted,
    /// Another kind of file than the one asked for.
    #[error("{}{}。", names_itself(claimed, *found), wanted.accepted())]
    WrongKind {
        /// What was asked for.
        wanted: Wanted,
        /// What it is.
        found: FileKind,
        /// The ending of its name.
        claimed: Option<String>,
    },
    /// A zip file under the name of a Word document.
    #[error("{}，里面却没有 Word 正文（word/document.xml）。请用 Word 或 WPS 打开原件，另存为 .docx 再试。", so_called(claimed))]
    NoWordBody {
        /// The ending of its name.
        claimed: Option<String>,
    },
    /// A zip file under the name of a spreadsheet.
    #[error("{}，里面却没有工作簿（xl/workbook.xml）。请用 Excel 或 WPS 打开原件，另存为 .xlsx 再试。", so_called(claimed))]
    NoWorkbook {
        /// The ending of its name.
        claimed: Option<String>,
    },
    /// Word 95 or older.
    #[error("这是 Word 95 或更早的文件，读不了。请用 Word 或 WPS 打开，另存为 .docx 再试。")]
    OldWord,
    /// Cut off or broken.
    #[error("文件不完整或已损坏（{part}）。请重新下载或复制一份；如果 Office 或 WPS 还能打开它，请另存一次再试。")]
    Damaged {
        /// Where it breaks.
        part: String,
    },
    /// Unpacks to more than the limit.
    #[error("文件解开后超过 {}，不再往下读。这不像正常的办公文件；如果确实这么大，请拆成几个文件再试。", megabytes(*bytes_max))]
    UnpacksTooLarge {
        /// The limit.
        bytes_max: usize,
    },
    /// An archive of very many parts, or elements nested very deeply.
    #[error("文件的内部结构异常（{what}），不像 Office 或 WPS 生成的，不再往下读。请用 Office 或 WPS 打开后另存一次再试。")]
    Abnormal {
        /// What is abnormal.
        what: String,
    },
    /// A sheet goes beyond the limit of rows, columns or cells.
    #[error("工作表“{sheet}”超过 {count_max} {unit}，一次读不了。请删去多余的空行空列，或拆成几个文件再试。")]
    TooManyCells {
        /// The sheet.
        sheet: String,
        /// The limit.
        count_max: usize,
        /// 行, 列 or 个单元格.
        unit: &'static str,
    },
    /// A workbook without a sheet of cells.
    #[error("工作簿里没有可读的工作表。请检查是否传错了文件。")]
    NoSheets,
    /// Pages without text.
    #[error(
        "这个 PDF 共 {pages} 页，没有一页有可选取的文字，应是扫描件或图片。请提供 Word 原件，或先用文字识别（OCR）软件转成文字再试。"
    )]
    ScannedPdf {
        /// How many pages it has.
        pages: usize,
    },
    /// The PDF reader broke down or took too long.
    #[error("这个 PDF 的文字取不出来（{reason}）。请提供 Word 原件，或在 PDF 阅读器里复制全文粘贴过来。")]
    UnreadablePdf {
        /// What happened.
        reason: String,
    },
    /// Text that cannot be decoded.
    #[error(transparent)]
    Text(#[from] kezhang_text::decode::Refusal),
}

impl Refusal {
    /// A stable name for the reason.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::Empty => "file-empty",
            Refusal::TooLarge { .. } => "file-too-large",
            Refusal::Encrypted => "file-encrypted",
            Refusal::WrongKind { .. } => "file-wrong-kind",
            Refusal::NoWordBody { .. } => "file-no-word-body",
            Refusal::NoWorkbook { .. } => "file-no-workbook",
            Refusal::OldWord => "file-old-word",
            Refusal::Damaged { .. } => "file-damaged",
            Refusal::UnpacksTooLarge { .. } => "file-unpacks-too-large",
            Refusal::Abnormal { .. } => "file-abnormal",
            Refusal::TooManyCells { .. } => "table-too-many-cells",
            Refusal::NoSheets => "table-no-sheets",
            Refusal::ScannedPdf { .. } => "pdf-scanned",
            Refusal::UnreadablePdf { .. } => "pdf-unreadable",
            Refusal::Text(refusal) => refusal.code(),
        }
    }
}

/// “这个文件虽叫 .docx” or, without a name that says so, “这是一个压缩包”.
fn so_called(claimed: &Option<String>) -> String {
    match claimed.as_deref() {
        Some(ending @ ("docx" | "xlsx" | "docm" | "xlsm")) => format!("这个文件虽叫 .{ending}"),
        _ => "这是一个压缩包".to_owned(),
    }
}

/// What the file is, with its name's claim where that differs.
fn names_itself(claimed: &Option<String>, found: FileKind) -> String {
    match claimed.as_deref() {
        Some(ending) if !found.endings().contains(&ending) => {
            format!("这个文件虽叫 .{ending}，其实是{}。", found.shown())
        }
        _ => format!("这是{}。", found.shown()),
    }
}

fn megabytes(bytes: usize) -> String {
    if bytes < 1 << 20 { format!("{} KB", bytes.div_ceil(1 << 10)) } else { format!("{} MB", bytes.div_ceil(1 << 20)) }
}
