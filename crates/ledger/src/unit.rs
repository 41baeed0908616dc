//! Units of quantities: which can be turned into each other, and by which exact factor.

use rust_decimal::Decimal;

/// Families of units with exact factors to the first of the family. Units outside the table are equal only to themselves
/// (项 is not 件, 人 is not 人次).
const FAMILIES: &[&[(&str, &str)]] = &[
    &[("元", "1"), ("千元", "1000"), ("万元", "10000"), ("百万元", "1000000"), ("亿元", "100000000")],
    // 1 亩 = 10000/15 平方米 has no finite decimal, so 亩 is the base and 公顷 = 15 亩.
    &[("亩", "1"), ("万亩", "10000"), ("公顷", "15")],
    &[("平方米", "1"), ("万平方米", "10000"), ("平方公里", "1000000")],
    &[("人", "1"), ("名", "1"), ("万人", "10000")],
    &[("人次", "1"), ("万人次", "10000")],
    &[("份", "1"), ("万份", "10000")],
    &[("公斤", "1"), ("吨", "1000"), ("万吨", "10000000")],
    &[("家", "1"), ("户", "1")],
    &[("%", "1"), ("％", "1")],
];

/// The exact factor that turns a value in `from` into a value in `to`, or `None` where the two do not measure the same.
pub fn factor(from: &str, to: &str) -> Option<Decimal> {
    if from == to {
        return Some(Decimal::ONE);
    }
    FAMILIES.iter().find_map(|family| {
        let of =
            |unit: &str| family.iter().find(|(name, _)| *name == unit).and_then(|(_, factor)| factor.parse::<Decimal>().ok());
        of(from)?.checked_div(of(to)?)
    })
}

/// Whether the two units measure the same kind of thing.
pub fn comparable(a: &str, b: &str) -> bool {
    factor(a, b).is_some()
}

/// Turns a value from one unit into another, exactly.
pub fn convert(value: Decimal, from: &str, to: &str) -> Option<Decimal> {
    value.checked_mul(factor(from, to)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_converts_and_counts_do_not() {
        assert_eq!(convert(Decimal::new(3070000, 0), "元", "万元"), Some(Decimal::new(307, 0)));
        assert_eq!(convert(Decimal::new(128, 2), "亿元", "元"), Some(Decimal::new(128_000_000, 0)));
        assert_eq!(factor("人", "人次"), None);
        assert_eq!(factor("项", "件"), None);
    }
}
