//! The same figure said twice with two values.
//!
//! Reports count many things with the same few words (培训农民 in two campaigns), so this speaks only of figures that are
//! one thing by nature: stocks, ratios, ranks and named indicators, over the same period and with the same wording.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::figures::{Range, comparable, said};
use super::{Code, Finding, about};
use crate::claim::{Aspect, Claim, Comparing};
use crate::lexicon::{self, Tags};
use crate::reading::Reading;

pub(super) fn check(reading: &Reading, found: &mut Vec<Finding>) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (number, claim) in reading.claims.iter().enumerate() {
        if !is_one_thing(claim) {
            continue;
        }
        let key = format!("{}|{:?}|{:?}|{}", core(&claim.subject), claim.aspect, claim.status, moment(&claim.period));
        let Some(&first) = seen.get(&key) else {
            seen.insert(key, number);
            continue;
        };
        let earlier = &reading.claims[first];
        if !comparable(claim, earlier) || claim.sentence == earlier.sentence {
            continue;
        }
        let (Some(a), Some(b)) = (Range::of(earlier, &claim.unit), Range::of(claim, &claim.unit)) else { continue };
        if !a.excludes(b) {
            continue;
        }
        found.push(if slipped(earlier, claim) { slip(reading, first, number) } else { two_values(reading, first, number) });
    }
}

/// Words for the end of the reporting period say no more than no word at all.
fn moment(period: &str) -> &str {
    let period = period.trim_start_matches(['到', '至']).trim_start_matches("截至").trim_start_matches("截止");
    if matches!(period, "年末" | "年底" | "目前" | "截至目前" | "现在" | "全年" | "今年" | "今年以来" | "年内" | "本年度")
    {
        ""
    } else {
        period
    }
}

/// A figure that cannot have two values at one time.
fn is_one_thing(claim: &Claim) -> bool {
    if claim.value.is_none() || claim.suspect.is_some() || claim.cell.is_some() || claim.among {
        return false;
    }
    let long = claim.subject.chars().count() >= 5;
    let comparing = claim.comparison.as_ref().map(|c| c.comparing);
    match claim.aspect {
        Aspect::Rank => false,
        Aspect::Growth => long && matches!(comparing, Some(Comparing::Rise | Comparing::Fall)) && claim.unit == "%",
        Aspect::Ratio => long && comparing != Some(Comparing::Completion),
        Aspect::Stock => {
            long && starts_with_area(&claim.subject)
                || claim.subject.contains("总数")
                || claim.subject.contains("总量")
                || claim.subject.contains("保有量")
        }
        Aspect::Flow => long && names_indicator(&claim.subject),
        Aspect::Other => false,
    }
}

fn starts_with_area(subject: &str) -> bool {
    lexicon::next(subject, 0).is_some_and(|f| f.start == 0 && f.tags.any(Tags::AREA))
}

/// Ends in 增加值, 总产值, 收入, 成交额 …: a named indicator of the whole area.
fn names_indicator(subject: &str) -> bool {
    const NAMES: [&str; 20] = [
        "生产总值",
        "增加值",
        "总产值",
        "预算收入",
        "财政收入",
        "可支配收入",
        "零售总额",
        "固定资产投资",
        "成交额",
        "成交总额",
        "专利申请量",
        "专利授权量",
        "总产量",
        "播种面积",
        "税收收入",
        "营业收入",
        "研发投入",
        "进出口总额",
        "新增就业",
        "申请量",
    ];
    NAMES.iter().any(|n| subject.ends_with(n))
}

/// The subject without words that do not change what it is.
fn core(subject: &str) -> String {
    let mut text = subject.to_owned();
    for word in ["实现", "完成", "达到", "的", "我区", "我县", "我市", "全区", "全县", "全市", "累计", "共", "已", "目前"]
    {
        text = text.replace(word, "");
    }
    text
}

/// What two subjects that speak of the same thing have in common; none where there are too few words to tell.
pub(super) fn key(subject: &str) -> Option<String> {
    let mut core = core(subject);
    core.chars().nth(2)?;
    core.truncate(core.trim_end_matches(['数', '量']).len());
    Some(core)
}

/// Whether two subjects speak of the same thing.
pub(super) fn same_subject(a: &str, b: &str) -> bool {
    key(a).is_some_and(|a| key(b).is_some_and(|b| a == b))
}

/// The same digits, ten thousand times apart.
fn slipped(a: &Claim, b: &Claim) -> bool {
    let (Some(x), Some(y), Some((up, down))) = (a.value, b.value, crate::measure::factor(&a.unit, &b.unit)) else { return false };
    let Some(x) = x.checked_mul(up).and_then(|v| v.checked_div(down)) else { return false };
    let (small, large) = if x < y { (x, y) } else { (y, x) };
    if small <= Decimal::ZERO {
        return false;
    }
    let Some(ratio) = large.checked_div(small) else { return false };
    let near = |target: i64| (ratio - Decimal::from(target)).abs() * Decimal::from(20) <= Decimal::from(target);
    near(10_000) || near(100_000_000)
}

fn slip(reading: &Reading, first: usize, second: usize) -> Finding {
    let (a, b) = (&reading.claims[first], &reading.claims[second]);
    about(
        reading,
        Code::UnitSlip,
        &[second, first],
        format!("“{}”前写{}，后写{}，相差一万倍。", b.subject, said(a), said(b)),
        format!("{} ≠ {}", said(a), said(b)),
        "请核对单位是元、万元还是亿元。".to_owned(),
    )
}

fn two_values(reading: &Reading, first: usize, second: usize) -> Finding {
    let (a, b) = (&reading.claims[first], &reading.claims[second]);
    about(
        reading,
        Code::SameFigureTwoValues,
        &[second, first],
        format!("“{}”前写{}，后写{}。", b.subject, said(a), said(b)),
        format!("{} ≠ {}", said(a), said(b)),
        "请核对哪一个正确；口径或时点不同的应写明。".to_owned(),
    )
}
