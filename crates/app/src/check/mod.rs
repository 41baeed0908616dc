//! Checking a text: its numbers held against each other and against the book.
//!
//! - [`view`]: what comes out, as data; [`marks`]: the text with its marks; [`comments`]: the same file with Word comments
//! - [`vocabulary`] and [`against`]: which figure of the book a claim speaks of, and what the book says
//! - [`memory`]: what people have said about wordings and findings, which the next check knows

mod against;
mod comments;
mod marks;
mod memory;
mod view;
mod vocabulary;

use kezhang_ledger::decide::Terms;
use kezhang_ledger::figure::Reader;
use kezhang_office::input::Limits;
use kezhang_office::text_of::text_of;
use kezhang_store::BookReader;
use kezhang_text::bind::{Binder, Vocabulary};
use kezhang_text::repair::{Repaired, repair};
use kezhang_text::{Claim, Finding, Reading, Severity, Span, Suspect};
use serde::Serialize;

use against::{Judge, Taken};
use memory::Memory;

use crate::desk::{Desk, settings_of};
use crate::error::{AppError, Result};

pub use comments::{CommentedDocx, takes_comments, with_word_comments};
pub use marks::{MarkedBlock, MarkedRun};
pub(crate) use memory::describe as remembered;
pub use memory::{Decided, Judgement};
pub use view::{Bound, CheckSummary, CheckedClaim, CheckedText, FindingView, PlaceView, RepairView, VerdictView, as_json};

/// Name of a text that came without a file.
pub const PASTED: &str = "粘贴的文字";

/// Longest text that is checked on a page; a whole year's reports of a county are shorter.
pub const CHECK_BYTES_MAX: usize = 20 * 1024 * 1024;

/// Whether so many bytes can be checked at once: every claim is held in memory beside every other.
///
/// # Errors
/// Too many.
pub fn not_too_long(bytes: usize) -> Result<()> {
    if bytes <= CHECK_BYTES_MAX {
        return Ok(());
    }
    Err(AppError::unusable(format!("文稿超过{}MB，请分开核对", CHECK_BYTES_MAX / 1024 / 1024)))
}

impl Desk<'_> {
    /// Checks a file against the book.
    ///
    /// # Errors
    /// The file cannot be read as text.
    pub fn check_file(&self, name: &str, bytes: &[u8], year: i16) -> Result<CheckedText> {
        self.sees_business()?;
        let limits = Limits { file_bytes_max: CHECK_BYTES_MAX, ..Limits::default() };
        let read = text_of(name, bytes, &limits)?;
        let notices = read.notices.iter().map(ToString::to_string).collect();
        self.check(name, &read.text, notices, year)
    }

    /// Checks a pasted text against the book.
    ///
    /// # Errors
    /// The text is empty, or the book cannot be read.
    pub fn check_text(&self, text: &str, year: i16) -> Result<CheckedText> {
        self.sees_business()?;
        if text.trim().is_empty() {
            return Err(AppError::unusable("没有文字，请粘贴文稿或选择文件"));
        }
        self.check(PASTED, text, Vec::new(), year)
    }

    /// Keeps a file or, under the name [`PASTED`], a text, so that its check has an address and can go on after a decision.
    ///
    /// # Errors
    /// Too large, or the book cannot be written.
    pub fn keep_for_check(&self, name: &str, bytes: &[u8]) -> Result<String> {
        not_too_long(bytes.len())?;
        self.keep_upload(name, bytes)
    }

    /// Checks what was kept.
    ///
    /// # Errors
    /// Nothing was kept under that hash; or as for [`Desk::check_file`].
    pub fn check_kept(&self, name: &str, hash: &str, year: i16) -> Result<CheckedText> {
        self.sees_business()?;
        let bytes = self.upload(hash)?;
        match name {
            PASTED => self.check_text(&String::from_utf8_lossy(&bytes), year),
            name => self.check_file(name, &bytes, year),
        }
    }

    /// A kept Word document with what its check has found as comments.
    ///
    /// # Errors
    /// As for [`Desk::check_kept`]; or it is no Word document.
    pub fn kept_with_comments(&self, name: &str, hash: &str, year: i16) -> Result<CommentedDocx> {
        with_word_comments(&self.check_kept(name, hash, year)?, &self.upload(hash)?)
    }

    fn check(&self, name: &str, text: &str, notices: Vec<String>, year: i16) -> Result<CheckedText> {
        let repaired = repair(text);
        let reading = kezhang_text::read(&repaired.text);
        let reader = self.reader()?;
        let memory = Memory::read(reader.as_ref())?;
        let claims = against_book(reader.as_ref(), &memory, &repaired.text, &reading, year)?;
        let mut checked = inspected(name, text, &repaired, &reading, claims, notices);
        checked.year = Some(year);
        for claim in checked.claims.iter_mut().filter(|claim| claim.verdict.kind == "differ") {
            claim.decided = memory.said(&memory::difference_wording(claim, year))?;
        }
        for finding in &mut checked.findings {
            finding.decided = memory.said(&finding.wording)?;
        }
        checked.findings.sort_by_key(FindingView::ignored);
        checked.sum_up();
        Ok(checked)
    }
}

