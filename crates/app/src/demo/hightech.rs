//! 高新技术企业: survey, cultivation, application, certificate, expiry and renewal, firm by firm.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use kezhang_ledger::dice::Dice;

use super::World;
use super::day::{YEARS, after, in_year, months_after};
use super::hightech_facts::{Standing, facts};
use super::parties::Party;
use super::screened::points;
use super::script::{Fields, Life, Script, fields};

/// Certificates of each year before the book that were still valid when it was opened.
const STOCK: [(i16, usize); 3] = [(2020, 10), (2021, 12), (2022, 16)];

/// A year's plan: new firms surveyed, pooled, applying, recognised; renewals applied for and granted.
struct Plan {
    surveyed: usize,
    pooled: usize,
    applied: usize,
    recognized: usize,
    renewals_applied: usize,
    renewed: usize,
}

const PLANS: [Plan; 3] = [
    Plan { surveyed: 24, pooled: 18, applied: 12, recognized: 9, renewals_applied: 9, renewed: 8 },
    Plan { surveyed: 27, pooled: 20, applied: 15, recognized: 11, renewals_applied: 11, renewed: 11 },
    Plan { surveyed: 30, pooled: 23, applied: 18, recognized: 13, renewals_applied: 15, renewed: 14 },
];

/// A valid certificate.
struct Certificate<'w> {
    life: Life,
    party: &'w Party,
    expires_on: Date,
}

pub(super) fn tell(script: &mut Script, world: &World) {
    let mut dice = world.dice("hightech");
    let mut valid = open_with(script, world, &mut dice);
    // Those who were in the pool last year and did not apply, or failed, come first this year.
    let mut waiting: Vec<&Party> = Vec::new();
    let last_year = valid.iter().filter(|held| held.expires_on.year() == 2025);
    let mut rewards: Vec<(&Party, i16, i64)> = last_year.map(|held| (held.party, 2022, 6)).collect();
    for (at, year) in YEARS.into_iter().enumerate() {
        let plan = &PLANS[at];
        let (due, rest): (Vec<_>, Vec<_>) = valid.into_iter().partition(|held| held.expires_on.year() == year);
        valid = rest;
        let holders: BTreeSet<String> = valid.iter().chain(&due).map(|held| held.party.uscc.clone()).collect();
        let renewed = renewals(script, world, &mut dice, year, plan, due);
        let (fresh, left_waiting) = newcomers(script, world, &mut dice, year, plan, &holders, waiting);
        rewards.extend(renewed.iter().map(|held| (held.party, year, 5)));
        rewards.extend(fresh.iter().map(|held| (held.party, year, 8)));
        waiting = left_waiting;
        valid.extend(renewed);
        valid.extend(fresh);
    }
    moved_in_and_cancelled(script, world, &mut dice, &mut valid);
    reward(script, world, &mut dice, rewards);
}

/// Firms that may carry a certificate: never those that leave.
fn fit(party: &Party) -> bool {
    party.is_company() && party.left.is_none() && party.domain != "agri"
}

fn open_with<'w>(script: &mut Script, world: &'w World, dice: &mut Dice) -> Vec<Certificate<'w>> {
    let firms = world.parties.iter().filter(|party| fit(party) && party.entered < date(2020, 6, 1));
    let more = world.parties.iter().filter(|party| fit(party) && party.entered >= date(2020, 6, 1));
    let mut firms = firms.chain(more.filter(|party| party.entered < date(2022, 6, 1)));
    let mut told = Vec::new();
    for (year, count) in STOCK {
        for number in 0..count {
            let Some(party) = firms.next() else { break };
            let issued_on = if number % 2 == 0 { date(year, 11, 8) } else { date(year, 12, 5) };
            let expires_on = months_after(issued_on, 36);
            let mut fields = basics(world, party, year, if number % 3 == 0 { "renew" } else { "new" });
            fields.extend(fields! {
                certificate_no: certificate_no(year, dice), issued_on: issued_on, expires_on: expires_on,
            });
            told.push((Certificate { life: script.life("hightech", &party.name), party, expires_on }, fields));
        }
    }
    let rows = told.iter_mut().map(|(held, fields)| (&mut held.life, Some("valid"), fields.clone())).collect();
    script.import(date(2023, 1, 10), "有效高新技术企业名单（2022年底）.xlsx", rows);
    told.into_iter().map(|(held, _)| held).collect()
}

fn basics(world: &World, party: &Party, year: i16, kind: &str) -> Fields {
    fields! {
        uscc: party.uscc, name: party.name, town: world.town(party), domain: party.domain, year: year, kind: kind,
    }
}

fn certificate_no(year: i16, dice: &mut Dice) -> String {
    format!("GR{year}33{:06}", dice.between(1200, 9800))
}

/// The two batches of a year: when certificates are dated.
fn batch(year: i16, number: usize) -> Date {
    if number == 1 { date(year, 11, 8) } else { date(year, 12, 6) }
}

