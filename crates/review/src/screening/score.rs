//! Points: what the facts give for certain and what they may give at best, part by part.
//!
//! Where a person's judgement or a fact is missing the points are a range, not a guess. The condition is met when even the
//! lower end passes, not met when even the upper end does not, else unknown.

use rust_decimal::Decimal;

use super::judge::Outcome;
use super::rules::{Band, Bound, Direct, Item, Measure, Part, Score, Way, When};
use super::sheet::{Known, Quotient, Sheet};
use super::words::{grouped, percent};
use super::{ItemPoints, Lack, Missing, PartPoints, Points, Verdict, once};

pub(super) fn score(sheet: &Sheet, score: &Score) -> Outcome {
    let parts: Vec<PartPoints> = score.parts.iter().map(|part| part_points(sheet, part)).collect();
    let total =
        Points { low: parts.iter().map(|part| part.points.low).sum(), high: parts.iter().map(|part| part.points.high).sum() };
    let said: Vec<String> = parts.iter().map(|part| format!("{}{}", part.name, part.points)).collect();
    let demand = match score.pass {
        Bound::AtLeast(least) => format!("须达{}分", least.normalize()),
        Bound::Over(limit) => format!("须在{0}分以上（不含{0}分）", limit.normalize()),
    };
    let barred = |part: &&PartPoints| score.parts.iter().any(|rule| rule.nonzero && rule.name == part.name);
    let zero = parts.iter().filter(barred).find(|part| part.points.high.is_zero());
    let safe = parts.iter().filter(barred).all(|part| part.points.low > Decimal::ZERO);
    let verdict = match () {
        () if score.pass.holds(total.low) && safe => Verdict::Met,
        () if !score.pass.holds(total.high) || zero.is_some() => Verdict::NotMet,
        () => Verdict::Unknown,
    };
    let missing = parts.iter().flat_map(|part| &part.items).flat_map(|item| item.missing.clone()).collect();
    let missing = if verdict == Verdict::Unknown { once(missing) } else { Vec::new() };
    let gap = match verdict {
        Verdict::Met => None,
        Verdict::NotMet => Some(short(score.pass, total, zero, &parts)),
        Verdict::Unknown if missing.is_empty() => {
            Some(format!("最低{}分、最高{}分，要由专家评分才能定", total.low.normalize(), total.high.normalize()))
        }
        Verdict::Unknown => None,
    };
    let outcome = Outcome { verdict, arithmetic: format!("{}＝{total}，{demand}", said.join("＋")), gap, parts, missing };
    match &score.direct {
        Some(direct) => directly(sheet, direct, outcome),
        None => outcome,
    }
}

/// The direct way spares the points; where it is not known whether it is open, failing points decide nothing.
fn directly(sheet: &Sheet, direct: &Direct, by_points: Outcome) -> Outcome {
    let unknown = |mut by_points: Outcome, lack: Lack| {
        if by_points.verdict != Verdict::Met {
            by_points.verdict = Verdict::Unknown;
            by_points.gap = None;
            if let Lack::Missing(mut missing) = lack {
                missing.append(&mut by_points.missing);
                by_points.missing = missing;
            }
        }
        by_points
    };
    match sheet.flag(&direct.flag) {
        Ok(false) => by_points,
        Err(lack) => unknown(by_points, lack),
        Ok(true) => match sheet.code(&direct.case) {
            Err(lack) => unknown(by_points, lack),
            Ok((_, name)) => Outcome {
                verdict: Verdict::Met,
                arithmetic: format!("{}：{name}，直接确认（{}）", sheet.name(&direct.flag), direct.source),
                gap: None,
                missing: Vec::new(),
                ..by_points
            },
        },
    }
}

/// How many points are short, and where the next ones are to be had.
fn short(pass: Bound, total: Points, zero: Option<&PartPoints>, parts: &[PartPoints]) -> String {
    let needed = match pass {
        Bound::AtLeast(least) => least,
        // Points are whole numbers: what is over 70 begins at 71.
        Bound::Over(limit) => limit + Decimal::ONE,
    };
    let mut said = Vec::new();
    if let Some(part) = zero {
        said.push(format!("{}得0分，综合得分再高也不能通过", part.name));
    }
    if !pass.holds(total.high) {
        let best = if total.low == total.high { "" } else { "最高也" };
        said.push(format!("{best}还差{}分", (needed - total.high).normalize()));
    }
    let next: Vec<&str> = parts.iter().flat_map(|part| &part.items).filter_map(|item| item.next.as_deref()).collect();
    if !next.is_empty() {
        said.push(format!("可补：{}", next.join("，")));
    }
    said.join("；")
}

fn part_points(sheet: &Sheet, part: &Part) -> PartPoints {
    let items: Vec<ItemPoints> = part.items.iter().map(|item| item_points(sheet, item)).collect();
    let low: Decimal = items.iter().map(|item| item.points.low).sum();
    let high: Decimal = items.iter().map(|item| item.points.high).sum();
    let points = Points { low: low.min(part.max), high: high.min(part.max) };
    PartPoints { name: part.name.clone(), points, max: part.max, items }
}

/// What one way gives.
struct WayPoints {
    points: Points,
    line: String,
    next: Option<String>,
    missing: Vec<Missing>,
}

