//! Saving an entry: made, revised, moved, voided. What is refused comes back as the form, with every mistake at its field.

use kezhang_ledger::command::{Command, NewEntry, Typed};
use kezhang_ledger::decide::Terms;
use kezhang_ledger::entry::Entry;
use kezhang_ledger::id::EntryId;
use kezhang_ledger::journal::{EntryAction, EntryEvent, Event};
use kezhang_ledger::refusal::Refusal;
use kezhang_store::{BookReader, Receipt};

use crate::account::random_hex;
use crate::clock;
use crate::desk::{Desk, ledger_of, section_of, settings_of};
use crate::entry_conflict::merge;
use crate::entry_page::{Attempt, EntryPage, blank_page};
use crate::error::{AppError, Result};

/// What became of a save.
#[derive(Debug)]
pub enum Saved {
    /// Written. What was said about it.
    Done {
        /// The entry.
        entry: EntryId,
        /// `已入账，计入…`, for the page that follows.
        said: String,
    },
    /// Not written; the form again with every mistake at its field.
    Again(Box<EntryPage>),
}

impl Desk<'_> {
    /// Makes an entry.
    ///
    /// # Errors
    /// This person does not write in the ledger's section, or the book cannot be written. Mistakes in the form come back
    /// as [`Saved::Again`].
    pub fn create_entry(&self, ledger: &str, typed: Typed) -> Result<Saved> {
        let reader = self.reader()?;
        let (catalog, settings) = (reader.catalog()?, settings_of(reader.as_ref())?);
        let terms = Terms::new(&catalog, &settings);
        let ledger = ledger_of(&catalog, ledger)?;
        let section = section_of(&settings, &ledger.pack)?;
        self.must_write_in(&section, "新增")?;
        let id = new_entry_id()?;
        let new = NewEntry { ledger: ledger.id.clone(), id: id.clone(), state: None, typed: typed.clone(), section };
        match self.app.submit(&self.actor()?, &Command::Create(new)) {
            Ok(receipt) => Ok(Saved::Done { entry: id, said: said(&terms, &receipt) }),
            Err(AppError::Refused(refused)) => Ok(Saved::Again(Box::new(blank_page(&terms, ledger, &typed, &refused)?))),
            Err(error) => Err(error),
        }
    }

    /// Changes values of an entry.
    ///
    /// # Errors
    /// As for [`Desk::create_entry`].
    pub fn revise_entry(&self, id: &str, base: u32, typed: Typed) -> Result<Saved> {
        let reader = self.reader()?;
        let entry = self.entry_seen(reader.as_ref(), id)?;
        self.must_write_in(&entry.section, "修改")?;
        let command = Command::Revise { entry: entry.id.clone(), base, typed: typed.clone() };
        self.saved(reader.as_ref(), &entry, &typed, &command)
    }

    /// Moves an entry to another state.
    ///
    /// # Errors
    /// As for [`Desk::create_entry`].
    pub fn move_entry(&self, id: &str, base: u32, transition: &str, typed: Typed, opinion: &str) -> Result<Saved> {
        let reader = self.reader()?;
        let entry = self.entry_seen(reader.as_ref(), id)?;
        let catalog = reader.catalog()?;
        let ledger = ledger_of(&catalog, &entry.ledger)?;
        if let Some(transition) = ledger.transition(transition).filter(|transition| !self.may_move(&entry, transition)) {
            let who: Vec<&str> = transition.by.iter().map(|role| role.name()).collect();
            return Err(AppError::denied(format!("“{}”要由本科室的{}办理", transition.name, who.join("或"))));
        }
        let command = Command::Move {
            entry: entry.id.clone(),
            base,
            transition: transition.into(),
            typed: typed.clone(),
            opinion: opinion.to_owned(),
        };
        self.saved(reader.as_ref(), &entry, &typed, &command)
    }

    /// Voids an entry.
    ///
    /// # Errors
    /// As for [`Desk::create_entry`].
    pub fn void_entry(&self, id: &str, base: u32, reason: &str) -> Result<Saved> {
        let reader = self.reader()?;
        let entry = self.entry_seen(reader.as_ref(), id)?;
        if !self.voids_in(&entry.section) {
            return Err(AppError::denied("作废要由本科室负责人办理"));
        }
        let command = Command::Void { entry: entry.id.clone(), base, reason: reason.to_owned() };
        self.saved(reader.as_ref(), &entry, &Typed::new(), &command)
    }

    pub(crate) fn saved(&self, before: &dyn BookReader, entry: &Entry, typed: &Typed, command: &Command) -> Result<Saved> {
        match self.app.submit(&self.actor()?, command) {
            Ok(receipt) => {
                let (catalog, settings) = (before.catalog()?, settings_of(before)?);
                Ok(Saved::Done { entry: entry.id.clone(), said: said(&Terms::new(&catalog, &settings), &receipt) })
            }
            Err(AppError::Refused(refused)) => {
                // The entry as it stands now: somebody may have saved it meanwhile.
                let reader = self.reader()?;
                let now = self.entry_seen(reader.as_ref(), &entry.id)?;
                let meanwhile = refused.iter().find_map(|at| match at.refusal {
                    Refusal::SavedMeanwhile { base, .. } => Some(base),
                    _ => None,
                });
                let step = match command {
                    Command::Move { transition, .. } => Some(transition.as_str()),
                    _ => None,
                };
                let attempt = |typed| Attempt { typed, refused: &refused, step };
                let Some(base) = meanwhile else {
                    return Ok(Saved::Again(Box::new(self.page_of(reader.as_ref(), &now, attempt(typed))?)));
                };
                let (catalog, settings) = (reader.catalog()?, settings_of(reader.as_ref())?);
                let ledger = ledger_of(&catalog, &now.ledger)?;
                let merged = merge(reader.as_ref(), &Terms::new(&catalog, &settings), ledger, &now, base, typed)?;
                let page = self.page_of(reader.as_ref(), &now, attempt(&merged.typed))?;
                Ok(Saved::Again(Box::new(EntryPage { conflict: merged.differences, ..page })))
            }
            Err(error) => Err(error),
        }
    }
}

