//! Rows of an import: from cells to typed values, from the kernel's answer to a verdict.

use std::collections::BTreeMap;

use kezhang_ledger::command::{ImportRow, NewEntry, Typed};
use kezhang_ledger::decide::{Change, RefusalAt, Terms, examine, key_of_typed};
use kezhang_ledger::definition::{Ledger, Role, State};
use kezhang_ledger::field::FieldType;
use kezhang_ledger::id::{SectionId, StateId};
use kezhang_ledger::journal::{EntryAction, Event};
use kezhang_ledger::value::{Values, half_width};
use kezhang_office::table_in::{Sheet, SheetCell, SheetRow};
use kezhang_store::BookReader;
use serde::Serialize;

use super::columns::STATE;
use super::{ImportChoices, ImportColumn, cell_name};
use crate::entry_save::new_entry_id;
use crate::error::Result;

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Makes an entry.
    New,
    /// Revises the entry of the same key.
    Revised,
    /// Changes nothing.
    Same,
    /// Has mistakes.
    Bad,
    /// A total or a note; left out.
    Skipped,
}

/// A row with its verdict.
#[derive(Clone, Debug, Serialize)]
pub struct RowView {
    /// Row as the spreadsheet numbers it.
    pub row: usize,
    /// Verdict.
    pub verdict: Verdict,
    /// Cells as read, one a column of the file.
    pub cells: Vec<String>,
    /// Every mistake.
    pub mistakes: Vec<RowMistake>,
    /// What should be known: the state inferred, a merged cell.
    pub notes: Vec<String>,
}

/// A mistake in a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowMistake {
    /// Column, from 0; `None` where no column gives the field.
    pub column: Option<usize>,
    /// The cell as the spreadsheet names it, or the row.
    pub cell: String,
    /// Field name; blank where it is about the row.
    pub field: String,
    /// What is wrong and what to do.
    pub reason: String,
    /// Code to quote.
    pub code: String,
}

/// A row on its way.
pub(super) struct Row {
    pub(super) view: RowView,
    entry: NewEntry,
    /// The state was read from the file, not inferred.
    state_given: bool,
}

impl Row {
    pub(super) fn import_row(&self) -> ImportRow {
        ImportRow { row: self.view.row, entry: self.entry.clone() }
    }
}

/// Reads every row below the headings.
pub(super) fn read(
    ledger: &Ledger,
    sheet: &Sheet,
    heading: usize,
    columns: &[ImportColumn],
    choices: &ImportChoices,
    section: &SectionId,
) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for source in sheet.rows.iter().filter(|row| row.number > heading) {
        let mut row = read_row(ledger, source, columns, choices, section)?;
        if row.view.cells.iter().all(|text| text.trim().is_empty()) {
            continue;
        }
        let noted: Vec<String> = columns
            .iter()
            .filter(|column| !column.target.is_empty())
            .filter_map(|column| sheet.merge_words(source.number, column.index))
            .collect();
        row.view.notes.extend(noted);
        if let Some(why) = left_out(&row, columns) {
            row.view.verdict = Verdict::Skipped;
            row.view.notes.push(why.to_owned());
        }
        rows.push(row);
    }
    Ok(rows)
}

fn read_row(
    ledger: &Ledger,
    source: &SheetRow,
    columns: &[ImportColumn],
    choices: &ImportChoices,
    section: &SectionId,
) -> Result<Row> {
    let mut view =
        RowView { row: source.number, verdict: Verdict::New, cells: Vec::new(), mistakes: Vec::new(), notes: Vec::new() };
    let mut typed = Typed::new();
    let mut state = None;
    for column in columns {
        let cell = source.cells.get(column.index).cloned().unwrap_or_default();
        let edit = choices.edits.get(&(source.number, column.index));
        let text = edit.cloned().unwrap_or_else(|| cell.text.clone());
        if edit.is_none()
            && !column.target.is_empty()
            && let Some(why) = cell.warning()
        {
            view.mistakes.push(mistake(view.row, column, &column.heading, why, "KZ-501"));
        }
        if column.target == STATE && !text.trim().is_empty() {
            match state_named(ledger, &text) {
                Some(found) => state = Some(found),
                None => {
                    let known: Vec<&str> = ledger.states.iter().map(|state| state.name.as_str()).collect();
                    let why = format!("没有状态“{}”，可填：{}", text.trim(), known.join("、"));
                    view.mistakes.push(mistake(view.row, column, "状态", &why, "KZ-502"));
                }
            }
        } else if let Some(field) = ledger.field(&column.target) {
            let value = if edit.is_some() { text.clone() } else { cell_value(&cell, &field.field_type) };
            // The unit of the heading, for cells that do not say their own.
            let bare = value.trim().parse::<rust_decimal::Decimal>().is_ok();
            let value = if bare && !column.unit.is_empty() { format!("{}{}", value.trim(), column.unit) } else { value };
            typed.insert(field.id.clone(), value);
        }
        view.cells.push(text);
    }
    if !view.mistakes.is_empty() {
        view.verdict = Verdict::Bad;
    }
    let state_given = state.is_some();
    let entry = NewEntry { ledger: ledger.id.clone(), id: new_entry_id()?, state, typed, section: section.clone() };
    Ok(Row { view, entry, state_given })
}

/// What a cell gives a field: a percentage in per cent, codes and numbers of registers without Excel's decimals.
fn cell_value(cell: &SheetCell, field_type: &FieldType) -> String {
    let percent = cell.percent && matches!(field_type, FieldType::Number { unit, .. } if unit == "%");
    if percent && let Ok(share) = cell.text.parse::<rust_decimal::Decimal>() {
        return (share * rust_decimal::Decimal::ONE_HUNDRED).normalize().to_string();
    }
    cell.text.clone()
}

