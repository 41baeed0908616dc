//! Import templates: an empty sheet with the right header, a sheet that explains it, lists to choose codes from.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Format, FormatAlign, Formula, Workbook, XlsxError};

use super::xlsx::{PAPER_A4, format_of, new_workbook, sheet_name, write_header, writing};
use super::{ColumnKind, ColumnOut, TableRefusal, half_widths};
use crate::table_in::column_name;

const NOTES_SHEET: &str = "填写说明";
const CODES_SHEET: &str = "可选值";
/// Rows that are prepared for filling in.
const PREPARED_ROWS: u32 = 5_000;

/// A field of a template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TemplateField {
    /// Header of its column; import finds the column by it.
    pub title: String,
    /// How values are written.
    pub kind: ColumnKind,
    /// Must be filled.
    pub required: bool,
    /// What it means, in words.
    pub meaning: String,
    /// How it is written, in words, e.g. “18 位统一社会信用代码”; may be empty.
    pub form: String,
    /// The values allowed; empty if any.
    pub codes: Vec<String>,
}

/// A workbook to fill in: the sheet of that name, then 填写说明, then 可选值 if there are any.
pub fn template(name: &str, fields: &[TemplateField]) -> Result<Vec<u8>, TableRefusal> {
    if fields.len() > super::XLSX_COLUMNS_MAX {
        return Err(TableRefusal::TooManyColumns { columns: fields.len() });
    }
    let mut workbook = new_workbook()?;
    fill_sheet(&mut workbook, name, fields).map_err(writing)?;
    notes_sheet(&mut workbook, fields).map_err(writing)?;
    codes_sheet(&mut workbook, fields).map_err(writing)?;
    workbook.save_to_buffer().map_err(writing)
}

fn fill_sheet(workbook: &mut Workbook, name: &str, fields: &[TemplateField]) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(name))?;
    let columns: Vec<ColumnOut> = fields.iter().map(|field| ColumnOut::new(field.title.clone(), field.kind)).collect();
    write_header(sheet, 0, &columns)?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, field) in (0u16..).zip(fields) {
        let width = (half_widths(&field.title) + 4).clamp(12, 40);
        sheet.set_column_width(column, f64::from(u16::try_from(width).unwrap_or(40)))?;
        sheet.set_column_format(column, &format_of(field.kind))?;
        let list = fields.iter().take(usize::from(column)).filter(|field| !field.codes.is_empty()).count();
        if !field.codes.is_empty() {
            let letter = column_name(list);
            let range = format!("='{CODES_SHEET}'!${letter}$2:${letter}${}", field.codes.len() + 1);
            let message = format!("“{}”只能从下拉列表里选，见“{NOTES_SHEET}”。", short(&field.title, 20));
            let validation = DataValidation::new()
                .allow_list_formula(Formula::new(range))
                .set_error_style(DataValidationErrorStyle::Stop)
                .set_error_title("不在可选值内")?
                .set_error_message(message)?;
            sheet.add_data_validation(1, column, PREPARED_ROWS, column, &validation)?;
        }
    }
    Ok(())
}

fn notes_sheet(workbook: &mut Workbook, fields: &[TemplateField]) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet();
    sheet.set_name(NOTES_SHEET)?;
    sheet.set_paper_size(PAPER_A4).set_landscape().set_print_fit_to_pages(1, 0).set_print_gridlines(true);
    let columns = ["列名", "必填", "含义", "格式", "可填的值"].map(|title| ColumnOut::new(title, ColumnKind::Text));
    write_header(sheet, 0, &columns)?;
    sheet.set_freeze_panes(1, 0)?;
    let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    for (row, field) in (1u32..).zip(fields) {
        let form = if field.form.is_empty() { form_of(field.kind) } else { &field.form };
        let codes = short(&field.codes.join("、"), super::XLSX_CELL_CHARS_MAX / 2);
        let cells = [field.title.as_str(), if field.required { "是" } else { "" }, &field.meaning, form, &codes];
        for (column, cell) in (0u16..).zip(cells) {
            sheet.write_string_with_format(row, column, short(cell, super::XLSX_CELL_CHARS_MAX / 2), &text)?;
        }
    }
    for (column, width) in (0u16..).zip([18u16, 6, 44, 28, 44]) {
        sheet.set_column_width(column, f64::from(width))?;
    }
    Ok(())
}

fn codes_sheet(workbook: &mut Workbook, fields: &[TemplateField]) -> Result<(), XlsxError> {
    let coded: Vec<&TemplateField> = fields.iter().filter(|field| !field.codes.is_empty()).collect();
    if coded.is_empty() {
        return Ok(());
    }
    let sheet = workbook.add_worksheet();
    sheet.set_name(CODES_SHEET)?;
    let columns: Vec<ColumnOut> = coded.iter().map(|field| ColumnOut::new(field.title.clone(), ColumnKind::Text)).collect();
    write_header(sheet, 0, &columns)?;
    let text = format_of(ColumnKind::Text);
    for (column, field) in (0u16..).zip(coded) {
        for (row, code) in (1u32..).zip(&field.codes) {
            sheet.write_string_with_format(row, column, code, &text)?;
        }
        sheet.set_column_width(column, 20.0)?;
    }
    Ok(())
}

/// How a kind of value is written.
fn form_of(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text => "文字",
        ColumnKind::Integer => "整数，如 12",
        ColumnKind::Decimal { .. } => "数字，如 12.5，不带单位",
        ColumnKind::Money => "金额，如 1203.50，不带单位和逗号",
        ColumnKind::Date => "日期，如 2025-03-01",
        ColumnKind::Percent { .. } => "百分数，如 12.5%",
    }
}

fn short(text: &str, chars_max: usize) -> String {
    text.chars().take(chars_max).collect()
}
