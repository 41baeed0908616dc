//! Runs the `.case` files: passages a clerk could read, with the figures and contradictions they hold.
//!
//! A file holds several cases. `#### name` begins one; `== 正文` is the text; `== 数字` lists its claims in order, one a line:
//! value and unit, subject, kind, status (and 约词 after the unit where the number is inexact), then, where the case wants them
//! looked at, the period and the number of the line the figure is a part of; a slash between kinds offers readings a clerk
//! would accept both. `== 疑点` lists the codes of its findings in order; `== 修复` is the text after repair. A part that is
//! left out is not looked at; an empty one means: nothing.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)] // a test fails loudly, and reads its cases

use std::fmt::Write;
use std::path::Path;

use kezhang_text::repair::repair;
use kezhang_text::{Aspect, Claim, Status, findings, read};

struct Case {
    name: String,
    text: String,
    claims: Option<Vec<String>>,
    findings: Option<Vec<String>>,
    repaired: Option<String>,
}

fn cases(file: &str) -> Vec<Case> {
    let mut found = Vec::new();
    for block in file.split("#### ").skip(1) {
        let (name, rest) = block.split_once('\n').unwrap();
        let mut case = Case { name: name.trim().to_owned(), text: String::new(), claims: None, findings: None, repaired: None };
        for part in rest.split("== ").skip(1) {
            let (kind, body) = part.split_once('\n').unwrap();
            let lines = || body.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect::<Vec<_>>();
            match kind.trim() {
                "正文" => case.text = body.trim_end().to_owned() + "\n",
                "数字" => case.claims = Some(lines()),
                "疑点" => case.findings = Some(lines()),
                "修复" => case.repaired = Some(body.trim_end().to_owned() + "\n"),
                other => panic!("{name}: {other}"),
            }
        }
        found.push(case);
    }
    found
}

const fn aspect(claim: &Claim) -> &'static str {
    match claim.aspect {
        Aspect::Flow => "发生",
        Aspect::Stock => "存量",
        Aspect::Ratio => "比率",
        Aspect::Growth => "增长",
        Aspect::Rank => "位次",
        Aspect::Other => "其他",
    }
}

const fn status(claim: &Claim) -> &'static str {
    match claim.status {
        Status::Actual => "实际",
        Status::Target => "目标",
        Status::Forecast => "预计",
    }
}

fn value(claim: &Claim) -> String {
    let value = claim.value.map_or_else(|| "?".to_owned(), |v| v.normalize().to_string());
    let approx = claim.approx.as_deref().filter(|a| *a != "预计").unwrap_or("");
    format!("{value} {} {approx}", claim.unit).trim().to_owned()
}

/// Share of characters two subjects have in common, in percent, as the scorer counts it.
fn likeness(a: &str, b: &str) -> usize {
    let bare = |t: &str| t.chars().filter(|c| c.is_alphanumeric()).collect::<Vec<char>>();
    let (a, mut pool) = (bare(a), bare(b));
    let total = a.len() + pool.len();
    let hits = a.iter().filter(|c| pool.iter().position(|p| p == *c).map(|i| pool.swap_remove(i)).is_some()).count();
    200 * hits / total.max(1)
}

/// How many figures of a file were wanted, made, found, and found with subject, kind and status right.
#[derive(Default)]
struct Score {
    wanted: usize,
    made: usize,
    found: usize,
    right: usize,
}

/// The longest run of equal values, in order: which wanted line is which claim.
fn align(expected: &[String], claims: &[Claim]) -> Vec<(Option<usize>, Option<usize>)> {
    let same = |i: usize, j: usize| expected[i].split('|').next().is_some_and(|v| v.trim() == value(&claims[j]));
    let (n, m) = (expected.len(), claims.len());
    let mut best = vec![vec![0usize; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let kept = if same(i, j) { best[i + 1][j + 1] + 1 } else { 0 };
            best[i][j] = kept.max(best[i + 1][j]).max(best[i][j + 1]);
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < n || j < m {
        if i < n && j < m && same(i, j) && best[i][j] == best[i + 1][j + 1] + 1 {
            pairs.push((Some(i), Some(j)));
            (i, j) = (i + 1, j + 1);
        } else if j == m || (i < n && best[i + 1][j] >= best[i][j + 1]) {
            pairs.push((Some(i), None));
            i += 1;
        } else {
            pairs.push((None, Some(j)));
            j += 1;
        }
    }
    pairs
}

fn compare_claims(case: &Case, expected: &[String], claims: &[Claim], score: &mut Score, out: &mut String) {
    let name = &case.name;
    let pairs = align(expected, claims);
    let line_of = |claim: usize| pairs.iter().find(|p| p.1 == Some(claim)).and_then(|p| p.0);
    score.wanted += expected.len();
    score.made += claims.len();
    for &(wanted, made) in &pairs {
        let shown = made.map(|j| {
            let c = &claims[j];
            let part_of = c.part_of.and_then(line_of).map_or_else(String::new, |l| (l + 1).to_string());
            format!("{} | {} | {} | {} | {} | {part_of}", value(c), c.subject, aspect(c), status(c), c.period)
        });
        let (Some(i), Some(j)) = (wanted, made) else {
            let _ = match wanted {
                Some(i) => writeln!(out, "{name}: missed   {}", expected[i]),
                None => writeln!(out, "{name}: made up  {}", shown.unwrap_or_default()),
            };
            continue;
        };
        let claim = &claims[j];
        let parts: Vec<&str> = expected[i].split('|').map(str::trim).collect();
        let part_of = || claim.part_of.and_then(line_of).map(|l| (l + 1).to_string());
        let ok = likeness(parts[1], &claim.subject) >= 60
            && parts[2].split('/').any(|a| a == aspect(claim))
            && parts[3] == status(claim)
            && parts.get(4).is_none_or(|p| p.is_empty() || *p == claim.period)
            && parts.get(5).is_none_or(|p| part_of().as_deref() == Some(*p));
        score.found += 1;
        score.right += usize::from(ok);
        if !ok {
            let _ = writeln!(
                out,
                "{name}: wanted   {}\n{}  got      {}",
                expected[i],
                " ".repeat(name.len()),
                shown.unwrap_or_default()
            );
        }
    }
}

#[test]
fn every_case_is_read_as_a_clerk_would() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "case"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    let mut wrong = String::new();
    let mut count = 0;
    for file in files {
        let mut score = Score::default();
        for case in cases(&std::fs::read_to_string(&file).unwrap()) {
            count += 1;
            let repaired = repair(&case.text);
            assert_eq!(repaired.undo(|_| true), case.text, "{}: undoing all repairs must give the text back", case.name);
            if let Some(expected) = &case.repaired
                && *expected != repaired.text
            {
                let _ = writeln!(wrong, "{}: repaired to {:?}", case.name, repaired.text);
            }
            let reading = read(&repaired.text);
            if let Some(expected) = &case.claims {
                compare_claims(&case, expected, &reading.claims, &mut score, &mut wrong);
            }
            if let Some(expected) = &case.findings {
                let found: Vec<String> = findings(&repaired.text, &reading).iter().map(|f| f.code.as_str().to_owned()).collect();
                if *expected != found {
                    let _ = writeln!(wrong, "{}: findings {found:?}, wanted {expected:?}", case.name);
                }
            }
        }
        let Score { wanted, made, found, right } = score;
        println!("{}: wanted {wanted} made {made} found {found} right {right}", file.file_name().unwrap().to_string_lossy());
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(count >= 1);
}
