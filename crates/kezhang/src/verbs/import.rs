//! `kezhang import`

use kezhang_app::error::io_reason;
use kezhang_app::importing::{ImportChoices, ImportPlan, Verdict};

use super::{file_name, open};
use crate::args::Import;
use crate::outcome::{Outcome, Result, print_json, print_line, sentence};

/// Says what every row comes to, and writes unless asked not to.
pub fn run(args: &Import) -> Result {
    let bytes = std::fs::read(&args.file).map_err(|error| format!("读不了 {}：{}", args.file.display(), io_reason(&error)))?;
    let book = open(&args.book.book)?;
    let desk = book.operator_desk();
    let name = file_name(&args.file);
    let choices = ImportChoices::default();
    let plan = desk.plan_import(&args.ledger, &name, &bytes, &choices).map_err(sentence)?;
    let write = !args.dry_run && (plan.bad == 0 || args.good);
    let imported =
        if write { Some(desk.import(&args.ledger, &name, &bytes, &choices, args.good).map_err(sentence)?) } else { None };
    if args.json {
        print_json(&serde_json::json!({ "version": 1, "plan": plan, "imported": imported }))?;
    } else {
        print_plan(&plan)?;
        match &imported {
            Some(imported) => print_line(&imported.said)?,
            None if args.dry_run => print_line("只核对，未写入")?,
            None => print_line("有错，没有写入任何一行。改正后再导入，或加 --good 只写无误的行")?,
        }
    }
    Ok(if plan.bad > 0 { Outcome::Found } else { Outcome::Done })
}

fn print_plan(plan: &ImportPlan) -> Result<()> {
    for note in &plan.notes {
        print_line(note)?;
    }
    let left_out: Vec<&str> =
        plan.columns.iter().filter(|c| c.target.is_empty() && !c.heading.is_empty()).map(|c| c.heading.as_str()).collect();
    if !left_out.is_empty() {
        print_line(&format!("没有对应的列，不导入：{}", left_out.join("、")))?;
    }
    if !plan.missing.is_empty() {
        print_line(&format!("表里没有必填的列：{}", plan.missing.join("、")))?;
    }
    for row in plan.rows.iter().filter(|row| row.verdict == Verdict::Bad) {
        for mistake in &row.mistakes {
            print_line(&format!("第{}行 {} {}：{} [{}]", row.row, mistake.cell, mistake.field, mistake.reason, mistake.code))?;
        }
    }
    print_line(&format!(
        "{}：新增{}行，修改{}行，无变化{}行，有错{}行，不导入{}行",
        plan.ledger_name, plan.new, plan.revised, plan.same, plan.bad, plan.skipped
    ))
}
