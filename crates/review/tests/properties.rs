//! What must hold for every firm: more of the good never harms, what is unknown never decides, advice suffices.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::date;
use kezhang_review::screening::{Fact, FactKind, Facts, RuleSet, Screening, Verdict, day_of, screen};
use proptest::prelude::*;
use rust_decimal::Decimal;

static HIGHTECH: LazyLock<RuleSet> = LazyLock::new(common::hightech);
static SME: LazyLock<RuleSet> = LazyLock::new(common::sme);

fn judged(rules: &RuleSet, facts: &Facts) -> Screening {
    screen(rules, facts, day_of(rules, facts, date(2026, 11, 22)))
}

/// A fact of that kind, mostly near where the thresholds lie.
fn value(id: &str, kind: FactKind) -> BoxedStrategy<Fact> {
    let own = |high: i64| (0..=high).prop_map(|points| Fact::Number(Decimal::from(points))).boxed();
    match kind {
        // To the 分, so that edges are hit from both sides.
        FactKind::Money if id.starts_with("rd") || id.starts_with("costs") => (0i64..200_000_000).prop_map(money).boxed(),
        FactKind::Money => prop_oneof![0i64..60_000_000_000, Just(500_000_000_000), Just(20_000_000_000)].prop_map(money).boxed(),
        FactKind::Count if id.starts_with("own") => own(8),
        FactKind::Count if id.starts_with("ip") || id == "conversions" => own(20),
        FactKind::Count => own(600),
        FactKind::Year => Just(Fact::Number(Decimal::from(2025))).boxed(),
        FactKind::Date if id == "founded_on" => {
            (0i64..4_000).prop_map(|days| Fact::Date(date(2015, 1, 1).checked_add(days.days()).unwrap())).boxed()
        }
        FactKind::Date => Just(Fact::Date(date(2025, 7, 1))).boxed(),
        FactKind::Flag => any::<bool>().prop_map(Fact::Flag).boxed(),
        FactKind::Code => {
            let codes = ["material", "agri", "own", "acquired", "hightech"];
            prop::sample::select(codes.to_vec()).prop_map(|code| Fact::Code { code: code.into(), name: code.into() }).boxed()
        }
    }
}

fn money(fen: i64) -> Fact {
    Fact::Number(Decimal::new(fen, 2))
}

/// Firms of which most is known.
fn firm(rules: &'static RuleSet) -> impl Strategy<Value = Facts> {
    let each: Vec<BoxedStrategy<(String, Option<Fact>)>> = rules
        .facts
        .iter()
        .map(|rule| {
            let id = rule.id.clone();
            prop::option::weighted(0.93, value(&rule.id, rule.kind)).prop_map(move |fact| (id.clone(), fact)).boxed()
        })
        .collect();
    each.prop_map(|known| {
        let mut facts = Facts::new();
        for (id, fact) in known {
            facts.set(id, fact);
        }
        facts
    })
}

fn number(facts: &Facts, id: &str) -> Option<Decimal> {
    match facts.get(id) {
        Some(Fact::Number(number)) => Some(*number),
        _ => None,
    }
}

fn raised(facts: &Facts, ids: &[&str], by: Decimal) -> Facts {
    let mut raised = facts.clone();
    for id in ids {
        raised.set(*id, number(facts, id).map(|number| Fact::Number(number + by)));
    }
    raised
}

/// How good a verdict is.
fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::NotMet => 0,
        Verdict::Unknown => 1,
        Verdict::Met => 2,
    }
}

