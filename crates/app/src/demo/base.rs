//! Figures of other offices: first the quick ones of January, then the final ones, months after our own closing.

use jiff::civil::{Date, date};

use super::day::END;
use super::script::{Script, fields};

/// A year's figures: population (万人), GDP (亿元), industrial firms above scale, those with R&D, public expenditure (万元),
/// science expenditure (万元), R&D (万元), R&D of firms (万元).
struct Year {
    year: i16,
    population: [&'static str; 2],
    gdp: [&'static str; 2],
    firms: [u32; 2],
    budget: [u32; 2],
    science: [u32; 2],
    rd: [u32; 2],
}

const YEARS: [Year; 4] = [
    Year {
        year: 2022,
        population: ["31.42", "31.42"],
        gdp: ["168.35", "168.35"],
        firms: [142, 61],
        budget: [312_400, 312_400],
        science: [5_930, 5_930],
        rd: [30_890, 27_260],
    },
    Year {
        year: 2023,
        population: ["31.6", "31.57"],
        gdp: ["179.62", "179.18"],
        firms: [148, 68],
        budget: [326_800, 325_960],
        science: [6_580, 6_612],
        rd: [35_020, 31_140],
    },
    Year {
        year: 2024,
        population: ["31.75", "31.71"],
        gdp: ["190.44", "190.87"],
        firms: [155, 77],
        budget: [338_500, 338_120],
        science: [7_320, 7_295],
        rd: [39_640, 35_480],
    },
    Year {
        year: 2025,
        population: ["31.83", ""],
        gdp: ["201.26", ""],
        firms: [161, 84],
        budget: [349_700, 0],
        science: [8_046, 0],
        rd: [0, 0],
    },
];

pub(super) fn tell(script: &mut Script) {
    for year in &YEARS {
        statistics(script, year);
        finance(script, year);
        research(script, year);
    }
}

fn quick_day(year: i16) -> Date {
    date(year + 1, 1, 17)
}

fn statistics(script: &mut Script, year: &Year) {
    let title = year.year.to_string();
    let fields = fields! {
        year: year.year, population: year.population[0], gdp: year.gdp[0], scale_industry: year.firms[0],
        scale_industry_rd: year.firms[1], source: "区统计局快报",
    };
    let mut life = script.create("base_stat", quick_day(year.year), &title, fields);
    let day = date(year.year + 1, 5, 14);
    let fields = fields! {
        population: year.population[1], gdp: year.gdp[1], published_on: day,
        source: format!("《临溪区{}年国民经济和社会发展统计公报》", year.year),
    };
    script.advance(&mut life, day, "confirm", fields);
}

fn finance(script: &mut Script, year: &Year) {
    let title = year.year.to_string();
    let fields = fields! {
        year: year.year, budget_spend: year.budget[0], science_spend: year.science[0], source: "区财政局预算执行数",
    };
    let mut life = script.create("base_finance", quick_day(year.year), &title, fields);
    let day = date(year.year + 1, 8, 20);
    let fields = fields! {
        budget_spend: year.budget[1], science_spend: year.science[1], published_on: day, source: "区财政局决算",
        outreach_funds: u32::from(year.year.unsigned_abs() % 100) * 9 - 40,
    };
    script.advance(&mut life, day, "confirm", fields);
}

/// R&D comes in the autumn of the next year; that of the last year is not there yet.
fn research(script: &mut Script, year: &Year) {
    let day = if year.year == 2022 { date(2023, 9, 25) } else { date(year.year + 1, 9, 26) };
    if day > END {
        return;
    }
    let fields = fields! { year: year.year, rd: year.rd[0], rd_company: year.rd[1], source: "区统计局反馈" };
    let mut life = script.create("base_rd", day, &year.year.to_string(), fields);
    let confirmed = date(year.year + 1, 11, 12);
    script.advance(&mut life, confirmed, "confirm", fields! { published_on: confirmed, source: "区统计局核定反馈函" });
}
