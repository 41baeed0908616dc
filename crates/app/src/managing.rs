//! Who may come in: accounts, their roles and sections, and their passwords. Only who manages accounts does this.

use kezhang_ledger::command::Command;
use kezhang_ledger::definition::Role;
use kezhang_ledger::id::{SectionId, UserId};
use kezhang_store::User;
use serde::Serialize;

use crate::account::random_password;
use crate::clock;
use crate::desk::{Desk, settings_of};
use crate::error::{AppError, Result};

/// An account as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountView {
    /// Account name.
    pub user: String,
    /// Person.
    pub name: String,
    /// Role in words; blank without one.
    pub role: &'static str,
    /// Role id.
    pub role_id: &'static str,
    /// Section in words.
    pub section: String,
    /// Section id.
    pub section_id: String,
    /// Whether the person manages accounts.
    pub manages: bool,
}

/// An account as its form has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Account name.
    pub user: String,
    /// Name for people.
    pub name: String,
    /// Role; `None`: no business, or no longer.
    pub role: Option<Role>,
    /// Section.
    pub section: Option<SectionId>,
    /// Whether the person manages accounts.
    pub manages: bool,
}

impl Desk<'_> {
    /// Everybody with an account.
    ///
    /// # Errors
    /// Only who manages accounts sees them.
    pub fn accounts(&self) -> Result<Vec<AccountView>> {
        self.must_manage()?;
        let reader = self.reader()?;
        let settings = settings_of(reader.as_ref())?;
        let section = |id: &SectionId| settings.sections.iter().find(|known| known.id == *id).map(|known| known.name.clone());
        let view = |user: User| AccountView {
            user: user.user.to_string(),
            name: user.name,
            role: user.role.map_or("", Role::name),
            role_id: user.role.map_or("", Role::id),
            section: user.section.as_ref().and_then(section).unwrap_or_default(),
            section_id: user.section.map(|id| id.to_string()).unwrap_or_default(),
            manages: user.manages,
        };
        Ok(reader.users()?.into_iter().map(view).collect())
    }

    /// Admits a person or changes their role, and gives a new account its first password, shown once.
    ///
    /// # Errors
    /// Only who manages accounts does; a clerk or head needs a section; nobody shuts themselves out.
    pub fn set_account(&self, account: &Account) -> Result<Option<String>> {
        self.must_manage()?;
        let id = account.user.trim();
        crate::account::check_name(&UserId::from(id))?;
        if account.name.trim().is_empty() {
            return Err(AppError::unusable("请填姓名"));
        }
        let needs_section = matches!(account.role, Some(Role::Clerk | Role::Head));
        let settings = settings_of(self.reader()?.as_ref())?;
        let section = account.section.as_ref().filter(|id| settings.sections.iter().any(|section| section.id == **id));
        if needs_section && section.is_none() {
            return Err(AppError::unusable("经办和科室负责人要有科室"));
        }
        if id == self.user.user.as_str() && !account.manages {
            return Err(AppError::denied("不能取消自己管账号的权限，请由另一位管理员办理"));
        }
        let user = UserId::from(id);
        let known = self.reader()?.secret(&user)?.is_some();
        let command = Command::SetUser {
            user: user.clone(),
            name: account.name.trim().to_owned(),
            role: account.role,
            section: section.cloned(),
            manages: account.manages,
        };
        self.app.store.submit(&self.manager(), &command, &clock::now())?;
        if account.role.is_none() && !account.manages {
            self.app.store.set_secret(&user, None)?;
            self.app.store.end_session(kezhang_store::SessionKey::User(&user))?;
            return Ok(None);
        }
        if known {
            return Ok(None);
        }
        let password = random_password()?;
        self.app.set_password(&user, &password)?;
        Ok(Some(password))
    }

    /// Gives an account a new password, shown once.
    ///
    /// # Errors
    /// Only who manages accounts does.
    pub fn reset_password(&self, user: &str) -> Result<String> {
        self.must_manage()?;
        let password = random_password()?;
        self.app.set_password(&UserId::from(user), &password)?;
        Ok(password)
    }

    /// Changes one's own password.
    ///
    /// # Errors
    /// The old one is wrong, or the new one is too weak.
    pub fn change_password(&self, old: &str, new: &str) -> Result<()> {
        let token = self.app.sign_in(&self.user.user, old)?;
        self.app.sign_out(&token)?;
        self.app.set_password(&self.user.user, new)
    }

    pub(crate) fn must_manage(&self) -> Result<()> {
        if self.user.manages { Ok(()) } else { Err(AppError::denied("账号要由管理员办理")) }
    }

    /// Managing accounts is not business; the kernel only wants to know who did it.
    pub(crate) fn manager(&self) -> kezhang_ledger::command::Actor {
        kezhang_ledger::command::Actor {
            user: self.user.user.clone(),
            role: self.user.role.unwrap_or(Role::Auditor),
            section: self.user.section.clone(),
        }
    }
}
