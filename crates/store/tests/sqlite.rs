//! What is particular to the book on SQLite: its file, its triggers, its lock, what a kill or a full disk does to it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "../../ledger/tests/common/mod.rs"]
mod common;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command as Process, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::civil::date;
use kezhang_ledger::book::MeasureQuery;
use kezhang_ledger::command::{Command, NewEntry, Typed};
use kezhang_ledger::period::Period;
use kezhang_store::sqlite::{FILE, ServeLock, SqliteStore, restore};
use kezhang_store::{Store, StoreError, SubmitError};
use rusqlite::Connection;
use tempfile::TempDir;

fn new_book(folder: &Path) -> SqliteStore {
    let store = SqliteStore::create(folder, &"linxi".into()).unwrap();
    let command = Command::Open { settings: common::settings(), sources: common::sources() };
    store.submit(&common::head(), &command, &common::moment(date(2024, 1, 1))).unwrap();
    store
}

fn patent(n: usize) -> Command {
    let typed: Typed = [
        ("application_no".into(), format!("20241{n:07}")),
        ("name".into(), format!("一种装置之{n}")),
        ("kind".into(), "发明".into()),
        ("filed_on".into(), "2024-05-06".into()),
        ("fee".into(), "1200.50".into()),
    ]
    .into();
    Command::Create(NewEntry { ledger: "patent".into(), id: format!("p{n}").into(), state: None, typed, section: "plan".into() })
}

fn save(store: &SqliteStore, n: usize) -> Result<(), SubmitError> {
    store.submit(&common::clerk(), &patent(n), &common::moment(date(2024, 6, 1))).map(|_| ())
}

fn filed(store: &SqliteStore) -> u64 {
    let reader = store.reader().unwrap();
    let catalog = reader.catalog().unwrap();
    let query = MeasureQuery { measure: &catalog.measures["patent.filed"], filter: &[], period: Period::year(2024), as_of: None };
    reader.measure(&query).unwrap().postings
}

#[test]
fn the_database_refuses_to_alter_journal_and_postings() {
    let folder = TempDir::new().unwrap();
    let store = new_book(folder.path());
    save(&store, 1).unwrap();
    let raw = Connection::open(folder.path().join(FILE)).unwrap();
    for sql in ["UPDATE journal SET actor = 'x'", "DELETE FROM journal", "UPDATE posting SET amount = 0", "DELETE FROM posting"] {
        assert!(raw.execute(sql, []).is_err(), "{sql}");
    }
    assert_eq!(store.verify().unwrap().damage, []);
}

#[test]
fn verify_is_not_misled_by_a_reader_that_searched_long_ago() {
    let folder = TempDir::new().unwrap();
    let store = new_book(folder.path());
    save(&store, 1).unwrap();
    // The connection that searches here is the one that verify is given below. Meanwhile the index is merged anew.
    assert_eq!(store.reader().unwrap().search("装置", None, 10).unwrap().len(), 1);
    for n in 2..80 {
        save(&store, n).unwrap();
    }
    assert_eq!(store.verify().unwrap().damage, []);
}

#[test]
fn verify_finds_every_altered_table_and_rebuild_mends_projections() {
    let folder = TempDir::new().unwrap();
    let store = new_book(folder.path());
    for n in 1..6 {
        save(&store, n).unwrap();
    }
    for (sql, code) in [
        ("UPDATE entry SET state = 'x' WHERE id = 'p2'", "KZ-311"),
        ("UPDATE balance SET amount = amount + 1 WHERE slice = '' AND measure = 'patent.filed'", "KZ-312"),
        ("UPDATE l_patent SET t_name = '改' WHERE number = 3", "KZ-321"),
        ("UPDATE state SET value = '2030-01-01' WHERE key = 'definitions_at'", "KZ-314"),
        ("DELETE FROM entry_line WHERE entry = 'p1'", "KZ-320"),
        ("DELETE FROM term WHERE rowid = 2", "KZ-322"),
        ("DROP TABLE l_won", "KZ-321"),
    ] {
        Connection::open(folder.path().join(FILE)).unwrap().execute_batch(sql).unwrap();
        let damage = store.verify().unwrap().damage;
        assert!(damage.iter().any(|d| d.code == code), "{sql}: {damage:?}");
        store.rebuild().unwrap();
        assert_eq!(store.verify().unwrap().damage, [], "{sql}");
    }
    // What is never altered cannot be mended by a rebuild, only found.
    for (trigger, sql, code) in [
        ("posting_no_update", "UPDATE posting SET amount = amount * 2 WHERE entry = 'p1'", "KZ-310"),
        ("journal_no_update", "UPDATE journal SET body = replace(body, '装置之2', '装置之3') WHERE seq = 4", "KZ-303"),
        ("journal_no_delete", "DELETE FROM journal WHERE seq = 5", "KZ-302"),
    ] {
        let raw = Connection::open(folder.path().join(FILE)).unwrap();
        raw.execute_batch(&format!("DROP TRIGGER {trigger}; {sql}")).unwrap();
        let damage = store.verify().unwrap().damage;
        assert!(damage.iter().any(|d| d.code == code), "{sql}: {damage:?}");
    }
}

