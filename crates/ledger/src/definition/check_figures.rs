//! Formulas, units and sentences: that every figure they cite exists and measures what they say.

use super::check::{Notes, TOWN_CODES};
use super::settle::{WrongFilter, settle_filter};
use super::{Catalog, Indicator, MistakeKind, PartContent, Place};
use crate::field::FieldType;
use crate::formula::{Dimension, FigureRef, Formula, dimension};
use crate::sentence::{Piece, Slot, Template};

/// Checks indicators, sentences and outlines, and settles the codes in their filters.
pub(super) fn check_figures(catalog: &mut Catalog, notes: &Notes) {
    let mut indicators = std::mem::take(&mut catalog.indicators);
    for indicator in indicators.values_mut() {
        let place = indicator.place.clone();
        let formula = std::mem::replace(&mut indicator.formula, Formula::Number(rust_decimal::Decimal::ZERO));
        indicator.formula = formula.map_figures(&mut |figure| settle(catalog, figure, &place, notes));
    }
    catalog.indicators = indicators;
    for indicator in catalog.indicators.values() {
        check_indicator(catalog, indicator, notes);
    }
    check_circles(catalog, notes);
    let mut sentences = std::mem::take(&mut catalog.sentences);
    for sentence in &mut sentences {
        let place = sentence.place.clone();
        check_template(catalog, &mut sentence.template, &place, notes);
    }
    catalog.sentences = sentences;
    let mut outlines = std::mem::take(&mut catalog.outlines);
    for outline in &mut outlines {
        let place = outline.place.clone();
        check_template(catalog, &mut outline.title, &place, notes);
        for part in &mut outline.parts {
            let place = part.place.clone();
            if let Some(heading) = &mut part.heading {
                check_template(catalog, heading, &place, notes);
            }
            if let PartContent::Words(texts) = &mut part.content {
                texts.iter_mut().for_each(|text| check_template(catalog, text, &place, notes));
            }
        }
    }
    catalog.outlines = outlines;
}

/// Checks the breakdowns of one reference and turns code names into codes. Towns are the bureau's, not the packs'.
fn settle(catalog: &Catalog, mut figure: FigureRef, place: &Place, notes: &Notes) -> FigureRef {
    let codes = |field_type: &FieldType| match field_type {
        FieldType::Code(id) if id.as_str() != TOWN_CODES => catalog.codes.get(id),
        _ => None,
    };
    for wrong in settle_filter(catalog, &mut figure, &codes) {
        let kind = match wrong {
            WrongFilter::Breakdown { .. } => MistakeKind::UnknownBreakdown,
            WrongFilter::Code { .. } => MistakeKind::UnknownCode,
        };
        notes.add(place, kind, wrong.to_string());
    }
    figure
}

/// The unit a reference comes to: a filtered one is a measure, an unfiltered one an indicator or a measure.
fn unit_of(catalog: &Catalog, figure: &FigureRef) -> Option<String> {
    let measure = catalog.measures.get(figure.id.as_str()).map(|measure| measure.unit.clone());
    measure.or_else(|| catalog.indicators.get(figure.id.as_str()).map(|indicator| indicator.unit.clone()))
}

fn exists(catalog: &Catalog, figure: &FigureRef) -> bool {
    catalog.measures.contains_key(figure.id.as_str())
        || (figure.filter.is_empty() && catalog.indicators.contains_key(figure.id.as_str()))
}

fn check_indicator(catalog: &Catalog, indicator: &Indicator, notes: &Notes) {
    for figure in indicator.formula.figures() {
        if !exists(catalog, figure) {
            let what = format!("指标“{}”的公式用到“{figure}”，没有这个计量或指标", indicator.id);
            notes.add(&indicator.place, MistakeKind::MissingMeasure, what);
        }
    }
    match dimension(&indicator.formula, &|figure| unit_of(catalog, figure)) {
        Err(why) => notes.add(&indicator.place, MistakeKind::UnitMismatch, why),
        Ok(Some(found)) if !found.comparable(&Dimension::of_unit(&indicator.unit)) => {
            let what = format!("指标“{}”的单位写作“{}”，公式得出的是“{found}”", indicator.id, indicator.unit);
            notes.add(&indicator.place, MistakeKind::UnitMismatch, what);
        }
        Ok(_) => {}
    }
}

