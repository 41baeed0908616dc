//! Old reports as opening figures: claims that a person accepts become reported figures (上报数) with the sentence they
//! came from. They stand beside the book's own figures and are never mixed into them.

use kezhang_ledger::command::Command;
use kezhang_ledger::figure::Reader;
use kezhang_ledger::journal::{Hash, Reported};
use kezhang_ledger::money::print;
use kezhang_ledger::period::Period;
use serde::Serialize;

use crate::check::CheckedText;
use crate::chip::{Chip, chip};
use crate::desk::Desk;
use crate::error::{AppError, Result};

/// What accepting has written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Accepted {
    /// Newly accepted.
    pub accepted: usize,
    /// Accepted before, from the same place of the same report.
    pub known: usize,
}

/// A reported figure as a page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct ReportedView {
    /// The figure.
    pub reported: Reported,
    /// The report it came from.
    pub document: String,
    /// 实际, 目标, 预计.
    pub status: &'static str,
    /// Name of the indicator it speaks of.
    pub indicator: String,
    /// The book's own figure beside it.
    pub book: Option<Chip>,
}

impl Desk<'_> {
    /// Accepts claims of a checked report as reported figures of a year. `chosen` are the numbers of the claims.
    ///
    /// # Errors
    /// Only directors accept; nothing chosen; or the book cannot be written.
    pub fn accept_reported(&self, text: &CheckedText, year: i16, chosen: &[usize]) -> Result<Accepted> {
        self.must_direct("采用上报数")?;
        let file = Hash::of(text.original.as_bytes()).to_string();
        let claims = chosen.iter().filter_map(|at| text.claims.get(*at));
        let accept: Vec<Reported> = claims.map(|claim| reported(text, claim, &file)).collect();
        if accept.is_empty() {
            return Err(AppError::unusable("没有选中任何数字，请先勾选"));
        }
        let reader = self.reader()?;
        let mut known = 0;
        for item in &accept {
            known += usize::from(reader.has_reported(&item.id)?);
        }
        drop(reader);
        let fresh = accept.len() - known;
        if fresh > 0 {
            let command = Command::Report { document: text.name.clone(), hash: file, year, accept, withdraw: Vec::new() };
            self.app.submit(&self.actor()?, &command)?;
        }
        Ok(Accepted { accepted: fresh, known })
    }

    /// Withdraws reported figures.
    ///
    /// # Errors
    /// Only directors do; or none of them stands.
    pub fn withdraw_reported(&self, year: i16, ids: Vec<String>) -> Result<()> {
        self.must_direct("撤回上报数")?;
        let command =
            Command::Report { document: "撤回".to_owned(), hash: String::new(), year, accept: Vec::new(), withdraw: ids };
        self.app.submit(&self.actor()?, &command).map(|_| ())
    }

    /// Reported figures of a year.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn reported(&self, year: i16) -> Result<Vec<ReportedView>> {
        self.sees_business()?;
        let reader = self.reader()?;
        let catalog = reader.catalog()?;
        let mut figures = Reader::new(&catalog, reader.as_ref(), None);
        let mut views = Vec::new();
        for row in reader.reported(year)? {
            let indicator = row.reported.indicator.as_ref().and_then(|id| catalog.indicators.get(id));
            let book = indicator.map(|indicator| figures.indicator(indicator, Period::year(year))).transpose()?;
            views.push(ReportedView {
                status: status_word(&row.reported.status),
                indicator: indicator.map(|indicator| indicator.name.clone()).unwrap_or_default(),
                book: book.filter(|figure| figure.value.is_some()).map(|figure| chip(&catalog, &figure)),
                reported: row.reported,
                document: row.document,
            });
        }
        Ok(views)
    }
}

fn reported(text: &CheckedText, claim: &crate::check::CheckedClaim, file: &str) -> Reported {
    Reported {
        // The same place of the same file is the same figure.
        id: format!("{}-{}", &file[..12], claim.start),
        indicator: claim.bound.as_ref().and_then(|bound| bound.indicator.clone()).map(Into::into),
        subject: claim.subject.clone(),
        value: claim.value,
        unit: claim.unit.clone(),
        approx: claim.approx.clone(),
        status: claim.status.clone(),
        aspect: claim.aspect.clone(),
        period: claim.period.clone(),
        sentence: claim.sentence.clone(),
        section: text.section_of(claim),
        suspect: claim.suspect.clone(),
    }
}

/// `183件`, `50多篇`, `预计495亿元`.
pub fn printed(reported: &Reported) -> String {
    let number = number_text(reported).unwrap_or_else(|| kezhang_ledger::figure::GAP.to_owned());
    format!("{}{number}{}", lead(reported), tail(reported))
}

/// The value as printed; `None` where the report lost it.
pub(crate) fn number_text(reported: &Reported) -> Option<String> {
    reported.value.map(|value| print(value, 6))
}

/// The word before the number: 预计, 近, 约, 超.
pub(crate) fn lead(reported: &Reported) -> String {
    match reported.approx.as_deref() {
        Some("余" | "多" | "以上" | "左右" | "上下") | None if reported.status == "forecast" => "预计".to_owned(),
        Some("余" | "多" | "以上" | "左右" | "上下") | None => String::new(),
        Some(word) => word.to_owned(),
    }
}

/// What stands behind the number: 余 or 多, the unit, 以上 or 左右.
pub(crate) fn tail(reported: &Reported) -> String {
    match reported.approx.as_deref() {
        Some(word @ ("余" | "多")) => format!("{word}{}", reported.unit),
        Some(word @ ("以上" | "左右" | "上下")) => format!("{}{word}", reported.unit),
        _ => reported.unit.clone(),
    }
}

/// 实际, 目标, 预计.
pub(crate) fn status_word(status: &str) -> &'static str {
    match status {
        "target" => "目标",
        "forecast" => "预计",
        _ => "实际",
    }
}
