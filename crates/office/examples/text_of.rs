//! Prints the text of a report: `text_of FILE…`.

use kezhang_office::input::Limits;
use kezhang_office::text_of::text_of;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for name in std::env::args().skip(1) {
        let bytes = std::fs::read(&name)?;
        match text_of(&name, &bytes, &Limits::default()) {
            Ok(report) => {
                print!("{}", report.text);
                for notice in &report.notices {
                    println!("!! {notice}");
                }
                println!("== {} paragraphs, {} figures", report.paragraphs.len(), report.figures.len());
            }
            Err(refusal) => println!("{name}: {} {refusal}", refusal.code()),
        }
    }
    Ok(())
}
