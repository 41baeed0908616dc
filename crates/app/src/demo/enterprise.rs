//! Visits to firms, yearly evaluation of small technology firms, innovation platforms.

use jiff::civil::{Date, date};
use kezhang_ledger::dice::Dice;

use super::World;
use super::day::{YEARS, after, in_month};
use super::parties::Party;
use super::screened::points;
use super::script::{Fields, Life, Script, fields};

const VISITS: [usize; 3] = [44, 50, 56];
/// Firms that handed in the evaluation, and how many of them came through.
const EVALUATED: [(usize, usize); 3] = [(58, 52), (66, 61), (76, 70)];

pub(super) fn tell(script: &mut Script, world: &World) {
    for (at, year) in YEARS.into_iter().enumerate() {
        visits(script, world, year, VISITS[at]);
        evaluations(script, world, year, EVALUATED[at]);
    }
    platforms(script, world);
}

fn visits(script: &mut Script, world: &World, year: i16, count: usize) {
    let mut dice = world.dice(&format!("visits {year}"));
    for n in 0..count {
        let month = i8::try_from(n * 11 / count + 2).unwrap_or(6);
        let visited_on = in_month(&mut dice, year, month);
        let party = world.party(&mut dice, visited_on, Party::is_company);
        let kind = *dice.pick(&["hightech", "hightech", "policy", "project", "project", "trouble"]);
        let content = match kind {
            "hightech" => "对照高企八项条件现场辅导，指导研发费用归集和知识产权布局。",
            "policy" => "宣讲研发费用加计扣除、创新券等惠企政策，发放政策汇编。",
            "project" => "了解企业技术需求和在研项目，筛选申报储备项目。",
            _ => "听取企业生产经营情况和困难诉求，现场会商解决办法。",
        };
        let fields = fields! {
            visited_on: visited_on, party: party.name, uscc: party.uscc, town: world.town(party), kind: kind,
            visitors: format!("局领导、高新技术与成果科{}人", dice.between(2, 4)), content: content,
        };
        let mut life = script.create("visit", after(visited_on, 1), &party.name, fields);
        if kind == "trouble" || dice.chance(25) {
            let at = dice.below(world.words.list("need").len());
            let need = world.words.list("need").get(at).copied().unwrap_or_default();
            let solution = world.words.list("solution").get(at).copied().unwrap_or_default();
            let fields = fields! { need: need, need_on: visited_on };
            script.advance(&mut life, after(visited_on, 2), "take", fields);
            // Only what came up last is still open: a need of years ago that nobody answered would be a scandal.
            let answered = dice.chance(92) || visited_on.year() < 2025;
            if answered {
                let solved_on = after(visited_on, dice.between(8, 40));
                script.advance(&mut life, solved_on, "solve", fields! { solved_on: solved_on, solution: solution });
            }
        } else if n % 20 == 9 {
            // Two went together and both wrote it down.
            let fields = fields! {
                visited_on: visited_on, party: party.name, uscc: party.uscc, town: world.town(party), kind: kind,
            };
            let mut again = script.create("visit", after(visited_on, 2), &party.name, fields);
            script.void(&mut again, after(visited_on, 3), "两人同行，重复登记");
        }
    }
}

/// Small firms hand in between April and October, month by month; the register answers a month later.
fn evaluations(script: &mut Script, world: &World, year: i16, (handed_in, passed): (usize, usize)) {
    let mut dice = world.dice(&format!("sme {year}"));
    let small = |party: &&Party| {
        party.is_company() && party.entered < date(year, 2, 1) && party.stands_on(date(year, 12, 1)) && party.revenue < 17_000
    };
    let mut firms: Vec<&Party> = world.parties.iter().filter(small).collect();
    let turned = usize::from(year.unsigned_abs()) * 13 % firms.len().max(1);
    firms.rotate_left(turned);
    firms.truncate(handed_in);
    for month in 4..=10 {
        let own = firms.iter().enumerate().filter(|(n, _)| n % 7 + 4 == usize::from(i8::unsigned_abs(month)));
        let own: Vec<(usize, &Party)> = own.map(|(n, party)| (n, *party)).collect();
        let lives = own.into_iter().map(|(n, party)| (script.life("sme", &party.name), party, n)).collect();
        evaluate_month(script, world, &mut dice, (year, month), lives, passed);
    }
}