/// Renews what expires this year, and lets the rest expire.
fn renewals<'w>(
    script: &mut Script,
    world: &World,
    dice: &mut Dice,
    year: i16,
    plan: &Plan,
    due: Vec<Certificate<'w>>,
) -> Vec<Certificate<'w>> {
    let mut renewed = Vec::new();
    for (at, mut held) in due.into_iter().enumerate() {
        if at >= plan.renewals_applied {
            let fields = fields! { end_reason: "研发投入不达标，未申请重新认定" };
            script.advance(&mut held.life, after(held.expires_on, 3), "expire", fields);
            continue;
        }
        let mut fields = basics(world, held.party, year, "renew");
        let surveyed_on = in_year(dice, year, (2, 10), (3, 20));
        let standing = if at >= plan.renewed { Standing::ShortOfResearch } else { Standing::Fit };
        fields.extend(fields! { surveyed_on: surveyed_on });
        fields.extend(survey(script, world, dice, (held.party, year), standing));
        let mut life = script.create("hightech", after(surveyed_on, 1), &held.party.name, fields);
        let number = 1 + at % 2;
        apply(script, dice, &mut life, year, number);
        let issued_on = batch(year, number);
        if at >= plan.renewed {
            fail(script, &mut life, year, standing.reason());
            script.advance(&mut held.life, after(held.expires_on, 3), "expire", fields! { end_reason: "重新认定未通过" });
            continue;
        }
        let expires_on = recognize(script, dice, &mut life, issued_on);
        let ended = held.expires_on.min(issued_on);
        let fields = fields! { expires_on: ended, end_reason: "重新认定，换发新证" };
        script.advance(&mut held.life, after(issued_on, 5), "renew", fields);
        renewed.push(Certificate { life, party: held.party, expires_on });
    }
    renewed
}

/// What a survey writes down: the facts, and how the points stand by them.
fn survey(script: &Script, world: &World, dice: &mut Dice, about: (&Party, i16), standing: Standing) -> Fields {
    let (party, year) = about;
    // Dice of their own: how a firm's books look changes nothing else of the story.
    let mut own = world.dice(&format!("hightech {year} {}", party.uscc));
    let mut fields = facts(&mut own, party, year, standing);
    let estimated = dice.between(48, 63);
    let (low, high) = if standing == Standing::HalfAsked {
        (estimated.to_string(), (estimated + dice.between(6, 14)).to_string())
    } else {
        fields.extend(fields! { year: year });
        let points = points(script.catalog(), "hightech", &fields);
        fields.pop();
        points.map(|points| (points.low.to_string(), points.high.to_string())).unwrap_or_default()
    };
    fields.extend(fields! { score_low: low, score_high: high, gaps: standing.gap() });
    fields
}

fn apply(script: &mut Script, dice: &mut Dice, life: &mut Life, year: i16, number: usize) {
    let applied_on = if number == 1 { in_year(dice, year, (6, 12), (7, 10)) } else { in_year(dice, year, (7, 25), (8, 20)) };
    script.advance(life, after(applied_on, 1), "apply", fields! { batch: number, applied_on: applied_on });
    let recommended_on = after(applied_on, dice.between(6, 14));
    let fields = fields! { recommended_on: recommended_on, recommend_no: format!("临科发〔{year}〕{}号", 30 + number * 4) };
    script.advance_saying(life, recommended_on, "recommend", fields, "科技、财政、税务联合审查通过，同意推荐。");
}

fn fail(script: &mut Script, life: &mut Life, year: i16, reason: &str) {
    let failed_on = date(year, 12, 10);
    let fields = fields! { failed_on: failed_on, fail_reason: reason };
    script.advance_saying(life, after(failed_on, 3), "fail", fields, reason);
}

/// Books the certificate; gives back the day it expires.
fn recognize(script: &mut Script, dice: &mut Dice, life: &mut Life, issued_on: Date) -> Date {
    let expires_on = months_after(issued_on, 36);
    let fields = fields! {
        certificate_no: certificate_no(issued_on.year(), dice), issued_on: issued_on, expires_on: expires_on,
    };
    script.advance(life, after(issued_on, dice.between(2, 9)), "recognize", fields);
    expires_on
}

