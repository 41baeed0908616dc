//! Import: a spreadsheet into a ledger. Columns are matched by name; every row gets its verdict, all mistakes at once,
//! each at its cell; nothing is written unless asked, and then all rows or the good ones in one command.

mod columns;
mod rows;

use std::collections::BTreeMap;

use kezhang_ledger::command::Command;
use kezhang_ledger::decide::Terms;
use kezhang_office::input::Limits;
use kezhang_office::table_in::{Sheet, Workbook, column_name, read_table};
use kezhang_store::SubmitError;
use serde::Serialize;

use crate::clock;
use crate::desk::{Desk, ledger_of, section_of, settings_of};
use crate::error::{AppError, Result};

pub use columns::ImportColumn;
pub use rows::{RowMistake, RowView, Verdict};

/// How a person has helped the import along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportChoices {
    /// Sheet, from 0; the one that fits best where absent.
    pub sheet: Option<usize>,
    /// Column → field id, `state`, or `-` to leave it out. What is absent is matched by name.
    pub columns: BTreeMap<usize, String>,
    /// Cells typed anew: (row, column) → text.
    pub edits: BTreeMap<(usize, usize), String>,
}

/// What an import would do.
#[derive(Clone, Debug, Serialize)]
pub struct ImportPlan {
    /// Ledger id.
    pub ledger: String,
    /// Ledger name.
    pub ledger_name: String,
    /// The file's name.
    pub file: String,
    /// Under which hash the file was kept, to go on with it.
    pub hash: String,
    /// Sheets: name, hidden.
    pub sheets: Vec<(String, bool)>,
    /// The sheet read, from 0.
    pub sheet: usize,
    /// Row of the headings, as the spreadsheet numbers it.
    pub heading_row: usize,
    /// Columns.
    pub columns: Vec<ImportColumn>,
    /// What columns can be matched to: id, name.
    pub fields: Vec<(String, String)>,
    /// Required fields that no column gives.
    pub missing: Vec<String>,
    /// What should be known about the file.
    pub notes: Vec<String>,
    /// Every row with its verdict.
    pub rows: Vec<RowView>,
    /// Rows that would make an entry.
    pub new: usize,
    /// Rows that would revise one.
    pub revised: usize,
    /// Rows that change nothing.
    pub same: usize,
    /// Rows with mistakes.
    pub bad: usize,
    /// Rows left out: totals, notes.
    pub skipped: usize,
}

/// What an import has written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// Entries made.
    pub new: usize,
    /// Entries revised.
    pub revised: usize,
    /// Rows that changed nothing.
    pub same: usize,
    /// Rows left for the person to fix.
    pub bad: usize,
    /// What was said.
    pub said: String,
}

/// A plan and the command that would carry it out.
struct Prepared {
    plan: ImportPlan,
    command: Command,
}

/// Stands before what is handed in for an import or a check, so that evidence, which has permissions of its own, cannot be
/// asked for in its place: the two never have the same address.
const UPLOAD_MARK: &[u8] = b"kezhang upload\n";

fn as_kept(upload: &[u8]) -> Vec<u8> {
    [UPLOAD_MARK, upload].concat()
}

