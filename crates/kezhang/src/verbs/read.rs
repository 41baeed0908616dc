//! `kezhang read`

use kezhang_app::check::CheckedClaim;
use kezhang_app::reading::{check_without_book, claims_as_json_lines, words_of};

use super::input::{Input, doc, each};
use crate::args::Read;
use crate::outcome::{Outcome, Result, print_line, sentence};

/// Lists the claims of reports.
pub fn run(args: &Read) -> Result {
    each(&args.files, |input| read(input, args.json), |_, _| {})
}

fn read(input: &Input, json: bool) -> Result {
    let (text, notices) = words_of(&input.name, &input.bytes).map_err(sentence)?;
    notices.iter().for_each(|notice| eprintln!("{}：{notice}", input.name));
    if json {
        for line in claims_as_json_lines(&doc(&input.name), &text).map_err(sentence)? {
            print_line(&line)?;
        }
        return Ok(Outcome::Done);
    }
    let checked = check_without_book(&input.name, &text, notices);
    print_line(&format!("{}：{}个数字陈述", input.name, checked.claims.len()))?;
    checked.claims.iter().try_for_each(|claim| print_line(&line(claim)))?;
    Ok(Outcome::Done)
}

fn line(claim: &CheckedClaim) -> String {
    let value = claim.value.map_or_else(|| "【缺】".to_owned(), |value| value.normalize().to_string());
    let approx = claim.approx.as_ref().map(|word| format!("（{word}）")).unwrap_or_default();
    let period = if claim.period.is_empty() { String::new() } else { format!("  {}", claim.period) };
    let suspect = claim.suspect.as_ref().map(|why| format!("  存疑：{why}")).unwrap_or_default();
    format!("  {} {value}{}{approx}{period}{suspect}", claim.subject, claim.unit)
}
