//! Keeping the book: closing periods, verifying, the journal, targets, packs.

use std::path::{Path, PathBuf};

use jiff::ToSpan;
use kezhang_ledger::command::Command;
use kezhang_ledger::definition::{Role, Sources};
use kezhang_ledger::id::UserId;
use kezhang_ledger::journal::{Event, Line, Target, TargetOperator};
use kezhang_ledger::period::{Period, print_day};
use kezhang_ledger::settings::Settings;
use kezhang_store::{User, Verified};
use rust_decimal::Decimal;
use serde::Serialize;

pub use kezhang_store::sqlite::ServeLock;

use crate::clock;
use crate::desk::{Desk, settings_of};
use crate::error::{AppError, Result};

/// Whether a folder holds a book.
pub fn is_book(folder: &Path) -> bool {
    folder.join(kezhang_store::sqlite::FILE).exists()
}

/// Puts a backup in the place of a book; says where the old one lies now.
///
/// # Errors
/// The file is no backup or is damaged, or the book is being served; then nothing has changed.
pub fn restore(from: &Path, folder: &Path) -> Result<Option<PathBuf>> {
    Ok(kezhang_store::sqlite::restore(from, folder)?)
}

/// What has been closed, as the closing statement prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClosingStatement {
    /// Bureau.
    pub bureau: String,
    /// The period in words.
    pub period: String,
    /// Last day closed, in words.
    pub through: String,
    /// When, by whom.
    pub closed_at: String,
    /// By whom.
    pub closed_by: String,
    /// Journal position of the closing.
    pub seq: u64,
    /// Hash of that line: the head of the chain at closing.
    pub head: String,
}

/// A line of the journal as a page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct JournalRow {
    /// Position.
    pub seq: u64,
    /// Day and time.
    pub at: String,
    /// Who.
    pub who: String,
    /// What, in words.
    pub what: String,
    /// Entry, where it is about one.
    pub entry: Option<String>,
    /// First digits of the hash.
    pub hash: String,
}

impl Desk<'_> {
    /// Closes everything up to the end of a period.
    ///
    /// # Errors
    /// Only directors close; the period is over only when its last day is past.
    pub fn close(&self, period: &str) -> Result<ClosingStatement> {
        self.must_direct("结账")?;
        let period = Period::parse(period).map_err(AppError::unusable)?;
        let receipt = self.app.submit(&self.actor()?, &Command::Close { period })?;
        let statements = self.closings()?;
        let made = statements.into_iter().find(|statement| statement.seq == receipt.last);
        made.ok_or_else(|| AppError::not_found("结账单"))
    }

    /// Every closing, newest first.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn closings(&self) -> Result<Vec<ClosingStatement>> {
        self.sees_business()?;
        let reader = self.reader()?;
        let settings = settings_of(reader.as_ref())?;
        let users = reader.users()?;
        let mut found = Vec::new();
        let mut from = 1;
        loop {
            let lines = reader.lines(from, 5_000)?;
            let Some(last) = lines.last() else { break };
            from = last.seq + 1;
            for line in lines.iter().filter(|line| line.body.starts_with("{\"event\":\"closed\"")) {
                if let Ok(Event::Closed { through, period }) = line.event() {
                    found.push(ClosingStatement {
                        bureau: settings.name.clone(),
                        period: period.name(),
                        through: print_day(through),
                        closed_at: line.at.get(..16).unwrap_or(&line.at).replace('T', " "),
                        closed_by: name_of(&users, &line.actor),
                        seq: line.seq,
                        head: line.hash.to_string(),
                    });
                }
            }
        }
        found.reverse();
        Ok(found)
    }

    /// Holds the book against its journal.
    ///
    /// # Errors
    /// Only directors and auditors verify; or the book cannot be read.
    pub fn verify(&self) -> Result<Verified> {
        self.must_audit("核验账簿")?;
        Ok(self.app.store.verify()?)
    }

    /// A page of the journal, newest first; `before` is the position to go back from.
    ///
    /// # Errors
    /// Only directors and auditors read it; or the book cannot be read.
    pub fn journal(&self, before: Option<u64>, count: u32) -> Result<Vec<JournalRow>> {
        self.must_audit("查看日记账")?;
        let reader = self.reader()?;
        let last = before.map_or(reader.head()?.0, |before| before.saturating_sub(1));
        let first = last.saturating_sub(u64::from(count)) + 1;
        let users = reader.users()?;
        let catalog = reader.catalog()?;
        let lines = reader.lines(first, count)?;
        let row = |line: &Line| {
            let (what, entry) = describe(&catalog, line);
            JournalRow {
                seq: line.seq,
                at: line.at.get(..16).unwrap_or(&line.at).replace('T', " "),
                who: name_of(&users, &line.actor),
                what,
                entry,
                hash: line.hash.short(),
            }
        };
        Ok(lines.iter().rev().filter(|line| line.seq <= last).map(row).collect())
    }

    /// Sets a target of a year, or takes it back where `value` is blank.
    ///
    /// # Errors
    /// Only directors set targets; the value is no number.
    pub fn set_target(&self, indicator: &str, year: i16, value: &str, at_most: bool) -> Result<()> {
        self.must_direct("下达目标")?;
        let value = match value.trim() {
            "" => None,
            text => {
                let digits = kezhang_ledger::field::parse_number(&kezhang_ledger::value::half_width(text), "", "", 4);
                Some(digits.map_err(AppError::unusable)?)
            }
        };
        let operator = if at_most { TargetOperator::AtMost } else { TargetOperator::AtLeast };
        let target = Target { indicator: indicator.into(), period: Period::year(year), value, operator };
        self.app.submit(&self.actor()?, &Command::SetTarget(target)).map(|_| ())
    }

    /// The target of an indicator in a year, to fill a form with.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn target(&self, indicator: &str, year: i16) -> Result<Option<(Decimal, TargetOperator)>> {
        let reader = self.reader()?;
        let found = reader.target(&indicator.into(), Period::year(year), None)?;
        Ok(found.and_then(|target| Some((target.value?, target.operator))))
    }

    /// What can be closed next: months and years that are over and still open, at most a year's worth.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn next_closings(&self) -> Result<Vec<NextClosing>> {
        self.sees_business()?;
        let reader = self.reader()?;
        let today = clock::now().today;
        let first_year = reader.years()?.into_iter().min().unwrap_or(today.year());
        let open_from = match reader.closed_through()? {
            Some(through) => through.checked_add(1.day()).unwrap_or(through),
            None => Period::year(first_year).first(),
        };
        let mut found = Vec::new();
        let mut add = |period: Period| {
            if period.last() >= open_from && period.last() < today {
                found.push(NextClosing { period: period.to_string(), name: period.name() });
            }
        };
        (first_year..=today.year()).map(Period::year).for_each(&mut add);
        (1..=12).filter_map(|month| Period::month(open_from.year(), month)).for_each(&mut add);
        Ok(found)
    }

    /// The bureau's settings.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn settings(&self) -> Result<Settings> {
        settings_of(self.reader()?.as_ref())
    }

    /// Adopts the packs the program was started with, where they differ from the book's. Says how many entries were
    /// booked anew; `None` where nothing differs.
    ///
    /// # Errors
    /// The packs have mistakes, or the book cannot be written.
    pub fn adopt(&self, sources: &Sources) -> Result<Option<usize>> {
        self.must_manage()?;
        if self.reader()?.catalog()?.sources == *sources {
            return Ok(None);
        }
        let command = Command::AdoptDefinitions { sources: sources.clone() };
        let receipt = self.app.store.submit(&self.manager(), &command, &clock::now())?;
        Ok(Some(receipt.changes.len() - 1))
    }
}

