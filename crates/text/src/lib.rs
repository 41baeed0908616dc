//! Reading Chinese work reports: decode, repair, sections, quantities, claims, relations. Pure.

mod claim;
mod data;
pub mod decode;
pub mod json;
mod lexicon;
mod measure;
mod numeral;
mod quantity;
mod reading;
pub mod repair;
mod section;
mod table;
mod token;
mod span;

pub use claim::{Against, Aspect, Claim, Comparing, Comparison, Level, Status, Suspect};
pub use reading::{Reading, read};
pub use section::{Section, Tense};
pub use span::{CharCounter, Span, is_han};
