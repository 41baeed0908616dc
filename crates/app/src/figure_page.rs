//! A figure, opened: what it is, what it is made of, how it went, and every entry and posting behind it.

use std::collections::BTreeMap;

use kezhang_ledger::book::MeasureQuery;
use kezhang_ledger::decide::Terms;
use kezhang_ledger::definition::{Catalog, Measure, settle_filter};
use kezhang_ledger::figure::{Reader, measures_behind};
use kezhang_ledger::formula::{self, FigureRef, Filter, Formula};
use kezhang_ledger::id::FieldId;
use kezhang_ledger::period::Period;
use kezhang_ledger::unit;
use kezhang_store::BookReader;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::board::{completion, percent, standing_target, target_text};
use crate::change::{Change, change};
use crate::chip::{Chip, chip, figure_name, name};
use crate::desk::{Desk, settings_of};
use crate::error::{AppError, Result};
use crate::show::{self, print_grouped_trimmed};

/// Rows of entries or postings on one page.
pub const PAGE_ROWS: u32 = 100;

/// A figure, opened.
#[derive(Clone, Debug, Serialize)]
pub struct FigurePage {
    /// Name.
    pub name: String,
    /// The figure itself.
    pub chip: Chip,
    /// The period in words.
    pub period_name: String,
    /// Caliber in words.
    pub caliber: String,
    /// The document the caliber comes from.
    pub source: String,
    /// The formula with names instead of ids; blank for a plain measure.
    pub formula_words: String,
    /// Target as printed.
    pub target: Option<String>,
    /// Completion as printed.
    pub completion: Option<String>,
    /// Last year's chip.
    pub last_year: Option<Chip>,
    /// Growth on last year.
    pub growth: Option<String>,
    /// What the book lacks, in words.
    pub missing: Vec<String>,
    /// What was reported for the same year, with its sentence.
    pub reported: Vec<(String, String)>,
    /// The measures it rests on.
    pub parts: Vec<PartView>,
    /// Years and their values, for the trend: year, value.
    pub years: Vec<(i16, Option<Decimal>)>,
    /// Months of this year and of last year.
    pub months: Vec<MonthView>,
    /// Journal position it was read at.
    pub read_at: u64,
    /// Page of the rows, from 1.
    pub page: u32,
}

/// A month of the chart. `None` for a month to come, or a year that is not in the book.
#[derive(Clone, Debug, Serialize)]
pub struct MonthView {
    /// 3月
    pub name: String,
    /// This year's value.
    pub now: Option<Decimal>,
    /// Last year's value.
    pub before: Option<Decimal>,
}

/// A measure that a figure rests on.
#[derive(Clone, Debug, Serialize)]
pub struct PartView {
    /// Name with its part of the breakdown.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Its value as printed.
    pub value: String,
    /// The chip that opens it alone.
    pub chip: Chip,
    /// Postings behind it.
    pub postings_total: u64,
    /// Entries behind it.
    pub entries_total: u64,
    /// Breakdowns: field name, then name, printed value, per cent, chip's formula.
    pub breakdowns: Vec<BreakdownView>,
    /// Entries of this page.
    pub entries: Vec<EntryRow>,
    /// Postings of this page.
    pub postings: Vec<PostingRow>,
    /// Entries of this page that this person may not see.
    pub hidden: usize,
}

/// A breakdown.
#[derive(Clone, Debug, Serialize)]
pub struct BreakdownView {
    /// By which field.
    pub by: String,
    /// Parts, largest first.
    pub parts: Vec<BreakdownPart>,
}

/// A part of a breakdown.
#[derive(Clone, Debug, Serialize)]
pub struct BreakdownPart {
    /// Name of the part.
    pub name: String,
    /// Value as printed.
    pub value: String,
    /// Share of the largest part, in per cent, for the bar.
    pub width: u32,
    /// Formula that opens the part; none where the field is blank.
    pub formula: Option<String>,
}

/// An entry behind a figure.
#[derive(Clone, Debug, Serialize)]
pub struct EntryRow {
    /// Entry.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Ledger name.
    pub ledger: String,
    /// State in words.
    pub state: String,
    /// What it adds, printed.
    pub amount: String,
}

