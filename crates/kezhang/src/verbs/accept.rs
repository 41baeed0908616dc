//! `kezhang accept`

use kezhang_app::error::io_reason;

use super::{file_name, open};
use crate::args::Accept;
use crate::outcome::{Outcome, Result, print_line, sentence};

/// Accepts the claims of a report as reported figures; doubtful ones only when asked.
pub fn run(args: &Accept) -> Result {
    let bytes = std::fs::read(&args.file).map_err(|error| format!("读不了 {}：{}", args.file.display(), io_reason(&error)))?;
    let book = open(&args.book.book)?;
    let desk = book.operator_desk();
    let checked = desk.check_file(&file_name(&args.file), &bytes, args.year).map_err(sentence)?;
    let fit = |claim: &&kezhang_app::check::CheckedClaim| claim.value.is_some() && (args.suspect || claim.suspect.is_none());
    let chosen: Vec<usize> = checked.claims.iter().filter(fit).map(|claim| claim.number).collect();
    for claim in &checked.claims {
        let mark = if chosen.contains(&claim.number) { "采用" } else { "不采用" };
        let value = claim.value.map_or_else(|| "【缺】".to_owned(), |value| value.normalize().to_string());
        let why = claim.suspect.as_ref().map(|why| format!("（{why}）")).unwrap_or_default();
        print_line(&format!("{mark}  {} {value}{}{why}", claim.subject, claim.unit))?;
    }
    if args.dry_run {
        print_line(&format!("只看，未写入：{}个中可采用{}个", checked.claims.len(), chosen.len()))?;
        return Ok(Outcome::Done);
    }
    let accepted = desk.accept_reported(&checked, args.year, &chosen).map_err(sentence)?;
    print_line(&format!("{}年上报数：新采用{}个，以前采用过{}个", args.year, accepted.accepted, accepted.known))?;
    Ok(if chosen.len() < checked.claims.len() { Outcome::Found } else { Outcome::Done })
}
