//! Tables that arrive with one cell a line, as PDF viewers, web pages and LibreOffice give them; sometimes a bar ends each line.
//!
//! Nothing in a line shows that it is a cell. What shows it is the count: so many names, then rows of as many lines, a name and
//! its figures each, and no figure left over. It must never take prose, lists of names or telephones, contents or dates.

use super::blank::{
    Evidence, ROWS_PLAIN_MIN, fit, heading_columns, is_figure, is_missing, is_name_of_column, is_sum, words_are_remarks,
};
use super::caption::is_year;
use super::column::{self, Column, Role};
use super::split::{BARS, Part};
use super::unit::is_unit;
use super::without_blanks;

const COLUMNS_MIN: usize = 3;
const COLUMNS_MAX: usize = 16;
const CELL_BYTES_MAX: usize = 96;
/// With its bar and blanks.
const LINE_BYTES_MAX: usize = CELL_BYTES_MAX + 24;
/// What is longer stands above a table, not over a column of one.
const NAME_CHARS_MAX: usize = 12;
/// Rows looked at below a heading.
const AHEAD_MAX: usize = 8;
const ROWS_MIN: usize = 2;
/// Rows wanted where a column holds words its heading does not announce.
const ROWS_WITH_WORDS_MIN: usize = 3;
/// A table that stops is torn where a figure stands alone within so many lines.
const TORN_LINES: usize = 3;
/// Figures of so many digits and more in a column without a unit are telephone numbers.
const PHONE_DIGITS_MIN: usize = 7;

/// A heading, and where its last line ends, counted from the beginning of its first.
pub(super) struct Heading {
    pub columns: Vec<Column>,
    pub gaps: Gaps,
    pub end: usize,
}

/// Where empty lines stand that are no empty cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gaps {
    None,
    BetweenRows,
    BetweenCells,
}

/// A row, and where its last line ends, counted from the beginning of its first.
pub(super) struct Row<'t> {
    pub cells: Vec<Part<'t>>,
    pub figures: usize,
    pub end: usize,
}

/// A line as a cell.
#[derive(Clone, Copy)]
struct Line<'t> {
    cell: Part<'t>,
    /// Where the line ends.
    end: usize,
    empty: bool,
}

/// What stands above a line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Above<'a> {
    /// The unit of the whole table.
    pub unit: Option<&'a str>,
    /// A line that may be the name of a column itself.
    pub name: bool,
    /// An empty line.
    pub gap: bool,
}

/// The heading that begins with this line, if the lines below it, `rest`, prove one.
pub(super) fn heading(line: &str, rest: &str, above: Above) -> Option<Heading> {
    // Asked of every line, and most are long.
    if line.len() > LINE_BYTES_MAX || !can_head(&lines(line, "").next()?) {
        return None;
    }
    let spread = lines("", rest).nth(1)?.empty;
    let gaps = if spread { Gaps::BetweenCells } else { Gaps::None };
    let names = cells(line, rest, gaps).take(COLUMNS_MAX + 3).position(|l| !can_head(&l))?;
    if names < COLUMNS_MIN {
        return None;
    }
    let ahead: Vec<Line> = cells(line, rest, gaps).take((AHEAD_MAX + 1) * (names + 1) + 2).collect();
    if !ahead.get(names).is_some_and(|l| l.empty || is_cell_of_value(l.cell.text)) {
        return None;
    }
    let above = Above { name: above.name && (spread || !above.gap), ..above };
    (COLUMNS_MIN..=names.min(COLUMNS_MAX)).find_map(|k| {
        let gaps = if ahead.get(k)?.empty { Gaps::BetweenRows } else { gaps };
        let columns = proven(&ahead, k, above, gaps)?;
        Some(Heading { columns, gaps, end: ahead[k - 1].end })
    })
}

/// The row of a known table that begins with this line.
pub(super) fn row<'t>(line: &'t str, rest: &'t str, columns: &[Column], gaps: Gaps) -> Option<Row<'t>> {
    let ahead: Vec<Line> = cells(line, rest, gaps).take(columns.len() + 1).collect();
    whole(&ahead, columns, gaps)
}

/// Whether a line that begins no table may be the name of a column: short, and no caption.
pub(super) fn may_name_a_column(line: &str) -> bool {
    const CAPTION_ENDS: [&str; 5] = ["表", "情况", "统计", "明细", "如下"];
    if line.len() > LINE_BYTES_MAX {
        return false;
    }
    let name = line.trim().trim_start_matches(BARS).trim_end_matches(BARS).trim();
    let caption = name.contains(|c: char| c.is_ascii_digit()) || CAPTION_ENDS.iter().any(|w| name.ends_with(w));
    name.chars().count() <= NAME_CHARS_MAX && !caption && is_name_of_column(name)
}

