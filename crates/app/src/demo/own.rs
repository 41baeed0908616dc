//! The district's own projects: calls, applications, review, award, contract, acceptance, and the money paid for them.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use kezhang_ledger::dice::Dice;

use super::World;
use super::day::{after, between, in_year, months_after, workday};
use super::parties::Party;
use super::script::{Fields, Life, Script, fields};

/// One call and what came of it.
struct Batch {
    year: i16,
    number: usize,
    /// Month of publication.
    month: i8,
    name: &'static str,
    plans: &'static [&'static str],
    won: usize,
    lost: usize,
    screened_out: usize,
}

const TECHNICAL: &[&str] = &["research", "research", "research", "transfer", "platform"];
const PEOPLE: &[&str] = &["agri", "agri", "social", "social", "soft"];

const BATCHES: [Batch; 7] = [
    Batch { year: 2023, number: 1, month: 3, name: "产业技术类", plans: TECHNICAL, won: 11, lost: 8, screened_out: 2 },
    Batch { year: 2023, number: 2, month: 7, name: "农业与民生类", plans: PEOPLE, won: 7, lost: 5, screened_out: 1 },
    Batch { year: 2024, number: 1, month: 3, name: "产业技术类", plans: TECHNICAL, won: 12, lost: 9, screened_out: 1 },
    Batch { year: 2024, number: 2, month: 7, name: "农业与民生类", plans: PEOPLE, won: 8, lost: 6, screened_out: 2 },
    Batch { year: 2025, number: 1, month: 3, name: "产业技术类", plans: TECHNICAL, won: 12, lost: 10, screened_out: 2 },
    Batch { year: 2025, number: 2, month: 5, name: "农业与民生类", plans: PEOPLE, won: 7, lost: 6, screened_out: 1 },
    Batch { year: 2025, number: 3, month: 8, name: "揭榜挂帅专项", plans: &["research"], won: 3, lost: 2, screened_out: 0 },
];

/// The days of a call, each on a working day.
struct Days {
    published: Date,
    opens: Date,
    closes: Date,
    screened: Date,
    reviewed: Date,
    proposed: Date,
    notice_from: Date,
    notice_to: Date,
    approved: Date,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Won,
    Lost,
    ScreenedOut,
}

/// One application as it will go.
struct Bid<'w> {
    no: String,
    project_no: String,
    name: String,
    plan: &'static str,
    party: &'w Party,
    /// 万元.
    asked: i64,
    approved: i64,
}

/// What the district set aside: year, kind, item, 万元, month.
const BUDGET: [(i16, &str, &str, i64, i8); 11] = [
    (2023, "initial", "2060404", 260, 2),
    (2023, "initial", "2060402", 150, 2),
    (2023, "added", "2060404", 20, 9),
    (2024, "initial", "2060404", 290, 2),
    (2024, "initial", "2060402", 170, 2),
    (2024, "initial", "2060702", 20, 2),
    (2024, "added", "2060404", 20, 8),
    (2025, "initial", "2060404", 350, 2),
    (2025, "initial", "2060402", 210, 2),
    (2025, "initial", "2060702", 30, 2),
    (2025, "recalled", "2060402", -10, 11),
];

fn budget(script: &mut Script, dice: &mut Dice) {
    for (at, (year, kind, item, amount, month)) in BUDGET.into_iter().enumerate() {
        let issued_on = in_year(dice, year, (month, 6), (month, 20));
        let number = usize::from(month.unsigned_abs()) * 3 + at % 3;
        let doc_no = format!("临财教〔{year}〕{number}号");
        let fields = fields! {
            year: year, doc_no: doc_no, kind: kind, item: item, amount: amount, issued_on: issued_on,
            note: if kind == "recalled" { "终止项目剩余经费收回" } else { "" },
        };
        script.create("own_budget", after(issued_on, 3), &doc_no, fields);
    }
}

pub(super) fn tell(script: &mut Script, world: &World) {
    let mut dice = world.dice("own");
    budget(script, &mut dice);
    let mut names = BTreeSet::new();
    open_with(script, world, &mut dice, &mut names);
    for batch in &BATCHES {
        let days = days(batch);
        call(script, batch, &days);
        let fates = [(Fate::Won, batch.won), (Fate::Lost, batch.lost), (Fate::ScreenedOut, batch.screened_out)];
        let fates = fates.into_iter().flat_map(|(fate, count)| std::iter::repeat_n(fate, count));
        for (at, fate) in fates.enumerate() {
            let no = format!("SQ{}-{}-{:03}", batch.year, batch.number, at + 1);
            let project_no = format!("LK{}{}{:02}", batch.year, batch.number, at + 1);
            let bid = bid(world, &mut dice, (no, project_no), batch.plans[at % batch.plans.len()], days.opens, &mut names);
            application(script, world, &mut dice, batch, &days, &bid, (at, fate));
        }
    }
}

