//! Totals and parts: 其中 not more than the whole; parts that are said to be complete add up.

use rust_decimal::Decimal;

use super::figures::{Range, comparable, is_average, said, show};
use super::index::Index;
use super::{Code, Finding, about};
use crate::claim::{Aspect, Claim, Status};
use crate::reading::Reading;

/// So many claims before a sum are looked at, in its sentence.
const BEFORE_MAX: usize = 64;
/// A column with more sums than this is no column of numbers.
const SUMS_MAX: usize = 16;

pub(super) fn check(index: &Index, found: &mut Vec<Finding>) {
    // Sums of tables are looked at column by column.
    let of_tables = |whole: &usize| index.reading.claims[*whole].cell.is_some();
    for (whole, parts) in index.wholes().into_iter().filter(|(whole, _)| !of_tables(whole)) {
        among(index.reading, whole, parts, found);
    }
    sums_told(index.reading, found);
    for column in index.columns() {
        sum_rows(index.reading, column, found);
    }
    approvals(index.reading, found);
}

fn among(reading: &Reading, whole: usize, parts: &[usize], found: &mut Vec<Finding>) {
    let claims = &reading.claims;
    let total = &claims[whole];
    if is_average(total) {
        return;
    }
    let parts: Vec<usize> =
        parts.iter().copied().filter(|&p| comparable(&claims[p], total) && claims[p].status == total.status).collect();
    let Some(total_range) = Range::of(total, &total.unit) else { return };
    let mut exceeded = false;
    for &p in &parts {
        let Some(range) = Range::of(&claims[p], &total.unit) else { continue };
        if total_range.is_below(range) {
            exceeded = true;
            found.push(about(
                reading,
                Code::PartExceedsWhole,
                &[p, whole],
                format!("“{}”为{}，大于所属的“{}”{}。", claims[p].subject, said(&claims[p]), total.subject, said(total)),
                format!("{} > {}", said(&claims[p]), said(total)),
                "请核对总数和其中数。".to_owned(),
            ));
        }
    }
    if exceeded || parts.len() < 2 || parts.iter().any(|&p| claims[p].value.is_none()) {
        return;
    }
    let Some(sum) = sum(claims, &parts, &total.unit) else { return };
    if complete(total, &parts, claims) && sum.excludes(total_range) {
        found.push(differing(reading, Code::PartsDifferFromWhole, whole, &parts));
    } else if exclusive(&parts, claims) && total_range.is_below(sum) {
        found.push(differing(reading, Code::PartsExceedWhole, whole, &parts));
    }
}

fn sum(claims: &[Claim], parts: &[usize], unit: &str) -> Option<Range> {
    parts.iter().try_fold(Range::new(Some(Decimal::ZERO), Some(Decimal::ZERO)), |sum, &p| sum.plus(Range::of(&claims[p], unit)?))
}

fn differing(reading: &Reading, code: Code, whole: usize, parts: &[usize]) -> Finding {
    let claims = &reading.claims;
    let total = &claims[whole];
    let shown: Vec<String> = parts.iter().map(|&p| said(&claims[p])).collect();
    let middle: Option<Decimal> = parts.iter().map(|&p| value_in(&claims[p], &total.unit)).sum();
    let sum = middle.map_or_else(String::new, show);
    let sign = if code == Code::PartsExceedWhole { ">" } else { "≠" };
    let places: Vec<usize> = std::iter::once(whole).chain(parts.iter().copied()).collect();
    about(
        reading,
        code,
        &places,
        format!("“{}”总数为{}，所列{}项相加为{sum}{}。", total.subject, said(total), parts.len(), total.unit),
        format!("{} = {sum}{} {sign} {}", shown.join(" + "), total.unit, said(total)),
        format!("请核对各分项，或将总数改为{sum}{}。", total.unit),
    )
}

