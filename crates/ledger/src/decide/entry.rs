//! Guards of entries: create, revise, move, attach, void.

use super::{Change, Desk, Terms, Undecided};
use crate::book::BookView;
use crate::command::{NewEntry, Typed};
use crate::definition::{Ledger, State, Transition};
use crate::entry::{CONTENT_KEY, Entry, Evidence, natural_key};
use crate::id::{EntryId, FieldId, StateId, TransitionId};
use crate::journal::{EntryAction, EntryEvent, Event};
use crate::posting::{Contribution, Posting, contributions, settle};
use crate::refusal::Refusal;
use crate::value::Values;

impl<V: BookView + ?Sized> Desk<'_, V> {
    pub(super) fn create(&self, new: &NewEntry) -> Result<Vec<Change>, Undecided<V::Error>> {
        let ledger = self.ledger(&new.ledger)?;
        let (entry, mut refusals) = self.new_entry(ledger, new)?;
        self.key_is_free(ledger, &entry, &mut refusals)?;
        if !refusals.is_empty() {
            return Err(refusals.into());
        }
        Ok(vec![self.change(EntryAction::Created, &entry, &[], |_| {})?])
    }

    /// The entry a command would make, and everything against it but a taken key.
    pub(super) fn new_entry(&self, ledger: &Ledger, new: &NewEntry) -> Result<(Entry, Vec<Refusal>), Undecided<V::Error>> {
        if self.view.entry(&new.id).map_err(Undecided::Unreadable)?.is_some() {
            return Err(Refusal::Malformed { why: format!("记录号“{}”已经用过", new.id) }.into());
        }
        let (values, mut refusals) = read_typed(&self.terms, ledger, &Values::new(), &new.typed);
        let state = new.state.as_ref().unwrap_or(&ledger.first_state().id);
        refusals.extend(self.may_begin_in(ledger, state));
        refusals.extend(examine(ledger, state, &values));
        let entry = Entry {
            ledger: ledger.id.clone(),
            id: new.id.clone(),
            revision: 1,
            state: state.clone(),
            values,
            evidence: Vec::new(),
            section: new.section.clone(),
            voided: None,
            definitions: self.view.definitions_position().map_err(Undecided::Unreadable)?,
        };
        Ok((without_repeats(entry, &mut refusals), refusals))
    }

    /// Facts of the past are entered in the state they have reached, by somebody who may make a transition into it.
    fn may_begin_in(&self, ledger: &Ledger, state: &StateId) -> Option<Refusal> {
        if ledger.state(state).is_none() {
            let possible = ledger.states.iter().map(|state| state.name.clone()).collect();
            let refusal = Refusal::NoSuchTransition { transition: state.to_string(), state: "新记录".to_owned(), possible };
            return Some(refusal);
        }
        let ways: Vec<&Transition> = ledger.transitions.iter().filter(|t| t.to == *state).collect();
        let may = *state == ledger.first_state().id || ways.iter().any(|t| t.by.contains(&self.actor.role));
        if may {
            return None;
        }
        let who_may = ways.first().map(|t| who_may(t)).unwrap_or_default();
        let transition = ways.first().map(|t| t.name.clone()).unwrap_or_default();
        Some(Refusal::TransitionNotAllowed { transition, who_may })
    }

    pub(super) fn key_is_free(
        &self,
        ledger: &Ledger,
        entry: &Entry,
        refusals: &mut Vec<Refusal>,
    ) -> Result<(), Undecided<V::Error>> {
        let Some(key) = entry.natural_key(ledger) else { return Ok(()) };
        let other = self.view.entry_by_key(&ledger.id, &key).map_err(Undecided::Unreadable)?;
        if let Some(other) = other.filter(|other| *other != entry.id) {
            refusals.push(duplicate(ledger, &key, other));
        }
        Ok(())
    }

    pub(super) fn revise(&self, id: &EntryId, base: u32, typed: &Typed) -> Result<Vec<Change>, Undecided<V::Error>> {
        let (before, ledger) = self.current(id, base)?;
        let (values, mut refusals) = read_typed(&self.terms, ledger, &before.values, typed);
        refusals.extend(examine(ledger, &before.state, &values));
        let after = Entry { values, ..self.next_revision(&before)? };
        self.key_is_free(ledger, &after, &mut refusals)?;
        if refusals.is_empty() && after.values == before.values {
            refusals.push(Refusal::NothingChanged);
        }
        let after = without_repeats(after, &mut refusals);
        if !refusals.is_empty() {
            return Err(refusals.into());
        }
        Ok(vec![self.change_existing(EntryAction::Revised, &after, |_| {})?])
    }

    pub(super) fn advance(
        &self,
        id: &EntryId,
        base: u32,
        transition: &TransitionId,
        typed: &Typed,
        opinion: &str,
    ) -> Result<Vec<Change>, Undecided<V::Error>> {
        let (before, ledger) = self.current(id, base)?;
        let state_name = ledger.state(&before.state).map_or(before.state.as_str(), |state| state.name.as_str());
        let possible: Vec<&Transition> = ledger.transitions.iter().filter(|t| t.from.contains(&before.state)).collect();
        let Some(way) = possible.iter().find(|t| t.id == *transition) else {
            let asked = ledger.transition(transition).map_or(transition.to_string(), |t| t.name.clone());
            let possible = possible.iter().map(|t| t.name.clone()).collect();
            return Err(Refusal::NoSuchTransition { transition: asked, state: state_name.to_owned(), possible }.into());
        };
        if !way.by.contains(&self.actor.role) {
            return Err(Refusal::TransitionNotAllowed { transition: way.name.clone(), who_may: who_may(way) }.into());
        }
        let (values, mut refusals) = read_typed(&self.terms, ledger, &before.values, typed);
        if way.opinion && opinion.trim().is_empty() {
            refusals.push(Refusal::ReasonNeeded { what: format!("“{}”", way.name) });
        }
        if let Some(evidence) = way.evidence.as_ref().filter(|_| before.evidence.is_empty()) {
            refusals.push(Refusal::EvidenceNeeded { transition: way.name.clone(), evidence: evidence.clone() });
        }
        refusals.extend(examine(ledger, &way.to, &values));
        let after = Entry { values, state: way.to.clone(), ..self.next_revision(&before)? };
        self.key_is_free(ledger, &after, &mut refusals)?;
        let after = without_repeats(after, &mut refusals);
        if !refusals.is_empty() {
            return Err(refusals.into());
        }
        let change = self.change_existing(EntryAction::Moved, &after, |event| {
            event.transition = Some(way.id.clone());
            event.opinion = Some(opinion.trim().to_owned()).filter(|opinion| !opinion.is_empty());
        })?;
        Ok(vec![change])
    }

    pub(super) fn attach(&self, id: &EntryId, evidence: &Evidence) -> Result<Vec<Change>, Undecided<V::Error>> {
        let entry = self.view.entry(id).map_err(Undecided::Unreadable)?;
        let before = entry.ok_or_else(|| Refusal::NoSuchEntry { entry: id.clone() })?;
        let (before, _) = self.current(id, before.revision)?;
        if before.evidence.iter().any(|known| known.hash == evidence.hash) {
            return Err(Refusal::NothingChanged.into());
        }
        let mut after = self.next_revision(&before)?;
        after.evidence.push(evidence.clone());
        Ok(vec![self.change_existing(EntryAction::Attached, &after, |_| {})?])
    }

    pub(super) fn void(&self, id: &EntryId, base: u32, reason: &str) -> Result<Vec<Change>, Undecided<V::Error>> {
        let (before, _) = self.current(id, base)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::ReasonNeeded { what: "作废".to_owned() }.into());
        }
        let after = Entry { voided: Some(reason.to_owned()), ..self.next_revision(&before)? };
        Ok(vec![self.change_existing(EntryAction::Voided, &after, |_| {})?])
    }

    pub(super) fn next_revision(&self, before: &Entry) -> Result<Entry, Undecided<V::Error>> {
        let definitions = self.view.definitions_position().map_err(Undecided::Unreadable)?;
        Ok(Entry { revision: before.revision + 1, definitions, ..before.clone() })
    }

    pub(super) fn change_existing(
        &self,
        action: EntryAction,
        after: &Entry,
        fill: impl FnOnce(&mut EntryEvent),
    ) -> Result<Change, Undecided<V::Error>> {
        let booked = self.view.postings_of(&after.id).map_err(Undecided::Unreadable)?;
        self.change(action, after, &booked, fill)
    }

    /// Postings that bring `booked` to what `after` contributes, beside the event.
    pub(super) fn change(
        &self,
        action: EntryAction,
        after: &Entry,
        booked: &[Posting],
        fill: impl FnOnce(&mut EntryEvent),
    ) -> Result<Change, Undecided<V::Error>> {
        let wanted = contributions_of(&self.terms, after);
        let closing = self.closing.of_ledger(self.terms.catalog.ledger(&after.ledger));
        let postings = settle(booked, &wanted, after, &closing);
        let mut event = EntryEvent::of(action, after, self.closing.today);
        fill(&mut event);
        Ok(Change { event: Event::Entry(event), postings, row: None })
    }
}

