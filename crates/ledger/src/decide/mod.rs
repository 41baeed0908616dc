//! The guard: command + book → what is to be written, or every reason against it.
//!
//! [`decide`] checks everything and writes nothing. What it returns can be applied without a further question: an event
//! for the journal and the postings that go with it, one [`Change`] a journal line.

mod entry;
mod import;
mod replay;
mod upkeep;

use crate::book::BookView;
use crate::command::{Actor, Command, Moment};
use crate::definition::{Catalog, Ledger};
use crate::entry::Entry;
use crate::field::{Codes, FieldType};
use crate::journal::Event;
use crate::posting::{Closing, Posting};
use crate::refusal::Refusal;
use crate::settings::Settings;

pub use entry::{contributions_of, examine, key_of_typed};
pub use replay::postings_of_event;

/// One journal line to be, with its postings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub event: Event,
    /// What it posts.
    pub postings: Vec<Posting>,
    /// Row of the imported file it comes from; told to the importer, not to the journal.
    pub row: Option<usize>,
}

/// A refusal and, in an import, the row it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusalAt {
    /// Row of the imported file.
    pub row: Option<usize>,
    /// The reason.
    pub refusal: Refusal,
}

impl From<Refusal> for RefusalAt {
    fn from(refusal: Refusal) -> Self {
        Self { row: None, refusal }
    }
}

/// Why nothing was decided.
#[derive(Debug, PartialEq)]
pub enum Undecided<E> {
    /// The book could not be read.
    Unreadable(E),
    /// The command is refused, for all these reasons.
    Refused(Vec<RefusalAt>),
}

impl<E> From<Refusal> for Undecided<E> {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal.into()])
    }
}

impl<E> From<Vec<Refusal>> for Undecided<E> {
    fn from(refusals: Vec<Refusal>) -> Self {
        Self::Refused(refusals.into_iter().map(RefusalAt::from).collect())
    }
}

/// The definitions in force with the bureau's own code lists.
#[derive(Clone, Debug)]
pub struct Terms<'a> {
    /// The packs.
    pub catalog: &'a Catalog,
    /// The bureau.
    pub settings: &'a Settings,
    towns: Codes,
}

impl<'a> Terms<'a> {
    /// Puts definitions and bureau together.
    pub fn new(catalog: &'a Catalog, settings: &'a Settings) -> Self {
        Self { catalog, settings, towns: settings.town_codes() }
    }

    /// The code list of a field, `town` from the settings.
    pub fn codes(&self, field_type: &FieldType) -> Option<&Codes> {
        match field_type {
            FieldType::Code(id) if id.as_str() == "town" => Some(&self.towns),
            FieldType::Code(id) => self.catalog.codes.get(id),
            _ => None,
        }
    }
}

/// Decides a command.
///
/// # Errors
/// Every reason against it, in order of precedence; or the book could not be read.
pub fn decide<V: BookView + ?Sized>(
    catalog: &Catalog,
    view: &V,
    actor: &Actor,
    command: &Command,
    moment: &Moment,
) -> Result<Vec<Change>, Undecided<V::Error>> {
    let settings = view.settings().map_err(Undecided::Unreadable)?;
    if let Command::Open { settings: new, sources } = command {
        return upkeep::open(settings.is_some(), new, sources);
    }
    let Some(settings) = settings else {
        return Err(Refusal::Malformed { why: "账簿还没有建立".to_owned() }.into());
    };
    let closing = Closing { through: view.closed_through().map_err(Undecided::Unreadable)?, today: moment.today };
    let desk = Desk { terms: Terms::new(catalog, &settings), view, actor, closing };
    match command {
        Command::Open { .. } => Err(Refusal::Malformed { why: "账簿已经建立".to_owned() }.into()),
        Command::Create(new) => desk.create(new),
        Command::Import { file, rows } => desk.import(file, rows),
        Command::Revise { entry, base, typed } => desk.revise(entry, *base, typed),
        Command::Move { entry, base, transition, typed, opinion } => desk.advance(entry, *base, transition, typed, opinion),
        Command::Attach { entry, evidence } => desk.attach(entry, evidence),
        Command::Void { entry, base, reason } => desk.void(entry, *base, reason),
        Command::ChangeSettings { settings } => desk.change_settings(settings),
        Command::AdoptDefinitions { sources } => desk.adopt(sources),
        Command::SetTarget(target) => desk.set_target(target),
        Command::Report { document, hash, year, accept, withdraw } => desk.report(document, hash, *year, accept, withdraw),
        Command::Close { period } => desk.close(*period),
        Command::Publish(document) => Ok(vec![plain(Event::Published(document.clone()))]),
        Command::SetUser { user, name, role, section, manages } => {
            let event = Event::UserSet {
                user: user.clone(),
                name: name.clone(),
                role: *role,
                section: section.clone(),
                manages: *manages,
            };
            Ok(vec![plain(event)])
        }
        Command::Learn(learnt) => Ok(upkeep::learn(learnt)?),
    }
}

/// A change that posts nothing.
fn plain(event: Event) -> Change {
    Change { event, postings: Vec::new(), row: None }
}

/// Everything a guard looks at.
struct Desk<'a, V: BookView + ?Sized> {
    terms: Terms<'a>,
    view: &'a V,
    actor: &'a Actor,
    closing: Closing,
}

impl<V: BookView + ?Sized> Desk<'_, V> {
    /// The entry as it stands, if it is the revision the person had before them and is not voided.
    fn current(&self, id: &crate::id::EntryId, base: u32) -> Result<(Entry, &Ledger), Undecided<V::Error>> {
        let entry = self.view.entry(id).map_err(Undecided::Unreadable)?;
        let entry = entry.ok_or_else(|| Refusal::NoSuchEntry { entry: id.clone() })?;
        let ledger = self.ledger(&entry.ledger)?;
        if entry.revision != base {
            return Err(Refusal::SavedMeanwhile { entry: id.clone(), base, now: entry.revision }.into());
        }
        if entry.voided.is_some() {
            return Err(Refusal::Voided { entry: id.clone() }.into());
        }
        Ok((entry, ledger))
    }

    fn ledger(&self, id: &crate::id::LedgerId) -> Result<&Ledger, Undecided<V::Error>> {
        Ok(self.terms.catalog.ledger(id).ok_or_else(|| Refusal::NoSuchLedger { ledger: id.clone() })?)
    }
}
