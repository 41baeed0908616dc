//! Text on its way out of a Word part: of the part itself, or of a text box that waits for the end of the paragraph it
//! hangs on. Knows how paragraphs, rows and cells are laid out as lines and tabs, and nothing of XML.

use kezhang_text::Span;

use super::docx_walk::Piece;
use super::{FigurePlace, TextParagraph, TextPlace};

#[derive(Debug, Default)]
pub(super) struct Sink {
    pub(super) text: String,
    pub(super) paragraphs: Vec<TextParagraph>,
    pub(super) figures: Vec<FigurePlace>,
    pub(super) pieces: Vec<Piece>,
    /// For every open cell, where its text begins.
    pub(super) cells: Vec<usize>,
    pub(super) cells_in_row: usize,
    paragraph_start: usize,
}

impl Sink {
    pub(super) fn in_table(&self) -> bool {
        !self.cells.is_empty()
    }

    /// A character that stands for an element. In a cell, where tabs and line feeds part cells and rows, a blank.
    pub(super) fn mark(&mut self, c: char) {
        self.text.push(if c != '-' && self.in_table() { ' ' } else { c });
    }

    /// In a row the cells are parted by tabs; the cells of a table within a cell only by blanks.
    pub(super) fn begin_cell(&mut self) {
        if self.cells.is_empty() {
            if self.cells_in_row > 0 {
                self.text.push('\t');
            }
            self.cells_in_row += 1;
        }
        self.cells.push(self.text.len());
    }

    pub(super) fn end_row(&mut self) {
        if self.cells.is_empty() {
            self.text.push('\n');
        }
    }

    /// A second paragraph in a cell, or any in a table within it, follows after a blank.
    pub(super) fn begin_paragraph(&mut self) {
        if let Some(cell) = self.cells.first().copied()
            && self.text.len() > cell
            && !self.text.ends_with(' ')
        {
            self.text.push(' ');
        }
        self.paragraph_start = self.text.len();
    }

    /// Ends a paragraph; says whether it ended a line.
    pub(super) fn end_paragraph(&mut self, index: usize, place: TextPlace) -> bool {
        let span = Span::new(self.paragraph_start.min(self.text.len()), self.text.len());
        self.paragraphs.push(TextParagraph { index, span, place });
        if !self.in_table() {
            self.text.push('\n');
        }
        !self.in_table()
    }

    /// Appends the text of a text box. Its pieces are left out: Word allows no comments there.
    pub(super) fn append(&mut self, other: Sink) {
        let shift = self.text.len();
        let moved = |span: Span| Span::new(span.start + shift, span.end + shift);
        self.text.push_str(&other.text);
        self.paragraphs.extend(other.paragraphs.into_iter().map(|p| TextParagraph { span: moved(p.span), ..p }));
        self.figures.extend(other.figures.into_iter().map(|f| FigurePlace { span: moved(f.span), ..f }));
    }
}
