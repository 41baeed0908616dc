//! One walk over the XML of a Word part: its text, and for every piece of text the place in the XML it came from, so that
//! comments can be put there later. Iterative, so that no depth of nesting can exhaust the stack.

use kezhang_text::Span;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::docx::FIGURE_TAG;
use crate::input::{Limits, Refusal};

use super::docx_numbers::{Numbering, number, value};
use super::docx_sink::Sink;
use super::{FigurePlace, ReportText, TextPlace};

/// Text that stands in the XML: a stretch of characters, or one character written as a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Where it stands in the text.
    pub(crate) text: Span,
    /// Where it stands in the XML.
    pub(crate) xml: Span,
    /// The start tag of its text element (`<w:t>`), in the XML.
    pub(crate) tag: Span,
    /// Which of the runs it belongs to.
    pub(crate) run: usize,
    /// Written as it stands: any character border of it is one of the XML too.
    pub(crate) plain: bool,
}

/// A run (`<w:r>`) that holds text and may be commented on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RunPlace {
    /// The whole element.
    pub(crate) xml: Span,
    /// Its start tag.
    pub(crate) tag: Span,
    /// Its properties (`<w:rPr>`), empty if it has none.
    pub(crate) properties: Span,
}

/// What a walk found.
#[derive(Debug, Default)]
pub(crate) struct Walked {
    pub(crate) report: ReportText,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) runs: Vec<RunPlace>,
    pub(crate) prefix: String,
    pub(crate) deletions: usize,
}

