//! Which column gives which field: by the field's name, its aliases, with or without unit and marks.

use std::collections::BTreeMap;

use kezhang_ledger::definition::{Field, Ledger};
use kezhang_ledger::unit;
use kezhang_ledger::value::half_width;
use kezhang_office::table_in::{Sheet, column_name};
use serde::Serialize;

/// Rows looked at for headings; titles and units stand above them.
const HEADING_ROWS_MAX: usize = 20;

/// What a column can stand for beside a field.
pub(super) const STATE: &str = "state";

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImportColumn {
    /// Position, from 0.
    pub index: usize,
    /// Letter.
    pub letter: String,
    /// Heading as written.
    pub heading: String,
    /// Field id, or `state`; blank where it is left out.
    pub target: String,
    /// The unit in the heading, where it differs from the field's.
    pub unit: String,
    /// A person chose the target.
    pub chosen: bool,
}

/// The heading row and how many of its cells name a field; `None` where no row names two, or the only field there is.
pub(super) fn heading(ledger: &Ledger, sheet: &Sheet) -> Option<(usize, usize)> {
    let fits = |cells: &[kezhang_office::table_in::SheetCell]| {
        let mut targets: Vec<String> = cells.iter().filter_map(|cell| target(ledger, &cell.text)).collect();
        targets.sort();
        targets.dedup();
        targets.len()
    };
    let rows = sheet.rows.iter().take(HEADING_ROWS_MAX).map(|row| (row.number, fits(&row.cells)));
    let best = rows.max_by_key(|(number, fits)| (*fits, usize::MAX - number))?;
    (best.1 >= 2.min(ledger.fields.len())).then_some(best)
}

/// What a heading names.
fn target(ledger: &Ledger, heading: &str) -> Option<String> {
    let (bare, _) = split_unit(heading);
    if bare.is_empty() {
        return None;
    }
    let names = |field: &Field, matches: &dyn Fn(&str) -> bool| {
        matches(&normal(&field.name)) || field.aliases.iter().any(|alias| matches(&normal(alias)))
    };
    let exact = ledger.fields.iter().find(|field| names(field, &|name| name == bare) || field.id.as_str() == bare);
    let found = exact.or_else(|| {
        // «项目承担单位名称» names 承担单位 where no other field does.
        let inside = |field: &&Field| names(field, &|name| name.chars().count() >= 3 && bare.contains(name));
        let mut candidates = ledger.fields.iter().filter(inside);
        candidates.next().filter(|_| candidates.next().is_none())
    });
    match found {
        Some(field) => Some(field.id.to_string()),
        None => matches!(bare.as_str(), "状态" | "项目状态" | "当前状态" | "办理状态" | "进展状态").then(|| STATE.to_owned()),
    }
}

/// A heading without blanks, marks and the unit in brackets; and that unit.
fn split_unit(heading: &str) -> (String, String) {
    let text = normal(heading);
    let Some(open) = text.find('(') else { return (text, String::new()) };
    let close = text[open..].find(')').map_or(text.len(), |at| open + at);
    let unit = text[open + 1..close].trim_start_matches("单位").to_owned();
    let rest = text.get(close + 1..).unwrap_or("");
    (format!("{}{rest}", &text[..open]), unit)
}

fn normal(text: &str) -> String {
    half_width(text).chars().filter(|c| !c.is_whitespace() && !matches!(c, '*' | ':' | '“' | '”' | '"')).collect()
}

/// Every column with what it gives.
pub(super) fn matched(ledger: &Ledger, sheet: &Sheet, heading: usize, chosen: &BTreeMap<usize, String>) -> Vec<ImportColumn> {
    let cells = sheet.rows.iter().find(|row| row.number == heading).map(|row| row.cells.as_slice()).unwrap_or_default();
    let width = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut taken: Vec<String> = chosen.values().filter(|target| *target != "-").cloned().collect();
    let mut columns = Vec::new();
    for index in 0..width {
        let text = cells.get(index).map(|cell| cell.text.as_str()).unwrap_or_default();
        let (_, unit) = split_unit(text);
        let by_person = chosen.get(&index);
        let found = match by_person {
            Some(target) if known(ledger, target) => Some(target.clone()),
            Some(_) => None,
            // The first column that names a field gives it; a second one does not overwrite it.
            None => target(ledger, text).filter(|target| !taken.contains(target)),
        };
        let target = found.unwrap_or_default();
        if by_person.is_none() && !target.is_empty() {
            taken.push(target.clone());
        }
        let field_unit = ledger.field(&target).map(|field| field.field_type.unit_typed()).unwrap_or_default();
        let differs = !unit.is_empty() && unit != field_unit && unit::comparable(&unit, field_unit);
        columns.push(ImportColumn {
            index,
            letter: column_name(index),
            heading: text.trim().to_owned(),
            unit: if differs { unit } else { String::new() },
            chosen: by_person.is_some(),
            target,
        });
    }
    columns
}

fn known(ledger: &Ledger, target: &str) -> bool {
    target == STATE || ledger.field(target).is_some()
}

/// Required fields that no column gives.
pub(super) fn missing(ledger: &Ledger, columns: &[ImportColumn]) -> Vec<String> {
    let required = ledger.fields.iter().filter(|field| field.required || ledger.key.contains(&field.id));
    let given = |field: &&Field| columns.iter().any(|column| column.target == *field.id.as_str());
    required.filter(|field| !given(field)).map(|field| field.name.clone()).collect()
}

/// What columns can be matched to.
pub(super) fn targets(ledger: &Ledger) -> Vec<(String, String)> {
    let mut targets: Vec<(String, String)> =
        ledger.fields.iter().map(|field| (field.id.to_string(), field.name.clone())).collect();
    if ledger.states.len() > 1 {
        targets.push((STATE.to_owned(), "状态".to_owned()));
    }
    targets
}
