//! What every store must do, whatever database is behind it. Each check is run over a seeded workload of commands, good
//! and bad, beside the kernel's plain book in memory: the two must agree on every refusal and on every figure.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "../../ledger/tests/common/mod.rs"]
mod common;
#[path = "../../ledger/tests/common/workload.rs"]
mod workload;

use jiff::civil::date;
use kezhang_ledger::book::{BookView, MeasureQuery};
use kezhang_ledger::command::Command;
use kezhang_ledger::definition::Measure;
use kezhang_ledger::formula;
use kezhang_ledger::id::EntryId;
use kezhang_ledger::journal::LearntEvent;
use kezhang_ledger::memory::MemoryBook;
use kezhang_ledger::period::Period;
use kezhang_store::sqlite::SqliteStore;
use kezhang_store::{BookReader, Filter, ListQuery, Sort, Store, SubmitError};
use tempfile::TempDir;
use workload::Workload;

/// Runs the suite on a database: `open(bureau)` opens a bureau's book in it, empty the first time.
fn suite(open: &dyn Fn(&str) -> Box<dyn Store>) {
    let book = open("linxi");
    let memory = agrees_with_memory(book.as_ref(), 11, 260);
    survives_rebuild(book.as_ref(), &memory);
    lists_what_it_should(book.as_ref(), &memory);
    finds_what_is_behind_figures(book.as_ref(), &memory);
    keeps_bureaus_apart(open, &memory);
    keeps_files_and_sessions(book.as_ref());
    remembers_the_last_decision_about_a_wording(book.as_ref());
}

fn opened(store: &dyn Store, bureau: &str) -> MemoryBook {
    let mut memory = MemoryBook::default();
    let mut settings = common::settings();
    settings.bureau = bureau.into();
    let command = Command::Open { settings, sources: common::sources() };
    let moment = common::moment(date(2024, 1, 1));
    memory.submit(&common::head(), &command, &moment).unwrap();
    store.submit(&common::head(), &command, &moment).unwrap();
    memory
}

fn agrees_with_memory(store: &dyn Store, seed: u64, steps: usize) -> MemoryBook {
    let mut memory = opened(store, store.bureau());
    let mut workload = Workload::new(seed);
    for step in 0..steps {
        let moment = workload.moment();
        let command = workload.next(&memory);
        let previewed = store.preview(&common::head(), &command, &moment);
        let expected = memory.submit(&common::head(), &command, &moment);
        let done = store.submit(&common::head(), &command, &moment);
        match (expected, done, previewed) {
            (Ok(changes), Ok(receipt), Ok(preview)) => {
                assert_eq!(receipt.changes, changes);
                assert_eq!(preview, changes);
                assert_eq!((receipt.last, receipt.head), (memory.journal.len() as u64, memory.head()));
            }
            (Err(refusals), Err(SubmitError::Refused(found)), Err(SubmitError::Refused(preview))) => {
                assert_eq!(found, refusals);
                assert_eq!(preview, refusals);
            }
            (expected, done, _) => panic!("step {step}: {command:?}\nmemory {expected:?}\nstore {done:?}"),
        }
        if step % 20 == 0 {
            same_figures(store, &memory, None);
        }
    }
    for as_of in [1, memory.journal.len() as u64 / 2, memory.journal.len() as u64] {
        same_figures(store, &memory, Some(as_of));
    }
    memory
}

/// Every measure, whole and in parts, over whole months and odd days.
fn same_figures(store: &dyn Store, memory: &MemoryBook, as_of: Option<u64>) {
    let reader = store.reader().unwrap();
    let parts: Vec<_> =
        ["patent.filed", "patent.filed[kind=invention]", "patent.filed[kind=invention|utility]", "patent.in_force[kind=design]"]
            .into_iter()
            .flat_map(|source| formula::parse(source).unwrap().figures().into_iter().cloned().collect::<Vec<_>>())
            .collect();
    let periods =
        ["2023", "2024", "2025", "2024-03", "2024-01..2024-11", "2024-02-03..2024-09-17"].map(|p| Period::parse(p).unwrap());
    for measure in memory.catalog.measures.values() {
        let filters = parts.iter().filter(|part| part.id == *measure.id.as_str()).map(|part| part.filter.as_slice());
        for filter in filters.chain([[].as_slice()]) {
            for period in periods {
                let query = MeasureQuery { measure, filter, period, as_of };
                let Ok(expected) = memory.measure(&query);
                assert_eq!(reader.measure(&query).unwrap(), expected, "{} {filter:?} {period} {as_of:?}", measure.id);
            }
        }
    }
}

fn survives_rebuild(store: &dyn Store, memory: &MemoryBook) {
    assert_eq!(store.verify().unwrap().damage, []);
    store.rebuild().unwrap();
    let verified = store.verify().unwrap();
    assert_eq!(verified.damage, []);
    assert_eq!((verified.lines, verified.postings), (memory.journal.len() as u64, memory.postings.len() as u64));
    same_figures(store, memory, None);
}

