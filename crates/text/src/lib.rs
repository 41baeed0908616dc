//! Reading Chinese work reports: decode, repair, sections, quantities, claims, relations. Pure.

mod data;
pub mod decode;
pub mod repair;
mod span;

pub use span::{CharCounter, Span, is_han};
