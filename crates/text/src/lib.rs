//! Reading Chinese work reports, as a professional proofreader would: decode, repair, outline, quantities, claims, relations,
//! contradictions, binding to indicators, verdicts against a book.
//!
//! Pure: no I/O, no clock, no randomness, no locale. Depends on nothing else of the workspace. No float touches a figure.
//!
//! ```
//! let text = "全年申报科技项目36项,其中国家级5项、省级10项、市级25项。";
//! let reading = kezhang_text::read(text);
//! assert_eq!(reading.claims[1].subject, "申报国家级科技项目");
//! let findings = kezhang_text::findings(text, &reading);
//! assert_eq!(findings[0].arithmetic, "5项 + 10项 + 25项 = 40项 > 36项");
//! ```
//!
//! The way of a file: bytes → [`decode::decode`] → [`repair::repair`] → [`read`] → [`findings`], [`bind::Binder`],
//! [`verdict()`]. [`Stream`] does the first three with memory that does not grow; [`json`] is what leaves the program.
//!
//! Every vocabulary (measure words, verbs, cues, features of web pages) is a text file under `data/`.

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
mod script;
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

/// The example of the README, so that it stays true.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
