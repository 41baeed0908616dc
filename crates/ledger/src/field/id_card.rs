//! 公民身份号码, GB 11643-1999: six digits of region, eight of birth, three of order, one check character.

use jiff::civil::Date;

use super::{Standard, region};

pub(super) static STANDARD: Standard = Standard { id: "id_card", name: "身份证号", hint: "18位", parse, mask: Some(mask) };

fn parse(typed: &str) -> Result<String, String> {
    let id = typed.replace(' ', "").to_ascii_uppercase();
    let bytes = id.as_bytes();
    let digits = |range: &[u8]| range.iter().all(u8::is_ascii_digit);
    if bytes.len() == 15 && digits(bytes) {
        return Err("这是15位旧号，请填18位身份证号".to_owned());
    }
    if bytes.len() != 18 {
        return Err(format!("身份证号应为18位，这里是{}位", id.chars().count()));
    }
    if !digits(&bytes[..17]) || !(bytes[17].is_ascii_digit() || bytes[17] == b'X') {
        return Err("身份证号前17位是数字，末位是数字或X".to_owned());
    }
    if !region::known_province(&id[..2]) {
        return Err(format!("前两位“{}”不是省级区划代码", &id[..2]));
    }
    let birth = (id[6..10].parse::<i16>(), id[10..12].parse::<i8>(), id[12..14].parse::<i8>());
    let born = match birth {
        (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day).ok(),
        _ => None,
    };
    if born.is_none_or(|date| !(1880..=2100).contains(&date.year())) {
        return Err(format!("第7至14位“{}”不是出生日期", &id[6..14]));
    }
    let expected = check(&bytes[..17]);
    if bytes[17] != expected {
        return Err(format!("第18位校验码应为{}", char::from(expected)));
    }
    Ok(id)
}

fn check(digits: &[u8]) -> u8 {
    const WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: usize = digits.iter().zip(WEIGHTS).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    b"10X98765432"[sum % 11]
}

/// Region and the last four stay readable, as on public lists.
fn mask(id: &str) -> String {
    match (id.get(..6), id.get(14..)) {
        (Some(head), Some(tail)) => format!("{head}********{tail}"),
        _ => "******************".to_owned(),
    }
}
