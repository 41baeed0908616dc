//! Rules as shipped, and facts as a clerk writes them: `前一年销售收入=5000万`.
#![allow(dead_code, reason = "each test uses its own part")]

use jiff::civil::Date;
use kezhang_review::screening::{Fact, FactKind, Facts, RuleSet, read_rules};
use rust_decimal::Decimal;

const HIGHTECH: &str = include_str!("../../../../packs/enterprise/rules/hightech_2016.toml");
const SME: &str = include_str!("../../../../packs/enterprise/rules/sme_2017.toml");
const CODES: [&str; 2] =
    [include_str!("../../../../packs/common/codes.toml"), include_str!("../../../../packs/enterprise/codes.toml")];

pub fn hightech() -> RuleSet {
    read_rules("enterprise/rules/hightech_2016.toml", HIGHTECH).unwrap()
}

pub fn sme() -> RuleSet {
    read_rules("enterprise/rules/sme_2017.toml", SME).unwrap()
}

/// A code and its name, by any of its words.
fn code(word: &str) -> (String, String) {
    for file in CODES {
        let file: toml::Table = file.parse().unwrap();
        for list in file["codes"].as_array().unwrap() {
            for item in list["items"].as_array().unwrap() {
                let words: Vec<&str> = item.as_str().unwrap().split_whitespace().collect();
                if words.contains(&word) {
                    return (words[0].to_owned(), words[1].to_owned());
                }
            }
        }
    }
    panic!("no code is called {word}");
}

/// The fact a clerk means.
pub fn fact(kind: FactKind, written: &str) -> Option<Fact> {
    let written = written.trim();
    if written == "—" {
        return None;
    }
    Some(match kind {
        FactKind::Date => Fact::Date(written.parse::<Date>().unwrap()),
        FactKind::Flag => match written {
            "是" => Fact::Flag(true),
            "否" => Fact::Flag(false),
            other => panic!("{other} is neither 是 nor 否"),
        },
        FactKind::Code => {
            let (code, name) = code(written);
            Fact::Code { code, name }
        }
        _ => {
            let end = written.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-').unwrap_or(written.len());
            let number: Decimal = written[..end].parse().unwrap();
            let times = match &written[end..] {
                "万" => 10_000,
                "亿" => 100_000_000,
                _ => 1,
            };
            Fact::Number(number * Decimal::from(times))
        }
    })
}

/// Sets the fact of that name.
pub fn set(rules: &RuleSet, facts: &mut Facts, name: &str, written: &str) {
    let rule = rules.facts.iter().find(|fact| fact.name == name.trim()).unwrap_or_else(|| panic!("no fact is called {name}"));
    facts.set(&rule.id, fact(rule.kind, written));
}

/// The firm that meets every condition: the lines that begin with 基准.
pub fn base(rules: &RuleSet, cases: &str) -> Facts {
    let mut facts = Facts::new();
    for pair in cases.lines().filter_map(|line| line.strip_prefix("基准 ")).flat_map(str::split_whitespace) {
        let (name, written) = pair.split_once('=').unwrap();
        set(rules, &mut facts, name, written);
    }
    facts
}
