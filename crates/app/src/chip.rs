//! The number chip: a figure wherever it stands, with what its hover says and where its click leads.

use kezhang_ledger::definition::Catalog;
use kezhang_ledger::figure::Figure;
use kezhang_ledger::formula::{FigureRef, Formula};
use kezhang_ledger::money::round;
use kezhang_ledger::unit;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::show::print_grouped_trimmed;

/// A figure as a chip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chip {
    /// The formula it opens, as `formula::parse` reads it.
    pub formula: String,
    /// The period it opens, as `Period::parse` reads it.
    pub period: String,
    /// Value as shown, or 【待补】.
    pub text: String,
    /// Unit.
    pub unit: String,
    /// The exact value where `text` is rounded or in another unit.
    pub exact: Option<String>,
    /// What the hover says: name, caliber, period.
    pub note: String,
    /// Whether the book has the figure.
    pub known: bool,
    /// Postings behind it.
    pub postings: u64,
}

/// The chip of a figure.
pub(crate) fn chip(catalog: &Catalog, figure: &Figure) -> Chip {
    let text =
        figure.value.map_or_else(|| kezhang_ledger::figure::GAP.to_owned(), |value| print_grouped_trimmed(value, figure.digits));
    let rounded = figure.value.is_some_and(|value| round(value, figure.digits) != value);
    let exact = figure.value.filter(|_| rounded || figure.unit.contains('万') || figure.unit.contains('亿')).map(|value| {
        match unit::convert(value, &figure.unit, "元") {
            Some(yuan) => format!("{}元", print_grouped_trimmed(yuan, 2)),
            None => format!("{}{}", print_grouped_trimmed(value, 6), figure.unit),
        }
    });
    Chip {
        formula: figure.formula.to_string(),
        period: figure.period.to_string(),
        text,
        unit: figure.unit.clone(),
        exact,
        note: note(catalog, figure),
        known: figure.value.is_some(),
        postings: figure.postings,
    }
}

/// `专利申请量 · 2025年 · 口径:…`, and what is missing.
pub(crate) fn note(catalog: &Catalog, figure: &Figure) -> String {
    let mut parts = vec![name(catalog, &figure.formula), figure.period.name()];
    if let Some(caliber) = caliber(catalog, &figure.formula) {
        parts.push(format!("口径：{caliber}"));
    }
    parts.extend(figure.missing.iter().map(|missing| missing.sentence(&|id| figure_name(catalog, id))));
    parts.join(" · ")
}

/// The name of a formula: of its one figure, or of the figures it is made of.
pub(crate) fn name(catalog: &Catalog, formula: &Formula) -> String {
    match formula {
        Formula::Figure(figure) => catalog.name_of(figure),
        other => {
            let mut text = other.to_string();
            for figure in other.figures() {
                text = text.replace(&figure.to_string(), &catalog.name_of(figure));
            }
            text
        }
    }
}

/// The name of a figure written as `id` or `id[field=value]`.
pub(crate) fn figure_name(catalog: &Catalog, written: &str) -> String {
    match kezhang_ledger::formula::parse(written) {
        Ok(formula) => name(catalog, &formula),
        Err(_) => written.to_owned(),
    }
}

/// The caliber in words: of the indicator, or of the measure.
pub(crate) fn caliber(catalog: &Catalog, formula: &Formula) -> Option<String> {
    let Formula::Figure(FigureRef { id, .. }) = formula else { return None };
    catalog.indicators.get(id.as_str()).map(|indicator| indicator.caliber.clone())
}

/// Growth on a base in per cent, rounded to one decimal; `None` without a base.
pub(crate) fn growth(now: Option<Decimal>, before: Option<Decimal>) -> Option<Decimal> {
    let (now, before) = (now?, before?);
    if before.is_zero() {
        return None;
    }
    let rate = now.checked_sub(before)?.checked_div(before.abs())?.checked_mul(Decimal::ONE_HUNDRED)?;
    Some(round(rate, 1))
}

/// `+12.5%`, `-3%`, `持平`.
pub(crate) fn growth_text(rate: Decimal) -> String {
    if rate.is_zero() {
        return "持平".to_owned();
    }
    let sign = if rate.is_sign_positive() { "+" } else { "" };
    format!("{sign}{}%", rate.normalize())
}
