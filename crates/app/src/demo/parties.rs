//! The firms, schools and cooperatives of the district, and how they came into the register.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use kezhang_ledger::dice::Dice;

use super::World;
use super::day::{YEARS, after, in_month, in_year, months_after};
use super::names::Words;
use super::numbers::{mobile, uscc};
use super::script::{Fields, Life, Script, fields};

/// Somebody who applies, invents, sells: an entry of the enterprise ledger.
#[derive(Clone, Debug)]
pub(super) struct Party {
    pub(super) name: String,
    pub(super) uscc: String,
    /// Code of `party_kind`.
    pub(super) kind: &'static str,
    pub(super) town: usize,
    /// Code of `domain`.
    pub(super) domain: &'static str,
    pub(super) founded: Date,
    pub(super) entered: Date,
    pub(super) left: Option<Date>,
    pub(super) above_scale: bool,
    pub(super) employees: i64,
    pub(super) tech_staff: i64,
    /// 万元 a year.
    pub(super) revenue: i64,
    pub(super) rd_spend: i64,
    pub(super) contact: String,
    pub(super) phone: String,
}

impl Party {
    pub(super) fn is_company(&self) -> bool {
        self.kind == "company"
    }

    /// Whether it is in the register on a day.
    pub(super) fn stands_on(&self, day: Date) -> bool {
        self.entered <= day && self.left.is_none_or(|left| day < left)
    }
}

/// How many firms there are at the beginning, and how many each year brings and takes.
const AT_FIRST: usize = 118;
const NEW: [usize; 3] = [13, 14, 16];
const GONE: [usize; 3] = [2, 3, 3];

/// Firms by domain, of a hundred.
const DOMAINS: &[(&str, usize)] =
    &[("manufacturing", 32), ("ict", 17), ("material", 16), ("agri", 11), ("bio", 8), ("energy", 8), ("env", 6), ("service", 2)];

/// Everybody, firms first in the order they came, then the others.
pub(super) fn gather(dice: &mut Dice, words: &Words, towns: usize) -> Vec<Party> {
    let mut parties = Vec::new();
    let mut names = BTreeSet::new();
    for _ in 0..AT_FIRST {
        let year = *dice.pick(&[2019, 2020, 2021, 2022]);
        let entered = in_year(dice, year, (3, 1), (11, 20));
        parties.push(firm(dice, words, towns, entered, &mut names));
    }
    for (at, year) in YEARS.into_iter().enumerate() {
        for n in 0..NEW[at] {
            let month = i8::try_from(n % 11 + 1).unwrap_or(1);
            let entered = in_month(dice, year, month);
            parties.push(firm(dice, words, towns, entered, &mut names));
        }
        for n in 0..GONE[at] {
            // The last of those who were there at first: small firms that nothing else is told of.
            let place = AT_FIRST - 1 - (at * 3 + n);
            parties[place].left = Some(in_year(dice, year, (4, 1), (11, 20)));
            parties[place].above_scale = false;
        }
    }
    parties.extend(others(dice, words, towns));
    parties
}

fn firm(dice: &mut Dice, words: &Words, towns: usize, entered: Date, names: &mut BTreeSet<String>) -> Party {
    let mut domain = DOMAINS[0].0;
    let mut rest = dice.below(100);
    for (name, share) in DOMAINS {
        domain = name;
        if rest < *share {
            break;
        }
        rest -= share;
    }
    let mut name = words.company(dice, domain);
    while !names.insert(name.clone()) {
        name = words.company(dice, domain);
    }
    let above_scale = dice.chance(38);
    let employees = if above_scale { dice.between(60, 320) } else { dice.between(12, 75) };
    let revenue = employees * dice.between(38, 62);
    let years = dice.between(1, 12);
    let founded = after(months_after(entered, -12 * years), -dice.between(20, 300));
    Party {
        name,
        uscc: uscc(dice, "91"),
        kind: "company",
        town: dice.below(towns),
        domain,
        founded,
        entered,
        left: None,
        above_scale,
        employees,
        tech_staff: employees * dice.between(11, 30) / 100 + 1,
        revenue,
        rd_spend: revenue * dice.between(32, 78) / 1000 + 6,
        contact: words.person(dice),
        phone: mobile(dice),
    }
}