/// What an entry contributes under these terms; nothing where its ledger is gone.
pub fn contributions_of(terms: &Terms, entry: &Entry) -> Vec<Contribution> {
    terms.catalog.ledger(&entry.ledger).map_or_else(Vec::new, |ledger| contributions(terms.catalog, ledger, entry))
}

/// Reads what was typed over what stands; every field that cannot be read is a refusal.
pub(super) fn read_typed(terms: &Terms, ledger: &Ledger, standing: &Values, typed: &Typed) -> (Values, Vec<Refusal>) {
    let mut values = standing.clone();
    let mut refusals = Vec::new();
    for (id, text) in typed {
        let Some(field) = ledger.field(id) else {
            refusals.push(Refusal::NoSuchField { field: id.clone() });
            continue;
        };
        if text.trim().is_empty() {
            values.remove(id);
            continue;
        }
        let codes = terms.codes(&field.field_type);
        match field.field_type.parse(text, codes) {
            Ok(value) => drop(values.insert(id.clone(), value)),
            Err(why) => refusals.push(Refusal::BadValue { field: id.clone(), name: field.name.clone(), why }),
        }
    }
    (values, refusals)
}

/// Everything that values in a state lack or contradict: required fields, the state's needs, checks across fields.
pub fn examine(ledger: &Ledger, state: &StateId, values: &Values) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    for field in ledger.fields.iter().filter(|field| field.required || ledger.key.contains(&field.id)) {
        if !values.contains_key(&field.id) {
            refusals.push(Refusal::Required { field: field.id.clone(), name: field.name.clone() });
        }
    }
    if let Some(State { name, needs, .. }) = ledger.state(state) {
        for id in needs {
            let known = refusals.iter().any(|refusal| refusal.field() == Some(id));
            if !values.contains_key(id) && !known {
                let field_name = ledger.field(id).map_or_else(|| id.to_string(), |field| field.name.clone());
                refusals.push(Refusal::StateNeeds { field: id.clone(), name: field_name, state: name.clone() });
            }
        }
    }
    for check in &ledger.checks {
        if check.rule.holds(values, state) == Some(false) {
            refusals.push(Refusal::CheckFailed { field: check.field.clone(), message: check.message.clone() });
        }
    }
    refusals
}

