//! Why bytes were not read, as values. Codes are stable; the text says what to do.

use serde::Serialize;

/// A reason for not reading a file, in the order in which they are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// Nothing in the file.
    #[error("文件是空的，没有可读的内容。请检查是否传错了文件。")]
    Empty,
    /// A zip container: docx, xlsx, pptx, odt or an archive.
    #[error("这是压缩格式的文件（如 docx、xlsx），不是纯文本。请按原格式上传，或另存为纯文本再试。")]
    Zip,
    /// A PDF.
    #[error("这是 PDF 文件，不是纯文本。请按 PDF 上传，或导出为文本再试。")]
    Pdf,
    /// A binary Office file of 2003 or before.
    #[error("这是旧版 Office 文件（.doc、.xls），读不了。请在 Word 或 WPS 中另存为 .docx 再试。")]
    OldOffice,
    /// A picture, a program, anything that is not text.
    #[error("文件不是文本（可能是图片、程序或已损坏）。请提供 txt、docx、pdf 或网页文件。")]
    Binary,
    /// Text in no encoding we know, or too damaged.
    #[error("文件的编码认不出来，超过百分之五的内容读不成字。请在编辑器中另存为 UTF-8 再试。")]
    Unreadable,
}

impl Refusal {
    /// Stable code for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "decode-empty",
            Self::Zip => "decode-zip",
            Self::Pdf => "decode-pdf",
            Self::OldOffice => "decode-old-office",
            Self::Binary => "decode-binary",
            Self::Unreadable => "decode-unreadable",
        }
    }

    /// Whether another reader of the program (docx, pdf) may be able to read the file.
    pub const fn other_reader_may_help(self) -> bool {
        matches!(self, Self::Zip | Self::Pdf)
    }
}