fn lists_what_it_should(store: &dyn Store, memory: &MemoryBook) {
    let reader = store.reader().unwrap();
    let Ok(ids) = memory.entries_of(&"patent".into());
    let all: Vec<_> = ids
        .iter()
        .filter_map(|id| {
            let Ok(entry) = memory.entry(id);
            entry
        })
        .filter(|e| e.voided.is_none())
        .collect();
    fn text(entry: &kezhang_ledger::entry::Entry, field: &str) -> Option<String> {
        entry.values.get(field).map(|value| value.canonical())
    }
    type Case = (Vec<Filter>, Box<dyn Fn(&kezhang_ledger::entry::Entry) -> bool>);
    let cases: Vec<Case> = vec![
        (vec![], Box::new(|_| true)),
        (vec![Filter::AnyOf("kind".into(), vec!["design".into()])], Box::new(|e| text(e, "kind").as_deref() == Some("design"))),
        (
            vec![Filter::Between("filed_on".into(), Some("2024-01-01".into()), Some("2024-12-31".into()))],
            Box::new(|e| text(e, "filed_on").is_some_and(|day| day.starts_with("2024"))),
        ),
        (vec![Filter::Blank("granted_on".into())], Box::new(|e| text(e, "granted_on").is_none())),
        (vec![Filter::Contains("name".into(), "置3".into())], Box::new(|e| text(e, "name").is_some_and(|n| n.contains("置3")))),
        (vec![Filter::Contains("name".into(), "%".into())], Box::new(|_| false)),
        (vec![Filter::AnyOf("no_such_field".into(), vec!["x".into()])], Box::new(|_| false)),
        (
            vec![Filter::Between("fee".into(), Some("1000".into()), None)],
            Box::new(|e| e.values.get("fee").and_then(|v| v.as_number()).is_some_and(|n| n >= 1000.into())),
        ),
    ];
    for (filters, holds) in cases {
        let mut query = ListQuery::new("patent".into());
        query.filters = filters;
        query.count = 1000;
        query.sums = vec!["fee".into()];
        query.sort = vec![Sort { field: Some("filed_on".into()), descending: false }];
        let page = reader.list(&query).unwrap();
        let expected: Vec<_> = all.iter().filter(|entry| holds(entry)).collect();
        assert_eq!(page.total as usize, expected.len(), "{:?}", query.filters);
        assert_eq!(page.entries.len(), expected.len());
        let days: Vec<_> = page.entries.iter().map(|entry| text(entry, "filed_on")).collect();
        assert!(days.is_sorted(), "{days:?}");
        let sum: rust_decimal::Decimal = expected.iter().filter_map(|e| e.values.get("fee")?.as_number()).sum();
        assert_eq!(page.sums, [sum]);
        let mut paged: Vec<EntryId> = Vec::new();
        for skip in (0..page.total).step_by(7) {
            let part = ListQuery { skip, count: 7, ..query.clone() };
            paged.extend(reader.list(&part).unwrap().entries.into_iter().map(|entry| entry.id));
        }
        assert_eq!(paged, page.entries.iter().map(|entry| entry.id.clone()).collect::<Vec<_>>());
    }
    let mut hidden = ListQuery::new("patent".into());
    hidden.sections = Some(vec!["other".into()]);
    assert_eq!(reader.list(&hidden).unwrap().total, 0);
    searches(reader.as_ref(), &all);
}

fn searches(reader: &dyn BookReader, all: &[kezhang_ledger::entry::Entry]) {
    let named = |part: &str| all.iter().filter(|e| e.values.get("name").is_some_and(|n| n.canonical().contains(part))).count();
    assert_eq!(reader.search("装置2", None, 1000).unwrap().len(), named("装置2"));
    assert_eq!(reader.search("置", None, 1000).unwrap().len(), named("置"));
    assert_eq!(reader.search("装置2", Some(&["other".into()]), 1000).unwrap(), []);
    assert_eq!(reader.search("\" OR *", None, 10).unwrap(), []);
    assert_eq!(reader.search("不存在的词", None, 10).unwrap(), []);
}

