//! Pilot and model firms of intellectual property, pledge loans, cases.

use jiff::civil::date;
use kezhang_ledger::dice::Dice;

use super::World;
use super::day::{YEARS, after, in_month, in_year, months_after};
use super::parties::Party;
use super::script::{Script, fields};

const PILOTS: [usize; 3] = [4, 5, 6];
const LOANS: [usize; 3] = [5, 7, 8];
/// Kinds of the cases of each year.
const CASES: [&[(&str, usize)]; 3] = [
    &[("fake", 6), ("infringe", 4), ("trademark", 1)],
    &[("fake", 8), ("infringe", 3), ("trademark", 2)],
    &[("fake", 7), ("infringe", 5), ("other", 1)],
];

pub(super) fn tell(script: &mut Script, world: &World) {
    let mut dice = world.dice("ip");
    pilots_at_first(script, world, &mut dice);
    for (at, year) in YEARS.into_iter().enumerate() {
        pilots(script, world, &mut dice, year, PILOTS[at]);
        loans(script, world, &mut dice, year, LOANS[at]);
        let mut number = 0;
        for (kind, count) in CASES[at] {
            for _ in 0..*count {
                number += 1;
                case(script, world, &mut dice, year, number, kind);
            }
        }
    }
}

fn pilots_at_first(script: &mut Script, world: &World, dice: &mut Dice) {
    let firms: Vec<&Party> = world.parties.iter().filter(|p| p.is_company() && p.left.is_none() && p.above_scale).collect();
    let mut told = Vec::new();
    for (at, party) in firms.iter().take(9).enumerate() {
        let year = [2020, 2021, 2022][at % 3];
        let approved_on = in_year(dice, year, (5, 10), (11, 20));
        let (kind, level) = if at < 6 { ("pilot", "city") } else { ("advantage", "provincial") };
        script.is_new("ip_pilot", &format!("{}{kind}{level}", party.name));
        let fields = fields! {
            name: party.name, uscc: party.uscc, town: world.town(party), kind: kind, level: level, approved_on: approved_on,
        };
        told.push((script.life("ip_pilot", &party.name), fields));
    }
    let rows = told.iter_mut().map(|(life, fields)| (life, Some("approved"), fields.clone())).collect();
    script.import(date(2023, 1, 13), "知识产权试点示范企业名单.xlsx", rows);
}

fn pilots(script: &mut Script, world: &World, dice: &mut Dice, year: i16, approved: usize) {
    for at in 0..approved + 2 {
        let applied_on = in_year(dice, year, (3, 5), (6, 20));
        let party = world.party(dice, applied_on, |party| party.is_company() && party.left.is_none());
        let (kind, level) =
            *dice.pick(&[("standard", "city"), ("model", "city"), ("advantage", "provincial"), ("pilot", "city")]);
        let fields = fields! {
            name: party.name, uscc: party.uscc, town: world.town(party), kind: kind, level: level, applied_on: applied_on,
            note: format!("{year}年第{}家申报", at + 1),
        };
        if !script.is_new("ip_pilot", &format!("{}{kind}{level}", party.name)) {
            continue;
        }
        let mut life = script.create("ip_pilot", after(applied_on, 2), &party.name, fields);
        let decided_on = months_after(applied_on, dice.between(3, 5));
        if at < approved {
            let expires_on = months_after(decided_on, 36);
            let fields = fields! { approved_on: decided_on, expires_on: expires_on, approval_no: number(dice, year) };
            script.advance(&mut life, after(decided_on, 5), "approve", fields);
        } else {
            script.advance(&mut life, after(decided_on, 5), "lose", fields! { lost_on: decided_on });
        }
    }
}

fn number(dice: &mut Dice, year: i16) -> String {
    format!("云知发〔{year}〕{}号", dice.between(8, 70))
}

fn loans(script: &mut Script, world: &World, dice: &mut Dice, year: i16, count: usize) {
    for number in 1..=count {
        let registered_on = in_year(dice, year, (2, 15), (12, 12));
        let party = world.party(dice, registered_on, |party| party.is_company() && party.left.is_none());
        let fields = fields! {
            contract_no: format!("ZY{year}-{number:03}"), party: party.name, uscc: party.uscc, town: world.town(party),
            bank: world.words.pick(dice, "bank"), patents: dice.between(1, 6),
            amount: dice.between(6, 24) * 50 + (i64::from(year) - 2023) * 50, registered_on: registered_on,
            released_on: months_after(registered_on, 12),
        };
        script.create("ip_pledge", after(registered_on, 3), &party.name, fields);
    }
}

fn case(script: &mut Script, world: &World, dice: &mut Dice, year: i16, number: usize, kind: &str) {
    let month = i8::try_from(2 + number * 5 % 11).unwrap_or(6);
    let accepted_on = in_month(dice, year, month);
    let town = world.any_town(dice);
    let party = if kind == "fake" {
        format!("{town}{}", *dice.pick(&["便民超市", "五金商行", "日用百货店", "药店", "农资门市部"]))
    } else {
        world.party(dice, accepted_on, Party::is_company).name.clone()
    };
    let claimant = if kind == "infringe" { world.words.buyer(dice) } else { String::new() };
    let fields = fields! {
        case_no: format!("临知案〔{year}〕{number:02}"), kind: kind, party: party, claimant: claimant,
        town: town, accepted_on: accepted_on,
        source: if kind == "infringe" { "权利人请求" } else { *dice.pick(&["日常巡查", "专项行动", "群众举报", "上级转办"]) },
    };
    let mut life = script.create("ip_case", after(accepted_on, 1), &party, fields);
    let opened_on = after(accepted_on, dice.between(2, 6));
    script.advance(&mut life, opened_on, "open", fields! { opened_on: opened_on });
    let closed_on = after(opened_on, dice.between(18, 80));
    let (result, fine) = match kind {
        "infringe" => (*dice.pick(&["mediated", "mediated", "ruled", "withdrawn"]), 0),
        "fake" if dice.chance(55) => ("corrected", 0),
        _ => ("punished", dice.between(4, 30) * 200),
    };
    script.advance(&mut life, after(closed_on, 2), "close", fields! { closed_on: closed_on, result: result, fine: fine });
}
