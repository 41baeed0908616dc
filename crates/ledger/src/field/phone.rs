//! Telephone numbers of the mainland: mobile, or area code and local number.

use super::Standard;

pub(super) static STANDARD: Standard =
    Standard { id: "phone", name: "电话", hint: "手机号，或区号-号码", parse, mask: Some(mask) };

fn parse(typed: &str) -> Result<String, String> {
    let bare = typed.replace([' ', '(', ')'], "");
    let digits: String = bare.chars().filter(|c| *c != '-').collect();
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(format!("“{typed}”不是电话号码"));
    }
    let mobile = digits.len() == 11 && digits.starts_with('1') && matches!(digits.as_bytes()[1], b'3'..=b'9');
    if mobile {
        return Ok(digits);
    }
    let area = match digits.as_bytes() {
        [b'0', b'1' | b'2', ..] => 3,
        [b'0', ..] => 4,
        _ => return Err(format!("“{typed}”不是手机号；座机请带区号，如0595-22881234")),
    };
    if !matches!(digits.len() - area.min(digits.len()), 7 | 8) {
        return Err(format!("“{typed}”的位数不对，区号后应有7或8位"));
    }
    Ok(format!("{}-{}", &digits[..area], &digits[area..]))
}

fn mask(phone: &str) -> String {
    match (phone.get(..3), phone.get(phone.len().saturating_sub(4)..)) {
        (Some(head), Some(tail)) if phone.len() == 11 => format!("{head}****{tail}"),
        _ => phone.to_owned(),
    }
}
