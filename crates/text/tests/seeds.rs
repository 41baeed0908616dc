//! The five real reports against the hand-made gold, where they are at hand.
//!
//! A rough copy of the scorer of the project's tools, to keep what was reached. Skipped, with a line, where the files are not.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)] // a test fails loudly, and reads its files

use std::path::Path;

use kezhang_text::decode::decode;
use kezhang_text::repair::repair;
use kezhang_text::{Claim, findings, read};
use serde_json::Value;

fn bare(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric() || *c == '%').collect()
}

fn char_f1(a: &str, b: &str) -> usize {
    let (a, mut pool) = (bare(a), bare(b));
    let total = a.len() + pool.len();
    let hits = a.iter().filter(|c| pool.iter().position(|p| p == *c).map(|i| pool.swap_remove(i)).is_some()).count();
    200 * hits / total.max(1)
}

/// Share of the shorter text found in the longer one in order, in percent.
fn same_place(a: &str, b: &str) -> usize {
    let (a, b) = (bare(a), bare(b));
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let mut row = vec![0usize; long.len() + 1];
    for &x in &short {
        let mut diagonal = 0;
        for (j, &y) in long.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    row[long.len()] * 100 / short.len().max(1)
}

fn same_number(gold: &Value, claim: &Claim) -> bool {
    let written = claim.value.map(|v| v.normalize().to_string());
    let wanted = gold["value"].as_f64().map(|f| f.to_string());
    let unit = |u: &str| u.replace("(次)", "次");
    written == wanted && unit(gold["unit"].as_str().unwrap_or("")) == unit(&claim.unit)
}

#[test]
fn the_five_reports_are_read_as_the_gold_says() {
    let shared = Path::new("/work/shared");
    if !shared.join("gold").exists() {
        println!("skipped: /work/shared/gold is not here");
        return;
    }
    let (mut gold_all, mut made, mut matched, mut subjects, mut aspects, mut statuses) = (0, 0, 0, 0, 0, 0);
    let (mut suspects, mut suspected, mut suspect_hits) = (0, 0, 0);
    for entry in std::fs::read_dir(shared.join("seeds")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy()[..3].to_owned();
        let text = decode(&std::fs::read(&path).unwrap()).unwrap().text;
        let repaired = repair(&text);
        assert_eq!(repaired.undo(|_| true), text);
        let reading = read(&repaired.text);
        let errors = findings(&repaired.text, &reading);
        assert!(errors.iter().all(|f| f.code.as_str().contains("lost") || f.code.as_str().starts_with("year")), "{errors:?}");
        let gold: Vec<Value> = std::fs::read_to_string(shared.join(format!("gold/{name}.jsonl")))
            .unwrap()
            .lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect();
        let mut used = vec![false; reading.claims.len()];
        for g in &gold {
            let text = |k: &str| g[k].as_str().unwrap_or("").to_owned();
            suspects += usize::from(!g["suspect"].is_null());
            let best = (0..reading.claims.len())
                .filter(|&i| {
                    !used[i] && same_number(g, &reading.claims[i]) && same_place(&text("quote"), &reading.claims[i].quote) >= 70
                })
                .max_by_key(|&i| char_f1(&text("subject"), &reading.claims[i].subject));
            let Some(i) = best else { continue };
            used[i] = true;
            let claim = &reading.claims[i];
            matched += 1;
            subjects += usize::from(char_f1(&text("subject"), &claim.subject) >= 60);
            aspects += usize::from(serde_json::to_value(claim.aspect).unwrap() == g["aspect"]);
            statuses += usize::from(serde_json::to_value(claim.status).unwrap() == g["status"]);
            suspect_hits += usize::from(!g["suspect"].is_null() && claim.suspect.is_some());
        }
        gold_all += gold.len();
        made += reading.claims.len();
        suspected += reading.claims.iter().filter(|c| c.suspect.is_some()).count();
    }
    let f1 = |hits: usize| 2000 * hits / (gold_all + made);
    println!("quantity F1 {} claim F1 {} (per mille) of {gold_all} made {made}", f1(matched), f1(subjects));
    assert!(f1(matched) >= 970 && f1(subjects) >= 880, "quantity {} claim {}", f1(matched), f1(subjects));
    assert!(
        aspects * 100 >= matched * 93 && statuses * 100 >= matched * 95,
        "aspects {aspects} statuses {statuses} of {matched}"
    );
    assert!(suspect_hits * 100 >= suspected * 90 && suspect_hits * 100 >= suspects * 80);
}