fn evaluate_month(
    script: &mut Script,
    world: &World,
    dice: &mut Dice,
    (year, month): (i16, i8),
    mut lives: Vec<(Life, &Party, usize)>,
    passed: usize,
) {
    let day = date(year, month, 21);
    let mut rows = Vec::new();
    for (life, party, n) in &mut lives {
        let submitted_on = in_month(dice, year, month).min(day);
        let assets = party.revenue * dice.between(60, 115) / 100;
        let mut fields = fields! {
            uscc: party.uscc, name: party.name, town: world.town(party), year: year, employees: party.employees,
            tech_staff: party.tech_staff, sales: party.revenue, assets: assets, costs: party.revenue * dice.between(82, 95) / 100,
            resident: "是", forbidden: "否", trouble: "否", direct: "否", submitted_on: submitted_on,
        };
        fields.extend(research_and_results(party, *n, *n < passed));
        // Points that hang on what was not handed in are nobody's to write down.
        let points = points(script.catalog(), "sme", &fields).filter(|points| points.low == points.high);
        fields.extend(points.map(|points| ("score", points.low.to_string())));
        rows.push((life, None, fields));
    }
    script.import(day, &format!("科技型中小企业填报（{year}年{month}月）.xlsx"), rows);
    let announced = after(day, 28);
    let mut registered = Vec::new();
    for (life, party, n) in &mut lives {
        if *n >= passed {
            let opinion = "研发投入指标得分不足，综合得分未达到60分。";
            script.advance_saying(life, after(day, 4), "return", fields! {}, opinion);
            continue;
        }
        script.advance(life, after(day, dice.between(2, 6)), "screen", fields! { screened_on: after(day, 3) });
        let register_no = format!("{year}339906{:08}", u64::from(month.unsigned_abs()) * 100_000 + *n as u64 * 13 + 7);
        let fields = fields! {
            uscc: party.uscc, year: year, register_no: register_no, registered_on: announced,
            valid_until: date(year + 1, 3, 31),
        };
        registered.push((life, Some("registered"), fields));
    }
    script.import(after(announced, 1), &format!("科技型中小企业入库公告（{year}年第{}批）.xlsx", month - 3), registered);
}

/// Research spending and patents that earn enough points, or too few; some of the latter forgot to count their patents.
fn research_and_results(party: &Party, n: usize, enough: bool) -> Fields {
    if enough {
        let research = party.rd_spend.max(party.revenue * 52 / 1000 + 1);
        let (first, second) = if n.is_multiple_of(3) { (1, 2) } else { (0, 4) };
        return fields! { rd_spend: research, ip_class1: first, ip_class2: second };
    }
    let mut fields = fields! { rd_spend: party.revenue * 35 / 1000, ip_class1: 0 };
    if n.is_multiple_of(2) {
        fields.extend(fields! { ip_class2: 1 });
    }
    fields
}

type YearMonth = (i16, i8);

/// Kind, level, domain word and the day it was recognised; the firms are found by domain.
const STOCK: &[(&str, &str, &str, YearMonth)] = &[
    ("engineering", "provincial", "manufacturing", (2018, 11)),
    ("engineering", "city", "manufacturing", (2019, 6)),
    ("engineering", "city", "material", (2020, 9)),
    ("engineering", "city", "ict", (2021, 10)),
    ("engineering", "city", "bio", (2022, 6)),
    ("tech_center", "provincial", "material", (2020, 12)),
    ("tech_center", "city", "energy", (2021, 5)),
    ("incubator", "city", "service", (2019, 12)),
    ("makerspace", "city", "ict", (2018, 8)),
    ("starspace", "provincial", "agri", (2021, 8)),
    ("academician", "city", "bio", (2022, 3)),
    ("joint", "city", "manufacturing", (2022, 10)),
    ("agri_park", "provincial", "agri", (2017, 9)),
];

/// The same for what was applied for since; the last word is the outcome.
const SINCE: &[(&str, &str, &str, YearMonth, &str)] = &[
    ("engineering", "city", "env", (2023, 6), "approved"),
    ("engineering", "city", "manufacturing", (2023, 6), "approved"),
    ("tech_center", "city", "ict", (2023, 9), "approved"),
    ("engineering", "provincial", "bio", (2023, 11), "lost"),
    ("joint", "city", "material", (2023, 12), "approved"),
    ("engineering", "provincial", "material", (2024, 7), "approved"),
    ("laboratory", "city", "bio", (2024, 6), "approved"),
    ("new_institute", "provincial", "ict", (2024, 10), "lost"),
    ("makerspace", "city", "service", (2024, 9), "approved"),
    ("postdoc", "provincial", "energy", (2024, 11), "approved"),
    ("engineering", "city", "agri", (2024, 6), "approved"),
    ("incubator", "provincial", "service", (2025, 5), "approved"),
    ("engineering", "provincial", "manufacturing", (2025, 8), "approved"),
    ("engineering", "city", "energy", (2025, 6), "approved"),
    ("laboratory", "city", "material", (2025, 6), "approved"),
    ("joint", "city", "bio", (2025, 10), "approved"),
    ("new_institute", "provincial", "ict", (2025, 11), "approved"),
    ("academician", "provincial", "manufacturing", (2025, 11), "lost"),
];

