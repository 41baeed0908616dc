//! Reading a report without a book: its claims, its damage, its findings. What `kezhang read`, `repair` and `check` print.

use kezhang_office::input::{FileKind, Limits, sniff};
use kezhang_office::text_of::{TextNotice, text_of};
use kezhang_store::io_reason;
use kezhang_text::Stream;
pub use kezhang_text::json::ClaimLine;
use kezhang_text::json::{RepairedDocument, claim_lines, repaired_document, streamed_line};
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

/// The claims of a report, in order. `doc` goes before their ids.
///
/// # Errors
/// What `sink` could not do with a claim.
pub fn claims_of_text<E>(
    doc: &str,
    text: &str,
    sink: impl FnMut(ClaimLine) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let repaired = repair(text);
    let reading = kezhang_text::read(&repaired.text);
    claim_lines(doc, &reading).try_for_each(sink)
}

/// Text files longer than this are read as they come, so that memory does not grow with them.
pub const STREAMED_FROM: u64 = 4 << 20;

/// Whether a file that begins like this is text, which can be read as it comes.
pub fn is_text(head: &[u8]) -> bool {
    matches!(sniff(head), FileKind::Text | FileKind::Html)
}

/// The claims of a long text file, handed out as they come. Returns what should be known of how it was read.
///
/// # Errors
/// The file cannot be read, is no text, or what `sink` could not do with a claim.
pub fn claims_of_stream(
    doc: &str,
    mut source: impl std::io::Read,
    mut sink: impl FnMut(ClaimLine) -> std::result::Result<(), String>,
) -> std::result::Result<Vec<String>, String> {
    let (mut stream, mut piece, mut outcome) = (Stream::new(), vec![0; STREAM_PIECE_BYTES], Ok(()));
    loop {
        let read = source.read(&mut piece).map_err(|error| io_reason(&error))?;
        let pushed = stream.push(piece.get(..read).unwrap_or_default(), read == 0, |claim| {
            if outcome.is_ok() {
                outcome = sink(streamed_line(doc, claim));
            }
        });
        pushed.map_err(|refusal| kezhang_office::input::Refusal::from(refusal).to_string())?;
        std::mem::replace(&mut outcome, Ok(()))?;
        if read == 0 {
            break;
        }
    }
    let (count, encoding) = stream.unreadable();
    let unreadable = (count > 0).then(|| TextNotice::Unreadable { count, encoding: encoding.to_owned() }.to_string());
    Ok(unreadable.into_iter().collect())
}

/// So much is taken from a file at once.
const STREAM_PIECE_BYTES: usize = 1 << 20;

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
