//! An entry as its page shows it: form, life, evidence, which figures it adds to, and what can be done next.

use kezhang_ledger::command::Typed;
use kezhang_ledger::decide::{RefusalAt, Terms, examine};
use kezhang_ledger::definition::{Ledger, Transition};
use kezhang_ledger::entry::Entry;
use kezhang_ledger::refusal::Refusal;
use kezhang_ledger::settings::Settings;
use kezhang_store::BookReader;
use serde::Serialize;

use crate::desk::{Desk, ledger_of, section_of, settings_of};
use crate::entry_conflict::Difference;
use crate::entry_form::{FieldView, Form, GroupView, Said, general};
use crate::entry_life::{Adds, LifeLine, adds, life};
use crate::error::Result;
use crate::evidence::size;
use crate::show;

/// An entry as a page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct EntryPage {
    /// Ledger id.
    pub ledger: String,
    /// Ledger name.
    pub ledger_name: String,
    /// Entry id; blank for a new one.
    pub id: String,
    /// Revision before the person.
    pub revision: u32,
    /// What it is called.
    pub title: String,
    /// State in words.
    pub state: String,
    /// Section in words.
    pub section: String,
    /// Why it was voided.
    pub voided: Option<String>,
    /// The form, by group.
    pub groups: Vec<GroupView>,
    /// What can be done next.
    pub transitions: Vec<TransitionView>,
    /// Whether values can be changed.
    pub editable: bool,
    /// Whether it can be voided.
    pub voidable: bool,
    /// Its life, newest first.
    pub life: Vec<LifeLine>,
    /// Files: hash, name, size in words.
    pub evidence: Vec<(String, String, String)>,
    /// What it adds to which figure.
    pub adds: Vec<Adds>,
    /// Refusals that stand at no field.
    pub refusals: Vec<Said>,
    /// Somebody else's changes since the person opened the entry.
    pub conflict: Vec<Difference>,
}

/// A transition as a button.
#[derive(Clone, Debug, Serialize)]
pub struct TransitionView {
    /// Id.
    pub id: String,
    /// Label.
    pub name: String,
    /// The state it leads to, in words.
    pub to: String,
    /// Who may, in words.
    pub who: String,
    /// Whether this person may.
    pub may: bool,
    /// Fields that stand in the way: those the state it leads to needs, and those a rule of that state speaks of. They are
    /// filled with the step, for before it the form would not take them.
    pub fields: Vec<FieldView>,
    /// What else is still missing, in words.
    pub lacking: Vec<String>,
    /// Whether an opinion must be written.
    pub opinion: bool,
}

/// What a person has sent and why it was not written.
#[derive(Clone, Copy)]
pub(crate) struct Attempt<'a> {
    pub(crate) typed: &'a Typed,
    pub(crate) refused: &'a [RefusalAt],
    /// The transition it was to be; `None` for the form itself.
    pub(crate) step: Option<&'a str>,
}

impl Attempt<'_> {
    /// This attempt as a step's form shows it: nothing of it where another form was sent.
    fn at(self, step: &str) -> Self {
        if self.step == Some(step) { self } else { NOTHING_SENT }
    }
}

/// A page that is only looked at.
pub(crate) const NOTHING_SENT: Attempt = Attempt { typed: &Typed::new(), refused: &[], step: None };