fn platforms(script: &mut Script, world: &World) {
    let mut dice = world.dice("platforms");
    let mut stock = Vec::new();
    for &(kind, level, domain, (year, month)) in STOCK {
        let (name, mut fields) = platform(script, world, &mut dice, (kind, level, domain), date(2022, 12, 1));
        let approved_on = in_month(&mut dice, year, month);
        fields.extend(fields! { approved_on: approved_on, approval_no: approval(&mut dice, level, year) });
        stock.push((script.life("platform", &name), Some("approved"), fields));
    }
    let rows = stock.iter_mut().map(|(life, state, fields)| (life, *state, fields.clone())).collect();
    script.import(date(2023, 1, 10), "创新平台台账（2022年底）.xlsx", rows);
    for &(kind, level, domain, (year, month), outcome) in SINCE {
        let decided_on = in_month(&mut dice, year, month);
        let applied_on = after(decided_on, -dice.between(80, 130));
        let (name, fields) = platform(script, world, &mut dice, (kind, level, domain), applied_on);
        let mut life = script.create("platform", after(applied_on, -12), &name, fields);
        script.advance(&mut life, after(applied_on, 1), "apply", fields! { applied_on: applied_on });
        if outcome == "approved" {
            let fields = fields! { approved_on: decided_on, approval_no: approval(&mut dice, level, year) };
            script.advance(&mut life, after(decided_on, 4), "approve", fields);
        } else {
            let opinion = "评审未通过，建议充实研发人员和设备后再报。";
            script.advance_saying(&mut life, after(decided_on, 4), "lose", fields! { lost_on: decided_on }, opinion);
        }
    }
    // The incubator of the city rose to the province in 2025 and left its old rank.
    if let Some((life, ..)) = stock.get_mut(7) {
        let fields = fields! { revoked_on: date(2025, 5, 29), end_reason: "升级为省级，市级不再保留" };
        script.advance_saying(life, date(2025, 5, 30), "revoke", fields, "升级，同意销号。");
    }
}

fn platform(
    script: &mut Script,
    world: &World,
    dice: &mut Dice,
    (kind, level, domain): (&str, &str, &str),
    day: Date,
) -> (String, Fields) {
    let party = world.party(dice, day, |party| party.is_company() && party.domain == domain && party.left.is_none());
    let thing = world.words.thing(dice, domain);
    let level_name = if level == "provincial" { "东江省" } else { "云州市" };
    let name = match kind {
        "engineering" => format!("{level_name}{thing}工程技术研究中心"),
        "laboratory" => format!("{level_name}{thing}重点实验室"),
        "tech_center" => format!("{}企业技术中心", party.name),
        "new_institute" => format!("{level_name}{thing}产业技术研究院"),
        "incubator" => "临溪科技企业孵化器".to_owned(),
        "makerspace" if domain == "ict" => "溪谷众创空间".to_owned(),
        "makerspace" => "青创众创空间".to_owned(),
        "starspace" => "竹溪现代农业星创天地".to_owned(),
        "academician" => format!("{}院士专家工作站", party.name),
        "postdoc" => format!("{}博士后科研工作站", party.name),
        "joint" => format!("{}校企共建研发中心", party.name),
        _ => "临溪省级农业科技园区".to_owned(),
    };
    if !script.is_new("platform", &format!("{level}{kind}{name}")) {
        return platform(script, world, dice, (kind, level, domain), day);
    }
    let fields = fields! {
        name: name, kind: kind, level: level, party: party.name, uscc: party.uscc, town: world.town(party), domain: domain,
        area: dice.between(4, 60) * 50, staff: dice.between(8, 42), equipment: dice.between(12, 90) * 10,
    };
    (name, fields)
}

fn approval(dice: &mut Dice, level: &str, year: i16) -> String {
    let organ = if level == "provincial" { "东科高" } else { "云科发高" };
    format!("{organ}〔{year}〕{}号", dice.between(8, 90))
}
