//! A paper as HTML: a fragment for a page of the program, and a page that stands alone.
//!
//! Everything is escaped by the template engine; nothing here builds markup from text.

use askama::Template;

use crate::paper::{
    Align, Appendix, AppendixNote, Block, Figure, GAP_TEXT, Imprint, NumberedBlock, Paper, Run, Signature, Table, clean,
    numbered, signature_indents, title_lines,
};

/// The style sheet of the fragment. A page that shows fragments serves it once.
pub const PAPER_CSS: &str = include_str!("../assets/paper.css");

/// Largest masthead, in points, and the width of the type area it must fit.
const MASTHEAD_POINTS_MAX: usize = 50;
const TYPE_AREA_POINTS: usize = 440;

/// How figures are linked.
#[derive(Default, Clone, Copy)]
pub struct HtmlOptions<'a> {
    /// The address a figure opens. Without it figures are shown and can be focused but lead nowhere.
    pub figure_href: Option<&'a dyn Fn(&Figure) -> String>,
}

/// The paper as an `<article>`, to be shown with [`PAPER_CSS`].
pub fn fragment(paper: &Paper, options: HtmlOptions<'_>) -> String {
    rendered(&PaperView::new(paper, options))
}

/// The paper as a page of its own, style sheet included.
pub fn page(paper: &Paper, options: HtmlOptions<'_>) -> String {
    let title = title_lines(&paper.title).concat();
    rendered(&PageView { title, css: PAPER_CSS, fragment: fragment(paper, options) })
}

/// Askama fails only if a value's `Display` fails; strings and numbers never do.
fn rendered(template: &impl Template) -> String {
    template.render().unwrap_or_default()
}

#[derive(Template)]
#[template(path = "paper_page.html")]
struct PageView {
    title: String,
    css: &'static str,
    fragment: String,
}

#[derive(Template)]
#[template(path = "paper.html")]
struct PaperView {
    masthead: Option<String>,
    masthead_points: usize,
    has_number_line: bool,
    number: String,
    signers: String,
    title_lines: Vec<String>,
    addressee: Option<String>,
    blocks: Vec<BlockView>,
    notes: Vec<AppendixNote>,
    signature: Option<SignatureView>,
    note: Option<String>,
    appendices: Vec<AppendixView>,
    imprint: Option<Imprint>,
}

struct SignatureView {
    organ: String,
    date: String,
    sealed: bool,
    organ_right: String,
    date_right: String,
}

struct AppendixView {
    mark: String,
    title_lines: Vec<String>,
    landscape: bool,
    blocks: Vec<BlockView>,
}

enum BlockView {
    Heading { depth: usize, number: String, runs: Vec<RunView>, run_in: Vec<RunView> },
    Paragraph(Vec<RunView>),
    Table(TableView),
    PageBreak,
}

enum RunView {
    Text(String),
    Bold(String),
    Gap(String),
    Figure(FigureView),
}

struct FigureView {
    id: String,
    text: String,
    note: Option<String>,
    locked: bool,
    changed_to: Option<String>,
    href: Option<String>,
}

struct TableView {
    caption: Option<String>,
    unit_note: Option<String>,
    columns: Vec<ColumnView>,
    rows: Vec<RowView>,
}

struct ColumnView {
    title: String,
    width_percent: String,
}

struct RowView {
    strong: bool,
    cells: Vec<CellView>,
}

struct CellView {
    align: &'static str,
    runs: Vec<RunView>,
}

fn cleaned(text: &str) -> String {
    clean(text).into_owned()
}

fn cleaned_option(text: &Option<String>) -> Option<String> {
    text.as_deref().map(cleaned).filter(|text| !text.is_empty())
}

