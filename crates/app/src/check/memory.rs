//! What people have said about texts, kept in the book: which indicator a wording speaks of, and which findings are none.
//!
//! A decision holds for the same wording wherever it stands next, not for a place in one file. Whoever works with the book
//! may teach; 审计 only reads. Nothing here writes but through the one command.

use std::collections::HashMap;

use kezhang_ledger::command::Command;
use kezhang_ledger::decide::Terms;
use kezhang_ledger::definition::Role;
use kezhang_ledger::journal::LearntEvent;
use kezhang_ledger::refusal::Refusal;
use kezhang_store::{BookReader, Learnt, User};
use serde::Serialize;

use super::view::{CheckedClaim, CheckedText};
use crate::desk::{Desk, settings_of};
use crate::error::{AppError, Result};
use crate::figure_page::checked_formula;
use crate::keeping::name_of;

/// Under which heading a remembered binding stands in the journal.
const BINDING: &str = "binding";
/// Under which heading a remembered decision about a finding stands there.
const FINDING: &str = "finding";
/// Parts of a wording: subject and unit; code and words.
const APART: char = '\u{1f}';
/// The code of a difference from the book, beside the codes of findings inside a text.
const DIFFERS: &str = "differs-from-book";

/// What a person has decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decided {
    /// A formula or `none` for what a claim speaks of; `accept` or `ignore` for a finding.
    pub decision: String,
    /// Why.
    pub reason: String,
    /// Who.
    pub who: String,
    /// On which day, `2025-03-05`.
    pub on: String,
}

impl Decided {
    /// Whether it says that a finding is none.
    pub fn ignores(&self) -> bool {
        self.decision == "ignore"
    }
}

/// What to do with a finding or a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// It is right and will be corrected.
    Accept,
    /// It is none.
    Ignore,
    /// Whatever was said before is taken back.
    TakeBack,
}

impl Judgement {
    /// From a form: `accept`, `ignore`, `take-back`.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "accept" => Some(Self::Accept),
            "ignore" => Some(Self::Ignore),
            "take-back" => Some(Self::TakeBack),
            _ => None,
        }
    }

    const fn decision(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Ignore => "ignore",
            Self::TakeBack => "",
        }
    }
}

/// Everything that was decided and stands.
pub(super) struct Memory<'r> {
    reader: &'r dyn BookReader,
    bindings: HashMap<String, Learnt>,
    findings: HashMap<String, Learnt>,
    users: Vec<User>,
}

impl<'r> Memory<'r> {
    pub(super) fn read(reader: &'r dyn BookReader) -> Result<Self> {
        let standing = |about: &str| -> Result<HashMap<String, Learnt>> {
            let learnt = reader.learnt(about)?.into_iter().filter(|learnt| !learnt.decision.is_empty());
            Ok(learnt.map(|learnt| (learnt.wording.clone(), learnt)).collect())
        };
        Ok(Self { reader, bindings: standing(BINDING)?, findings: standing(FINDING)?, users: reader.users()? })
    }

    /// Every binding: subject, unit, formula; blank for what is not in the book. One whose figure the packs no longer know
    /// is forgotten.
    pub(super) fn corrections<'m>(&'m self, terms: &'m Terms) -> impl Iterator<Item = (String, String, String)> + 'm {
        self.bindings.values().filter_map(|learnt| {
            let (subject, unit) = learnt.wording.split_once(APART)?;
            let formula = match learnt.decision.as_str() {
                "none" => String::new(),
                formula => checked_formula(terms, formula).ok()?.to_string(),
            };
            Some((subject.to_owned(), unit.to_owned(), formula))
        })
    }

    /// What a claim's words were said to speak of.
    pub(super) fn taught(&self, subject: &str, unit: &str) -> Result<Option<Decided>> {
        self.decided(self.bindings.get(&wording(subject, unit)))
    }

    /// What was said of a finding or a difference.
    pub(super) fn said(&self, wording: &str) -> Result<Option<Decided>> {
        self.decided(self.findings.get(wording))
    }

