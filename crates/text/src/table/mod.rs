//! Tables that were pasted as text: columns parted by tabs, by bars or by blanks, or one cell a line.
//!
//! A heading row tells what the columns are; each number below it becomes a claim about its row. Lines that only look
//! like a row (a title with wide blanks) are left to the sentence reader.

mod blank;
mod caption;
mod cell_a_line;
mod column;
mod row;
mod split;
mod sum;
mod unit;

use std::borrow::Cow;

use crate::claim::{Cell, Claim, Years};
use crate::section::Tense;
use caption::Caption;
use cell_a_line::{Above, Gaps};
use column::{Column, Role};
use row::{Row, number};
use split::{Part, cells};

/// Where a line stands.
pub(crate) struct RowContext<'a> {
    pub start: usize,
    /// The text below the line.
    pub rest: &'a str,
    pub section: Option<usize>,
    pub tense: Tense,
    pub years: &'a Years,
}

/// What parts the cells of a table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Form {
    /// Tabs, bars or wide blanks.
    #[default]
    Marks,
    /// Blanks of any width.
    Blanks,
    /// The ends of lines.
    Lines(Gaps),
}

/// Keeps the heading row while the rows below it are read.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    columns: Vec<Column>,
    form: Form,
    /// Bytes of the lines below that are cells of a row already read.
    ahead: usize,
    /// Empty lines since the last row.
    gap: usize,
    rows: usize,
    tables: usize,
    sums: sum::Sums,
    /// From a line like 单位:万元 above the table; several are joined by 、.
    unit: Option<String>,
    /// The line above may be the name of a column.
    under_name: bool,
    /// What the line above says.
    caption: Caption,
}

impl Tables {
    /// Reads a line if it belongs to a table; tells whether it did.
    pub fn line(&mut self, line: &str, context: &RowContext, claims: &mut Vec<Claim>) -> bool {
        if self.ahead > 0 {
            self.ahead = self.ahead.saturating_sub(line.len());
            return true;
        }
        if line.trim().is_empty() {
            self.gap += 1;
            if self.form != Form::Marks && self.gap > 1 {
                self.columns.clear();
            }
            return false;
        }
        let gap = std::mem::take(&mut self.gap) > 0;
        if !self.columns.is_empty() && split::is_rule(line) {
            return true;
        }
        if let Form::Lines(gaps) = self.form
            && !self.columns.is_empty()
        {
            if self.cell_a_line(line, gaps, context, claims) {
                return true;
            }
            self.columns.clear();
        }
        if self.form == Form::Blanks && !self.columns.is_empty() {
            if let Some(cells) = blank::row(line, &self.columns) {
                self.row(&cells, line, context, claims);
                return true;
            }
            if blank::is_torn_row(line) {
                self.sums.tear(claims);
                return true;
            }
            self.columns.clear();
        }
        // Tabs keep empty cells apart, blanks cannot.
        let tabs = memchr::memchr(b'\t', line.as_bytes()).is_some();
        if !tabs && let Some(columns) = blank::heading(line, context.rest, self.unit.as_deref()) {
            self.begin(columns, Form::Blanks);
            return true;
        }
        if let Some(cells) = cells(line) {
            return self.marked(&cells, line, context, claims);
        }
        if let Some(heading) = cell_a_line::heading(line, context.rest, self.above(gap)) {
            self.begin(heading.columns, Form::Lines(heading.gaps));
            self.ahead = heading.end - line.len();
            return true;
        }
        self.outside(line)
    }

    /// A line of a table with a cell a line: it begins a row, which is read, or is what is left of a torn one.
    fn cell_a_line(&mut self, line: &str, gaps: Gaps, context: &RowContext, claims: &mut Vec<Claim>) -> bool {
        if let Some(row) = cell_a_line::row(line, context.rest, &self.columns, gaps) {
            self.ahead = row.end - line.len();
            if row.figures > 0 {
                let text = [line, &context.rest[..self.ahead]].concat();
                self.row(&row.cells, &text, context, claims);
            }
            return true;
        }
        if cell_a_line::is_torn(line, context.rest, gaps) {
            self.sums.tear(claims);
        }
        cell_a_line::is_torn_row(line, context.rest, gaps)
    }

