//! Figures (数字): the value of an indicator or measure in a period, and what it rests on. There is no second way to
//! compute a number: pages, reports, exports and checks all come here.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::book::{BookView, MeasureQuery, MeasureReading};
use crate::definition::{Catalog, Indicator};
use crate::formula::{self, Dimension, FigureRef, Figures, Formula, Missing, Outcome};
use crate::id::IndicatorId;
use crate::journal::Target;
use crate::period::Period;
use crate::unit;

/// A figure as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Formula it was read from; a single reference for an indicator or measure.
    pub formula: Formula,
    /// Period.
    pub period: Period,
    /// Value in `unit`; `None` where the book lacks something.
    pub value: Option<Decimal>,
    /// Unit.
    pub unit: String,
    /// Decimals it is printed with.
    pub digits: u32,
    /// Postings behind it.
    pub postings: u64,
    /// What the book lacks.
    pub missing: Vec<Missing>,
}

/// Reads figures from a book at one journal position. Readings are kept, so that a board asks for nothing twice.
pub struct Reader<'a, V: BookView + ?Sized> {
    catalog: &'a Catalog,
    view: &'a V,
    as_of: Option<u64>,
    read: BTreeMap<(FigureRef, Period), Outcome>,
}

impl<'a, V: BookView + ?Sized> Reader<'a, V> {
    /// A reader of the book as it is now, or as it was at a journal position.
    pub fn new(catalog: &'a Catalog, view: &'a V, as_of: Option<u64>) -> Self {
        Self { catalog, view, as_of, read: BTreeMap::new() }
    }

    /// An indicator's figure, in the indicator's unit.
    ///
    /// # Errors
    /// The book could not be read.
    pub fn indicator(&mut self, indicator: &Indicator, period: Period) -> Result<Figure, V::Error> {
        let outcome = self.evaluate_indicator(indicator, period)?;
        Ok(Figure {
            formula: Formula::Figure(FigureRef { id: indicator.id.to_string(), filter: Vec::new() }),
            period,
            value: outcome.value,
            unit: indicator.unit.clone(),
            digits: indicator.digits,
            postings: outcome.postings,
            missing: outcome.missing,
        })
    }

    /// The figure of any formula, as a sentence cites it. `unit` and `digits` override the figure's own.
    ///
    /// # Errors
    /// The book could not be read.
    pub fn formula(
        &mut self,
        formula: &Formula,
        unit: Option<&str>,
        digits: Option<u32>,
        period: Period,
    ) -> Result<Figure, V::Error> {
        let own_unit = self.catalog.unit_of_formula(formula);
        let shown = unit.map(str::to_owned).or(own_unit).unwrap_or_default();
        let (outcome, kept) = match formula {
            // Unfiltered references mean the indicator where there is one: its formula, its unit.
            Formula::Figure(figure) if figure.filter.is_empty() && self.catalog.indicators.contains_key(figure.id.as_str()) => {
                let indicator = &self.catalog.indicators[figure.id.as_str()];
                (self.evaluate_indicator(indicator, period)?, Some(indicator.unit.clone()))
            }
            _ => (formula::evaluate(formula, period, self)?, self.sum_unit(formula)),
        };
        let factor = kept.and_then(|kept| unit::factor(&kept, &shown)).unwrap_or(Decimal::ONE);
        Ok(Figure {
            formula: formula.clone(),
            period,
            value: outcome.value.and_then(|value| value.checked_mul(factor)),
            digits: digits.unwrap_or_else(|| self.digits_of(formula, &shown)),
            unit: shown,
            postings: outcome.postings,
            missing: outcome.missing,
        })
    }

    /// The target that stands for an indicator, in the indicator's unit.
    ///
    /// # Errors
    /// The book could not be read.
    pub fn standing_target(&self, indicator: &str, period: Period) -> Result<Option<Target>, V::Error> {
        self.view.target(&IndicatorId::from(indicator), period, self.as_of)
    }

    fn digits_of(&self, formula: &Formula, unit: &str) -> u32 {
        let own = formula.figures().first().and_then(|figure| {
            let indicator = self.catalog.indicators.get(figure.id.as_str()).filter(|i| i.unit == unit).map(|i| i.digits);
            indicator.or_else(|| self.catalog.measures.get(figure.id.as_str()).filter(|m| m.unit == unit).map(|m| m.digits))
        });
        own.unwrap_or(2)
    }

