//! `packs.case`: every kind of mistake in packs, found at its place, with all the others.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use std::collections::BTreeSet;

use kezhang_ledger::definition::{MistakeKind, load};

#[test]
fn every_mistake_is_found_at_its_place() {
    let mut seen = BTreeSet::new();
    for case in include_str!("packs.case").split("\n--- ").skip(1) {
        let (name, body) = case.split_once('\n').unwrap_or((case, ""));
        let mut sources = common::sources();
        let mut expected = Vec::new();
        let mut path = String::new();
        for line in body.lines() {
            if let Some(new) = line.strip_prefix("@@ ") {
                path = new.to_owned();
                sources.insert(path.clone(), String::new());
            } else if let Some(found) = line.strip_prefix("=> ") {
                expected.push(found.to_owned());
            } else if !path.is_empty() {
                let text = sources.get_mut(&path).unwrap();
                text.push_str(line);
                text.push('\n');
            }
        }
        let mistakes = load(sources).err().unwrap_or_default();
        let found: Vec<String> =
            mistakes.iter().map(|m| format!("{} {}:{}", m.kind.code(), m.place.file, m.place.line)).collect();
        let mut sorted = (found.clone(), expected.clone());
        sorted.0.sort();
        sorted.1.sort();
        assert_eq!(sorted.0, sorted.1, "{name}\n{}", mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
        seen.extend(mistakes.iter().map(|m| m.kind));
    }
    let unseen: Vec<_> = MistakeKind::ALL.into_iter().filter(|kind| !seen.contains(kind)).collect();
    assert_eq!(unseen, [], "kinds without a case");
}

#[test]
fn names_of_codes_become_codes() {
    let catalog = load(common::sources()).unwrap();
    let formula = &catalog.indicators["invention_share"].formula;
    assert_eq!(formula.to_string(), "share(patent.filed[kind=invention], patent.filed)");
    assert_eq!(catalog.name_of(formula.figures()[0]), "专利申请量（发明）");
    assert!(catalog.indicators["patent.filed"].implicit);
}

#[test]
fn a_field_without_a_group_stands_in_the_one_before() {
    let mut sources = common::sources();
    let mark = "[ledger]\nid = \"mark\"\nname = \"商标\"\n";
    let fields = [("a", ""), ("b", "group = \"申请\""), ("c", ""), ("d", "group = \"核准\""), ("e", "")];
    let fields: String = fields.map(|(id, group)| format!("[[field]]\nid = \"{id}\"\nname = \"{id}\"\n{group}\n")).concat();
    sources.insert("ip/mark.toml".to_owned(), format!("{mark}{fields}"));
    let catalog = load(sources).unwrap();
    let groups: Vec<&str> = catalog.ledgers["mark"].fields.iter().map(|field| field.group.as_str()).collect();
    assert_eq!(groups, ["", "申请", "申请", "核准", "核准"]);
}
