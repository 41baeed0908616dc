//! An official document as data: what it says and which part of it each piece is, by GB/T 9704-2012.
//!
//! `html`, `docx` and the crate `kezhang-pdf` print this model; none of them adds a word of its own except the
//! labels the standard prescribes (附件：, 签发人：, 抄送：). Values arrive as text, already formatted: nothing here
//! computes, rounds or looks up a figure. Heading numbers (一、（一）1. (1)) are made here and never typed.

mod numbering;
mod plain;
mod signature;
mod table;
mod title;

pub use numbering::{HeadingNumbers, NumberedBlock, chinese_number, numbered};
pub use plain::clean;
pub use signature::{SignatureIndents, signature_indents};
pub use table::{Align, Column, Row, Table};
pub use title::{TITLE_CHARS_PER_LINE, title_lines};

use serde::{Deserialize, Serialize};

/// What a gap prints: a value that the book does not have.
pub const GAP_TEXT: &str = "【待补】";

/// An official document (公文) or a report set like one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Paper {
    /// 发文机关标志, red, e.g. “临江县科学技术局文件”. `None`: no red head, the title stands at the top.
    pub masthead: Option<String>,
    /// 发文字号, e.g. “临科〔2025〕12号”.
    pub number: Option<String>,
    /// 签发人; only documents sent upwards (上行文) name one.
    pub signers: Vec<String>,
    /// 标题. A line feed in it is a line break the author wants; without one the lines are broken by [`title_lines`].
    pub title: String,
    /// 主送机关, without the colon.
    pub addressee: Option<String>,
    /// The body.
    pub blocks: Vec<Block>,
    /// Appendices (附件). 附件说明 under the body is made from their titles.
    pub appendices: Vec<Appendix>,
    /// 发文机关署名 and 成文日期.
    pub signature: Option<Signature>,
    /// 附注, without the brackets, e.g. “此件公开发布”.
    pub note: Option<String>,
    /// 版记.
    pub imprint: Option<Imprint>,
}

/// One block of the body or of an appendix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading; its number is generated.
    Heading {
        /// Which of the four levels.
        level: Level,
        /// The words of the heading, without the number.
        runs: Vec<Run>,
        /// Body text that goes on in the heading's own line; empty when the heading stands alone.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        run_in: Vec<Run>,
    },
    /// A body paragraph, indented by two characters.
    Paragraph {
        /// Its content.
        runs: Vec<Run>,
    },
    /// A table.
    Table(Table),
    /// What follows begins a new page.
    PageBreak,
}

/// The four levels of structure in GB/T 9704-2012, 7.3.3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 一、 in 黑体.
    One,
    /// （一） in 楷体.
    Two,
    /// 1. in 仿宋.
    Three,
    /// （1） in 仿宋.
    Four,
}

impl Level {
    /// 1 to 4.
    pub fn depth(self) -> usize {
        match self {
            Level::One => 1,
            Level::Two => 2,
            Level::Three => 3,
            Level::Four => 4,
        }
    }
}

/// A stretch of text inside a paragraph, heading or table cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Run {
    /// Plain text.
    Text {
        /// The words.
        text: String,
    },
    /// Text set bold.
    Bold {
        /// The words.
        text: String,
    },
    /// A number that the book answers for.
    Figure(Figure),
    /// A value the book does not have: prints 【待补】.
    Gap {
        /// What is missing, in words for the person who must fill it; may be empty.
        what: String,
    },
}

/// A number in a document with its link to the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// Identifies the figure to the book; opaque here.
    pub id: String,
    /// What is printed, e.g. “12” or “1,203.50”.
    pub text: String,
    /// Caliber, period and as-of in words, shown on hover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Frozen by publishing.
    #[serde(default)]
    pub locked: bool,
    /// The book's present value where it has changed since; shown beside, never instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_to: Option<String>,
}

