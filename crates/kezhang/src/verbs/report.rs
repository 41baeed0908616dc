//! `kezhang report`

use std::path::PathBuf;

use kezhang_app::report;

use super::{open, write_whole};
use crate::args::{Format, Outline, Report};
use crate::outcome::{Outcome, Result, print_line, sentence};

/// Writes a document from the book.
pub fn run(args: &Report) -> Result {
    let book = open(&args.book.book)?.with_fonts(args.fonts.clone());
    let desk = book.operator_desk();
    let outline = match args.outline {
        Outline::Summary => "summary",
        Outline::Plan => "plan",
    };
    let format = match args.format {
        Format::Docx => report::Format::Docx,
        Format::Pdf => report::Format::Pdf,
        Format::Html => report::Format::Html,
    };
    let draft = desk.draft(outline, args.year).map_err(sentence)?;
    let printed = desk.print(&draft.paper, format).map_err(sentence)?;
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from(&printed.name));
    write_whole(&out, &printed.bytes)?;
    for notice in &printed.notices {
        eprintln!("{notice}");
    }
    print_line(&format!("{}：{}个数字，{}处【待补】", out.display(), draft.tokens.len(), draft.gaps.len()))?;
    Ok(Outcome::Done)
}
