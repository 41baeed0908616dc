//! Tables that were pasted as text: columns parted by tabs, by | or by several blanks.
//!
//! A heading row tells what the columns are; each number below it becomes a claim about its row. Lines that only look
//! like a row (a title with wide blanks) are left to the sentence reader.

mod column;

use rust_decimal::Decimal;

use crate::claim::{Cell, Claim, Comparing, Comparison, Status, Years, level, suspect};
use crate::measure::{self, Kind};
use crate::quantity::{self, Quantity, interval};
use crate::section::Tense;
use crate::span::Span;
use column::{Column, Role};

/// Where a line stands.
pub(crate) struct RowContext<'a> {
    pub start: usize,
    pub section: Option<usize>,
    pub tense: Tense,
    pub years: &'a Years,
}

/// Keeps the heading row while the rows below it are read.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    columns: Vec<Column>,
    rows: usize,
    tables: usize,
    /// From a line like 单位:万元 above the table.
    unit: Option<String>,
}

const CELLS_MIN: usize = 3;
const CELLS_MAX: usize = 64;

impl Tables {
    /// Reads a line if it belongs to a table; tells whether it did.
    pub fn line(&mut self, line: &str, context: &RowContext, claims: &mut Vec<Claim>) -> bool {
        let Some(cells) = cells(line) else {
            if !line.trim().is_empty() {
                self.columns.clear();
                self.unit = unit_line(line);
            }
            return self.unit.is_some() && unit_line(line).is_some();
        };
        let numbers = cells.iter().skip(1).filter(|c| number(c.text).is_some()).count();
        if self.columns.is_empty() || numbers == 0 {
            let columns = column::columns(&cells, self.unit.as_deref());
            if numbers == 0 && column::is_heading(&columns) {
                self.columns = columns;
                self.tables += 1;
                self.rows = 0;
                return true;
            }
            // A row without a heading above it: a table only if all but its name are numbers.
            return false;
        }
        self.row(&cells, line, context, claims);
        true
    }

    fn row(&mut self, cells: &[Part], line: &str, context: &RowContext, claims: &mut Vec<Claim>) {
        self.rows += 1;
        let name_at = self.columns.iter().position(|c| c.role == Role::Name).unwrap_or(0);
        let Some(name) = cells.get(name_at).map(|c| c.text) else { return };
        if name.is_empty() {
            return;
        }
        let unit_column = self.columns.iter().position(|c| c.role == Role::Unit).and_then(|u| cells.get(u)).map(|c| c.text);
        let sum_row = ["合计", "总计", "小计", "全县", "全市", "全区"].contains(&name);
        for (i, cell) in cells.iter().enumerate() {
            let Some(column) = self.columns.get(i).filter(|c| c.is_value()) else { continue };
            let Some(q) = number(cell.text) else { continue };
            let place = Cell { table: self.tables, row: self.rows, column: i, sum_row };
            claims.push(claim(column, name, unit_column, &q, cell, place, line, context));
        }
    }
}

/// A cell with its place in the line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'t> {
    pub text: &'t str,
    pub start: usize,
}

/// The cells of a line that has the form of a row.
fn cells(line: &str) -> Option<Vec<Part<'_>>> {
    let body = line.trim_end_matches(['\n', '\r']);
    let parts: Vec<Part> = if memchr::memchr(b'\t', body.as_bytes()).is_some() {
        split(body, |c| c == '\t')
    } else if memchr::memchr_iter(b'|', body.as_bytes()).take(2).count() >= 2 {
        let inner = body.trim().trim_start_matches('|').trim_end_matches('|');
        let offset = inner.as_ptr() as usize - body.as_ptr() as usize;
        split(inner, |c| c == '|').into_iter().map(|p| Part { start: p.start + offset, ..p }).collect()
    } else if memchr::memmem::find(body.as_bytes(), b"  ").is_some()
        || memchr::memmem::find(body.as_bytes(), "　".as_bytes()).is_some()
    {
        by_blanks(body)
    } else {
        return None;
    };
    let prose = parts.iter().any(|p| p.text.chars().count() > 40 || p.text.contains(['。', '；', ';']));
    ((CELLS_MIN..=CELLS_MAX).contains(&parts.len()) && !prose).then_some(parts)
}

fn split(text: &str, by: impl Fn(char) -> bool) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| by(*c)) {
        parts.push(part(text, start, at));
        start = at + c.len_utf8();
    }
    parts.push(part(text, start, text.len()));
    parts
}

fn part(text: &str, start: usize, end: usize) -> Part<'_> {
    let raw = &text[start..end];
    let trimmed = raw.trim();
    Part { text: trimmed, start: start + (raw.len() - raw.trim_start().len()) }
}