    fn decided(&self, learnt: Option<&Learnt>) -> Result<Option<Decided>> {
        let Some(learnt) = learnt else { return Ok(None) };
        let line = self.reader.lines(learnt.seq, 1)?.into_iter().next();
        let (who, on) = line.map(|line| (line.actor, line.at)).unwrap_or_else(|| ("".into(), String::new()));
        Ok(Some(Decided {
            decision: learnt.decision.clone(),
            reason: learnt.reason.clone(),
            who: name_of(&self.users, &who),
            on: on.get(..10).unwrap_or_default().to_owned(),
        }))
    }
}

/// Two parts of what is remembered.
fn wording(first: &str, second: &str) -> String {
    format!("{first}{APART}{second}")
}

/// What a decision about a finding holds for: its code and its words, without the blanks that a layout adds.
pub(super) fn finding_wording<'w>(code: &str, words: impl Iterator<Item = &'w str>) -> String {
    let words: Vec<String> = words.map(|words| words.split_whitespace().collect()).collect();
    wording(code, &words.join(" / "))
}

/// What a decision about a difference holds for: the words and the year they were held against.
pub(super) fn difference_wording(claim: &CheckedClaim, year: i16) -> String {
    finding_wording(DIFFERS, [format!("{year}年 {}", claim.quote).as_str()].into_iter())
}

/// A remembered decision as the journal shows it.
pub(crate) fn describe(event: &LearntEvent, name: impl Fn(&str) -> String) -> String {
    let (first, second) = event.wording.split_once(APART).unwrap_or((&event.wording, ""));
    let reason = if event.reason.is_empty() { String::new() } else { format!("（{}）", event.reason) };
    match (event.about.as_str(), event.decision.as_str()) {
        (BINDING, "") => format!("核数：不再指定“{first}”（{second}）"),
        (BINDING, "none") => format!("核数：“{first}”（{second}）账上没有{reason}"),
        (BINDING, formula) => format!("核数：“{first}”（{second}）认作“{}”{reason}", name(formula)),
        (_, "") => format!("核数：恢复疑点“{second}”"),
        (_, "accept") => format!("核数：采纳疑点“{second}”{reason}"),
        _ => format!("核数：忽略疑点“{second}”{reason}"),
    }
}

