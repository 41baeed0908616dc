//! Permission. A [`Desk`] is one person's place at the book; every use-case is a method of it and asks here first.
//!
//! | | 经办 | 科室负责人 | 局领导 | 审计 |
//! |---|---|---|---|---|
//! | see entries | own section | own section | all | all |
//! | enter, revise, import | own section | own section | – | – |
//! | transitions | as the pack says | as the pack says | as the pack says | – |
//! | void | – | own section | – | – |
//! | see figures, board, documents, check texts | all | all | all | all |
//! | say what a wording speaks of, accept or ignore findings | yes | yes | yes | – |
//! | set targets, close periods, publish, accept reported figures | – | – | yes | – |
//!
//! The journal and `verify` are open to 局领导 and 审计. Accounts are kept by whoever `manages`, with or without a role.

use kezhang_ledger::command::Actor;
use kezhang_ledger::definition::{Catalog, Ledger, Role};
use kezhang_ledger::entry::Entry;
use kezhang_ledger::id::{PackId, SectionId, UserId};
use kezhang_ledger::settings::Settings;
use kezhang_store::{BookReader, User};

use crate::clock;
use crate::error::{AppError, Result};
use crate::kezhang::{Kezhang, OPERATOR, operator};

/// One person's place at the book.
pub struct Desk<'a> {
    pub(crate) app: &'a Kezhang,
    /// Who sits there.
    pub user: User,
}

impl Kezhang {
    /// The desk of whoever holds this session token.
    ///
    /// # Errors
    /// The session is over, or the person may no longer.
    pub fn desk(&self, token: &str) -> Result<Desk<'_>> {
        let hash = kezhang_ledger::journal::Hash::of(token.as_bytes());
        let reader = self.store.reader()?;
        let user = reader.session(&hash, clock::seconds())?.ok_or(AppError::SignInFirst)?;
        self.desk_of(reader.as_ref(), &user)
    }

    fn desk_of(&self, reader: &dyn BookReader, user: &UserId) -> Result<Desk<'_>> {
        let known = reader.users()?.into_iter().find(|known| known.user == *user);
        let user = known.filter(|user| user.role.is_some() || user.manages).ok_or(AppError::SignInFirst)?;
        Ok(Desk { app: self, user })
    }

    /// The desk of the command line: whoever holds the file may do everything.
    pub fn operator_desk(&self) -> Desk<'_> {
        let user = User {
            user: UserId::from(OPERATOR),
            name: "命令行".to_owned(),
            role: Some(Role::Head),
            section: None,
            manages: true,
        };
        Desk { app: self, user }
    }
}

impl Desk<'_> {
    /// The role; those without one only manage accounts.
    pub fn role(&self) -> Option<Role> {
        self.user.role
    }

    /// Whether this is the command line.
    pub fn is_operator(&self) -> bool {
        self.user.user.as_str() == OPERATOR
    }

    pub(crate) fn actor(&self) -> Result<Actor> {
        if self.is_operator() {
            return Ok(operator());
        }
        let role = self.user.role.ok_or_else(|| AppError::denied("您的账号只管账号，不办业务"))?;
        Ok(Actor { user: self.user.user.clone(), role, section: self.user.section.clone() })
    }

    /// The sections whose entries may be seen; `None`: all.
    pub fn sections_seen(&self) -> Option<Vec<SectionId>> {
        match self.user.role {
            _ if self.is_operator() => None,
            Some(Role::Director | Role::Auditor) => None,
            Some(Role::Clerk | Role::Head) => Some(self.user.section.iter().cloned().collect()),
            None => Some(Vec::new()),
        }
    }

    /// Whether an entry may be seen.
    pub fn sees(&self, entry: &Entry) -> bool {
        self.sections_seen().is_none_or(|sections| sections.contains(&entry.section))
    }

    /// Whether entries of a section may be entered and revised.
    pub fn writes_in(&self, section: &SectionId) -> bool {
        let own = self.user.section.as_ref() == Some(section);
        self.is_operator() || (own && matches!(self.user.role, Some(Role::Clerk | Role::Head)))
    }

    /// Whether entries of a section may be voided.
    pub fn voids_in(&self, section: &SectionId) -> bool {
        self.writes_in(section) && (self.is_operator() || self.user.role == Some(Role::Head))
    }

    /// Whether targets, closings, publishing and reported figures are this person's business.
    pub fn directs(&self) -> bool {
        self.is_operator() || self.user.role == Some(Role::Director)
    }

    /// Whether the journal may be read and verified.
    pub fn audits(&self) -> bool {
        self.directs() || self.user.role == Some(Role::Auditor)
    }

    /// Whether anything of the business may be seen.
    pub fn sees_business(&self) -> Result<()> {
        if self.user.role.is_some() { Ok(()) } else { Err(AppError::denied("您的账号只管账号，不看业务")) }
    }

    pub(crate) fn must_write_in(&self, section: &SectionId, what: &str) -> Result<()> {
        if self.writes_in(section) {
            return Ok(());
        }
        let who = match self.user.role {
            Some(Role::Clerk | Role::Head) => "这是别的科室的台账",
            Some(Role::Director) => "局领导只看、批、结账，不直接记账",
            Some(Role::Auditor) => "审计只读",
            None => "您的账号只管账号",
        };
        Err(AppError::denied(format!("{who}，您不能{what}")))
    }

    pub(crate) fn must_direct(&self, what: &str) -> Result<()> {
        if self.directs() { Ok(()) } else { Err(AppError::denied(format!("{what}要由局领导办理"))) }
    }

    pub(crate) fn must_audit(&self, what: &str) -> Result<()> {
        if self.audits() { Ok(()) } else { Err(AppError::denied(format!("{what}要由局领导或审计办理"))) }
    }

    /// The book as it is at this moment.
    pub(crate) fn reader(&self) -> Result<Box<dyn BookReader + '_>> {
        Ok(self.app.store.reader()?)
    }
}

/// The section that handles a ledger: by its pack, or the bureau's first.
pub(crate) fn section_of(settings: &Settings, pack: &PackId) -> Result<SectionId> {
    let section = settings.section_of(pack).or(settings.sections.first());
    section.map(|section| section.id.clone()).ok_or_else(|| AppError::unusable("单位还没有设科室，请先在设置中建立"))
}

/// The bureau's settings; a book without them was never opened.
pub(crate) fn settings_of(reader: &dyn BookReader) -> Result<Settings> {
    reader.settings()?.ok_or_else(|| AppError::unusable("账簿还没有建立"))
}

/// The ledger of that id.
pub(crate) fn ledger_of<'c>(catalog: &'c Catalog, id: &str) -> Result<&'c Ledger> {
    catalog.ledger(id).ok_or_else(|| AppError::not_found(format!("没有台账“{id}”")))
}
