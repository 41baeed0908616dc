//! Binding against the packs' own vocabulary: sentences as reports write them, each figure with the indicator it speaks of.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)] // a test fails loudly, and reads its files

mod packs;

use std::collections::BTreeMap;

use kezhang_text::bind::{Binder, Candidate, Correction, Facet, Vocabulary};
use kezhang_text::read;
use packs::vocabulary;

/// `标注.txt` tells how it is written.
const LABELLED: &str = include_str!("标注.txt");
/// Below this the program leaves a claim unbound.
const TAKEN_MIN: u32 = 620;

/// Whether a candidate is the one wanted. An indicator that is a part of a measure is the same figure as that part.
fn fits(candidate: &Candidate, wanted: &str, same: &BTreeMap<String, String>) -> bool {
    if let Some((one, other)) = wanted.split_once('/') {
        return fits(candidate, one, same) || fits(candidate, other, same);
    }
    let (target, facet) = wanted.split_once('~').unwrap_or((wanted, ""));
    let facet_fits = match facet {
        "growth" => candidate.facet == Facet::Growth,
        "share" => candidate.facet == Facet::Share,
        "completion" => candidate.facet == Facet::Completion,
        "rank" => candidate.facet == Facet::Rank,
        _ => matches!(candidate.facet, Facet::Value | Facet::Target),
    };
    let figure = |id: &str| same.get(id).cloned().unwrap_or_else(|| id.to_owned());
    facet_fits && figure(&candidate.target) == figure(target)
}

#[test]
fn claims_find_their_indicator() {
    let (vocabulary, same) = vocabulary();
    let binder = Binder::new(&vocabulary);
    let (mut all, mut first, mut three) = (0usize, 0usize, 0usize);
    let mut wrong = String::new();
    for line in LABELLED.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        let (sentence, targets) = line.split_once(" | ").unwrap();
        let reading = read(sentence);
        let targets: Vec<&str> = targets.split_whitespace().collect();
        assert_eq!(
            reading.claims.len(),
            targets.len(),
            "{sentence}: {:?}",
            reading.claims.iter().map(|c| &c.subject).collect::<Vec<_>>()
        );
        for ((claim, candidates), wanted) in reading.claims.iter().zip(binder.bind_all(&reading, Some(2023))).zip(targets) {
            if wanted == "*" {
                continue;
            }
            all += 1;
            let hit = match wanted {
                "-" => candidates.first().is_none_or(|c| c.score < TAKEN_MIN),
                _ => candidates.first().is_some_and(|c| fits(c, wanted, &same)),
            };
            first += usize::from(hit);
            three += usize::from(hit || candidates.iter().take(3).any(|c| fits(c, wanted, &same)));
            if !hit {
                let shown: Vec<String> = candidates.iter().map(|c| format!("{} {:?} {}", c.target, c.facet, c.score)).collect();
                wrong += &format!("{} {} wanted {wanted} got {shown:?}\n   {sentence}\n", claim.subject, claim.unit);
            }
        }
    }
    println!("{all} labelled figures, first candidate right {first}, among the first three {three}\n{wrong}");
    assert!(all >= 300, "only {all} labelled figures");
    assert!(first * 100 >= all * 90, "first {first} of {all}\n{wrong}");
    assert!(three * 100 >= all * 97, "three {three} of {all}\n{wrong}");
}

#[test]
fn text_from_the_packs_is_bound_for_certain() {
    let vocabulary = Vocabulary {
        sentences: vec![
            "全年专利申请{patent.filed}件,其中发明专利{patent.filed[kind=发明]}件{yoy(patent.filed[kind=发明])}。".to_owned(),
        ],
        ..vocabulary().0
    };
    let reading = read("全年专利申请5347件,其中发明专利1013件,同比增长12.5%。");
    let bound = Binder::new(&vocabulary).bind_all(&reading, Some(2023));
    assert_eq!((bound[0][0].target.as_str(), bound[0][0].score), ("patent.filed", 1000));
    assert_eq!((bound[1][0].target.as_str(), bound[1][0].score), ("patent.filed[kind=发明]", 1000));
    assert_eq!((bound[2][0].target.as_str(), bound[2][0].facet), ("patent.filed[kind=发明]", Facet::Growth));
}

#[test]
fn a_persons_choice_is_remembered() {
    let reading = read("全年培训农民1200人次。");
    let (mut vocabulary, _) = vocabulary();
    vocabulary.corrections.push(Correction {
        subject: reading.claims[0].subject.clone(),
        unit: "人次".to_owned(),
        target: "training.farmers".to_owned(),
    });
    let found = Binder::new(&vocabulary).bind(&reading.claims[0], None);
    assert_eq!((found.len(), found[0].target.as_str(), found[0].score), (1, "training.farmers", 1000));
}

#[test]
fn part_of_a_year_is_not_the_year() {
    let reading = read("1—11月份,全区完成专利申请195件。");
    let (vocabulary, _) = vocabulary();
    let found = Binder::new(&vocabulary).bind(&reading.claims[0], Some(2015));
    let period = found[0].period.unwrap();
    assert_eq!((period.year, period.first, period.last, period.is_year()), (Some(2015), 1, 11, false));
}
