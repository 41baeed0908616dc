//! Any table file: xlsx, xls, csv in any encoding, or the bytes as the sheet of a workbook.
#![no_main]

use kezhang_fuzz::LIMITS;
use kezhang_office::table_in::read_table;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(workbook) = read_table("表.xlsx", bytes, &LIMITS) {
        for sheet in &workbook.sheets {
            for row in &sheet.rows {
                for column in 0..row.cells.len() {
                    let _ = sheet.cell(row.number, column).and_then(|c| c.warning());
                    let _ = sheet.merge_words(row.number, column);
                }
            }
        }
    }
});