impl PaperView {
    fn new(paper: &Paper, options: HtmlOptions<'_>) -> PaperView {
        let masthead = cleaned_option(&paper.masthead);
        let masthead_chars = masthead.as_deref().map_or(1, |text| text.chars().count().max(1));
        let signers: Vec<String> = paper.signers.iter().map(|name| cleaned(name)).collect();
        let number = cleaned(paper.number.as_deref().unwrap_or_default());
        PaperView {
            masthead_points: MASTHEAD_POINTS_MAX.min(TYPE_AREA_POINTS / masthead_chars),
            masthead,
            has_number_line: !number.is_empty() || !signers.is_empty(),
            number,
            signers: signers.join("　"),
            title_lines: title_lines(&paper.title),
            addressee: cleaned_option(&paper.addressee),
            blocks: blocks(&paper.blocks, options),
            notes: paper.appendix_notes(),
            signature: paper.signature.as_ref().map(signature),
            note: cleaned_option(&paper.note),
            appendices: paper
                .appendices
                .iter()
                .enumerate()
                .map(|(index, appendix)| appendix_view(paper.appendix_mark(index), appendix, options))
                .collect(),
            imprint: paper.imprint.as_ref().map(|imprint| Imprint {
                copies_to: cleaned_option(&imprint.copies_to),
                issuer: cleaned(&imprint.issuer),
                issued_on: cleaned(&imprint.issued_on),
            }),
        }
    }
}

fn appendix_view(mark: String, appendix: &Appendix, options: HtmlOptions<'_>) -> AppendixView {
    AppendixView {
        mark,
        title_lines: title_lines(&appendix.title),
        landscape: appendix.landscape,
        blocks: blocks(&appendix.blocks, options),
    }
}

fn signature(signature: &Signature) -> SignatureView {
    let indents = signature_indents(signature);
    SignatureView {
        organ: cleaned(&signature.organ),
        date: cleaned(&signature.date),
        sealed: signature.sealed,
        organ_right: halves(indents.organ_half_chars),
        date_right: halves(indents.date_half_chars),
    }
}

/// Half characters as a decimal number of characters.
fn halves(count: usize) -> String {
    format!("{}{}", count / 2, if count % 2 == 1 { ".5" } else { "" })
}

fn blocks(blocks: &[Block], options: HtmlOptions<'_>) -> Vec<BlockView> {
    numbered(blocks)
        .into_iter()
        .map(|NumberedBlock { number, block }| match block {
            Block::Heading { level, runs: words, run_in } => {
                BlockView::Heading { depth: level.depth(), number, runs: runs(words, options), run_in: runs(run_in, options) }
            }
            Block::Paragraph { runs: words } => BlockView::Paragraph(runs(words, options)),
            Block::Table(data) => BlockView::Table(table(data, options)),
            Block::PageBreak => BlockView::PageBreak,
        })
        .collect()
}

fn table(table: &Table, options: HtmlOptions<'_>) -> TableView {
    let columns = table.printed_columns();
    let rows = table
        .rows
        .iter()
        .map(|row| RowView {
            strong: row.strong,
            cells: columns
                .iter()
                .enumerate()
                .map(|(index, column)| CellView {
                    align: match column.align {
                        Align::Left => "left",
                        Align::Center => "center",
                        Align::Right => "right",
                    },
                    runs: runs(row.cell(index), options),
                })
                .collect(),
        })
        .collect();
    // Widths in hundredths of a percent, so that they add up.
    let widths = table.column_widths(10_000);
    TableView {
        caption: cleaned_option(&table.caption),
        unit_note: cleaned_option(&table.unit_note),
        columns: columns
            .iter()
            .zip(widths)
            .map(|(column, width)| ColumnView {
                title: cleaned(&column.title),
                width_percent: format!("{}.{:02}", width / 100, width % 100),
            })
            .collect(),
        rows,
    }
}

fn runs(runs: &[Run], options: HtmlOptions<'_>) -> Vec<RunView> {
    runs.iter()
        .map(|run| match run {
            Run::Text { text } => RunView::Text(cleaned(text)),
            Run::Bold { text } => RunView::Bold(cleaned(text)),
            Run::Gap { what } => RunView::Gap(cleaned(what)),
            Run::Figure(figure) => RunView::Figure(FigureView {
                id: figure.id.clone(),
                text: cleaned(&figure.text),
                note: cleaned_option(&figure.note),
                locked: figure.locked,
                changed_to: cleaned_option(&figure.changed_to),
                href: options.figure_href.map(|address| address(figure)),
            }),
        })
        .collect()
}
