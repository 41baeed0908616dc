//! A ledger as a table: filter, sort, page.

use std::collections::BTreeMap;

use kezhang_ledger::decide::Terms;
use kezhang_ledger::definition::{Field, Ledger, MeasureKind};
use kezhang_ledger::entry::Entry;
use kezhang_ledger::field::FieldType;
use kezhang_ledger::figure::Reader;
use kezhang_ledger::id::FieldId;
use kezhang_ledger::period::Period;
use kezhang_store::{BookReader, Filter, ListQuery, Sort};
use serde::Serialize;

use crate::chip::{Chip, chip_of};
use crate::desk::{Desk, ledger_of, section_of, settings_of};
use crate::error::Result;
use crate::show::{self, Shown};

/// Entries on one page.
pub const PAGE_ENTRIES: u32 = 50;

/// Largest ledger whose entries are counted state by state under the filter of the page; in a larger one every page would
/// feel it.
const COUNTED_ENTRIES_MAX: u64 = 20_000;

/// What the address of a ledger page asks for, unchecked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListParams {
    /// Year of the ledger's main date.
    pub year: Option<i16>,
    /// States.
    pub states: Vec<String>,
    /// Field → what it must be (codes), contain (words), or lie between (`min..max`).
    pub fields: BTreeMap<String, String>,
    /// Words anywhere.
    pub words: String,
    /// Field to sort by, `-` in front for largest first.
    pub sort: String,
    /// Page, from 1.
    pub page: u32,
    /// Voided entries too.
    pub voided: bool,
}

/// A ledger page.
#[derive(Clone, Debug, Serialize)]
pub struct LedgerPage {
    /// Ledger id.
    pub id: String,
    /// Ledger name.
    pub name: String,
    /// Work area.
    pub area: String,
    /// Counter word.
    pub counter: String,
    /// Whether entries can be added and imported here.
    pub writable: bool,
    /// Columns shown.
    pub columns: Vec<ColumnView>,
    /// Rows of this page.
    pub rows: Vec<RowView>,
    /// How many entries match.
    pub total: u64,
    /// This page, from 1.
    pub page: u32,
    /// Pages in all.
    pub pages: u32,
    /// What can be filtered, with what is chosen.
    pub filters: Vec<FilterView>,
    /// States that any entry is in.
    pub states: Vec<StateView>,
    /// The main date's field name, for the year filter.
    pub dated_by: Option<String>,
    /// Whether any filter is set besides the year.
    pub filtered: bool,
    /// What this ledger's entries add to in the year: name, chip.
    pub figures: Vec<(String, Chip)>,
    /// The section that handles this ledger, where it is not one whose entries this person sees.
    pub handled_by: Option<String>,
}

/// A column.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnView {
    /// Field.
    pub id: String,
    /// Heading.
    pub name: String,
    /// Unit, for the heading.
    pub unit: String,
    /// Right-aligned.
    pub number: bool,
    /// Sum over all that match.
    pub sum: Option<Shown>,
}

/// A row.
#[derive(Clone, Debug, Serialize)]
pub struct RowView {
    /// Entry.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Cells, one a column.
    pub cells: Vec<Shown>,
    /// State in words.
    pub state: String,
    /// Whether the state counts.
    pub counts: bool,
    /// Voided.
    pub voided: bool,
}

/// A filter.
#[derive(Clone, Debug, Serialize)]
pub struct FilterView {
    /// Field.
    pub id: String,
    /// Name.
    pub name: String,
    /// Choices, code and name; empty for words.
    pub choices: Vec<(String, String)>,
    /// What is chosen or typed.
    pub chosen: String,
}

/// A state.
#[derive(Clone, Debug, Serialize)]
pub struct StateView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Entries in it that match everything else the page asks for; `None` in a ledger too large to count.
    pub count: Option<u64>,
    /// Chosen.
    pub chosen: bool,
}

