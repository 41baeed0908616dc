//! `kezhang read`

use kezhang_app::reading::{check_without_book, claims_as_json_lines, words_of};

use super::input::{doc, files, load};
use crate::args::Read;
use crate::outcome::{Outcome, Result, print_line, sentence};

/// Lists the claims of reports.
pub fn run(args: &Read) -> Result {
    let mut unreadable = Vec::new();
    for path in files(&args.files)? {
        let input = load(&path)?;
        let (text, notices) = match words_of(&input.name, &input.bytes) {
            Ok(words) => words,
            Err(error) => {
                unreadable.push(error.to_string());
                continue;
            }
        };
        notices.iter().for_each(|notice| eprintln!("{}：{notice}", input.name));
        if args.json {
            for line in claims_as_json_lines(&doc(&input.name), &text).map_err(sentence)? {
                print_line(&line)?;
            }
            continue;
        }
        let checked = check_without_book(&input.name, &text, notices);
        print_line(&format!("{}：{}个数字陈述", input.name, checked.claims.len()))?;
        for claim in &checked.claims {
            let value = claim.value.map_or_else(|| "【缺】".to_owned(), |value| value.normalize().to_string());
            let approx = claim.approx.as_ref().map(|word| format!("({word})")).unwrap_or_default();
            let period = if claim.period.is_empty() { String::new() } else { format!("  {}", claim.period) };
            let suspect = claim.suspect.as_ref().map(|why| format!("  存疑：{why}")).unwrap_or_default();
            print_line(&format!("  {} {value}{}{approx}{period}{suspect}", claim.subject, claim.unit))?;
        }
    }
    if unreadable.is_empty() { Ok(Outcome::Done) } else { Err(unreadable.join("\n")) }
}