/// Two or more blanks part two cells.
fn by_blanks(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut start: Option<usize> = None;
    let mut end = 0;
    let mut blanks = 0;
    for (at, c) in text.char_indices() {
        if matches!(c, ' ' | '　' | '\u{a0}') {
            blanks += if c == '　' { 2 } else { 1 };
            continue;
        }
        if blanks >= 2
            && let Some(s) = start.take()
        {
            parts.push(part(text, s, end));
        }
        blanks = 0;
        start.get_or_insert(at);
        end = at + c.len_utf8();
    }
    if let Some(s) = start {
        parts.push(part(text, s, end));
    }
    parts
}

/// A cell that is nothing but a number, with or without its unit.
fn number(cell: &str) -> Option<Quantity> {
    let digits = cell.strip_prefix(['-', '−', '↓', '↑', '+', '＋']).unwrap_or(cell);
    if !digits.starts_with(crate::numeral::is_arabic_digit) {
        return None;
    }
    match quantity::read(cell, cell.len() - digits.len())? {
        quantity::Reading::Quantity(q) if q.end == cell.len() => {
            let negative = cell.starts_with(['-', '−', '↓']);
            Some(Quantity { value: q.value.map(|v| if negative { -v } else { v }), ..q })
        }
        _ => None,
    }
}

/// 单位:万元 above a table.
fn unit_line(line: &str) -> Option<String> {
    let rest = line.trim().trim_start_matches(['(', '（']).strip_prefix("单位")?.trim_start().strip_prefix([':', '：'])?;
    let unit = rest.trim().trim_end_matches([')', '）']).split([',', '，', '、', ';', ' ']).next()?.trim();
    is_unit(unit).then(|| unit.to_owned())
}

/// Whether a text is a unit: 万元, 家, %.
pub(super) fn is_unit(text: &str) -> bool {
    let (_, word) = measure::split(text);
    measure::exact(word).is_some() || text.split('/').all(|p| measure::exact(measure::split(p).1).is_some())
}

#[allow(clippy::too_many_arguments)] // a cell, its row, its column, put together once
fn claim(
    column: &Column,
    name: &str,
    unit_column: Option<&str>,
    q: &Quantity,
    cell: &Part,
    place: Cell,
    line: &str,
    context: &RowContext,
) -> Claim {
    let ratio = matches!(column.role, Role::Completion | Role::Growth | Role::Share);
    let unit = if !q.unit.is_empty() {
        q.unit.clone()
    } else if ratio {
        "%".to_owned()
    } else {
        let by_row = unit_column.filter(|u| is_unit(u)).map(str::to_owned);
        let in_name = column::unit_in(name).map(str::to_owned);
        by_row.or(in_name).or_else(|| column.unit.clone()).unwrap_or_default()
    };
    let subject = column::subject(column, column::without_unit(name));
    let word = measure::exact(measure::split(&unit).1);
    let exact = word.is_none_or(|m| matches!(m.kind, Kind::Count | Kind::Person))
        && measure::split(&unit).0 == 1
        && q.precision == Decimal::ONE;
    let (low, high) = q.value.map_or((None, None), |v| interval(v, q.upper, q.precision, q.rounding, q.approx, exact));
    let quote: String = line.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(60).collect();
    let start = context.start + cell.start;
    let years = Quantity { measure: word, ..q.clone() };
    Claim {
        value: q.value,
        low,
        high,
        approx: q.approx.map(|a| a.word.to_owned()),
        aspect: column.aspect(&subject, word.map(|m| m.kind)),
        status: if column.role == Role::Target || column.role == Role::Value && context.tense == Tense::Plan {
            Status::Target
        } else {
            Status::Actual
        },
        period: column.period.clone(),
        level: level(&subject),
        part_of: None,
        comparison: comparison(column, q.value),
        suspect: suspect(&years, cell.text, false, context.years),
        quote,
        span: Span::new(start, start + cell.text.len()),
        quote_span: Span::new(context.start, context.start + line.trim_end().len()),
        chars: Span::default(),
        section: context.section,
        sentence: 0,
        verb: String::new(),
        object: name.to_owned(),
        total: place.sum_row,
        among: false,
        listed: None,
        cell: Some(place),
        subject,
        unit,
    }
}

fn comparison(column: &Column, value: Option<Decimal>) -> Option<Comparison> {
    let (comparing, against) = match column.role {
        Role::Completion => (Comparing::Completion, crate::Against::Plan),
        Role::Growth if value.is_some_and(|v| v < Decimal::ZERO) => (Comparing::Fall, crate::Against::LastYear),
        Role::Growth => (Comparing::Rise, crate::Against::LastYear),
        Role::Share => (Comparing::Share, crate::Against::Whole),
        Role::Rank => (Comparing::Rank, crate::Against::Others),
        _ => return None,
    };
    Some(Comparison { comparing, against, base: None })
}
