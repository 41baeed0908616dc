//! The table of targets and the list of next year's targets.

use kezhang_ledger::figure::Figure;
use kezhang_ledger::formula::{Formula, Function};
use kezhang_ledger::journal::{Target, TargetOperator};
use kezhang_ledger::money::print;
use kezhang_ledger::period::Period;
use kezhang_office::paper::{Align, Block, Column, Level, Row, Run, Table};

use super::compose::{Desktop, target_of};
use crate::board::completion;
use crate::change::{self, Change, change};
use crate::error::Result;

/// 指标 | 单位 | 年度目标 | 实际完成 | 完成率 | 上年 | 同比, one row an indicator with a target.
pub(super) fn targets_table(desk: &mut Desktop) -> Result<Vec<Block>> {
    let period = desk.period;
    let mut rows = Vec::new();
    let catalog = desk.catalog;
    for indicator in catalog.indicators_in_order().filter(|indicator| indicator.board) {
        let Some(target) = target_of(desk.reader, indicator, period)? else { continue };
        let now = desk.figures.indicator(indicator, period)?;
        let before = desk.figures.indicator(indicator, period.last_year())?;
        let done = now.value.and_then(|value| completion(value, &target));
        let rate = change(&indicator.unit, indicator.digits, now.value, before.value);
        let formula = Formula::Figure(kezhang_ledger::formula::FigureRef { id: indicator.id.to_string(), filter: Vec::new() });
        let planned = Formula::Call(Function::Target, vec![formula.clone()]);
        // A ceiling is reached by staying below it. Whoever opens the cell finds the number that is printed in it.
        let parts = match target.operator {
            TargetOperator::AtLeast => vec![formula.clone(), planned.clone()],
            TargetOperator::AtMost => vec![planned.clone(), formula.clone()],
        };
        let share = desk.figures.formula(&Formula::Call(Function::Share, parts), Some("%"), Some(1), period)?;
        let rise = change::figure(&mut desk.figures, formula, &indicator.unit, indicator.digits, period)?;
        let planned = Figure {
            formula: planned,
            period,
            value: target.value,
            unit: indicator.unit.clone(),
            digits: indicator.digits,
            postings: 0,
            missing: Vec::new(),
        };
        rows.push(Row {
            cells: vec![
                vec![Run::text(indicator.name.clone())],
                vec![Run::text(indicator.unit.clone())],
                cell(desk, &planned, planned_text(&target, indicator.digits)),
                cell(desk, &now, now.print()),
                cell(desk, &share, done.map(|value| format!("{}%", value.normalize())).unwrap_or_else(dash)),
                cell(desk, &before, before.value.map_or_else(dash, |value| print(value, indicator.digits))),
                cell(desk, &rise, rate.map_or_else(dash, Change::text)),
            ],
            strong: false,
        });
    }
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let column = |title: &str, align, width| Column::new(title, align, width);
    let columns = vec![
        column("指标", Align::Left, 28),
        column("单位", Align::Center, 10),
        column("年度目标", Align::Right, 13),
        column("实际完成", Align::Right, 13),
        column("完成率", Align::Right, 12),
        column("上年", Align::Right, 12),
        column("同比", Align::Right, 12),
    ];
    let caption = Some(format!("{}年主要指标完成情况表", desk.year));
    Ok(vec![Block::Table(Table { caption, columns, rows, ..Table::default() })])
}

fn dash() -> String {
    "—".to_owned()
}

/// A number as a token, a dash as plain text, a gap where the book has nothing.
fn cell(desk: &mut Desktop, figure: &Figure, printed: String) -> Vec<Run> {
    if printed == kezhang_ledger::figure::GAP {
        let what = crate::chip::name(desk.catalog, &figure.formula);
        desk.gaps.push(what.clone());
        return vec![Run::gap(what)];
    }
    if figure.value.is_none() {
        return vec![Run::text(printed)];
    }
    vec![desk.token(figure, printed)]
}

fn planned_text(target: &Target, digits: u32) -> String {
    let value = print(target.value.unwrap_or_default(), digits);
    match target.operator {
        TargetOperator::AtLeast => value,
        TargetOperator::AtMost => format!("≤{value}"),
    }
}

/// Next year's targets, numbered: `1. 专利申请量不少于1200件。`
pub(super) fn planned_targets(desk: &mut Desktop) -> Result<Vec<Block>> {
    let next = Period::year(desk.year + 1);
    let mut blocks = Vec::new();
    let catalog = desk.catalog;
    for indicator in catalog.indicators_in_order().filter(|indicator| indicator.board) {
        let Some(target) = target_of(desk.reader, indicator, next)? else { continue };
        let formula = Formula::Figure(kezhang_ledger::formula::FigureRef { id: indicator.id.to_string(), filter: Vec::new() });
        let figure = Figure {
            formula: Formula::Call(Function::Target, vec![formula]),
            period: next,
            value: target.value,
            unit: indicator.unit.clone(),
            digits: indicator.digits,
            postings: 0,
            missing: Vec::new(),
        };
        let word = match target.operator {
            TargetOperator::AtLeast => "不少于",
            TargetOperator::AtMost => "不超过",
        };
        let section = desk.settings.section_of(&indicator.pack).map(|section| format!("（{}）", section.name));
        let number = desk.token(&figure, figure.print());
        let runs = vec![
            Run::text(format!("{}{word}", indicator.name)),
            number,
            Run::text(format!("{}{}。", indicator.unit, section.unwrap_or_default())),
        ];
        blocks.push(Block::Heading { level: Level::Three, runs, run_in: Vec::new() });
    }
    if blocks.is_empty() {
        let what = format!("{}年主要目标", desk.year + 1);
        desk.gaps.push(what.clone());
        blocks.push(Block::Paragraph { runs: vec![Run::gap(what)] });
    }
    Ok(blocks)
}
