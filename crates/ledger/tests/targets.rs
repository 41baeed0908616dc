//! Targets are set in the indicator's unit and come back in it, also where a measure of the same id counts in another.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use jiff::civil::date;
use kezhang_ledger::command::{Command, NewEntry};
use kezhang_ledger::figure::Reader;
use kezhang_ledger::formula;
use kezhang_ledger::journal::{Target, TargetOperator};
use kezhang_ledger::memory::MemoryBook;
use kezhang_ledger::period::Period;
use rust_decimal::Decimal;

/// `won.money` counts in 元; the indicator that carries its name is planned and shown in 万元.
const INDICATOR: &str = r#"
[[indicator]]
id = "won.money"
name = "批准经费"
unit = "万元"
caliber = "按立项日期"
"#;

fn book() -> MemoryBook {
    let mut sources = common::sources();
    sources.insert("project/indicators.toml".to_owned(), INDICATOR.to_owned());
    let mut book = MemoryBook::default();
    let moment = common::moment(date(2025, 1, 3));
    book.submit(&common::head(), &Command::Open { settings: common::settings(), sources }, &moment).unwrap();
    let target = Target {
        indicator: "won.money".into(),
        period: Period::year(2025),
        value: Some(Decimal::from(400)),
        operator: TargetOperator::AtLeast,
    };
    book.submit(&common::head(), &Command::SetTarget(target), &moment).unwrap();
    let typed = [("code", "A1"), ("asked_on", "2025-01-02"), ("approved_on", "2025-01-03"), ("approved", "300万元")];
    let entry = NewEntry {
        ledger: "won".into(),
        id: "e1".into(),
        state: Some("won".into()),
        typed: typed.into_iter().map(|(field, text)| (field.into(), text.to_owned())).collect(),
        section: "plan".into(),
    };
    book.submit(&common::head(), &Command::Create(entry), &moment).unwrap();
    book
}

#[test]
fn targets_keep_their_unit() {
    let book = book();
    let mut reader = Reader::new(&book.catalog, &book, None);
    for (source, expected, unit) in [
        ("won.money", "300", "万元"),
        ("target(won.money)", "400", "万元"),
        ("last_year(target(won.money))", "【待补】", "万元"),
        ("share(won.money, target(won.money))", "75", "%"),
        ("target(won.won)", "【待补】", "项"),
    ] {
        let Ok(figure) = reader.formula(&formula::parse(source).unwrap(), None, None, Period::year(2025));
        assert_eq!((figure.print().as_str(), figure.unit.as_str()), (expected, unit), "{source}");
    }
}
