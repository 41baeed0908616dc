//! Cross-references of the packs: every name that one definition takes from another, every unit, every state.
//!
//! Checking also settles the names: code names in conditions and filters become codes.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::{Catalog, Field, Indicator, Ledger, Measure, MeasureKind, Mistake, MistakeKind, Place, Transition};
use crate::field::{Codes, FieldType};
use crate::formula::condition::Names;
use crate::formula::{FigureRef, Formula};
use crate::id::{CodesId, FieldId, StateId};

/// The code list that every bureau fills itself.
pub(super) const TOWN_CODES: &str = "town";

/// Where mistakes go.
pub(super) struct Notes<'a>(pub(super) &'a RefCell<Vec<Mistake>>);

impl Notes<'_> {
    pub(super) fn add(&self, place: &Place, kind: MistakeKind, what: impl Into<String>) {
        self.0.borrow_mut().push(Mistake { place: place.clone(), kind, what: what.into() });
    }
}

/// Checks everything that `load` could not see in one file, and settles names.
pub(super) fn check(catalog: &mut Catalog, mistakes: &RefCell<Vec<Mistake>>) {
    let notes = Notes(mistakes);
    let codes = catalog.codes.clone();
    for ledger in catalog.ledgers.values_mut() {
        check_ledger(ledger, &codes, &notes);
    }
    let ledgers = std::mem::take(&mut catalog.ledgers);
    for measure in catalog.measures.values_mut() {
        match ledgers.get(&measure.ledger) {
            Some(ledger) => check_measure(measure, ledger, &codes, &notes),
            None => {
                let what = format!("没有台账“{}”", measure.ledger);
                notes.add(&measure.place, MistakeKind::UnknownOwner, what);
            }
        }
    }
    catalog.ledgers = ledgers;
    add_implicit_indicators(catalog);
    super::check_figures::check_figures(catalog, &notes);
}

/// What a ledger's conditions may speak of.
struct LedgerNames<'a> {
    ledger: &'a Ledger,
    codes: &'a BTreeMap<CodesId, Codes>,
}

impl Names for LedgerNames<'_> {
    fn is_field(&self, word: &str) -> bool {
        self.ledger.field(word).is_some()
    }

    fn is_state(&self, word: &str) -> bool {
        self.ledger.state(word).is_some()
    }

    fn code(&self, field: &str, word: &str) -> Option<String> {
        match self.ledger.field(field).map(|field| &field.field_type) {
            Some(FieldType::Code(id)) if id.as_str() != TOWN_CODES => match self.codes.get(id) {
                Some(codes) => codes.find(word).map(|code| code.code.clone()),
                // The missing list is a mistake of its own.
                None => Some(word.to_owned()),
            },
            _ => Some(word.to_owned()),
        }
    }
}

fn check_ledger(ledger: &mut Ledger, codes: &BTreeMap<CodesId, Codes>, notes: &Notes) {
    duplicates(ledger.fields.iter().map(|field| (field.id.as_str(), &field.place)), "字段", notes);
    duplicates(ledger.states.iter().map(|state| (state.id.as_str(), &state.place)), "状态", notes);
    duplicates(ledger.transitions.iter().map(|t| (t.id.as_str(), &t.place)), "流转", notes);
    for field in &ledger.fields {
        if let FieldType::Code(id) = &field.field_type
            && id.as_str() != TOWN_CODES
            && !codes.contains_key(id)
        {
            notes.add(&field.place, MistakeKind::UnknownCodes, format!("没有代码表“{id}”"));
        }
    }
    for field in ledger.key.iter().chain(&ledger.title) {
        known_field(ledger, field, &ledger.place, notes);
    }
    for state in &ledger.states {
        for field in &state.needs {
            known_field(ledger, field, &state.place, notes);
        }
    }
    for transition in &ledger.transitions {
        check_transition(ledger, transition, notes);
    }
    states_reached(ledger, notes);
    let mut checks = std::mem::take(&mut ledger.checks);
    for check in &mut checks {
        known_field(ledger, &check.field, &check.place, notes);
        for why in check.rule.resolve(&LedgerNames { ledger, codes }).err().unwrap_or_default() {
            notes.add(&check.place, MistakeKind::BadCondition, why);
        }
    }
    ledger.checks = checks;
}

fn duplicates<'a>(ids: impl Iterator<Item = (&'a str, &'a Place)>, what: &str, notes: &Notes) {
    let mut first: BTreeMap<&str, &Place> = BTreeMap::new();
    for (id, place) in ids {
        match first.get(id) {
            Some(earlier) => {
                notes.add(place, MistakeKind::DuplicateId, format!("{what}“{id}”在第{}行已有", earlier.line));
            }
            None => drop(first.insert(id, place)),
        }
    }
}

fn known_field<'a>(ledger: &'a Ledger, field: &FieldId, place: &Place, notes: &Notes) -> Option<&'a Field> {
    let found = ledger.field(field);
    if found.is_none() {
        notes.add(place, MistakeKind::UnknownField, format!("台账“{}”没有字段“{field}”", ledger.name));
    }
    found
}

