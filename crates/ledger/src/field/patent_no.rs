//! 专利申请号, ZC 0006-2003: since October 2003 year (4), kind (1), serial (7), a dot and a check character; before that year (2),
//! kind (1), serial (5). `ZL` and `CN` in front, blanks and full width are accepted; the application number is what is kept.

use super::Standard;

pub(super) static STANDARD: Standard =
    Standard { id: "patent_no", name: "专利申请号", hint: "如202310123456.X，带ZL、CN也可以", parse, mask: None };

fn parse(typed: &str) -> Result<String, String> {
    let upper = typed.to_ascii_uppercase();
    let bare: String =
        upper.trim_start_matches("ZL").trim_start_matches("CN").chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
    if let Some(odd) = bare.chars().find(|c| !(c.is_ascii_digit() || *c == 'X')) {
        return Err(format!("专利申请号里不会有“{odd}”"));
    }
    let body_length = match bare.len() {
        12 | 13 => 12,
        8 | 9 => 8,
        other => return Err(format!("专利申请号应为12位加校验位（2003年10月前为8位加校验位），这里是{other}位")),
    };
    let (body, given) = bare.split_at(body_length);
    if body.contains('X') {
        return Err("X只会是末位校验码".to_owned());
    }
    let kind_at = if body_length == 12 { 4 } else { 2 };
    if !matches!(&body[kind_at..=kind_at], "1" | "2" | "3" | "8" | "9") {
        return Err(format!(
            "第{}位“{}”不是专利种类（1发明、2实用新型、3外观设计、8和9为PCT）",
            kind_at + 1,
            &body[kind_at..=kind_at]
        ));
    }
    if body_length == 12 && !("1985".."2101").contains(&&body[..4]) {
        return Err(format!("前四位“{}”不是申请年份", &body[..4]));
    }
    let expected = check(body.as_bytes());
    if !given.is_empty() && given.as_bytes()[0] != expected {
        return Err(format!("末位校验码应为{}", char::from(expected)));
    }
    Ok(format!("{body}.{}", char::from(expected)))
}

fn check(digits: &[u8]) -> u8 {
    const WEIGHTS: [usize; 12] = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];
    let sum: usize = digits.iter().zip(WEIGHTS).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    b"0123456789X"[sum % 11]
}