/// A posting behind a figure.
#[derive(Clone, Debug, Serialize)]
pub struct PostingRow {
    /// Journal position.
    pub seq: u64,
    /// The day it counts on.
    pub booked_on: String,
    /// The day of the fact.
    pub fact_on: String,
    /// Amount as printed.
    pub amount: String,
    /// Whether it takes back an earlier one.
    pub reversal: bool,
    /// Whether it corrects a closed period.
    pub correction: bool,
    /// Entry; blank where this person may not see it.
    pub entry: String,
    /// Its title.
    pub title: String,
    /// Revision.
    pub revision: u32,
}

impl Desk<'_> {
    /// Opens a figure. `formula` is what a chip carries; it is parsed and held against the definitions.
    ///
    /// # Errors
    /// No such figure, or the book cannot be read.
    pub fn figure_page(&self, formula: &str, period: &str, page: u32) -> Result<FigurePage> {
        self.sees_business()?;
        let reader = self.reader()?;
        let reader = reader.as_ref();
        let (catalog, settings) = (reader.catalog()?, settings_of(reader)?);
        let formula = checked_formula(&Terms::new(&catalog, &settings), formula)?;
        let period = Period::parse(period).map_err(AppError::unusable)?;
        let mut figures = Reader::new(&catalog, reader, None);
        let figure = figures.formula(&formula, None, None, period)?;
        let before = figures.formula(&formula, None, None, period.last_year())?;
        let indicator = match &formula {
            Formula::Figure(FigureRef { id, filter }) if filter.is_empty() => catalog.indicators.get(id.as_str()),
            _ => None,
        };
        let target = indicator.map(|i| standing_target(reader, i, period)).transpose()?.flatten();
        let year = period.ending_year();
        let mut years = Vec::new();
        for year in year - 4..=year {
            years.push((year, figures.formula(&formula, None, None, Period::year(year))?.value));
        }
        let reported = reader.reported(year)?;
        let of_indicator = reported.iter().filter(|row| {
            row.reported.indicator.as_ref().is_some_and(|id| indicator.is_some_and(|indicator| indicator.id == *id))
        });
        let page = page.max(1);
        let mut parts = Vec::new();
        for reference in measures_behind(&catalog, &formula) {
            parts.push(self.part(reader, &catalog, &reference, period, page)?);
        }
        Ok(FigurePage {
            name: name(&catalog, &formula),
            period_name: period.name(),
            caliber: crate::chip::caliber(&catalog, &formula).unwrap_or_default(),
            source: indicator.map(|indicator| indicator.source.clone()).unwrap_or_default(),
            formula_words: indicator.map(|indicator| formula_words(&catalog, &indicator.formula)).unwrap_or_default(),
            target: target.as_ref().zip(indicator).map(|(target, indicator)| target_text(target, indicator)),
            completion: target.as_ref().and_then(|target| completion(figure.value?, target)).map(percent),
            growth: change(&figure.unit, figure.digits, figure.value, before.value).map(Change::text),
            last_year: before.value.is_some().then(|| chip(&catalog, &before)),
            missing: figure.missing.iter().map(|missing| missing.sentence(&|id| figure_name(&catalog, id))).collect(),
            reported: of_indicator.map(|row| (crate::opening::printed(&row.reported), row.reported.sentence.clone())).collect(),
            months: months(&mut figures, &formula, year)?,
            chip: chip(&catalog, &figure),
            parts,
            years,
            read_at: reader.head()?.0,
            page,
        })
    }

    fn part(
        &self,
        reader: &dyn BookReader,
        catalog: &Catalog,
        reference: &FigureRef,
        period: Period,
        page: u32,
    ) -> Result<PartView> {
        // `measures_behind` gives measures only.
        let measure = &catalog.measures[reference.id.as_str()];
        let query = MeasureQuery { measure, filter: &reference.filter, period, as_of: None };
        let settings = settings_of(reader)?;
        let terms = Terms::new(catalog, &settings);
        let unit_shown = shown_unit(catalog, measure);
        let factor = unit::factor(&measure.unit, &unit_shown).unwrap_or(Decimal::ONE);
        let print = |amount: Decimal| print_grouped_trimmed(amount * factor, 6);
        let skip = u64::from(page - 1) * u64::from(PAGE_ROWS);
        let found = reader.entries_behind(&query, skip, PAGE_ROWS)?;
        let hidden = found.iter().filter(|(entry, _)| !self.sees(entry)).count();
        let entries = found.iter().filter(|(entry, _)| self.sees(entry)).map(|(entry, amount)| {
            let ledger = catalog.ledger(&entry.ledger);
            let state = ledger.and_then(|ledger| ledger.state(&entry.state)).map(|state| state.name.clone());
            EntryRow {
                id: entry.id.to_string(),
                title: ledger.map_or_else(|| entry.id.to_string(), |ledger| show::title(&terms, ledger, entry)),
                ledger: ledger.map(|ledger| ledger.name.clone()).unwrap_or_default(),
                state: state.unwrap_or_else(|| entry.state.to_string()),
                amount: print(*amount),
            }
        });
        let entries = entries.collect();
        let mut figures = Reader::new(catalog, reader, None);
        let figure = figures.formula(&Formula::Figure(reference.clone()), Some(&unit_shown), None, period)?;
        Ok(PartView {
            name: catalog.name_of(reference),
            unit: unit_shown.clone(),
            value: figure.print(),
            chip: chip(catalog, &figure),
            postings_total: reader.measure(&query)?.postings,
            entries_total: reader.count_entries(&query)?,
            breakdowns: breakdowns(reader, &terms, &query, reference, &print)?,
            entries,
            postings: self.postings(reader, &terms, &query, skip, &print)?,
            hidden,
        })
    }

    fn postings(
        &self,
        reader: &dyn BookReader,
        terms: &Terms,
        query: &MeasureQuery,
        skip: u64,
        print: &dyn Fn(Decimal) -> String,
    ) -> Result<Vec<PostingRow>> {
        let mut titles: BTreeMap<String, (String, String)> = BTreeMap::new();
        let mut rows = Vec::new();
        for (seq, posting) in reader.postings(query, skip, PAGE_ROWS)? {
            if !titles.contains_key(posting.entry.as_str()) {
                let seen = reader.entry(&posting.entry)?.filter(|entry| self.sees(entry));
                let shown = match (&seen, terms.catalog.ledger(&posting.ledger)) {
                    (Some(entry), Some(ledger)) => (entry.id.to_string(), show::title(terms, ledger, entry)),
                    _ => (String::new(), "其他科室的记录".to_owned()),
                };
                titles.insert(posting.entry.to_string(), shown);
            }
            let (entry, title) = titles.get(posting.entry.as_str()).cloned().unwrap_or_default();
            rows.push(PostingRow {
                seq,
                booked_on: posting.booked_on.to_string(),
                fact_on: posting.contribution.fact_on.to_string(),
                amount: print(posting.contribution.amount),
                reversal: posting.reversal,
                correction: posting.is_correction(),
                entry,
                title,
                revision: posting.revision,
            });
        }
        Ok(rows)
    }
}

