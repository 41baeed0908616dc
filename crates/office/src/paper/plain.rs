//! The words of a paper in reading order, one paragraph a line: what a reader of the printed sheet would type.

use std::borrow::Cow;

use super::{Block, NumberedBlock, Paper, Run, numbered, title_lines};

/// Drops what no office format can carry (control characters, non-characters); line feeds and tabs become a blank.
pub fn clean(text: &str) -> Cow<'_, str> {
    let unfit = |c: char| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{2028}' | '\u{2029}');
    if !text.chars().any(unfit) {
        return Cow::Borrowed(text);
    }
    let kept = text.chars().filter_map(|c| match c {
        '\n' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        c if unfit(c) => None,
        c => Some(c),
    });
    Cow::Owned(kept.collect())
}

impl Paper {
    /// The text of the document: paragraphs end in a line feed, cells of a table row are parted by tabs.
    pub fn plain_text(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        lines.extend(self.masthead.iter().map(|text| clean(text).into_owned()));
        lines.extend(self.number_line());
        lines.push(title_lines(&self.title).concat());
        lines.extend(self.addressee.iter().map(|name| format!("{}：", clean(name))));
        push_blocks(&mut lines, &self.blocks);
        for note in self.appendix_notes() {
            lines.push(format!("{}{}{}", note.label, note.number, note.title));
        }
        if let Some(signature) = &self.signature {
            lines.push(clean(&signature.organ).into_owned());
            lines.push(clean(&signature.date).into_owned());
        }
        lines.extend(self.note.iter().map(|note| format!("（{}）", clean(note))));
        for (index, appendix) in self.appendices.iter().enumerate() {
            lines.push(self.appendix_mark(index));
            lines.push(title_lines(&appendix.title).concat());
            push_blocks(&mut lines, &appendix.blocks);
        }
        if let Some(imprint) = &self.imprint {
            lines.extend(imprint.copies_to.iter().map(|names| format!("抄送：{}。", clean(names))));
            lines.push(format!("{}\t{}印发", clean(&imprint.issuer), clean(&imprint.issued_on)));
        }
        lines.retain(|line| !line.is_empty());
        lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
    }

    /// 发文字号, with 签发人 in the same line where there are any.
    fn number_line(&self) -> Option<String> {
        let number = self.number.as_deref().map(clean);
        if self.signers.is_empty() {
            return number.map(Cow::into_owned);
        }
        let signers: Vec<Cow<'_, str>> = self.signers.iter().map(|name| clean(name)).collect();
        Some(format!("{}\t签发人：{}", number.unwrap_or_default(), signers.join(" ")))
    }
}

fn push_blocks(lines: &mut Vec<String>, blocks: &[Block]) {
    for NumberedBlock { number, block } in numbered(blocks) {
        match block {
            Block::Heading { runs, run_in, .. } => {
                lines.push(format!("{number}{}{}", words(runs), words(run_in)));
            }
            Block::Paragraph { runs } => lines.push(words(runs)),
            Block::Table(table) => {
                lines.extend(table.caption.iter().map(|text| clean(text).into_owned()));
                lines.extend(table.unit_note.iter().map(|text| clean(text).into_owned()));
                let columns = table.printed_columns();
                let titles: Vec<Cow<'_, str>> = columns.iter().map(|column| clean(&column.title)).collect();
                lines.push(titles.join("\t"));
                for row in &table.rows {
                    let cells: Vec<String> = (0..columns.len()).map(|index| words(row.cell(index))).collect();
                    lines.push(cells.join("\t"));
                }
            }
            Block::PageBreak => {}
        }
    }
}

/// The printed words of runs.
fn words(runs: &[Run]) -> String {
    runs.iter().map(|run| clean(run.printed())).collect()
}