impl Desk<'_> {
    /// Reads a file and says what importing it would do. Keeps the file, so that the person can go on with it by its hash.
    ///
    /// # Errors
    /// The file is no spreadsheet, no heading fits the ledger, or this person does not write in its section.
    pub fn plan_import(&self, ledger: &str, file: &str, bytes: &[u8], choices: &ImportChoices) -> Result<ImportPlan> {
        Ok(self.prepare_import(ledger, file, bytes, choices)?.plan)
    }

    /// Keeps an uploaded file for the next step of an import.
    ///
    /// # Errors
    /// The book cannot be written.
    pub fn keep_upload(&self, file: &str, bytes: &[u8]) -> Result<String> {
        self.sees_business()?;
        Ok(self.app.store.keep_file(file, &as_kept(bytes))?.hash)
    }

    /// A file kept by [`Desk::keep_upload`].
    ///
    /// # Errors
    /// No such file.
    pub fn upload(&self, hash: &str) -> Result<Vec<u8>> {
        let kept = self.reader()?.file(hash)?;
        let upload = kept.as_deref().and_then(|bytes| bytes.strip_prefix(UPLOAD_MARK));
        Ok(upload.ok_or_else(|| AppError::not_found("上传的文件已不在，请重新选择文件"))?.to_vec())
    }

    /// Imports: every row, or, with `good_only`, those without mistakes. One command: all of them or none.
    ///
    /// # Errors
    /// A row has mistakes and `good_only` is not set; or as for [`Desk::plan_import`].
    pub fn import(&self, ledger: &str, file: &str, bytes: &[u8], choices: &ImportChoices, good_only: bool) -> Result<Imported> {
        let Prepared { plan, command } = self.prepare_import(ledger, file, bytes, choices)?;
        if plan.bad > 0 && !good_only {
            return Err(AppError::unusable(format!("有{}行有错，没有写入任何一行。请改正，或只导入无误的行", plan.bad)));
        }
        if plan.new + plan.revised == 0 {
            let said = format!("没有新内容：{}行账上都有，未写入", plan.same);
            return Ok(Imported { new: 0, revised: 0, same: plan.same, bad: plan.bad, said });
        }
        let receipt = self.app.submit(&self.actor()?, &command)?;
        let reader = self.reader()?;
        let (catalog, settings) = (reader.catalog()?, settings_of(reader.as_ref())?);
        let posted = crate::entry_save::said(&Terms::new(&catalog, &settings), &receipt);
        let said = format!("{}：新增{}条，修改{}条，{}条无变化。{posted}", plan.ledger_name, plan.new, plan.revised, plan.same);
        Ok(Imported { new: plan.new, revised: plan.revised, same: plan.same, bad: plan.bad, said })
    }

    fn prepare_import(&self, ledger: &str, file: &str, bytes: &[u8], choices: &ImportChoices) -> Result<Prepared> {
        let reader = self.reader()?;
        let (catalog, settings) = (reader.catalog()?, settings_of(reader.as_ref())?);
        let terms = Terms::new(&catalog, &settings);
        let ledger = ledger_of(&catalog, ledger)?;
        let section = section_of(&settings, &ledger.pack)?;
        self.must_write_in(&section, "导入")?;
        let workbook = read_table(file, bytes, &Limits::default())?;
        let (at, sheet, heading) = choose_sheet(ledger, &workbook, choices)?;
        let columns = columns::matched(ledger, sheet, heading, &choices.columns);
        let mut rows = rows::read(ledger, sheet, heading, &columns, choices, &section)?;
        let role = self.actor()?.role;
        rows::infer_states(&terms, ledger, reader.as_ref(), role, &mut rows)?;
        let command = self.judge(file, ledger, &columns, &mut rows)?;
        let count = |wanted: Verdict| rows.iter().filter(|row| row.view.verdict == wanted).count();
        let plan = ImportPlan {
            ledger: ledger.id.to_string(),
            ledger_name: ledger.name.clone(),
            file: file.to_owned(),
            hash: kezhang_ledger::journal::Hash::of(&as_kept(bytes)).to_string(),
            sheets: workbook.sheets.iter().map(|sheet| (sheet.name.clone(), sheet.hidden)).collect(),
            sheet: at,
            heading_row: heading,
            missing: columns::missing(ledger, &columns),
            fields: columns::targets(ledger),
            notes: notes(&workbook, sheet),
            new: count(Verdict::New),
            revised: count(Verdict::Revised),
            same: count(Verdict::Same),
            bad: count(Verdict::Bad),
            skipped: count(Verdict::Skipped),
            rows: rows.into_iter().map(|row| row.view).collect(),
            columns,
        };
        Ok(Prepared { plan, command })
    }

    /// Asks the kernel: first every row, then, where some are refused, the good ones, to see what those would change.
    fn judge(
        &self,
        file: &str,
        ledger: &kezhang_ledger::definition::Ledger,
        columns: &[ImportColumn],
        rows: &mut [rows::Row],
    ) -> Result<Command> {
        let actor = self.actor()?;
        let moment = clock::now();
        loop {
            let good = rows.iter().filter(|row| row.view.verdict == Verdict::New);
            let command = Command::Import { file: file.to_owned(), rows: good.map(rows::Row::import_row).collect() };
            // Each round leaves at least one more row out, so this ends.
            match self.app.store.preview(&actor, &command, &moment) {
                Ok(changes) => {
                    rows::settle(rows, &changes);
                    return Ok(command);
                }
                Err(SubmitError::Refused(refusals)) => {
                    if !rows::refuse(ledger, columns, rows, &refusals) {
                        return Err(AppError::Refused(refusals));
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// The sheet a person chose, or the visible one whose headings fit best.
fn choose_sheet<'w>(
    ledger: &kezhang_ledger::definition::Ledger,
    workbook: &'w Workbook,
    choices: &ImportChoices,
) -> Result<(usize, &'w Sheet, usize)> {
    let candidates = workbook.sheets.iter().enumerate();
    let candidates = candidates.filter(|(at, sheet)| choices.sheet.map_or(!sheet.hidden, |chosen| chosen == *at));
    let best = candidates
        .filter_map(|(at, sheet)| columns::heading(ledger, sheet).map(|(row, fits)| (fits, at, sheet, row)))
        .max_by_key(|(fits, at, ..)| (*fits, usize::MAX - at));
    let Some((_, at, sheet, row)) = best else {
        let names: Vec<&str> = ledger.fields.iter().take(6).map(|field| field.name.as_str()).collect();
        return Err(AppError::unusable(format!(
            "表里找不到“{}”台账的列名（如{}），请下载导入模板，或把列名放在数据上面一行",
            ledger.name,
            names.join("、")
        )));
    };
    Ok((at, sheet, row))
}

fn notes(workbook: &Workbook, sheet: &Sheet) -> Vec<String> {
    let mut notes = Vec::new();
    if workbook.unreadable > 0 {
        let encoding = workbook.encoding.as_deref().unwrap_or("未知");
        notes.push(format!("文件按{encoding}编码读入，有{}处读不成字，请核对", workbook.unreadable));
    }
    if !sheet.merges.is_empty() {
        notes.push(format!("表里有{}处合并单元格，各行都按左上角的值读入", sheet.merges.len()));
    }
    let formulas = sheet.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.formula).count();
    if formulas > 0 {
        notes.push(format!("有{formulas}个公式单元格，按保存时算出的结果读入"));
    }
    let hidden = workbook.sheets.iter().filter(|sheet| sheet.hidden).count();
    if hidden > 0 {
        notes.push(format!("有{hidden}张隐藏的工作表没有读"));
    }
    notes
}

/// `C5`, as the spreadsheet names the cell.
pub(crate) fn cell_name(row: usize, column: usize) -> String {
    format!("{}{row}", column_name(column))
}