/// A field that could not be read is not also missing.
fn without_repeats(entry: Entry, refusals: &mut Vec<Refusal>) -> Entry {
    let unreadable: Vec<_> = refusals
        .iter()
        .filter(|refusal| matches!(refusal, Refusal::BadValue { .. }))
        .filter_map(|refusal| refusal.field().cloned())
        .collect();
    refusals.retain(|refusal| {
        let missing = matches!(refusal, Refusal::Required { .. } | Refusal::StateNeeds { .. });
        !(missing && refusal.field().is_some_and(|field| unreadable.contains(field)))
    });
    entry
}

pub(super) fn duplicate(ledger: &Ledger, key: &str, other: EntryId) -> Refusal {
    let field = ledger.key.first().or(ledger.title.first()).or(ledger.fields.first().map(|field| &field.id));
    let key = if key.starts_with(CONTENT_KEY) { "内容完全相同的记录".to_owned() } else { key.replace('\u{1f}', " ") };
    Refusal::DuplicateKey { field: field.cloned().unwrap_or_default(), other, key }
}

/// The natural key of typed values, for imports that look for the entry to revise; `None` where they cannot be read.
pub fn key_of_typed(terms: &Terms, ledger: &Ledger, typed: &Typed) -> Option<String> {
    let all = ledger.fields.iter().map(|field| &field.id).collect();
    let wanted: Vec<&FieldId> = if ledger.key.is_empty() { all } else { ledger.key.iter().collect() };
    let mut values = Values::new();
    for id in wanted {
        let Some(text) = typed.get(id).filter(|text| !text.trim().is_empty()) else { continue };
        let field = ledger.field(id)?;
        values.insert(id.clone(), field.field_type.parse(text, terms.codes(&field.field_type)).ok()?);
    }
    natural_key(ledger, &values)
}

fn who_may(transition: &Transition) -> String {
    transition.by.iter().map(|role| role.name()).collect::<Vec<_>>().join("或")
}
