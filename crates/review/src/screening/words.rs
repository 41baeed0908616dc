//! How numbers are said in the arithmetic of a condition. Rounding happens here and nowhere else, and never so that a
//! number below its threshold reads as if it had reached it.

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

use super::fact::FactKind;

/// Thousands separators, no trailing nought, at most `digits` decimals, rounded half away from zero.
pub(super) fn grouped(value: Decimal, digits: u32) -> String {
    let rounded = value.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero).normalize();
    let text = rounded.abs().to_string();
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(whole, fraction)| (whole, Some(fraction)));
    let mut out = String::new();
    if rounded.is_sign_negative() && !rounded.is_zero() {
        out.push('-');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// An amount with its unit: money kept in 元 is said in 万元, exactly to the 分.
pub(super) fn amount(value: Decimal, kind: FactKind, unit: &str) -> String {
    match kind {
        FactKind::Money => format!("{}万元", grouped(value / Decimal::from(10_000), 6)),
        _ => format!("{}{unit}", grouped(value, 4)),
    }
}

/// A threshold of size: 5,000万元, 2亿元, 500人.
pub(super) fn threshold(value: Decimal, kind: FactKind, unit: &str) -> String {
    let yi = value / Decimal::from(100_000_000);
    if kind == FactKind::Money && yi >= Decimal::ONE && yi.normalize().scale() <= 2 {
        return format!("{}亿元", grouped(yi, 2));
    }
    amount(value, kind, unit)
}

/// What is still short, never said smaller than it is: whole people and things, money up to the next ten 元 (0.001万元).
pub(super) fn shortage(value: Decimal, kind: FactKind, unit: &str) -> String {
    let up = |value: Decimal, digits| value.round_dp_with_strategy(digits, RoundingStrategy::AwayFromZero);
    match kind {
        FactKind::Money => format!("{}万元", grouped(up(value / Decimal::from(10_000), 3), 3)),
        _ => format!("{}{unit}", grouped(up(value, 0), 0)),
    }
}

/// A percentage with two decimals, or up to four where it takes them to show that it is still below the threshold.
pub(super) fn percent(value: Decimal, threshold: Decimal) -> String {
    for digits in 2..=4 {
        let rounded = value.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
        if (rounded < threshold) == (value < threshold) {
            return format!("{}%", grouped(value, digits));
        }
    }
    format!("不到{}%", grouped(threshold, 2))
}

/// `2025年7月3日`.
pub(super) fn day(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn a_share_that_falls_short_never_reads_as_reached() {
        assert_eq!(percent(d("4.6"), d("5")), "4.6%");
        assert_eq!(percent(d("4.996"), d("5")), "4.996%");
        assert_eq!(percent(d("4.99999999999"), d("5")), "不到5%");
        assert_eq!(percent(d("5.001"), d("5")), "5%");
    }

    #[test]
    fn what_is_short_is_never_said_smaller() {
        assert_eq!(shortage(d("122999.99"), FactKind::Money, "元"), "12.3万元");
        assert_eq!(shortage(d("0.01"), FactKind::Money, "元"), "0.001万元");
        assert_eq!(shortage(d("2.1"), FactKind::Count, "人"), "3人");
    }

    #[test]
    fn sizes_are_said_as_the_documents_say_them() {
        assert_eq!(threshold(d("50000000"), FactKind::Money, "元"), "5,000万元");
        assert_eq!(threshold(d("200000000"), FactKind::Money, "元"), "2亿元");
        assert_eq!(amount(d("123456.78"), FactKind::Money, "元"), "12.345678万元");
        assert_eq!(threshold(d("500"), FactKind::Count, "人"), "500人");
    }
}
