//! A seeded stream of commands over the test packs, good ones and bad ones, closings and corrections among them.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use kezhang_ledger::book::BookView;
use kezhang_ledger::command::{Command, ImportRow, Moment, NewEntry, Typed};
use kezhang_ledger::dice::Dice;
use kezhang_ledger::id::EntryId;
use kezhang_ledger::memory::MemoryBook;
use kezhang_ledger::period::Period;

/// Makes the next command for a book; the day moves on as commands come.
pub struct Workload {
    dice: Dice,
    day: Date,
    made: Vec<EntryId>,
}

impl Workload {
    pub fn new(seed: u64) -> Self {
        Self { dice: Dice::new(seed), day: date(2024, 1, 5), made: Vec::new() }
    }

    pub fn moment(&mut self) -> Moment {
        self.day = self.day.checked_add(self.dice.between(0, 9).days()).unwrap();
        crate::common::moment(self.day)
    }

    pub fn next(&mut self, book: &MemoryBook) -> Command {
        match self.dice.below(20) {
            0..=6 => self.create(),
            7..=11 => self.revise(book),
            12..=14 => self.advance(book),
            15 | 16 => self.void(book),
            17 => self.import(),
            18 => Command::Close { period: self.past_month() },
            _ => Command::Close { period: Period::year(self.day.year() - 1) },
        }
    }

    fn create(&mut self) -> Command {
        let id = EntryId::new(format!("e{}", self.made.len() + 1));
        self.made.push(id.clone());
        let (ledger, typed) = if self.dice.chance(60) { ("patent", self.patent()) } else { ("won", self.won()) };
        let state = (ledger == "won" && self.dice.chance(40)).then(|| "won".into());
        Command::Create(NewEntry { ledger: ledger.into(), id, state, typed, section: "plan".into() })
    }

    fn import(&mut self) -> Command {
        let rows = (0..self.dice.below(4))
            .map(|row| {
                let id = EntryId::new(format!("e{}", self.made.len() + 1));
                self.made.push(id.clone());
                let typed = self.patent();
                ImportRow { row, entry: NewEntry { ledger: "patent".into(), id, state: None, typed, section: "plan".into() } }
            })
            .collect();
        Command::Import { file: "表.xlsx".into(), rows }
    }

    fn revise(&mut self, book: &MemoryBook) -> Command {
        let (entry, base, patent) = self.some_entry(book);
        let mut typed = if patent { self.patent() } else { self.won() };
        let keep = self.dice.below(typed.len() + 1);
        typed = typed.into_iter().take(keep).collect();
        Command::Revise { entry, base, typed }
    }

    fn advance(&mut self, book: &MemoryBook) -> Command {
        let (entry, base, _) = self.some_entry(book);
        let mut typed = self.won();
        typed.remove("code");
        let transition = if self.dice.chance(70) { "award" } else { "accept" };
        Command::Move { entry, base, transition: transition.into(), typed, opinion: "同意".into() }
    }

    fn void(&mut self, book: &MemoryBook) -> Command {
        let (entry, base, _) = self.some_entry(book);
        Command::Void { entry, base, reason: "重复登记".into() }
    }

    /// An entry made earlier (perhaps refused then), mostly with its current revision.
    fn some_entry(&mut self, book: &MemoryBook) -> (EntryId, u32, bool) {
        let id = if self.made.is_empty() { EntryId::new("e0") } else { self.dice.pick(&self.made).clone() };
        let Ok(entry) = book.entry(&id);
        let base = entry.as_ref().map_or(1, |entry| entry.revision);
        let stale = self.dice.chance(5);
        (id, base.saturating_sub(u32::from(stale)), entry.is_none_or(|entry| &*entry.ledger == "patent"))
    }

    fn past_month(&mut self) -> Period {
        let last = self.day.first_of_month().checked_sub(1.day()).unwrap();
        Period::month(last.year(), last.month()).unwrap()
    }

    fn some_day(&mut self) -> String {
        let back = self.dice.between(0, 500);
        self.day.checked_sub(back.days()).unwrap().to_string()
    }

    fn patent(&mut self) -> Typed {
        // Few numbers, so that keys collide now and then; one in twenty is no patent number at all.
        let number = if self.dice.chance(5) { "2017106018".to_owned() } else { format!("20171{:07}", self.dice.below(90)) };
        let mut typed: Typed = [
            ("application_no".into(), number),
            ("name".into(), format!("装置{}", self.dice.below(5))),
            (
                "kind".into(),
                (*self.dice.pick(&["发明", "发明", "实用新型", "实用新型", "外观设计", "外观设计", "软著"])).to_owned(),
            ),
            ("owner".into(), format!("企业{}", self.dice.below(4))),
            ("filed_on".into(), self.some_day()),
            ("fee".into(), self.dice.between(0, 9000).to_string()),
        ]
        .into();
        if self.dice.chance(50) {
            typed.insert("granted_on".into(), self.some_day());
        }
        if self.dice.chance(30) {
            typed.insert("lapsed_on".into(), self.some_day());
        }
        typed
    }

    fn won(&mut self) -> Typed {
        let mut typed: Typed = [
            ("code".into(), format!("XM{}", self.dice.below(200))),
            ("asked_on".into(), self.some_day()),
            ("approved_on".into(), self.some_day()),
        ]
        .into();
        if self.dice.chance(80) {
            typed.insert("approved".into(), self.dice.between(0, 500).to_string());
        }
        if self.dice.chance(40) {
            typed.insert("received".into(), self.dice.between(0, 500).to_string());
        }
        typed
    }
}