fn days(batch: &Batch) -> Days {
    let published = workday(date(batch.year, batch.month, 8));
    let opens = workday(after(published, 10));
    let closes = workday(after(opens, 28));
    let screened = workday(after(closes, 7));
    let reviewed = workday(after(screened, 12));
    let proposed = workday(after(reviewed, 9));
    let notice_from = workday(after(proposed, 3));
    let notice_to = workday(after(notice_from, 7));
    Days {
        published,
        opens,
        closes,
        screened,
        reviewed,
        proposed,
        notice_from,
        notice_to,
        approved: workday(after(notice_to, 6)),
    }
}

fn call(script: &mut Script, batch: &Batch, days: &Days) {
    let year = batch.year;
    let name = format!("{year}年度区级科技计划项目（{}）申报指南", batch.name);
    let fields = fields! {
        year: year, batch: batch.number, name: name, doc_no: format!("临科发〔{year}〕{}号", batch.number * 6 + 3),
        plans: batch.name, budget: batch.won * 20, opens_on: days.opens, closes_on: days.closes,
        directions: "围绕全区主导产业关键技术、现代农业和民生科技需求，支持产学研联合攻关和成果转化。",
        conditions: "在我区注册满一年、具有独立法人资格、信用良好；同一单位同批次限报一项；有逾期未验收项目的不得申报。",
    };
    let mut life = script.create("own_call", after(days.published, -9), &name, fields);
    script.advance(&mut life, days.published, "publish", fields! { published_on: days.published });
    script.advance(&mut life, after(days.closes, 1), "close", fields! {});
    let archived = months_after(days.approved, 2);
    script.advance(&mut life, archived, "archive", fields! { archived_on: archived });
}

fn bid<'w>(
    world: &'w World,
    dice: &mut Dice,
    (no, project_no): (String, String),
    plan: &'static str,
    day: Date,
    names: &mut BTreeSet<String>,
) -> Bid<'w> {
    let party = match plan {
        "agri" => world.party(dice, day, |party| party.domain == "agri"),
        "social" | "soft" => world.party(dice, day, |party| !party.is_company() || party.domain == "bio"),
        _ => world.party(dice, day, |party| party.is_company() && party.domain != "agri" && party.left.is_none()),
    };
    let make = |dice: &mut Dice| match plan {
        "soft" => format!("临溪区{}发展现状与对策研究（{}年）", world.words.pick(dice, "soft"), day.year()),
        "social" => world.words.project(dice, "social"),
        _ => world.words.project(dice, party.domain),
    };
    let mut name = make(dice);
    while names.contains(&name) {
        name = format!("{}（二期）", make(dice));
    }
    names.insert(name.clone());
    let approved = match plan {
        "soft" => dice.between(2, 4),
        "agri" | "social" => dice.between(8, 16),
        _ => dice.between(15, 32),
    };
    Bid { no, project_no, name, plan, party, asked: approved + dice.between(0, 3) * 5, approved }
}

fn application(
    script: &mut Script,
    world: &World,
    dice: &mut Dice,
    batch: &Batch,
    days: &Days,
    bid: &Bid,
    (at, fate): (usize, Fate),
) {
    let asked_on = between(dice, days.opens, days.closes);
    let mut fields = basics(world, dice, bid);
    fields.extend(fields! {
        call_name: format!("{}年度（{}）", batch.year, batch.name), mode: if bid.approved > 20 { "stages" } else { "before" },
        content: "针对生产实际中的技术难题，开展关键工艺和装备研究，形成可推广的技术方案。",
        goals: goals(dice, bid), asked_on: asked_on,
    });
    let mut life = script.create("own_project", asked_on, &bid.name, fields);
    script.advance(&mut life, asked_on, "submit", fields! {});
    if at % 9 == 4 {
        script.advance_saying(&mut life, after(asked_on, 2), "return", fields! {}, "经费预算与自筹证明不一致，请补充。");
        script.advance(&mut life, after(asked_on, 5), "submit", fields! { goals: goals(dice, bid) });
    }
    if fate == Fate::ScreenedOut {
        let reason = *dice.pick(&["注册时间不足一年", "有逾期未验收的区级项目", "自筹经费证明材料不全"]);
        let fields = fields! { screened_on: days.screened, screening: reason };
        script.advance_saying(&mut life, days.screened, "screen_out", fields, reason);
        return;
    }
    let fields = fields! { screened_on: days.screened, screening: "材料齐全，符合申报条件" };
    script.advance(&mut life, days.screened, "screen", fields);
    let won = fate == Fate::Won;
    let score = if won { dice.between(8050, 9320) } else { dice.between(6510, 7980) };
    let fields = fields! {
        reviewed_on: days.reviewed, score: format!("{}.{:02}", score / 100, score % 100),
        suggested: if won { bid.approved } else { bid.approved / 2 },
    };
    script.advance(&mut life, after(days.reviewed, 1), "review", fields);
    if !won {
        let lost_on = after(days.proposed, 1);
        script.advance_saying(&mut life, lost_on, "reject", fields! { lost_on: lost_on }, "评审排序未进入支持范围。");
        return;
    }
    award(script, batch, days, &mut life, bid, at);
    let contract_on = after(days.approved, dice.between(9, 26));
    carry_out(script, dice, &mut life, bid, contract_on, at);
}

