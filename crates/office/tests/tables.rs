//! Tables out and in again, and everything an importer must be told about a sheet.
#![allow(clippy::unwrap_used, missing_docs)]

use std::io::{Cursor, Read, Write};

use kezhang_office::input::Limits;
use kezhang_office::table_in::{CellKind, Sheet, SheetCell, Workbook, read_table};
use kezhang_office::table_out::{ColumnKind, ColumnOut, TableOut, TableRefusal, TemplateField, csv, template, xlsx};
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula};

fn read(name: &str, bytes: &[u8]) -> Workbook {
    read_table(name, bytes, &Limits::default()).unwrap()
}

fn only_sheet(bytes: &[u8]) -> Sheet {
    let mut workbook = read("表.xlsx", bytes);
    assert_eq!(workbook.sheets.len(), 1);
    workbook.sheets.remove(0)
}

fn texts(sheet: &Sheet) -> Vec<Vec<&str>> {
    sheet.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect()).collect()
}

/// A list with every kind of column and every value that a spreadsheet would like to spoil.
fn list() -> TableOut {
    let columns = [
        ("编号", ColumnKind::Text),
        ("数量", ColumnKind::Integer),
        ("面积", ColumnKind::Decimal { digits: 2 }),
        ("金额", ColumnKind::Money),
        ("日期", ColumnKind::Date),
        ("占比", ColumnKind::Percent { digits: 1 }),
    ];
    let rows: [[&str; 6]; 6] = [
        ["913200001234567890", "12", "0.1", "1203.5", "2025-03-01", "0.125"],
        ["00123", "-3", "-0.05", "-0.01", "1899-12-31", "持平"],
        ["=1+1", "12万", "约3", "1,203.50", "2025年3月", "12.5%"],
        ["+8613800000000", "", "123456789.123456789", "12345678901234567", "2025-02-30", ""],
        ["@SUM(A1:A9)", "007", "", "0", "2025-12-31", "1"],
        ["-甲\n乙", "1e5", "=A1", "—", "", "0"],
    ];
    TableOut {
        name: "清单".to_owned(),
        columns: columns.into_iter().map(|(title, kind)| ColumnOut::new(title, kind)).collect(),
        rows: rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect(),
        ..TableOut::default()
    }
}

#[test]
fn what_goes_out_as_xlsx_comes_in_the_same() {
    let sheet = only_sheet(&xlsx(&list()).unwrap());
    assert_eq!(sheet.name, "清单");
    let mut expected: Vec<Vec<&str>> = vec![vec!["编号", "数量", "面积", "金额", "日期", "占比"]];
    let table = list();
    expected.extend(table.rows.iter().map(|row| row.iter().map(String::as_str).collect::<Vec<&str>>()));
    // Kept as numbers: written with fewer zeros, or as the ratio a percentage says.
    expected[3][5] = "0.125";
    expected[5][1] = "7";
    let found = texts(&sheet);
    for (found, expected) in found.iter().zip(&expected) {
        let end = expected.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        assert_eq!(found.as_slice(), &expected[..end]);
    }
    assert_eq!(found.len(), expected.len());
    let kinds: Vec<CellKind> = sheet.rows[1].cells.iter().map(|cell| cell.kind).collect();
    use CellKind::{Date, Number, Text};
    assert_eq!(kinds, [Text, Number, Number, Number, Date, Number]);
    assert!(sheet.rows[1].cells[5].percent && !sheet.rows[1].cells[3].percent);
    assert!(sheet.rows.iter().flat_map(|row| &row.cells).all(|cell| !cell.formula), "no value became a formula");
    // Numbers that Excel would round are text.
    assert_eq!((sheet.rows[4].cells[2].kind, sheet.rows[4].cells[3].kind), (Text, Text));
}

