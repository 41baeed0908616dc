//! Tables going out: any list as xlsx or CSV, and templates for import.
//!
//! Values arrive as text, already decided: nothing is computed here. Text stays text whatever it begins with, so that no
//! value can become a formula; a number is written as a number only if Excel keeps it exactly, otherwise as text.

mod csv;
mod number;
mod template;
mod xlsx;

pub use csv::csv;
pub use template::{TemplateField, template};
pub use xlsx::xlsx;

/// What a spreadsheet takes for the beginning of a formula.
pub const FORMULA_SIGNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Limits of the format itself.
pub(crate) const XLSX_ROWS_MAX: usize = 1_048_576;
pub(crate) const XLSX_COLUMNS_MAX: usize = 16_384;
pub(crate) const XLSX_CELL_CHARS_MAX: usize = 32_767;

/// A list to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableOut {
    /// Name of the sheet.
    pub name: String,
    /// A line above the header, in large type; none for lists that will be imported again.
    pub title: Option<String>,
    /// A line under the title, e.g. unit, date and 制表人.
    pub subtitle: Option<String>,
    /// The columns.
    pub columns: Vec<ColumnOut>,
    /// The rows, each with one text for every column; missing ones are empty.
    pub rows: Vec<Vec<String>>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnOut {
    /// Its header.
    pub title: String,
    /// How its values are written.
    pub kind: ColumnKind,
}

/// How values are written. A value that is not of its column's kind is written as the text it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum ColumnKind {
    /// Words, codes, numbers of documents, telephones: never touched by Excel.
    #[default]
    Text,
    /// `1234`.
    Integer,
    /// `12.5`, with so many decimal places shown.
    Decimal {
        /// Places after the point.
        digits: u8,
    },
    /// `1203.5`, shown as 1,203.50.
    Money,
    /// `2025-03-01`.
    Date,
    /// `0.125` or `12.5%`, shown as 12.5% with so many decimal places.
    Percent {
        /// Places after the point.
        digits: u8,
    },
}

impl ColumnOut {
    /// A column.
    pub fn new(title: impl Into<String>, kind: ColumnKind) -> ColumnOut {
        ColumnOut { title: title.into(), kind }
    }
}

/// Why a table was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableRefusal {
    /// More rows than a sheet holds.
    #[error("这张表有 {rows} 行，一个工作表最多放 {} 行。请先筛选再导出，或导出为 CSV。", XLSX_ROWS_MAX - 3)]
    TooManyRows {
        /// How many.
        rows: usize,
    },
    /// More columns than a sheet holds.
    #[error("这张表有 {columns} 列，一个工作表最多放 {XLSX_COLUMNS_MAX} 列。请减少显示的列再导出。")]
    TooManyColumns {
        /// How many.
        columns: usize,
    },
    /// A text that no cell holds.
    #[error("第 {row} 行“{column}”的文字有 {chars} 个字，一个单元格最多放 {XLSX_CELL_CHARS_MAX} 个字。请导出为 CSV。")]
    TextTooLong {
        /// The row of the list, from 1.
        row: usize,
        /// The column's title.
        column: String,
        /// How many characters.
        chars: usize,
    },
    /// The file could not be put together.
    #[error("表格没有写成：{details}。请检查磁盘空间后再试。")]
    Writing {
        /// The writer's words.
        details: String,
    },
}

impl TableRefusal {
    /// A stable name for the reason.
    pub fn code(&self) -> &'static str {
        match self {
            TableRefusal::TooManyRows { .. } => "table-out-too-many-rows",
            TableRefusal::TooManyColumns { .. } => "table-out-too-many-columns",
            TableRefusal::TextTooLong { .. } => "table-out-text-too-long",
            TableRefusal::Writing { .. } => "table-out-writing",
        }
    }
}

/// Width in half characters.
pub(crate) fn half_widths(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}
