//! Projects of state, province and city that the district's units apply for, win, carry out and account for.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use kezhang_ledger::dice::Dice;

use super::World;
use super::day::{after, between, in_year, months_after};
use super::parties::Party;
use super::script::{Fields, Life, Script, fields};

/// What became of the applications of a year at one level.
struct Cohort {
    year: i16,
    level: &'static str,
    won: usize,
    lost: usize,
    /// Decided in the year after.
    won_later: usize,
    lost_later: usize,
}

const fn cohort(year: i16, level: &'static str, won: usize, lost: usize, won_later: usize, lost_later: usize) -> Cohort {
    Cohort { year, level, won, lost, won_later, lost_later }
}

/// 33, 36, 42, 47 applications; 13 won in 2022, then 14, 18, 20.
const COHORTS: [Cohort; 12] = [
    cohort(2022, "national", 1, 2, 1, 0),
    cohort(2022, "provincial", 3, 6, 1, 0),
    cohort(2022, "city", 9, 10, 0, 0),
    cohort(2023, "national", 0, 2, 1, 1),
    cohort(2023, "provincial", 3, 6, 2, 0),
    cohort(2023, "city", 9, 12, 0, 0),
    cohort(2024, "national", 1, 2, 2, 0),
    cohort(2024, "provincial", 4, 7, 1, 1),
    cohort(2024, "city", 10, 14, 1, 0),
    cohort(2025, "national", 0, 3, 2, 1),
    cohort(2025, "provincial", 5, 7, 2, 1),
    cohort(2025, "city", 11, 15, 0, 0),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Won,
    Lost,
    WonLater,
    LostLater,
}

/// One application as it will go.
struct Bid<'w> {
    year: i16,
    level: &'static str,
    name: String,
    party: &'w Party,
    asked_on: Date,
    decided_on: Date,
    fate: Fate,
    /// 万元.
    asked: i64,
    approved: i64,
    number: usize,
}

/// The day the stock of earlier years was imported.
const OPENED: Date = date(2023, 1, 11);

pub(super) fn tell(script: &mut Script, world: &World) {
    let mut dice = world.dice("upper");
    let mut names = BTreeSet::new();
    let mut stock: Vec<(Life, Bid)> = Vec::new();
    for cohort in &COHORTS {
        let fates = [
            (Fate::Won, cohort.won),
            (Fate::Lost, cohort.lost),
            (Fate::WonLater, cohort.won_later),
            (Fate::LostLater, cohort.lost_later),
        ];
        let fates = fates.into_iter().flat_map(|(fate, count)| std::iter::repeat_n(fate, count));
        for (number, fate) in fates.enumerate() {
            let bid = bid(&mut dice, world, cohort, fate, number, &mut names);
            if cohort.year == 2022 {
                stock.push((script.life("upper_project", &bid.name), bid));
            } else {
                let life = apply(script, world, &mut dice, &bid);
                go_on(script, &mut dice, life, &bid);
            }
        }
    }
    open_with(script, world, &mut dice, stock, &mut names);
    mistakes(script, world, &mut dice);
}

fn bid<'w>(
    dice: &mut Dice,
    world: &'w World,
    cohort: &Cohort,
    fate: Fate,
    number: usize,
    names: &mut BTreeSet<String>,
) -> Bid<'w> {
    let (year, level) = (cohort.year, cohort.level);
    let later = matches!(fate, Fate::WonLater | Fate::LostLater);
    let asked_on = match (later, level) {
        (true, _) => in_year(dice, year, (9, 5), (11, 20)),
        (false, "national") => in_year(dice, year, (3, 6), (6, 25)),
        (false, "provincial") => in_year(dice, year, (2, 20), (7, 10)),
        (false, _) => in_year(dice, year, (3, 10), (8, 5)),
    };
    let decided_on = if later {
        in_year(dice, year + 1, (2, 20), (5, 25))
    } else {
        let at = after(asked_on, dice.between(85, 125));
        between(dice, at, date(year, 12, 12))
    };
    let party = applicant(dice, world, asked_on, level);
    let mut name = world.words.project(dice, party.domain);
    while !names.insert(name.clone()) {
        name = world.words.project(dice, party.domain);
    }
    let approved = match level {
        "national" => dice.between(10, 18) * 10,
        "provincial" => dice.between(6, 16) * 5,
        _ => dice.between(4, 11) * 2,
    };
    let asked = approved * dice.between(11, 15) / 10;
    Bid { year, level, name, party, asked_on, decided_on, fate, asked, approved, number }
}

