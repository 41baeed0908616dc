//! Tables whose cells are parted by single blanks, told from lists, poems and prose by the lines that follow the heading.
//!
//! A line is a heading only where it is made of names and the next lines fit it cell by cell. It must never take a line that
//! may be anything else: a figure made up is worse than one overlooked.

use super::caption::is_year;
use super::column::{self, Column, Role};
use super::row::number;
use super::split::{Part, fields, may_be_fields};
use super::unit::is_unit;
use super::without_blanks;

const HEADING_CHARS_MAX: usize = 20;
const NAME_CHARS_MAX: usize = 24;
/// Rows looked at below a heading.
const AHEAD_MAX: usize = 4;
/// Rows that show a table where nothing but their form does.
pub(super) const ROWS_PLAIN_MIN: usize = 3;
/// Words a name may be copied apart into.
const NAME_PIECES_MAX: usize = 3;

/// The columns, if the line is the heading of a table parted by blanks; `rest` is the text below it.
pub(super) fn heading(line: &str, rest: &str, unit: Option<&str>) -> Option<Vec<Column>> {
    if !may_be_fields(line) {
        return None;
    }
    let mut columns = heading_columns(&fields(line)?, unit)?;
    let first = rest.split_inclusive('\n').take(2).find(|l| !l.trim().is_empty());
    if let Some(cells) = first.and_then(fields).filter(|cells| cells.len() == columns.len()) {
        words_are_remarks(&mut columns, &cells);
    }
    (column::is_heading(&columns) && enough_rows(&columns, rest)).then_some(columns)
}

/// The columns, if the cells are names of columns and the first ones name the rows.
pub(super) fn heading_columns(cells: &[Part], unit: Option<&str>) -> Option<Vec<Column>> {
    let years = years(cells);
    if !cells.iter().all(|c| is_name_of_column(c.text) || years && is_year(c.text)) {
        return None;
    }
    let columns = column::columns(cells, unit);
    let named = match columns.first()?.role {
        Role::Name => true,
        Role::Ordinal => columns.get(1).is_some_and(|c| c.role == Role::Name),
        _ => false,
    };
    named.then_some(columns)
}

/// 所属行业 over 新材料: a column without figures tells about the row.
pub(super) fn words_are_remarks(columns: &mut [Column], first: &[Part]) {
    for (column, cell) in columns.iter_mut().zip(first) {
        let says_figures = column.own_unit || !column.period.is_empty();
        let word = cell.text.starts_with(crate::span::is_han) && !is_missing(cell.text);
        if column.role == Role::Value && !says_figures && word {
            column.role = Role::Text;
        }
    }
}

/// 指标 2022 2023 2024: years in order head the columns.
pub(super) fn years(cells: &[Part]) -> bool {
    let years: Vec<&str> = cells.iter().skip(1).map(|c| c.text).filter(|t| is_year(t)).collect();
    let numbers = cells.iter().filter(|c| number(c.text).is_some()).count();
    let in_order = |by: fn(&str, &str) -> bool| years.windows(2).all(|w| by(w[0], w[1]));
    years.len() >= 2 && years.len() == numbers && (in_order(|a, b| a < b) || in_order(|a, b| a > b))
}

pub(super) fn is_name_of_column(text: &str) -> bool {
    let mut depth = 0usize;
    let mut letters = false;
    for c in text.chars() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            '%' | '％' | '/' | '±' | '-' | '—' | '–' | '~' | '&' | '+' => {}
            _ if depth > 0 => {}
            _ if c.is_alphanumeric() || super::split::is_blank(c) => letters |= c.is_alphabetic(),
            _ => return false,
        }
    }
    let han = text.chars().any(crate::span::is_han);
    let short_letters = text.len() <= 6 && text.bytes().all(|b| b.is_ascii_uppercase());
    letters && (han || short_letters) && text.chars().count() <= HEADING_CHARS_MAX && number(text).is_none()
}

fn enough_rows(columns: &[Column], rest: &str) -> bool {
    let mut evidence = Evidence::default();
    let mut gap = false;
    for line in rest.split_inclusive('\n').take(2 * AHEAD_MAX) {
        if line.trim().is_empty() {
            if std::mem::replace(&mut gap, true) {
                break;
            }
            continue;
        }
        gap = false;
        let Some(cells) = row_exactly(line, columns) else { break };
        evidence.see(columns, &cells);
        if evidence.rows == AHEAD_MAX {
            break;
        }
    }
    evidence.suffices(columns)
}

/// What the rows below a heading show.
#[derive(Default)]
pub(super) struct Evidence {
    pub rows: usize,
    sum: bool,
    /// A cell of the column of units is none.
    unit_unknown: bool,
}

impl Evidence {
    pub fn see(&mut self, columns: &[Column], cells: &[Part]) {
        self.rows += 1;
        self.sum |= cells.iter().take(2).any(|c| is_sum(&without_blanks(c.text)));
        self.unit_unknown |= columns.iter().zip(cells).any(|(c, cell)| c.role == Role::Unit && !is_unit(cell.text));
    }

    /// Whether the rows are enough to tell a table from lines that only look like one.
    fn suffices(&self, columns: &[Column]) -> bool {
        self.rows_min(columns).is_some_and(|min| self.rows >= min)
    }

