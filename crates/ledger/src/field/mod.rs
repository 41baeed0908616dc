//! Field types (字段类型): how what a clerk types or imports becomes a value, and in which words it is refused.
//!
//! A type that follows a published standard is one file with one [`Standard`] and a line in [`STANDARDS`].

mod date;
mod doc_no;
mod id_card;
mod industry;
pub(crate) mod number;
mod patent_no;
mod phone;
mod region;
mod uscc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::id::CodesId;
use crate::value::{Value, half_width};

pub use date::parse as parse_date;
pub use number::parse as parse_number;

/// A register's or a standard's own number: form, check digit, how it is normalised and what of it is shown.
#[derive(Debug)]
pub struct Standard {
    /// Name in packs, as in `type = "uscc"`.
    pub id: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// What to type, shown beside the field.
    pub hint: &'static str,
    /// Normalises half-width text, or says in one sentence what is wrong and what would be right.
    pub parse: fn(&str) -> Result<String, String>,
    /// What others than the handling section see, where the number identifies a person.
    pub mask: Option<fn(&str) -> String>,
}

/// Every standard a field can follow.
pub static STANDARDS: &[&Standard] = &[
    &uscc::STANDARD,
    &id_card::STANDARD,
    &patent_no::STANDARD,
    &region::STANDARD,
    &industry::INDUSTRY,
    &industry::DISCIPLINE,
    &phone::STANDARD,
    &doc_no::STANDARD,
];

/// The type of a field.
#[derive(Clone, Debug)]
pub enum FieldType {
    /// One line of words, at most this many characters.
    Text {
        /// Longest text allowed, in characters.
        chars_max: usize,
    },
    /// Several lines of words.
    LongText,
    /// One of a code list; names and aliases are accepted as input, the code is kept.
    Code(CodesId),
    /// A calendar day.
    Date,
    /// A year such as 2025.
    Year,
    /// A number with at most `digits` decimals, in `unit` (may be empty).
    Number {
        /// Most decimals allowed.
        digits: u32,
        /// Unit the number is typed and kept in.
        unit: String,
    },
    /// Money: typed in `unit` (元, 万元, 亿元), kept in 元 with two decimals.
    Money {
        /// Unit the clerk types.
        unit: String,
    },
    /// Yes or no.
    Flag,
    /// A number under a published standard.
    Standard(&'static Standard),
}

/// One entry of a code list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Kept in the book; never changes.
    pub code: String,
    /// Shown to people.
    pub name: String,
    /// Other spellings accepted on input.
    pub aliases: Vec<String>,
}

/// A code list (代码表), in the order it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Codes {
    /// Name for people.
    pub name: String,
    /// The codes.
    pub items: Vec<Code>,
}

impl Codes {
    /// The code for what was typed: the code itself, the name or an alias.
    pub fn find(&self, typed: &str) -> Option<&Code> {
        self.items.iter().find(|item| item.code == typed || item.name == typed || item.aliases.iter().any(|a| a == typed))
    }

    /// The name of a code, or the code itself where the list no longer has it.
    pub fn name_of<'a>(&'a self, code: &'a str) -> &'a str {
        self.items.iter().find(|item| item.code == code).map_or(code, |item| item.name.as_str())
    }
}

impl FieldType {
    /// Reads what was typed. `codes` is the field's code list where it has one.
    ///
    /// # Errors
    /// One sentence for the field: what is wrong and what would be right.
    pub fn parse(&self, typed: &str, codes: Option<&Codes>) -> Result<Value, String> {
        match self {
            Self::Text { chars_max } => parse_text(typed, *chars_max).map(Value::Text),
            Self::LongText => parse_text(typed, LONG_TEXT_CHARS_MAX).map(Value::Text),
            Self::Code(_) => parse_code(typed, codes),
            Self::Date => date::parse(&half_width(typed)).map(Value::Date),
            Self::Year => date::parse_year(&half_width(typed)).map(|year| Value::Number(Decimal::from(year))),
            Self::Number { digits, unit } => number::parse(&half_width(typed), unit, unit, *digits).map(Value::Number),
            Self::Money { unit } => number::parse(&half_width(typed), unit, "元", 2).map(Value::Number),
            Self::Flag => parse_flag(&half_width(typed)),
            Self::Standard(standard) => (standard.parse)(&half_width(typed)).map(Value::Text),
        }
    }

    /// Turns canonical text from the journal back into a value. Text that no longer fits the type stays text: the
    /// journal is right, the definition has moved on.
    pub fn restore(&self, canonical: &str) -> Value {
        let restored = match self {
            Self::Code(_) => Some(Value::Code(canonical.to_owned())),
            Self::Date => canonical.parse::<Date>().ok().map(Value::Date),
            Self::Year | Self::Number { .. } | Self::Money { .. } => canonical.parse().ok().map(Value::Number),
            Self::Flag => canonical.parse().ok().map(Value::Flag),
            Self::Text { .. } | Self::LongText | Self::Standard(_) => None,
        };
        restored.unwrap_or_else(|| Value::Text(canonical.to_owned()))
    }