fn applicant<'w>(dice: &mut Dice, world: &'w World, day: Date, level: &str) -> &'w Party {
    let big = level == "national" || (level == "provincial" && dice.chance(60));
    if !big && dice.chance(12) {
        return world.party(dice, day, |party| !party.is_company());
    }
    world.party(dice, day, |party| party.is_company() && (!big || party.above_scale) && party.left.is_none())
}

fn plan(dice: &mut Dice, level: &str, party: &Party) -> &'static str {
    match (level, party.domain) {
        ("national", _) => dice.pick::<&str>(&["nat_key", "nat_guide", "nat_guide", "nat_other"]),
        ("provincial", _) => dice.pick::<&str>(&["prov_key", "prov_key", "prov_guide", "prov_sme", "prov_platform", "prov_fund"]),
        (_, "agri") => "city_agri",
        (_, "social") => "city_social",
        _ => dice.pick::<&str>(&["city_plan", "city_plan", "city_plan", "city_major"]),
    }
}

fn basics(world: &World, dice: &mut Dice, bid: &Bid) -> Fields {
    let party = bid.party;
    let partners = if dice.chance(55) { world.words.partner(dice, party.domain) } else { "" };
    fields! {
        year: bid.year, name: bid.name, level: bid.level, plan: plan(dice, bid.level, party), domain: party.domain,
        party: party.name, uscc: party.uscc, town: world.town(party), leader: world.words.person(dice),
        phone: party.phone, partners: partners, total_invest: bid.asked * dice.between(3, 5), asked: bid.asked,
    }
}

/// Enters an application and sends it up.
fn apply(script: &mut Script, world: &World, dice: &mut Dice, bid: &Bid) -> Life {
    let begun = after(bid.asked_on, -dice.between(6, 16));
    let mut life = script.create("upper_project", begun, &bid.name, basics(world, dice, bid));
    if dice.chance(18) {
        let partner = world.words.partner(dice, bid.party.domain);
        script.revise(&mut life, after(begun, 2), fields! { partners: partner, leader: world.words.person(dice) });
    }
    let number = dice.between(6, 60);
    let fields = fields! { asked_on: bid.asked_on, recommend_no: format!("临科发〔{}〕{number}号", bid.year) };
    let opinion = "材料齐全，符合申报指南要求，同意推荐。";
    script.advance_saying(&mut life, bid.asked_on, "recommend", fields, opinion);
    if dice.chance(65) {
        script.advance(&mut life, after(bid.asked_on, dice.between(12, 30)), "receive", fields! {});
    }
    life
}

/// What follows once the decision is known.
fn go_on(script: &mut Script, dice: &mut Dice, mut life: Life, bid: &Bid) {
    let known = after(bid.decided_on, dice.between(1, 5));
    match bid.fate {
        Fate::Lost | Fate::LostLater => {
            let opinion =
                *dice.pick(&["未进入答辩环节。", "评审排名靠后，未列入立项计划。", "形式审查未通过。", "限额推荐，未列入。"]);
            script.advance_saying(&mut life, known, "lose", fields! { lost_on: bid.decided_on }, opinion);
        }
        Fate::Won | Fate::WonLater => {
            script.advance(&mut life, known, "approve", award(dice, bid));
            let (starts_on, ends_on) = term(dice, bid);
            let signed = after(known, dice.between(8, 27));
            script.advance(&mut life, signed, "start", fields! { starts_on: starts_on, ends_on: ends_on });
            carry_out(script, dice, &mut life, bid, ends_on);
        }
    }
}

