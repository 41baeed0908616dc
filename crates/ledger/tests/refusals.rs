//! Every refusal has a way to come about: `refusals.case` is played, and the page for people is written from it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![allow(clippy::disallowed_methods, reason = "a test may read the page it holds true, and write it when asked")]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use jiff::civil::{Date, date};
use kezhang_ledger::command::{Actor, Command, ImportRow, NewEntry, Typed};
use kezhang_ledger::definition::Role;
use kezhang_ledger::journal::{LearntEvent, Target, TargetOperator};
use kezhang_ledger::memory::MemoryBook;
use kezhang_ledger::period::Period;

const CASES: &str = include_str!("refusals.case");
const PAGE: &str = "../../docs/reference/refusals.md";

struct Case {
    code: String,
    title: String,
    lines: Vec<String>,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in CASES.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        match line.strip_prefix("== ") {
            Some(heading) => {
                let (code, title) = heading.split_once(' ').unwrap();
                cases.push(Case { code: code.to_owned(), title: title.to_owned(), lines: Vec::new() });
            }
            None => cases.last_mut().unwrap().lines.push(line.to_owned()),
        }
    }
    cases
}

fn actor(name: &str) -> Actor {
    match name {
        "经办" => common::clerk(),
        "科长" => common::head(),
        "外科" => Actor { user: "wu".into(), role: Role::Head, section: Some("other".into()) },
        other => panic!("nobody is called {other}"),
    }
}

/// `第3版` → 3.
fn revision(word: &str) -> u32 {
    word.trim_start_matches('第').trim_end_matches('版').parse().unwrap()
}

/// One line of a case as a command.
fn command(who: &Actor, words: &str) -> Command {
    let (words, note) = words.split_once("理由=").or_else(|| words.split_once("意见=")).unwrap_or((words, ""));
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut typed = Typed::new();
    let mut state = None;
    for (field, text) in words.iter().filter_map(|word| word.split_once('=')) {
        match field {
            "状态" => state = Some(text.into()),
            field => drop(typed.insert(field.into(), text.to_owned())),
        }
    }
    let section = who.section.clone().unwrap();
    let new = |id: &str| NewEntry { ledger: words[1].into(), id: id.into(), state: state.clone(), typed: typed.clone(), section };
    let base = || revision(words[2]);
    match words[0] {
        "新增" => Command::Create(new(words[2])),
        "导入" => Command::Import { file: "表.xlsx".to_owned(), rows: vec![ImportRow { row: 2, entry: new("imported") }] },
        "修改" => Command::Revise { entry: words[1].into(), base: base(), typed },
        "办理" => {
            let (entry, base) = (words[1].into(), base());
            Command::Move { entry, base, transition: words[3].into(), typed, opinion: note.to_owned() }
        }
        "作废" => Command::Void { entry: words[1].into(), base: base(), reason: note.to_owned() },
        "结账" => Command::Close { period: Period::parse(words[1]).unwrap() },
        "目标" => Command::SetTarget(Target {
            indicator: words[1].into(),
            period: Period::parse(words[2]).unwrap(),
            value: Some(words[3].parse().unwrap()),
            operator: TargetOperator::AtLeast,
        }),
        "忽略" => Command::Learn(LearntEvent {
            about: "finding".to_owned(),
            wording: words[1].to_owned(),
            decision: "ignore".to_owned(),
            reason: note.to_owned(),
        }),
        other => panic!("{other} is nothing one can do"),
    }
}

/// Plays a case; gives the first refusal of its last line.
fn refused(case: &Case) -> (String, String) {
    let mut book = MemoryBook::default();
    let open = Command::Open { settings: common::settings(), sources: common::sources() };
    book.submit(&common::head(), &open, &common::moment(date(2024, 1, 3))).unwrap();
    let mut today = date(2025, 6, 2);
    for (at, line) in case.lines.iter().enumerate() {
        let (name, words) = line.split_once(' ').unwrap();
        if name == "今天" {
            today = words.trim().parse::<Date>().unwrap();
            continue;
        }
        let who = actor(name);
        let done = book.submit(&who, &command(&who, words), &common::moment(today));
        let last = at + 1 == case.lines.len();
        match done {
            Ok(_) if last => panic!("{} {}: not refused", case.code, case.title),
            Ok(_) => {}
            Err(refusals) if last => return (refusals[0].refusal.code().to_owned(), refusals[0].refusal.sentence()),
            Err(refusals) => panic!("{} {}: {line}: {}", case.code, case.title, refusals[0].refusal),
        }
    }
    panic!("{}: a case without lines", case.code)
}

fn page(cases: &[Case]) -> String {
    let mut page = String::from(
        "# 退回的原因\n\n账簿不办一件事时，会说明哪里不对、该怎么办，并带一个编号。编号不变，可以引用。\
         本页由 `crates/ledger/tests/refusals.case` 生成，每一条都在测试里真做一遍。\n\n\
         | 编号 | 什么情况 | 会说 |\n|---|---|---|\n",
    );
    for case in cases {
        let (code, sentence) = refused(case);
        writeln!(page, "| {code} | {} | {sentence} |", case.title).unwrap();
    }
    page
}

#[test]
fn every_refusal_comes_about_as_its_case_says() {
    let wrong: Vec<String> = cases()
        .iter()
        .map(|case| (case, refused(case)))
        .filter(|(case, (code, _))| *code != case.code)
        .map(|(case, (code, sentence))| format!("{} {}: refused with {code} {sentence}", case.code, case.title))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_refusal_is_without_a_case() {
    let source = include_str!("../src/refusal.rs");
    let known: BTreeSet<&str> = source.split('"').filter(|word| word.starts_with("KZ-1")).collect();
    let cases = cases();
    let tried: BTreeSet<&str> = cases.iter().map(|case| case.code.as_str()).collect();
    assert_eq!(known, tried);
}

#[test]
fn the_page_for_people_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let page = page(&cases());
    if std::env::var_os("KEZHANG_UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &page).unwrap();
    }
    let standing = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(standing == page, "docs/reference/refusals.md is old: KEZHANG_UPDATE=1 cargo test -p kezhang-ledger --test refusals");
}