/// Surveys, pools and presents those without a certificate. Gives back the new holders and those who wait for next year.
fn newcomers<'w>(
    script: &mut Script,
    world: &'w World,
    dice: &mut Dice,
    year: i16,
    plan: &Plan,
    holders: &BTreeSet<String>,
    waiting: Vec<&'w Party>,
) -> (Vec<Certificate<'w>>, Vec<&'w Party>) {
    let known: BTreeSet<&str> = waiting.iter().map(|party| party.uscc.as_str()).collect();
    let others = world.parties.iter().filter(|party| {
        fit(party) && party.entered < date(year, 2, 1) && !known.contains(party.uscc.as_str()) && !holders.contains(&party.uscc)
    });
    let mut candidates = waiting.clone();
    candidates.extend(others);
    candidates.truncate(plan.surveyed);
    let (mut recognized, mut left) = (Vec::new(), Vec::new());
    for (at, party) in candidates.into_iter().enumerate() {
        let surveyed_on = in_year(dice, year, (2, 15), (3, 28));
        let mut fields = basics(world, party, year, "new");
        let standing = standing(plan, at);
        fields.extend(fields! { surveyed_on: surveyed_on });
        fields.extend(survey(script, world, dice, (party, year), standing));
        let mut life = script.create("hightech", after(surveyed_on, 1), &party.name, fields);
        if at >= plan.pooled {
            let reason = fields! { end_reason: "企业材料不全，当年不申报" };
            script.advance_saying(&mut life, date(year, 4, 20), "drop", reason, "暂不具备条件。");
            continue;
        }
        let pooled_on = in_year(dice, year, (4, 8), (4, 26));
        script.advance(&mut life, after(pooled_on, 1), "pool", fields! { pooled_on: pooled_on });
        if at >= plan.applied {
            wait(script, &mut life, year);
            left.push(party);
            continue;
        }
        let coach = world.words.person(dice);
        let coached_on = in_year(dice, year, (5, 6), (6, 5));
        script.advance(&mut life, coached_on, "coach", fields! { coached_on: coached_on, coach: coach });
        let number = 1 + at % 2;
        apply(script, dice, &mut life, year, number);
        if at >= plan.recognized {
            fail(script, &mut life, year, standing.reason());
            wait(script, &mut life, year);
            left.push(party);
            continue;
        }
        let issued_on = batch(year, number);
        let expires_on = recognize(script, dice, &mut life, issued_on);
        script.revise(&mut life, after(issued_on, 12), fields! { pool_left_on: issued_on });
        recognized.push(Certificate { life, party, expires_on });
    }
    (recognized, left)
}

/// How the firm at this place of the year's list stands: those who apply and fail do so for one of two reasons.
fn standing(plan: &Plan, at: usize) -> Standing {
    match at {
        _ if at < plan.recognized => Standing::Fit,
        _ if at >= plan.applied => Standing::HalfAsked,
        _ if (at - plan.recognized).is_multiple_of(2) => Standing::ShortOfResearch,
        _ => Standing::ShortOfPoints,
    }
}

/// Leaves this year's entry; next year's survey makes a new one.
fn wait(script: &mut Script, life: &mut Life, year: i16) {
    let left = date(year + 1, 2, 5);
    let fields = fields! { pool_left_on: left, end_reason: format!("转入{}年度重新摸排", year + 1) };
    script.advance_saying(life, left, "drop", fields, "转入下一年度培育。");
}

/// One firm came from elsewhere with its certificate, one lost its own.
fn moved_in_and_cancelled(script: &mut Script, world: &World, dice: &mut Dice, valid: &mut [Certificate]) {
    let taken: BTreeSet<&str> = valid.iter().map(|held| held.party.uscc.as_str()).collect();
    let newest = world.parties.iter().filter(|party| fit(party) && party.entered > date(2025, 2, 1));
    if let Some(party) = newest.into_iter().find(|party| !taken.contains(party.uscc.as_str())) {
        let issued_on = date(2025, 11, 8);
        let mut fields = basics(world, party, 2025, "moved");
        fields.extend(fields! {
            certificate_no: certificate_no(2025, dice), issued_on: issued_on, expires_on: date(2027, 12, 1),
            note: "由邻市整体迁入，换发证书",
        });
        script.create_in("hightech", Some("valid"), date(2025, 11, 20), &party.name, fields);
    }
    let oldest = valid.iter_mut().filter(|held| held.expires_on.year() == 2026).nth(3);
    if let Some(held) = oldest {
        let fields = fields! { expires_on: date(2025, 9, 15), end_reason: "累计两年未填报年度情况报表，取消资格" };
        script.advance_saying(&mut held.life, date(2025, 9, 18), "cancel", fields, "按认定机构公告登记取消。");
    }
}

/// The district rewards certificates in the spring after.
fn reward(script: &mut Script, world: &World, dice: &mut Dice, rewards: Vec<(&Party, i16, i64)>) {
    let mut numbers: BTreeMap<i16, u32> = BTreeMap::new();
    for (party, year, amount) in rewards {
        let number = numbers.entry(year).or_default();
        *number += 1;
        let paid_on = in_year(dice, year + 1, (4, 10), (6, 12));
        let asked_on = after(paid_on, -12);
        let no = format!("GQ{}-{number:03}", year + 1);
        let fields = fields! {
            payment_no: no, year: year + 1, project_name: format!("{year}年度高新技术企业认定奖补"), plan: "sme",
            party: party.name, uscc: party.uscc, town: world.town(party), stage: "reward", amount: amount,
            doc_no: format!("临财教〔{}〕{}号", year + 1, 17), asked_on: asked_on,
        };
        let life = script.create("own_payment", asked_on, &no, fields);
        super::own::settle(script, dice, life, paid_on);
    }
}
