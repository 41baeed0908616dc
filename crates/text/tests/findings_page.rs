//! Every kind of finding comes about in a case of `cases/疑点.case`, and the page for people is written from these.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)] // a test fails loudly, and reads the page it holds true

use std::fmt::Write;
use std::path::Path;

use kezhang_text::{Code, findings, read};

const CASES: &str = include_str!("cases/疑点.case");
const PAGE: &str = "../../docs/reference/findings.md";

/// The text of the first case that wants this finding first.
fn example(code: Code) -> &'static str {
    CASES
        .split("#### ")
        .skip(1)
        .find_map(|case| {
            let (_, rest) = case.split_once("== 正文\n")?;
            let (text, wanted) = rest.split_once("== 疑点\n")?;
            let text = text.split("== ").next()?;
            (wanted.lines().next()?.trim() == code.as_str()).then_some(text.trim())
        })
        .unwrap_or_else(|| panic!("no case of 疑点.case shows {} first", code.as_str()))
}

fn page() -> String {
    let mut page = String::from(
        "# 文中疑点\n\n核数不对照账簿也能查出的问题。代号不变，可以引用；轻重分错误、疑点、提示。\
         本页由 `crates/text/tests/cases/疑点.case` 生成，每一种都在测试里真查一遍。\n",
    );
    for &code in Code::ALL {
        let text = example(code);
        let found = findings(text, &read(text));
        let finding = found.iter().find(|f| f.code == code).unwrap_or_else(|| panic!("{} is not found in {text}", code.as_str()));
        write!(page, "\n## {}\n\n`{}` · {} · {}\n\n", code.title(), code.as_str(), code.severity().name(), code.reason())
            .unwrap();
        for line in text.lines() {
            writeln!(page, "> {line}").unwrap();
        }
        let arithmetic = if finding.arithmetic.is_empty() { String::new() } else { format!(" {}。", finding.arithmetic) };
        writeln!(page, "\n{}{arithmetic}{}", finding.what, finding.suggestion).unwrap();
    }
    page
}

#[test]
fn the_page_of_findings_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let page = page();
    if std::env::var_os("KEZHANG_UPDATE").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let standing = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        standing == page,
        "docs/reference/findings.md is old: KEZHANG_UPDATE=1 cargo test -p kezhang-text --test findings_page"
    );
}