/// Walks a part.
pub(crate) fn walk(
    xml: &str,
    part: &str,
    place: TextPlace,
    numbering: &mut Numbering,
    limits: &Limits,
) -> Result<Walked, Refusal> {
    let mut walker = Walker { place, numbering: Some(numbering), ..Walker::default() };
    let mut reader = Reader::from_str(xml);
    let damaged = || Refusal::Damaged { part: part.to_owned() };
    loop {
        let before = position(&reader);
        let event = reader.read_event().map_err(|_| damaged())?;
        let span = Span::new(before, position(&reader));
        match event {
            Event::Start(element) => {
                if walker.open.len() >= limits.depth_max {
                    return Err(Refusal::Abnormal { what: format!("{part} 里的元素嵌套超过 {} 层", limits.depth_max) });
                }
                walker.start(&element, span);
            }
            Event::Empty(element) => walker.empty(&element),
            Event::End(_) => walker.end(span),
            Event::Text(text) => walker.text(&text.into_inner(), span, true),
            Event::CData(text) => walker.text(&text.into_inner(), span, false),
            Event::GeneralRef(reference) => {
                let c = match reference.resolve_char_ref() {
                    Ok(Some(c)) => Some(c),
                    _ => named_reference(&reference.into_inner()),
                };
                if let Some(c) = c {
                    walker.text(c.encode_utf8(&mut [0; 4]), span, false);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !walker.open.is_empty() {
        return Err(damaged());
    }
    Ok(walker.finish())
}

fn position(reader: &Reader<&[u8]>) -> usize {
    // The position counts bytes of a string in memory.
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

fn named_reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// An element that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// Of no concern; its content is read.
    Other,
    /// Its content is not read.
    Skipped,
    Paragraph,
    ParagraphProperties,
    Run,
    /// Run properties directly in a run, with the place they begin at.
    RunProperties(usize),
    Text(Span),
    Row,
    Cell,
    TextBox,
    Control,
    ControlProperties,
    MathText,
}

#[derive(Debug, Default)]
struct Walker<'a> {
    place: TextPlace,
    prefix: Option<String>,
    open: Vec<Open>,
    skipped: usize,
    sinks: Vec<Sink>,
    boxes: Vec<Sink>,
    runs: Vec<RunPlace>,
    current_runs: Vec<usize>,
    /// For every open content control, its tag and where its text begins.
    controls: Vec<(Option<String>, usize)>,
    paragraphs: usize,
    deletions: usize,
    numbering: Option<&'a mut Numbering>,
    /// Of the paragraph whose properties are being read: style, list, level.
    style: Option<String>,
    list: Option<String>,
    level: Option<usize>,
}

impl Walker<'_> {
    fn sink(&mut self) -> &mut Sink {
        if self.sinks.is_empty() {
            self.sinks.push(Sink::default());
        }
        let last = self.sinks.len() - 1;
        &mut self.sinks[last]
    }

    /// Whether the element belongs to the vocabulary of the part's root.
    fn is_word(&self, element: &BytesStart<'_>) -> bool {
        let name = element.name();
        let prefix = name.as_ref().split_once(':').map_or("", |(prefix, _)| prefix);
        self.prefix.as_deref().is_none_or(|own| own.trim_end_matches(':') == prefix)
    }

    fn start(&mut self, element: &BytesStart<'_>, span: Span) {
        if self.prefix.is_none() {
            let name = element.name();
            self.prefix = Some(name.as_ref().split_once(':').map_or(String::new(), |(prefix, _)| format!("{prefix}:")));
        }
        if self.skipped > 0 {
            self.skipped += 1;
            self.open.push(Open::Skipped);
            return;
        }
        let opened = self.opened(element, span);
        match opened {
            Open::Skipped => self.skipped = 1,
            Open::Paragraph => self.sink().begin_paragraph(),
            Open::Run => {
                self.current_runs.push(self.runs.len());
                self.runs.push(RunPlace { xml: span, tag: span, properties: Span::default() });
            }
            Open::Row => self.sink().cells_in_row = 0,
            Open::Cell => self.sink().begin_cell(),
            Open::TextBox => self.sinks.push(Sink::default()),
            Open::Control => {
                let start = self.sink().text.len();
                self.controls.push((None, start));
            }
            _ => {}
        }
        self.open.push(opened);
    }

    fn opened(&mut self, element: &BytesStart<'_>, span: Span) -> Open {
        let local = element.local_name();
        if !self.is_word(element) {
            return match local.as_ref() {
                "Fallback" => Open::Skipped,
                "t" if element.name().as_ref() == "m:t" => Open::MathText,
                _ => Open::Other,
            };
        }
        let in_run = self.open.last() == Some(&Open::Run);
        match local.as_ref() {
            "p" => Open::Paragraph,
            "r" => Open::Run,
            "t" if self.current_run().is_some() => Open::Text(span),
            "tr" => Open::Row,
            "tc" => Open::Cell,
            "txbxContent" => Open::TextBox,
            "sdt" => Open::Control,
            "sdtPr" => Open::ControlProperties,
            "rPr" if in_run => Open::RunProperties(span.start),
            "del" | "moveFrom" => {
                self.deletions += 1;
                Open::Skipped
            }
            "pPr" if self.open.last() == Some(&Open::Paragraph) => Open::ParagraphProperties,
            "numPr" => Open::Other,
            "rPr" | "pPr" | "pPrChange" | "tabs" | "sectPr" | "tblPr" | "trPr" | "tcPr" | "tblGrid" | "instrText" | "delText"
            | "rt" => Open::Skipped,
            _ => Open::Other,
        }
    }

    fn current_run(&self) -> Option<usize> {
        self.current_runs.last().copied()
    }

    fn empty(&mut self, element: &BytesStart<'_>) {
        if self.skipped > 0 || !self.is_word(element) {
            return;
        }
        match element.local_name().as_ref() {
            "p" => {
                self.sink().begin_paragraph();
                self.end_paragraph();
            }
            "tc" => {
                self.sink().begin_cell();
                self.sink().cells.pop();
            }
            "tag" if self.open.last() == Some(&Open::ControlProperties) => {
                let tag = value(element, "val");
                if let Some((id, _)) = self.controls.last_mut() {
                    *id = tag.as_deref().and_then(|tag| tag.strip_prefix(FIGURE_TAG)).map(str::to_owned);
                }
            }
            "pStyle" if self.open.last() == Some(&Open::ParagraphProperties) => self.style = value(element, "val"),
            "numId" if self.open.iter().rev().nth(1) == Some(&Open::ParagraphProperties) => self.list = value(element, "val"),
            "ilvl" if self.open.iter().rev().nth(1) == Some(&Open::ParagraphProperties) => self.level = number(element, "val"),
            "tab" | "ptab" if self.current_run().is_some() => self.sink().mark('\t'),
            "br" | "cr" if self.current_run().is_some() => self.sink().mark('\n'),
            "noBreakHyphen" if self.current_run().is_some() => self.sink().mark('-'),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, span: Span, plain: bool) {
        let tag = match self.open.last() {
            Some(Open::Text(tag)) => Some(*tag),
            Some(Open::MathText) => None,
            _ => return,
        };
        let run = self.current_run();
        let in_box = self.sinks.len() > 1;
        let sink = self.sink();
        let start = sink.text.len();
        // One byte for one byte: line feeds inside a text element are mere layout of the XML.
        sink.text.extend(text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }));
        let span_of_text = Span::new(start, sink.text.len());
        // Word allows no comments in text boxes; formulas have runs of their own.
        if let (Some(tag), Some(run), false) = (tag, run, in_box) {
            sink.pieces.push(Piece { text: span_of_text, xml: span, tag, run, plain });
        }
    }

    fn end(&mut self, span: Span) {
        let Some(closed) = self.open.pop() else { return };
        match closed {
            Open::Skipped => self.skipped -= 1,
            Open::Paragraph => self.end_paragraph(),
            Open::ParagraphProperties => self.number_paragraph(),
            Open::Run => {
                if let Some(run) = self.current_runs.pop().and_then(|index| self.runs.get_mut(index)) {
                    run.xml.end = span.end;
                }
            }
            Open::RunProperties(start) => {
                if let Some(run) = self.current_run().and_then(|index| self.runs.get_mut(index)) {
                    run.properties = Span::new(start, span.end);
                }
            }
            Open::Row => {
                self.sink().end_row();
            }
            Open::Cell => {
                self.sink().cells.pop();
            }
            Open::TextBox => {
                // Pushed when the text box began.
                if let Some(sink) = self.sinks.pop() {
                    self.boxes.push(sink);
                }
            }
            Open::Control => {
                if let Some((Some(id), start)) = self.controls.pop() {
                    let sink = self.sink();
                    if start < sink.text.len() {
                        let span = Span::new(start, sink.text.len());
                        sink.figures.push(FigurePlace { id, span });
                    }
                }
            }
            Open::Other | Open::Text(_) | Open::ControlProperties | Open::MathText => {}
        }
    }

    /// Puts the number that Word shows before the paragraph.
    fn number_paragraph(&mut self) {
        let (style, list, level) = (self.style.take(), self.list.take(), self.level.take());
        if let Some(numbering) = self.numbering.as_mut() {
            let number = numbering.next(style.as_deref(), list.as_deref(), level);
            self.sink().text.push_str(&number);
        }
    }

    fn end_paragraph(&mut self) {
        let in_box = self.sinks.len() > 1;
        let part_place = self.place;
        let index = self.paragraphs;
        self.paragraphs += 1;
        let sink = self.sink();
        let place = match (in_box, sink.in_table()) {
            (true, _) => TextPlace::TextBox,
            (false, true) => TextPlace::Table,
            (false, false) => part_place,
        };
        if sink.end_paragraph(index, place) && !in_box {
            self.append_boxes();
        }
    }

    /// The text boxes that hung on the paragraph follow it.
    fn append_boxes(&mut self) {
        for sink in std::mem::take(&mut self.boxes) {
            self.sink().append(sink);
        }
    }

    fn finish(mut self) -> Walked {
        self.append_boxes();
        let prefix = self.prefix.take().unwrap_or_default();
        let sink = std::mem::take(self.sink());
        let report = ReportText { text: sink.text, paragraphs: sink.paragraphs, figures: sink.figures, notices: Vec::new() };
        Walked { report, pieces: sink.pieces, runs: self.runs, prefix, deletions: self.deletions }
    }
}