fn value_in(claim: &Claim, unit: &str) -> Option<Decimal> {
    let (up, down) = crate::measure::factor(&claim.unit, unit)?;
    claim.value?.checked_mul(up)?.checked_div(down)
}

/// Families whose members exclude each other, and whether all of them together are everything.
const FAMILIES: [(&[&str], bool); 12] = [
    (&["发明", "实用新型", "外观"], true),
    (&["第一产业", "第二产业", "第三产业"], true),
    (&["国家级", "省级", "市级", "区级", "县级"], false),
    (&["一等奖", "二等奖", "三等奖"], false),
    (&["特等奖", "一等奖", "二等奖", "三等奖"], false),
    (&["新申报", "重新认定"], true),
    (&["新认定", "重新认定"], true),
    (&["公办", "民办"], true),
    (&["男", "女"], true),
    (&["夏粮", "秋粮"], true),
    (&["城镇", "农村"], true),
    (&["较大事故", "一般事故"], false),
];

/// Each part belongs to another member of one family.
fn family<'f>(parts: &[usize], claims: &[Claim]) -> Option<(&'f [&'f str], bool)> {
    FAMILIES.iter().copied().find(|(members, _)| {
        let mut used = Vec::new();
        parts.iter().all(|&p| {
            // 重新认定 holds 新认定: the longest one is meant.
            let named = |m: &&str| claims[p].quote.contains(m) && claims[p].subject.contains(m);
            let hit = (0..members.len()).filter(|&m| named(&members[m])).max_by_key(|&m| members[m].len());
            hit.is_some_and(|h| {
                !used.contains(&h) && {
                    used.push(h);
                    true
                }
            })
        })
    })
}

fn exclusive(parts: &[usize], claims: &[Claim]) -> bool {
    family(parts, claims).is_some()
}

/// The words say that nothing else belongs to the whole.
fn complete(total: &Claim, parts: &[usize], claims: &[Claim]) -> bool {
    let whole_family = family(parts, claims).is_some_and(|(members, all)| all && parts.len() == members.len());
    let names_both = {
        // 赴省进京88次,其中进京21次、赴省67次: the whole names exactly its parts.
        let labels: String = parts.iter().map(|&p| claims[p].verb.as_str()).collect();
        let mut a: Vec<char> = labels.chars().collect();
        let mut b: Vec<char> = total.verb.chars().collect();
        a.sort_unstable();
        b.sort_unstable();
        !a.is_empty() && a == b
    };
    let said_so = parts.iter().any(|&p| claims[p].quote.contains("分别为") || claims[p].quote.contains("分别是"));
    let open = parts.iter().any(|&p| claims[p].quote.ends_with('等'));
    // 其中小麦、玉米分别为…: some of them, with a number each.
    let some = parts.iter().any(|&p| claims[p].among);
    (whole_family || names_both || said_so && !some) && !open
}

/// 甲5项、乙10项,合计15项: parts first, then the sum.
fn sums_told(reading: &Reading, found: &mut Vec<Finding>) {
    let claims = &reading.claims;
    for (number, total) in claims.iter().enumerate() {
        let tells = ["合计", "共计", "总计"].iter().any(|w| total.quote.starts_with(w))
            && total.part_of.is_none()
            && total.cell.is_none();
        if !tells || total.comparison.is_some() {
            continue;
        }
        let parts: Vec<usize> = (0..number)
            .rev()
            .take(BEFORE_MAX)
            .take_while(|&p| claims[p].sentence == total.sentence)
            .filter(|&p| claims[p].comparison.is_none() && claims[p].part_of.is_none())
            .take_while(|&p| claims[p].unit == total.unit && claims[p].status == total.status && !claims[p].total)
            .collect();
        if parts.len() < 2 || parts.iter().any(|&p| claims[p].value.is_none()) {
            continue;
        }
        let parts: Vec<usize> = parts.into_iter().rev().collect();
        let (Some(sum), Some(range)) = (sum(claims, &parts, &total.unit), Range::of(total, &total.unit)) else { continue };
        if sum.excludes(range) {
            found.push(differing(reading, Code::PartsDifferFromWhole, number, &parts));
        }
    }
}

