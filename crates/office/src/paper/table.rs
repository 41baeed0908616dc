//! Tables inside a document. Rows may be ragged: nothing of a longer row is lost, a shorter one is filled up.

use serde::{Deserialize, Serialize};

use super::Run;

/// A table with one header row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Table {
    /// Title above the table.
    pub caption: Option<String>,
    /// Unit above the right corner, e.g. “单位：万元”.
    pub unit_note: Option<String>,
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The rows under the header.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Text of the header cell.
    pub title: String,
    /// How the cells under it are set; the header cell is always centred.
    #[serde(default)]
    pub align: Align,
    /// Width in proportion to the other columns; 0 counts as 1.
    pub width: u16,
}

/// Alignment of cells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// Words.
    #[default]
    Left,
    /// Short codes and states.
    Center,
    /// Figures.
    Right,
}

/// A row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Row {
    /// The cells, left to right.
    pub cells: Vec<Vec<Run>>,
    /// Set bold: totals.
    pub strong: bool,
}

impl Column {
    /// A column.
    pub fn new(title: impl Into<String>, align: Align, width: u16) -> Column {
        Column { title: title.into(), align, width }
    }
}

impl Row {
    /// A row of plain texts.
    pub fn of_texts<T: Into<String>>(cells: impl IntoIterator<Item = T>) -> Row {
        Row { cells: cells.into_iter().map(|text| vec![Run::text(text)]).collect(), strong: false }
    }

    /// The content of a cell; empty beyond the row's end.
    pub fn cell(&self, column: usize) -> &[Run] {
        self.cells.get(column).map_or(&[], Vec::as_slice)
    }
}

impl Table {
    /// The columns that are printed: those declared, and as many without a title as the longest row needs.
    pub fn printed_columns(&self) -> Vec<Column> {
        let longest = self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let mut columns = self.columns.clone();
        while columns.len() < longest {
            columns.push(Column::new("", Align::Left, 1));
        }
        columns
    }

    /// Splits `total` (in any small unit) over the printed columns in proportion to their widths; the parts add up to it.
    pub fn column_widths(&self, total: usize) -> Vec<usize> {
        let weights: Vec<usize> = self.printed_columns().iter().map(|column| usize::from(column.width.max(1))).collect();
        let sum: usize = weights.iter().sum();
        let mut before = 0;
        let mut given = 0;
        let mut widths = Vec::with_capacity(weights.len());
        for weight in weights {
            before += weight;
            let edge = total * before / sum;
            widths.push(edge - given);
            given = edge;
        }
        widths
    }
}
