//! Sets a paper (JSON of `office::paper::Paper`) as PDF and says how long it took: `typeset PAPER.json OUT.pdf [DIR]`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use kezhang_office::paper::Paper;
use kezhang_pdf::{Typesetter, default_font_dirs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, output, rest @ ..] = arguments.as_slice() else {
        return Err("PAPER.json OUT.pdf [FONT-DIR]".into());
    };
    let dirs: Vec<PathBuf> = if rest.is_empty() { default_font_dirs(None) } else { rest.iter().map(PathBuf::from).collect() };
    let paper: Paper = serde_json::from_str(&std::fs::read_to_string(Path::new(input))?)?;
    let begun = Instant::now();
    let typesetter = Typesetter::new(&dirs)?;
    println!("fonts {:?}", begun.elapsed());
    let begun = Instant::now();
    let typeset = typesetter.typeset(&paper)?;
    println!("{} pages, {} bytes, first {:?}", typeset.page_count, typeset.pdf.len(), begun.elapsed());
    for notice in &typeset.notices {
        println!("{}: {notice}", notice.code());
    }
    std::fs::write(output, typeset.pdf)?;
    Ok(())
}
