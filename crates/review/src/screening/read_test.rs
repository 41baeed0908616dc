//! The test of a condition, from its table.

use rust_decimal::Decimal;

use super::fact::FactKind;
use super::mistake::MistakeKind;
use super::read::Asked;
use super::read_score::read_score;
use super::rules::{Bracket, Share, Test};
use super::table::Table;

const WHERE: &str = "[[condition]]";
const NUMBERS: &[FactKind] = &[FactKind::Money, FactKind::Count];

/// Kinds of tests by their name in rule files.
const TESTS: [&str; 7] = ["age", "yes", "one_of", "at_least", "at_most", "share", "score"];

pub(super) fn read_test(table: &Table, asked: &mut Asked) -> Option<Test> {
    let kind = table.must("test", WHERE, Table::text)?;
    match kind.as_str() {
        "age" => {
            let since = fact(table, "since", &[FactKind::Date], asked);
            let days = table.must("days_min", WHERE, Table::number);
            let days_min = days.and_then(|days| i64::try_from(days).ok());
            Some(Test::Age { since: since?, days_min: days_min? })
        }
        "yes" => {
            let fact = fact(table, "fact", &[FactKind::Flag], asked);
            let wanted = if table.has("wanted") { table.flag("wanted") } else { Some(true) };
            Some(Test::Is { fact: fact?, wanted: wanted? })
        }
        "one_of" => {
            let fact = fact(table, "fact", &[FactKind::Code], asked);
            let codes = table.must("codes", WHERE, Table::texts);
            Some(Test::OneOf { fact: fact?, codes: codes? })
        }
        "at_least" => {
            let facts = facts(table, "facts", asked);
            let min = table.must("min", WHERE, Table::number);
            Some(Test::AtLeast { facts: facts?, min: min? })
        }
        "at_most" => {
            let fact = fact(table, "fact", NUMBERS, asked);
            let max = table.must("max", WHERE, Table::number);
            Some(Test::AtMost { fact: fact?, max: max? })
        }
        "share" => {
            let share = read_share(table, asked);
            let (by, brackets) = read_brackets(table, asked)?;
            Some(Test::Share { share: share?, by, brackets })
        }
        "score" => read_score(table, asked).map(Test::Score),
        _ => {
            let what = format!("“test”可写：{}", TESTS.join("、"));
            table.file.mistake(table.line_of("test"), MistakeKind::WrongValue, what);
            table.pass_over();
            None
        }
    }
}

/// One fact that a key names.
pub(super) fn fact(table: &Table, key: &'static str, kinds: &[FactKind], asked: &mut Asked) -> Option<String> {
    let id = table.must(key, WHERE, Table::text)?;
    asked.ask(&id, table.line_of(key), kinds);
    Some(id)
}

/// The numbers that a key names.
pub(super) fn facts(table: &Table, key: &'static str, asked: &mut Asked) -> Option<Vec<String>> {
    let ids = table.must(key, WHERE, Table::texts)?;
    for id in &ids {
        asked.ask(id, table.line_of(key), NUMBERS);
    }
    Some(ids)
}

pub(super) fn read_share(table: &Table, asked: &mut Asked) -> Option<Share> {
    let part = facts(table, "part", asked);
    let whole = facts(table, "whole", asked);
    let part_name = table.must("part_name", WHERE, Table::text);
    let whole_name = table.must("whole_name", WHERE, Table::text);
    let per_year = if table.has("per_year") { table.flag("per_year") } else { Some(false) };
    Some(Share { part_name: part_name?, part: part?, whole_name: whole_name?, whole: whole?, per_year: per_year? })
}

/// One threshold (`min`), or several by size (`by` and `brackets`).
fn read_brackets(table: &Table, asked: &mut Asked) -> Option<(Option<String>, Vec<Bracket>)> {
    if !table.has("brackets") {
        let min = table.must("min", WHERE, Table::number)?;
        return Some((None, vec![Bracket { up_to: None, min }]));
    }
    let by = fact(table, "by", NUMBERS, asked)?;
    let mut brackets = Vec::new();
    for row in table.tables("brackets") {
        let up_to = row.number("up_to");
        let min = row.must("min", "brackets", Table::number);
        row.finish("brackets");
        brackets.push(Bracket { up_to, min: min? });
    }
    let ends: Vec<Option<Decimal>> = brackets.iter().map(|bracket| bracket.up_to).collect();
    let (last, before) = ends.split_last()?;
    let rising = before.iter().all(Option::is_some) && before.is_sorted_by(|a, b| a < b);
    if last.is_some() || !rising {
        let what = "“brackets”要从小到大排，只有最后一档不写“up_to”";
        table.file.mistake(table.line_of("brackets"), MistakeKind::BadOrder, what);
        return None;
    }
    Some((Some(by), brackets))
}
