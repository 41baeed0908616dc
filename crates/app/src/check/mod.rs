//! Checking a text: its numbers held against each other and against the book.

mod against;
mod marks;
mod vocabulary;

use kezhang_ledger::decide::Terms;
use kezhang_ledger::figure::Reader;
use kezhang_office::input::Limits;
use kezhang_office::text_of::text_of;
use kezhang_text::bind::Binder;
use kezhang_text::repair::{Repaired, repair};
use kezhang_text::{Claim, Finding, Reading, Severity, Suspect};
use rust_decimal::Decimal;
use serde::Serialize;

use against::Judge;

use crate::chip::Chip;
use crate::desk::{Desk, settings_of};
use crate::error::{AppError, Result};

pub use marks::{MarkedLine, MarkedRun};

/// A text that was checked.
#[derive(Clone, Debug, Serialize)]
pub struct CheckedText {
    /// Title or file name.
    pub name: String,
    /// The text as it came.
    #[serde(skip)]
    pub original: String,
    /// The text with its damage undone; all places are characters of it.
    pub text: String,
    /// Year it was held against.
    pub year: i16,
    /// What was undone: class in words, what stood there, what stands there now.
    pub repairs: Vec<(String, String, String)>,
    /// What stayed unsure, in words.
    pub unsure: Vec<String>,
    /// What the reader should know of the file.
    pub notices: Vec<String>,
    /// Its numbers.
    pub claims: Vec<CheckedClaim>,
    /// What cannot be right, worst first.
    pub findings: Vec<FindingView>,
    /// Numbers of the summary line.
    pub summary: CheckSummary,
}

/// The summary line: n claims, n agree, n differ, n not in the book, n undecided, n findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CheckSummary {
    /// Claims read.
    pub claims: usize,
    /// 相符.
    pub agree: usize,
    /// 不符.
    pub differ: usize,
    /// 账上无据.
    pub absent: usize,
    /// 无法判定.
    pub undecided: usize,
    /// Findings inside the text.
    pub findings: usize,
}

/// A number of the text.
#[derive(Clone, Debug, Serialize)]
pub struct CheckedClaim {
    /// Position among the claims, from 0.
    pub number: usize,
    /// First character of number and unit.
    pub start: usize,
    /// The character after.
    pub end: usize,
    /// The clause it stands in.
    pub quote: String,
    /// The sentence it stands in.
    pub sentence: String,
    /// Headings above it.
    pub section: Vec<String>,
    /// Value in the written unit.
    pub value: Option<Decimal>,
    /// As written.
    pub unit: String,
    /// The word that makes it inexact.
    pub approx: Option<String>,
    /// What is counted.
    pub subject: String,
    /// flow, stock, ratio, growth, rank, other.
    pub aspect: String,
    /// actual, target, forecast.
    pub status: String,
    /// As the text says it.
    pub period: String,
    /// Why the number is evidently damaged.
    pub suspect: Option<String>,
    /// The indicator it speaks of.
    pub bound: Option<Bound>,
    /// Other indicators it might speak of, best first.
    pub candidates: Vec<Bound>,
    /// Against the book.
    pub verdict: VerdictView,
}

/// What a claim speaks of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bound {
    /// Formula, as `formula::parse` reads it.
    pub formula: String,
    /// Indicator, where the formula is one.
    pub indicator: Option<String>,
    /// Name.
    pub name: String,
    /// How sure, 0 to 100.
    pub score: u32,
    /// Why.
    pub why: String,
}

/// The book's word on a claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VerdictView {
    /// `agree`, `differ`, `absent`, `undecided`.
    pub kind: &'static str,
    /// 相符, 不符, 账上无据, 无法判定.
    pub word: &'static str,
    /// The difference, or what is missing, in words.
    pub why: String,
    /// The book's figure.
    pub book: Option<Chip>,
}

/// Something that cannot be right.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FindingView {
    /// Stable code.
    pub code: String,
    /// `error`, `warning`, `hint`.
    pub severity: String,
    /// Places in characters.
    pub places: Vec<(usize, usize)>,
    /// What is wrong.
    pub what: String,
    /// The arithmetic in one line.
    pub arithmetic: String,
    /// What would make it right.
    pub suggestion: String,
}

impl CheckedText {
    /// The heading a claim stands under, without its number.
    pub fn section_of(&self, claim: &CheckedClaim) -> String {
        claim.section.last().cloned().unwrap_or_default()
    }
}

