//! Reading Chinese work reports: decode, repair, sections, quantities, claims, relations. Pure.

pub mod bind;
mod claim;
mod cues;
mod data;
pub mod decode;
mod finding;
pub mod json;
mod lexicon;
mod measure;
mod numeral;
mod quantity;
mod reading;
pub mod repair;
mod section;
mod span;
mod stream;
mod table;
mod token;
mod verdict;

pub use claim::{Against, Aspect, Cell, Claim, Comparing, Comparison, Level, Status, Suspect};
pub use finding::{Code, Finding, Place, Severity, findings};
pub use reading::{Reading, read};
pub use section::{Section, Tense};
pub use span::{CharCounter, Span, is_han};
pub use stream::{Stream, StreamedClaim};
pub use verdict::{BookFigure, Missing, Verdict, convert, verdict};
