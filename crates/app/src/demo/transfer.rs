//! Technology contracts, contracts from elsewhere, achievements, cooperation with universities, prizes.

use jiff::civil::date;
use kezhang_ledger::dice::Dice;

use super::World;
use super::day::{YEARS, after, in_month, in_year, months_after};
use super::parties::Party;
use super::script::{Script, fields};

const CONTRACTS: [usize; 3] = [62, 74, 86];
const ACHIEVEMENTS: [usize; 3] = [12, 14, 17];
const COOPERATIONS: [usize; 3] = [13, 15, 17];
/// Nominated and won: by city, by province.
const PRIZES: [[(usize, usize); 2]; 3] = [[(6, 3), (3, 1)], [(6, 3), (4, 1)], [(7, 4), (4, 2)]];

pub(super) fn tell(script: &mut Script, world: &World) {
    let mut dice = world.dice("transfer");
    for (at, year) in YEARS.into_iter().enumerate() {
        for number in 1..=CONTRACTS[at] {
            contract(script, world, &mut dice, year, (number, CONTRACTS[at]));
        }
        refused_contract(script, world, &mut dice, year);
        for number in 1..=ACHIEVEMENTS[at] {
            achievement(script, world, &mut dice, year, number);
        }
        for number in 0..COOPERATIONS[at] {
            cooperation(script, world, &mut dice, year, number);
        }
        for (level, (nominated, won)) in ["city", "provincial"].into_iter().zip(PRIZES[at]) {
            for number in 0..nominated {
                prize(script, world, &mut dice, (year, level), (number, won));
            }
        }
    }
    inflow(script);
}

fn contract(script: &mut Script, world: &World, dice: &mut Dice, year: i16, (number, count): (usize, usize)) {
    let month = i8::try_from(number * 11 / (count + 1) + 2).unwrap_or(6);
    let asked_on = in_month(dice, year, month.min(12));
    let signed_on = after(asked_on, -dice.between(5, 45));
    let seller = world.party(dice, signed_on, |party| party.kind != "cooperative" && party.kind != "hospital");
    let kind = *dice.pick(&["develop", "develop", "develop", "service", "service", "service", "assign", "consult", "license"]);
    let area = *dice.pick(&["district", "city", "city", "province", "province", "country", "country", "abroad"]);
    let buyer = match area {
        "district" => world.party(dice, signed_on, |party| party.is_company() && party.uscc != seller.uscc).name.clone(),
        _ => world.words.buyer(dice),
    };
    let topic = format!("{}{}", world.words.thing(dice, seller.domain), world.words.pick(dice, "contract_topic"));
    // Hundredths of 万元; most are small, a few carry the year. They grow by a tenth a year.
    let low = if number % 9 == 0 { dice.between(560, 720) } else { dice.between(32, 138) };
    let amount = low * (100 + (i64::from(year) - 2023) * 9) + dice.between(0, 9) * 10;
    let tech_amount = amount * dice.between(72, 100) / 100;
    let fields = fields! {
        accept_no: format!("JS{year}-{number:03}"), name: topic, kind: kind, domain: seller.domain, seller: seller.name,
        uscc: seller.uscc, town: world.town(seller), buyer: buyer, buyer_area: area, signed_on: signed_on,
        starts_on: signed_on, ends_on: months_after(signed_on, dice.between(4, 18)),
        pay_kind: *dice.pick(&["once", "parts", "parts", "mixed"]), asked_on: asked_on,
        amount: hundredths(amount), tech_amount: hundredths(tech_amount),
    };
    let mut life = script.create("contract", asked_on, &topic, fields);
    if number % 8 == 5 {
        script.advance_saying(&mut life, after(asked_on, 2), "correct", fields! {}, "缺技术交易额核定清单，请补正。");
        script.advance(&mut life, after(asked_on, 5), "resubmit", fields! {});
    }
    let registered_on = after(asked_on, dice.between(6, 14));
    let fields = fields! {
        register_no: format!("339906{year}{number:06}"), registered_on: registered_on,
        expert_reviewed: if tech_amount >= 50_000 { "是" } else { "否" },
        tax_cut: if kind == "develop" { hundredths(tech_amount * 6 / 100) } else { String::new() },
    };
    script.advance(&mut life, registered_on, "register", fields);
}

fn hundredths(amount: i64) -> String {
    format!("{}.{:02}", amount / 100, amount % 100)
}

fn refused_contract(script: &mut Script, world: &World, dice: &mut Dice, year: i16) {
    let asked_on = in_month(dice, year, 6);
    let seller = world.party(dice, asked_on, Party::is_company);
    let name = format!("{}设备采购与安装", world.words.thing(dice, seller.domain));
    let fields = fields! {
        accept_no: format!("JS{year}-900"), name: name, kind: "service", seller: seller.name, uscc: seller.uscc,
        buyer: world.words.buyer(dice), buyer_area: "province", signed_on: after(asked_on, -20), asked_on: asked_on,
        amount: 86, tech_amount: 4,
    };
    let mut life = script.create("contract", asked_on, &name, fields);
    let opinion = "以设备买卖为主，不属于技术合同。";
    script.advance_saying(&mut life, after(asked_on, 7), "refuse", fields! { refuse_reason: opinion }, opinion);
}

/// What the city feeds back of contracts bought by our firms; that of 2025 has not come yet.
fn inflow(script: &mut Script) {
    for (year, contracts, amount) in [(2022, 96, 15_320), (2023, 108, 18_460), (2024, 121, 21_730)] {
        let day = date(year + 1, 3, 14);
        let fields = fields! {
            period_name: format!("{year}年"), ends_on: date(year, 12, 31), contracts: contracts, amount: amount,
            source: "云州市技术市场管理办公室反馈", fed_back_on: day,
        };
        script.create("tech_inflow", day, &format!("{year}年"), fields);
    }
}

