//! Office files in and out: official documents as HTML and DOCX, xlsx and csv, text of docx and pdf.
//!
//! `paper` is the document model; `html` and `docx` print it (PDF is the crate `kezhang-pdf`). No figure is computed
//! here: values arrive as text and leave as text.

pub mod comments;
pub mod docx;
pub mod html;
pub mod input;
pub mod paper;
pub mod table_in;
pub mod table_out;
pub mod text_of;