    fn above(&self, gap: bool) -> Above<'_> {
        Above { unit: self.unit.as_deref(), name: self.under_name, gap }
    }

    /// A line that is no row: it ends the table, and may stand above the next one.
    fn outside(&mut self, line: &str) -> bool {
        self.columns.clear();
        self.under_name = cell_a_line::may_name_a_column(line);
        let unit = unit::unit_line(line);
        let alone = unit.as_ref().is_some_and(|(_, alone)| *alone);
        if !alone {
            self.caption = caption::caption(line);
        }
        self.unit = unit.map(|(unit, _)| unit);
        alone
    }

    /// A row by its tabs, bars or wide blanks.
    fn marked(&mut self, cells: &[Part], line: &str, context: &RowContext, claims: &mut Vec<Claim>) -> bool {
        let numbers = cells.iter().skip(1).filter(|c| number(c.text).is_some()).count();
        let years = self.columns.is_empty() && blank::years(cells);
        if !self.columns.is_empty() && numbers > 0 {
            self.row(cells, line, context, claims);
            return true;
        }
        // A row without a heading above it is none.
        let columns = column::columns(cells, self.unit.as_deref());
        let heading = (numbers == 0 || years) && column::is_heading(&columns);
        if heading {
            self.begin(columns, Form::Marks);
        }
        heading
    }

    fn begin(&mut self, columns: Vec<Column>, form: Form) {
        self.columns = columns;
        self.form = form;
        self.under_name = false;
        self.tables += 1;
        self.rows = 0;
        self.sums = sum::Sums::of(self.tables);
    }

    fn row(&mut self, cells: &[Part], line: &str, context: &RowContext, claims: &mut Vec<Claim>) {
        self.rows += 1;
        let name_at = self.columns.iter().position(|c| c.role == Role::Name).unwrap_or(0);
        let Some(name) = cells.get(name_at).map(|c| without_blanks(c.text)) else { return };
        if name.is_empty() {
            return;
        }
        let among = name.strip_prefix("其中").map(|n| n.trim_start_matches([':', '：'])).filter(|n| !n.is_empty());
        let name = among.unwrap_or(&name);
        let unit_at = self.columns.iter().position(|c| c.role == Role::Unit);
        let row = Row {
            line,
            name,
            unit: unit_at.and_then(|u| cells.get(u)).map(|c| c.text),
            caption: &self.caption,
            among: among.is_some(),
            context,
        };
        let sum_row = !self.sums.is_torn() && (blank::is_sum(name) || ["全县", "全市", "全区"].contains(&name));
        let first = claims.len();
        for (i, cell) in cells.iter().enumerate() {
            let Some(column) = self.columns.get(i).filter(|c| c.is_value()) else { continue };
            let Some(q) = number(cell.text) else { continue };
            let place = Cell { table: self.tables, row: self.rows, column: i, sum_row };
            claims.push(row::claim(&row, column, &q, cell, place));
        }
        self.sums.link(claims, first);
    }
}

/// 合 计 is 合计: blanks between characters of a name go, those between words of another script stay.
fn without_blanks(name: &str) -> Cow<'_, str> {
    if !name.contains(split::is_blank) {
        return Cow::Borrowed(name);
    }
    let mut out = String::with_capacity(name.len());
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        let between_letters =
            out.ends_with(|l: char| l.is_ascii_alphanumeric()) && chars.peek().is_some_and(char::is_ascii_alphanumeric);
        if !split::is_blank(c) || between_letters {
            out.push(c);
        }
    }
    Cow::Owned(out)
}
