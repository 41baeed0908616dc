//! Single values that cannot be right: lost and masked digits, years in the place of numbers, percentages over 100.

use rust_decimal::Decimal;

use super::figures::said;
use super::index::Index;
use super::{Code, Finding, about};
use crate::claim::{Claim, Comparing, Suspect};

pub(super) fn check(index: &Index, found: &mut Vec<Finding>) {
    let reading = index.reading;
    for (number, claim) in reading.claims.iter().enumerate() {
        if let Some(suspect) = &claim.suspect {
            found.push(damaged(index, number, claim, suspect));
        }
        if let Some(limit) = over_hundred(claim) {
            found.push(about(
                reading,
                Code::PercentOverHundred,
                &[number],
                format!("“{}”为{}，{limit}。", claim.subject, said(claim)),
                format!("{} > 100%", said(claim)),
                "请核对数字和单位。".to_owned(),
            ));
        }
    }
}

fn damaged(index: &Index, number: usize, claim: &Claim, suspect: &Suspect) -> Finding {
    let reading = index.reading;
    let subject = &claim.subject;
    match suspect {
        Suspect::DigitsLost => {
            let (arithmetic, suggestion) = determined(index, number, claim);
            about(
                reading,
                Code::DigitsLost,
                &[number],
                format!("“{subject}”的数字缺失，只剩单位“{}”。", claim.unit),
                arithmetic,
                suggestion,
            )
        }
        Suspect::DigitsMasked => about(
            reading,
            Code::DigitsMasked,
            &[number],
            format!("“{subject}”的数字被隐去。"),
            String::new(),
            "请补填数字。".to_owned(),
        ),
        Suspect::UnitLost => about(
            reading,
            Code::PercentSignLost,
            &[number],
            format!("“{subject}”写作{}，缺百分号。", said(claim)),
            String::new(),
            format!("应为{}%。", said(claim)),
        ),
        Suspect::EqualsYear { year } | Suspect::ContainsYear { year } => about(
            reading,
            Code::YearLikeValue,
            &[number],
            format!("“{subject}”为{}，与文中年份{year}相同或含有该年份。", said(claim)),
            String::new(),
            "请对照原件核实；转载网站批量改年份时常误改数字。".to_owned(),
        ),
    }
}

/// A whole of more parts is no list anybody adds up.
const PARTS_MAX: usize = 64;

/// What the other parts of the same whole leave for the lost ones.
fn determined(index: &Index, number: usize, claim: &Claim) -> (String, String) {
    let plain = (String::new(), "请按原件补上数字。".to_owned());
    let claims = &index.reading.claims;
    let Some(at) = claim.part_of.filter(|&w| index.parts(w).len() <= PARTS_MAX) else { return plain };
    let Some(whole) = claims.get(at) else { return plain };
    let Some(total) = whole.value.filter(|_| whole.approx.is_none() && whole.unit == claim.unit) else { return plain };
    let parts: Vec<(usize, &Claim)> =
        index.parts(at).iter().map(|&p| (p, &claims[p])).filter(|(_, c)| c.unit == claim.unit).collect();
    let known: Decimal = parts.iter().filter_map(|(_, c)| c.value).sum();
    let missing = parts.iter().filter(|(_, c)| c.value.is_none()).count();
    let rest = total - known;
    if rest <= Decimal::ZERO || parts.first().is_some_and(|(first, _)| *first > number) {
        return plain;
    }
    let shown: Vec<String> = parts.iter().filter_map(|(_, c)| c.value).map(|v| v.normalize().to_string()).collect();
    let arithmetic = format!("{} - ({}) = {}", total.normalize(), shown.join(" + "), rest.normalize());
    let suggestion = if missing == 1 {
        format!("若所列各项完整，此处应为{}{}。", rest.normalize(), claim.unit)
    } else {
        format!("若所列各项完整，缺失的{missing}处合计应为{}{}。", rest.normalize(), claim.unit)
    };
    (arithmetic, suggestion)
}

/// Why this percentage cannot be over 100, if it is.
fn over_hundred(claim: &Claim) -> Option<&'static str> {
    if claim.unit != "%" || claim.low? <= Decimal::ONE_HUNDRED {
        return None;
    }
    // 目标人群覆盖率104.5%: more than was aimed at.
    if ["目标", "任务", "计划"].iter().any(|w| claim.subject.contains(w)) {
        return None;
    }
    match claim.comparison.as_ref().map(|c| c.comparing) {
        Some(Comparing::Share) => Some("部分占整体的比重不可能超过100%"),
        Some(Comparing::Fall) => Some("降幅不可能超过100%"),
        Some(_) => None,
        None if super::rates::is_bounded(&claim.subject)
            || claim.subject.ends_with("占比")
            || claim.subject.ends_with("比重") =>
        {
            Some("这一比率不可能超过100%")
        }
        None => None,
    }
}