/// Whether a line that begins no whole row belongs to a row all the same: a figure, or a name with one below it.
pub(super) fn is_torn_row(line: &str, rest: &str, gaps: Gaps) -> bool {
    goes_on(&cells(line, rest, gaps).take(2).collect::<Vec<_>>())
}

/// Whether figures alone on their lines follow: the table was left before its end.
pub(super) fn is_torn(line: &str, rest: &str, gaps: Gaps) -> bool {
    cells(line, rest, gaps).take(TORN_LINES + 1).any(|l| is_figure(l.cell.text))
}

/// A line and those below it, as cells with their places from the beginning of the first.
fn lines<'t>(line: &'t str, rest: &'t str) -> impl Iterator<Item = Line<'t>> {
    std::iter::once(line).chain(rest.split_inclusive('\n')).scan(0, |at, line| {
        let inner = line.trim().trim_start_matches(BARS).trim_end_matches(BARS).trim();
        let start = *at + (inner.as_ptr() as usize - line.as_ptr() as usize);
        *at += line.len();
        Some(Line { cell: Part { text: inner, start }, end: *at, empty: line.trim().is_empty() })
    })
}

/// The cells from a line on, up to one that is too long to be one, or to a second empty line where one parts two cells.
fn cells<'t>(line: &'t str, rest: &'t str, gaps: Gaps) -> impl Iterator<Item = Line<'t>> {
    let spread = gaps == Gaps::BetweenCells;
    let mut gap = false;
    let near = lines(line, rest).take_while(move |l| {
        let second = std::mem::replace(&mut gap, l.empty) && l.empty;
        l.cell.text.len() <= CELL_BYTES_MAX && !(spread && second)
    });
    near.filter(move |l| !spread || !l.empty)
}

/// Whether a line could be one of a heading, or the name of a row.
fn can_head(line: &Line) -> bool {
    let text = line.cell.text;
    is_year(text)
        || !text.is_empty()
            && text.len() <= CELL_BYTES_MAX
            && !is_cell_of_value(text)
            && !text.contains(['。', '，', ',', '；', ';', '？', '！', '“', '”', '\t'])
}

fn is_cell_of_value(text: &str) -> bool {
    is_figure(text) || is_missing(text)
}

/// The columns, if the first `k` lines head a table whose rows follow them to its end.
fn proven(ahead: &[Line], k: usize, above: Above, gaps: Gaps) -> Option<Vec<Column>> {
    let heading: Vec<Part> = ahead.get(..k)?.iter().map(|l| l.cell).collect();
    let mut below = skip_gap(&ahead[k..]);
    let first: Vec<Part> = below.get(..k)?.iter().map(|l| l.cell).collect();
    if repeats(&first) || !skip_gap(&below[k..]).get(..k)?.iter().zip(&first).all(|(l, cell)| alike(l.cell.text, cell.text)) {
        return None;
    }
    let (columns, words) = columns(&heading, &first, above)?;
    let values = columns.iter().filter(|c| c.is_value()).count();
    let mut evidence = Evidence::default();
    let mut rows: Vec<Row> = Vec::new();
    while rows.len() < AHEAD_MAX
        && let Some(row) = whole(below, &columns, gaps)
    {
        if row.figures * 2 >= values {
            evidence.see(&columns, &row.cells);
        }
        below = skip_gap(&below[below.iter().take_while(|l| l.end <= row.end).count()..]);
        rows.push(row);
    }
    let wanted = match evidence.rows_min(&columns)? {
        ROWS_PLAIN_MIN.. => ROWS_PLAIN_MIN + 1,
        _ if words => ROWS_WITH_WORDS_MIN,
        _ => ROWS_MIN,
    };
    let regular = rows.len() == AHEAD_MAX || ends(below, &columns);
    (regular && evidence.rows >= wanted && !holds_odd_cells(&columns, &rows)).then_some(columns)
}

/// The columns, if a heading with such a first row can begin here; and whether one holds words that its heading does not announce.
fn columns(heading: &[Part], first: &[Part], above: Above) -> Option<(Vec<Column>, bool)> {
    let mut columns = heading_columns(heading, above.unit)?;
    let remarks = |columns: &[Column]| columns.iter().filter(|c| c.role == Role::Text).count();
    let announced = remarks(&columns);
    words_are_remarks(&mut columns, first);
    let words = remarks(&columns) > announced;
    let late = above.name && !begins_with_names(&columns) || words && !begins_surely(&columns);
    let odd = columns.iter().any(|c| numbers_things(c) || c.role == Role::Name && c.own_unit);
    (!late && !odd && column::is_heading(&columns)).then_some((columns, words))
}

/// One empty line may stand before a row.
fn skip_gap<'a, 't>(lines: &'a [Line<'t>]) -> &'a [Line<'t>] {
    match lines {
        [gap, below @ ..] if gap.empty => below,
        _ => lines,
    }
}

