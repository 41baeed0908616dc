//! The script: what happens to each entry is told life by life, then all of it is put in the order of time.
//!
//! A life only moves forward: steps are told in the order of their days, which keeps its revision numbers right. Steps
//! past the last day of the story are dropped, and with them everything later in that life.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kezhang_ledger::command::{Actor, Command, ImportRow, Moment, NewEntry, Typed};
use kezhang_ledger::definition::{Catalog, Role, Transition};
use kezhang_ledger::dice::Dice;
use kezhang_ledger::entry::Evidence;
use kezhang_ledger::id::{EntryId, SectionId};
use kezhang_ledger::journal::Hash;
use kezhang_ledger::settings::Settings;

use super::EvidenceFile;
use super::bureau::who;
use super::day::{END, OPENED, workday};

/// What is typed into fields; blanks stay out.
pub(super) type Fields = Vec<(&'static str, String)>;

/// `fields! { name: x, year: 2023 }`
macro_rules! fields {
    ($($name:ident: $value:expr),* $(,)?) => { vec![$((stringify!($name), $value.to_string())),*] };
}
pub(super) use fields;

/// An entry as far as it has been told.
pub(super) struct Life {
    entry: EntryId,
    ledger: &'static str,
    section: SectionId,
    title: String,
    revision: u32,
    evidence: u32,
    turn: usize,
    /// Day and minute of its last step; `None` before the first and after the story's end.
    at: Option<(Date, u32)>,
    begun: bool,
}

struct Step {
    day: Date,
    minute: u32,
    actor: Actor,
    command: Command,
}

/// Everything told so far.
pub(super) struct Script<'a> {
    catalog: &'a Catalog,
    settings: &'a Settings,
    dice: Dice,
    steps: Vec<Step>,
    files: Vec<EvidenceFile>,
    made: BTreeMap<&'static str, u32>,
    keys: BTreeSet<(&'static str, String)>,
}

impl<'a> Script<'a> {
    /// The definitions the story is told by.
    pub(super) fn catalog(&self) -> &'a Catalog {
        self.catalog
    }

    pub(super) fn new(catalog: &'a Catalog, settings: &'a Settings, seed: u64) -> Self {
        let (steps, files) = (Vec::new(), Vec::new());
        Self { catalog, settings, dice: Dice::new(seed), steps, files, made: BTreeMap::new(), keys: BTreeSet::new() }
    }

    /// A command that is not about an entry, at the beginning of a working day.
    pub(super) fn say(&mut self, day: Date, actor: Actor, command: Command) {
        let minute = MORNING - 20 + u32::try_from(self.steps.len() % 15).unwrap_or(0);
        self.steps.push(Step { day, minute, actor, command });
    }

    /// A life that will be entered by hand or by an import.
    pub(super) fn life(&mut self, ledger: &'static str, title: &str) -> Life {
        let number = self.made.entry(ledger).or_default();
        *number += 1;
        let pack = self.catalog.ledger(ledger).map(|ledger| ledger.pack.clone()).unwrap_or_default();
        let section = self.settings.section_of(&pack).map(|section| section.id.clone()).unwrap_or_default();
        let (entry, turn) = (format!("{ledger}-{number:04}").into(), self.dice.below(6));
        let title = title.to_owned();
        Life { entry, ledger, section, title, revision: 0, evidence: 0, turn, at: None, begun: false }
    }

    /// Whether nothing of this key has been told yet; tells it now.
    pub(super) fn is_new(&mut self, ledger: &'static str, key: &str) -> bool {
        self.keys.insert((ledger, key.to_owned()))
    }

    /// Enters a fact by hand, in the first state.
    pub(super) fn create(&mut self, ledger: &'static str, day: Date, title: &str, fields: Fields) -> Life {
        self.create_in(ledger, None, day, title, fields)
    }

    /// Enters a fact by hand, in the state it has reached.
    pub(super) fn create_in(
        &mut self,
        ledger: &'static str,
        state: Option<&'static str>,
        day: Date,
        title: &str,
        fields: Fields,
    ) -> Life {
        let mut life = self.life(ledger, title);
        life.begun = true;
        let Some((day, minute)) = self.next(&mut life, day) else { return life };
        let new = new_entry(&life, state, &fields);
        life.revision = 1;
        let actor = who(&life.section, Role::Clerk, day, life.turn);
        self.steps.push(Step { day, minute, actor, command: Command::Create(new) });
        life
    }

    /// Imports rows of one ledger: new lives, or news of lives that are in the book already.
    pub(super) fn import(&mut self, day: Date, file: &str, rows: Vec<(&mut Life, Option<&'static str>, Fields)>) {
        let day = workday(day);
        let Some(section) = rows.first().map(|(life, ..)| life.section.clone()).filter(|_| day <= END) else { return };
        let minute = MORNING + u32::try_from(self.dice.below(240)).unwrap_or(0);
        let mut imported = Vec::new();
        for (at, (life, state, fields)) in rows.into_iter().enumerate() {
            life.begun = true;
            life.revision += 1;
            life.at = Some((day, minute));
            imported.push(ImportRow { row: at + 2, entry: new_entry(life, state, &fields) });
        }
        let actor = who(&section, self.role_to_import(&imported), day, self.dice.below(6));
        self.steps.push(Step { day, minute, actor, command: Command::Import { file: file.to_owned(), rows: imported } });
    }

    /// A clerk, unless a row stands in a state that only others may bring about.
    fn role_to_import(&self, rows: &[ImportRow]) -> Role {
        let may = |row: &ImportRow| {
            let ledger = self.catalog.ledger(&row.entry.ledger);
            let mut ways = ledger.into_iter().flat_map(|ledger| &ledger.transitions);
            row.entry.state.as_ref().is_none_or(|state| ways.any(|way| way.to == *state && way.by.contains(&Role::Clerk)))
        };
        if rows.iter().all(may) { Role::Clerk } else { Role::Head }
    }

    /// Changes values.
    pub(super) fn revise(&mut self, life: &mut Life, day: Date, fields: Fields) {
        let Some((day, minute)) = self.next(life, day) else { return };
        let command = Command::Revise { entry: life.entry.clone(), base: life.revision, typed: typed(&fields) };
        life.revision += 1;
        let actor = who(&life.section, Role::Clerk, day, life.turn);
        self.steps.push(Step { day, minute, actor, command });
    }

    /// Makes a transition, by whoever may, with its evidence and its opinion.
    pub(super) fn advance(&mut self, life: &mut Life, day: Date, transition: &str, fields: Fields) {
        self.advance_saying(life, day, transition, fields, "");
    }

    /// The same with an opinion of its own.
    pub(super) fn advance_saying(&mut self, life: &mut Life, day: Date, transition: &str, fields: Fields, opinion: &str) {
        let Some(way) = self.catalog.ledger(life.ledger).and_then(|ledger| ledger.transition(transition)) else { return };
        if let Some(evidence) = &way.evidence {
            self.attach(life, day, evidence);
        }
        let Some((day, minute)) = self.next(life, day) else { return };
        let opinion = if opinion.is_empty() && way.opinion { "情况属实，同意。" } else { opinion };
        let command = Command::Move {
            entry: life.entry.clone(),
            base: life.revision,
            transition: way.id.clone(),
            typed: typed(&fields),
            opinion: opinion.to_owned(),
        };
        life.revision += 1;
        let actor = who(&life.section, role_for(way), day, life.turn);
        self.steps.push(Step { day, minute, actor, command });
    }

    fn attach(&mut self, life: &mut Life, day: Date, evidence: &str) {
        let Some((day, minute)) = self.next(life, day) else { return };
        let name = evidence.split('或').next().unwrap_or(evidence);
        let bureau = &self.settings.name;
        let text = format!("{bureau}佐证材料（演示）\n材料：{name}\n记录：{}\n编号：{}\n日期：{day}\n", life.title, life.entry);
        let bytes = text.into_bytes();
        let hash = Hash::of(&bytes).to_string();
        let file = Evidence { hash, name: format!("{name}.txt"), bytes: bytes.len() as u64 };
        self.files.push(EvidenceFile { evidence: file.clone(), bytes });
        let command = Command::Attach { entry: life.entry.clone(), evidence: file };
        life.revision += 1;
        life.evidence += 1;
        let actor = who(&life.section, Role::Clerk, day, life.turn);
        self.steps.push(Step { day, minute, actor, command });
    }

    /// Voids an entry.
    pub(super) fn void(&mut self, life: &mut Life, day: Date, reason: &str) {
        let Some((day, minute)) = self.next(life, day) else { return };
        let command = Command::Void { entry: life.entry.clone(), base: life.revision, reason: reason.to_owned() };
        let actor = who(&life.section, Role::Head, day, life.turn);
        self.steps.push(Step { day, minute, actor, command });
        life.begun = false;
    }

    /// When the next step of a life can be: on a working day, not before its last step, not after the end.
    fn next(&mut self, life: &mut Life, day: Date) -> Option<(Date, u32)> {
        let day = workday(day.max(OPENED));
        let (day, minute) = match life.at {
            Some((last, minute)) if day <= last => (last, minute + 4 + u32::try_from(self.dice.below(9)).unwrap_or(0)),
            _ => (day, MORNING + u32::try_from(self.dice.below(400)).unwrap_or(0)),
        };
        if day > END {
            life.begun = false;
        }
        if !life.begun {
            return None;
        }
        life.at = Some((day, minute));
        life.at
    }

    /// All commands in the order of time, and the files that were attached.
    pub(super) fn finish(mut self) -> (Vec<(Actor, Command, Moment)>, Vec<EvidenceFile>) {
        // A stable sort: steps of one life on one day keep their order, their minutes never go back.
        self.steps.sort_by_key(|step| (step.day, step.minute));
        let commands = self.steps.into_iter().enumerate().map(|(at, step)| {
            let (hour, minute, second) = (step.minute / 60 % 24, step.minute % 60, at % 60);
            let moment = Moment { at: format!("{}T{hour:02}:{minute:02}:{second:02}+08:00", step.day), today: step.day };
            (step.actor, step.command, moment)
        });
        (commands.collect(), self.files)
    }
}

/// Half past eight, in minutes of the day.
const MORNING: u32 = 510;

impl Life {
    /// Whether the story has told of it and it still stands.
    pub(super) fn stands(&self) -> bool {
        self.begun
    }
}

/// The humblest role that may make a transition.
fn role_for(way: &Transition) -> Role {
    way.by.iter().copied().min().unwrap_or(Role::Head)
}

fn typed(fields: &Fields) -> Typed {
    fields.iter().map(|(field, text)| ((*field).into(), text.clone())).collect()
}

fn new_entry(life: &Life, state: Option<&'static str>, fields: &Fields) -> NewEntry {
    let typed = fields.iter().filter(|(_, text)| !text.is_empty()).map(|(field, text)| ((*field).into(), text.clone()));
    NewEntry {
        ledger: life.ledger.into(),
        id: life.entry.clone(),
        state: state.map(Into::into),
        typed: typed.collect(),
        section: life.section.clone(),
    }
}