#[test]
fn verify_holds_every_evidence_file_against_the_journal() {
    for (trigger, sql, word) in [
        ("file_no_update", "UPDATE file SET bytes = CAST('%PDG-' AS BLOB)", "不同"),
        ("file_no_delete", "DELETE FROM file", "不在"),
    ] {
        let folder = TempDir::new().unwrap();
        let store = new_book(folder.path());
        save(&store, 1).unwrap();
        let evidence = store.keep_file("证书.pdf", b"%PDF-").unwrap();
        let attach = Command::Attach { entry: "p1".into(), evidence };
        store.submit(&common::clerk(), &attach, &common::moment(date(2024, 6, 2))).unwrap();
        assert_eq!(store.verify().unwrap().damage, []);
        let raw = Connection::open(folder.path().join(FILE)).unwrap();
        assert!(raw.execute_batch(sql).is_err(), "the database itself must refuse: {sql}");
        raw.execute_batch(&format!("DROP TRIGGER {trigger}; {sql}")).unwrap();
        let damage = store.verify().unwrap().damage;
        assert!(damage.iter().any(|d| d.code == "KZ-323" && d.what.contains(word)), "{sql}: {damage:?}");
    }
}

#[test]
fn files_that_are_no_book_are_left_alone() {
    let code = |result: Result<SqliteStore, StoreError>| result.err().map(|error| error.code());
    let folder = TempDir::new().unwrap();
    let file = folder.path().join(FILE);
    assert_eq!(code(SqliteStore::open(folder.path())), Some("KZ-201"));
    for content in
        [&b""[..], b"not a database at all, but long enough to be looked at by SQLite as if it were one", &[0xff; 5000]]
    {
        std::fs::write(&file, content).unwrap();
        assert_eq!(code(SqliteStore::open(folder.path())), Some("KZ-203"));
        assert_eq!(code(SqliteStore::create(folder.path(), &"linxi".into())), Some("KZ-202"));
        assert_eq!(std::fs::read(&file).unwrap(), content);
    }
    std::fs::remove_file(&file).unwrap();
    drop(new_book(folder.path()));
    Connection::open(&file).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    assert_eq!(code(SqliteStore::open(folder.path())), Some("KZ-204"));
}

#[test]
fn a_book_is_served_once() {
    let folder = TempDir::new().unwrap();
    drop(new_book(folder.path()));
    let first = ServeLock::take(folder.path()).unwrap();
    assert_eq!(ServeLock::take(folder.path()).unwrap_err().code(), "KZ-205");
    assert_eq!(restore(&folder.path().join(FILE), folder.path()).unwrap_err().code(), "KZ-205");
    drop(first);
    ServeLock::take(folder.path()).unwrap();
}

#[test]
fn a_full_disk_loses_nothing() {
    let folder = TempDir::new().unwrap();
    let store = new_book(folder.path());
    save(&store, 1).unwrap();
    // A quota on pages is refused by SQLite with the very error of a full disk, and needs no disk of its own.
    store.limit_pages(40).unwrap();
    let mut saved = 1;
    let refused = loop {
        match save(&store, saved + 1) {
            Ok(()) => saved += 1,
            Err(error) => break error,
        }
        assert!(saved < 5_000, "the disk never filled");
    };
    assert!(matches!(refused, SubmitError::Store(StoreError::DiskFull)), "{refused}");
    assert_eq!(filed(&store), saved as u64);
    assert_eq!(store.verify().unwrap().damage, []);
    store.limit_pages(1_000_000).unwrap();
    save(&store, saved + 1).unwrap();
    assert_eq!(filed(&store), saved as u64 + 1);
}