/// Every claim with what it speaks of and what the book says.
fn against_book(reader: &dyn BookReader, memory: &Memory, text: &str, reading: &Reading, year: i16) -> Result<Vec<CheckedClaim>> {
    let (catalog, settings) = (reader.catalog()?, settings_of(reader)?);
    let terms = Terms::new(&catalog, &settings);
    let vocabulary = vocabulary::vocabulary(&terms, memory);
    let binder = Binder::new(&vocabulary);
    let candidates = binder.bind_all(reading, Some(year));
    // A person who wants to choose again must see what the words alone suggest.
    let wordings = Vocabulary { corrections: Vec::new(), ..vocabulary.clone() };
    let unbiased =
        if vocabulary.corrections.is_empty() { Vec::new() } else { Binder::new(&wordings).bind_all(reading, Some(year)) };
    let mut judge = Judge { terms: &terms, catalog: &catalog, figures: Reader::new(&catalog, reader, None), year };
    let mut claims = Vec::with_capacity(reading.claims.len());
    for (number, claim) in reading.claims.iter().enumerate() {
        let known = vocabulary.corrections.iter().any(|c| c.subject == claim.subject && c.unit == claim.unit);
        let taught = if known { memory.taught(&claim.subject, &claim.unit)? } else { None };
        let chosen = if known { binder.bind(claim, Some(year)) } else { Vec::new() };
        let taken = match (known, chosen.first()) {
            (false, _) => Taken::Best,
            (true, Some(candidate)) => Taken::Taught(candidate),
            (true, None) => Taken::Nothing,
        };
        let shown = if known { &unbiased } else { &candidates };
        let shown = shown.get(number).map_or(&[][..], Vec::as_slice);
        let (mut bound, candidates, verdict) = judge.judge(claim, shown, &taken, &reading.path(claim))?;
        if let (Some(bound), Some(taught)) = (&mut bound, &taught) {
            let reason = if taught.reason.is_empty() { String::new() } else { format!("：{}", taught.reason) };
            bound.why = format!("{}于{}为同样的表述指定{reason}", taught.who, taught.on);
        }
        claims.push(CheckedClaim { bound, candidates, taught, verdict, ..checked(text, reading, number, claim) });
    }
    Ok(claims)
}

/// Checks a text without a book: its numbers against each other.
pub fn check_alone(name: &str, text: &str, notices: Vec<String>) -> CheckedText {
    let repaired = repair(text);
    let reading = kezhang_text::read(&repaired.text);
    let claims = reading.claims.iter().enumerate().map(|(number, claim)| checked(&repaired.text, &reading, number, claim));
    inspected(name, text, &repaired, &reading, claims.collect(), notices)
}