/// The sum rows of a column against the other rows.
fn sum_rows(reading: &Reading, column: &[usize], found: &mut Vec<Finding>) {
    let claims = &reading.claims;
    let is_sum = |i: usize| claims[i].cell.is_some_and(|c| c.sum_row);
    let additive = |c: &Claim| matches!(c.aspect, Aspect::Flow | Aspect::Stock) && c.value.is_some() && !is_average(c);
    let (sums, parts): (Vec<usize>, Vec<usize>) = column.iter().partition(|&&i| is_sum(i));
    if sums.len() > SUMS_MAX {
        return;
    }
    for number in sums {
        let total = &claims[number];
        if !additive(total) || !["合计", "总计"].contains(&total.object.as_str()) {
            continue;
        }
        let uniform = parts.iter().all(|&p| claims[p].unit == total.unit && additive(&claims[p]));
        // Rows after 其中 are counted twice.
        let nested = parts.iter().any(|&p| claims[p].among);
        if parts.len() < 2 || !uniform || nested {
            continue;
        }
        let (Some(sum), Some(range)) = (sum(claims, &parts, &total.unit), Range::of(total, &total.unit)) else { continue };
        if sum.excludes(range) {
            found.push(differing(reading, Code::PartsDifferFromWhole, number, &parts));
        }
    }
}

/// 申报12项,立项15项: more was approved than applied for.
fn approvals(reading: &Reading, found: &mut Vec<Finding>) {
    const APPLIED: [&str; 3] = ["申报", "申请", "推荐"];
    const APPROVED: [&str; 9] = ["立项", "获批", "获准", "认定", "新认定", "通过认定", "获批准", "通过评审", "授权"];
    let claims = &reading.claims;
    for (number, approved) in claims.iter().enumerate() {
        let is_approved = APPROVED.iter().any(|w| approved.verb.ends_with(w)) || approved.quote.starts_with("立项");
        if !is_approved || approved.status != Status::Actual || approved.comparison.is_some() {
            continue;
        }
        let applied = (0..number).rev().take(BEFORE_MAX).take_while(|&i| claims[i].sentence == approved.sentence).find(|&i| {
            let c = &claims[i];
            APPLIED.iter().any(|w| c.verb.starts_with(w) || c.subject.starts_with(w) || c.subject.contains("组织申报"))
                && c.unit == approved.unit
                && c.status == Status::Actual
                && c.comparison.is_none()
        });
        // 推荐14个,其中获批16个: already said as a part larger than its whole.
        let Some(applied) = applied.filter(|&a| approved.part_of != Some(a)) else { continue };
        let same_thing = approved.object.is_empty() || shares_noun(&claims[applied].subject, &approved.subject);
        let (Some(a), Some(b)) = (Range::of(&claims[applied], &approved.unit), Range::of(approved, &approved.unit)) else {
            continue;
        };
        if same_thing && a.is_below(b) && claims[applied].level == approved.level {
            found.push(about(
                reading,
                Code::ApprovedExceedsApplied,
                &[number, applied],
                format!(
                    "“{}”{}，多于“{}”{}。",
                    approved.subject,
                    said(approved),
                    claims[applied].subject,
                    said(&claims[applied])
                ),
                format!("{} > {}", said(approved), said(&claims[applied])),
                "请核对两个数字是否同一批次；含往年申报的应写明。".to_owned(),
            ));
        }
    }
}

/// The same noun at the end: …高新技术企业, …项目.
fn shares_noun(a: &str, b: &str) -> bool {
    let tail = |t: &str| t.chars().rev().take(4).collect::<Vec<_>>();
    let (x, y) = (tail(a), tail(b));
    x.iter().zip(&y).take_while(|(p, q)| p == q).count() >= 2
}
