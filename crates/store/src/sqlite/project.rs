//! Journal event → rows. The same code follows a command as it is carried out and a journal as it is replayed, so that a
//! rebuilt book is the same book.

use std::sync::Arc;

use kezhang_ledger::decide::Change;
use kezhang_ledger::definition::load;
use kezhang_ledger::entry::Entry;
use kezhang_ledger::id::BureauId;
use kezhang_ledger::journal::{EntryEvent, Event, Hash, LearntEvent, Line, ReportedEvent, Target};
use kezhang_ledger::posting::Posting;
use kezhang_ledger::value::Value;
use rusqlite::{Connection, OptionalExtension, params};

use super::{Loaded, balance, scaled, to_i64, to_json, to_u64, typed};
use crate::{StoreError, terms};

/// Keys of the `state` table.
pub(super) mod key {
    pub(crate) const SETTINGS: &str = "settings";
    pub(crate) const CLOSED_THROUGH: &str = "closed_through";
    pub(crate) const DEFINITIONS_AT: &str = "definitions_at";
}

/// Writes lines at the end of a journal and follows them in the projections.
pub(super) struct Pen<'a> {
    connection: &'a Connection,
    bureau: &'a BureauId,
    loaded: Arc<Loaded>,
    /// Position of the last line.
    pub(super) last: u64,
    /// Its hash.
    pub(super) head: Hash,
}

impl<'a> Pen<'a> {
    pub(super) fn new(connection: &'a Connection, bureau: &'a BureauId, loaded: Arc<Loaded>) -> Result<Self, StoreError> {
        let (last, head) = head(connection, bureau)?;
        Ok(Self { connection, bureau, loaded, last, head })
    }

    /// Definitions in force after what was written last.
    pub(super) fn catalog(&self) -> Arc<kezhang_ledger::definition::Catalog> {
        self.loaded.catalog.clone()
    }

    /// Appends a line with its postings.
    pub(super) fn append(&mut self, line: &Line, change: &Change) -> Result<(), StoreError> {
        insert_line(self.connection, line)?;
        for (n, posting) in change.postings.iter().enumerate() {
            insert_posting(self.connection, self.bureau, line.seq, n, posting)?;
        }
        self.last = line.seq;
        self.head = line.hash;
        self.follow(line.seq, &change.event, &change.postings)
    }

    /// Follows an event whose line and postings stand in the book already.
    pub(super) fn follow(&mut self, seq: u64, event: &Event, postings: &[Posting]) -> Result<(), StoreError> {
        match event {
            Event::BookOpened { settings } | Event::SettingsChanged { settings } => {
                self.set(key::SETTINGS, &to_json(settings)?)?;
            }
            Event::DefinitionsAdopted { sources } => {
                let catalog =
                    load(sources.clone()).map_err(|_| StoreError::Damaged(format!("日记账第{seq}行的业务包定义读不通")))?;
                self.set(key::DEFINITIONS_AT, &seq.to_string())?;
                self.loaded = Arc::new(Loaded::new(seq, catalog));
                self.adopt(seq)?;
            }
            Event::Entry(event) => self.put_entry(seq, event)?,
            Event::TargetSet(target) => self.put_target(seq, target)?,
            Event::Reported(event) => self.put_reported(seq, event)?,
            Event::Closed { through, .. } => self.set(key::CLOSED_THROUGH, &through.to_string())?,
            Event::Published(event) => {
                self.run(
                    "INSERT INTO published (bureau, seq, event) VALUES (?1, ?2, ?3)",
                    params![self.bureau.as_str(), to_i64(seq), to_json(event)?],
                )?;
            }
            Event::UserSet { user, name, role, section, manages } => {
                let role = role.map(kezhang_ledger::definition::Role::id);
                self.run(
                    "INSERT OR REPLACE INTO account (bureau, user, name, role, section, manages) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    params![self.bureau.as_str(), user.as_str(), name, role, section.as_deref(), manages],
                )?;
            }
            Event::Learnt(event) => self.put_learnt(seq, event)?,
        }
        postings.iter().try_for_each(|posting| balance::add(self.connection, self.bureau, &self.loaded, posting))
    }

