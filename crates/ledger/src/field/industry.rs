//! 国民经济行业分类 GB/T 4754-2017 and 学科分类 GB/T 13745-2009: the form of the code and that its top class exists.

use super::Standard;

pub(super) static INDUSTRY: Standard =
    Standard {
        id: "industry", name: "行业代码", hint: "门类字母加2至4位数字，如C3985", parse: parse_industry, mask: None
    };

pub(super) static DISCIPLINE: Standard =
    Standard {
        id: "discipline", name: "学科代码", hint: "3位、5位或7位数字，如52020", parse: parse_discipline, mask: None
    };

/// First and last two-digit class of each section A to T of GB/T 4754-2017.
const SECTIONS: &[(char, u8, u8)] = &[
    ('A', 1, 5),
    ('B', 6, 12),
    ('C', 13, 43),
    ('D', 44, 46),
    ('E', 47, 50),
    ('F', 51, 52),
    ('G', 53, 60),
    ('H', 61, 62),
    ('I', 63, 65),
    ('J', 66, 69),
    ('K', 70, 70),
    ('L', 71, 72),
    ('M', 73, 75),
    ('N', 76, 79),
    ('O', 80, 82),
    ('P', 83, 83),
    ('Q', 84, 85),
    ('R', 86, 90),
    ('S', 91, 96),
    ('T', 97, 97),
];

fn parse_industry(typed: &str) -> Result<String, String> {
    let code = typed.replace(' ', "").to_ascii_uppercase();
    let (letter, digits) = match code.chars().next() {
        Some(c) if c.is_ascii_uppercase() => (Some(c), &code[1..]),
        Some(_) => (None, code.as_str()),
        None => return Err("行业代码是空的".to_owned()),
    };
    if !digits.bytes().all(|b| b.is_ascii_digit())
        || !matches!(digits.len(), 0 | 2..=4)
        || (letter.is_none() && digits.is_empty())
    {
        return Err(format!("“{typed}”不是行业代码，应为门类字母加2至4位数字，如C3985"));
    }
    let class: Option<u8> = digits.get(..2).and_then(|two| two.parse().ok());
    let section = match (letter, class) {
        (Some(letter), None) => SECTIONS.iter().find(|(c, ..)| *c == letter),
        (_, Some(class)) => SECTIONS.iter().find(|(_, first, last)| (*first..=*last).contains(&class)),
        (None, None) => None,
    };
    match (section, letter) {
        (None, _) => Err(format!("GB/T 4754-2017没有“{typed}”这一类")),
        (Some((right, ..)), Some(letter)) if *right != letter => {
            Err(format!("大类{}属于{right}门类，不是{letter}门类", &digits[..2]))
        }
        (Some((right, ..)), _) => Ok(format!("{right}{digits}")),
    }
}

fn parse_discipline(typed: &str) -> Result<String, String> {
    let code = typed.replace([' ', '.'], "");
    if !code.bytes().all(|b| b.is_ascii_digit()) || !matches!(code.len(), 3 | 5 | 7) {
        return Err(format!("“{typed}”不是学科代码，应为3位、5位或7位数字"));
    }
    match code[..3].parse::<u16>() {
        // First-level disciplines run from 110 (数学) to 910 (统计学).
        Ok(110..=910) => Ok(code),
        _ => Err(format!("GB/T 13745没有“{}”这个一级学科", &code[..3])),
    }
}
