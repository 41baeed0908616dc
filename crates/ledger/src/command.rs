//! Commands: what a person asks the book to do. Values arrive as typed; the kernel reads them by the field's type.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::definition::{Role, Sources};
use crate::entry::Evidence;
use crate::id::{EntryId, FieldId, LedgerId, SectionId, StateId, TransitionId, UserId};
use crate::journal::{LearntEvent, PublishedEvent, Reported, Target};
use crate::period::Period;
use crate::settings::Settings;

/// Who asks, with what the guards need to know of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Account.
    pub user: UserId,
    /// Role.
    pub role: Role,
    /// Section, for those who belong to one.
    pub section: Option<SectionId>,
}

/// When it is asked: a parameter, because the kernel has no clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// RFC 3339 with the bureau's offset.
    pub at: String,
    /// The date at the bureau.
    pub today: Date,
}

/// What was typed into fields. A blank text clears the field.
pub type Typed = BTreeMap<FieldId, String>;

/// A command.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Opens a new book.
    Open {
        /// Settings of the bureau.
        settings: Settings,
        /// Packs to begin with.
        sources: Sources,
    },
    /// Changes the bureau's settings.
    ChangeSettings {
        /// The new ones.
        settings: Settings,
    },
    /// Adopts other definitions and books every entry anew where they differ.
    AdoptDefinitions {
        /// The packs' files.
        sources: Sources,
    },
    /// Makes an entry.
    Create(NewEntry),
    /// Makes or revises many entries at once: all of them or none.
    Import {
        /// The file's name, for the journal.
        file: String,
        /// One a row.
        rows: Vec<ImportRow>,
    },
    /// Changes values of an entry.
    Revise {
        /// Entry.
        entry: EntryId,
        /// The revision the person had before them.
        base: u32,
        /// Fields that change.
        typed: Typed,
    },
    /// Moves an entry to another state.
    Move {
        /// Entry.
        entry: EntryId,
        /// The revision the person had before them.
        base: u32,
        /// Transition.
        transition: TransitionId,
        /// Fields filled on the way.
        typed: Typed,
        /// Opinion.
        opinion: String,
    },
    /// Adds a file to an entry.
    Attach {
        /// Entry.
        entry: EntryId,
        /// The file.
        evidence: Evidence,
    },
    /// Voids an entry.
    Void {
        /// Entry.
        entry: EntryId,
        /// The revision the person had before them.
        base: u32,
        /// Why.
        reason: String,
    },
    /// Sets a target, or takes it back.
    SetTarget(Target),
    /// Accepts or withdraws reported figures.
    Report {
        /// The report's title or file name.
        document: String,
        /// SM3 of the file in hex.
        hash: String,
        /// Year it is about.
        year: i16,
        /// Figures to accept.
        accept: Vec<Reported>,
        /// Ids to withdraw.
        withdraw: Vec<String>,
    },
    /// Closes everything up to the end of a period.
    Close {
        /// The period.
        period: Period,
    },
    /// Publishes a document and freezes its figures.
    Publish(PublishedEvent),
    /// Admits a person, changes their role, or shuts them out.
    SetUser {
        /// Who.
        user: UserId,
        /// Name.
        name: String,
        /// Role; `None` shuts out.
        role: Option<Role>,
        /// Section.
        section: Option<SectionId>,
        /// Whether the person manages accounts.
        manages: bool,
    },
    /// Remembers a decision about a text.
    Learn(LearntEvent),
}

/// A new entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// Ledger.
    pub ledger: LedgerId,
    /// Id, made by the caller.
    pub id: EntryId,
    /// State to begin in; the ledger's first where absent.
    pub state: Option<StateId>,
    /// Values as typed.
    pub typed: Typed,
    /// Section that will handle it.
    pub section: SectionId,
}

/// One row of an import: a new entry, or a revision of the entry that has the same natural key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    /// Row in the file, for the refusals.
    pub row: usize,
    /// The entry it makes; where the natural key is known already, the entry of that key is revised instead.
    pub entry: NewEntry,
}
