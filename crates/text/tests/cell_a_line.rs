//! Tables with a cell a line must say what the same tables say with their cells parted by tabs, and repair must leave them alone.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)] // a test fails loudly, and reads the passages of the cases

use kezhang_text::repair::repair;
use kezhang_text::{Claim, Reading, findings, read};

/// A table of a passage: the lines above it, its rows, the lines below it.
struct Table {
    above: String,
    rows: Vec<Vec<String>>,
    below: String,
}

impl Table {
    fn with_tabs(&self) -> String {
        let rows: String = self.rows.iter().map(|r| r.join("\t") + "\n").collect();
        format!("{}{rows}{}", self.above, self.below)
    }

    fn with_lines(&self, cell_end: &str, row_end: &str) -> String {
        let rows: String =
            self.rows.iter().map(|r| r.iter().map(|c| format!("{c}{cell_end}")).collect::<String>() + row_end).collect();
        format!("{}{rows}{}", self.above, self.below)
    }
}

fn cells(line: &str) -> Vec<String> {
    let trimmed = |c: &str| c.trim().to_owned();
    if line.contains('\t') {
        return line.split('\t').map(trimmed).collect();
    }
    if let Some(bar) = ['|', '│'].into_iter().find(|b| line.matches(*b).count() > 1) {
        return line.trim().trim_matches(bar).split(bar).map(trimmed).collect();
    }
    line.replace("合 计", "合计").replace("总 计", "总计").split_whitespace().map(str::to_owned).collect()
}

/// The table of a passage with a heading and at least two rows, all of them whole; rules and empty lines between them go.
fn table(text: &str) -> Option<Table> {
    let drawn = |l: &&str| l.trim().is_empty() || l.chars().all(|c| "|-:┌─┬┐├┼┤└┴┘".contains(c));
    let lines: Vec<&str> = text.lines().filter(|l| !drawn(l)).collect();
    let width = |i: usize| lines.get(i).map_or(0, |l| cells(l).len());
    let first = (0..lines.len()).find(|&i| width(i) >= 3 && width(i) == width(i + 1) && width(i) == width(i + 2))?;
    let end = (first..lines.len()).find(|&i| width(i) != width(first)).unwrap_or(lines.len());
    let joined = |lines: &[&str]| lines.iter().map(|l| format!("{l}\n")).collect::<String>();
    Some(Table {
        above: joined(&lines[..first]),
        rows: lines[first..end].iter().map(|l| cells(l)).collect(),
        below: joined(&lines[end..]),
    })
}

/// The passages of the cases of tables: name and text.
fn passages() -> Vec<(String, String)> {
    let file = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/表格.case")).unwrap();
    let passage = |case: &str| {
        let (name, rest) = case.split_once('\n')?;
        let text = rest.split_once("== 正文\n")?.1.split("\n== ").next()?;
        Some((name.to_owned(), text.trim_end().to_owned() + "\n"))
    };
    file.split("#### ").skip(1).filter_map(passage).collect()
}

/// All a reading says, with the texts in place of the places.
fn said(text: &str, reading: &Reading) -> Vec<String> {
    let claim = |c: &Claim| {
        let bare = Claim { span: Default::default(), quote_span: Default::default(), chars: Default::default(), ..c.clone() };
        let chars: String = text.chars().skip(c.chars.start).take(c.chars.end - c.chars.start).collect();
        assert!(c.cell.is_none() || c.quote_span.of(text).ends_with(c.span.of(text)) && chars == c.span.of(text));
        format!("{} {bare:?}", c.span.of(text))
    };
    let codes = findings(text, reading).into_iter().map(|f| f.code.as_str().to_owned());
    reading.claims.iter().map(claim).chain(codes).collect()
}

#[test]
fn tables_with_a_cell_a_line_say_what_tables_with_tabs_say() {
    let mut read_alike = 0;
    for (name, text) in passages() {
        let Some(table) = table(&text).filter(|_| read(&text).claims.iter().any(|c| c.cell.is_some())) else { continue };
        let tabs = table.with_tabs();
        let wanted = said(&tabs, &read(&tabs));
        for (cell_end, row_end) in [("\n", ""), (" |\n", ""), ("|\n", ""), ("\n\n", ""), ("\n", "\n"), ("\t\n", ""), ("　\n", "")]
        {
            let lines = table.with_lines(cell_end, row_end);
            assert_eq!(said(&lines, &read(&lines)), wanted, "{name}\n{lines}");
            let repaired = repair(&lines);
            assert!(repaired.repairs.is_empty(), "{name}: {:?}", repaired.repairs);
        }
        read_alike += 1;
    }
    println!("{read_alike} tables");
    assert!(read_alike >= 20);
}

#[test]
fn what_only_looks_like_a_table_is_none_with_a_cell_a_line_either() {
    let mut looked_at = 0;
    for (name, text) in passages().into_iter().filter(|(name, _)| name.starts_with("不是")) {
        let lines: String = text.lines().flat_map(cells).map(|c| c + "\n").collect();
        assert!(read(&lines).claims.iter().all(|c| c.cell.is_none()), "{name}\n{lines}");
        looked_at += 1;
    }
    assert!(looked_at >= 20);
}
