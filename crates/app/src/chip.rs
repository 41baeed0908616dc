//! The number chip: a figure wherever it stands, with what its hover says and where its click leads.

use kezhang_ledger::definition::Catalog;
use kezhang_ledger::figure::{Figure, Reader};
use kezhang_ledger::formula::{FigureRef, Formula, Function, Operator};
use kezhang_ledger::money::round;
use kezhang_ledger::period::Period;
use kezhang_ledger::unit;
use kezhang_store::BookReader;
use serde::Serialize;

use crate::change::points_of;
use crate::error::Result;
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

/// The chip of a measure or indicator as its own page shows it.
pub(crate) fn chip_of(catalog: &Catalog, figures: &mut Reader<dyn BookReader + '_>, id: &str, period: Period) -> Result<Chip> {
    let formula = Formula::Figure(FigureRef { id: id.to_owned(), filter: Vec::new() });
    Ok(chip(catalog, &figures.formula(&formula, None, None, period)?))
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

/// The name of a formula in words: 专利申请量, 专利申请量完成率, 发明专利授权量占专利授权量的比重.
pub(crate) fn name(catalog: &Catalog, formula: &Formula) -> String {
    match formula {
        Formula::Number(number) => number.normalize().to_string(),
        Formula::Figure(figure) => catalog.name_of(figure),
        Formula::Binary(..) if points_of(formula).is_some() => {
            format!("{}同比增减", points_of(formula).map(|of| name(catalog, of)).unwrap_or_default())
        }
        Formula::Binary(left, operator, right) => {
            let inner = |side: &Formula| match side {
                Formula::Binary(..) => format!("（{}）", name(catalog, side)),
                _ => name(catalog, side),
            };
            let sign = match operator {
                Operator::Add => "+",
                Operator::Subtract => "−",
                Operator::Multiply => "×",
                Operator::Divide => "÷",
            };
            format!("{} {sign} {}", inner(left), inner(right))
        }
        Formula::Call(function, arguments) => call_name(catalog, *function, arguments),
    }
}

fn call_name(catalog: &Catalog, function: Function, arguments: &[Formula]) -> String {
    let words: Vec<String> = arguments.iter().map(|argument| name(catalog, argument)).collect();
    let of = words.first().map_or("", String::as_str);
    match (function, arguments) {
        (Function::LastYear, _) => format!("上年{of}"),
        (Function::YearToDate, _) => format!("{of}（本年累计）"),
        (Function::Cumulative, _) => format!("{of}（历年累计）"),
        (Function::Growth, _) => format!("{of}同比增幅"),
        (Function::Target, _) => format!("{of}目标"),
        (Function::Share, [actual, planned]) if is_target_of(planned, actual) => format!("{of}完成率"),
        (Function::Share, [planned, actual]) if is_target_of(planned, actual) => {
            format!("{}完成率", name(catalog, actual))
        }
        (Function::Share, _) => format!("{of}占{}的比重", words.get(1).map_or("", String::as_str)),
    }
}

fn is_target_of(planned: &Formula, actual: &Formula) -> bool {
    matches!(planned, Formula::Call(Function::Target, of) if of.first() == Some(actual))
}

/// The name of a figure written as `id` or `id[field=value]`.
pub(crate) fn figure_name(catalog: &Catalog, written: &str) -> String {
    match kezhang_ledger::formula::parse(written) {
        Ok(formula) => name(catalog, &formula),
        Err(_) => written.to_owned(),
    }
}

/// The caliber in words: of the indicator or measure, or how a formula is computed.
pub(crate) fn caliber(catalog: &Catalog, formula: &Formula) -> Option<String> {
    match formula {
        Formula::Figure(FigureRef { id, .. }) => catalog.indicators.get(id.as_str()).map(|indicator| indicator.caliber.clone()),
        Formula::Call(Function::Target, _) => Some("局领导下达的目标".to_owned()),
        Formula::Call(Function::Growth, _) => Some("比上年同期增减的部分 ÷ 上年同期".to_owned()),
        Formula::Call(Function::Share, arguments) => match arguments.as_slice() {
            [actual, planned] if is_target_of(planned, actual) => Some("实际 ÷ 目标".to_owned()),
            // Of a ceiling one may stay below: 目标不超过3项，实际2项, is more than reached.
            [planned, actual] if is_target_of(planned, actual) => Some("目标上限 ÷ 实际，不超过上限即为完成".to_owned()),
            [part, whole] => Some(format!("{} ÷ {}", name(catalog, part), name(catalog, whole))),
            _ => None,
        },
        Formula::Binary(..) if points_of(formula).is_some() => Some("本期 − 上年同期，按百分点计".to_owned()),
        Formula::Binary(..) => Some(name(catalog, formula)),
        Formula::Call(..) | Formula::Number(_) => None,
    }
}
