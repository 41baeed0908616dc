//! Prints a paper (JSON of `office::paper::Paper`) by the output's ending: `print_paper PAPER.json OUT.html|OUT.docx`.

use kezhang_office::docx::docx;
use kezhang_office::html::{HtmlOptions, page};
use kezhang_office::paper::{Figure, Paper};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, output] = arguments.as_slice() else { return Err("PAPER.json OUT.html|OUT.docx".into()) };
    let paper: Paper = serde_json::from_str(&std::fs::read_to_string(input)?)?;
    let href = |figure: &Figure| format!("/figures/{}", figure.id);
    let bytes = if output.ends_with(".docx") {
        docx(&paper)?
    } else {
        page(&paper, HtmlOptions { figure_href: Some(&href) }).into_bytes()
    };
    std::fs::write(output, bytes)?;
    Ok(())
}
