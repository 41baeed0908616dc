//! `hightech.case`, `sme.case`: firms and what becomes of them, every boundary of every condition among them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use std::collections::BTreeSet;

use jiff::civil::date;
use kezhang_review::screening::{Judged, RuleSet, Screening, Verdict, day_of, screen};

const HIGHTECH: &str = include_str!("hightech.case");
const SME: &str = include_str!("sme.case");

/// Everything a condition says, in one line to look for words in.
fn said(judged: &Judged) -> String {
    let missing = judged.missing.iter().map(|missing| missing.todo.as_str());
    let gap = judged.gap.as_deref();
    [judged.arithmetic.as_str()].into_iter().chain(gap).chain(missing).collect::<Vec<_>>().join("；")
}

fn whole(screening: &Screening) -> &'static str {
    match screening.verdict() {
        Verdict::Met => "符合",
        Verdict::NotMet => "不符合",
        Verdict::Unknown => "缺数据",
    }
}

fn run(rules: &RuleSet, cases: &str) {
    let base = common::base(rules, cases);
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for section in cases.split("\n--- ").skip(1) {
        let mut lines = section.lines().filter(|line| !line.trim().is_empty());
        let id = lines.next().unwrap().split_whitespace().next().unwrap();
        let columns: Vec<&str> = lines.next().unwrap().split('|').map(str::trim).collect();
        for line in lines {
            let (inputs, expected) = line.split_once("=>").unwrap();
            let mut facts = base.clone();
            let values: Vec<&str> = inputs.split('|').collect();
            assert_eq!(values.len(), columns.len(), "{line}");
            for (name, written) in columns.iter().zip(values) {
                common::set(rules, &mut facts, name, written);
            }
            let screening = screen(rules, &facts, day_of(rules, &facts, date(2026, 11, 22)));
            let mut expected = expected.split('|').map(str::trim);
            let verdict = expected.next().unwrap();
            let (word, said) = match screening.condition(id) {
                Some(judged) => (judged.word(), said(judged)),
                None => (whole(&screening), String::new()),
            };
            seen.insert((id, word));
            if word != verdict || expected.any(|words| !said.contains(words)) {
                wrong.push(format!("{id}: {line}\n    {word} | {said}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
    for condition in &rules.conditions {
        for word in ["符合", "不符合", "缺数据"] {
            assert!(seen.contains(&(condition.id.as_str(), word)), "no firm for which {} is {word}", condition.id);
        }
    }
}

#[test]
fn firms_that_apply_for_hightech() {
    run(&common::hightech(), HIGHTECH);
}

#[test]
fn small_technology_firms() {
    run(&common::sme(), SME);
}

#[test]
fn nothing_known_decides_nothing() {
    for rules in [common::hightech(), common::sme()] {
        let screening = screen(&rules, &kezhang_review::screening::Facts::new(), date(2025, 7, 1));
        for judged in &screening.conditions {
            assert_eq!(judged.word(), "缺数据", "{}", judged.name);
        }
    }
}
