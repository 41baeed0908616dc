//! Patents, imported month by month from the patent office's list: applications, grants, lapses.

use jiff::civil::{Date, date};
use kezhang_ledger::dice::Dice;

use super::World;
use super::day::{END, YEARS, after, between, in_month, months_after};
use super::numbers;
use super::parties::Party;
use super::script::{Fields, Life, Script, fields};

/// Applications a year since the year before the book.
const FILED: [(i16, usize); 4] = [(2022, 138), (2023, 156), (2024, 178), (2025, 194)];
/// How an ordinary year's applications spread over its months, of a hundred; August 2025 was a bad one.
const MONTHS: [usize; 12] = [6, 5, 9, 9, 9, 10, 8, 8, 9, 8, 9, 10];
/// Inventions in force when the book was opened, and older applications for inventions still under way.
const IN_FORCE: usize = 124;
const UNDER_WAY: usize = 34;
/// Small patents of the year before, granted in the year before the book.
const SMALL: usize = 56;

struct Patent {
    life: Life,
    fields: Fields,
    no: String,
    invention: bool,
    filed_on: Date,
    granted_on: Option<Date>,
    lapsed_on: Option<(Date, &'static str)>,
}

pub(super) fn tell(script: &mut Script, world: &World) {
    let mut dice = world.dice("patent");
    let mut serial = 10_000;
    let mut patents = Vec::new();
    for n in 0..IN_FORCE + UNDER_WAY {
        let year = if n < IN_FORCE { 2013 + i16::try_from(n % 8).unwrap_or(0) } else { 2021 };
        let filed_on = between(&mut dice, date(year, 1, 8), date(year, 12, 20));
        let mut patent = file(script, world, &mut dice, "invention", filed_on, &mut serial);
        patent.granted_on = Some(if n < IN_FORCE {
            between(&mut dice, months_after(filed_on, 18), date(2022, 12, 20))
        } else {
            let first = date(2023, 1, 10).max(months_after(filed_on, 16));
            between(&mut dice, first, months_after(first, 17))
        });
        if n < IN_FORCE && n % 8 == 3 {
            let lapsed_on = between(&mut dice, date(2023, 3, 1), date(2025, 12, 10));
            patent.lapsed_on = Some((lapsed_on, *dice.pick(&["unpaid", "unpaid", "abandoned", "expired"])));
        }
        patents.push(patent);
    }
    for n in 0..SMALL {
        let kind = if n % 7 == 6 { "design" } else { "utility" };
        let filed_on = between(&mut dice, date(2021, 5, 8), date(2021, 12, 20));
        let mut patent = file(script, world, &mut dice, kind, filed_on, &mut serial);
        patent.granted_on = Some(between(&mut dice, date(2022, 1, 10), date(2022, 12, 20)));
        patents.push(patent);
    }
    for (year, count) in FILED {
        for n in 0..count {
            let filed_on = in_month(&mut dice, year, month_of(year, n, count));
            let kind = if n % 10 < 3 {
                "invention"
            } else if n % 10 < 9 {
                "utility"
            } else {
                "design"
            };
            patents.push(file(script, world, &mut dice, kind, filed_on, &mut serial));
        }
    }
    import(script, &mut dice, &mut patents);
    quality(script, &mut dice, &mut patents);
}

/// The month in which the n-th application of a year falls.
fn month_of(year: i16, n: usize, count: usize) -> i8 {
    let mut months = MONTHS;
    if year == 2025 {
        months[7] = 3;
    }
    let total: usize = months.iter().sum();
    let mut at = n * total / count.max(1);
    for (month, share) in (1_i8..).zip(months) {
        if at < share {
            return month;
        }
        at -= share;
    }
    12
}

fn file(script: &mut Script, world: &World, dice: &mut Dice, kind: &str, filed_on: Date, serial: &mut u32) -> Patent {
    let person = dice.chance(7);
    let party = world.party(dice, filed_on.max(date(2022, 3, 1)), |party| match party.kind {
        "company" => party.domain != "service",
        "cooperative" => false,
        _ => true,
    });
    *serial += 1 + u32::try_from(dice.below(40)).unwrap_or(0);
    let no = numbers::patent(filed_on.year(), kind, *serial * 17 % 9_999_999);
    let name = world.words.patent(dice, kind, party.domain);
    let mut fields = fields! {
        application_no: no, name: name, kind: kind, town: world.town(party), filed_on: filed_on,
        inventors: world.words.person(dice), agency: if dice.chance(70) { world.words.pick(dice, "agency") } else { "" },
    };
    fields.extend(if person {
        fields! { applicant: world.words.person(dice), applicant_kind: "person" }
    } else {
        fields! { applicant: party.name, applicant_kind: applicant_kind(party), uscc: party.uscc }
    });
    let (granted, first, last) = match kind {
        "invention" => (64, 13, 24),
        "utility" => (84, 5, 9),
        _ => (92, 3, 6),
    };
    let granted_on = dice.chance(granted).then(|| between(dice, months_after(filed_on, first), months_after(filed_on, last)));
    let life = script.life("patent", &name);
    Patent { life, fields, no, invention: kind == "invention", filed_on, granted_on, lapsed_on: None }
}

fn applicant_kind(party: &Party) -> &'static str {
    match party.kind {
        "university" => "university",
        "institute" => "institute",
        "company" => "company",
        _ => "public",
    }
}

