//! `kezhang check`

use kezhang_app::check::CheckedText;
use kezhang_app::reading::{check_without_book, words_of};

use super::input::{files, load};
use super::open;
use crate::args::Check;
use crate::outcome::{Outcome, Result, print_json, print_line, sentence};

/// Checks reports: inside, and against a book.
pub fn run(args: &Check) -> Result {
    let book = args.book.as_deref().map(open).transpose()?;
    let mut found = false;
    let mut results = Vec::new();
    for path in files(&args.files)? {
        let input = load(&path)?;
        let (text, notices) = words_of(&input.name, &input.bytes).map_err(sentence)?;
        let checked = match &book {
            None => check_without_book(&input.name, &text, notices),
            Some(book) => {
                let desk = book.operator_desk();
                let year = args.year.map_or_else(|| desk.default_year(), Ok).map_err(sentence)?;
                desk.check_file(&input.name, &input.bytes, year).map_err(sentence)?
            }
        };
        found |= !checked.findings.is_empty() || checked.summary.differ > 0;
        if args.json {
            results.push(checked);
        } else {
            print_checked(&checked, book.is_some())?;
        }
    }
    if args.json {
        print_json(&serde_json::json!({ "version": 1, "documents": results }))?;
    }
    Ok(if found { Outcome::Found } else { Outcome::Done })
}

fn print_checked(checked: &CheckedText, against_book: bool) -> Result<()> {
    let summary = &checked.summary;
    let mut line = format!("{}：{}个数字", checked.name, summary.claims);
    if against_book {
        line.push_str(&format!(
            "，对照{}年账簿：相符{}，不符{}，账上无据{}，无法判定{}",
            checked.year, summary.agree, summary.differ, summary.absent, summary.undecided
        ));
    }
    print_line(&format!("{line}；文中疑点{}", summary.findings))?;
    for notice in &checked.notices {
        print_line(&format!("  {notice}"))?;
    }
    for finding in &checked.findings {
        let word = match finding.severity.as_str() {
            "error" => "错误",
            "warning" => "疑点",
            _ => "提示",
        };
        print_line(&format!("  {word} {} [{}]", finding.what, finding.code))?;
        for more in [&finding.arithmetic, &finding.suggestion].into_iter().filter(|text| !text.is_empty()) {
            print_line(&format!("      {more}"))?;
        }
    }
    for claim in checked.claims.iter().filter(|claim| claim.verdict.kind == "differ") {
        let name = claim.bound.as_ref().map(|bound| bound.name.as_str()).unwrap_or_default();
        print_line(&format!("  不符 “{}” 与“{name}”：{}", claim.quote, claim.verdict.why))?;
    }
    Ok(())
}