/// Puts everything about a text together.
fn inspected(
    name: &str,
    original: &str,
    repaired: &Repaired,
    reading: &Reading,
    claims: Vec<CheckedClaim>,
    notices: Vec<String>,
) -> CheckedText {
    let found = kezhang_text::findings(&repaired.text, reading);
    let mut findings: Vec<FindingView> =
        found.iter().enumerate().map(|(number, finding)| finding_view(&repaired.text, reading, number, finding)).collect();
    let rank = |severity: &str| ["error", "warning"].iter().position(|known| *known == severity).unwrap_or(2);
    findings.sort_by_key(|finding| (rank(&finding.severity), finding.places.first().map(|place| place.start)));
    let repairs = repaired.repairs.iter().map(|repair| RepairView {
        name: repair.class.name().to_owned(),
        was: short(repaired.was(repair)),
        is: short(repaired.is(repair)),
    });
    let mut checked = CheckedText {
        name: name.to_owned(),
        original: original.to_owned(),
        text: repaired.text.to_string(),
        year: None,
        repairs: repairs.collect(),
        unsure: repaired.unsure.iter().map(|unsure| format!("“{}”：{}", short(&unsure.text), unsure.why)).collect(),
        notices,
        claims,
        findings,
        summary: CheckSummary::default(),
        patches: comments::patches(repaired),
        headings: marks::headings(&repaired.text, &reading.sections),
    };
    checked.sum_up();
    checked
}

/// Longest stretch of a repair that a page shows.
const SHOWN_CHARS_MAX: usize = 60;

fn short(text: &str) -> String {
    let mut chars = text.chars();
    let head: String = chars.by_ref().take(SHOWN_CHARS_MAX).collect();
    if chars.next().is_some() { format!("{head}……") } else { head }
}

/// A claim before it is held against anything.
fn checked(text: &str, reading: &Reading, number: usize, claim: &Claim) -> CheckedClaim {
    CheckedClaim {
        number,
        start: claim.chars.start,
        end: claim.chars.end,
        quote: claim.quote.clone(),
        sentence: sentence(text, claim.quote_span),
        section: reading.path(claim).into_iter().map(str::to_owned).collect(),
        value: claim.value,
        unit: claim.unit.clone(),
        approx: claim.approx.clone(),
        subject: claim.subject.clone(),
        aspect: word(&claim.aspect),
        status: word(&claim.status),
        period: claim.period.clone(),
        suspect: claim.suspect.as_ref().map(Suspect::reason),
        bound: None,
        candidates: Vec::new(),
        taught: None,
        verdict: VerdictView { kind: "unheld", word: "未对账", why: String::new(), value: None, difference: None, book: None },
        decided: None,
    }
}

/// The name a value has in JSON: `flow`, `actual`.
fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|json| json.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The sentence around a stretch of the text.
fn sentence(text: &str, span: Span) -> String {
    let ends = ['。', '\n', '！', '？', '!', '?'];
    let (Some(before), Some(after)) = (text.get(..span.start), text.get(span.end..)) else { return span.of(text).to_owned() };
    let start = before.rfind(ends).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let end = after.find(ends).map_or(text.len(), |at| span.end + at);
    text.get(start..end).unwrap_or_else(|| span.of(text)).trim().to_owned()
}

fn finding_view(text: &str, reading: &Reading, number: usize, finding: &Finding) -> FindingView {
    let place = |place: &kezhang_text::Place| PlaceView {
        start: place.chars.start,
        end: place.chars.end,
        claim: place.claim,
        quote: match place.claim.and_then(|claim| reading.claims.get(claim)) {
            Some(claim) => claim.quote.clone(),
            None => sentence(text, place.span),
        },
    };
    let places: Vec<PlaceView> = finding.places.iter().map(place).collect();
    FindingView {
        number,
        code: finding.code.as_str().to_owned(),
        title: finding.code.title().to_owned(),
        severity: match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            _ => "hint",
        }
        .to_owned(),
        what: finding.what.clone(),
        arithmetic: finding.arithmetic.clone(),
        suggestion: finding.suggestion.clone(),
        decided: None,
        wording: memory::finding_wording(finding.code.as_str(), places.iter().map(|place| place.quote.as_str())),
        places,
    }
}
