//! What other offices publish after our closing belongs to the year it speaks of; what we forgot is a correction.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use jiff::civil::date;
use kezhang_ledger::book::BookView;
use kezhang_ledger::command::{Command, NewEntry, Typed};
use kezhang_ledger::decide::{Terms, postings_of_event};
use kezhang_ledger::figure::Reader;
use kezhang_ledger::formula;
use kezhang_ledger::journal::Event;
use kezhang_ledger::memory::MemoryBook;
use kezhang_ledger::period::Period;
use kezhang_ledger::posting::Posting;

const PEOPLE: &str = r#"
[ledger]
id = "people"
name = "常住人口"
key = ["year"]
open_after_closing = true

[[field]]
id = "year"
name = "年份"
type = "year"
[[field]]
id = "population"
name = "常住人口"
type = "number"
unit = "万人"

[[measure]]
id = "population"
name = "常住人口"
on = "year"
amount = "population"
"#;

fn create(ledger: &str, id: &str, typed: &[(&str, &str)]) -> Command {
    let typed: Typed = typed.iter().map(|(field, text)| ((*field).into(), (*text).to_owned())).collect();
    Command::Create(NewEntry { ledger: ledger.into(), id: id.into(), state: None, typed, section: "plan".into() })
}

#[test]
fn late_figures_go_to_their_own_year() {
    let mut sources = common::sources();
    sources.insert("ip/people.toml".to_owned(), PEOPLE.to_owned());
    let mut book = MemoryBook::default();
    let say = |book: &mut MemoryBook, day, command: &Command| {
        book.submit(&common::head(), command, &common::moment(day)).unwrap();
    };
    say(&mut book, date(2024, 1, 3), &Command::Open { settings: common::settings(), sources });
    say(&mut book, date(2025, 1, 8), &create("people", "p1", &[("year", "2024"), ("population", "31.6")]));
    say(&mut book, date(2025, 1, 20), &Command::Close { period: Period::year(2024) });
    let final_number = Typed::from([("population".into(), "31.58".to_owned())]);
    say(&mut book, date(2025, 5, 9), &Command::Revise { entry: "p1".into(), base: 1, typed: final_number });
    say(&mut book, date(2025, 5, 9), &create("won", "w1", &[("code", "A1"), ("asked_on", "2024-11-02")]));

    let mut reader = Reader::new(&book.catalog, &book, None);
    let mut read = |source: &str, year| {
        let Ok(figure) = reader.formula(&formula::parse(source).unwrap(), None, None, Period::year(year));
        figure.print()
    };
    assert_eq!((read("population", 2024).as_str(), read("population", 2025).as_str()), ("31.58", "【待补】"));
    assert_eq!((read("won.asked", 2024).as_str(), read("won.asked", 2025).as_str()), ("【待补】", "1"));
    replay(&book);
}

/// `verify` works the postings out anew and must come to the same.
fn replay(book: &MemoryBook) {
    let Ok(settings) = book.settings();
    let settings = settings.unwrap();
    let terms = Terms::new(&book.catalog, &settings);
    let mut closed_through = None;
    for line in &book.journal {
        match line.event().unwrap() {
            Event::Closed { through, .. } => closed_through = Some(through),
            Event::Entry(event) => {
                let own = book.postings.iter().filter(|(seq, posting)| posting.entry == event.id && *seq <= line.seq);
                let (made, before): (Vec<_>, Vec<_>) = own.cloned().partition(|(seq, _)| *seq == line.seq);
                let bare = |postings: Vec<(u64, Posting)>| postings.into_iter().map(|(_, posting)| posting).collect::<Vec<_>>();
                let again = postings_of_event(&terms, &book.catalog, &event, &bare(before), closed_through);
                assert_eq!(again, bare(made), "line {}", line.seq);
            }
            _ => {}
        }
    }
}
