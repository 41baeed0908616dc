//! Reported figures (上报数) in a document: what the sentences did not use stands under its own heading, and an appendix
//! lists every one with the sentence it came from.

use kezhang_office::paper::{Align, Appendix, Block, Column, Level, Row, Run, Table};

use super::compose::Desktop;
use crate::opening::{lead, number_text, status_word, tail};

/// Reported figures that no sentence of the packs has used, grouped by the part of the report they stood in.
pub(super) fn other_reported(desk: &mut Desktop) -> Vec<Block> {
    let open: Vec<usize> = (0..desk.reported.len()).filter(|at| !desk.used.contains(&desk.reported[*at].reported.id)).collect();
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    for at in open {
        let section = desk.reported[at].reported.section.clone();
        match groups.last_mut() {
            Some((name, items)) if *name == section => items.push(at),
            _ => groups.push((section, vec![at])),
        }
    }
    if groups.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::heading(Level::Two, "其他上报情况")];
    for (section, items) in groups {
        let mut runs = Vec::new();
        if !section.is_empty() {
            runs.push(Run::text(format!("{section}：")));
        }
        let last = items.len() - 1;
        for (position, at) in items.into_iter().enumerate() {
            let reported = desk.reported[at].reported.clone();
            runs.push(Run::text(format!("{}{}", reported.subject, lead(&reported))));
            match number_text(&reported) {
                Some(number) => runs.push(desk.reported_token(at, number)),
                None => {
                    desk.gaps.push(reported.subject.clone());
                    runs.push(Run::gap(reported.subject.clone()));
                }
            }
            let end = if position == last { "。" } else { "；" };
            runs.push(Run::text(format!("{}{end}", tail(&reported))));
        }
        blocks.push(Block::Paragraph { runs });
    }
    blocks
}

/// Every reported figure of the year: subject, value, unit, status, and its sentence.
pub(super) fn appendix(desk: &mut Desktop) -> Option<Appendix> {
    if desk.reported.is_empty() {
        return None;
    }
    let mut rows = Vec::new();
    let mut sentence_above = String::new();
    for at in 0..desk.reported.len() {
        let reported = desk.reported[at].reported.clone();
        // A sentence with ten figures in it is printed once.
        let sentence = if reported.sentence == sentence_above { "同上".to_owned() } else { reported.sentence.clone() };
        sentence_above.clone_from(&reported.sentence);
        let number = match number_text(&reported) {
            Some(number) => desk.reported_token(at, number),
            None => Run::gap(reported.subject.clone()),
        };
        rows.push(Row {
            cells: vec![
                vec![Run::text((at + 1).to_string())],
                vec![Run::text(reported.subject.clone())],
                vec![Run::text(lead(&reported)), number, Run::text(reported.approx_tail())],
                vec![Run::text(reported.unit.clone())],
                vec![Run::text(status_word(&reported.status))],
                vec![Run::text(sentence)],
            ],
            strong: false,
        });
    }
    let column = |title: &str, align, width| Column::new(title, align, width);
    let columns = vec![
        column("序号", Align::Center, 6),
        column("事项", Align::Left, 26),
        column("数值", Align::Right, 11),
        column("单位", Align::Center, 8),
        column("性质", Align::Center, 8),
        column("原文", Align::Left, 41),
    ];
    let documents: Vec<String> = desk.reported.iter().map(|row| row.document.clone()).collect();
    let mut documents: Vec<&str> = documents.iter().map(String::as_str).collect();
    documents.dedup();
    let note = Block::paragraph(format!("以下数字摘自{}，经核对后作为上报数登记，不计入账簿发生额。", documents.join("、")));
    let table = Block::Table(Table { caption: None, columns, rows, ..Table::default() });
    Some(Appendix { title: format!("{}年上报数一览", desk.year), blocks: vec![note, table], landscape: true })
}

/// What stands between number and unit in the appendix's own column.
trait ApproxTail {
    fn approx_tail(&self) -> String;
}

impl ApproxTail for kezhang_ledger::journal::Reported {
    fn approx_tail(&self) -> String {
        match self.approx.as_deref() {
            Some(word @ ("余" | "多" | "以上" | "左右")) => word.to_owned(),
            _ => String::new(),
        }
    }
}
