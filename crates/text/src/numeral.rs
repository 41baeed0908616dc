//! Numbers as they are written: 36, 1,280, 58.9, ３２, 两千, 三十五, 七八, 十几, 百分之八十.
//!
//! Reads exactly one numeral at a place and says how far it goes; what it counts is not its business. No floats.

use rust_decimal::Decimal;

/// A number read from a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Numeral {
    pub value: Decimal,
    /// The smallest place that is stated: 1 for 36, 0.1 for 58.9.
    pub precision: Decimal,
    /// The place of the last digit that is not zero: 100 for 2200, 0.1 for 58.9.
    pub rounding: Decimal,
    /// The other end of 七八 or 二三十.
    pub upper: Option<Decimal>,
    /// 几 or 数 stands in it.
    pub vague: bool,
    /// Written in Chinese numerals.
    pub chinese: bool,
    /// 百, 千, 万 alone, without a digit before.
    pub bare_magnitude: bool,
    /// Bytes read.
    pub len: usize,
}

/// More digits than any figure has: the rest is an identifier.
const DIGITS_MAX: usize = 18;
/// Chinese numerals are never longer.
const CHINESE_MAX: usize = 16;

/// Whether a Chinese numeral can begin with this character.
pub(crate) const fn is_chinese_digit(c: char) -> bool {
    matches!(
        c,
        '一' | '二'
            | '两'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '零'
            | '〇'
            | '几'
            | '数'
            | '兩'
            | '幾'
    )
}

/// The forms of cheques: 肆, 佰.
const fn is_formal_digit(c: char) -> bool {
    matches!(c, '壹' | '贰' | '叁' | '肆' | '伍' | '陆' | '柒' | '捌' | '玖' | '拾' | '佰' | '仟')
}

