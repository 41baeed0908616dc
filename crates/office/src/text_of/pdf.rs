//! The text of a PDF. pdf-extract panics on much that is found in the wild, so every page is read behind a barrier, on a
//! thread of its own with a time limit; what it could not read is said, never passed over.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use kezhang_text::Span;
use pdf_extract::Document;

use crate::input::{Limits, Refusal, contained};

use super::pdf_guard::{check_streams, check_structure};
use super::pdf_lines::{PageCollector, paragraphs};
use super::pdf_mend::{drop_pictures, keep_text_only, spell_out_encodings, spell_out_widths};
use super::{ReportText, TextNotice, TextParagraph, TextPlace};

const THREAD_NAME: &str = "kezhang-pdf-text";
const STACK_BYTES: usize = 64 << 20;

/// The text of a PDF, lines joined to paragraphs. Scanned and encrypted files are refused.
pub fn pdf_text(bytes: &[u8], limits: &Limits) -> Result<ReportText, Refusal> {
    limits.check_size(bytes)?;
    check_streams(bytes, limits)?;
    let (sender, receiver) = channel();
    let (owned, own_limits) = (bytes.to_vec(), *limits);
    let worker = thread::Builder::new().name(THREAD_NAME.to_owned()).stack_size(STACK_BYTES);
    let reading = worker.spawn(move || {
        let read = contained(|| read_document(&owned, &own_limits));
        let read = read.unwrap_or_else(|| Err(unreadable("读取程序内部出错")));
        // The receiver is gone when the time was up.
        let _ = sender.send(read);
    });
    let Ok(reading) = reading else { return Err(unreadable("系统资源不足")) };
    match receiver.recv_timeout(Duration::from_secs(limits.pdf_seconds_max)) {
        // Only a thread that was given up outlives this call.
        Ok(read) => reading.join().map_or_else(|_| Err(unreadable("读取程序内部出错")), |()| read),
        Err(RecvTimeoutError::Timeout) => Err(unreadable(&format!("{} 秒内没有读完", limits.pdf_seconds_max))),
        Err(RecvTimeoutError::Disconnected) => Err(unreadable("读取程序内部出错")),
    }
}

fn unreadable(reason: &str) -> Refusal {
    Refusal::UnreadablePdf { reason: reason.to_owned() }
}

fn read_document(bytes: &[u8], limits: &Limits) -> Result<ReportText, Refusal> {
    let mut document = Document::load_mem(bytes).map_err(|error| match error {
        pdf_extract::Error::Decryption(_) => Refusal::Encrypted,
        _ => Refusal::Damaged { part: "PDF 结构".to_owned() },
    })?;
    // Many PDFs are encrypted with an empty password only to forbid printing.
    if document.is_encrypted() && document.decrypt("").is_err() {
        return Err(Refusal::Encrypted);
    }
    check_structure(&document)?;
    drop_pictures(&mut document);
    keep_text_only(&mut document);
    spell_out_encodings(&mut document);
    spell_out_widths(&mut document);
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    if pages.is_empty() {
        return Err(Refusal::Damaged { part: "PDF 里没有页面".to_owned() });
    }
    if pages.len() > limits.pages_max {
        return Err(unreadable(&format!("共 {} 页，超过 {} 页的上限", pages.len(), limits.pages_max)));
    }
    read_pages(&document, &pages)
}

fn read_pages(document: &Document, pages: &[u32]) -> Result<ReportText, Refusal> {
    let mut collected = Vec::new();
    let mut empty_pages = Vec::new();
    let mut broken_pages = Vec::new();
    for page in pages {
        let mut collector = PageCollector::default();
        let read = contained(|| pdf_extract::output_doc_page(document, &mut collector, *page));
        if !matches!(read, Some(Ok(()))) || (collector.is_empty() && collector.has_characters()) {
            broken_pages.push(*page);
        } else if collector.is_empty() {
            empty_pages.push(*page);
        }
        // What was collected before a breakdown is kept.
        collected.push((*page, collector));
    }
    if collected.iter().all(|(_, collector)| collector.is_empty()) {
        return Err(match broken_pages.is_empty() {
            true => Refusal::ScannedPdf { pages: pages.len() },
            false => unreadable("它的字体或编码方式认不出来"),
        });
    }
    let mut report = ReportText::default();
    for (page, index, text) in paragraphs(collected) {
        let start = report.text.len();
        report.text.push_str(&text);
        report.paragraphs.push(TextParagraph { index, span: Span::new(start, report.text.len()), place: TextPlace::Page(page) });
        report.text.push('\n');
    }
    if !broken_pages.is_empty() {
        report.notices.push(TextNotice::PagesBroken { pages: broken_pages });
    }
    if !empty_pages.is_empty() {
        report.notices.push(TextNotice::PagesWithoutText { pages: empty_pages });
    }
    Ok(report)
}
