//! The text of a Word document: body, tables, text boxes, footnotes and endnotes. Headers and footers are left out.

use crate::input::{Limits, Package, Refusal, part_text};

use super::docx_numbers::Numbering;
use super::docx_walk::{Piece, RunPlace, Walked, walk};
use super::{ReportText, TextNotice, TextPlace, refuse};
use crate::input::{FileKind, Wanted};

/// A Word document opened for reading or commenting.
pub(crate) struct DocxParts<'a> {
    pub(crate) package: Package<'a>,
    /// Name of the part with the body.
    pub(crate) main_name: String,
    /// The body's XML.
    pub(crate) main_xml: String,
}

/// Opens a Word document.
pub(crate) fn docx_parts<'a>(name: &str, bytes: &'a [u8], limits: &Limits) -> Result<DocxParts<'a>, Refusal> {
    limits.check_size(bytes)?;
    let kind = crate::input::sniff(bytes);
    if kind != FileKind::Docx {
        return Err(refuse(name, kind, Wanted::WordDocument));
    }
    let package = Package::open(bytes, limits)?;
    let main = package.main_part().ok_or(Refusal::NoWordBody { claimed: None })?;
    let main_xml = part_text(package.read(&main.name)?, &main.name)?;
    Ok(DocxParts { package, main_name: main.name, main_xml })
}

/// The text of a Word document. Tracked deletions are left out, insertions are read.
pub fn docx_text(bytes: &[u8], limits: &Limits) -> Result<ReportText, Refusal> {
    let parts = docx_parts("", bytes, limits)?;
    Ok(read_parts(&parts, limits)?.report)
}

/// The text with the places of its pieces in the XML of the body.
pub(crate) struct MappedText {
    pub(crate) report: ReportText,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) runs: Vec<RunPlace>,
    /// Prefix of the Word elements, with its colon: “w:”.
    pub(crate) prefix: String,
}

/// Reads the body and appends the notes.
pub(crate) fn read_parts(parts: &DocxParts<'_>, limits: &Limits) -> Result<MappedText, Refusal> {
    let folder = parts.main_name.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let optional = |name: &str| -> Result<Option<String>, Refusal> {
        let name = format!("{folder}{name}");
        if !parts.package.has(&name) {
            return Ok(None);
        }
        part_text(parts.package.read(&name)?, &name).map(Some)
    };
    let mut numbering = Numbering::read(optional("numbering.xml")?.as_deref(), optional("styles.xml")?.as_deref());
    let body = walk(&parts.main_xml, &parts.main_name, TextPlace::Body, &mut numbering, limits)?;
    let Walked { mut report, pieces, runs, prefix, mut deletions } = body;
    for name in ["footnotes.xml", "endnotes.xml"] {
        let Some(xml) = optional(name)? else { continue };
        let walked = walk(&xml, name, TextPlace::Note, &mut numbering, limits)?;
        deletions += walked.deletions;
        append_notes(&mut report, &walked.report);
    }
    if deletions > 0 {
        report.notices.push(TextNotice::DeletionsLeftOut { count: deletions });
    }
    Ok(MappedText { report, pieces, runs, prefix })
}

/// Notes follow the body; the empty separators that Word keeps among them do not.
fn append_notes(report: &mut ReportText, notes: &ReportText) {
    for paragraph in &notes.paragraphs {
        let text = paragraph.span.of(&notes.text);
        if text.trim().is_empty() {
            continue;
        }
        let start = report.text.len();
        report.text.push_str(text.trim_start());
        let span = kezhang_text::Span::new(start, report.text.len());
        report.text.push('\n');
        report.paragraphs.push(super::TextParagraph { span, ..paragraph.clone() });
    }
}
