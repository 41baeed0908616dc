//! 条件核验 on an entry: from its fields, for whoever may see it, and only where its ledger has rules.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use std::collections::BTreeMap;

use common::{Bureau, entered, patent, typed};
use kezhang_app::Typed;
use kezhang_app::desk::Desk;
use kezhang_app::packs::{check, shipped};
use kezhang_app::screening::{ConditionLine, ScreeningCard};

const USCC: &str = "91350100M000100Y43";

/// A firm that meets every condition, as its form is typed: money in 万元.
fn firm(changes: &[(&str, &str)]) -> Typed {
    let all = [
        ("uscc", USCC),
        ("name", "青石轴承有限公司"),
        ("year", "2025"),
        ("kind", "new"),
        ("domain", "新材料"),
        ("surveyed_on", "2025-03-05"),
        ("founded_on", "2015-03-01"),
        ("employees", "100"),
        ("tech_staff", "30"),
        ("sales_1", "1075"),
        ("sales_2", "1000"),
        ("sales_3", "1000"),
        ("rd_1", "63.75"),
        ("rd_2", "45"),
        ("rd_3", "45"),
        ("rd_domestic", "150"),
        ("total_income", "1100"),
        ("hightech_income", "660"),
        ("net_1", "900"),
        ("net_2", "700"),
        ("net_3", "500"),
        ("trouble", "否"),
        ("ip_class1", "2"),
        ("ip_class2", "9"),
        ("ip_core", "是"),
        ("ip_means", "自主研发"),
        ("standards", "是"),
        ("conversions", "15"),
        ("own_advanced", "8"),
        ("own_support", "8"),
        ("own_system", "6"),
        ("own_institute", "6"),
        ("own_reward", "4"),
        ("own_talent", "4"),
    ];
    let mut fields: BTreeMap<&str, &str> = all.into();
    fields.extend(changes.iter().copied());
    typed(&fields.into_iter().collect::<Vec<_>>())
}

fn card(desk: &Desk, id: &str) -> ScreeningCard {
    desk.screening(id).unwrap().unwrap()
}

fn line<'c>(card: &'c ScreeningCard, name: &str) -> &'c ConditionLine {
    card.lines.iter().find(|line| line.name.contains(name)).unwrap()
}

#[test]
fn a_firm_is_judged_from_the_fields_of_its_entry() {
    let bureau = Bureau::new();
    let clerk = bureau.desk("other_clerk");
    let id = entered(clerk.create_entry("hightech", firm(&[])).unwrap());
    let met = card(&clerk, &id);
    assert_eq!((met.word, met.summary.as_str(), met.begun), ("符合", "10项条件：符合10项", true));
    assert!(met.source.contains("国科发火〔2016〕32号"), "{}", met.source);
    assert!(met.as_of.starts_with("按今天20"), "{}", met.as_of);
    let research = line(&met, "研究开发费用占销售收入");
    assert_eq!((research.mark, research.word), ("✓", "符合"));
    let expected = "近三年研发费用153.75万元÷销售收入3,075万元＝5%，前一年销售收入1,075万元，不超过5,000万元，须达5%";
    assert_eq!(research.arithmetic, expected);

    entered(clerk.revise_entry(&id, 1, typed(&[("rd_1", "51.45")])).unwrap());
    let short = card(&clerk, &id);
    assert_eq!((short.word, short.class), ("不符合", "failed"));
    let research = line(&short, "研究开发费用占销售收入");
    assert_eq!(research.gap, "研发费用占比4.6%，须达5%，按现有销售收入还差12.3万元");

    entered(clerk.revise_entry(&id, 2, typed(&[("rd_1", "63.75"), ("employees", "")])).unwrap());
    let unknown = card(&clerk, &id);
    assert_eq!((unknown.word, unknown.summary.as_str()), ("还不能判断", "10项条件：符合9项，还不能判断1项"));
    let staff = line(&unknown, "科技人员");
    assert_eq!((staff.mark, staff.word, staff.missing[0].todo.as_str()), ("？", "缺数据", "填“职工总数”"));
    assert_eq!(unknown.missing, staff.missing);
}

