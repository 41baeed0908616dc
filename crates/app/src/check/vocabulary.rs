//! What the packs and the people call the book's figures, for binding claims to them.

use kezhang_ledger::decide::Terms;
use kezhang_ledger::definition::{Catalog, Indicator, Measure, MeasureKind, SentenceKind};
use kezhang_ledger::field::FieldType;
use kezhang_ledger::formula::{FigureRef, Filter, Formula};
use kezhang_ledger::sentence::{Name, Phrase, Piece, Template};
use kezhang_ledger::settings::Settings;
use kezhang_text::Aspect;
use kezhang_text::bind::{Breakdown, Correction, Entry, Vocabulary};

use super::memory::Memory;

/// The vocabulary of a book: its indicators, the sentences of its packs, and what people have chosen before.
pub(super) fn vocabulary(terms: &Terms, memory: &Memory) -> Vocabulary {
    let catalog = terms.catalog;
    let entries = catalog.indicators_in_order().map(|indicator| entry(terms, indicator)).collect();
    let sentences = catalog.sentences.iter().filter(|s| s.kind == SentenceKind::Summary || s.kind == SentenceKind::Plan);
    let corrections = memory.corrections(terms).map(|(subject, unit, target)| Correction { subject, unit, target });
    Vocabulary {
        entries,
        sentences: sentences.map(|sentence| spoken(&sentence.template, terms.settings)).collect(),
        corrections: corrections.collect(),
    }
}

pub(super) fn entry(terms: &Terms, indicator: &Indicator) -> Entry {
    let measure = match &indicator.formula {
        Formula::Figure(figure) => terms.catalog.measures.get(figure.id.as_str()).map(|measure| (measure, figure)),
        _ => None,
    };
    Entry {
        target: indicator.id.to_string(),
        name: indicator.name.clone(),
        aliases: indicator.aliases.clone(),
        units: vec![indicator.unit.clone()],
        aspect: aspect(terms.catalog, indicator),
        breakdowns: measure.map(|(measure, figure)| breakdowns(terms, measure, figure)).unwrap_or_default(),
        excluded: Vec::new(),
    }
}

/// Flow, stock or ratio, where the formula tells.
fn aspect(catalog: &Catalog, indicator: &Indicator) -> Option<Aspect> {
    if matches!(indicator.unit.as_str(), "%" | "％") {
        return Some(Aspect::Ratio);
    }
    let mut kinds = indicator.formula.figures().into_iter().filter_map(|figure| catalog.measures.get(figure.id.as_str()));
    kinds.next().map(|measure| match measure.kind {
        MeasureKind::Stock { .. } => Aspect::Stock,
        MeasureKind::Flow { .. } | MeasureKind::Parties { .. } => Aspect::Flow,
    })
}

/// The parts of a measure's breakdowns, by the names of their codes.
fn breakdowns(terms: &Terms, measure: &Measure, figure: &FigureRef) -> Vec<Breakdown> {
    let Some(ledger) = terms.catalog.ledger(&measure.ledger) else { return Vec::new() };
    let mut found = Vec::new();
    let open = measure.by.iter().filter(|id| !figure.filter.iter().any(|filter| filter.field == **id));
    for field in open.filter_map(|id| ledger.field(id)).filter(|field| matches!(field.field_type, FieldType::Code(_))) {
        for code in terms.codes(&field.field_type).map(|codes| codes.items.as_slice()).unwrap_or_default() {
            let mut part = figure.clone();
            part.filter.push(Filter { field: field.id.clone(), any_of: vec![code.code.clone()] });
            part.filter.sort();
            let words = std::iter::once(&code.name).chain(&code.aliases).filter(|word| word.chars().count() > 1).cloned();
            found.push(Breakdown { words: words.collect(), target: part.to_string() });
        }
    }
    found
}

/// A sentence as the binder reads it: words, and slots with the formula they cite.
fn spoken(template: &Template, settings: &Settings) -> String {
    let mut text = String::new();
    for piece in &template.pieces {
        match piece {
            Piece::Words(words) => text.push_str(words),
            Piece::Figure(slot) => text.push_str(&format!("{{{}}}", slot.formula)),
            Piece::Phrase(Phrase::YearOnYear, figure) => text.push_str(&format!("{{yoy({figure})}}")),
            Piece::Phrase(Phrase::Completion, figure) => text.push_str(&format!("{{completion({figure})}}")),
            Piece::Name(Name::Bureau) => text.push_str(&settings.name),
            Piece::Name(Name::ShortBureau) => text.push_str(&settings.short_name),
            Piece::Name(Name::Area) => text.push_str(&settings.area),
            Piece::Name(Name::Level) => text.push_str(settings.level()),
            Piece::Name(Name::Year | Name::NextYear) => text.push_str("0000"),
        }
    }
    text
}