    /// How many rows show a table under such a heading; of persons and teams without units none do.
    pub fn rows_min(&self, columns: &[Column]) -> Option<usize> {
        let has = |role: Role| columns.iter().any(|c| c.role == role);
        let values = || columns.iter().filter(|c| c.is_value());
        let units_all = has(Role::Unit) && !self.unit_unknown || values().all(|c| c.own_unit || c.is_ratio());
        let unit_some = has(Role::Unit) || values().any(|c| c.own_unit);
        let people = columns.iter().any(|c| c.role == Role::Name && column::names_people(&c.heading));
        let said = unit_some || self.sum || values().any(|c| c.role != Role::Value || !c.period.is_empty());
        let named = columns.iter().any(|c| c.role == Role::Name && column::names_rows(&c.heading));
        let rows_min = match (units_all, said || named) {
            (true, _) if unit_some => 1,
            (_, true) => 2,
            _ => ROWS_PLAIN_MIN,
        };
        (!people || unit_some).then_some(rows_min)
    }
}

/// 合计, 总计, 小计.
pub(super) fn is_sum(name: &str) -> bool {
    matches!(name, "合计" | "总计" | "小计" | "共计")
}

/// The cells of a row of a known table. A name that was copied apart is put together again; a sum has no running number.
pub(super) fn row<'t>(line: &'t str, columns: &[Column]) -> Option<Vec<Part<'t>>> {
    let mut cells = fields(line)?;
    let numbered = columns.first().is_some_and(|c| c.role == Role::Ordinal);
    if numbered && cells.first().is_some_and(|c| is_sum(&without_blanks(c.text))) {
        cells.insert(0, Part { text: "", start: cells[0].start });
    }
    let remarks = columns.iter().rev().take_while(|c| c.role == Role::Text).count();
    let name_at = columns.iter().position(|c| c.role == Role::Name)?;
    (columns.len() - remarks..=columns.len()).rev().find_map(|wanted| {
        let surplus = cells.len().checked_sub(wanted).filter(|s| *s < NAME_PIECES_MAX)?;
        let cells = name_joined(line, &cells, name_at, surplus)?;
        fit(&cells, columns).map(|_| cells)
    })
}

/// The cells with `surplus` fields after the name made a part of it.
fn name_joined<'t>(line: &'t str, cells: &[Part<'t>], name_at: usize, surplus: usize) -> Option<Vec<Part<'t>>> {
    let mut cells = cells.to_vec();
    if surplus == 0 {
        return Some(cells);
    }
    let pieces = cells.get(name_at..=name_at + surplus)?;
    if pieces.iter().any(|p| number(p.text).is_some() || is_missing(p.text)) {
        return None;
    }
    let (first, last) = (pieces.first()?, pieces.last()?);
    let name = Part { text: &line[first.start..last.start + last.text.len()], start: first.start };
    cells.splice(name_at..=name_at + surplus, [name]);
    Some(cells)
}

/// Whether a line that does not fit the table is a row all the same: most of its fields are figures.
pub(super) fn is_torn_row(line: &str) -> bool {
    fields(line).is_some_and(|cells| {
        let figures = cells.iter().filter(|c| is_figure(c.text)).count();
        figures >= 2 && figures * 2 >= cells.len()
    })
}

/// The cells of a line that has a cell for every column; remarks at its end may be missing.
fn row_exactly<'t>(line: &'t str, columns: &[Column]) -> Option<Vec<Part<'t>>> {
    let cells = fields(line)?;
    let missing = columns.get(cells.len()..)?;
    let remarks = missing.iter().all(|c| c.role == Role::Text);
    let values = columns.iter().filter(|c| c.is_value()).count();
    let figures = fit(&cells, columns).filter(|_| remarks)?;
    (figures >= 1 && figures * 2 >= values).then_some(cells)
}

/// How many figures a row holds, if each cell fits its column.
pub(super) fn fit(cells: &[Part], columns: &[Column]) -> Option<usize> {
    let fits = |(cell, column): (&Part, &Column)| match column.role {
        Role::Ordinal => cell.text.chars().count() <= 4,
        Role::Name => is_name_of_row(cell.text, column),
        Role::Unit => is_unit(cell.text) || is_missing(cell.text),
        Role::Text => cell.text.chars().count() <= NAME_CHARS_MAX && !cell.text.contains(['。', '；']),
        _ => is_figure(cell.text) || is_missing(cell.text),
    };
    let figures = cells.iter().zip(columns).filter(|(cell, c)| c.is_value() && is_figure(cell.text)).count();
    cells.iter().zip(columns).all(fits).then_some(figures)
}

fn is_name_of_row(text: &str, column: &Column) -> bool {
    if column::names_times(&column.heading) {
        return text.chars().count() <= 12 && text.starts_with(|c: char| c.is_alphanumeric());
    }
    let inner = text.strip_prefix("其中").map_or(text, |t| t.trim_start_matches([':', '：']));
    !inner.is_empty()
        && inner.chars().count() <= NAME_CHARS_MAX
        && inner.chars().any(char::is_alphabetic)
        && !inner.contains(['。', '，', ',', '；', ';', ':', '：', '？', '！', '?', '!', '“', '”'])
        && number(inner).is_none()
}

/// A number that counts something: no code with leading zeros, no telephone number.
pub(super) fn is_figure(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let code = text.len() > 1 && text.starts_with('0') && !text.starts_with("0.");
    !code && digits <= 10 && number(text).is_some()
}

/// A cell that says there is no figure.
pub(super) fn is_missing(text: &str) -> bool {
    matches!(text, "" | "-" | "--" | "—" | "——" | "–" | "/" | "\\" | "…" | "无")
}