#[test]
fn what_goes_out_as_csv_comes_in_the_same() {
    let table = list();
    let bytes = csv(&table).unwrap();
    assert!(bytes.starts_with("\u{FEFF}编号".as_bytes()));
    assert!(!String::from_utf8(bytes.clone()).unwrap().contains(",=A1"));
    let sheet = only_sheet(&bytes);
    for (found, expected) in texts(&sheet).iter().skip(1).zip(&table.rows) {
        let end = expected.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        assert_eq!(found.as_slice(), &expected[..end]);
    }
}

#[test]
fn a_long_list_goes_over_the_disk_and_says_the_same() {
    let rows: Vec<Vec<String>> =
        (0..60_000).map(|n| vec![n.to_string(), format!("第{n}项"), "2025-03-01".to_owned(), "=1".to_owned()]).collect();
    let columns =
        [("序号", ColumnKind::Integer), ("名称", ColumnKind::Text), ("日期", ColumnKind::Date), ("备注", ColumnKind::Text)];
    let columns = columns.into_iter().map(|(title, kind)| ColumnOut::new(title, kind)).collect();
    let table = TableOut { name: "长表".to_owned(), title: Some("长表".to_owned()), columns, rows, ..TableOut::default() };
    let sheet = only_sheet(&xlsx(&table).unwrap());
    assert_eq!(sheet.rows.len(), 60_002);
    assert_eq!(texts(&sheet)[60_001], ["59999", "第59999项", "2025-03-01", "=1"]);
}

#[test]
fn what_no_sheet_holds_is_refused() {
    let table = TableOut {
        columns: vec![ColumnOut::new("说明", ColumnKind::Text)],
        rows: vec![vec!["字".repeat(32_768)]],
        ..TableOut::default()
    };
    let refusal = xlsx(&table).unwrap_err();
    assert_eq!(refusal, TableRefusal::TextTooLong { row: 1, column: "说明".to_owned(), chars: 32_768 });
    assert!(refusal.to_string().contains("第 1 行“说明”"));
    assert_eq!(read("长.csv", &csv(&table).unwrap()).sheets[0].rows.len(), 2);
}

#[test]
fn merged_cells_repeat_their_value_and_say_so() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let plain = Format::new();
    sheet.write(0, 0, "镇街").unwrap().write(0, 1, "项目").unwrap();
    sheet.merge_range(1, 0, 2, 0, "城关镇", &plain).unwrap();
    sheet.write(1, 1, "甲").unwrap().write(2, 1, "乙").unwrap();
    sheet.merge_range(3, 0, 3, 1, "合计", &plain).unwrap();
    let sheet = only_sheet(&workbook.save_to_buffer().unwrap());
    assert_eq!(texts(&sheet), [vec!["镇街", "项目"], vec!["城关镇", "甲"], vec!["城关镇", "乙"], vec!["合计", "合计"]]);
    assert_eq!(sheet.merge_words(3, 0).unwrap(), "第3行与第2行的单元格合并");
    assert_eq!(sheet.merge_words(4, 1).unwrap(), "B列与A列的单元格合并");
    assert_eq!(sheet.merge_words(2, 0), None);
    assert_eq!(sheet.merges[0].reference(), "A2:A3");
}

#[test]
fn formulas_give_their_saved_result_and_are_marked() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_formula(0, 0, Formula::new("=1+2").set_result("3")).unwrap();
    sheet.write_formula(0, 1, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write_formula(0, 2, Formula::new("=\"甲\"&\"乙\"").set_result("甲乙")).unwrap();
    sheet.write_formula(0, 3, Formula::new("=A1").set_result("9999")).unwrap();
    sheet.write_boolean(0, 4, true).unwrap();
    let bytes = edited(&workbook.save_to_buffer().unwrap(), "xl/worksheets/sheet1.xml", "<v>9999</v>", "");
    let sheet = only_sheet(&bytes);
    let cells = &sheet.rows[0].cells;
    assert_eq!(texts(&sheet)[0], ["3", "#DIV/0!", "甲乙", "", "TRUE"]);
    assert!(cells[..4].iter().all(|cell| cell.formula) && !cells[4].formula);
    assert_eq!((cells[1].kind, cells[4].kind), (CellKind::Error, CellKind::Boolean));
    assert_eq!(cells[1].warning(), Some("公式出错，没有可用的值"));
    assert_eq!(cells[3].warning(), Some("公式还没有算出结果，请用 Excel 或 WPS 打开保存一次"));
    assert_eq!(cells[0].warning(), None);
}