    /// Decimals kept for a number of this type; 0 for everything else.
    pub fn digits(&self) -> u32 {
        match self {
            Self::Number { digits, .. } => *digits,
            Self::Money { .. } => 2,
            _ => 0,
        }
    }

    /// Unit in which the book keeps the number.
    pub fn unit_kept(&self) -> &str {
        match self {
            Self::Number { unit, .. } => unit,
            Self::Money { .. } => "元",
            Self::Year => "年",
            _ => "",
        }
    }

    /// Unit in which the clerk types the number.
    pub fn unit_typed(&self) -> &str {
        match self {
            Self::Number { unit, .. } | Self::Money { unit } => unit,
            _ => "",
        }
    }

    /// What those outside the handling section see of a value that identifies a person; `None` where nothing is hidden.
    pub fn masked(&self, text: &str) -> Option<String> {
        match self {
            Self::Standard(standard) => standard.mask.map(|mask| mask(text)),
            _ => None,
        }
    }

    /// Whether values are numbers that can be compared and added.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Number { .. } | Self::Money { .. } | Self::Year)
    }
}

/// Longest text of a long text field; a field is no place for a whole report.
const LONG_TEXT_CHARS_MAX: usize = 20_000;

fn parse_text(typed: &str, chars_max: usize) -> Result<String, String> {
    let text = typed.trim_matches(|c: char| c.is_whitespace() || c == '\u{3000}' || c == '\u{feff}');
    if let Some(control) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(format!("含有看不见的控制字符(U+{:04X})，请删去后重填", u32::from(control)));
    }
    let chars = text.chars().count();
    if chars > chars_max {
        return Err(format!("共{chars}字，最多{chars_max}字，请删减"));
    }
    Ok(text.replace("\r\n", "\n"))
}

fn parse_code(typed: &str, codes: Option<&Codes>) -> Result<Value, String> {
    let typed = half_width(typed);
    let Some(codes) = codes else {
        return Err("这个字段的代码表还没有建立，请先在设置中建立".to_owned());
    };
    if let Some(found) = codes.find(&typed) {
        return Ok(Value::Code(found.code.clone()));
    }
    let names: Vec<&str> = codes.items.iter().take(12).map(|item| item.name.as_str()).collect();
    let more = if codes.items.len() > names.len() { "……" } else { "" };
    Err(format!("“{typed}”不在“{}”之列，可填：{}{more}", codes.name, names.join("、")))
}

fn parse_flag(typed: &str) -> Result<Value, String> {
    match typed {
        "是" | "true" | "1" | "有" | "√" | "Y" | "y" => Ok(Value::Flag(true)),
        "否" | "false" | "0" | "无" | "×" | "N" | "n" => Ok(Value::Flag(false)),
        _ => Err(format!("“{typed}”不是“是”或“否”")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `tests/field.tbl`: type | typed | expected value, or `×` and a part of the refusal.
    #[test]
    fn every_line_of_the_table_holds() {
        let kinds = Codes {
            name: "专利类型".into(),
            items: vec![Code { code: "invention".into(), name: "发明".into(), aliases: vec!["发明专利".into()] }],
        };
        for (number, line) in include_str!("../../tests/field.tbl").lines().enumerate() {
            let line = line.split('#').next().unwrap_or("").trim_end();
            if line.trim().is_empty() {
                continue;
            }
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let [kind, typed, expected] = cells[..] else { panic!("line {}: three cells", number + 1) };
            let field_type = match kind {
                "text5" => FieldType::Text { chars_max: 5 },
                "code" => FieldType::Code("patent_kind".into()),
                "date" => FieldType::Date,
                "year" => FieldType::Year,
                "count" => FieldType::Number { digits: 0, unit: "份".into() },
                "area" => FieldType::Number { digits: 2, unit: "亩".into() },
                "money" => FieldType::Money { unit: "元".into() },
                "wan" => FieldType::Money { unit: "万元".into() },
                "flag" => FieldType::Flag,
                other => FieldType::Standard(STANDARDS.iter().find(|s| s.id == other).expect(other)),
            };
            let result = field_type.parse(typed, Some(&kinds));
            match (expected.strip_prefix('×'), &result) {
                (None, Ok(value)) => assert_eq!(value.canonical(), expected, "line {}", number + 1),
                (Some(part), Err(sentence)) => {
                    assert!(sentence.contains(part.trim()), "line {}: {sentence}", number + 1);
                }
                _ => panic!("line {}: expected {expected}, got {result:?}", number + 1),
            }
        }
    }

    #[test]
    fn restored_values_are_the_same() {
        for (field_type, typed) in [
            (FieldType::Date, "2024-02-29"),
            (FieldType::Money { unit: "万元".into() }, "307"),
            (FieldType::Flag, "是"),
            (FieldType::Text { chars_max: 10 }, "甲"),
        ] {
            let value = field_type.parse(typed, None).unwrap();
            assert_eq!(field_type.restore(&value.canonical()), value);
        }
    }
}
