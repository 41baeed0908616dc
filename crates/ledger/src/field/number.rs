//! Numbers and money as clerks write them: grouped, full width, with 万 and 亿, with or without the unit.

use rust_decimal::Decimal;

use crate::unit;

/// Reads a number. A bare number is in `unit_typed`; a unit written behind it is honoured. The result is in `unit_kept`
/// and has at most `digits` decimals.
///
/// # Errors
/// One sentence: not a number, not exact (余, 多, 约), another unit, too many decimals, too large.
pub fn parse(typed: &str, unit_typed: &str, unit_kept: &str, digits: u32) -> Result<Decimal, String> {
    let compact: String = typed.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    if compact.is_empty() {
        return Err("数字是空的".to_owned());
    }
    if let Some(word) = ["余", "多", "约", "近", "左右", "以上", "几"].iter().find(|word| compact.contains(**word)) {
        return Err(format!("“{typed}”带“{word}”，不是确数，请填具体数字"));
    }
    let compact = compact.strip_prefix('¥').or(compact.strip_prefix('￥')).unwrap_or(&compact);
    let end = compact.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(compact.len());
    let (number, suffix) = compact.split_at(end);
    let value: Decimal = number.parse().map_err(|_| format!("“{typed}”不是数字"))?;
    let (value, unit_given) = multiply(value, suffix, unit_typed).ok_or_else(|| format!("“{typed}”太大，请核对"))?;
    let kept = unit::convert(value, &unit_given, unit_kept)
        .ok_or_else(|| format!("“{typed}”的单位是“{unit_given}”，这里应填“{unit_typed}”"))?
        .normalize();
    if kept.scale() > digits {
        return Err(too_fine(typed, unit_kept, digits));
    }
    if kept.abs() > Decimal::from(LARGEST) {
        return Err(format!("“{typed}”太大，请核对单位"));
    }
    Ok(kept)
}

/// Nine trillion: stores keep numbers as 64-bit integers scaled by ten thousand, and a hundred of these still add up.
pub(crate) const LARGEST: i64 = 9_000_000_000_000;

/// Takes 千, 万, 亿 off the suffix where they are multipliers, and says which unit remains.
fn multiply(value: Decimal, suffix: &str, unit_typed: &str) -> Option<(Decimal, String)> {
    if suffix.is_empty() {
        return Some((value, unit_typed.to_owned()));
    }
    if unit::comparable(suffix, unit_typed) || unit_typed == suffix {
        return Some((value, suffix.to_owned()));
    }
    for (word, factor) in [("万", 10_000_i64), ("亿", 100_000_000), ("千", 1_000), ("百万", 1_000_000)] {
        if let Some(rest) = suffix.strip_prefix(word) {
            // “307万” in a field typed in 万元 means 307万元, as in one typed in 元.
            let base = if ["元", "万元", "亿元", "千元"].contains(&unit_typed) { "元" } else { unit_typed };
            let unit = if rest.is_empty() { base } else { rest };
            return Some((value.checked_mul(Decimal::from(factor))?, unit.to_owned()));
        }
    }
    Some((value, suffix.to_owned()))
}

fn too_fine(typed: &str, unit_kept: &str, digits: u32) -> String {
    match (digits, unit_kept) {
        (0, "") => format!("“{typed}”应是整数"),
        (0, unit) => format!("“{typed}”应是整数{unit}"),
        (2, "元") => format!("“{typed}”细过分了，金额最多到分（元后两位）"),
        _ => format!("“{typed}”最多{digits}位小数"),
    }
}
