//! Excel workbooks by calamine: streamed for .xlsx, so that one cell in the last row costs one cell; .xls as it comes.

use std::collections::HashSet;
use std::io::Cursor;

use calamine::{Data, DataRef, Dimensions, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError};

use crate::input::{Limits, Package, Refusal, contained};

use super::cell_text::cell_of;
use super::merges::repeat_merged_values;
use super::xls_guard::check_xls;
use super::{Merge, Sheet, SheetCell, SheetRow, Workbook};

/// An old workbook is held whole in memory, rows times columns, before it can be looked at.
const XLS_BYTES_MAX: usize = 64 << 20;
/// A file of so few bytes cannot unpack to more than the limit, deflate being what it is.
const DEFLATE_RATIO_MAX: usize = 1032;

/// Reads an .xlsx file.
pub(super) fn read_xlsx(bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
    if bytes.len() > limits.unpacked_bytes_max / DEFLATE_RATIO_MAX {
        Package::open(bytes, limits)?.check_unpacks()?;
    }
    let read = contained(|| {
        let mut xlsx = Xlsx::new(Cursor::new(bytes)).map_err(|error| xlsx_refusal(&error, "xl/workbook.xml"))?;
        let mut budget = limits.cells_max;
        let mut sheets = Vec::new();
        for sheet in xlsx.sheets_metadata().to_vec() {
            if sheet.typ != SheetType::WorkSheet {
                continue;
            }
            let hidden = sheet.visible != SheetVisible::Visible;
            sheets.push(xlsx_sheet(&mut xlsx, sheet.name, hidden, limits, &mut budget)?);
        }
        finished(sheets)
    });
    read.unwrap_or_else(|| Err(Refusal::Damaged { part: "xl/workbook.xml".to_owned() }))
}

fn xlsx_sheet(
    xlsx: &mut Xlsx<Cursor<&[u8]>>,
    name: String,
    hidden: bool,
    limits: &Limits,
    budget: &mut usize,
) -> Result<Sheet, Refusal> {
    let merges = xlsx.merge_cells_by_sheet_name(&name).unwrap_or_default();
    let percent = percent_cells(xlsx, &name);
    let mut rows = Rows::new(&name, limits, budget);
    let mut cells = xlsx.worksheet_cells_reader(&name).map_err(|error| xlsx_refusal(&error, &name))?;
    while let Some(record) = cells.next_cell_with_formula_metadata().map_err(|error| xlsx_refusal(&error, &name))? {
        let mut cell = cell_of(&record.value);
        cell.formula = record.formula.is_some();
        cell.percent = percent.contains(&record.pos);
        rows.add(record.pos, cell)?;
    }
    let rows = rows.finish();
    Ok(with_merges(Sheet { name, hidden, rows, merges: Vec::new() }, &merges, limits))
}

/// The cells shown as percentages. Only a workbook that has such a format is read a second time for them.
fn percent_cells(xlsx: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> HashSet<(u32, u32)> {
    let mut found = HashSet::new();
    let Ok(mut cells) = xlsx.worksheet_cells_reader(name) else { return found };
    let is_percent = |style: &calamine::Style| {
        style.number_format.as_ref().is_some_and(|format| format.format_code.contains('%') && !format.format_code.contains('"'))
    };
    let percent: Vec<bool> = cells.styles().iter().map(is_percent).collect();
    if !percent.contains(&true) {
        return found;
    }
    while let Ok(Some((row, column, style))) = cells.next_style_id() {
        if percent.get(style) == Some(&true) {
            found.insert((row, column));
        }
    }
    found
}

/// Reads an .xls file. Formulas are not marked: calamine gives their results only.
pub(super) fn read_xls(bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
    if bytes.len() > XLS_BYTES_MAX {
        return Err(Refusal::TooLarge { bytes: bytes.len(), bytes_max: XLS_BYTES_MAX });
    }
    check_xls(bytes, limits.cells_max)?;
    let read = contained(|| {
        let mut xls = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
            XlsError::Password => Refusal::Encrypted,
            _ => Refusal::Damaged { part: "Workbook".to_owned() },
        })?;
        let mut budget = limits.cells_max;
        let mut sheets = Vec::new();
        for sheet in xls.sheets_metadata().to_vec() {
            if sheet.typ != SheetType::WorkSheet {
                continue;
            }
            let merges = xls.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
            let range = xls.worksheet_range(&sheet.name).map_err(|_| Refusal::Damaged { part: sheet.name.clone() })?;
            let (row_offset, column_offset) = range.start().unwrap_or((0, 0));
            let mut rows = Rows::new(&sheet.name, limits, &mut budget);
            for (row, column, value) in range.used_cells() {
                let place = (offset(row_offset, row), offset(column_offset, column));
                rows.add(place, cell_of(&borrowed(value)))?;
            }
            let rows = rows.finish();
            let hidden = sheet.visible != SheetVisible::Visible;
            sheets.push(with_merges(Sheet { name: sheet.name, hidden, rows, merges: Vec::new() }, &merges, limits));
        }
        finished(sheets)
    });
    read.unwrap_or_else(|| Err(Refusal::Damaged { part: "Workbook".to_owned() }))
}