/// One appendix (附件).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Appendix {
    /// Its title, without “附件1”.
    pub title: String,
    /// Its content; heading numbers start afresh.
    pub blocks: Vec<Block>,
    /// Set sideways, for wide tables (A4 横表).
    pub landscape: bool,
}

/// 署名 and 成文日期.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Signature {
    /// The issuing organ's name.
    pub organ: String,
    /// The date as printed, e.g. “2025年12月20日”.
    pub date: String,
    /// A seal will be put over it: the organ is centred over the date and room is left.
    pub sealed: bool,
}

/// 版记, at the foot of the last page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Imprint {
    /// 抄送机关, without label and full stop.
    pub copies_to: Option<String>,
    /// 印发机关.
    pub issuer: String,
    /// 印发日期 as printed, without “印发”.
    pub issued_on: String,
}

impl Run {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Run {
        Run::Text { text: text.into() }
    }

    /// Bold text.
    pub fn bold(text: impl Into<String>) -> Run {
        Run::Bold { text: text.into() }
    }

    /// A figure without note, unlocked.
    pub fn figure(id: impl Into<String>, text: impl Into<String>) -> Run {
        Run::Figure(Figure { id: id.into(), text: text.into(), note: None, locked: false, changed_to: None })
    }

    /// A gap.
    pub fn gap(what: impl Into<String>) -> Run {
        Run::Gap { what: what.into() }
    }

    /// What is printed on paper.
    pub fn printed(&self) -> &str {
        match self {
            Run::Text { text } | Run::Bold { text } => text,
            Run::Figure(figure) => &figure.text,
            Run::Gap { .. } => GAP_TEXT,
        }
    }
}

impl Block {
    /// A paragraph of plain text.
    pub fn paragraph(text: impl Into<String>) -> Block {
        Block::Paragraph { runs: vec![Run::text(text)] }
    }

    /// A heading of plain text that stands alone.
    pub fn heading(level: Level, text: impl Into<String>) -> Block {
        Block::Heading { level, runs: vec![Run::text(text)], run_in: Vec::new() }
    }
}

impl Paper {
    /// The lines of 附件说明: one appendix has no number, several are numbered. Empty without appendices.
    pub fn appendix_notes(&self) -> Vec<AppendixNote> {
        let several = self.appendices.len() > 1;
        self.appendices
            .iter()
            .enumerate()
            .map(|(index, appendix)| AppendixNote {
                label: if index == 0 { "附件：" } else { "" },
                number: if several { format!("{}.", index + 1) } else { String::new() },
                title: clean(&appendix.title).into_owned(),
            })
            .collect()
    }

    /// “附件” for an only appendix, “附件2” for one of several: the mark at the top left of its first page.
    pub fn appendix_mark(&self, index: usize) -> String {
        if self.appendices.len() > 1 { format!("附件{}", index + 1) } else { "附件".to_owned() }
    }

    /// Every figure in reading order: body, then appendices.
    pub fn figures(&self) -> Vec<&Figure> {
        let mut found = Vec::new();
        let blocks = self.blocks.iter().chain(self.appendices.iter().flat_map(|appendix| &appendix.blocks));
        for run in blocks.flat_map(Block::runs) {
            if let Run::Figure(figure) = run {
                found.push(figure);
            }
        }
        found
    }
}

impl Block {
    /// Every run in the block, in reading order.
    pub fn runs(&self) -> Vec<&Run> {
        match self {
            Block::Heading { runs, run_in, .. } => runs.iter().chain(run_in).collect(),
            Block::Paragraph { runs } => runs.iter().collect(),
            Block::Table(table) => table.rows.iter().flat_map(|row| row.cells.iter().flatten()).collect(),
            Block::PageBreak => Vec::new(),
        }
    }
}

/// One line of 附件说明.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppendixNote {
    /// “附件：” on the first line, empty on the others.
    pub label: &'static str,
    /// “1.” among several, empty for one alone.
    pub number: String,
    /// The appendix's title.
    pub title: String,
}