#[test]
fn the_day_of_the_application_counts_not_the_day_of_looking() {
    let bureau = Bureau::new();
    let clerk = bureau.desk("other_clerk");
    let young = firm(&[("founded_on", "2024-07-02"), ("applied_on", "2025-07-01"), ("surveyed_on", "2025-03-05")]);
    let id = entered(clerk.create_entry("hightech", young).unwrap());
    let card = card(&clerk, &id);
    assert_eq!(card.as_of, "按申报日期2025年7月1日计");
    assert_eq!(line(&card, "注册成立").gap, "还差1天，2025年7月2日起满足");
}

#[test]
fn small_firms_are_judged_by_their_own_rules() {
    let bureau = Bureau::new();
    let clerk = bureau.desk("other_clerk");
    let fields = [
        ("uscc", USCC),
        ("name", "青石轴承有限公司"),
        ("year", "2025"),
        ("employees", "100"),
        ("tech_staff", "25"),
        ("sales", "3000"),
        ("assets", "2000"),
        ("costs", "2500"),
        ("rd_spend", "90"),
        ("ip_class1", "0"),
        ("ip_class2", "4"),
        ("resident", "是"),
        ("forbidden", "否"),
        ("trouble", "否"),
        ("direct", "否"),
        ("submitted_on", "2025-05-20"),
    ];
    let id = entered(clerk.create_entry("sme", typed(&fields)).unwrap());
    let card = card(&clerk, &id);
    assert_eq!((card.word, card.name.as_str()), ("符合", "科技型中小企业评价条件"));
    let score = line(&card, "综合得分");
    assert_eq!(score.arithmetic, "科技人员16分＋研发投入20分＋科技成果24分＝60分，须达60分");
    assert_eq!(score.parts.len(), 3);
}

#[test]
fn a_firm_of_which_nothing_is_known_has_not_been_begun() {
    let bureau = Bureau::new();
    let clerk = bureau.desk("other_clerk");
    let bare = [
        ("uscc", USCC),
        ("name", "青石轴承"),
        ("year", "2025"),
        ("kind", "new"),
        ("domain", "新材料"),
        ("surveyed_on", "2025-03-05"),
    ];
    let id = entered(clerk.create_entry("hightech", typed(&bare)).unwrap());
    assert!(!card(&clerk, &id).begun);
}

#[test]
fn whoever_may_not_see_the_entry_may_not_see_its_screening() {
    let bureau = Bureau::new();
    let id = entered(bureau.desk("other_clerk").create_entry("hightech", firm(&[])).unwrap());
    for user in ["other_head", "director", "auditor"] {
        assert!(bureau.desk(user).screening(&id).unwrap().is_some(), "{user}");
    }
    for user in ["clerk", "head", "manager"] {
        assert!(bureau.desk(user).screening(&id).is_err(), "{user}");
    }
    let id = entered(bureau.desk("clerk").create_entry("patent", patent(1, "主轴", "2025-03-05")).unwrap());
    assert!(bureau.desk("clerk").screening(&id).unwrap().is_none(), "patents are screened by no rules");
}

/// Mistakes of rule files stand in the list of `packs check`, also those against the ledger's fields.
#[test]
fn packs_check_reads_the_rules_too() {
    assert_eq!(check(&shipped()), Vec::<String>::new());
    let path = "enterprise/rules/sme_2017.toml";
    let with = |old: &str, new: &str| {
        let mut sources = shipped();
        let text = sources.get_mut(path).unwrap();
        assert!(text.contains(old));
        *text = text.replacen(old, new, 1);
        check(&sources)
    };
    let one = |old: &str, new: &str| {
        let found = with(old, new);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].clone()
    };
    assert!(one("max = 500\n", "max = \"500\"\n").contains("sme_2017.toml:86 “max”应是数字"));
    assert!(one("id = \"resident\"\nname", "id = \"resident\"\nfield = \"residence\"\nname").contains("没有字段“residence”"));
    assert!(one("ledger = \"sme\"", "ledger = \"small\"").ends_with("[RULE-UNKNOWN-LEDGER]"));
    assert!(one("kind = \"money\"", "kind = \"count\"\nunit = \"元\"").contains("字段“sales”是金额，这里写的是数目"));
}