/// Ids sort by the time they were made.
pub(crate) fn new_entry_id() -> Result<EntryId> {
    Ok(EntryId::new(format!("{:08x}{}", clock::seconds(), random_hex::<8>()?)))
}

/// `已入账，计入“专利申请量”`: what was done, and which figures have changed by it.
pub(crate) fn said(terms: &Terms, receipt: &Receipt) -> String {
    let mut figures: Vec<&str> = Vec::new();
    let mut corrections = 0;
    for posting in receipt.changes.iter().flat_map(|change| &change.postings) {
        let measure = terms.catalog.measures.get(&posting.contribution.measure);
        let name = measure.map_or(posting.contribution.measure.as_str(), |measure| measure.name.as_str());
        if !figures.contains(&name) {
            figures.push(name);
        }
        corrections += usize::from(posting.is_correction());
    }
    let mut events = receipt.changes.iter().filter_map(|change| match &change.event {
        Event::Entry(event) => Some(event),
        _ => None,
    });
    let event = events.next_back();
    let voided = event.is_some_and(|event| event.action == EntryAction::Voided);
    let mut said = event.map_or_else(|| "已存".to_owned(), |event| done(terms, event));
    match (figures.is_empty(), voided) {
        (true, _) => {}
        (false, true) => said.push_str(&format!("，从“{}”里冲销", figures.join("”“"))),
        (false, false) => said.push_str(&format!("，计入“{}”", figures.join("”“"))),
    }
    if corrections > 0 {
        said.push_str(&format!("；其中{corrections}笔属于已结账的期间，作为更正记在当前期间"));
    }
    said
}

fn done(terms: &Terms, event: &EntryEvent) -> String {
    let ledger = terms.catalog.ledger(&event.ledger);
    match event.action {
        EntryAction::Created => "已入账".to_owned(),
        EntryAction::Attached => "佐证已上传".to_owned(),
        EntryAction::Voided => "已作废".to_owned(),
        EntryAction::Moved => {
            let state = ledger.and_then(|ledger| ledger.state(&event.state));
            format!("已到“{}”", state.map_or(event.state.as_str(), |state| state.name.as_str()))
        }
        EntryAction::Revised | EntryAction::Reposted => "已存".to_owned(),
    }
}
