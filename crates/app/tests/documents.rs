//! Documents: written from the book, checked against it, published and from then on the same.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use common::{Bureau, entered, patent, typed};
use kezhang_app::report::Format;

#[test]
fn a_published_document_keeps_its_figures_and_says_which_have_changed() {
    let bureau = Bureau::new();
    let (clerk, director) = (bureau.desk("clerk"), bureau.desk("director"));
    let first = entered(clerk.create_entry("patent", patent(1, "主轴", "2025-03-05")).unwrap());
    let id = director.publish("summary", 2025).unwrap();
    let then = director.published_page(id).unwrap();
    assert!(then.changed.is_empty(), "{:?}", then.changed);
    entered(clerk.create_entry("patent", patent(2, "轴套", "2025-04-05")).unwrap());
    entered(clerk.move_entry(&first, 1, "grant", typed(&[("granted_on", "2025-10-01")]), "").unwrap());
    let now = director.published_page(id).unwrap();
    assert_eq!(now.frozen, then.frozen);
    let filed = now.changed.iter().find(|(name, ..)| name == "专利申请量").unwrap();
    assert_eq!((filed.1.as_str(), filed.2.as_str()), ("1", "2"));
    // A new draft has the new figure, and the book still knows the old one at the position it was read at.
    let draft = director.draft("summary", 2025).unwrap();
    assert!(draft.tokens.iter().any(|token| token.name == "专利申请量" && token.text.starts_with('2')));
    let before = director.figures(2025, Some(now.view.read_at)).unwrap();
    assert!(before.figures.iter().any(|figure| figure.id == "patent.filed" && figure.value.as_deref() == Some("1")));
}

#[test]
fn what_the_book_does_not_have_is_a_gap_and_never_a_nought() {
    let bureau = Bureau::new();
    let draft = bureau.desk("director").draft("summary", 2025).unwrap();
    assert!(!draft.gaps.is_empty());
    let html = String::from_utf8(bureau.desk("director").print(&draft.paper, Format::Html).unwrap().bytes).unwrap();
    assert!(html.contains("【待补】"), "an empty book writes a summary without a gap");
}

#[test]
fn reported_figures_stand_beside_the_books_own_and_never_in_them() {
    let bureau = Bureau::new();
    let (clerk, director) = (bureau.desk("clerk"), bureau.desk("director"));
    entered(clerk.create_entry("patent", patent(1, "主轴", "2025-03-05")).unwrap());
    let text = director.check_text("2025年，全区专利申请量120件，比上年增长8.5%。", 2025).unwrap();
    let chosen: Vec<usize> = (0..text.claims.len()).collect();
    let accepted = director.accept_reported(&text, 2025, &chosen).unwrap();
    assert_eq!(accepted.accepted, chosen.len());
    // The same report again brings nothing new.
    assert_eq!(director.accept_reported(&text, 2025, &chosen).unwrap().accepted, 0);
    assert_eq!(common::on_board(&director, "patent.filed", 2025), "1");
    let figure = director.figure_page("patent.filed", "2025", 1).unwrap();
    assert_eq!(figure.chip.text, "1");
    assert!(figure.reported.iter().any(|(value, sentence)| value.contains("120") && sentence.contains("专利申请量120件")));
    let shown = director.reported(2025).unwrap();
    let filed = shown.iter().find(|view| view.reported.sentence.contains("120") && view.book.is_some()).unwrap();
    assert_eq!(filed.book.as_ref().map(|chip| chip.text.as_str()), Some("1"));
    let ids = shown.iter().map(|view| view.reported.id.clone()).collect();
    director.withdraw_reported(2025, ids).unwrap();
    assert!(director.reported(2025).unwrap().is_empty());
    assert_eq!(director.verify().unwrap().damage, []);
}
