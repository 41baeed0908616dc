//! Verify and rebuild: the book held against its own journal.
//!
//! Verifying replays the journal into a scratch book, posting by posting, with the same code that wrote it, and compares
//! every table row by row. So nothing can be wrong that is not found: a line, a posting, a balance, a typed row.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use kezhang_ledger::decide::{Change, Terms, postings_of_event};
use kezhang_ledger::definition::Catalog;
use kezhang_ledger::id::BureauId;
use kezhang_ledger::journal::{Event, Hash, Line};
use kezhang_ledger::posting::Posting;
use kezhang_ledger::settings::Settings;
use rusqlite::{Connection, params};

use super::project::{Pen, key};
use super::view::{closed_through, posting, postings_of, state};
use super::{FILE, Loaded, SqliteStore, files, from_json, keep, to_i64, to_u64, typed};
use crate::{Damage, StoreError, Verified};

/// Damage beyond this many places is not listed one by one.
const LISTED_MAX: usize = 100;

pub(super) fn verify(store: &SqliteStore) -> Result<Verified, StoreError> {
    let source = store.read()?;
    let scratch = Scratch::new(store)?;
    let mut damage = sqlite_check(store)?;
    let replayed = replay(&source, &store.bureau, scratch.connection()?, &mut damage)?;
    if damage.is_empty() {
        compare(&source, &scratch.file(), &store.bureau, &mut damage)?;
    }
    files::verify(&source, &store.bureau, &mut damage)?;
    let postings: i64 =
        source.query_row("SELECT COUNT(*) FROM posting WHERE bureau = ?1", [store.bureau.as_str()], |row| row.get(0))?;
    damage.truncate(LISTED_MAX);
    Ok(Verified { lines: replayed.lines, postings: to_u64(postings), head: replayed.head, damage })
}

/// What SQLite itself finds wrong with the file. On a connection of its own: one that has searched before keeps the shape
/// of the index of that time in memory, and the check of SQLite 3.51 takes what was merged since for damage.
fn sqlite_check(store: &SqliteStore) -> Result<Vec<Damage>, StoreError> {
    let source = keep::connect(&store.folder)?;
    let mut statement = source.prepare("PRAGMA quick_check(20)")?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut damage = Vec::new();
    for row in rows {
        let what = row?;
        if what != "ok" {
            damage.push(Damage {
                code: "KZ-301", place: FILE.to_owned(), what: format!("数据库文件损坏：{what}。请从备份恢复")
            });
        }
    }
    Ok(damage)
}

/// A book of its own beside the real one, gone when dropped.
struct Scratch {
    folder: PathBuf,
    connection: Option<Connection>,
}

impl Scratch {
    fn new(store: &SqliteStore) -> Result<Self, StoreError> {
        // The address of this value is unique among the checks running in this process.
        let unique = std::ptr::from_ref(&store.writer) as usize;
        let counter = SCRATCHES.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("kezhang-verify-{}-{unique:x}-{counter}", std::process::id()));
        keep::create(&folder)?;
        let connection = keep::connect(&folder)?;
        // The scratch book is thrown away: it need not survive a power cut.
        connection.execute_batch("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; BEGIN;")?;
        Ok(Self { folder, connection: Some(connection) })
    }

    fn connection(&self) -> Result<&Connection, StoreError> {
        self.connection.as_ref().ok_or_else(|| StoreError::Io("校验用的临时账簿已关闭".to_owned()))
    }

    fn file(&self) -> PathBuf {
        self.folder.join(FILE)
    }
}

static SCRATCHES: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(self.connection.take());
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

struct Replayed {
    lines: u64,
    head: Hash,
}