/// One line of the menu: a work area with its ledgers.
#[derive(Clone, Debug, Serialize)]
pub struct AreaView {
    /// Name of the area.
    pub name: String,
    /// Section that handles it.
    pub section: String,
    /// Ledgers: id, name, standing entries.
    pub ledgers: Vec<(String, String, u64)>,
}

impl Desk<'_> {
    /// Every ledger, by area.
    ///
    /// # Errors
    /// The account sees no business, or the book cannot be read.
    pub fn areas(&self) -> Result<Vec<AreaView>> {
        self.sees_business()?;
        let reader = self.reader()?;
        let (catalog, settings) = (reader.catalog()?, settings_of(reader.as_ref())?);
        let counts: BTreeMap<_, _> = reader.entry_counts()?.into_iter().collect();
        let area = |pack: &kezhang_ledger::definition::Pack| AreaView {
            name: pack.name.clone(),
            section: settings.section_of(&pack.id).map(|section| section.name.clone()).unwrap_or_default(),
            ledgers: catalog
                .ledgers_of(&pack.id)
                .map(|ledger| (ledger.id.to_string(), ledger.name.clone(), counts.get(&ledger.id).copied().unwrap_or(0)))
                .collect(),
        };
        Ok(catalog.packs.iter().map(area).filter(|area| !area.ledgers.is_empty()).collect())
    }

    /// A page of a ledger.
    ///
    /// # Errors
    /// No such ledger, or the book cannot be read.
    pub fn ledger_page(&self, id: &str, params: &ListParams) -> Result<LedgerPage> {
        self.sees_business()?;
        let reader = self.reader()?;
        let (catalog, settings) = (reader.catalog()?, settings_of(reader.as_ref())?);
        let terms = Terms::new(&catalog, &settings);
        let ledger = ledger_of(&catalog, id)?;
        let mut query = list_query(self, &terms, ledger, params);
        let fields: Vec<&Field> = listed(ledger);
        query.sums = fields.iter().filter(|field| adds_up(field)).map(|field| field.id.clone()).collect();
        let list = reader.list(&query)?;
        let mut sums = list.sums.iter();
        let columns = fields.iter().map(|field| {
            let sum = adds_up(field).then(|| sums.next()).flatten();
            let sum = sum.map(|sum| show::value(&terms, field, &kezhang_ledger::value::Value::Number(*sum), false));
            ColumnView {
                id: field.id.to_string(),
                name: field.name.clone(),
                unit: field.field_type.unit_typed().to_owned(),
                number: field.field_type.is_number(),
                sum,
            }
        });
        let section = section_of(&settings, &ledger.pack)?;
        let unseen = self.sections_seen().is_some_and(|seen| !seen.contains(&section));
        let handled_by = settings.sections.iter().find(|known| unseen && known.id == section);
        Ok(LedgerPage {
            id: ledger.id.to_string(),
            name: ledger.name.clone(),
            area: catalog.pack(&ledger.pack).map(|pack| pack.name.clone()).unwrap_or_default(),
            counter: ledger.counter.clone(),
            writable: self.writes_in(&section),
            columns: columns.collect(),
            rows: list.entries.iter().map(|entry| row(&terms, ledger, &fields, entry, self.writes_in(&entry.section))).collect(),
            total: list.total,
            page: params.page.max(1),
            pages: u32::try_from(list.total.div_ceil(u64::from(PAGE_ENTRIES))).unwrap_or(u32::MAX).max(1),
            filters: filters(&terms, ledger, params),
            states: self.states(reader.as_ref(), &terms, ledger, params)?,
            dated_by: main_date(&terms, ledger).and_then(|id| ledger.field(&id)).map(|field| field.name.clone()),
            filtered: *params
                != ListParams { page: params.page, sort: params.sort.clone(), year: params.year, ..ListParams::default() },
            figures: figures(reader.as_ref(), &terms, ledger, params)?,
            handled_by: handled_by.map(|section| section.name.clone()),
        })
    }

    fn states(&self, reader: &dyn BookReader, terms: &Terms, ledger: &Ledger, params: &ListParams) -> Result<Vec<StateView>> {
        let mut views = Vec::new();
        if ledger.states.len() < 2 {
            return Ok(views);
        }
        let there: BTreeMap<String, u64> =
            reader.state_counts(&ledger.id, self.sections_seen().as_deref())?.into_iter().collect();
        let countable = there.values().sum::<u64>() <= COUNTED_ENTRIES_MAX;
        for state in &ledger.states {
            let chosen = params.states.iter().any(|chosen| *chosen == *state.id.as_str());
            if !chosen && !there.contains_key(state.id.as_str()) {
                continue;
            }
            let alone = ListParams { states: vec![state.id.to_string()], ..params.clone() };
            let query = ListQuery { count: 0, ..list_query(self, terms, ledger, &alone) };
            let count = if countable { Some(reader.list(&query)?.total) } else { None };
            views.push(StateView { id: state.id.to_string(), name: state.name.clone(), count, chosen });
        }
        Ok(views)
    }
}