/// An indicator that needs itself, however far round, can never be computed.
fn check_circles(catalog: &Catalog, notes: &Notes) {
    for indicator in catalog.indicators.values() {
        let mut seen: Vec<&str> = Vec::new();
        let mut open: Vec<&str> = needed(catalog, indicator.id.as_str());
        while let Some(id) = open.pop() {
            if id == indicator.id.as_str() {
                let what = format!("指标“{}”的公式绕回到它自己", indicator.id);
                notes.add(&indicator.place, MistakeKind::Circular, what);
                break;
            }
            if !seen.contains(&id) {
                seen.push(id);
                open.extend(needed(catalog, id));
            }
        }
    }
}

/// Indicators that an indicator's formula reads. An id that is also a measure means the measure.
fn needed<'a>(catalog: &'a Catalog, id: &str) -> Vec<&'a str> {
    let Some(indicator) = catalog.indicators.get(id) else { return Vec::new() };
    let figures = indicator.formula.figures();
    figures.into_iter().map(|figure| figure.id.as_str()).filter(|id| !catalog.measures.contains_key(*id)).collect()
}

fn check_template(catalog: &Catalog, template: &mut Template, place: &Place, notes: &Notes) {
    let mut settled = Vec::with_capacity(template.pieces.len());
    for piece in std::mem::take(&mut template.pieces) {
        settled.push(match piece {
            Piece::Figure(slot) => Piece::Figure(Slot {
                formula: slot.formula.map_figures(&mut |figure| settle(catalog, figure, place, notes)),
                ..slot
            }),
            Piece::Phrase(phrase, figure) => Piece::Phrase(phrase, settle(catalog, figure, place, notes)),
            other => other,
        });
    }
    template.pieces = settled;
    for figure in template.figures() {
        if !exists(catalog, figure) {
            let what = format!("句子引用了“{figure}”，没有这个计量或指标");
            notes.add(place, MistakeKind::MissingFigure, what);
        }
    }
    for (at, piece) in template.pieces.iter().enumerate() {
        if let Piece::Figure(slot) = piece {
            check_slot(catalog, slot, template.pieces.get(at + 1), place, notes);
        }
    }
}

/// The unit a slot prints in must measure what its formula measures, and the words behind the slot must name it.
fn check_slot(catalog: &Catalog, slot: &Slot, next: Option<&Piece>, place: &Place, notes: &Notes) {
    let found = match dimension(&slot.formula, &|figure| unit_of(catalog, figure)) {
        Err(why) => return notes.add(place, MistakeKind::UnitMismatch, why),
        Ok(found) => found,
    };
    let Some(unit) = slot.unit.clone().or_else(|| catalog.unit_of_formula(&slot.formula)) else {
        if found.is_some() {
            let what = format!("“{{{}}}”是算式，要写明单位，如“{{{}:万元}}”", slot.formula, slot.formula);
            notes.add(place, MistakeKind::BadSentence, what);
        }
        return;
    };
    if let Some(found) = found
        && !found.comparable(&Dimension::of_unit(&unit))
    {
        let what = format!("“{{{}}}”按“{unit}”打印，公式得出的是“{found}”", slot.formula);
        notes.add(place, MistakeKind::UnitMismatch, what);
    }
    let said = match next {
        Some(Piece::Words(words)) => words.starts_with(unit.as_str()),
        _ => unit.is_empty(),
    };
    if !said {
        let what = format!("“{{{}}}”后面应紧跟它的单位“{unit}”", slot.formula);
        notes.add(place, MistakeKind::UnitMismatch, what);
    }
}

impl Catalog {
    /// The unit in which a formula that is one figure is printed; `None` for a computed formula.
    pub fn unit_of_formula(&self, formula: &Formula) -> Option<String> {
        match formula {
            Formula::Figure(figure) => {
                let indicator = self.indicators.get(figure.id.as_str()).map(|indicator| indicator.unit.clone());
                indicator.or_else(|| self.measures.get(figure.id.as_str()).map(|measure| measure.unit.clone()))
            }
            Formula::Call(
                crate::formula::Function::LastYear
                | crate::formula::Function::YearToDate
                | crate::formula::Function::Cumulative
                | crate::formula::Function::Target,
                arguments,
            ) => arguments.first().and_then(|argument| self.unit_of_formula(argument)),
            Formula::Call(..) => Some("%".to_owned()),
            Formula::Number(_) | Formula::Binary(..) => None,
        }
    }
}
