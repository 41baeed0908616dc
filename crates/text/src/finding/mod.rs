//! 疑点: what cannot be right inside one text.
//!
//! Each checker looks for one kind of contradiction and returns everything it finds. A finding names its places, shows the
//! arithmetic in one line and says what would make it right. False alarms are worse than misses: a checker speaks only where
//! the words leave no other reading, with the precision the numbers are stated in.

mod code;
mod dates;
mod figures;
mod growth;
mod index;
mod lists;
mod parts;
mod rates;
mod repeats;
mod shares;
mod values;

use serde::Serialize;

pub use code::{Code, Severity};

use crate::claim::Claim;
use crate::reading::Reading;
use crate::span::Span;

/// A place a finding points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The claim there, by its number in the reading, if it is one.
    pub claim: Option<usize>,
    /// In bytes.
    pub span: Span,
    /// In characters.
    pub chars: Span,
}

/// Something that cannot be right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which kind; stable.
    pub code: Code,
    /// How bad.
    pub severity: Severity,
    /// Where, the place to mark first.
    pub places: Vec<Place>,
    /// What is wrong, in a sentence.
    pub what: String,
    /// The arithmetic in one line; empty when there is none.
    pub arithmetic: String,
    /// What would make it right.
    pub suggestion: String,
}

/// Everything that cannot be right in a text, in the order of the places. `text` is the text that was read.
pub fn findings(text: &str, reading: &Reading) -> Vec<Finding> {
    let text = &*crate::script::simplified(text);
    let mut found = Vec::new();
    let index = index::Index::new(reading);
    values::check(&index, &mut found);
    parts::check(&index, &mut found);
    shares::check(&index, &mut found);
    growth::check(&index, &mut found);
    repeats::check(reading, &mut found);
    lists::check(text, reading, &mut found);
    dates::check(text, reading, &mut found);
    // A share that is computed tells more than that it cannot be over 100 %.
    let computed: Vec<Option<usize>> = found
        .iter()
        .filter(|f| matches!(f.code, Code::ShareDiffers | Code::RateDiffers))
        .map(|f| f.places.first().and_then(|p| p.claim))
        .collect();
    found.retain(|f| f.code != Code::PercentOverHundred || !computed.contains(&f.places.first().and_then(|p| p.claim)));
    found.sort_by_key(|f| (f.places.first().map_or(0, |p| p.span.start), f.code));
    found
}

/// A finding about claims.
fn about(reading: &Reading, code: Code, claims: &[usize], what: String, arithmetic: String, suggestion: String) -> Finding {
    let place =
        |&number: &usize| reading.claims.get(number).map(|c: &Claim| Place { claim: Some(number), span: c.span, chars: c.chars });
    Finding { code, severity: code.severity(), places: claims.iter().filter_map(place).collect(), what, arithmetic, suggestion }
}
