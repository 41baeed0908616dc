//! CSV that Excel opens as it is meant: UTF-8 with a byte order mark, and no value that becomes a formula.

use std::borrow::Cow;

use super::number::is_number;
use super::{FORMULA_SIGNS, TableOut, TableRefusal};

/// The list as CSV: header and rows; title and subtitle are left out, so that the file can be imported again.
pub fn csv(table: &TableOut) -> Result<Vec<u8>, TableRefusal> {
    let writing = |error: csv::Error| TableRefusal::Writing { details: error.to_string() };
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer("\u{FEFF}".as_bytes().to_vec());
    let header: Vec<Cow<'_, str>> = table.columns.iter().map(|column| guarded(&column.title)).collect();
    writer.write_record(header.iter().map(|title| title.as_bytes())).map_err(writing)?;
    for row in &table.rows {
        let width = table.columns.len().max(row.len());
        let cells: Vec<Cow<'_, str>> = (0..width).map(|index| guarded(row.get(index).map_or("", String::as_str))).collect();
        writer.write_record(cells.iter().map(|cell| cell.as_bytes())).map_err(writing)?;
    }
    writer.into_inner().map_err(|error| TableRefusal::Writing { details: error.to_string() })
}

/// An apostrophe before what a spreadsheet would take for a formula; [`crate::table_in`] takes it away again. A text that
/// already has apostrophes before a sign gets one more, so that none is lost on the way back.
fn guarded(text: &str) -> Cow<'_, str> {
    let bare = text.trim_start_matches('\'');
    let risky = bare.starts_with(FORMULA_SIGNS) && !(bare.len() == text.len() && is_number(text));
    if risky { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_guarded_and_numbers_are_not() {
        let cases = [
            ("=1+1", "'=1+1"),
            ("+86 10", "'+86 10"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-甲", "'-甲"),
            ("-12.5", "-12.5"),
            ("'=x", "''=x"),
            ("'普通", "'普通"),
            ("平常", "平常"),
        ];
        for (text, written) in cases {
            assert_eq!(guarded(text), written);
        }
    }
}
