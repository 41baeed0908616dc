//! Lists as xlsx.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::number::{exact_float, exact_ratio};
use super::{ColumnKind, ColumnOut, TableOut, TableRefusal, XLSX_CELL_CHARS_MAX, XLSX_COLUMNS_MAX, XLSX_ROWS_MAX, half_widths};

/// Beyond so many cells the rows go to disk as they are written.
const CELLS_IN_MEMORY_MAX: usize = 200_000;
/// Rows that are looked at to choose the width of a column, and bounds of that width in half characters.
const WIDTH_SAMPLE_ROWS: usize = 2_000;
const WIDTH_MIN: usize = 8;
const WIDTH_MAX: usize = 60;
/// Half characters that an upright sheet of A4 holds at a readable size.
const PORTRAIT_WIDTH: usize = 100;
/// Excel's number for it.
pub(super) const PAPER_A4: u8 = 9;
const HEADER_COLOR: u32 = 0x00E9_EEF4;

pub(super) fn writing(error: XlsxError) -> TableRefusal {
    TableRefusal::Writing { details: error.to_string() }
}

/// A workbook whose properties do not depend on the clock.
pub(super) fn new_workbook() -> Result<Workbook, TableRefusal> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1).map_err(writing)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    Ok(workbook)
}

/// The list as an xlsx file: header frozen and with filters, columns as wide as their content.
pub fn xlsx(table: &TableOut) -> Result<Vec<u8>, TableRefusal> {
    check(table)?;
    let mut workbook = new_workbook()?;
    let cells = table.rows.len().saturating_mul(table.columns.len());
    let sheet = if cells > CELLS_IN_MEMORY_MAX {
        workbook.add_worksheet_with_constant_memory().map_err(writing)?
    } else {
        workbook.add_worksheet()
    };
    sheet.set_name(sheet_name(&table.name)).map_err(writing)?;
    fill(sheet, table).map_err(writing)?;
    workbook.save_to_buffer().map_err(writing)
}

fn check(table: &TableOut) -> Result<(), TableRefusal> {
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0).max(table.columns.len());
    if table.rows.len() > XLSX_ROWS_MAX - 3 {
        return Err(TableRefusal::TooManyRows { rows: table.rows.len() });
    }
    if columns > XLSX_COLUMNS_MAX {
        return Err(TableRefusal::TooManyColumns { columns });
    }
    for (row, cells) in table.rows.iter().enumerate() {
        for (index, cell) in cells.iter().enumerate() {
            // Excel counts in UTF-16; as many bytes are always enough.
            if cell.len() > XLSX_CELL_CHARS_MAX {
                let chars = cell.encode_utf16().count();
                if chars > XLSX_CELL_CHARS_MAX {
                    let column = table.columns.get(index).map_or(String::new(), |column| column.title.clone());
                    return Err(TableRefusal::TextTooLong { row: row + 1, column, chars });
                }
            }
        }
    }
    Ok(())
}

/// A name Excel accepts: at most 31 characters, none of `[]:*?/\`, no apostrophe at the ends.
pub(super) fn sheet_name(name: &str) -> String {
    let plain: String = name.chars().filter(|c| !"[]:*?/\\".contains(*c) && !c.is_control()).collect();
    let short: String = plain.trim_matches('\'').trim().chars().take(31).collect();
    if short.is_empty() { "表".to_owned() } else { short }
}

fn fill(sheet: &mut Worksheet, table: &TableOut) -> Result<(), XlsxError> {
    let mut row = 0;
    if let Some(title) = &table.title {
        sheet.write_string_with_format(row, 0, title, &Format::new().set_bold().set_font_size(16))?;
        row += 1;
    }
    if let Some(subtitle) = &table.subtitle {
        sheet.write_string_with_format(row, 0, subtitle, &Format::new().set_font_color(0x0059_6673))?;
        row += 1;
    }
    let header_row = row;
    write_header(sheet, header_row, &table.columns)?;
    let formats: Vec<Format> = table.columns.iter().map(|column| format_of(column.kind)).collect();
    let text_format = format_of(ColumnKind::Text);
    for cells in &table.rows {
        row += 1;
        for (column, text) in (0u16..).zip(cells) {
            let index = usize::from(column);
            let kind = table.columns.get(index).map_or(ColumnKind::Text, |column| column.kind);
            write_cell(sheet, row, column, text, kind, formats.get(index).unwrap_or(&text_format), &text_format)?;
        }
    }
    let widths = widths(table);
    if widths.iter().sum::<usize>() > PORTRAIT_WIDTH {
        sheet.set_landscape();
    }
    for (column, width) in (0u16..).zip(widths) {
        // A few dozen at most: exact as a float.
        sheet.set_column_width(column, f64::from(u16::try_from(width).unwrap_or(u16::MAX)))?;
    }
    sheet.set_freeze_panes(header_row + 1, 0)?;
    sheet.set_repeat_rows(header_row, header_row)?;
    sheet.set_paper_size(PAPER_A4).set_print_fit_to_pages(1, 0).set_print_gridlines(true);
    if let Some(last) = u16::try_from(table.columns.len()).ok().and_then(|count| count.checked_sub(1)) {
        sheet.autofilter(header_row, 0, row, last)?;
    }
    Ok(())
}

