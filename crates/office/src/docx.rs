//! A paper as DOCX for Word and WPS: the official layout as styles, so that people can go on writing in it.
//!
//! Written as WordprocessingML through templates, like the HTML: every element in the order the schema asks for, which
//! Word and WPS are strict about. Figures are content controls without a frame whose tag keeps the figure's id; the text
//! in them stays editable. Nothing here reads the clock: the same paper gives the same bytes.
//!
//! Page number and table head of a landscape appendix follow Word's custom (at the foot of the turned page); the PDF
//! has them where the standard wants them.

use std::io::{Cursor, Write};

use askama::Template;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::paper::{
    Align, Block, Figure, Imprint, NumberedBlock, Paper, Run, Signature, Table, clean, numbered, signature_indents, title_lines,
};

/// The content control around a figure is tagged with this and the figure's id.
pub const FIGURE_TAG: &str = "kz:";
/// Word refuses tags of more characters.
const TAG_CHARS_MAX: usize = 64;

/// Twips: twentieths of a point.
const PORTRAIT_WIDTH: usize = 8845;
const LANDSCAPE_WIDTH: usize = 12756;
/// One cell of the grid: 156 mm / 28.
const CHAR: usize = 316;
const MASTHEAD_POINTS_MAX: usize = 50;
const TYPE_AREA_POINTS: usize = 440;

/// Why a document could not be written.
#[derive(Debug, thiserror::Error)]
pub enum DocxRefusal {
    /// The parts could not be packed: in practice only a document of more than 4 GB.
    #[error("DOCX 文件没有写成：{details}。请把文稿拆成几份再导出。")]
    Packing {
        /// The archive writer's words.
        details: String,
    },
}

impl DocxRefusal {
    /// A stable name for the reason.
    pub fn code(&self) -> &'static str {
        "docx-packing"
    }
}

/// The paper as the bytes of a .docx file.
pub fn docx(paper: &Paper) -> Result<Vec<u8>, DocxRefusal> {
    let packing = |details: String| DocxRefusal::Packing { details };
    let document = DocumentView::new(paper).render().map_err(|error| packing(error.to_string()))?;
    let core = CoreView {
        title: title_lines(&paper.title).concat(),
        creator: paper.signature.as_ref().map_or(String::new(), |signature| cleaned(&signature.organ)),
    };
    let core = core.render().map_err(|error| packing(error.to_string()))?;
    let parts: [(&str, &str); 11] = [
        ("[Content_Types].xml", include_str!("../assets/docx/content_types.xml")),
        ("_rels/.rels", include_str!("../assets/docx/package_rels.xml")),
        ("docProps/app.xml", include_str!("../assets/docx/app.xml")),
        ("docProps/core.xml", &core),
        ("word/_rels/document.xml.rels", include_str!("../assets/docx/document_rels.xml")),
        ("word/document.xml", &document),
        ("word/styles.xml", include_str!("../assets/docx/styles.xml")),
        ("word/settings.xml", include_str!("../assets/docx/settings.xml")),
        ("word/fontTable.xml", include_str!("../assets/docx/font_table.xml")),
        ("word/footer1.xml", include_str!("../assets/docx/footer_odd.xml")),
        ("word/footer2.xml", include_str!("../assets/docx/footer_even.xml")),
    ];
    let options =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name, options).map_err(|error| packing(error.to_string()))?;
        zip.write_all(content.as_bytes()).map_err(|error| packing(error.to_string()))?;
    }
    let packed = zip.finish().map_err(|error| packing(error.to_string()))?;
    Ok(packed.into_inner())
}

#[derive(Template)]
#[template(path = "docx/core.xml")]
struct CoreView {
    title: String,
    creator: String,
}

