//! The demo book on disk: the made-up bureau's commands carried out, and its accounts with random passwords.

use std::io::Write;
use std::path::Path;

use kezhang_ledger::command::Command;
use kezhang_ledger::journal::Event;
use kezhang_store::Store;
use kezhang_store::sqlite::SqliteStore;

use crate::account::random_password;
use crate::demo;
use crate::desk::settings_of;
use crate::error::{AppError, Result, io_reason};
use crate::kezhang::Kezhang;
use crate::packs;

/// What was made.
#[derive(Clone, Debug)]
pub struct DemoBook {
    /// Journal lines.
    pub lines: u64,
    /// Head of the chain: the same seed gives the same.
    pub head: String,
    /// Accounts.
    pub accounts: Vec<DemoAccount>,
}

/// An account of the demo book.
#[derive(Clone, Debug)]
pub struct DemoAccount {
    /// Account.
    pub user: String,
    /// Password: random, another one each time.
    pub password: String,
    /// Person.
    pub name: String,
    /// Role in words.
    pub role: String,
    /// Section in words.
    pub section: String,
}

/// File in the book's folder that the accounts are written to. Only a demo book has it.
pub const ACCOUNTS_FILE: &str = "演示账号.txt";

/// Makes the demo book of a seed. `progress` is told how many commands are done, of how many.
///
/// # Errors
/// A book is there already, or the folder cannot be written.
pub fn make(folder: &Path, seed: u64, progress: &dyn Fn(usize, usize)) -> Result<DemoBook> {
    let made = demo::make(seed, packs::shipped())
        .map_err(|mistakes| AppError::unusable(format!("业务包有{}处错误，请先运行 kezhang packs check", mistakes.len())))?;
    let store = SqliteStore::create(folder, &demo::settings().bureau)?;
    for file in &made.files {
        store.keep_file(&file.evidence.name, &file.bytes)?;
    }
    let all = made.commands.len();
    let mut users = Vec::new();
    for (done, (actor, command, moment)) in made.commands.iter().enumerate() {
        let receipt = store.submit(actor, command, moment)?;
        if let Command::SetUser { user, .. } = command {
            users.push(user.clone());
        }
        debug_assert!(receipt.changes.iter().all(|change| !matches!(change.event, Event::Learnt(_))));
        progress(done + 1, all);
    }
    users.sort();
    users.dedup();
    let (lines, head) = store.reader()?.head()?;
    let book = Kezhang::over(std::sync::Arc::new(store))?;
    let accounts = accounts(&book, &users)?;
    write_accounts(folder, &accounts)?;
    Ok(DemoBook { lines, head: head.to_string(), accounts })
}

fn accounts(book: &Kezhang, users: &[kezhang_ledger::id::UserId]) -> Result<Vec<DemoAccount>> {
    let reader = book.store().reader()?;
    let settings = settings_of(reader.as_ref())?;
    let known = reader.users()?;
    drop(reader);
    let mut accounts = Vec::new();
    for user in known.into_iter().filter(|known| users.contains(&known.user) && (known.role.is_some() || known.manages)) {
        let password = random_password()?;
        book.set_password(&user.user, &password)?;
        let section = user.section.and_then(|id| settings.sections.iter().find(|section| section.id == id));
        accounts.push(DemoAccount {
            user: user.user.to_string(),
            password,
            name: user.name,
            role: user.role.map_or("管理员", kezhang_ledger::definition::Role::name).to_owned(),
            section: section.map(|section| section.name.clone()).unwrap_or_default(),
        });
    }
    Ok(accounts)
}

/// Readable by the owner of the folder only.
fn write_accounts(folder: &Path, accounts: &[DemoAccount]) -> Result<()> {
    let failed = |error: std::io::Error| AppError::unusable(format!("写不了演示账号：{}", io_reason(&error)));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(folder.join(ACCOUNTS_FILE)).map_err(failed)?;
    for account in accounts {
        let line = format!("{}\t{}\t{}\t{}\t{}\n", account.user, account.password, account.name, account.role, account.section);
        file.write_all(line.as_bytes()).map_err(failed)?;
    }
    Ok(())
}