/// A period that can be closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NextClosing {
    /// As `Period::parse` reads it.
    pub period: String,
    /// In words.
    pub name: String,
}

/// The name of whoever wrote a line.
pub(crate) fn name_of(users: &[User], user: &UserId) -> String {
    if user.as_str() == crate::kezhang::OPERATOR {
        return "命令行".to_owned();
    }
    users.iter().find(|known| known.user == *user).map_or_else(|| user.to_string(), |known| known.name.clone())
}

fn describe(catalog: &kezhang_ledger::definition::Catalog, line: &Line) -> (String, Option<String>) {
    let Ok(event) = line.event() else { return ("读不懂的一行".to_owned(), None) };
    match event {
        Event::BookOpened { settings } => (format!("建账：{}", settings.name), None),
        Event::SettingsChanged { .. } => ("修改单位设置".to_owned(), None),
        Event::DefinitionsAdopted { sources } => (format!("采用业务包定义（{}个文件）", sources.len()), None),
        Event::Entry(event) => {
            use kezhang_ledger::journal::EntryAction::{Attached, Created, Moved, Reposted, Revised, Voided};
            let ledger = catalog.ledger(&event.ledger);
            let action = match event.action {
                Created => "新增",
                Revised => "修改",
                Moved => "流转",
                Attached => "上传佐证",
                Voided => "作废",
                Reposted => "重新计数",
            };
            let name = ledger.map_or(event.ledger.as_str(), |ledger| ledger.name.as_str());
            let title = ledger.map(|ledger| event.entry(Some(ledger)).title(ledger)).unwrap_or_default();
            (format!("{action} {name} {title}（第{}版）", event.revision), Some(event.id.to_string()))
        }
        Event::TargetSet(target) => {
            let name = catalog.indicators.get(&target.indicator).map_or(target.indicator.as_str(), |i| i.name.as_str());
            let value = target.value.map_or_else(|| "取消".to_owned(), |value| value.normalize().to_string());
            (format!("目标 {} {name}：{value}", target.period.name()), None)
        }
        Event::Reported(event) => (
            format!(
                "上报数 {}年 采用{}个，撤回{}个（{}）",
                event.year,
                event.accepted.len(),
                event.withdrawn.len(),
                event.document
            ),
            None,
        ),
        Event::Closed { through, .. } => (format!("结账至{}", print_day(through)), None),
        Event::Published(event) => (format!("发布文稿《{}》", event.title), None),
        Event::UserSet { name, role, .. } => (format!("账号 {name}：{}", role.map_or("停用或只管账号", Role::name)), None),
        Event::Learnt(event) => (crate::check::remembered(&event, |figure| crate::chip::figure_name(catalog, figure)), None),
    }
}