fn offset(start: u32, index: usize) -> u32 {
    start.saturating_add(u32::try_from(index).unwrap_or(u32::MAX))
}

fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(yes) => DataRef::Bool(*yes),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

fn finished(sheets: Vec<Sheet>) -> Result<Workbook, Refusal> {
    if sheets.is_empty() { Err(Refusal::NoSheets) } else { Ok(Workbook { sheets, ..Workbook::default() }) }
}

fn xlsx_refusal(error: &XlsxError, part: &str) -> Refusal {
    match error {
        XlsxError::Password => Refusal::Encrypted,
        XlsxError::FileNotFound(missing) => Refusal::Damaged { part: missing.clone() },
        _ => Refusal::Damaged { part: part.to_owned() },
    }
}

fn with_merges(mut sheet: Sheet, merges: &[Dimensions], limits: &Limits) -> Sheet {
    let place = |n: u32| usize::try_from(n).unwrap_or(usize::MAX - 1);
    sheet.merges = merges
        .iter()
        .map(|region| Merge {
            first_row: place(region.start.0) + 1,
            last_row: place(region.end.0) + 1,
            first_column: place(region.start.1),
            last_column: place(region.end.1),
        })
        .collect();
    repeat_merged_values(&mut sheet, limits.cells_max);
    sheet
}

/// Rows on their way, with the limits that hold for them.
struct Rows<'a> {
    sheet: &'a str,
    limits: &'a Limits,
    budget: &'a mut usize,
    rows: Vec<SheetRow>,
    sorted: bool,
}

impl<'a> Rows<'a> {
    fn new(sheet: &'a str, limits: &'a Limits, budget: &'a mut usize) -> Rows<'a> {
        Rows { sheet, limits, budget, rows: Vec::new(), sorted: true }
    }

    fn add(&mut self, place: (u32, u32), cell: SheetCell) -> Result<(), Refusal> {
        if cell.is_empty() {
            return Ok(());
        }
        let number = usize::try_from(place.0).unwrap_or(usize::MAX - 1) + 1;
        let column = usize::try_from(place.1).unwrap_or(usize::MAX);
        let too_many =
            |count_max: usize, unit: &'static str| Refusal::TooManyCells { sheet: self.sheet.to_owned(), count_max, unit };
        if number > self.limits.rows_max {
            return Err(too_many(self.limits.rows_max, "行"));
        }
        if column >= self.limits.columns_max {
            return Err(too_many(self.limits.columns_max, "列"));
        }
        if self.rows.last().is_none_or(|row| row.number != number) {
            self.sorted &= self.rows.last().is_none_or(|row| row.number < number);
            self.rows.push(SheetRow { number, cells: Vec::new() });
        }
        let Some(row) = self.rows.last_mut() else { return Ok(()) };
        let new = (column + 1).saturating_sub(row.cells.len()).max(1);
        *self.budget = self.budget.checked_sub(new).ok_or_else(|| Refusal::TooManyCells {
            sheet: self.sheet.to_owned(),
            count_max: self.limits.cells_max,
            unit: "个单元格",
        })?;
        while row.cells.len() <= column {
            row.cells.push(SheetCell::default());
        }
        if let Some(slot) = row.cells.get_mut(column) {
            *slot = cell;
        }
        Ok(())
    }

    /// Rows in order; a file that gives them out of order, or twice, is put right.
    fn finish(mut self) -> Vec<SheetRow> {
        if self.sorted {
            return self.rows;
        }
        self.rows.sort_by_key(|row| row.number);
        let mut merged: Vec<SheetRow> = Vec::new();
        for row in self.rows {
            match merged.last_mut() {
                Some(last) if last.number == row.number => {
                    for (column, cell) in row.cells.into_iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                        while last.cells.len() <= column {
                            last.cells.push(SheetCell::default());
                        }
                        last.cells[column] = cell;
                    }
                }
                _ => merged.push(row),
            }
        }
        merged
    }
}