/// Replays every line of `source` into `scratch`: the chain, then what each line must have posted.
fn replay(
    source: &Connection,
    bureau: &BureauId,
    scratch: &Connection,
    damage: &mut Vec<Damage>,
) -> Result<Replayed, StoreError> {
    let mut replayer = Replayer::new(scratch, bureau)?;
    let mut previous = Hash::GENESIS;
    let mut lines = 0;
    let mut statement = source.prepare("SELECT seq, at, actor, body, hash FROM journal WHERE bureau = ?1 ORDER BY seq")?;
    let mut rows = statement.query([bureau.as_str()])?;
    while let Some(row) = rows.next()? {
        let line = Line {
            bureau: bureau.clone(),
            seq: to_u64(row.get(0)?),
            at: row.get(1)?,
            actor: row.get::<_, String>(2)?.into(),
            body: row.get(3)?,
            hash: Hash(row.get(4)?),
        };
        lines += 1;
        let place = || format!("日记账第{}行", line.seq);
        if line.seq != lines {
            let what = format!("行号应为{lines}，中间有行被删去。请从备份恢复");
            damage.push(Damage { code: "KZ-302", place: place(), what });
            break;
        }
        if !line.is_intact(previous) {
            let what = "内容与哈希不符，这一行或前一行被改动过。请与备份及结账单上的链头核对".to_owned();
            damage.push(Damage { code: "KZ-303", place: place(), what });
        }
        previous = line.hash;
        match line.event() {
            Ok(event) => replayer.follow(&line, event)?,
            Err(what) => damage.push(Damage { code: "KZ-304", place: place(), what }),
        }
    }
    scratch.execute_batch("COMMIT;")?;
    Ok(Replayed { lines, head: previous })
}

/// Writes a journal again, working out every posting anew.
struct Replayer<'a> {
    connection: &'a Connection,
    bureau: &'a BureauId,
    pen: Pen<'a>,
    now: Arc<Catalog>,
    before_adoption: Arc<Catalog>,
    settings: Option<Settings>,
}

impl<'a> Replayer<'a> {
    fn new(connection: &'a Connection, bureau: &'a BureauId) -> Result<Self, StoreError> {
        let pen = Pen::new(connection, bureau, Arc::new(Loaded::new(0, Catalog::default())))?;
        Ok(Self { connection, bureau, pen, now: Arc::default(), before_adoption: Arc::default(), settings: None })
    }

    fn follow(&mut self, line: &Line, event: Event) -> Result<(), StoreError> {
        let postings = self.postings(&event)?;
        self.pen.append(line, &Change { event, postings, row: None })?;
        let now = self.pen.catalog();
        if !Arc::ptr_eq(&now, &self.now) {
            self.before_adoption = std::mem::replace(&mut self.now, now);
        }
        Ok(())
    }

    fn postings(&mut self, event: &Event) -> Result<Vec<Posting>, StoreError> {
        match event {
            Event::BookOpened { settings } | Event::SettingsChanged { settings } => {
                self.settings = Some(settings.clone());
                Ok(Vec::new())
            }
            Event::Entry(event) => {
                let Some(settings) = &self.settings else { return Ok(Vec::new()) };
                let booked = postings_of(self.connection, self.bureau, &event.id)?;
                let through = closed_through(self.connection, self.bureau)?;
                let terms = Terms::new(&self.now, settings);
                Ok(postings_of_event(&terms, &self.before_adoption, event, &booked, through))
            }
            _ => Ok(Vec::new()),
        }
    }
}

/// Tables compared, each with the columns that must agree and what names a row. Row numbers are the database's own affair.
const COMPARED: &[(&str, &str, &str, &str)] = &[
    (
        "KZ-310",
        "posting",
        "seq, n, measure, fact_on, booked_on, amount, reversal, ledger, entry, revision, party, breakdown",
        "seq",
    ),
    (
        "KZ-311",
        "entry",
        r#"id, ledger, revision, state, section, natural_key, voided, definitions, "values", evidence, changed_at"#,
        "id",
    ),
    ("KZ-312", "balance", "measure, slice, part, month, amount, postings", "measure || ' ' || month"),
    ("KZ-313", "party_balance", "measure, slice, part, party, month, amount, postings", "measure || ' ' || month"),
    ("KZ-314", "state", "key, value", "key"),
    ("KZ-315", "target", "indicator, first, last, seq, value, operator", "indicator"),
    ("KZ-316", "reported", "id, year, document, hash, seq, n, figure", "id"),
    ("KZ-317", "account", "user, name, role, section, manages", "user"),
    ("KZ-318", "published", "seq, event", "seq"),
    ("KZ-319", "learnt", "about, wording, seq, decision, reason", "wording"),
    ("KZ-320", "entry_line", "entry, seq", "entry"),
];

