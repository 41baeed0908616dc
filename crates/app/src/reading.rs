//! Reading a report without a book: its claims, its damage, its findings. What `kezhang read`, `repair` and `check` print.

use kezhang_office::input::Limits;
use kezhang_office::text_of::text_of;
use kezhang_text::json::claim_lines;
use kezhang_text::repair::{Repair, Unsure, repair};
use serde::Serialize;

use crate::check::{CheckedText, check_alone};
use crate::error::{AppError, Result};

/// The words of a file and what should be known of how they were got.
///
/// # Errors
/// The file is none that can be read as a report.
pub fn words_of(name: &str, bytes: &[u8]) -> Result<(String, Vec<String>)> {
    let read = text_of(name, bytes, &Limits::default())?;
    Ok((read.text, read.notices.iter().map(ToString::to_string).collect()))
}

/// The claims of a report, one JSON object a line. `doc` goes before the claims' ids.
///
/// # Errors
/// A claim cannot be written as JSON; none has been seen.
pub fn claims_as_json_lines(doc: &str, text: &str) -> Result<Vec<String>> {
    let repaired = repair(text);
    let reading = kezhang_text::read(&repaired.text);
    let line = |claim| serde_json::to_string(&claim).map_err(|error| AppError::unusable(error.to_string()));
    claim_lines(doc, &reading).map(line).collect()
}

/// A repaired text with every repair and everything that stayed unsure.
#[derive(Clone, Debug, Serialize)]
pub struct RepairReport {
    /// Version of this form.
    pub version: u32,
    /// The file.
    pub doc: String,
    /// The repaired text.
    pub text: String,
    /// Every repair: class, place before and after, what stood there, what stands there.
    pub repairs: Vec<Repair>,
    /// Everything that looks damaged and was left.
    pub unsure: Vec<Unsure>,
}

/// Repairs a text.
pub fn repaired(doc: &str, text: &str) -> RepairReport {
    let repaired = repair(text);
    RepairReport {
        version: 1,
        doc: doc.to_owned(),
        text: repaired.text.to_string(),
        repairs: repaired.repairs.clone(),
        unsure: repaired.unsure.clone(),
    }
}

/// Checks a text's numbers against each other only.
pub fn check_without_book(doc: &str, text: &str, notices: Vec<String>) -> CheckedText {
    check_alone(doc, text, notices)
}
