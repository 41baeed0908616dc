//! 统一社会信用代码, GB 32100-2015: 18 characters, the 18th checks the first 17, the 9th to 17th are an organisation code
//! with its own check character (GB 11714-1997).

use super::Standard;

pub(super) static STANDARD: Standard =
    Standard { id: "uscc", name: "统一社会信用代码", hint: "18位，营业执照上的代码", parse, mask: None };

/// The 31 characters of the standard: digits and capitals without I, O, S, V, Z.
const CHARACTERS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

fn parse(typed: &str) -> Result<String, String> {
    let code = typed.replace([' ', '-'], "").to_ascii_uppercase();
    let length = code.chars().count();
    if length != 18 {
        return Err(format!("统一社会信用代码应为18位，这里是{length}位"));
    }
    let mut numbers = Vec::with_capacity(18);
    for (at, c) in code.chars().enumerate() {
        match CHARACTERS.iter().position(|known| char::from(*known) == c) {
            Some(number) => numbers.push(number),
            None => return Err(format!("第{}位“{c}”不会出现在统一社会信用代码里（没有I、O、S、V、Z）", at + 1)),
        }
    }
    let expected = check(&numbers[..17]);
    if CHARACTERS[numbers[17]] != expected {
        return Err(format!("第18位校验码应为{}", char::from(expected)));
    }
    Ok(code)
}

/// Weights are the powers of 3 modulo 31; the check number is what completes the weighted sum to a multiple of 31.
fn check(numbers: &[usize]) -> u8 {
    let mut weight = 1;
    let mut sum = 0;
    for number in numbers {
        sum += number * weight;
        weight = weight * 3 % 31;
    }
    CHARACTERS[(31 - sum % 31) % 31]
}
