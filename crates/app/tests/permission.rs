//! Who may do what, for every use-case: the table `permission.tbl`, tried on a real book.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use common::{Bureau, PEOPLE, entered, patent, patent_no, typed};
use kezhang_app::check::Judgement;
use kezhang_app::desk::Desk;
use kezhang_app::entry_save::Saved;
use kezhang_app::error::{AppError, Result};
use kezhang_app::importing::ImportChoices;
use kezhang_app::ledger_page::ListParams;
use kezhang_app::managing::Account;
use kezhang_office::input::Limits;
use kezhang_office::table_in::read_table;

const TABLE: &str = include_str!("permission.tbl");

/// What an action left behind: whether anything of the patent came out.
type Tried = Result<bool>;

fn written(saved: Result<Saved>) -> Tried {
    entered(saved?);
    Ok(true)
}

/// Tries one action on a patent that stands at revision 2 with one file of evidence.
fn attempt(action: &str, desk: &Desk, entry: &str, evidence: &str, turn: u32) -> Tried {
    let params = ListParams { page: 1, ..ListParams::default() };
    let csv = format!("申请号,专利名称,类型,申请人,申请日\n{},导入的,发明,甲公司,2025-04-01\n", patent_no(2000 + turn));
    let choices = ImportChoices::default();
    match action {
        "看台账" => desk.ledger_page("patent", &params).map(|page| !page.rows.is_empty()),
        "导出台账" => desk.export_ledger("patent", &params).map(|file| sheet_says(&file.bytes, "主轴轴承")),
        "搜索" => desk.search("主轴轴承", 2025).map(|page| !page.entries.is_empty()),
        "打开记录" => desk.entry_page(entry).map(|page| page.title.contains("主轴轴承")),
        "打开佐证" => desk.evidence(entry, evidence).map(|(_, bytes)| bytes == b"scan"),
        "看板" => desk.board(2025).map(|board| !board.areas.is_empty()),
        "打开数字" => desk.figure_page("patent.filed", "2025", 1).map(|figure| figure.chip.known),
        "数字后面的记录" => desk.figure_page("patent.filed", "2025", 1).map(|figure| {
            let part = &figure.parts[0];
            // What is not seen is counted, and no title slips out through the postings.
            assert_eq!(part.entries.len() + part.hidden, usize::try_from(part.entries_total).unwrap());
            part.entries.iter().any(|entry| entry.title.contains("主轴轴承"))
                || part.postings.iter().any(|posting| posting.title.contains("主轴轴承"))
        }),
        "导出看板" => desk.export_board(2025).map(|file| !file.bytes.is_empty()),
        "起草总结" => desk.draft("summary", 2025).map(|draft| !draft.tokens.is_empty()),
        "核对文稿" => desk.check_text("全年专利申请3件。", 2025).map(|text| !text.claims.is_empty()),
        "看上报数" => desk.reported(2025).map(|_| true),
        "新增表单" => desk.new_entry("patent").map(|page| !page.groups.is_empty()),
        "新增" => written(desk.create_entry("patent", patent(1000 + turn, "又一件", "2025-05-01"))),
        "导入" => desk.import("patent", "表.csv", csv.as_bytes(), &choices, false).map(|done| done.new == 1),
        "导入预检" => desk.plan_import("patent", "表.csv", csv.as_bytes(), &choices).map(|plan| !plan.rows.is_empty()),
        "修改" => written(desk.revise_entry(entry, 2, typed(&[("note", "改")]))),
        "流转" => written(desk.move_entry(entry, 2, "grant", typed(&[("granted_on", "2025-06-01")]), "")),
        "上传佐证" => written(desk.attach(entry, "受理通知书.pdf", b"another")),
        "作废" => written(desk.void_entry(entry, 2, "重复录入")),
        "下达目标" => desk.set_target("patent.filed", 2025, "20", false).map(|()| true),
        "结账" => desk.close("2024").map(|_| true),
        "采用上报数" => {
            let text = desk.check_text("全年专利申请3件。", 2025);
            // Those who may not even check a text are tried with the text of somebody who may.
            text.and_then(|text| desk.accept_reported(&text, 2025, &[0])).map(|accepted| accepted.accepted == 1)
        }
        "认定指标" => {
            let text = desk.check_text("全年专利申请3件。", 2025);
            text.and_then(|text| desk.teach(&text, 0, Some("专利申请量"), "")).map(|said| said.contains("专利申请量"))
        }
        "忽略疑点" => {
            let text = desk.check_text("全年培训农民1200人次，其中女性1500人次。", 2025);
            text.and_then(|text| desk.judge_finding(&text, text.findings[0].number, Judgement::Ignore, "含外乡学员"))
                .map(|said| said.contains("已忽略"))
        }
        "发布文稿" => desk.publish("summary", 2025).map(|_| true),
        "核验账簿" => desk.verify().map(|verified| {
            assert!(verified.damage.is_empty(), "{:?}", verified.damage);
            true
        }),
        "看日记账" => desk.journal(None, 10).map(|rows| !rows.is_empty()),
        "看账号" => desk.accounts().map(|accounts| !accounts.is_empty()),
        "设账号" => {
            let account =
                Account { user: format!("new{turn}"), name: "新人".to_owned(), role: None, section: None, manages: true };
            desk.set_account(&account).map(|password| password.is_some())
        }
        other => panic!("permission.tbl has an action that this test does not know: {other}"),
    }
}

