//! Growth against last year's figure where the text states it: by a difference, by the figure itself, by a multiple.

use rust_decimal::Decimal;

use super::figures::{Range, comparable, said, show, stated_percent, step};
use super::index::Index;
use super::repeats::same_subject;
use super::{Code, Finding, about};
use crate::claim::{Against, Aspect, Claim, Comparing, Status};
use crate::reading::Reading;

pub(super) fn check(index: &Index, found: &mut Vec<Finding>) {
    let reading = index.reading;
    for (number, claim) in reading.claims.iter().enumerate() {
        let Some(comparison) = &claim.comparison else { continue };
        if claim.value.is_none() || !matches!(comparison.against, Against::LastYear | Against::Unsaid) {
            continue;
        }
        match comparison.comparing {
            Comparing::Rise | Comparing::Fall if claim.unit == "%" => percent(index, number, claim, comparison.comparing, found),
            Comparing::Multiple | Comparing::Doubling => multiple(index, number, claim, comparison.comparing, found),
            _ => {}
        }
    }
    year_to_date(reading, found);
    shrinking(index, found);
}

/// 去年150家,今年新增20家,总数140家: nothing in the text tells why it is less.
fn shrinking(index: &Index, found: &mut Vec<Finding>) {
    let reading = index.reading;
    let claims = &reading.claims;
    for (number, now) in claims.iter().enumerate() {
        if now.aspect != Aspect::Stock || now.status != Status::Actual || now.comparison.is_some() || now.cell.is_some() {
            continue;
        }
        let Some(before) = last_year(index, number) else { continue };
        let added = index.around(number, 2).find(|&i| {
            i != before
                && claims[i].subject.starts_with("新")
                && comparable(&claims[i], now)
                && shares_noun(&claims[i].subject, &now.subject)
        });
        let Some(added) = added else { continue };
        let (Some(a), Some(b)) = (Range::of(&claims[before], &now.unit), Range::of(now, &now.unit)) else { continue };
        if b.is_below(a) {
            found.push(about(
                reading,
                Code::StockShrinks,
                &[number, before, added],
                format!(
                    "“{}”上年为{}，今年为{}，文中只说“{}”{}。",
                    now.subject,
                    said(&claims[before]),
                    said(now),
                    claims[added].subject,
                    said(&claims[added])
                ),
                format!("{} + {} > {}", said(&claims[before]), said(&claims[added]), said(now)),
                "请核对总数，或写明减少的原因。".to_owned(),
            ));
        }
    }
}

/// 新增高新技术企业 and 全区高新技术企业总数 speak of the same things.
fn shares_noun(added: &str, total: &str) -> bool {
    let noun = added.trim_start_matches("新增").trim_start_matches("新认定").trim_start_matches("新建");
    noun.chars().count() >= 3 && total.contains(noun)
}

fn percent(index: &Index, number: usize, claim: &Claim, comparing: Comparing, found: &mut Vec<Finding>) {
    let reading = index.reading;
    let claims = &reading.claims;
    let Some(base) = base_of(index, number, claim) else { return };
    let now = &claims[base];
    // 比上年增加9.94万亩,增长30.1%: the difference and the percentage speak of the same base.
    let difference = (number.saturating_sub(2)..number + 2).filter(|&i| i != number && i < claims.len()).find(|&i| {
        let c = &claims[i];
        c.comparison.as_ref().is_some_and(|x| x.base == Some(base) && x.comparing == comparing)
            && c.unit != "%"
            && comparable(c, now)
            && c.sentence == claim.sentence
    });
    if let Some(difference) = difference {
        let (Some(n), Some(d)) = (Range::of(now, &now.unit), Range::of(&claims[difference], &now.unit)) else { return };
        let Some(before) = minus(n, d, comparing == Comparing::Fall) else { return };
        return compare(
            reading,
            number,
            claim,
            &[base, difference],
            d.percent_of(before),
            || {
                let (n, d) = (now.value?, in_unit(&claims[difference], &now.unit)?);
                let before = if comparing == Comparing::Fall { n.checked_add(d)? } else { n.checked_sub(d)? };
                Some((
                    d.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(before)?,
                    format!(
                        "{} ÷ ({} {} {})",
                        said(&claims[difference]),
                        said(now),
                        if comparing == Comparing::Fall { "+" } else { "-" },
                        said(&claims[difference])
                    ),
                ))
            },
            found,
        );
    }
    let Some(before) = last_year(index, base) else { return };
    let (Some(n), Some(b)) = (Range::of(now, &now.unit), Range::of(&claims[before], &now.unit)) else { return };
    let change = if comparing == Comparing::Fall { minus(b, n, false) } else { minus(n, b, false) };
    let Some(change) = change else { return };
    compare(
        reading,
        number,
        claim,
        &[base, before],
        change.percent_of(b),
        || {
            let (n, b) = (now.value?, in_unit(&claims[before], &now.unit)?);
            let d = if comparing == Comparing::Fall { b.checked_sub(n)? } else { n.checked_sub(b)? };
            Some((
                d.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(b)?,
                format!("({} - {}) ÷ {}", said(now), said(&claims[before]), said(&claims[before])),
            ))
        },
        found,
    );
}