/// Writes a header row as all tables of this program have it.
pub(super) fn write_header(sheet: &mut Worksheet, row: u32, columns: &[ColumnOut]) -> Result<(), XlsxError> {
    let format = Format::new()
        .set_bold()
        .set_background_color(HEADER_COLOR)
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    for (column, declared) in (0u16..).zip(columns) {
        sheet.write_string_with_format(row, column, &declared.title, &format)?;
    }
    Ok(())
}

pub(super) fn format_of(kind: ColumnKind) -> Format {
    let places = |digits: u8| if digits == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(usize::from(digits.min(30)))) };
    match kind {
        ColumnKind::Text => Format::new().set_num_format("@"),
        ColumnKind::Integer => Format::new().set_num_format("0"),
        ColumnKind::Decimal { digits } => Format::new().set_num_format(places(digits)),
        ColumnKind::Money => Format::new().set_num_format("#,##0.00"),
        ColumnKind::Date => Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
        ColumnKind::Percent { digits } => Format::new().set_num_format(format!("{}%", places(digits))),
    }
}

/// Writes a value as its kind if it is of it and Excel keeps it exactly; otherwise as text.
fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    kind: ColumnKind,
    format: &Format,
    text_format: &Format,
) -> Result<(), XlsxError> {
    if text.is_empty() {
        return Ok(());
    }
    let number = match kind {
        ColumnKind::Text => None,
        ColumnKind::Integer | ColumnKind::Decimal { .. } | ColumnKind::Money => exact_float(text),
        ColumnKind::Percent { .. } => exact_ratio(text),
        ColumnKind::Date => {
            if let Some(date) = date_of(text) {
                sheet.write_datetime_with_format(row, column, &date, format)?;
                return Ok(());
            }
            None
        }
    };
    match number {
        Some(number) => sheet.write_number_with_format(row, column, number, format)?,
        None => sheet.write_string_with_format(row, column, text, text_format)?,
    };
    Ok(())
}

/// A date that Excel knows: from 1900-03-01 on, before which its calendar is wrong.
fn date_of(text: &str) -> Option<ExcelDateTime> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || (year.len(), month.len(), day.len()) != (4, 2, 2) || text < "1900-03-01" {
        return None;
    }
    ExcelDateTime::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// As wide as the widest of the first values, within reason.
fn widths(table: &TableOut) -> Vec<usize> {
    let measure = |column: usize, declared: &ColumnOut| {
        let cells = table.rows.iter().take(WIDTH_SAMPLE_ROWS).filter_map(|row| row.get(column));
        let padding = if declared.kind == ColumnKind::Money { 3 } else { 0 };
        let widest = cells.map(|cell| half_widths(cell) + padding).max().unwrap_or(0);
        // Two more for the filter button.
        widest.max(half_widths(&declared.title) + 2).clamp(WIDTH_MIN, WIDTH_MAX) + 2
    };
    table.columns.iter().enumerate().map(|(index, column)| measure(index, column)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheet_names_are_what_excel_accepts() {
        assert_eq!(sheet_name("专利[2025]:*?/\\"), "专利2025");
        assert_eq!(sheet_name("''"), "表");
        assert_eq!(sheet_name(&"长".repeat(40)).chars().count(), 31);
    }

    #[test]
    fn impossible_dates_are_no_dates() {
        assert!(date_of("2025-03-01").is_some());
        for text in ["2025-02-30", "2025-3-1", "1899-12-31", "1900-02-28", "2025-03-01T08:00:00", "明天"] {
            assert!(date_of(text).is_none(), "{text}");
        }
    }
}