fn check_transition(ledger: &Ledger, transition: &Transition, notes: &Notes) {
    for state in transition.from.iter().chain([&transition.to]) {
        if ledger.state(state).is_none() {
            let what = format!("台账“{}”没有状态“{state}”", ledger.name);
            notes.add(&transition.place, MistakeKind::UnknownState, what);
        }
    }
    if transition.from.is_empty() {
        notes.add(&transition.place, MistakeKind::MissingKey, "流转缺“from”");
    }
    if let Some((field, _)) = &transition.due
        && let Some(field) = known_field(ledger, field, &transition.place, notes)
        && !matches!(field.field_type, FieldType::Date)
    {
        let what = format!("due_after的字段“{}”不是日期", field.id);
        notes.add(&transition.place, MistakeKind::WrongFieldType, what);
    }
}

/// Every state must be reached from the first one.
fn states_reached(ledger: &Ledger, notes: &Notes) {
    let mut reached: BTreeSet<&StateId> = BTreeSet::from([&ledger.first_state().id]);
    loop {
        let further: Vec<&StateId> = ledger
            .transitions
            .iter()
            .filter(|t| t.from.iter().any(|from| reached.contains(from)) && !reached.contains(&t.to))
            .map(|t| &t.to)
            .collect();
        if further.is_empty() {
            break;
        }
        reached.extend(further);
    }
    for state in ledger.states.iter().filter(|state| !reached.contains(&state.id)) {
        let what = format!("状态“{}”（{}）永远到不了，没有流转通向它", state.name, state.id);
        notes.add(&state.place, MistakeKind::StateNeverReached, what);
    }
}

fn check_measure(measure: &mut Measure, ledger: &Ledger, codes: &BTreeMap<CodesId, Codes>, notes: &Notes) {
    let place = measure.place.clone();
    let typed = |field: &FieldId, fits: &dyn Fn(&FieldType) -> bool, what: &str| {
        if let Some(field) = known_field(ledger, field, &place, notes)
            && !fits(&field.field_type)
        {
            notes.add(&place, MistakeKind::WrongFieldType, format!("字段“{}”不是{what}", field.id));
        }
    };
    let dated = |t: &FieldType| matches!(t, FieldType::Date | FieldType::Year);
    match &measure.kind {
        MeasureKind::Flow { on } => typed(on, &dated, "日期或年份"),
        MeasureKind::Stock { enters_on, leaves_on } => {
            typed(enters_on, &dated, "日期或年份");
            leaves_on.iter().for_each(|field| typed(field, &dated, "日期或年份"));
        }
        MeasureKind::Parties { on, party } => {
            typed(on, &dated, "日期或年份");
            typed(party, &|t| !t.is_number(), "主体的名称或代码");
        }
    }
    if let Some(amount) = &measure.amount {
        typed(amount, &FieldType::is_number, "数字");
        check_amount_unit(measure, ledger, amount, notes);
    }
    for field in &measure.by {
        typed(field, &|t| matches!(t, FieldType::Code(_) | FieldType::Flag | FieldType::Text { .. }), "可分组的代码或短文字");
    }
    if let Some(when) = &mut measure.when {
        for why in when.resolve(&LedgerNames { ledger, codes }).err().unwrap_or_default() {
            notes.add(&measure.place, MistakeKind::BadCondition, why);
        }
    }
}

fn check_amount_unit(measure: &Measure, ledger: &Ledger, amount: &FieldId, notes: &Notes) {
    let Some(field) = ledger.field(amount) else { return };
    let kept = field.field_type.unit_kept();
    if measure.unit != kept {
        let what = format!("计量“{}”的单位“{}”与字段“{amount}”入账的单位“{kept}”不同", measure.id, measure.unit);
        notes.add(&measure.place, MistakeKind::UnitMismatch, what);
    }
}

/// A measure that no indicator names still has its figure: an indicator of the same id, off the board.
fn add_implicit_indicators(catalog: &mut Catalog) {
    for measure in catalog.measures.values() {
        if catalog.indicators.contains_key(measure.id.as_str()) {
            continue;
        }
        let Some(pack) = catalog.ledgers.get(&measure.ledger).map(|ledger| ledger.pack.clone()) else { continue };
        let ledger_name = catalog.ledgers.get(&measure.ledger).map_or("", |ledger| ledger.name.as_str());
        let indicator = Indicator {
            id: measure.id.as_str().into(),
            pack,
            name: measure.name.clone(),
            aliases: Vec::new(),
            unit: measure.unit.clone(),
            digits: measure.digits,
            formula: Formula::Figure(FigureRef { id: measure.id.to_string(), filter: Vec::new() }),
            caliber: format!("{ledger_name}台账：{}", measure.name),
            source: String::new(),
            direction: super::Direction::Higher,
            board: false,
            implicit: true,
            place: measure.place.clone(),
        };
        catalog.indicators.insert(indicator.id.clone(), indicator);
    }
    let order_of = |pack: &crate::id::PackId| catalog.packs.iter().position(|p| p.id == *pack).unwrap_or(usize::MAX);
    let mut order: Vec<_> = catalog
        .indicators
        .values()
        .map(|i| (order_of(&i.pack), i.implicit, i.place.file.clone(), i.place.line, i.id.clone()))
        .collect();
    order.sort();
    catalog.indicator_order = order.into_iter().map(|(.., id)| id).collect();
}