fn compare(
    reading: &Reading,
    number: usize,
    claim: &Claim,
    others: &[usize],
    computed: Option<Range>,
    exact: impl Fn() -> Option<(Decimal, String)>,
    found: &mut Vec<Finding>,
) {
    let (Some(computed), Some(stated)) = (computed, stated_percent(claim)) else { return };
    // A table writes a fall as a negative number.
    let stated = if claim.value.is_some_and(|v| v < Decimal::ZERO) {
        Range::new(stated.high.map(|h| -h), stated.low.map(|l| -l))
    } else {
        stated
    };
    if !computed.excludes(stated) {
        return;
    }
    let Some((value, formula)) = exact() else { return };
    let places: Vec<usize> = std::iter::once(number).chain(others.iter().copied()).collect();
    found.push(about(
        reading,
        Code::GrowthDiffers,
        &places,
        format!("“{}”写作{}，按文中数字计算应为{}%。", claim.subject, said(claim), show(value)),
        format!("{formula} = {}% ≠ {}", show(value), said(claim)),
        format!("请核对本期、上期和增幅；若前两者无误，应改为{}%。", show(value)),
    ));
}

/// a - b, or a + b.
fn minus(a: Range, b: Range, plus: bool) -> Option<Range> {
    if plus {
        return a.plus(b);
    }
    a.plus(Range::new(b.high.map(|h| -h), b.low.map(|l| -l)))
}

fn in_unit(claim: &Claim, unit: &str) -> Option<Decimal> {
    let (up, down) = crate::measure::factor(&claim.unit, unit)?;
    claim.value?.checked_mul(up)?.checked_div(down)
}

/// The claim whose growth this is.
fn base_of(index: &Index, number: usize, claim: &Claim) -> Option<usize> {
    let claims = &index.reading.claims;
    if let Some(cell) = claim.cell {
        return index.row(cell).iter().copied().rfind(|&i| {
            let c = &claims[i];
            c.cell.is_some_and(|x| x.column < cell.column)
                && c.comparison.is_none()
                && c.status == Status::Actual
                && c.period != "上年"
        });
    }
    claim.comparison.as_ref()?.base.filter(|&b| claims[b].value.is_some() && b < number)
}

/// The same figure of the year before, where the text states it.
fn last_year(index: &Index, base: usize) -> Option<usize> {
    const BEFORE: [&str; 6] = ["去年", "上年", "去年同期", "上年同期", "上年度", "同期"];
    let claims = &index.reading.claims;
    let now = &claims[base];
    let is_before = |i: usize| {
        let c = &claims[i];
        BEFORE.contains(&c.period.as_str())
            && c.comparison.is_none()
            && c.value.is_some()
            && comparable(c, now)
            && c.status == Status::Actual
    };
    if let Some(cell) = now.cell {
        let year_before = |i: usize| {
            let (c, year) = (&claims[i], |text: &str| text.parse::<u16>().ok().filter(|_| text.len() == 4));
            let follows = year(&c.period).zip(year(&now.period)).is_some_and(|(before, after)| before + 1 == after);
            follows && c.subject == now.subject && c.comparison.is_none() && comparable(c, now) && c.status == now.status
        };
        return index.row(cell).iter().copied().find(|&i| is_before(i) || year_before(i));
    }
    if BEFORE.contains(&now.period.as_str()) {
        return None;
    }
    index.around(base, 2).find(|&i| is_before(i) && same_subject(&claims[i].subject, &now.subject))
}

