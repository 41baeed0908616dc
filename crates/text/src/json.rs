//! What leaves as JSON: one object a claim, with the fields the gold files have and a few more.
//!
//! Figures leave as JSON numbers with exactly the digits they have; no float is involved.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::claim::{Aspect, Claim, Level, Status};
use crate::finding::{Code, Finding, Severity};
use crate::reading::Reading;
use crate::repair::{Class, Repaired};
use crate::span::CharCounter;
use crate::stream::StreamedClaim;

/// A decimal that is written as a JSON number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure(pub Decimal);

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.normalize().to_string();
        RawValue::from_string(text).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

/// One claim as it leaves.
#[derive(Debug, Clone, Serialize)]
pub struct ClaimLine<'a> {
    /// `<doc>-NNN`.
    pub id: String,
    /// The file it stands in.
    pub doc: &'a str,
    /// The clause it stands in.
    pub quote: &'a str,
    /// In the written unit; null when lost.
    pub value: Option<Figure>,
    /// Lower end of what the number can mean; null when open.
    pub low: Option<Figure>,
    /// Upper end.
    pub high: Option<Figure>,
    /// As written.
    pub unit: &'a str,
    /// 余, 近, 以上 …
    pub approx: Option<&'a str>,
    /// What is counted.
    pub subject: &'a str,
    /// flow, stock …
    pub aspect: Aspect,
    /// actual, target, forecast.
    pub status: Status,
    /// As the text says it.
    pub period: &'a str,
    /// 国家级 …
    pub level: Option<Level>,
    /// Id of the whole.
    pub part_of: Option<String>,
    /// Why the number is evidently damaged.
    pub suspect: Option<String>,
    /// Headings above it, from the top.
    pub section: Vec<&'a str>,
    /// First character of number and unit in the repaired text.
    pub start: usize,
    /// The character after them.
    pub end: usize,
}

/// The claims of a reading as they leave.
pub fn claim_lines<'a>(doc: &'a str, reading: &'a Reading) -> impl Iterator<Item = ClaimLine<'a>> {
    reading.claims.iter().enumerate().map(move |(number, claim)| claim_line(doc, number, claim, reading.path(claim)))
}

/// A claim of a file that is read as it comes.
pub fn streamed_line<'a>(doc: &'a str, streamed: StreamedClaim<'a>) -> ClaimLine<'a> {
    claim_line(doc, streamed.number, streamed.claim, streamed.path)
}

fn claim_line<'a>(doc: &'a str, number: usize, claim: &'a Claim, section: Vec<&'a str>) -> ClaimLine<'a> {
    let id = |n: usize| claim_id(doc, n);
    ClaimLine {
        id: id(number),
        doc,
        quote: &claim.quote,
        value: claim.value.map(Figure),
        low: claim.low.map(Figure),
        high: claim.high.map(Figure),
        unit: &claim.unit,
        approx: claim.approx.as_deref(),
        subject: &claim.subject,
        aspect: claim.aspect,
        status: claim.status,
        period: &claim.period,
        level: claim.level,
        part_of: claim.part_of.map(id),
        suspect: claim.suspect.as_ref().map(crate::Suspect::reason),
        section,
        start: claim.chars.start,
        end: claim.chars.end,
    }
}

/// A repair as it leaves: places in characters.
#[derive(Debug, Clone, Serialize)]
pub struct RepairLine<'a> {
    /// Kind of damage; stable.
    pub class: Class,
    /// Kind of damage, in words.
    pub name: &'static str,
    /// First character in the original.
    pub original_start: usize,
    /// The character after the last one in the original.
    pub original_end: usize,
    /// First character in the repaired text.
    pub start: usize,
    /// The character after the last one in the repaired text.
    pub end: usize,
    /// What stood there.
    pub was: &'a str,
    /// What stands there now.
    pub is: &'a str,
}

/// Something doubted as it leaves: places in characters of the repaired text.
#[derive(Debug, Clone, Serialize)]
pub struct UnsureLine<'a> {
    /// Kind of damage; stable.
    pub class: Class,
    /// First character.
    pub start: usize,
    /// The character after the last one.
    pub end: usize,
    /// What stands there.
    pub text: &'a str,
    /// Why it is doubted.
    pub why: &'a str,
    /// What it probably was.
    pub likely: Option<&'a str>,
}

/// A repaired text as it leaves.
#[derive(Debug, Clone, Serialize)]
pub struct RepairedDocument<'a> {
    /// The file.
    pub doc: &'a str,
    /// The repaired text.
    pub text: &'a str,
    /// What was changed.
    pub repairs: Vec<RepairLine<'a>>,
    /// What was doubted and left alone.
    pub unsure: Vec<UnsureLine<'a>>,
}

