//! Planted errors: correct passages are made from sentences a clerk could read, one relation at a time is broken, and the
//! checker must say so and nothing else. The passages are made by a fixed rule, so every run is the same.
//!
//! A `.plant` file holds blocks. `#### code` names the finding that breaking a passage must give. The next line gives the
//! numbers (`A=r(300,4000) B=A/2 P=1:100*B/A`; `r(low,high)` rolls the dice, `1:` rounds to one decimal), the line with `!`
//! what is changed to break the relation. Every other line is a passage: `{A}` prints a number, `{A:汉}` prints it in Chinese,
//! `{U=亿元}` prints this text unless the broken passage says otherwise, `{甲|乙}` takes one of the wordings; ⏎ is a line end, ⇥ a tab.
//! `平常.plant` holds sentences in which nothing is wrong; some stand before and after every passage.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)] // a test fails loudly, and reads its passages

mod sums;

use std::collections::BTreeMap;
use std::path::Path;

use kezhang_text::{Severity, findings, read};
use sums::{Dice, Numbers, numbers};

/// So many passages are made of each wording.
const ROLLS: usize = 18;

struct Block {
    code: String,
    right: String,
    wrong: String,
    wordings: Vec<String>,
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plants")
}

fn lines(file: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(file).unwrap();
    text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with("# ")).map(str::to_owned).collect()
}

fn blocks() -> Vec<Block> {
    let mut files: Vec<_> = std::fs::read_dir(folder()).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let mut blocks: Vec<Block> = Vec::new();
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "plant") && !f.ends_with("平常.plant")) {
        for line in lines(file) {
            match (line.strip_prefix("#### "), line.strip_prefix("! ")) {
                (Some(code), _) => {
                    let code = code.trim().to_owned();
                    blocks.push(Block { code, right: String::new(), wrong: String::new(), wordings: Vec::new() });
                }
                (_, Some(wrong)) => blocks.last_mut().unwrap().wrong = wrong.to_owned(),
                _ if blocks.last().unwrap().right.is_empty() => blocks.last_mut().unwrap().right = line,
                _ => blocks.last_mut().unwrap().wordings.push(line),
            }
        }
    }
    blocks
}

/// A wording with its choices made and its numbers filled in.
fn filled(wording: &str, numbers: &Numbers, choices: &mut Dice) -> String {
    let mut out = String::new();
    let mut rest = wording;
    while let Some(open) = rest.find('{') {
        let close = rest.find('}').unwrap();
        out += &rest[..open];
        let slot = &rest[open + 1..close];
        if let Some((name, or)) = slot.split_once('=') {
            out += &numbers.get(name).map_or_else(|| or.to_owned(), ToString::to_string);
        } else if let Some(name) = slot.strip_suffix(":汉") {
            let chinese = ["零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十"];
            out += chinese[numbers[name].parse::<usize>().unwrap()];
        } else if slot.contains('|') {
            let wordings: Vec<&str> = slot.split('|').collect();
            out += choices.pick(&wordings);
        } else {
            out += &numbers[slot];
        }
        rest = &rest[close + '}'.len_utf8()..];
    }
    (out + rest).replace('⏎', "\n").replace('⇥', "\t")
}

/// Some reports are typed with half-width marks.
fn half_width(text: &str) -> String {
    text.replace('，', ",").replace('；', ";").replace('：', ":").replace('（', "(").replace('）', ")")
}

/// Sentences in which nothing is wrong around a passage; tables and headings stand on lines of their own.
fn surrounded(passage: &str, before: &str, after: &str, half: bool) -> String {
    let end = if passage.ends_with('。') { "" } else { "\n" };
    let text =
        if passage.contains('\n') { format!("{passage}{end}{after}\n") } else { format!("{before}{passage}{end}{after}\n") };
    if half { half_width(&text) } else { text }
}

#[derive(Default)]
struct Tally {
    wordings: usize,
    planted: usize,
    found: usize,
    /// Findings in broken passages that are of the planted kind.
    right: usize,
    /// All findings in broken and in correct passages.
    reported: usize,
    /// Errors in correct passages.
    false_errors: usize,
}

