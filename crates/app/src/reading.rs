//! Reading a report without a book: its claims, its damage, its findings. What `kezhang read`, `repair` and `check` print.

use kezhang_office::input::Limits;
use kezhang_office::text_of::text_of;
use kezhang_text::json::{RepairedDocument, claim_lines, repaired_document};
use kezhang_text::repair::repair;
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

/// A repaired text with the version of its form.
#[derive(Serialize)]
struct RepairReport<'a> {
    version: u32,
    #[serde(flatten)]
    document: RepairedDocument<'a>,
}

/// A repaired text as one line of JSON: every repair and everything that stayed unsure, with their places.
///
/// # Errors
/// It cannot be written as JSON; none has been seen.
pub fn repaired_as_json(doc: &str, text: &str) -> Result<String> {
    let repaired = repair(text);
    let report = RepairReport { version: 1, document: repaired_document(doc, text, &repaired) };
    serde_json::to_string(&report).map_err(|error| AppError::unusable(error.to_string()))
}

/// A repaired text, how many places were repaired, and how many stayed unsure.
pub fn repaired_text(text: &str) -> (String, usize, usize) {
    let repaired = repair(text);
    (repaired.text.to_string(), repaired.repairs.len(), repaired.unsure.len())
}

/// Checks a text's numbers against each other only.
pub fn check_without_book(doc: &str, text: &str, notices: Vec<String>) -> CheckedText {
    check_alone(doc, text, notices)
}