impl Desk<'_> {
    /// Whether this person's decisions about texts are remembered.
    pub fn teaches(&self) -> bool {
        self.is_operator() || matches!(self.role(), Some(Role::Clerk | Role::Head | Role::Director))
    }

    fn must_teach(&self) -> Result<()> {
        match self.role() {
            _ if self.teaches() => Ok(()),
            None => Err(AppError::denied("您的账号只管账号，不办业务")),
            Some(_) => Err(AppError::denied("审计只读，不能替单位认定指标或处理疑点")),
        }
    }

    /// Remembers what a claim's words speak of: a figure by its name or formula, or, where blank, nothing in the book.
    ///
    /// # Errors
    /// 审计 does not teach; no such claim or figure; or the book cannot be written.
    pub fn teach(&self, text: &CheckedText, claim: usize, figure: Option<&str>, reason: &str) -> Result<String> {
        self.must_teach()?;
        let claim = claim_of(text, claim)?;
        let (decision, said) = match figure {
            None => ("none".to_owned(), format!("已记住：“{}”账上没有", claim.subject)),
            Some(figure) => {
                let (formula, name) = self.figure_called(figure)?;
                (formula, format!("已记住：“{}”认作“{name}”，以后同样的表述照此对账", claim.subject))
            }
        };
        self.learn(BINDING, wording(&claim.subject, &claim.unit), decision, reason)?;
        Ok(said)
    }

    /// Forgets what a claim's words were said to speak of.
    ///
    /// # Errors
    /// As for [`Desk::teach`]; or nothing was said.
    pub fn unteach(&self, text: &CheckedText, claim: usize) -> Result<String> {
        self.must_teach()?;
        let claim = claim_of(text, claim)?;
        if claim.taught.is_none() {
            return Err(Refusal::NothingChanged.into());
        }
        self.learn(BINDING, wording(&claim.subject, &claim.unit), String::new(), "")?;
        Ok(format!("已撤回对“{}”的指定", claim.subject))
    }

    /// Remembers what to think of a finding: for the same kind and the same words, in any text.
    ///
    /// # Errors
    /// 审计 does not; no such finding; ignored without a reason; or the book cannot be written.
    pub fn judge_finding(&self, text: &CheckedText, finding: usize, judgement: Judgement, reason: &str) -> Result<String> {
        self.must_teach()?;
        let finding = text.findings.iter().find(|known| known.number == finding);
        let finding = finding.ok_or_else(|| AppError::not_found("这份文稿没有这处疑点，请重新核数"))?;
        self.remember_judgement(finding.wording.clone(), &finding.title, finding.decided.as_ref(), judgement, reason)
    }

    /// Remembers what to think of a difference from the book: for the same words and year.
    ///
    /// # Errors
    /// As for [`Desk::judge_finding`].
    pub fn judge_difference(&self, text: &CheckedText, claim: usize, judgement: Judgement, reason: &str) -> Result<String> {
        self.must_teach()?;
        let claim = claim_of(text, claim)?;
        let year = text.year.filter(|_| claim.verdict.kind == "differ");
        let year = year.ok_or_else(|| AppError::not_found("这个数字与账上没有不符，请重新核数"))?;
        self.remember_judgement(difference_wording(claim, year), "与账上不符", claim.decided.as_ref(), judgement, reason)
    }

    fn remember_judgement(
        &self,
        wording: String,
        title: &str,
        before: Option<&Decided>,
        judgement: Judgement,
        reason: &str,
    ) -> Result<String> {
        if judgement == Judgement::TakeBack && before.is_none() {
            return Err(Refusal::NothingChanged.into());
        }
        self.learn(FINDING, wording, judgement.decision().to_owned(), reason)?;
        Ok(match judgement {
            Judgement::Accept => format!("已采纳：{title}，待改"),
            Judgement::Ignore => format!("已忽略：{title}。以后同样的文字不再提示，可随时恢复"),
            Judgement::TakeBack => format!("已恢复：{title}"),
        })
    }

    fn learn(&self, about: &str, wording: String, decision: String, reason: &str) -> Result<()> {
        let learnt = LearntEvent { about: about.to_owned(), wording, decision, reason: reason.trim().to_owned() };
        self.app.submit(&self.actor()?, &Command::Learn(learnt)).map(|_| ())
    }

    /// Names of everything a claim may be said to speak of, for a person to choose from.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn figure_names(&self) -> Result<Vec<String>> {
        Ok(self.figures_by_name()?.into_iter().map(|(name, _)| name).collect())
    }

    /// Name and formula of every indicator and of its parts.
    fn figures_by_name(&self) -> Result<Vec<(String, String)>> {
        let reader = self.reader()?;
        let (catalog, settings) = (reader.catalog()?, settings_of(reader.as_ref())?);
        let terms = Terms::new(&catalog, &settings);
        let mut figures = Vec::new();
        for indicator in catalog.indicators_in_order() {
            figures.push((indicator.name.clone(), indicator.id.to_string()));
            let entry = super::vocabulary::entry(&terms, indicator);
            figures.extend(entry.breakdowns.into_iter().filter_map(|part| {
                let formula = checked_formula(&terms, &part.target).ok()?;
                Some((crate::chip::name(&catalog, &formula), part.target))
            }));
        }
        Ok(figures)
    }

    /// Formula and name of a figure that a person has named or a page has offered.
    fn figure_called(&self, written: &str) -> Result<(String, String)> {
        let written = written.trim();
        if written.is_empty() {
            return Err(AppError::unusable("请选一个指标，或选“账上没有”"));
        }
        if let Some((name, formula)) = self.figures_by_name()?.into_iter().find(|(name, _)| name == written) {
            return Ok((formula, name));
        }
        let reader = self.reader()?;
        let (catalog, settings) = (reader.catalog()?, settings_of(reader.as_ref())?);
        let formula = checked_formula(&Terms::new(&catalog, &settings), written)
            .map_err(|_| AppError::not_found(format!("账上没有叫“{written}”的指标，请从列出的指标里选")))?;
        let name = crate::chip::name(&catalog, &formula);
        Ok((formula.to_string(), name))
    }
}

fn claim_of(text: &CheckedText, number: usize) -> Result<&CheckedClaim> {
    text.claims.get(number).ok_or_else(|| AppError::not_found("这份文稿没有这个数字，请重新核数"))
}