/// A name and a figure, and again a name and a figure: lines of two cells, not one row.
fn repeats(row: &[Part]) -> bool {
    let shape: Vec<bool> = row.iter().map(|c| is_cell_of_value(c.text)).collect();
    (1..=shape.len() / 2).any(|n| shape.len().is_multiple_of(n) && shape.chunks(n).all(|part| *part == shape[..n]))
}

/// Whether two cells can stand in one column.
fn alike(one: &str, other: &str) -> bool {
    is_missing(one) || is_missing(other) || is_figure(one) == is_figure(other)
}

/// Whether the first column can be nothing but the first: 序号, 指标.
fn begins_surely(columns: &[Column]) -> bool {
    columns.first().is_some_and(|c| c.role == Role::Ordinal || column::names_rows(&c.heading))
}

/// The same, or all other columns say their units and the first one none.
fn begins_with_names(columns: &[Column]) -> bool {
    begins_surely(columns) || columns.iter().filter(|c| c.is_value()).all(|c| c.own_unit)
}

/// 页码, 房号: such figures count nothing.
fn numbers_things(column: &Column) -> bool {
    let heading = column.heading.as_str();
    column.is_value() && (heading.ends_with(['号', '页']) || ["页码", "页次", "页数"].contains(&heading))
}

/// The row at the beginning of these lines, if it has a line for every column and not one more.
fn whole<'t>(lines: &[Line<'t>], columns: &[Column], gaps: Gaps) -> Option<Row<'t>> {
    let row = fitting(lines, columns)?;
    let count = lines.iter().take_while(|l| l.end <= row.end).count();
    // Whether the empty line is the gap or the last cell tells the line below it.
    let short = gaps == Gaps::BetweenRows && lines[count - 1].empty && lines.get(count).is_some_and(|l| !l.empty);
    (!short && !runs_over(lines.get(count), &row, columns)).then_some(row)
}

/// The row at the beginning of these lines, if every line fits its column. A sum has no running number.
fn fitting<'t>(lines: &[Line<'t>], columns: &[Column]) -> Option<Row<'t>> {
    let numbered = columns.first().is_some_and(|c| c.role == Role::Ordinal);
    let sum = numbered && is_sum(&without_blanks(lines.first()?.cell.text));
    let own = lines.get(..columns.len() - usize::from(sum))?;
    let mut cells: Vec<Part> = own.iter().map(|l| l.cell).collect();
    if sum {
        cells.insert(0, Part { text: "", start: cells[0].start });
    }
    let figures = fit(&cells, columns)?;
    let counted = |text: &str| text.parse::<u32>().is_ok() || text.chars().all(|c| "一二三四五六七八九十".contains(c));
    let running = sum || !numbered || !cells[0].text.is_empty() && counted(cells[0].text);
    // A title and the empty lines below it are no row.
    let filled = columns.iter().zip(&cells).any(|(c, cell)| c.is_value() && !cell.text.is_empty());
    (running && filled).then_some(Row { cells, figures, end: own.last()?.end })
}

/// Whether a figure is left over below a row: which of them stands in which column is not known then.
fn runs_over(next: Option<&Line>, row: &Row, columns: &[Column]) -> bool {
    let Some(next) = next.map(|l| l.cell.text) else { return false };
    if columns[0].role == Role::Ordinal {
        let running = row.cells[0].text.parse::<u32>();
        let next_running = running.map_or(1, |n| n.saturating_add(1)).to_string();
        return is_cell_of_value(next) && !next.is_empty() && next != next_running;
    }
    let named_by_years = column::names_times(&columns[0].heading) && is_year(next);
    !next.is_empty() && is_cell_of_value(next) && !named_by_years
}

/// Whether the table ends here: no row goes on. One number left over after the last row is that of the page.
fn ends(below: &[Line], columns: &[Column]) -> bool {
    let after_page = fitting(below, columns).map(|row| below.iter().take_while(|l| l.end <= row.end).count() + 1);
    !goes_on(after_page.map_or(below, |n| below.get(n..).unwrap_or_default()))
}

fn goes_on(lines: &[Line]) -> bool {
    match lines {
        [first, ..] if is_figure(first.cell.text) => true,
        [first, second, ..] => can_head(first) && is_figure(second.cell.text),
        _ => false,
    }
}

/// Whether a column of remarks holds units, or one of values nothing but numbers too long to count what no heading measures.
fn holds_odd_cells(columns: &[Column], rows: &[Row]) -> bool {
    let units = columns.iter().any(|c| c.role == Role::Unit);
    let is_phone = |text: &str| text.len() >= PHONE_DIGITS_MIN && text.bytes().all(|b| b.is_ascii_digit());
    columns.iter().enumerate().any(|(i, c)| {
        let mut cells = rows.iter().map(|r| r.cells[i].text);
        c.role == Role::Text && cells.clone().any(is_unit) || c.is_value() && c.unit.is_none() && !units && cells.all(is_phone)
    })
}