fn award(dice: &mut Dice, bid: &Bid) -> Fields {
    let year = bid.decided_on.year();
    let number = dice.between(20, 190);
    let (organ, project_no) = match bid.level {
        "national" => ("国科发资", format!("{year}YFD{:04}", 1000 + bid.number * 37)),
        "provincial" => ("东科资", format!("{year}C{:05}", 2000 + bid.year.unsigned_abs() as usize % 10 * 500 + bid.number)),
        _ => ("云科发规", format!("{year}YZ{:03}", usize::from(bid.year.unsigned_abs() % 2) * 100 + bid.number + 1)),
    };
    fields! {
        approved_on: bid.decided_on, approval_no: format!("{organ}〔{year}〕{number}号"), project_no: project_no,
        approved: bid.approved,
    }
}

fn term(dice: &mut Dice, bid: &Bid) -> (Date, Date) {
    let starts_on = bid.decided_on.first_of_month();
    let months = match bid.level {
        "national" => 36,
        "provincial" => 24,
        _ => *dice.pick(&[12, 18, 18, 24]),
    };
    (starts_on, after(months_after(starts_on, months), -1))
}

/// Money, matching funds, inspection, acceptance.
fn carry_out(script: &mut Script, dice: &mut Dice, life: &mut Life, bid: &Bid, ends_on: Date) {
    receive(script, dice, bid);
    let mut last = after(bid.decided_on, 45);
    if bid.level != "city" && dice.chance(45) {
        last = after(bid.decided_on, dice.between(70, 120));
        if last > OPENED {
            let fields = fields! { local_match: bid.approved / 5, matched_on: last };
            script.revise(life, after(last, 2), fields);
        }
    }
    let inspected = months_after(bid.decided_on, dice.between(7, 11));
    if inspected > last.max(OPENED) && inspected < ends_on {
        script.revise(life, inspected, fields! { checked_on: inspected, progress: dice.between(40, 75) });
    }
    close_project(script, dice, life, bid, ends_on);
}

fn close_project(script: &mut Script, dice: &mut Dice, life: &mut Life, bid: &Bid, ends_on: Date) {
    // One project of 2023 failed with its market; one that ended in 2025 has still not been accepted.
    if (bid.year, bid.level, bid.number) == (2023, "city", 4) {
        let stopped = date(2024, 10, 17);
        let fields = fields! { closed_on: stopped, end_reason: "主要客户流失，产品失去市场，经承担单位申请、专家论证同意终止" };
        script.advance_saying(life, stopped, "terminate", fields, "同意终止，剩余经费按规定收回。");
        return;
    }
    if (bid.year, bid.level, bid.number) == (2023, "city", 6) {
        return;
    }
    let closed_on = after(ends_on, dice.between(-25, 28));
    let result = if dice.chance(88) { "通过" } else { "结题" };
    let fields = fields! {
        closed_on: closed_on, result: result, progress: 100,
        acceptance_no: format!("验{}{:03}", closed_on.year(), dice.between(1, 300)),
    };
    script.advance(life, after(closed_on, dice.between(2, 6)), "accept", fields);
}

/// The money of a project, in one or two parts.
fn receive(script: &mut Script, dice: &mut Dice, bid: &Bid) {
    let first_on = after(bid.decided_on, dice.between(35, 80));
    let parts = match bid.level {
        "city" => vec![("once", bid.approved, first_on)],
        "provincial" if dice.chance(40) => vec![("once", bid.approved, first_on)],
        level => {
            let first = bid.approved * if level == "national" { 6 } else { 7 } / 10;
            // What was due late in 2025 has been put off to the next year: the story's missed target.
            let later = months_after(first_on, dice.between(10, 14));
            let later = if later.year() == 2025 && later.month() > 6 { after(later, 240) } else { later };
            vec![("first", first, first_on), ("last", bid.approved - first, later)]
        }
    };
    for (stage, amount, on) in parts.into_iter().filter(|(.., on)| *on >= date(2023, 1, 1)) {
        receipt(script, dice, bid, stage, amount, on);
    }
}