    fn run(&self, sql: &str, values: impl rusqlite::Params) -> Result<(), StoreError> {
        self.connection.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.run(
            "INSERT OR REPLACE INTO state (bureau, key, value) VALUES (?1, ?2, ?3)",
            params![self.bureau.as_str(), key, value],
        )
    }

    /// New definitions: other tables, other balances. What is booked stays; it is only arranged anew.
    fn adopt(&self, seq: u64) -> Result<(), StoreError> {
        typed::clear(self.connection, self.bureau)?;
        typed::create(self.connection, &self.loaded.catalog)?;
        self.connection.execute("DELETE FROM balance WHERE bureau = ?1", [self.bureau.as_str()])?;
        self.connection.execute("DELETE FROM party_balance WHERE bureau = ?1", [self.bureau.as_str()])?;
        // Only what was booked before: a rebuild has the later postings in the table already.
        let mut all = self.connection.prepare("SELECT * FROM posting WHERE bureau = ?1 AND seq < ?2 ORDER BY seq, n")?;
        let mut rows = all.query(params![self.bureau.as_str(), to_i64(seq)])?;
        while let Some(row) = rows.next()? {
            balance::add(self.connection, self.bureau, &self.loaded, &super::view::posting(row)?.1)?;
        }
        let mut all = self.connection.prepare("SELECT * FROM entry WHERE bureau = ?1")?;
        let mut rows = all.query([self.bureau.as_str()])?;
        while let Some(row) = rows.next()? {
            let entry = super::view::entry(row, &self.loaded.catalog)?;
            let number: i64 = row.get("number")?;
            self.put_row(number, &entry)?;
        }
        Ok(())
    }

    fn put_entry(&self, seq: u64, event: &EntryEvent) -> Result<(), StoreError> {
        let ledger = self.loaded.catalog.ledger(&event.ledger);
        let entry = event.entry(ledger);
        let natural_key = ledger.and_then(|ledger| entry.natural_key(ledger));
        let number: i64 = self.connection.prepare_cached(PUT_ENTRY)?.query_row(
            params![
                self.bureau.as_str(),
                entry.id.as_str(),
                entry.ledger.as_str(),
                entry.revision,
                entry.state.as_str(),
                entry.section.as_str(),
                natural_key,
                entry.voided,
                to_i64(entry.definitions),
                to_json(&event.values)?,
                to_json(&entry.evidence)?,
                to_i64(seq),
            ],
            |row| row.get(0),
        )?;
        self.run(
            "INSERT INTO entry_line (bureau, entry, seq) VALUES (?1, ?2, ?3)",
            params![self.bureau.as_str(), entry.id.as_str(), to_i64(seq)],
        )?;
        self.put_row(number, &entry)?;
        self.put_terms(number, &entry)
    }

    fn put_row(&self, number: i64, entry: &Entry) -> Result<(), StoreError> {
        match self.loaded.catalog.ledger(&entry.ledger) {
            Some(ledger) => typed::put(self.connection, self.bureau, ledger, number, entry),
            None => Ok(()),
        }
    }

    fn put_terms(&self, number: i64, entry: &Entry) -> Result<(), StoreError> {
        let mut words = String::new();
        let ledger = self.loaded.catalog.ledger(&entry.ledger);
        for (field, value) in &entry.values {
            let field_type = ledger.and_then(|ledger| ledger.field(field)).map(|field| &field.field_type);
            // What is masked on the page must not be found by searching either.
            let private = field_type.is_some_and(|t| t.masked("").is_some());
            if !private && let Value::Text(text) = value {
                words.push_str(text);
                words.push(' ');
            }
        }
        self.run("DELETE FROM term WHERE rowid = ?1", params![number])?;
        self.run("INSERT INTO term (rowid, words) VALUES (?1, ?2)", params![number, terms::terms(&words)])
    }