#[test]
fn a_backup_restores_the_same_book() {
    let folder = TempDir::new().unwrap();
    let store = new_book(folder.path());
    for n in 1..4 {
        save(&store, n).unwrap();
    }
    let head = store.reader().unwrap().head().unwrap();
    let backup = folder.path().join("备份.kezhang");
    store.backup(&backup).unwrap();
    assert_eq!(store.backup(&backup).unwrap_err().code(), "KZ-210");
    save(&store, 4).unwrap();
    drop(store);
    let kept = restore(&backup, folder.path()).unwrap().unwrap();
    assert!(kept.is_file());
    let restored = SqliteStore::open(folder.path()).unwrap();
    assert_eq!(restored.reader().unwrap().head().unwrap(), head);
    assert_eq!(restored.verify().unwrap().damage, []);
    drop(restored);
    let elsewhere = TempDir::new().unwrap();
    assert_eq!(restore(&backup, elsewhere.path()).unwrap(), None);
    assert_eq!(SqliteStore::open(elsewhere.path()).unwrap().reader().unwrap().head().unwrap(), head);
    // A damaged or foreign file changes nothing.
    let raw = Connection::open(&backup).unwrap();
    raw.execute_batch("DROP TRIGGER posting_no_update; UPDATE posting SET amount = 1").unwrap();
    drop(raw);
    assert_eq!(restore(&backup, elsewhere.path()).unwrap_err().code(), "KZ-209");
    std::fs::write(elsewhere.path().join("x"), b"PK\x03\x04").unwrap();
    assert_eq!(restore(&elsewhere.path().join("x"), elsewhere.path()).unwrap_err().code(), "KZ-203");
    assert_eq!(SqliteStore::open(elsewhere.path()).unwrap().reader().unwrap().head().unwrap(), head);
}

#[test]
fn many_writers_and_readers_get_along() {
    let folder = TempDir::new().unwrap();
    let store = new_book(folder.path());
    let next = AtomicUsize::new(1);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                // Each thread is a program of its own: another connection, another cache.
                let own = SqliteStore::open(folder.path()).unwrap();
                for _ in 0..15 {
                    save(&own, next.fetch_add(1, Ordering::Relaxed)).unwrap();
                    filed(&store);
                }
            });
        }
    });
    assert_eq!(filed(&store), 60);
    assert_eq!(store.verify().unwrap().damage, []);
}

#[test]
fn changed_definitions_book_everything_anew() {
    let folder = TempDir::new().unwrap();
    let store = new_book(folder.path());
    for n in 1..4 {
        save(&store, n).unwrap();
    }
    let mut sources = common::sources();
    let text = sources.get_mut("ip/patent.toml").unwrap();
    *text = text.replace("by = [\"kind\"]", "by = [\"kind\", \"owner\"]");
    text.push_str("[[measure]]\nid = \"patent.named\"\nname = \"有名专利\"\nunit = \"件\"\non = \"filed_on\"\n");
    let adopt = Command::AdoptDefinitions { sources };
    let receipt = store.submit(&common::head(), &adopt, &common::moment(date(2024, 7, 1))).unwrap();
    assert_eq!(receipt.changes.len(), 4, "the adoption and three entries booked anew");
    let reader = store.reader().unwrap();
    let catalog = reader.catalog().unwrap();
    for measure in ["patent.named", "patent.filed"] {
        let query = MeasureQuery { measure: &catalog.measures[measure], filter: &[], period: Period::year(2024), as_of: None };
        assert_eq!(reader.measure(&query).unwrap().amount, 3.into(), "{measure}");
    }
    drop(reader);
    assert_eq!(store.verify().unwrap().damage, []);
    store.rebuild().unwrap();
    assert_eq!(store.verify().unwrap().damage, []);
}

/// Set in the child process of the test below: the folder of the book it writes to until it is killed.
const CHILD: &str = "KEZHANG_TEST_CHILD";

#[test]
fn a_kill_loses_no_acknowledged_save() {
    if let Ok(folder) = std::env::var(CHILD) {
        let store = SqliteStore::open(Path::new(&folder)).unwrap();
        for n in filed(&store) as usize + 1.. {
            save(&store, n).unwrap();
            println!("saved {n}");
        }
    }
    let folder = TempDir::new().unwrap();
    drop(new_book(folder.path()));
    let mut acknowledged = 0;
    for round in 0..12_u64 {
        let mut child = Process::new(std::env::current_exe().unwrap())
            .args(["--exact", "a_kill_loses_no_acknowledged_save", "--nocapture"])
            .env(CHILD, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let reading = std::thread::spawn(move || {
            let saved = |line: String| line.split("saved ").nth(1).and_then(|n| n.trim().parse::<u64>().ok());
            output.lines().map_while(Result::ok).filter_map(saved).max().unwrap_or(0)
        });
        std::thread::sleep(Duration::from_millis(40 + round * 17));
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged = reading.join().unwrap().max(acknowledged);
        let store = SqliteStore::open(folder.path()).unwrap();
        assert!(filed(&store) >= acknowledged, "round {round}: {} on disk, {acknowledged} acknowledged", filed(&store));
        assert_eq!(store.verify().unwrap().damage, [], "round {round}");
    }
    assert!(acknowledged > 20, "the children saved only {acknowledged}");
}
