//! Typesetting official documents to PDF; the only crate that knows typst.
//!
//! A [`Typesetter`] chooses the machine's fonts once and then sets any number of papers. The layout is the template
//! `paper.typ`; a paper reaches it as data and never as code, so no title can be read as markup. Nothing here reads
//! the clock or the network: the same paper and fonts give the same bytes.

mod data;
mod fonts;
mod frames;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use kezhang_office::paper::Paper;
use typst::foundations::{Bytes, Smart};
use typst::syntax::Source;
use typst::text::FontBook;
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

pub use fonts::{Fit, FontNotice, FontRefusal, Role, default_font_dirs};

use data::{ImprintPlace, paper_data};
use fonts::Fonts;
use world::{PaperWorld, template};

/// How many documents typst's caches of earlier layouts live.
const CACHE_AGE_MAX: usize = 2;

/// Sets papers as PDF. Holds the fonts; make one and keep it. Cheap to share between threads behind a reference.
pub struct Typesetter {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Fonts,
    template: Source,
}

/// A document as PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typeset {
    /// The file.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub page_count: usize,
    /// What its reader must know about the fonts, for the roles and for single characters.
    pub notices: Vec<FontNotice>,
}

/// Why a paper could not be set. Only a fault of this program leads here: every paper is meant to be printable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PdfRefusal {
    /// Typst refused the template or the data.
    #[error("排版没有完成，不能生成 PDF：{details}。请改用 DOCX 格式导出，并把这句话告诉维护人员。")]
    Layout {
        /// Typst's words.
        details: String,
    },
    /// Typst broke down.
    #[error("排版程序内部出错，不能生成 PDF。请改用 DOCX 格式导出，并把这篇文稿交给维护人员。")]
    Internal,
}

impl PdfRefusal {
    /// A stable name for the reason.
    pub fn code(&self) -> &'static str {
        match self {
            PdfRefusal::Layout { .. } => "pdf-layout",
            PdfRefusal::Internal => "pdf-internal",
        }
    }
}

impl Typesetter {
    /// Chooses fonts from the folders; see [`default_font_dirs`].
    pub fn new(font_dirs: &[PathBuf]) -> Result<Typesetter, FontRefusal> {
        let fonts = Fonts::choose(font_dirs)?;
        Ok(Typesetter {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(fonts.book()),
            fonts,
            template: template(),
        })
    }

    /// What must be said about the roles' fonts on this machine, before any document.
    pub fn notices(&self) -> &[FontNotice] {
        self.fonts.notices()
    }

    /// Sets a paper.
    pub fn typeset(&self, paper: &Paper) -> Result<Typeset, PdfRefusal> {
        let set = catch_unwind(AssertUnwindSafe(|| {
            let document = self.lay_out(paper)?;
            let options = PdfOptions { creator: Smart::Custom(Some("Kezhang 科账".to_owned())), ..PdfOptions::default() };
            let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| refusal(&errors))?;
            let mut notices = self.fonts.notices().to_vec();
            notices.extend(frames::character_notices(&document, &self.fonts));
            Ok(Typeset { pdf, page_count: document.pages().len(), notices })
        }));
        typst::comemo::evict(CACHE_AGE_MAX);
        set.unwrap_or(Err(PdfRefusal::Internal))
    }

    /// The text of every line of every page as it would be printed, for checks of the layout.
    pub fn page_lines(&self, paper: &Paper) -> Result<Vec<Vec<String>>, PdfRefusal> {
        let lines = catch_unwind(AssertUnwindSafe(|| Ok(frames::page_lines(&self.lay_out(paper)?))));
        typst::comemo::evict(CACHE_AGE_MAX);
        lines.unwrap_or(Err(PdfRefusal::Internal))
    }

    /// Lays a paper out; 版记 goes on an even page, which is known only after a first try.
    fn lay_out(&self, paper: &Paper) -> Result<PagedDocument, PdfRefusal> {
        let document = self.lay_out_once(paper, &ImprintPlace::default())?;
        let pages = document.pages().len();
        if paper.imprint.is_none() || pages % 2 == 0 {
            return Ok(document);
        }
        let without = ImprintPlace { left_out: true, ..ImprintPlace::default() };
        let pages_before = self.lay_out_once(paper, &without)?.pages().len();
        let place = if pages_before == pages {
            ImprintPlace { breaks: 1, ..ImprintPlace::default() }
        } else {
            // 版记 alone fell on an odd page: a blank page goes before it and neither is numbered.
            let unnumbered_pages = vec![pages_before + 1, pages_before + 2];
            ImprintPlace { breaks: 2, unnumbered_pages, left_out: false }
        };
        self.lay_out_once(paper, &place)
    }

    fn lay_out_once(&self, paper: &Paper, place: &ImprintPlace) -> Result<PagedDocument, PdfRefusal> {
        let data = paper_data(paper, &self.fonts, place).to_string();
        let world = PaperWorld {
            library: &self.library,
            book: &self.book,
            fonts: &self.fonts,
            template: &self.template,
            data: Bytes::from_string(data),
        };
        let compiled = typst::compile::<PagedDocument>(&world);
        // The template is ours: a warning is a mistake in it, and tests must see it.
        debug_assert!(compiled.warnings.is_empty(), "typst warns: {:?}", compiled.warnings);
        compiled.output.map_err(|errors| refusal(&errors))
    }
}

fn refusal(errors: &[typst::diag::SourceDiagnostic]) -> PdfRefusal {
    let details = errors.iter().map(|error| error.message.to_string()).collect::<Vec<_>>().join("; ");
    PdfRefusal::Layout { details }
}
