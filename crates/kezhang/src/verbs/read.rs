//! `kezhang read`

use std::fs::File;
use std::io::{Read as _, Seek};
use std::path::Path;

use kezhang_app::error::io_reason;
use kezhang_app::reading::{ClaimLine, STREAMED_FROM, claims_of_stream, claims_of_text, is_text, words_of};

use super::file_name;
use super::input::{doc, each_path, load};
use super::progress::{followed, remark};
use crate::args::Read;
use crate::outcome::{Outcome, Result, print_line, sentence};

/// Lists the claims of reports.
pub fn run(args: &Read) -> Result {
    each_path(&args.files, |path| read(path, args.json), |_, _| {})
}

fn read(path: &Path, json: bool) -> Result {
    let name = file_name(path);
    let mut count = 0;
    let mut print = |claim: ClaimLine| {
        count += 1;
        if json { print_line(&serde_json::to_string(&claim).map_err(sentence)?) } else { print_line(&line(&claim)) }
    };
    let (name, notices) = match long_text(path)? {
        Some(file) => {
            let notices = claims_of_stream(&doc(&name), followed(file), &mut print)?;
            (name, notices)
        }
        None => {
            let input = load(path)?;
            let (text, notices) = words_of(&input.name, &input.bytes).map_err(sentence)?;
            claims_of_text(&doc(&input.name), &text, &mut print)?;
            (input.name, notices)
        }
    };
    notices.iter().for_each(|notice| remark(&format!("{name}：{notice}")));
    if !json {
        print_line(&format!("{name}：{count}个数字陈述"))?;
    }
    Ok(Outcome::Done)
}

/// A text file too long to be held in memory as a whole.
fn long_text(path: &Path) -> Result<Option<File>> {
    let long = std::fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() > STREAMED_FROM);
    if !long {
        return Ok(None);
    }
    let unreadable = |error| format!("读不了：{}", io_reason(&error));
    let mut file = File::open(path).map_err(unreadable)?;
    let mut head = Vec::new();
    file.by_ref().take(64 * 1024).read_to_end(&mut head).map_err(unreadable)?;
    file.rewind().map_err(unreadable)?;
    Ok(is_text(&head).then_some(file))
}

fn line(claim: &ClaimLine) -> String {
    let value = claim.value.as_ref().map_or_else(|| "【缺】".to_owned(), |value| value.0.normalize().to_string());
    let approx = claim.approx.map(|word| format!("（{word}）")).unwrap_or_default();
    let period = if claim.period.is_empty() { String::new() } else { format!("  {}", claim.period) };
    let suspect = claim.suspect.as_ref().map(|why| format!("  存疑：{why}")).unwrap_or_default();
    format!("  {} {value}{}{approx}{period}{suspect}", claim.subject, claim.unit)
}
