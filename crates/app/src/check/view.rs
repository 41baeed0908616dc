//! What a check gives: the page shows it, `check --json` prints it. The form is documented in docs/reference/json.md;
//! fields are only ever added.

use rust_decimal::Decimal;
use serde::Serialize;

use super::memory::Decided;
use crate::chip::Chip;

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
    /// Year it was held against; none without a book.
    pub year: Option<i16>,
    /// What was undone.
    pub repairs: Vec<RepairView>,
    /// What stayed unsure, in words.
    pub unsure: Vec<String>,
    /// What the reader should know of the file.
    pub notices: Vec<String>,
    /// Its numbers.
    pub claims: Vec<CheckedClaim>,
    /// What cannot be right, worst first; those that a person has ignored last.
    pub findings: Vec<FindingView>,
    /// Numbers of the summary line.
    pub summary: CheckSummary,
    /// Where the repaired text differs from the original.
    #[serde(skip)]
    pub(super) patches: Vec<super::comments::Patch>,
    /// Lines that are headings, and their level.
    #[serde(skip)]
    pub(super) headings: Vec<(usize, u8)>,
}

/// A repair in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RepairView {
    /// Kind of damage.
    pub name: String,
    /// What stood there, its beginning.
    pub was: String,
    /// What stands there now, its beginning.
    pub is: String,
}

/// The summary line: n claims, n agree, n differ, n not in the book, n undecided, n findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CheckSummary {
    /// Claims read.
    pub claims: usize,
    /// 相符.
    pub agree: usize,
    /// 不符, without those ignored.
    pub differ: usize,
    /// 账上无据.
    pub absent: usize,
    /// 无法判定.
    pub undecided: usize,
    /// Findings inside the text, without those ignored.
    pub findings: usize,
    /// Findings and differences that a person has ignored.
    pub ignored: usize,
}

impl CheckSummary {
    /// Whether something is left that somebody should look at.
    pub const fn found(&self) -> bool {
        self.findings + self.differ > 0
    }

    /// The sums of two texts.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self {
            claims: self.claims + other.claims,
            agree: self.agree + other.agree,
            differ: self.differ + other.differ,
            absent: self.absent + other.absent,
            undecided: self.undecided + other.undecided,
            findings: self.findings + other.findings,
            ignored: self.ignored + other.ignored,
        }
    }

    /// `共12个数字，对照2025年账簿：相符8，不符1，账上无据2，无法判定1；文中疑点0`.
    pub fn sentence(&self, year: Option<i16>) -> String {
        let mut line = format!("共{}个数字", self.claims);
        if let Some(year) = year {
            line.push_str(&format!(
                "，对照{year}年账簿：相符{}，不符{}，账上无据{}，无法判定{}",
                self.agree, self.differ, self.absent, self.undecided
            ));
        }
        line.push_str(&format!("；文中疑点{}", self.findings));
        if self.ignored > 0 {
            line.push_str(&format!("，已忽略{}", self.ignored));
        }
        line
    }
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
    /// Indicators it might speak of, best first.
    pub candidates: Vec<Bound>,
    /// What a person has said these words speak of.
    pub taught: Option<Decided>,
    /// Against the book.
    pub verdict: VerdictView,
    /// What a person has said of the difference.
    pub decided: Option<Decided>,
}

impl CheckedClaim {
    /// Whether it differs from the book and nobody has said that this is right.
    pub fn differs(&self) -> bool {
        self.verdict.kind == "differ" && !self.decided.as_ref().is_some_and(Decided::ignores)
    }
}

/// What a claim speaks of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bound {
    /// Formula with its breakdown, as `formula::parse` reads it.
    pub formula: String,
    /// Indicator, where the formula is one.
    pub indicator: Option<String>,
    /// Name.
    pub name: String,
    /// What about it: value, target, growth, share, completion, rank.
    pub facet: String,
    /// The period, as pages name it; blank where it cannot be told.
    pub period: String,
    /// How sure, 0 to 100.
    pub score: u32,
    /// Why.
    pub why: String,
}

/// The book's word on a claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VerdictView {
    /// `agree`, `differ`, `absent`, `undecided`; `unheld` without a book.
    pub kind: &'static str,
    /// 相符, 不符, 账上无据, 无法判定; 未对账 without a book.
    pub word: &'static str,
    /// The difference, or what is missing, in words.
    pub why: String,
    /// The book's value in the unit of the text, where it differs.
    pub value: Option<Decimal>,
    /// Text minus book in the unit of the text, where it differs.
    pub difference: Option<Decimal>,
    /// The book's figure.
    pub book: Option<Chip>,
}

/// Something that cannot be right.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FindingView {
    /// Position among the findings as the text gives them, from 0; the same text has the same.
    pub number: usize,
    /// Stable code.
    pub code: String,
    /// Its name.
    pub title: String,
    /// `error`, `warning`, `hint`.
    pub severity: String,
    /// Where, the place to mark first.
    pub places: Vec<PlaceView>,
    /// What is wrong.
    pub what: String,
    /// The arithmetic in one line.
    pub arithmetic: String,
    /// What would make it right.
    pub suggestion: String,
    /// What a person has said of it.
    pub decided: Option<Decided>,
    /// What a decision about it is remembered for.
    #[serde(skip)]
    pub(super) wording: String,
}

impl FindingView {
    /// Whether a person has said that it is none.
    pub fn ignored(&self) -> bool {
        self.decided.as_ref().is_some_and(Decided::ignores)
    }

    /// 错误, 疑点, 提示.
    pub fn severity_word(&self) -> &'static str {
        match self.severity.as_str() {
            "error" => "错误",
            "warning" => "疑点",
            _ => "提示",
        }
    }
}

/// A place of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlaceView {
    /// First character.
    pub start: usize,
    /// The character after.
    pub end: usize,
    /// The claim there.
    pub claim: Option<usize>,
    /// The words around it: the claim's clause, or the sentence.
    pub quote: String,
}

/// Checked texts as `check --json` prints them, with the names of those that could not be read and why.
///
/// # Errors
/// They cannot be written as JSON; none such has been seen.
pub fn as_json(documents: &[CheckedText], unreadable: &[(String, String)]) -> Result<String, String> {
    let unreadable: Vec<_> = unreadable.iter().map(|(name, why)| serde_json::json!({ "name": name, "why": why })).collect();
    let report = serde_json::json!({ "version": 1, "documents": documents, "unreadable": unreadable });
    serde_json::to_string_pretty(&report).map_err(|error| error.to_string())
}

impl CheckedText {
    /// The summary line.
    pub fn said(&self) -> String {
        self.summary.sentence(self.year)
    }

    /// The heading a claim stands under, without its number.
    pub fn section_of(&self, claim: &CheckedClaim) -> String {
        claim.section.last().cloned().unwrap_or_default()
    }

    /// Counts again, after decisions were put to claims and findings.
    pub(super) fn sum_up(&mut self) {
        let count = |kind: &str| self.claims.iter().filter(|claim| claim.verdict.kind == kind).count();
        let differ = self.claims.iter().filter(|claim| claim.differs()).count();
        let findings = self.findings.iter().filter(|finding| !finding.ignored()).count();
        self.summary = CheckSummary {
            claims: self.claims.len(),
            agree: count("agree"),
            differ,
            absent: count("absent"),
            undecided: count("undecided"),
            findings,
            ignored: count("differ") - differ + self.findings.len() - findings,
        };
    }
}
