//! A claim against the book: 相符, 不符, 账上无据, 无法判定.
//!
//! The book's value is exact; the claim means an interval. 58.9亿元 agrees with 5890123456元, 2200多万元 with anything from
//! 2200万 up to but not including 2300万. People round and people cut off, so both are accepted.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::claim::{Claim, Status};
use crate::measure;

/// A value of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BookFigure {
    /// In `unit`.
    pub value: Decimal,
    /// 元, 家, 人次 …
    pub unit: String,
}

/// What is missing for a judgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Missing {
    /// The number in the text is lost.
    Number,
    /// The two units cannot be converted: 人 and 人次.
    Conversion {
        /// Unit of the text.
        said: String,
        /// Unit of the book.
        book: String,
    },
}

impl Missing {
    /// What the user reads.
    pub fn reason(&self) -> String {
        match self {
            Self::Number => "文中数字缺失，无法比对".to_owned(),
            Self::Conversion { said, book } => format!("文中单位“{said}”与账上单位“{book}”不能换算"),
        }
    }
}

/// What the book says to a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "verdict")]
pub enum Verdict {
    /// The book's value lies within what the claim means.
    #[serde(rename = "相符")]
    Agrees,
    /// It does not.
    #[serde(rename = "不符")]
    Differs {
        /// The book's value in the unit of the text.
        book: Decimal,
        /// Text minus book, in the unit of the text.
        difference: Decimal,
    },
    /// The book has nothing to compare.
    #[serde(rename = "账上无据")]
    NotInBook,
    /// Something is missing.
    #[serde(rename = "无法判定")]
    CannotTell {
        /// What.
        missing: Missing,
    },
}

/// Judges a claim by the book's value, if the book has one.
pub fn verdict(claim: &Claim, book: Option<&BookFigure>) -> Verdict {
    let Some(book) = book else { return Verdict::NotInBook };
    let Some(said) = claim.value else { return Verdict::CannotTell { missing: Missing::Number } };
    let Some(value) = convert(book.value, &book.unit, &claim.unit) else {
        return Verdict::CannotTell { missing: Missing::Conversion { said: claim.unit.clone(), book: book.unit.clone() } };
    };
    if fits(claim, said, value) {
        Verdict::Agrees
    } else {
        Verdict::Differs { book: value.normalize(), difference: (said - value).normalize() }
    }
}

/// A value in another unit, when the two convert: 元 to 亿元, 公顷 to 亩; never 人 to 人次.
pub fn convert(value: Decimal, from: &str, to: &str) -> Option<Decimal> {
    let (up, down) = measure::factor(from, to)?;
    value.checked_mul(up)?.checked_div(down)
}

fn fits(claim: &Claim, said: Decimal, value: Decimal) -> bool {
    match claim.approx.as_deref() {
        None | Some("预计") => {
            let exact = claim.low == claim.high;
            if exact {
                return value == said;
            }
            // Rounded to the stated place, or cut off at it.
            let place = claim.high.zip(claim.low).map_or(Decimal::ONE, |(h, l)| h - l);
            let rounded = claim.low.is_some_and(|l| l <= value) && claim.high.is_some_and(|h| value <= h);
            let cut = said <= value && value < said + place;
            rounded || cut
        }
        Some("余" | "多" | "来" | "几") => claim.low.is_none_or(|l| l <= value) && claim.high.is_none_or(|h| value < h),
        // 不少于90%: of a target the number itself is the statement, and a target of 95% is another one.
        Some(_) if claim.status == Status::Target && (claim.low.is_none() || claim.high.is_none()) => value == said,
        Some(_) => claim.low.is_none_or(|l| l <= value) && claim.high.is_none_or(|h| value <= h),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(sentence: &str, value: i64, unit: &str) -> Verdict {
        let reading = crate::read(sentence);
        verdict(&reading.claims[0], Some(&BookFigure { value: Decimal::from(value), unit: unit.to_owned() }))
    }

    #[test]
    fn stated_precision_is_honoured() {
        assert_eq!(judged("技术合同成交额58.9亿元。", 5_890_123_456, "元"), Verdict::Agrees);
        assert_eq!(judged("技术合同成交额58.9亿元。", 5_899_000_000, "元"), Verdict::Agrees);
        assert!(matches!(judged("技术合同成交额58.9亿元。", 5_910_000_000, "元"), Verdict::Differs { .. }));
        assert_eq!(judged("实现利润2200多万元。", 22_999_999, "元"), Verdict::Agrees);
        assert!(matches!(judged("实现利润2200多万元。", 23_000_000, "元"), Verdict::Differs { .. }));
        assert_eq!(judged("发放宣传资料近万份。", 9_200, "份"), Verdict::Agrees);
        assert_eq!(judged("全年申报项目36项。", 36, "项"), Verdict::Agrees);
        assert_eq!(
            judged("全年申报项目36项。", 35, "项"),
            Verdict::Differs { book: Decimal::from(35), difference: Decimal::ONE }
        );
    }

    #[test]
    fn a_target_is_its_number() {
        assert_eq!(judged("力争登记技术合同95项以上。", 95, "项"), Verdict::Agrees);
        assert!(matches!(judged("力争登记技术合同15项以上。", 95, "项"), Verdict::Differs { .. }));
        assert_eq!(judged("全年登记技术合同90项以上。", 95, "项"), Verdict::Agrees);
    }

    #[test]
    fn persons_and_attendances_do_not_convert() {
        assert!(matches!(judged("培训农民1200人次。", 1200, "人"), Verdict::CannotTell { missing: Missing::Conversion { .. } }));
        assert_eq!(verdict(&crate::read("全年培训农民1200人次。").claims[0], None), Verdict::NotInBook);
    }

    #[test]
    fn areas_convert() {
        assert_eq!(convert(Decimal::from(2), "公顷", "亩"), Some(Decimal::from(30)));
    }
}