fn none_worse(rules: &RuleSet, before: &Facts, after: &Facts) -> Result<(), TestCaseError> {
    let (before, after) = (judged(rules, before), judged(rules, after));
    for (was, is) in before.conditions.iter().zip(&after.conditions) {
        prop_assert!(rank(is.verdict) >= rank(was.verdict), "{}: {} then {}", was.name, was.arithmetic, is.arithmetic);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Research spent at home in any year harms no condition (money spent abroad may: it lowers the share at home).
    #[test]
    fn more_research_never_harms(facts in firm(&HIGHTECH), year in 1..=3u8, more in 0i64..1_000_000_000) {
        let rd = format!("rd_{year}");
        none_worse(&HIGHTECH, &facts, &raised(&facts, &[&rd, "rd_domestic"], Decimal::new(more, 2)))?;
    }

    #[test]
    fn more_research_never_harms_a_small_firm(facts in firm(&SME), more in 0i64..1_000_000_000) {
        none_worse(&SME, &facts, &raised(&facts, &["rd_spend"], Decimal::new(more, 2)))?;
    }

    /// Nor do more of what is counted: staff in research, patents, results put to use, points, income from new technology.
    #[test]
    fn more_of_the_good_never_harms(facts in firm(&HIGHTECH), which in 0..11usize, more in 1i64..50) {
        let good = ["tech_staff", "ip_class1", "ip_class2", "conversions", "hightech_income", "own_advanced", "own_support",
            "own_system", "own_institute", "own_reward", "own_talent"];
        none_worse(&HIGHTECH, &facts, &raised(&facts, &[good[which]], Decimal::from(more)))?;
    }

    /// Forgetting a fact leaves a judgement or makes it unknown; it never makes one.
    #[test]
    fn what_is_unknown_decides_nothing(facts in firm(&HIGHTECH), which in any::<prop::sample::Index>()) {
        forget(&HIGHTECH, &facts, which)?;
    }

    #[test]
    fn what_is_unknown_decides_nothing_of_a_small_firm(facts in firm(&SME), which in any::<prop::sample::Index>()) {
        forget(&SME, &facts, which)?;
    }

    /// Whoever spends what the advice says is short meets the condition.
    #[test]
    fn the_advice_suffices(facts in firm(&HIGHTECH)) {
        let before = judged(&HIGHTECH, &facts);
        let rd = before.condition("rd").unwrap();
        if rd.verdict == Verdict::NotMet {
            let gap = rd.gap.as_ref().unwrap();
            let short = gap.split("还差").nth(1).unwrap().trim_end_matches("万元").replace(',', "");
            let short = short.parse::<Decimal>().unwrap() * Decimal::from(10_000);
            let after = judged(&HIGHTECH, &raised(&facts, &["rd_1"], short));
            prop_assert_eq!(after.condition("rd").unwrap().verdict, Verdict::Met, "{}", gap);
        }
    }

    /// Every judgement says why: a verdict by arithmetic, a failure by what is short, an unknown by what is missing.
    #[test]
    fn every_judgement_gives_its_reason(facts in firm(&HIGHTECH), small in firm(&SME)) {
        for screening in [judged(&HIGHTECH, &facts), judged(&SME, &small)] {
            for one in &screening.conditions {
                match one.verdict {
                    Verdict::Met => prop_assert!(!one.arithmetic.is_empty() && one.gap.is_none() && one.missing.is_empty()),
                    Verdict::NotMet => prop_assert!(!one.arithmetic.is_empty() && one.missing.is_empty(), "{}", one.name),
                    Verdict::Unknown => prop_assert!(one.gap.is_some() == one.missing.is_empty(), "{}", one.name),
                }
            }
        }
    }
}

fn forget(rules: &RuleSet, facts: &Facts, which: prop::sample::Index) -> Result<(), TestCaseError> {
    let forgotten = &rules.facts[which.index(rules.facts.len())].id;
    // The day of judgement is not a fact about the firm: without it the rules judge as of today.
    prop_assume!(rules.on.as_ref() != Some(forgotten));
    let mut less = facts.clone();
    less.set(forgotten, None);
    let (knew, knows) = (judged(rules, facts), judged(rules, &less));
    for (was, is) in knew.conditions.iter().zip(&knows.conditions) {
        let stays = is.verdict == was.verdict || is.verdict == Verdict::Unknown;
        prop_assert!(stays, "without {forgotten}, {} became {:?}: {}", was.name, is.verdict, is.arithmetic);
    }
    Ok(())
}
