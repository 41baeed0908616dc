//! Science for the public: activities and training.

use jiff::civil::Date;
use kezhang_ledger::dice::Dice;

use super::World;
use super::day::{YEARS, after, in_month, in_year};
use super::script::{Script, fields};

/// Kind of activity, first and last month, and how many in each year.
const ACTIVITIES: &[(&str, i8, i8, [usize; 3])] = &[
    ("countryside", 1, 12, [6, 7, 8]),
    ("week", 5, 5, [4, 5, 5]),
    ("day", 9, 9, [4, 4, 5]),
    ("ipweek", 4, 4, [2, 3, 3]),
    ("disaster", 5, 7, [2, 2, 2]),
    ("school", 3, 11, [5, 6, 7]),
    ("community", 3, 12, [5, 5, 6]),
    ("enterprise", 4, 10, [2, 2, 3]),
    ("lecture", 3, 11, [2, 3, 3]),
    ("contest", 4, 4, [1, 1, 1]),
    ("openday", 5, 9, [1, 1, 1]),
];

/// Kind of training, how many in each year, and how many people come at most.
const TRAININGS: &[(&str, [usize; 3], i64)] = &[
    ("farming", [11, 12, 14], 95),
    ("hightech", [3, 4, 4], 80),
    ("policy", [2, 2, 3], 130),
    ("ip", [2, 3, 3], 70),
    ("project", [2, 2, 2], 90),
    ("commissioner", [1, 1, 2], 55),
];

pub(super) fn tell(script: &mut Script, world: &World) {
    for (at, year) in YEARS.into_iter().enumerate() {
        let mut dice = world.dice(&format!("outreach {year}"));
        for (kind, first, last, counts) in ACTIVITIES {
            for number in 1..=counts[at] {
                activity(script, world, &mut dice, (year, *first, *last), kind, number);
            }
        }
        for (kind, counts, people_max) in TRAININGS {
            for number in 1..=counts[at] {
                training(script, world, &mut dice, year, kind, (number, *people_max));
            }
        }
    }
    flooded(script, world);
}

fn activity(script: &mut Script, world: &World, dice: &mut Dice, span: (i16, i8, i8), kind: &str, number: usize) {
    let (year, first, last) = span;
    let month = i8::try_from(dice.between(i64::from(first), i64::from(last))).unwrap_or(first);
    // August 2025 was flooded: what would have been then came a month later.
    let month = if (year, month) == (2025, 8) { 9 } else { month };
    let held_on = in_month(dice, year, month);
    let town = world.any_town(dice).to_owned();
    let (name, place) = named(world, dice, year, kind, number, &town);
    if !script.is_new("activity", &format!("{name}{held_on}")) {
        return activity(script, world, dice, span, kind, number);
    }
    // (panels, leaflets, visitors)
    let (panels, leaflets, visitors) = match kind {
        "week" | "day" if number == 1 => (dice.between(36, 60), dice.between(1500, 2400), dice.between(900, 1500)),
        "week" | "day" => (dice.between(10, 24), dice.between(400, 900), dice.between(220, 520)),
        "countryside" => (dice.between(6, 16), dice.between(350, 800), dice.between(180, 420)),
        "school" | "lecture" => (dice.between(0, 8), dice.between(100, 350), dice.between(150, 480)),
        "contest" | "openday" => (dice.between(0, 6), dice.between(60, 200), dice.between(180, 360)),
        _ => (dice.between(6, 14), dice.between(200, 600), dice.between(120, 360)),
    };
    let visitors = visitors * (100 + (i64::from(year) - 2023) * 5) / 100;
    let fields = fields! {
        name: name, kind: kind, held_on: held_on, place: place, town: town, hosts: "区科技局、区科协",
        partners: dice.between(1, 12),
    };
    let mut life = script.create("activity", after(held_on, -dice.between(3, 9)), &name, fields);
    let fields = fields! {
        panels: panels, leaflets: leaflets, visitors: visitors, consulted: visitors * dice.between(8, 22) / 100,
        volunteers: dice.between(4, 30), media: dice.between(0, 3), cost: dice.between(8, 90) * 200,
    };
    script.advance(&mut life, after(held_on, dice.between(1, 5)), "hold", fields);
}

