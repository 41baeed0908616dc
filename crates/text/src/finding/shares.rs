//! Shares, rates and completion: what two stated numbers give against what is stated.

use rust_decimal::Decimal;

use super::figures::{Range, comparable, said, show, stated_percent};
use super::index::Index;
use super::rates;
use super::{Code, Finding, about};
use crate::bind::named_year;
use crate::claim::{Claim, Comparing, SECTORS, Status};
use crate::reading::Reading;
use crate::section::Tense;

/// So many claims before a rate are looked at, in its sentence.
const BEFORE_MAX: usize = 64;

pub(super) fn check(index: &Index, found: &mut Vec<Finding>) {
    let reading = index.reading;
    for (number, claim) in reading.claims.iter().enumerate() {
        if claim.unit.is_empty() {
            sectors(reading, number, found);
        }
        if claim.unit != "%" {
            continue;
        }
        match claim.comparison.as_ref().map(|c| c.comparing) {
            Some(Comparing::Share) => share(index, number, claim, found),
            Some(Comparing::Completion) => completion(index, number, claim, found),
            Some(_) => {}
            None if claim.subject.ends_with("占比") => share(index, number, claim, found),
            None if claim.subject.ends_with("完成率") => completion(index, number, claim, found),
            None => rate(reading, number, claim, found),
        }
    }
}

/// 21:50:39: the shares of the three sectors, told one after another.
fn sectors(reading: &Reading, first: usize, found: &mut Vec<Finding>) {
    const JOINT_BYTES_MAX: usize = 3;
    let Some(three) = reading.claims.get(first..first + SECTORS.len()) else { return };
    let named =
        three.iter().zip(SECTORS).all(|(c, sector)| c.unit.is_empty() && c.subject.ends_with(&format!("{sector}产业比重")));
    let joined = three.windows(2).all(|pair| pair[1].span.start.saturating_sub(pair[0].span.end) <= JOINT_BYTES_MAX);
    if !named || !joined {
        return;
    }
    let ranges: Option<Vec<Range>> = three.iter().map(|c| Range::of(c, &c.unit)).collect();
    let sum = ranges.and_then(|r| r.into_iter().try_fold(Range::new(Some(Decimal::ZERO), Some(Decimal::ZERO)), Range::plus));
    let exact: Option<Decimal> = three.iter().map(|c| c.value).sum();
    let (Some(sum), Some(exact)) = (sum, exact) else { return };
    if sum.excludes(Range::new(Some(Decimal::ONE_HUNDRED), Some(Decimal::ONE_HUNDRED))) {
        let shown: Vec<String> = three.iter().map(said).collect();
        found.push(about(
            reading,
            Code::SectorsDiffer,
            &[first, first + 1, first + 2],
            format!("三次产业比重{}相加为{}，应为100。", shown.join("、"), show(exact)),
            format!("{} = {} ≠ 100", shown.join(" + "), show(exact)),
            "请核对三个比重。".to_owned(),
        ));
    }
}

/// Compares a stated percentage with the quotient of two claims.
fn quotient(reading: &Reading, code: Code, stated: usize, part: usize, whole: usize, found: &mut Vec<Finding>) {
    let claims = &reading.claims;
    let unit = &claims[whole].unit;
    let (Some(a), Some(b)) = (Range::of(&claims[part], unit), Range::of(&claims[whole], unit)) else { return };
    let (Some(computed), Some(said_range)) = (a.percent_of(b), stated_percent(&claims[stated])) else { return };
    if !computed.excludes(said_range) {
        return;
    }
    let exact = match (claims[part].value, claims[whole].value, crate::measure::factor(&claims[part].unit, unit)) {
        (Some(p), Some(w), Some((up, down))) if w > Decimal::ZERO => p
            .checked_mul(up)
            .and_then(|x| x.checked_div(down))
            .and_then(|x| x.checked_mul(Decimal::ONE_HUNDRED))
            .and_then(|x| x.checked_div(w)),
        _ => None,
    };
    let Some(exact) = exact else { return };
    found.push(about(
        reading,
        code,
        &[stated, part, whole],
        format!("“{}”写作{}，按文中数字计算应为{}%。", claims[stated].subject, said(&claims[stated]), show(exact)),
        format!("{} ÷ {} = {}% ≠ {}", said(&claims[part]), said(&claims[whole]), show(exact), said(&claims[stated])),
        format!("请核对三个数字；若部分和总数无误，应改为{}%。", show(exact)),
    ));
}

