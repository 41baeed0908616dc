//! CSV in whatever encoding and with whatever delimiter an office writes it. Every cell is text.

use csv::{ReaderBuilder, StringRecord};
use kezhang_text::decode::{Markup, decode};

use crate::input::{FileKind, Limits, Refusal, Wanted};
use crate::table_out::FORMULA_SIGNS;
use crate::text_of::refuse;

use super::{Sheet, SheetCell, SheetRow, Workbook};

/// Lines that are looked at to tell the delimiter.
const SAMPLE_LINES: usize = 50;

/// Reads a CSV file.
pub(super) fn read_csv(name: &str, bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
    let decoded = decode(bytes)?;
    // XML spreadsheets of 2003 and web pages are saved under the names of tables by many web systems.
    if decoded.markup == Markup::Html || decoded.text.trim_start().starts_with("<?xml") {
        return Err(refuse(name, FileKind::Html, Wanted::Table));
    }
    let (delimiter, text) = match decoded.text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
        Some((declared, rest)) if declared.trim_end().len() == 1 => (declared.bytes().next().unwrap_or(b','), rest),
        _ => (delimiter_of(&decoded.text), decoded.text.as_str()),
    };
    let skipped_lines = if text.len() < decoded.text.len() { 1 } else { 0 };
    let rows = rows_of(text, delimiter, skipped_lines, limits)?;
    let sheet = Sheet { rows, ..Sheet::default() };
    Ok(Workbook { sheets: vec![sheet], encoding: Some(decoded.encoding.to_owned()), unreadable: decoded.unreadable })
}

fn rows_of(text: &str, delimiter: u8, skipped_lines: usize, limits: &Limits) -> Result<Vec<SheetRow>, Refusal> {
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let too_many = |count_max: usize, unit: &'static str| Refusal::TooManyCells { sheet: "CSV".to_owned(), count_max, unit };
    let mut rows = Vec::new();
    let mut cells_left = limits.cells_max;
    // A quoted cell may hold line feeds: the row's number as Excel shows it counts such a cell once.
    let mut extra_lines = 0;
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(|_| Refusal::Damaged { part: "CSV".to_owned() })? {
        let number = (line_of(&record, text) + skipped_lines).saturating_sub(extra_lines);
        extra_lines += record.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
        cells_left = cells_left.checked_sub(record.len()).ok_or_else(|| too_many(limits.cells_max, "个单元格"))?;
        if number > limits.rows_max {
            return Err(too_many(limits.rows_max, "行"));
        }
        let mut cells: Vec<SheetCell> = record.iter().map(|cell| SheetCell::text(bare(cell))).collect();
        while cells.last().is_some_and(SheetCell::is_empty) {
            cells.pop();
        }
        if cells.len() > limits.columns_max {
            return Err(too_many(limits.columns_max, "列"));
        }
        if !cells.is_empty() {
            rows.push(SheetRow { number, cells });
        }
    }
    Ok(rows)
}

/// The line a record begins on, from 1. The reader counts empty lines before a record to it.
fn line_of(record: &StringRecord, text: &str) -> usize {
    let Some(position) = record.position() else { return 0 };
    let at = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = text.get(at..).unwrap_or_default();
    let empty = rest.bytes().take_while(|byte| matches!(byte, b'\n' | b'\r')).filter(|byte| *byte == b'\n').count();
    usize::try_from(position.line()).unwrap_or(0) + empty
}

/// Without the marks that keep Excel from taking text for a number or formula: `="001"` and a leading apostrophe before
/// a sign, as [`crate::table_out`] writes it.
fn bare(cell: &str) -> &str {
    if let Some(quoted) = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        return quoted;
    }
    match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(FORMULA_SIGNS) => rest,
        _ => cell,
    }
}

/// The candidate that parts the first line and the most others into the same number of cells. Under a title that nothing
/// parts, one that parts most of the lines it stands in alike: titles, totals and signatures lie around a table, and in prose
/// no two lines are alike. The comma in doubt.
fn delimiter_of(text: &str) -> u8 {
    let mut best = (0, b',');
    for candidate in [b',', b'\t', b';'] {
        let counts = unquoted_counts(text, candidate);
        let alike = |wanted: usize| counts.iter().filter(|count| **count == wanted).count();
        let score = match counts.first().copied() {
            Some(header) if header > 0 => 1_000 + alike(header),
            _ => {
                let commonest = counts.iter().copied().filter(|count| *count > 0).max_by_key(|count| alike(*count)).unwrap_or(0);
                let parted = counts.iter().filter(|count| **count > 0).count();
                let enough = commonest > 0 && alike(commonest) >= 2 && alike(commonest) * 5 >= parted * 3;
                if enough { alike(commonest) } else { 0 }
            }
        };
        if score > best.0 {
            best = (score, candidate);
        }
    }
    best.1
}

/// How often the delimiter stands in each of the first lines, outside quotes.
fn unquoted_counts(text: &str, delimiter: u8) -> Vec<usize> {
    let mut counts = vec![0];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => {
                if counts.len() > SAMPLE_LINES {
                    break;
                }
                counts.push(0);
            }
            _ if byte == delimiter && !quoted => {
                if let Some(count) = counts.last_mut() {
                    *count += 1;
                }
            }
            _ => {}
        }
    }
    if counts.len() > 1 && text.ends_with('\n') && counts.last() == Some(&0) {
        counts.pop();
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_are_told_from_content() {
        assert_eq!(delimiter_of("甲,乙,丙\n1,2,3\n"), b',');
        assert_eq!(delimiter_of("甲\t乙\n1,203.5\t2\n"), b'\t');
        assert_eq!(delimiter_of("甲;乙\n1,5;2,5\n3;4\n"), b';');
        assert_eq!(delimiter_of("只有一列\n"), b',');
        assert_eq!(delimiter_of("备注\n甲;乙\n"), b',');
        assert_eq!(delimiter_of("2025年专利清单\n甲;乙\n1;2\n3;4\n"), b';');
        let signed = "一览表\n（单位：件）\n甲\t乙\t丙\n1\t2\t3\n4\t5\t6\n合计\t7\n填表人：张三\n";
        assert_eq!(delimiter_of(signed), b'\t');
        assert_eq!(delimiter_of("第一句;说,说\n第二句,又,说,说\n第三;句;话\n"), b',');
        assert_eq!(delimiter_of("\"甲;;;\n;;;\",乙\n1,2\n"), b',');
    }
}
