//! Rounding and printing of exact decimals. Rounding happens once, here, at printing: half away from zero (四舍五入).

use rust_decimal::{Decimal, RoundingStrategy};

/// Rounds half away from zero to `digits` decimals, as clerks do (四舍五入).
pub fn round(value: Decimal, digits: u32) -> Decimal {
    value.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
}

/// Prints with at most `digits` decimals and without trailing zeros: `12.50` → `12.5`, `3.00` → `3`.
pub fn print(value: Decimal, digits: u32) -> String {
    round(value, digits).normalize().to_string()
}

/// Prints with thousands separators and exactly `digits` decimals, for tables: `1234.5` → `1,234.50`.
pub fn print_grouped(value: Decimal, digits: u32) -> String {
    let rounded = round(value, digits);
    let text = format!("{:.*}", digits as usize, rounded.abs());
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
    let mut grouped = String::with_capacity(text.len() + text.len() / 3 + 1);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(fraction) = fraction {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    if rounded.is_sign_negative() && !rounded.is_zero() {
        grouped.insert(0, '-');
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn rounds_half_away_from_zero() {
        assert_eq!(print(d("2.345"), 2), "2.35");
        assert_eq!(print(d("-2.345"), 2), "-2.35");
        assert_eq!(print(d("12.50"), 2), "12.5");
        assert_eq!(print(d("3.00"), 2), "3");
    }

    #[test]
    fn groups_thousands() {
        assert_eq!(print_grouped(d("1234567.5"), 2), "1,234,567.50");
        assert_eq!(print_grouped(d("-999"), 0), "-999");
        assert_eq!(print_grouped(d("-0.004"), 2), "0.00");
        assert_eq!(print_grouped(d("100000"), 0), "100,000");
    }
}