/// Money measures are kept in 元 and shown in the unit of the indicator that stands for them, or in 万元.
fn shown_unit(catalog: &Catalog, measure: &Measure) -> String {
    match catalog.indicators.get(measure.id.as_str()).filter(|indicator| !indicator.implicit) {
        Some(indicator) if unit::comparable(&indicator.unit, &measure.unit) => indicator.unit.clone(),
        _ if measure.unit == "元" => "万元".to_owned(),
        _ => measure.unit.clone(),
    }
}

fn formula_words(catalog: &Catalog, formula: &Formula) -> String {
    match formula {
        Formula::Figure(_) => String::new(),
        other => name(catalog, other),
    }
}

fn breakdowns(
    reader: &dyn BookReader,
    terms: &Terms,
    query: &MeasureQuery,
    reference: &FigureRef,
    print: &dyn Fn(Decimal) -> String,
) -> Result<Vec<BreakdownView>> {
    let mut views = Vec::new();
    let Some(ledger) = terms.catalog.ledger(&query.measure.ledger) else { return Ok(views) };
    let open = |field: &&FieldId| !reference.filter.iter().any(|filter| filter.field == **field);
    for id in query.measure.by.iter().filter(open) {
        let Some(field) = ledger.field(id) else { continue };
        let found = reader.breakdown(query, id)?;
        let largest = found.iter().map(|(_, amount)| amount.abs()).max().unwrap_or_default();
        let codes = terms.codes(&field.field_type);
        let part = |(value, amount): &(String, Decimal)| BreakdownPart {
            name: match (value.is_empty(), codes) {
                (true, _) => "未填".to_owned(),
                (false, Some(codes)) => codes.name_of(value).to_owned(),
                (false, None) => value.clone(),
            },
            value: print(*amount),
            width: if largest.is_zero() { 0 } else { width(amount.abs(), largest) },
            formula: (!value.is_empty()).then(|| narrowed(reference, id, value)),
        };
        views.push(BreakdownView { by: field.name.clone(), parts: found.iter().map(part).collect() });
    }
    Ok(views)
}

