//! What the fuzz targets share: what must hold of any text that was read, and small limits.

use std::io::{Cursor, Write};

use kezhang_office::input::Limits;
use kezhang_office::text_of::ReportText;
use kezhang_text::{Span, findings, read, repair::repair};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// Limits under which one input takes well under a second.
pub const LIMITS: Limits = Limits {
    file_bytes_max: 1 << 20,
    unpacked_bytes_max: 8 << 20,
    entries_max: 200,
    depth_max: 200,
    rows_max: 10_000,
    columns_max: 200,
    cells_max: 100_000,
    pages_max: 20,
    // The fuzzer's own time limit comes first: it keeps the input, where a thread that is given up would fall later and elsewhere.
    pdf_seconds_max: 60,
};

/// Reads and checks a text as the product does, and stops where a place points outside it or between two bytes of a character.
pub fn read_text(text: &str) {
    let repaired = repair(text);
    assert_eq!(repaired.undo(|_| true), text, "undoing all repairs gives the text back");
    let text = &*repaired.text;
    let reading = read(text);
    let whole = |span: Span| assert!(text.get(span.start..span.end).is_some(), "{span:?}");
    for (number, claim) in reading.claims.iter().enumerate() {
        whole(claim.span);
        whole(claim.quote_span);
        assert!(claim.quote_span.start <= claim.span.start, "a quote holds its number: {claim:?}");
        assert!(claim.part_of.is_none_or(|w| w < reading.claims.len() && w != number), "{claim:?}");
    }
    for finding in findings(text, &reading) {
        assert!(!finding.places.is_empty() && !finding.what.is_empty(), "{finding:?}");
        finding.places.iter().for_each(|p| whole(p.span));
    }
}

/// Reads the text of a file further, after a look at the places of its paragraphs.
pub fn read_report(report: &ReportText) {
    for paragraph in &report.paragraphs {
        assert!(report.text.get(paragraph.span.start..paragraph.span.end).is_some(), "{paragraph:?}");
    }
    read_text(&report.text);
}

/// A package with one part, so that the fuzzer works on the part and not on its compression.
pub fn package(part: &str, content: &[u8]) -> Option<Vec<u8>> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(part, SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).ok()?;
    zip.write_all(content).ok()?;
    Some(zip.finish().ok()?.into_inner())
}