/// A repaired text as `repair --json` prints it.
pub fn repaired_document<'a>(doc: &'a str, original: &'a str, repaired: &'a Repaired) -> RepairedDocument<'a> {
    let mut before = CharCounter::new(original, 0);
    let mut after = CharCounter::new(&repaired.text, 0);
    let repairs = repaired
        .repairs
        .iter()
        .map(|r| RepairLine {
            class: r.class,
            name: r.class.name(),
            original_start: before.at(r.original.start),
            original_end: before.at(r.original.end),
            start: after.at(r.repaired.start),
            end: after.at(r.repaired.end),
            was: repaired.was(r),
            is: repaired.is(r),
        })
        .collect();
    let mut after = CharCounter::new(&repaired.text, 0);
    let unsure = repaired
        .unsure
        .iter()
        .map(|u| UnsureLine {
            class: u.class,
            start: after.at(u.repaired.start),
            end: after.at(u.repaired.end),
            text: &u.text,
            why: &u.why,
            likely: u.likely.as_deref(),
        })
        .collect();
    RepairedDocument { doc, text: &repaired.text, repairs, unsure }
}

/// One finding as it leaves.
#[derive(Debug, Clone, Serialize)]
pub struct FindingLine<'a> {
    /// The file.
    pub doc: &'a str,
    /// Stable code.
    pub code: Code,
    /// info, warning, error.
    pub severity: Severity,
    /// Name of the kind, in words.
    pub title: &'static str,
    /// What is wrong.
    pub what: &'a str,
    /// The arithmetic in one line.
    pub arithmetic: &'a str,
    /// What would make it right.
    pub suggestion: &'a str,
    /// Where, the place to mark first.
    pub places: Vec<PlaceLine<'a>>,
}

/// A place of a finding as it leaves.
#[derive(Debug, Clone, Serialize)]
pub struct PlaceLine<'a> {
    /// Id of the claim there.
    pub claim: Option<String>,
    /// First character in the repaired text.
    pub start: usize,
    /// The character after the last one.
    pub end: usize,
    /// The clause it stands in.
    pub quote: Option<&'a str>,
}

/// The findings of a reading as `check --json` prints them, one a line.
pub fn finding_lines<'a>(doc: &'a str, reading: &'a Reading, findings: &'a [Finding]) -> impl Iterator<Item = FindingLine<'a>> {
    findings.iter().map(move |f| FindingLine {
        doc,
        code: f.code,
        severity: f.severity,
        title: f.code.title(),
        what: &f.what,
        arithmetic: &f.arithmetic,
        suggestion: &f.suggestion,
        places: f
            .places
            .iter()
            .map(|p| PlaceLine {
                claim: p.claim.map(|n| claim_id(doc, n)),
                start: p.chars.start,
                end: p.chars.end,
                quote: p.claim.and_then(|n| reading.claims.get(n)).map(|c| c.quote.as_str()),
            })
            .collect(),
    })
}

fn claim_id(doc: &str, number: usize) -> String {
    format!("{doc}-{:03}", number + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_leave_with_exact_digits() {
        let reading = crate::read("获经费1.280亿元,培训农民2200多人。");
        let lines: Vec<String> = claim_lines("r", &reading).map(|l| serde_json::to_string(&l).unwrap()).collect();
        assert!(lines[0].contains(r#""value":1.28,"low":1.2795,"high":1.2805,"unit":"亿元""#), "{}", lines[0]);
        assert!(lines[1].contains(r#""value":2200,"low":2200,"high":2300,"unit":"人","approx":"多""#), "{}", lines[1]);
        assert!(lines[1].contains(r#""id":"r-002","doc":"r""#));
    }

    #[test]
    fn repairs_and_findings_leave_with_character_places() {
        let text = "縣(xiàn)科技局積極組織企業(yè)申報(bào)項目,其中發放資料。";
        let repaired = crate::repair::repair(text);
        let document = repaired_document("r", text, &repaired);
        assert_eq!((document.repairs[0].original_start, document.repairs[0].was), (0, "縣"));
        let text = "全年培训农民1200人次,其中女性1500人次。";
        let reading = crate::read(text);
        let found = crate::findings(text, &reading);
        let line = finding_lines("r", &reading, &found).next().unwrap();
        assert_eq!((line.code.as_str(), line.places[0].start, line.places[0].end), ("part-exceeds-whole", 17, 23));
        assert!(serde_json::to_string(&line).unwrap().contains(r#""severity":"error""#));
    }
}
