//! The claims of a row: what each cell counts, in which unit, of which time, and as part of which sum.

use rust_decimal::Decimal;

use super::RowContext;
use super::caption::Caption;
use super::column::{self, Column, Role};
use super::split::Part;
use super::unit::{is_unit, unit_in, without_unit};
use crate::claim::{Aspect, Cell, Claim, Comparing, Comparison, Status, level, names_body, stands, suspect};
use crate::measure::{self, Kind};
use crate::quantity::{self, Quantity, interval};
use crate::section::Tense;
use crate::span::Span;

/// A quote is not longer than so many characters.
const QUOTE_CHARS_MAX: usize = 60;

/// A row with what its cells share.
pub(super) struct Row<'a> {
    pub line: &'a str,
    pub name: &'a str,
    /// From the column of units.
    pub unit: Option<&'a str>,
    /// What stands above the table.
    pub caption: &'a Caption,
    /// It begins with 其中.
    pub among: bool,
    pub context: &'a RowContext<'a>,
}

/// A cell that is nothing but a number, with or without its unit.
pub(super) fn number(cell: &str) -> Option<Quantity> {
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

/// What a cell says.
pub(super) fn claim(row: &Row, column: &Column, q: &Quantity, cell: &Part, place: Cell) -> Claim {
    let unit = unit(row, column, q);
    let subject = column::subject(column, &name_with_things(row));
    let word = measure::exact(measure::split(&unit).1);
    let exact = word.is_none_or(|m| matches!(m.kind, Kind::Count | Kind::Person))
        && measure::split(&unit).0 == 1
        && q.precision == Decimal::ONE;
    let (low, high) = q.value.map_or((None, None), |v| interval(v, q.upper, q.precision, q.rounding, q.approx, exact));
    let end = cell.start + cell.text.len();
    let from = row.context.start;
    let years = Quantity { measure: word, ..q.clone() };
    let planned = column.role == Role::Target
        || column.role == Role::Value && row.caption.tense.unwrap_or(row.context.tense) == Tense::Plan;
    Claim {
        value: q.value,
        low,
        high,
        approx: q.approx.map(|a| a.word.to_owned()),
        aspect: match column.aspect(&subject, word.map(|m| m.kind)) {
            Aspect::Flow if exact && !unit.ends_with('次') && (names_body(&row.caption.things) || stands(&subject)) => {
                Aspect::Stock
            }
            own => own,
        },
        status: if planned { Status::Target } else { Status::Actual },
        period: period(row, column),
        level: level(&subject),
        part_of: None,
        comparison: comparison(column, q.value),
        suspect: suspect(&years, cell.text, false, row.context.years),
        quote: quote(&row.line[..end]),
        span: Span::new(from + cell.start, from + end),
        quote_span: Span::new(from + row.line.len() - row.line.trim_start().len(), from + end),
        chars: Span::default(),
        section: row.context.section,
        sentence: 0,
        verb: String::new(),
        object: row.name.to_owned(),
        total: place.sum_row,
        among: row.among,
        listed: None,
        cell: Some(place),
        subject,
        unit,
    }
}

/// 市级 in a table of 农业科技园区 is 市级农业科技园区.
fn name_with_things(row: &Row) -> String {
    let name = without_unit(row.name);
    let things = &row.caption.things;
    let level = name.ends_with('级') && name.chars().count() <= 4;
    match name {
        _ if things.is_empty() => name.to_owned(),
        "总数" => format!("{things}{name}"),
        _ if level => format!("{name}{things}"),
        _ => name.to_owned(),
    }
}

fn unit(row: &Row, column: &Column, q: &Quantity) -> String {
    if !q.unit.is_empty() {
        return q.unit.clone();
    }
    if column.is_ratio() {
        return column.unit.clone().filter(|_| column.own_unit).unwrap_or_else(|| "%".to_owned());
    }
    let by_row = row.unit.filter(|u| is_unit(u)).map(str::to_owned);
    let in_name = unit_in(row.name).map(str::to_owned);
    by_row.or(in_name).or_else(|| column.unit.clone()).unwrap_or_default()
}

/// The time of the column, else of the row, else of the caption; 年度 and 本年 are the caption's year.
fn period(row: &Row, column: &Column) -> String {
    let caption = row.caption.period.as_deref().unwrap_or("");
    match column.period.as_str() {
        "" if column::is_time(row.name) => row.name.trim_end_matches('年').to_owned(),
        "" => caption.to_owned(),
        "年度" | "本年" | "本年度" | "全年" | "当年" if !caption.is_empty() => caption.chars().take(4).collect(),
        own => own.to_owned(),
    }
}

/// The row up to the cell, without its frame; of a long row the end.
fn quote(row: &str) -> String {
    let words: Vec<&str> =
        row.split(|c: char| c.is_whitespace() || matches!(c, '|' | '｜' | '│')).filter(|w| !w.is_empty()).collect();
    let mut quote = words.join(" ");
    let surplus = quote.chars().count().saturating_sub(QUOTE_CHARS_MAX);
    if let Some((at, _)) = quote.char_indices().nth(surplus) {
        quote.drain(..at);
    }
    quote
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