const fn digit_of(c: char) -> Option<u8> {
    Some(match c {
        '0'..='9' => c as u8 - b'0',
        '０'..='９' => (c as u32 - '０' as u32) as u8,
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '兩' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// Whether this is an Arabic digit, narrow or wide.
pub(crate) const fn is_arabic_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

/// The numeral at the beginning of `text`.
pub(crate) fn read(text: &str) -> Option<Numeral> {
    let first = text.chars().next()?;
    if is_arabic_digit(first) {
        arabic(text)
    } else if is_chinese_digit(first) {
        chinese(text)
    } else {
        None
    }
}

/// How many bytes of digits stand at the beginning of `text`.
fn digits_len(text: &str) -> usize {
    text.find(|c| !is_arabic_digit(c)).unwrap_or(text.len())
}

fn arabic(text: &str) -> Option<Numeral> {
    let mut digits = String::new();
    let push = |part: &str, digits: &mut String| part.chars().filter_map(digit_of).for_each(|d| digits.push((b'0' + d) as char));
    let mut len = digits_len(text);
    push(&text[..len], &mut digits);
    if digits.len() <= 3 && !digits.starts_with('0') {
        // Thousands: groups of exactly three digits after a comma.
        while let Some(rest) = text[len..].strip_prefix([',', '，']) {
            let comma = text.len() - len - rest.len();
            let group = digits_len(rest);
            if rest[..group].chars().count() != 3 {
                break;
            }
            push(&rest[..group], &mut digits);
            len += comma + group;
        }
    }
    let mut scale = 0;
    if let Some(rest) = text[len..].strip_prefix(['.', '．']) {
        let point = text.len() - len - rest.len();
        let decimals = digits_len(rest);
        if decimals > 0 {
            let before = digits.len();
            push(&rest[..decimals], &mut digits);
            scale = digits.len() - before;
            len += point + decimals;
        }
    }
    if digits.len() > DIGITS_MAX {
        return None;
    }
    let scale = u32::try_from(scale).ok()?;
    let value = Decimal::new(digits.parse().ok()?, scale);
    let trailing_zeros = u32::try_from(digits.bytes().rev().take_while(|&b| b == b'0').count()).ok()?;
    let rounding = if value.is_zero() || scale > 0 { Decimal::new(1, scale) } else { power_of_ten(trailing_zeros)? };
    Some(Numeral {
        value,
        precision: Decimal::new(1, scale),
        rounding,
        upper: None,
        vague: false,
        chinese: false,
        bare_magnitude: false,
        len,
    })
}

fn power_of_ten(exponent: u32) -> Option<Decimal> {
    10i64.checked_pow(exponent).map(Decimal::from)
}

/// A Chinese numeral below ten thousand, with what makes it vague.
fn chinese(text: &str) -> Option<Numeral> {
    // 两千肆佰: the forms of cheques go on a numeral; they begin none, since they are everyday words too (陆, 伍).
    let goes_on = |(i, c): &(usize, char)| is_chinese_digit(*c) || *i > 0 && is_formal_digit(*c);
    let run: Vec<char> = text.chars().take(CHINESE_MAX).enumerate().take_while(goes_on).map(|(_, c)| c).collect();
    if run.len() == CHINESE_MAX {
        return None;
    }
    let len = run.iter().map(|c| c.len_utf8()).sum();
    let mut total: i64 = 0;
    let mut pending: Option<i64> = None;
    let mut upper_extra: Option<i64> = None;
    let mut vague = false;
    let mut last_unit: i64 = 1;
    let mut saw_zero = false;
    let mut digits_in_row = 0;
    for (i, &c) in run.iter().enumerate() {
        if let Some(unit) = unit_of(c) {
            let factor = pending.take().unwrap_or(if vague && total == 0 {
                1
            } else {
                i64::from(i == 0 || total > 0 && saw_zero || c == '十')
            });
            let factor = if factor == 0 { 1 } else { factor };
            total += factor * unit;
            upper_extra = upper_extra.map(|u| if u < 10 { u * unit } else { u });
            last_unit = unit;
            digits_in_row = 0;
        } else if matches!(c, '几' | '数' | '幾') {
            vague = true;
            digits_in_row = 0;
        } else {
            let digit = i64::from(digit_of(c)?);
            digits_in_row += 1;
            if digit == 0 {
                saw_zero = true;
                continue;
            }
            match pending {
                None => pending = Some(digit),
                // 七八, 三五: two digits side by side are a range; anything longer is a code or a year.
                Some(low) if digits_in_row == 2 && low < digit && digit - low <= 2 => upper_extra = Some(digit),
                Some(_) => return None,
            }
        }
    }
    finish_chinese(&run, total, pending, upper_extra, vague, last_unit, saw_zero, len)
}

#[allow(clippy::too_many_arguments)] // the state of one walk, taken apart once
fn finish_chinese(
    run: &[char],
    total: i64,
    pending: Option<i64>,
    upper: Option<i64>,
    vague: bool,
    last_unit: i64,
    saw_zero: bool,
    len: usize,
) -> Option<Numeral> {
    let first = *run.first()?;
    let tail = match pending {
        // 一百二 is 120.
        Some(d) if last_unit >= 100 && !saw_zero && !vague => d * last_unit / 10,
        Some(d) => d,
        None => 0,
    };
    let value = total + tail;
    if value == 0 && !vague && first != '零' {
        return None;
    }
    let upper = upper.map(|u| Decimal::from(if u >= 10 { total - total % (u.max(10)) + u } else { total + u }));
    let value = Decimal::from(value.max(i64::from(vague)));
    let places = value.to_string();
    let zeros = places.bytes().rev().take_while(|&b| b == b'0').count();
    let rounding = if value.is_zero() { Decimal::ONE } else { power_of_ten(u32::try_from(zeros).ok()?)? };
    let bare_magnitude = matches!(first, '百' | '千') || (vague && run.len() == 1);
    Some(Numeral { value, precision: Decimal::ONE, rounding, upper, vague, chinese: true, bare_magnitude, len })
}

const fn unit_of(c: char) -> Option<i64> {
    match c {
        '十' | '拾' => Some(10),
        '百' | '佰' => Some(100),
        '千' | '仟' => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<(String, usize)> {
        read(text).map(|n| (n.value.to_string(), n.len))
    }

    #[test]
    fn arabic_numbers() {
        assert_eq!(value("36项"), Some(("36".into(), 2)));
        assert_eq!(value("58.90亿"), Some(("58.90".into(), 5)));
        assert_eq!(value("1,280,000元"), Some(("1280000".into(), 9)));
        assert_eq!(value("15,立项3项"), Some(("15".into(), 2)));
        assert_eq!(value("３２个"), Some(("32".into(), 6)));
        assert_eq!(value("12345678901234567890"), None);
        assert_eq!(read("2200多").unwrap().rounding, Decimal::from(100));
        assert_eq!(read("58.9").unwrap().precision, Decimal::new(1, 1));
    }

    #[test]
    fn chinese_numbers() {
        for (text, expected) in [
            ("两个", 2),
            ("十二项", 12),
            ("三十五人", 35),
            ("一百二十", 120),
            ("一百零五", 105),
            ("两千", 2000),
            ("一百二", 120),
            ("十", 10),
            ("一千零八", 1008),
        ] {
            assert_eq!(read(text).unwrap().value, Decimal::from(expected), "{text}");
        }
        assert_eq!(read("三五四二"), None);
        assert_eq!(read("二〇二一年"), None);
    }

    #[test]
    fn vague_numbers() {
        let n = read("七八个").unwrap();
        assert_eq!((n.value, n.upper), (Decimal::from(7), Some(Decimal::from(8))));
        let n = read("二三十").unwrap();
        assert_eq!((n.value, n.upper), (Decimal::from(20), Some(Decimal::from(30))));
        let n = read("十几").unwrap();
        assert_eq!((n.value, n.vague), (Decimal::from(10), true));
        let n = read("数百").unwrap();
        assert_eq!((n.value, n.vague), (Decimal::from(100), true));
        assert!(read("百").unwrap().bare_magnitude);
    }
}