/// 是去年的4.3倍, 翻了一番, with last year's figure stated.
fn multiple(index: &Index, number: usize, claim: &Claim, comparing: Comparing, found: &mut Vec<Finding>) {
    let reading = index.reading;
    let claims = &reading.claims;
    let (Some(base), Some(value)) = (base_of(index, number, claim), claim.value) else { return };
    let Some(before) = last_year(index, base) else { return };
    let now = &claims[base];
    let (Some(n), Some(b)) = (Range::of(now, &now.unit), Range::of(&claims[before], &now.unit)) else { return };
    let Some(ratio) = n.percent_of(b) else { return };
    let percent = claim.unit == "%";
    if !matches!(claim.unit.as_str(), "%" | "倍" | "番") {
        return;
    }
    let times = match comparing {
        Comparing::Doubling => doubled(value),
        _ if percent => value / Decimal::ONE_HUNDRED,
        _ => value,
    };
    // 翻一番 is said of anything near twice as much.
    let slack = match comparing {
        Comparing::Doubling => Decimal::new(15, 0) * times,
        _ if percent => step(value),
        _ => step(value) * Decimal::ONE_HUNDRED,
    };
    let stated = times * Decimal::ONE_HUNDRED;
    // Rounded or cut off, but not a whole step away.
    let below = if comparing == Comparing::Doubling { slack } else { slack / Decimal::TWO };
    let above = if comparing == Comparing::Doubling { slack } else { slack - slack / Decimal::ONE_HUNDRED };
    if !ratio.excludes(Range::new(Some(stated - below), Some(stated + above))) {
        return;
    }
    let exact = match (now.value, in_unit(&claims[before], &now.unit)) {
        (Some(n), Some(b)) if b > Decimal::ZERO => n.checked_div(b),
        _ => None,
    };
    let Some(exact) = exact else { return };
    found.push(about(
        reading,
        Code::GrowthDiffers,
        &[number, base, before],
        format!("“{}”写作{}，按文中数字计算为{}倍。", claim.subject, said(claim), show(exact)),
        format!("{} ÷ {} = {}倍 ≠ {}", said(now), said(&claims[before]), show(exact), said(claim)),
        "请核对本期、上期数字和倍数；“增长n倍”与“是n倍”不同。".to_owned(),
    ));
}

fn doubled(times: Decimal) -> Decimal {
    let mut value = Decimal::ONE;
    let mut n = Decimal::ONE;
    while n <= times && n < Decimal::TEN {
        value *= Decimal::TWO;
        n += Decimal::ONE;
    }
    value
}

/// 1—11月195件,全年预计180件.
fn year_to_date(reading: &Reading, found: &mut Vec<Finding>) {
    let claims = &reading.claims;
    let months = |p: &str| {
        p.contains('月')
            && (p.starts_with("1-") || p.starts_with("1—") || p.starts_with("1至") || p.starts_with("1~") || p.starts_with("1－"))
    };
    for (number, year) in claims.iter().enumerate() {
        if year.period != "全年" || year.status == Status::Target || year.comparison.is_some() {
            continue;
        }
        let partial = (0..number).rev().take(3).find(|&i| {
            months(&claims[i].period)
                && claims[i].status == Status::Actual
                && claims[i].comparison.is_none()
                && same_subject(&claims[i].subject, &year.subject)
                && comparable(&claims[i], year)
        });
        let Some(partial) = partial else { continue };
        let (Some(y), Some(p)) = (Range::of(year, &year.unit), Range::of(&claims[partial], &year.unit)) else { continue };
        if y.is_below(p) {
            found.push(about(
                reading,
                Code::YearBelowYearToDate,
                &[number, partial],
                format!(
                    "“{}”全年为{}，小于{}已完成的{}。",
                    year.subject,
                    said(year),
                    claims[partial].period,
                    said(&claims[partial])
                ),
                format!("{} < {}", said(year), said(&claims[partial])),
                "请核对全年数与累计数。".to_owned(),
            ));
        }
    }
}