fn finds_what_is_behind_figures(store: &dyn Store, memory: &MemoryBook) {
    let reader = store.reader().unwrap();
    for measure in memory.catalog.measures.values() {
        let query = MeasureQuery { measure, filter: &[], period: Period::year(2024), as_of: None };
        let Ok(reading) = memory.measure(&query);
        let postings = reader.postings(&query, 0, 10_000).unwrap();
        assert_eq!(postings.len() as u64, reading.postings, "{}", measure.id);
        let entries = reader.entries_behind(&query, 0, 10_000).unwrap();
        assert_eq!(entries.len() as u64, reader.count_entries(&query).unwrap());
        if !matches!(measure.kind, kezhang_ledger::definition::MeasureKind::Parties { .. }) {
            let sum: rust_decimal::Decimal = entries.iter().map(|(_, net)| *net).sum();
            assert_eq!(sum, reading.amount, "{}", measure.id);
            let posted: rust_decimal::Decimal = postings.iter().map(|(_, p)| p.contribution.amount).sum();
            assert_eq!(posted, reading.amount);
            let months: rust_decimal::Decimal = reader.months(&query).unwrap().iter().map(|(_, amount)| *amount).sum();
            assert_eq!(months, reading.amount, "{}", measure.id);
        }
    }
    let filed: Measure = memory.catalog.measures["patent.filed"].clone();
    let query = MeasureQuery { measure: &filed, filter: &[], period: Period::year(2024), as_of: None };
    let parts: rust_decimal::Decimal = reader.breakdown(&query, "kind").unwrap().iter().map(|(_, n)| *n).sum();
    let Ok(reading) = memory.measure(&query);
    assert_eq!(parts, reading.amount);
    let some = &reader.entries_behind(&query, 0, 1).unwrap()[0].0;
    let history = reader.history(&some.id).unwrap();
    assert!(!history.is_empty() && history.iter().all(|line| line.body.contains(some.id.as_str())));
}

/// Two bureaus in one database: each has its own chain and sees nothing of the other's.
fn keeps_bureaus_apart(open: &dyn Fn(&str) -> Box<dyn Store>, first: &MemoryBook) {
    let other = open("dongshan");
    let memory = agrees_with_memory(other.as_ref(), 12, 60);
    same_figures(other.as_ref(), &memory, None);
    let linxi = open("linxi");
    same_figures(linxi.as_ref(), first, None);
    assert_eq!(linxi.reader().unwrap().head().unwrap().1, first.head());
    assert_eq!(linxi.verify().unwrap().damage, []);
    other.rebuild().unwrap();
    same_figures(linxi.as_ref(), first, None);
    let foreign: Vec<EntryId> = (1..400).map(|n| EntryId::new(format!("e{n}"))).collect();
    for id in foreign {
        let Ok(own) = first.entry(&id);
        assert_eq!(linxi.reader().unwrap().entry(&id).unwrap(), own);
    }
    let file = linxi.keep_file("甲.pdf", b"%PDF-own").unwrap();
    assert!(other.reader().unwrap().file(&file.hash).unwrap().is_none(), "another bureau reads our evidence");
}

fn keeps_files_and_sessions(store: &dyn Store) {
    let kept = store.keep_file("证书.pdf", b"%PDF-").unwrap();
    assert_eq!(store.keep_file("又一次.pdf", b"%PDF-").unwrap().hash, kept.hash);
    assert_eq!(store.reader().unwrap().file(&kept.hash).unwrap().as_deref(), Some(b"%PDF-".as_slice()));
    let token = kezhang_ledger::journal::Hash::of(b"token");
    store.begin_session(&token, &"lin".into(), 100).unwrap();
    assert_eq!(store.reader().unwrap().session(&token, 99).unwrap(), Some("lin".into()));
    assert_eq!(store.reader().unwrap().session(&token, 101).unwrap(), None);
    store.end_session(kezhang_store::SessionKey::User(&"lin".into())).unwrap();
    assert_eq!(store.reader().unwrap().session(&token, 99).unwrap(), None);
    store.set_secret(&"lin".into(), Some("hash")).unwrap();
    assert_eq!(store.reader().unwrap().secret(&"lin".into()).unwrap().as_deref(), Some("hash"));
}

fn remembers_the_last_decision_about_a_wording(store: &dyn Store) {
    let mut seqs = Vec::new();
    for (about, wording, decision) in [("binding", "立项", "own.won"), ("finding", "立项", "accept"), ("binding", "立项", "none")]
    {
        let [about, wording, decision] = [about, wording, decision].map(str::to_owned);
        let learnt = LearntEvent { about, wording, decision, reason: "口径不同".to_owned() };
        let receipt = store.submit(&common::clerk(), &Command::Learn(learnt), &common::moment(date(2025, 3, 1))).unwrap();
        seqs.push(receipt.last);
    }
    let standing = |about: &str| {
        let learnt = store.reader().unwrap().learnt(about).unwrap();
        learnt.into_iter().map(|learnt| (learnt.wording, learnt.decision, learnt.reason, learnt.seq)).collect::<Vec<_>>()
    };
    let is = |decision: &str, seq| ("立项".to_owned(), decision.to_owned(), "口径不同".to_owned(), seq);
    assert_eq!((standing("binding"), standing("finding")), (vec![is("none", seqs[2])], vec![is("accept", seqs[1])]));
    store.rebuild().unwrap();
    assert_eq!((standing("binding"), standing("finding")), (vec![is("none", seqs[2])], vec![is("accept", seqs[1])]));
}

#[test]
fn sqlite_conforms() {
    let folder = TempDir::new().unwrap();
    suite(&|bureau| {
        let store = SqliteStore::open_for(folder.path(), bureau.into());
        Box::new(store.or_else(|_| SqliteStore::create(folder.path(), &bureau.into())).unwrap())
    });
}
