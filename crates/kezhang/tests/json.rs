//! docs/reference/json.md is true: every field it names occurs in what the program prints, and every field that occurs is
//! named there.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use std::collections::BTreeSet;
use std::path::Path;

use common::{CONTRADICTION, Desk};
use kezhang_app::check::Judgement;
use kezhang_app::kezhang::Kezhang;
use serde_json::Value;

/// The fields that a section of the page names.
fn documented(verb: &str) -> BTreeSet<String> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/json.md");
    let page = std::fs::read_to_string(page).unwrap();
    let section = page.split("\n## ").find(|section| section.starts_with(&format!("{verb}\n"))).unwrap();
    let fields = section.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next().map(str::to_owned));
    fields.collect()
}

/// Every path to a key in a value: `claims[].bound.formula`.
fn paths(value: &Value, above: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                let path = if above.is_empty() { key.clone() } else { format!("{above}.{key}") };
                found.insert(path.clone());
                paths(value, &path, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| paths(item, &format!("{above}[]"), found)),
        _ => {}
    }
}

fn must_agree(verb: &str, values: &[Value]) {
    let mut occurring = BTreeSet::new();
    values.iter().for_each(|value| paths(value, "", &mut occurring));
    let documented = documented(verb);
    let missing: Vec<_> = occurring.difference(&documented).collect();
    let dead: Vec<_> = documented.difference(&occurring).collect();
    assert!(missing.is_empty(), "{verb}: printed, but not in docs/reference/json.md: {missing:?}");
    assert!(dead.is_empty(), "{verb}: in docs/reference/json.md, but not printed: {dead:?}");
}

const DAMAGED: &str = "縣(xiàn)科技局積極組織企業(yè)申報(bào)項目。完善效劳体系，平安生产，根底设施，粮食储藏，科技奉献率。\n";

#[test]
fn read_prints_what_is_documented() {
    let desk = Desk::new();
    desk.put("稿.txt", CONTRADICTION);
    let lines = desk.run(&["read", "稿.txt", "--json"]).out;
    must_agree("read", &lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<_>>());
}

#[test]
fn repair_prints_what_is_documented() {
    let desk = Desk::new();
    desk.put("稿.txt", DAMAGED);
    must_agree("repair", &[desk.run(&["repair", "稿.txt", "--json"]).json()]);
}

#[test]
fn check_prints_what_is_documented() {
    let desk = Desk::new();
    let book = desk.book();
    let text = format!("{DAMAGED}{CONTRADICTION}2025年，全区专利申请5件。受理知识产权新件3件。\n");
    {
        let opened = Kezhang::open(&desk.path(book)).unwrap();
        let person = opened.operator_desk();
        let checked = person.check_text(&text, 2025).unwrap();
        let number = |words: &str| checked.claims.iter().find(|claim| claim.quote.contains(words)).unwrap().number;
        person.teach(&checked, number("新件"), Some("专利申请量"), "一回事").unwrap();
        person.judge_difference(&checked, number("专利申请"), Judgement::Accept, "按台账改").unwrap();
        person.judge_finding(&checked, checked.findings[0].number, Judgement::Ignore, "含外乡学员").unwrap();
    }
    desk.put("稿.txt", text).put("坏.docx", b"PK\x03\x04 broken");
    let checked = desk.run(&["check", "稿.txt", "坏.docx", "--book", book, "--year", "2025", "--json"]);
    assert_eq!(checked.code, 2);
    must_agree("check", &[checked.json()]);
}

#[test]
fn figures_prints_what_is_documented() {
    let desk = Desk::new();
    let book = desk.book();
    let figures = desk.run(&["figures", "--book", book, "--year", "2025", "--json"]).json();
    let filed = figures["figures"].as_array().unwrap().iter().find(|line| line["id"] == "patent.filed").unwrap();
    assert_eq!(
        (filed["value"].as_str(), filed["target"].as_str(), filed["completion"].as_str()),
        (Some("3"), Some("12"), Some("25"))
    );
    must_agree("figures", &[figures]);
}

#[test]
fn import_prints_what_is_documented() {
    let desk = Desk::new();
    let book = desk.book();
    desk.put("又.csv", "申请号,专利名称,类型,申请人,申请日\n202510000004.8,轴承座,发明,甲公司,2025-09-01\n202510000005.2,轴承盖,发明,甲公司,2025-09-31\n");
    let imported = desk.run(&["import", "--book", book, "--ledger", "patent", "又.csv", "--good", "--json"]);
    assert_eq!(imported.code, 1, "{}", imported.err);
    let imported = imported.json();
    assert_eq!(imported["imported"]["new"], 1, "{imported}");
    must_agree("import", &[imported]);
}