fn named(world: &World, dice: &mut Dice, year: i16, kind: &str, number: usize, town: &str) -> (String, String) {
    let village = world.words.pick(dice, "village");
    let school = world.words.pick(dice, "school");
    let community = world.words.pick(dice, "community");
    let square = "文化广场".to_owned();
    match (kind, number) {
        ("week", 1) => (format!("{year}年临溪区科技活动周启动仪式"), format!("临溪{square}")),
        ("day", 1) => (format!("{year}年临溪区全国科普日主场活动"), format!("临溪{square}")),
        ("week", _) => (format!("{year}年科技活动周·{town}科普集市"), format!("{town}{square}")),
        ("day", _) => (format!("{year}年全国科普日·{town}专场"), format!("{town}{square}")),
        ("countryside", _) => (format!("{year}年送科技下乡·{village}"), village.to_owned()),
        ("ipweek", _) => (format!("{year}年知识产权宣传周·{town}宣传活动"), format!("{town}便民中心")),
        ("disaster", _) => (format!("{year}年防灾减灾科普宣传"), community.to_owned()),
        ("school", _) => (format!("{year}年科普进校园·{school}"), school.to_owned()),
        ("community", _) => (format!("{year}年科普进社区·{community}"), community.to_owned()),
        ("enterprise", _) => (format!("{year}年科普进企业·{town}工业园"), format!("{town}工业园")),
        ("lecture", _) => (format!("“{}”科普报告会", world.words.pick(dice, "lecture")), school.to_owned()),
        ("contest", _) => (format!("{year}年临溪区青少年科技创新大赛"), "临溪区第一中学".to_owned()),
        _ => (format!("{year}年科研机构开放日"), "云州市农业科学研究院临溪试验站".to_owned()),
    }
}

fn training(script: &mut Script, world: &World, dice: &mut Dice, year: i16, kind: &str, (number, people_max): (usize, i64)) {
    let held_on = match kind {
        "farming" => in_year(dice, year, (2, 20), (11, 28)),
        "hightech" => in_year(dice, year, (3, 5), (7, 20)),
        _ => in_year(dice, year, (3, 10), (11, 20)),
    };
    let held_on = shifted(held_on);
    let town = if kind == "farming" { world.any_town(dice) } else { world.town_at(0) }.to_owned();
    let name = match kind {
        "farming" => format!("{}{}培训班", world.words.plant(dice), world.words.pick(dice, "technique")),
        "hightech" => format!("{year}年高新技术企业申报培训班（第{number}期）"),
        "policy" => format!("{year}年科技政策与研发费用归集专题培训（第{number}期）"),
        "ip" => format!("{year}年知识产权实务培训班（第{number}期）"),
        "project" => format!("{year}年科技项目申报与管理培训班（第{number}期）"),
        _ => format!("{year}年科技特派员培训班（第{number}期）"),
    };
    if !script.is_new("training", &format!("{name}{held_on}")) {
        return training(script, world, dice, year, kind, (number, people_max));
    }
    let teachers = match kind {
        "farming" | "commissioner" => "expert.farming",
        "ip" => "expert.ip",
        _ => "expert.other",
    };
    let people = dice.between(people_max * 6 / 10, people_max);
    let farmers = if kind == "farming" { people - dice.between(0, 8) } else { 0 };
    let place = if kind == "farming" { format!("{town}农技站") } else { "区行政中心会议室".to_owned() };
    let fields = fields! {
        name: name, kind: kind, held_on: held_on, place: place, town: town, teachers: world.words.pick(dice, teachers),
        days: *dice.pick(&["0.5", "1", "1", "2"]),
    };
    let mut life = script.create("training", after(held_on, -dice.between(2, 8)), &name, fields);
    let fields = fields! {
        people: people, farmers: farmers, materials: people + dice.between(0, 30), cost: dice.between(10, 60) * 200,
    };
    script.advance(&mut life, after(held_on, dice.between(1, 4)), "hold", fields);
}

/// Nothing was held in the flooded month.
fn shifted(day: Date) -> Date {
    if (day.year(), day.month()) == (2025, 8) { after(day, 35) } else { day }
}

/// Three activities of August 2025 that were planned and called off.
fn flooded(script: &mut Script, world: &World) {
    let mut dice = world.dice("flood");
    for village in world.words.list("village").iter().step_by(5).take(3) {
        let held_on = in_month(&mut dice, 2025, 8);
        let name = format!("2025年暑期科普大篷车·{village}");
        let fields = fields! {
            name: name, kind: "countryside", held_on: held_on, place: village, town: world.any_town(&mut dice),
            hosts: "区科技局、区科协",
        };
        let mut life = script.create("activity", after(held_on, -12), &name, fields);
        let opinion = "受强降雨和防汛应急响应影响，活动取消。";
        script.advance_saying(&mut life, after(held_on, -2), "cancel", fields! {}, opinion);
    }
}
