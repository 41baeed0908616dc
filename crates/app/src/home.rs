//! The work table: what waits for this person, what falls due, what they handled last, and the year's targets.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use kezhang_ledger::decide::Terms;
use kezhang_ledger::definition::{Ledger, Role, Transition};
use kezhang_ledger::journal::Event;
use kezhang_ledger::settings::Settings;
use kezhang_ledger::value::Value;
use kezhang_store::{BookReader, Filter, ListQuery};
use serde::Serialize;

use crate::board::Light;
use crate::clock;
use crate::desk::{Desk, settings_of};
use crate::error::Result;
use crate::show;

/// Days ahead that count as «soon».
const SOON_DAYS: i64 = 30;

/// Entries looked at by transition; a section's work seldom has more open at once.
const OPEN_MAX: u32 = 300;

/// The work table.
#[derive(Clone, Debug, Serialize)]
pub struct Home {
    /// 待我办: decisions that wait for this role.
    pub waiting: Vec<Task>,
    /// 快到期 and overdue, soonest first.
    pub due: Vec<Task>,
    /// 最近经手: entry, title, ledger, when, what.
    pub recent: Vec<RecentView>,
    /// The year's targets: indicator id, name, printed actual and target, light class and word.
    pub targets: Vec<TargetView>,
}

/// Something to do.
#[derive(Clone, Debug, Serialize)]
pub struct Task {
    /// Entry.
    pub entry: String,
    /// What it is called.
    pub title: String,
    /// Ledger name.
    pub ledger: String,
    /// What to do.
    pub what: String,
    /// The day it is due; blank where there is no limit.
    pub due_on: String,
    /// Days left; negative: overdue.
    pub days_left: Option<i64>,
}

/// An entry handled lately.
#[derive(Clone, Debug, Serialize)]
pub struct RecentView {
    /// Entry.
    pub entry: String,
    /// What it is called.
    pub title: String,
    /// Ledger name.
    pub ledger: String,
    /// When.
    pub at: String,
}

/// A target of the year in the strip.
#[derive(Clone, Debug, Serialize)]
pub struct TargetView {
    /// Indicator.
    pub id: String,
    /// Name.
    pub name: String,
    /// `183 / 200 件`.
    pub progress: String,
    /// Class of the light.
    pub light: &'static str,
    /// Word of the light.
    pub word: &'static str,
    /// Completion as printed.
    pub completion: String,
}

impl Desk<'_> {
    /// The work table for a year's targets.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn home(&self, year: i16) -> Result<Home> {
        self.sees_business()?;
        let reader = self.reader()?;
        let reader = reader.as_ref();
        let (catalog, settings) = (reader.catalog()?, settings_of(reader)?);
        let terms = Terms::new(&catalog, &settings);
        let (mut waiting, mut due) = (Vec::new(), Vec::new());
        for ledger in catalog.ledgers.values().filter(|ledger| self.handles(&settings, ledger)) {
            for transition in &ledger.transitions {
                self.tasks(reader, &terms, ledger, transition, &mut waiting, &mut due)?;
            }
        }
        due.sort_by(|a: &Task, b: &Task| a.due_on.cmp(&b.due_on));
        waiting.sort_by(|a: &Task, b: &Task| {
            (a.due_on.is_empty(), &a.due_on, &a.title).cmp(&(b.due_on.is_empty(), &b.due_on, &b.title))
        });
        Ok(Home { waiting, due, recent: self.recent(reader, &terms)?, targets: self.target_strip(year)? })
    }

    fn handles(&self, settings: &Settings, ledger: &Ledger) -> bool {
        let section = settings.section_of(&ledger.pack).map(|section| &section.id);
        self.sections_seen().is_none_or(|sections| section.is_some_and(|section| sections.contains(section)))
    }

    fn tasks(
        &self,
        reader: &dyn BookReader,
        terms: &Terms,
        ledger: &Ledger,
        transition: &Transition,
        waiting: &mut Vec<Task>,
        due: &mut Vec<Task>,
    ) -> Result<()> {
        let Some(role) = self.user.role else { return Ok(()) };
        let waits = transition.by.contains(&role) && waits_for(ledger, transition, role);
        if !waits && transition.due.is_none() {
            return Ok(());
        }
        let mut query = ListQuery::new(ledger.id.clone());
        query.sections = self.sections_seen();
        query.count = OPEN_MAX;
        query.filters.push(Filter::State(transition.from.clone()));
        for entry in reader.list(&query)?.entries {
            let due_on = transition.due.as_ref().and_then(|(field, days)| due_day(entry.values.get(field)?, *days));
            let days_left = due_on.map(days_until);
            let task = Task {
                entry: entry.id.to_string(),
                title: show::title(terms, ledger, &entry),
                ledger: ledger.name.clone(),
                what: transition.name.clone(),
                due_on: due_on.map(|day| day.to_string()).unwrap_or_default(),
                days_left,
            };
            if days_left.is_some_and(|days| days <= SOON_DAYS) {
                due.push(task.clone());
            }
            if waits {
                waiting.push(task);
            }
        }
        Ok(())
    }

    fn recent(&self, reader: &dyn BookReader, terms: &Terms) -> Result<Vec<RecentView>> {
        let mut seen: BTreeMap<String, ()> = BTreeMap::new();
        let mut found = Vec::new();
        for line in reader.recent(&self.user.user, 60)? {
            let Ok(Event::Entry(event)) = line.event() else { continue };
            if seen.insert(event.id.to_string(), ()).is_some() || found.len() >= 12 {
                continue;
            }
            let (Some(entry), Some(ledger)) = (reader.entry(&event.id)?, terms.catalog.ledger(&event.ledger)) else { continue };
            if self.sees(&entry) {
                found.push(RecentView {
                    entry: entry.id.to_string(),
                    title: show::title(terms, ledger, &entry),
                    ledger: ledger.name.clone(),
                    at: line.at.get(..16).unwrap_or(&line.at).replace('T', " "),
                });
            }
        }
        Ok(found)
    }

    fn target_strip(&self, year: i16) -> Result<Vec<TargetView>> {
        let board = self.board(year)?;
        let over = year < clock::now().today.year();
        let mut rows: Vec<_> = board.areas.into_iter().flat_map(|area| area.rows).collect();
        // What needs the director stands first; the order of the packs holds within a colour.
        rows.sort_by_key(|row| std::cmp::Reverse(row.light.map(|light| light as usize)));
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                let (target, light): (String, Light) = (row.target?, row.light?);
                Some(TargetView {
                    id: row.id,
                    name: row.name,
                    progress: format!("{} / {target}{}", row.actual.text, row.unit),
                    light: light.class(),
                    word: light.word(over),
                    completion: row.completion.map(crate::board::percent).unwrap_or_default(),
                })
            })
            .collect())
    }
}

/// A decision that the pack says entries wait for, where the clerk cannot take it; for the clerk, what does not count yet
/// and would with this step.
fn waits_for(ledger: &Ledger, transition: &Transition, role: Role) -> bool {
    let counts = |state: &kezhang_ledger::id::StateId| ledger.state(state).is_some_and(|state| state.counts);
    match role {
        Role::Clerk => transition.from.iter().all(|state| !counts(state)) && counts(&transition.to),
        _ => transition.waits && !transition.by.contains(&Role::Clerk),
    }
}

fn due_day(value: &Value, days: i64) -> Option<Date> {
    value.as_date()?.checked_add(days.days()).ok()
}

fn days_until(day: Date) -> i64 {
    clock::now().today.until(day).map_or(0, |span| i64::from(span.get_days()))
}
