//! The text of a Word 97–2003 document. The library reads the binary; here its model is laid out as the lines and tabs of
//! every other report. It does not tell tracked deletions apart, so they are read as well and the reader is told.

use rwml::{Block, Document, Error, SourceRegionKind, Table};

use crate::input::{Limits, Refusal, contained};

use super::docx_sink::Sink;
use super::{ReportText, TextNotice, TextPlace};

/// The text of a Word 97–2003 document: the body, then notes and text boxes. Headers, footers and comments are left out.
pub fn doc_text(bytes: &[u8], limits: &Limits) -> Result<ReportText, Refusal> {
    limits.check_size(bytes)?;
    let model = contained(|| Document::open(bytes).map(|document| document.model()))
        .ok_or_else(|| Refusal::Damaged { part: "Word 97–2003 正文".to_owned() })?
        .map_err(refusal)?;
    let mut sink = Sink::default();
    let mut index = 0;
    for region in &model.regions {
        let place = match region.kind {
            SourceRegionKind::Main => TextPlace::Body,
            SourceRegionKind::Footnote | SourceRegionKind::Endnote => TextPlace::Note,
            SourceRegionKind::TextBox => TextPlace::TextBox,
            SourceRegionKind::HeaderFooter | SourceRegionKind::Annotation => continue,
        };
        write_blocks(&mut sink, model.source_region_blocks(region), place, &mut index);
    }
    if sink.text.trim().is_empty() {
        return Err(Refusal::Damaged { part: "Word 97–2003 正文里没有文字".to_owned() });
    }
    Ok(ReportText { text: sink.text, paragraphs: sink.paragraphs, figures: Vec::new(), notices: vec![TextNotice::OldWord] })
}

fn refusal(error: Error) -> Refusal {
    match error {
        Error::Encrypted { .. } => Refusal::Encrypted,
        Error::UnsupportedVersion(_) => Refusal::OldWord,
        _ => Refusal::Damaged { part: "Word 97–2003 正文".to_owned() },
    }
}

fn write_blocks(sink: &mut Sink, blocks: &[Block], place: TextPlace, index: &mut usize) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                sink.begin_paragraph();
                let label = paragraph.props.list.iter().map(|list| list.label.trim_end());
                let runs = paragraph.runs.iter().map(|run| run.text.as_str());
                label.chain(runs).flat_map(str::chars).for_each(|c| write_char(sink, c));
                sink.end_paragraph(*index, if sink.in_table() { TextPlace::Table } else { place });
                *index += 1;
            }
            Block::Table(table) => write_table(sink, table, place, index),
            Block::Image(_) | Block::Chart(_) | Block::PageBreak | Block::SectionBreak(_) => {}
        }
    }
}

fn write_table(sink: &mut Sink, table: &Table, place: TextPlace, index: &mut usize) {
    for row in &table.rows {
        if !sink.in_table() {
            sink.cells_in_row = 0;
        }
        for cell in &row.cells {
            sink.begin_cell();
            write_blocks(sink, &cell.blocks, place, index);
            sink.cells.pop();
        }
        sink.end_row();
    }
}

/// Tabs and line breaks part cells and rows in the text, so within a cell they become blanks.
fn write_char(sink: &mut Sink, c: char) {
    match c {
        '\t' | '\n' => sink.mark(c),
        c if c.is_control() => {}
        c => sink.text.push(c),
    }
}
