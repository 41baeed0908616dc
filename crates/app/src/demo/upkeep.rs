//! What is not about a single entry: opening the book, accounts, targets, old reports, closings, corrections.

use jiff::civil::{Date, date};
use kezhang_ledger::command::{Actor, Command};
use kezhang_ledger::definition::{Role, Sources};
use kezhang_ledger::journal::{Hash, Reported, Target, TargetOperator};
use kezhang_ledger::period::Period;
use rust_decimal::Decimal;

use super::World;
use super::bureau::{PEOPLE, who};
use super::script::{Script, fields};

/// The days on which the targets of each year were set.
const TARGETS_SET: [(i16, Date); 4] =
    [(2023, date(2023, 2, 10)), (2024, date(2024, 2, 2)), (2025, date(2025, 2, 12)), (2026, date(2026, 1, 22))];

pub(super) fn tell(script: &mut Script, world: &World, sources: Sources) {
    let founder = PEOPLE[0].actor();
    let opened = date(2023, 1, 3);
    script.say(opened, founder.clone(), Command::Open { settings: world.settings.clone(), sources });
    for person in &PEOPLE {
        let (day, command) = person.admission();
        script.say(day, founder.clone(), command);
        if let Some((day, command)) = person.departure() {
            script.say(day, founder.clone(), command);
        }
    }
    report_of_2022(script);
    targets(script);
    for (year, day) in [(2023, date(2024, 1, 22)), (2024, date(2025, 1, 20))] {
        script.say(day, director(day), Command::Close { period: Period::year(year) });
    }
    corrections(script, world);
}

fn director(day: Date) -> Actor {
    who("", Role::Director, day, 0)
}

/// A line of the table: indicator, then the value of each year, `-` where none is set; `<` marks an upper limit.
fn targets(script: &mut Script) {
    for line in include_str!("targets.txt").lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let mut cells = line.split_whitespace();
        let Some(indicator) = cells.next() else { continue };
        for ((year, day), cell) in TARGETS_SET.into_iter().zip(cells) {
            let operator = if cell.starts_with('<') { TargetOperator::AtMost } else { TargetOperator::AtLeast };
            let Ok(value) = cell.trim_start_matches('<').parse::<Decimal>() else { continue };
            let target = Target { indicator: indicator.into(), period: Period::year(year), value: Some(value), operator };
            script.say(day, director(day), Command::SetTarget(target));
        }
    }
    // In July 2025 the city asked for more.
    let raised = Target {
        indicator: "hightech.applied".into(),
        period: Period::year(2025),
        value: Some(Decimal::from(30)),
        operator: TargetOperator::AtLeast,
    };
    let day = date(2025, 7, 8);
    script.say(day, director(day), Command::SetTarget(raised));
}

/// Five figures of the last report before the book, accepted as reported figures.
fn report_of_2022(script: &mut Script) {
    let day = date(2023, 1, 16);
    let figures = [
        ("upper.applied", "组织申报上级科技项目", 33, "项", "全年组织申报上级科技项目33项，获得立项13项。", "项目工作"),
        ("upper.won", "上级科技项目立项", 13, "项", "全年组织申报上级科技项目33项，获得立项13项。", "项目工作"),
        ("hightech.valid", "有效高新技术企业", 38, "家", "全区有效高新技术企业达到38家。", "企业培育"),
        ("contract.registered", "登记技术合同", 58, "项", "登记技术合同58项，成交额8120万元。", "成果转化"),
        ("contract.amount", "技术合同成交额", 8120, "万元", "登记技术合同58项，成交额8120万元。", "成果转化"),
    ];
    let accept = figures.into_iter().enumerate().map(|(at, (indicator, subject, value, unit, sentence, section))| Reported {
        id: format!("2022-{}", at + 1),
        indicator: Some(indicator.into()),
        subject: subject.to_owned(),
        value: Some(Decimal::from(value)),
        unit: unit.to_owned(),
        approx: None,
        status: "actual".to_owned(),
        aspect: if indicator == "hightech.valid" { "stock" } else { "flow" }.to_owned(),
        period: "2022年".to_owned(),
        sentence: sentence.to_owned(),
        section: section.to_owned(),
        suspect: None,
    });
    let document = "临溪区科学技术局2022年工作总结.docx".to_owned();
    let hash = Hash::of(document.as_bytes()).to_string();
    let command = Command::Report { document, hash, year: 2022, accept: accept.collect(), withdraw: Vec::new() };
    script.say(day, who("office", Role::Head, day, 0), command);
}

/// After 2024 was closed: a slip found by the auditors, and a forgotten activity. Both are booked in the open year.
fn corrections(script: &mut Script, world: &World) {
    let held = date(2024, 10, 22);
    let name = "科技政策与研发费用归集培训班（第三期）";
    let fields = fields! {
        name: name, kind: "policy", held_on: held, days: 1, place: "区行政中心会议室", town: world.town_at(0),
        teachers: "云州市税务局、科技咨询机构讲师", people: 190, farmers: 0, materials: 190, cost: 8600,
    };
    let mut life = script.create("training", held, name, fields);
    script.advance(&mut life, date(2024, 10, 23), "hold", fields! { people: 190 });
    script.revise(&mut life, date(2025, 3, 11), fields! { people: 109, note: "审计核对签到表，实到109人次，原登190系笔误" });
    let held = date(2024, 11, 28);
    let name = "科普进社区·消防与用电安全";
    let fields = fields! {
        name: name, kind: "community", held_on: held, place: "文昌社区", town: world.town_at(1), hosts: "区科技局、区科协",
        partners: 3, panels: 8, leaflets: 320, visitors: 240, consulted: 35, volunteers: 9, media: 1, cost: 3200,
        note: "2024年漏登，补记",
    };
    let mut life = script.create("activity", date(2025, 2, 18), name, fields);
    script.advance(&mut life, date(2025, 2, 18), "hold", fields! {});
}
