//! A paper as the data the template reads. Everything the template needs to decide is decided here: numbers, line
//! breaks, indents. Every string is cleaned of characters that cannot be printed.

use kezhang_office::paper::{
    Align, Block, NumberedBlock, Paper, Run, Signature, Table, clean, numbered, signature_indents, title_lines,
};
use serde_json::{Value, json};

use crate::fonts::{FontNotice, Fonts, Role};

/// A cell of more characters may fill a narrow column beyond a page, so its row may break.
const UNBROKEN_CELL_CHARS_MAX: usize = 60;

/// How 版记 is placed; found by setting the document once without knowing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ImprintPlace {
    /// Page breaks before it.
    pub(crate) breaks: usize,
    /// Pages that print no number: a blank page before 版记 and 版记's own.
    pub(crate) unnumbered_pages: Vec<usize>,
    /// 版记 is left out (to count the pages before it).
    pub(crate) left_out: bool,
}

/// The data file of a document.
pub(crate) fn paper_data(paper: &Paper, fonts: &Fonts, place: &ImprintPlace) -> Value {
    let notices: Vec<String> = fonts
        .notices()
        .iter()
        .filter(|notice| matches!(notice, FontNotice::Unsuitable { .. }))
        .map(ToString::to_string)
        .collect();
    let notes: Vec<Value> = paper
        .appendix_notes()
        .into_iter()
        .map(|note| json!({"label": note.label, "number": note.number, "title": note.title}))
        .collect();
    let appendices: Vec<Value> = paper
        .appendices
        .iter()
        .enumerate()
        .map(|(index, appendix)| {
            json!({
                "mark": paper.appendix_mark(index),
                "title_lines": title_lines(&appendix.title),
                "landscape": appendix.landscape,
                "blocks": blocks(&appendix.blocks),
            })
        })
        .collect();
    let imprint = paper.imprint.as_ref().filter(|_| !place.left_out).map(|imprint| {
        json!({
            "copies_to": text_of(imprint.copies_to.as_deref()),
            "issuer": clean(&imprint.issuer),
            "issued_on": clean(&imprint.issued_on),
        })
    });
    json!({
        "fonts": {
            "title": fonts.families(Role::Title),
            "body": fonts.families(Role::Body),
            "kai": fonts.families(Role::Kai),
            "hei": fonts.families(Role::Hei),
            "song": fonts.families(Role::Song),
        },
        "notices": notices,
        "plain_title": title_lines(&paper.title).concat(),
        "author": text_of(paper.signature.as_ref().map(|signature| signature.organ.as_str())),
        "masthead": paper.masthead.as_deref().map(clean),
        "number": text_of(paper.number.as_deref()),
        "signers": paper.signers.iter().map(|name| clean(name)).collect::<Vec<_>>(),
        "title_lines": title_lines(&paper.title),
        "addressee": text_of(paper.addressee.as_deref()),
        "blocks": blocks(&paper.blocks),
        "appendix_notes": notes,
        "signature": paper.signature.as_ref().map(signature),
        "note": text_of(paper.note.as_deref()),
        "appendices": appendices,
        "imprint": imprint,
        "imprint_breaks": place.breaks,
        "unnumbered_pages": place.unnumbered_pages,
    })
}

fn text_of(text: Option<&str>) -> String {
    clean(text.unwrap_or_default()).into_owned()
}

fn signature(signature: &Signature) -> Value {
    let indents = signature_indents(signature);
    json!({
        "organ": clean(&signature.organ),
        "date": clean(&signature.date),
        "sealed": signature.sealed,
        "organ_right": indents.organ_half_chars,
        "date_right": indents.date_half_chars,
    })
}

fn blocks(blocks: &[Block]) -> Vec<Value> {
    numbered(blocks)
        .into_iter()
        .map(|NumberedBlock { number, block }| match block {
            Block::Heading { level, runs: words, run_in } => json!({
                "kind": "heading", "level": level.depth(), "number": number,
                "runs": runs(words), "run_in": runs(run_in),
            }),
            Block::Paragraph { runs: words } => json!({"kind": "paragraph", "runs": runs(words)}),
            Block::Table(data) => table(data),
            Block::PageBreak => json!({"kind": "page_break"}),
        })
        .collect()
}

fn table(table: &Table) -> Value {
    let columns = table.printed_columns();
    let rows: Vec<Value> = table
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<Vec<Value>> = (0..columns.len()).map(|column| runs(row.cell(column))).collect();
            let longest = row.cells.iter().map(|cell| chars(cell)).max().unwrap_or(0);
            json!({"strong": row.strong, "tall": longest > UNBROKEN_CELL_CHARS_MAX, "cells": cells})
        })
        .collect();
    let columns: Vec<Value> = columns
        .iter()
        .map(|column| {
            let align = match column.align {
                Align::Left => "left",
                Align::Center => "center",
                Align::Right => "right",
            };
            json!({"title": clean(&column.title), "align": align, "width": column.width.max(1)})
        })
        .collect();
    json!({
        "kind": "table",
        "caption": text_of(table.caption.as_deref()),
        "unit_note": text_of(table.unit_note.as_deref()),
        "columns": columns,
        "rows": rows,
    })
}

fn chars(runs: &[Run]) -> usize {
    runs.iter().map(|run| run.printed().chars().count()).sum()
}

fn runs(runs: &[Run]) -> Vec<Value> {
    runs.iter().map(|run| json!({"text": clean(run.printed()), "bold": matches!(run, Run::Bold { .. })})).collect()
}
