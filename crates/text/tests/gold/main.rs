//! Reports against figures annotated by hand: the five real ones, where they are at hand (skipped, with a line, where they
//! are not), and invented passages whose annotators had not seen the program (`passages/README.md`).
//!
//! A rough copy of the scorer of the project's tools, to keep what was reached.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)] // a test fails loudly, and reads its files

use std::path::Path;

use kezhang_text::decode::decode;
use kezhang_text::repair::repair;
use kezhang_text::{Claim, Reading, findings, read};
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

/// What was wanted, made, and hit.
#[derive(Default)]
struct Score {
    gold: usize,
    made: usize,
    matched: usize,
    subjects: usize,
    aspects: usize,
    statuses: usize,
    suspects: usize,
    suspected: usize,
    suspect_hits: usize,
}

impl Score {
    fn add(&mut self, gold: &str, reading: &Reading) {
        let gold: Vec<Value> = gold.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        let claims = &reading.claims;
        let mut used = vec![false; claims.len()];
        for g in &gold {
            let text = |k: &str| g[k].as_str().unwrap_or("").to_owned();
            self.suspects += usize::from(!g["suspect"].is_null());
            let best = (0..claims.len())
                .filter(|&i| !used[i] && same_number(g, &claims[i]) && same_place(&text("quote"), &claims[i].quote) >= 70)
                .max_by_key(|&i| char_f1(&text("subject"), &claims[i].subject));
            let Some(i) = best else { continue };
            used[i] = true;
            let claim = &claims[i];
            self.matched += 1;
            self.subjects += usize::from(char_f1(&text("subject"), &claim.subject) >= 60);
            self.aspects += usize::from(serde_json::to_value(claim.aspect).unwrap() == g["aspect"]);
            self.statuses += usize::from(serde_json::to_value(claim.status).unwrap() == g["status"]);
            self.suspect_hits += usize::from(!g["suspect"].is_null() && claim.suspect.is_some());
        }
        self.gold += gold.len();
        self.made += claims.len();
        self.suspected += claims.iter().filter(|c| c.suspect.is_some()).count();
    }

    /// Fails below these marks, all in per mille.
    fn at_least(&self, quantity: usize, claim: usize, aspect: usize, status: usize) {
        let f1 = |hits: usize| 2000 * hits / (self.gold + self.made);
        let share = |hits: usize| 1000 * hits / self.matched;
        let reached = [f1(self.matched), f1(self.subjects), share(self.aspects), share(self.statuses)];
        println!("quantity, claim, aspect, status {reached:?} per mille; {} wanted, {} made", self.gold, self.made);
        assert!(reached.iter().zip([quantity, claim, aspect, status]).all(|(is, mark)| *is >= mark), "{reached:?}");
    }
}

#[test]
fn the_five_reports_are_read_as_the_gold_says() {
    let shared = Path::new("/work/shared");
    if !shared.join("gold").exists() {
        println!("skipped: /work/shared/gold is not here");
        return;
    }
    let mut score = Score::default();
    for entry in std::fs::read_dir(shared.join("seeds")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy()[..3].to_owned();
        let text = decode(&std::fs::read(&path).unwrap()).unwrap().text;
        let repaired = repair(&text);
        assert_eq!(repaired.undo(|_| true), text);
        let reading = read(&repaired.text);
        let errors = findings(&repaired.text, &reading);
        assert!(errors.iter().all(|f| f.code.as_str().contains("lost") || f.code.as_str().starts_with("year")), "{errors:?}");
        score.add(&std::fs::read_to_string(shared.join(format!("gold/{name}.jsonl"))).unwrap(), &reading);
    }
    score.at_least(970, 880, 930, 950);
    assert!(score.suspect_hits * 100 >= score.suspected * 90 && score.suspect_hits * 100 >= score.suspects * 80);
}

#[test]
fn passages_of_strangers_are_read_as_their_annotators_say() {
    let mut score = Score::default();
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/gold/passages")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "txt") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let repaired = repair(&text);
        let reading = read(&repaired.text);
        assert_eq!(findings(&repaired.text, &reading), [], "{}: nothing is wrong in it", path.display());
        score.add(&std::fs::read_to_string(path.with_extension("jsonl")).unwrap(), &reading);
    }
    score.at_least(985, 900, 940, 980);
}