#[derive(Template)]
#[template(path = "docx/document.xml")]
struct DocumentView {
    masthead: Option<String>,
    masthead_half_points: usize,
    has_number_line: bool,
    number: String,
    signers: String,
    title_lines: Vec<String>,
    addressee: Option<String>,
    blocks: Vec<BlockView>,
    notes: Vec<NoteView>,
    signature: Option<SignatureView>,
    note: Option<String>,
    appendices: Vec<AppendixView>,
    imprint: Option<Imprint>,
    /// The last appendix is landscape and 版记 follows on an upright page.
    landscape_last: bool,
    /// The document ends in a landscape section.
    landscape_end: bool,
}

struct NoteView {
    text: String,
    left: usize,
    hanging: usize,
}

struct SignatureView {
    organ: String,
    date: String,
    blank_lines: usize,
    organ_right: usize,
    date_right: usize,
}

struct AppendixView {
    mark: String,
    title_lines: Vec<String>,
    blocks: Vec<BlockView>,
    /// It turns the page, so a new section begins.
    new_section: bool,
    /// The section that ends before it is landscape.
    landscape_before: bool,
}

enum BlockView {
    /// The number is the first of the runs.
    Heading {
        depth: usize,
        runs: Vec<RunView>,
        run_in: Vec<RunView>,
    },
    Paragraph(Vec<RunView>),
    Table(TableView),
    PageBreak,
}

#[derive(Default)]
struct RunView {
    text: String,
    /// Empty: the paragraph's.
    font: &'static str,
    bold: bool,
    gap: bool,
    figure: Option<FigureView>,
}

struct FigureView {
    number: usize,
    tag: String,
}

struct TableView {
    caption: Option<String>,
    unit_note: Option<String>,
    width: usize,
    columns: Vec<ColumnView>,
    rows: Vec<Vec<CellView>>,
}

struct ColumnView {
    title: String,
    width: usize,
}

struct CellView {
    width: usize,
    align: &'static str,
    runs: Vec<RunView>,
}

/// Makes views and gives every figure its number in the document.
struct Viewer {
    figures: usize,
    type_area: usize,
}

impl DocumentView {
    fn new(paper: &Paper) -> DocumentView {
        let mut viewer = Viewer { figures: 0, type_area: PORTRAIT_WIDTH };
        let masthead = cleaned_option(&paper.masthead);
        let masthead_chars = masthead.as_deref().map_or(1, |text| text.chars().count().max(1));
        let signers: Vec<String> = paper.signers.iter().map(|name| cleaned(name)).collect();
        let number = cleaned(paper.number.as_deref().unwrap_or_default());
        let blocks = viewer.blocks(&paper.blocks);
        let mut appendices = Vec::new();
        let mut landscape_before = false;
        for (index, appendix) in paper.appendices.iter().enumerate() {
            viewer.type_area = if appendix.landscape { LANDSCAPE_WIDTH } else { PORTRAIT_WIDTH };
            appendices.push(AppendixView {
                mark: paper.appendix_mark(index),
                title_lines: title_lines(&appendix.title),
                blocks: viewer.blocks(&appendix.blocks),
                new_section: appendix.landscape != landscape_before,
                landscape_before,
            });
            landscape_before = appendix.landscape;
        }
        DocumentView {
            masthead_half_points: 2 * MASTHEAD_POINTS_MAX.min(TYPE_AREA_POINTS / masthead_chars).max(1),
            masthead,
            has_number_line: !number.is_empty() || !signers.is_empty(),
            number,
            signers: signers.join("　"),
            title_lines: title_lines(&paper.title),
            addressee: cleaned_option(&paper.addressee),
            blocks,
            notes: appendix_notes(paper),
            signature: paper.signature.as_ref().map(signature),
            note: cleaned_option(&paper.note),
            appendices,
            imprint: paper.imprint.as_ref().map(|imprint| Imprint {
                copies_to: cleaned_option(&imprint.copies_to),
                issuer: cleaned(&imprint.issuer),
                issued_on: cleaned(&imprint.issued_on),
            }),
            landscape_last: landscape_before,
            landscape_end: landscape_before && paper.imprint.is_none(),
        }
    }
}