fn goals(dice: &mut Dice, bid: &Bid) -> String {
    let (patents, standards) = (dice.between(1, 5), dice.between(0, 2));
    format!("1.申请专利{patents}件；2.制定企业标准（规程）{standards}项；3.实施期内新增产值{}万元。", bid.approved * 12)
}

fn basics(world: &World, dice: &mut Dice, bid: &Bid) -> Fields {
    let party = bid.party;
    let self_raised = bid.asked * dice.between(2, 4);
    fields! {
        application_no: bid.no, name: bid.name, plan: bid.plan, domain: party.domain, party: party.name, uscc: party.uscc,
        town: world.town(party), leader: world.words.person(dice), phone: party.phone,
        education: *dice.pick(&["doctor", "master", "master", "bachelor", "bachelor", "college"]),
        job_title: *dice.pick(&["senior", "associate", "associate", "middle", "middle", "junior"]),
        partners: if dice.chance(50) { world.words.partner(dice, party.domain) } else { "" },
        total_budget: bid.asked + self_raised, asked: bid.asked, self_raised: self_raised,
    }
}

/// From the leaders' meeting to the award; one application of 2024 is disputed on the way.
fn award(script: &mut Script, batch: &Batch, days: &Days, life: &mut Life, bid: &Bid, at: usize) {
    let year = batch.year;
    let minutes_no = format!("临科局纪〔{year}〕{}号", batch.number * 4 + 1);
    let fields = fields! { minutes_no: minutes_no, proposed_on: days.proposed };
    script.advance_saying(life, days.proposed, "propose", fields, "经局长办公会审定，列为拟立项项目。");
    let fields = fields! { notice_from: days.notice_from, notice_to: days.notice_to };
    script.advance(life, days.notice_from, "notice", fields);
    let disputed = (batch.year, batch.number, at) == (2024, 1, 3);
    if disputed {
        let opinion = "有单位实名反映该项目与已结题项目内容相近，启动核查。";
        script.advance_saying(life, after(days.notice_from, 3), "dispute", fields! { objections: 1 }, opinion);
        let opinion = "经查新和专家核查，研究内容不同，异议不成立。";
        script.advance_saying(life, after(days.notice_from, 9), "resolve", fields! { objections: 0 }, opinion);
    }
    let approved_on = if disputed { workday(after(days.approved, 8)) } else { days.approved };
    let fields = fields! {
        approved_on: approved_on, approval_no: format!("临科发〔{year}〕{}号", batch.number * 11 + 14),
        project_no: bid.project_no, approved: bid.approved, objections: 0,
    };
    script.advance(life, after(approved_on, 1), "approve", fields);
}

/// Contract, first payment, inspection, acceptance, last payment.
fn carry_out(script: &mut Script, dice: &mut Dice, life: &mut Life, bid: &Bid, contract_on: Date, at: usize) {
    let starts_on = contract_on.first_of_month();
    let months = *dice.pick(&[12, 14, 15, 18, 20, 20]);
    let ends_on = after(months_after(starts_on, months), -1);
    let fields = fields! { contract_on: contract_on, starts_on: starts_on, ends_on: ends_on };
    script.advance(life, after(contract_on, 1), "sign", fields);
    let first = (bid.approved * 6 + 5) / 10;
    let paid_on = after(contract_on, dice.between(18, 40));
    pay(script, dice, bid, "first", first, paid_on);
    accept(script, dice, life, bid, (ends_on, bid.approved - first), at);
}

