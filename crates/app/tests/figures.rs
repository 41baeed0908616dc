//! Every figure opens down to what is behind it: on the demo year, the figure's page lists exactly the entries and postings
//! that the figure says it has, and they add up to it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeSet;

use kezhang_app::demo_book::make;
use kezhang_app::desk::Desk;
use kezhang_app::error::Result;
use kezhang_app::figure_page::PartView;
use kezhang_app::kezhang::Kezhang;
use rust_decimal::{Decimal, RoundingStrategy};

/// A part of a figure with everything its pages list.
#[derive(Default)]
struct Listed {
    entries: usize,
    distinct: BTreeSet<String>,
    amount: Decimal,
    postings: usize,
    posted: Decimal,
}

fn number(text: &str) -> Decimal {
    text.replace([',', '+'], "").replace('−', "-").parse().unwrap_or_else(|_| panic!("“{text}” is no number"))
}

/// Turns every page of a figure and adds up what its parts list.
fn listed(desk: &Desk, formula: &str, period: &str) -> Result<Vec<(PartView, Listed)>> {
    let mut parts: Vec<(PartView, Listed)> = Vec::new();
    for page in 1.. {
        let figure = desk.figure_page(formula, period, page)?;
        if page == 1 {
            parts = figure.parts.iter().map(|part| (part.clone(), Listed::default())).collect();
        }
        let mut any = false;
        for ((_, listed), part) in parts.iter_mut().zip(figure.parts) {
            assert_eq!(part.hidden, 0, "the director sees everything");
            any |= !part.entries.is_empty() || !part.postings.is_empty();
            listed.entries += part.entries.len();
            listed.postings += part.postings.len();
            listed.amount += part.entries.iter().map(|entry| number(&entry.amount)).sum::<Decimal>();
            listed.posted += part.postings.iter().map(|posting| number(&posting.amount)).sum::<Decimal>();
            listed.distinct.extend(part.entries.into_iter().map(|entry| entry.id));
        }
        if !any {
            return Ok(parts);
        }
    }
    unreachable!("the pages of a figure end")
}

#[test]
fn every_figure_of_the_demo_year_lists_what_it_counts() {
    let folder = tempfile::tempdir().unwrap();
    make(folder.path(), 2025, &|_, _| {}).unwrap();
    let book = Kezhang::open(folder.path()).unwrap();
    let desk = book.operator_desk();
    let mut opened = 0;
    for line in desk.figures(2025, None).unwrap().figures {
        let parts = listed(&desk, &line.id, "2025").unwrap();
        let (entries, postings): (usize, usize) =
            parts.iter().fold((0, 0), |(e, p), (_, listed)| (e + listed.entries, p + listed.postings));
        assert_eq!(entries as u64, line.entries, "{}: entries", line.id);
        assert_eq!(postings as u64, line.postings, "{}: postings", line.id);
        for (part, listed) in parts {
            let name = format!("{} → {}", line.id, part.chip.formula);
            assert_eq!(listed.entries, listed.distinct.len(), "{name}: an entry is listed twice");
            assert_eq!(listed.entries as u64, part.entries_total, "{name}");
            assert_eq!(listed.postings as u64, part.postings_total, "{name}");
            if !part.chip.known {
                assert_eq!(listed.entries, 0, "{name}: the book has entries and says it knows nothing");
                continue;
            }
            if ["家", "户", "人", "名"].contains(&part.unit.as_str()) {
                // Distinct parties: several entries may be one.
                assert!(listed.amount >= number(&part.value), "{name}");
                continue;
            }
            // The page rounds once, at printing.
            let value = number(&part.value);
            let sum = listed.amount.round_dp_with_strategy(value.scale(), RoundingStrategy::MidpointAwayFromZero);
            assert_eq!(sum, value, "{name}: its entries do not add up to it");
            opened += 1;
        }
    }
    assert!(opened > 100, "only {opened} parts were compared");
}
