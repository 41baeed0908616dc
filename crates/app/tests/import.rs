//! Imports: the cases of `import.case`, and what only a real spreadsheet file can hold.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use std::collections::BTreeMap;

use common::{Bureau, entered, patent, patent_no};
use kezhang_app::desk::Desk;
use kezhang_app::error::AppError;
use kezhang_app::importing::{ImportChoices, ImportPlan, Verdict};
use rust_xlsxwriter::{Format, Formula, Workbook};

const CASES: &str = include_str!("import.case");

struct Case {
    title: String,
    ledger: String,
    table: String,
    counts: [usize; 5],
    expected: Vec<(usize, String, String, String)>,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut in_table = false;
    for line in CASES.lines().filter(|line| !line.starts_with('#')) {
        if let Some(title) = line.strip_prefix("== ") {
            let [ledger, table] = [const { String::new() }; 2];
            cases.push(Case { title: title.to_owned(), ledger, table, counts: [0; 5], expected: Vec::new() });
            in_table = false;
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        if let Some(ledger) = line.strip_prefix("台账 ") {
            ledger.trim().clone_into(&mut case.ledger);
            in_table = true;
        } else if let Some(counts) = line.strip_prefix("=> ") {
            let counts: Vec<usize> = counts.split_whitespace().map(|count| count.parse().unwrap()).collect();
            case.counts = counts.try_into().unwrap();
            in_table = false;
        } else if in_table {
            case.table.push_str(&filled(line));
            case.table.push('\n');
        } else if !line.trim().is_empty() {
            let mut words = line.splitn(4, ' ').map(str::to_owned);
            let mut word = || words.next().unwrap_or_default();
            case.expected.push((word().parse().unwrap(), word(), word(), word()));
        }
    }
    cases
}

/// `{3}` stands for the third valid application number.
fn filled(line: &str) -> String {
    let mut text = line.to_owned();
    for serial in 1..20 {
        text = text.replace(&format!("{{{serial}}}"), &patent_no(serial));
    }
    text
}

fn counts(plan: &ImportPlan) -> [usize; 5] {
    [plan.new, plan.revised, plan.same, plan.bad, plan.skipped]
}

/// Whoever keeps the ledger.
fn keeper<'b>(bureau: &'b Bureau, ledger: &str) -> Desk<'b> {
    bureau.desk(if ledger == "patent" { "clerk" } else { "other_clerk" })
}

/// What the plan says that the case does not, and the other way round.
fn differences(case: &Case, plan: &ImportPlan) -> Vec<String> {
    let mut wrong = Vec::new();
    if counts(plan) != case.counts {
        wrong.push(format!("counts {:?}, the case says {:?}", counts(plan), case.counts));
    }
    let (notes, mistakes): (Vec<_>, Vec<_>) = case.expected.iter().partition(|(_, cell, ..)| cell == "注");
    for (row, _, part, _) in notes {
        let said = plan.rows.iter().find(|view| view.row == *row).is_some_and(|view| view.notes.join("；").contains(part));
        if !said {
            wrong.push(format!("row {row} has no note “{part}”"));
        }
    }
    let mut left: Vec<_> = mistakes;
    for mistake in plan.rows.iter().flat_map(|row| row.mistakes.iter().map(move |mistake| (row.row, mistake))) {
        let (row, said) = mistake;
        let at = left.iter().position(|(r, cell, field, part)| {
            *r == row && *cell == said.cell && *field == said.field && said.reason.contains(part.as_str())
        });
        match at {
            Some(at) => drop(left.remove(at)),
            None => {
                wrong.push(format!("row {row} {} {} {} [{}]: not in the case", said.cell, said.field, said.reason, said.code))
            }
        }
    }
    wrong.extend(left.iter().map(|(row, cell, field, part)| format!("not found: {row} {cell} {field} {part}")));
    wrong
}