fn accept(script: &mut Script, dice: &mut Dice, life: &mut Life, bid: &Bid, (ends_on, rest): (Date, i64), at: usize) {
    let checked = months_after(ends_on, -dice.between(4, 6));
    script.revise(life, checked, fields! { checked_on: checked, progress: dice.between(45, 80) });
    if at % 13 == 7 {
        let opinion = "自筹经费到位不足，责令一个月内整改。";
        script.advance_saying(life, after(checked, 6), "rectify", fields! {}, opinion);
        script.advance_saying(life, after(checked, 37), "resume", fields! {}, "自筹经费已到位，整改完成。");
    }
    let stopped = at % 17 == 16;
    if stopped {
        let fields = fields! { closed_on: after(checked, 50), end_reason: "项目负责人离职，承担单位无力继续实施" };
        script.advance_saying(life, after(checked, 51), "terminate", fields, "经局长办公会研究，同意终止并收回剩余经费。");
        return;
    }
    // A few of those that end in 2025 have not asked for their acceptance.
    if ends_on.year() == 2025 && at % 7 == 2 {
        return;
    }
    let asked = after(ends_on, dice.between(-38, 4));
    script.advance(life, asked, "ask_acceptance", fields! { acceptance_asked_on: asked });
    let closed_on = after(asked, dice.between(12, 32));
    let fields = fields! {
        closed_on: closed_on, result: if dice.chance(85) { "通过" } else { "结题" }, goal_rate: dice.between(92, 118),
        acceptance_no: format!("临科验{}{:02}", closed_on.year(), dice.between(1, 60)), balance: 0,
    };
    let opinion = "完成任务书规定的考核指标，资料齐全，经费使用规范，同意通过验收。";
    script.advance_saying(life, after(closed_on, 2), "accept", fields, opinion);
    if life.stands() {
        let paid_on = after(closed_on, dice.between(20, 45));
        pay(script, dice, bid, "last", rest, paid_on);
    }
}

fn pay(script: &mut Script, dice: &mut Dice, bid: &Bid, stage: &str, amount: i64, paid_on: Date) {
    let asked_on = after(paid_on, -dice.between(9, 16));
    if amount == 0 || asked_on < date(2023, 1, 1) {
        return;
    }
    let no = format!("{}-{stage}", bid.project_no);
    let fields = fields! {
        payment_no: no, year: paid_on.year(), project_name: bid.name, project_no: bid.project_no, plan: bid.plan,
        party: bid.party.name, uscc: bid.party.uscc, stage: stage, amount: amount, asked_on: asked_on,
    };
    let life = script.create("own_payment", asked_on, &no, fields);
    settle(script, dice, life, paid_on);
}

/// Approval and payment of what was asked for.
pub(super) fn settle(script: &mut Script, dice: &mut Dice, mut life: Life, paid_on: Date) {
    script.advance_saying(&mut life, after(paid_on, -5), "approve", fields! {}, "按任务书约定和资金管理规定，同意拨付。");
    let fields = fields! { paid_on: paid_on, voucher_no: format!("GK{}{:05}", paid_on.year(), dice.between(100, 99_999)) };
    script.advance(&mut life, after(paid_on, 1), "pay", fields);
}

/// The projects that ran when the book was opened: sixteen of 2022, four of 2021.
fn open_with(script: &mut Script, world: &World, dice: &mut Dice, names: &mut BTreeSet<String>) {
    let mut stock = Vec::new();
    for at in 0..20 {
        let year = if at < 16 { 2022 } else { 2021 };
        let plan = if at % 3 == 2 { "agri" } else { "research" };
        let approved_on = in_year(dice, year, (6, 20), (10, 20));
        let (no, project_no) = (format!("SQ{year}-1-{:03}", at + 1), format!("LK{year}1{:02}", at + 1));
        let bid = bid(world, dice, (no, project_no), plan, date(year, 4, 1), names);
        let contract_on = after(approved_on, dice.between(12, 28));
        let months = if year == 2022 { *dice.pick(&[10, 12, 15, 18]) } else { 22 };
        let ends_on = after(months_after(contract_on.first_of_month(), months), -1);
        let mut fields = basics(world, dice, &bid);
        fields.extend(fields! {
            approved_on: approved_on, approval_no: format!("临科发〔{year}〕26号"), project_no: bid.project_no,
            approved: bid.approved, contract_on: contract_on, starts_on: contract_on.first_of_month(), ends_on: ends_on,
        });
        stock.push((script.life("own_project", &bid.name), bid, ends_on, fields));
    }
    let rows = stock.iter_mut().map(|(life, .., fields)| (life, Some("active"), fields.clone())).collect();
    script.import(date(2023, 1, 12), "区级在研项目台账（2022年底）.xlsx", rows);
    for (at, (mut life, bid, ends_on, _)) in stock.into_iter().enumerate() {
        let rest = bid.approved - (bid.approved * 6 + 5) / 10;
        accept(script, dice, &mut life, &bid, (ends_on, rest), at);
    }
}