fn compare(
    source: &Connection,
    scratch: &std::path::Path,
    bureau: &BureauId,
    damage: &mut Vec<Damage>,
) -> Result<(), StoreError> {
    // ATTACH is not allowed inside the reader's transaction, so the comparison has a connection of its own.
    let path: String = source.query_row("SELECT file FROM pragma_database_list WHERE name = 'main'", [], |row| row.get(0))?;
    let connection = Connection::open(path)?;
    connection.execute("ATTACH ?1 AS scratch", [scratch.to_string_lossy()])?;
    connection.execute_batch("BEGIN")?;
    for (code, table, columns, name) in COMPARED {
        compare_table(&connection, code, table, columns, name, Some(bureau), damage)?;
    }
    let mut names =
        connection.prepare("SELECT name FROM scratch.sqlite_schema WHERE type = 'table' AND name LIKE 'l\\_%' ESCAPE '\\'")?;
    let names: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for table in names {
        compare_typed(&connection, &table, bureau, damage)?;
    }
    compare_terms(&connection, bureau, damage)
}

fn compare_table(
    connection: &Connection,
    code: &'static str,
    table: &str,
    columns: &str,
    name: &str,
    bureau: Option<&BureauId>,
    damage: &mut Vec<Damage>,
) -> Result<(), StoreError> {
    let condition = if bureau.is_some() { "WHERE bureau = ?1" } else { "WHERE ?1 = ?1" };
    for (here, there, what) in
        [("main", "scratch", "账上的这一行与日记账推算的不符"), ("scratch", "main", "按日记账应有的这一行，账上没有或不同")]
    {
        let sql = format!(
            "SELECT {name} FROM (SELECT {columns} FROM {here}.\"{table}\" {condition}
             EXCEPT SELECT {columns} FROM {there}.\"{table}\" {condition}) LIMIT 20"
        );
        let mut statement = match connection.prepare(&sql) {
            Ok(statement) => statement,
            Err(error) => {
                let what = format!("读不了（{error}），请运行 kezhang rebuild");
                damage.push(Damage { code, place: table.to_owned(), what });
                return Ok(());
            }
        };
        let rows =
            statement.query_map([bureau.map_or("", |bureau| bureau.as_str())], |row| row.get::<_, rusqlite::types::Value>(0))?;
        for row in rows {
            let place = format!("{table} {}", print(&row?));
            let what = if table == "posting" {
                format!("{what}。分录只能从备份恢复")
            } else {
                format!("{what}。请运行 kezhang rebuild")
            };
            damage.push(Damage { code, place, what });
        }
    }
    Ok(())
}

fn print(value: &rusqlite::types::Value) -> String {
    match value {
        rusqlite::types::Value::Text(text) => text.clone(),
        rusqlite::types::Value::Integer(number) => number.to_string(),
        other => format!("{other:?}"),
    }
}