    fn put_target(&self, seq: u64, target: &Target) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO target (bureau, indicator, first, last, seq, value, operator) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                self.bureau.as_str(),
                target.indicator.as_str(),
                target.period.first().to_string(),
                target.period.last().to_string(),
                to_i64(seq),
                target.value.map(|value| value.normalize().to_string()),
                to_json(&target.operator)?,
            ],
        )
    }

    fn put_reported(&self, seq: u64, event: &ReportedEvent) -> Result<(), StoreError> {
        for (n, reported) in event.accepted.iter().enumerate() {
            self.run(
                "INSERT OR REPLACE INTO reported (bureau, id, year, document, hash, seq, n, figure)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    self.bureau.as_str(),
                    reported.id,
                    event.year,
                    event.document,
                    event.hash,
                    to_i64(seq),
                    to_i64(n as u64),
                    to_json(reported)?,
                ],
            )?;
        }
        for id in &event.withdrawn {
            self.run("DELETE FROM reported WHERE bureau = ?1 AND id = ?2", params![self.bureau.as_str(), id])?;
        }
        Ok(())
    }

    fn put_learnt(&self, seq: u64, event: &LearntEvent) -> Result<(), StoreError> {
        self.run(
            "INSERT OR REPLACE INTO learnt (bureau, about, wording, seq, decision, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![self.bureau.as_str(), event.about, event.wording, to_i64(seq), event.decision, event.reason],
        )
    }
}

const PUT_ENTRY: &str = r#"
    INSERT INTO entry (bureau, id, ledger, revision, state, section, natural_key, voided, definitions, "values", evidence, changed_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
    ON CONFLICT (bureau, id) DO UPDATE SET
        ledger = excluded.ledger, revision = excluded.revision, state = excluded.state, section = excluded.section,
        natural_key = excluded.natural_key, voided = excluded.voided, definitions = excluded.definitions,
        "values" = excluded."values", evidence = excluded.evidence, changed_at = excluded.changed_at
    RETURNING number"#;

/// Position and hash of the last line; zeros before the first.
pub(super) fn head(connection: &Connection, bureau: &BureauId) -> Result<(u64, Hash), StoreError> {
    let last = connection
        .prepare_cached("SELECT seq, hash FROM journal WHERE bureau = ?1 ORDER BY seq DESC LIMIT 1")?
        .query_row([bureau.as_str()], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, [u8; 32]>(1)?)))
        .optional()?;
    Ok(last.map_or((0, Hash::GENESIS), |(seq, hash)| (to_u64(seq), Hash(hash))))
}

pub(super) fn insert_line(connection: &Connection, line: &Line) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT INTO journal (bureau, seq, at, actor, body, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![line.bureau.as_str(), to_i64(line.seq), line.at, line.actor.as_str(), line.body, line.hash.0])?;
    Ok(())
}

pub(super) fn insert_posting(
    connection: &Connection,
    bureau: &BureauId,
    seq: u64,
    n: usize,
    posting: &Posting,
) -> Result<(), StoreError> {
    let contribution = &posting.contribution;
    connection
        .prepare_cached(
            "INSERT INTO posting (bureau, seq, n, measure, fact_on, booked_on, amount, reversal, ledger, entry, revision, party, breakdown)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            bureau.as_str(),
            to_i64(seq),
            to_i64(n as u64),
            contribution.measure.as_str(),
            contribution.fact_on.to_string(),
            posting.booked_on.to_string(),
            scaled(contribution.amount)?,
            posting.reversal,
            posting.ledger.as_str(),
            posting.entry.as_str(),
            posting.revision,
            contribution.party,
            to_json(&contribution.breakdown)?,
        ])?;
    Ok(())
}
