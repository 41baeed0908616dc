//! Merged regions: their value stands in every cell, and each cell says which region it belongs to.

use super::{Sheet, SheetCell, column_name};

/// A merged region; rows from 1, columns from 0, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// First row.
    pub first_row: usize,
    /// Last row.
    pub last_row: usize,
    /// First column.
    pub first_column: usize,
    /// Last column.
    pub last_column: usize,
}

impl Merge {
    /// The region as Excel writes it: `B2:B3`.
    pub fn reference(&self) -> String {
        format!("{}{}:{}{}", column_name(self.first_column), self.first_row, column_name(self.last_column), self.last_row)
    }

    /// What a cell of the region was merged with; `None` for the first cell.
    pub(super) fn words(&self, row: usize, column: usize) -> Option<String> {
        if row > self.first_row {
            Some(format!("第{row}行与第{}行的单元格合并", self.first_row))
        } else if column > self.first_column {
            Some(format!("{}列与{}列的单元格合并", column_name(column), column_name(self.first_column)))
        } else {
            None
        }
    }
}

/// Puts the first cell's value into every cell of a region, in the rows that have content of their own and no further to
/// the right than the sheet's content reaches.
pub(super) fn repeat_merged_values(sheet: &mut Sheet, cells_max: usize) {
    let width = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut filled = 0;
    for (index, merge) in sheet.merges.clone().into_iter().enumerate() {
        let first = sheet.cell(merge.first_row, merge.first_column).cloned().unwrap_or_default();
        let from = sheet.rows.partition_point(|row| row.number < merge.first_row);
        let rows = sheet.rows.iter_mut().skip(from).take_while(|row| row.number <= merge.last_row);
        for row in rows {
            let reaches = (merge.last_column + 1).min(width);
            for column in merge.first_column..reaches {
                filled += 1;
                if filled > cells_max {
                    return;
                }
                while row.cells.len() <= column {
                    row.cells.push(SheetCell::default());
                }
                if let Some(cell) = row.cells.get_mut(column) {
                    *cell = SheetCell { merge: Some(index), ..first.clone() };
                }
            }
        }
    }
}