/// First the stock, then one list a month: what was filed, granted and lapsed in the month before.
fn import(script: &mut Script, dice: &mut Dice, patents: &mut [Patent]) {
    let opened = date(2023, 1, 1);
    let stock = patents.iter_mut().filter(|patent| patent.filed_on < opened);
    let rows = stock.map(|patent| {
        let mut fields = patent.fields.clone();
        let granted = patent.granted_on.filter(|day| *day < opened);
        if let Some(day) = granted {
            fields.extend(fields! { granted_on: day });
        }
        (&mut patent.life, granted.map(|_| "granted"), fields)
    });
    let rows = rows.collect();
    script.import(date(2023, 1, 13), "专利基础数据（2022年底）.xlsx", rows);
    for (year, month) in YEARS.into_iter().flat_map(|year| (1..=12).map(move |month| (year, month))) {
        let (first, last) = (date(year, month, 1), date(year, month, 1).last_of_month());
        let within = |day: Date| (first..=last).contains(&day);
        let mut rows = Vec::new();
        for patent in patents.iter_mut() {
            if within(patent.filed_on) {
                rows.push((&mut patent.life, None, patent.fields.clone()));
            } else if let Some(day) = patent.granted_on.filter(|day| within(*day) && *day >= opened) {
                rows.push((&mut patent.life, Some("granted"), fields! { application_no: patent.no, granted_on: day }));
            } else if let Some((day, reason)) = patent.lapsed_on.filter(|(day, _)| within(*day)) {
                let fields = fields! { application_no: patent.no, lapsed_on: day, lapse_reason: reason };
                rows.push((&mut patent.life, Some("lapsed"), fields));
            }
        }
        let day = after(last, dice.between(7, 10));
        script.import(day.min(END), &format!("{year}年{month}月专利数据.xlsx"), rows);
    }
}

/// High value is recognised once a year in December; subsidies are paid in autumn for last year's granted inventions.
fn quality(script: &mut Script, dice: &mut Dice, patents: &mut [Patent]) {
    for (at, year) in YEARS.into_iter().enumerate() {
        let funded_on = date(year, 10, 18);
        let mut rows = Vec::new();
        let granted_last_year = |patent: &&mut Patent| {
            patent.invention && patent.granted_on.is_some_and(|day| day.year() == year - 1) && patent.lapsed_on.is_none()
        };
        for patent in patents.iter_mut().filter(granted_last_year) {
            rows.push((&mut patent.life, None, fields! { application_no: patent.no, fund: 3000, funded_on: funded_on }));
        }
        script.import(after(funded_on, 1), &format!("{year}年发明专利资助兑现表.xlsx"), rows);
        let recognised = date(year, 12, 16);
        let mut rows = Vec::new();
        for (n, patent) in patents.iter_mut().enumerate() {
            let held = patent.granted_on.is_some_and(|day| day < recognised) && patent.lapsed_on.is_none();
            // Every year some of those that have been held are looked at.
            if patent.invention && held && n % 13 / 2 == at {
                let kind = *dice.pick(&["emerging", "emerging", "emerging", "long", "pledged", "family"]);
                rows.push((
                    &mut patent.life,
                    None,
                    fields! {
                        application_no: patent.no, high_value: "是", high_value_kind: kind,
                    },
                ));
            }
        }
        script.import(recognised, &format!("{year}年高价值发明专利认定表.xlsx"), rows);
    }
    abroad(script, dice, patents);
}

/// A few inventions go abroad a year after they were filed.
fn abroad(script: &mut Script, dice: &mut Dice, patents: &mut [Patent]) {
    let candidates = patents.iter_mut().filter(|patent| patent.invention && patent.filed_on >= date(2023, 1, 1));
    for patent in candidates.step_by(6) {
        // After everything else that is told of it.
        let pct_on = months_after(patent.filed_on, dice.between(9, 11));
        if patent.granted_on.is_none() && pct_on < date(2025, 12, 1) {
            script.revise(&mut patent.life, after(pct_on, 12), fields! { pct_on: pct_on });
        }
    }
}
