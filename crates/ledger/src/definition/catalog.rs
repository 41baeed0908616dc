//! Everything the packs define, and how to find something in it.

use std::collections::BTreeMap;

use super::{Indicator, Ledger, Measure, Outline, Pack, Sentence, Sources};
use crate::field::{Codes, FieldType};
use crate::formula::FigureRef;
use crate::id::{CodesId, IndicatorId, LedgerId, MeasureId, PackId};

/// Everything the packs define.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    /// The files it was loaded from.
    pub sources: Sources,
    /// Work areas in the order reports take them.
    pub packs: Vec<Pack>,
    /// Ledgers by id.
    pub ledgers: BTreeMap<LedgerId, Ledger>,
    /// Code lists by id; `town` comes from the bureau's settings.
    pub codes: BTreeMap<CodesId, Codes>,
    /// Measures by id.
    pub measures: BTreeMap<MeasureId, Measure>,
    /// Indicators by id, the implicit ones (one a measure) included.
    pub indicators: BTreeMap<IndicatorId, Indicator>,
    /// Indicators in the order of the packs.
    pub indicator_order: Vec<IndicatorId>,
    /// Report sentences in the order of the packs.
    pub sentences: Vec<Sentence>,
    /// Outlines of reports.
    pub outlines: Vec<Outline>,
}

impl Catalog {
    /// The ledger of that id.
    pub fn ledger(&self, id: &str) -> Option<&Ledger> {
        self.ledgers.get(id)
    }

    /// The pack of that id.
    pub fn pack(&self, id: &str) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.id.as_str() == id)
    }

    /// The measures that a ledger's entries post to.
    pub fn measures_of<'a>(&'a self, ledger: &'a LedgerId) -> impl Iterator<Item = &'a Measure> + 'a {
        self.measures.values().filter(move |measure| measure.ledger == *ledger)
    }

    /// The ledgers of a pack, by id.
    pub fn ledgers_of<'a>(&'a self, pack: &'a PackId) -> impl Iterator<Item = &'a Ledger> + 'a {
        self.ledgers.values().filter(move |ledger| ledger.pack == *pack)
    }

    /// Indicators in the order of the packs.
    pub fn indicators_in_order(&self) -> impl Iterator<Item = &Indicator> {
        self.indicator_order.iter().filter_map(|id| self.indicators.get(id))
    }

    /// Name of a measure or indicator, with its filter in words; the id where it has none.
    pub fn name_of(&self, figure: &FigureRef) -> String {
        let id = figure.id.as_str();
        let name = self.indicators.get(id).map(|indicator| &indicator.name);
        let name = name.or_else(|| self.measures.get(id).map(|measure| &measure.name));
        let mut text = name.map_or_else(|| id.to_owned(), Clone::clone);
        if !figure.filter.is_empty() {
            let parts: Vec<String> = figure.filter.iter().map(|filter| self.filter_name(id, filter)).collect();
            text = format!("{text}（{}）", parts.join("，"));
        }
        text
    }

    fn filter_name(&self, measure: &str, filter: &crate::formula::Filter) -> String {
        let codes = self
            .measures
            .get(measure)
            .and_then(|measure| self.ledger(&measure.ledger))
            .and_then(|ledger| ledger.field(&filter.field))
            .and_then(|field| match &field.field_type {
                FieldType::Code(codes) => self.codes.get(codes),
                _ => None,
            });
        let name = |code: &String| codes.map_or_else(|| code.clone(), |codes| codes.name_of(code).to_owned());
        filter.any_of.iter().map(name).collect::<Vec<_>>().join("、")
    }
}
