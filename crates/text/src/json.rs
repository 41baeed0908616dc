//! What leaves as JSON: one object a claim, with the fields the gold files have and a few more.
//!
//! Figures leave as JSON numbers with exactly the digits they have; no float is involved.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::claim::{Aspect, Claim, Level, Status};
use crate::reading::Reading;

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
    reading.claims.iter().enumerate().map(move |(number, claim)| claim_line(doc, reading, number, claim))
}

fn claim_line<'a>(doc: &'a str, reading: &'a Reading, number: usize, claim: &'a Claim) -> ClaimLine<'a> {
    let id = |n: usize| format!("{doc}-{:03}", n + 1);
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
        section: reading.path(claim),
        start: claim.chars.start,
        end: claim.chars.end,
    }
}
