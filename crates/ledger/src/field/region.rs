//! 行政区划代码, GB/T 2260: two digits each of province, city, county; streets and towns add three, villages three more.

use super::Standard;

pub(super) static STANDARD: Standard =
    Standard {
        id: "region", name: "行政区划代码", hint: "6位（县级）、9位（乡镇）或12位（村）", parse, mask: None
    };

/// The 34 provincial codes of GB/T 2260-2007.
const PROVINCES: &[&str] = &[
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46",
    "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82",
];

pub(super) fn known_province(two: &str) -> bool {
    PROVINCES.contains(&two)
}

fn parse(typed: &str) -> Result<String, String> {
    let code = typed.replace(' ', "");
    if !code.bytes().all(|b| b.is_ascii_digit()) || !matches!(code.len(), 6 | 9 | 12) {
        return Err(format!("“{typed}”不是行政区划代码，应为6位、9位或12位数字"));
    }
    if !known_province(&code[..2]) {
        return Err(format!("前两位“{}”不是省级区划代码", &code[..2]));
    }
    Ok(code)
}
