//! Whether Excel can hold a decimal. It holds binary floats and promises 15 significant digits.

use std::str::FromStr;

use rust_decimal::Decimal;

const DIGITS_MAX: usize = 15;

/// The float that Excel shows as exactly this decimal; `None` if there is none or the text is no plain decimal.
pub(super) fn exact_float(text: &str) -> Option<f64> {
    let plain = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
    let decimal = Decimal::from_str(text).ok().filter(|_| plain)?.normalize();
    let digits = decimal.mantissa().unsigned_abs().to_string();
    if digits.len() > DIGITS_MAX {
        return None;
    }
    let float = f64::from_str(&decimal.to_string()).ok()?;
    // 15 digits go through a float unharmed; this makes sure of it.
    let back = Decimal::from_str(&float.to_string()).ok()?.normalize();
    (back == decimal).then_some(float)
}

/// The ratio that a percentage says: `12.5%` and `0.125` both give 0.125.
pub(super) fn exact_ratio(text: &str) -> Option<f64> {
    let Some(percent) = text.strip_suffix('%') else { return exact_float(text) };
    let hundredth = Decimal::from_str(percent.trim()).ok()?.checked_div(Decimal::ONE_HUNDRED)?;
    exact_float(&hundredth.normalize().to_string())
}

/// Whether a text is a plain number, which may begin with a minus sign without being a formula.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit()) && Decimal::from_str(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_survives_is_a_number() {
        assert_eq!(exact_float("1203.50"), Some(1203.5));
        assert_eq!(exact_float("-0.1"), Some(-0.1));
        assert_eq!(exact_float("123456789012345"), Some(123_456_789_012_345.0));
        for text in ["1234567890123456", "12345678.90123456", "1e5", "+1", "", "一", "1,203.5", "--1", "1-2"] {
            assert_eq!(exact_float(text), None, "{text}");
        }
        assert_eq!(exact_ratio("12.5%"), Some(0.125));
        assert_eq!(exact_ratio("0.125"), Some(0.125));
        assert_eq!(exact_ratio("持平"), None);
    }
}