fn state_named(ledger: &Ledger, text: &str) -> Option<StateId> {
    let wanted = half_width(text);
    let state = ledger.states.iter().find(|state| state.name == wanted || *state.id.as_str() == wanted);
    state.map(|state| state.id.clone())
}

/// Totals and notes under a table are no facts.
fn left_out(row: &Row, columns: &[ImportColumn]) -> Option<&'static str> {
    let first = row.view.cells.iter().map(|text| text.trim()).find(|text| !text.is_empty())?;
    let first: String = first.chars().filter(|c| !c.is_whitespace()).collect();
    if matches!(first.trim_end_matches([':', '：']), "合计" | "总计" | "小计" | "共计") {
        return Some("合计行，不导入");
    }
    let filled = columns.iter().filter(|column| {
        !column.target.is_empty() && row.view.cells.get(column.index).is_some_and(|text| !text.trim().is_empty())
    });
    let note = ["注：", "注:", "备注", "说明", "填表人", "制表人", "审核人", "单位负责人", "联系电话"];
    (filled.count() <= 1 && note.iter().any(|word| first.starts_with(word))).then_some("表下说明，不导入")
}

fn mistake(row: usize, column: &ImportColumn, field: &str, why: &str, code: &str) -> RowMistake {
    RowMistake {
        column: Some(column.index),
        cell: cell_name(row, column.index),
        field: field.to_owned(),
        reason: why.to_owned(),
        code: code.to_owned(),
    }
}

/// Where the file has no state, a new entry stands in the last state whose own fields are filled: a project with an
/// approval date and money was approved. The person sees it before anything is written.
pub(super) fn infer_states(terms: &Terms, ledger: &Ledger, reader: &dyn BookReader, role: Role, rows: &mut [Row]) -> Result<()> {
    if ledger.states.len() < 2 {
        return Ok(());
    }
    for row in rows.iter_mut().filter(|row| row.view.verdict == Verdict::New && !row.state_given) {
        let known = match key_of_typed(terms, ledger, &row.entry.typed) {
            Some(key) => reader.entry_by_key(&ledger.id, &key)?.is_some(),
            None => false,
        };
        if known {
            continue;
        }
        let values = readable(terms, ledger, &row.entry.typed);
        if let Some(state) = inferred(ledger, &values, role) {
            row.view.notes.push(format!("状态按已填内容定为“{}”", state.name));
            row.entry.state = Some(state.id.clone());
        }
    }
    Ok(())
}

fn readable(terms: &Terms, ledger: &Ledger, typed: &Typed) -> Values {
    let read = |(id, text): (&kezhang_ledger::id::FieldId, &String)| {
        let field = ledger.field(id).filter(|_| !text.trim().is_empty())?;
        let value = field.field_type.parse(text, terms.codes(&field.field_type)).ok()?;
        Some((id.clone(), value))
    };
    typed.iter().filter_map(read).collect()
}

fn inferred<'l>(ledger: &'l Ledger, values: &Values, role: Role) -> Option<&'l State> {
    let first = ledger.first_state();
    let enters =
        |state: &State| state.id == first.id || ledger.transitions.iter().any(|t| t.to == state.id && t.by.contains(&role));
    let reached = |state: &&State| {
        let own = state.needs.iter().filter(|field| !first.needs.contains(field)).count();
        state.counts && own > 0 && enters(state) && examine(ledger, &state.id, values).is_empty()
    };
    let furthest = ledger.states.iter().rfind(|state| reached(state));
    // Nothing tells how far it got: the first state that counts, for a fact in a list has happened.
    furthest.or_else(|| ledger.states.iter().find(|state| state.counts && enters(state))).filter(|state| state.id != first.id)
}

/// Takes the kernel's refusals into the rows. `false` where a refusal belongs to no row.
pub(super) fn refuse(ledger: &Ledger, columns: &[ImportColumn], rows: &mut [Row], refusals: &[RefusalAt]) -> bool {
    let mut by_row: BTreeMap<usize, Vec<&RefusalAt>> = BTreeMap::new();
    for refusal in refusals {
        let Some(row) = refusal.row else { return false };
        by_row.entry(row).or_default().push(refusal);
    }
    let mut any = false;
    for row in rows.iter_mut() {
        let Some(refused) = by_row.get(&row.view.row) else { continue };
        any = true;
        row.view.verdict = Verdict::Bad;
        for at in refused {
            row.view.mistakes.push(placed(ledger, columns, row.view.row, at));
        }
    }
    any
}

fn placed(ledger: &Ledger, columns: &[ImportColumn], row: usize, at: &RefusalAt) -> RowMistake {
    let field = at.refusal.field().and_then(|id| ledger.field(id));
    let column = field.and_then(|field| columns.iter().find(|column| column.target == *field.id.as_str()));
    RowMistake {
        column: column.map(|column| column.index),
        cell: column.map_or_else(|| format!("第{row}行"), |column| cell_name(row, column.index)),
        field: field.map(|field| field.name.clone()).unwrap_or_default(),
        reason: at.refusal.sentence(),
        code: at.refusal.code().to_owned(),
    }
}

/// Tells new, revised and unchanged rows apart by what the kernel would write.
pub(super) fn settle(rows: &mut [Row], changes: &[Change]) {
    let mut written: BTreeMap<usize, EntryAction> = BTreeMap::new();
    for change in changes {
        if let (Event::Entry(event), Some(row)) = (&change.event, change.row) {
            written.insert(row, event.action);
        }
    }
    for row in rows.iter_mut().filter(|row| row.view.verdict == Verdict::New) {
        row.view.verdict = match written.get(&row.view.row) {
            Some(EntryAction::Created) => Verdict::New,
            Some(_) => Verdict::Revised,
            None => Verdict::Same,
        };
    }
}