    fn evaluate_indicator(&mut self, indicator: &Indicator, period: Period) -> Result<Outcome, V::Error> {
        let mut outcome = formula::evaluate(&indicator.formula, period, self)?;
        let factor = self.sum_unit(&indicator.formula).and_then(|kept| unit::factor(&kept, &indicator.unit));
        if let Some(factor) = factor {
            outcome.value = outcome.value.and_then(|value| value.checked_mul(factor));
        }
        Ok(outcome)
    }

    /// The unit of a formula that only adds things up; ratios come out in the unit their author wrote.
    fn sum_unit(&self, formula: &Formula) -> Option<String> {
        let unit_of = |figure: &FigureRef| {
            let measure = self.catalog.measures.get(figure.id.as_str()).map(|measure| measure.unit.clone());
            measure.or_else(|| self.catalog.indicators.get(figure.id.as_str()).map(|indicator| indicator.unit.clone()))
        };
        match formula::dimension(formula, &unit_of) {
            Ok(Some(Dimension { over, under })) if under.is_empty() && over.len() == 1 => over.into_iter().next(),
            _ => None,
        }
    }

    fn measure(&self, figure: &FigureRef, period: Period) -> Result<Outcome, V::Error> {
        // `figure` only comes here for an id that the catalog has as a measure.
        let measure = &self.catalog.measures[figure.id.as_str()];
        let query = MeasureQuery { measure, filter: &figure.filter, period, as_of: self.as_of };
        let MeasureReading { amount, postings, any } = self.view.measure(&query)?;
        Ok(if any {
            Outcome::known(amount, postings)
        } else {
            Outcome::lacking(Missing::NoPostings { figure: figure.to_string(), period })
        })
    }
}

impl<V: BookView + ?Sized> Figures for Reader<'_, V> {
    type Error = V::Error;

    fn figure(&mut self, figure: &FigureRef, period: Period) -> Result<Outcome, V::Error> {
        let key = (figure.clone(), period);
        if let Some(known) = self.read.get(&key) {
            return Ok(known.clone());
        }
        let outcome = if self.catalog.measures.contains_key(figure.id.as_str()) {
            self.measure(figure, period)?
        } else if let Some(indicator) = self.catalog.indicators.get(figure.id.as_str()) {
            // The packs' checker refuses circles, so this recursion ends.
            self.evaluate_indicator(indicator, period)?
        } else {
            Outcome::lacking(Missing::NoPostings { figure: figure.to_string(), period })
        };
        self.read.insert(key, outcome.clone());
        Ok(outcome)
    }

    fn target(&mut self, indicator: &str, period: Period) -> Result<Option<Decimal>, V::Error> {
        let target = self.view.target(&IndicatorId::from(indicator), period, self.as_of)?;
        // Formulas mean the measure where an indicator shares its id, so they must see the target in the measure's unit.
        let planned_in = self.catalog.indicators.get(indicator).map(|found| found.unit.as_str());
        let counted_in = self.catalog.measures.get(indicator).map(|measure| measure.unit.as_str());
        let factor = planned_in.zip(counted_in).and_then(|(from, to)| unit::factor(from, to)).unwrap_or(Decimal::ONE);
        Ok(target.and_then(|target| target.value?.checked_mul(factor)))
    }
}

impl Figure {
    /// The value as printed, or 【待补】.
    pub fn print(&self) -> String {
        self.value.map_or_else(|| GAP.to_owned(), |value| crate::money::print(value, self.digits))
    }
}

/// What stands where the book has nothing.
pub const GAP: &str = "【待补】";

/// The measures a formula finally rests on, indicators followed to their own formulas. One item a reference, so that a
/// page can list what is behind each.
pub fn measures_behind(catalog: &Catalog, formula: &Formula) -> Vec<FigureRef> {
    let mut found: Vec<FigureRef> = Vec::new();
    let mut open: Vec<&FigureRef> = formula.figures();
    open.reverse();
    let mut seen: Vec<&str> = Vec::new();
    while let Some(figure) = open.pop() {
        if catalog.measures.contains_key(figure.id.as_str()) {
            if !found.contains(figure) {
                found.push(figure.clone());
            }
        } else if let Some(indicator) = catalog.indicators.get(figure.id.as_str())
            && !seen.contains(&figure.id.as_str())
        {
            seen.push(figure.id.as_str());
            open.extend(indicator.formula.figures().into_iter().rev());
        }
    }
    found
}