fn achievement(script: &mut Script, world: &World, dice: &mut Dice, year: i16, number: usize) {
    let submitted_on = in_year(dice, year, (2, 20), (11, 5));
    let party = world.party(dice, submitted_on, |party| party.kind != "cooperative");
    let soft = number % 7 == 4;
    let name = match party.domain {
        _ if soft => format!("临溪区{}发展对策研究（{year}年）", world.words.pick(dice, "soft")),
        "agri" => format!("{}{}", world.words.plant(dice), world.words.pick(dice, "technique")),
        domain => format!("{}{}的研制", world.words.of(dice, "quality", domain), world.words.thing(dice, domain)),
    };
    if !script.is_new("achievement", &name) {
        return achievement(script, world, dice, year, number);
    }
    let level = *dice.pick(&["nation_lead", "nation_lead", "nation", "nation", "world", "none"]);
    let fields = fields! {
        name: name, kind: if soft { "soft" } else { "applied" }, party: party.name,
        uscc: party.uscc, town: world.town(party), domain: party.domain, level: level,
        completers: format!("{}、{}", world.words.person(dice), world.words.person(dice)),
        maturity: *dice.pick(&["middle", "mature", "mature"]), evaluated_on: after(submitted_on, -30),
        submitted_on: submitted_on, applied: "是",
    };
    let mut life = script.create("achievement", submitted_on, &name, fields);
    let registered_on = after(submitted_on, dice.between(12, 36));
    let fields = fields! { register_no: format!("906{year}Y{number:04}"), registered_on: registered_on };
    script.advance(&mut life, after(registered_on, 1), "register", fields);
}

fn cooperation(script: &mut Script, world: &World, dice: &mut Dice, year: i16, number: usize) {
    let signed_on = in_year(dice, year, (2, 25), (12, 5));
    let party = world.party(dice, signed_on, |party| party.is_company() || party.kind == "cooperative");
    let partner = world.words.partner(dice, party.domain);
    let kind = *dice.pick(&["develop", "develop", "develop", "center", "base", "talent", "landing"]);
    let what = match kind {
        "center" => "共建研发中心协议",
        "base" => "共建实习示范基地协议",
        "talent" => "人才培养与专家服务协议",
        "landing" => "成果转化协议",
        _ => "联合攻关协议",
    };
    let name = format!("{}{what}", world.words.thing(dice, party.domain));
    if !script.is_new("cooperation", &name) {
        return cooperation(script, world, dice, year, number);
    }
    let amount = dice.between(4, 30) * 5;
    let mut fields = fields! {
        name: name, kind: kind, party: party.name, uscc: party.uscc, town: world.town(party), partner: partner,
        domain: party.domain, amount: amount,
    };
    if number.is_multiple_of(3) {
        fields.extend(fields! { event: format!("{year}年高校院所临溪行对接会") });
    }
    let mut life = script.create("cooperation", after(signed_on, -12), &name, fields);
    let fields = fields! { signed_on: signed_on, starts_on: signed_on, ends_on: months_after(signed_on, 18) };
    script.advance(&mut life, after(signed_on, 2), "sign", fields);
    script.advance(&mut life, after(signed_on, 20), "start", fields! {});
    let arrived_on = after(signed_on, dice.between(30, 90));
    let arrived = amount * dice.between(30, 60) / 100;
    script.revise(&mut life, after(arrived_on, 3), fields! { arrived: arrived, arrived_on: arrived_on });
    if number % 11 == 10 {
        let fields = fields! { closed_on: after(arrived_on, 200), note: "技术路线调整，双方协商中止" };
        script.advance_saying(&mut life, after(arrived_on, 203), "stop", fields, "双方协商一致，同意中止。");
        return;
    }
    let closed_on = after(months_after(signed_on, 18), dice.between(-20, 20));
    let fields = fields! { closed_on: closed_on, outcome: "完成样机（品种）试制，形成技术方案并在企业应用" };
    script.advance(&mut life, after(closed_on, 4), "finish", fields);
}

fn prize(script: &mut Script, world: &World, dice: &mut Dice, (year, level): (i16, &str), (number, won): (usize, usize)) {
    let nominated_on = in_year(dice, year, (3, 10), (4, 28));
    let party = world.party(dice, nominated_on, |party| party.kind != "cooperative" && party.left.is_none());
    let name = format!("{}关键技术及应用", world.words.thing(dice, party.domain));
    if !script.is_new("award", &format!("{year}{level}{name}")) {
        return prize(script, world, dice, (year, level), (number, won));
    }
    let fields = fields! {
        year: year, name: name, prize: if number == 4 { "invent" } else { "progress" }, level: level, party: party.name,
        uscc: party.uscc, party_rank: dice.between(1, 3), nominated_on: nominated_on,
        people: format!("{}、{}、{}", world.words.person(dice), world.words.person(dice), world.words.person(dice)),
    };
    let mut life = script.create("award", after(nominated_on, 1), &name, fields);
    let decided_on = if level == "city" { date(year, 10, 16) } else { date(year, 11, 20) };
    if number < won {
        let grade = if number == 0 && level == "city" { "second" } else { "third" };
        let organ = if level == "city" { "云政发" } else { "东政发" };
        let fields = fields! { awarded_on: decided_on, grade: grade, doc_no: format!("{organ}〔{year}〕{}号", 22) };
        script.advance(&mut life, after(decided_on, 5), "award", fields);
    } else {
        script.advance(&mut life, after(decided_on, 5), "lose", fields! { lost_on: decided_on });
    }
}
