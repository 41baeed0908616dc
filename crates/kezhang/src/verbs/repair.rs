//! `kezhang repair`

use kezhang_app::reading::{repaired, words_of};

use super::input::{doc, files, load};
use crate::args::Repair;
use crate::outcome::{Outcome, Result, print_json, print_line, sentence};

/// Prints repaired texts; with `--json` every repair and every doubt.
pub fn run(args: &Repair) -> Result {
    for path in files(&args.files)? {
        let input = load(&path)?;
        let (text, notices) = words_of(&input.name, &input.bytes).map_err(sentence)?;
        notices.iter().for_each(|notice| eprintln!("{}：{notice}", input.name));
        let report = repaired(&doc(&input.name), &text);
        if args.json {
            print_json(&report)?;
        } else {
            print_line(&report.text)?;
            eprintln!("{}：修复{}处，存疑{}处", input.name, report.repairs.len(), report.unsure.len());
        }
    }
    Ok(Outcome::Done)
}