struct Report {
    by_code: BTreeMap<String, Tally>,
    /// One example of each wording that was missed or said too much about, and how often.
    examples: BTreeMap<String, (usize, String)>,
}

impl Report {
    fn judge(&mut self, code: &str, wording: &str, clean: &str, broken: &str) {
        let tally = self.by_code.entry(code.to_owned()).or_default();
        let in_clean = findings(clean, &read(clean));
        let in_broken = findings(broken, &read(broken));
        let hits = in_broken.iter().filter(|f| f.code.as_str() == code).count();
        tally.planted += 1;
        tally.found += usize::from(hits > 0);
        tally.right += hits;
        tally.reported += in_clean.len() + in_broken.len();
        tally.false_errors += in_clean.iter().filter(|f| f.severity == Severity::Error).count();
        if hits == 0 || in_broken.len() > hits || !in_clean.is_empty() {
            let shown = |list: &[kezhang_text::Finding]| {
                list.iter().map(|f| format!("{}: {}", f.code.as_str(), f.what)).collect::<Vec<_>>().join(" / ")
            };
            let example = format!("{broken}   broken: {}\n   right: {}\n", shown(&in_broken), shown(&in_clean));
            self.examples.entry(format!("{code} | {wording}")).or_insert((0, example)).0 += 1;
        }
    }

    fn table(&self) -> String {
        let mut out = format!("{:26} {:>8} {:>8} {:>8} {:>11}\n", "kind", "wordings", "planted", "recall ‰", "precision ‰");
        for (code, t) in &self.by_code {
            out += &format!(
                "{code:26} {:8} {:8} {:8} {:11}\n",
                t.wordings,
                t.planted,
                t.found * 1000 / t.planted,
                t.right * 1000 / t.reported.max(1)
            );
        }
        out
    }
}

#[test]
fn planted_errors_are_found_and_nothing_else() {
    let plain = lines(&folder().join("平常.plant"));
    let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
    let mut dice = Dice::new(20_231_122);
    let mut report = Report { by_code: BTreeMap::new(), examples: BTreeMap::new() };
    for block in blocks() {
        report.by_code.entry(block.code.clone()).or_default().wordings += block.wordings.len();
        for wording in &block.wordings {
            for roll in 0..ROLLS {
                let right = numbers(&block.right, &Numbers::new(), &mut dice);
                let wrong = numbers(&block.wrong, &right, &mut dice);
                let (before, after) = (dice.pick(&plain).to_owned(), dice.pick(&plain).to_owned());
                let choices = dice.clone();
                let make = |n: &Numbers| surrounded(&filled(wording, n, &mut choices.clone()), &before, &after, roll % 3 == 2);
                report.judge(&block.code, wording, &make(&right), &make(&wrong));
            }
        }
    }
    let sum = |f: fn(&Tally) -> usize| report.by_code.values().map(f).sum::<usize>();
    let (planted, found) = (sum(|t| t.planted), sum(|t| t.found));
    let (right, reported, false_errors) = (sum(|t| t.right), sum(|t| t.reported), sum(|t| t.false_errors));
    let table = report.table();
    println!(
        "{table}planted {planted} found {found} reported {reported} right {right} errors in correct passages {false_errors}"
    );
    let examples: String = report.examples.iter().map(|(w, (n, example))| format!("{n} x {w}\n   {example}")).collect();
    assert!(planted > 2000, "only {planted} plants");
    assert!(report.by_code.values().all(|t| t.found * 100 >= t.planted * 80), "a kind is missed\n{table}\n{examples}");
    assert!(found * 100 >= planted * 95, "recall below 0.95\n{table}\n{examples}");
    assert!(right * 100 >= reported * 97, "precision below 0.97\n{table}\n{examples}");
    assert!(false_errors == 0, "errors in correct passages\n{table}\n{examples}");
}
