//! Which cells are parts of a sum: those of the other rows, where the table has one row 合计 and nothing in between.

use crate::claim::{Aspect, Cell, Claim};

/// What the rows of a table so far tell of its sums.
#[derive(Debug, Default)]
pub(super) struct Sums {
    table: usize,
    /// Subtotals or 其中: which rows make up the sum is not said.
    nested: bool,
    rows: usize,
    /// The claims of the sum row, where it is the first one: its place among the claims and how many they are.
    first: Option<(usize, usize)>,
    done: bool,
    torn: bool,
}

impl Sums {
    /// Of a table that begins.
    pub fn of(table: usize) -> Self {
        Self { table, ..Self::default() }
    }

    /// Makes the cells of a new row, the claims from `first` on, parts of the sum above, or all rows above parts of them.
    pub fn link(&mut self, claims: &mut [Claim], first: usize) {
        let Some(row) = claims.get(first) else { return };
        self.rows += 1;
        let total = matches!(row.object.as_str(), "合计" | "总计" | "共计");
        self.nested |= row.among || row.total && !total;
        if self.nested || self.done || self.torn {
            return;
        }
        if !total {
            self.link_to_first(claims, first);
        } else if self.rows == 1 {
            self.first = Some((first, claims.len()));
        } else {
            self.done = true;
            if self.first.is_none() {
                link_above(claims, first);
            }
        }
    }

    /// A row could not be read: no sum of this table can be checked.
    pub fn tear(&mut self, claims: &mut [Claim]) {
        self.torn = true;
        let (from, to) = self.first.take().unwrap_or_default();
        for claim in claims.get_mut(from..to).unwrap_or_default() {
            // Claims handed out meanwhile have left their places to others.
            claim.cell = claim.cell.map(|c| Cell { sum_row: c.sum_row && c.table != self.table, ..c });
        }
    }

    /// Whether a row could not be read.
    pub const fn is_torn(&self) -> bool {
        self.torn
    }

    /// The row is a part of the sum at the head of the table.
    fn link_to_first(&self, claims: &mut [Claim], first: usize) {
        let Some((from, to)) = self.first else { return };
        for number in first..claims.len() {
            let whole = (from..to.min(first)).find(|&w| claims[w].total && is_part(&claims[number], &claims[w]));
            claims[number].part_of = whole;
        }
    }
}

/// All rows above are parts of the sum, unless there is but one.
fn link_above(claims: &mut [Claim], first: usize) {
    let table = claims[first].cell.map(|c| c.table);
    let begin = claims[..first].iter().rposition(|c| c.cell.map(|c| c.table) != table).map_or(0, |at| at + 1);
    let rows = |c: &[Claim]| c.last().and_then(|l| l.cell).map(|l| l.row) != c.first().and_then(|f| f.cell).map(|f| f.row);
    if !rows(&claims[begin..first]) {
        return;
    }
    for number in begin..first {
        let whole = (first..claims.len()).find(|&w| is_part(&claims[number], &claims[w]));
        claims[number].part_of = whole;
    }
}

/// Cells of one column that can be added.
fn is_part(part: &Claim, whole: &Claim) -> bool {
    let additive = |c: &Claim| matches!(c.aspect, Aspect::Flow | Aspect::Stock) && c.value.is_some();
    let place = |c: &Claim| c.cell.map(|c| (c.table, c.column));
    place(part) == place(whole) && part.unit == whole.unit && part.status == whole.status && additive(part) && additive(whole)
}
