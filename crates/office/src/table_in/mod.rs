//! Tables from outside: xlsx, xls and csv as sheets of cells with exact text.
//!
//! No float reaches the caller, no row is renumbered, nothing is repaired in silence: what an importer must be able to
//! tell its user (formula, error, merged cell, number with lost digits) is marked on the cell.

mod cell_text;
mod csv;
mod merges;
mod workbook;
mod xls_guard;

pub use merges::Merge;

use crate::input::{FileKind, Limits, Refusal, Wanted, sniff};
use crate::text_of::refuse;

/// A file of tables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Workbook {
    /// The sheets in their order; a CSV file has one, without a name.
    pub sheets: Vec<Sheet>,
    /// The encoding of a CSV file, as in the WHATWG standard.
    pub encoding: Option<String>,
    /// How many places of a CSV file could not be read as text.
    pub unreadable: usize,
}

/// A sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Hidden in the workbook.
    pub hidden: bool,
    /// Rows with content. Empty rows are left out, the numbers of the others are kept.
    pub rows: Vec<SheetRow>,
    /// Merged regions.
    pub merges: Vec<Merge>,
}

/// A row with content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetRow {
    /// The row's number as Excel shows it, from 1.
    pub number: usize,
    /// Cells from column A to the last one with content.
    pub cells: Vec<SheetCell>,
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetCell {
    /// Its content as text: numbers as plain decimals, dates as `2025-03-01`, times as `08:30:00`.
    pub text: String,
    /// What the file says it is.
    pub kind: CellKind,
    /// The value is the result of a formula as it was last saved.
    pub formula: bool,
    /// Shown as a percentage: `0.125` is shown as 12.5%.
    pub percent: bool,
    /// A number of more than 15 digits: Excel has replaced the others by zeros.
    pub digits_lost: bool,
    /// The merged region it belongs to, by its position in [`Sheet::merges`]. All its cells have the first one's value.
    pub merge: Option<usize>,
}

/// What a file says a cell is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum CellKind {
    /// Nothing. With [`SheetCell::formula`]: a formula whose result was never saved.
    #[default]
    Empty,
    /// Text; every cell of a CSV file.
    Text,
    /// A number.
    Number,
    /// A date, with or without time.
    Date,
    /// A time of day or a duration.
    Time,
    /// `TRUE` or `FALSE`.
    Boolean,
    /// An error such as `#DIV/0!`.
    Error,
}

impl SheetCell {
    /// A text cell.
    pub fn text(text: impl Into<String>) -> SheetCell {
        let text = text.into();
        let kind = if text.is_empty() { CellKind::Empty } else { CellKind::Text };
        SheetCell { text, kind, ..SheetCell::default() }
    }

    /// Whether it has neither content nor a formula.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && !self.formula
    }

    /// What an importer must tell about the cell, if anything, as a clause for a sentence that names its place.
    pub fn warning(&self) -> Option<&'static str> {
        match self.kind {
            CellKind::Error => Some("公式出错，没有可用的值"),
            CellKind::Empty if self.formula => Some("公式还没有算出结果，请用 Excel 或 WPS 打开保存一次"),
            _ if self.digits_lost => Some("数字超过 15 位，Excel 已把后面的位数改成 0，请把这一列设为文本格式后重填"),
            _ => None,
        }
    }
}

impl Sheet {
    /// The cell at a row number and a column (from 0); an empty one where there is nothing.
    pub fn cell(&self, row_number: usize, column: usize) -> Option<&SheetCell> {
        let row = self.rows.binary_search_by_key(&row_number, |row| row.number).ok()?;
        self.rows.get(row)?.cells.get(column)
    }

    /// In words, what a merged cell was merged with: “第3行与第2行的单元格合并”. `None` for the region's first cell.
    pub fn merge_words(&self, row_number: usize, column: usize) -> Option<String> {
        let merge = self.merges.get(self.cell(row_number, column)?.merge?)?;
        merge.words(row_number, column)
    }
}

/// The name of a column: A, B … Z, AA.
pub fn column_name(column: usize) -> String {
    let mut name = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        name.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    name.iter().rev().collect()
}

/// Reads a table file. The name is used for words only; what it is, its content says.
pub fn read_table(name: &str, bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
    limits.check_size(bytes)?;
    match sniff(bytes) {
        FileKind::Xlsx => workbook::read_xlsx(bytes, limits),
        FileKind::OldExcel => workbook::read_xls(bytes, limits),
        FileKind::Text => csv::read_csv(name, bytes, limits),
        found => Err(refuse(name, found, Wanted::Table)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_excel_names_them() {
        let expected = [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")];
        for (column, name) in expected {
            assert_eq!(column_name(column), name);
        }
    }
}