/// A ledger's table, its rows named by the entries they belong to.
fn compare_typed(connection: &Connection, table: &str, bureau: &BureauId, damage: &mut Vec<Damage>) -> Result<(), StoreError> {
    let mut columns =
        connection.prepare("SELECT name FROM pragma_table_info(?1, 'scratch') WHERE name NOT IN ('number', 'bureau')")?;
    let columns: Vec<String> = columns.query_map([table], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let columns = columns.iter().map(|column| format!("t.\"{column}\"")).collect::<Vec<_>>().join(", ");
    let side = |schema: &str| {
        format!(
            "SELECT e.id AS id, {columns} FROM {schema}.\"{table}\" t JOIN {schema}.entry e ON e.number = t.number WHERE t.bureau = ?1"
        )
    };
    for (here, there) in [("main", "scratch"), ("scratch", "main")] {
        let sql = format!("SELECT id FROM ({} EXCEPT {}) LIMIT 20", side(here), side(there));
        let found = connection.prepare(&sql).and_then(|mut statement| {
            statement.query_map([bureau.as_str()], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()
        });
        match found {
            Ok(ids) => damage.extend(ids.into_iter().map(|id| Damage {
                code: "KZ-321",
                place: format!("{table} {id}"),
                what: "台账表里的这一行与日记账推算的不符。请运行 kezhang rebuild".to_owned(),
            })),
            Err(error) => damage.push(Damage {
                code: "KZ-321",
                place: table.to_owned(),
                what: format!("台账表读不了（{error}）。请运行 kezhang rebuild"),
            }),
        }
    }
    Ok(())
}

/// The words themselves are not kept, so each entry's number in the index is compared by a search for its own terms.
fn compare_terms(connection: &Connection, bureau: &BureauId, damage: &mut Vec<Damage>) -> Result<(), StoreError> {
    let count = |schema: &str| -> rusqlite::Result<i64> {
        let sql =
            format!("SELECT COUNT(*) FROM {schema}.term_docsize d JOIN {schema}.entry e ON e.number = d.id WHERE e.bureau = ?1");
        connection.query_row(&sql, [bureau.as_str()], |row| row.get(0))
    };
    match (count("main"), count("scratch")) {
        (Ok(here), Ok(there)) if here == there => {}
        _ => damage.push(Damage {
            code: "KZ-322",
            place: "term".to_owned(),
            what: "检索词与记录不符。请运行 kezhang rebuild".to_owned(),
        }),
    }
    Ok(())
}

/// Drops every projection and makes it anew from journal and postings, in one transaction.
pub(super) fn rebuild(store: &SqliteStore) -> Result<(), StoreError> {
    let mut writer = store.write();
    let transaction = writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    typed::drop_all(&transaction)?;
    for (_, table, ..) in COMPARED.iter().filter(|(_, table, ..)| *table != "posting") {
        transaction.execute_batch(&format!("DROP TABLE IF EXISTS \"{table}\";"))?;
    }
    transaction.execute_batch("DROP TABLE IF EXISTS term;")?;
    transaction.execute_batch(include_str!("projections.sql"))?;
    let bureaus: Vec<String> = {
        let mut statement = transaction.prepare("SELECT DISTINCT bureau FROM journal")?;
        statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?
    };
    for bureau in bureaus {
        follow_all(&transaction, &bureau.into())?;
    }
    transaction.commit()?;
    Ok(())
}

/// Follows a chain that stands in the book already.
fn follow_all(connection: &Connection, bureau: &BureauId) -> Result<(), StoreError> {
    let mut by_line: BTreeMap<u64, Vec<Posting>> = BTreeMap::new();
    {
        let mut statement = connection.prepare(super::view::POSTINGS_OF_BUREAU)?;
        let mut rows = statement.query([bureau.as_str()])?;
        while let Some(row) = rows.next()? {
            let (seq, posting) = posting(row)?;
            by_line.entry(seq).or_default().push(posting);
        }
    }
    let mut pen = Pen::new(connection, bureau, Arc::new(Loaded::new(0, Catalog::default())))?;
    let last = pen.last;
    let mut statement = connection.prepare("SELECT body FROM journal WHERE bureau = ?1 AND seq = ?2")?;
    for seq in 1..=last {
        let body: String = statement.query_row(params![bureau.as_str(), to_i64(seq)], |row| row.get(0))?;
        let event: Event =
            serde_json::from_str(&body).map_err(|error| StoreError::Damaged(format!("日记账第{seq}行读不懂：{error}")))?;
        let postings = by_line.remove(&seq).unwrap_or_default();
        pen.follow(seq, &event, &postings)?;
    }
    // The settings must be readable, or the book could not be opened again.
    if let Some(settings) = state(connection, bureau, key::SETTINGS)? {
        from_json::<Settings>(&settings)?;
    }
    Ok(())
}