fn others(dice: &mut Dice, words: &Words, towns: usize) -> Vec<Party> {
    let mut list = vec![
        ("云州职业技术学院临溪校区".to_owned(), "university", "social", "12"),
        ("临溪区人民医院".to_owned(), "hospital", "social", "12"),
        ("临溪区中医院".to_owned(), "hospital", "bio", "12"),
        ("临溪区农业技术推广中心".to_owned(), "public", "agri", "12"),
        ("临溪区林业技术推广站".to_owned(), "public", "agri", "12"),
        ("云州市农业科学研究院临溪试验站".to_owned(), "institute", "agri", "12"),
    ];
    for village in words.list("village").iter().take(8) {
        let trade = *dice.pick(&["果蔬专业合作社", "茶叶专业合作社", "药材种植专业合作社", "水产养殖专业合作社"]);
        list.push((format!("临溪{}{trade}", village.trim_end_matches('村')), "cooperative", "agri", "93"));
    }
    let mut made = Vec::new();
    for (name, kind, domain, class) in list {
        let employees = dice.between(15, 160);
        made.push(Party {
            name,
            uscc: uscc(dice, class),
            kind,
            town: dice.below(towns),
            domain,
            founded: in_year(dice, 2008, (1, 5), (12, 20)),
            entered: in_year(dice, 2019, (3, 1), (11, 20)),
            left: None,
            above_scale: false,
            employees,
            tech_staff: employees * 2 / 5,
            revenue: employees * 12,
            rd_spend: employees / 4 + 3,
            contact: words.person(dice),
            phone: mobile(dice),
        });
    }
    made
}

/// Enters everybody: the stock by one import when the book is opened, the others as they come.
pub(super) fn tell(script: &mut Script, world: &World) {
    let mut dice = world.dice("parties");
    let mut lives: Vec<Life> = world.parties.iter().map(|party| script.life("enterprise", &party.name)).collect();
    let opened = date(2023, 1, 9);
    let stock = lives.iter_mut().zip(&world.parties).filter(|(_, party)| party.entered < opened);
    let rows = stock.map(|(life, party)| (life, None, entry(world, &mut dice, party))).collect();
    script.import(opened, "科技企业摸底台账（2022年底）.xlsx", rows);
    for (life, party) in lives.iter_mut().zip(&world.parties).filter(|(_, party)| party.entered >= opened) {
        let fields = entry(world, &mut dice, party);
        *life = script.create("enterprise", after(party.entered, 1), &party.name, fields);
    }
    for year in YEARS {
        yearly_data(script, world, &mut dice, &mut lives, year);
    }
    for (life, party) in lives.iter_mut().zip(&world.parties) {
        if let Some(left) = party.left {
            let reason = *dice.pick(&["整体迁出我区", "已办理注销登记", "停产多年，已吊销"]);
            let fields = fields! { left_on: left, left_reason: reason };
            script.advance_saying(life, after(left, 6), "leave", fields, "经镇街核实，同意出库。");
        }
    }
}

fn entry(world: &World, dice: &mut Dice, party: &Party) -> Fields {
    let industry = match party.domain {
        "manufacturing" => *dice.pick(&["C3421", "C3441", "C3670", "C3811"]),
        "ict" => *dice.pick(&["C3989", "I6513", "C3919"]),
        "material" => *dice.pick(&["C2929", "C2641", "C3073"]),
        "bio" => *dice.pick(&["C2770", "C2740", "C3589"]),
        "energy" => *dice.pick(&["C3849", "C3825"]),
        "env" => *dice.pick(&["C3591", "C4220"]),
        "agri" => *dice.pick(&["A0141", "C1371", "A0511"]),
        _ => "M7452",
    };
    let capital = if party.is_company() { (dice.between(2, 60) * 50).to_string() } else { String::new() };
    fields! {
        uscc: party.uscc, name: party.name, kind: party.kind, founded_on: party.founded, capital: capital,
        town: world.town(party), address: format!("{}{}", world.town(party), world.words.pick(dice, "village")),
        industry: industry, domain: party.domain, products: world.words.thing(dice, party.domain),
        above_scale: if party.above_scale { "是" } else { "否" }, contact: party.contact, phone: party.phone,
        employees: party.employees, tech_staff: party.tech_staff, revenue: party.revenue, rd_spend: party.rd_spend,
        entered_on: party.entered,
    }
}

/// Every April the numbers of the year before come in for the larger firms.
fn yearly_data(script: &mut Script, world: &World, dice: &mut Dice, lives: &mut [Life], year: i16) {
    let day = in_year(dice, year, (4, 8), (4, 24));
    let mut rows = Vec::new();
    for (life, party) in lives.iter_mut().zip(&world.parties) {
        let told = party.entered < date(year, 1, 1) && party.stands_on(after(day, 200)) && party.above_scale;
        if !told || !life.stands() {
            continue;
        }
        let growth = 100 + (i64::from(year) - 2022) * 6 + dice.between(-3, 5);
        let (revenue, rd_spend) = (party.revenue * growth / 100, party.rd_spend * (growth + 3) / 100);
        rows.push((life, None, fields! { uscc: party.uscc, revenue: revenue, rd_spend: rd_spend }));
    }
    script.import(day, &format!("{}年度规上企业数据.xlsx", year - 1), rows);
}