#[test]
fn tables_are_judged_as_the_cases_say_and_a_second_import_changes_nothing() {
    let bureau = Bureau::new();
    let choices = ImportChoices::default();
    let mut wrong = Vec::new();
    for case in cases() {
        let desk = keeper(&bureau, &case.ledger);
        let (file, before) = (format!("{}.csv", case.title), bureau.book.store().reader().unwrap().head().unwrap());
        let plan = desk.plan_import(&case.ledger, &file, case.table.as_bytes(), &choices);
        let plan = plan.unwrap_or_else(|error| panic!("{}: {error}\n{}", case.title, case.table));
        wrong.extend(differences(&case, &plan).into_iter().map(|line| format!("{}: {line}", case.title)));
        let refused = desk.import(&case.ledger, &file, case.table.as_bytes(), &choices, false);
        if plan.bad > 0 {
            assert!(matches!(refused, Err(AppError::Unusable(_))), "{}: wrote a table with mistakes", case.title);
            // Neither looking nor being refused writes a line.
            assert_eq!(bureau.book.store().reader().unwrap().head().unwrap(), before, "{}", case.title);
            desk.import(&case.ledger, &file, case.table.as_bytes(), &choices, true).unwrap();
        }
        let written = bureau.book.store().reader().unwrap().head().unwrap();
        let again = desk.import(&case.ledger, &file, case.table.as_bytes(), &choices, true).unwrap();
        let good = plan.new + plan.revised;
        assert_eq!((again.new, again.revised, again.same), (0, 0, good), "{}", case.title);
        assert_eq!(bureau.book.store().reader().unwrap().head().unwrap(), written, "{}", case.title);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(bureau.desk("auditor").verify().unwrap().damage, []);
}

#[test]
fn rows_fixed_on_the_page_go_in_with_the_others() {
    let bureau = Bureau::new();
    let clerk = bureau.desk("clerk");
    let table = format!(
        "申请号,专利名称,类型,申请人,申请日\n{},主轴,发明,甲公司,2025-03-05\n{},,发明,甲公司,去年\n",
        patent_no(1),
        patent_no(2)
    );
    let plan = clerk.plan_import("patent", "表.csv", table.as_bytes(), &ImportChoices::default()).unwrap();
    assert_eq!(counts(&plan), [1, 0, 0, 1, 0]);
    let edits = BTreeMap::from([((3, 1), "轴套".to_owned()), ((3, 4), "2024-12-30".to_owned())]);
    let choices = ImportChoices { edits, ..ImportChoices::default() };
    let done = clerk.import("patent", "表.csv", table.as_bytes(), &choices, false).unwrap();
    assert_eq!(done.new, 2);
    assert_eq!(common::on_board(&clerk, "patent.filed", 2025), "1");
    assert_eq!(common::on_board(&clerk, "patent.filed", 2024), "1");
}

#[test]
fn a_corrected_table_revises_and_says_which_rows() {
    let bureau = Bureau::new();
    let clerk = bureau.desk("clerk");
    let id = entered(clerk.create_entry("patent", patent(1, "主轴", "2025-03-05")).unwrap());
    let table = format!("申请号,专利名称,申请日\n{},主轴,2024-03-05\n", patent_no(1));
    let done = clerk.import("patent", "更正.csv", table.as_bytes(), &ImportChoices::default(), false).unwrap();
    assert_eq!((done.new, done.revised), (0, 1));
    let page = clerk.entry_page(&id).unwrap();
    assert_eq!(page.revision, 2);
    assert!(page.life[0].action.contains("更正.csv"), "{:?}", page.life[0]);
    assert_eq!(common::on_board(&clerk, "patent.filed", 2024), "1");
}

/// Merged cells, formulas, real dates, dates as text, numbers with 万, a hidden sheet and one that does not fit.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let cover = book.add_worksheet().set_name("封面").unwrap();
    cover.write(0, 0, "2025年上级项目").unwrap();
    let sheet = book.add_worksheet().set_name("立项").unwrap();
    let heads = [
        "年度",
        "级别",
        "计划类别",
        "项目名称",
        "承担单位",
        "推荐上报日期",
        "申请经费",
        "批准经费",
        "立项日期",
        "立项文号",
        "项目编号",
    ];
    sheet.merge_range(0, 0, 0, 10, "2025年立项一览表", &Format::new()).unwrap();
    for (column, head) in (0..).zip(heads) {
        sheet.write(1, column, head).unwrap();
    }
    let date = Format::new().set_num_format("yyyy/m/d");
    sheet.merge_range(2, 1, 3, 1, "省级", &Format::new()).unwrap();
    for (row, name) in (2..).zip(["甲", "乙", "丙"]) {
        sheet.write(row, 0, 2025).unwrap();
        sheet.write(row, 2, if row < 4 { "省重点研发计划" } else { "市科技计划项目" }).unwrap();
        sheet.write(row, 3, name).unwrap();
        sheet.write(row, 4, "甲公司").unwrap();
        sheet.write_with_format(row, 5, 45_667.0, &date).unwrap();
        sheet.write(row, 8, if row == 2 { "2025年6月1日" } else { "2025.6.1" }).unwrap();
        sheet.write(row, 9, "×科发〔2025〕12号").unwrap();
        sheet.write(row, 10, format!("2025Y00{row}")).unwrap();
    }
    sheet.write(4, 1, "市级").unwrap();
    sheet.write_formula(2, 6, Formula::new("=40+60").set_result("100")).unwrap();
    sheet.write(3, 6, "100万").unwrap();
    sheet.write(4, 6, 100.5).unwrap();
    sheet.write(2, 7, "80万元").unwrap();
    sheet.write_formula(3, 7, Formula::new("=G4*0").set_result("#VALUE!")).unwrap();
    sheet.write(4, 7, 50).unwrap();
    book.add_worksheet().set_name("草稿").unwrap().set_hidden(true);
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_as_offices_make_them_is_read_with_its_merges_formulas_and_dates() {
    let bureau = Bureau::new();
    let desk = bureau.desk("other_clerk");
    let plan = desk.plan_import("upper_project", "立项.xlsx", &workbook(), &ImportChoices::default()).unwrap();
    assert_eq!((plan.sheet, plan.heading_row), (1, 2));
    assert!(plan.notes.iter().any(|note| note.contains("合并")), "{:?}", plan.notes);
    assert!(plan.notes.iter().any(|note| note.contains("2个公式")), "{:?}", plan.notes);
    assert!(plan.notes.iter().any(|note| note.contains("隐藏")), "{:?}", plan.notes);
    assert_eq!(counts(&plan), [2, 0, 0, 1, 0], "{:?}", plan.rows);
    // The formula that gave an error is named, with its cell.
    let bad = plan.rows.iter().find(|row| row.verdict == Verdict::Bad).unwrap();
    assert_eq!((bad.row, bad.mistakes[0].cell.as_str()), (4, "H4"));
    desk.import("upper_project", "立项.xlsx", &workbook(), &ImportChoices::default(), true).unwrap();
    let figure = desk.figure_page("upper.won[level=省级]", "2025", 1).unwrap();
    assert_eq!(figure.chip.text, "1", "{:?}", figure.parts);
    let money = desk.figure_page("upper.won_money", "2025", 1).unwrap();
    assert_eq!((money.chip.text.as_str(), money.chip.unit.as_str()), ("130", "万元"));
}

#[test]
fn files_that_are_no_table_are_refused_in_one_sentence() {
    let bureau = Bureau::new();
    let clerk = bureau.desk("clerk");
    let gb18030: Vec<u8> = encoding("申请号,专利名称,类型,申请人,申请日\n", &patent_no(1));
    let wrong: [(&str, &[u8], &str); 6] = [
        ("空.xlsx", b"", "空"),
        ("照片.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "图片"),
        ("改名.xlsx", b"PK\x03\x04 not really a zip", "损坏"),
        ("二进制.csv", &[0, 1, 2, 3, 0, 0, 255, 254, 0, 7], "二进制"),
        ("没有列名.csv", "甲,乙\n1,2\n".as_bytes(), "列名"),
        ("只有列名.csv", "申请号,专利名称,类型,申请人,申请日\n".as_bytes(), ""),
    ];
    for (name, bytes, part) in wrong {
        match clerk.plan_import("patent", name, bytes, &ImportChoices::default()) {
            Err(error) => {
                let sentence = error.to_string();
                assert!(sentence.contains(part) && sentence.ends_with(']'), "{name}: {sentence}");
            }
            Ok(plan) => assert_eq!((part, counts(&plan)), ("", [0; 5]), "{name}"),
        }
    }
    let plan = clerk.plan_import("patent", "国标.csv", &gb18030, &ImportChoices::default()).unwrap();
    assert_eq!(counts(&plan), [1, 0, 0, 0, 0], "{:?}", plan.rows);
}

/// GB18030, as the spreadsheet programs of the offices still save csv.
fn encoding(heading: &str, number: &str) -> Vec<u8> {
    let text = format!("{heading}{number},主轴,发明,甲公司,2025-03-05\n");
    encoding_rs::GB18030.encode(&text).0.into_owned()
}
