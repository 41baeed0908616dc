//! Reports: outline and sentences of the packs, figures of the book → an official document.
//!
//! Every number is a token that keeps its formula, period, caliber and the journal position it was read at. What the
//! book has nothing of is a gap; what was only reported or estimated says so.

mod compose;
mod publish;
mod reported;
mod sentence;
mod tables;

use kezhang_ledger::formula::Formula;
use kezhang_ledger::period::Period;
use kezhang_office::html::HtmlOptions;
use kezhang_office::paper::{Figure as PaperFigure, Paper};
use kezhang_pdf::FontNotice;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::kezhang::Kezhang;

pub use publish::{PublishedPage, PublishedView};

/// A document as it comes from the book.
#[derive(Clone, Debug)]
pub struct Draft {
    /// `summary` or `plan`.
    pub outline: String,
    /// The outline's name.
    pub name: String,
    /// Year it is about.
    pub year: i16,
    /// The document.
    pub paper: Paper,
    /// Its figures in reading order.
    pub tokens: Vec<Token>,
    /// What is missing, in reading order.
    pub gaps: Vec<String>,
    /// Journal position everything was read at.
    pub read_at: u64,
}

/// A figure of a document.
#[derive(Clone, Debug, Serialize)]
pub struct Token {
    /// Id inside the document.
    pub id: String,
    /// Where it comes from.
    #[serde(skip)]
    pub source: TokenSource,
    /// Name.
    pub name: String,
    /// As printed.
    pub text: String,
    /// Unit.
    pub unit: String,
    /// Caliber and period in words, or the sentence of the old report.
    pub note: String,
}

/// Where a figure of a document comes from.
#[derive(Clone, Debug)]
pub enum TokenSource {
    /// The book.
    Book {
        /// What was computed.
        formula: Formula,
        /// For which period.
        period: Period,
        /// The value.
        value: Option<Decimal>,
    },
    /// A reported figure of an old report.
    Reported {
        /// Its id.
        id: String,
    },
}

/// A file format of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Word.
    Docx,
    /// PDF.
    Pdf,
    /// A page that stands alone.
    Html,
}

impl Format {
    /// The format of that name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "docx" => Some(Self::Docx),
            "pdf" => Some(Self::Pdf),
            "html" => Some(Self::Html),
            _ => None,
        }
    }

    /// Its file ending.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Html => "html",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pdf => "application/pdf",
            Self::Html => "text/html; charset=utf-8",
        }
    }
}

/// A document as a file.
#[derive(Clone, Debug)]
pub struct Printed {
    /// File name.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
    /// What must be said about fonts.
    pub notices: Vec<String>,
}

impl Desk<'_> {
    /// Writes a document from the book.
    ///
    /// # Errors
    /// No such outline, or the book cannot be read.
    pub fn draft(&self, outline: &str, year: i16) -> Result<Draft> {
        self.sees_business()?;
        let reader = self.reader()?;
        compose::compose(reader.as_ref(), outline, year, crate::clock::now().today)
    }

    /// Outlines that documents can be written from: id and name.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn outlines(&self) -> Result<Vec<(String, String)>> {
        let catalog = self.reader()?.catalog()?;
        Ok(catalog.outlines.iter().map(|outline| (outline.id.clone(), outline.name.clone())).collect())
    }

    /// What must be said about the fonts of this machine before anything is printed.
    pub fn font_notices(&self) -> Vec<String> {
        match self.app.typesetter() {
            Ok(typesetter) => typesetter.notices().iter().map(FontNotice::to_string).collect(),
            Err(error) => vec![error.to_string()],
        }
    }

    /// A document as a file.
    ///
    /// # Errors
    /// The document cannot be set.
    pub fn print(&self, paper: &Paper, format: Format) -> Result<Printed> {
        self.sees_business()?;
        print(self.app, paper, format)
    }
}

/// A paper as HTML for a page of ours; `address` says where a figure leads. Every word is escaped by the template engine.
pub fn paper_html(paper: &Paper, address: &dyn Fn(&PaperFigure) -> String) -> String {
    kezhang_office::html::fragment(paper, HtmlOptions { figure_href: Some(address) })
}

fn print(app: &Kezhang, paper: &Paper, format: Format) -> Result<Printed> {
    let name = format!("{}.{}", paper.title.replace('\n', ""), format.ending());
    let failed = |error: String| AppError::Office(error);
    let (bytes, notices) = match format {
        Format::Docx => (kezhang_office::docx::docx(paper).map_err(|error| failed(error.to_string()))?, Vec::new()),
        Format::Html => (kezhang_office::html::page(paper, HtmlOptions::default()).into_bytes(), Vec::new()),
        Format::Pdf => {
            let set = app.typesetter()?.typeset(paper).map_err(|error| failed(error.to_string()))?;
            (set.pdf, set.notices.iter().map(FontNotice::to_string).collect())
        }
    };
    Ok(Printed { name, bytes, notices })
}