/// The package with one part edited.
fn edited(bytes: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..old.len() {
        let mut file = old.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if name == part {
            let text = String::from_utf8(content).unwrap();
            assert!(text.contains(from), "{text}");
            content = text.replace(from, to).into_bytes();
        }
        new.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        new.write_all(&content).unwrap();
    }
    new.finish().unwrap().into_inner()
}

#[test]
fn numbers_dates_and_codes_read_as_they_are_shown() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let date = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    let time = Format::new().set_num_format("hh:mm:ss");
    sheet.write(0, 0, 0.1 + 0.2).unwrap();
    sheet.write_number(0, 1, 110_101_199_003_070_000.0).unwrap();
    sheet.write_number_with_format(0, 2, 45717.0, &date).unwrap();
    sheet.write_number_with_format(0, 3, 45717.5, &date).unwrap();
    sheet.write_number_with_format(0, 4, 0.354_166_666_666_666_7, &time).unwrap();
    sheet.write(0, 5, "2025.3.1").unwrap().write(0, 6, "12万").unwrap();
    let sheet = only_sheet(&workbook.save_to_buffer().unwrap());
    assert_eq!(
        texts(&sheet)[0],
        ["0.3", "110101199003070000", "2025-03-01", "2025-03-01T12:00:00", "08:30:00", "2025.3.1", "12万"]
    );
    let cells = &sheet.rows[0].cells;
    assert!(cells[1].digits_lost && cells[1].warning().unwrap().starts_with("数字超过 15 位"));
    assert_eq!((cells[2].kind, cells[4].kind, cells[5].kind), (CellKind::Date, CellKind::Time, CellKind::Text));
}

#[test]
fn empty_rows_are_left_out_and_the_others_keep_their_numbers() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet().write(9, 2, "第十行").unwrap();
    let hidden = workbook.add_worksheet();
    hidden.set_name("底稿").unwrap().set_hidden(true);
    let workbook = read("表.xlsx", &workbook.save_to_buffer().unwrap());
    let sheet = &workbook.sheets[0];
    assert_eq!((sheet.rows.len(), sheet.rows[0].number), (1, 10));
    assert_eq!(sheet.cell(10, 2).unwrap().text, "第十行");
    assert_eq!((sheet.hidden, workbook.sheets[1].hidden, workbook.sheets[1].rows.len()), (false, true, 0));
}