fn width(amount: Decimal, largest: Decimal) -> u32 {
    let percent = amount.checked_mul(Decimal::ONE_HUNDRED).and_then(|scaled| scaled.checked_div(largest));
    percent.and_then(|percent| kezhang_ledger::money::round(percent, 0).to_string().parse().ok()).unwrap_or(0)
}

/// The formula of a part of a figure.
fn narrowed(reference: &FigureRef, field: &FieldId, value: &str) -> String {
    let mut narrower = reference.clone();
    narrower.filter.push(Filter { field: field.clone(), any_of: vec![value.to_owned()] });
    narrower.filter.sort();
    narrower.to_string()
}

/// A formula from an address: parsed, every name in it held against the definitions, names of codes turned into codes.
pub(crate) fn checked_formula(terms: &Terms, text: &str) -> Result<Formula> {
    let unknown = || AppError::not_found(format!("没有“{text}”这个数字"));
    let catalog = terms.catalog;
    let mut wrong = Vec::new();
    let formula = formula::parse(text).map_err(|_| unknown())?.map_figures(&mut |mut figure| {
        wrong.extend(settle_filter(catalog, &mut figure, &|field_type| terms.codes(field_type)));
        figure
    });
    if let Some(wrong) = wrong.first() {
        return Err(AppError::not_found(format!("没有“{text}”这个数字：{wrong}")));
    }
    let known = |figure: &&FigureRef| {
        let (measure, indicator) = (catalog.measures.get(figure.id.as_str()), catalog.indicators.get(figure.id.as_str()));
        measure.is_some() || (figure.filter.is_empty() && indicator.is_some())
    };
    if formula.figures().iter().all(known) { Ok(formula) } else { Err(unknown()) }
}

/// Month by month, this year beside last year. A stock stands at its month's end.
fn months(figures: &mut Reader<dyn BookReader + '_>, formula: &Formula, year: i16) -> Result<Vec<MonthView>> {
    let today = crate::clock::now().today;
    let mut rows = Vec::new();
    let mut known = |year: i16| -> Result<bool> { Ok(figures.formula(formula, None, None, Period::year(year))?.value.is_some()) };
    let known = [known(year)?, known(year - 1)?];
    for month in 1..=12_i8 {
        let mut value = |year: i16, known: bool| -> Result<Option<Decimal>> {
            let past = (year, month) <= (today.year(), today.month());
            let Some(period) = Period::month(year, month).filter(|_| past && known) else { return Ok(None) };
            let value = figures.formula(formula, None, None, period)?.value;
            // A quiet month of a year that is on the books is a zero, for a figure that is counted or added up.
            let counted = matches!(formula, Formula::Figure(_));
            Ok(value.or(counted.then_some(Decimal::ZERO)))
        };
        rows.push(MonthView { name: format!("{month}月"), now: value(year, known[0])?, before: value(year - 1, known[1])? });
    }
    Ok(rows)
}