/// 占全区工业总产值的73%, or 占比 of a part of a whole.
fn share(index: &Index, number: usize, claim: &Claim, found: &mut Vec<Finding>) {
    let reading = index.reading;
    let claims = &reading.claims;
    let base = match claim.cell {
        // A row with several figures does not say whose share it is.
        Some(cell) => {
            let mut figures = index.row(cell).iter().copied().filter(|&i| i < number && claims[i].comparison.is_none());
            figures.next().filter(|_| figures.next().is_none())
        }
        None => claim.comparison.as_ref().and_then(|c| c.base).or_else(|| {
            number.checked_sub(1).filter(|&p| claims[p].sentence == claim.sentence && claims[p].comparison.is_none())
        }),
    };
    let Some(base) = base.filter(|&b| claims[b].value.is_some()) else { return };
    let named = named_whole(&claim.subject);
    if named.is_empty() || matches!(named.as_str(), "总数" | "总量" | "全部" | "总人数" | "总额") {
        if let Some(whole) = claims[base].part_of {
            quotient(reading, Code::ShareDiffers, number, base, whole, found);
        }
        return;
    }
    let whole = index.alike(&named).iter().copied().find(|&i| {
        let c = &claims[i];
        i != base
            && c.value.is_some()
            && c.comparison.is_none()
            && c.part_of != Some(base)
            && comparable(c, &claims[base])
            && c.status == claims[base].status
    });
    if let Some(whole) = whole {
        quotient(reading, Code::ShareDiffers, number, base, whole, found);
    }
}

/// What stands between 占 and 的比重.
fn named_whole(subject: &str) -> String {
    let Some(at) = subject.find('占') else { return String::new() };
    let mut text = &subject[at + '占'.len_utf8()..];
    for tail in ["的比重", "的比例", "比重", "比例", "比", "的"] {
        text = text.strip_suffix(tail).unwrap_or(text);
    }
    text.to_owned()
}

/// 完成年度目标的93%: the target stands elsewhere in the text, or in the same row.
fn completion(index: &Index, number: usize, claim: &Claim, found: &mut Vec<Finding>) {
    let reading = index.reading;
    let claims = &reading.claims;
    if let Some(cell) = claim.cell {
        let row = || index.row(cell).iter().copied().filter(|&i| claims[i].comparison.is_none() && claims[i].value.is_some());
        let target = row().find(|&i| claims[i].status == Status::Target);
        let actual = row().rfind(|&i| {
            let c = &claims[i];
            c.status == Status::Actual && c.period != "上年" && c.cell.is_some_and(|x| x.column < cell.column)
        });
        if let (Some(target), Some(actual)) = (target, actual) {
            quotient(reading, Code::CompletionDiffers, number, actual, target, found);
        }
        return;
    }
    let base = claim.comparison.as_ref().and_then(|c| c.base).or_else(|| {
        number.checked_sub(1).filter(|&p| {
            claims[p].sentence == claim.sentence && claims[p].comparison.is_none() && claims[p].status == Status::Actual
        })
    });
    let Some(base) = base.filter(|&b| claims[b].value.is_some() && claims[b].status == Status::Actual) else { return };
    let is_target = |&i: &usize| {
        let c = &claims[i];
        i != base
            && c.status == Status::Target
            && c.comparison.is_none()
            && c.value.is_some()
            && comparable(c, &claims[base])
            && !of_a_later_year(reading, c, &claims[base])
    };
    let just_before = |&i: &usize| claims[i].sentence == claims[base].sentence && claims[i].unit == claims[base].unit;
    let alike = index.alike(&claims[base].subject).iter().copied().find(is_target);
    // 入库168家(目标172家,完成97.7%): between the result and the rate.
    let between = (base + 1..number).find(|i| just_before(i) && is_target(i));
    let target = alike.or(between).or_else(|| base.checked_sub(1).filter(just_before).filter(is_target));
    if let Some(target) = target {
        quotient(reading, Code::CompletionDiffers, number, base, target, found);
    }
}

/// What a summary plans for the next year is no measure of this one.
fn of_a_later_year(reading: &Reading, target: &Claim, actual: &Claim) -> bool {
    let planned = |claim: &Claim| {
        claim.section.and_then(|section| reading.sections.get(section)).is_some_and(|section| section.tense == Tense::Plan)
    };
    let year = |claim: &Claim| {
        let heading = claim.section.and_then(|section| reading.sections.get(section)?.year.as_deref()?.parse().ok());
        named_year(&claim.period).or(heading)
    };
    match (year(target), year(actual)) {
        (Some(of_target), Some(of_actual)) => of_target != of_actual,
        _ => planned(target) && !planned(actual),
    }
}

/// 排查隐患325处,整改320处,整改率98.5%.
fn rate(reading: &Reading, number: usize, claim: &Claim, found: &mut Vec<Finding>) {
    let claims = &reading.claims;
    let Some(verb) = rates::deed(&claim.subject) else { return };
    let before = |i: usize| i.checked_sub(1).filter(|&p| claims[p].sentence == claim.sentence);
    let Some(part) = before(number).filter(|&p| {
        (claims[p].verb.contains(verb) || claims[p].subject.ends_with(verb))
            && !claims[p].subject.contains(&format!("不{verb}"))
            && !claims[p].subject.contains(&format!("未{verb}"))
            && claims[p].comparison.is_none()
    }) else {
        return;
    };
    // The number before it in the same unit; parts listed in between are no base.
    let whole = (0..part)
        .rev()
        .take(BEFORE_MAX)
        .take_while(|&w| claims[w].sentence == claim.sentence)
        .find(|&w| claims[w].unit == claims[part].unit && claims[w].comparison.is_none() && claims[w].part_of.is_none());
    let Some(whole) = whole.filter(|&w| claims[w].value >= claims[part].value) else { return };
    quotient(reading, Code::RateDiffers, number, part, whole, found);
}