#[test]
fn csv_of_every_kind_an_office_writes() {
    let expected = [vec!["序号", "名称"], vec!["1", "甲,乙"], vec!["2", "多行\n说明"], vec!["3", "后面"]];
    let lines = "序号,名称\r\n1,\"甲,乙\"\r\n\r\n2,\"多行\n说明\"\r\n3,后面\r\n";
    let tabs = "序号\t名称\n1\t甲,乙\n\n2\t\"多行\n说明\"\n3\t后面\n";
    let semicolons = "sep=;\n序号;名称\n1;甲,乙\n\n2;\"多行\n说明\"\n3;后面\n";
    let gb18030 = encoding_rs::GB18030.encode(lines).0.into_owned();
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(tabs.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (bytes, encoding) in [
        (lines.as_bytes().to_vec(), "UTF-8"),
        (format!("\u{FEFF}{lines}").into_bytes(), "UTF-8"),
        (gb18030, "gb18030"),
        (utf16, "UTF-16LE"),
        (tabs.as_bytes().to_vec(), "UTF-8"),
        (semicolons.as_bytes().to_vec(), "UTF-8"),
    ] {
        let workbook = read("清单.csv", &bytes);
        assert_eq!(workbook.encoding.as_deref(), Some(encoding));
        assert_eq!(texts(&workbook.sheets[0]), expected);
        // The empty row keeps its number; the cell of two lines is one row.
        let first = if bytes.starts_with(b"sep") { 2 } else { 1 };
        let numbers: Vec<usize> = workbook.sheets[0].rows.iter().map(|row| row.number - first).collect();
        assert_eq!(numbers, [0, 1, 3, 4]);
    }
}

#[test]
fn a_template_has_header_notes_and_lists_to_choose_from() {
    let fields = [
        TemplateField {
            title: "申请号".to_owned(),
            required: true,
            meaning: "受理通知书上的申请号".to_owned(),
            form: "如 202510001234.5".to_owned(),
            ..TemplateField::default()
        },
        TemplateField {
            title: "类型".to_owned(),
            codes: ["发明", "实用新型", "外观设计"].map(str::to_owned).to_vec(),
            ..TemplateField::default()
        },
        TemplateField { title: "申请日".to_owned(), kind: ColumnKind::Date, ..TemplateField::default() },
    ];
    let bytes = template("专利", &fields).unwrap();
    let workbook = read("模板.xlsx", &bytes);
    let names: Vec<&str> = workbook.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["专利", "填写说明", "可选值"]);
    assert_eq!(texts(&workbook.sheets[0]), [["申请号", "类型", "申请日"]]);
    assert_eq!(texts(&workbook.sheets[1])[1], ["申请号", "是", "受理通知书上的申请号", "如 202510001234.5"]);
    assert_eq!(texts(&workbook.sheets[2])[3], ["外观设计"]);
    let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let mut sheet = String::new();
    zip.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
    assert!(sheet.contains("type=\"list\"") && sheet.contains("$A$2:$A$4"), "{sheet}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    /// Any text survives both formats unless the format itself drops it (blank ends of CSV lines, carriage returns).
    #[test]
    fn any_text_survives(cells in prop::collection::vec("[^\\x00-\\x1f\\x7f\\u{80}-\\u{9f}\\u{fffe}\\u{ffff}\u{feff}\u{fffd}]{1,12}", 1..5)) {
        let columns: Vec<ColumnOut> = cells.iter().map(|_| ColumnOut::new("列", ColumnKind::Text)).collect();
        let table = TableOut { name: "表".to_owned(), columns, rows: vec![cells.clone()], ..TableOut::default() };
        let sheet = only_sheet(&xlsx(&table).unwrap());
        let found: Vec<String> = sheet.rows[1].cells.iter().map(|cell| cell.text.clone()).collect();
        prop_assert_eq!(&found, &cells);
        let bytes = csv(&table).unwrap();
        let workbook = read("表.csv", &bytes);
        let found: Vec<String> = workbook.sheets[0].rows[1].cells.iter().map(|cell| cell.text.clone()).collect();
        prop_assert_eq!(found, cells);
    }

    /// A decimal of up to 15 digits comes back as it was, whatever its size.
    #[test]
    fn decimals_survive(mantissa in -999_999_999_999_999i64..=999_999_999_999_999, scale in 0u32..10) {
        let decimal = rust_decimal::Decimal::new(mantissa, scale).normalize().to_string();
        let table = TableOut {
            name: "数".to_owned(),
            columns: vec![ColumnOut::new("数", ColumnKind::Decimal { digits: 2 })],
            rows: vec![vec![decimal.clone()]],
            ..TableOut::default()
        };
        let sheet = only_sheet(&xlsx(&table).unwrap());
        let cell: &SheetCell = &sheet.rows[1].cells[0];
        prop_assert_eq!((&cell.text, cell.kind), (&decimal, CellKind::Number));
    }
}

#[test]
fn an_old_workbook_is_read() {
    let workbook = read("老表.xls", include_bytes!("files/old.xls"));
    let sheet = &workbook.sheets[0];
    assert_eq!(sheet.name, "老表");
    let expected = [vec!["镇街", "件数", "日期", "占比"], vec!["城关镇", "12.5", "2025-03-01"], vec!["城关镇", "0.1", "", "125"]];
    assert_eq!(texts(sheet), expected);
    assert_eq!(sheet.merge_words(3, 0).unwrap(), "第3行与第2行的单元格合并");
}