/// What the address asks for as a query; words that mean nothing to the ledger are dropped.
pub(crate) fn list_query(desk: &Desk, terms: &Terms, ledger: &Ledger, params: &ListParams) -> ListQuery {
    let mut query = ListQuery::new(ledger.id.clone());
    query.sections = desk.sections_seen();
    query.voided = params.voided;
    query.count = PAGE_ENTRIES;
    query.skip = u64::from(params.page.max(1) - 1) * u64::from(PAGE_ENTRIES);
    query.words = Some(params.words.trim().to_owned()).filter(|words| !words.is_empty());
    let states: Vec<_> = params.states.iter().filter(|id| ledger.state(id).is_some()).map(|id| id.as_str().into()).collect();
    if !states.is_empty() {
        query.filters.push(Filter::State(states));
    }
    if let Some((year, field)) = params.year.zip(main_date(terms, ledger)) {
        let is_year = ledger.field(&field).is_some_and(|field| matches!(field.field_type, FieldType::Year));
        let (low, high) =
            if is_year { (year.to_string(), year.to_string()) } else { (format!("{year}-01-01"), format!("{year}-12-31")) };
        query.filters.push(Filter::Between(field, Some(low), Some(high)));
    }
    for (id, wanted) in &params.fields {
        if let Some(field) = ledger.field(id).filter(|_| !wanted.trim().is_empty()) {
            query.filters.extend(field_filter(terms, field, wanted.trim()));
        }
    }
    let (name, descending) = params.sort.strip_prefix('-').map_or((params.sort.as_str(), false), |name| (name, true));
    if ledger.field(name).is_some() {
        query.sort.push(Sort { field: Some(name.into()), descending });
    }
    query
}

fn field_filter(terms: &Terms, field: &Field, wanted: &str) -> Option<Filter> {
    let canonical = |text: &str| {
        let parsed = field.field_type.parse(text, terms.codes(&field.field_type)).ok()?;
        Some(parsed.canonical())
    };
    if wanted == "-" {
        return Some(Filter::Blank(field.id.clone()));
    }
    match &field.field_type {
        FieldType::Code(_) | FieldType::Flag => {
            let any_of: Vec<String> = wanted.split(',').filter_map(canonical).collect();
            Some(Filter::AnyOf(field.id.clone(), any_of))
        }
        FieldType::Date | FieldType::Year | FieldType::Number { .. } | FieldType::Money { .. } => {
            let (low, high) = wanted.split_once("..").unwrap_or((wanted, wanted));
            Some(Filter::Between(field.id.clone(), canonical(low), canonical(high)))
        }
        FieldType::Text { .. } | FieldType::LongText | FieldType::Standard(_) => {
            Some(Filter::Contains(field.id.clone(), kezhang_ledger::value::half_width(wanted)))
        }
    }
}

