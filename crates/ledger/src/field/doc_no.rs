//! 发文字号, GB/T 9704-2012 §7.2.5: organ's word, full year in hexagonal brackets, number without leading zero, 号.

use super::Standard;

pub(super) static STANDARD: Standard =
    Standard { id: "doc_no", name: "发文字号", hint: "如×科发〔2025〕12号", parse, mask: None };

fn parse(typed: &str) -> Result<String, String> {
    let text = typed.replace(' ', "").replace(['[', '【', '(', '﹝'], "〔").replace([']', '】', ')', '﹞'], "〕");
    let wrong = || format!("“{typed}”不是发文字号，应写成机关代字〔年份〕序号，如×科发〔2025〕12号");
    let (organ, rest) = text.split_once('〔').ok_or_else(wrong)?;
    let (year, number) = rest.split_once('〕').ok_or_else(wrong)?;
    let number = number.trim_start_matches('第').trim_end_matches('号').trim_start_matches('0');
    let year_ok = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    if organ.is_empty() || !year_ok || number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return Err(wrong());
    }
    Ok(format!("{organ}〔{year}〕{number}号"))
}
