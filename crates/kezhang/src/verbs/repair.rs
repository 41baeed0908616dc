//! `kezhang repair`

use kezhang_app::reading::{repaired_as_json, repaired_text, words_of};

use super::input::{Input, doc, each};
use super::progress::remark;
use crate::args::Repair;
use crate::outcome::{Outcome, Result, print_line, sentence};

/// Prints repaired texts; with `--json` one object a text, with every repair and every doubt.
pub fn run(args: &Repair) -> Result {
    each(&args.files, |input| repair(input, args.json), |_, _| {})
}

fn repair(input: &Input, json: bool) -> Result {
    let (text, notices) = words_of(&input.name, &input.bytes).map_err(sentence)?;
    notices.iter().for_each(|notice| remark(&format!("{}：{notice}", input.name)));
    if json {
        print_line(&repaired_as_json(&doc(&input.name), &text).map_err(sentence)?)?;
    } else {
        let (text, repairs, unsure) = repaired_text(&text);
        print_line(&text)?;
        remark(&format!("{}：修复{repairs}处，存疑{unsure}处", input.name));
    }
    Ok(Outcome::Done)
}
