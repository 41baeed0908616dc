//! Puts a comment on every occurrence of a word in a Word document: `comment IN.docx WORD TEXT OUT.docx`.

use kezhang_office::comments::{Comment, Commentator, with_comments};
use kezhang_office::input::Limits;
use kezhang_office::text_of::docx_text;
use kezhang_text::Span;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, word, text, output] = arguments.as_slice() else { return Err("IN.docx WORD TEXT OUT.docx".into()) };
    let bytes = std::fs::read(input)?;
    let report = docx_text(&bytes, &Limits::default())?;
    let comments: Vec<Comment> = report
        .text
        .match_indices(word.as_str())
        .map(|(start, found)| Comment { span: Span::new(start, start + found.len()), text: text.clone() })
        .collect();
    let commentator = Commentator { name: "核数".into(), initials: "核".into(), date: "2026-01-05T09:30:00Z".into() };
    let commented = with_comments(input, &bytes, &comments, &commentator, &Limits::default())?;
    println!("{} comments, {} without a place", comments.len(), commented.unplaced.len());
    std::fs::write(output, commented.docx)?;
    Ok(())
}
