//! The summary that the book writes is checked against the book: nothing is found; and when one digit of it is changed,
//! exactly that one is.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use kezhang_app::check::CheckedText;
use kezhang_app::demo_book::make;
use kezhang_app::kezhang::Kezhang;
use kezhang_app::report::Format;

/// Each claim's first digit is changed in turn; every so many, to keep the test short.
const EVERY: usize = 6;

/// Another digit, and never a leading nought.
fn other(digit: char) -> char {
    digit.to_digit(10).and_then(|d| char::from_digit(d % 9 + 1, 10)).unwrap()
}

/// What a changed digit must bring about: this claim alone differs, and whatever else is found has to do with it.
fn only_this_is_found(was: &CheckedText, now: &CheckedText, at: usize) -> Result<(), String> {
    let says = |why: &str| Err(format!("“{}” → “{}”：{why}", was.claims[at].quote, now.claims.get(at).map_or("", |c| &c.quote)));
    if now.claims.len() != was.claims.len() {
        return says("another number of claims");
    }
    let differ: Vec<usize> = now.claims.iter().filter(|claim| claim.verdict.kind == "differ").map(|claim| claim.number).collect();
    if differ != [at] {
        return says(&format!("{differ:?} differ, {}", now.claims[at].verdict.word));
    }
    let place = (now.claims[at].start, now.claims[at].end);
    match now.findings.iter().find(|finding| !finding.places.iter().any(|known| (known.start, known.end) == place)) {
        Some(stray) => says(&format!("found elsewhere: {}", stray.what)),
        None => Ok(()),
    }
}

#[test]
fn the_books_own_summary_agrees_and_a_changed_digit_is_found() {
    let folder = tempfile::tempdir().unwrap();
    make(folder.path(), 2025, &|_, _| {}).unwrap();
    let book = Kezhang::open(folder.path()).unwrap();
    let desk = book.operator_desk();
    let draft = desk.draft("summary", 2025).unwrap();
    let printed = desk.print(&draft.paper, Format::Docx).unwrap();
    let was = desk.check_file("summary.docx", &printed.bytes, 2025).unwrap();
    assert!(was.claims.len() > 300, "only {} claims", was.claims.len());
    let not_agreeing: Vec<_> = was.claims.iter().filter(|c| c.verdict.kind != "agree").map(|c| (&c.quote, &c.verdict)).collect();
    assert!(not_agreeing.is_empty(), "{not_agreeing:#?}");
    assert!(was.findings.is_empty(), "{:#?}", was.findings);

    let text: Vec<char> = was.text.chars().collect();
    let mut wrong = Vec::new();
    for claim in was.claims.iter().step_by(EVERY) {
        let mut changed = text.clone();
        let at = (claim.start..claim.end).find(|&at| changed[at].is_ascii_digit()).unwrap();
        changed[at] = other(changed[at]);
        let now = desk.check_text(&changed.iter().collect::<String>(), 2025).unwrap();
        wrong.extend(only_this_is_found(&was, &now, claim.number).err());
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
