//! The words of a report, from whatever file it came in.

mod doc;
mod docx;
mod docx_numbers;
mod docx_sink;
mod docx_walk;
mod pdf;
mod pdf_guard;
mod pdf_lines;
mod pdf_mend;

pub use doc::doc_text;
pub use docx::docx_text;
pub(crate) use docx::{DocxParts, MappedText, docx_parts, read_parts};
pub(crate) use docx_walk::Piece;
pub use pdf::pdf_text;

use kezhang_text::Span;
use serde::Serialize;

use crate::input::{FileKind, Limits, Refusal, Wanted, sniff};

/// Text read from a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReportText {
    /// The text: a paragraph or table row a line, cells parted by tabs.
    pub text: String,
    /// The paragraphs in the order of the text. Empty for plain text and web pages, whose lines are their paragraphs.
    pub paragraphs: Vec<TextParagraph>,
    /// Numbers that this program once wrote into the document, with the id of their figure.
    pub figures: Vec<FigurePlace>,
    /// What the reader should know about how the text was got.
    pub notices: Vec<TextNotice>,
}

/// A paragraph of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextParagraph {
    /// Which paragraph of its place it is, from 0; for a PDF, from 0 on each page.
    pub index: usize,
    /// Where its text stands.
    pub span: Span,
    /// Where in the document it stands.
    pub place: TextPlace,
}

/// Parts of a document that hold text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TextPlace {
    /// The body.
    #[default]
    Body,
    /// A cell of a table.
    Table,
    /// A text box.
    TextBox,
    /// A footnote or endnote.
    Note,
    /// A page of a PDF, from 1.
    Page(u32),
}

/// A figure that came back in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigurePlace {
    /// The figure's id.
    pub id: String,
    /// Where its text stands.
    pub span: Span,
}

/// Something the reader of the text should know. [`std::fmt::Display`] says it in Chinese.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum TextNotice {
    /// Tracked deletions are not read.
    #[error("文档里有 {count} 处修订标为删除的文字，没有读入；标为插入的已读入。")]
    DeletionsLeftOut {
        /// How many.
        count: usize,
    },
    /// Word 97–2003 does not let tracked deletions be told apart, nor comments be written.
    #[error("这是旧版 Word 文件（.doc），修订里标为删除的文字也读入了。要去掉它们，或要在原件上加批注，请另存为 .docx 再核。")]
    OldWord,
    /// Some pages of a PDF have no text.
    #[error("PDF 第 {} 页没有可选取的文字（可能是图片），没有读入。", pages.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"))]
    PagesWithoutText {
        /// Their numbers, from 1.
        pages: Vec<u32>,
    },
    /// Some pages of a PDF could not be read to their end.
    #[error("PDF 第 {} 页没有读全，文字可能缺漏，请对照原件核对。", pages.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"))]
    PagesBroken {
        /// Their numbers, from 1.
        pages: Vec<u32>,
    },
    /// Some bytes of a text file could not be read.
    #[error("有 {count} 处读不成字，按 {encoding} 编码读入。")]
    Unreadable {
        /// How many.
        count: usize,
        /// The encoding.
        encoding: String,
    },
}

/// Reads the text of a report: docx, doc, pdf, plain text in any Chinese encoding, web page. The name is used for words only.
pub fn text_of(name: &str, bytes: &[u8], limits: &Limits) -> Result<ReportText, Refusal> {
    limits.check_size(bytes)?;
    match sniff(bytes) {
        FileKind::Docx => docx_text(bytes, limits),
        FileKind::OldWord => doc_text(bytes, limits),
        FileKind::Pdf => pdf_text(bytes, limits),
        FileKind::Text | FileKind::Html => plain_text(bytes),
        found => Err(refuse(name, found, Wanted::Report)),
    }
}

fn plain_text(bytes: &[u8]) -> Result<ReportText, Refusal> {
    let decoded = kezhang_text::decode::decode(bytes)?;
    let mut notices = Vec::new();
    if decoded.unreadable > 0 {
        notices.push(TextNotice::Unreadable { count: decoded.unreadable, encoding: decoded.encoding.to_owned() });
    }
    Ok(ReportText { text: decoded.text, notices, ..ReportText::default() })
}

/// The refusal of a kind of file that the reader does not read.
pub(crate) fn refuse(name: &str, found: FileKind, wanted: Wanted) -> Refusal {
    let claimed = ending(name);
    match (found, wanted) {
        (FileKind::Empty, _) => Refusal::Empty,
        (FileKind::EncryptedOffice, _) => Refusal::Encrypted,
        (FileKind::BrokenZip, _) => Refusal::Damaged { part: "压缩包目录".to_owned() },
        (FileKind::Zip, Wanted::Report | Wanted::WordDocument) if claimed.as_deref() != Some("zip") => {
            Refusal::NoWordBody { claimed }
        }
        (FileKind::Zip, Wanted::Table) if claimed.as_deref() != Some("zip") => Refusal::NoWorkbook { claimed },
        _ => Refusal::WrongKind { wanted, found, claimed },
    }
}

fn ending(name: &str) -> Option<String> {
    let (_, ending) = name.rsplit_once('.')?;
    let plain = ending.len() <= 5 && ending.chars().all(|c| c.is_ascii_alphanumeric());
    plain.then(|| ending.to_ascii_lowercase())
}