/// 附件说明, two characters in; what wraps aligns with the title.
fn appendix_notes(paper: &Paper) -> Vec<NoteView> {
    paper
        .appendix_notes()
        .into_iter()
        .map(|note| {
            let label = note.label.chars().count() * CHAR;
            let number = note.number.chars().count() * CHAR / 2;
            NoteView {
                text: format!("{}{}{}", note.label, note.number, note.title),
                left: 5 * CHAR + number,
                hanging: label + number,
            }
        })
        .collect()
}

fn signature(signature: &Signature) -> SignatureView {
    let indents = signature_indents(signature);
    SignatureView {
        organ: cleaned(&signature.organ),
        date: cleaned(&signature.date),
        blank_lines: if signature.sealed { 2 } else { 1 },
        organ_right: indents.organ_half_chars * CHAR / 2,
        date_right: indents.date_half_chars * CHAR / 2,
    }
}

impl Viewer {
    fn blocks(&mut self, blocks: &[Block]) -> Vec<BlockView> {
        numbered(blocks)
            .into_iter()
            .map(|NumberedBlock { number, block }| match block {
                Block::Heading { level, runs, run_in } => {
                    // A heading of its own has its font from the style; one in a body line brings it along.
                    let own_font = ["黑体", "楷体_GB2312"].get(level.depth() - 1).copied().unwrap_or_default();
                    let font = if run_in.is_empty() { "" } else { own_font };
                    let mut words = vec![RunView { text: number, font, ..RunView::default() }];
                    words.extend(self.runs(runs).into_iter().map(|run| RunView { font, ..run }));
                    BlockView::Heading { depth: level.depth(), runs: words, run_in: self.runs(run_in) }
                }
                Block::Paragraph { runs } => BlockView::Paragraph(self.runs(runs)),
                Block::Table(table) => BlockView::Table(self.table(table)),
                Block::PageBreak => BlockView::PageBreak,
            })
            .collect()
    }

    fn table(&mut self, table: &Table) -> TableView {
        let columns = table.printed_columns();
        let widths = table.column_widths(self.type_area);
        let rows = table
            .rows
            .iter()
            .map(|row| {
                columns
                    .iter()
                    .zip(&widths)
                    .enumerate()
                    .map(|(index, (column, width))| CellView {
                        width: *width,
                        align: match column.align {
                            Align::Left => "left",
                            Align::Center => "center",
                            Align::Right => "right",
                        },
                        runs: self.cell_runs(row.cell(index), row.strong),
                    })
                    .collect()
            })
            .collect();
        TableView {
            caption: cleaned_option(&table.caption),
            unit_note: cleaned_option(&table.unit_note),
            width: self.type_area,
            columns: columns
                .iter()
                .zip(&widths)
                .map(|(column, width)| ColumnView { title: cleaned(&column.title), width: *width })
                .collect(),
            rows,
        }
    }

    /// The cells of a strong row are bold.
    fn cell_runs(&mut self, runs: &[Run], strong: bool) -> Vec<RunView> {
        self.runs(runs).into_iter().map(|run| RunView { bold: run.bold || strong, ..run }).collect()
    }

    fn runs(&mut self, runs: &[Run]) -> Vec<RunView> {
        runs.iter()
            .map(|run| RunView {
                text: cleaned(run.printed()),
                bold: matches!(run, Run::Bold { .. }),
                gap: matches!(run, Run::Gap { .. }),
                figure: if let Run::Figure(figure) = run { self.figure(figure) } else { None },
                ..RunView::default()
            })
            .collect()
    }

    /// A figure whose id is too long for a tag stands as plain text.
    fn figure(&mut self, figure: &Figure) -> Option<FigureView> {
        let tag = format!("{FIGURE_TAG}{}", cleaned(&figure.id));
        if tag.encode_utf16().count() > TAG_CHARS_MAX {
            return None;
        }
        self.figures += 1;
        Some(FigureView { number: self.figures, tag })
    }
}

fn cleaned(text: &str) -> String {
    clean(text).into_owned()
}

fn cleaned_option(text: &Option<String>) -> Option<String> {
    text.as_deref().map(cleaned).filter(|text| !text.is_empty())
}
