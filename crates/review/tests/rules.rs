//! `rules.case`: every kind of mistake in a rule file is found at its line, with all the others. Also: which rule set applies.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use kezhang_review::screening::{
    Columns, Fact, FactKind, Facts, MistakeKind, RuleSet, check_rules, choose, day_of, read_rules, screen,
};

const SOUND: &str = include_str!("common/sound.toml");

/// The sound file with the changes of a case.
fn changed(body: &str) -> String {
    let mut text = SOUND.to_owned();
    let mut blocks = body.split("@@ ").skip(1);
    for block in blocks.by_ref() {
        let old = block.lines().next().unwrap();
        let new: Vec<&str> = block.lines().filter_map(|line| line.strip_prefix("=> ")).collect();
        if old == "+" {
            text.push_str(&(new.join("\n") + "\n"));
        } else {
            assert!(text.contains(old), "the sound file has no {old}");
            text = text.replacen(old, &new.join("\n"), 1);
        }
    }
    text
}

#[test]
fn every_mistake_is_found_at_its_line() {
    let (mut seen, mut wrong) = (BTreeSet::new(), Vec::new());
    for case in include_str!("rules.case").split("\n--- ").skip(1) {
        let (name, body) = case.split_once('\n').unwrap_or((case, ""));
        let mistakes = read_rules("any/rules/sound.toml", &changed(body)).err().unwrap_or_default();
        let mut found: Vec<String> = mistakes.iter().map(|mistake| format!("{} {}", mistake.kind.code(), mistake.line)).collect();
        let mut expected: Vec<String> = body.lines().filter_map(|line| line.strip_prefix("!! ")).map(str::to_owned).collect();
        found.sort();
        expected.sort();
        if found != expected {
            let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
            wrong.push(format!("--- {name}\n{}", lines.join("\n")));
        }
        seen.extend(mistakes.iter().map(|mistake| mistake.kind));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // These three only show beside other files; the tests below have them.
    seen.extend([MistakeKind::Overlap, MistakeKind::UnknownLedger, MistakeKind::UnknownField]);
    let unseen: Vec<_> = MistakeKind::ALL.into_iter().filter(|kind| !seen.contains(kind)).collect();
    assert_eq!(unseen, [], "kinds without a case");
}

fn sound(changes: &[(&str, &str)]) -> RuleSet {
    let text = changes.iter().fold(SOUND.to_owned(), |text, (old, new)| text.replacen(old, new, 1));
    read_rules("any/rules/sound.toml", &text).unwrap()
}

fn columns() -> Columns {
    let fields = [("founded_on", FactKind::Date), ("tech_staff", FactKind::Count), ("employees", FactKind::Count)];
    BTreeMap::from([("firm".to_owned(), fields.map(|(id, kind)| (id.to_owned(), Some(kind))).into())])
}

fn kinds(sets: &[RuleSet], columns: &Columns) -> Vec<(MistakeKind, usize)> {
    check_rules(sets, columns).iter().map(|mistake| (mistake.kind, mistake.line)).collect()
}

#[test]
fn two_sets_are_never_in_force_together() {
    let old = |until| sound(&[("from = 2016-01-01", until), ("\"sound\"", "\"old\"")]);
    let new = sound(&[("from = 2016-01-01", "from = 2020-01-01")]);
    assert_eq!(kinds(&[old("from = 2016-01-01\nuntil = 2019-12-31"), new.clone()], &columns()), []);
    assert_eq!(kinds(&[old("from = 2016-01-01\nuntil = 2020-01-01"), new.clone()], &columns()), [(MistakeKind::Overlap, 1)]);
    assert_eq!(kinds(&[old("from = 2016-01-01"), new.clone()], &columns()), [(MistakeKind::Overlap, 1)]);
    assert_eq!(kinds(&[new.clone(), new], &columns()), [(MistakeKind::DuplicateId, 1)]);
}

#[test]
fn every_fact_has_its_field() {
    let set = [sound(&[])];
    assert_eq!(kinds(&set, &columns()), []);
    assert_eq!(kinds(&set, &Columns::new()), [(MistakeKind::UnknownLedger, 1)]);
    let mut other = columns();
    let fields = other.get_mut("firm").unwrap();
    fields.remove("founded_on");
    fields.insert("employees".to_owned(), Some(FactKind::Money));
    fields.insert("tech_staff".to_owned(), None);
    let unknown = MistakeKind::UnknownField;
    assert_eq!(kinds(&set, &other), [(unknown, 7), (unknown, 11), (unknown, 17)]);
}

/// The rule set is chosen by the day of the application, not by the day of looking.
#[test]
fn the_day_chooses_the_rules() {
    let on = |from: &str| format!("{from}\non = \"founded_on\"");
    let old = on("from = 2016-01-01\nuntil = 2019-12-31");
    let new = on("from = 2020-01-01");
    let sets = [
        sound(&[("from = 2016-01-01", &old), ("\"sound\"", "\"old\""), ("min = 10", "min = 30")]),
        sound(&[("from = 2016-01-01", &new), ("\"sound\"", "\"new\"")]),
    ];
    let today = date(2026, 11, 22);
    let chosen = |applied: Option<&str>| {
        let mut facts = Facts::new();
        facts.set("founded_on", applied.map(|day| Fact::Date(day.parse().unwrap())));
        choose(&sets, "firm", &facts, today).map(|(set, day)| (set.id.clone(), day.to_string()))
    };
    let is = |id: &str, day: &str| Some((id.to_owned(), day.to_owned()));
    assert_eq!(chosen(Some("2019-12-31")), is("old", "2019-12-31"));
    assert_eq!(chosen(Some("2020-01-01")), is("new", "2020-01-01"));
    assert_eq!(chosen(None), is("new", "2026-11-22"));
    assert_eq!(chosen(Some("2015-12-31")), None);
    assert_eq!(choose(&sets, "other", &Facts::new(), today), None);
}

/// The shipped files say when they hold and by which document; the firm that meets all is judged as of its application.
#[test]
fn shipped_rules_name_their_documents() {
    let (hightech, sme) = (common::hightech(), common::sme());
    assert!(hightech.source.contains("国科发火〔2016〕32号") && hightech.source.contains("国科发火〔2016〕195号"));
    assert!(sme.source.contains("国科发政〔2017〕115号"));
    assert!(hightech.holds_on(date(2016, 1, 1)) && !hightech.holds_on(date(2015, 12, 31)));
    let facts = common::base(&hightech, include_str!("hightech.case"));
    let day = day_of(&hightech, &facts, date(2026, 11, 22));
    let screening = screen(&hightech, &facts, day);
    assert_eq!((screening.rules.as_str(), screening.on), ("hightech_2016", date(2025, 7, 1)));
    assert!(screening.conditions.iter().all(|condition| !condition.source.is_empty()));
}

#[test]
fn the_guide_names_every_mistake() {
    let guide = include_str!("../../../packs/README.md");
    for kind in MistakeKind::ALL {
        assert!(guide.contains(&format!("| {} |", kind.code())), "packs/README.md does not mention {}", kind.code());
    }
}