/// What «year» means on a ledger's page: of the dates its measures go by, the one that stands first on the form, where an
/// entry's life begins.
pub(crate) fn main_date(terms: &Terms, ledger: &Ledger) -> Option<FieldId> {
    let day = |kind: &MeasureKind| match kind {
        MeasureKind::Flow { on } | MeasureKind::Parties { on, .. } | MeasureKind::Stock { enters_on: on, .. } => on.clone(),
    };
    let used: Vec<FieldId> = terms.catalog.measures_of(&ledger.id).map(|measure| day(&measure.kind)).collect();
    ledger.fields.iter().map(|field| &field.id).find(|id| used.contains(id)).cloned()
}

/// Columns of the list: those the pack lists, or the first six. The first one opens the row, so it must say which entry it
/// is: where it would be a year or an amount, the name goes before it.
pub(crate) fn listed(ledger: &Ledger) -> Vec<&Field> {
    let mut chosen: Vec<&Field> = ledger.fields.iter().filter(|field| field.listed).collect();
    if chosen.is_empty() {
        chosen = ledger.fields.iter().take(6).collect();
    }
    let name = chosen.iter().position(|field| ledger.title.contains(&field.id) && !field.field_type.is_number());
    if let Some(name) = name.filter(|_| chosen.first().is_some_and(|first| first.field_type.is_number())) {
        chosen.get_mut(..=name).into_iter().for_each(|columns| columns.rotate_right(1));
    }
    chosen
}

fn figures(reader: &dyn BookReader, terms: &Terms, ledger: &Ledger, params: &ListParams) -> Result<Vec<(String, Chip)>> {
    let Some(year) = params.year else { return Ok(Vec::new()) };
    let mut figures = Reader::new(terms.catalog, reader, None);
    let of_measure = |measure: &kezhang_ledger::definition::Measure| {
        Ok((measure.name.clone(), chip_of(terms.catalog, &mut figures, measure.id.as_str(), Period::year(year))?))
    };
    terms.catalog.measures_of(&ledger.id).map(of_measure).collect()
}

fn adds_up(field: &Field) -> bool {
    matches!(field.field_type, FieldType::Money { .. } | FieldType::Number { .. })
}

fn row(terms: &Terms, ledger: &Ledger, fields: &[&Field], entry: &Entry, private: bool) -> RowView {
    let cell =
        |field: &&Field| entry.values.get(&field.id).map(|value| show::value(terms, field, value, private)).unwrap_or_default();
    let state = ledger.state(&entry.state);
    RowView {
        id: entry.id.to_string(),
        title: show::title(terms, ledger, entry),
        cells: fields.iter().map(cell).collect(),
        state: state.map_or_else(|| entry.state.to_string(), |state| state.name.clone()),
        counts: state.is_some_and(|state| state.counts),
        voided: entry.voided.is_some(),
    }
}

fn filters(terms: &Terms, ledger: &Ledger, params: &ListParams) -> Vec<FilterView> {
    let offered = |field: &&Field| {
        matches!(field.field_type, FieldType::Code(_) | FieldType::Flag) || params.fields.contains_key(field.id.as_str())
    };
    let view = |field: &Field| FilterView {
        id: field.id.to_string(),
        name: field.name.clone(),
        choices: choices(terms, &field.field_type),
        chosen: params.fields.get(field.id.as_str()).cloned().unwrap_or_default(),
    };
    ledger.fields.iter().filter(offered).map(view).collect()
}

/// Code and name of everything a field can be; empty for fields that are typed.
pub(crate) fn choices(terms: &Terms, field_type: &FieldType) -> Vec<(String, String)> {
    match field_type {
        FieldType::Flag => vec![("是".to_owned(), "是".to_owned()), ("否".to_owned(), "否".to_owned())],
        _ => terms
            .codes(field_type)
            .map_or_else(Vec::new, |codes| codes.items.iter().map(|code| (code.code.clone(), code.name.clone())).collect()),
    }
}