fn receipt(script: &mut Script, dice: &mut Dice, bid: &Bid, stage: &str, amount: i64, on: Date) {
    let letter = match bid.level {
        "national" => "国",
        "provincial" => "省",
        _ => "市",
    };
    let number = dice.between(10, 160);
    let organ = if bid.level == "city" { "云财教" } else { "东财教" };
    let fields = fields! {
        voucher_no: format!("{letter}{}-{}-{:02}-{stage}", on.year(), bid.year, bid.number + 1),
        project_name: bid.name, level: bid.level, party: bid.party.name, uscc: bid.party.uscc,
        received_on: on, amount: amount, stage: stage, doc_no: format!("{organ}〔{}〕{number}号", on.year()),
    };
    script.create("upper_receipt", after(on, dice.between(1, 4)), &bid.name, fields);
}

/// The stock of January 2023: last year's applications, and older projects still running.
fn open_with(script: &mut Script, world: &World, dice: &mut Dice, stock: Vec<(Life, Bid)>, names: &mut BTreeSet<String>) {
    let mut told: Vec<(Life, Bid, &'static str, Fields)> = Vec::new();
    let older = cohort(2021, "city", 7, 0, 0, 0);
    let older = (0..8).map(|number| {
        let level = if number < 2 { "provincial" } else { "city" };
        let bid = bid(dice, world, &Cohort { level, ..older }, Fate::Won, 20 + number, names);
        (script.life("upper_project", &bid.name), bid)
    });
    let older: Vec<(Life, Bid)> = older.collect();
    for (life, bid) in stock.into_iter().chain(older) {
        let mut fields = basics(world, dice, &bid);
        if bid.year == 2022 {
            fields.extend(fields! { asked_on: bid.asked_on });
        }
        let state = match bid.fate {
            Fate::Won => {
                let (starts_on, ends_on) = term(dice, &bid);
                fields.extend(award(dice, &bid));
                fields.extend(fields! { starts_on: starts_on, ends_on: ends_on });
                "active"
            }
            Fate::Lost => {
                fields.extend(fields! { lost_on: bid.decided_on });
                "lost"
            }
            Fate::WonLater | Fate::LostLater => "recommended",
        };
        told.push((life, bid, state, fields));
    }
    // What was over before the book was opened is not carried into it.
    let ends_on = |fields: &Fields| fields.iter().find(|(id, _)| *id == "ends_on").and_then(|(_, day)| day.parse().ok());
    told.retain(|(.., fields)| ends_on(fields).is_none_or(|day: Date| day > date(2023, 1, 31)));
    let rows = told.iter_mut().map(|(life, _, state, fields)| (life, Some(*state), fields.clone())).collect();
    script.import(OPENED, "上级科技项目台账（2022年底）.xlsx", rows);
    for (mut life, bid, state, fields) in told {
        match (state, ends_on(&fields)) {
            ("active", Some(ends_on)) => carry_out(script, dice, &mut life, &bid, ends_on),
            ("recommended", _) => go_on(script, dice, life, &bid),
            _ => {}
        }
    }
}

/// A double entry that was voided, and an application that was withdrawn.
fn mistakes(script: &mut Script, world: &World, dice: &mut Dice) {
    let day = date(2024, 4, 16);
    let party = world.party(dice, day, Party::is_company);
    let name = format!("{}（申报系统导出）", world.words.project(dice, party.domain));
    let party_fields = fields! {
        year: 2024, name: name, level: "city", plan: "city_plan", party: party.name, asked: 20, total_invest: 80,
    };
    let mut life = script.create("upper_project", day, &name, party_fields);
    script.void(&mut life, after(day, 1), "与同名项目重复登记，保留先登记的一条");
    let day = date(2025, 5, 13);
    let party = world.party(dice, day, |party| party.is_company() && party.above_scale);
    let name = world.words.project(dice, party.domain) + "（二期）";
    let party_fields = fields! {
        year: 2025, name: name, level: "city", plan: "city_major", domain: party.domain, party: party.name,
        uscc: party.uscc, town: world.town(party), total_invest: 400, asked: 60,
    };
    let mut life = script.create("upper_project", day, &name, party_fields);
    script.advance(&mut life, after(day, 6), "recommend", fields! { asked_on: after(day, 6) });
    let opinion = "企业调整投资计划，主动申请撤回。";
    script.advance_saying(&mut life, after(day, 30), "withdraw", fields! {}, opinion);
}