/// Longest text that is checked on a page; a whole year's reports of a county are shorter.
pub const CHECK_BYTES_MAX: usize = 20 * 1024 * 1024;

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
        self.check("粘贴的文字", text, Vec::new(), year)
    }

    /// Checks a text that was checked before under this name.
    ///
    /// # Errors
    /// As for [`Desk::check_text`].
    pub fn check_named(&self, name: &str, text: &str, year: i16) -> Result<CheckedText> {
        self.sees_business()?;
        self.check(name, text, Vec::new(), year)
    }

    fn check(&self, name: &str, text: &str, notices: Vec<String>, year: i16) -> Result<CheckedText> {
        let repaired = repair(text);
        let reading = kezhang_text::read(&repaired.text);
        let reader = self.reader()?;
        let (catalog, settings) = (reader.catalog()?, settings_of(reader.as_ref())?);
        let terms = Terms::new(&catalog, &settings);
        let vocabulary = vocabulary::vocabulary(reader.as_ref(), &terms)?;
        let candidates = Binder::new(&vocabulary).bind_all(&reading, Some(year));
        let figures = Reader::new(&catalog, reader.as_ref(), None);
        let mut judge = Judge { terms: &terms, catalog: &catalog, figures, year };
        let mut claims = Vec::with_capacity(reading.claims.len());
        for (number, claim) in reading.claims.iter().enumerate() {
            let (bound, candidates, verdict) =
                judge.judge(claim, candidates.get(number).map_or(&[], Vec::as_slice), &reading.path(claim))?;
            claims.push(CheckedClaim { bound, candidates, verdict, ..checked(&repaired.text, &reading, number, claim) });
        }
        Ok(inspected(name, text, &repaired, &reading, claims, notices, year))
    }
}

/// Checks a text without a book: its numbers against each other.
pub fn check_alone(name: &str, text: &str, notices: Vec<String>) -> CheckedText {
    let repaired = repair(text);
    let reading = kezhang_text::read(&repaired.text);
    let claims = reading.claims.iter().enumerate().map(|(number, claim)| checked(&repaired.text, &reading, number, claim));
    inspected(name, text, &repaired, &reading, claims.collect(), notices, 0)
}

/// Puts everything about a text together.
fn inspected(
    name: &str,
    original: &str,
    repaired: &Repaired,
    reading: &Reading,
    claims: Vec<CheckedClaim>,
    notices: Vec<String>,
    year: i16,
) -> CheckedText {
    let mut findings: Vec<FindingView> = kezhang_text::findings(&repaired.text, reading).iter().map(finding_view).collect();
    let rank = |severity: &str| ["error", "warning"].iter().position(|known| *known == severity).unwrap_or(2);
    findings.sort_by_key(|finding| (rank(&finding.severity), finding.places.first().copied()));
    let count = |kind: &str| claims.iter().filter(|claim| claim.verdict.kind == kind).count();
    let summary = CheckSummary {
        claims: claims.len(),
        agree: count("agree"),
        differ: count("differ"),
        absent: count("absent"),
        undecided: count("undecided"),
        findings: findings.len(),
    };
    let repairs = repaired.repairs.iter().map(|repair| (repair.class.name().to_owned(), short(&repair.was), short(&repair.is)));
    CheckedText {
        name: name.to_owned(),
        original: original.to_owned(),
        text: repaired.text.to_string(),
        year,
        repairs: repairs.collect(),
        unsure: repaired.unsure.iter().map(|unsure| format!("“{}”：{}", short(&unsure.text), unsure.why)).collect(),
        notices,
        claims,
        findings,
        summary,
    }
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
        sentence: sentence(text, claim),
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
        verdict: VerdictView { kind: "undecided", word: "未对账", why: String::new(), book: None },
    }
}

/// The name a value has in JSON: `flow`, `actual`.
fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|json| json.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The sentence around a claim's quote.
fn sentence(text: &str, claim: &Claim) -> String {
    let ends = ['。', '\n', '！', '？', '!', '?'];
    let span = &claim.quote_span;
    let (Some(before), Some(after)) = (text.get(..span.start), text.get(span.end..)) else { return claim.quote.clone() };
    let start = before.rfind(ends).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let end = after.find(ends).map_or(text.len(), |at| span.end + at);
    text.get(start..end).unwrap_or(&claim.quote).trim().to_owned()
}

fn finding_view(finding: &Finding) -> FindingView {
    FindingView {
        code: finding.code.as_str().to_owned(),
        severity: match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            _ => "hint",
        }
        .to_owned(),
        places: finding.places.iter().map(|place| (place.chars.start, place.chars.end)).collect(),
        what: finding.what.clone(),
        arithmetic: finding.arithmetic.clone(),
        suggestion: finding.suggestion.clone(),
    }
}
