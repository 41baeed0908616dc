//! What the bureau knows of a firm when it is surveyed for 高新技术企业: three years of its books, its patents, its own
//! estimate of the points. The numbers fit what becomes of the application, so that 条件核验 tells the same story.

use kezhang_ledger::dice::Dice;

use super::parties::Party;
use super::script::{Fields, fields};

/// How a firm stands when it is surveyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Meets every condition.
    Fit,
    /// Spends a little too little on research.
    ShortOfResearch,
    /// Has too little to show for its points.
    ShortOfPoints,
    /// Not everything has been asked yet.
    HalfAsked,
}

impl Standing {
    /// Why an application of such a firm fails.
    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::ShortOfPoints => "创新能力评价未达到70分以上，缺少Ⅰ类知识产权，成果转化项数偏少",
            _ => "近三年研发费用占比未达到规定比例",
        }
    }

    /// What the survey notes as its weak side.
    pub(super) fn gap(self) -> &'static str {
        match self {
            Self::Fit => "",
            Self::ShortOfResearch => "研发费用占比接近下限，需规范研发费用归集",
            Self::ShortOfPoints => "缺少Ⅰ类知识产权，成果转化项数偏少",
            Self::HalfAsked => "研发费用和成果转化材料不全，需上门核实",
        }
    }
}

/// The books of three years, the latest first, in 万元.
struct Books {
    /// Accounting years in which the firm existed.
    years: usize,
    sales: [i64; 3],
    research: [i64; 3],
    net: [i64; 3],
}

/// Percent of sales that must go into research, by the latest year's sales (32号第十一条（五）); only to make numbers up.
fn research_needed(sales: i64) -> i64 {
    match sales {
        ..=5_000 => 5,
        5_001..=20_000 => 4,
        _ => 3,
    }
}

fn books(dice: &mut Dice, party: &Party, year: i16, standing: Standing) -> Books {
    let growth = if standing == Standing::ShortOfPoints { (6, 11) } else { (18, 33) };
    let years = usize::try_from(i64::from(year) - i64::from(party.founded.year())).unwrap_or(0).clamp(1, 3);
    let mut sales = [party.revenue; 3];
    let mut net = [party.revenue * dice.between(40, 70) / 100; 3];
    for at in 1..3 {
        sales[at] = sales[at - 1] * 100 / (100 + dice.between(growth.0, growth.1));
        net[at] = net[at - 1] * 100 / (100 + dice.between(growth.0, growth.1));
    }
    let per_mille = research_needed(sales[0]) * 10;
    let rate = match standing {
        Standing::ShortOfResearch => per_mille - dice.between(2, 6),
        _ => per_mille + dice.between(5, 26),
    };
    // Rounded up for those who meet it, down for those who do not.
    let up = if standing == Standing::ShortOfResearch { 0 } else { 999 };
    let research = sales.map(|sales| (sales * rate + up) / 1000);
    Books { years, sales, research, net }
}

/// The facts as the survey writes them down.
pub(super) fn facts(dice: &mut Dice, party: &Party, year: i16, standing: Standing) -> Fields {
    let books = books(dice, party, year, standing);
    let research: i64 = books.research[..books.years].iter().sum();
    let income = books.sales[0] + dice.between(10, 60);
    let mut facts = fields! {
        founded_on: party.founded, employees: party.employees, tech_staff: party.tech_staff, total_income: income,
        hightech_income: income * dice.between(66, 88) / 100, trouble: "否",
    };
    let of_years: [(&[&'static str; 3], &[i64; 3]); 3] = [
        (&["sales_1", "sales_2", "sales_3"], &books.sales),
        (&["rd_1", "rd_2", "rd_3"], &books.research),
        (&["net_1", "net_2", "net_3"], &books.net),
    ];
    for (ids, values) in of_years {
        let own = ids.iter().zip(values).take(books.years);
        // Of a firm half asked, research and net assets are known for the latest year only.
        let known = if standing == Standing::HalfAsked && ids[0] != "sales_1" { 1 } else { books.years };
        facts.extend(own.take(known).map(|(id, value)| (*id, value.to_string())));
    }
    facts.extend(knowledge(dice, standing, books.years));
    if standing != Standing::HalfAsked {
        facts.extend(fields! { rd_domestic: research });
        facts.extend(estimate(dice, standing));
    }
    facts
}

fn knowledge(dice: &mut Dice, standing: Standing, years: usize) -> Fields {
    let years = i64::try_from(years).unwrap_or(3);
    match standing {
        Standing::ShortOfPoints => fields! {
            ip_class1: 0, ip_class2: dice.between(2, 4), ip_core: "是", ip_means: "acquired", standards: "否",
            conversions: years * 2 + dice.between(0, years),
        },
        Standing::HalfAsked => fields! { ip_class1: dice.between(0, 1), ip_class2: dice.between(2, 9) },
        _ => fields! {
            ip_class1: dice.between(1, 4), ip_class2: dice.between(5, 18), ip_core: "是", ip_means: "own",
            standards: if dice.chance(20) { "是" } else { "否" }, conversions: years * 5 + dice.between(0, 6),
        },
    }
}

fn estimate(dice: &mut Dice, standing: Standing) -> Fields {
    let (high, middle, low) = if standing == Standing::ShortOfPoints { (5, 3, 2) } else { (7, 5, 3) };
    fields! {
        own_advanced: high + dice.between(0, 1), own_support: high, own_system: middle + dice.between(0, 1),
        own_institute: middle, own_reward: low + dice.between(0, 1), own_talent: low,
    }
}