fn sheet_says(xlsx: &[u8], words: &str) -> bool {
    let workbook = read_table("导出.xlsx", xlsx, &Limits::default()).unwrap();
    workbook.sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| &row.cells).any(|cell| cell.text.contains(words))
}

fn word(tried: &Tried) -> &'static str {
    match tried {
        Ok(true) => "可",
        Ok(false) => "空",
        Err(AppError::Denied(_)) => "拒",
        Err(AppError::NotFound(_)) => "无",
        Err(error @ AppError::Refused(refusals)) => match refusals.first().map(|at| at.refusal.code()) {
            Some("KZ-101") => "拒",
            Some("KZ-103") => "无",
            _ => panic!("{error}"),
        },
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn everybody_may_do_exactly_what_the_table_says() {
    let mut wrong = Vec::new();
    let rows = TABLE.lines().filter(|line| !line.starts_with('#')).skip(1);
    let bureau = Bureau::new();
    let clerk = bureau.desk("clerk");
    let desks: Vec<_> = PEOPLE.iter().map(|(user, ..)| bureau.desk(user)).collect();
    for (turn, row) in rows.enumerate() {
        let turn = u32::try_from(turn).unwrap();
        let cells: Vec<&str> = row.split_whitespace().collect();
        assert_eq!(cells.len(), 1 + PEOPLE.len(), "{row}");
        for (at, desk) in desks.iter().enumerate() {
            let wanted = cells[1 + at];
            let turn = turn * 10 + u32::try_from(at).unwrap();
            let entry = entered(clerk.create_entry("patent", patent(turn, "主轴轴承", "2025-03-05")).unwrap());
            entered(clerk.attach(&entry, "申请书.pdf", b"scan").unwrap());
            let evidence = clerk.entry_page(&entry).unwrap().evidence[0].0.clone();
            let tried = attempt(cells[0], desk, &entry, &evidence, turn);
            let found = word(&tried);
            if found != wanted {
                let why = tried.err().map(|error| error.to_string());
                wrong.push(format!("{} {}: {found}, the table says {wanted} {why:?}", cells[0], desk.user.user));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_session_ends_with_the_account_and_with_a_new_password() {
    let bureau = Bureau::new();
    let token = bureau.book.sign_in("clerk", bureau.password("clerk")).unwrap();
    let manager = bureau.desk("manager");
    manager.reset_password("clerk").unwrap();
    assert!(matches!(bureau.book.desk(&token), Err(AppError::SignInFirst)));
    let token = bureau.book.sign_in("other_clerk", bureau.password("other_clerk")).unwrap();
    let gone = Account { user: "other_clerk".to_owned(), name: "离职".to_owned(), role: None, section: None, manages: false };
    manager.set_account(&gone).unwrap();
    assert!(matches!(bureau.book.desk(&token), Err(AppError::SignInFirst)));
    assert!(matches!(bureau.book.sign_in("other_clerk", bureau.password("other_clerk")), Err(AppError::WrongPassword)));
}

#[test]
fn nobody_can_be_locked_out_of_managing_by_themselves() {
    let bureau = Bureau::new();
    let me = Account { user: "manager".to_owned(), name: "我".to_owned(), role: None, section: None, manages: false };
    assert!(matches!(bureau.desk("manager").set_account(&me), Err(AppError::Denied(_))));
}

#[test]
fn passwords_are_never_the_same_and_guessing_is_slowed() {
    let bureau = Bureau::new();
    let mut seen: Vec<&str> = PEOPLE.iter().map(|(user, ..)| bureau.password(user)).collect();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), PEOPLE.len());
    let outcomes: Vec<bool> =
        (0..12).map(|_| matches!(bureau.book.sign_in("clerk", "guess guess 1"), Err(AppError::TooManyTries(_)))).collect();
    assert!(outcomes.contains(&true), "guessing goes on for ever");
    // The right password does not help while the account waits: a guesser could not tell.
    assert!(matches!(bureau.book.sign_in("clerk", bureau.password("clerk")), Err(AppError::TooManyTries(_))));
}