impl Desk<'_> {
    /// A blank form of a ledger.
    ///
    /// # Errors
    /// No such ledger, or this person does not write in its section.
    pub fn new_entry(&self, ledger: &str) -> Result<EntryPage> {
        let reader = self.reader()?;
        let (catalog, settings) = (reader.catalog()?, settings_of(reader.as_ref())?);
        let terms = Terms::new(&catalog, &settings);
        let ledger = ledger_of(&catalog, ledger)?;
        self.must_write_in(&section_of(&settings, &ledger.pack)?, "新增")?;
        blank_page(&terms, ledger, &Typed::new(), &[])
    }

    /// An entry.
    ///
    /// # Errors
    /// No such entry, or none that this person may see.
    pub fn entry_page(&self, id: &str) -> Result<EntryPage> {
        let reader = self.reader()?;
        let entry = self.entry_seen(reader.as_ref(), id)?;
        self.page_of(reader.as_ref(), &entry, NOTHING_SENT)
    }

    pub(crate) fn entry_seen(&self, reader: &dyn BookReader, id: &str) -> Result<Entry> {
        let entry = reader.entry(&id.into())?.filter(|entry| self.sees(entry));
        entry.ok_or_else(|| Refusal::NoSuchEntry { entry: id.into() }.into())
    }

    pub(crate) fn page_of(&self, reader: &dyn BookReader, entry: &Entry, attempt: Attempt) -> Result<EntryPage> {
        let (catalog, settings) = (reader.catalog()?, settings_of(reader)?);
        let terms = Terms::new(&catalog, &settings);
        let ledger = ledger_of(&catalog, &entry.ledger)?;
        let writes = self.writes_in(&entry.section) && entry.voided.is_none();
        let users = reader.users()?;
        let section = settings.sections.iter().find(|section| section.id == entry.section);
        let private = self.writes_in(&entry.section);
        let form = |Attempt { typed, refused, .. }| Form { terms: &terms, ledger, entry: Some(entry), typed, refused, private };
        let transitions = self.transitions(ledger, entry, attempt, &form);
        // What is wrong with a step's own fields is said at the step.
        let at_step = |at: &&RefusalAt| {
            let step = transitions.iter().find(|step| attempt.step == Some(step.id.as_str()));
            let field = at.refusal.field().map(|id| id.as_str());
            step.is_some_and(|step| step.fields.iter().any(|own| field == Some(own.id.as_str())))
        };
        let elsewhere: Vec<RefusalAt> = attempt.refused.iter().filter(|at| !at_step(at)).cloned().collect();
        let typed = if attempt.step.is_some() { NOTHING_SENT.typed } else { attempt.typed };
        Ok(EntryPage {
            ledger: ledger.id.to_string(),
            ledger_name: ledger.name.clone(),
            id: entry.id.to_string(),
            revision: entry.revision,
            title: show::title(&terms, ledger, entry),
            state: ledger.state(&entry.state).map_or_else(|| entry.state.to_string(), |state| state.name.clone()),
            section: section.map_or_else(|| entry.section.to_string(), |section| section.name.clone()),
            voided: entry.voided.clone(),
            groups: form(Attempt { typed, refused: &elsewhere, step: None }).groups(),
            transitions,
            editable: writes,
            voidable: self.voids_in(&entry.section) && entry.voided.is_none(),
            life: life(&terms, ledger, &reader.history(&entry.id)?, &users),
            evidence: entry.evidence.iter().map(|e| (e.hash.clone(), e.name.clone(), size(e.bytes))).collect(),
            adds: adds(reader, &catalog, &entry.id)?,
            refusals: general(attempt.refused),
            conflict: Vec::new(),
        })
    }

    fn transitions<'a>(
        &self,
        ledger: &Ledger,
        entry: &Entry,
        attempt: Attempt<'a>,
        form: &dyn Fn(Attempt<'a>) -> Form<'a>,
    ) -> Vec<TransitionView> {
        if entry.voided.is_some() {
            return Vec::new();
        }
        let possible = ledger.transitions.iter().filter(|transition| transition.from.contains(&entry.state));
        possible.map(|step| self.transition(ledger, entry, step, &form(attempt.at(&step.id)))).collect()
    }

    fn transition(&self, ledger: &Ledger, entry: &Entry, transition: &Transition, form: &Form) -> TransitionView {
        let refusals = examine(ledger, &transition.to, &entry.values);
        let blank = |refusal: &&Refusal| matches!(refusal, Refusal::Required { .. } | Refusal::StateNeeds { .. });
        let mut fields: Vec<FieldView> = Vec::new();
        for refusal in &refusals {
            let Some(field) = refusal.field().and_then(|id| ledger.field(id)) else { continue };
            if !fields.iter().any(|known| known.id == *field.id.as_str()) {
                fields.push(FieldView { required: blank(&refusal), ..form.field(field) });
            }
        }
        let mut lacking: Vec<String> = refusals.iter().filter(|refusal| !blank(refusal)).map(Refusal::sentence).collect();
        if let Some(evidence) = transition.evidence.as_ref().filter(|_| entry.evidence.is_empty()) {
            lacking.push(format!("佐证：{evidence}"));
        }
        let who: Vec<&str> = transition.by.iter().map(|role| role.name()).collect();
        TransitionView {
            id: transition.id.to_string(),
            name: transition.name.clone(),
            to: ledger.state(&transition.to).map_or_else(|| transition.to.to_string(), |state| state.name.clone()),
            who: who.join("、"),
            may: self.may_move(entry, transition),
            fields,
            lacking,
            opinion: transition.opinion,
        }
    }

    /// A transition needs the role it names; clerks and heads act in their own section only.
    pub(crate) fn may_move(&self, entry: &Entry, transition: &Transition) -> bool {
        let role = self.user.role.is_some_and(|role| transition.by.contains(&role));
        let place = self.writes_in(&entry.section) || self.directs();
        role && place
    }
}

/// The page of an entry that does not exist yet.
pub(crate) fn blank_page(terms: &Terms, ledger: &Ledger, typed: &Typed, refused: &[RefusalAt]) -> Result<EntryPage> {
    let settings: &Settings = terms.settings;
    let section = section_of(settings, &ledger.pack)?;
    let section = settings.sections.iter().find(|known| known.id == section);
    Ok(EntryPage {
        ledger: ledger.id.to_string(),
        ledger_name: ledger.name.clone(),
        id: String::new(),
        revision: 0,
        title: format!("新增{}", ledger.name),
        state: ledger.first_state().name.clone(),
        section: section.map(|section| section.name.clone()).unwrap_or_default(),
        voided: None,
        groups: Form { terms, ledger, entry: None, typed, refused, private: true }.groups(),
        transitions: Vec::new(),
        editable: true,
        voidable: false,
        life: Vec::new(),
        evidence: Vec::new(),
        adds: Vec::new(),
        refusals: general(refused),
        conflict: Vec::new(),
    })
}