fn item_points(sheet: &Sheet, item: &Item) -> ItemPoints {
    let ways: Vec<WayPoints> = item.ways.iter().map(|way| way_points(sheet, item, way)).collect();
    let low = ways.iter().map(|way| way.points.low).max().unwrap_or_default();
    let high = ways.iter().map(|way| way.points.high).max().unwrap_or_default();
    // What is missing matters only where it could still better the points.
    let missing = ways.iter().filter(|way| way.points.high > low).flat_map(|way| way.missing.clone()).collect();
    let lines: Vec<&str> =
        ways.iter().filter(|way| way.points.low == low && !way.line.is_empty()).map(|way| way.line.as_str()).collect();
    ItemPoints {
        name: item.name.clone(),
        points: Points { low, high },
        max: item.max,
        arithmetic: lines.first().copied().unwrap_or_default().to_owned(),
        next: ways.iter().filter(|way| way.points.low == low).find_map(|way| way.next.clone()),
        missing: once(missing),
    }
}

fn way_points(sheet: &Sheet, item: &Item, way: &Way) -> WayPoints {
    let best = way.bands.iter().map(|band| band.high).max().unwrap_or(item.max);
    let whole = Points { low: Decimal::ZERO, high: best };
    match measured(sheet, item, way) {
        Ok(points) => points,
        Err(Lack::Missing(missing)) => WayPoints { points: whole, line: String::new(), next: None, missing },
        // A share that cannot be reckoned cannot be chosen; growth that cannot be reckoned is for a person to judge.
        Err(Lack::Undefined(why)) => {
            let points = match way.measure {
                Measure::Share(_) => Points { low: Decimal::ZERO, high: Decimal::ZERO },
                _ => whole,
            };
            WayPoints { points, line: why, next: None, missing: Vec::new() }
        }
    }
}

fn measured(sheet: &Sheet, item: &Item, way: &Way) -> Known<WayPoints> {
    let exact = |points: Points, line: String| WayPoints { points, line, next: None, missing: Vec::new() };
    match &way.measure {
        Measure::Judged(fact) => {
            let given = sheet.number(fact)?.clamp(Decimal::ZERO, item.max);
            Ok(exact(Points { low: given, high: given }, format!("自评{}分", given.normalize())))
        }
        Measure::Choice(fact) => {
            let (code, name) = choice(sheet, fact)?;
            let band = way.bands.iter().find(|band| band.when == When::Code(code.clone()));
            let points = band.map_or(Points { low: Decimal::ZERO, high: Decimal::ZERO }, Band::points);
            Ok(exact(points, format!("{}：{name}", sheet.name(fact))))
        }
        Measure::Count(fact) => {
            let number = sheet.number(fact)?;
            let (_, unit) = sheet.kind_and_unit(fact);
            let line = format!("{}{}", sheet.name(fact), sheet.said(fact, number));
            let after = |bound: Decimal| format!("{}达到{}{unit}", sheet.name(fact), grouped(bound, 4));
            Ok(banded(way, Quotient::new(number, Decimal::ONE), line, after))
        }
        Measure::Average(fact) => {
            let (number, years) = super::sheet::both(sheet.number(fact), sheet.years())?;
            let quotient = Quotient::new(number, Decimal::from(years));
            let (_, unit) = sheet.kind_and_unit(fact);
            let mean = grouped(quotient.value(), 2);
            let line = format!("{}{}÷{years}年＝年平均{mean}{unit}", sheet.name(fact), sheet.said(fact, number));
            let after = |bound: Decimal| format!("{}年平均达到{}{unit}", sheet.name(fact), grouped(bound, 4));
            Ok(banded(way, quotient, line, after))
        }
        Measure::Growth { facts, name } => {
            let (quotient, line) = sheet.growth(facts)?;
            let line = format!("{line}＝{}", percent_of(way, quotient));
            Ok(banded(way, quotient, line, |bound| format!("{name}达到{}%", bound.normalize())))
        }
        Measure::Share(share) => {
            let portion = sheet.portion(share)?;
            let line = format!("{}＝{}", portion.line, percent_of(way, portion.percent));
            let after = |bound: Decimal| format!("{}占{}达到{}%", share.part_name, share.whole_name, bound.normalize());
            Ok(banded(way, portion.percent, line, after))
        }
    }
}

/// A code or a flag as the text that bands name, and its name for people.
fn choice(sheet: &Sheet, fact: &str) -> Known<(String, String)> {
    if let Ok(flag) = sheet.flag(fact) {
        let (code, name) = if flag { ("yes", "是") } else { ("no", "否") };
        return Ok((code.to_owned(), name.to_owned()));
    }
    sheet.code(fact).map(|(code, name)| (code.to_owned(), name.to_owned()))
}

impl Band {
    fn points(&self) -> Points {
        Points { low: self.low, high: self.high }
    }
}

fn bound_of(band: &Band) -> Option<Bound> {
    match band.when {
        When::Number(bound) => Some(bound),
        When::Code(_) => None,
    }
}

/// The percentage, never printed as if it had reached the step above.
fn percent_of(way: &Way, quotient: Quotient) -> String {
    let above = way.bands.iter().filter_map(bound_of).rfind(|bound| !quotient.reaches(*bound));
    percent(quotient.value(), above.map_or(Decimal::ZERO, Bound::number))
}

/// Looks a number up in the bands; the next step up is the last band it does not reach.
fn banded(way: &Way, quotient: Quotient, line: String, after: impl Fn(Decimal) -> String) -> WayPoints {
    let reached = way.bands.iter().find(|band| bound_of(band).is_some_and(|bound| quotient.reaches(bound)));
    let next = way.bands.iter().rfind(|band| bound_of(band).is_some_and(|bound| !quotient.reaches(bound)));
    let next = next.and_then(|band| {
        let bound = bound_of(band)?;
        Some(format!("{}可得{}", after(bound.number()), band.points()))
    });
    let points = reached.map_or(Points { low: Decimal::ZERO, high: Decimal::ZERO }, Band::points);
    WayPoints { points, line, next, missing: Vec::new() }
}
